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

const addon = load();
const { NativeKernel } = addon;

/** The numbers of a question, where the addon reads them: cheaper than arguments. */
const question = new Uint32Array(4);

function write(subject, action, record, context) {
  question[0] = subject;
  question[1] = action;
  question[2] = record;
  question[3] = context;
}

NativeKernel.prototype.can = function can(subject, action, record, context) {
  write(subject, action, record, context);
  return this.canAsked();
};

NativeKernel.prototype.decide = function decide(subject, action, record, context) {
  write(subject, action, record, context);
  return this.decideAsked();
};

module.exports = { ...addon, compile: (blueprint) => NativeKernel.compile(blueprint, question) };
