// The route of `examples/webhooks`, called as Next.js calls it; `tests/packages` has the one for Express.

import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { path } from '../../tests/js/input.mjs';
import { SECRET, blueprint, signed, stage, stories } from '../../tests/js/webhooks.mjs';

// The example finds the package as an application does.
const folder = mkdtempSync(join(tmpdir(), 'profilekit-'));
after(() => rmSync(folder, { recursive: true }));
cpSync(path('examples/webhooks'), folder, { recursive: true });
mkdirSync(join(folder, 'node_modules/@profilekit'), { recursive: true });
symlinkSync(path('bindings-node'), join(folder, 'node_modules/@profilekit/node'));
const load = (file) => import(pathToFileURL(join(folder, file)).href);
const { Accounts } = await load('accounts.js');
const { route } = await load('next-route.js');

/** Delivers as Next.js calls a route; a proxy on the same machine stands before it. */
function delivering(accounts, options = { peer: () => '127.0.0.1' }) {
  const POST = route(accounts, options);
  return async (id, body, change) => {
    const headers = { ...signed(id, body), ...change };
    const request = new Request('https://example.com/api/webhooks/clerk', { method: 'POST', headers, body });
    return (await POST(request)).status;
  };
}

for (const [name, one] of Object.entries(stories)) {
  test(`a Next.js route handler: ${name}`, async () => {
    const { accounts, told } = stage(Accounts, one);
    await one.play({ accounts, told, send: delivering(accounts) });
  });
}

test('where nobody says who connected, networks that are named let nobody in', async () => {
  const { accounts } = stage(Accounts, stories['deliveries come from where the blueprint says']);
  const send = delivering(accounts, {});
  const body = '{"type":"organization.created","data":{}}';
  assert.equal(await send('msg_1', body, { 'x-forwarded-for': '203.0.113.7' }), 400);
  const anywhere = stage(Accounts).accounts;
  assert.equal(await delivering(anywhere, undefined)('msg_1', body), 200);
});

test('what the provider could not be told is followed when the delivery comes again', async () => {
  const story = stories['the provider is told roles that are the product\'s own'];
  let failing = true;
  const told = [];
  const tell = (command) => {
    if (failing) throw new Error('the outbox is away');
    told.push(command);
  };
  const accounts = new Accounts(blueprint(story.change), { keys: SECRET, tell });
  const body = JSON.stringify({ type: 'user.created', data: { id: 'user_1', updated_at: 1, public_metadata: { roles: ['mentor'] } } });
  assert.equal(await delivering(accounts)('msg_1', body), 500);
  assert.deepEqual([accounts.accounts.size, accounts.deliveries.size], [0, 0]);
  failing = false;
  assert.equal(await delivering(accounts)('msg_1', body), 200);
  assert.deepEqual([accounts.accounts.size, told.length], [1, 1]);
});
