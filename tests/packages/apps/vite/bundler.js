import { Kernel } from '@profilekit/wasm/bundler';
import { show } from './shown.js';

show(Kernel);
