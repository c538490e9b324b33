'use strict';

const { Kernel, Validation, Action, Subject, Record, Context } = require('./lib/kernel.js');
const { ProfileKitError, BlueprintError } = require('./lib/error.js');

module.exports = { Kernel, Validation, Action, Subject, Record, Context, ProfileKitError, BlueprintError };
