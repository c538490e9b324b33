// The suites for the module that answers about people and records, and what becomes of it when the one with every call
// is started.

import { ability } from '../../tests/js/ability.mjs';
import { corpus } from '../../tests/js/corpus.mjs';
import { equal, ok, same, thrown } from '../../tests/js/expect.mjs';
import { standard } from '../../tests/js/standard.mjs';

/** The calls that are not about people and records. */
export const BEYOND = ['filter', 'matrix', 'check', 'diff', 'dashboard', 'facts', 'bill', 'attribute'];

/** The fixtures without some calls. */
export function without(calls, files) {
  return files.map((text) => {
    const fixture = JSON.parse(text);
    const cases = fixture.cases.filter(({ request }) => !calls.includes(request.call));
    return JSON.stringify({ ...fixture, cases });
  });
}

/** That most of the fixtures is among those. */
export function most(files) {
  const count = files.reduce((sum, text) => sum + JSON.parse(text).cases.length, 0);
  ok(count > 1000, `${count} cases`);
}

/** All suites as `[title, run]`. */
export function suites(api, { files, blueprints }) {
  const kept = without(BEYOND, files);
  return [
    ...corpus(api, kept, 'profiles'),
    ['most cases are about people and records', () => most(kept)],
    ...ability(api, files, blueprints),
    ...standard(api, blueprints.marketplace),
    ['other calls say where they are answered', () => elsewhere(api, blueprints.saas)],
  ];
}

function elsewhere({ Kernel, ProfileKitError }, blueprint) {
  const kernel = Kernel.compile(blueprint);
  for (const call of BEYOND) {
    const error = thrown(() => kernel.call({ call }));
    ok(error instanceof ProfileKitError, call);
    same([error.code, error.path], ['kernel.bad_request', '/call'], call);
    ok(error.message.includes(`\`${call}\` is answered by`), error.message);
  }
}

/** Starts the module with every call below what was prepared; `again` starts the first one once more. */
export async function grown({ Kernel }, { marketplace }, start, again) {
  const kernel = Kernel.compile(marketplace);
  const ada = kernel.subject({ id: 'u1', roles: ['builder'] });
  const profile = kernel.record({ kind: 'builder_profile', owner: 'u1' }, { basics: { display_name: 'Ada' } });
  const answers = () => [kernel.decide(ada, 'builder_profile.update', profile), kernel.view(ada, profile), kernel.strength(profile).score];
  const before = JSON.stringify(answers());
  await start();
  equal(JSON.stringify(answers()), before);
  equal(kernel.check().valid, true);
  await again();
  equal(kernel.check().valid, true);
  equal(JSON.stringify(answers()), before);
}
