// A WebAssembly module as the host of the kernel's JavaScript.

import { host } from '../../bindings-node/lib/host.js';

const encoder = new TextEncoder();
const NOTHING = new Uint8Array();

/** Failures and problems are thrown as their JSON. */
function isFailure(cause) {
  return cause instanceof Error && (cause.message.startsWith('{') || cause.message.startsWith('['));
}

const LONE = /\p{Surrogate}/u;

function loneSurrogate(text) {
  if (text.isWellFormed?.() === true) return -1;
  return text.search(LONE);
}

/** Before it is started there is only a failure, which says what to do. */
const failure = JSON.stringify({
  code: 'kernel.bad_request',
  status: 400,
  message: 'ProfileKit is not started.',
  help: 'Await `init()` before anything else, or import an entry that starts it.',
  params: {},
});

/**
 * How a module is started whose JavaScript is `glue`, and whose kernels are made by the method `word`. One that answers
 * `every` call takes the place of one that does not.
 */
export function module(glue, word, every = false) {
  /** Counts the modules that were started: what another one prepared means nothing to this one. */
  let generation = 0;

  /** Runs something in the module. What is no failure of the kernel ended it: another one starts. */
  function run(work) {
    try {
      return work();
    } catch (cause) {
      if (!isFailure(cause)) restart();
      throw cause;
    }
  }

  function restart() {
    generation += 1;
    glue.__wbg_reset_state();
  }

  /** Text in UTF-8, bytes as they are. Half a surrogate pair is no text. */
  function bytes(text) {
    if (typeof text !== 'string') return text ?? NOTHING;
    const at = loneSurrogate(text);
    if (at === -1) return encoder.encode(text);
    const before = encoder.encode(text.slice(0, at)).length;
    throw new Error(run(() => glue.loneSurrogate(before)));
  }

  /** A kernel of the module, and what was prepared for it. */
  class Session {
    #kernel;
    #generation = generation;

    constructor(make, source) {
      const text = bytes(source);
      this.#kernel = run(() => make(text));
    }

    /** Whether the module that it lived in has ended, or another one has taken its place. */
    get dead() {
      return this.#generation !== generation || host.native !== started;
    }

    call(request, document) {
      const [asked, about] = [bytes(request), bytes(document)];
      return run(() => this.#kernel.call(asked, about));
    }

    image() {
      return run(() => this.#kernel.image());
    }

    kind(name) {
      const text = bytes(name);
      return run(() => this.#kernel.kind(text));
    }

    action(name) {
      const text = bytes(name);
      return run(() => this.#kernel.action(text));
    }

    validateBytes(kind, mode, document) {
      return run(() => this.#kernel.validate(kind, mode, document));
    }

    validateText(kind, mode, document) {
      return this.validateBytes(kind, mode, bytes(document));
    }

    validateAs(request, document) {
      const [asked, about] = [bytes(request), bytes(document)];
      return run(() => this.#kernel.validateAs(asked, about));
    }

    prepareSubject(head) {
      const text = bytes(head);
      return run(() => this.#kernel.prepareSubject(text));
    }

    prepareRecord(head, document) {
      const [text, about] = [bytes(head), bytes(document)];
      return run(() => this.#kernel.prepareRecord(text, about));
    }

    preparePage(records) {
      return run(() => this.#kernel.preparePage(records));
    }

    /** Asks about facts that are held, by the name that the module has for it. */
    held(method, ...given) {
      const sent = given.map((one) => (typeof one === 'string' ? bytes(one) : one));
      return run(() => this.#kernel[method](...sent));
    }

    prepareContext(head) {
      const text = bytes(head);
      return run(() => this.#kernel.prepareContext(text));
    }

    releaseSubject(subject) {
      if (!this.dead) run(() => this.#kernel.releaseSubject(subject));
    }

    releaseRecord(record) {
      if (!this.dead) run(() => this.#kernel.releaseRecord(record));
    }

    releasePage(page) {
      if (!this.dead) run(() => this.#kernel.releasePage(page));
    }

    releaseContext(context) {
      if (!this.dead) run(() => this.#kernel.releaseContext(context));
    }

    facts(record) {
      return run(() => this.#kernel.facts(record));
    }

    rights(subject) {
      return run(() => this.#kernel.rights(subject));
    }

    can(subject, action, record, context) {
      return run(() => this.#kernel.can(subject, action, record, context));
    }

    decide(subject, action, record, context) {
      return run(() => this.#kernel.decide(subject, action, record, context));
    }

    decideMany(subject, page, questions, context) {
      return run(() => this.#kernel.decideMany(subject, page, questions, context));
    }

    view(subject, record, context) {
      return run(() => this.#kernel.view(subject, record, context));
    }
  }

  /** What a started module offers. */
  const started = {
    every,
    [word]: (source) => new Session(glue.NativeKernel[word], source),
    refusal: (reason) => run(() => glue.refusal(encoder.encode(reason))),
    internal: (reason) => run(() => glue.internal(encoder.encode(reason))),
    codes: () => run(glue.codes),
    panics: () => run(glue.panics),
    memory: () => glue.moduleMemory().buffer.byteLength,
  };

  host.native ??= {
    [word]() {
      throw new Error(failure);
    },
    refusal: () => failure,
    internal: () => failure,
  };

  /** Whether one runs already that answers more. */
  const isOutdone = () => host.native.every === true && !every;

  function begin() {
    if (!isOutdone()) host.native = started;
  }

  /** Starts the module: its bytes, a compiled module, a response or an address. Again does nothing. */
  async function start(source) {
    if (isOutdone()) return;
    await glue.default({ module_or_path: source });
    begin();
  }

  /** Starts the module at once: its bytes or a compiled module. */
  function startSync(source) {
    if (isOutdone()) return;
    glue.initSync({ module: source });
    begin();
  }

  return { start, startSync };
}
