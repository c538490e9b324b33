// Validators of the blueprint `mentoring` 1.0.0, written by `profilekit types --js`. Do not edit.

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
const TIMEZONES = new Set("Africa/Abidjan Africa/Accra Africa/Addis_Ababa Africa/Algiers Africa/Asmara Africa/Asmera Africa/Bamako Africa/Bangui Africa/Banjul Africa/Bissau Africa/Blantyre Africa/Brazzaville Africa/Bujumbura Africa/Cairo Africa/Casablanca Africa/Ceuta Africa/Conakry Africa/Dakar Africa/Dar_es_Salaam Africa/Djibouti Africa/Douala Africa/El_Aaiun Africa/Freetown Africa/Gaborone Africa/Harare Africa/Johannesburg Africa/Juba Africa/Kampala Africa/Khartoum Africa/Kigali Africa/Kinshasa Africa/Lagos Africa/Libreville Africa/Lome Africa/Luanda Africa/Lubumbashi Africa/Lusaka Africa/Malabo Africa/Maputo Africa/Maseru Africa/Mbabane Africa/Mogadishu Africa/Monrovia Africa/Nairobi Africa/Ndjamena Africa/Niamey Africa/Nouakchott Africa/Ouagadougou Africa/Porto-Novo Africa/Sao_Tome Africa/Timbuktu Africa/Tripoli Africa/Tunis Africa/Windhoek America/Adak America/Anchorage America/Anguilla America/Antigua America/Araguaina America/Argentina/Buenos_Aires America/Argentina/Catamarca America/Argentina/ComodRivadavia America/Argentina/Cordoba America/Argentina/Jujuy America/Argentina/La_Rioja America/Argentina/Mendoza America/Argentina/Rio_Gallegos America/Argentina/Salta America/Argentina/San_Juan America/Argentina/San_Luis America/Argentina/Tucuman America/Argentina/Ushuaia America/Aruba America/Asuncion America/Atikokan America/Atka America/Bahia America/Bahia_Banderas America/Barbados America/Belem America/Belize America/Blanc-Sablon America/Boa_Vista America/Bogota America/Boise America/Buenos_Aires America/Cambridge_Bay America/Campo_Grande America/Cancun America/Caracas America/Catamarca America/Cayenne America/Cayman America/Chicago America/Chihuahua America/Ciudad_Juarez America/Coral_Harbour America/Cordoba America/Costa_Rica America/Coyhaique America/Creston America/Cuiaba America/Curacao America/Danmarkshavn America/Dawson America/Dawson_Creek America/Denver America/Detroit America/Dominica America/Edmonton America/Eirunepe America/El_Salvador America/Ensenada America/Fort_Nelson America/Fort_Wayne America/Fortaleza America/Glace_Bay America/Godthab America/Goose_Bay America/Grand_Turk America/Grenada America/Guadeloupe America/Guatemala America/Guayaquil America/Guyana America/Halifax America/Havana America/Hermosillo America/Indiana/Indianapolis America/Indiana/Knox America/Indiana/Marengo America/Indiana/Petersburg America/Indiana/Tell_City America/Indiana/Vevay America/Indiana/Vincennes America/Indiana/Winamac America/Indianapolis America/Inuvik America/Iqaluit America/Jamaica America/Jujuy America/Juneau America/Kentucky/Louisville America/Kentucky/Monticello America/Knox_IN America/Kralendijk America/La_Paz America/Lima America/Los_Angeles America/Louisville America/Lower_Princes America/Maceio America/Managua America/Manaus America/Marigot America/Martinique America/Matamoros America/Mazatlan America/Mendoza America/Menominee America/Merida America/Metlakatla America/Mexico_City America/Miquelon America/Moncton America/Monterrey America/Montevideo America/Montreal America/Montserrat America/Nassau America/New_York America/Nipigon America/Nome America/Noronha America/North_Dakota/Beulah America/North_Dakota/Center America/North_Dakota/New_Salem America/Nuuk America/Ojinaga America/Panama America/Pangnirtung America/Paramaribo America/Phoenix America/Port-au-Prince America/Port_of_Spain America/Porto_Acre America/Porto_Velho America/Puerto_Rico America/Punta_Arenas America/Rainy_River America/Rankin_Inlet America/Recife America/Regina America/Resolute America/Rio_Branco America/Rosario America/Santa_Isabel America/Santarem America/Santiago America/Santo_Domingo America/Sao_Paulo America/Scoresbysund America/Shiprock America/Sitka America/St_Barthelemy America/St_Johns America/St_Kitts America/St_Lucia America/St_Thomas America/St_Vincent America/Swift_Current America/Tegucigalpa America/Thule America/Thunder_Bay America/Tijuana America/Toronto America/Tortola America/Vancouver America/Virgin America/Whitehorse America/Winnipeg America/Yakutat America/Yellowknife Antarctica/Casey Antarctica/Davis Antarctica/DumontDUrville Antarctica/Macquarie Antarctica/Mawson Antarctica/McMurdo Antarctica/Palmer Antarctica/Rothera Antarctica/South_Pole Antarctica/Syowa Antarctica/Troll Antarctica/Vostok Arctic/Longyearbyen Asia/Aden Asia/Almaty Asia/Amman Asia/Anadyr Asia/Aqtau Asia/Aqtobe Asia/Ashgabat Asia/Ashkhabad Asia/Atyrau Asia/Baghdad Asia/Bahrain Asia/Baku Asia/Bangkok Asia/Barnaul Asia/Beirut Asia/Bishkek Asia/Brunei Asia/Calcutta Asia/Chita Asia/Choibalsan Asia/Chongqing Asia/Chungking Asia/Colombo Asia/Dacca Asia/Damascus Asia/Dhaka Asia/Dili Asia/Dubai Asia/Dushanbe Asia/Famagusta Asia/Gaza Asia/Harbin Asia/Hebron Asia/Ho_Chi_Minh Asia/Hong_Kong Asia/Hovd Asia/Irkutsk Asia/Istanbul Asia/Jakarta Asia/Jayapura Asia/Jerusalem Asia/Kabul Asia/Kamchatka Asia/Karachi Asia/Kashgar Asia/Kathmandu Asia/Katmandu Asia/Khandyga Asia/Kolkata Asia/Krasnoyarsk Asia/Kuala_Lumpur Asia/Kuching Asia/Kuwait Asia/Macao Asia/Macau Asia/Magadan Asia/Makassar Asia/Manila Asia/Muscat Asia/Nicosia Asia/Novokuznetsk Asia/Novosibirsk Asia/Omsk Asia/Oral Asia/Phnom_Penh Asia/Pontianak Asia/Pyongyang Asia/Qatar Asia/Qostanay Asia/Qyzylorda Asia/Rangoon Asia/Riyadh Asia/Saigon Asia/Sakhalin Asia/Samarkand Asia/Seoul Asia/Shanghai Asia/Singapore Asia/Srednekolymsk Asia/Taipei Asia/Tashkent Asia/Tbilisi Asia/Tehran Asia/Tel_Aviv Asia/Thimbu Asia/Thimphu Asia/Tokyo Asia/Tomsk Asia/Ujung_Pandang Asia/Ulaanbaatar Asia/Ulan_Bator Asia/Urumqi Asia/Ust-Nera Asia/Vientiane Asia/Vladivostok Asia/Yakutsk Asia/Yangon Asia/Yekaterinburg Asia/Yerevan Atlantic/Azores Atlantic/Bermuda Atlantic/Canary Atlantic/Cape_Verde Atlantic/Faeroe Atlantic/Faroe Atlantic/Jan_Mayen Atlantic/Madeira Atlantic/Reykjavik Atlantic/South_Georgia Atlantic/St_Helena Atlantic/Stanley Australia/ACT Australia/Adelaide Australia/Brisbane Australia/Broken_Hill Australia/Canberra Australia/Currie Australia/Darwin Australia/Eucla Australia/Hobart Australia/LHI Australia/Lindeman Australia/Lord_Howe Australia/Melbourne Australia/NSW Australia/North Australia/Perth Australia/Queensland Australia/South Australia/Sydney Australia/Tasmania Australia/Victoria Australia/West Australia/Yancowinna Brazil/Acre Brazil/DeNoronha Brazil/East Brazil/West CET CST6CDT Canada/Atlantic Canada/Central Canada/Eastern Canada/Mountain Canada/Newfoundland Canada/Pacific Canada/Saskatchewan Canada/Yukon Chile/Continental Chile/EasterIsland Cuba EET EST EST5EDT Egypt Eire Etc/GMT Etc/GMT+0 Etc/GMT+1 Etc/GMT+10 Etc/GMT+11 Etc/GMT+12 Etc/GMT+2 Etc/GMT+3 Etc/GMT+4 Etc/GMT+5 Etc/GMT+6 Etc/GMT+7 Etc/GMT+8 Etc/GMT+9 Etc/GMT-0 Etc/GMT-1 Etc/GMT-10 Etc/GMT-11 Etc/GMT-12 Etc/GMT-13 Etc/GMT-14 Etc/GMT-2 Etc/GMT-3 Etc/GMT-4 Etc/GMT-5 Etc/GMT-6 Etc/GMT-7 Etc/GMT-8 Etc/GMT-9 Etc/GMT0 Etc/Greenwich Etc/UCT Etc/UTC Etc/Universal Etc/Zulu Europe/Amsterdam Europe/Andorra Europe/Astrakhan Europe/Athens Europe/Belfast Europe/Belgrade Europe/Berlin Europe/Bratislava Europe/Brussels Europe/Bucharest Europe/Budapest Europe/Busingen Europe/Chisinau Europe/Copenhagen Europe/Dublin Europe/Gibraltar Europe/Guernsey Europe/Helsinki Europe/Isle_of_Man Europe/Istanbul Europe/Jersey Europe/Kaliningrad Europe/Kiev Europe/Kirov Europe/Kyiv Europe/Lisbon Europe/Ljubljana Europe/London Europe/Luxembourg Europe/Madrid Europe/Malta Europe/Mariehamn Europe/Minsk Europe/Monaco Europe/Moscow Europe/Nicosia Europe/Oslo Europe/Paris Europe/Podgorica Europe/Prague Europe/Riga Europe/Rome Europe/Samara Europe/San_Marino Europe/Sarajevo Europe/Saratov Europe/Simferopol Europe/Skopje Europe/Sofia Europe/Stockholm Europe/Tallinn Europe/Tirane Europe/Tiraspol Europe/Ulyanovsk Europe/Uzhgorod Europe/Vaduz Europe/Vatican Europe/Vienna Europe/Vilnius Europe/Volgograd Europe/Warsaw Europe/Zagreb Europe/Zaporozhye Europe/Zurich GB GB-Eire GMT GMT+0 GMT-0 GMT0 Greenwich HST Hongkong Iceland Indian/Antananarivo Indian/Chagos Indian/Christmas Indian/Cocos Indian/Comoro Indian/Kerguelen Indian/Mahe Indian/Maldives Indian/Mauritius Indian/Mayotte Indian/Reunion Iran Israel Jamaica Japan Kwajalein Libya MET MST MST7MDT Mexico/BajaNorte Mexico/BajaSur Mexico/General NZ NZ-CHAT Navajo PRC PST8PDT Pacific/Apia Pacific/Auckland Pacific/Bougainville Pacific/Chatham Pacific/Chuuk Pacific/Easter Pacific/Efate Pacific/Enderbury Pacific/Fakaofo Pacific/Fiji Pacific/Funafuti Pacific/Galapagos Pacific/Gambier Pacific/Guadalcanal Pacific/Guam Pacific/Honolulu Pacific/Johnston Pacific/Kanton Pacific/Kiritimati Pacific/Kosrae Pacific/Kwajalein Pacific/Majuro Pacific/Marquesas Pacific/Midway Pacific/Nauru Pacific/Niue Pacific/Norfolk Pacific/Noumea Pacific/Pago_Pago Pacific/Palau Pacific/Pitcairn Pacific/Pohnpei Pacific/Ponape Pacific/Port_Moresby Pacific/Rarotonga Pacific/Saipan Pacific/Samoa Pacific/Tahiti Pacific/Tarawa Pacific/Tongatapu Pacific/Truk Pacific/Wake Pacific/Wallis Pacific/Yap Poland Portugal ROC ROK Singapore Turkey UCT US/Alaska US/Aleutian US/Arizona US/Central US/East-Indiana US/Eastern US/Hawaii US/Indiana-Starke US/Michigan US/Mountain US/Pacific US/Samoa UTC Universal W-SU WET Zulu".split(' '));

function object1(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 14;
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
      case "timezone":
        if (!(listed(v, 0, 1000000, TIMEZONES))) return undefined;
        r.timezone = v;
        break;
      case "external_id":
        if (!(text(v, 0, 128, LINE, WIDE))) return undefined;
        r.external_id = v;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
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

function list7(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 30) return undefined;
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

function object6(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 51;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "headline":
        if (!(text(v, 0, 160, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.headline = v;
        break;
      case "bio":
        if (!(prose(v, 0, 4000) && isTrim(v))) return undefined;
        r.bio = v;
        break;
      case "expertise":
        if ((r.expertise = list7(v, m)) === undefined) return undefined;
        break;
      case "years":
        if (!(int(v, 0, 70, 1))) return undefined;
        r.years = v;
        break;
      case "capacity":
        if (!(int(v, 0, 20, 1))) return undefined;
        r.capacity = v;
        s0 |= 1;
        break;
      default:
        return undefined;
    }
  }
  if (m !== 2 && (s0 & 1) === 0) r.capacity = 1;
  return r;
}

function object10(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 52;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "title":
        if (!(text(v, 0, 200, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.title = v;
        s0 |= 1;
        break;
      case "why":
        if (!(prose(v, 0, 1000) && isTrim(v))) return undefined;
        r.why = v;
        break;
      case "measure":
        if (!(text(v, 0, 200, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.measure = v;
        break;
      case "due":
        if (!(date(v, false, "", ""))) return undefined;
        r.due = v;
        break;
      case "progress":
        if (!(int(v, 0, 100, 1))) return undefined;
        r.progress = v;
        break;
      case "done":
        if (!(typeof v === "boolean")) return undefined;
        r.done = v;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  return r;
}

function list9(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 20) return undefined;
  room -= n * 14;
  const w = m === 1 ? 1 : 0;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    const c = object10(v, w);
    if (c === undefined) return undefined;
    r[i] = c;
  }
  if (!isDistinctBy(r, (item) => item.title)) return undefined;
  return r;
}

function object8(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 15;
  const r = {};
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "goals":
        if ((r.goals = list9(v, m)) === undefined) return undefined;
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
  room -= 20;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "at":
        if (!(instant(v, "", ""))) return undefined;
        r.at = v;
        break;
      case "about":
        if (!(matching(v, 1, 128, REFERENCE))) return undefined;
        r.about = v;
        break;
      case "text":
        if (!(prose(v, 0, 8000))) return undefined;
        r.text = v;
        s0 |= 1;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  return r;
}

function list12(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 500) return undefined;
  room -= n * 14;
  const w = m === 1 ? 1 : 0;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    const c = object13(v, w);
    if (c === undefined) return undefined;
    r[i] = c;
  }
  return r;
}

function object11(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 15;
  const r = {};
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "notes":
        if ((r.notes = list12(v, m)) === undefined) return undefined;
        break;
      default:
        return undefined;
    }
  }
  return r;
}

function object5(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 48;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "basics":
        if ((r.basics = object6(v, m)) === undefined) return undefined;
        s0 |= 1;
        break;
      case "goals":
        if ((r.goals = object8(v, m)) === undefined) return undefined;
        break;
      case "private":
        if ((r.private = object11(v, m)) === undefined) return undefined;
        break;
      default:
        return undefined;
    }
  }
  if (m !== 2 && (s0 & 1) === 0) r.basics = {"capacity":1};
  return r;
}

function read14(o, m) {
  if (isPolluted()) return undefined;
  room = ROOM;
  const r = object5(o, m);
  return room < 0 ? undefined : r;
}

function whole15(o) {
  const r = read14(o, 0);
  if (r === undefined) return undefined;
  return r;
}

function list18(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 30) return undefined;
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

function object17(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 22;
  const r = {};
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "headline":
        if (!(text(v, 0, 160, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.headline = v;
        break;
      case "background":
        if (!(prose(v, 0, 4000) && isTrim(v))) return undefined;
        r.background = v;
        break;
      case "interests":
        if ((r.interests = list18(v, m)) === undefined) return undefined;
        break;
      default:
        return undefined;
    }
  }
  return r;
}

function object21(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 52;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "title":
        if (!(text(v, 0, 200, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.title = v;
        s0 |= 1;
        break;
      case "why":
        if (!(prose(v, 0, 1000) && isTrim(v))) return undefined;
        r.why = v;
        break;
      case "measure":
        if (!(text(v, 0, 200, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.measure = v;
        break;
      case "due":
        if (!(date(v, false, "", ""))) return undefined;
        r.due = v;
        break;
      case "progress":
        if (!(int(v, 0, 100, 1))) return undefined;
        r.progress = v;
        break;
      case "done":
        if (!(typeof v === "boolean")) return undefined;
        r.done = v;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  return r;
}

function list20(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 20) return undefined;
  room -= n * 14;
  const w = m === 1 ? 1 : 0;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    const c = object21(v, w);
    if (c === undefined) return undefined;
    r[i] = c;
  }
  if (!isDistinctBy(r, (item) => item.title)) return undefined;
  return r;
}

function object19(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 15;
  const r = {};
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "goals":
        if ((r.goals = list20(v, m)) === undefined) return undefined;
        break;
      default:
        return undefined;
    }
  }
  return r;
}

function object24(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 20;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "at":
        if (!(instant(v, "", ""))) return undefined;
        r.at = v;
        break;
      case "about":
        if (!(matching(v, 1, 128, REFERENCE))) return undefined;
        r.about = v;
        break;
      case "text":
        if (!(prose(v, 0, 8000))) return undefined;
        r.text = v;
        s0 |= 1;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  return r;
}

function list23(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 500) return undefined;
  room -= n * 14;
  const w = m === 1 ? 1 : 0;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    const c = object24(v, w);
    if (c === undefined) return undefined;
    r[i] = c;
  }
  return r;
}

function object22(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 15;
  const r = {};
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "notes":
        if ((r.notes = list23(v, m)) === undefined) return undefined;
        break;
      default:
        return undefined;
    }
  }
  return r;
}

function object16(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 45;
  const r = {};
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "basics":
        if ((r.basics = object17(v, m)) === undefined) return undefined;
        break;
      case "goals":
        if ((r.goals = object19(v, m)) === undefined) return undefined;
        break;
      case "private":
        if ((r.private = object22(v, m)) === undefined) return undefined;
        break;
      default:
        return undefined;
    }
  }
  return r;
}

function read25(o, m) {
  if (isPolluted()) return undefined;
  room = ROOM;
  const r = object16(o, m);
  return room < 0 ? undefined : r;
}

function whole26(o) {
  const r = read25(o, 0);
  if (r === undefined) return undefined;
  return r;
}

function object27(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 57;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "name":
        if (!(text(v, 0, 120, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.name = v;
        s0 |= 1;
        break;
      case "starts":
        if (!(date(v, false, "", ""))) return undefined;
        r.starts = v;
        s0 |= 2;
        break;
      case "ends":
        if (!(date(v, false, "", ""))) return undefined;
        r.ends = v;
        s0 |= 4;
        break;
      case "sessions_planned":
        if (!(int(v, 0, 200, 1))) return undefined;
        r.sessions_planned = v;
        break;
      case "mentor_survey":
        if (!(text(v, 0, 128, LINE, WIDE))) return undefined;
        r.mentor_survey = v;
        break;
      case "mentee_survey":
        if (!(text(v, 0, 128, LINE, WIDE))) return undefined;
        r.mentee_survey = v;
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

function read28(o, m) {
  if (isPolluted()) return undefined;
  room = ROOM;
  const r = object27(o, m);
  return room < 0 ? undefined : r;
}

function whole29(o) {
  const r = read28(o, 0);
  if (r === undefined) return undefined;
  if (!passes(compared(ascii(r.starts), ascii(r.ends), (a, b) => a < b))) return undefined;
  return r;
}

function published30(o) {
  const r = whole29(o);
  return r !== undefined ? r : undefined;
}

function object31(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 19;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "focus":
        if (!(text(v, 0, 200, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.focus = v;
        break;
      case "rhythm":
        if (!(v === "weekly" || v === "two_weeks" || v === "monthly")) return undefined;
        r.rhythm = v;
        s0 |= 1;
        break;
      case "admin_note":
        if (!(prose(v, 0, 4000))) return undefined;
        r.admin_note = v;
        break;
      default:
        return undefined;
    }
  }
  if (m !== 2 && (s0 & 1) === 0) r.rhythm = "two_weeks";
  return r;
}

function read32(o, m) {
  if (isPolluted()) return undefined;
  room = ROOM;
  const r = object31(o, m);
  return room < 0 ? undefined : r;
}

function whole33(o) {
  const r = read32(o, 0);
  if (r === undefined) return undefined;
  return r;
}

function published34(o) {
  const r = whole33(o);
  return r !== undefined ? r : undefined;
}

function object36(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 30;
  const r = {};
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "mentor":
        if (!(typeof v === "boolean")) return undefined;
        r.mentor = v;
        break;
      case "mentee":
        if (!(typeof v === "boolean")) return undefined;
        r.mentee = v;
        break;
      default:
        return undefined;
    }
  }
  return r;
}

function object35(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 61;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "starts_at":
        if (!(instant(v, "", ""))) return undefined;
        r.starts_at = v;
        s0 |= 1;
        break;
      case "minutes":
        if (!(int(v, 10, 480, 1))) return undefined;
        r.minutes = v;
        s0 |= 2;
        break;
      case "topic":
        if (!(text(v, 0, 200, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.topic = v;
        break;
      case "place":
        if (!(link(v, 2048, null, false))) return undefined;
        r.place = v;
        break;
      case "agenda":
        if (!(prose(v, 0, 4000))) return undefined;
        r.agenda = v;
        break;
      case "notes":
        if (!(prose(v, 0, 20000))) return undefined;
        r.notes = v;
        break;
      case "attendance":
        if ((r.attendance = object36(v, m)) === undefined) return undefined;
        break;
      case "cancel_reason":
        if (!(text(v, 0, 500, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.cancel_reason = v;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  if (m !== 2 && (s0 & 2) === 0) r.minutes = 60;
  return r;
}

function read37(o, m) {
  if (isPolluted()) return undefined;
  room = ROOM;
  const r = object35(o, m);
  return room < 0 ? undefined : r;
}

function whole38(o) {
  const r = read37(o, 0);
  if (r === undefined) return undefined;
  return r;
}

function published39(o) {
  const r = whole38(o);
  return r !== undefined ? r : undefined;
}

function list41(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 2) return undefined;
  room -= n * 1;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    if (!(matching(v, 1, 128, REFERENCE))) return undefined;
    r[i] = v;
  }
  if (!isDistinct(r)) return undefined;
  return r;
}

function object40(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 48;
  const r = {};
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "last_message_at":
        if (!(instant(v, "", ""))) return undefined;
        r.last_message_at = v;
        break;
      case "messages":
        if (!(int(v, 0, 9007199254740991, 1))) return undefined;
        r.messages = v;
        break;
      case "archived_by":
        if ((r.archived_by = list41(v, m)) === undefined) return undefined;
        break;
      default:
        return undefined;
    }
  }
  return r;
}

function read42(o, m) {
  if (isPolluted()) return undefined;
  room = ROOM;
  const r = object40(o, m);
  return room < 0 ? undefined : r;
}

function whole43(o) {
  const r = read42(o, 0);
  if (r === undefined) return undefined;
  return r;
}

function published44(o) {
  const r = whole43(o);
  return r !== undefined ? r : undefined;
}

function object46(o, m) {
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
        if (!(media(v, 0, 255, ["image/*", "application/pdf", "text/plain"]))) return undefined;
        r.type = v;
        s0 |= 2;
        break;
      case "bytes":
        if (!(int(v, 0, 26214400, 1))) return undefined;
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

function object45(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 41;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "type":
        if (!(v === "text" || v === "file" || v === "system")) return undefined;
        r.type = v;
        s0 |= 1;
        break;
      case "text":
        if (!(prose(v, 0, 8000))) return undefined;
        r.text = v;
        break;
      case "file":
        if ((r.file = object46(v, m)) === undefined) return undefined;
        break;
      case "read_at":
        if (!(instant(v, "", ""))) return undefined;
        r.read_at = v;
        break;
      default:
        return undefined;
    }
  }
  if (m !== 2 && (s0 & 1) === 0) r.type = "text";
  return r;
}

function read47(o, m) {
  if (isPolluted()) return undefined;
  room = ROOM;
  const r = object45(o, m);
  return room < 0 ? undefined : r;
}

function whole48(o) {
  const r = read47(o, 0);
  if (r === undefined) return undefined;
  if (!passes(or(r.text !== undefined, r.file !== undefined))) return undefined;
  return r;
}

function published49(o) {
  const r = whole48(o);
  return r !== undefined ? r : undefined;
}

function object50(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 34;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "title":
        if (!(text(v, 0, 200, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.title = v;
        s0 |= 1;
        break;
      case "details":
        if (!(prose(v, 0, 4000))) return undefined;
        r.details = v;
        break;
      case "priority":
        if (!(v === "low" || v === "normal" || v === "high")) return undefined;
        r.priority = v;
        s0 |= 2;
        break;
      case "due":
        if (!(date(v, false, "", ""))) return undefined;
        r.due = v;
        break;
      case "completion_note":
        if (!(prose(v, 0, 4000))) return undefined;
        r.completion_note = v;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  if (m !== 2 && (s0 & 2) === 0) r.priority = "normal";
  return r;
}

function read51(o, m) {
  if (isPolluted()) return undefined;
  room = ROOM;
  const r = object50(o, m);
  return room < 0 ? undefined : r;
}

function whole52(o) {
  const r = read51(o, 0);
  if (r === undefined) return undefined;
  return r;
}

function published53(o) {
  const r = whole52(o);
  return r !== undefined ? r : undefined;
}

function list55(a, m) {
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

function object54(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 20;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "title":
        if (!(text(v, 0, 200, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.title = v;
        s0 |= 1;
        break;
      case "text":
        if (!(prose(v, 0, 50000))) return undefined;
        r.text = v;
        break;
      case "tags":
        if ((r.tags = list55(v, m)) === undefined) return undefined;
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
  const r = object54(o, m);
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

/** Whose documents these are. */
export const fingerprint = "76c39a0146bbff98";

/** By kind and mode, what gives a document's normal form, or `undefined` where the kernel must look. */
export const kinds = {
  user: {
    publish: published4,
    replace: whole3,
    create: whole3,
    draft: (o) => read2(o, 1),
    patch: (o) => read2(o, 2),
  },
  mentor_profile: {
    replace: whole15,
    create: whole15,
    draft: (o) => read14(o, 1),
    patch: (o) => read14(o, 2),
  },
  mentee_profile: {
    replace: whole26,
    create: whole26,
    draft: (o) => read25(o, 1),
    patch: (o) => read25(o, 2),
  },
  cohort: {
    publish: published30,
    replace: whole29,
    create: whole29,
    draft: (o) => read28(o, 1),
    patch: (o) => read28(o, 2),
  },
  pair: {
    publish: published34,
    replace: whole33,
    create: whole33,
    draft: (o) => read32(o, 1),
    patch: (o) => read32(o, 2),
  },
  session: {
    publish: published39,
    replace: whole38,
    create: whole38,
    draft: (o) => read37(o, 1),
    patch: (o) => read37(o, 2),
  },
  conversation: {
    publish: published44,
    replace: whole43,
    create: whole43,
    draft: (o) => read42(o, 1),
    patch: (o) => read42(o, 2),
  },
  message: {
    publish: published49,
    replace: whole48,
    create: whole48,
    draft: (o) => read47(o, 1),
    patch: (o) => read47(o, 2),
  },
  action_item: {
    publish: published53,
    replace: whole52,
    create: whole52,
    draft: (o) => read51(o, 1),
    patch: (o) => read51(o, 2),
  },
  shared_note: {
    publish: published58,
    replace: whole57,
    create: whole57,
    draft: (o) => read56(o, 1),
    patch: (o) => read56(o, 2),
  },
};
