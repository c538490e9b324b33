// Validators of the blueprint `saas` 1.0.0, written by `profilekit types --js`. Do not edit.

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
const TIMEZONES = new Set("Africa/Abidjan Africa/Accra Africa/Addis_Ababa Africa/Algiers Africa/Asmara Africa/Asmera Africa/Bamako Africa/Bangui Africa/Banjul Africa/Bissau Africa/Blantyre Africa/Brazzaville Africa/Bujumbura Africa/Cairo Africa/Casablanca Africa/Ceuta Africa/Conakry Africa/Dakar Africa/Dar_es_Salaam Africa/Djibouti Africa/Douala Africa/El_Aaiun Africa/Freetown Africa/Gaborone Africa/Harare Africa/Johannesburg Africa/Juba Africa/Kampala Africa/Khartoum Africa/Kigali Africa/Kinshasa Africa/Lagos Africa/Libreville Africa/Lome Africa/Luanda Africa/Lubumbashi Africa/Lusaka Africa/Malabo Africa/Maputo Africa/Maseru Africa/Mbabane Africa/Mogadishu Africa/Monrovia Africa/Nairobi Africa/Ndjamena Africa/Niamey Africa/Nouakchott Africa/Ouagadougou Africa/Porto-Novo Africa/Sao_Tome Africa/Timbuktu Africa/Tripoli Africa/Tunis Africa/Windhoek America/Adak America/Anchorage America/Anguilla America/Antigua America/Araguaina America/Argentina/Buenos_Aires America/Argentina/Catamarca America/Argentina/ComodRivadavia America/Argentina/Cordoba America/Argentina/Jujuy America/Argentina/La_Rioja America/Argentina/Mendoza America/Argentina/Rio_Gallegos America/Argentina/Salta America/Argentina/San_Juan America/Argentina/San_Luis America/Argentina/Tucuman America/Argentina/Ushuaia America/Aruba America/Asuncion America/Atikokan America/Atka America/Bahia America/Bahia_Banderas America/Barbados America/Belem America/Belize America/Blanc-Sablon America/Boa_Vista America/Bogota America/Boise America/Buenos_Aires America/Cambridge_Bay America/Campo_Grande America/Cancun America/Caracas America/Catamarca America/Cayenne America/Cayman America/Chicago America/Chihuahua America/Ciudad_Juarez America/Coral_Harbour America/Cordoba America/Costa_Rica America/Coyhaique America/Creston America/Cuiaba America/Curacao America/Danmarkshavn America/Dawson America/Dawson_Creek America/Denver America/Detroit America/Dominica America/Edmonton America/Eirunepe America/El_Salvador America/Ensenada America/Fort_Nelson America/Fort_Wayne America/Fortaleza America/Glace_Bay America/Godthab America/Goose_Bay America/Grand_Turk America/Grenada America/Guadeloupe America/Guatemala America/Guayaquil America/Guyana America/Halifax America/Havana America/Hermosillo America/Indiana/Indianapolis America/Indiana/Knox America/Indiana/Marengo America/Indiana/Petersburg America/Indiana/Tell_City America/Indiana/Vevay America/Indiana/Vincennes America/Indiana/Winamac America/Indianapolis America/Inuvik America/Iqaluit America/Jamaica America/Jujuy America/Juneau America/Kentucky/Louisville America/Kentucky/Monticello America/Knox_IN America/Kralendijk America/La_Paz America/Lima America/Los_Angeles America/Louisville America/Lower_Princes America/Maceio America/Managua America/Manaus America/Marigot America/Martinique America/Matamoros America/Mazatlan America/Mendoza America/Menominee America/Merida America/Metlakatla America/Mexico_City America/Miquelon America/Moncton America/Monterrey America/Montevideo America/Montreal America/Montserrat America/Nassau America/New_York America/Nipigon America/Nome America/Noronha America/North_Dakota/Beulah America/North_Dakota/Center America/North_Dakota/New_Salem America/Nuuk America/Ojinaga America/Panama America/Pangnirtung America/Paramaribo America/Phoenix America/Port-au-Prince America/Port_of_Spain America/Porto_Acre America/Porto_Velho America/Puerto_Rico America/Punta_Arenas America/Rainy_River America/Rankin_Inlet America/Recife America/Regina America/Resolute America/Rio_Branco America/Rosario America/Santa_Isabel America/Santarem America/Santiago America/Santo_Domingo America/Sao_Paulo America/Scoresbysund America/Shiprock America/Sitka America/St_Barthelemy America/St_Johns America/St_Kitts America/St_Lucia America/St_Thomas America/St_Vincent America/Swift_Current America/Tegucigalpa America/Thule America/Thunder_Bay America/Tijuana America/Toronto America/Tortola America/Vancouver America/Virgin America/Whitehorse America/Winnipeg America/Yakutat America/Yellowknife Antarctica/Casey Antarctica/Davis Antarctica/DumontDUrville Antarctica/Macquarie Antarctica/Mawson Antarctica/McMurdo Antarctica/Palmer Antarctica/Rothera Antarctica/South_Pole Antarctica/Syowa Antarctica/Troll Antarctica/Vostok Arctic/Longyearbyen Asia/Aden Asia/Almaty Asia/Amman Asia/Anadyr Asia/Aqtau Asia/Aqtobe Asia/Ashgabat Asia/Ashkhabad Asia/Atyrau Asia/Baghdad Asia/Bahrain Asia/Baku Asia/Bangkok Asia/Barnaul Asia/Beirut Asia/Bishkek Asia/Brunei Asia/Calcutta Asia/Chita Asia/Choibalsan Asia/Chongqing Asia/Chungking Asia/Colombo Asia/Dacca Asia/Damascus Asia/Dhaka Asia/Dili Asia/Dubai Asia/Dushanbe Asia/Famagusta Asia/Gaza Asia/Harbin Asia/Hebron Asia/Ho_Chi_Minh Asia/Hong_Kong Asia/Hovd Asia/Irkutsk Asia/Istanbul Asia/Jakarta Asia/Jayapura Asia/Jerusalem Asia/Kabul Asia/Kamchatka Asia/Karachi Asia/Kashgar Asia/Kathmandu Asia/Katmandu Asia/Khandyga Asia/Kolkata Asia/Krasnoyarsk Asia/Kuala_Lumpur Asia/Kuching Asia/Kuwait Asia/Macao Asia/Macau Asia/Magadan Asia/Makassar Asia/Manila Asia/Muscat Asia/Nicosia Asia/Novokuznetsk Asia/Novosibirsk Asia/Omsk Asia/Oral Asia/Phnom_Penh Asia/Pontianak Asia/Pyongyang Asia/Qatar Asia/Qostanay Asia/Qyzylorda Asia/Rangoon Asia/Riyadh Asia/Saigon Asia/Sakhalin Asia/Samarkand Asia/Seoul Asia/Shanghai Asia/Singapore Asia/Srednekolymsk Asia/Taipei Asia/Tashkent Asia/Tbilisi Asia/Tehran Asia/Tel_Aviv Asia/Thimbu Asia/Thimphu Asia/Tokyo Asia/Tomsk Asia/Ujung_Pandang Asia/Ulaanbaatar Asia/Ulan_Bator Asia/Urumqi Asia/Ust-Nera Asia/Vientiane Asia/Vladivostok Asia/Yakutsk Asia/Yangon Asia/Yekaterinburg Asia/Yerevan Atlantic/Azores Atlantic/Bermuda Atlantic/Canary Atlantic/Cape_Verde Atlantic/Faeroe Atlantic/Faroe Atlantic/Jan_Mayen Atlantic/Madeira Atlantic/Reykjavik Atlantic/South_Georgia Atlantic/St_Helena Atlantic/Stanley Australia/ACT Australia/Adelaide Australia/Brisbane Australia/Broken_Hill Australia/Canberra Australia/Currie Australia/Darwin Australia/Eucla Australia/Hobart Australia/LHI Australia/Lindeman Australia/Lord_Howe Australia/Melbourne Australia/NSW Australia/North Australia/Perth Australia/Queensland Australia/South Australia/Sydney Australia/Tasmania Australia/Victoria Australia/West Australia/Yancowinna Brazil/Acre Brazil/DeNoronha Brazil/East Brazil/West CET CST6CDT Canada/Atlantic Canada/Central Canada/Eastern Canada/Mountain Canada/Newfoundland Canada/Pacific Canada/Saskatchewan Canada/Yukon Chile/Continental Chile/EasterIsland Cuba EET EST EST5EDT Egypt Eire Etc/GMT Etc/GMT+0 Etc/GMT+1 Etc/GMT+10 Etc/GMT+11 Etc/GMT+12 Etc/GMT+2 Etc/GMT+3 Etc/GMT+4 Etc/GMT+5 Etc/GMT+6 Etc/GMT+7 Etc/GMT+8 Etc/GMT+9 Etc/GMT-0 Etc/GMT-1 Etc/GMT-10 Etc/GMT-11 Etc/GMT-12 Etc/GMT-13 Etc/GMT-14 Etc/GMT-2 Etc/GMT-3 Etc/GMT-4 Etc/GMT-5 Etc/GMT-6 Etc/GMT-7 Etc/GMT-8 Etc/GMT-9 Etc/GMT0 Etc/Greenwich Etc/UCT Etc/UTC Etc/Universal Etc/Zulu Europe/Amsterdam Europe/Andorra Europe/Astrakhan Europe/Athens Europe/Belfast Europe/Belgrade Europe/Berlin Europe/Bratislava Europe/Brussels Europe/Bucharest Europe/Budapest Europe/Busingen Europe/Chisinau Europe/Copenhagen Europe/Dublin Europe/Gibraltar Europe/Guernsey Europe/Helsinki Europe/Isle_of_Man Europe/Istanbul Europe/Jersey Europe/Kaliningrad Europe/Kiev Europe/Kirov Europe/Kyiv Europe/Lisbon Europe/Ljubljana Europe/London Europe/Luxembourg Europe/Madrid Europe/Malta Europe/Mariehamn Europe/Minsk Europe/Monaco Europe/Moscow Europe/Nicosia Europe/Oslo Europe/Paris Europe/Podgorica Europe/Prague Europe/Riga Europe/Rome Europe/Samara Europe/San_Marino Europe/Sarajevo Europe/Saratov Europe/Simferopol Europe/Skopje Europe/Sofia Europe/Stockholm Europe/Tallinn Europe/Tirane Europe/Tiraspol Europe/Ulyanovsk Europe/Uzhgorod Europe/Vaduz Europe/Vatican Europe/Vienna Europe/Vilnius Europe/Volgograd Europe/Warsaw Europe/Zagreb Europe/Zaporozhye Europe/Zurich GB GB-Eire GMT GMT+0 GMT-0 GMT0 Greenwich HST Hongkong Iceland Indian/Antananarivo Indian/Chagos Indian/Christmas Indian/Cocos Indian/Comoro Indian/Kerguelen Indian/Mahe Indian/Maldives Indian/Mauritius Indian/Mayotte Indian/Reunion Iran Israel Jamaica Japan Kwajalein Libya MET MST MST7MDT Mexico/BajaNorte Mexico/BajaSur Mexico/General NZ NZ-CHAT Navajo PRC PST8PDT Pacific/Apia Pacific/Auckland Pacific/Bougainville Pacific/Chatham Pacific/Chuuk Pacific/Easter Pacific/Efate Pacific/Enderbury Pacific/Fakaofo Pacific/Fiji Pacific/Funafuti Pacific/Galapagos Pacific/Gambier Pacific/Guadalcanal Pacific/Guam Pacific/Honolulu Pacific/Johnston Pacific/Kanton Pacific/Kiritimati Pacific/Kosrae Pacific/Kwajalein Pacific/Majuro Pacific/Marquesas Pacific/Midway Pacific/Nauru Pacific/Niue Pacific/Norfolk Pacific/Noumea Pacific/Pago_Pago Pacific/Palau Pacific/Pitcairn Pacific/Pohnpei Pacific/Ponape Pacific/Port_Moresby Pacific/Rarotonga Pacific/Saipan Pacific/Samoa Pacific/Tahiti Pacific/Tarawa Pacific/Tongatapu Pacific/Truk Pacific/Wake Pacific/Wallis Pacific/Yap Poland Portugal ROC ROK Singapore Turkey UCT US/Alaska US/Aleutian US/Arizona US/Central US/East-Indiana US/Eastern US/Hawaii US/Indiana-Starke US/Michigan US/Mountain US/Pacific US/Samoa UTC Universal W-SU WET Zulu".split(' '));

function object1(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 20;
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
      case "slug":
        if (!(matching(v, 2, 60, SLUG))) return undefined;
        r.slug = v;
        s0 |= 2;
        break;
      case "plan":
        if (!(v === "free" || v === "pro" || v === "scale")) return undefined;
        r.plan = v;
        s0 |= 4;
        break;
      case "region":
        if (!(v === "eu" || v === "us" || v === "apac")) return undefined;
        r.region = v;
        s0 |= 8;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  if (m === 0 && (s0 & 2) === 0) return undefined;
  if (m !== 2 && (s0 & 4) === 0) r.plan = "free";
  if (m !== 2 && (s0 & 8) === 0) r.region = "eu";
  return r;
}

function read2(o, m) {
  if (isPolluted()) return undefined;
  room = ROOM;
  const r = object1(o, m);
  return room < 0 ? undefined : r;
}

function whole3(o) {
  const r = read2(o, 0);
  if (r === undefined) return undefined;
  return r;
}

function published4(o) {
  const r = whole3(o);
  return r !== undefined ? r : undefined;
}

function object5(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 44;
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
      case "image":
        if (!(link(v, 2048, null, false))) return undefined;
        r.image = v;
        break;
      case "external_id":
        if (!(text(v, 0, 128, LINE, WIDE))) return undefined;
        r.external_id = v;
        break;
      case "active_persona":
        if (!(v === "end_user" || v === "builder" || v === "super_admin")) return undefined;
        r.active_persona = v;
        s0 |= 2;
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
  if (m !== 2 && (s0 & 2) === 0) r.active_persona = "end_user";
  if (m !== 2 && (s0 & 4) === 0) r.suspended = false;
  return r;
}

function read6(o, m) {
  if (isPolluted()) return undefined;
  room = ROOM;
  const r = object5(o, m);
  return room < 0 ? undefined : r;
}

function whole7(o) {
  const r = read6(o, 0);
  if (r === undefined) return undefined;
  return r;
}

function published8(o) {
  const r = whole7(o);
  return r !== undefined ? r : undefined;
}

function list11(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 40) return undefined;
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

function object10(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 28;
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
      case "website":
        if (!(link(v, 2048, null, false))) return undefined;
        r.website = v;
        break;
      case "skills":
        if ((r.skills = list11(v, m)) === undefined) return undefined;
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
  room -= 26;
  const r = {};
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "legal_name":
        if (!(text(v, 0, 200, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.legal_name = v;
        break;
      case "tax_id":
        if (!(text(v, 0, 40, LINE, WIDE))) return undefined;
        r.tax_id = v;
        break;
      case "payout_account":
        if (!(text(v, 0, 128, LINE, WIDE))) return undefined;
        r.payout_account = v;
        break;
      case "commission":
        if (!(decimal(v, 4, 15, 0, 100))) return undefined;
        r.commission = v;
        break;
      default:
        return undefined;
    }
  }
  return r;
}

function object13(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 32;
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
      case "rating":
        if (!(decimal(v, 2, 15, 0, 5))) return undefined;
        r.rating = v;
        break;
      default:
        return undefined;
    }
  }
  if (m !== 2 && (s0 & 1) === 0) r.verified = false;
  return r;
}

function object9(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 49;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "basics":
        if ((r.basics = object10(v, m)) === undefined) return undefined;
        break;
      case "business":
        if ((r.business = object12(v, m)) === undefined) return undefined;
        break;
      case "trust":
        if ((r.trust = object13(v, m)) === undefined) return undefined;
        s0 |= 1;
        break;
      default:
        return undefined;
    }
  }
  if (m !== 2 && (s0 & 1) === 0) r.trust = {"verified":false};
  return r;
}

function read14(o, m) {
  if (isPolluted()) return undefined;
  room = ROOM;
  const r = object9(o, m);
  return room < 0 ? undefined : r;
}

function whole15(o) {
  const r = read14(o, 0);
  if (r === undefined) return undefined;
  return r;
}

function object17(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 10;
  const r = {};
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "name":
        if (!(text(v, 0, 120, NAME, null) && isTrim(v) && isSingle(v))) return undefined;
        r.name = v;
        break;
      case "company":
        if (!(text(v, 0, 200, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.company = v;
        break;
      case "job":
        if (!(text(v, 0, 120, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.job = v;
        break;
      case "site":
        if (!(link(v, 2048, null, false))) return undefined;
        r.site = v;
        break;
      default:
        return undefined;
    }
  }
  return r;
}

function object18(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 23;
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
      case "timezone":
        if (!(listed(v, 0, 1000000, TIMEZONES))) return undefined;
        r.timezone = v;
        break;
      case "alerts":
        if (!(typeof v === "boolean")) return undefined;
        r.alerts = v;
        s0 |= 2;
        break;
      default:
        return undefined;
    }
  }
  if (m !== 2 && (s0 & 1) === 0) r.language = "en";
  if (m !== 2 && (s0 & 2) === 0) r.alerts = true;
  return r;
}

function object16(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 36;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "basics":
        if ((r.basics = object17(v, m)) === undefined) return undefined;
        break;
      case "preferences":
        if ((r.preferences = object18(v, m)) === undefined) return undefined;
        s0 |= 1;
        break;
      default:
        return undefined;
    }
  }
  if (m !== 2 && (s0 & 1) === 0) r.preferences = {"language":"en","alerts":true};
  return r;
}

function read19(o, m) {
  if (isPolluted()) return undefined;
  room = ROOM;
  const r = object16(o, m);
  return room < 0 ? undefined : r;
}

function whole20(o) {
  const r = read19(o, 0);
  if (r === undefined) return undefined;
  return r;
}

function published21(o) {
  const r = whole20(o);
  return r !== undefined ? r : undefined;
}

function object23(o, m) {
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
        if (!(media(v, 0, 255, ["image/*"]))) return undefined;
        r.type = v;
        s0 |= 2;
        break;
      case "bytes":
        if (!(int(v, 0, 10485760, 1))) return undefined;
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

function object22(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 52;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "name":
        if (!(text(v, 0, 160, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.name = v;
        s0 |= 1;
        break;
      case "summary":
        if (!(prose(v, 0, 4000) && isTrim(v))) return undefined;
        r.summary = v;
        break;
      case "cover":
        if ((r.cover = object23(v, m)) === undefined) return undefined;
        break;
      case "budget":
        if ((r.budget = money(v, 2, 15, 0, Infinity, null)) === undefined) return undefined;
        break;
      case "in_portfolio":
        if (!(typeof v === "boolean")) return undefined;
        r.in_portfolio = v;
        s0 |= 2;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  if (m !== 2 && (s0 & 2) === 0) r.in_portfolio = false;
  return r;
}

function read24(o, m) {
  if (isPolluted()) return undefined;
  room = ROOM;
  const r = object22(o, m);
  return room < 0 ? undefined : r;
}

function whole25(o) {
  const r = read24(o, 0);
  if (r === undefined) return undefined;
  return r;
}

function published26(o) {
  const r = whole25(o);
  return r !== undefined ? r : undefined;
}

function object27(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 20;
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
      case "email":
        if (!(email(v, 0, 254))) return undefined;
        r.email = v;
        break;
      case "country":
        if (!(listed(v, 0, 1000000, COUNTRIES))) return undefined;
        r.country = v;
        break;
      case "billing_customer":
        if (!(text(v, 0, 128, LINE, WIDE))) return undefined;
        r.billing_customer = v;
        break;
      case "payment_method":
        if (!(text(v, 0, 128, LINE, WIDE))) return undefined;
        r.payment_method = v;
        break;
      case "internal_note":
        if (!(prose(v, 0, 4000))) return undefined;
        r.internal_note = v;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  return r;
}

function read28(o, m) {
  if (isPolluted()) return undefined;
  room = ROOM;
  const r = object27(o, m);
  return room < 0 ? undefined : r;
}

function whole29(o) {
  const r = read28(o, 0);
  if (r === undefined) return undefined;
  return r;
}

function published30(o) {
  const r = whole29(o);
  return r !== undefined ? r : undefined;
}

function object33(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 20;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "name":
        if (!(matching(v, 0, 100, SLUG))) return undefined;
        r.name = v;
        s0 |= 1;
        break;
      case "label":
        if (!(text(v, 0, 120, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.label = v;
        break;
      case "config":
        if ((r.config = v === null ? undefined : free(v, 29)) === undefined) return undefined;
        s0 |= 2;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  if (m === 0 && (s0 & 2) === 0) return undefined;
  return r;
}

function list32(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 50) return undefined;
  room -= n * 14;
  const w = m === 1 ? 1 : 0;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    const c = object33(v, w);
    if (c === undefined) return undefined;
    r[i] = c;
  }
  if (!isDistinctBy(r, (item) => item.name)) return undefined;
  return r;
}

function list34(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 100) return undefined;
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

function object31(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 107;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "slug":
        if (!(matching(v, 3, 60, SLUG))) return undefined;
        r.slug = v;
        s0 |= 1;
        break;
      case "name":
        if (!(text(v, 0, 120, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.name = v;
        s0 |= 2;
        break;
      case "description":
        if (!(prose(v, 0, 4000) && isTrim(v))) return undefined;
        r.description = v;
        break;
      case "release":
        return undefined;
      case "config_schema":
        if ((r.config_schema = v === null ? undefined : free(v, 31)) === undefined) return undefined;
        break;
      case "defaults":
        if ((r.defaults = v === null ? undefined : free(v, 31)) === undefined) return undefined;
        break;
      case "presets":
        if ((r.presets = list32(v, m)) === undefined) return undefined;
        break;
      case "preview":
        if ((r.preview = v === null ? undefined : free(v, 31)) === undefined) return undefined;
        break;
      case "embed":
        if (!(v === "script" || v === "iframe" || v === "web_component")) return undefined;
        r.embed = v;
        s0 |= 8;
        break;
      case "origins":
        if ((r.origins = list34(v, m)) === undefined) return undefined;
        break;
      case "secret":
        if (!(text(v, 0, 128, LINE, WIDE))) return undefined;
        r.secret = v;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  if (m === 0 && (s0 & 2) === 0) return undefined;
  if (m === 0 && (s0 & 4) === 0) return undefined;
  if (m !== 2 && (s0 & 8) === 0) r.embed = "script";
  return r;
}

function read35(o, m) {
  if (isPolluted()) return undefined;
  room = ROOM;
  const r = object31(o, m);
  return room < 0 ? undefined : r;
}

function whole36(o) {
  const r = read35(o, 0);
  if (r === undefined) return undefined;
  return r;
}

function published37(o) {
  const r = whole36(o);
  return r !== undefined ? r : undefined;
}

function object38(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 56;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "site":
        if (!(link(v, 2048, null, false))) return undefined;
        r.site = v;
        s0 |= 1;
        break;
      case "release":
        return undefined;
      case "config":
        if ((r.config = v === null ? undefined : free(v, 31)) === undefined) return undefined;
        break;
      case "preset":
        if (!(matching(v, 0, 100, SLUG))) return undefined;
        r.preset = v;
        break;
      case "fee":
        if ((r.fee = money(v, 2, 15, 0, Infinity, null)) === undefined) return undefined;
        break;
      case "usage":
        if (!(int(v, 0, 9007199254740991, 1))) return undefined;
        r.usage = v;
        break;
      case "pause_reason":
        if (!(text(v, 0, 500, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.pause_reason = v;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  return r;
}

function read39(o, m) {
  if (isPolluted()) return undefined;
  room = ROOM;
  const r = object38(o, m);
  return room < 0 ? undefined : r;
}

function whole40(o) {
  const r = read39(o, 0);
  if (r === undefined) return undefined;
  return r;
}

function published41(o) {
  const r = whole40(o);
  return r !== undefined ? r : undefined;
}

function object44(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 40;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "reason":
        if (!(v === "fee" || v === "usage" || v === "minimum" || v === "credit")) return undefined;
        r.reason = v;
        s0 |= 1;
        break;
      case "quantity":
        if (!(int(v, 0, 9007199254740991, 1))) return undefined;
        r.quantity = v;
        break;
      case "amount":
        if ((r.amount = money(v, 2, 15, -Infinity, Infinity, null)) === undefined) return undefined;
        s0 |= 2;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  if (m === 0 && (s0 & 2) === 0) return undefined;
  return r;
}

function list43(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 200) return undefined;
  room -= n * 14;
  const w = m === 1 ? 1 : 0;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    const c = object44(v, w);
    if (c === undefined) return undefined;
    r[i] = c;
  }
  return r;
}

function object42(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 68;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "number":
        if (!(matching(v, 0, 40, SLUG))) return undefined;
        r.number = v;
        s0 |= 1;
        break;
      case "offer":
        if (!(matching(v, 0, 100, SLUG))) return undefined;
        r.offer = v;
        break;
      case "from":
        if (!(date(v, false, "", ""))) return undefined;
        r.from = v;
        s0 |= 2;
        break;
      case "until":
        if (!(date(v, false, "", ""))) return undefined;
        r.until = v;
        s0 |= 4;
        break;
      case "lines":
        if ((r.lines = list43(v, m)) === undefined) return undefined;
        break;
      case "total":
        if ((r.total = money(v, 2, 15, -Infinity, Infinity, null)) === undefined) return undefined;
        s0 |= 8;
        break;
      case "payment":
        if (!(text(v, 0, 128, LINE, WIDE))) return undefined;
        r.payment = v;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  if (m === 0 && (s0 & 2) === 0) return undefined;
  if (m === 0 && (s0 & 4) === 0) return undefined;
  if (m === 0 && (s0 & 8) === 0) return undefined;
  return r;
}

function read45(o, m) {
  if (isPolluted()) return undefined;
  room = ROOM;
  const r = object42(o, m);
  return room < 0 ? undefined : r;
}

function whole46(o) {
  const r = read45(o, 0);
  if (r === undefined) return undefined;
  if (!passes(compared(ascii(r.from), ascii(r.until), (a, b) => a <= b))) return undefined;
  return r;
}

function published47(o) {
  const r = whole46(o);
  return r !== undefined ? r : undefined;
}

function list49(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 20) return undefined;
  room -= n * 1;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    if (!(matching(v, 0, 40, SLUG))) return undefined;
    r[i] = v;
  }
  if (!isDistinct(r)) return undefined;
  return r;
}

function object51(o, m) {
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
        if (!(media(v, 0, 255, ["image/*"]))) return undefined;
        r.type = v;
        s0 |= 2;
        break;
      case "bytes":
        if (!(int(v, 0, 10485760, 1))) return undefined;
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

function list50(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 10) return undefined;
  room -= n * 14;
  const w = m === 1 ? 1 : 0;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    const c = object51(v, w);
    if (c === undefined) return undefined;
    r[i] = c;
  }
  return r;
}

function object48(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 88;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "title":
        if (!(text(v, 0, 120, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.title = v;
        s0 |= 1;
        break;
      case "description":
        if (!(prose(v, 0, 8000) && isTrim(v))) return undefined;
        r.description = v;
        break;
      case "category":
        if (!(matching(v, 0, 100, SLUG))) return undefined;
        r.category = v;
        break;
      case "tags":
        if ((r.tags = list49(v, m)) === undefined) return undefined;
        break;
      case "price":
        if ((r.price = money(v, 2, 15, 0, Infinity, null)) === undefined) return undefined;
        break;
      case "screens":
        if ((r.screens = list50(v, m)) === undefined) return undefined;
        break;
      case "featured":
        if (!(typeof v === "boolean")) return undefined;
        r.featured = v;
        s0 |= 2;
        break;
      case "rating":
        if (!(decimal(v, 2, 15, 0, 5))) return undefined;
        r.rating = v;
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
  if (m !== 2 && (s0 & 2) === 0) r.featured = false;
  return r;
}

function read52(o, m) {
  if (isPolluted()) return undefined;
  room = ROOM;
  const r = object48(o, m);
  return room < 0 ? undefined : r;
}

function whole53(o) {
  const r = read52(o, 0);
  if (r === undefined) return undefined;
  return r;
}

function published54(o) {
  const r = whole53(o);
  return r !== undefined ? r : undefined;
}

function object55(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 18;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "stars":
        if (!(int(v, 1, 5, 1))) return undefined;
        r.stars = v;
        s0 |= 1;
        break;
      case "comment":
        if (!(prose(v, 0, 2000) && isTrim(v))) return undefined;
        r.comment = v;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  return r;
}

function read56(o, m) {
  if (isPolluted()) return undefined;
  room = ROOM;
  const r = object55(o, m);
  return room < 0 ? undefined : r;
}

function whole57(o) {
  const r = read56(o, 0);
  if (r === undefined) return undefined;
  return r;
}

function published58(o) {
  const r = whole57(o);
  return r !== undefined ? r : undefined;
}

function object59(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 55;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "subject":
        if (!(text(v, 0, 200, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.subject = v;
        s0 |= 1;
        break;
      case "text":
        if (!(prose(v, 0, 8000))) return undefined;
        r.text = v;
        s0 |= 2;
        break;
      case "priority":
        if (!(v === "low" || v === "normal" || v === "high" || v === "urgent")) return undefined;
        r.priority = v;
        s0 |= 4;
        break;
      case "first_answer_due":
        if (!(instant(v, "", ""))) return undefined;
        r.first_answer_due = v;
        break;
      case "solution_due":
        if (!(instant(v, "", ""))) return undefined;
        r.solution_due = v;
        break;
      case "answer":
        if (!(prose(v, 0, 8000))) return undefined;
        r.answer = v;
        break;
      case "internal_note":
        if (!(prose(v, 0, 8000))) return undefined;
        r.internal_note = v;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  if (m === 0 && (s0 & 2) === 0) return undefined;
  if (m !== 2 && (s0 & 4) === 0) r.priority = "normal";
  return r;
}

function read60(o, m) {
  if (isPolluted()) return undefined;
  room = ROOM;
  const r = object59(o, m);
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

function list64(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 3) return undefined;
  room -= n * 12;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    if (!(v === "builder" || v === "end_user" || v === "super_admin")) return undefined;
    r[i] = v;
  }
  if (!isDistinct(r)) return undefined;
  return r;
}

function object63(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 27;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "slug":
        if (!(matching(v, 3, 80, SLUG))) return undefined;
        r.slug = v;
        s0 |= 1;
        break;
      case "title":
        if (!(text(v, 0, 200, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.title = v;
        s0 |= 2;
        break;
      case "text":
        if (!(prose(v, 0, 50000))) return undefined;
        r.text = v;
        break;
      case "language":
        if (!(matching(v, 0, 35, LANGUAGE))) return undefined;
        r.language = v;
        s0 |= 4;
        break;
      case "personas":
        if ((r.personas = list64(v, m)) === undefined) return undefined;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  if (m === 0 && (s0 & 2) === 0) return undefined;
  if (m !== 2 && (s0 & 4) === 0) r.language = "en";
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

/** Whose documents these are. */
export const fingerprint = "7e692a7d641647eb";

/** By kind and mode, what gives a document's normal form, or `undefined` where the kernel must look. */
export const kinds = {
  tenant: {
    publish: published4,
    replace: whole3,
    create: whole3,
    draft: (o) => read2(o, 1),
    patch: (o) => read2(o, 2),
  },
  user: {
    publish: published8,
    replace: whole7,
    create: whole7,
    draft: (o) => read6(o, 1),
    patch: (o) => read6(o, 2),
  },
  builder_profile: {
    replace: whole15,
    create: whole15,
    draft: (o) => read14(o, 1),
    patch: (o) => read14(o, 2),
  },
  end_user_profile: {
    publish: published21,
    replace: whole20,
    create: whole20,
    draft: (o) => read19(o, 1),
    patch: (o) => read19(o, 2),
  },
  project: {
    publish: published26,
    replace: whole25,
    create: whole25,
    draft: (o) => read24(o, 1),
    patch: (o) => read24(o, 2),
  },
  customer: {
    publish: published30,
    replace: whole29,
    create: whole29,
    draft: (o) => read28(o, 1),
    patch: (o) => read28(o, 2),
  },
  widget: {
    publish: published37,
    replace: whole36,
    create: whole36,
    draft: (o) => read35(o, 1),
    patch: (o) => read35(o, 2),
  },
  implementation: {
    publish: published41,
    replace: whole40,
    create: whole40,
    draft: (o) => read39(o, 1),
    patch: (o) => read39(o, 2),
  },
  invoice: {
    publish: published47,
    replace: whole46,
    create: whole46,
    draft: (o) => read45(o, 1),
    patch: (o) => read45(o, 2),
  },
  listing: {
    publish: published54,
    replace: whole53,
    create: whole53,
    draft: (o) => read52(o, 1),
    patch: (o) => read52(o, 2),
  },
  listing_rating: {
    publish: published58,
    replace: whole57,
    create: whole57,
    draft: (o) => read56(o, 1),
    patch: (o) => read56(o, 2),
  },
  ticket: {
    publish: published62,
    replace: whole61,
    create: whole61,
    draft: (o) => read60(o, 1),
    patch: (o) => read60(o, 2),
  },
  article: {
    publish: published67,
    replace: whole66,
    create: whole66,
    draft: (o) => read65(o, 1),
    patch: (o) => read65(o, 2),
  },
};
