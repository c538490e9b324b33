// Edits a profile of the marketplace and prints what is wrong with it, how strong it is, and what others see of it.

import { readFileSync } from 'node:fs';
import { Kernel, ProfileKitError } from '@profilekit/node';
import { read, USAGE } from './arguments.js';
import { set } from './edits.js';
import * as report from './report.js';

const KIND = 'builder_profile';
const VIEWERS = [
  ['As the public sees it', 'public'],
  ['As a signed-in client sees it', 'role:client'],
  ['As its owner sees it', 'owner'],
];

const kernel = Kernel.preset('marketplace');
const owner = kernel.subject({ id: 'u1', roles: ['builder'] });

/** A profile from its file, as the command line changes it. */
function edited({ file, edits }) {
  const document = JSON.parse(readFileSync(file, 'utf8'));
  for (const { pointer, value } of edits) set(document, pointer, value);
  return document;
}

/** What is to be said of a profile, and whether all is well. */
function looked(document, mode, now) {
  const head = { kind: KIND, id: 'p1', owner: 'u1', updatedAt: now.toISOString() };
  // What the owner may not write, such as a tier, is a violation too.
  const { fields } = kernel.decide(owner, `${KIND}.update`, head);
  const found = kernel.validate(KIND, document, { mode, now, writable: fields });
  const parts = [report.violations(found)];
  // What is no JSON for the kernel is nothing that anybody could see.
  if (found.document !== null) parts.push(...stored(kernel.record(head, found.document), kernel.context({ now })));
  return { parts, valid: found.valid };
}

/** What is said of a profile that was stored. */
function stored(record, context) {
  const views = VIEWERS.map(([title, viewer]) => report.view(title, kernel.viewAs(viewer, record, context)));
  return [report.strength(kernel.strength(record, { context })), ...views];
}

function main(words) {
  const said = read(words);
  if (said === undefined) {
    console.error(USAGE);
    return 2;
  }
  try {
    const { parts, valid } = looked(edited(said), said.mode, new Date());
    console.log(parts.map((lines) => lines.join('\n')).join('\n\n'));
    return valid ? 0 : 1;
  } catch (error) {
    console.error(error instanceof ProfileKitError ? `${error.message} ${error.help ?? ''}` : error.message);
    return 2;
  }
}

process.exitCode = main(process.argv.slice(2));
