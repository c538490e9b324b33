// Facts that are held by a module which ends, and by nobody any more.

import { test } from 'node:test';
import v8 from 'node:v8';
import vm from 'node:vm';
import * as api from '../dist/sync.js';
import { guarded, host } from '../dist/profilekit.js';
import { equal, ok, thrown } from '../../tests/js/expect.mjs';
import { runtime } from './runtime.mjs';

v8.setFlagsFromString('--expose-gc');
const collect = vm.runInNewContext('gc');

const { Kernel, ProfileKitError } = api;
const { memory, panic } = runtime(host, guarded);

const AT = '2026-05-01T00:00:00Z';
const READER = { id: 'ada', roles: ['seller'], persona: 'seller' };
const OPTIONS = { context: { now: '2026-05-31T12:00:00Z' }, zone: 'UTC' };
const BLUEPRINT = {
  blueprint: 1, name: 'shop', version: '1.0.0',
  roles: { seller: { default: true } },
  personas: { seller: { role: 'seller' } },
  kinds: { shop: { fields: { name: { type: 'string' } } } },
  policies: [{ id: 'seller', allow: ['shop.read'], roles: ['seller'] }],
  facts: { sale: { columns: { at: { type: 'instant' }, seller: { type: 'text' } }, at: 'at' } },
  dashboards: { seller: { scope: { sale: 'mine:seller' }, cards: [{ id: 'sales', measure: 'count(sale)', needs: 'shop.read' }] } },
};

const sold = (count, seller = 'ada') => Array.from({ length: count }, () => ({ at: AT, seller }));

/** Lets the engine find what nobody has any more, until it is so. */
async function found(isSo) {
  for (let round = 0; round < 200 && !isSo(); round += 1) {
    // Who was asked for in this turn is there until its end.
    await new Promise((resolve) => setTimeout(resolve, 5));
    collect();
  }
  ok(isSo());
}

test('facts of a module that ended say so, and are given back to none', async () => {
  const kernel = Kernel.compile(BLUEPRINT);
  const count = (sale) => kernel.dashboard(READER, { sale }, OPTIONS).cards[0].lines[0].value;
  const held = kernel.facts('sale').append(sold(1));
  const others = Array.from({ length: 8 }, () => new WeakRef(kernel.facts('sale').append(sold(1, 'bob'))));
  equal(count(held), '1');
  ok(thrown(panic) instanceof ProfileKitError);
  for (const work of [() => count(held), () => held.append(sold(1)), () => held.appendColumns({ at: Float64Array.of(0), seller: ['ada'] }), () => held.bad]) {
    const error = thrown(work);
    ok(error instanceof ProfileKitError, String(error));
    equal(error.code, 'kernel.bad_request');
    ok(error.message.includes('hand them in again'), error.message);
  }
  equal(held.rows, 1);
  // The kernel goes on in a module that counts from the beginning: its facts have the numbers of those that are gone.
  const next = Array.from({ length: 9 }, (_, at) => kernel.facts('sale').append(sold(at + 2)));
  held.release();
  held.release();
  await found(() => others.every((other) => other.deref() === undefined));
  // What gives back is called after what was found.
  await new Promise((resolve) => setTimeout(resolve, 20));
  next.forEach((sale, at) => equal(count(sale), String(at + 2)));
  next.forEach((sale) => sale.release());
  equal(thrown(() => count(next[0])).code, 'kernel.bad_request');
});

test('facts that nobody has any more are given back', async () => {
  const kernel = Kernel.compile(BLUEPRINT);
  const columns = { at: new Float64Array(100_000), seller: { texts: ['ada'], codes: new Uint8Array(100_000) } };
  const forget = async (count) => {
    let last;
    for (let at = 0; at < count; at += 1) last = new WeakRef(kernel.facts('sale').appendColumns(columns));
    await found(() => last.deref() === undefined);
    await new Promise((resolve) => setTimeout(resolve, 20));
  };
  await forget(4);
  const before = memory();
  // A million bytes and more each.
  for (let round = 0; round < 25; round += 1) await forget(4);
  const grown = memory() - before;
  ok(grown < 32 << 20, `${grown >> 20} MiB more`);
});
