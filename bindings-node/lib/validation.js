'use strict';

const { kept, textOf } = require('./input.js');

/** What validation found. */
class Validation {
  #text;
  #violations;
  #document;

  /** `told` is what `wire::Session::validate` gives for `input`. */
  constructor(told, input) {
    if (told === null || told === undefined) {
      this.#text = '[]';
      this.#document = kept(input);
      return;
    }
    if (told.startsWith('{')) {
      this.#text = '[]';
      this.#document = told;
      return;
    }
    const end = told.indexOf('\n');
    const document = told.slice(end + 1);
    this.#text = told.slice(0, end);
    this.#document = document === 'null' ? null : document;
  }

  /** Whether nothing is wrong. */
  get valid() {
    return this.#text === '[]';
  }

  /** Everything that is wrong, in document order. */
  get violations() {
    this.#violations ??= JSON.parse(this.#text);
    return this.#violations;
  }

  /** The normalised document as JSON text; `null` where the input was no strict JSON. */
  get document() {
    if (this.#document !== null) this.#document = textOf(this.#document);
    return this.#document;
  }

  /** The normalised document as a value. */
  get value() {
    return this.document === null ? undefined : JSON.parse(this.document);
  }

  toJSON() {
    return { valid: this.valid, violations: this.violations, document: this.value ?? null };
  }
}

/** Of an object that generated validators recognised: valid, and a copy in its normal form. */
class Recognised extends Validation {
  #normal;
  #document;

  constructor(normal) {
    super(null, '');
    this.#normal = normal;
  }

  get document() {
    this.#document ??= JSON.stringify(this.#normal);
    return this.#document;
  }

  get value() {
    return this.#normal;
  }
}

module.exports = { Recognised, Validation };
