'use strict';

/** How many days a month has, in years that are none of leap. */
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The number of a digit; more than nine for anything else. */
const digit = (text, at) => (text.charCodeAt(at) - 48) >>> 0;

/** The number of two digits; `NaN` for anything else. */
function two(text, at) {
  const [tens, ones] = [digit(text, at), digit(text, at + 1)];
  return tens > 9 || ones > 9 ? NaN : tens * 10 + ones;
}

/** Days from 1970 to a day of the calendar (Howard Hinnant's `days_from_civil`). */
function days(year, month, day) {
  const from = month > 2 ? year : year - 1;
  const era = Math.floor(from / 400);
  const ofEra = from - era * 400;
  const ofYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468;
}

function isLeap(year) {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** The fraction of a second behind a point, in milliseconds; `NaN` where it is none of one to six digits. */
function fraction(text, end) {
  if (text.charCodeAt(19) !== 46 || end === 20 || end > 26) return NaN;
  let [value, unit] = [0, 100_000];
  for (let at = 20; at < end; at += 1) {
    const next = digit(text, at);
    if (next > 9) return NaN;
    value += next * unit;
    unit /= 10;
  }
  return value / 1000;
}

/**
 * The milliseconds of an instant as most are written, `2026-03-01T10:00:00Z` with up to six digits behind a point; `NaN` for
 * everything else, which may be an instant as well.
 */
function milliseconds(text) {
  const end = text.length - 1;
  if (end < 19 || text.charCodeAt(end) !== 90 || text.charCodeAt(10) !== 84) return NaN;
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45 || text.charCodeAt(13) !== 58 || text.charCodeAt(16) !== 58) return NaN;
  const year = two(text, 0) * 100 + two(text, 2);
  const [month, day] = [two(text, 5), two(text, 8)];
  const [hour, minute, second] = [two(text, 11), two(text, 14), two(text, 17)];
  if (!(month >= 1 && month <= 12 && day >= 1 && hour < 24 && minute < 60 && second < 60)) return NaN;
  if (day > DAYS[month - 1] && !(month === 2 && day === 29 && isLeap(year))) return NaN;
  const rest = end === 19 ? 0 : fraction(text, end);
  return (((days(year, month, day) * 24 + hour) * 60 + minute) * 60 + second) * 1000 + rest;
}

module.exports = { milliseconds };
