// Serves files of the checkout to a browser, under a strict Content-Security-Policy.

import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { path } from '../../tests/js/input.mjs';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

/** Scripts from here only, no `eval`; compiling WebAssembly has a word of its own. */
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'";

/** Starts a server for the folder `root` of the checkout on a free port of the loopback. */
export async function serve(root) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    try {
      const body = await readFile(path(`${root}${pathname.slice(1)}`));
      response.writeHead(200, { 'content-type': TYPES[extname(pathname)] ?? 'text/plain', 'content-security-policy': POLICY });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((started) => server.listen(0, '127.0.0.1', started));
  const address = `http://127.0.0.1:${server.address().port}`;
  return { address, close: () => new Promise((closed) => server.close(closed)) };
}
