'use strict';

const { takeColumns } = require('./columns.js');
const { takeRows } = require('./rows.js');
const { Texts } = require('./texts.js');

/** Why nothing can be asked of facts whose module has ended. */
const GONE = 'the facts are gone with the module that they were in: hand them in again';

/** A table of a session, by its number: what rows and columns are put into. */
class Held {
  #session;
  #guarded;
  #number;

  constructor(session, { table, columns }, guarded) {
    this.#session = session;
    this.#guarded = guarded;
    this.name = table;
    this.columns = columns;
    this.#number = guarded(() => session.held('prepareFacts', table));
    this.texts = columns.map((_, place) => new Texts((texts) => this.#learn(place, texts)));
  }

  isOf(session) {
    return this.#session === session;
  }

  /** Whether it is gone with the module that it was in. */
  get dead() {
    return this.#session.dead === true;
  }

  get number() {
    return this.#number;
  }

  #learn(place, texts) {
    const lengths = Uint32Array.from(texts, (text) => text.length);
    return this.#ask('learnTexts', place, texts.join(''), lengths);
  }

  #ask(method, ...given) {
    return this.#guarded(() => this.#session.held(method, this.#number, ...given));
  }

  doubles(place, values, units, currencies, valid) {
    this.#ask('stageDoubles', place, values, units, currencies, valid);
  }

  whole(place, values, units, currencies, valid) {
    this.#ask('stageWhole', place, values, units, currencies, valid);
  }

  codes(place, codes, valid) {
    this.#ask('stageCodes', place, codes, valid);
  }

  take(count, odd, rows) {
    this.#ask('takeFacts', count, odd, rows);
  }

  settle() {
    return this.#ask('settleFacts');
  }

  forget() {
    for (const texts of this.texts) texts.forget();
  }

  undo() {
    if (!this.#session.dead) this.#ask('undoFacts');
  }

  bad() {
    return this.#ask('badFacts');
  }

  release() {
    if (!this.#session.dead) this.#session.held('releaseFacts', this.#number);
  }
}

/** Gives tables back whose handle nobody has any more. */
const forgotten = new FinalizationRegistry((held) => held.release());

/**
 * The handle of facts that stay with a kernel. This file is loaded with the module that answers every call, beside JavaScript
 * of which there is one already: that is handed in.
 */
function factsOf({ ProfileKitError, guarded, json, refusal }) {
  class Facts {
    #kernel;
    #held;
    #rows = 0;
    #busy = false;

    constructor(kernel, session, described) {
      this.#kernel = kernel;
      this.#held = new Held(session, described, guarded);
      this.table = described.table;
      forgotten.register(this, this.#held, this);
      Object.freeze(this);
    }

    /** How many facts there are. */
    get rows() {
      return this.#rows;
    }

    /** The rows that could not become facts, as dashboards tell them. */
    get bad() {
      return JSON.parse(this.#there().bad());
    }

    /** Its number in a session of its kernel. */
    in(kernel, session) {
      if (this.#kernel !== kernel) throw refusal('the facts are of another kernel');
      const held = this.#there();
      if (!held.isOf(session)) throw refusal(GONE);
      if (this.#busy) throw refusal('the facts are being appended to');
      return held.number;
    }

    #there() {
      if (this.#held === undefined) throw refusal('the facts were released');
      if (this.#held.dead) throw refusal(GONE);
      return this.#held;
    }

    /** Appends a list of objects. */
    append(rows) {
      if (!Array.isArray(rows)) throw refusal('rows are a list of objects');
      return this.#take((held) => takeRows(held, rows, json));
    }

    /** Appends columns of one length, by their names. */
    appendColumns(columns) {
      return this.#take((held) => takeColumns(held, columns, refusal));
    }

    /** Takes all of it or nothing: what is read may throw, or ask for this table. */
    #take(read) {
      const held = this.#there();
      if (this.#busy) throw refusal('the facts are being appended to');
      this.#busy = true;
      try {
        read(held);
        this.#rows = held.settle();
      } catch (cause) {
        held.undo();
        if (cause instanceof ProfileKitError) throw cause;
        throw refusal(`the facts cannot be read (${cause?.message})`);
      } finally {
        held.forget();
        this.#busy = false;
      }
      return this;
    }

    /** Gives the memory back at once. */
    release() {
      if (this.#held === undefined) return;
      if (this.#busy) throw refusal('the facts are being appended to');
      forgotten.unregister(this);
      const held = this.#held;
      this.#held = undefined;
      held.release();
    }

    /** Facts that stay where they are have no text. */
    toJSON() {
      throw refusal('facts of a kernel are handed in as they are, to `dashboard`');
    }
  }

  if (Symbol.dispose !== undefined) Facts.prototype[Symbol.dispose] = Facts.prototype.release;
  return Facts;
}

module.exports = { factsOf };
