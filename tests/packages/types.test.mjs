// The types, as strict projects compile them.

import assert from 'node:assert/strict';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { program, project, run } from './project.mjs';

const STRICT = { strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, skipDefaultLibCheck: true, noEmit: true, target: 'es2022', types: [] };
const SOURCE = new URL('apps/types/', import.meta.url);
// What a bundler resolves, and what Node does.
const BUNDLER = `import '@profilekit/wasm/bundler';
import module from '@profilekit/wasm/profilekit.wasm';
import marketplace from '@profilekit/wasm/blueprints/marketplace.json';
import { Kernel } from '@profilekit/wasm/bundler';
import { ProfileKitError, Runtime } from '@profilekit/wasm/thin/bundler';
import init from '@profilekit/wasm/thin';
import initAll from '@profilekit/wasm/all';
export const compiled: WebAssembly.Module = module;
export const kernel: Kernel = Kernel.compile(marketplace);
export const runtime: Runtime = Runtime.fromImage(kernel.image());
export const valid: boolean = runtime.validate('builder_profile', {}).valid;
export const started: Promise<void> = init();
export const more: Promise<void> = initAll();
export const failed = (cause: unknown) => cause instanceof ProfileKitError && cause.code === 'image.corrupt';
// @ts-expect-error it knows no blueprint
runtime.check();
// @ts-expect-error nor a database
runtime.filter;
`;

const PROJECTS = {
  'ECMAScript modules': { type: 'module', options: { module: 'nodenext' }, more: '' },
  'CommonJS modules': { type: 'commonjs', options: { module: 'nodenext' }, more: '' },
  'a bundler': {
    type: 'module',
    options: { module: 'esnext', moduleResolution: 'bundler', resolveJsonModule: true },
    more: BUNDLER,
  },
};

describe('types', { concurrency: true }, () => {
  for (const [title, { type, options, more }] of Object.entries(PROJECTS)) {
    test(title, async () => {
      const folder = join(project, 'types', title.replaceAll(' ', '-'));
      await mkdir(folder, { recursive: true });
      await copyFile(new URL('uses.ts', SOURCE), join(folder, 'uses.ts'));
      await writeFile(join(folder, 'more.ts'), `${more}export {};\n`);
      await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, type }));
      await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: { ...STRICT, ...options } }));
      const { code, stdout, stderr } = await run(folder, program('typescript/bin/tsc'));
      assert.equal(code, 0, stdout + stderr);
    });
  }
});
