import init, { Kernel } from '@profilekit/wasm';
import { show } from './shown.js';

await init();
show(Kernel);
