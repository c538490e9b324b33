// The README's example, as it stands there.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import * as profilekit from '../index.mjs';

test('the example of the README runs and says what it says', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const [, example] = readme.match(/```js\n([\s\S]*?)```/);
  const body = example.replace(/^import .*$/m, '');
  const names = 'found, ada, profile, kernel';
  const run = new Function('Kernel', `${body}\nreturn { ${names} };`);
  const { found, ada, profile, kernel } = run(profilekit.Kernel);
  assert.deepEqual([found.valid, found.violations, found.value.basics], [true, [], { display_name: 'Ada' }]);
  assert.equal(kernel.can(ada, 'builder_profile.update', profile), true);
  assert.ok(kernel.decide(ada, 'builder_profile.update', profile).fields.includes('/basics'));
  assert.ok(kernel.explain(ada, 'builder_profile.update', profile).rules.length > 0);
  const { sql, params } = kernel.filter(ada, 'builder_profile.list', { dialect: 'postgres' });
  assert.ok(sql.length > 0 && Array.isArray(params));
  assert.deepEqual(kernel.view({ id: 'u2' }, profile).document.basics, { display_name: 'Ada' });
  assert.ok(Array.isArray(kernel.viewAs('public', profile).hidden));
  const score = kernel.strength(profile);
  assert.ok(score.score > 0 && score.next.length > 0);
});
