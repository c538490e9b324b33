// The file of random questions that `cargo xtask test` makes, asked of a package in Node.

import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { fuzz } from './fuzz.mjs';

/** How many there must be at least. */
const LEAST = { decisions: 1_000_000, documents: 100_000 };

/** Asks every question. */
export async function fuzzed(api) {
  const folder = process.env.PROFILEKIT_FUZZ;
  if (folder === undefined) throw new Error('PROFILEKIT_FUZZ is not set: run `cargo xtask test`');
  const blueprints = readFileSync(join(folder, 'blueprints.jsonl'), 'utf8').trimEnd().split('\n');
  const { ask, finish } = fuzz(api, blueprints);
  const lines = createInterface({ input: createReadStream(join(folder, 'questions.tsv')), crlfDelay: Infinity });
  for await (const line of lines) ask(line);
  finish(LEAST);
}
