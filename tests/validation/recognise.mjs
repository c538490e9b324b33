// Reads lines `[module, kind, mode, text]` and answers each with `[value, copy]`, both as text: the
// value as JavaScript writes it, and what the module makes of it, `null` where it knows nothing.

import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const [, , input, output] = process.argv;
const modules = new Map();

async function kindsOf(path) {
  if (!modules.has(path)) modules.set(path, (await import(pathToFileURL(path))).kinds);
  return modules.get(path);
}

const answers = createWriteStream(output);
for await (const line of createInterface({ input: createReadStream(input) })) {
  const [path, kind, mode, text] = JSON.parse(line);
  const kinds = await kindsOf(path);
  const value = JSON.parse(text);
  const written = JSON.stringify(value);
  const copy = kinds[kind][mode]?.(value);
  if (JSON.stringify(value) !== written) throw new Error(`${kind}: the value was changed: ${written}`);
  answers.write(`${JSON.stringify([written, copy === undefined ? null : JSON.stringify(copy)])}\n`);
}
answers.end();
