'use strict';

// Kinds as Standard Schema v1 and Standard JSON Schema v1, for forms and procedures that take either.

const { ProfileKitError, refusal } = require('./error.js');
const { json } = require('./input.js');

/** What a schema says it is written in; both say all that the kernel's schemas do in the same words. */
const TARGETS = {
  'draft-2020-12': 'https://json-schema.org/draft/2020-12/schema',
  'draft-07': 'http://json-schema.org/draft-07/schema#',
};

/** The modes whose documents a JSON Schema describes. */
const WHOLE = [undefined, 'create', 'replace'];

/** A kind in the standard's form; validation is synchronous. */
function standard(kernel, kind, options) {
  // A kind or a mode that there is not is a mistake of the program, not of its input.
  kernel.validate(kind, '{}', options);
  const validate = (value) => result(kernel, kind, value, options);
  const converter = (how) => converted(kernel, kind, how, options?.mode);
  const jsonSchema = Object.freeze({ input: converter, output: converter });
  return Object.freeze({ '~standard': Object.freeze({ version: 1, vendor: 'profilekit', validate, jsonSchema }) });
}

function result(kernel, kind, value, options) {
  try {
    const found = kernel.validate(kind, documentOf(value), options);
    return found.valid ? { value: found.value } : { issues: found.violations.map((one) => issue(one, value)) };
  } catch (error) {
    if (error instanceof ProfileKitError) return { issues: [{ message: error.message, path: [] }] };
    throw error;
  }
}

/** Texts and bytes are values here, not documents that somebody wrote as JSON. */
function documentOf(value) {
  if (typeof value !== 'object' || value === null) return json(value, 'the value');
  const binary = ArrayBuffer.isView(value) || Object.prototype.toString.call(value).endsWith('Buffer]');
  if (binary) throw refusal('the value holds bytes');
  return value;
}

function issue({ message, path }, value) {
  return { message, path: keys(path, value) };
}

/** The keys of a JSON Pointer: numbers where the value has a list. */
function keys(pointer, value) {
  let at = value;
  return pointer.split('/').slice(1).map((part) => {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    const key = Array.isArray(at) ? Number(name) : name;
    at = typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? at[key] : undefined;
    return key;
  });
}

function converted(kernel, kind, how, mode) {
  const target = how?.target;
  if (!Object.hasOwn(TARGETS, target ?? '')) {
    throw refusal(`\`${String(target)}\` is not a target; use ${Object.keys(TARGETS).join(' or ')}`);
  }
  if (!WHOLE.includes(mode)) throw refusal(`JSON Schema does not say what a document of the mode \`${mode}\` is`);
  return { ...kernel.schema(kind), $schema: TARGETS[target] };
}

module.exports = { standard };
