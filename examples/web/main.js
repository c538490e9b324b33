// A page that edits a profile of the marketplace. It is served as it is; the package lies beside it.

import init, { Kernel } from './node_modules/@profilekit/wasm/dist/index.js';
import { documentOf, tell } from './form.js';
import { showStrength, showView } from './panels.js';

const KIND = 'builder_profile';
const OWNER = { id: 'u1', roles: ['builder'] };

const form = document.getElementById('profile');
const viewer = document.getElementById('viewer');
const elsewhere = document.getElementById('elsewhere');

const blueprint = await (await fetch('./node_modules/@profilekit/wasm/dist/blueprints/marketplace.json')).json();
await init();
const kernel = Kernel.compile(blueprint);
const { sections } = blueprint.kinds[KIND];

/** Everything that the page says follows from the form and the chosen viewer. */
function update() {
  const now = new Date();
  const head = { kind: KIND, id: 'p1', owner: OWNER.id, updatedAt: now.toISOString() };
  const { fields } = kernel.decide(OWNER, `${KIND}.update`, head);
  const found = kernel.validate(KIND, documentOf(form), { mode: 'draft', now, writable: fields });
  tell(form, elsewhere, found.violations);

  const record = kernel.record(head, found.document);
  showStrength(kernel.strength(record, { context: { now } }));
  showView(sections, kernel.viewAs(viewer.value, record, { now }));
  // At every key there is another record: this one is not needed any more.
  record.release();
}

form.addEventListener('input', update);
form.addEventListener('submit', (event) => event.preventDefault());
viewer.addEventListener('change', update);
update();
document.querySelector('main').setAttribute('aria-busy', 'false');
