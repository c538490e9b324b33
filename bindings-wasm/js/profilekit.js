// What the entries with the compiler have in common.

import * as glue from '../pkg/profilekit.js';
import { module } from './module.js';

export { Ability } from '../../bindings-node/lib/ability.js';
export { BlueprintError, ProfileKitError, guarded, refusal } from '../../bindings-node/lib/error.js';
export { Action, Context, Record, Records, Subject } from '../../bindings-node/lib/handle.js';
export { host } from '../../bindings-node/lib/host.js';
export { json } from '../../bindings-node/lib/input.js';
export { Kernel } from '../../bindings-node/lib/kernel.js';
export { Validation } from '../../bindings-node/lib/validation.js';

export const { start, startSync } = module(glue, 'compile');
export { module };
