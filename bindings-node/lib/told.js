'use strict';

/** The parts of a right (`wire::Session::rights`): how it is answered, and whose records it reaches. */
const [HOW, REACH] = [3, 3 << 2];
const [ALWAYS, OWN, ASK] = [1, 2, 3];
const [ANY, OWN_ONLY] = [0, 2 << 2];

/** Where the numbers of a subject's identifier and tenant stand, and where the rights begin. */
const [ID, TENANT, FIRST] = [0, 1, 2];

/**
 * What a session told of a subject or a record, in numbers: most questions are answered by them
 * alone. They are the first fields of every handle, so that a question about one of many records
 * reads one place in memory.
 */
class Told {
  #session;
  /** Of a subject, by the numbers of actions; a right means the same in all sessions of a kernel. */
  #rights;
  #kind = 0;
  #tenant = 0;
  /** Whose a record is; of a subject, whose records are its own. */
  #owner = 0;

  /** A subject's rights, once they were told. */
  get rights() {
    return this.#rights;
  }

  /** Whether this session told what is known. */
  isTold(session) {
    return this.#session === session;
  }

  /** Whether a subject may do an action, by its number; nothing where more must be looked at. */
  may(action, record) {
    return this.#rights === undefined ? undefined : this.mayBy(this.#rights[action], record);
  }

  /** As `may`, of somebody who has this right. Numbers mean the same to both where one session told them. */
  mayBy(right, record) {
    const told = this.#session !== undefined && this.#session === record.#session;
    return told ? this.#allows(right, record) : undefined;
  }

  #allows(right, record) {
    if (right >>> 8 !== record.#kind) return false;
    const reach = right & REACH;
    const tenant = record.#tenant;
    if (reach !== ANY && tenant !== this.#tenant && (reach === OWN_ONLY || tenant !== 0)) return false;
    const how = right & HOW;
    if (how === ASK) return undefined;
    return how === ALWAYS || (how === OWN && record.#owner === this.#owner);
  }

  /** Takes what a session tells of a subject, as small integers: who has no identifier has that of no record. */
  takeRights(session, told) {
    const numbers = Array.from(told, (number) => number | 0);
    [this.#owner, this.#tenant, this.#rights] = [numbers[ID], numbers[TENANT], numbers.slice(FIRST)];
    this.#session = session;
  }

  takeFacts(session, [kind, tenant, owner]) {
    [this.#kind, this.#tenant, this.#owner] = [kind, tenant, owner];
    this.#session = session;
  }

  /** What is prepared again is told again. */
  forget() {
    this.#session = undefined;
  }
}

module.exports = { Told };
