// ECMAScript and CommonJS modules.

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { placed, run } from './project.mjs';

const CLASSES = ['Ability', 'Action', 'BlueprintError', 'Context', 'Kernel', 'ProfileKitError', 'Record', 'Records', 'Subject', 'Validation'];

/** What verifies deliveries and tokens, on servers only. */
const ON_SERVERS = ['checkSender', 'countCall', 'parseWebhook', 'planSync', 'standing', 'verifyToken', 'verifyWebhook'];

describe('modules', () => {
  let folder;

  before(async () => {
    folder = await placed('apps/modules', 'modules');
  });

  async function said(program, ...options) {
    const { code, stdout, stderr } = await run(folder, ...options, program);
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout);
  }

  test('an import has what `require` has', async () => {
    const { names, same, browser, name } = await said('imported.mjs');
    assert.deepEqual(names, [...CLASSES, ...ON_SERVERS]);
    assert.deepEqual(browser, CLASSES);
    assert.equal(same, true);
    assert.equal(name, 'Ada');
  });

  test('a CommonJS program', async () => {
    const { seen, code, known } = await said('required.cjs');
    assert.deepEqual(seen, {});
    assert.equal(code, 'kernel.unknown_action');
    assert.deepEqual(known, [...CLASSES, ...ON_SERVERS]);
  });

  test('the browser package takes a compiled module', async () => {
    const { before, score } = await said('precompiled.mjs', '--no-warnings');
    assert.match(before, /init\(\)/);
    assert.equal(typeof score, 'number');
  });
});
