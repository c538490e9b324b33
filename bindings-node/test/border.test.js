'use strict';

// What the border must stand: hostile values, panics, handles of another kernel, many calls.

const assert = require('node:assert/strict');
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { test } = require('node:test');
const { BlueprintError, Kernel, ProfileKitError } = require('..');
const native = require('../lib/native.js');
const { guarded } = require('../lib/error.js');

const blueprint = readFileSync(join(__dirname, '../../core/blueprints/marketplace.json'));
const kernel = Kernel.compile(blueprint);
const KIND = 'builder_profile';

/** What a call throws, which must be typed. */
function thrown(work) {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof ProfileKitError, `${error?.stack ?? error}`);
    assert.match(error.code, /^[a-z]+\.[a-z0-9_]+$/);
    assert.ok(error.message.length > 0);
    assert.ok(error instanceof BlueprintError || error.help.length > 0, error.message);
    assert.ok(error.status >= 400 && error.status < 600);
    return error;
  }
  return assert.fail('nothing was thrown');
}

function codes(document) {
  return kernel.validate(KIND, document, { mode: 'draft' }).violations.map(({ code }) => code);
}

test('names that mean something to JavaScript are refused', () => {
  const own = JSON.parse('{"__proto__": {"polluted": true}}');
  assert.deepEqual(codes(own), ['json.forbidden_name']);
  assert.deepEqual(codes('{"constructor": {}}'), ['json.forbidden_name']);
  assert.equal({}.polluted, undefined);
  const error = thrown(() => kernel.subject(JSON.parse('{"__proto__": 1}')));
  assert.equal(error.code, 'json.forbidden_name');
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
    assert.equal(thrown(() => kernel.validate(KIND, document)).code, 'kernel.bad_request');
  }
  assert.equal(thrown(() => kernel.subject(cyclic)).code, 'kernel.bad_request');
});

test('text that is deep, long or broken is a violation', () => {
  assert.deepEqual(codes('['.repeat(100_000)), ['schema.wrong_type', 'json.too_deep']);
  assert.deepEqual(codes(`{"a":"${'x'.repeat(1 << 20)}"}`), ['json.too_large']);
  assert.deepEqual(codes('{"basics":{"display_name":"a\0b"}}'), ['json.control_character']);
  assert.deepEqual(codes(''), ['json.unexpected_end']);
  assert.deepEqual(codes(Buffer.from([0x22, 0xff, 0x22])), ['json.invalid_utf8']);
});

test('half a surrogate pair is no text', () => {
  for (const half of ['\ud800', '\udfff', 'a\ud83d']) {
    assert.equal(thrown(() => kernel.validate(KIND, `"${half}"`)).code, 'json.lone_surrogate');
    assert.equal(thrown(() => kernel.subject({ id: half })).code, 'json.lone_surrogate');
    assert.equal(thrown(() => kernel.action(half)).code, 'json.lone_surrogate');
  }
  assert.equal(kernel.validate(KIND, '{"basics":{"display_name":"👋 Ada"}}', { mode: 'draft' }).value.basics.display_name, '👋 Ada');
});

test('every kind of buffer is read, one that was handed away is refused', () => {
  const text = '{"basics":{"display_name":"Ada"}}';
  const bytes = new TextEncoder().encode(text);
  const inside = new Uint8Array([1, 2, ...bytes, 3]).subarray(2, 2 + bytes.length);
  for (const document of [text, bytes, Buffer.from(text), bytes.buffer.slice(0), inside, new DataView(inside.slice().buffer)]) {
    const { valid, value } = kernel.validate(KIND, document, { mode: 'draft' });
    assert.deepEqual([valid, value.basics.display_name], [true, 'Ada']);
  }
  const gone = bytes.slice();
  structuredClone(gone.buffer, { transfer: [gone.buffer] });
  assert.equal(thrown(() => kernel.validate(KIND, gone)).code, 'kernel.bad_request');
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
    () => Kernel.fromFile('/no/such/file'),
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
    () => Kernel.preset(7),
  ];
  for (const work of works) {
    const { code } = thrown(work);
    assert.ok(code !== 'kernel.internal', `${work}: ${code}`);
  }
  assert.equal(kernel.validate(KIND, '{}', null).valid, kernel.validate(KIND, '{}').valid);
  assert.equal(kernel.can(subject, read, record, null), true);
});

test('an ability takes a text neither for a list of ids nor for an id', () => {
  const own = Kernel.compile({
    blueprint: 1, name: 'notes', version: '1.0.0',
    kinds: { note: { relations: { editor: { to: 'note', many: true } }, fields: { title: { type: 'string' } } } },
    policies: [{ id: 'editors', allow: ['note.update'], relations: ['editor'] }],
  });
  const ability = own.ability({ id: 'u1' });
  assert.equal(ability.can('note.update', { kind: 'note', relations: { editor: ['u1'] } }), true);
  for (const editor of ['u12', 'u1', [['u1']], { includes: () => true }, 7]) {
    thrown(() => ability.can('note.update', { kind: 'note', relations: { editor } }));
  }
  const described = Object.create({ relations: { editor: ['u1'] } }, { kind: { value: 'note', enumerable: true } });
  assert.equal(ability.can('note.update', described), false);
  assert.equal(ability.can('note.update', { kind: 'note', head: undefined, toJSON: () => ({ kind: 'note' }) }), false);
});

test('what was looked at stays as it was', () => {
  const bytes = Buffer.from('{"basics":{"display_name":"Ada"}}');
  const found = kernel.validate(KIND, bytes, { mode: 'patch' });
  const record = kernel.record({ kind: KIND, owner: 'u1' }, bytes);
  bytes.write('Eve', 27);
  assert.match(bytes.toString(), /Eve/);
  assert.equal(found.value.basics.display_name, 'Ada');
  assert.equal(record.value.basics.display_name, 'Ada');
  const subject = kernel.subject({ id: 'u1', roles: ['builder'] });
  assert.throws(() => subject.head.roles.push('admin'), TypeError);
  assert.throws(() => {
    kernel.ability(subject).toJSON().actions[`${KIND}.read`].verdict = 'always';
  }, TypeError);
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
  assert.deepEqual(written({ subject, record: own.record({ kind: 'note' }, '{}') }), []);
  const locked = own.record({ kind: 'note' }, '{"locked":true}');
  assert.equal(own.can(subject, 'note.update', locked), false);
  assert.deepEqual(written({ subject, record: locked }), ['schema.field_not_writable']);
  assert.deepEqual(written({ subject: {}, record: locked }), ['schema.field_not_writable']);
  assert.equal(thrown(() => written({ subject: null })).code, 'kernel.bad_request');
});

test('a panic becomes an error and the next call works', () => {
  const error = thrown(() => guarded(() => native.panics()));
  assert.equal(error.code, 'kernel.internal');
  assert.match(error.message, /on purpose/);
  assert.equal(kernel.validate(KIND, '{}', { mode: 'draft' }).valid, true);
});

test('what another kernel prepared is refused', () => {
  const other = Kernel.compile(blueprint);
  const subject = other.subject({ id: 'u1' });
  const record = other.record({ kind: KIND, owner: 'u1' });
  assert.equal(other.can(subject, `${KIND}.read`, record), true);
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
    assert.match(thrown(work).message, /another kernel/);
  }
});

test('many questions are answered at once as one by one', () => {
  const subject = kernel.subject({ id: 'u1', roles: ['builder'] });
  const records = ['u1', 'u2'].map((owner) => kernel.record({ kind: KIND, id: owner, owner }));
  const actions = ['read', 'update', 'delete'].map((verb) => `${KIND}.${verb}`);
  const questions = records.flatMap((_, record) => actions.map((action) => [record, action]));
  const allowed = [...kernel.decideMany(subject, records, questions)];
  const single = questions.map(([record, action]) => kernel.can(subject, action, records[record]));
  assert.deepEqual(allowed, single.map(Number));
  assert.ok(new Set(allowed).size === 2);
  assert.match(thrown(() => kernel.decideMany(subject, records, [[2, actions[0]]])).message, /no such record/);
  assert.match(thrown(() => kernel.decideMany(subject, records, Uint32Array.of(0))).message, /pairs/);
  assert.match(thrown(() => kernel.decideMany(subject, records, Uint32Array.of(0, 70_000))).message, /no such action/);
});

test('a blueprint that does not compile says everything that is wrong', () => {
  const error = thrown(() => Kernel.compile({ blueprint: 1, nme: 'x' }));
  assert.ok(error instanceof BlueprintError && error.problems.length > 1);
  const unknown = error.problems.find(({ path }) => path === '/nme');
  assert.equal(unknown.suggestion, 'name');
  assert.throws(() => Kernel.preset('../secret'), ProfileKitError);
});

test('every code of the registry is a code of the types', () => {
  const declared = readFileSync(join(__dirname, '../lib/codes.d.ts'), 'utf8');
  const names = [...declared.matchAll(/\| '([^']+)'/g)].map(([, name]) => name);
  assert.deepEqual(names, JSON.parse(native.codes()));
});

test('what was released is prepared again, also among records that are asked about together', () => {
  const actions = [[0, `${KIND}.update`], [1, `${KIND}.update`]];
  const subject = kernel.subject({ id: 'u1', roles: ['builder'] });
  const records = kernel.records([{ kind: KIND, owner: 'u1' }, { kind: KIND, owner: 'u2' }]);
  assert.deepEqual([...kernel.decideMany(subject, records, actions)], [1, 0]);
  records.list.forEach((record) => record.release());
  const other = kernel.record({ kind: KIND, owner: 'u2' });
  assert.deepEqual([...kernel.decideMany(subject, records, actions)], [1, 0]);
  subject.release();
  subject.release();
  const stranger = kernel.subject({ id: 'u3' });
  assert.deepEqual([subject, stranger].map((who) => kernel.can(who, `${KIND}.update`, records.list[0])), [true, false]);
  assert.equal(kernel.can(subject, `${KIND}.update`, other), false);
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
  const before = process.memoryUsage().rss;
  round(1_000_000);
  const grown = process.memoryUsage().rss - before;
  assert.ok(grown < 48 << 20, `${grown >> 20} MiB more`);
});
