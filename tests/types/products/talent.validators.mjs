// Validators of the blueprint `talent` 1.0.0, written by `profilekit types --js`. Do not edit.

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

const WIDE = /^[ -~\u{a1}-\u{2ff}\u{38e}-\u{3a1}\u{3a3}-\u{3ff}\u{400}-\u{482}\u{48a}-\u{52f}\u{5d0}-\u{5ea}\u{621}-\u{64a}\u{660}-\u{66f}\u{671}-\u{6d3}\u{e01}-\u{e30}\u{1e00}-\u{1e99}\u{1ea0}-\u{1eff}\u{200c}-\u{200d}\u{2010}-\u{2027}\u{2030}-\u{205e}\u{20a0}-\u{20bf}\u{2190}-\u{22ff}\u{2500}-\u{27ff}\u{3001}-\u{3029}\u{3041}-\u{3096}\u{4e00}-\u{9fff}\u{1f300}-\u{1faff}]*$/u;
const WIDE_PROSE = /^[\t\n\r -~\u{a1}-\u{2ff}\u{38e}-\u{3a1}\u{3a3}-\u{3ff}\u{400}-\u{482}\u{48a}-\u{52f}\u{5d0}-\u{5ea}\u{621}-\u{64a}\u{660}-\u{66f}\u{671}-\u{6d3}\u{e01}-\u{e30}\u{1e00}-\u{1e99}\u{1ea0}-\u{1eff}\u{200c}-\u{200d}\u{2010}-\u{2027}\u{2030}-\u{205e}\u{20a0}-\u{20bf}\u{2190}-\u{22ff}\u{2500}-\u{27ff}\u{3001}-\u{3029}\u{3041}-\u{3096}\u{4e00}-\u{9fff}\u{1f300}-\u{1faff}]*$/u;
const CURRENCIES = new Map([..."AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG".split(' ').map((code) => [code, 2]), ..."BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split(' ').map((code) => [code, 0]), ..."BHD IQD JOD KWD LYD OMR TND".split(' ').map((code) => [code, 3])]);
const PATTERN0 = new RegExp("^[0-9a-f]{64}$", 'u');
const COUNTRIES = new Set("AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW".split(' '));

function list2(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 16) return undefined;
  room -= n * 10;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    if (!(v === "member" || v === "student" || v === "employer" || v === "mentor" || v === "moderator" || v === "admin")) return undefined;
    r[i] = v;
  }
  if (!isDistinct(r)) return undefined;
  return r;
}

function object1(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 63;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "name":
        if (!(text(v, 0, 120, NAME, null) && isTrim(v) && isSingle(v))) return undefined;
        r.name = v;
        break;
      case "email":
        if (!(email(v, 0, 254) && !UPPER.test(v))) return undefined;
        r.email = v;
        s0 |= 1;
        break;
      case "email_verified_at":
        if (!(instant(v, "", ""))) return undefined;
        r.email_verified_at = v;
        break;
      case "image":
        if (!(link(v, 2048, null, false))) return undefined;
        r.image = v;
        break;
      case "language":
        if (!(matching(v, 0, 35, LANGUAGE))) return undefined;
        r.language = v;
        s0 |= 2;
        break;
      case "external_id":
        if (!(text(v, 0, 128, LINE, WIDE))) return undefined;
        r.external_id = v;
        break;
      case "roles":
        if ((r.roles = list2(v, m)) === undefined) return undefined;
        break;
      case "suspended":
        if (!(typeof v === "boolean")) return undefined;
        r.suspended = v;
        s0 |= 4;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  if (m !== 2 && (s0 & 2) === 0) r.language = "en";
  if (m !== 2 && (s0 & 4) === 0) r.suspended = false;
  return r;
}

function read3(o, m) {
  if (isPolluted()) return undefined;
  room = ROOM;
  const r = object1(o, m);
  return room < 0 ? undefined : r;
}

function whole4(o) {
  const r = read3(o, 0);
  if (r === undefined) return undefined;
  return r;
}

function published5(o) {
  const r = whole4(o);
  return r !== undefined ? r : undefined;
}

function list8(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 5) return undefined;
  room -= n * 11;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    if (!(v === "internship" || v === "part_time" || v === "full_time" || v === "gig" || v === "mentoring")) return undefined;
    r[i] = v;
  }
  if (!isDistinct(r)) return undefined;
  return r;
}

function object7(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 44;
  const r = {};
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "slug":
        if (!(matching(v, 3, 60, SLUG))) return undefined;
        r.slug = v;
        break;
      case "name":
        if (!(text(v, 0, 120, NAME, null) && isTrim(v) && isSingle(v))) return undefined;
        r.name = v;
        break;
      case "headline":
        if (!(text(v, 0, 160, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.headline = v;
        break;
      case "bio":
        if (!(prose(v, 0, 4000) && isTrim(v))) return undefined;
        r.bio = v;
        break;
      case "image":
        if (!(link(v, 2048, null, true))) return undefined;
        r.image = v;
        break;
      case "open_to":
        if ((r.open_to = list8(v, m)) === undefined) return undefined;
        break;
      case "available_from":
        if (!(date(v, false, "", ""))) return undefined;
        r.available_from = v;
        break;
      default:
        return undefined;
    }
  }
  return r;
}

function object9(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 26;
  const r = {};
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "email":
        if (!(email(v, 0, 254))) return undefined;
        r.email = v;
        break;
      case "phone":
        if (!(matching(v, 0, 1000000, PHONE))) return undefined;
        r.phone = v;
        break;
      case "city":
        if (!(text(v, 0, 120, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.city = v;
        break;
      case "country":
        if (!(listed(v, 0, 1000000, COUNTRIES))) return undefined;
        r.country = v;
        break;
      case "birth_date":
        if (!(date(v, false, "", ""))) return undefined;
        r.birth_date = v;
        break;
      default:
        return undefined;
    }
  }
  return r;
}

function object12(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 32;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "name":
        if (!(text(v, 1, 80, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.name = v;
        s0 |= 1;
        break;
      case "level":
        if (!(v === "beginner" || v === "intermediate" || v === "advanced" || v === "expert")) return undefined;
        r.level = v;
        break;
      case "years":
        if (!(int(v, 0, 60, 1))) return undefined;
        r.years = v;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  return r;
}

function list11(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 50) return undefined;
  room -= n * 14;
  const w = m === 1 ? 1 : 0;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    const c = object12(v, w);
    if (c === undefined) return undefined;
    r[i] = c;
  }
  if (!isDistinctBy(r, (item) => item.name)) return undefined;
  return r;
}

function object14(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 11;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "language":
        if (!(matching(v, 0, 35, LANGUAGE))) return undefined;
        r.language = v;
        s0 |= 1;
        break;
      case "level":
        if (!(v === "a1" || v === "a2" || v === "b1" || v === "b2" || v === "c1" || v === "c2" || v === "native")) return undefined;
        r.level = v;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  return r;
}

function list13(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 20) return undefined;
  room -= n * 14;
  const w = m === 1 ? 1 : 0;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    const c = object14(v, w);
    if (c === undefined) return undefined;
    r[i] = c;
  }
  if (!isDistinctBy(r, (item) => item.language)) return undefined;
  return r;
}

function object10(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 31;
  const r = {};
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "skills":
        if ((r.skills = list11(v, m)) === undefined) return undefined;
        break;
      case "languages":
        if ((r.languages = list13(v, m)) === undefined) return undefined;
        break;
      default:
        return undefined;
    }
  }
  return r;
}

function list18(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 60) return undefined;
  room -= n * 1;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    if (!(text(v, 0, 200, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
    r[i] = v;
  }
  return r;
}

function object17(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 53;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "institution":
        if (!(text(v, 0, 200, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.institution = v;
        s0 |= 1;
        break;
      case "degree":
        if (!(text(v, 0, 200, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.degree = v;
        break;
      case "area":
        if (!(text(v, 0, 200, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.area = v;
        break;
      case "start":
        if (!(date(v, true, "", ""))) return undefined;
        r.start = v;
        break;
      case "end":
        if (!(date(v, true, "", ""))) return undefined;
        r.end = v;
        break;
      case "courses":
        if ((r.courses = list18(v, m)) === undefined) return undefined;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  return r;
}

function list16(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 20) return undefined;
  room -= n * 14;
  const w = m === 1 ? 1 : 0;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    const c = object17(v, w);
    if (c === undefined) return undefined;
    r[i] = c;
  }
  return r;
}

function object20(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 55;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "id":
        if (!(text(v, 0, 128, LINE, WIDE))) return undefined;
        r.id = v;
        s0 |= 1;
        break;
      case "name":
        if (!(text(v, 0, 200, LINE, WIDE))) return undefined;
        r.name = v;
        s0 |= 2;
        break;
      case "issuer":
        if (!(text(v, 0, 200, LINE, WIDE))) return undefined;
        r.issuer = v;
        break;
      case "issued":
        if (!(date(v, false, "", ""))) return undefined;
        r.issued = v;
        break;
      case "expires":
        if (!(date(v, false, "", ""))) return undefined;
        r.expires = v;
        break;
      case "url":
        if (!(link(v, 2048, null, false))) return undefined;
        r.url = v;
        break;
      case "revoked":
        if (!(typeof v === "boolean")) return undefined;
        r.revoked = v;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  if (m === 0 && (s0 & 2) === 0) return undefined;
  return r;
}

function list19(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 100) return undefined;
  room -= n * 14;
  const w = m === 1 ? 1 : 0;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    const c = object20(v, w);
    if (c === undefined) return undefined;
    r[i] = c;
  }
  if (!isDistinctBy(r, (item) => item.id)) return undefined;
  return r;
}

function object15(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 46;
  const r = {};
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "schools":
        if ((r.schools = list16(v, m)) === undefined) return undefined;
        break;
      case "gpa":
        if (!(decimal(v, 2, 15, 0, 4))) return undefined;
        r.gpa = v;
        break;
      case "certificates":
        if ((r.certificates = list19(v, m)) === undefined) return undefined;
        break;
      default:
        return undefined;
    }
  }
  return r;
}

function object23(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 38;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "company":
        if (!(text(v, 0, 200, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.company = v;
        s0 |= 1;
        break;
      case "position":
        if (!(text(v, 0, 200, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.position = v;
        break;
      case "start":
        if (!(date(v, true, "", ""))) return undefined;
        r.start = v;
        break;
      case "end":
        if (!(date(v, true, "", ""))) return undefined;
        r.end = v;
        break;
      case "summary":
        if (!(prose(v, 0, 4000) && isTrim(v))) return undefined;
        r.summary = v;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  return r;
}

function list22(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 40) return undefined;
  room -= n * 14;
  const w = m === 1 ? 1 : 0;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    const c = object23(v, w);
    if (c === undefined) return undefined;
    r[i] = c;
  }
  return r;
}

function list26(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 20) return undefined;
  room -= n * 1;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    if (!(text(v, 1, 80, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
    r[i] = v;
  }
  if (!isDistinct(r)) return undefined;
  return r;
}

function object25(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 53;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "name":
        if (!(text(v, 0, 200, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.name = v;
        s0 |= 1;
        break;
      case "description":
        if (!(prose(v, 0, 4000) && isTrim(v))) return undefined;
        r.description = v;
        break;
      case "url":
        if (!(link(v, 2048, null, false))) return undefined;
        r.url = v;
        break;
      case "skills":
        if ((r.skills = list26(v, m)) === undefined) return undefined;
        break;
      case "start":
        if (!(date(v, true, "", ""))) return undefined;
        r.start = v;
        break;
      case "end":
        if (!(date(v, true, "", ""))) return undefined;
        r.end = v;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  return r;
}

function list24(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 40) return undefined;
  room -= n * 14;
  const w = m === 1 ? 1 : 0;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    const c = object25(v, w);
    if (c === undefined) return undefined;
    r[i] = c;
  }
  return r;
}

function object28(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 38;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "id":
        if (!(text(v, 0, 128, LINE, WIDE))) return undefined;
        r.id = v;
        s0 |= 1;
        break;
      case "title":
        if (!(text(v, 0, 200, LINE, WIDE))) return undefined;
        r.title = v;
        s0 |= 2;
        break;
      case "client":
        if (!(matching(v, 1, 128, REFERENCE))) return undefined;
        r.client = v;
        break;
      case "completed":
        if (!(instant(v, "", ""))) return undefined;
        r.completed = v;
        break;
      case "stars":
        if (!(int(v, 1, 5, 1))) return undefined;
        r.stars = v;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  if (m === 0 && (s0 & 2) === 0) return undefined;
  return r;
}

function list27(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 500) return undefined;
  room -= n * 14;
  const w = m === 1 ? 1 : 0;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    const c = object28(v, w);
    if (c === undefined) return undefined;
    r[i] = c;
  }
  if (!isDistinctBy(r, (item) => item.id)) return undefined;
  return r;
}

function object21(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 45;
  const r = {};
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "work":
        if ((r.work = list22(v, m)) === undefined) return undefined;
        break;
      case "projects":
        if ((r.projects = list24(v, m)) === undefined) return undefined;
        break;
      case "gigs":
        if ((r.gigs = list27(v, m)) === undefined) return undefined;
        break;
      default:
        return undefined;
    }
  }
  return r;
}

function object29(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 9;
  const r = {};
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "github":
        if (!(link(v, 2048, ["github.com"], false))) return undefined;
        r.github = v;
        break;
      case "linkedin":
        if (!(link(v, 2048, ["linkedin.com"], false))) return undefined;
        r.linkedin = v;
        break;
      case "website":
        if (!(link(v, 2048, null, false))) return undefined;
        r.website = v;
        break;
      default:
        return undefined;
    }
  }
  return r;
}

function object32(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 20;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "id":
        if (!(matching(v, 0, 100, SLUG))) return undefined;
        r.id = v;
        s0 |= 1;
        break;
      case "name":
        if (!(text(v, 0, 120, LINE, WIDE))) return undefined;
        r.name = v;
        break;
      case "awarded":
        if (!(instant(v, "", ""))) return undefined;
        r.awarded = v;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  return r;
}

function list31(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 100) return undefined;
  room -= n * 14;
  const w = m === 1 ? 1 : 0;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    const c = object32(v, w);
    if (c === undefined) return undefined;
    r[i] = c;
  }
  if (!isDistinctBy(r, (item) => item.id)) return undefined;
  return r;
}

function object30(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 64;
  const r = {};
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "badges":
        if ((r.badges = list31(v, m)) === undefined) return undefined;
        break;
      case "endorsements":
        if (!(int(v, 0, 9007199254740991, 1))) return undefined;
        r.endorsements = v;
        break;
      case "reputation":
        if (!(decimal(v, 2, 15, 0, 5))) return undefined;
        r.reputation = v;
        break;
      case "verification_level":
        if (!(int(v, 0, 3, 1))) return undefined;
        r.verification_level = v;
        break;
      default:
        return undefined;
    }
  }
  return r;
}

function object33(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 18;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "held":
        if (!(typeof v === "boolean")) return undefined;
        r.held = v;
        s0 |= 1;
        break;
      case "note":
        if (!(prose(v, 0, 4000))) return undefined;
        r.note = v;
        break;
      default:
        return undefined;
    }
  }
  if (m !== 2 && (s0 & 1) === 0) r.held = false;
  return r;
}

function object6(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 125;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "basics":
        if ((r.basics = object7(v, m)) === undefined) return undefined;
        break;
      case "contact":
        if ((r.contact = object9(v, m)) === undefined) return undefined;
        break;
      case "skills":
        if ((r.skills = object10(v, m)) === undefined) return undefined;
        break;
      case "education":
        if ((r.education = object15(v, m)) === undefined) return undefined;
        break;
      case "experience":
        if ((r.experience = object21(v, m)) === undefined) return undefined;
        break;
      case "links":
        if ((r.links = object29(v, m)) === undefined) return undefined;
        break;
      case "recognition":
        if ((r.recognition = object30(v, m)) === undefined) return undefined;
        break;
      case "moderation":
        if ((r.moderation = object33(v, m)) === undefined) return undefined;
        s0 |= 1;
        break;
      default:
        return undefined;
    }
  }
  if (m !== 2 && (s0 & 1) === 0) r.moderation = {"held":false};
  return r;
}

function read34(o, m) {
  if (isPolluted()) return undefined;
  room = ROOM;
  const r = object6(o, m);
  return room < 0 ? undefined : r;
}

function whole35(o) {
  const r = read34(o, 0);
  if (r === undefined) return undefined;
  if (!passes(or(not(r.basics?.bio !== undefined), r.basics?.headline !== undefined))) return undefined;
  return r;
}

function object38(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 54;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "url":
        if (!(link(v, 2048, null, true))) return undefined;
        r.url = v;
        s0 |= 1;
        break;
      case "type":
        if (!(media(v, 0, 255, ["image/png", "image/svg+xml", "image/webp"]))) return undefined;
        r.type = v;
        s0 |= 2;
        break;
      case "bytes":
        if (!(int(v, 0, 2097152, 1))) return undefined;
        r.bytes = v;
        break;
      case "alt":
        if (!(text(v, 0, 500, LINE, WIDE))) return undefined;
        r.alt = v;
        s0 |= 4;
        break;
      case "width":
        if (!(int(v, 0, 100000, 1))) return undefined;
        r.width = v;
        break;
      case "height":
        if (!(int(v, 0, 100000, 1))) return undefined;
        r.height = v;
        break;
      case "sha256":
        if (!(text(v, 0, 64, LINE, WIDE) && v.length <= 200 && PATTERN0.test(v))) return undefined;
        r.sha256 = v;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  if (m === 0 && (s0 & 2) === 0) return undefined;
  if (m === 0 && (s0 & 4) === 0) return undefined;
  return r;
}

function object37(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 38;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "slug":
        if (!(matching(v, 3, 60, SLUG))) return undefined;
        r.slug = v;
        break;
      case "name":
        if (!(text(v, 0, 200, NAME, null) && isTrim(v) && isSingle(v))) return undefined;
        r.name = v;
        s0 |= 1;
        break;
      case "about":
        if (!(prose(v, 0, 6000) && isTrim(v))) return undefined;
        r.about = v;
        break;
      case "website":
        if (!(link(v, 2048, null, false))) return undefined;
        r.website = v;
        break;
      case "logo":
        if ((r.logo = object38(v, m)) === undefined) return undefined;
        break;
      case "industry":
        if (!(matching(v, 0, 100, SLUG))) return undefined;
        r.industry = v;
        break;
      case "size":
        if (!(v === "1-10" || v === "11-50" || v === "51-200" || v === "201-1000" || v === "1001+")) return undefined;
        r.size = v;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  return r;
}

function list40(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 50) return undefined;
  room -= n * 1;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    if (!(text(v, 1, 80, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
    r[i] = v;
  }
  if (!isDistinct(r)) return undefined;
  return r;
}

function list41(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 20) return undefined;
  room -= n * 1;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    if (!(listed(v, 0, 1000000, COUNTRIES))) return undefined;
    r[i] = v;
  }
  if (!isDistinct(r)) return undefined;
  return r;
}

function object39(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 46;
  const r = {};
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "looking_for":
        if ((r.looking_for = list40(v, m)) === undefined) return undefined;
        break;
      case "places":
        if ((r.places = list41(v, m)) === undefined) return undefined;
        break;
      case "remote":
        if (!(typeof v === "boolean")) return undefined;
        r.remote = v;
        break;
      default:
        return undefined;
    }
  }
  return r;
}

function object42(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 6;
  const r = {};
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "person":
        if (!(text(v, 0, 120, NAME, null) && isTrim(v) && isSingle(v))) return undefined;
        r.person = v;
        break;
      case "email":
        if (!(email(v, 0, 254))) return undefined;
        r.email = v;
        break;
      default:
        return undefined;
    }
  }
  return r;
}

function object43(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 17;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "verified":
        if (!(typeof v === "boolean")) return undefined;
        r.verified = v;
        s0 |= 1;
        break;
      default:
        return undefined;
    }
  }
  if (m !== 2 && (s0 & 1) === 0) r.verified = false;
  return r;
}

function object36(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 64;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "company":
        if ((r.company = object37(v, m)) === undefined) return undefined;
        s0 |= 1;
        break;
      case "hiring":
        if ((r.hiring = object39(v, m)) === undefined) return undefined;
        break;
      case "contact":
        if ((r.contact = object42(v, m)) === undefined) return undefined;
        break;
      case "trust":
        if ((r.trust = object43(v, m)) === undefined) return undefined;
        s0 |= 2;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  if (m !== 2 && (s0 & 2) === 0) r.trust = {"verified":false};
  return r;
}

function read44(o, m) {
  if (isPolluted()) return undefined;
  room = ROOM;
  const r = object36(o, m);
  return room < 0 ? undefined : r;
}

function whole45(o) {
  const r = read44(o, 0);
  if (r === undefined) return undefined;
  return r;
}

function object47(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 10;
  const r = {};
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "slug":
        if (!(matching(v, 3, 60, SLUG))) return undefined;
        r.slug = v;
        break;
      case "name":
        if (!(text(v, 0, 120, NAME, null) && isTrim(v) && isSingle(v))) return undefined;
        r.name = v;
        break;
      case "headline":
        if (!(text(v, 0, 160, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.headline = v;
        break;
      case "bio":
        if (!(prose(v, 0, 4000) && isTrim(v))) return undefined;
        r.bio = v;
        break;
      default:
        return undefined;
    }
  }
  return r;
}

function list49(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 50) return undefined;
  room -= n * 1;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    if (!(text(v, 1, 80, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
    r[i] = v;
  }
  if (!isDistinct(r)) return undefined;
  return r;
}

function list50(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 20) return undefined;
  room -= n * 1;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    if (!(matching(v, 0, 100, SLUG))) return undefined;
    r[i] = v;
  }
  if (!isDistinct(r)) return undefined;
  return r;
}

function object48(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 48;
  const r = {};
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "skills":
        if ((r.skills = list49(v, m)) === undefined) return undefined;
        break;
      case "industries":
        if ((r.industries = list50(v, m)) === undefined) return undefined;
        break;
      case "hours_per_month":
        if (!(int(v, 0, 200, 1))) return undefined;
        r.hours_per_month = v;
        break;
      default:
        return undefined;
    }
  }
  return r;
}

function object51(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 3;
  const r = {};
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "email":
        if (!(email(v, 0, 254))) return undefined;
        r.email = v;
        break;
      default:
        return undefined;
    }
  }
  return r;
}

function object52(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 33;
  const r = {};
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "endorsements":
        if (!(int(v, 0, 9007199254740991, 1))) return undefined;
        r.endorsements = v;
        break;
      case "verification_level":
        if (!(int(v, 0, 3, 1))) return undefined;
        r.verification_level = v;
        break;
      default:
        return undefined;
    }
  }
  return r;
}

function object46(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 61;
  const r = {};
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "basics":
        if ((r.basics = object47(v, m)) === undefined) return undefined;
        break;
      case "offer":
        if ((r.offer = object48(v, m)) === undefined) return undefined;
        break;
      case "contact":
        if ((r.contact = object51(v, m)) === undefined) return undefined;
        break;
      case "recognition":
        if ((r.recognition = object52(v, m)) === undefined) return undefined;
        break;
      default:
        return undefined;
    }
  }
  return r;
}

function read53(o, m) {
  if (isPolluted()) return undefined;
  room = ROOM;
  const r = object46(o, m);
  return room < 0 ? undefined : r;
}

function whole54(o) {
  const r = read53(o, 0);
  if (r === undefined) return undefined;
  return r;
}

function object57(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 54;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "url":
        if (!(link(v, 2048, null, true))) return undefined;
        r.url = v;
        s0 |= 1;
        break;
      case "type":
        if (!(media(v, 0, 255, ["image/*", "video/mp4", "audio/mpeg", "application/pdf"]))) return undefined;
        r.type = v;
        s0 |= 2;
        break;
      case "bytes":
        if (!(int(v, 0, 104857600, 1))) return undefined;
        r.bytes = v;
        break;
      case "alt":
        if (!(text(v, 0, 500, LINE, WIDE))) return undefined;
        r.alt = v;
        s0 |= 4;
        break;
      case "width":
        if (!(int(v, 0, 100000, 1))) return undefined;
        r.width = v;
        break;
      case "height":
        if (!(int(v, 0, 100000, 1))) return undefined;
        r.height = v;
        break;
      case "sha256":
        if (!(text(v, 0, 64, LINE, WIDE) && v.length <= 200 && PATTERN0.test(v))) return undefined;
        r.sha256 = v;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  if (m === 0 && (s0 & 2) === 0) return undefined;
  if (m === 0 && (s0 & 4) === 0) return undefined;
  return r;
}

function list56(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 20) return undefined;
  room -= n * 14;
  const w = m === 1 ? 1 : 0;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    const c = object57(v, w);
    if (c === undefined) return undefined;
    r[i] = c;
  }
  return r;
}

function list58(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 10) return undefined;
  room -= n * 1;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    if (!(link(v, 2048, null, false))) return undefined;
    r[i] = v;
  }
  if (!isDistinct(r)) return undefined;
  return r;
}

function list59(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 20) return undefined;
  room -= n * 1;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    if (!(text(v, 1, 80, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
    r[i] = v;
  }
  if (!isDistinct(r)) return undefined;
  return r;
}

function object55(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 76;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "title":
        if (!(text(v, 0, 160, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.title = v;
        s0 |= 1;
        break;
      case "type":
        if (!(v === "project" || v === "media" || v === "document")) return undefined;
        r.type = v;
        s0 |= 2;
        break;
      case "description":
        if (!(prose(v, 0, 8000) && isTrim(v))) return undefined;
        r.description = v;
        break;
      case "files":
        if ((r.files = list56(v, m)) === undefined) return undefined;
        break;
      case "links":
        if ((r.links = list58(v, m)) === undefined) return undefined;
        break;
      case "skills":
        if ((r.skills = list59(v, m)) === undefined) return undefined;
        break;
      case "done":
        if (!(date(v, true, "", ""))) return undefined;
        r.done = v;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  if (m === 0 && (s0 & 2) === 0) return undefined;
  return r;
}

function read60(o, m) {
  if (isPolluted()) return undefined;
  room = ROOM;
  const r = object55(o, m);
  return room < 0 ? undefined : r;
}

function whole61(o) {
  const r = read60(o, 0);
  if (r === undefined) return undefined;
  return r;
}

function published62(o) {
  const r = whole61(o);
  return r !== undefined ? r : undefined;
}

function object64(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 54;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "url":
        if (!(link(v, 2048, null, false))) return undefined;
        r.url = v;
        s0 |= 1;
        break;
      case "type":
        if (!(media(v, 0, 255, ["image/*", "application/pdf"]))) return undefined;
        r.type = v;
        s0 |= 2;
        break;
      case "bytes":
        if (!(int(v, 0, 20971520, 1))) return undefined;
        r.bytes = v;
        break;
      case "alt":
        if (!(text(v, 0, 500, LINE, WIDE))) return undefined;
        r.alt = v;
        break;
      case "width":
        if (!(int(v, 0, 100000, 1))) return undefined;
        r.width = v;
        break;
      case "height":
        if (!(int(v, 0, 100000, 1))) return undefined;
        r.height = v;
        break;
      case "sha256":
        if (!(text(v, 0, 64, LINE, WIDE) && v.length <= 200 && PATTERN0.test(v))) return undefined;
        r.sha256 = v;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  if (m === 0 && (s0 & 2) === 0) return undefined;
  return r;
}

function object63(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 80;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "of":
        if (!(v === "email" || v === "phone" || v === "id" || v === "education" || v === "employment")) return undefined;
        r.of = v;
        s0 |= 1;
        break;
      case "level":
        if (!(int(v, 1, 3, 1))) return undefined;
        r.level = v;
        break;
      case "provider":
        if (!(text(v, 0, 80, LINE, WIDE))) return undefined;
        r.provider = v;
        break;
      case "provider_data":
        if ((r.provider_data = v === null ? undefined : free(v, 31)) === undefined) return undefined;
        break;
      case "evidence":
        if ((r.evidence = object64(v, m)) === undefined) return undefined;
        break;
      case "expires_at":
        if (!(instant(v, "", ""))) return undefined;
        r.expires_at = v;
        break;
      case "refusal":
        if (!(prose(v, 0, 2000))) return undefined;
        r.refusal = v;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  return r;
}

function read65(o, m) {
  if (isPolluted()) return undefined;
  room = ROOM;
  const r = object63(o, m);
  return room < 0 ? undefined : r;
}

function whole66(o) {
  const r = read65(o, 0);
  if (r === undefined) return undefined;
  return r;
}

function published67(o) {
  const r = whole66(o);
  return r !== undefined ? r : undefined;
}

function list69(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 1 || n > 20) return undefined;
  room -= n * 1;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    if (!(text(v, 1, 80, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
    r[i] = v;
  }
  if (!isDistinct(r)) return undefined;
  return r;
}

function object68(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 33;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "skills":
        if ((r.skills = list69(v, m)) === undefined) return undefined;
        s0 |= 1;
        break;
      case "relationship":
        if (!(v === "taught" || v === "employed" || v === "mentored" || v === "worked_with" || v === "studied_with")) return undefined;
        r.relationship = v;
        s0 |= 2;
        break;
      case "text":
        if (!(prose(v, 0, 4000) && isTrim(v))) return undefined;
        r.text = v;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  if (m === 0 && (s0 & 2) === 0) return undefined;
  return r;
}

function read70(o, m) {
  if (isPolluted()) return undefined;
  room = ROOM;
  const r = object68(o, m);
  return room < 0 ? undefined : r;
}

function whole71(o) {
  const r = read70(o, 0);
  if (r === undefined) return undefined;
  return r;
}

function published72(o) {
  const r = whole71(o);
  return r !== undefined ? r : undefined;
}

function list74(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 20) return undefined;
  room -= n * 19;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    if (!(v === "burst_endorsements" || v === "duplicate_profile" || v === "impossible_dates")) return undefined;
    r[i] = v;
  }
  if (!isDistinct(r)) return undefined;
  return r;
}

function object73(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 61;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "subject_kind":
        if (!(v === "student_profile" || v === "employer_profile" || v === "mentor_profile" || v === "contribution" || v === "endorsement")) return undefined;
        r.subject_kind = v;
        s0 |= 1;
        break;
      case "subject_id":
        if (!(text(v, 0, 128, LINE, WIDE))) return undefined;
        r.subject_id = v;
        s0 |= 2;
        break;
      case "reason":
        if (!(v === "spam" || v === "harassment" || v === "false_claim" || v === "impersonation" || v === "copyright" || v === "fraud" || v === "other")) return undefined;
        r.reason = v;
        s0 |= 4;
        break;
      case "text":
        if (!(prose(v, 0, 4000) && isTrim(v))) return undefined;
        r.text = v;
        break;
      case "cues":
        if ((r.cues = list74(v, m)) === undefined) return undefined;
        break;
      case "decision":
        if (!(prose(v, 0, 4000))) return undefined;
        r.decision = v;
        break;
      case "dispute":
        if (!(prose(v, 0, 4000))) return undefined;
        r.dispute = v;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  if (m === 0 && (s0 & 2) === 0) return undefined;
  if (m === 0 && (s0 & 4) === 0) return undefined;
  return r;
}

function read75(o, m) {
  if (isPolluted()) return undefined;
  room = ROOM;
  const r = object73(o, m);
  return room < 0 ? undefined : r;
}

function whole76(o) {
  const r = read75(o, 0);
  if (r === undefined) return undefined;
  return r;
}

function published77(o) {
  const r = whole76(o);
  return r !== undefined ? r : undefined;
}

/** Whose documents these are. */
export const fingerprint = "182e63a67f6d3544";

/** By kind and mode, what gives a document's normal form, or `undefined` where the kernel must look. */
export const kinds = {
  user: {
    publish: published5,
    replace: whole4,
    create: whole4,
    draft: (o) => read3(o, 1),
    patch: (o) => read3(o, 2),
  },
  student_profile: {
    replace: whole35,
    create: whole35,
    draft: (o) => read34(o, 1),
    patch: (o) => read34(o, 2),
  },
  employer_profile: {
    replace: whole45,
    create: whole45,
    draft: (o) => read44(o, 1),
    patch: (o) => read44(o, 2),
  },
  mentor_profile: {
    replace: whole54,
    create: whole54,
    draft: (o) => read53(o, 1),
    patch: (o) => read53(o, 2),
  },
  contribution: {
    publish: published62,
    replace: whole61,
    create: whole61,
    draft: (o) => read60(o, 1),
    patch: (o) => read60(o, 2),
  },
  verification: {
    publish: published67,
    replace: whole66,
    create: whole66,
    draft: (o) => read65(o, 1),
    patch: (o) => read65(o, 2),
  },
  endorsement: {
    publish: published72,
    replace: whole71,
    create: whole71,
    draft: (o) => read70(o, 1),
    patch: (o) => read70(o, 2),
  },
  report: {
    publish: published77,
    replace: whole76,
    create: whole76,
    draft: (o) => read75(o, 1),
    patch: (o) => read75(o, 2),
  },
};
