// The module that answers every call; all else it shares with the one that answers about people and records.

import * as glue from '../../pkg/all/profilekit.js';
import { factsOf } from '../../../bindings-node/lib/facts.js';
import { ProfileKitError, guarded, host, json, module, refusal } from '../profilekit.js';

host.Facts = factsOf({ ProfileKitError, guarded, json, refusal });

export const { start, startSync } = module(glue, 'compile', true);
