// The form as a document, and what is wrong with it beside its fields. A field is called by its JSON Pointer.

import { element } from './element.js';

/** What a field's text means. */
const READ = {
  text: ({ value }) => value,
  truth: ({ checked }) => checked,
  texts: ({ value }) => value.split(',').map((text) => text.trim()).filter((text) => text !== ''),
  names: (field) => READ.texts(field).map((name) => ({ name })),
};

/** What the form says, as a document; an empty field says nothing. */
export function documentOf(form) {
  const document = {};
  for (const field of fields(form)) {
    const value = READ[field.dataset.as ?? 'text'](field);
    if (value !== '' && value.length !== 0) set(document, field.name, value);
  }
  return document;
}

function fields(form) {
  return [...form.elements].filter(({ name }) => name?.startsWith('/'));
}

function set(document, pointer, value) {
  const names = pointer.slice(1).split('/');
  const last = names.pop();
  let container = document;
  for (const name of names) container = container[name] ??= {};
  container[last] = value;
}

/** Says beside every field what is wrong with it, and in `elsewhere` what belongs to none. */
export function tell(form, elsewhere, violations) {
  const left = new Set(violations);
  for (const field of fields(form)) {
    const own = violations.filter(({ path }) => path === field.name || path.startsWith(`${field.name}/`));
    own.forEach((violation) => left.delete(violation));
    mark(field, own.map(({ message }) => message).join(' '));
  }
  elsewhere.replaceChildren(...[...left].map(({ message }) => element('li', message)));
}

/** A field and its message belong together for those who hear the page, too. */
function mark(field, message) {
  field.setAttribute('aria-invalid', String(message !== ''));
  noteOf(field).textContent = message;
}

function noteOf(field) {
  const id = `note${field.name.replaceAll('/', '-')}`;
  const there = document.getElementById(id);
  if (there !== null) return there;
  const note = Object.assign(element('span', ''), { id, className: 'violation' });
  note.setAttribute('aria-live', 'polite');
  field.setAttribute('aria-describedby', id);
  field.closest('label').after(note);
  return note;
}
