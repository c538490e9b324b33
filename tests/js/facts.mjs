// Facts that stay with a kernel: the same rows by JSON text, as objects and as columns are the same facts.

import { equal, ok, same, thrown } from './expect.mjs';

const CARDS = [
  { id: 'rows', measure: 'count(sale)' },
  { id: 'revenue', measure: 'sum(sale.price)', range: 'previous_6_months', series: { grain: 'month' }, breakdown: { by: 'who' } },
  { id: 'who', measure: 'distinct(sale.who)', range: 'previous_6_months', series: { grain: 'week' } },
  { id: 'counted', measure: 'sum(sale.count)', breakdown: { by: 'paid' } },
  { id: 'share', measure: 'avg(sale.share)' },
  { id: 'most', measure: 'max(sale.share)', breakdown: { by: 'city' } },
  { id: 'median', measure: 'median(sale.count)', where: 'fact.paid == true' },
];

const BLUEPRINT = {
  blueprint: 1, name: 'stall', version: '1.0.0', currency: 'EUR',
  roles: { boss: { default: true } },
  personas: { boss: { role: 'boss' } },
  kinds: { stall: { fields: { name: { type: 'string' } } } },
  policies: [{ id: 'boss', allow: ['stall.read', 'stall.list'], roles: ['boss'] }],
  facts: {
    sale: {
      columns: {
        at: { type: 'instant' },
        who: { type: 'text' },
        count: { type: 'int', optional: true },
        share: { type: 'decimal', scale: 3, optional: true },
        price: { type: 'money', currency: 'EUR', optional: true },
        paid: { type: 'bool', optional: true },
        city: { type: 'text', optional: true, from: '/place/city' },
      },
      at: 'at',
    },
    plain: { columns: { at: { type: 'instant' }, who: { type: 'text' }, price: { type: 'money', currency: 'EUR' } }, at: 'at' },
    stall: { from: 'stall', at: 'created_at', dimensions: ['owner'] },
  },
  dashboards: {
    boss: {
      scope: { sale: 'all', plain: 'all' },
      cards: [...CARDS, { id: 'plain', measure: 'sum(plain.price)', breakdown: { by: 'who' } }].map((card) => ({ ...card, needs: 'stall.read' })),
    },
  },
};

const BOSS = { id: 'b1', roles: ['boss'], persona: 'boss' };
const OPTIONS = { context: { now: '2026-06-15T12:00:00Z' }, zone: 'Europe/Berlin' };

/** Numbers below something, the same each time (Mulberry32). */
function seeded(seed) {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

class Row {
  constructor(members) {
    Object.assign(this, members);
  }

  get who() {
    return 'nobody: it is no member of its own';
  }
}

const two = (number) => String(number).padStart(2, '0');

/** A row as somebody may hand it in: mostly in order, and sometimes as odd as it can be. */
function rowOf(random) {
  const of = (...choices) => {
    const choice = choices[random(choices.length)];
    return typeof choice === 'function' ? choice() : choice;
  };
  const day = () => `2026-${two(1 + random(6))}-${two(1 + random(31))}T${two(random(25))}:${two(random(60))}`;
  const time = () => new Date(Date.UTC(2026, random(6), 1 + random(28), random(24), random(60), random(60), random(1000)));
  const at = () => of(time, time, () => time().toISOString(), () => time().toISOString(), () => `${day()}:00Z`, () => `${day()}:59.${random(10 ** 6)}Z`);
  const strangeAt = () =>
    of(() => `${day()}:00+01:00`, () => `${day()}:00.1234567Z`, () => `${day()}:60Z`, 'soon', '', '2026-02-29T00:00:00Z', '2024-02-29T00:00:00Z',
      '0000-01-01T00:00:00Z', '9999-12-31T23:59:59.999999Z', '2999-12-31T23:59:59.999999Z', '1600-01-01T00:00:00.999999Z', () => `${2249 + random(7000)}-05-06T07:08:09.${100_000 + random(900_000)}Z`, '10000-01-01T00:00:00Z', '2026-01-01t00:00:00z', '2026-01-01T00:00:00.Z', '2026-01-01',
      () => Object.assign(time(), { toJSON: () => '2026-03-01T10:00:00Z' }),
      () => new Date(NaN), () => new Date(8.64e15), () => new Date(-62167219200000), 1767225600000, true, null, undefined);
  const who = () => of('ada', 'bob', () => `c${random(50)}`, 'Zoë', '😀', '');
  const strangeWho = () => of(null, undefined, 7, true, {}, ['ada'], () => new String('ada'));
  const count = () => of(0, () => random(1000), () => -random(1000), 2 ** 53 - 1, undefined, null);
  const strangeCount = () => of(1.5, -0, 2 ** 53, 2 ** 60, 1e21, '7', true, []);
  const share = () => of(0, 0.125, () => random(10_000) / 1000, '1.5', '-0.250', '3', undefined);
  const strangeShare = () =>
    of(0.1 + 0.2, 1e-7, -1e-7, 1e15, 123456789012.125, 1e21, '01', '1.', '.5', '1e3', '+1', '-', '', '0.1255', '0.1250', '12345678901234.125', '123456789012345678901', -0, false);
  const price = () =>
    of(12.5, () => random(10_000) / 100, () => -random(1000) / 100, '7.50', '100', () => ({ amount: '1.25', currency: 'USD' }),
      () => ({ amount: '300', currency: 'JPY' }), () => ({ amount: '2.5', currency: 'EUR', note: 1 }), undefined);
  const strangePrice = () =>
    of(1.005, '1.005', { amount: 1, currency: 'EUR' }, { amount: '1', currency: 'XXX' }, { amount: '1.5', currency: 'JPY' }, { amount: '1' }, {}, [],
      { amount: '1', currency: 'eur' }, () => new Row({ amount: '1', currency: 'EUR' }), 1e13, '99999999999999999', true);
  const paid = () => of(true, false, undefined);
  const strangePaid = () => of('true', 0, 1, null, {});
  const place = () => of({ city: 'Ulm' }, { city: 'Köln' }, {}, undefined);
  const strangePlace = () => of(null, 7, 'Ulm', [], ['Ulm'], { city: 7 }, { city: null }, () => new Row({ city: 'Bonn' }));
  const odd = () => random(40) === 0;
  const row = {
    at: odd() ? strangeAt() : at(), who: odd() ? strangeWho() : who(), count: odd() ? strangeCount() : count(),
    share: odd() ? strangeShare() : share(), price: odd() ? strangePrice() : price(), paid: odd() ? strangePaid() : paid(),
    place: odd() ? strangePlace() : place(), more: { of: ['it'] },
  };
  if (!odd()) return row;
  return of(null, undefined, 7, 'row', [], [row], {}, () => new Row({ at: row.at }), () => ({ toJSON: () => row }), () => ({ ...row, toJSON: () => 'none' }),
    () => Object.assign(Object.create(null), row), () => Object.defineProperty({ ...row }, 'who', { get: () => 'ada', enumerable: true }));
}

/** Rows as columns, each in one of the shapes that it may have, and the same rows as objects. */
function columnsOf(random, count) {
  const all = (make) => Array.from({ length: count }, (_, row) => make(row));
  const bits = all(() => random(8) !== 0);
  const valid = new Uint8Array(Math.ceil(count / 8));
  bits.forEach((bit, row) => {
    if (bit) valid[row >> 3] |= 1 << (row & 7);
  });
  const times = all(() => Date.UTC(2026, random(6), 1 + random(28), random(24), 0, 0, random(1000)));
  const names = ['ada', 'bob', 'Zoë', '😀', ''];
  const who = all(() => random(names.length));
  const counts = all(() => random(2000) - 1000);
  const cents = all(() => random(100_000) - 1000);
  const shares = all(() => random(100_000) - 500);
  const paid = all(() => random(2));
  const currencies = ['EUR', 'USD'];
  const currency = all(() => random(2));
  const of = (...shapes) => shapes[random(shapes.length)]();
  const big = (numbers, by = 1) => BigInt64Array.from(numbers, (number) => BigInt(number * by));
  const columns = {
    at: of(() => Float64Array.from(times), () => ({ values: big(times, 1000) }), () => big(times, 1000)),
    who: of(() => who.map((code) => names[code]), () => ({ texts: names, codes: Uint8Array.from(who) }), () => ({ texts: [null, ...names], codes: Uint32Array.from(who, (code) => code + 1) })),
    count: of(() => ({ values: Int32Array.from(counts), valid }), () => ({ values: Float64Array.from(counts), valid }), () => ({ values: big(counts), valid })),
    share: of(() => Float64Array.from(shares, (units) => units / 1000), () => ({ units: Int32Array.from(shares) }), () => ({ units: big(shares) })),
    price: of(
      () => ({ units: Int32Array.from(cents), valid, currency: { texts: currencies, codes: Uint16Array.from(currency) } }),
      () => ({ values: Float64Array.from(cents, (units) => units / 100), valid, currency: { texts: currencies, codes: Uint8Array.from(currency) } }),
      () => ({ units: big(cents), valid, currency: { texts: [...currencies, 'JPY'], codes: Uint32Array.from(currency) } }),
    ),
    paid: of(() => ({ values: Uint8Array.from(paid), valid }), () => ({ valid, values: Uint8Array.from(paid) })),
  };
  const amount = (row) => ({ amount: `${cents[row] < 0 ? '-' : ''}${Math.floor(Math.abs(cents[row]) / 100)}.${two(Math.abs(cents[row]) % 100)}`, currency: currencies[currency[row]] });
  const rows = all((row) => ({
    at: new Date(times[row]), who: names[who[row]], count: bits[row] ? counts[row] : null, share: shares[row] / 1000,
    price: bits[row] ? amount(row) : null, paid: bits[row] ? paid[row] === 1 : null,
  }));
  return { columns, rows };
}

/** The suite: `api` is what a package exports, `memory` gives the bytes in use. */
export function facts({ Kernel, ProfileKitError }, memory) {
  const suite = [];
  const test = (title, run) => suite.push([title, run]);
  const kernel = Kernel.compile(BLUEPRINT);
  const told = (sale, plain = []) => kernel.dashboard(BOSS, { sale, plain }, OPTIONS);
  const row = (more) => ({ at: '2026-05-01T00:00:00Z', who: 'ada', price: '1.00', ...more });

  function refused(work, code, path) {
    const failure = thrown(work);
    ok(failure instanceof ProfileKitError, String(failure));
    same([failure.code, failure.path ?? null], [code, path ?? null], failure.message);
    return failure.message;
  }

  test('rows are the same facts as objects and as text', () => {
    const random = seeded(35);
    for (let round = 0; round < 60; round += 1) {
      const rows = Array.from({ length: random(round === 0 ? 1 : 400) }, () => rowOf(random));
      const expected = told(rows);
      const held = kernel.facts('sale').append(rows);
      same(told(held), expected, `round ${round}`);
      same(held.bad, expected.bad ?? []);
      equal(held.rows + held.bad.length, rows.length);
      const lines = rows.map((one) => JSON.stringify(one) ?? 'null').join('\n');
      same(told({ ndjson: lines }), expected);
      held.release();
    }
  });

  test('it does not matter in which lots they come', () => {
    const random = seeded(7);
    const rows = Array.from({ length: 10_000 }, () => rowOf(random));
    const expected = told(rows);
    const held = kernel.facts('sale');
    for (let from = 0; from < rows.length; ) {
      const to = from + 1 + random(3000);
      held.append(rows.slice(from, to));
      from = to;
    }
    same(told(held), expected);
    same(told(kernel.facts('sale').append(rows)), expected);
  });

  test('columns are the same facts as rows', () => {
    const random = seeded(11);
    for (let round = 0; round < 60; round += 1) {
      const { columns, rows } = columnsOf(random, random(300));
      same(told(kernel.facts('sale').appendColumns(columns)), told(rows), `round ${round}`);
    }
    // More than go over the border together.
    const { columns, rows } = columnsOf(random, 70_001);
    const held = kernel.facts('sale').appendColumns(columns).append(rows.slice(0, 100)).appendColumns(columns);
    equal(held.rows, 140_102);
    same(told(held), told([...rows, ...rows.slice(0, 100), ...rows]));
  });

  test('a value that cannot be is told with its row and column', () => {
    const at = Float64Array.of(0, NaN, 1e18, 3, 4, 5, 6, 7);
    const held = kernel.facts('sale').appendColumns({
      at,
      who: { texts: ['ada', null], codes: Uint8Array.of(0, 0, 0, 2, 1, 0, 0, 0) },
      count: Float64Array.of(1, 2, 3, 4, 5, 0.5, 2 ** 60, Infinity),
    });
    equal(held.rows, 1);
    same(held.bad.map(({ line, column, code }) => [line, column, code]), [
      [2, 'at', 'schema.instant'], [3, 'at', 'schema.instant'], [4, 'who', 'metrics.bad_row'], [5, 'who', 'schema.required'],
      [6, 'count', 'schema.not_an_integer'], [7, 'count', 'schema.inexact_number'], [8, 'count', 'schema.inexact_number'],
    ]);
    held.appendColumns({
      at: new Float64Array(6),
      who: ['a', 'a', 'a', 'a', undefined, 'a'],
      share: Float64Array.of(0.1 + 0.2, NaN, 1, 1, 1, 1e20),
      price: { values: Float64Array.of(1, 1, 1.005, 1, 1, 1), currency: { texts: ['EUR', 'XXX', null], codes: Uint8Array.of(0, 0, 0, 1, 0, 0) } },
      paid: Uint8Array.of(0, 1, 0, 1, 0, 1),
    });
    equal(held.rows, 1);
    same(held.bad.slice(7).map(({ line, column, code }) => [line, column, code]), [
      [9, 'share', 'schema.too_many_decimals'], [10, 'share', 'schema.decimal'], [11, 'price', 'schema.too_many_decimals'],
      [12, 'price', 'schema.currency'], [13, 'who', 'schema.required'], [14, 'share', 'schema.inexact_number'],
    ]);
    held.appendColumns({ at: new Float64Array(2), who: ['a', 'a'], price: { units: Int8Array.of(1, 2), currency: { texts: ['EUR'], codes: Uint8Array.of(0, 7) } }, paid: Uint8Array.of(0, 2) });
    same(held.bad.slice(13).map(({ line, column, code }) => [line, column, code]), [[16, 'price', 'schema.currency']]);
    held.appendColumns({ at: new Float64Array(1), who: ['a'], paid: Uint8Array.of(9) });
    same(held.bad.slice(14).map(({ column, code }) => [column, code]), [['paid', 'schema.wrong_type']]);
  });

  test('doubles are the decimals that they are written as', () => {
    const random = seeded(3);
    const values = Array.from({ length: 3000 }, () => (random(2) === 0 ? random(2 ** 31) / 10 ** random(8) : random(10 ** 6) / 1000));
    const rows = values.map((share) => ({ at: new Date(0), who: 'a', share }));
    const held = kernel.facts('sale').appendColumns({ at: new Float64Array(values.length), who: values.map(() => 'a'), share: Float64Array.from(values) });
    const spelled = told(rows);
    const bad = (list = []) => list.map(({ line, column, code }) => [line, column, code === 'schema.decimal' ? 'schema.too_many_decimals' : code]);
    same(bad(held.bad), bad(spelled.bad));
    same(told(held).cards, spelled.cards);
  });

  test('what does not fit is refused with its column, and nothing is kept of it', () => {
    const held = kernel.facts('sale').append([row()]);
    const before = JSON.stringify(told(held));
    const at = new Float64Array(3);
    const who = ['a', 'b', 'c'];
    const gone = new Float64Array(3);
    structuredClone(gone.buffer, { transfer: [gone.buffer] });
    const wrong = [
      [{ at, who: ['a'] }, '/who'], [{ at, who, count: new Float32Array(3) }, '/count'], [{ at, who, count: [1, 2, 3] }, '/count'],
      [{ at: gone, who }, '/at'], [{ at: Int32Array.of(1, 2, 3), who }, '/at'], [{ at: { units: at }, who }, '/at'],
      [{ at, who: { texts: ['a'], codes: [0, 0, 0] } }, '/who'], [{ at, who: { texts: 'a', codes: new Uint8Array(3) } }, '/who'],
      [{ at, who: ['a', 7, 'c'] }, '/who/1'], [{ at, who: ['a', 'b', '\ud83d'] }, '/who/2'], [{ at, who: { texts: ['\ude00'], codes: new Uint8Array(3) } }, '/who'],
      [{ at, who, paid: [true, true, true] }, '/paid'], [{ at, who, count: { values: at, valid: new Uint8Array(0) } }, '/count'],
      [{ at, who, count: { values: at, valid: [7] } }, '/count'], [{ at, who, count: { values: at, currency: 'EUR' } }, '/count'],
      [{ at, who, price: { units: at, currency: 'XXX' } }, '/price'], [{ at, who, price: { units: at, currency: 7 } }, '/price'],
      [{ at, who, price: { units: at, currency: { texts: ['EUR'], codes: new Uint8Array(2) } } }, '/price'], [{ at, who, price: 7n }, '/price'],
      [{ at: new Proxy(at, {}), who }, '/at'], [{ at: Object.create(Float64Array.prototype), who }, '/at'], [{ at: new DataView(new ArrayBuffer(24)), who }, '/at'],
      [{ at, who, other: at }], [7], [null], [[row()]], [at],
    ];
    for (const [columns, path] of wrong) refused(() => held.appendColumns(columns), 'kernel.bad_request', path);
    refused(() => held.appendColumns({ at }), 'metrics.unknown_column');
    for (const rows of [undefined, null, 7, 'rows', {}, { length: 1 }, new Float64Array(1)]) refused(() => held.append(rows), 'kernel.bad_request');
    equal(held.rows, 1);
    equal(JSON.stringify(told(held)), before);
  });

  test('what throws or changes while it is read leaves nothing behind', () => {
    const held = kernel.facts('sale').append([row()]);
    const before = JSON.stringify(told(held));
    const many = (last) => [...Array.from({ length: 9000 }, (_, at) => row({ who: `w${at}` })), { at: 'soon' }, last];
    const throwing = (what) => Object.defineProperty(row(), 'who', { enumerable: true, get: () => { throw what; } });
    for (const what of [new Error('no'), new TypeError('{"code":"x"}'), { name: 'ProfileKitError', message: 'no' }, null, undefined, 'no']) {
      refused(() => held.append(many(throwing(what))), 'kernel.bad_request');
    }
    refused(() => held.append(many({ at: 7n })), 'kernel.bad_request');
    refused(() => held.append(many({ at: 'soon', who: '\ud83d' })), 'json.lone_surrogate');
    refused(() => held.append(many(Object.create(Date.prototype))), 'kernel.bad_request');
    const inside = (work) => Object.defineProperty(row(), 'who', { enumerable: true, get: work });
    refused(() => held.append(many(inside(() => held.append([row()])))), 'kernel.bad_request');
    refused(() => held.append(many(inside(() => held.release()))), 'kernel.bad_request');
    refused(() => held.append(many(inside(() => told(held)))), 'kernel.bad_request');
    const columns = { at: new Float64Array(2), who: ['a', 'b'] };
    const buffer = columns.at.buffer;
    Object.defineProperty(columns.who, 1, { get: () => structuredClone(buffer, { transfer: [buffer] }) && 'b' });
    // What was read before it was handed away is there; what would be read after it is refused.
    const known = held.rows;
    held.appendColumns(columns);
    equal(held.rows, known + 2);
    const later = { at: new Float64Array(2), who: ['a', 'b'], count: new Float64Array(2) };
    const counts = later.count.buffer;
    Object.defineProperty(later.who, 1, { get: () => structuredClone(counts, { transfer: [counts] }) && 'b' });
    refused(() => held.appendColumns(later), 'kernel.bad_request');
    equal(held.rows, known + 2);
    held.release();
    const again = kernel.facts('sale').append([row()]);
    equal(JSON.stringify(told(again)), before);
    const shrinking = [];
    for (let at = 0; at < 10; at += 1) shrinking.push(inside(() => ((shrinking.length = 1), 'ada')));
    const { bad } = again.append(shrinking);
    same([again.rows, bad.length], [11, 0]);
    // Nothing of what went wrong is known by a code of its own.
    same(again.append([row({ who: 'w1' })]).rows, 12);
    same(told(again).cards[1].lines[0].breakdown.map(({ label }) => label).sort(), ['ada', 'w1']);
  });

  test('prototypes add nothing', () => {
    const held = kernel.facts('sale');
    Object.prototype.count = 7;
    try {
      held.append([row(), row({ count: 1 })]);
    } finally {
      delete Object.prototype.count;
    }
    held.append([JSON.parse('{"at":"2026-05-01T00:00:00Z","who":"ada","__proto__":{"count":9}}')].map((one) => Object.setPrototypeOf({ ...row() }, one)));
    same(told(held), told([row(), row({ count: 1 }), row()]));
    equal(Object.prototype.count, undefined);
    // Of a row that is recognised, only what the table asks for is looked at.
    const plain = kernel.facts('plain').append([JSON.parse('{"at":"2026-05-01T00:00:00Z","who":"ada","price":1,"constructor":1}')]);
    equal(plain.rows, 1);
  });

  test('buffers that others write to are copied', () => {
    const { columns, rows } = columnsOf(seeded(5), 1000);
    const shared = (array) => {
      if (typeof SharedArrayBuffer !== 'function') return array;
      const copy = new array.constructor(new SharedArrayBuffer(array.byteLength + 8), 8, array.length);
      copy.set(array);
      return copy;
    };
    const at = Float64Array.from(rows, (one) => one.at.getTime());
    const moved = { ...columns, at: shared(at), paid: { values: shared(columns.paid.values), valid: shared(columns.paid.valid) } };
    same(told(kernel.facts('sale').appendColumns(moved)), told(rows));
    let growing;
    try {
      growing = new Float64Array(new ArrayBuffer(at.byteLength, { maxByteLength: at.byteLength * 2 }));
    } catch {
      return;
    }
    growing.set(at);
    same(told(kernel.facts('sale').appendColumns({ ...columns, at: growing })), told(rows));
  });

  test('a handle belongs to its kernel, its table and nobody once it is released', () => {
    const held = kernel.facts('sale').append([row()]);
    const plain = kernel.facts('plain').append([row(), { at: 'soon' }]);
    same([held.table, plain.table], ['sale', 'plain']);
    same(told(held, plain), told([row()], [row(), { at: 'soon' }]));
    // Those of other tables go along as they are, and what could not be read is told in the order of the tables.
    same(kernel.dashboard(BOSS, { plain, sale: [{}] }, OPTIONS), kernel.dashboard(BOSS, { plain: [row(), { at: 'soon' }], sale: [{}] }, OPTIONS));
    refused(() => told(plain), 'kernel.bad_request');
    refused(() => Kernel.compile(BLUEPRINT).dashboard(BOSS, { sale: held, plain: [] }, OPTIONS), 'kernel.bad_request');
    refused(() => told(null), 'kernel.bad_request', '/sale');
    refused(() => kernel.attribute({ sale: held }), 'kernel.bad_request');
    refused(() => kernel.dashboard(BOSS, { sale: held }, OPTIONS), 'metrics.no_facts');
    refused(() => kernel.facts('stall'), 'kernel.bad_request', '/table');
    refused(() => kernel.facts('sales'), 'metrics.no_facts', '/table');
    refused(() => kernel.facts(7), 'kernel.bad_request');
    held.release();
    held.release();
    for (const work of [() => told(held), () => held.append([]), () => held.bad, () => held.appendColumns({})]) refused(work, 'kernel.bad_request');
    equal(told([row()], plain).cards.length, CARDS.length + 1);
    if (Symbol.dispose !== undefined) {
      plain[Symbol.dispose]();
      refused(() => told([], plain), 'kernel.bad_request');
    }
  });

  test('held facts are told to each reader as far as they are theirs', () => {
    const blueprint = structuredClone(BLUEPRINT);
    blueprint.tenancy = { crossed_by: ['root'] };
    Object.assign(blueprint.roles, { root: {} });
    Object.assign(blueprint.personas, { root: { role: 'root' } });
    blueprint.policies[0].roles.push('root');
    blueprint.facts.sale.columns.tenant = { type: 'text' };
    delete blueprint.facts.plain;
    const cards = [
      { id: 'rows', measure: 'count(sale)', needs: 'stall.read' },
      { id: 'revenue', measure: 'sum(sale.price)', breakdown: { by: 'who' }, needs: 'stall.read' },
    ];
    blueprint.dashboards = { boss: { scope: { sale: 'mine:who' }, cards }, root: { scope: { sale: 'all' }, cards } };
    const shared = Kernel.compile(blueprint);
    const rows = [
      row({ tenant: 't1' }), row({ tenant: 't2', price: '5.00' }), row({ who: 'bob', tenant: 't1', price: '7.00' }), row({ who: 'bob', tenant: 't1', price: 'much' }),
      row({ who: 'zoe', tenant: 't2', price: '9.00' }), row({ tenant: 't1', price: '2.50' }),
    ];
    const held = shared.facts('sale').append(rows.slice(0, 3)).append(rows.slice(3));
    const reader = (id, tenant, role = 'boss') => ({ id, tenant, roles: [role], persona: role });
    const figures = ({ cards: [count, revenue] }) => [count.lines[0].value, revenue.lines[0]?.value ?? null, revenue.lines[0]?.breakdown?.map(({ label }) => label) ?? []];
    for (const [who, expected] of [
      [reader('ada', 't1'), ['2', '3.50', ['ada']]], [reader('ada', 't2'), ['1', '5.00', ['ada']]], [reader('bob', 't1'), ['1', '7.00', ['bob']]],
      [reader('bob', 't2'), ['0', '0.00', []]], [reader('r', 't1', 'root'), ['5', '24.50', ['zoe', 'ada', 'bob']]],
    ]) {
      const told = shared.dashboard(who, { sale: held }, OPTIONS);
      same(figures(told), expected, JSON.stringify(who));
      // Whoever hands rows in is told which are at fault; of held ones, whoever all of them are for.
      const { bad, ...handed } = shared.dashboard(who, { sale: rows }, OPTIONS);
      same(told, who.persona === 'boss' ? handed : { ...handed, bad });
      if (who.persona === 'boss') ok(!JSON.stringify(told).includes('zoe') && told.bad === undefined, JSON.stringify(told));
      else equal(bad.length, 1);
    }
    held.release();
  });

  test('nothing is kept of a text that no row has', () => {
    const held = kernel.facts('sale').append([row(), row({ who: 'w1', price: 'much' }), row({ who: 'w2' })]);
    same([held.rows, held.bad.length], [2, 1]);
    refused(() => held.append([row({ who: 'w3' }), { at: 7n }]), 'kernel.bad_request');
    held.append([row({ who: 'w2' }), row({ who: 'w1' }), row({ who: 'w4', at: 'soon' })]).appendColumns({ at: Float64Array.of(0, 1), who: { texts: ['w5', 'w4', 'ada'], codes: Uint8Array.of(1, 2) } });
    const plain = [row(), row({ who: 'w2' }), row({ who: 'w2' }), row({ who: 'w1' }), { at: new Date(0), who: 'w4' }, { at: new Date(1), who: 'ada' }];
    const lines = ({ cards }) => cards.map((card) => card.lines);
    same(lines(told(held)), lines(told(plain)));
    held.release();
  });

  test('handles by the ten thousand keep no memory', () => {
    const columns = { at: new Float64Array(8), who: { texts: ['a', 'b'], codes: new Uint8Array(8) } };
    const round = (count) => {
      for (let at = 0; at < count; at += 1) {
        const held = kernel.facts('sale').append([row(), row({ who: `w${at}` })]).appendColumns(columns);
        equal(held.rows, 10);
        held.release();
      }
    };
    // Each is about thirteen calls.
    round(10_000);
    const before = memory();
    round(80_000);
    const grown = memory() - before;
    ok(grown < 48 << 20, `${grown >> 20} MiB more`);
  });

  return suite;
}
