// Sales of two years, in the order of time, as columns and as objects; a dashboard of them, and the same by hand.

const PROJECTS = 50;
const CUSTOMERS = 20_000;
const FROM = Date.UTC(2023, 11, 31, 23);
const NOW = Date.UTC(2025, 11, 31, 23);
const ZONE = 'Europe/Berlin';

export const BOSS = { id: 'boss', roles: ['boss'], persona: 'boss' };
export const OPTIONS = { context: { now: new Date(NOW) }, zone: ZONE };

const months = (id, measure, more) => ({
  id, measure, range: 'previous_24_months', series: { grain: 'month' }, needs: 'shop.read', ...more,
});

/** The blueprint of the shop: revenue by month by project, its growth, and different customers. */
export const BLUEPRINT = {
  blueprint: 1, name: 'shop', version: '1.0.0',
  roles: { boss: {} },
  personas: { boss: { role: 'boss' } },
  kinds: { shop: { fields: { name: { type: 'string' } } } },
  policies: [{ id: 'boss', allow: ['shop.read', 'shop.list'], roles: ['boss'] }],
  facts: {
    sale: {
      columns: {
        at: { type: 'instant' }, project: { type: 'text' }, customer: { type: 'text' }, price: { type: 'money', currency: 'EUR' },
      },
      at: 'at',
    },
  },
  dashboards: {
    boss: {
      scope: { sale: 'all' },
      cards: [
        months('revenue', 'sum(sale.price)', { breakdown: { by: 'project', top: PROJECTS } }),
        months('trend', 'growth(sum(sale.price))'),
        months('customers', 'distinct(sale.customer)'),
      ],
    },
  },
};

/** Numbers from 0 to 1, the same each time (Mulberry32). */
function seeded(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const label = (word, place) => `${word}${String(place).padStart(5, '0')}`;

/** So many sales as columns. */
export function sales(rows) {
  const random = seeded(2026);
  const below = (most) => Math.floor(random() * most);
  const at = Float64Array.from({ length: rows }, () => FROM + below(NOW - FROM)).sort();
  const project = Uint8Array.from(at, () => below(PROJECTS));
  const customer = Uint32Array.from(at, () => below(CUSTOMERS));
  const cents = Int32Array.from(at, () => 100 + below(1000) * (1 + below(50)));
  const names = (word, count) => Array.from({ length: count }, (_, place) => label(word, place));
  return { at, project, customer, cents, projects: names('p', PROJECTS), customers: names('c', CUSTOMERS) };
}

/** The columns as the kernel takes them. */
export function columns({ at, project, customer, cents, projects, customers }) {
  return { at, project: { texts: projects, codes: project }, customer: { texts: customers, codes: customer }, price: { units: cents } };
}

/** The same as JSON, of which each row brings its own texts, and objects as a driver of a database makes them. */
export function rowsOf({ at, project, customer, cents, projects, customers }) {
  const row = (place) => ({ at: new Date(at[place]), project: projects[project[place]], customer: customers[customer[place]], price: cents[place] / 100 });
  const parts = [];
  for (let from = 0; from < at.length; from += 10_000) {
    const lot = Array.from({ length: Math.min(10_000, at.length - from) }, (_, place) => row(from + place));
    parts.push(JSON.parse(JSON.stringify(lot)));
  }
  return parts.flat();
}

/** Rows whose instants are dates. */
export const dated = (rows) => rows.map(({ at, ...others }) => ({ at: new Date(at), ...others }));

/** Where each month begins, and the last ends, as a dashboard says. */
export function bounds(told) {
  const { series } = told.cards.find(({ id }) => id === 'trend').lines[0];
  return Float64Array.from([...series.map(({ start }) => Date.parse(start)), Date.parse(series.at(-1).end)]);
}

function monthOf(time, bounds) {
  let [low, high] = [0, bounds.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (bounds[middle + 1] <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** By hand, over columns with codes. */
export function columnsByHand({ at, project, customer, cents }, bounds) {
  const count = bounds.length - 1;
  const revenue = new Float64Array(count * PROJECTS);
  const seen = new Uint8Array(count * CUSTOMERS);
  const customers = new Uint32Array(count);
  let [month, from, to] = [0, Infinity, -Infinity];
  for (let row = 0; row < at.length; row += 1) {
    const time = at[row];
    if (time < from || time >= to) {
      month = monthOf(time, bounds);
      [from, to] = [bounds[month], bounds[month + 1]];
      if (time < from || time >= to) continue;
    }
    revenue[month * PROJECTS + project[row]] += cents[row];
    const place = month * CUSTOMERS + customer[row];
    customers[month] += 1 - seen[place];
    seen[place] = 1;
  }
  return { revenue, customers };
}

/** By hand, over objects; `timeOf` reads an instant. */
export function rowsByHand(rows, bounds, timeOf) {
  const count = bounds.length - 1;
  const projects = new Map();
  const revenue = Array.from({ length: count }, () => []);
  const customers = Array.from({ length: count }, () => new Set());
  let [month, from, to] = [0, Infinity, -Infinity];
  for (let row = 0; row < rows.length; row += 1) {
    const { at, project, customer, price } = rows[row];
    const time = timeOf(at);
    if (time < from || time >= to) {
      month = monthOf(time, bounds);
      [from, to] = [bounds[month], bounds[month + 1]];
      if (time < from || time >= to) continue;
    }
    let place = projects.get(project);
    if (place === undefined) {
      place = projects.size;
      projects.set(project, place);
      for (const each of revenue) each.push(0);
    }
    revenue[month][place] += Math.round(price * 100);
    customers[month].add(customer);
  }
  return { projects, revenue, customers: customers.map((set) => set.size) };
}

/** The figures of a dashboard: cents by month by project, and customers by month. */
export function figures(told) {
  const line = (id) => told.cards.find((card) => card.id === id).lines[0];
  const cents = (text) => Math.round(Number(text) * 100);
  const revenue = Object.fromEntries(line('revenue').breakdown.map(({ label, series }) => [label, series.map(({ value }) => cents(value))]));
  return { revenue, customers: line('customers').series.map(({ value }) => Number(value)) };
}
