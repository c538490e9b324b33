'use strict';

const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { refusal } = require('./error.js');
const { name } = require('./input.js');
const { Kernel } = require('./kernel.js');

/** Compiles the blueprint of a file. */
Kernel.fromFile = function fromFile(path) {
  let blueprint;
  try {
    blueprint = readFileSync(path);
  } catch (cause) {
    throw refusal(`the blueprint cannot be read: ${cause.message}`);
  }
  return Kernel.compile(blueprint);
};

/** Compiles a blueprint that comes with the package. */
Kernel.preset = function preset(called) {
  const known = /^[a-z]+$/.test(name(called, 'a preset'));
  let blueprint;
  try {
    blueprint = known && readFileSync(join(__dirname, '../blueprints', `${called}.json`));
  } catch {
    blueprint = false;
  }
  if (!blueprint) throw refusal(`there is no preset \`${called}\``);
  return Kernel.compile(blueprint);
};
