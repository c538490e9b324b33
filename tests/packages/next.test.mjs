// An application on Next.js: the Node package in a route, in a webhook's endpoint and in a server
// component, the browser package in a client component.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launch, open } from '../../bindings-wasm/test/browser.mjs';
import { SECRET, signed, story } from '../js/webhooks.mjs';
import { environment, placed, program, run } from './project.mjs';
import { serving } from './serving.mjs';

const NEXT = program('next/dist/bin/next');

describe('next', () => {
  let server;
  let browser;

  before(async () => {
    const folder = await placed('apps/next', 'next');
    await placed('../../examples/webhooks', 'next/webhooks');
    environment.CLERK_WEBHOOK_SECRET = SECRET;
    const { code, stdout, stderr } = await run(folder, NEXT, 'build');
    assert.equal(code, 0, stdout + stderr);
    server = await serving(folder, NEXT, (port) => ['start', '--hostname', '127.0.0.1', '--port', port]);
    browser = await launch();
  });

  after(async () => {
    await browser?.close();
    await server?.close();
  });

  async function asked(method, user, body) {
    const headers = user === undefined ? {} : { 'x-user': user };
    const response = await fetch(`${server.address}/profile`, { method, headers, body });
    return { status: response.status, body: await response.json() };
  }

  test('a route shows what the viewer sees', async () => {
    const stranger = await asked('GET');
    assert.equal(stranger.body.document.basics.display_name, 'Ada');
    assert.equal(stranger.body.document.contact, undefined);
    const owner = await asked('GET', 'u1');
    assert.equal(owner.body.document.contact.email, 'ada@example.com');
  });

  test('a route decides who writes', async () => {
    const { status, body } = await asked('PUT', 'u2', '{}');
    assert.equal(status, 403);
    assert.equal(body.allowed, false);
    assert.ok(body.message.length > 0);
  });

  test('a route validates what is written', async () => {
    const written = await asked('PUT', 'u1', '{"basics":{"display_name":" Ada "}}');
    assert.equal(written.status, 200);
    assert.equal(written.body.document.basics.display_name, 'Ada');
    const wrong = await asked('PUT', 'u1', '{"basics":{"website":7},"trust":{"tier":3}}');
    assert.equal(wrong.status, 422);
    assert.deepEqual(wrong.body.violations.map(({ code }) => code), ['schema.wrong_type', 'schema.field_not_writable']);
  });

  test('a route takes deliveries of the provider as they came', async () => {
    const url = `${server.address}/webhooks/clerk`;
    const accounts = { accounts: new Map() };
    const send = async (id, body, change) => {
      const headers = { 'content-type': 'application/json', ...signed(id, body), ...change };
      const { status } = await fetch(url, { method: 'POST', headers, body });
      accounts.accounts = new Map(Object.entries(await (await fetch(url)).json()));
      return status;
    };
    await story({ accounts, send });
  });

  test('a server component', async () => {
    const page = await (await fetch(server.address)).text();
    assert.match(page, /<h1>Ada<\/h1><meter min="0" max="100" value="\d+"><\/meter><p>hidden<\/p>/);
    const own = await (await fetch(`${server.address}/?viewer=u1`)).text();
    assert.match(own, /<p>ada@example\.com<\/p>/);
  });

  test('a client component', async () => {
    const { page, complaints } = await open(browser, `${server.address}/edit`);
    const website = page.getByLabel('Website');
    await website.fill('not an address');
    await page.waitForFunction(() => document.querySelector('output').textContent !== '');
    await website.fill('https://example.com');
    await page.waitForFunction(() => document.querySelector('output').textContent === '');
    assert.deepEqual(complaints, []);
  });
});
