// The endpoint of `examples/webhooks` in Express.

import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import assert from 'node:assert/strict';
import { SECRET, signed, story } from '../js/webhooks.mjs';
import { placed, project } from './project.mjs';

const express = createRequire(join(project, 'package.json'))('express');
const folder = await placed('../../examples/webhooks', 'webhooks');
const load = (file) => import(pathToFileURL(join(folder, file)).href);
const [{ Accounts }, { handler }, { Kernel }] = await Promise.all([
  load('accounts.js'), load('express-handler.js'),
  import(pathToFileURL(createRequire(join(folder, 'accounts.js')).resolve('@profilekit/node')).href),
]);

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

test('Express hands deliveries over as they came', async () => {
  const accounts = new Accounts(Kernel.preset('talent'), SECRET);
  await listening(accounts, (url) =>
    story(accounts, async (id, body, change) => {
      const headers = { 'content-type': 'application/json', ...signed(id, body), ...change };
      return (await fetch(url, { method: 'POST', headers, body })).status;
    }),
  );
});

test('a body that is read as something else is no delivery', async () => {
  const accounts = new Accounts(Kernel.preset('talent'), SECRET);
  await listening(accounts, async (url) => {
    const body = '{"type":"user.created"}';
    const headers = { 'content-type': 'text/plain', ...signed('msg_1', body) };
    const { status } = await fetch(url, { method: 'POST', headers, body });
    assert.ok(status >= 400 && status < 500, String(status));
  });
});
