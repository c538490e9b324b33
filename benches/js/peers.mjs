// The peers, in the versions of `package-lock.json`, from the folder that `cargo xtask bench js`
// installs them in and names.

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const folder = process.env.PROFILEKIT_BENCH_PEERS;
if (folder === undefined) throw new Error('run `cargo xtask bench js`');
const require = createRequire(join(folder, 'package.json'));

export const { default: Ajv } = require('ajv/dist/2020.js');
export const { default: addFormats } = require('ajv-formats');
export const { byZod } = await import(pathToFileURL(join(folder, 'zod.mjs')));
export const casl = require('@casl/ability');
export const { permittedFieldsOf } = require('@casl/ability/extra');
export const svix = require('svix');
