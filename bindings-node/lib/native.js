'use strict';

const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { platform } = require('./platform.js');

/** Loads the addon: the one beside this package, or the platform's own package. */
function load() {
  const name = platform();
  const beside = join(__dirname, '..', `profilekit.${name}.node`);
  if (existsSync(beside)) return require(beside);
  try {
    return require(`@profilekit/node-${name}`);
  } catch (cause) {
    const message =
      `ProfileKit has no addon for ${name}: neither ${beside} nor the package ` +
      `@profilekit/node-${name} could be loaded. Install without --omit=optional, or use @profilekit/wasm.`;
    throw new Error(message, { cause });
  }
}

module.exports = load();
