// The module that answers every call; all else it shares with the one that answers about people and records.

import * as glue from '../../pkg/all/profilekit.js';
import { module } from '../profilekit.js';

export const { start, startSync } = module(glue, 'compile', true);
