'use strict';

const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { platform } = require('./platform.js');

/** Loads the addon: the one beside this package, or the platform's own package. */
function load() {
  const name = platform();
  const beside = join(__dirname, '..', `profilekit.${name}.node`);
  if (existsSync(beside)) return require(beside);
  try {
    return require(`@profilekit/node-${name}`);
  } catch (cause) {
    const message =
      `ProfileKit has no addon for ${name}: neither ${beside} nor the package ` +
      `@profilekit/node-${name} could be loaded. Install without --omit=optional, or use @profilekit/wasm.`;
    throw new Error(message, { cause });
  }
}

const addon = load();

/** Where the addon reads a question's numbers: writing there costs less than handing them over. */
const question = new Uint32Array(5);
addon.listen(question);

/** Gives back kernels that nobody has any more. */
const forgotten = new FinalizationRegistry((number) => addon.release(number));

/** A kernel of the addon, and what was prepared for it. */
class Session {
  #number;

  constructor(blueprint) {
    this.#number = addon.compile(blueprint);
    forgotten.register(this, this.#number);
  }

  /** An addon does not end before its process. */
  get dead() {
    return false;
  }

  call(request, document) {
    return addon.call(this.#number, request, document);
  }

  image() {
    return addon.image(this.#number);
  }

  planUser(user, local, link, now) {
    return addon.planUser(this.#number, user, local, link, now);
  }

  standingOf(claims) {
    return addon.standingOf(this.#number, claims);
  }

  checkSenderOf(peer, forwarded) {
    return addon.checkSenderOf(this.#number, peer, forwarded);
  }

  countCallOf(persona, freeAt, now) {
    return addon.countCallOf(this.#number, persona, freeAt, now);
  }

  kind(name) {
    return addon.kind(this.#number, name);
  }

  action(name) {
    return addon.action(this.#number, name);
  }

  validateBytes(kind, mode, document) {
    return addon.validateBytes(this.#number, kind, mode, document);
  }

  validateText(kind, mode, document) {
    return addon.validateText(this.#number, kind, mode, document);
  }

  validateAs(request, document) {
    return addon.validateAs(this.#number, request, document);
  }

  prepareSubject(head) {
    return addon.prepareSubject(this.#number, head);
  }

  prepareRecord(head, document) {
    return addon.prepareRecord(this.#number, head, document);
  }

  preparePage(records) {
    return addon.preparePage(this.#number, records);
  }

  /** Asks about facts that are held, by the name that the addon has for it. */
  held(method, ...given) {
    return addon[method](this.#number, ...given);
  }

  prepareContext(head) {
    return addon.prepareContext(this.#number, head);
  }

  releaseSubject(subject) {
    addon.releaseSubject(this.#number, subject);
  }

  releaseRecord(record) {
    addon.releaseRecord(this.#number, record);
  }

  releasePage(page) {
    addon.releasePage(this.#number, page);
  }

  releaseContext(context) {
    addon.releaseContext(this.#number, context);
  }

  facts(record) {
    return addon.facts(this.#number, record);
  }

  rights(subject) {
    return addon.rights(this.#number, subject);
  }

  can(subject, action, record, context) {
    this.#write(subject, action, record, context);
    return addon.can();
  }

  decide(subject, action, record, context) {
    this.#write(subject, action, record, context);
    return addon.decide();
  }

  view(subject, record, context) {
    this.#write(subject, 0, record, context);
    return addon.view();
  }

  decideMany(subject, page, questions, context) {
    return addon.decideMany(this.#number, subject, page, questions, context);
  }

  #write(subject, action, record, context) {
    question[0] = this.#number;
    question[1] = subject;
    question[2] = action;
    question[3] = record;
    question[4] = context;
  }
}

module.exports = { ...addon, zoned: true, compile: (blueprint) => new Session(blueprint) };
