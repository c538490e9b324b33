// Deliveries as a provider sends them, and what must become of accounts, whatever endpoint takes them.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';

export const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

/** The headers of a delivery. */
export function signed(id, body) {
  const seconds = Math.floor(Date.now() / 1000);
  const key = Buffer.from(SECRET.slice(6), 'base64');
  const mac = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64');
  return { 'svix-id': id, 'svix-timestamp': `${seconds}`, 'svix-signature': `v1,${mac}` };
}

const user = (minute, name, roles) => ({
  id: 'user_1', first_name: name, updated_at: 1_700_000_000_000 + minute * 60_000,
  primary_email_address_id: 'i', email_addresses: [{ id: 'i', email_address: 'ada@example.com', verification: { status: 'verified' } }],
  public_metadata: { roles }, unsafe_metadata: { roles: ['admin'] },
});

const created = JSON.stringify({ type: 'user.created', data: user(0, 'Ada', ['student']) });
const updated = JSON.stringify({ type: 'user.updated', data: user(1, 'Ada L', ['mentor', 'admin']) });
const deleted = JSON.stringify({ type: 'user.deleted', data: { id: 'user_1', deleted: true } });

/** Sends everything out of order and more than once: `send` takes an identifier, a body and headers that differ, and gives the status. */
export async function story(accounts, send) {
  assert.equal(await send('msg_2', updated), 200);
  assert.equal(await send('msg_1', created), 200);
  assert.equal(await send('msg_2', updated), 200);
  const { document, roles } = accounts.accounts.get('user_1');
  assert.deepEqual([document.name, document.email, roles], ['Ada L', 'ada@example.com', ['mentor']]);
  assert.equal(await send('msg_3', '{"type":'), 422);
  // Genuine, and nothing can follow from it, now or later.
  for (const [index, body] of ['null', '7', '[]', '{}', '{"type":7}', '{"type":"user.updated"}', '{"type":"user.deleted"}', '{"type":"user.deleted","data":{}}'].entries()) {
    assert.equal(await send(`msg_3${index}`, body), 422, body);
  }
  assert.equal(await send('msg_39', '{"type":"organization.created","data":{"id":"org_1"}}'), 200);
  assert.equal(await send('msg_4', created, { 'svix-signature': 'v1,AAAA' }), 400);
  assert.equal(await send('msg_5', created, { 'svix-timestamp': '1' }), 401);
  assert.equal(await send('msg_6', deleted), 200);
  assert.equal(await send('msg_7', updated), 200);
  assert.equal(accounts.accounts.size, 0);
}
