'use strict';

/** Codes from here on are of texts that are not learnt yet, by their place among those. */
const NEW = 2 ** 31;

const LONE = /\p{Surrogate}/u;

/** Whether a text has no half of a surrogate pair. */
function isWellFormed(text) {
  return text.isWellFormed?.() ?? !LONE.test(text);
}

/** The texts of a column with the codes that the kernel gave them, while rows or columns are appended. */
class Texts {
  /** The codes of texts that were asked about. */
  known = new Map();
  #fresh = [];
  #learn;

  /** `learn(texts)` gives the codes of texts. */
  constructor(learn) {
    this.#learn = learn;
  }

  /** The code of a text; nothing for what is no text. */
  code(text) {
    return this.known.get(text) ?? this.add(text);
  }

  /** The code of a text that nobody asked about. */
  add(text) {
    if (!isWellFormed(text)) return undefined;
    const code = NEW + this.#fresh.length;
    this.known.set(text, code);
    this.#fresh.push(text);
    return code;
  }

  /** Learns what is new, and puts its codes where it stands. */
  settle(codes, count) {
    if (this.#fresh.length === 0) return;
    const learnt = this.#learn(this.#fresh);
    this.#fresh.forEach((text, at) => this.known.set(text, learnt[at]));
    this.#fresh = [];
    for (let at = 0; at < count; at += 1) {
      const place = codes[at] - NEW;
      if (place >= 0 && place < learnt.length) codes[at] = learnt[place];
    }
  }

  /** Forgets everything: codes hold until what they stand in was kept, or was not. */
  forget() {
    this.known.clear();
    this.#fresh = [];
  }
}

module.exports = { Texts };
