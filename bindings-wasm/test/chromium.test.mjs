// The suites that every JavaScript package passes, in a browser, under a strict policy.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { input } from '../../tests/js/input.mjs';
import { launch, open } from './browser.mjs';
import { serve } from './server.mjs';

describe('in a browser', () => {
  let server;
  let browser;

  before(async () => {
    server = await serve('');
    browser = await launch();
  });

  after(async () => {
    await browser?.close();
    await server?.close();
  });

  test('every suite', async (context) => {
    const { page, complaints } = await open(browser, `${server.address}/bindings-wasm/test/page.html`);
    page.on('console', (message) => console.log(message.text()));
    await page.waitForFunction(() => window.run !== undefined);
    assert.equal(await page.evaluate(() => window.refusesEval), true);
    const profiles = await page.evaluate((given) => window.runProfiles(given), input());
    assert.ok(profiles.length > 12, `${profiles.length} outcomes`);
    const outcomes = await page.evaluate((given) => window.run(given), input());
    assert.ok(outcomes.length > 25, `${outcomes.length} outcomes`);
    const thin = await page.evaluate((given) => window.runThin(given), input());
    assert.ok(thin.length > 12, `${thin.length} outcomes`);
    for (const { title, error } of [...profiles, ...outcomes, ...thin]) {
      await context.test(title, () => assert.equal(error, undefined));
    }
    assert.deepEqual(complaints.filter((text) => !text.includes('unsafe-eval')), []);
  });
});
