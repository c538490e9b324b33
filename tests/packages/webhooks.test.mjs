// The endpoint of `examples/webhooks` in Express.

import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import assert from 'node:assert/strict';
import { signed, stage, stories } from '../js/webhooks.mjs';
import { placed, project } from './project.mjs';

const express = createRequire(join(project, 'package.json'))('express');
const folder = await placed('../../examples/webhooks', 'webhooks');
const load = (file) => import(pathToFileURL(join(folder, file)).href);
const [{ Accounts }, { handler }] = await Promise.all([load('accounts.js'), load('express-handler.js')]);

async function listening(accounts, work) {
  const app = express();
  app.post('/webhooks/clerk', express.raw({ type: 'application/json' }), handler(accounts));
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await work(`http://127.0.0.1:${server.address().port}/webhooks/clerk`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

for (const [name, one] of Object.entries(stories)) {
  test(`Express hands deliveries over as they came: ${name}`, async () => {
    const { accounts, told } = stage(Accounts, one);
    await listening(accounts, async (url) => {
      const send = async (id, body, change) => {
        const headers = { 'content-type': 'application/json', ...signed(id, body), ...change };
        return (await fetch(url, { method: 'POST', headers, body })).status;
      };
      await one.play({ accounts, told, send });
    });
  });
}

test('a body that is read as something else is no delivery', async () => {
  const { accounts } = stage(Accounts);
  await listening(accounts, async (url) => {
    const body = '{"type":"user.created"}';
    const headers = { 'content-type': 'text/plain', ...signed('msg_1', body) };
    const { status } = await fetch(url, { method: 'POST', headers, body });
    assert.ok(status >= 400 && status < 500, String(status));
  });
});
