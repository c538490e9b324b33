import { createRequire } from 'node:module';
import * as imported from '@profilekit/node';
import * as browser from '@profilekit/wasm/sync';

const required = createRequire(import.meta.url)('@profilekit/node');
const kernel = imported.Kernel.preset('marketplace');
const found = kernel.validate('builder_profile', { basics: { display_name: ' Ada ' } }, { mode: 'draft' });

console.log(
  JSON.stringify({
    names: Object.keys(imported).sort(),
    same: Object.keys(required).every((name) => required[name] === imported[name]),
    browser: Object.keys(browser).sort(),
    name: found.value.basics.display_name,
  }),
);
