'use strict';

const { host } = require('./host.js');

/** A failure with its stable code, where it is, and what to do next. */
class ProfileKitError extends Error {
  constructor(failure, options) {
    super(failure.message, options);
    this.name = 'ProfileKitError';
    this.code = failure.code;
    this.status = failure.status;
    this.path = failure.path;
    this.help = failure.help;
    this.params = failure.params ?? {};
  }
}

/** A blueprint that does not compile, with everything that is wrong with it. */
class BlueprintError extends ProfileKitError {
  constructor(problems, options) {
    const first = problems[0];
    const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
    super({ ...first, status: 422, message: `${first.path || '/'}: ${first.message}${more}` }, options);
    this.name = 'BlueprintError';
    this.problems = problems;
  }
}

/** What the kernel threw, typed: its message is JSON unless something went wrong inside. */
function typed(cause) {
  if (cause instanceof ProfileKitError) return cause;
  let told;
  try {
    told = JSON.parse(cause.message);
  } catch {
    told = JSON.parse(host.native.internal(`${cause?.message}`));
  }
  return Array.isArray(told) ? new BlueprintError(told, { cause }) : new ProfileKitError(told, { cause });
}

/** Refuses what the caller handed in. */
function refusal(reason) {
  return new ProfileKitError(JSON.parse(host.native.refusal(reason)));
}

/** Calls the kernel. */
function guarded(work) {
  try {
    return work();
  } catch (cause) {
    throw typed(cause);
  }
}

module.exports = { ProfileKitError, BlueprintError, guarded, refusal, typed };
