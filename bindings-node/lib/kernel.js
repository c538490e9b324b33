'use strict';

const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const native = require('./native.js');
const { Ability } = require('./ability.js');
const { guarded, refusal, typed } = require('./error.js');

/** A JavaScript value as JSON text; what JSON cannot say is refused, not dropped. */
function json(value, what) {
  const refuse = (holder, key, found) => {
    switch (typeof found) {
      case 'bigint':
      case 'function':
      case 'symbol':
        throw refusal(`${what} holds a ${typeof found} at \`${key}\``);
      case 'number':
        if (!Number.isFinite(found)) throw refusal(`${what} holds ${found} at \`${key}\``);
    }
    return found;
  };
  let text;
  try {
    text = JSON.stringify(value, function (key, found) {
      return refuse(this, key, found);
    });
  } catch (cause) {
    if (cause.code) throw cause;
    throw refusal(`${what} cannot be written as JSON (${cause.message})`);
  }
  if (text === undefined) throw refusal(`${what} is missing`);
  return text;
}

/** A document for the addon: text and bytes as they are, anything else as JSON. */
function documentOf(document, what = 'the document') {
  if (typeof document === 'string') return document;
  if (ArrayBuffer.isView(document)) return bytesOf(document, what);
  if (document instanceof ArrayBuffer) return bytesOf(new Uint8Array(document), what);
  return json(document, what);
}

/** Bytes that are still there: a buffer that was handed to somebody else has none. */
function bytesOf(view, what) {
  if (view.byteLength === 0 && isDetached(view.buffer)) {
    throw refusal(`${what} is a buffer that was handed away`);
  }
  if (view instanceof Uint8Array) return view;
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
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
    const document = text === null ? input : text.slice(end + 1);
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

/** Something that a kernel prepared, with the description it came from. */
class Handle {
  constructor(handle, head, document) {
    this.handle = handle;
    this.head = head;
    this.document = document;
  }

  toJSON() {
    return this.head;
  }
}

class Action extends Handle {}
class Subject extends Handle {}
class Record extends Handle {
  #value;

  /** The document as a value. */
  get value() {
    if (this.#value === undefined) {
      const text = typeof this.document === 'string' ? this.document : Buffer.from(this.document).toString('utf8');
      this.#value = JSON.parse(text);
    }
    return this.#value;
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
    const mode = modeOf(options);
    if (mode === undefined) return this.#validateAs(kind, text, options);
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

  #kind(name) {
    const handle = guarded(() => this.#native.kind(`${name}`));
    this.#kinds.set(name, handle);
    return handle;
  }

  #validateAs(kind, text, { now, subject, record, context, ...options }) {
    const request = { call: 'validate', kind, now: instant(now), ...options };
    const described = json(withParts(request, { subject, record, context }), 'the options');
    return new Validation(guarded(() => this.#native.validateAs(described, text)), text);
  }

  subject(head = {}) {
    if (head instanceof Subject) return head;
    const text = json(head, 'the subject');
    return new Subject(guarded(() => this.#native.subject(text)), JSON.parse(text));
  }

  record(head, document = '{}') {
    if (head instanceof Record) return head;
    const text = json(head, 'the record');
    const about = documentOf(document);
    return new Record(guarded(() => this.#native.record(text, about)), JSON.parse(text), about);
  }

  context(head = {}) {
    if (head instanceof Context) return head;
    const { now, ...others } = head;
    const text = json({ now: instant(now), ...others }, 'the context');
    return new Context(guarded(() => this.#native.context(text)), JSON.parse(text));
  }

  action(name) {
    if (name instanceof Action) return name;
    let action = this.#actions.get(name);
    if (action === undefined) {
      action = new Action(guarded(() => this.#native.action(`${name}`)), `${name}`);
      this.#actions.set(name, action);
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
    const who = this.subject(subject);
    const handles = records.map((record) => this.record(record).handle);
    const packed = questions instanceof Uint32Array ? questions : this.#packed(questions);
    const when = this.#when(context);
    return guarded(() => this.#native.decideMany(who.handle, handles, packed, when));
  }

  #packed(questions) {
    const pairs = questions.map(([record, action]) => [record, this.action(action).handle]);
    return Uint32Array.from(pairs.flat());
  }

  #when(context) {
    return context === undefined ? undefined : this.context(context).handle;
  }

  explain(subject, action, record, context) {
    return this.#about('explain', { action: this.action(action).head }, { subject, record, context });
  }

  filter(subject, action, options = {}) {
    const { context, ...others } = options;
    return this.#about('filter', { action: this.action(action).head, ...others }, { subject, context });
  }

  ability(subject) {
    const who = this.subject(subject);
    const data = this.#answer({ call: 'ability', subject: who.head });
    return new Ability(data, (action, record, context) => this.can(who, action, record, context));
  }

  view(subject, record, context) {
    const [who, what, when] = [this.subject(subject), this.record(record), this.#when(context)];
    return JSON.parse(guarded(() => this.#native.view(who.handle, what.handle, when)));
  }

  viewAs(viewer, record, context) {
    return this.#about('viewAs', { viewer }, { record, context });
  }

  strength(record, options = {}) {
    return this.#about('strength', {}, { record, ...options });
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
    const parsed = typeof text === 'string' ? text : Buffer.from(text).toString('utf8');
    return JSON.parse(this.call(`{"call":"diff","blueprint":${parsed}}`));
  }

  schema(kind) {
    return this.#answer({ call: 'schema', kind });
  }

  /** A call about what is prepared or described. */
  #about(call, members, parts) {
    const document = parts.record instanceof Record ? parts.record.document : undefined;
    return this.#answer(withParts({ call, ...members }, parts), document);
  }
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

/** A request with the descriptions of its parts. */
function withParts(request, parts) {
  for (const [name, part] of Object.entries(parts)) {
    if (part === undefined) continue;
    const head = part instanceof Handle ? part.head : part;
    request[name] = name === 'context' ? { ...head, now: instant(head.now) } : head;
  }
  return request;
}

/** A point in time as text. */
function instant(now) {
  if (now === undefined || now === null) return undefined;
  if (!(now instanceof Date)) return `${now}`;
  if (Number.isNaN(now.getTime())) throw refusal('`now` is no date');
  return now.toISOString();
}

module.exports = { Ability, Kernel, Validation, Action, Subject, Record, Context };
