'use strict';

const { milliseconds } = require('./instant.js');

// Row objects become columns here, without text in between. What is not recognised at once is left to the kernel, row by row
// as JSON: it decides what such a row says, or what is wrong with it.

/** How many rows go over the border together. */
const LOT = 16_384;

/** How many are read together: few enough to stay near while one column after the other is read of them. */
const NEAR = 128;

/** The instants of the years 0 to 9999, in milliseconds. */
const [FIRST, LAST] = [-62_167_219_200_000, 253_402_300_800_000];

/** The most digits of which a double keeps every one. */
const DIGITS = 15;

const NO_ROW = Object.freeze(Object.create(null));

const NOTHING8 = new Uint8Array();
const NOTHING32 = new Uint32Array();

const { getTime, toJSON } = Date.prototype;

/** What a column's reader knows of a lot: which rows have a value, and which are left to the kernel. */
class Reader {
  /** The names on the way to what has the value. */
  #way;
  #valid;
  #gaps = false;
  /** The values of the rows that are read together. */
  found = new Array(NEAR).fill(undefined);

  constructor({ name, from }, place, size) {
    this.place = place;
    const way = from === undefined ? [name] : from.slice(1).split('/').map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
    this.name = way.pop();
    this.#way = way;
    this.#valid = new Uint8Array(Math.ceil(size / 8)).fill(0xff);
  }

  /** Whether no object has a member of that name that is not its own. */
  get isOwn() {
    return [...this.#way, this.name].every((name) => !(name in Object.prototype));
  }

  /** Whether the value is a member of the row itself. */
  get isNear() {
    return this.#way.length === 0;
  }

  /** Finds the values that are members of objects in the rows. */
  reach(rows, first, odd) {
    for (let row = 0; row < rows.length; row += 1) {
      if (odd[first + row] === 0) this.found[row] = this.#reached(rows[row], first + row, odd)[this.name];
    }
  }

  #reached(row, at, odd) {
    let found = row;
    for (const name of this.#way) {
      found = found[name];
      if (found === undefined || found === null) return NO_ROW;
      if (!isRow(found)) {
        odd[at] = 1;
        return NO_ROW;
      }
    }
    return found;
  }

  /** Notes a row without a value. */
  miss(at) {
    this.#gaps = true;
    this.#valid[at >> 3] &= ~(1 << (at & 7));
  }

  /** The bits of the rows with a value, for once; nothing where all have one. */
  valid(count) {
    if (!this.#gaps) return NOTHING8;
    this.#gaps = false;
    const bits = this.#valid.slice(0, (count + 7) >> 3);
    this.#valid.fill(0xff);
    return bits;
  }
}

class TextReader extends Reader {
  constructor(column, place, size, texts) {
    super(column, place, size);
    this.texts = texts;
    this.codes = new Uint32Array(size);
  }

  read(first, count, odd) {
    const { codes, found, texts } = this;
    const { known } = texts;
    for (let row = 0; row < count; row += 1) {
      const at = first + row;
      if (odd[at] !== 0) continue;
      const value = found[row];
      if (typeof value === 'string') {
        const code = known.get(value) ?? texts.add(value);
        if (code === undefined) odd[at] = 1;
        else codes[at] = code;
      } else if (value === undefined || value === null) codes[at] = 0;
      else odd[at] = 1;
    }
  }

  stage(table, count) {
    this.texts.settle(this.codes, count);
    table.codes(this.place, this.codes.subarray(0, count), NOTHING8);
  }
}

class BoolReader extends TextReader {
  read(first, count, odd) {
    const { codes, found } = this;
    for (let row = 0; row < count; row += 1) {
      const at = first + row;
      if (odd[at] !== 0) continue;
      const value = found[row];
      if (typeof value === 'boolean') codes[at] = value ? 2 : 1;
      else if (value === undefined || value === null) codes[at] = 0;
      else odd[at] = 1;
    }
  }

  stage(table, count) {
    table.codes(this.place, this.codes.subarray(0, count), NOTHING8);
  }
}

class NumberReader extends Reader {
  currencies = NOTHING32;

  constructor(column, place, size) {
    super(column, place, size);
    this.values = new Float64Array(size);
  }

  stage(table, count) {
    table.doubles(this.place, this.values.subarray(0, count), false, this.currencies.subarray(0, count), this.valid(count));
  }
}

/** Below it a double of milliseconds holds every microsecond: years 1691 to 2248. */
const EXACT = 2 ** 43;

/** How long an instant without a fraction is. */
const WHOLE = 20;

class InstantReader extends NumberReader {
  read(first, count, odd) {
    const { found, values } = this;
    for (let row = 0; row < count; row += 1) {
      const at = first + row;
      if (odd[at] !== 0) continue;
      const value = found[row];
      let time;
      if (typeof value === 'string') {
        time = milliseconds(value);
        // Far from now a double is no exact number of microseconds: such a text is read as text.
        if (Math.abs(time) >= EXACT && value.length > WHOLE) time = NaN;
      }
      else if (value === undefined || value === null) this.miss(at);
      // Who met the one knows the other: an engine that has looked at a member need not ask for the prototype.
      else if (value.toJSON === toJSON && Object.getPrototypeOf(value) === Date.prototype) time = getTime.call(value);
      else odd[at] = 1;
      if (time >= FIRST && time < LAST) values[at] = time;
      else if (time !== undefined) odd[at] = 1;
    }
  }
}

class IntReader extends NumberReader {
  read(first, count, odd) {
    const { found, values } = this;
    for (let row = 0; row < count; row += 1) {
      const at = first + row;
      if (odd[at] !== 0) continue;
      const value = found[row];
      if (Number.isSafeInteger(value)) values[at] = value;
      else if (value === undefined || value === null) this.miss(at);
      else odd[at] = 1;
    }
  }
}

/** The number of a decimal text; `NaN` for what is none, or has more digits than a double keeps. */
function decimal(text) {
  const { length } = text;
  let at = text.charCodeAt(0) === 45 ? 1 : 0;
  const first = at;
  if (length - first > DIGITS || length === first) return NaN;
  let [units, point] = [0, -1];
  for (; at < length; at += 1) {
    const next = (text.charCodeAt(at) - 48) >>> 0;
    if (next <= 9) units = units * 10 + next;
    else if (text.charCodeAt(at) === 46 && point === -1 && at > first && at + 1 < length) point = at;
    else return NaN;
  }
  // `01` is none.
  if (text.charCodeAt(first) === 48 && length > first + 1 && point !== first + 1) return NaN;
  const value = point === -1 ? units : units / 10 ** (length - 1 - point);
  return first === 1 ? -value : value;
}

class DecimalReader extends NumberReader {
  #most;

  /** `scale` is how many digits a value has behind its point. */
  constructor(column, place, size, scale) {
    super(column, place, size);
    this.#most = 10 ** (DIGITS - scale);
  }

  /** The value of a number or a text; `NaN` for what the kernel must look at. */
  number(value) {
    const number = typeof value === 'string' ? decimal(value) : value;
    // Of small numbers a text has an exponent.
    const small = typeof value === 'number' && number < 1e-6 && number > -1e-6 && number !== 0;
    return number < this.#most && number > -this.#most && !small ? number : NaN;
  }

  read(first, count, odd) {
    const { found, values } = this;
    for (let row = 0; row < count; row += 1) {
      const at = first + row;
      if (odd[at] !== 0) continue;
      const value = found[row];
      if (value === undefined || value === null) {
        this.miss(at);
        continue;
      }
      const number = typeof value === 'number' || typeof value === 'string' ? this.number(value) : NaN;
      if (Number.isNaN(number)) odd[at] = 1;
      else values[at] = number;
    }
  }
}

/** Digits behind the point of every currency, at most. */
const MINOR = 4;

class MoneyReader extends DecimalReader {
  #currency;

  constructor(column, place, size, texts) {
    super(column, place, size, MINOR);
    this.texts = texts;
    this.#currency = column.currency;
    this.currencies = new Uint32Array(size);
  }

  read(first, count, odd) {
    const { found, values, currencies, texts } = this;
    const own = this.#currency === undefined ? undefined : texts.code(this.#currency);
    for (let row = 0; row < count; row += 1) {
      const at = first + row;
      if (odd[at] !== 0) continue;
      const value = found[row];
      if (value === undefined || value === null) {
        this.miss(at);
        continue;
      }
      let number = NaN;
      let currency = own;
      if (typeof value === 'number' || typeof value === 'string') number = this.number(value);
      else if (typeof value === 'object' && isPlain(value)) {
        const { amount, currency: code } = value;
        currency = typeof code === 'string' ? texts.code(code) : undefined;
        if (typeof amount === 'string') number = this.number(amount);
      }
      if (Number.isNaN(number) || currency === undefined) odd[at] = 1;
      else {
        values[at] = number;
        currencies[at] = currency;
      }
    }
  }

  stage(table, count) {
    this.texts.settle(this.currencies, count);
    super.stage(table, count);
  }
}

/** Whether an object is written as JSON by its own members alone. */
function isPlain(value) {
  // The member first: an engine that has looked at one knows the prototype, and need not ask.
  if (value.toJSON !== undefined) return false;
  const of = Object.getPrototypeOf(value);
  return of === Object.prototype || of === null;
}

/**
 * Takes rows apart. Most rows have their members in the order of the row before: one walk then meets each in its place, which
 * takes an engine less than to look one after the other up, by names that differ from column to column.
 */
class Members {
  #near;
  #names = [];
  /** For each of the names where its values are put, if a reader wants them. */
  #wanted = [];
  /** The same for readers whose names are none of them. */
  #absent = [];

  constructor(readers) {
    this.#near = readers.filter((reader) => reader.isNear);
  }

  /** Gives every reader its value of a row. */
  take(row, at) {
    const names = this.#names;
    const wanted = this.#wanted;
    const { length } = names;
    let place = 0;
    for (const name in row) {
      // A name is compared with names only: an engine does that in one step while it has seen nothing else.
      if (place === length || name !== names[place]) return this.#learn(row, at, place);
      const found = wanted[place];
      if (found !== undefined) found[at] = row[name];
      place += 1;
    }
    if (place !== length) return this.#learn(row, at, place);
    for (const found of this.#absent) found[at] = undefined;
    return undefined;
  }

  /** Reads what a walk has not met before it met another name, and learns the names of this row. */
  #learn(row, at, met) {
    const read = this.#wanted.slice(0, met);
    this.#names = Object.keys(row);
    this.#wanted = this.#names.map((name) => this.#near.find((reader) => reader.name === name)?.found);
    this.#absent = this.#near.map((reader) => reader.found).filter((found) => !this.#wanted.includes(found));
    for (const { name, found } of this.#near) {
      if (!read.includes(found)) found[at] = this.#absent.includes(found) ? undefined : row[name];
    }
  }
}

function readerOf(column, place, size, texts) {
  switch (column.type) {
    case 'text':
      return new TextReader(column, place, size, texts);
    case 'bool':
      return new BoolReader(column, place, size);
    case 'instant':
      return new InstantReader(column, place, size);
    case 'int':
      return new IntReader(column, place, size);
    case 'decimal':
      return new DecimalReader(column, place, size, column.scale);
    default:
      return new MoneyReader(column, place, size, texts);
  }
}

/** Puts a list of objects into a table. */
function takeRows(table, rows, json) {
  const { length } = rows;
  const size = Math.min(LOT, length);
  const readers = table.columns.map((column, place) => readerOf(column, place, size, table.texts[place]));
  const own = readers.every((reader) => reader.isOwn);
  const members = new Members(readers);
  const far = readers.filter((reader) => !reader.isNear);
  const odd = new Uint8Array(size);
  const some = [];
  for (let from = 0; from < length; from += size) {
    const count = Math.min(size, length - from);
    const left = { places: [], rows: [] };
    for (let first = 0; first < count; first += NEAR) {
      some.length = Math.min(NEAR, count - first);
      // As they are now: reading one may change the list.
      for (let row = 0; row < some.length; row += 1) some[row] = rows[from + first + row];
      readNear({ readers, members, far, own }, some, first, odd, left);
    }
    for (const reader of readers) reader.stage(table, count);
    if (left.rows.length === 0) table.take(count, NOTHING32, '');
    else table.take(count, Uint32Array.from(left.places), json(left.rows, 'the rows'));
  }
}

/** Reads a few rows, one column after the other, and says which are left to the kernel. */
function readNear({ readers, members, far, own }, rows, first, odd, left) {
  const count = rows.length;
  for (let row = 0; row < count; row += 1) {
    const plain = own && isRow(rows[row]);
    odd[first + row] = plain ? 0 : 1;
    if (plain) members.take(rows[row], row);
  }
  for (const reader of far) reader.reach(rows, first, odd);
  for (const reader of readers) reader.read(first, count, odd);
  for (let row = 0; row < count; row += 1) {
    if (odd[first + row] === 0) continue;
    left.places.push(first + row);
    left.rows.push(rows[row]);
  }
}

function isRow(row) {
  return typeof row === 'object' && row !== null && isPlain(row);
}

module.exports = { takeRows };
