// Every case of `tests/fixtures/wire`, by the raw call byte by byte and by the method of its name.

import { equal, ok, same } from './expect.mjs';

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
  score: (kernel, { record, context }, document) => kernel.score(kernel.record(record, document), { context }),
  strengthSeen: (kernel, { subject = {}, record, context }, document) =>
    kernel.strengthSeen(subject, kernel.record(record, document), context),
  route: (kernel, { subject, path }) => ({ passage: kernel.route(subject, path) }),
  navigation: (kernel, { subject }) => kernel.navigation(subject),
  matrix: (kernel, { format }) => kernel.matrix(format),
  check: (kernel) => kernel.check(),
  dashboard: (kernel, { subject, context, zone, weekStart, exact }, facts) =>
    kernel.dashboard(subject, facts, { context, zone, weekStart, exact }),
  bill: (kernel, { offer, ...options }) => kernel.bill(offer, options),
  attribute: (kernel, { zone, weekStart }, facts) => kernel.attribute(facts, { zone, weekStart }),
  diff: (kernel, { blueprint }) => kernel.diff(blueprint),
};

/** A validation as the wire writes it: numbers of the document that JavaScript does not have stay. */
function told({ valid, violations, document }) {
  return `{"valid":${valid},"violations":${JSON.stringify(violations)},"document":${document}}`;
}

function bytesOf({ hex, document }) {
  if (hex === undefined) return new TextEncoder().encode(document);
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

/** The suite: `api` is what a package exports, `files` are the texts of the fixtures, `area` names them. */
export function corpus({ Kernel, ProfileKitError }, files, area = 'wire') {
  let count = 0;

  function attempt(work) {
    try {
      return { answer: work() };
    } catch (error) {
      if (!(error instanceof ProfileKitError)) throw error;
      return { error };
    }
  }

  function byCall(kernel, one, document) {
    const { answer, error } = attempt(() => kernel.call(one.request, document));
    if (error === undefined) return equal(answer, one.answer);
    equal(error.cause.message, one.failure);
  }

  function byMethod(kernel, one, document) {
    const { call, ...members } = one.request;
    const { answer, error } = attempt(() => METHODS[call](kernel, members, document));
    if (error === undefined && call === 'validate') return equal(told(answer), one.answer);
    if (error === undefined) return same(answer, JSON.parse(one.answer));
    const failure = JSON.parse(one.failure);
    same([error.code, error.message], [failure.code, failure.message]);
  }

  function run(kernel, one) {
    const bytes = bytesOf(one);
    for (const document of one.hex === undefined ? [bytes, one.document] : [bytes]) {
      try {
        byCall(kernel, one, document);
        byMethod(kernel, one, document);
      } catch (error) {
        error.message = `${one.name} (${one.request.call}): ${error.message}`;
        throw error;
      }
    }
    count += 1;
  }

  const suite = files.map((text) => {
    const { area, blueprints, cases } = JSON.parse(text);
    const all = () => {
      const kernels = blueprints.map((blueprint) => Kernel.compile(blueprint));
      cases.forEach((one) => run(kernels[one.blueprint], one));
    };
    return [`${area}: ${cases.length} cases`, all];
  });
  const counted = () => {
    console.log(`${area}: ${count} cases`);
    ok(count > 0);
  };
  return [...suite, ['every case was run', counted]];
}
