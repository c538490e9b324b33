// What is measured in a browser and in Node alike, by the same module: one unit of work each.

import * as validators from '../../tests/types/products/marketplace.validators.mjs';
import { blueprint as worldBlueprint, KINDS, VERBS, world } from '../js/world.mjs';

const KIND = 'builder_profile';
const NOW = '2026-06-01T00:00:00Z';

const truth = (said) => (said ? 1 : 0);

/** Documents from bytes, texts and objects. */
function documents({ Kernel }, { marketplace, profiles }) {
  const kernel = Kernel.compile(marketplace).use(validators);
  const encoder = new TextEncoder();
  const bytes = profiles.map((text) => encoder.encode(text));
  const objects = profiles.map((text) => JSON.parse(text));
  const record = { kind: KIND, owner: 'builder' };
  const view = JSON.stringify({ call: 'view', subject: {}, record });
  const score = JSON.stringify({ call: 'score', record, context: { now: NOW } });
  const of = (list) => (call) => list[call % list.length];
  const [byte, text, object] = [of(bytes), of(profiles), of(objects)];
  const violations = (document) => {
    const found = kernel.validate(KIND, document);
    return found.valid ? 0 : found.violations.length;
  };
  return {
    'validate from bytes': (call) => violations(byte(call)),
    'validate from string': (call) => violations(text(call)),
    'validate parsed object': (call) => violations(object(call)),
    'view, bytes to text': (call) => kernel.call(view, byte(call)).length,
    'strength from bytes': (call) => kernel.call(score, byte(call)).length,
  };
}

/** Questions of the world of ten thousand records. */
function questions({ Kernel }) {
  const { people, things, questions: asked } = world();
  const kernel = Kernel.compile(worldBlueprint());
  const subjects = people.map(({ id, roles, tenant }) => kernel.subject({ id, roles, tenant }));
  const abilities = subjects.map((subject) => kernel.ability(subject));
  const records = things.map(({ kind, id, owner, tenant }) => kernel.record({ kind, id, owner, tenant }));
  const names = Array.from({ length: KINDS }, (_, kind) => VERBS.map((verb) => `kind_${kind}.${verb}`));
  const actions = names.map((verbs) => verbs.map((name) => kernel.action(name)));
  const page = kernel.records(records.slice(0, 2500));
  const packed = Uint32Array.from(
    page.list.flatMap((_, record) => VERBS.flatMap((_, verb) => [record, actions[things[record].numbers.kind][verb].index])),
  );
  const of = (by) => (call) => truth(by(...asked[call % asked.length]));
  return {
    'ability.can': of((person, thing, verb) => abilities[person].can(names[things[thing].numbers.kind][verb], records[thing])),
    'kernel.can by handles': of((person, thing, verb) => kernel.can(subjects[person], actions[things[thing].numbers.kind][verb], records[thing])),
    'kernel.decide by handles': of(
      (person, thing, verb) => kernel.decide(subjects[person], actions[things[thing].numbers.kind][verb], records[thing]).allowed,
    ),
    'decideMany, 10,000 questions': (call) => kernel.decideMany(subjects[call % subjects.length], page, packed)[call % 10_000],
  };
}

/** All works by name; `given` has the blueprint of the marketplace and profiles as texts. */
export function works(api, given) {
  return { ...documents(api, given), ...questions(api) };
}
