// The suites that every JavaScript package passes, on the module, in Node.

import { test } from 'node:test';
import * as api from '../dist/sync.js';
import { guarded, host } from '../dist/profilekit.js';
import { input } from '../../tests/js/input.mjs';
import { suites } from '../../tests/js/suites.mjs';
import { runtime } from './runtime.mjs';

for (const [title, run] of suites(api, input(), runtime(host, guarded))) test(title, run);
