'use strict';

/**
 * What the runtime brings: the addon in Node, the WebAssembly module in a browser. Whoever starts a
 * package sets `native`, before anything is asked:
 *
 * - `compile(blueprint)`: a session, which has the methods of `wire::Session` in camelCase and takes
 *   and gives texts, bytes and numbers. Of a session that is `dead` nothing more can be asked.
 * - `fromImage(image)`: the same of an image, where there is no compiler.
 * - `refusal(reason)`, `internal(reason)`: failures as JSON.
 * - `zoned`: whether zones are known by their names.
 * - `codes()`: every code of the registry, as JSON.
 *
 * and `Facts`, the class of facts that stay with a kernel, where dashboards are told.
 */
const host = { native: undefined, Facts: undefined };

module.exports = { host };
