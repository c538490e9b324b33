// The module without a compiler, in Node: fixtures, and random questions.

import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as full from '../dist/sync.js';
import * as thin from '../dist/thin/index.js';
import { fuzzed } from '../../tests/js/fuzzed.mjs';
import { input } from '../../tests/js/input.mjs';
import { precompiled, suites } from './thin.mjs';

thin.initSync(readFileSync(new URL('../dist/thin/profilekit.wasm', import.meta.url)));

for (const [title, run] of suites(full, thin, input())) test(title, run);

test('every random question has the answer that Rust gives', () => fuzzed(precompiled(full, thin)));
