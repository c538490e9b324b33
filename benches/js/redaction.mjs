// What the public sees of a profile, beside CASL's permitted fields and a pick.

import assert from 'node:assert/strict';

import { blueprint, kernel, KIND, profiles } from './ours.mjs';
import { casl, permittedFieldsOf } from './peers.mjs';
import { row } from './rows.mjs';
import { measure } from './timing.mjs';

/** The request of the wire, as text: it is the same for every profile. */
const REQUEST = JSON.stringify({ call: 'view', subject: {}, record: { kind: KIND, owner: 'builder' } });

/** Every field of the kind as `section.field`. */
const FIELDS = Object.entries(blueprint.kinds[KIND].sections).flatMap(([section, { fields }]) =>
  Object.keys(fields).map((field) => `${section}.${field}`),
);

/** The fields that the public may read, as CASL's rules say it. */
function publicAbility() {
  const { can, build } = new casl.AbilityBuilder(casl.createMongoAbility);
  const { sections, audience } = blueprint.kinds[KIND];
  const word = (said) => said?.default ?? said;
  const isPublic = (path) => {
    const [section, field] = path.split('.');
    const of = sections[section];
    return (word(of.fields[field].audience) ?? word(of.audience) ?? word(audience)) === 'public';
  };
  can('read', KIND, FIELDS.filter(isPublic));
  return build({ detectSubjectType: () => KIND });
}

function pick(document, paths) {
  const shown = {};
  for (const path of paths) {
    const [section, field] = path.split('.');
    const value = document[section]?.[field];
    if (value !== undefined) (shown[section] ??= {})[field] = value;
  }
  return shown;
}

/** The rows of this area. */
export function redaction() {
  const bytes = profiles();
  const ability = publicAbility();
  const ours = (one) => kernel.call(REQUEST, one);
  const theirs = (one) => {
    const document = JSON.parse(one.toString('utf8'));
    const paths = permittedFieldsOf(ability, 'read', document, { fieldsFrom: (rule) => rule.fields ?? FIELDS });
    return JSON.stringify(pick(document, paths));
  };
  for (const one of bytes) assert.deepEqual(JSON.parse(ours(one)).document, JSON.parse(theirs(one)), 'both must show the same');
  const byte = (call) => bytes[call % bytes.length];
  const times = measure({
    ours: (call) => ours(byte(call)).length,
    casl: (call) => theirs(byte(call)).length,
  });
  return [row('view, bytes to text', times.ours, 'JSON.parse, CASL, pick, stringify', times.casl, 1 / 4)];
}
