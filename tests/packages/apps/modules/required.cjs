'use strict';

const { Kernel, ProfileKitError } = require('@profilekit/node');

const kernel = Kernel.preset('marketplace');
const record = kernel.record({ kind: 'builder_profile', owner: 'u1' }, { contact: { email: 'ada@example.com' } });
let code;
try {
  kernel.can({}, 'builder_profile.fly', record);
} catch (error) {
  code = error instanceof ProfileKitError && error.code;
}

console.log(JSON.stringify({ seen: kernel.view({}, record).document, code, known: Object.keys(require('@profilekit/node')).sort() }));
