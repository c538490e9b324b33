// A webhook of 3 KB verified, beside the provider's own package and beside what Node does itself.

import assert from 'node:assert/strict';
import { createHmac, timingSafeEqual } from 'node:crypto';

import { verifyWebhook } from '../../bindings-node/index.mjs';
import { svix } from './peers.mjs';
import { row } from './rows.mjs';
import { measure } from './timing.mjs';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const KEY = Buffer.from(SECRET.slice(6), 'base64');
const ID = 'msg_2KWPBgLlAfxdpx2AI54pPJ85f4W';

/** A delivery of about 3 KB, as Clerk's are with a few addresses. */
function delivery() {
  const contact = (index) => ({
    id: `idn_${index}`, object: 'email_address', linked_to: [], reserved: false, matches_sso_connection: false,
    email_address: `ada.lovelace+${index}@example.com`, created_at: 1_700_000_000_000, updated_at: 1_700_000_000_000,
    verification: { status: 'verified', strategy: 'email_code', attempts: 1, expire_at: 1_700_000_600_000 },
  });
  const data = {
    id: 'user_2aXcfJ', object: 'user', first_name: 'Ada', last_name: 'Lovelace', has_image: true,
    image_url: 'https://img.clerk.com/eyJ0eXBlIjoiZGVmYXVsdCJ9', primary_email_address_id: 'idn_3',
    email_addresses: Array.from({ length: 9 }, (_, index) => contact(index)), phone_numbers: [], external_accounts: [],
    public_metadata: { roles: ['builder'] }, private_metadata: {}, unsafe_metadata: { theme: 'dark' },
    locked: false, banned: false, created_at: 1_690_000_000_000, updated_at: 1_700_000_000_000,
  };
  return JSON.stringify({ type: 'user.updated', object: 'event', timestamp: 1_700_000_000_000, data });
}

function headersOf(body) {
  const seconds = `${Math.floor(Date.now() / 1000)}`;
  const mac = createHmac('sha256', KEY).update(`${ID}.${seconds}.`).update(body).digest('base64');
  return { 'content-type': 'application/json', 'svix-id': ID, 'svix-timestamp': seconds, 'svix-signature': `v1,${mac}` };
}

/** Headers that nobody may take for those of the delivery. */
function forgeries(headers) {
  const mac = headers['svix-signature'].slice(3);
  const other = `${mac.startsWith('A') ? 'B' : 'A'}${mac.slice(1)}`;
  return [
    { ...headers, 'svix-signature': `v1,${other}` },
    { ...headers, 'svix-id': 'msg_other' },
    { ...headers, 'svix-timestamp': `${Number(headers['svix-timestamp']) - 3600}` },
    { ...headers, 'svix-signature': '' },
  ];
}

const takes = (verify) => {
  try {
    return verify() !== false;
  } catch {
    return false;
  }
};

/** What a careful handler writes itself: the signature, in constant time, and the clock. */
function byHand(body, headers) {
  const seconds = headers['svix-timestamp'];
  if (Math.abs(Date.now() / 1000 - Number(seconds)) > 300) return false;
  const own = createHmac('sha256', KEY).update(`${headers['svix-id']}.${seconds}.`).update(body).digest();
  for (const part of headers['svix-signature'].split(' ')) {
    if (!part.startsWith('v1,')) continue;
    const theirs = Buffer.from(part.slice(3), 'base64');
    if (theirs.length === own.length && timingSafeEqual(theirs, own)) return true;
  }
  return false;
}

/** The rows of this area. */
export function identity() {
  const text = delivery();
  const headers = headersOf(text);
  const webhook = new svix.Webhook(SECRET);
  const rows = [];
  for (const [what, body] of [['bytes', Buffer.from(text)], ['text', text]]) {
    const ours = (given) => verifyWebhook({ headers: given, body, keys: SECRET });
    const theirs = (given) => webhook.verify(body, given);
    const hand = (given) => byHand(body, given);
    for (const given of [headers, ...forgeries(headers)]) {
      const verdicts = [ours, theirs, hand].map((verify) => takes(() => verify(given)));
      assert.deepEqual(verdicts, Array(3).fill(given === headers), 'all must say the same');
    }
    const own = () => ours(headers).id.length;
    // Each in a run of its own with ours: what one leaves behind for the collector is not the other's.
    const one = measure({ ours: own, svix: () => (theirs(headers), 1) });
    const other = measure({ ours: own, crypto: () => Number(hand(headers)) });
    const size = `webhook, ${(text.length / 1024).toFixed(1)} KB of ${what}`;
    rows.push(
      row(size, one.ours, 'svix verify', one.svix, 1 / 8),
      row(size, other.ours, 'node:crypto by hand', other.crypto, 1),
    );
  }
  return rows;
}
