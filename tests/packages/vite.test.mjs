// Pages that Vite builds, under a strict Content-Security-Policy, and serves while they are written.

import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { launch, open } from '../../bindings-wasm/test/browser.mjs';
import { serve } from '../../bindings-wasm/test/server.mjs';
import { placed, program, run } from './project.mjs';
import { serving } from './serving.mjs';

const VITE = program('vite/bin/vite.js');
const ENTRIES = ['index', 'bundler', 'sync'];

describe('vite', () => {
  const opened = [];
  let folder;
  let browser;

  before(async () => {
    folder = await placed('apps/vite', 'vite');
    browser = await launch();
  });

  after(async () => {
    await browser?.close();
    for (const server of opened) await server.close();
  });

  async function answers(server) {
    for (const entry of ENTRIES) {
      const { page, complaints } = await open(browser, `${server.address}/${entry}.html`);
      await page.waitForFunction(() => document.querySelector('output').textContent !== '');
      const said = JSON.parse(await page.textContent('output'));
      assert.deepEqual(said, { valid: true, allowed: true, seen: 'Ada' }, entry);
      assert.deepEqual(complaints, [], entry);
    }
  }

  test('a build', async (context) => {
    const { code, stdout, stderr } = await run(folder, VITE, 'build');
    assert.equal(code, 0, stdout + stderr);
    const dist = join(folder, 'dist');
    const server = await serve(`${pathToFileURL(dist)}/`);
    opened.push(server);
    await answers(server);
    for (const file of (await readdir(join(dist, 'assets'))).sort()) {
      const size = gzipSync(await readFile(join(dist, 'assets', file))).length;
      context.diagnostic(`${file}: ${Math.ceil(size / 1024)} KiB gzip`);
    }
  });

  test('the server for development', async () => {
    const server = await serving(folder, VITE, (port) => ['--host', '127.0.0.1', '--strictPort', '--port', port]);
    opened.push(server);
    await answers(server);
  });
});
