// What the suites want of the module.

export function runtime(host, guarded) {
  return {
    panic: () => guarded(host.native.panics),
    codesOfRegistry: () => host.native.codes(),
    memory: () => host.native.memory(),
  };
}
