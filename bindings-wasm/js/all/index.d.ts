export * from '../kernel.js';

/** Where the module comes from: an address, a response, its bytes, or a compiled module. */
export type Source = string | URL | Request | Response | BufferSource | WebAssembly.Module;

/**
 * Starts ProfileKit with every call, with the module beside this package unless another is given.
 * Kernels that were compiled before go on in it. Again does nothing.
 */
export default function init(source?: Source | Promise<Response>): Promise<void>;

/** Starts ProfileKit at once. */
export function initSync(source: BufferSource | WebAssembly.Module): void;
