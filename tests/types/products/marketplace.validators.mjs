// Validators of the blueprint `marketplace` 1.0.0, written by `profilekit types --js`. Do not edit.

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
const PATTERN0 = new RegExp("^[(+]?[0-9][ ()\\--9]{4,30}( ?(x|ext\\.?) ?[0-9]{1,6})?$", 'u');
const PATTERN1 = new RegExp("^[0-9a-f]{64}$", 'u');
const PATTERN2 = new RegExp("^([01][0-9]|2[0-3]):[0-5][0-9]$", 'u');
const PATTERN3 = new RegExp("^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$", 'u');
const COUNTRIES = new Set("AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW".split(' '));
const TIMEZONES = new Set("Africa/Abidjan Africa/Accra Africa/Addis_Ababa Africa/Algiers Africa/Asmara Africa/Asmera Africa/Bamako Africa/Bangui Africa/Banjul Africa/Bissau Africa/Blantyre Africa/Brazzaville Africa/Bujumbura Africa/Cairo Africa/Casablanca Africa/Ceuta Africa/Conakry Africa/Dakar Africa/Dar_es_Salaam Africa/Djibouti Africa/Douala Africa/El_Aaiun Africa/Freetown Africa/Gaborone Africa/Harare Africa/Johannesburg Africa/Juba Africa/Kampala Africa/Khartoum Africa/Kigali Africa/Kinshasa Africa/Lagos Africa/Libreville Africa/Lome Africa/Luanda Africa/Lubumbashi Africa/Lusaka Africa/Malabo Africa/Maputo Africa/Maseru Africa/Mbabane Africa/Mogadishu Africa/Monrovia Africa/Nairobi Africa/Ndjamena Africa/Niamey Africa/Nouakchott Africa/Ouagadougou Africa/Porto-Novo Africa/Sao_Tome Africa/Timbuktu Africa/Tripoli Africa/Tunis Africa/Windhoek America/Adak America/Anchorage America/Anguilla America/Antigua America/Araguaina America/Argentina/Buenos_Aires America/Argentina/Catamarca America/Argentina/ComodRivadavia America/Argentina/Cordoba America/Argentina/Jujuy America/Argentina/La_Rioja America/Argentina/Mendoza America/Argentina/Rio_Gallegos America/Argentina/Salta America/Argentina/San_Juan America/Argentina/San_Luis America/Argentina/Tucuman America/Argentina/Ushuaia America/Aruba America/Asuncion America/Atikokan America/Atka America/Bahia America/Bahia_Banderas America/Barbados America/Belem America/Belize America/Blanc-Sablon America/Boa_Vista America/Bogota America/Boise America/Buenos_Aires America/Cambridge_Bay America/Campo_Grande America/Cancun America/Caracas America/Catamarca America/Cayenne America/Cayman America/Chicago America/Chihuahua America/Ciudad_Juarez America/Coral_Harbour America/Cordoba America/Costa_Rica America/Coyhaique America/Creston America/Cuiaba America/Curacao America/Danmarkshavn America/Dawson America/Dawson_Creek America/Denver America/Detroit America/Dominica America/Edmonton America/Eirunepe America/El_Salvador America/Ensenada America/Fort_Nelson America/Fort_Wayne America/Fortaleza America/Glace_Bay America/Godthab America/Goose_Bay America/Grand_Turk America/Grenada America/Guadeloupe America/Guatemala America/Guayaquil America/Guyana America/Halifax America/Havana America/Hermosillo America/Indiana/Indianapolis America/Indiana/Knox America/Indiana/Marengo America/Indiana/Petersburg America/Indiana/Tell_City America/Indiana/Vevay America/Indiana/Vincennes America/Indiana/Winamac America/Indianapolis America/Inuvik America/Iqaluit America/Jamaica America/Jujuy America/Juneau America/Kentucky/Louisville America/Kentucky/Monticello America/Knox_IN America/Kralendijk America/La_Paz America/Lima America/Los_Angeles America/Louisville America/Lower_Princes America/Maceio America/Managua America/Manaus America/Marigot America/Martinique America/Matamoros America/Mazatlan America/Mendoza America/Menominee America/Merida America/Metlakatla America/Mexico_City America/Miquelon America/Moncton America/Monterrey America/Montevideo America/Montreal America/Montserrat America/Nassau America/New_York America/Nipigon America/Nome America/Noronha America/North_Dakota/Beulah America/North_Dakota/Center America/North_Dakota/New_Salem America/Nuuk America/Ojinaga America/Panama America/Pangnirtung America/Paramaribo America/Phoenix America/Port-au-Prince America/Port_of_Spain America/Porto_Acre America/Porto_Velho America/Puerto_Rico America/Punta_Arenas America/Rainy_River America/Rankin_Inlet America/Recife America/Regina America/Resolute America/Rio_Branco America/Rosario America/Santa_Isabel America/Santarem America/Santiago America/Santo_Domingo America/Sao_Paulo America/Scoresbysund America/Shiprock America/Sitka America/St_Barthelemy America/St_Johns America/St_Kitts America/St_Lucia America/St_Thomas America/St_Vincent America/Swift_Current America/Tegucigalpa America/Thule America/Thunder_Bay America/Tijuana America/Toronto America/Tortola America/Vancouver America/Virgin America/Whitehorse America/Winnipeg America/Yakutat America/Yellowknife Antarctica/Casey Antarctica/Davis Antarctica/DumontDUrville Antarctica/Macquarie Antarctica/Mawson Antarctica/McMurdo Antarctica/Palmer Antarctica/Rothera Antarctica/South_Pole Antarctica/Syowa Antarctica/Troll Antarctica/Vostok Arctic/Longyearbyen Asia/Aden Asia/Almaty Asia/Amman Asia/Anadyr Asia/Aqtau Asia/Aqtobe Asia/Ashgabat Asia/Ashkhabad Asia/Atyrau Asia/Baghdad Asia/Bahrain Asia/Baku Asia/Bangkok Asia/Barnaul Asia/Beirut Asia/Bishkek Asia/Brunei Asia/Calcutta Asia/Chita Asia/Choibalsan Asia/Chongqing Asia/Chungking Asia/Colombo Asia/Dacca Asia/Damascus Asia/Dhaka Asia/Dili Asia/Dubai Asia/Dushanbe Asia/Famagusta Asia/Gaza Asia/Harbin Asia/Hebron Asia/Ho_Chi_Minh Asia/Hong_Kong Asia/Hovd Asia/Irkutsk Asia/Istanbul Asia/Jakarta Asia/Jayapura Asia/Jerusalem Asia/Kabul Asia/Kamchatka Asia/Karachi Asia/Kashgar Asia/Kathmandu Asia/Katmandu Asia/Khandyga Asia/Kolkata Asia/Krasnoyarsk Asia/Kuala_Lumpur Asia/Kuching Asia/Kuwait Asia/Macao Asia/Macau Asia/Magadan Asia/Makassar Asia/Manila Asia/Muscat Asia/Nicosia Asia/Novokuznetsk Asia/Novosibirsk Asia/Omsk Asia/Oral Asia/Phnom_Penh Asia/Pontianak Asia/Pyongyang Asia/Qatar Asia/Qostanay Asia/Qyzylorda Asia/Rangoon Asia/Riyadh Asia/Saigon Asia/Sakhalin Asia/Samarkand Asia/Seoul Asia/Shanghai Asia/Singapore Asia/Srednekolymsk Asia/Taipei Asia/Tashkent Asia/Tbilisi Asia/Tehran Asia/Tel_Aviv Asia/Thimbu Asia/Thimphu Asia/Tokyo Asia/Tomsk Asia/Ujung_Pandang Asia/Ulaanbaatar Asia/Ulan_Bator Asia/Urumqi Asia/Ust-Nera Asia/Vientiane Asia/Vladivostok Asia/Yakutsk Asia/Yangon Asia/Yekaterinburg Asia/Yerevan Atlantic/Azores Atlantic/Bermuda Atlantic/Canary Atlantic/Cape_Verde Atlantic/Faeroe Atlantic/Faroe Atlantic/Jan_Mayen Atlantic/Madeira Atlantic/Reykjavik Atlantic/South_Georgia Atlantic/St_Helena Atlantic/Stanley Australia/ACT Australia/Adelaide Australia/Brisbane Australia/Broken_Hill Australia/Canberra Australia/Currie Australia/Darwin Australia/Eucla Australia/Hobart Australia/LHI Australia/Lindeman Australia/Lord_Howe Australia/Melbourne Australia/NSW Australia/North Australia/Perth Australia/Queensland Australia/South Australia/Sydney Australia/Tasmania Australia/Victoria Australia/West Australia/Yancowinna Brazil/Acre Brazil/DeNoronha Brazil/East Brazil/West CET CST6CDT Canada/Atlantic Canada/Central Canada/Eastern Canada/Mountain Canada/Newfoundland Canada/Pacific Canada/Saskatchewan Canada/Yukon Chile/Continental Chile/EasterIsland Cuba EET EST EST5EDT Egypt Eire Etc/GMT Etc/GMT+0 Etc/GMT+1 Etc/GMT+10 Etc/GMT+11 Etc/GMT+12 Etc/GMT+2 Etc/GMT+3 Etc/GMT+4 Etc/GMT+5 Etc/GMT+6 Etc/GMT+7 Etc/GMT+8 Etc/GMT+9 Etc/GMT-0 Etc/GMT-1 Etc/GMT-10 Etc/GMT-11 Etc/GMT-12 Etc/GMT-13 Etc/GMT-14 Etc/GMT-2 Etc/GMT-3 Etc/GMT-4 Etc/GMT-5 Etc/GMT-6 Etc/GMT-7 Etc/GMT-8 Etc/GMT-9 Etc/GMT0 Etc/Greenwich Etc/UCT Etc/UTC Etc/Universal Etc/Zulu Europe/Amsterdam Europe/Andorra Europe/Astrakhan Europe/Athens Europe/Belfast Europe/Belgrade Europe/Berlin Europe/Bratislava Europe/Brussels Europe/Bucharest Europe/Budapest Europe/Busingen Europe/Chisinau Europe/Copenhagen Europe/Dublin Europe/Gibraltar Europe/Guernsey Europe/Helsinki Europe/Isle_of_Man Europe/Istanbul Europe/Jersey Europe/Kaliningrad Europe/Kiev Europe/Kirov Europe/Kyiv Europe/Lisbon Europe/Ljubljana Europe/London Europe/Luxembourg Europe/Madrid Europe/Malta Europe/Mariehamn Europe/Minsk Europe/Monaco Europe/Moscow Europe/Nicosia Europe/Oslo Europe/Paris Europe/Podgorica Europe/Prague Europe/Riga Europe/Rome Europe/Samara Europe/San_Marino Europe/Sarajevo Europe/Saratov Europe/Simferopol Europe/Skopje Europe/Sofia Europe/Stockholm Europe/Tallinn Europe/Tirane Europe/Tiraspol Europe/Ulyanovsk Europe/Uzhgorod Europe/Vaduz Europe/Vatican Europe/Vienna Europe/Vilnius Europe/Volgograd Europe/Warsaw Europe/Zagreb Europe/Zaporozhye Europe/Zurich GB GB-Eire GMT GMT+0 GMT-0 GMT0 Greenwich HST Hongkong Iceland Indian/Antananarivo Indian/Chagos Indian/Christmas Indian/Cocos Indian/Comoro Indian/Kerguelen Indian/Mahe Indian/Maldives Indian/Mauritius Indian/Mayotte Indian/Reunion Iran Israel Jamaica Japan Kwajalein Libya MET MST MST7MDT Mexico/BajaNorte Mexico/BajaSur Mexico/General NZ NZ-CHAT Navajo PRC PST8PDT Pacific/Apia Pacific/Auckland Pacific/Bougainville Pacific/Chatham Pacific/Chuuk Pacific/Easter Pacific/Efate Pacific/Enderbury Pacific/Fakaofo Pacific/Fiji Pacific/Funafuti Pacific/Galapagos Pacific/Gambier Pacific/Guadalcanal Pacific/Guam Pacific/Honolulu Pacific/Johnston Pacific/Kanton Pacific/Kiritimati Pacific/Kosrae Pacific/Kwajalein Pacific/Majuro Pacific/Marquesas Pacific/Midway Pacific/Nauru Pacific/Niue Pacific/Norfolk Pacific/Noumea Pacific/Pago_Pago Pacific/Palau Pacific/Pitcairn Pacific/Pohnpei Pacific/Ponape Pacific/Port_Moresby Pacific/Rarotonga Pacific/Saipan Pacific/Samoa Pacific/Tahiti Pacific/Tarawa Pacific/Tongatapu Pacific/Truk Pacific/Wake Pacific/Wallis Pacific/Yap Poland Portugal ROC ROK Singapore Turkey UCT US/Alaska US/Aleutian US/Arizona US/Central US/East-Indiana US/Eastern US/Hawaii US/Indiana-Starke US/Michigan US/Mountain US/Pacific US/Samoa UTC Universal W-SU WET Zulu".split(' '));

function list2(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 16) return undefined;
  room -= n * 8;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    if (!(v === "client" || v === "builder" || v === "support" || v === "admin")) return undefined;
    r[i] = v;
  }
  if (!isDistinct(r)) return undefined;
  return r;
}

function object1(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 108;
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
      case "founder":
        if (!(typeof v === "boolean")) return undefined;
        r.founder = v;
        s0 |= 2;
        break;
      case "verified":
        if (!(typeof v === "boolean")) return undefined;
        r.verified = v;
        s0 |= 4;
        break;
      case "billing_customer":
        if (!(text(v, 0, 128, LINE, WIDE))) return undefined;
        r.billing_customer = v;
        break;
      case "external_id":
        if (!(text(v, 0, 128, LINE, WIDE))) return undefined;
        r.external_id = v;
        break;
      case "roles":
        if ((r.roles = list2(v, m)) === undefined) return undefined;
        break;
      case "active_persona":
        if (!(v === "client" || v === "builder" || v === "support" || v === "admin")) return undefined;
        r.active_persona = v;
        s0 |= 8;
        break;
      case "suspended":
        if (!(typeof v === "boolean")) return undefined;
        r.suspended = v;
        s0 |= 16;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  if (m !== 2 && (s0 & 2) === 0) r.founder = false;
  if (m !== 2 && (s0 & 4) === 0) r.verified = false;
  if (m !== 2 && (s0 & 8) === 0) r.active_persona = "client";
  if (m !== 2 && (s0 & 16) === 0) r.suspended = false;
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

function object7(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 15;
  const r = {};
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "display_name":
        if (!(text(v, 0, 100, NAME, null) && isTrim(v) && isSingle(v))) return undefined;
        r.display_name = v;
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

function object8(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 32;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "hourly":
        if ((r.hourly = money(v, 2, 10, 0, Infinity, null)) === undefined) return undefined;
        break;
      case "available":
        if (!(typeof v === "boolean")) return undefined;
        r.available = v;
        s0 |= 1;
        break;
      default:
        return undefined;
    }
  }
  if (m !== 2 && (s0 & 1) === 0) r.available = true;
  return r;
}

function list12(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 30) return undefined;
  room -= n * 1;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    if (!(text(v, 0, 80, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
    r[i] = v;
  }
  return r;
}

function object11(o, m) {
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
      case "keywords":
        if ((r.keywords = list12(v, m)) === undefined) return undefined;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  return r;
}

function list10(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 50) return undefined;
  room -= n * 14;
  const w = m === 1 ? 1 : 0;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    const c = object11(v, w);
    if (c === undefined) return undefined;
    r[i] = c;
  }
  if (!isDistinctBy(r, (item) => item.name)) return undefined;
  return r;
}

function list13(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 20) return undefined;
  room -= n * 1;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    if (!(matching(v, 0, 60, SLUG))) return undefined;
    r[i] = v;
  }
  if (!isDistinct(r)) return undefined;
  return r;
}

function list14(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 8) return undefined;
  room -= n * 15;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    if (!(v === "cognitive" || v === "contrast" || v === "captions" || v === "keyboard" || v === "motor" || v === "plain_language" || v === "screen_reader" || v === "voice_control")) return undefined;
    r[i] = v;
  }
  if (!isDistinct(r)) return undefined;
  return r;
}

function object16(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 19;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "name":
        if (!(text(v, 0, 60, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.name = v;
        s0 |= 1;
        break;
      case "fluency":
        if (!(v === "elementary" || v === "conversational" || v === "professional" || v === "fluent" || v === "native")) return undefined;
        r.fluency = v;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  return r;
}

function list15(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 20) return undefined;
  room -= n * 14;
  const w = m === 1 ? 1 : 0;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    const c = object16(v, w);
    if (c === undefined) return undefined;
    r[i] = c;
  }
  if (!isDistinctBy(r, (item) => item.name)) return undefined;
  return r;
}

function list19(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 30) return undefined;
  room -= n * 1;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    if (!(text(v, 0, 80, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
    r[i] = v;
  }
  return r;
}

function object18(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 18;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "name":
        if (!(text(v, 0, 100, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.name = v;
        s0 |= 1;
        break;
      case "keywords":
        if ((r.keywords = list19(v, m)) === undefined) return undefined;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  return r;
}

function list17(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 30) return undefined;
  room -= n * 14;
  const w = m === 1 ? 1 : 0;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    const c = object18(v, w);
    if (c === undefined) return undefined;
    r[i] = c;
  }
  return r;
}

function object9(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 79;
  const r = {};
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "skills":
        if ((r.skills = list10(v, m)) === undefined) return undefined;
        break;
      case "domains":
        if ((r.domains = list13(v, m)) === undefined) return undefined;
        break;
      case "accessibility_focus":
        if ((r.accessibility_focus = list14(v, m)) === undefined) return undefined;
        break;
      case "languages":
        if ((r.languages = list15(v, m)) === undefined) return undefined;
        break;
      case "interests":
        if ((r.interests = list17(v, m)) === undefined) return undefined;
        break;
      default:
        return undefined;
    }
  }
  return r;
}

function list23(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 40) return undefined;
  room -= n * 1;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    if (!(prose(v, 0, 1000) && isTrim(v))) return undefined;
    r[i] = v;
  }
  return r;
}

function object22(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 61;
  const r = {};
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "company":
        if (!(text(v, 0, 200, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.company = v;
        break;
      case "position":
        if (!(text(v, 0, 200, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.position = v;
        break;
      case "about":
        if (!(text(v, 0, 500, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.about = v;
        break;
      case "place":
        if (!(text(v, 0, 200, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.place = v;
        break;
      case "url":
        if (!(link(v, 2048, null, false))) return undefined;
        r.url = v;
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
      case "highlights":
        if ((r.highlights = list23(v, m)) === undefined) return undefined;
        break;
      default:
        return undefined;
    }
  }
  return r;
}

function list21(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 60) return undefined;
  room -= n * 14;
  const w = m === 1 ? 1 : 0;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    const c = object22(v, w);
    if (c === undefined) return undefined;
    r[i] = c;
  }
  return r;
}

function list26(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 40) return undefined;
  room -= n * 1;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    if (!(prose(v, 0, 1000) && isTrim(v))) return undefined;
    r[i] = v;
  }
  return r;
}

function object25(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 57;
  const r = {};
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "organization":
        if (!(text(v, 0, 200, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.organization = v;
        break;
      case "position":
        if (!(text(v, 0, 200, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.position = v;
        break;
      case "url":
        if (!(link(v, 2048, null, false))) return undefined;
        r.url = v;
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
      case "highlights":
        if ((r.highlights = list26(v, m)) === undefined) return undefined;
        break;
      default:
        return undefined;
    }
  }
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

function list29(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 20) return undefined;
  room -= n * 1;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    if (!(text(v, 0, 120, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
    r[i] = v;
  }
  return r;
}

function list30(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 40) return undefined;
  room -= n * 1;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    if (!(text(v, 0, 80, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
    r[i] = v;
  }
  return r;
}

function list31(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 40) return undefined;
  room -= n * 1;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    if (!(prose(v, 0, 1000) && isTrim(v))) return undefined;
    r[i] = v;
  }
  return r;
}

function object28(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 89;
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
      case "entity":
        if (!(text(v, 0, 200, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.entity = v;
        break;
      case "type":
        if (!(text(v, 0, 80, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.type = v;
        break;
      case "roles":
        if ((r.roles = list29(v, m)) === undefined) return undefined;
        break;
      case "keywords":
        if ((r.keywords = list30(v, m)) === undefined) return undefined;
        break;
      case "url":
        if (!(link(v, 2048, null, false))) return undefined;
        r.url = v;
        break;
      case "start":
        if (!(date(v, true, "", ""))) return undefined;
        r.start = v;
        break;
      case "end":
        if (!(date(v, true, "", ""))) return undefined;
        r.end = v;
        break;
      case "highlights":
        if ((r.highlights = list31(v, m)) === undefined) return undefined;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  return r;
}

function list27(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 60) return undefined;
  room -= n * 14;
  const w = m === 1 ? 1 : 0;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    const c = object28(v, w);
    if (c === undefined) return undefined;
    r[i] = c;
  }
  return r;
}

function object33(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 26;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "name":
        if (!(text(v, 0, 300, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.name = v;
        s0 |= 1;
        break;
      case "publisher":
        if (!(text(v, 0, 200, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.publisher = v;
        break;
      case "date":
        if (!(date(v, true, "", ""))) return undefined;
        r.date = v;
        break;
      case "url":
        if (!(link(v, 2048, null, false))) return undefined;
        r.url = v;
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

function list32(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 100) return undefined;
  room -= n * 14;
  const w = m === 1 ? 1 : 0;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    const c = object33(v, w);
    if (c === undefined) return undefined;
    r[i] = c;
  }
  return r;
}

function object20(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 62;
  const r = {};
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "work":
        if ((r.work = list21(v, m)) === undefined) return undefined;
        break;
      case "volunteering":
        if ((r.volunteering = list24(v, m)) === undefined) return undefined;
        break;
      case "projects":
        if ((r.projects = list27(v, m)) === undefined) return undefined;
        break;
      case "publications":
        if ((r.publications = list32(v, m)) === undefined) return undefined;
        break;
      default:
        return undefined;
    }
  }
  return r;
}

function list37(a, m) {
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

function object36(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 58;
  const r = {};
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "institution":
        if (!(text(v, 0, 200, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.institution = v;
        break;
      case "area":
        if (!(text(v, 0, 200, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.area = v;
        break;
      case "degree":
        if (!(text(v, 0, 200, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.degree = v;
        break;
      case "score":
        if (!(text(v, 0, 200, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.score = v;
        break;
      case "url":
        if (!(link(v, 2048, null, false))) return undefined;
        r.url = v;
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
        if ((r.courses = list37(v, m)) === undefined) return undefined;
        break;
      default:
        return undefined;
    }
  }
  return r;
}

function list35(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 30) return undefined;
  room -= n * 14;
  const w = m === 1 ? 1 : 0;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    const c = object36(v, w);
    if (c === undefined) return undefined;
    r[i] = c;
  }
  return r;
}

function object39(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 22;
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
      case "issuer":
        if (!(text(v, 0, 200, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.issuer = v;
        break;
      case "date":
        if (!(date(v, true, "", ""))) return undefined;
        r.date = v;
        break;
      case "url":
        if (!(link(v, 2048, null, false))) return undefined;
        r.url = v;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  return r;
}

function list38(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 60) return undefined;
  room -= n * 14;
  const w = m === 1 ? 1 : 0;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    const c = object39(v, w);
    if (c === undefined) return undefined;
    r[i] = c;
  }
  return r;
}

function object41(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 23;
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
      case "awarder":
        if (!(text(v, 0, 200, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.awarder = v;
        break;
      case "date":
        if (!(date(v, true, "", ""))) return undefined;
        r.date = v;
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

function list40(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 60) return undefined;
  room -= n * 14;
  const w = m === 1 ? 1 : 0;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    const c = object41(v, w);
    if (c === undefined) return undefined;
    r[i] = c;
  }
  return r;
}

function object34(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 47;
  const r = {};
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "schools":
        if ((r.schools = list35(v, m)) === undefined) return undefined;
        break;
      case "certificates":
        if ((r.certificates = list38(v, m)) === undefined) return undefined;
        break;
      case "awards":
        if ((r.awards = list40(v, m)) === undefined) return undefined;
        break;
      default:
        return undefined;
    }
  }
  return r;
}

function object44(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 8;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "network":
        if (!(text(v, 0, 60, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.network = v;
        s0 |= 1;
        break;
      case "username":
        if (!(text(v, 0, 120, LINE, WIDE) && isTrim(v))) return undefined;
        r.username = v;
        break;
      case "url":
        if (!(link(v, 2048, null, false))) return undefined;
        r.url = v;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  return r;
}

function list43(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 20) return undefined;
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
  room -= 38;
  const r = {};
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "github":
        if (!(link(v, 2048, ["github.com"], false))) return undefined;
        r.github = v;
        break;
      case "gitlab":
        if (!(link(v, 2048, ["gitlab.com"], false))) return undefined;
        r.gitlab = v;
        break;
      case "linkedin":
        if (!(link(v, 2048, ["linkedin.com"], false))) return undefined;
        r.linkedin = v;
        break;
      case "x":
        if (!(link(v, 2048, ["x.com", "twitter.com"], false))) return undefined;
        r.x = v;
        break;
      case "youtube":
        if (!(link(v, 2048, ["youtube.com", "youtu.be"], false))) return undefined;
        r.youtube = v;
        break;
      case "stackoverflow":
        if (!(link(v, 2048, ["stackoverflow.com", "stackexchange.com"], false))) return undefined;
        r.stackoverflow = v;
        break;
      case "dribbble":
        if (!(link(v, 2048, ["dribbble.com"], false))) return undefined;
        r.dribbble = v;
        break;
      case "behance":
        if (!(link(v, 2048, ["behance.net"], false))) return undefined;
        r.behance = v;
        break;
      case "others":
        if ((r.others = list43(v, m)) === undefined) return undefined;
        break;
      default:
        return undefined;
    }
  }
  return r;
}

function object47(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 6;
  const r = {};
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "name":
        if (!(text(v, 0, 200, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.name = v;
        break;
      case "reference":
        if (!(prose(v, 0, 4000) && isTrim(v))) return undefined;
        r.reference = v;
        break;
      default:
        return undefined;
    }
  }
  return r;
}

function list46(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 20) return undefined;
  room -= n * 14;
  const w = m === 1 ? 1 : 0;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    const c = object47(v, w);
    if (c === undefined) return undefined;
    r[i] = c;
  }
  return r;
}

function object45(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 38;
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
        if (!(text(v, 0, 40, LINE, WIDE) && isTrim(v) && isSingle(v) && v.length <= 200 && PATTERN0.test(v))) return undefined;
        r.phone = v;
        break;
      case "address":
        if (!(text(v, 0, 300, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.address = v;
        break;
      case "postal_code":
        if (!(text(v, 0, 20, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.postal_code = v;
        break;
      case "city":
        if (!(text(v, 0, 120, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.city = v;
        break;
      case "region":
        if (!(text(v, 0, 120, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.region = v;
        break;
      case "country":
        if (!(listed(v, 0, 1000000, COUNTRIES))) return undefined;
        r.country = v;
        break;
      case "timezone":
        if (!(listed(v, 0, 1000000, TIMEZONES))) return undefined;
        r.timezone = v;
        break;
      case "references":
        if ((r.references = list46(v, m)) === undefined) return undefined;
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
    if (!(matching(v, 0, 100, SLUG))) return undefined;
    r[i] = v;
  }
  if (!isDistinct(r)) return undefined;
  return r;
}

function object48(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 66;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "tier":
        if (!(int(v, 1, 3, 1))) return undefined;
        r.tier = v;
        s0 |= 1;
        break;
      case "badges":
        if ((r.badges = list49(v, m)) === undefined) return undefined;
        break;
      case "rating":
        if (!(decimal(v, 2, 15, 0, 5))) return undefined;
        r.rating = v;
        break;
      case "featured":
        if (!(typeof v === "boolean")) return undefined;
        r.featured = v;
        s0 |= 2;
        break;
      case "validation_note":
        if (!(prose(v, 0, 2000))) return undefined;
        r.validation_note = v;
        break;
      default:
        return undefined;
    }
  }
  if (m !== 2 && (s0 & 1) === 0) r.tier = 1;
  if (m !== 2 && (s0 & 2) === 0) r.featured = false;
  return r;
}

function object6(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 129;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "basics":
        if ((r.basics = object7(v, m)) === undefined) return undefined;
        break;
      case "rates":
        if ((r.rates = object8(v, m)) === undefined) return undefined;
        s0 |= 1;
        break;
      case "skills":
        if ((r.skills = object9(v, m)) === undefined) return undefined;
        break;
      case "experience":
        if ((r.experience = object20(v, m)) === undefined) return undefined;
        break;
      case "education":
        if ((r.education = object34(v, m)) === undefined) return undefined;
        break;
      case "social":
        if ((r.social = object42(v, m)) === undefined) return undefined;
        break;
      case "contact":
        if ((r.contact = object45(v, m)) === undefined) return undefined;
        break;
      case "trust":
        if ((r.trust = object48(v, m)) === undefined) return undefined;
        s0 |= 2;
        break;
      default:
        return undefined;
    }
  }
  if (m !== 2 && (s0 & 1) === 0) r.rates = {"available":true};
  if (m !== 2 && (s0 & 2) === 0) r.trust = {"tier":1,"featured":false};
  return r;
}

function read50(o, m) {
  if (isPolluted()) return undefined;
  room = ROOM;
  const r = object6(o, m);
  return room < 0 ? undefined : r;
}

function whole51(o) {
  const r = read50(o, 0);
  if (r === undefined) return undefined;
  if (!passes(or(not(r.basics?.bio !== undefined), r.basics?.headline !== undefined))) return undefined;
  if (!passes(or(or(not(r.trust?.featured !== undefined), not(r.trust?.featured)), and(r.trust?.tier !== undefined, compared(r.trust?.tier, 2, (a, b) => a >= b))))) return undefined;
  return r;
}

function object53(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 5;
  const r = {};
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "name":
        if (!(text(v, 0, 200, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.name = v;
        break;
      case "goals":
        if (!(prose(v, 0, 4000) && isTrim(v))) return undefined;
        r.goals = v;
        break;
      default:
        return undefined;
    }
  }
  return r;
}

function list55(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 20) return undefined;
  room -= n * 1;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    if (!(text(v, 0, 200, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
    r[i] = v;
  }
  return r;
}

function object54(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 47;
  const r = {};
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "needs":
        if ((r.needs = list55(v, m)) === undefined) return undefined;
        break;
      case "budget_min":
        if ((r.budget_min = money(v, 2, 15, 0, Infinity, null)) === undefined) return undefined;
        break;
      case "budget_max":
        if ((r.budget_max = money(v, 2, 15, 0, Infinity, null)) === undefined) return undefined;
        break;
      default:
        return undefined;
    }
  }
  return r;
}

function object56(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 17;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "preferred":
        if (!(v === "email" || v === "phone" || v === "video" || v === "message")) return undefined;
        r.preferred = v;
        s0 |= 1;
        break;
      case "phone":
        if (!(matching(v, 0, 1000000, PHONE))) return undefined;
        r.phone = v;
        break;
      case "timezone":
        if (!(listed(v, 0, 1000000, TIMEZONES))) return undefined;
        r.timezone = v;
        break;
      default:
        return undefined;
    }
  }
  if (m !== 2 && (s0 & 1) === 0) r.preferred = "message";
  return r;
}

function object52(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 50;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "company":
        if ((r.company = object53(v, m)) === undefined) return undefined;
        break;
      case "project":
        if ((r.project = object54(v, m)) === undefined) return undefined;
        break;
      case "contact":
        if ((r.contact = object56(v, m)) === undefined) return undefined;
        s0 |= 1;
        break;
      default:
        return undefined;
    }
  }
  if (m !== 2 && (s0 & 1) === 0) r.contact = {"preferred":"message"};
  return r;
}

function read57(o, m) {
  if (isPolluted()) return undefined;
  room = ROOM;
  const r = object52(o, m);
  return room < 0 ? undefined : r;
}

function whole58(o) {
  const r = read57(o, 0);
  if (r === undefined) return undefined;
  if (!passes(or(or(not(r.project?.budget_min !== undefined), not(r.project?.budget_max !== undefined)), compared(r.project?.budget_min?.currency, r.project?.budget_max?.currency, (a, b) => a === b)))) return undefined;
  if (!passes(or(or(not(r.project?.budget_min !== undefined), not(r.project?.budget_max !== undefined)), compared(numeric(r.project?.budget_min?.amount), numeric(r.project?.budget_max?.amount), (a, b) => a <= b)))) return undefined;
  if (!passes(or(or(not(r.contact?.preferred !== undefined), compared(r.contact?.preferred, "phone", (a, b) => a !== b)), r.contact?.phone !== undefined))) return undefined;
  return r;
}

function published59(o) {
  const r = whole58(o);
  return r !== undefined ? r : undefined;
}

function object62(o, m) {
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
        if (!(media(v, 0, 255, ["image/*", "video/mp4", "application/pdf"]))) return undefined;
        r.type = v;
        s0 |= 2;
        break;
      case "bytes":
        if (!(int(v, 0, 52428800, 1))) return undefined;
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
        if (!(text(v, 0, 64, LINE, WIDE) && v.length <= 200 && PATTERN1.test(v))) return undefined;
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

function list61(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 20) return undefined;
  room -= n * 14;
  const w = m === 1 ? 1 : 0;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    const c = object62(v, w);
    if (c === undefined) return undefined;
    r[i] = c;
  }
  return r;
}

function object64(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 5;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "label":
        if (!(text(v, 0, 80, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.label = v;
        break;
      case "url":
        if (!(link(v, 2048, null, false))) return undefined;
        r.url = v;
        s0 |= 1;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  return r;
}

function list63(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 10) return undefined;
  room -= n * 14;
  const w = m === 1 ? 1 : 0;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    const c = object64(v, w);
    if (c === undefined) return undefined;
    r[i] = c;
  }
  if (!isDistinctBy(r, (item) => item.url)) return undefined;
  return r;
}

function list65(a, m) {
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

function object67(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 35;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "metric":
        if (!(text(v, 0, 80, LINE, WIDE) && isTrim(v) && isSingle(v))) return undefined;
        r.metric = v;
        s0 |= 1;
        break;
      case "before":
        if (!(decimal(v, 4, 15, -Infinity, Infinity))) return undefined;
        r.before = v;
        break;
      case "after":
        if (!(decimal(v, 4, 15, -Infinity, Infinity))) return undefined;
        r.after = v;
        break;
      case "unit":
        if (!(text(v, 0, 20, LINE, WIDE) && isTrim(v))) return undefined;
        r.unit = v;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  return r;
}

function list66(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 10) return undefined;
  room -= n * 14;
  const w = m === 1 ? 1 : 0;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    const c = object67(v, w);
    if (c === undefined) return undefined;
    r[i] = c;
  }
  if (!isDistinctBy(r, (item) => item.metric)) return undefined;
  return r;
}

function list68(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 10) return undefined;
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

function object60(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 100;
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
      case "media":
        if ((r.media = list61(v, m)) === undefined) return undefined;
        break;
      case "links":
        if ((r.links = list63(v, m)) === undefined) return undefined;
        break;
      case "tags":
        if ((r.tags = list65(v, m)) === undefined) return undefined;
        break;
      case "outcomes":
        if ((r.outcomes = list66(v, m)) === undefined) return undefined;
        break;
      case "apps":
        if ((r.apps = list68(v, m)) === undefined) return undefined;
        break;
      case "order":
        if (!(int(v, 0, 10000, 1))) return undefined;
        r.order = v;
        s0 |= 2;
        break;
      case "takedown_note":
        if (!(prose(v, 0, 2000))) return undefined;
        r.takedown_note = v;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  if (m !== 2 && (s0 & 2) === 0) r.order = 0;
  return r;
}

function read69(o, m) {
  if (isPolluted()) return undefined;
  room = ROOM;
  const r = object60(o, m);
  return room < 0 ? undefined : r;
}

function whole70(o) {
  const r = read69(o, 0);
  if (r === undefined) return undefined;
  return r;
}

function published71(o) {
  const r = whole70(o);
  return r !== undefined && holds(r.title) && holds(r.description) && holds(r.media) ? r : undefined;
}

function list73(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 6) return undefined;
  room -= n * 8;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    if (!(v === "web" || v === "ios" || v === "android" || v === "desktop" || v === "api" || v === "other")) return undefined;
    r[i] = v;
  }
  if (!isDistinct(r)) return undefined;
  return r;
}

function object74(o, m) {
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
        if (!(media(v, 0, 255, ["image/png", "image/svg+xml", "image/webp"]))) return undefined;
        r.type = v;
        s0 |= 2;
        break;
      case "bytes":
        if (!(int(v, 0, 1048576, 1))) return undefined;
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
        if (!(text(v, 0, 64, LINE, WIDE) && v.length <= 200 && PATTERN1.test(v))) return undefined;
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

function list75(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 20) return undefined;
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

function object72(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 70;
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
      case "description":
        if (!(prose(v, 0, 4000) && isTrim(v))) return undefined;
        r.description = v;
        break;
      case "url":
        if (!(link(v, 2048, null, false))) return undefined;
        r.url = v;
        break;
      case "platforms":
        if ((r.platforms = list73(v, m)) === undefined) return undefined;
        break;
      case "icon":
        if ((r.icon = object74(v, m)) === undefined) return undefined;
        break;
      case "launched":
        if (!(date(v, true, "", ""))) return undefined;
        r.launched = v;
        break;
      case "portfolio_items":
        if ((r.portfolio_items = list75(v, m)) === undefined) return undefined;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  return r;
}

function read76(o, m) {
  if (isPolluted()) return undefined;
  room = ROOM;
  const r = object72(o, m);
  return room < 0 ? undefined : r;
}

function whole77(o) {
  const r = read76(o, 0);
  if (r === undefined) return undefined;
  return r;
}

function published78(o) {
  const r = whole77(o);
  return r !== undefined ? r : undefined;
}

function object79(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 68;
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
        if (!(prose(v, 0, 2000) && isTrim(v))) return undefined;
        r.description = v;
        break;
      case "minutes":
        if (!(int(v, 15, 480, 5))) return undefined;
        r.minutes = v;
        s0 |= 2;
        break;
      case "price":
        if ((r.price = money(v, 2, 10, 0, Infinity, null)) === undefined) return undefined;
        s0 |= 4;
        break;
      case "capacity":
        if (!(int(v, 1, 500, 1))) return undefined;
        r.capacity = v;
        s0 |= 8;
        break;
      case "active":
        if (!(typeof v === "boolean")) return undefined;
        r.active = v;
        s0 |= 16;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  if (m === 0 && (s0 & 2) === 0) return undefined;
  if (m === 0 && (s0 & 4) === 0) return undefined;
  if (m !== 2 && (s0 & 8) === 0) r.capacity = 1;
  if (m !== 2 && (s0 & 16) === 0) r.active = true;
  return r;
}

function read80(o, m) {
  if (isPolluted()) return undefined;
  room = ROOM;
  const r = object79(o, m);
  return room < 0 ? undefined : r;
}

function whole81(o) {
  const r = read80(o, 0);
  if (r === undefined) return undefined;
  return r;
}

function published82(o) {
  const r = whole81(o);
  return r !== undefined ? r : undefined;
}

function object85(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 15;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "day":
        if (!(v === "monday" || v === "tuesday" || v === "wednesday" || v === "thursday" || v === "friday" || v === "saturday" || v === "sunday")) return undefined;
        r.day = v;
        s0 |= 1;
        break;
      case "from":
        if (!(text(v, 0, 1000, LINE, WIDE) && v.length <= 200 && PATTERN2.test(v))) return undefined;
        r.from = v;
        s0 |= 2;
        break;
      case "to":
        if (!(text(v, 0, 1000, LINE, WIDE) && v.length <= 200 && PATTERN3.test(v))) return undefined;
        r.to = v;
        s0 |= 4;
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

function list84(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 50) return undefined;
  room -= n * 14;
  const w = m === 1 ? 1 : 0;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    const c = object85(v, w);
    if (c === undefined) return undefined;
    r[i] = c;
  }
  return r;
}

function object87(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 34;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "date":
        if (!(date(v, false, "", ""))) return undefined;
        r.date = v;
        s0 |= 1;
        break;
      case "open":
        if (!(typeof v === "boolean")) return undefined;
        r.open = v;
        s0 |= 2;
        break;
      case "from":
        if (!(text(v, 0, 1000, LINE, WIDE) && v.length <= 200 && PATTERN2.test(v))) return undefined;
        r.from = v;
        break;
      case "to":
        if (!(text(v, 0, 1000, LINE, WIDE) && v.length <= 200 && PATTERN3.test(v))) return undefined;
        r.to = v;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  if (m === 0 && (s0 & 2) === 0) return undefined;
  return r;
}

function list86(a, m) {
  if (!isList(a)) return undefined;
  const n = a.length;
  if (n < 0 || n > 400) return undefined;
  room -= n * 14;
  const w = m === 1 ? 1 : 0;
  const r = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const v = a[i];
    const c = object87(v, w);
    if (c === undefined) return undefined;
    r[i] = c;
  }
  return r;
}

function object83(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 67;
  const r = {};
  let s0 = 0;
  for (const k in o) {
    const v = o[k];
    if (v === undefined) continue;
    switch (k) {
      case "timezone":
        if (!(listed(v, 0, 1000000, TIMEZONES))) return undefined;
        r.timezone = v;
        s0 |= 1;
        break;
      case "weekly":
        if ((r.weekly = list84(v, m)) === undefined) return undefined;
        break;
      case "exceptions":
        if ((r.exceptions = list86(v, m)) === undefined) return undefined;
        break;
      case "notice_minutes":
        if (!(int(v, 0, 43200, 1))) return undefined;
        r.notice_minutes = v;
        s0 |= 2;
        break;
      case "buffer_minutes":
        if (!(int(v, 0, 240, 1))) return undefined;
        r.buffer_minutes = v;
        s0 |= 4;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  if (m !== 2 && (s0 & 2) === 0) r.notice_minutes = 120;
  if (m !== 2 && (s0 & 4) === 0) r.buffer_minutes = 0;
  return r;
}

function read88(o, m) {
  if (isPolluted()) return undefined;
  room = ROOM;
  const r = object83(o, m);
  return room < 0 ? undefined : r;
}

function whole89(o) {
  const r = read88(o, 0);
  if (r === undefined) return undefined;
  if (!passes(or(not(r.weekly !== undefined), every(r.weekly, (item) => compared(ascii(item.from), ascii(item.to), (a, b) => a < b))))) return undefined;
  if (!passes(or(not(r.exceptions !== undefined), every(r.exceptions, (item) => or(or(not(item.from !== undefined), not(item.to !== undefined)), compared(ascii(item.from), ascii(item.to), (a, b) => a < b)))))) return undefined;
  return r;
}

function published90(o) {
  const r = whole89(o);
  return r !== undefined ? r : undefined;
}

function object91(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 75;
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
        if (!(int(v, 15, 480, 1))) return undefined;
        r.minutes = v;
        s0 |= 2;
        break;
      case "price":
        if ((r.price = money(v, 2, 10, 0, Infinity, null)) === undefined) return undefined;
        break;
      case "fee":
        if ((r.fee = money(v, 2, 10, 0, Infinity, null)) === undefined) return undefined;
        break;
      case "message":
        if (!(prose(v, 0, 2000) && isTrim(v))) return undefined;
        r.message = v;
        break;
      case "meeting_url":
        if (!(link(v, 2048, null, false))) return undefined;
        r.meeting_url = v;
        break;
      case "decline_reason":
        if (!(prose(v, 0, 1000) && isTrim(v))) return undefined;
        r.decline_reason = v;
        break;
      case "cancel_reason":
        if (!(prose(v, 0, 1000) && isTrim(v))) return undefined;
        r.cancel_reason = v;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  if (m === 0 && (s0 & 2) === 0) return undefined;
  return r;
}

function read92(o, m) {
  if (isPolluted()) return undefined;
  room = ROOM;
  const r = object91(o, m);
  return room < 0 ? undefined : r;
}

function whole93(o) {
  const r = read92(o, 0);
  if (r === undefined) return undefined;
  return r;
}

function published94(o) {
  const r = whole93(o);
  return r !== undefined ? r : undefined;
}

function object95(o, m) {
  if (typeof o !== "object" || o === null || o.toJSON !== undefined) return undefined;
  if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;
  room -= 21;
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
      case "reply":
        if (!(prose(v, 0, 2000) && isTrim(v))) return undefined;
        r.reply = v;
        break;
      default:
        return undefined;
    }
  }
  if (m === 0 && (s0 & 1) === 0) return undefined;
  return r;
}

function read96(o, m) {
  if (isPolluted()) return undefined;
  room = ROOM;
  const r = object95(o, m);
  return room < 0 ? undefined : r;
}

function whole97(o) {
  const r = read96(o, 0);
  if (r === undefined) return undefined;
  return r;
}

function published98(o) {
  const r = whole97(o);
  return r !== undefined ? r : undefined;
}

/** Whose documents these are. */
export const fingerprint = "d198b1c95f74578b";

/** By kind and mode, what gives a document's normal form, or `undefined` where the kernel must look. */
export const kinds = {
  user: {
    publish: published5,
    replace: whole4,
    create: whole4,
    draft: (o) => read3(o, 1),
    patch: (o) => read3(o, 2),
  },
  builder_profile: {
    replace: whole51,
    create: whole51,
    draft: (o) => read50(o, 1),
    patch: (o) => read50(o, 2),
  },
  client_profile: {
    publish: published59,
    replace: whole58,
    create: whole58,
    draft: (o) => read57(o, 1),
    patch: (o) => read57(o, 2),
  },
  portfolio_item: {
    publish: published71,
    replace: whole70,
    create: whole70,
    draft: (o) => read69(o, 1),
    patch: (o) => read69(o, 2),
  },
  app: {
    publish: published78,
    replace: whole77,
    create: whole77,
    draft: (o) => read76(o, 1),
    patch: (o) => read76(o, 2),
  },
  session_type: {
    publish: published82,
    replace: whole81,
    create: whole81,
    draft: (o) => read80(o, 1),
    patch: (o) => read80(o, 2),
  },
  availability: {
    publish: published90,
    replace: whole89,
    create: whole89,
    draft: (o) => read88(o, 1),
    patch: (o) => read88(o, 2),
  },
  booking: {
    publish: published94,
    replace: whole93,
    create: whole93,
    draft: (o) => read92(o, 1),
    patch: (o) => read92(o, 2),
  },
  review: {
    publish: published98,
    replace: whole97,
    create: whole97,
    draft: (o) => read96(o, 1),
    patch: (o) => read96(o, 2),
  },
};
