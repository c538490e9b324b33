// `cargo xtask bench web`: the browser's package in Chromium beside the addon in Node, and how soon
// a page can begin.

import { readFileSync } from 'node:fs';

import * as node from '../../bindings-node/index.mjs';
import { launch, open } from '../../bindings-wasm/test/browser.mjs';
import { serve } from '../../bindings-wasm/test/server.mjs';
import { report, row } from '../js/rows.mjs';
import { Contestant, ROUNDS, Times } from '../js/timing.mjs';
import { scans } from './scans.mjs';
import { works } from './works.mjs';

/** How many profiles both are given. */
const PROFILES = 2000;

/** How often each side starts. */
const STARTS = 15;

const given = {
  marketplace: readFileSync(new URL('../../core/blueprints/marketplace.json', import.meta.url), 'utf8'),
  profiles: readFileSync(process.env.PROFILEKIT_BENCH_PROFILES, 'utf8').trimEnd().split('\n').slice(0, PROFILES),
};

/** A contestant that does its rounds in a page. */
class Away {
  constructor(page, name) {
    this.page = page;
    this.name = name;
  }

  calls() {
    return this.page.evaluate((name) => window.calls(name), this.name);
  }

  round(calls) {
    return this.page.evaluate(([name, calls]) => window.round(name, calls), [this.name, calls]);
  }
}

/** The times of two contestants of which one may be elsewhere, measured in turns. */
async function inTurns(contestants) {
  const calls = [];
  for (const contestant of contestants) calls.push(await contestant.calls());
  const times = contestants.map(() => new Times());
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, contestant] of contestants.entries()) {
      times[index].rounds.push((await contestant.round(calls[index])) / calls[index]);
    }
  }
  return times;
}

/** Every work that a page prepares, beside the same in Node. */
async function speed(browser, address, prepare, here) {
  const { page, complaints } = await open(browser, `${address}/benches/web/page.html`);
  await page.waitForFunction(() => window.round !== undefined);
  const there = await page.evaluate(([prepare, given]) => window[prepare](given), [prepare, given]);
  const rows = [];
  for (const name of there) {
    console.error(`measuring ${name} …`);
    const [away, own] = await inTurns([new Away(page, name), new Contestant(here[name])]);
    rows.push(row(name, away, 'the same in Node', own, 2));
  }
  if (complaints.length > 0) throw new Error(complaints.join('\n'));
  await page.close();
  return rows;
}

/** The nanoseconds that a page of its own takes to start, with nothing cached. */
async function start(browser, address, ask) {
  const context = await browser.newContext();
  const { page } = await open(context, `${address}/benches/web/start.html`);
  await page.waitForFunction(() => window.startZod !== undefined);
  const took = await page.evaluate(ask, given.marketplace);
  await context.close();
  return took * 1e6;
}

/** How soon a page can begin, beside one with zod. */
async function starts(browser, address) {
  console.error('measuring starts …');
  const [ours, zod] = [new Times(), new Times()];
  for (let round = 0; round < STARTS; round += 1) {
    ours.rounds.push(await start(browser, address, (blueprint) => window.startOurs(blueprint)));
    zod.rounds.push(await start(browser, address, () => window.startZod()));
  }
  return row('import, init, compile', ours, 'import zod 4, build its schemas', zod, 1 / 2);
}

const server = await serve('');
const browser = await launch();
try {
  const rows = await speed(browser, server.address, 'prepare', works(node, given));
  rows.push(...(await speed(browser, server.address, 'prepareScans', scans(node))));
  rows.push(await starts(browser, server.address));
  process.exitCode = report(rows) ? 0 : 1;
} finally {
  await browser.close();
  await server.close();
}
