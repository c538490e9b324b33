'use strict';

const { host } = require('./lib/host.js');
host.native = require('./lib/native.js');
require('./lib/files.js');

const { Ability } = require('./lib/ability.js');
const { ProfileKitError, BlueprintError, guarded, refusal } = require('./lib/error.js');
const { factsOf } = require('./lib/facts.js');
const { Action, Context, Record, Records, Subject } = require('./lib/handle.js');
const { Kernel } = require('./lib/kernel.js');
const { checkSender, countCall, parseWebhook, planSync, standing, verifyToken, verifyWebhook } = require('./lib/identity.js');
const { json } = require('./lib/input.js');
const { Validation } = require('./lib/validation.js');

host.Facts = factsOf({ ProfileKitError, guarded, json, refusal });

module.exports = {
  Ability, Action, BlueprintError, Context, Kernel, ProfileKitError, Record, Records, Subject, Validation,
  checkSender, countCall, parseWebhook, planSync, standing, verifyToken, verifyWebhook,
};
