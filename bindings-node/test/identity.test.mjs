// Webhooks, session tokens and sync plans, by the cases that Rust runs too.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Kernel, ProfileKitError, checkSender, countCall, parseWebhook, planSync, standing, verifyToken, verifyWebhook } from '../index.mjs';
import { path } from '../../tests/js/input.mjs';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

function fixture(name) {
  return JSON.parse(readFileSync(path(`tests/fixtures/identity/${name}.json`), 'utf8'));
}

/** Whether an answer has all that a case names. */
function holds(answer, expected) {
  if (Array.isArray(expected)) {
    return Array.isArray(answer) && answer.length === expected.length && expected.every((one, at) => holds(answer[at], one));
  }
  if (typeof expected === 'object' && expected !== null) {
    return typeof answer === 'object' && answer !== null && Object.entries(expected).every(([name, one]) => holds(answer[name], one));
  }
  return answer === expected;
}

function answered(work) {
  try {
    return work();
  } catch (error) {
    assert.ok(error instanceof ProfileKitError, error.stack);
    return { code: error.code };
  }
}

/** A blueprint, as a case changes what it says of the provider. */
function changed(blueprint, identity) {
  if (identity === null) return Kernel.compile({ ...blueprint, identity: undefined });
  const members = Object.entries({ ...blueprint.identity, ...identity }).filter(([, value]) => value !== null);
  return Kernel.compile({ ...blueprint, identity: Object.fromEntries(members) });
}

test('plans are as the cases say', () => {
  const { blueprint, cases } = fixture('plans');
  for (const { name, user, local, link, now, identity, answer } of cases) {
    const kernel = changed(blueprint, identity);
    const at = new Date((now ?? 0) / 1000);
    const plan = answered(() => planSync(kernel, user, { local, link, now: at }));
    assert.ok(holds(plan, answer), `${name}: ${JSON.stringify(plan)}`);
  }
  assert.ok(cases.length > 25);
});

test('tokens are verified as the cases say', () => {
  const { jwks, cases } = fixture('tokens');
  for (const { name, token, pem, jwks: own, expected, now, answer, path: at } of cases) {
    const found = answered(() => {
      const claims = verifyToken(token, { keys: pem ?? own ?? jwks, ...expected, now: new Date(now / 1000) });
      const words = at?.split('.').reduce((found, part) => found?.[part], claims);
      return { subject: claims.sub, session: claims.sid, words, actor: claims.act?.sub };
    });
    assert.ok(holds(found, answer), `${name}: ${JSON.stringify(found)}`);
  }
  assert.ok(cases.length > 50);
});

test('tokens say whose sessions they are as the cases say', () => {
  const { blueprint, cases } = fixture('standings');
  for (const { name, claims, identity, answer } of cases) {
    const kernel = changed(blueprint, identity);
    const found = answered(() => {
      const said = standing(kernel, claims);
      assert.ok(kernel.subject({ id: claims.sub, ...said }));
      return { tenant: null, persona: null, ...said };
    });
    assert.deepEqual(found, answer, name);
  }
  assert.ok(cases.length > 13);
});

test('senders are found as the cases say', () => {
  const { blueprint } = fixture('standings');
  const { cases } = fixture('senders');
  for (const { name, peer, forwarded, proxies, answer } of cases) {
    const kernel = changed(blueprint, { allow_ips: ['0.0.0.0/0', '::/0'], trusted_proxies: proxies });
    assert.deepEqual(answered(() => checkSender(kernel, { peer, forwarded })), answer, name);
  }
  assert.ok(cases.length > 10);
  const kernel = changed(blueprint, { allow_ips: ['203.0.113.0/24'] });
  assert.equal(checkSender(kernel, { peer: '203.0.113.7' }), '203.0.113.7');
  assert.deepEqual(answered(() => checkSender(kernel, { peer: '203.0.114.7' })), { code: 'identity.address_not_allowed' });
  assert.deepEqual(answered(() => checkSender(kernel, {})), { code: 'identity.bad_address' });
  assert.deepEqual(answered(() => checkSender(kernel, { peer: 'localhost' })), { code: 'identity.bad_address' });
  assert.equal(checkSender(changed(blueprint), {}), undefined, 'from anywhere');
  assert.deepEqual(answered(() => checkSender(changed(blueprint, null), {})), { code: 'identity.not_configured' });
});

test('calls go on as the cases say', () => {
  const { blueprint, cases } = fixture('rates');
  for (const { name, rate, calls, answer } of cases) {
    const maker = { ...blueprint.personas.maker, rate_limit: rate };
    const kernel = Kernel.compile({ ...blueprint, personas: { ...blueprint.personas, maker } });
    let freeAt;
    const found = calls.map((call) => {
      const step = countCall(kernel, 'maker', { freeAt, now: new Date(call.now / 1000) });
      freeAt = step.freeAt;
      return { ...step, headers: Object.entries(step.headers) };
    });
    assert.ok(holds(found, answer), `${name}: ${JSON.stringify(found)}`);
    assert.equal(countCall(kernel, 'guest'), undefined);
  }
  assert.ok(cases.length > 4);
});

test('webhooks are verified as the cases say', () => {
  const { cases } = fixture('webhooks');
  for (const { name, headers, body, keys, now, tolerance, answer } of cases) {
    const own = keys.map((key) => (typeof key === 'string' ? key : { ...key, until: new Date(key.until / 1000) }));
    for (const bytes of [body, Buffer.from(body)]) {
      const found = answered(() => {
        const verified = verifyWebhook({ headers, body: bytes, keys: own, now: new Date(now / 1000), tolerance });
        return { ...verified, at: verified.at.getTime() * 1000 };
      });
      assert.deepEqual(found, answer, name);
    }
  }
  assert.ok(cases.length > 35);
});

test('deliveries are read as the cases say', () => {
  const { cases } = fixture('deliveries');
  for (const { name, body, answer } of cases) {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    for (const bytes of [text, Buffer.from(text)]) {
      const found = answered(() => parseWebhook(bytes));
      if (answer.code !== undefined) {
        assert.deepEqual(found, { code: answer.code }, name);
        continue;
      }
      // Answers say what the case is about; the rest is left out.
      const { event = found.event, at, news } = answer;
      assert.equal(found.event, event, name);
      if (at !== undefined) assert.equal(found.at?.getTime() ?? null, at === null ? null : Math.floor(at / 1000), name);
      const about = news.other ? 'other' : news.gone === undefined ? 'user' : 'gone';
      assert.equal(found.about, about, name);
      if (about !== 'other') assert.equal(found.id, news.gone ?? news.id ?? found.id, name);
      if (about === 'user') assert.deepEqual(found.user, JSON.parse(text).data, name);
    }
  }
  for (const body of [undefined, null, {}, 7]) {
    assert.equal(answered(() => parseWebhook(body)).code, 'kernel.bad_request');
  }
  assert.ok(cases.length > 15);
});

function signed(body, seconds = 1_700_000_000) {
  const key = Buffer.from(SECRET.slice(6), 'base64');
  const mac = createHmac('sha256', key).update(`msg_1.${seconds}.`).update(body).digest('base64');
  return { 'svix-id': 'msg_1', 'svix-timestamp': `${seconds}`, 'svix-signature': `v1,${mac}` };
}

test('every other event of the provider is recorded', () => {
  const { others } = fixture('deliveries');
  for (const event of others) {
    for (const data of [{ id: 'x_1', user_id: 'user_1' }, { id: 7, email_addresses: 'none' }, [1], null]) {
      const body = JSON.stringify({ type: event, object: 'event', timestamp: 1_700_000_000_000, data });
      assert.deepEqual(parseWebhook(body), { about: 'other', event, at: new Date(1_700_000_000_000) });
    }
  }
  assert.ok(others.length > 40);
});

test('a webhook is genuine or says why not', () => {
  const now = new Date(1_700_000_100_000);
  const body = '{"naïve":"\u{1f980}"}';
  const headers = signed(body);
  const webhook = { headers, body, keys: SECRET, now };
  const expected = { id: 'msg_1', at: new Date(1_700_000_000_000), family: 'svix', key: 0 };
  assert.deepEqual(verifyWebhook(webhook), expected);
  assert.deepEqual(verifyWebhook({ ...webhook, body: Buffer.from(body), headers: new Headers(headers) }), expected);
  assert.deepEqual(verifyWebhook({ ...webhook, headers: Object.entries(headers) }), expected);
  const other = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  assert.equal(verifyWebhook({ ...webhook, keys: [other, { secret: SECRET, until: now }] }).key, 1);
  for (const [change, code] of [
    [{ body: `${body} ` }, 'identity.wrong_signature'],
    [{ keys: other }, 'identity.wrong_signature'],
    [{ keys: [{ secret: SECRET, until: new Date(1_700_000_099_999) }] }, 'identity.no_secret'],
    [{ keys: [] }, 'identity.no_secret'],
    [{ keys: 'whsec_' }, 'identity.short_secret'],
    [{ keys: '' }, 'identity.short_secret'],
    [{ keys: [''] }, 'identity.short_secret'],
    [{ keys: ['', SECRET] }, 'identity.short_secret'],
    [{ keys: [SECRET, ''] }, 'identity.short_secret'],
    [{ now: new Date(1_700_000_301_000) }, 'identity.too_old'],
    [{ now: new Date(1_699_999_699_000) }, 'identity.too_new'],
    [{ headers: {} }, 'identity.missing_header'],
    [{ headers: { ...headers, 'SVIX-ID': 'msg_2' } }, 'identity.repeated_header'],
    [{ headers: { ...headers, 'svix-id': 'msg_1\nsvix-id' } }, 'kernel.bad_request'],
    [{ headers: { ...headers, 'svix-signature': 'v2,AAAA' } }, 'identity.unknown_version'],
    [{ body: JSON.parse(body) }, 'kernel.bad_request'],
    [{ body: undefined }, 'kernel.bad_request'],
    [{ now: 7 }, 'kernel.bad_request'],
    [{ headers: null }, 'kernel.bad_request'],
    [{ keys: 7 }, 'kernel.bad_request'],
  ]) {
    assert.deepEqual(answered(() => verifyWebhook({ ...webhook, ...change })), { code }, JSON.stringify(change));
  }
});

test('a key without an end counts for ever', () => {
  const body = Buffer.alloc(100, 'x');
  const webhook = { headers: signed(body), body, now: new Date(1_700_000_000_000) };
  for (const until of [null, undefined, new Date(1_700_000_000_000)]) {
    assert.equal(verifyWebhook({ ...webhook, keys: [{ secret: SECRET, until }] }).key, 0);
  }
  const past = new Date(1_699_999_999_999);
  const code = 'identity.no_secret';
  assert.deepEqual(answered(() => verifyWebhook({ ...webhook, keys: [{ secret: SECRET, until: past }] })), { code });
});

test('every flipped bit of a signature is refused', () => {
  const body = Buffer.alloc(3000, 'x');
  const headers = signed(body);
  const mac = Buffer.from(headers['svix-signature'].slice(3), 'base64');
  const now = new Date(1_700_000_000_000);
  for (let bit = 0; bit < 256; bit += 1) {
    const other = Buffer.from(mac);
    other[bit >> 3] ^= 1 << (bit & 7);
    const forged = { ...headers, 'svix-signature': `v1,${other.toString('base64')}` };
    assert.deepEqual(answered(() => verifyWebhook({ headers: forged, body, keys: SECRET, now })), { code: 'identity.wrong_signature' });
  }
});

test('what is handed in is looked at', () => {
  const kernel = Kernel.fromFile(path('core/blueprints/marketplace.json'));
  for (const work of [
    () => planSync({}, {}),
    () => planSync(kernel, { id: 'user_1' }, { local: 7 }),
    () => checkSender(kernel, { peer: 7 }),
    () => checkSender({}, { peer: '203.0.113.7' }),
    () => countCall(kernel, 7),
    () => countCall(kernel, 'nobody'),
    () => countCall(kernel, 'builder', { freeAt: 'soon' }),
    () => countCall(kernel, 'builder', { freeAt: Number.NaN }),
    () => countCall(kernel, 'builder', { now: 7 }),
    () => standing({}, {}),
    () => standing(kernel, 7),
    () => standing(kernel, 'claims'),
    () => standing(kernel, undefined),
    () => verifyToken(7, { keys: '' }),
    () => verifyToken('a.b.c', { keys: {}, issuer: 7 }),
  ]) {
    assert.equal(answered(work).code, 'kernel.bad_request');
  }
  assert.equal(answered(() => planSync(kernel, { id: 'with space' })).code, 'identity.no_user_id');
});
