'use strict';

// What a kernel prepares once, to be asked about often.

const { guarded } = require('./error.js');
const { frozen, textOf } = require('./input.js');
const { Told } = require('./told.js');

/** Gives numbers back whose handle nobody has any more. */
const forgotten = new FinalizationRegistry(({ release, session, number }) => release(session, number));

/** Something that a kernel prepared, with the description it came from; nobody changes either. */
class Handle extends Told {
  #session;
  #number;

  constructor(kernel, head, document) {
    super();
    this.kernel = kernel;
    this.head = frozen(head);
    this.document = document;
    if (new.target !== Record) Object.freeze(this);
  }

  /** Its number in a session of its kernel, which prepares it where it has none. */
  in(session) {
    return this.#session === session ? this.#number : this.#prepared(session);
  }

  #prepared(session) {
    const { prepare, release } = this.constructor;
    this.release();
    const number = guarded(() => prepare(session, JSON.stringify(this.head), this.document));
    [this.#session, this.#number] = [session, number];
    forgotten.register(this, { release, session, number }, this);
    return number;
  }

  /** Gives its memory back at once; used again, it is prepared again. */
  release() {
    if (this.#session === undefined) return;
    this.forget();
    forgotten.unregister(this);
    this.constructor.release(this.#session, this.#number);
    this.#session = undefined;
  }

  toJSON() {
    return this.head;
  }
}

/** Who asks. */
class Subject extends Handle {
  static prepare(session, head) {
    return session.prepareSubject(head);
  }

  static release(session, number) {
    session.releaseSubject(number);
  }

  /** Learns how its questions are answered, action by action. */
  tell(session) {
    const number = this.in(session);
    this.takeRights(session, guarded(() => session.rights(number)));
  }
}

/** What is asked about. */
class Record extends Handle {
  static prepare(session, head, document) {
    return session.prepareRecord(head, document);
  }

  static release(session, number) {
    session.releaseRecord(number);
  }

  #value;

  constructor(kernel, head, document) {
    super(kernel, head, document);
    Object.freeze(this);
  }

  get kind() {
    return this.head.kind;
  }

  get owner() {
    return this.head.owner;
  }

  get tenant() {
    return this.head.tenant;
  }

  get state() {
    return this.head.state;
  }

  /** Learns what decides most questions about it. */
  tell(session) {
    const number = this.in(session);
    this.takeFacts(session, guarded(() => session.facts(number)));
  }

  /** The document as a value. */
  get value() {
    this.#value ??= JSON.parse(this.text);
    return this.#value;
  }

  /** The document as JSON text. */
  get text() {
    return textOf(this.document);
  }
}

/** In which circumstances. */
class Context extends Handle {
  static prepare(session, head) {
    return session.prepareContext(head);
  }

  static release(session, number) {
    session.releaseContext(number);
  }
}

/** Records that are asked about together. */
class Records extends Handle {
  static prepare(session, _, list) {
    return session.preparePage(Uint32Array.from(list, (record) => record.in(session)));
  }

  static release(session, number) {
    session.releasePage(number);
  }

  constructor(kernel, list) {
    super(kernel, undefined, Object.freeze(list));
  }

  get list() {
    return this.document;
  }
}

if (Symbol.dispose !== undefined) {
  Handle.prototype[Symbol.dispose] = Handle.prototype.release;
}

/** What may be asked: a name and its number, which stays the same for a blueprint. */
class Action {
  constructor(kernel, head, index) {
    this.kernel = kernel;
    this.head = head;
    this.index = index;
    Object.freeze(this);
  }

  toJSON() {
    return this.head;
  }
}

module.exports = { Action, Context, Handle, Record, Records, Subject };
