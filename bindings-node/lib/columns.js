'use strict';

// Columns that a host has become columns of the kernel: looked at as a whole here, and value by value there.

/** How many rows go over the border together: few enough to stay near, and a whole number of bytes of bits. */
const LOT = 65_536;

/** What stands for a code that the texts do not have. */
const NONE = 2 ** 32 - 1;

const NOTHING8 = new Uint8Array();
const NOTHING32 = new Uint32Array();

const TypedArray = Object.getPrototypeOf(Uint8Array);
const own = (name) => Object.getOwnPropertyDescriptor(TypedArray.prototype, name).get;
const [nameOf, lengthOf, offsetOf, bufferOf] = [own(Symbol.toStringTag), own('length'), own('byteOffset'), own('buffer')];

/** Numbers that doubles hold. */
const NUMBERS = ['Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array', 'Float64Array'];
const CODES = ['Uint8Array', 'Uint16Array', 'Uint32Array'];

/** A column as it was handed in. */
class Given {
  constructor({ name }, refusal) {
    this.name = name;
    this.refuse = (reason, row) => {
      const failure = refusal(`the column \`${name}\`${row === undefined ? '' : `, row ${row + 1}`}: ${reason}`);
      failure.path = `/${name}${row === undefined ? '' : `/${row}`}`;
      return failure;
    };
  }

  /** An array of numbers of one of some kinds, as it is now: nobody's methods are asked. */
  array(value, kinds, what) {
    const kind = ArrayBuffer.isView(value) ? nameOf.call(value) : undefined;
    if (!kinds.includes(kind)) throw this.refuse(`${what} are ${kinds.join(' or ')}`);
    const buffer = bufferOf.call(value);
    if (lengthOf.call(value) === 0 && isAway(value)) throw this.refuse(`${what} are in a buffer that was handed away, or outside of it`);
    return { kind, buffer, offset: offsetOf.call(value), length: lengthOf.call(value), steady: isSteady(buffer) };
  }
}

/** Whether a view sees nothing because its buffer was handed away, or became shorter. */
function isAway(view) {
  try {
    TypedArray.prototype.keys.call(view);
    return false;
  } catch {
    return true;
  }
}

/** Whether nobody else writes to a buffer or changes its size. */
function isSteady(buffer) {
  return buffer instanceof ArrayBuffer && buffer.resizable !== true;
}

const TYPES = {
  Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float64Array, BigInt64Array,
};

/** Some of the values of an array in an array of a type: those in place, or a copy. */
function part({ kind, buffer, offset, steady }, Type, from, count) {
  const Own = TYPES[kind];
  const view = new Own(buffer, offset + from * Own.BYTES_PER_ELEMENT, count);
  return Own === Type && steady ? view : new Type(view);
}

/** Bits that say which rows have a value. */
class Valid extends Given {
  #bits;

  constructor(column, valid, refusal) {
    super(column, refusal);
    if (valid !== undefined) this.#bits = this.array(valid, ['Uint8Array'], '`valid`');
  }

  check(rows) {
    if (this.#bits !== undefined && this.#bits.length < Math.ceil(rows / 8)) {
      throw this.refuse(`\`valid\` has ${this.#bits.length} bytes, and there are ${rows} rows: a bit each`);
    }
  }

  part(from, count) {
    return this.#bits === undefined ? NOTHING8 : part(this.#bits, Uint8Array, from / 8, Math.ceil(count / 8));
  }
}

/** Texts and the code of each row, as the kernel knows them. */
class Coded extends Given {
  #codes;
  #table;

  constructor(column, { texts, codes }, refusal) {
    super(column, refusal);
    if (!Array.isArray(texts)) throw this.refuse('`texts` are a list of texts');
    this.#codes = this.array(codes, CODES, '`codes`');
    this.texts = Array.from(texts);
    this.length = this.#codes.length;
  }

  /** Learns the texts. */
  begin(known) {
    this.#table = codesOf(this.texts, known, (reason, at) => this.refuse(`text ${at + 1}: ${reason}`));
  }

  part(from, count) {
    const table = this.#table;
    const { length } = table;
    const codes = new Uint32Array(part(this.#codes, TYPES[this.#codes.kind], from, count));
    for (let at = 0; at < count; at += 1) {
      const code = codes[at];
      codes[at] = code < length ? table[code] : NONE;
    }
    return codes;
  }
}

/** The codes of texts; 0 for none. What is no text is refused. */
function codesOf(texts, known, refuse) {
  const codes = new Uint32Array(texts.length);
  texts.forEach((text, at) => {
    if (text === undefined || text === null) return;
    const code = typeof text === 'string' ? known.code(text) : undefined;
    if (code === undefined) throw refuse('it is no text', at);
    codes[at] = code;
  });
  known.settle(codes, codes.length);
  return codes;
}

/** A column of texts: a list of them, or each once and a code for each row. */
class TextColumn {
  #texts;
  #coded;
  #valid;

  constructor(column, value, refusal) {
    const listed = Array.isArray(value);
    this.given = new Given(column, refusal);
    if (!listed && !isObject(value)) throw this.given.refuse('it is a list of texts, or `{ texts, codes }`');
    this.#texts = listed ? value : undefined;
    this.#coded = listed ? undefined : new Coded(column, value, refusal);
    this.#valid = new Valid(column, listed ? undefined : value.valid, refusal);
    this.length = listed ? value.length : this.#coded.length;
  }

  begin(rows, known) {
    this.#valid.check(rows);
    this.#coded?.begin(known);
  }

  stage(table, place, from, count) {
    const codes = this.#coded?.part(from, count) ?? this.#codes(table.texts[place], from, count);
    table.codes(place, codes, this.#valid.part(from, count));
  }

  #codes(known, from, count) {
    const refuse = (reason, row) => this.given.refuse(reason, from + row);
    return codesOf(Array.from({ length: count }, (_, at) => this.#texts[from + at]), known, refuse);
  }
}

/** A column of truths: 0 and 1. */
class BoolColumn {
  #values;
  #valid;

  constructor(column, value, refusal) {
    this.given = new Given(column, refusal);
    const { values, valid } = parts(value);
    this.#values = this.given.array(values, ['Uint8Array'], 'its values');
    this.#valid = new Valid(column, valid, refusal);
    this.length = this.#values.length;
  }

  begin(rows) {
    this.#valid.check(rows);
  }

  stage(table, place, from, count) {
    const codes = new Uint32Array(part(this.#values, Uint8Array, from, count));
    for (let at = 0; at < count; at += 1) codes[at] += 1;
    table.codes(place, codes, this.#valid.part(from, count));
  }
}

/** A column of numbers, amounts or instants. */
class NumberColumn {
  #values;
  #units;
  #currency;
  #valid;
  #code;

  constructor(column, value, refusal) {
    this.given = new Given(column, refusal);
    const { values, units, currency, valid } = parts(value);
    const counted = units !== undefined;
    if (counted && column.type !== 'money' && column.type !== 'decimal') throw this.given.refuse('only amounts and decimals have `units`');
    const kinds = column.type === 'instant' ? ['Float64Array', 'BigInt64Array'] : [...NUMBERS, 'BigInt64Array'];
    this.#units = counted;
    this.#values = this.given.array(counted ? units : values, kinds, counted ? '`units`' : 'its values');
    this.#valid = new Valid(column, valid, refusal);
    this.length = this.#values.length;
    if (currency !== undefined) this.#ofCurrency(column, currency, refusal);
  }

  #ofCurrency(column, currency, refusal) {
    if (column.type !== 'money') throw this.given.refuse('only amounts have a currency');
    if (typeof currency !== 'string' && !isObject(currency)) throw this.given.refuse('`currency` is a text, or `{ texts, codes }`');
    this.#currency = typeof currency === 'string' ? currency : new Coded(column, currency, refusal);
    if (typeof currency !== 'string' && this.#currency.length !== this.length) {
      throw this.given.refuse(`\`currency\` has ${this.#currency.length} codes, and there are ${this.length} amounts`);
    }
  }

  begin(rows, known) {
    this.#valid.check(rows);
    if (typeof this.#currency === 'string') [this.#code] = codesOf([this.#currency], known, this.given.refuse);
    else this.#currency?.begin(known);
    if (this.#code === NONE) throw this.given.refuse('`currency` is none of ISO 4217');
  }

  #currencies(from, count) {
    if (this.#currency === undefined) return NOTHING32;
    return this.#code === undefined ? this.#currency.part(from, count) : new Uint32Array(count).fill(this.#code);
  }

  stage(table, place, from, count) {
    const [currencies, valid] = [this.#currencies(from, count), this.#valid.part(from, count)];
    if (this.#values.kind === 'BigInt64Array') table.whole(place, part(this.#values, BigInt64Array, from, count), this.#units, currencies, valid);
    else table.doubles(place, part(this.#values, Float64Array, from, count), this.#units, currencies, valid);
  }
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);
}

/** A column with what is said of it, or its values alone. */
function parts(value) {
  return isObject(value) ? value : { values: value };
}

function columnOf(column, value, refusal) {
  if (column.type === 'text') return new TextColumn(column, value, refusal);
  return column.type === 'bool' ? new BoolColumn(column, value, refusal) : new NumberColumn(column, value, refusal);
}

/** Puts columns into a table. */
function takeColumns(table, columns, refusal) {
  if (!isObject(columns)) throw refusal('columns are an object, each by its name');
  const unknown = Object.keys(columns).find((name) => !table.columns.some((column) => column.name === name));
  if (unknown !== undefined) throw refusal(`the table \`${table.name}\` has no column \`${unknown}\``);
  const given = table.columns.map((column) => {
    const value = Object.hasOwn(columns, column.name) ? columns[column.name] : undefined;
    return value === undefined || value === null ? undefined : columnOf(column, value, refusal);
  });
  const rows = given.find((column) => column !== undefined)?.length ?? 0;
  given.forEach((column, place) => {
    if (column === undefined) return;
    if (column.length === rows) return column.begin(rows, table.texts[place]);
    throw column.given.refuse(`it has ${column.length} rows, and others have ${rows}`);
  });
  for (let from = 0; from < rows; from += LOT) {
    const count = Math.min(LOT, rows - from);
    given.forEach((column, place) => column?.stage(table, place, from, count));
    table.take(count, NOTHING32, '');
  }
}

module.exports = { takeColumns };
