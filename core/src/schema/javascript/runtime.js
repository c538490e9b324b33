// What every kind below needs. A value is taken only where JavaScript reads it exactly as the
// kernel does; whatever else there is, this side knows nothing of.

/** What objects inherit from. */
const PLAIN = Object.prototype;

/** What is left of the size that a document may have, in characters of which each takes six bytes. */
let room = 0;
const ROOM = 174000;

/** A text of nothing but such characters. Engines are through with four at a time in half the time. */
const all = (c) => new RegExp(`^(?:${c}${c}${c}${c})*${c}{0,3}$`);

/** What is left as it is by normalising, and by the format. */
const LINE = all('[ -~\\u00a1-\\u02ff]');
const PROSE = all('[\\t\\n\\r -~\\u00a1-\\u02ff]');
const NAME = all('[ -~\\u00a1-\\u024f]');
const LOWER = all('[ -@\\[-~]');
const ASCII = /^[\t\n\r -~]*$/;
const UPPER = /[A-Z]/;
const LONE = /[\ud800-\udfff]/u;

const PHONE = /^\+[1-9][0-9]{6,14}$/;
const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const LANGUAGE = /^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?$/;
const MEDIA = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/;
const REFERENCE = /^[!-~]{1,128}$/;
const EMAIL = /^[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,}$/;
const LINK = /^https:\/\/(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,}\/[A-Za-z0-9_~=&+,?./-]*$/;
const PRIVATE = /(?:localhost|\.local|\.internal|\.home\.arpa|\.lan)$/;
const DATE = /^[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?$/;
const INSTANT =
  /^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{0,5}[1-9])?Z$/;
const DURATION =
  /^P(?!$)(?:[0-9]{1,6}W)?(?:[0-9]{1,6}D)?(?:T(?=[0-9])(?:[0-9]{1,6}H)?(?:[0-9]{1,6}M)?(?:[0-9]{1,6}(?:\.[0-9]{1,6})?S)?)?$/;
const DECIMAL = /^-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,14})?$/;
const KEY = /^[ -~\u00a1-\u02ff]{1,64}$/;
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * An object that is nothing but its own members. Functions of objects of one kind ask the same
 * themselves: engines answer faster where the objects are alike.
 */
function isPlain(o) {
  return typeof o === 'object' && o !== null && o.toJSON === undefined && Object.getPrototypeOf(o) === PLAIN && !Array.isArray(o);
}

/** Whether every object has members that nobody gave it. */
function isPolluted() {
  for (const _ in PLAIN) return true;
  return false;
}

function isList(a) {
  return Array.isArray(a) && a.toJSON === undefined;
}

function isKey(k) {
  room -= k.length;
  return KEY.test(k) && !FORBIDDEN.has(k);
}

/** A name that free JSON may have. */
function isName(k) {
  room -= k.length + 2;
  return room >= 0 && !FORBIDDEN.has(k) && !LONE.test(k);
}

/** Unicode scalar values; of half a pair nothing is known. */
function scalars(v) {
  let count = 0;
  for (const _ of v) count += 1;
  return count;
}

function fits(v, min, max) {
  const units = v.length;
  room -= units;
  if (units > max && (units > 2 * max || scalars(v) > max)) return false;
  return units >= 2 * min || (units >= min && (min <= 1 || scalars(v) >= min));
}

/** A text of `narrow`'s characters, which most are of, or of `wide`'s. */
function text(v, min, max, narrow, wide) {
  return typeof v === 'string' && fits(v, min, max) && (narrow.test(v) || (wide !== null && wide.test(v)));
}

/** A text of several lines; most are of one, which is found out faster. */
function prose(v, min, max) {
  return typeof v === 'string' && fits(v, min, max) && (LINE.test(v) || PROSE.test(v) || WIDE_PROSE.test(v));
}

/** No two spaces where they become one. */
function isSingle(v) {
  return !v.includes('  ');
}

/** No white space at either end. */
function isTrim(v) {
  return v.length === 0 || (v.charCodeAt(0) > 32 && v.charCodeAt(v.length - 1) > 32);
}

/** A text of ASCII in a form. */
function matching(v, min, max, form) {
  if (typeof v !== 'string' || v.length < min || v.length > max) return false;
  room -= v.length;
  return form.test(v);
}

function listed(v, min, max, list) {
  return typeof v === 'string' && v.length >= min && v.length <= max && list.has(v);
}

function email(v, min, max) {
  const at = matching(v, min, max, EMAIL) ? v.indexOf('@') : 65;
  return at <= 64 && v.length - at <= 64;
}

function media(v, min, max, types) {
  if (!matching(v, min, max, MEDIA)) return false;
  return types.length === 0 || types.some((type) => (type.endsWith('*') ? v.startsWith(type.slice(0, -1)) : v === type));
}

/** A link that parsing leaves as it is. */
function link(v, max, hosts, fetched) {
  if (!matching(v, 0, max, LINK) || v.includes('/.')) return false;
  const slash = v.indexOf('/', 8);
  if (slash > 71) return false;
  if (hosts === null && !fetched) return true;
  const host = v.slice(8, slash);
  if (fetched && PRIVATE.test(host)) return false;
  return hosts === null || hosts.some((name) => host === name || host.endsWith('.' + name));
}

/** Whether the month has that day; `v` begins with a date whose day is no more than 31. */
function isDay(v) {
  const day = two(v, 8);
  if (day <= 28) return true;
  const month = two(v, 5);
  if (month !== 2) return day <= 30 || (month !== 4 && month !== 6 && month !== 9 && month !== 11);
  const [century, year] = [two(v, 0), two(v, 2)];
  return day === 29 && (year === 0 ? century % 4 === 0 : year % 4 === 0);
}

/** The number of two digits. */
function two(v, at) {
  return v.charCodeAt(at) * 10 + v.charCodeAt(at + 1) - 528;
}

/** Dates sort as texts. */
function date(v, partial, min, max) {
  if (typeof v !== 'string' || !DATE.test(v)) return false;
  if (v.length < 10 ? !partial : !isDay(v)) return false;
  return (min === '' || v >= min.slice(0, v.length)) && (max === '' || v <= max);
}

/** Instants in their normal form sort as texts up to the second; within the same one the kernel looks. */
function instant(v, min, max) {
  if (typeof v !== 'string' || !INSTANT.test(v) || !isDay(v)) return false;
  const second = v.slice(0, 19);
  return (min === '' || second > min.slice(0, 19)) && (max === '' || second < max.slice(0, 19));
}

/** Decimals of up to fifteen digits keep their order as doubles. */
function decimal(v, scale, digits, min, max) {
  if (typeof v !== 'string' || !DECIMAL.test(v)) return false;
  const dot = v.indexOf('.');
  const all = v.length - (dot < 0 ? 0 : 1) - (v.charCodeAt(0) === 45 ? 1 : 0);
  if (all > digits || (dot >= 0 && v.length - dot - 1 > scale)) return false;
  const number = Number(v);
  return number >= min && number <= max;
}

function money(o, scale, digits, min, max, currencies) {
  if (!isPlain(o)) return undefined;
  const r = {};
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    if (typeof v !== 'string') return undefined;
    if (k === 'amount') r.amount = v;
    else if (k === 'currency') r.currency = v;
    else return undefined;
  }
  const places = CURRENCIES.get(r.currency);
  if (places === undefined || (currencies !== null && !currencies.includes(r.currency))) return undefined;
  return decimal(r.amount, Math.min(scale, places), digits, min, max) ? r : undefined;
}

/** A whole number; minus zero is written in another way. */
function int(v, min, max, step) {
  if (typeof v !== 'number' || !(v >= min && v <= max) || !Number.isInteger(v)) return false;
  return v === 0 ? 1 / v > 0 : step === 1 || v % step === 0;
}

function vector(a, dimensions) {
  if (!isList(a) || a.length !== dimensions) return undefined;
  room -= 5 * dimensions;
  const r = [];
  for (let i = 0; i < dimensions; i += 1) {
    const v = a[i];
    if (!isNumber(v)) return undefined;
    r.push(v);
  }
  return r;
}

function isNumber(v) {
  return typeof v === 'number' && Number.isFinite(v) && (v !== 0 || 1 / v > 0);
}

/** Free JSON; `depth` is how many levels there may be. */
function free(v, depth) {
  switch (typeof v) {
    case 'boolean':
      return v;
    case 'number':
      room -= 5;
      return isNumber(v) ? v : undefined;
    case 'string':
      room -= v.length;
      return LONE.test(v) ? undefined : v;
    case 'object':
      if (v === null) return v;
      return depth <= 0 || room < 0 ? undefined : Array.isArray(v) ? freeList(v, depth) : freeObject(v, depth);
    default:
      return undefined;
  }
}

function freeList(a, depth) {
  if (!isList(a) || a.length > room) return undefined;
  const [n, r] = [a.length, []];
  room -= n;
  for (let i = 0; i < n; i += 1) {
    const v = free(a[i], depth - 1);
    if (v === undefined) return undefined;
    r.push(v);
  }
  return r;
}

function freeObject(o, depth) {
  if (!isPlain(o)) return undefined;
  const r = {};
  for (const k in o) {
    const given = o[k];
    if (given === undefined) continue;
    const v = isName(k) ? free(given, depth - 1) : undefined;
    if (v === undefined) return undefined;
    r[k] = v;
  }
  return r;
}

/** Whether no item is there twice. */
function isDistinct(a) {
  if (a.length > 16) return new Set(a).size === a.length;
  for (let i = 1; i < a.length; i += 1) {
    if (a.indexOf(a[i]) < i) return false;
  }
  return true;
}

/** As `isDistinct`, of the items that have the value. */
function isDistinctBy(a, of) {
  const values = [];
  for (let i = 0; i < a.length; i += 1) {
    const v = of(a[i]);
    if (v !== undefined) values.push(v);
  }
  return isDistinct(values);
}

/** Whether something is in a value that is there. */
function holds(v) {
  if (typeof v === 'string') return v.trim() !== '';
  if (Array.isArray(v)) return v.length > 0;
  if (typeof v === 'object') for (const _ in v) return true;
  return typeof v === 'boolean' || typeof v === 'number';
}

// Conditions: `undefined` where a value is missing, `null` where JavaScript does not know.

function not(a) {
  return typeof a === 'boolean' ? !a : a;
}

function and(a, b) {
  if (a === false || b === false) return false;
  if (a === null || b === null) return null;
  return a === undefined || b === undefined ? undefined : true;
}

function or(a, b) {
  if (a === true || b === true) return true;
  if (a === null || b === null) return null;
  return a === undefined || b === undefined ? undefined : false;
}

function compared(a, b, by) {
  if (a === null || b === null) return null;
  return a === undefined || b === undefined ? undefined : by(a, b);
}

/** An instant that sorts as a text beside others of its kind. */
function sortable(v) {
  return typeof v === 'string' && v.length !== 20 ? null : v;
}

/** A text that sorts by its units as it does by its characters. */
function ascii(v) {
  return typeof v === 'string' && !ASCII.test(v) ? null : v;
}

function numeric(v) {
  return typeof v === 'string' ? Number(v) : v;
}

function among(a, list) {
  return compared(a, list, () => list.includes(a));
}

function size(list) {
  return list === undefined ? undefined : list.length;
}

/** Whether all items, or some, are as said; long ones may cost the kernel more than it spends. */
function every(list, said) {
  if (list === undefined) return undefined;
  return room < ROOM - 20000 ? null : list.map(said).reduce(and, true);
}

function some(list, said) {
  if (list === undefined) return undefined;
  return room < ROOM - 20000 ? null : list.map(said).reduce(or, false);
}

function chosen(condition, yes, no) {
  return typeof condition === 'boolean' ? (condition ? yes : no) : condition;
}

/** A check holds, or is about what is not there. */
function passes(said) {
  return said === true || said === undefined;
}
