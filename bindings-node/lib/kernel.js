'use strict';

const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const native = require('./native.js');
const { Ability } = require('./ability.js');
const { ProfileKitError, guarded, refusal, typed } = require('./error.js');

/** A JavaScript value as JSON text; what JSON cannot say is refused, not dropped. */
function json(value, what) {
  const refuse = (key, found) => {
    switch (typeof found) {
      case 'bigint':
      case 'function':
      case 'symbol':
        throw refusal(`${what} holds a ${typeof found} at \`${key}\``);
      case 'number':
        if (!Number.isFinite(found)) throw refusal(`${what} holds ${found} at \`${key}\``);
    }
    if (found instanceof Map || found instanceof Set) throw refusal(`${what} holds a Map or Set at \`${key}\``);
    return found;
  };
  let text;
  try {
    text = JSON.stringify(value, refuse);
  } catch (cause) {
    if (cause instanceof ProfileKitError) throw cause;
    throw refusal(`${what} cannot be written as JSON (${cause?.message})`);
  }
  if (text === undefined) throw refusal(`${what} is missing`);
  return text;
}

/** A name: a text, and nothing that turns into one. */
function name(value, what) {
  if (typeof value === 'string') return value;
  throw refusal(`${what} must be a text`);
}

/** What may be left out, and is an object otherwise. */
function optional(value, what) {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'object') return value;
  throw refusal(`${what} must be an object`);
}

/** A document for the addon: text and bytes as they are, anything else as JSON. */
function documentOf(document, what = 'the document') {
  if (typeof document === 'string') return document;
  if (ArrayBuffer.isView(document)) return bytesOf(document, what);
  if (document instanceof ArrayBuffer) return bytesOf(new Uint8Array(document), what);
  if (document instanceof SharedArrayBuffer) return new Uint8Array(document).slice();
  return json(document, what);
}

/** Bytes that are still there: a buffer that was handed to somebody else has none. */
function bytesOf(view, what) {
  if (view.byteLength === 0 && isDetached(view.buffer)) {
    throw refusal(`${what} is a buffer that was handed away`);
  }
  // What another thread may write must not change between a look and the next.
  if (view.buffer instanceof SharedArrayBuffer) return copied(view);
  if (view instanceof Uint8Array) return view;
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

/** Bytes of our own: whoever handed them in may write over his. */
function copied(view) {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength).slice();
}

function isDetached(buffer) {
  try {
    new Uint8Array(buffer);
    return false;
  } catch {
    return true;
  }
}

/** What validation found. */
class Validation {
  #text;
  #violations;
  #document;

  constructor(text, input) {
    const end = text === null ? -1 : text.indexOf('\n');
    this.#text = text === null ? '[]' : text.slice(0, end);
    const document = text === null ? kept(input) : text.slice(end + 1);
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
    if (this.#document !== null && typeof this.#document !== 'string') {
      this.#document = Buffer.from(this.#document).toString('utf8');
    }
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

/** A document that stays as it was when it was looked at. */
function kept(document) {
  return typeof document === 'string' ? document : copied(document);
}

/** Something that a kernel prepared, with the description it came from; nobody changes either. */
class Handle {
  constructor(kernel, handle, head, document) {
    this.kernel = kernel;
    this.handle = handle;
    this.head = frozen(head);
    this.document = document;
    if (!(this instanceof Record)) Object.freeze(this);
  }

  toJSON() {
    return this.head;
  }
}

class Action extends Handle {}
class Subject extends Handle {}
class Record extends Handle {
  #value;

  constructor(kernel, handle, head, document) {
    super(kernel, handle, head, document);
    Object.freeze(this);
  }

  /** The document as a value. */
  get value() {
    this.#value ??= JSON.parse(this.text);
    return this.#value;
  }

  /** The document as JSON text. */
  get text() {
    return typeof this.document === 'string' ? this.document : Buffer.from(this.document).toString('utf8');
  }
}
class Context extends Handle {}

/** The kernel of one blueprint. */
class Kernel {
  #native;
  #kinds = new Map();
  #actions = new Map();

  constructor(handle) {
    this.#native = handle;
  }

  static compile(blueprint) {
    const text = documentOf(blueprint, 'the blueprint');
    return new Kernel(guarded(() => native.NativeKernel.compile(text)));
  }

  static fromFile(path) {
    return Kernel.compile(readFileSync(path));
  }

  static preset(name) {
    if (!/^[a-z]+$/.test(name)) throw refusal(`there is no preset \`${name}\``);
    let blueprint;
    try {
      blueprint = readFileSync(join(__dirname, '..', 'blueprints', `${name}.json`));
    } catch {
      throw refusal(`there is no preset \`${name}\``);
    }
    return Kernel.compile(blueprint);
  }

  /** Answers one call of the wire as JSON text. */
  call(request, document) {
    const text = typeof request === 'string' ? request : json(request, 'the request');
    const about = document === undefined ? undefined : documentOf(document);
    return guarded(() => this.#native.call(text, about));
  }

  #answer(request, document) {
    return JSON.parse(this.call(request, document));
  }

  validate(kind, document, options) {
    const text = documentOf(document);
    const how = optional(options, 'what is said of how to validate');
    const mode = modeOf(how);
    if (mode === undefined) return this.#validateAs(kind, text, how);
    try {
      const handle = this.#kinds.get(kind) ?? this.#kind(kind);
      const found =
        typeof text === 'string'
          ? this.#native.validateText(handle, text, mode)
          : this.#native.validateBytes(handle, text, mode);
      return new Validation(found, text);
    } catch (cause) {
      throw typed(cause);
    }
  }

  #kind(kind) {
    const handle = guarded(() => this.#native.kind(name(kind, 'a kind')));
    this.#kinds.set(kind, handle);
    return handle;
  }

  #validateAs(kind, text, { now, subject, record, context, ...options }) {
    if (subject === null) throw refusal('the subject is null; `{}` is somebody who is not signed in');
    const request = { ...options, call: 'validate', kind: name(kind, 'a kind'), now: instant(now) };
    let described = json(this.#withParts(request, { subject, record, context }), 'the options');
    // What is stored decides what may be written; the kernel has read it, so that it fits in.
    if (record instanceof Record) described = `${described.slice(0, -1)},"stored":${record.text}}`;
    return new Validation(guarded(() => this.#native.validateAs(described, text)), text);
  }

  subject(head = {}) {
    if (head instanceof Subject) return this.#own(head);
    if (head === null) throw refusal('the subject is null; `{}` is somebody who is not signed in');
    const text = json(head, 'the subject');
    return new Subject(this, guarded(() => this.#native.subject(text)), JSON.parse(text));
  }

  record(head, document = '{}') {
    if (head instanceof Record) return this.#own(head);
    const text = json(head, 'the record');
    const about = kept(documentOf(document));
    return new Record(this, guarded(() => this.#native.record(text, about)), JSON.parse(text), about);
  }

  context(head) {
    if (head instanceof Context) return this.#own(head);
    const { now, ...others } = optional(head, 'the context') ?? {};
    const text = json({ now: instant(now), ...others }, 'the context');
    return new Context(this, guarded(() => this.#native.context(text)), JSON.parse(text));
  }

  action(called) {
    if (called instanceof Action) return this.#own(called);
    let action = this.#actions.get(called);
    if (action === undefined) {
      const text = name(called, 'an action');
      action = new Action(this, guarded(() => this.#native.action(text)), text);
      this.#actions.set(text, action);
    }
    return action;
  }

  can(subject, action, record, context) {
    const [who, what, when] = [this.subject(subject), this.record(record), this.#when(context)];
    return guarded(() => this.#native.can(who.handle, this.action(action).handle, what.handle, when));
  }

  decide(subject, action, record, context) {
    const [who, what, when] = [this.subject(subject), this.record(record), this.#when(context)];
    return JSON.parse(guarded(() => this.#native.ask(who.handle, this.action(action).handle, what.handle, when)));
  }

  decideMany(subject, records, questions, context) {
    if (!Array.isArray(records)) throw refusal('records are a list');
    const who = this.subject(subject);
    const handles = records.map((record) => this.record(record).handle);
    const packed = questions instanceof Uint32Array ? questions : this.#packed(questions);
    const when = this.#when(context);
    return guarded(() => this.#native.decideMany(who.handle, handles, packed, when));
  }

  #packed(questions) {
    const pairs = Array.isArray(questions) && questions.every((pair) => Array.isArray(pair) && pair.length === 2);
    if (!pairs) throw refusal('questions are pairs of a record and an action');
    const numbers = questions.flatMap(([record, action]) => [record, this.action(action).handle]);
    if (!numbers.every((number) => Number.isInteger(number) && number >= 0 && number < 2 ** 32)) {
      throw refusal('a question names a record by its index');
    }
    return Uint32Array.from(numbers);
  }

  #when(context) {
    return context === undefined || context === null ? undefined : this.context(context).handle;
  }

  explain(subject, action, record, context) {
    return this.#about('explain', { action: this.action(action).head }, { subject, record, context });
  }

  filter(subject, action, options) {
    const { context, ...others } = optional(options, 'the options') ?? {};
    return this.#about('filter', { ...others, action: this.action(action).head }, { subject, context });
  }

  ability(subject) {
    const who = this.subject(subject);
    const data = frozen(this.#answer({ call: 'ability', subject: who.head }));
    return new Ability(data, {
      prepared: (record) => this.record(record),
      ask: (action, record, context) => this.can(who, action, record, context),
    });
  }

  view(subject, record, context) {
    const [who, what, when] = [this.subject(subject), this.record(record), this.#when(context)];
    return JSON.parse(guarded(() => this.#native.view(who.handle, what.handle, when)));
  }

  viewAs(viewer, record, context) {
    return this.#about('viewAs', { viewer }, { record, context });
  }

  strength(record, options) {
    const { subject, context } = optional(options, 'the options') ?? {};
    return this.#about('strength', {}, { record, subject, context });
  }

  strengthSeen(subject, record, context) {
    return this.#about('strengthSeen', {}, { subject, record, context });
  }

  route(subject, path) {
    return this.#about('route', { path }, { subject }).passage;
  }

  navigation(subject) {
    return this.#about('navigation', {}, { subject });
  }

  matrix(format = 'json') {
    return this.#answer({ call: 'matrix', format });
  }

  check() {
    return this.#answer({ call: 'check' });
  }

  diff(blueprint) {
    const text = documentOf(blueprint, 'the blueprint');
    // What does not compile says everything that is wrong; what does fits into a request.
    guarded(() => native.NativeKernel.compile(text));
    const parsed = typeof text === 'string' ? text : Buffer.from(text).toString('utf8');
    return JSON.parse(this.call(`{"call":"diff","blueprint":${parsed}}`));
  }

  schema(kind) {
    return this.#answer({ call: 'schema', kind });
  }

  /** A call about what is prepared or described. */
  #about(call, members, parts) {
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

/** A value of JSON that nobody changes. */
function frozen(value) {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(frozen);
    Object.freeze(value);
  }
  return value;
}

/** The modes that have a handle: their place here. */
const MODES = ['create', 'replace', 'patch', 'draft', 'publish'];

/** The handle of a mode that is all that is said; nothing where more is. */
function modeOf(options) {
  if (options === undefined) return 0;
  for (const name in options) {
    if (name !== 'mode' && options[name] !== undefined) return undefined;
  }
  const mode = options.mode === undefined ? 0 : MODES.indexOf(options.mode);
  return mode < 0 ? undefined : mode;
}

/** A point in time as text. */
function instant(now) {
  if (now === undefined || now === null) return undefined;
  if (!(now instanceof Date)) return name(now, '`now`');
  if (Number.isNaN(now.getTime())) throw refusal('`now` is no date');
  return now.toISOString();
}

module.exports = { Ability, Kernel, Validation, Action, Subject, Record, Context };
