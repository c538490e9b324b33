// `cargo xtask bench js [AREA…]`: the Node package beside the libraries that it replaces.

import { report } from './rows.mjs';

const AREAS = ['validation', 'decisions', 'redaction', 'strength', 'identity', 'metrics'];

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !AREAS.includes(name));
if (unknown !== undefined) throw new Error(`there is no area \`${unknown}\`; there are ${AREAS.join(', ')}`);
const rows = [];
for (const name of AREAS) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.error(`measuring ${name} …`);
  const area = await import(`./${name}.mjs`);
  rows.push(...area[name]());
}
process.exitCode = report(rows) ? 0 : 1;
