// Runs the suites in a page; the test that opened it reads what became of each.

import init, * as api from '../dist/index.js';
import initAll from '../dist/all/index.js';
import initThin, * as thin from '../dist/thin/index.js';
import { guarded, host } from '../dist/profilekit.js';
import { suites } from '../../tests/js/suites.mjs';
import { grown, suites as profilesSuites } from './profiles.mjs';
import { runtime } from './runtime.mjs';
import { suites as thinSuites } from './thin.mjs';

function outcome([title, run]) {
  try {
    run();
    return { title };
  } catch (error) {
    return { title, error: `${error?.stack ?? error}` };
  }
}

window.runProfiles = async (input) => {
  await init();
  const outcomes = profilesSuites(api, input).map(outcome);
  await grown(api, input.blueprints, initAll, init);
  return outcomes;
};

window.run = async (input) => {
  await initAll();
  return suites(api, input, runtime(host, guarded)).map(outcome);
};

window.runThin = async (input) => {
  await Promise.all([initAll(), initThin()]);
  return thinSuites(api, thin, input).map(outcome);
};

function evalWorks() {
  try {
    return Function('return true')();
  } catch {
    return false;
  }
}

// Asked while the page loads: what a test asks later, the browser lets pass.
window.refusesEval = !evalWorks();
