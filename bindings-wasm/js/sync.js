// Started when it is imported, without a request: the module with everything is in this file.

import { startSync } from './all/profilekit.js';
import base64 from './base64.js';

export * from './api.js';

startSync(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
