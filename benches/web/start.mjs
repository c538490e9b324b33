// How long a page waits for its first answer, in milliseconds: each asked once, of a page of its own.

async function timed(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** The package, the module, and the kernel of a blueprint. */
window.startOurs = (blueprint) =>
  timed(async () => {
    const { default: init, Kernel } = await import('../../bindings-wasm/dist/index.js');
    await init();
    Kernel.compile(blueprint);
  });

/** Zod in one file, as applications ship it, and the schemas. */
window.startZod = () =>
  timed(async () => {
    const { byZod } = await import('./dist/zod.js');
    byZod();
  });
