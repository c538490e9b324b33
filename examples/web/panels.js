// What stands beside the form: the strength, and the profile as others see it.

import { element } from './element.js';

const STEPS = 4;
const byId = (id) => document.getElementById(id);

/** Shows how strong a profile is, and what would make it stronger. */
export function showStrength({ score, level, checks, next }) {
  const said = `${score} of 100, ${level.replace('_', ' ')}`;
  byId('score').textContent = said;
  byId('bar').setAttribute('aria-label', `Strength: ${said}`);
  byId('bar').querySelector('.reached').setAttribute('width', score);
  const steps = next.slice(0, STEPS).map((id) => checks.find((check) => check.id === id));
  byId('steps').replaceChildren(...steps.map(step));
}

function step({ gain, issues: [{ fix }] }) {
  const item = element('li', `${fix} `);
  item.append(element('b', `+${gain}`));
  return item;
}

/** Shows a profile as somebody sees it; `sections` has the words for its fields. */
export function showView(sections, { document, hidden }) {
  const entries = Object.entries(document).flatMap(([name, content]) => section(sections[name], content));
  byId('view').replaceChildren(...entries);
  const labels = hidden.map(({ path }) => labelOf(sections, path));
  byId('hidden').textContent = labels.length === 0 ? 'Nothing is hidden.' : `Hidden: ${labels.join(', ')}.`;
}

function section({ fields }, content) {
  return Object.entries(content).flatMap(([name, value]) => [element('dt', fields[name].label), element('dd', worded(value))]);
}

function worded(value) {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.map(worded).join(', ');
  if (typeof value === 'object') return Object.values(value).map(worded).join(' ');
  return String(value);
}

/** `/contact` or `/contact/email` in words. */
function labelOf(sections, path) {
  const [, section, field] = path.split('/');
  const { label, fields } = sections[section];
  return field === undefined ? label : fields[field].label;
}
