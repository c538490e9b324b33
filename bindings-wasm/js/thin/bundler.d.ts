export * from '../runtime.js';
