// What the entries without the compiler have in common.

import * as glue from '../../pkg/thin/profilekit.js';
import { module } from '../module.js';

export { Ability } from '../../../bindings-node/lib/ability.js';
export { ProfileKitError, guarded } from '../../../bindings-node/lib/error.js';
export { Action, Context, Record, Records, Subject } from '../../../bindings-node/lib/handle.js';
export { host } from '../../../bindings-node/lib/host.js';
export { Runtime } from '../../../bindings-node/lib/runtime.js';
export { Validation } from '../../../bindings-node/lib/validation.js';

export const { start, startSync } = module(glue, 'fromImage');
