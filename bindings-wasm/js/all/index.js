// For pages and bundlers, with every call: `await init()` first, or when one of them is wanted.

import { start, startSync } from './profilekit.js';

export * from '../api.js';

/** Starts ProfileKit: with the module beside this file, or with the address, response, bytes or compiled module given. */
export default async function init(source = new URL('./profilekit.wasm', import.meta.url)) {
  await start(source);
}

/** Starts ProfileKit at once, with the bytes or the compiled module given. */
export function initSync(source) {
  startSync(source);
}
