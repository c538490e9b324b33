// Contestants take turns, so that whatever else the machine does meets all of them alike, and the
// median of the rounds' ratios counts. The same method as `benches/src/timing.rs`.

/** How long each round of a contestant lasts at least, in nanoseconds. */
const ROUND = 30e6;
/** How many rounds each contestant has. */
export const ROUNDS = 31;

/** What all contestants answered: nobody leaves their work out. */
export let answered = 0;

/** Something to measure: `work(call)` does one unit of work and answers a number. */
export class Contestant {
  constructor(work) {
    this.work = work;
    this.called = 0;
  }

  /** The nanoseconds that so many calls take. */
  round(calls) {
    const { work, called } = this;
    let sum = 0;
    const start = performance.now();
    for (let call = called; call < called + calls; call += 1) sum += work(call);
    const took = (performance.now() - start) * 1e6;
    this.called += calls;
    answered += sum;
    return took;
  }

  /** How many calls fill a round, once the engine has compiled the work. */
  calls() {
    for (let warm = 0; warm < ROUND * 5; ) warm += this.round(16);
    let calls = 1;
    for (;;) {
      const took = this.round(calls);
      if (took >= ROUND / 4 || calls >= 2 ** 28) return Math.max(1, Math.floor((calls * ROUND) / took));
      calls *= 4;
    }
  }
}

function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

/** The nanoseconds of one call in every round of a contestant. */
export class Times {
  rounds = [];

  median() {
    return median(this.rounds);
  }

  /** The median of the ratios to a peer's times, each to that of the peer's turn in the same round. */
  ratioTo(peer) {
    return median(this.rounds.map((took, round) => took / peer.rounds[round]));
  }

  /** These times without those of a loop that had its turn in the same rounds. */
  without(loop) {
    const net = new Times();
    net.rounds = this.rounds.map((took, round) => took - loop.rounds[round]);
    return net;
  }
}

/** The times of each contestant by its name, measured in turns. */
export function measure(works) {
  const names = Object.keys(works);
  const contestants = names.map((name) => new Contestant(works[name]));
  const calls = contestants.map((contestant) => contestant.calls());
  const times = names.map(() => new Times());
  for (let round = 0; round < ROUNDS; round += 1) {
    contestants.forEach((contestant, index) => {
      times[index].rounds.push(contestant.round(calls[index]) / calls[index]);
    });
  }
  return Object.fromEntries(names.map((name, index) => [name, times[index]]));
}
