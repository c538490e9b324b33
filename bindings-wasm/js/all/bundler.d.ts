export * from '../kernel.js';
