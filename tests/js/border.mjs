// What the border must stand: hostile values, panics, handles of another kernel, many calls.

import { equal, match, ok, same, thrown as untyped } from './expect.mjs';

const KIND = 'builder_profile';

/**
 * The suite: `api` is what a package exports, `marketplace` the text of that blueprint, `declared`
 * that of the declared codes; `panic` panics inside, `codesOfRegistry` gives every code as JSON,
 * `memory` the bytes in use.
 */
export function border({ BlueprintError, Kernel, ProfileKitError }, { marketplace, declared, panic, codesOfRegistry, memory }) {
  const suite = [];
  const test = (title, run) => suite.push([title, run]);
  const blueprint = new TextEncoder().encode(marketplace);
  const kernel = Kernel.compile(blueprint);

  /** What a call throws, which must be typed. */
  function thrown(work) {
    const error = untyped(work);
    ok(error instanceof ProfileKitError, `${error?.stack ?? error}`);
    match(error.code, /^[a-z]+\.[a-z0-9_]+$/);
    ok(error.message.length > 0);
    ok(error instanceof BlueprintError || error.help.length > 0, error.message);
    ok(error.status >= 400 && error.status < 600);
    return error;
  }

  function codes(document) {
    return kernel.validate(KIND, document, { mode: 'draft' }).violations.map(({ code }) => code);
  }

  test('an image is bytes, and the same for the same blueprint', () => {
    const image = kernel.image();
    ok(image instanceof Uint8Array && image.length > 10_000);
    equal(new TextDecoder().decode(image.subarray(0, 3)), 'PKI');
    same([...image], [...Kernel.compile(marketplace).image()]);
  });

  test('names that mean something to JavaScript are refused', () => {
    const own = JSON.parse('{"__proto__": {"polluted": true}}');
    same(codes(own), ['json.forbidden_name']);
    same(codes('{"constructor": {}}'), ['json.forbidden_name']);
    equal({}.polluted, undefined);
    const error = thrown(() => kernel.subject(JSON.parse('{"__proto__": 1}')));
    equal(error.code, 'json.forbidden_name');
  });

  test('values that JSON cannot say are refused, not dropped', () => {
    const cyclic = { basics: {} };
    cyclic.basics.again = cyclic;
    let deep = {};
    for (let level = 0; level < 100_000; level += 1) deep = { deep };
    const getter = Object.defineProperty({}, 'basics', {
      enumerable: true,
      get() {
        throw new RangeError('no');
      },
    });
    const hostile = [cyclic, deep, getter, { rates: 10n }, { rates: NaN }, { rates: Infinity }, { rates() {} }, { rates: Symbol('x') }, undefined, () => {}, Symbol('x'), 10n, NaN];
    for (const document of hostile) {
      equal(thrown(() => kernel.validate(KIND, document)).code, 'kernel.bad_request');
    }
    equal(thrown(() => kernel.subject(cyclic)).code, 'kernel.bad_request');
  });

  test('text that is deep, long or broken is a violation', () => {
    same(codes('['.repeat(100_000)), ['schema.wrong_type', 'json.too_deep']);
    same(codes(`{"a":"${'x'.repeat(1 << 20)}"}`), ['json.too_large']);
    same(codes('{"basics":{"display_name":"a\0b"}}'), ['json.control_character']);
    same(codes(''), ['json.unexpected_end']);
    same(codes(Uint8Array.of(0x22, 0xff, 0x22)), ['json.invalid_utf8']);
  });

  test('half a surrogate pair is no text', () => {
    for (const half of ['\ud800', '\udfff', 'a\ud83d']) {
      equal(thrown(() => kernel.validate(KIND, `"${half}"`)).code, 'json.lone_surrogate');
      equal(thrown(() => kernel.subject({ id: half })).code, 'json.lone_surrogate');
      equal(thrown(() => kernel.action(half)).code, 'json.lone_surrogate');
    }
    equal(kernel.validate(KIND, '{"basics":{"display_name":"👋 Ada"}}', { mode: 'draft' }).value.basics.display_name, '👋 Ada');
  });

  test('every kind of buffer is read, one that was handed away is refused', () => {
    const text = '{"basics":{"display_name":"Ada"}}';
    const bytes = new TextEncoder().encode(text);
    const inside = new Uint8Array([1, 2, ...bytes, 3]).subarray(2, 2 + bytes.length);
    for (const document of [text, bytes, bytes.buffer.slice(0), inside, new DataView(inside.slice().buffer)]) {
      const { valid, value } = kernel.validate(KIND, document, { mode: 'draft' });
      same([valid, value.basics.display_name], [true, 'Ada']);
    }
    const gone = bytes.slice();
    structuredClone(gone.buffer, { transfer: [gone.buffer] });
    equal(thrown(() => kernel.validate(KIND, gone)).code, 'kernel.bad_request');
  });

  test('arguments of the wrong kind are refused, each with a typed error', () => {
    const subject = kernel.subject({ id: 'u1' });
    const record = kernel.record({ kind: KIND, owner: 'u1' });
    const read = `${KIND}.read`;
    const works = [
      () => kernel.validate(Symbol('x'), '{}'),
      () => kernel.validate(7, '{}'),
      () => kernel.validate(KIND, '{}', { mode: Symbol('x') }),
      () => kernel.validate(KIND, '{}', 7),
      () => kernel.validate(KIND, '{}', { now: new Date(NaN) }),
      () => kernel.validate(KIND, new Map([['basics', {}]])),
      () => kernel.subject(null),
      () => kernel.subject('u1'),
      () => kernel.subject({ id: 7 }),
      () => kernel.record({}),
      () => kernel.record(null),
      () => kernel.action(Symbol('x')),
      () => kernel.can(subject, read, 7),
      () => kernel.can(subject, read, record, 7),
      () => kernel.decideMany(subject, 7, []),
      () => kernel.records({}),
      () => kernel.validate(KIND, { basics: Promise.resolve({}) }),

      () => kernel.decideMany(subject, [record], 7),
      () => kernel.decideMany(subject, [record], [7]),
      () => kernel.decideMany(subject, [record], [[NaN, read]]),
      () => kernel.decideMany(subject, [record], [[2 ** 32, read]]),
      () => kernel.filter(subject, read, { action: 7, dialect: 'oracle' }),
      () => kernel.route(subject, Symbol('x')),
      () => kernel.diff('{},"call":"check"'),
      () => kernel.ability(subject).can(Symbol('x'), record),
      () => kernel.ability(subject).can(read, null),
      () => Kernel.compile(),
    ];
    for (const work of works) {
      const { code } = thrown(work);
      ok(code !== 'kernel.internal', `${work}: ${code}`);
    }
    equal(kernel.validate(KIND, '{}', null).valid, kernel.validate(KIND, '{}').valid);
    equal(kernel.can(subject, read, record, null), true);
  });

  test('an ability takes a text neither for a list of ids nor for an id', () => {
    const own = Kernel.compile({
      blueprint: 1, name: 'notes', version: '1.0.0',
      kinds: { note: { relations: { editor: { to: 'note', many: true } }, fields: { title: { type: 'string' } } } },
      policies: [{ id: 'editors', allow: ['note.update'], relations: ['editor'] }],
    });
    const ability = own.ability({ id: 'u1' });
    equal(ability.can('note.update', { kind: 'note', relations: { editor: ['u1'] } }), true);
    for (const editor of ['u12', 'u1', [['u1']], { includes: () => true }, 7]) {
      thrown(() => ability.can('note.update', { kind: 'note', relations: { editor } }));
    }
    const described = Object.create({ relations: { editor: ['u1'] } }, { kind: { value: 'note', enumerable: true } });
    equal(ability.can('note.update', described), false);
    equal(ability.can('note.update', { kind: 'note', head: undefined, toJSON: () => ({ kind: 'note' }) }), false);
  });

  test('what was looked at stays as it was', () => {
    const bytes = new TextEncoder().encode('{"basics":{"display_name":"Ada"}}');
    const found = kernel.validate(KIND, bytes, { mode: 'patch' });
    const record = kernel.record({ kind: KIND, owner: 'u1' }, bytes);
    bytes.set(new TextEncoder().encode('Eve'), 27);
    match(new TextDecoder().decode(bytes), /Eve/);
    equal(found.value.basics.display_name, 'Ada');
    equal(record.value.basics.display_name, 'Ada');
    const subject = kernel.subject({ id: 'u1', roles: ['builder'] });
    ok(untyped(() => subject.head.roles.push('admin')) instanceof TypeError);
    const rights = kernel.ability(subject).toJSON().actions[`${KIND}.read`];
    ok(untyped(() => (rights.verdict = 'always')) instanceof TypeError);
  });

  test('what may be written depends on who writes and on what is stored', () => {
    const own = Kernel.compile({
      blueprint: 1, name: 'notes', version: '1.0.0',
      kinds: { note: { fields: { title: { type: 'string' }, locked: { type: 'bool' } } } },
      roles: { editor: {} },
      policies: [{ id: 'open', allow: ['note.update'], roles: ['editor'], when: '!has(resource.locked)' }],
    });
    const written = (options) => own.validate('note', '{"title":"x"}', { mode: 'patch', ...options }).violations.map(({ code }) => code);
    const subject = { id: 'u1', roles: ['editor'] };
    same(written({ subject, record: own.record({ kind: 'note' }, '{}') }), []);
    const locked = own.record({ kind: 'note' }, '{"locked":true}');
    equal(own.can(subject, 'note.update', locked), false);
    same(written({ subject, record: locked }), ['schema.field_not_writable']);
    same(written({ subject: {}, record: locked }), ['schema.field_not_writable']);
    equal(thrown(() => written({ subject: null })).code, 'kernel.bad_request');
  });

  test('a panic becomes an error and the next call works', () => {
    const subject = kernel.subject({ id: 'u1', roles: ['builder'] });
    const record = kernel.record({ kind: KIND, owner: 'u1' }, '{"basics":{"display_name":"Ada"}}');
    const records = kernel.records([record]);
    const error = thrown(panic);
    equal(error.code, 'kernel.internal');
    match(error.message, /on purpose/);
    equal(kernel.can(subject, `${KIND}.update`, record), true);
    equal(kernel.validate(KIND, '{}', { mode: 'draft' }).valid, true);
    same([...kernel.decideMany(subject, records, [[0, `${KIND}.update`]])], [1]);
    equal(kernel.view(subject, record).document.basics.display_name, 'Ada');
  });

  test('what another kernel prepared is refused', () => {
    const other = Kernel.compile(blueprint);
    const subject = other.subject({ id: 'u1' });
    const record = other.record({ kind: KIND, owner: 'u1' });
    equal(other.can(subject, `${KIND}.read`, record), true);
    for (const work of [
      () => kernel.can(subject, `${KIND}.read`, { kind: KIND }),
      () => kernel.can({ id: 'u1' }, `${KIND}.read`, record),
      () => kernel.view({ id: 'u1' }, record),
      () => kernel.decideMany({ id: 'u1' }, [record], [[0, `${KIND}.read`]]),
      () => kernel.can({ id: 'u1' }, `${KIND}.read`, { kind: KIND }, other.context()),
      () => kernel.can({ id: 'u1' }, other.action(`${KIND}.read`), { kind: KIND }),
      () => kernel.ability({ id: 'u1' }).can(`${KIND}.read`, record),
      () => kernel.explain(subject, `${KIND}.read`, { kind: KIND }),
      () => kernel.viewAs('public', record),
      () => kernel.route(subject, '/'),
      () => kernel.filter(subject, `${KIND}.read`),
    ]) {
      match(thrown(work).message, /another kernel/);
    }
  });

  test('many questions are answered at once as one by one', () => {
    const subject = kernel.subject({ id: 'u1', roles: ['builder'] });
    const records = ['u1', 'u2'].map((owner) => kernel.record({ kind: KIND, id: owner, owner }));
    const actions = ['read', 'update', 'delete'].map((verb) => `${KIND}.${verb}`);
    const questions = records.flatMap((_, record) => actions.map((action) => [record, action]));
    const allowed = [...kernel.decideMany(subject, records, questions)];
    const single = questions.map(([record, action]) => kernel.can(subject, action, records[record]));
    same(allowed, single.map(Number));
    ok(new Set(allowed).size === 2);
    match(thrown(() => kernel.decideMany(subject, records, [[2, actions[0]]])).message, /no such record/);
    match(thrown(() => kernel.decideMany(subject, records, Uint32Array.of(0))).message, /pairs/);
    match(thrown(() => kernel.decideMany(subject, records, Uint32Array.of(0, 70_000))).message, /no such action/);
  });

  test('a blueprint that does not compile says everything that is wrong', () => {
    const error = thrown(() => Kernel.compile({ blueprint: 1, nme: 'x' }));
    ok(error instanceof BlueprintError && error.problems.length > 1);
    const unknown = error.problems.find(({ path }) => path === '/nme');
    equal(unknown.suggestion, 'name');
  });

  test('every code of the registry is a code of the types', () => {
    const names = [...declared.matchAll(/\| '([^']+)'/g)].map(([, name]) => name);
    same(names, JSON.parse(codesOfRegistry()));
  });

  test('what was released is prepared again, also among records that are asked about together', () => {
    const actions = [[0, `${KIND}.update`], [1, `${KIND}.update`]];
    const subject = kernel.subject({ id: 'u1', roles: ['builder'] });
    const records = kernel.records([{ kind: KIND, owner: 'u1' }, { kind: KIND, owner: 'u2' }]);
    same([...kernel.decideMany(subject, records, actions)], [1, 0]);
    records.list.forEach((record) => record.release());
    const more = [0, 1, 2].map((owner) => kernel.record({ kind: KIND, owner: `u${owner + 7}` }));
    same([...kernel.decideMany(subject, records, actions)], [1, 0]);
    records.release();
    more.forEach((record) => record.release());
    const other = kernel.record({ kind: KIND, owner: 'u2' });
    same([...kernel.decideMany(subject, records, actions)], [1, 0]);
    subject.release();
    subject.release();
    const stranger = kernel.subject({ id: 'u3' });
    same([subject, stranger].map((who) => kernel.can(who, `${KIND}.update`, records.list[0])), [true, false]);
    equal(kernel.can(subject, `${KIND}.update`, other), false);
  });

  test('a million calls keep no memory', () => {
    const subject = kernel.subject({ id: 'u1' });
    const record = kernel.record({ kind: KIND, owner: 'u2' });
    const round = (count) => {
      for (let call = 0; call < count; call += 1) {
        kernel.can(subject, `${KIND}.read`, record);
        if (call % 5 === 0) kernel.can({ id: 'u1' }, `${KIND}.read`, { kind: KIND, owner: 'u2' });
        if (call % 10 === 0) kernel.validate(KIND, '{"basics":{"display_name":" Ada "}}');
      }
    };
    round(200_000);
    const before = memory();
    round(1_000_000);
    const grown = memory() - before;
    ok(grown < 48 << 20, `${grown >> 20} MiB more`);
  });

  return suite;
}
