// The README's example, as it stands there.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import init, { Kernel } from '../dist/index.js';

const read = (path) => readFileSync(new URL(path, import.meta.url));

test('the example of the README runs and says what it says', async () => {
  const [, example] = read('../README.md').toString().match(/```js\n([\s\S]*?)```/);
  const body = example.replace(/^import .*$/gm, '');
  const names = 'found, kernel, ada, profile, score, level, checks, next';
  const AsyncFunction = (async () => {}).constructor;
  const run = new AsyncFunction('init', 'Kernel', 'marketplace', `${body}\nreturn { ${names} };`);
  const module = read('../dist/profilekit.wasm');
  const marketplace = JSON.parse(read('../dist/blueprints/marketplace.json'));
  const { found, kernel, ada, profile, ...score } = await run(() => init(module), Kernel, marketplace);
  assert.equal(found.valid, false);
  assert.deepEqual(found.violations.map(({ path }) => path), ['/basics/website']);
  assert.deepEqual(Object.keys(found.violations[0]), ['path', 'code', 'params', 'message']);
  assert.equal(kernel.can(ada, 'builder_profile.update', profile), true);
  assert.deepEqual(Object.keys(kernel.decide({}, 'builder_profile.update', profile)).slice(0, 4), ['allowed', 'reason', 'rule', 'message']);
  assert.equal(kernel.decide({}, 'builder_profile.update', profile).allowed, false);
  assert.ok(kernel.viewAs('public', profile).hidden.some(({ path }) => path === '/contact'));
  assert.ok(score.score > 0 && score.level === 'starter' && score.checks.length > 0 && score.next.length > 0);
});
