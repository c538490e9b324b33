'use strict';

const { Answering, about, ask } = require('./answering.js');
const { guarded } = require('./error.js');
const { host } = require('./host.js');
const { documentOf, optional, textOf } = require('./input.js');
const { standard } = require('./standard.js');
const { zoneOf } = require('./zone.js');

/** The kernel of one blueprint: it answers, and says what its blueprint is besides. */
class Kernel extends Answering {
  constructor(blueprint) {
    super(blueprint, (text) => host.native.compile(text));
  }

  /** Compiles a blueprint: JSON text, its bytes, or an object. */
  static compile(blueprint) {
    return new Kernel(documentOf(blueprint, 'the blueprint'));
  }

  #answer(request) {
    return JSON.parse(this.call(request));
  }

  /** What was compiled as bytes, for `@profilekit/wasm/thin`. */
  image() {
    return this[ask]((session) => session.image());
  }

  /** The records on which a subject may do an action, as SQL. */
  filter(subject, action, options) {
    const { context, ...others } = optional(options, 'the options') ?? {};
    return this[about]('filter', { ...others, action: this.action(action).head }, { subject, context });
  }

  /** The dashboard of the subject's persona, of facts and records by their tables. */
  dashboard(subject, facts, options) {
    const { context, zone, weekStart, exact } = optional(options, 'the options') ?? {};
    const [who, when] = [this.subject(subject), this.context(context)];
    const request = {
      call: 'dashboard', subject: who.head, context: when.head, weekStart, exact, ...zoneOf(zone, when.head.now),
    };
    if (who !== subject) who.release();
    if (when !== context) when.release();
    return JSON.parse(this.call(request, documentOf(facts, 'the facts')));
  }

  /** How a period of an offer stands: what it costs, what it will come to, alerts and tips. */
  bill(offer, options) {
    return this.#answer({ ...optional(options, 'the options'), call: 'bill', offer });
  }

  /** Charges split among those who built what they are for. */
  attribute(facts, options) {
    const { zone, weekStart } = optional(options, 'the options') ?? {};
    return JSON.parse(this.call({ call: 'attribute', weekStart, ...zoneOf(zone) }, documentOf(facts, 'the facts')));
  }

  /** Who sees what, row by row. */
  matrix(format = 'json') {
    return this.#answer({ call: 'matrix', format });
  }

  /** Static analysis of the blueprint. */
  check() {
    return this.#answer({ call: 'check' });
  }

  /** What changes from this blueprint to another. */
  diff(blueprint) {
    const text = documentOf(blueprint, 'the blueprint');
    // What does not compile says everything that is wrong; what does fits into a request.
    guarded(() => host.native.compile(text));
    return JSON.parse(this.call(`{"call":"diff","blueprint":${textOf(text)}}`));
  }

  /** A kind as Standard Schema and Standard JSON Schema. */
  standard(kind, options) {
    return standard(this, kind, options);
  }

  /** The JSON Schema of a kind's whole documents. */
  schema(kind) {
    return this.#answer({ call: 'schema', kind });
  }
}

module.exports = { Kernel };
