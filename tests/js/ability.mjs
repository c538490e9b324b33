// An ability answers what the kernel answers: on every decision of the corpus, and on random
// subjects and records of the shipped products.

import { equal, ok, thrown } from './expect.mjs';

/** A generator of numbers that is the same on every machine (mulberry32). */
export function seeded(seed) {
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
  const subject = () =>
    random(8) === 0 ? {} : { id: pick(people), roles: [...new Set(some(roles, 2))], tenant: pick(tenants) };
  const related = ([name, { many }]) => [name, [...new Set(some(people, many ? 3 : 1))]];
  const record = () => {
    const [kind, { relations = {}, lifecycle }] = pick(kinds);
    return {
      kind,
      owner: random(6) === 0 ? undefined : pick(people),
      tenant: pick(tenants),
      state: pick([...states(lifecycle), undefined]),
      relations: Object.fromEntries(Object.entries(relations).map(related)),
    };
  };
  return { subject, record };
}

function states(lifecycle) {
  if (lifecycle === undefined) return [];
  return Array.isArray(lifecycle.states) ? lifecycle.states : Object.keys(lifecycle.states);
}

/** The suite: `files` are the texts of the fixtures, `blueprints` those of the products by name. */
export function ability({ Kernel, ProfileKitError }, files, blueprints) {
  function attempt(work) {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof ProfileKitError)) throw error;
      return error.code;
    }
  }

  function decisions() {
    const corpus = files.map((text) => JSON.parse(text)).find(({ area }) => area === 'access');
    const kernels = corpus.blueprints.map((blueprint) => Kernel.compile(blueprint));
    let [count, local] = [0, 0];
    for (const { request, blueprint, document, name } of corpus.cases) {
      if (request.call !== 'decide') continue;
      const kernel = kernels[blueprint];
      const { subject, action, record, context } = request;
      const both = attempt(() => {
        const own = kernel.ability(subject);
        const prepared = kernel.record(record, document);
        local += own.isLocal(action) ? 1 : 0;
        return [kernel.can(subject, action, prepared, context), own.can(action, prepared, context)];
      });
      if (Array.isArray(both)) equal(both[1], both[0], `${name}: ${action}`);
      count += 1;
    }
    ok(count > 40 && local > 20, `${local} of ${count} without the kernel`);
  }

  function random(text) {
    const kernel = Kernel.compile(text);
    const { subject, record } = world(JSON.parse(text), seeded(7));
    let [asked, allowed, local] = [0, 0, 0];
    for (let round = 0; round < 130; round += 1) {
      const who = kernel.subject(subject());
      const own = kernel.ability(who);
      const actions = Object.keys(own.toJSON().actions);
      for (let turn = 0; turn < 40; turn += 1) {
        const one = kernel.record(record());
        for (const action of actions) {
          if (!action.startsWith(`${one.head.kind}.`)) continue;
          const may = kernel.can(who, action, one);
          if (own.can(action, one) !== may) equal(!may, may, JSON.stringify({ who, action, one }));
          asked += 1;
          allowed += may ? 1 : 0;
          local += own.isLocal(action) ? 1 : 0;
        }
        one.release();
      }
      who.release();
    }
    ok(asked > 20_000 && allowed > asked / 50 && allowed < asked, `${allowed} of ${asked}`);
    ok(local > asked * 0.8, `${local} of ${asked} without the kernel`);
  }

  function unknown() {
    const own = Kernel.compile(blueprints.marketplace).ability({ id: 'u1', roles: ['admin'] });
    equal(own.can('booking.read', { kind: 'builder_profile', owner: 'u1' }), false);
    ok(thrown(() => own.can('booking.raed', { kind: 'booking' })) instanceof ProfileKitError);
  }

  /** Whose identifier's number is given to somebody else, once he was released. */
  function released() {
    const roles = { reader: {} };
    const policies = [{ id: 'own', allow: ['note.read'], roles: ['reader'], when: 'resource.owner == subject.id' }];
    const kinds = { note: { owner: 'user', fields: { text: { type: 'string' } } } };
    const kernel = Kernel.compile({ blueprint: 1, name: 'notes', version: '1.0.0', roles, kinds, policies });
    const who = kernel.subject({ id: 'u1', roles: ['reader'] });
    const own = kernel.ability(who);
    const noteOf = (owner) => kernel.record({ kind: 'note', owner });
    equal(own.can('note.read', noteOf('u2')), false);
    who.release();
    const others = noteOf('u3');
    equal(own.can('note.read', others), false);
    equal(kernel.can(who, 'note.read', others), false);
    equal(own.can('note.read', noteOf('u1')), true);
  }

  return [
    ['every decision of the corpus', decisions],
    ['somebody who was released', released],
    ...Object.entries(blueprints).map(([product, text]) => [
      `random people and records of ${product}`,
      () => random(text),
    ]),
    ['a record of another kind, and a name that nobody knows', unknown],
  ];
}
