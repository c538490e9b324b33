// What the suites expect, in Node and in a browser alike.

/** Something that a suite did not expect. */
export class Unexpected extends Error {
  name = 'Unexpected';
}

function shown(value) {
  const text = typeof value === 'string' ? value : JSON.stringify(value) ?? String(value);
  return text.length > 2_000 ? `${text.slice(0, 2_000)}…` : text;
}

export function ok(value, message = 'it is not so') {
  if (!value) throw new Unexpected(message);
}

/** The same text, number or truth. */
export function equal(found, expected, message = '') {
  if (Object.is(found, expected)) return;
  throw new Unexpected(`${message}\n  found:    ${shown(found)}\n  expected: ${shown(expected)}`);
}

/** The same value of JSON, with members in the same order. */
export function same(found, expected, message) {
  equal(JSON.stringify(found), JSON.stringify(expected), message);
}

export function match(text, pattern) {
  ok(pattern.test(text), `${shown(text)} does not match ${pattern}`);
}

/** What a call throws. */
export function thrown(work) {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Unexpected(`nothing was thrown by ${work}`);
}
