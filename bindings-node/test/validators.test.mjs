// Generated validators change nothing but the time that an object takes: hostile objects.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import vm from 'node:vm';

import { Kernel, ProfileKitError } from '../index.mjs';
import * as marketplace from '../../tests/types/products/marketplace.validators.mjs';

const blueprint = readFileSync(new URL('../../core/blueprints/marketplace.json', import.meta.url));
const plain = Kernel.compile(blueprint);
const kernel = Kernel.compile(blueprint).use(marketplace);
const KIND = 'builder_profile';

const recognise = (value, mode = 'create') => marketplace.kinds[KIND][mode](value);

/** What validation tells of a value, or which error it throws. */
function told(by, value, options) {
  try {
    const { valid, violations, document, value: normal } = by.validate(KIND, value, options);
    return { valid, violations, document, normal };
  } catch (error) {
    if (!(error instanceof ProfileKitError)) throw error;
    return { code: error.code };
  }
}

/** A profile with one of every shape. */
const profile = () => ({
  basics: { headline: 'I build', display_name: 'Zoë Müller', bio: 'Line\nby line', website: 'https://example.com/a' },
  rates: { hourly: { amount: '80.00', currency: 'USD' } },
  skills: { skills: [{ name: 'Rust', level: 'expert' }, { name: 'SQL' }], domains: ['health'] },
  contact: { email: 'a.b@example.org', country: 'DE', timezone: 'Europe/Berlin' },
  trust: { tier: 2, featured: true },
});

test('modes say what must be there', () => {
  for (const mode of ['create', 'replace', 'patch', 'draft', 'publish', 'step:about']) {
    for (const value of [profile(), {}, { basics: {} }, { basics: { bio: 'No headline' } }, { basics: { bio: null } }]) {
      assert.deepEqual(told(kernel, value, { mode }), told(plain, value, { mode }), `${mode} ${JSON.stringify(value)}`);
    }
  }
  assert.deepEqual(recognise({ basics: {} }, 'patch'), { basics: {} });
  assert.equal(recognise({ basics: { bio: 'No headline' } }), undefined, 'a check fails');
  assert.equal(marketplace.kinds[KIND].publish, undefined, 'scores are the kernel’s');
});

test('members that are not there, and nulls', () => {
  const value = { ...profile(), social: undefined };
  value.basics.image = undefined;
  assert.ok(recognise(value) !== undefined);
  assert.deepEqual(told(kernel, value), told(plain, value));
  assert.equal(recognise({ ...profile(), social: null }), undefined);
});

/** A profile with something else at `basics`, `skills.domains` or anywhere. */
const withBasics = (basics) => ({ ...profile(), basics });
const withDomains = (domains) => ({ ...profile(), skills: { domains } });
const withHeadline = (headline) => withBasics({ headline });
const own = (name, value) => Object.defineProperty({}, name, { value, enumerable: true });
class Basics {
  constructor() {
    this.headline = 'of a class';
  }
}
class Written extends Basics {
  toJSON() {
    return { headline: 7 };
  }
}
const cyclic = profile();
cyclic.basics.again = cyclic;
const inherited = Object.create({ headline: 'inherited' });
const hidden = Object.defineProperty({ zzz: 1 }, 'headline', { value: 'not enumerable' });
const silent = Object.defineProperty({ headline: 'x' }, 'toJSON', { value: () => ({ headline: 7 }) });
const sparse = ['a', , 'b'];
const written = Object.assign(['health'], { toJSON: () => ['Not a slug'] });

const NOT_RECOGNISED = {
  'an instance of a class': withBasics(new Basics()),
  'an instance with toJSON': withBasics(new Written()),
  'toJSON that nobody sees': withBasics(silent),
  'a member that is inherited': withBasics(inherited),
  'a member that is not enumerable': withBasics(hidden),
  'an object of another realm': vm.runInNewContext('({ basics: { headline: "x" } })'),
  'a list that writes itself': withDomains(written),
  'a list with holes': withDomains(sparse),
  'a list with undefined': withDomains([undefined]),
  'a date': withBasics(new Date(0)),
  'a map': withBasics(new Map([['headline', 'x']])),
  'a boxed text': withHeadline(new String('x')),
  'an object where a list stands': withDomains({ 0: 'health', length: 1 }),
  'a list where an object stands': withBasics([]),
  'a list that pretends to be none': withBasics(Object.setPrototypeOf([], Object.prototype)),
  'a function': withHeadline(() => 'x'),
  'a symbol': withHeadline(Symbol('x')),
  'a big number': { ...profile(), trust: { tier: 2n } },
  'not a number': { ...profile(), trust: { tier: NaN } },
  'minus zero': { ...profile(), trust: { tier: -0 } },
  'half a surrogate pair': withHeadline('a\ud800b'),
  'a name that means something': { ...profile(), ...own('__proto__', {}) },
  'a member that no field names': { ...profile(), stranger: 1 },
  'a cycle': cyclic,
  'a text too long by one': withHeadline('x'.repeat(161)),
  'a text of emoji too long by one': withHeadline('👋'.repeat(161)),
  'an item twice': withDomains(['health', 'health']),
  'white space at the end': withHeadline('x '),
  'two spaces': withHeadline('x  y'),
  'letters to compose': withHeadline('e\u0301'),
  'a getter that throws': withBasics({ get headline() { throw new RangeError('no'); } }),
  'no object': 'x',
  'a number': 7,
  'nothing': null,
};

for (const [what, value] of Object.entries(NOT_RECOGNISED)) {
  test(`left to the kernel: ${what}`, () => {
    let copy;
    try {
      copy = recognise(value);
    } catch {
      copy = undefined;
    }
    assert.equal(copy, undefined);
    assert.deepEqual(told(kernel, value), told(plain, value));
  });
}

test('what is read is what is answered, whoever answers', () => {
  let reads = 0;
  const getter = { get headline() { reads += 1; return `read ${reads} times`; } };
  const found = kernel.validate(KIND, withBasics(getter));
  assert.deepEqual([found.value.basics.headline, reads], ['read 1 times', 1]);
  const proxy = new Proxy({ headline: 'behind a proxy' }, {});
  assert.deepEqual(told(kernel, withBasics(proxy)), told(plain, withBasics(proxy)));
  const symbols = withBasics({ headline: 'x', [Symbol('y')]: 1 });
  assert.deepEqual(told(kernel, symbols), told(plain, symbols));
  const bare = withBasics(Object.assign(Object.create(null), { headline: 'x' }));
  assert.deepEqual(told(kernel, bare), told(plain, bare));
  const emoji = withHeadline('👋'.repeat(160));
  assert.ok(recognise(emoji) !== undefined);
  assert.deepEqual(told(kernel, emoji), told(plain, emoji));
});

test('a prototype that somebody polluted is nobody’s member', () => {
  const value = { ...profile(), basics: {} };
  try {
    Object.prototype.headline = 'polluted';
    assert.equal(recognise(value), undefined);
  } finally {
    delete Object.prototype.headline;
  }
  assert.ok(recognise(value) !== undefined);
});

test('a document near the limit is left to the kernel', () => {
  const work = Array.from({ length: 60 }, () => ({ summary: 'ü'.repeat(4000) }));
  const large = { ...profile(), experience: { work } };
  assert.equal(recognise(large), undefined);
  assert.deepEqual(told(kernel, large), told(plain, large));
});

test('they run where code may not be made of text', () => {
  const source = readFileSync(new URL('../../tests/types/products/marketplace.validators.mjs', import.meta.url), 'utf8');
  assert.doesNotMatch(source, /\beval\b|\bFunction\s*\(|\bimport\b|\brequire\b|\bprocess\b|\bBuffer\b/);
  const context = vm.createContext({}, { codeGeneration: { strings: false, wasm: false } });
  const script = `${source.replace(/^export /gm, '')}\nkinds.${KIND}.create({ basics: { headline: 'x' } });`;
  assert.equal(vm.runInContext(script, context).basics.headline, 'x');
});
