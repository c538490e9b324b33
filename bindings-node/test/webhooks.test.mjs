// The endpoints of `examples/webhooks`, called as their frameworks call them.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Kernel } from '../index.mjs';
import { path } from '../../tests/js/input.mjs';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

// The example finds the package as an application does.
const folder = mkdtempSync(join(tmpdir(), 'profilekit-'));
after(() => rmSync(folder, { recursive: true }));
cpSync(path('examples/webhooks'), folder, { recursive: true });
mkdirSync(join(folder, 'node_modules/@profilekit'), { recursive: true });
symlinkSync(path('bindings-node'), join(folder, 'node_modules/@profilekit/node'));
const load = (file) => import(pathToFileURL(join(folder, file)).href);
const { Accounts } = await load('accounts.js');
const { route } = await load('next-route.js');
const { handler } = await load('express-handler.js');

function fresh() {
  return new Accounts(Kernel.fromFile(path('core/blueprints/talent.json')), SECRET);
}

function signed(id, body) {
  const seconds = Math.floor(Date.now() / 1000);
  const key = Buffer.from(SECRET.slice(6), 'base64');
  const mac = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64');
  return { 'svix-id': id, 'svix-timestamp': `${seconds}`, 'svix-signature': `v1,${mac}` };
}

const user = (minute, name, roles) => ({
  id: 'user_1', first_name: name, updated_at: 1_700_000_000_000 + minute * 60_000,
  primary_email_address_id: 'i', email_addresses: [{ id: 'i', email_address: 'ada@example.com' }],
  public_metadata: { roles }, unsafe_metadata: { roles: ['admin'] },
});

const created = JSON.stringify({ type: 'user.created', data: user(0, 'Ada', ['student']) });
const updated = JSON.stringify({ type: 'user.updated', data: user(1, 'Ada L', ['mentor', 'admin']) });
const deleted = JSON.stringify({ type: 'user.deleted', data: { id: 'user_1', deleted: true } });

/** Sends everything out of order and more than once, through an endpoint. */
async function story(accounts, send) {
  assert.equal(await send('msg_2', updated), 200);
  assert.equal(await send('msg_1', created), 200);
  assert.equal(await send('msg_2', updated), 200);
  const { document, roles } = accounts.accounts.get('user_1');
  assert.deepEqual([document.name, document.email, roles], ['Ada L', 'ada@example.com', ['mentor']]);
  assert.equal(await send('msg_3', '{"type":'), 422);
  assert.equal(await send('msg_4', created, { 'svix-signature': 'v1,AAAA' }), 400);
  assert.equal(await send('msg_5', created, { 'svix-timestamp': '1' }), 401);
  assert.equal(await send('msg_6', deleted), 200);
  assert.equal(await send('msg_7', updated), 200);
  assert.equal(accounts.accounts.size, 0);
}

test('a Next.js route handler', async () => {
  const accounts = fresh();
  const POST = route(accounts);
  await story(accounts, async (id, body, change) => {
    const headers = { ...signed(id, body), ...change };
    const request = new Request('https://example.com/api/webhooks/clerk', { method: 'POST', headers, body });
    return (await POST(request)).status;
  });
});

test('an Express handler', async () => {
  const accounts = fresh();
  const handle = handler(accounts);
  // What `express.raw` does: the body as it came.
  const server = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    request.body = Buffer.concat(parts);
    handle(request, response);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  try {
    const url = `http://127.0.0.1:${server.address().port}/webhooks/clerk`;
    await story(accounts, async (id, body, change) => {
      const headers = { ...signed(id, body), ...change };
      return (await fetch(url, { method: 'POST', headers, body })).status;
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
