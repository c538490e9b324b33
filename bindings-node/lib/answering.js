'use strict';

const { Ability, Actions } = require('./ability.js');
const { guarded, refusal, typed } = require('./error.js');
const { Action, Context, Handle, Record, Records, Subject } = require('./handle.js');
const { documentOf, frozen, instant, json, kept, name, optional } = require('./input.js');
const { Recognised, Validation } = require('./validation.js');

/** The modes that have a number: their place here. */
const MODES = ['create', 'replace', 'patch', 'draft', 'publish'];

/** For the classes below, which know more calls: a call about what is prepared, the session itself. */
const about = Symbol('about');
const ask = Symbol('ask');

/** What answers by a compiled blueprint. */
class Answering {
  #source;
  #make;
  #made;
  #kinds = new Map();
  /** By name. An engine looks into a table like this by where a name lies, not by what it says. */
  #actions = Object.create(null);
  /** What all abilities have in common. */
  #rights;
  #validators = new Map();
  /** What abilities ask. */
  #desk = {
    prepare: (record) => this.record(record),
    said: (who, right, record) => this.#told(who).mayBy(right, this.#told(record)),
    can: (who, action, record, context) => this.can(who, action, record, context),
  };

  /** What answers by `source`, of which `make` makes a session. */
  constructor(source, make) {
    this.#source = kept(source);
    this.#make = make;
    this.#made = guarded(() => make(source));
  }

  /** The session that answers: another one where what ran it broke down. */
  get #session() {
    if (this.#made.dead) this.#made = guarded(() => this.#make(this.#source));
    return this.#made;
  }

  /** Asks the session what only some sessions know. */
  [ask](work) {
    return guarded(() => work(this.#session));
  }

  /** Answers one call of the wire as JSON text. */
  call(request, document) {
    const text = typeof request === 'string' ? request : json(request, 'the request');
    const about = document === undefined ? undefined : documentOf(document);
    return guarded(() => this.#session.call(text, about));
  }

  #answer(request, document) {
    return JSON.parse(this.call(request, document));
  }

  /** Takes the validators that were generated from this blueprint. */
  use(validators) {
    const { fingerprint } = this.#answer({ call: 'fingerprint' });
    if (optional(validators, 'what is used')?.fingerprint !== fingerprint) {
      throw refusal('the validators are of another blueprint or version: write them again with `profilekit types --js`');
    }
    const kinds = Object.entries(validators.kinds ?? {});
    this.#validators = new Map(kinds.map(([kind, of]) => [kind, MODES.map((mode) => of[mode])]));
    return this;
  }

  /** The normal form of an object that validators recognise; what they throw, the kernel looks into. */
  #recognised(kind, document, mode) {
    if (typeof document !== 'object' || ArrayBuffer.isView(document)) return undefined;
    const recognise = this.#validators.get(kind)?.[mode];
    if (recognise === undefined) return undefined;
    try {
      return recognise(document);
    } catch {
      return undefined;
    }
  }

  /** Validates a document. */
  validate(kind, document, options) {
    const how = optional(options, 'what is said of how to validate');
    const mode = modeOf(how);
    const normal = this.#recognised(kind, document, mode);
    if (normal !== undefined) return new Recognised(normal);
    const text = documentOf(document);
    if (mode === undefined) return this.#validateAs(kind, text, how);
    const number = this.#kinds.get(kind) ?? this.#kind(kind);
    try {
      const session = this.#session;
      const told =
        typeof text === 'string'
          ? session.validateText(number, mode, text)
          : session.validateBytes(number, mode, text);
      return new Validation(told, text);
    } catch (cause) {
      throw typed(cause);
    }
  }

  #kind(kind) {
    const number = guarded(() => this.#session.kind(name(kind, 'a kind')));
    this.#kinds.set(kind, number);
    return number;
  }

  #validateAs(kind, text, { now, subject, record, context, ...options }) {
    if (subject === null) throw refusal('the subject is null; `{}` is somebody who is not signed in');
    const request = { ...options, call: 'validate', kind: name(kind, 'a kind'), now: instant(now) };
    let described = json(this.#withParts(request, { subject, record, context }), 'the options');
    // What is stored decides what may be written; the kernel has read it, so that it fits in.
    if (record instanceof Record) described = `${described.slice(0, -1)},"stored":${record.text}}`;
    return new Validation(guarded(() => this.#session.validateAs(described, text)), text);
  }

  /** Prepares a subject that is asked about more than once. */
  subject(head = {}) {
    if (head instanceof Subject) return this.#own(head);
    if (head === null) throw refusal('the subject is null; `{}` is somebody who is not signed in');
    return this.#prepared(new Subject(this, JSON.parse(json(head, 'the subject'))));
  }

  /** Prepares a record that is asked about more than once. */
  record(head, document = '{}') {
    if (head instanceof Record) return this.#own(head);
    const described = JSON.parse(json(head, 'the record'));
    return this.#prepared(new Record(this, described, kept(documentOf(document))));
  }

  /** Prepares records that are asked about together. */
  records(list) {
    if (list instanceof Records) return this.#own(list);
    if (!Array.isArray(list)) throw refusal('records are a list');
    return this.#prepared(new Records(this, list.map((record) => this.record(record))));
  }

  /** Prepares circumstances. */
  context(head) {
    if (head instanceof Context) return this.#own(head);
    const { now, ...others } = optional(head, 'the context') ?? {};
    const described = JSON.parse(json({ now: instant(now), ...others }, 'the context'));
    return this.#prepared(new Context(this, described));
  }

  /** What cannot be prepared is refused at once. */
  #prepared(handle) {
    handle.in(this.#session);
    return handle;
  }

  /** An action, with its number. */
  action(called) {
    if (called instanceof Action) return this.#own(called);
    const text = name(called, 'an action');
    this.#actions[text] ??= new Action(this, text, guarded(() => this.#session.action(text)));
    return this.#actions[text];
  }

  /** Whether a subject may do an action. */
  can(subject, action, record, context) {
    const number = this.action(action).index;
    if (subject instanceof Subject && record instanceof Record && context === undefined) {
      const said = this.#own(subject).may(number, record) ?? this.#told(subject).may(number, this.#told(record));
      if (said !== undefined) return said;
    }
    return this.#asked(subject, record, context, (session, who, what, when) => session.can(who, number, what, when));
  }

  /** A handle of which this session told what it knows. */
  #told(handle) {
    const session = this.#session;
    if (!handle.isTold(session)) this.#own(handle).tell(session);
    return handle;
  }

  /** Decides, with the reason. */
  decide(subject, action, record, context) {
    const number = this.action(action).index;
    return this.#asked(subject, record, context, (session, who, what, when) =>
      JSON.parse(session.decide(who, number, what, when)),
    );
  }

  /** What a subject sees of a record. */
  view(subject, record, context) {
    return JSON.parse(this.viewText(subject, record, context));
  }

  /** What a subject sees of a record, as JSON text: for whoever passes it on. */
  viewText(subject, record, context) {
    return this.#asked(subject, record, context, (session, who, what, when) => session.view(who, what, when));
  }

  /** Decides many questions: pairs of an index of a record and the number of an action. */
  decideMany(subject, records, questions, context) {
    const [page, packed] = [this.records(records), this.#packed(questions)];
    try {
      return this.#asked(subject, undefined, context, (session, who, _, when) =>
        session.decideMany(who, page.in(session), packed, when),
      );
    } finally {
      if (page !== records) page.release();
    }
  }

  #packed(questions) {
    if (questions instanceof Uint32Array) return questions;
    const pairs = Array.isArray(questions) && questions.every((pair) => Array.isArray(pair) && pair.length === 2);
    if (!pairs) throw refusal('questions are pairs of a record and an action');
    const numbers = questions.flatMap(([record, action]) => [record, this.action(action).index]);
    if (!numbers.every((number) => Number.isInteger(number) && number >= 0 && number < 2 ** 32)) {
      throw refusal('a question names a record by its index');
    }
    return Uint32Array.from(numbers);
  }

  /** Asks with the numbers of what is prepared; what is only described is prepared for this once. */
  #asked(subject, record, context, ask) {
    const who = this.subject(subject);
    const what = record === undefined ? undefined : this.record(record);
    const when = context === undefined || context === null ? undefined : this.context(context);
    try {
      const session = this.#session;
      return ask(session, who.in(session), what?.in(session), when === undefined ? 0 : when.in(session));
    } catch (cause) {
      throw typed(cause);
    } finally {
      if (who !== subject) who.release();
      if (what !== record) what?.release();
      if (when !== undefined && when !== context) when.release();
    }
  }

  /** Every rule of an action, and why it did or did not apply. */
  explain(subject, action, record, context) {
    return this[about]('explain', { action: this.action(action).head }, { subject, record, context });
  }

  /** A subject's rights, settled as far as they do not depend on the record. */
  ability(subject) {
    const who = this.subject(subject);
    const data = frozen(this.#answer({ call: 'ability', subject: who.head }));
    this.#rights ??= new Actions(data);
    return new Ability(who, this.#rights.byName(this.#told(who).rights), data, this.#desk);
  }

  /** What a hypothetical viewer would see, with what is hidden and why. */
  viewAs(viewer, record, context) {
    return this[about]('viewAs', { viewer }, { record, context });
  }

  /** The score of a record for its owner. */
  strength(record, options) {
    const { subject, context } = optional(options, 'the options') ?? {};
    return this[about]('strength', {}, { record, subject, context });
  }

  /** The score alone and its level: what a list shows. */
  score(record, options) {
    const { subject, context } = optional(options, 'the options') ?? {};
    return this[about]('score', {}, { record, subject, context });
  }

  /** The score as one viewer may know it. */
  strengthSeen(subject, record, context) {
    return this[about]('strengthSeen', {}, { subject, record, context });
  }

  /** Whether a subject may enter a path. */
  route(subject, path) {
    return this[about]('route', { path }, { subject }).passage;
  }

  /** The navigation of a subject. */
  navigation(subject) {
    return this[about]('navigation', {}, { subject });
  }

  /** A call about what is prepared or described. */
  [about](call, members, parts) {
    const document = parts.record instanceof Record ? parts.record.document : undefined;
    return this.#answer(this.#withParts({ ...members, call }, parts), document);
  }

  /** What this kernel prepared. */
  #own(handle) {
    if (handle.kernel === this) return handle;
    throw refusal('it was prepared by another kernel');
  }

  /** A request with the descriptions of its parts. */
  #withParts(request, parts) {
    for (const [part, described] of Object.entries(parts)) {
      if (described === undefined || described === null) continue;
      const head = described instanceof Handle ? this.#own(described).head : described;
      request[part] = part === 'context' ? { ...head, now: instant(head.now) } : head;
    }
    return request;
  }
}

/** The number of a mode that is all that is said; nothing where more is. */
function modeOf(options) {
  if (options === undefined) return 0;
  for (const name in options) {
    if (name !== 'mode' && options[name] !== undefined) return undefined;
  }
  const mode = options.mode === undefined ? 0 : MODES.indexOf(options.mode);
  return mode < 0 ? undefined : mode;
}

module.exports = { Answering, about, ask };
