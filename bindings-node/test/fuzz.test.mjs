// Random questions, which the addon answers as Rust does.

import { test } from 'node:test';
import api from '../index.js';
import { fuzzed } from '../../tests/js/fuzzed.mjs';

test('every random question has the answer that Rust gives', () => fuzzed(api));
