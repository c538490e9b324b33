// The suites that every JavaScript package passes, on the addon.

import { test } from 'node:test';
import api from '../index.js';
import errors from '../lib/error.js';
import native from '../lib/native.js';
import { input } from '../../tests/js/input.mjs';
import { suites } from '../../tests/js/suites.mjs';

const runtime = {
  panic: () => errors.guarded(native.panics),
  codesOfRegistry: native.codes,
  memory: () => process.memoryUsage().rss,
};

for (const [title, run] of suites(api, input(), runtime)) test(title, run);
