// Programs of the project that serve on the loopback.

import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { environment } from './project.mjs';

const PATIENCE = 60_000;

/** A port that nobody listens on. */
async function free() {
  const server = createServer();
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

async function answers(address) {
  try {
    await (await fetch(address)).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

/** Starts a program of Node in a folder and waits until it answers: its address, and how to end it. */
export async function serving(folder, program, words) {
  const port = await free();
  const child = spawn(process.execPath, [program, ...words(`${port}`)], { cwd: folder, env: environment, detached: true });
  let printed = '';
  for (const pipe of [child.stdout, child.stderr]) pipe.on('data', (data) => (printed += data));
  const ended = new Promise((done) => child.on('exit', done));
  const close = async () => {
    // Whatever it started belongs to its group.
    if (child.exitCode === null) process.kill(-child.pid);
    await ended;
  };
  const address = `http://127.0.0.1:${port}`;
  for (const end = Date.now() + PATIENCE; Date.now() < end && child.exitCode === null; await wait(100)) {
    if (await answers(address)) return { address, close };
  }
  await close();
  throw new Error(`${program} does not answer:\n${printed}`);
}
