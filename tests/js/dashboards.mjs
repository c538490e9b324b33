// Dashboards over facts and records that a host hands in.

import { equal, ok, same, thrown } from './expect.mjs';

const BLUEPRINT = {
  blueprint: 1, name: 'shop', version: '1.0.0', currency: 'EUR',
  roles: { seller: { default: true }, boss: {} },
  personas: { seller: { role: 'seller' }, boss: { role: 'boss' } },
  kinds: {
    order: {
      owner: 'user',
      audience: { default: 'platform' },
      fields: {
        pieces: { type: 'int' },
        margin: { type: 'int', audience: { default: 'restricted', roles: ['boss'] } },
      },
    },
  },
  policies: [
    { id: 'own', allow: ['order.read', 'order.list', 'order.create', 'order.update', 'order.delete'], relations: ['owner'] },
    { id: 'boss', allow: ['order.read', 'order.list'], roles: ['boss'] },
  ],
  facts: {
    sale: {
      columns: { at: { type: 'instant' }, seller: { type: 'text' }, price: { type: 'money', currency: 'EUR' } },
      at: 'at',
    },
    order: { from: 'order', at: 'created_at', dimensions: ['owner'], measures: ['pieces', 'margin'] },
  },
  dashboards: {
    seller: {
      scope: { sale: 'mine:seller', order: 'all' },
      cards: [
        { id: 'revenue', measure: 'sum(sale.price)', range: 'today' },
        { id: 'months', measure: 'count(sale)', range: 'previous_3_months', series: { grain: 'month' } },
        { id: 'pieces', measure: 'sum(order.pieces)' },
        { id: 'margin', measure: 'sum(order.margin)' },
      ],
    },
  },
};

const SALES = [
  { at: '2026-05-31T03:30:00Z', seller: 'ada', price: '12.50' },
  { at: '2026-05-31T04:30:00Z', seller: 'ada', price: '7.50' },
  { at: '2026-05-31T05:00:00Z', seller: 'bob', price: '100.00' },
  { at: '2026-03-08T07:30:00Z', seller: 'ada', price: '1.00' },
];

const ORDERS = [
  { record: { id: 'o1', owner: 'ada', createdAt: '2026-05-01T00:00:00Z' }, document: { pieces: 3, margin: 40 } },
  { record: { id: 'o2', owner: 'bob', createdAt: '2026-05-01T00:00:00Z' }, document: { pieces: 50, margin: 60 } },
];

/** The suite: `api` is what a package exports. */
export function dashboards({ Kernel, ProfileKitError }) {
  const suite = [];
  const test = (title, run) => suite.push([title, run]);
  const kernel = Kernel.compile(BLUEPRINT);
  const ada = { id: 'ada', roles: ['seller'], persona: 'seller' };
  const facts = { sale: SALES, order: ORDERS };
  const options = (zone, now = '2026-05-31T12:00:00Z') => ({ context: { now }, zone });
  const value = (dashboard, id) => dashboard.cards.find((card) => card.id === id)?.lines?.[0]?.value;

  test('a dashboard is of what its reader sees', () => {
    const told = kernel.dashboard(ada, facts, options());
    equal(told.persona, 'seller');
    equal(value(told, 'revenue'), '20.00');
    equal(value(told, 'pieces'), '3');
    equal(value(told, 'margin'), '40');
    ok(!JSON.stringify(told).includes('100'), 'what somebody else sold is in no figure');
  });

  test('days are those of the zone', () => {
    // In New York the first sale was on the day before, in Tokyo all were today.
    equal(value(kernel.dashboard(ada, facts, options('America/New_York')), 'revenue'), '7.50');
    equal(value(kernel.dashboard(ada, facts, options('Asia/Tokyo', '2026-05-31T06:00:00Z')), 'revenue'), '20.00');
    const { cards } = kernel.dashboard(ada, facts, options('America/New_York'));
    const { series } = cards.find(({ id }) => id === 'months').lines[0];
    // Clocks there went forward on the eighth of March.
    same(series.map(({ start }) => start), ['2026-02-01T05:00:00Z', '2026-03-01T05:00:00Z', '2026-04-01T04:00:00Z']);
    same(series.map(({ value }) => value), ['0', '1', '0']);
  });

  test('rows, CSV and NDJSON say the same', () => {
    const lines = SALES.map((row) => JSON.stringify(row)).join('\n');
    const csv = ['at,seller,price', ...SALES.map(({ at, seller, price }) => `${at},${seller},${price}`)].join('\n');
    const rows = kernel.dashboard(ada, facts, options('Europe/Berlin'));
    same(kernel.dashboard(ada, { ...facts, sale: { ndjson: lines } }, options('Europe/Berlin')), rows);
    same(kernel.dashboard(ada, { ...facts, sale: { csv } }, options('Europe/Berlin')), rows);
  });

  test('what could not become facts is told', () => {
    const { bad, cards } = kernel.dashboard(ada, { ...facts, sale: [...SALES, { at: 'soon', seller: 'ada' }] }, options());
    same(bad.map(({ facts, line, column }) => [facts, line, column]), [['sale', 5, 'at']]);
    equal(value({ cards }, 'revenue'), '20.00');
  });

  test('what cannot be answered is refused with its place', () => {
    const refused = (work, code, path) => {
      const failure = thrown(work);
      ok(failure instanceof ProfileKitError, String(failure));
      same([failure.code, failure.path ?? null], [code, path ?? null]);
    };
    refused(() => kernel.dashboard(ada, { order: ORDERS }, options()), 'metrics.no_facts');
    refused(() => kernel.dashboard(ada, { ...facts, sales: [] }, options()), 'metrics.no_facts', '/sales');
    refused(() => kernel.dashboard({ id: 'eve', roles: ['boss'], persona: 'boss' }, facts, options()), 'kernel.no_dashboard');
    refused(() => kernel.dashboard(ada, facts, { context: {} }), 'kernel.bad_request');
    refused(() => kernel.dashboard(ada, { ...facts, order: [{ record: { ownr: 'ada' } }] }, options()), 'kernel.bad_request', '/order/0/record/ownr');
    refused(() => kernel.dashboard(ada, facts, { ...options(), weekStart: 'noday' }), 'kernel.bad_request', '/weekStart');
    ok(thrown(() => kernel.dashboard(ada, facts, options('Nowhere/Land'))) instanceof ProfileKitError);
    ok(thrown(() => kernel.dashboard(ada, { sale: 7n }, options())) instanceof ProfileKitError);
  });

  return suite;
}
