// What a benchmark found, against what it should find.

/** One comparison: ours, a peer, and the greatest ratio of ours to theirs that is good enough. */
export function row(what, ours, peer, theirs, limit) {
  return { what, ours: ours.median(), peer, theirs: theirs.median(), ratio: ours.ratioTo(theirs), limit };
}

/**
 * The same of calls so short that the loop around them counts: the verdict is on the ratio without
 * the loop, which all contestants share; the times, and the ratio beside the verdict, are with it.
 */
export function rowWithoutLoop(loop, what, ours, peer, theirs, limit) {
  const gross = row(what, ours, peer, theirs, limit);
  return { ...gross, ratio: ours.without(loop).ratioTo(theirs.without(loop)), gross: gross.ratio, loop: loop.median() };
}

/** The same about one unit of many that each call does. */
export function rowOfMany(count, what, ours, peer, theirs, limit) {
  const one = row(what, ours, peer, theirs, limit);
  return { ...one, ours: one.ours / count, theirs: one.theirs / count };
}

const holds = ({ ratio, limit }) => ratio <= limit;

function shown(ratio) {
  return ratio < 0.1 ? `1/${(1 / ratio).toFixed(0)}` : ratio.toFixed(2);
}

function time(nanos) {
  if (nanos < 1e3) return `${nanos.toFixed(1)} ns`;
  return nanos < 1e6 ? `${(nanos / 1e3).toFixed(2)} µs` : `${(nanos / 1e6).toFixed(2)} ms`;
}

function line([what, ours, peer, theirs, ratio, limit, word]) {
  const left = [what.padEnd(34), ours.padStart(12), peer.padEnd(32)];
  return [...left, theirs.padStart(12), ratio.padStart(9), limit.padStart(9), ` ${word}`].join(' ');
}

/** Prints the rows and says whether all hold. */
export function report(rows) {
  console.log(line(['what', 'ours', 'peer', 'theirs', 'ratio', 'at most', '']));
  for (const one of rows) {
    const { what, ours, peer, theirs, ratio, limit } = one;
    const verdict = holds(one) ? 'ok' : 'MISSED';
    const word = one.loop === undefined ? verdict : `${verdict} without the loop of ${time(one.loop)}; with it ${shown(one.gross)}`;
    console.log(line([what, time(ours), peer, time(theirs), shown(ratio), shown(limit), word]));
  }
  return rows.every(holds);
}
