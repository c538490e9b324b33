// Generated validators change nothing but the time that an object takes.

import * as marketplace from '../types/products/marketplace.validators.mjs';
import * as talent from '../types/products/talent.validators.mjs';
import { equal, ok, same, thrown } from './expect.mjs';

const KIND = 'builder_profile';

/** A profile with one of most shapes. */
const profile = () => ({
  basics: { headline: 'I build', display_name: 'Zoë Müller', bio: 'Line\nby line', website: 'https://example.com/a' },
  rates: { hourly: { amount: '80.00', currency: 'USD' } },
  skills: { skills: [{ name: 'Rust', level: 'expert' }, { name: 'SQL' }], domains: ['health'] },
  contact: { email: 'a.b@example.org', country: 'DE', timezone: 'Europe/Berlin' },
  trust: { tier: 2, featured: true },
});

/** The suite: `api` is what a package exports, `blueprint` the text of the marketplace. */
export function validators({ Kernel, ProfileKitError }, blueprint) {
  const suite = [];
  const test = (title, run) => suite.push([title, run]);
  const plain = Kernel.compile(blueprint);
  const kernel = Kernel.compile(blueprint).use(marketplace);

  test('a valid object is recognised, with the answer of the kernel', () => {
    const value = profile();
    const before = JSON.stringify(value);
    ok(marketplace.kinds[KIND].create(value) !== undefined);
    const found = kernel.validate(KIND, value);
    same(found, plain.validate(KIND, value));
    equal(found.document, plain.validate(KIND, before).document);
    equal(found.value.rates.available, true, 'a default is filled in');
    equal(JSON.stringify(value), before, 'the object is as it was');
    value.basics.headline = 'Somebody else';
    equal(found.value.basics.headline, 'I build');
  });

  test('what is not recognised has the answer of the kernel', () => {
    const values = [{ basics: { headline: 7 } }, { basics: { headline: ' I build ' } }, { stranger: 1 }, { basics: null }, { trust: { tier: 9 } }, []];
    for (const value of values) {
      for (const mode of ['create', 'replace', 'patch', 'draft', 'publish']) {
        same(kernel.validate(KIND, value, { mode }), plain.validate(KIND, value, { mode }), mode);
      }
    }
  });

  test('validators of another blueprint are refused', () => {
    for (const other of [talent, {}, { fingerprint: 7 }, 'x', null, undefined]) {
      ok(thrown(() => kernel.use(other)) instanceof ProfileKitError);
    }
    ok(marketplace.fingerprint !== talent.fingerprint);
  });

  return suite;
}
