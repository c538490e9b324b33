'use strict';

const { Ability, Kernel, Validation, Action, Subject, Record, Context } = require('./lib/kernel.js');
const { ProfileKitError, BlueprintError } = require('./lib/error.js');

module.exports = { Ability, Kernel, Validation, Action, Subject, Record, Context, ProfileKitError, BlueprintError };
