// What the suites read, from the checkout.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);

/** A file of the checkout as text. */
export function text(path) {
  return readFileSync(new URL(path, root), 'utf8');
}

/** A file's or folder's path on this machine. */
export function path(within) {
  return fileURLToPath(new URL(within, root));
}

/** The fixtures of the wire, and the blueprints of the products by name. */
export function input() {
  const fixtures = readdirSync(new URL('tests/fixtures/wire/', root)).sort();
  const products = ['marketplace', 'talent', 'mentoring', 'saas'];
  return {
    files: fixtures.map((file) => text(`tests/fixtures/wire/${file}`)),
    blueprints: Object.fromEntries(products.map((name) => [name, text(`core/blueprints/${name}.json`)])),
    declared: text('bindings-node/lib/codes.d.ts'),
  };
}
