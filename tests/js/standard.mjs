// Kinds as Standard Schema v1 and Standard JSON Schema v1.

import { equal, ok, same, thrown } from './expect.mjs';

const KIND = 'builder_profile';

/** The suite: `api` is what a package exports, `marketplace` the text of that blueprint. */
export function standard({ Kernel, ProfileKitError }, marketplace) {
  const suite = [];
  const test = (title, run) => suite.push([title, run]);
  const kernel = Kernel.compile(marketplace);
  const schema = kernel.standard(KIND);
  const { validate, jsonSchema } = schema['~standard'];
  const refused = (work) => ok(thrown(work) instanceof ProfileKitError);

  test('it is what the standard says', () => {
    const { version, vendor, validate } = schema['~standard'];
    same([version, vendor, typeof validate], [1, 'profilekit', 'function']);
  });

  test('a valid value comes back in its normal form', () => {
    const { value, issues } = validate({ basics: { headline: ' I build ' }, trust: {} });
    equal(issues, undefined);
    same(value, { basics: { headline: 'I build' }, trust: { tier: 1, featured: false }, rates: { available: true } });
  });

  test('issues lead to where they are, by numbers in lists', () => {
    const { issues, value } = validate({ basics: { headline: 7 }, skills: { skills: [{ name: 'Rust' }, { level: 'expert' }] } });
    equal(value, undefined);
    same(issues.map(({ path }) => path), [['basics', 'headline'], ['skills', 'skills', 1, 'name']]);
    ok(issues.every(({ message }) => message.length > 0));
    const own = Kernel.compile({
      blueprint: 1, name: 'notes', version: '1.0.0',
      kinds: { note: { fields: { by_name: { type: 'map', of: { type: 'int' } } } } },
    });
    const found = own.standard('note')['~standard'].validate({ by_name: { 'a/b~c': 'x', 0: 'y' } });
    same(found.issues.map(({ path }) => path), [['by_name', '0'], ['by_name', 'a/b~c']]);
  });

  test('a text is a value, not a document', () => {
    for (const value of ['{}', '', 7, null, [], true, new Uint8Array(), new ArrayBuffer(2)]) {
      const { issues } = validate(value);
      ok(issues.length > 0, String(value));
    }
    for (const value of [undefined, () => {}, Symbol('x'), 7n, NaN, { basics: { headline: 7n } }, new Map()]) {
      const { issues } = validate(value);
      same(issues.map(({ path }) => path), [[]], String(value));
    }
  });

  test('modes are of the validation', () => {
    const bio = { basics: { bio: 'No headline.' } };
    equal(validate(bio).issues.length, 1);
    equal(kernel.standard(KIND, { mode: 'draft' })['~standard'].validate(bio).issues, undefined);
    const publish = kernel.standard(KIND, { mode: 'publish' })['~standard'];
    ok(publish.validate({}).issues.length > 1);
    refused(() => publish.jsonSchema.input({ target: 'draft-07' }));
  });

  test('JSON Schema in the drafts that say all of it', () => {
    const { $schema, ...rest } = jsonSchema.input({ target: 'draft-2020-12' });
    equal($schema, 'https://json-schema.org/draft/2020-12/schema');
    const { $schema: older, ...others } = jsonSchema.output({ target: 'draft-07' });
    equal(older, 'http://json-schema.org/draft-07/schema#');
    same(others, rest);
    equal(rest.properties.trust.properties.tier.maximum, 3);
    for (const options of [{ target: 'openapi-3.0' }, { target: 7 }, {}, undefined]) {
      refused(() => jsonSchema.input(options));
    }
  });

  test('what is misused throws at once', () => {
    refused(() => kernel.standard('nobody'));
    refused(() => kernel.standard(KIND, { mode: 'nowhere' }));
  });

  return suite;
}
