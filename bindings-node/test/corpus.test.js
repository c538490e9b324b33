'use strict';

// Every case of `tests/fixtures/wire`, by the raw call byte by byte and by the method of its name.

const assert = require('node:assert/strict');
const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { test } = require('node:test');
const { Kernel, ProfileKitError } = require('..');

const folder = join(__dirname, '..', '..', 'tests', 'fixtures', 'wire');

/** What a call is as a method: arguments from the request and the document. */
const METHODS = {
  validate: (kernel, { kind, ...options }, document) => kernel.validate(kind, document, options),
  decide: (kernel, { subject, action, record, context }, document) =>
    kernel.decide(kernel.subject(subject), kernel.action(action), kernel.record(record, document), context),
  explain: (kernel, { subject, action, record, context }, document) =>
    kernel.explain(kernel.subject(subject), kernel.action(action), kernel.record(record, document), context),
  filter: (kernel, { subject, action, ...options }) => kernel.filter(subject, action, options),
  ability: (kernel, { subject }) => kernel.ability(subject).toJSON(),
  view: (kernel, { subject, record, context }, document) =>
    kernel.view(subject, kernel.record(record, document), context),
  viewAs: (kernel, { viewer, record, context }, document) =>
    kernel.viewAs(viewer, kernel.record(record, document), context),
  strength: (kernel, { record, context }, document) =>
    kernel.strength(kernel.record(record, document), { context }),
  strengthSeen: (kernel, { subject = {}, record, context }, document) =>
    kernel.strengthSeen(subject, kernel.record(record, document), context),
  route: (kernel, { subject, path }) => ({ passage: kernel.route(subject, path) }),
  navigation: (kernel, { subject }) => kernel.navigation(subject),
  matrix: (kernel, { format }) => kernel.matrix(format),
  check: (kernel) => kernel.check(),
  diff: (kernel, { blueprint }) => kernel.diff(blueprint),
};

function attempt(work) {
  try {
    return { answer: work() };
  } catch (error) {
    if (!(error instanceof ProfileKitError)) throw error;
    return { error };
  }
}

/** A validation as the wire writes it: numbers of the document that JavaScript does not have stay. */
function told({ valid, violations, document }) {
  return `{"valid":${valid},"violations":${JSON.stringify(violations)},"document":${document}}`;
}

function byCall(kernel, one, document) {
  const { answer, error } = attempt(() => kernel.call(one.request, document));
  if (error === undefined) return assert.equal(answer, one.answer);
  assert.equal(error.cause.message, one.failure);
}

function byMethod(kernel, one, document) {
  const { call, ...members } = one.request;
  const { answer, error } = attempt(() => METHODS[call](kernel, members, document));
  if (error === undefined && call === 'validate') return assert.equal(told(answer), one.answer);
  if (error === undefined) return assert.deepEqual(answer, JSON.parse(one.answer));
  const failure = JSON.parse(one.failure);
  assert.deepEqual([error.code, error.message], [failure.code, failure.message]);
}

let count = 0;
for (const file of readdirSync(folder).sort()) {
  const { area, blueprints, cases } = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const kernels = blueprints.map((blueprint) => Kernel.compile(blueprint));
  test(`${area}: ${cases.length} cases`, () => {
    for (const one of cases) {
      count += 1;
      const kernel = kernels[one.blueprint];
      const bytes = one.hex === undefined ? Buffer.from(one.document) : Buffer.from(one.hex, 'hex');
      const inputs = one.hex === undefined ? [bytes, one.document] : [bytes];
      for (const document of inputs) {
        try {
          byCall(kernel, one, document);
          byMethod(kernel, one, document);
        } catch (error) {
          error.message = `${one.name} (${one.request.call}): ${error.message}`;
          throw error;
        }
      }
    }
  });
}

test('every case was run', () => {
  console.log(`wire: ${count} cases`);
  assert.ok(count > 0);
});
