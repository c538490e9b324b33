// The suites for the module without a compiler: kernels come from images that the other module made.

import { ability } from '../../tests/js/ability.mjs';
import { corpus } from '../../tests/js/corpus.mjs';
import { equal, ok } from '../../tests/js/expect.mjs';
import { BEYOND as OTHERS, most, without } from './profiles.mjs';

/** The calls that are not about people and records, and the one about the blueprint. */
const BEYOND = [...OTHERS, 'schema'];

/** What the suites take for a package: blueprints are compiled by `full` and run by `thin`. */
export function precompiled(full, thin) {
  const compile = (blueprint) => thin.Runtime.fromImage(full.Kernel.compile(blueprint).image());
  return { ...thin, Kernel: { compile } };
}

/** All suites as `[title, run]`. */
export function suites(full, thin, { files, blueprints }) {
  const api = precompiled(full, thin);
  const kept = without(BEYOND, files);
  return [
    ...corpus(api, kept, 'thin'),
    ['most cases are about people and records', () => most(kept)],
    ...ability(api, files, blueprints),
    ['only images are run', () => refused(full, thin, blueprints.saas)],
    ['what needs a compiler is not there', () => absent(full, thin, blueprints.saas)],
  ];
}

function refused(full, { Runtime, ProfileKitError }, blueprint) {
  const code = (image) => {
    try {
      Runtime.fromImage(image);
    } catch (error) {
      ok(error instanceof ProfileKitError, `${error}`);
      return error.code;
    }
    return undefined;
  };
  const image = full.Kernel.compile(blueprint).image();
  const other = Uint8Array.from(image);
  equal(code(image), undefined);
  equal(code(image.buffer.slice(image.byteOffset, image.byteOffset + image.byteLength)), undefined);
  other[40] ^= 1;
  equal(code(other), 'image.corrupt');
  other[3] = 99;
  equal(code(other), 'image.version');
  equal(code(image.slice(0, 100)), 'image.corrupt');
  equal(code(new Uint8Array()), 'image.corrupt');
  equal(code(blueprint), 'kernel.bad_request');
}

function absent(full, thin, blueprint) {
  const kernel = precompiled(full, thin).Kernel.compile(blueprint);
  for (const call of [...BEYOND, 'standard', 'image']) equal(kernel[call], undefined);
  for (const call of BEYOND) {
    let error;
    try {
      kernel.call({ call });
    } catch (cause) {
      error = cause;
    }
    equal(error?.code, 'kernel.bad_request');
  }
}
