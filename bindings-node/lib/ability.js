'use strict';

const { Record } = require('./handle.js');

// One subject's rights as data, answered without the kernel: policies that the subject settles are
// settled already, the rest are small functions of a record. What JavaScript would not answer
// exactly as the kernel does (decimals, times, regular expressions, order of texts, macros) is left
// to the kernel, question by question.

/** A condition's answer where a value is missing: neither true nor false. */
const UNKNOWN = undefined;

const TEXTS = new Set([
  'string', 'text', 'enum', 'email', 'phone', 'url', 'slug', 'uuid', 'country', 'language',
  'currency', 'timezone', 'ref', 'skill',
]);
const METAS = new Set(['id', 'owner', 'tenant', 'state']);

class Unsupported extends Error {}

/** What tells how a condition's values come from a record. */
const LOADS = {
  lit: (value) => () => value,
  absent: () => () => UNKNOWN,
  meta(name) {
    if (!METAS.has(name)) throw new Unsupported(name);
    return ({ head }) => head[name] ?? UNKNOWN;
  },
  relation(name, { many }) {
    if (many) return ({ head }) => related(head, name);
    return ({ head }) => related(head, name)[0];
  },
  field(pointer, { type }) {
    const fits = field(type);
    const names = pointer.slice(1).split('/');
    return ({ value }) => {
      let found = value;
      for (const name of names) found = member(found, name);
      return fits(found) ? found : UNKNOWN;
    };
  },
};

/** The ids that a record names for a relation: a list, or nobody. A text would include its parts. */
function related({ relations }, name) {
  const ids = member(relations, name);
  return Array.isArray(ids) ? ids : [];
}

/** A member of an object of the document; nothing else has any. */
function member(of, name) {
  const object = typeof of === 'object' && of !== null && !Array.isArray(of);
  return object && Object.hasOwn(of, name) ? of[name] : UNKNOWN;
}

function field(type) {
  if (TEXTS.has(type)) return (value) => typeof value === 'string';
  if (type === 'bool') return (value) => typeof value === 'boolean';
  // Of other numbers JavaScript keeps what is near, and the kernel what is written.
  throw new Unsupported(type);
}

/** What a condition does with its parts. */
const NODES = {
  not: (inner) => {
    const of = condition(inner);
    return (record) => {
      const said = of(record);
      return said === UNKNOWN ? UNKNOWN : !said;
    };
  },
  and: (inner) => junction(inner, false),
  or: (inner) => junction(inner, true),
  has(inner) {
    const of = value(inner);
    return (record) => of(record) !== UNKNOWN;
  },
  in([item, list]) {
    const [one, many] = [value(item), listed(list)];
    return (record) => {
      const [found, all] = [one(record), many(record)];
      return found === UNKNOWN || all === UNKNOWN ? UNKNOWN : all.includes(found);
    };
  },
  cmp([how, left, right]) {
    const compare = comparison(how, left, right);
    const [one, two] = [value(left), value(right)];
    return (record) => {
      const [a, b] = [one(record), two(record)];
      return a === UNKNOWN || b === UNKNOWN ? UNKNOWN : compare(a, b);
    };
  },
};

/** `and` ends on `false` and `or` on `true`, also when another part has no answer. */
function junction(parts, endsOn) {
  const conditions = parts.map(condition);
  return (record) => {
    let unknown = false;
    for (const one of conditions) {
      const said = one(record);
      if (said === endsOn) return endsOn;
      if (said === UNKNOWN) unknown = true;
    }
    return unknown ? UNKNOWN : !endsOn;
  };
}

function comparison(how, left, right) {
  if (how === '==') return (a, b) => a === b;
  if (how === '!=') return (a, b) => a !== b;
  if (!isNumber(left) && !isNumber(right)) throw new Unsupported(how);
  return {
    '<': (a, b) => a < b,
    '<=': (a, b) => a <= b,
    '>': (a, b) => a > b,
    '>=': (a, b) => a >= b,
  }[how];
}

function isNumber(node) {
  return typeof node.lit === 'number';
}

function load(node, allowed) {
  const [name] = Object.keys(node);
  const make = LOADS[name];
  if (make === undefined || !allowed(node)) throw new Unsupported(name);
  return make(node[name], node);
}

/** A text, a number or a truth. */
function value(node) {
  const single = ({ lit, many }) => many !== true && (lit === undefined || isPlain(lit));
  return load(node, single);
}

function isPlain(lit) {
  return typeof lit === 'string' || typeof lit === 'boolean' || Number.isSafeInteger(lit);
}

/** A list that something may be in. */
function listed(node) {
  return load(node, ({ lit, many }) => many === true || (Array.isArray(lit) && lit.every(isPlain)));
}

function condition(node) {
  const [name] = Object.keys(node);
  if (Object.hasOwn(NODES, name)) return NODES[name](node[name]);
  const of = value(node);
  return (record) => {
    const said = of(record);
    return typeof said === 'boolean' ? said : UNKNOWN;
  };
}

/** Whether a rule applies to a record; a condition without an answer applies as `unknown` says. */
function rule({ owner, relations, states, when, fields }, id, unknown) {
  // A rule about some fields neither allows nor denies the whole record.
  if (fields) return () => false;
  const said = when === undefined ? () => true : condition(when);
  const held = relations === undefined ? undefined : holder(owner, relations, id);
  return (record) => {
    if (states !== undefined && !states.includes(record.head.state)) return false;
    if (held !== undefined && !held(record)) return false;
    return said(record) ?? unknown;
  };
}

function holder(owner, relations, id) {
  return ({ head }) =>
    id !== null &&
    ((owner && head.owner === id) || relations.some((name) => related(head, name).includes(id)));
}

/** How many different rights are kept by name: who has the same roles mostly has the same. */
const KEPT = 256;

/** What the abilities of a kernel have in common: its actions, and rights that many have. */
class Actions {
  #kept = new Map();

  constructor({ actions }) {
    this.names = Object.keys(actions);
  }

  /**
   * Rights by the names of their actions. An engine looks for a name in a table like this by where
   * it lies, not by what it says.
   */
  byName(rights) {
    const key = rights.join();
    const kept = this.#kept.get(key);
    if (kept !== undefined) return kept;
    if (this.#kept.size >= KEPT) this.#kept.clear();
    const named = Object.fromEntries(this.names.map((name, number) => [name, rights[number]]));
    const byName = Object.assign(Object.create(null), named);
    this.#kept.set(key, byName);
    return byName;
  }
}

/** In place of a test: the kernel looks. */
const LEFT = Symbol('left');

/** A right that looks at more than whose the record is. */
class Test {
  constructor({ states, deny, allow }, id) {
    this.states = states;
    this.denies = deny.map((one) => rule(one, id, true));
    this.allows = allow.map((one) => rule(one, id, false));
  }

  holds(record) {
    if (this.states !== undefined && !this.states.includes(record.state)) return false;
    return some(this.allows, record) && !some(this.denies, record);
  }
}

function some(rules, record) {
  for (let at = 0; at < rules.length; at += 1) if (rules[at](record)) return true;
  return false;
}

/** What one subject may do. */
class Ability {
  #who;
  #rights;
  #data;
  #kernel;
  /** What looks at more, by action. */
  #tests = Object.create(null);

  /**
   * `data` is what the kernel told of the prepared subject `who`, `rights` that in numbers by the names
   * of actions. Of the kernel, `prepare(record)` gives its record, `said(who, right, record)` what it
   * says by numbers alone, and `can(who, action, record, context)` its answer.
   */
  constructor(who, rights, data, kernel) {
    this.#who = who;
    this.#rights = rights;
    this.#data = data;
    this.#kernel = kernel;
  }

  /** Whether the subject may do an action on a record. */
  can(action, record, context) {
    const right = typeof action === 'string' ? this.#rights[action] : undefined;
    if (right !== undefined && record instanceof Record) {
      const said = this.#who.mayBy(right, record);
      if (said !== undefined) return said;
    }
    return this.#asked(action, right, record, context);
  }

  #asked(action, right, record, context) {
    // What the kernel does not know it refuses, with the nearest name.
    if (right === undefined) return this.#kernel.can(this.#who, action, record, context);
    // What somebody describes is checked as the kernel does; what it prepared costs nothing.
    const prepared = this.#kernel.prepare(record);
    const said = this.#kernel.said(this.#who, right, prepared);
    if (said !== undefined) return said;
    const test = this.#test(action);
    return test === LEFT ? this.#kernel.can(this.#who, action, prepared, context) : test.holds(prepared);
  }

  #test(action) {
    this.#tests[action] ??= this.#compile(this.#data.actions[action]);
    return this.#tests[action];
  }

  #compile(right) {
    if (right.verdict !== 'depends') return LEFT;
    try {
      return new Test(right, this.#data.subject);
    } catch (error) {
      if (error instanceof Unsupported) return LEFT;
      throw error;
    }
  }

  /** Whether an action is answered here, without the kernel. */
  isLocal(action) {
    if (typeof action !== 'string' || this.#rights[action] === undefined) return false;
    return this.#data.actions[action].verdict !== 'depends' || this.#test(action) !== LEFT;
  }

  toJSON() {
    return this.#data;
  }
}

module.exports = { Ability, Actions };
