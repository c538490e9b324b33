'use strict';

const { refusal } = require('./error.js');
const { host } = require('./host.js');

const DAY = 86_400_000;
/** How far apart offsets are compared: no zone changes its offset for less than that. */
const STEP = 14 * DAY;
/** Years ahead of the clock that is asked about. */
const AHEAD = 5;

const known = new Map();

/** What a request says of a zone: its name, and where no database of zones is linked what the runtime knows of it. */
function zoneOf(zone = 'UTC', now = new Date()) {
  if (typeof zone !== 'string') throw refusal('a zone is a name such as `Europe/Berlin`');
  if (host.native.zoned || zone === 'UTC') return { zone };
  const until = Date.UTC(new Date(now).getUTCFullYear() + AHEAD, 0);
  const told = known.get(zone);
  if (told?.until >= until) return told.members;
  const members = { zone, ...transitions(zone, until) };
  known.set(zone, { until, members });
  return members;
}

/** The offset of a zone at the beginning of 1970, and every change of it from there on. */
function transitions(zone, until) {
  const offsetAt = clock(zone);
  const first = offsetAt(0);
  const changes = [];
  let [from, offset] = [0, first];
  while (from < until) {
    const to = from + STEP;
    if (offsetAt(to) === offset) {
      from = to;
      continue;
    }
    let [before, after] = [from, to];
    while (after - before > 1000) {
      const middle = Math.floor((before + after) / 2000) * 1000;
      if (offsetAt(middle) === offset) before = middle;
      else after = middle;
    }
    [from, offset] = [after, offsetAt(after)];
    changes.push({ at: new Date(after).toISOString(), offset });
  }
  return { offset: first, transitions: changes };
}

/** Says how many seconds east of UTC a zone is at an instant. */
function clock(zone) {
  const parts = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' };
  let format;
  try {
    format = new Intl.DateTimeFormat('en-US', { ...parts, timeZone: zone, hourCycle: 'h23', calendar: 'gregory' });
  } catch {
    throw refusal(`this runtime knows no zone \`${zone}\``);
  }
  return (instant) => {
    const shown = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
    const { year, month, day, hour, minute, second } = shown;
    return (Date.UTC(year, month - 1, day, hour, minute, second) - instant) / 1000;
  };
}

module.exports = { zoneOf };
