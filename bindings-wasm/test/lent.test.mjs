// What the browser lends, beside what the tables of core say of the same.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { folds, ranges, spelled } from '../js/lent.js';

test('doubles are spelled as Rust spells them', () => {
  const spellings = {
    '0.0': 0, '-0.0': -0, '1.0': 1, '-2.5': -2.5, '0.1': 0.1, '0.0001': 1e-4, '9.9e-5': 9.9e-5, '1e-7': 1e-7,
    '9007199254740991.0': 2 ** 53 - 1, '1e16': 1e16, '1.2345678901234568e17': 123456789012345680, '-1e21': -1e21,
    '5e-324': 5e-324, '1.7976931348623157e308': Number.MAX_VALUE,
  };
  for (const [text, double] of Object.entries(spellings)) assert.equal(spelled(double), text);
});

test('classes go by the names that core knows', () => {
  const has = (property, name, code) => {
    const found = ranges(property, name);
    return found?.some((first, at) => at % 2 === 0 && first <= code && code <= found[at + 1]);
  };
  assert.deepEqual([...ranges('gc', 'Nd').slice(0, 2)], [0x30, 0x39]);
  for (const name of ['L', 'Letter', 'Lu', 'Uppercase_Letter', 'LC', 'Cased_Letter']) assert.equal(has('gc', name, 0x41), true, name);
  for (const name of ['Greek', 'Grek']) assert.equal(has('sc', name, 0x3b1), true, name);
  for (const name of ['Alphabetic', 'Lowercase']) assert.equal(has('', name, 0x61), true, name);
  for (const [name, code] of [['Cn', 0x10ffff], ['Cn', 0x50000], ['Co', 0x10fffd], ['Co', 0xe000]]) {
    assert.equal(has('gc', name, code), true, name);
  }
  assert.equal(has('gc', 'Co', 0xfffff), false);
  for (const name of ['Klingon', 'greek', 'Zzzz', 'Unknown', 'Qaac', 'Hrkt', 'L}|\\p{N', '']) {
    assert.equal(ranges('sc', name), undefined, name);
  }
});

test('letters that differ in case only fold to one', () => {
  const flat = folds();
  const folded = new Map(Array.from({ length: flat.length / 2 }, (_, at) => [flat[2 * at], flat[2 * at + 1]]));
  const to = (text) => String.fromCodePoint(folded.get(text.codePointAt(0)) ?? text.codePointAt(0));
  for (const [one, other] of ['Kk', '\u212ak', 'Ss', 'ſs', 'Ää', 'Σσ', 'ςσ', 'µμ', 'Μμ', 'ẞß', '𐐀𐐨', 'ıı', 'ßß', '11'].map((two) => [...two])) {
    assert.equal(to(one), other);
  }
  const order = [...folded.keys()];
  assert.deepEqual(order, order.toSorted((one, other) => one - other));
});
