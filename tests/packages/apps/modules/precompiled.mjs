import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import init, { Kernel, initSync } from '@profilekit/wasm';
import marketplace from '@profilekit/wasm/blueprints/marketplace.json' with { type: 'json' };

let before;
try {
  Kernel.compile(marketplace);
} catch (error) {
  before = error.help;
}

const module = await WebAssembly.compile(await readFile(fileURLToPath(import.meta.resolve('@profilekit/wasm/profilekit.wasm'))));
initSync(module);
await init(module);

const kernel = Kernel.compile(marketplace);
const profile = kernel.record({ kind: 'builder_profile', owner: 'u1' }, { basics: { headline: 'Mathematician' } });
console.log(JSON.stringify({ before, score: kernel.strength(profile).score }));
