// ProfileKit as this checkout builds it, and the seeded profiles of the Rust benchmarks.

import { readFileSync } from 'node:fs';

import { Kernel } from '../../bindings-node/index.mjs';
import * as validators from '../../tests/types/products/marketplace.validators.mjs';

export { Kernel };

const blueprintFile = new URL('../../core/blueprints/marketplace.json', import.meta.url);

/** The blueprint of the marketplace, and the kernel of it. */
export const blueprint = JSON.parse(readFileSync(blueprintFile, 'utf8'));
export const kernel = Kernel.fromFile(blueprintFile).use(validators);

/** The kind that the profiles are of. */
export const KIND = 'builder_profile';

/** Whether generated JavaScript recognises a profile, so that the kernel need not look. */
export const isRecognised = (profile) => validators.kinds[KIND].create(profile) !== undefined;

/** Profiles of about 3.3 KB as bytes, every tenth faulty. */
export function profiles() {
  const path = process.env.PROFILEKIT_BENCH_PROFILES;
  if (path === undefined) throw new Error('run `cargo xtask bench js`');
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  return lines.map((line) => Buffer.from(line));
}
