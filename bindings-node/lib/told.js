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
  #rights;
  #kind = 0;
  #tenant = 0;
  #owner = 0;

  /** A subject's rights, where this session told them. */
  rights(session) {
    return this.#session === session ? this.#rights : undefined;
  }

  /** Whether this session told a record's facts. */
  isTold(session) {
    return this.#session === session;
  }

  /** Whether a right allows it on this record; nothing where more must be looked at. */
  allows(rights, action) {
    const right = rights[FIRST + action];
    if (right >>> 8 !== this.#kind) return false;
    const reach = right & REACH;
    const tenant = this.#tenant;
    if (reach !== ANY && tenant !== rights[TENANT] && (reach === OWN_ONLY || tenant !== 0)) return false;
    const how = right & HOW;
    if (how === ASK) return undefined;
    return how === ALWAYS || (how === OWN && this.#owner === rights[ID]);
  }

  /** Takes a subject's rights, as small integers: who has no identifier has that of no record. */
  takeRights(session, numbers) {
    this.#rights = Array.from(numbers, (number) => number | 0);
    this.#session = session;
    return this.#rights;
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
