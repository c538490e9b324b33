'use strict';

const { Answering, about, ask } = require('./answering.js');
const { guarded, refusal } = require('./error.js');
const { host } = require('./host.js');
const { documentOf, json, name, optional, textOf } = require('./input.js');
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
    return JSON.parse(this.#told(request, facts));
  }

  #told(request, facts) {
    const held = heldIn(facts);
    if (held.length === 0) return this.call(request, documentOf(facts, 'the facts'));
    // Who is held goes by number; in the document `null` keeps the place.
    const others = { ...facts, ...Object.fromEntries(held.map(([table]) => [table, null])) };
    const [asked, document] = [json(request, 'the request'), documentOf(others, 'the facts')];
    return this[ask]((session) => {
      const numbers = Uint32Array.from(held, ([, one]) => one.in(this, session));
      return session.held('dashboard', asked, document, numbers);
    });
  }

  /** Facts of a table that stay with the kernel, for many dashboards: rows and columns are appended to them. */
  facts(table) {
    const described = this.#answer({ call: 'facts', table: name(table, 'a table') });
    return this[ask]((session) => new host.Facts(this, session, described));
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

/** The tables whose facts are held, with them. */
function heldIn(facts) {
  if (typeof facts !== 'object' || facts === null || host.Facts === undefined) return [];
  const held = Object.entries(facts).filter(([, supply]) => supply instanceof host.Facts);
  const wrong = held.find(([table, one]) => one.table !== table);
  if (wrong !== undefined) throw refusal(`the facts of \`${wrong[0]}\` are of the table \`${wrong[1].table}\``);
  return held;
}

module.exports = { Kernel };
