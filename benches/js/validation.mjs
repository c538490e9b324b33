// Validation beside ajv and zod: from bytes, from text, and of an object that is parsed already.

import assert from 'node:assert/strict';

import { blueprint, isRecognised, kernel, KIND, profiles } from './ours.mjs';
import { byZod } from './peers.mjs';
import { row } from './rows.mjs';
import { byAjv } from './schemas.mjs';
import { measure } from './timing.mjs';

const ajv = byAjv(kernel.schema(KIND), blueprint.kinds[KIND]);
const zod = byZod();

const oursFound = (document) => {
  const found = kernel.validate(KIND, document);
  return found.valid ? 0 : found.violations.length;
};
const ajvFound = (value) => (ajv(value) ? 0 : ajv.errors.length);
const zodFound = (value) => {
  const { success, error } = zod.safeParse(value);
  return success ? 0 : error.issues.length;
};

/** The same profiles as bytes, as text and as objects, on which all must agree. */
function corpus() {
  const bytes = profiles();
  const texts = bytes.map((one) => one.toString('utf8'));
  const objects = texts.map((text) => JSON.parse(text));
  const length = bytes.reduce((sum, one) => sum + one.length, 0);
  let faulty = 0;
  bytes.forEach((one, index) => {
    const found = [one, texts[index], objects[index]].map(oursFound);
    const theirs = [ajvFound, zodFound].map((by) => by(objects[index]));
    const verdicts = new Set([...found, ...theirs].map((count) => count > 0));
    assert.equal(verdicts.size, 1, `profile ${index}: ${found}, ajv ${theirs[0]}, zod ${theirs[1]}`);
    faulty += found[0] > 0 ? 1 : 0;
  });
  assert.equal(faulty, bytes.length / 10);
  const recognised = objects.filter(isRecognised).length;
  assert.ok(recognised >= (bytes.length - faulty) * 0.95, `${recognised} objects are recognised`);
  console.error(`  ${bytes.length} profiles of ${Math.round(length / bytes.length)} bytes on average; ${faulty} faulty by all`);
  return { bytes, texts, objects };
}

/** The rows of this area. */
export function validation() {
  const { bytes, texts, objects } = corpus();
  const of = (list) => (call) => list[call % list.length];
  const [byte, text, object] = [of(bytes), of(texts), of(objects)];
  const parsed = (call) => JSON.parse(byte(call).toString('utf8'));
  const bytesTimes = measure({
    ours: (call) => oursFound(byte(call)),
    ajv: (call) => ajvFound(parsed(call)),
    zod: (call) => zodFound(parsed(call)),
    parse: (call) => (parsed(call).trust === undefined ? 1 : 0),
  });
  const textTimes = measure({
    ours: (call) => oursFound(text(call)),
    ajv: (call) => ajvFound(JSON.parse(text(call))),
  });
  const objectTimes = measure({
    ours: (call) => oursFound(object(call)),
    ajv: (call) => ajvFound(object(call)),
    zod: (call) => zodFound(object(call)),
  });
  return [
    row('validate from Buffer', bytesTimes.ours, 'toString, JSON.parse, ajv', bytesTimes.ajv, 1 / 6),
    row('validate from Buffer', bytesTimes.ours, 'toString, JSON.parse, zod 4', bytesTimes.zod, 1 / 10),
    row('validate from Buffer', bytesTimes.ours, 'toString, JSON.parse', bytesTimes.parse, 0.4),
    row('validate from string', textTimes.ours, 'JSON.parse, ajv', textTimes.ajv, 1 / 4),
    row('validate parsed object', objectTimes.ours, 'ajv', objectTimes.ajv, 1),
    row('validate parsed object', objectTimes.ours, 'zod 4', objectTimes.zod, 1 / 3),
  ];
}
