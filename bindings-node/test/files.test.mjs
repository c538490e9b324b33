// Blueprints from files and from the package.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Kernel, ProfileKitError } from '../index.mjs';
import { path } from '../../tests/js/input.mjs';

test('a blueprint is read from a file and comes with the package', () => {
  const kernels = [Kernel.fromFile(path('core/blueprints/talent.json')), Kernel.preset('talent')];
  const [file, preset] = kernels.map((kernel) => kernel.matrix('csv'));
  assert.equal(file, preset);
});

test('what is no blueprint is refused', () => {
  for (const work of [
    () => Kernel.fromFile('/no/such/file'),
    () => Kernel.fromFile(7),
    () => Kernel.preset('../secret'),
    () => Kernel.preset('nothing'),
    () => Kernel.preset(7),
  ]) {
    assert.throws(work, (error) => error instanceof ProfileKitError && error.code === 'kernel.bad_request');
  }
});
