import { Kernel } from '@profilekit/wasm/sync';
import { show } from './shown.js';

show(Kernel);
