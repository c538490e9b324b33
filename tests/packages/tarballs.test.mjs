// What is in the tarballs, and what the registry's linters say of them.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { listed, program, resolve, run, tarball } from './project.mjs';

function manifest(name) {
  return JSON.parse(readFileSync(resolve(`@profilekit/${name}/package.json`), 'utf8'));
}

const node = manifest('node');
const wasm = manifest('wasm');
const platforms = Object.keys(node.optionalDependencies);
const names = ['node', 'wasm', ...platforms.map((name) => name.slice('@profilekit/'.length))];

describe('tarballs', () => {
  test('one version', () => {
    assert.equal(wasm.version, node.version);
    assert.deepEqual(Object.values(node.optionalDependencies), platforms.map(() => node.version));
    assert.ok(platforms.length > 0);
    for (const platform of names) assert.equal(manifest(platform).version, node.version);
  });

  test('every one has its licences and says what it is', async () => {
    for (const name of names) {
      const files = await listed(tarball(name, node.version));
      for (const file of ['LICENSE-APACHE', 'LICENSE-MIT', 'README.md', 'package.json']) {
        assert.ok(files.includes(file), `${name}: ${file}`);
      }
    }
  });

  test('the addon is in the package of its platform, and only there', async () => {
    const files = await listed(tarball('node', node.version));
    assert.deepEqual(files.filter((file) => file.endsWith('.node')), []);
    for (const platform of platforms) {
      const addon = (await listed(tarball(platform.slice('@profilekit/'.length), node.version))).filter((file) => file.endsWith('.node'));
      assert.equal(addon.length, 1);
    }
  });

  test('no sources, tests or leftovers', async () => {
    const endings = /\.(js|mjs|d\.ts|d\.mts|json|md|wasm|node)$|^LICENSE-/;
    for (const name of names) {
      const files = await listed(tarball(name, node.version));
      assert.deepEqual(files.filter((file) => !endings.test(file) || /test|src\//.test(file)), [], name);
    }
  });

  for (const name of names) {
    test(`publint: ${name}`, async () => {
      const { code, stdout, stderr } = await run('.', program('publint/src/cli.js'), '--strict', tarball(name, node.version));
      assert.equal(code, 0, stdout + stderr);
      assert.match(stdout, /All good!/);
    });
  }

  test('are the types right: node', () => typed('node', []));

  // The browser's package has ECMAScript modules only: browsers and their bundlers have no others.
  test('are the types right: wasm', () => typed('wasm', ['--profile', 'esm-only']));

  async function typed(name, options) {
    const attw = program('@arethetypeswrong/cli/dist/index.js');
    const { code, stdout, stderr } = await run('.', attw, tarball(name, node.version), '--format', 'ascii', ...options);
    assert.equal(code, 0, stdout + stderr);
  }
});
