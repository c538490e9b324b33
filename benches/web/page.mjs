// Does rounds of work in a page; who opened it says which, and keeps the times.

import initAll from '../../bindings-wasm/dist/all/index.js';
import init, * as api from '../../bindings-wasm/dist/index.js';
import { Contestant } from '../js/timing.mjs';
import { scans } from './scans.mjs';
import { works } from './works.mjs';

let contestants;

function begun(works) {
  contestants = new Map(Object.entries(works).map(([name, work]) => [name, new Contestant(work)]));
  return [...contestants.keys()];
}

/** Prepares the works: their names. */
window.prepare = async (given) => {
  await init();
  return begun(works(api, given));
};

/** Prepares those of the module that answers every call. */
window.prepareScans = async () => {
  await initAll();
  return begun(scans(api));
};

window.calls = (name) => contestants.get(name).calls();

window.round = (name, calls) => contestants.get(name).round(calls);
