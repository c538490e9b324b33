// Random questions and documents, of which a file has the hash of the kernel's answer in Rust.

import { equal, ok } from './expect.mjs';

const utf8 = new TextEncoder();

/** FNV-1a of 64 bits, in four parts of 16: JavaScript multiplies no more exactly. */
export function fnv1a(text) {
  let [a, b, c, d] = [0x2325, 0x8422, 0x9ce4, 0xcbf2];
  for (const byte of utf8.encode(text)) {
    a ^= byte;
    // The prime is 2^40 + 0x1b3.
    const [low, next, high, top] = [a * 0x1b3, b * 0x1b3, c * 0x1b3 + (a << 8), d * 0x1b3 + (b << 8)];
    a = low & 0xffff;
    const second = next + (low >>> 16);
    b = second & 0xffff;
    const third = high + (second >>> 16);
    c = third & 0xffff;
    d = (top + (third >>> 16)) & 0xffff;
  }
  return [d, c, b, a].map((part) => part.toString(16).padStart(4, '0')).join('');
}

/** How many subjects' rights are kept at once. */
const KEPT = 4_096;

/** What asks a package every question: `ask(line)` for each, and then what was `counted`. */
export function fuzz({ Kernel, ProfileKitError }, blueprints) {
  const kernels = blueprints.map((blueprint) => Kernel.compile(blueprint));
  const abilities = new Map();
  const counted = { questions: 0, decisions: 0, documents: 0, local: 0 };

  function answered(kernel, request, document) {
    try {
      return kernel.call(request, document);
    } catch (error) {
      if (!(error instanceof ProfileKitError)) throw error;
      return error.cause.message;
    }
  }

  function abilityOf(index, subject) {
    const key = `${index} ${JSON.stringify(subject)}`;
    let ability = abilities.get(key);
    if (ability === undefined) {
      if (abilities.size >= KEPT) abilities.clear();
      ability = kernels[index].ability(subject);
      abilities.set(key, ability);
    }
    return ability;
  }

  /** What is decided is decided the same by what was prepared, and by the rights as data. */
  function decided(index, { subject, action, record, context }, document, allowed) {
    const kernel = kernels[index];
    const ability = abilityOf(index, subject);
    const prepared = kernel.record(record, document);
    equal(kernel.can(subject, action, prepared, context), allowed, 'prepared');
    equal(ability.can(action, prepared, context), allowed, 'ability');
    counted.local += ability.isLocal(action) ? 1 : 0;
    prepared.release();
  }

  function ask(line) {
    const [blueprint, request, document, hash] = line.split('\t');
    const index = Number(blueprint);
    const answer = answered(kernels[index], request, document);
    if (fnv1a(answer) !== hash) equal(answer, hash, line);
    counted.questions += 1;
    if (request.includes('"call":"validate"')) counted.documents += 1;
    else counted.decisions += 1;
    if (!answer.startsWith('{"allowed":')) return;
    try {
      decided(index, JSON.parse(request), document, JSON.parse(answer).allowed);
    } catch (error) {
      error.message = `${error.message}\n${line}`;
      throw error;
    }
  }

  function finish({ decisions, documents }) {
    console.log(`fuzz: ${counted.decisions} decisions, ${counted.local} of them without the kernel; ${counted.documents} documents`);
    ok(counted.decisions >= decisions && counted.documents >= documents, JSON.stringify(counted));
    ok(counted.local > counted.decisions / 10, JSON.stringify(counted));
  }

  return { ask, finish };
}
