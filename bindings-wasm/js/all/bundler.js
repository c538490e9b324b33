// For bundlers that know top-level await: started when it is imported.

import init from './index.js';

export * from '../api.js';

await init();
