// Figures over a million sales, from columns and from row objects, beside loops that somebody wrote by hand.

import assert from 'node:assert/strict';

import { Kernel } from './ours.mjs';
import { row } from './rows.mjs';
import { BLUEPRINT, BOSS, OPTIONS, bounds, columns, columnsByHand, dated, figures, rowsByHand, rowsOf, sales } from './sales.mjs';
import { measure } from './timing.mjs';

const ROWS = 1_000_000;

/** The figures by hand, in the words of a dashboard. */
function told(found, { projects }) {
  const months = found.customers.length;
  const at = (month, place) => (Array.isArray(found.revenue) ? found.revenue[month][place] : found.revenue[month * projects.length + place]);
  const series = (place) => Array.from({ length: months }, (_, month) => at(month, place));
  const names = found.projects === undefined ? projects.map((name, place) => [name, place]) : [...found.projects];
  return { revenue: Object.fromEntries(names.map(([name, place]) => [name, series(place)])), customers: [...found.customers] };
}

const sorted = ({ revenue, customers }) => ({ revenue: Object.entries(revenue).sort(), customers });

/** The rows of this area. */
export function metrics() {
  const world = sales(ROWS);
  const given = columns(world);
  const texts = rowsOf(world);
  const dates = dated(texts);
  const kernel = Kernel.compile(BLUEPRINT);
  const ask = (facts) => kernel.dashboard(BOSS, { sale: facts }, OPTIONS);
  const once = (append) => {
    const facts = append(kernel.facts('sale'));
    const found = ask(facts);
    facts.release();
    return found;
  };
  const held = kernel.facts('sale').appendColumns(given);
  assert.deepEqual([held.rows, held.bad], [ROWS, []]);
  const months = bounds(ask(held));
  const [dateOf, parsed] = [(at) => at.getTime(), (at) => Date.parse(at)];
  const expected = sorted(figures(ask(held)));
  const answers = [
    figures(once((facts) => facts.append(texts))), figures(once((facts) => facts.append(dates))),
    told(columnsByHand(world, months), world), told(rowsByHand(dates, months, dateOf), world), told(rowsByHand(texts, months, parsed), world),
  ];
  for (const answer of answers) assert.deepEqual(sorted(answer), expected);
  const count = (found) => found.cards.length;
  const times = measure({
    held: () => count(ask(held)),
    columns: () => count(once((facts) => facts.appendColumns(given))),
    columnsByHand: () => columnsByHand(world, months).customers[0],
    dates: () => count(once((facts) => facts.append(dates))),
    datesByHand: () => rowsByHand(dates, months, dateOf).customers[0],
    texts: () => count(once((facts) => facts.append(texts))),
    textsByHand: () => rowsByHand(texts, months, parsed).customers[0],
  });
  held.release();
  return [
    row('a dashboard of held columns', times.held, 'a loop over columns by hand', times.columnsByHand, 1),
    row('columns in, then the dashboard', times.columns, 'a loop over rows by hand', times.datesByHand, 1),
    row('rows with dates in, then it', times.dates, 'a loop over rows by hand', times.datesByHand, 1),
    row('rows with texts in, then it', times.texts, 'a loop over rows by hand', times.textsByHand, 1),
  ];
}
