// The route of `examples/webhooks`, called as Next.js calls it; `tests/packages` has the one for Express.

import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Kernel } from '../index.mjs';
import { path } from '../../tests/js/input.mjs';
import { SECRET, signed, story } from '../../tests/js/webhooks.mjs';

// The example finds the package as an application does.
const folder = mkdtempSync(join(tmpdir(), 'profilekit-'));
after(() => rmSync(folder, { recursive: true }));
cpSync(path('examples/webhooks'), folder, { recursive: true });
mkdirSync(join(folder, 'node_modules/@profilekit'), { recursive: true });
symlinkSync(path('bindings-node'), join(folder, 'node_modules/@profilekit/node'));
const load = (file) => import(pathToFileURL(join(folder, file)).href);
const { Accounts } = await load('accounts.js');
const { route } = await load('next-route.js');

function fresh() {
  return new Accounts(Kernel.fromFile(path('core/blueprints/talent.json')), SECRET);
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
