// Dashboards of a million facts, measured in a browser and in Node alike, by the same module.

import { BLUEPRINT, BOSS, OPTIONS, columns, sales } from '../js/sales.mjs';

const ROWS = 1_000_000;

/** All works by name. */
export function scans({ Kernel }) {
  const kernel = Kernel.compile(BLUEPRINT);
  const given = columns(sales(ROWS));
  const held = kernel.facts('sale').appendColumns(given);
  if (held.rows !== ROWS || held.bad.length > 0) throw new Error('not all sales became facts');
  const ask = (facts) => kernel.dashboard(BOSS, { sale: facts }, OPTIONS).cards.length;
  return {
    'a dashboard of 1 M held rows': () => ask(held),
    '1 M rows of columns in': () => {
      const facts = kernel.facts('sale').appendColumns(given);
      facts.release();
      return facts.rows;
    },
  };
}
