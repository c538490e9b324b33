export * from './lib/identity.js';
export * from './lib/kernel.js';

declare module './lib/kernel.js' {
  namespace Kernel {
    /** Compiles the blueprint of a file. */
    function fromFile(path: string): Kernel;
    /** Compiles a blueprint that comes with the package: `marketplace`, `talent`, `mentoring`, `saas`. */
    function preset(name: string): Kernel;
  }
}
