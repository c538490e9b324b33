// The browser that the machine has.

import { join } from 'node:path';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

function playwright() {
  const cache = process.env.PROFILEKIT_NPM_CACHE;
  if (cache === undefined) throw new Error('PROFILEKIT_NPM_CACHE is not set: run `cargo xtask test`');
  return require(join(cache, 'playwright-core-1.65.1'));
}

const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the browser. */
export function launch() {
  const executablePath = process.env.PROFILEKIT_BROWSER;
  if (!executablePath) throw new Error('PROFILEKIT_BROWSER names no browser: run `cargo xtask test`');
  const sandbox = process.getuid?.() !== 0;
  return playwright().chromium.launch({ executablePath, args: FLAGS, chromiumSandbox: sandbox });
}

/** A page, with whatever it complains about. */
export async function open(browser, address) {
  const page = await browser.newPage();
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(address);
  return { page, complaints };
}
