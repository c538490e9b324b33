// The README's examples, as they stand there.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import * as profilekit from '../index.mjs';
import * as validators from '../../tests/types/products/marketplace.validators.mjs';

test('the examples of the README run and say what they say', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const examples = [...readme.matchAll(/```js\n([\s\S]*?)```/g)].map(([, example]) => example);
  assert.equal(examples.length, 5);
  const body = examples.join('').replace(/^import .*$/gm, '');
  const names = 'found, ada, profile, kernel, answers, body, schema, told, held';
  const run = new Function('Kernel', 'validators', 'request', `${body}\nreturn { ${names} };`);
  const request = { body: { basics: { display_name: 7 } } };
  const { found, ada, profile, kernel, answers, body: sent, schema, told, held } = run(profilekit.Kernel, validators, request);
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
  assert.deepEqual([...answers], [1, 0]);
  assert.ok(schema['~standard'].validate(request.body).issues.length > 0);
  assert.deepEqual([told.persona, told.cards.length > 5, told.bad], ['builder', true, undefined]);
  assert.deepEqual([held.rows, held.bad], [3, []]);
  assert.deepEqual(Object.keys(JSON.parse(sent)), ['document', 'tags', 'shared']);
});
