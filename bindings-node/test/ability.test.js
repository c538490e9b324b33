'use strict';

// An ability answers what the kernel answers: on every decision of the corpus, and on random
// subjects and records of the shipped products.

const assert = require('node:assert/strict');
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { test } = require('node:test');
const { Kernel, ProfileKitError } = require('..');

const root = join(__dirname, '..', '..');

function attempt(work) {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ProfileKitError)) throw error;
    return error.code;
  }
}

test('every decision of the corpus', () => {
  const corpus = JSON.parse(readFileSync(join(root, 'tests/fixtures/wire/access.json'), 'utf8'));
  const kernels = corpus.blueprints.map((blueprint) => Kernel.compile(blueprint));
  let [count, local] = [0, 0];
  for (const { request, blueprint, document, name } of corpus.cases) {
    if (request.call !== 'decide') continue;
    const kernel = kernels[blueprint];
    const { subject, action, record, context } = request;
    const both = attempt(() => {
      const ability = kernel.ability(subject);
      const prepared = kernel.record(record, document);
      local += ability.isLocal(action) ? 1 : 0;
      return [kernel.can(subject, action, prepared, context), ability.can(action, prepared, context)];
    });
    if (Array.isArray(both)) assert.equal(both[1], both[0], `${name}: ${action}`);
    count += 1;
  }
  assert.ok(count > 40 && local > 20, `${local} of ${count} without the kernel`);
});

/** A generator of numbers that is the same on every machine (mulberry32). */
function seeded(seed) {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

function world(blueprint, random) {
  const people = ['u1', 'u2', 'u3', 'u4'];
  const tenants = [undefined, 't1', 't2'];
  const pick = (list) => list[random(list.length)];
  const some = (list, most) => Array.from({ length: random(most + 1) }, () => pick(list));
  const roles = Object.keys(blueprint.roles ?? {});
  const kinds = Object.entries(blueprint.kinds);
  const subject = () => (random(8) === 0 ? {} : { id: pick(people), roles: [...new Set(some(roles, 2))], tenant: pick(tenants) });
  const related = ([name, { many }]) => [name, [...new Set(some(people, many ? 3 : 1))]];
  const record = () => {
    const [kind, { relations = {}, lifecycle }] = pick(kinds);
    const states = lifecycle === undefined ? [undefined] : [...(Array.isArray(lifecycle.states) ? lifecycle.states : Object.keys(lifecycle.states)), undefined];
    return {
      kind,
      owner: random(6) === 0 ? undefined : pick(people),
      tenant: pick(tenants),
      state: pick(states),
      relations: Object.fromEntries(Object.entries(relations).map(related)),
    };
  };
  return { subject, record };
}

for (const [product, rounds] of [['marketplace', 130], ['talent', 130], ['mentoring', 130], ['saas', 130]]) {
  test(`random people and records of ${product}`, () => {
    const text = readFileSync(join(root, `core/blueprints/${product}.json`), 'utf8');
    const kernel = Kernel.compile(text);
    const random = seeded(7);
    const { subject, record } = world(JSON.parse(text), random);
    let [asked, allowed, local] = [0, 0, 0];
    for (let round = 0; round < rounds; round += 1) {
      const who = kernel.subject(subject());
      const ability = kernel.ability(who);
      const actions = Object.keys(ability.toJSON().actions);
      for (let turn = 0; turn < 40; turn += 1) {
        const one = kernel.record(record());
        for (const action of actions) {
          if (!action.startsWith(`${one.head.kind}.`)) continue;
          const may = kernel.can(who, action, one);
          assert.equal(ability.can(action, one), may, JSON.stringify({ who, action, one }));
          asked += 1;
          allowed += may ? 1 : 0;
          local += ability.isLocal(action) ? 1 : 0;
        }
      }
    }
    assert.ok(asked > 20_000 && allowed > asked / 50 && allowed < asked, `${allowed} of ${asked}`);
    assert.ok(local > asked * 0.8, `${local} of ${asked} without the kernel`);
  });
}

test('a record of another kind, and a name that nobody knows', () => {
  const kernel = Kernel.preset('marketplace');
  const ability = kernel.ability({ id: 'u1', roles: ['admin'] });
  assert.equal(ability.can('booking.read', { kind: 'builder_profile', owner: 'u1' }), false);
  assert.throws(() => ability.can('booking.raed', { kind: 'booking' }), ProfileKitError);
});
