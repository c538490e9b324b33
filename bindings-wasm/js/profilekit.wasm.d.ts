/** The module, compiled: what runtimes and bundlers give that import WebAssembly. */
declare const module: WebAssembly.Module;
export default module;
