// What a browser loads, part by part, with what each part may weigh.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

/** Kibibytes behind gzip. A part that grows past its budget is looked at before it ships. */
const BUDGETS = {
  'profilekit.wasm': 353,
  'profilekit.js': 20,
  'index.js': 1,
  'bundler.js': 1,
  'sync.js': 1,
  'all/profilekit.wasm': 576,
  'all/profilekit.js': 16,
  'all/index.js': 1,
  'all/bundler.js': 1,
  'thin/profilekit.wasm': 168,
  'thin/profilekit.js': 17,
  'thin/index.js': 1,
  'thin/bundler.js': 1,
};

test('every part is within its budget', (context) => {
  const weighed = Object.entries(BUDGETS).map(([part, budget]) => {
    const bytes = readFileSync(new URL(`../dist/${part}`, import.meta.url));
    const weight = gzipSync(bytes, { level: 9 }).length / 1024;
    context.diagnostic(`${part}: ${weight.toFixed(1)} KiB of ${budget}`);
    return { part, weight, budget };
  });
  assert.deepEqual(weighed.filter(({ weight, budget }) => weight > budget), []);
});

test('no part names the machine that built it', () => {
  for (const part of Object.keys(BUDGETS)) {
    const text = readFileSync(new URL(`../dist/${part}`, import.meta.url), 'latin1');
    assert.doesNotMatch(text, /\/(root|home|Users)\/|\.cargo\/registry/, part);
  }
});
