// The examples, in a project that has the packages installed.

import assert from 'node:assert/strict';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, describe, test } from 'node:test';
import { launch, open } from '../../bindings-wasm/test/browser.mjs';
import { serve } from '../../bindings-wasm/test/server.mjs';
import { placed, project, run } from './project.mjs';

describe('the command for Node', () => {
  let folder;

  before(async () => {
    folder = await placed('../../examples/node', 'node');
  });

  test('says what its README says', async () => {
    const readme = await readFile(join(folder, 'README.md'), 'utf8');
    const sessions = [...readme.matchAll(/```console\n\$ node (.*)\n([\s\S]*?)```/g)];
    assert.equal(sessions.length, 2);
    for (const [index, [, words, expected]] of sessions.entries()) {
      const { code, stdout, stderr } = await run(folder, ...words.split(' '));
      assert.equal(stdout, expected);
      assert.deepEqual([code, stderr], [index, '']);
    }
  });

  test('a name with a meaning in JavaScript is refused', async () => {
    const { code, stdout } = await run(folder, 'main.js', 'profile.json', '--set', '/__proto__/polluted=true');
    assert.equal(code, 1);
    assert.match(stdout, /^Violations\n {2}\/: .*JavaScript/);
  });

  test('what it cannot do it says', async () => {
    for (const [words, said] of [
      [[], /^usage: /],
      [['profile.json', '--set', 'basics'], /^usage: /],
      [['missing.json'], /missing\.json/],
    ]) {
      const { code, stderr } = await run(folder, 'main.js', ...words);
      assert.equal(code, 2);
      assert.match(stderr, said);
    }
  });
});

describe('the static page', () => {
  let server;
  let browser;
  let page;
  let complaints;

  before(async () => {
    const folder = await placed('../../examples/web', 'web');
    const installed = 'node_modules/@profilekit/wasm';
    await cp(join(project, installed), join(folder, installed), { recursive: true });
    server = await serve(`${pathToFileURL(folder)}/`);
    browser = await launch();
    ({ page, complaints } = await open(browser, `${server.address}/index.html`));
    await page.waitForSelector('main[aria-busy="false"]');
  });

  after(async () => {
    assert.deepEqual(complaints, []);
    await browser?.close();
    await server?.close();
  });

  const note = (name) => page.textContent(`[id="note${name.replaceAll('/', '-')}"]`);
  const seen = () => page.$$eval('#view dt', (terms) => Object.fromEntries(terms.map((term) => [term.textContent, term.nextElementSibling.textContent])));

  test('every control has a name', async () => {
    const nameless = await page.$$eval('input, textarea, select', (controls) =>
      controls.filter(({ labels }) => !(labels.length === 1 && labels[0].textContent.trim() !== '')).map(({ name, id }) => name || id),
    );
    assert.deepEqual(nameless, []);
  });

  test('what is wrong stands beside its field', async () => {
    const website = page.getByLabel('Website');
    assert.equal(await website.getAttribute('aria-invalid'), 'false');
    await website.fill('http://ada.example');
    assert.equal(await note('/basics/website'), 'This address must begin with one of: https.');
    assert.equal(await website.getAttribute('aria-invalid'), 'true');
    assert.equal(await website.getAttribute('aria-describedby'), 'note-basics-website');
    await page.getByLabel('Hourly rate').fill('-1');
    assert.equal(await note('/rates/hourly/amount'), 'Enter 0 or more.');
    await page.getByLabel('Domains').fill('engines, Engines');
    assert.ok((await note('/skills/domains')).length > 0);
    await website.fill('https://ada.example');
    await page.getByLabel('Hourly rate').fill('120');
    await page.getByLabel('Domains').fill('engines');
    for (const name of ['/basics/website', '/rates/hourly/amount', '/skills/domains']) assert.equal(await note(name), '');
    assert.equal(await page.textContent('#elsewhere'), '');
  });

  test('a better profile is stronger', async () => {
    const width = () => page.$eval('#bar .reached', (bar) => Number(bar.getAttribute('width')));
    assert.equal(await page.textContent('#score'), '40 of 100, solid');
    assert.equal(await width(), 40);
    assert.equal(await page.textContent('#steps li'), 'Write 200 more characters about how you work. +9');
    await page.getByLabel('Bio').fill('I work. '.repeat(30));
    assert.equal(await page.textContent('#score'), '49 of 100, solid');
    assert.equal(await page.getAttribute('#bar', 'aria-label'), 'Strength: 49 of 100, solid');
    assert.equal(await width(), 49);
  });

  test('others see less', async () => {
    const viewer = page.getByLabel('Seen by');
    const shown = await seen();
    assert.equal(shown.Name, 'Ada Lovelace');
    assert.deepEqual([shown['Hourly rate'], shown.City, shown.Phone], [undefined, undefined, undefined]);
    assert.equal(await page.textContent('#hidden'), 'Hidden: Hourly rate, Contact.');
    await viewer.selectOption('a signed-in client');
    const client = await seen();
    assert.deepEqual([client['Hourly rate'], client.City, client.Phone], ['120 USD', 'London', undefined]);
    await viewer.selectOption('you');
    assert.equal((await seen()).Phone, '+442079460000');
    assert.equal(await page.textContent('#hidden'), 'Nothing is hidden.');
  });
});
