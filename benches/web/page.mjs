// Does rounds of work in a page; who opened it says which, and keeps the times.

import init, * as api from '../../bindings-wasm/dist/index.js';
import { Contestant } from '../js/timing.mjs';
import { works } from './works.mjs';

let contestants;

/** Prepares the works: their names. */
window.prepare = async (given) => {
  await init();
  contestants = new Map(Object.entries(works(api, given)).map(([name, work]) => [name, new Contestant(work)]));
  return [...contestants.keys()];
};

window.calls = (name) => contestants.get(name).calls();

window.round = (name, calls) => contestants.get(name).round(calls);
