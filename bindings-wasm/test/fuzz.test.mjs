// Random questions, which the module answers as Rust does.

import { test } from 'node:test';
import * as api from '../dist/sync.js';
import { fuzzed } from '../../tests/js/fuzzed.mjs';

test('every random question has the answer that Rust gives', () => fuzzed(api));
