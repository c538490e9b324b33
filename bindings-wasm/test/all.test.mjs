// The module that answers about people and records, in Node, and what every call brings to what it prepared.

import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import init, * as api from '../dist/index.js';
import startAll from '../dist/all/index.js';
import { input } from '../../tests/js/input.mjs';
import { grown, suites } from './profiles.mjs';

const module = (path) => readFileSync(new URL(`../dist/${path}`, import.meta.url));
const given = input();

await init(module('profilekit.wasm'));
for (const [title, run] of suites(api, given)) test(title, run);

test('what was prepared goes on in the module with every call', () => {
  const all = () => startAll(module('all/profilekit.wasm'));
  return grown(api, given.blueprints, all, () => init(module('profilekit.wasm')));
});
