// What validation is measured beside: the same constraints for ajv.

import { Ajv, addFormats } from './peers.mjs';

/** A compiled validator by ajv: all errors, lengths in code points. */
export function byAjv(schema, kind) {
  const ajv = new Ajv({ allErrors: true });
  addFormats(ajv);
  return ajv.compile(completed(schema, kind));
}

/**
 * The schema that the kernel exports. It leaves open what normalisers may mend and what JSON Schema
 * says by format only; who writes a schema for ajv would state these, so they are stated here.
 */
function completed(schema, kind) {
  const sections = Object.entries(kind.sections ?? {});
  for (const [name, section] of sections) {
    completeAll(schema.properties[name].properties, section.fields);
  }
  completeAll(schema.properties, kind.fields ?? {});
  return schema;
}

function completeAll(properties, fields) {
  for (const [name, field] of Object.entries(fields)) complete(properties[name], field);
}

function complete(schema, field) {
  const { type, max, pattern } = field;
  if (schema.type === 'string' && Number.isInteger(max)) schema.maxLength ??= max;
  if (pattern !== undefined) schema.pattern ??= pattern;
  if (type === 'email') schema.format = 'email';
  if (type === 'url') schema.format = 'uri';
  if (type === 'skill') schema.maxLength ??= 100;
  if (field.of !== undefined) complete(schema.items, field.of);
  if (field.fields !== undefined) completeAll(schema.properties, field.fields);
}
