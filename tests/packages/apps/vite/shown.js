import marketplace from '@profilekit/wasm/blueprints/marketplace.json';

/** Writes what a kernel says of a profile into the page. */
export function show(Kernel) {
  const kernel = Kernel.compile(marketplace);
  const { valid, document: text } = kernel.validate('builder_profile', { basics: { display_name: ' Ada ' } }, { mode: 'draft' });
  const record = kernel.record({ kind: 'builder_profile', owner: 'u1' }, text);
  const allowed = kernel.can({ id: 'u1', roles: ['builder'] }, 'builder_profile.update', record);
  const seen = kernel.view({}, record).document.basics.display_name;
  document.querySelector('output').textContent = JSON.stringify({ valid, allowed, seen });
}
