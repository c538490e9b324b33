// Every suite that a package must pass, wherever it runs.

import { ability } from './ability.mjs';
import { border } from './border.mjs';
import { corpus } from './corpus.mjs';
import { dashboards } from './dashboards.mjs';
import { facts } from './facts.mjs';
import { standard } from './standard.mjs';
import { validators } from './validators.mjs';

/** All suites as `[title, run]`; `runtime` has what [`border`] wants of it. */
export function suites(api, { files, blueprints, declared }, runtime) {
  return [
    ...corpus(api, files),
    ...ability(api, files, blueprints),
    ...standard(api, blueprints.marketplace),
    ...dashboards(api),
    ...facts(api, runtime.memory),
    ...validators(api, blueprints.marketplace),
    ...border(api, { ...runtime, marketplace: blueprints.marketplace, declared }),
  ];
}
