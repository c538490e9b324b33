'use strict';

const { host } = require('./lib/host.js');
host.native = require('./lib/native.js');
require('./lib/files.js');

const { Ability } = require('./lib/ability.js');
const { ProfileKitError, BlueprintError } = require('./lib/error.js');
const { Action, Context, Record, Records, Subject } = require('./lib/handle.js');
const { Kernel } = require('./lib/kernel.js');
const { checkSender, countCall, parseWebhook, planSync, standing, verifyToken, verifyWebhook } = require('./lib/identity.js');
const { Validation } = require('./lib/validation.js');

module.exports = {
  Ability, Action, BlueprintError, Context, Kernel, ProfileKitError, Record, Records, Subject, Validation,
  checkSender, countCall, parseWebhook, planSync, standing, verifyToken, verifyWebhook,
};
