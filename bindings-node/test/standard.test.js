'use strict';

// Kinds as Standard Schema v1 and Standard JSON Schema v1.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Kernel, ProfileKitError } = require('..');

const kernel = Kernel.preset('marketplace');
const KIND = 'builder_profile';
const schema = kernel.standard(KIND);
const { validate, jsonSchema } = schema['~standard'];

test('it is what the standard says', () => {
  const { version, vendor, validate } = schema['~standard'];
  assert.deepEqual([version, vendor, typeof validate], [1, 'profilekit', 'function']);
});

test('a valid value comes back in its normal form', () => {
  const { value, issues } = validate({ basics: { headline: ' I build ' }, trust: {} });
  assert.equal(issues, undefined);
  assert.deepEqual(value, { basics: { headline: 'I build' }, trust: { tier: 1, featured: false }, rates: { available: true } });
});

test('issues lead to where they are, by numbers in lists', () => {
  const { issues, value } = validate({ basics: { headline: 7 }, skills: { skills: [{ name: 'Rust' }, { level: 'expert' }] } });
  assert.equal(value, undefined);
  assert.deepEqual(issues.map(({ path }) => path), [['basics', 'headline'], ['skills', 'skills', 1, 'name']]);
  assert.ok(issues.every(({ message }) => message.length > 0));
  const own = Kernel.compile({
    blueprint: 1, name: 'notes', version: '1.0.0',
    kinds: { note: { fields: { by_name: { type: 'map', of: { type: 'int' } } } } },
  });
  const found = own.standard('note')['~standard'].validate({ by_name: { 'a/b~c': 'x', 0: 'y' } });
  assert.deepEqual(found.issues.map(({ path }) => path), [['by_name', '0'], ['by_name', 'a/b~c']]);
});

test('a text is a value, not a document', () => {
  for (const value of ['{}', '', 7, null, [], true, Buffer.from('{}'), new Uint8Array(), new ArrayBuffer(2)]) {
    const { issues } = validate(value);
    assert.ok(issues.length > 0, String(value));
  }
  for (const value of [undefined, () => {}, Symbol('x'), 7n, NaN, { basics: { headline: 7n } }, new Map()]) {
    const { issues } = validate(value);
    assert.deepEqual(issues.map(({ path }) => path), [[]]);
  }
});

test('modes are of the validation', () => {
  const bio = { basics: { bio: 'No headline.' } };
  assert.equal(validate(bio).issues.length, 1);
  assert.equal(kernel.standard(KIND, { mode: 'draft' })['~standard'].validate(bio).issues, undefined);
  const publish = kernel.standard(KIND, { mode: 'publish' })['~standard'];
  assert.ok(publish.validate({}).issues.length > 1);
  assert.throws(() => publish.jsonSchema.input({ target: 'draft-07' }), ProfileKitError);
});

test('JSON Schema in the drafts that say all of it', () => {
  const { $schema, ...rest } = jsonSchema.input({ target: 'draft-2020-12' });
  assert.equal($schema, 'https://json-schema.org/draft/2020-12/schema');
  const { $schema: older, ...same } = jsonSchema.output({ target: 'draft-07' });
  assert.equal(older, 'http://json-schema.org/draft-07/schema#');
  assert.deepEqual(same, rest);
  assert.equal(rest.properties.trust.properties.tier.maximum, 3);
  for (const options of [{ target: 'openapi-3.0' }, { target: 7 }, {}, undefined]) {
    assert.throws(() => jsonSchema.input(options), ProfileKitError);
  }
});

test('what is misused throws at once', () => {
  assert.throws(() => kernel.standard('nobody'), ProfileKitError);
  assert.throws(() => kernel.standard(KIND, { mode: 'nowhere' }), ProfileKitError);
});
