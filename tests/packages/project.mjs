// The project that has the packages installed, and the programs that run in it.

import { execFile } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

function given(name) {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: run \`cargo xtask test\``);
  return value;
}

/** The folder of the project. */
export const project = given('PROFILEKIT_PROJECT');

/** A file of one of our packages there. */
export const resolve = createRequire(join(project, 'package.json')).resolve;

/** A program of a package that projects bring along. */
export function program(file) {
  return join(project, '../../node_modules', file);
}

/** A tarball by the name of its package. */
export function tarball(name, version) {
  return join(given('PROFILEKIT_TARBALLS'), `profilekit-${name}-${version}.tgz`);
}

/** Puts a folder of the checkout into the project: where it lies there. */
export async function placed(folder, name) {
  const to = join(project, name);
  await cp(fileURLToPath(new URL(folder, import.meta.url)), to, { recursive: true });
  return to;
}

/** Without colours, reports to anybody, or what tests of their own would take over. */
export const environment = { ...process.env, NO_COLOR: '1', NEXT_TELEMETRY_DISABLED: '1', NODE_TEST_CONTEXT: undefined };

/** Runs a program of Node in a folder: what it printed, and how it ended. */
export function run(folder, program, ...words) {
  return new Promise((ended) => {
    const options = { cwd: folder, env: environment, maxBuffer: 2 ** 26 };
    execFile(process.execPath, [program, ...words], options, (error, stdout, stderr) => {
      ended({ code: error?.code ?? 0, stdout, stderr });
    });
  });
}

/** The files of a tarball. */
export function listed(archive) {
  return new Promise((done, failed) => {
    execFile('tar', ['-tzf', archive], (error, stdout) => {
      if (error) failed(error);
      else done(stdout.trim().split('\n').map((file) => file.replace('package/', '')));
    });
  });
}
