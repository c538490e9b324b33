// Decisions beside CASL and beside what people write by hand.

import assert from 'node:assert/strict';

import { Kernel } from './ours.mjs';
import { casl } from './peers.mjs';
import { rowOfMany, rowWithoutLoop } from './rows.mjs';
import { measure } from './timing.mjs';
import { blueprint, grant, KINDS, ROLES, VERBS, world } from './world.mjs';

const { people, things, questions } = world();

/** Every action by kind and verb, and by verb for each record: nobody glues names together. */
const NAMES = Array.from({ length: KINDS }, (_, kind) => VERBS.map((verb) => `kind_${kind}.${verb}`));

/** A person's rights as CASL has them, built once. */
function byCasl(person) {
  const { can, build } = new casl.AbilityBuilder(casl.createMongoAbility);
  for (const role of person.roles) {
    for (const verb of VERBS) {
      const word = grant(role, verb);
      const own = word === 'own' ? { owner: person.id } : {};
      if (word === undefined) continue;
      for (let kind = 0; kind < KINDS; kind += 1) can(verb, `kind_${kind}`, { tenant: person.tenant, ...own });
    }
  }
  return build({ detectSubjectType: (thing) => thing.kind });
}

/** What people write by hand: permissions by role and name. */
function byStrings() {
  const grants = Object.fromEntries(ROLES.map((role) => [role, granted(role)]));
  return (person, thing, action) => {
    if (person.tenant !== thing.tenant) return false;
    return person.roles.some((role) => {
      const word = grants[role]?.[action];
      return word === 'all' || (word === 'own' && person.id === thing.owner);
    });
  };
}

function granted(role) {
  const entries = NAMES.flatMap((names) => names.map((name, verb) => [name, grant(role, VERBS[verb])]));
  return Object.fromEntries(entries.filter(([, word]) => word !== undefined));
}

/** The least there can be: bits of a verb per kind, and columns of numbers. */
function byMask(columns) {
  const bits = (person, wanted) => {
    const mask = new Uint8Array(KINDS);
    for (const role of person.roles) {
      VERBS.forEach((verb, bit) => grant(role, verb) === wanted && mask.forEach((_, kind) => (mask[kind] |= 1 << bit)));
    }
    return mask;
  };
  const masks = people.map((person) => ({
    all: bits(person, 'all'),
    own: bits(person, 'own'),
    number: person.number,
    tenant: Number(person.tenant.slice('tenant-'.length)),
  }));
  const { kinds, owners, tenants } = columns;
  return (person, asked) => {
    const { all, own, number, tenant } = masks[person];
    const allowed = new Uint8Array(asked.length / 2);
    for (let at = 0; at < allowed.length; at += 1) {
      const [record, bit] = [asked[2 * at], 1 << asked[2 * at + 1]];
      const kind = kinds[record];
      const may = (all[kind] & bit) !== 0 || ((own[kind] & bit) !== 0 && owners[record] === number);
      allowed[at] = tenants[record] === tenant && may ? 1 : 0;
    }
    return allowed;
  };
}

const truth = (said) => (said ? 1 : 0);

/** The rows of this area. */
export function decisions() {
  const kernel = Kernel.compile(blueprint());
  const subjects = people.map(({ id, roles, tenant }) => kernel.subject({ id, roles, tenant }));
  const abilities = subjects.map((subject) => kernel.ability(subject));
  const records = things.map(({ kind, id, owner, tenant }) => kernel.record({ kind, id, owner, tenant }));
  const actions = NAMES.map((names) => names.map((name) => kernel.action(name)));
  const rivals = people.map(byCasl);
  const strings = byStrings();
  const ask = (by) => (call) => by(...questions[call % questions.length]);
  const contestants = {
    ability: ask((person, thing, verb) => truth(abilities[person].can(NAMES[things[thing].numbers.kind][verb], records[thing]))),
    handles: ask((person, thing, verb) => truth(kernel.can(subjects[person], actions[things[thing].numbers.kind][verb], records[thing]))),
    casl: ask((person, thing, verb) => truth(rivals[person].can(VERBS[verb], things[thing]))),
    strings: ask((person, thing, verb) => truth(strings(people[person], things[thing], NAMES[things[thing].numbers.kind][verb]))),
  };
  questions.forEach((question, call) => {
    const said = Object.values(contestants).map((by) => by(call));
    assert.equal(new Set(said).size, 1, `question ${call} (${question}): ${said}`);
  });
  const { loop, ...times } = measure({ ...contestants, loop: ask((person, thing, verb) => (person + thing + verb) & 1) });
  return [
    rowWithoutLoop(loop, 'ability.can', times.ability, 'CASL, ability cached', times.casl, 1 / 10),
    rowWithoutLoop(loop, 'ability.can', times.ability, 'checks on role strings', times.strings, 1),
    rowWithoutLoop(loop, 'kernel.can by handles', times.handles, 'CASL, ability cached', times.casl, 1 / 8),
    ...many({ kernel, subjects, records, actions, rivals }),
  ];
}

/** Every verb on a quarter of the records at once, one person after the other. */
function many({ kernel, subjects, records, actions, rivals }) {
  const page = records.slice(0, records.length / 4);
  const prepared = kernel.records(page);
  const asked = page.flatMap((_, record) => VERBS.map((_, verb) => [record, verb]));
  const verbs = Uint32Array.from(asked.flat());
  const handles = Uint32Array.from(asked.flatMap(([record, verb]) => [record, actions[things[record].numbers.kind][verb].index]));
  const column = (name, Of) => Of.from(page, (_, record) => things[record].numbers[name]);
  const columns = { kinds: column('kind', Uint8Array), owners: column('owner', Uint32Array), tenants: column('tenant', Uint8Array) };
  const mask = byMask(columns);
  const batches = {
    ours: (person) => kernel.decideMany(subjects[person], prepared, handles),
    mask: (person) => mask(person, verbs),
    casl: (person) => Uint8Array.from(asked, ([record, verb]) => truth(rivals[person].can(VERBS[verb], things[record]))),
  };
  people.slice(0, 20).forEach((_, person) => {
    const [ours, ...theirs] = Object.values(batches).map((by) => by(person));
    theirs.forEach((their) => assert.deepEqual(their, ours));
  });
  const works = Object.entries(batches).map(([name, by]) => [name, (call) => by(call % people.length)[call % asked.length]]);
  const times = measure(Object.fromEntries(works));
  return [
    rowOfMany(asked.length, 'decideMany, each', times.ours, 'CASL, ability cached', times.casl, 1 / 80),
    rowOfMany(asked.length, 'decideMany, each', times.ours, 'packed JavaScript by hand', times.mask, 0.8),
  ];
}
