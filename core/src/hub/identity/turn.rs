//! How often people call: kept in this process, for whoever has no other place for it.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::access::Subject;
use crate::blueprint::Persona;
use crate::error::{Code, Failure};
use crate::hub::Hub;
use crate::identity::{Rate, Step};

/// How many callers are kept at once, at most twice.
const CALLERS: usize = 50_000;

/// A call under the rate of the caller's persona.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// So many calls per so long.
    pub rate: Rate,
    /// What became of this one.
    pub step: Step,
}

impl Turn {
    /// The headers that say what is left: `RateLimit-Policy` and `RateLimit`, and `Retry-After`
    /// where the call may not go on.
    #[must_use]
    pub fn headers(&self) -> Vec<(&'static str, String)> {
        self.step.headers(self.rate)
    }

    /// Nothing where the call may go on.
    ///
    /// # Errors
    /// [`Code::IdentityRateLimited`], with the `seconds` to wait, and `policy` and `limit` as the
    /// headers `RateLimit-Policy` and `RateLimit` say them.
    pub fn check(&self) -> Result<(), Failure> {
        match self.step.allowed {
            true => Ok(()),
            false => {
                let failure = Failure::new(Code::IdentityRateLimited);
                let failure = failure.with("seconds", self.step.retry_after);
                let failure = failure.with("policy", self.rate.policy());
                Err(failure.with("limit", self.step.header()))
            }
        }
    }
}

/// When each caller's calls are free again. There are two halves: a full one becomes the older
/// one, and what was there is forgotten. So memory has an end, and nobody is forgotten before as
/// many others called.
#[derive(Debug, Default)]
pub(in crate::hub) struct Turns(Mutex<[Counters; 2]>);

/// By a rate and who calls: what is left of one rate says nothing of another.
type Counters = HashMap<(Rate, String), i64>;

impl Turns {
    /// Counts a call at a rate, which says whether it may go on, and at others. A call that may not
    /// go on counts nowhere.
    fn step(&self, caller: &str, rate: Rate, others: &[Rate], now: i64) -> Step {
        let mut halves = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let step = count(&mut halves, caller, rate, now);
        for other in others.iter().filter(|_| step.allowed) {
            count(&mut halves, caller, *other, now);
        }
        step
    }
}

fn count([young, old]: &mut [Counters; 2], caller: &str, rate: Rate, now: i64) -> Step {
    let counter = (rate, caller.to_owned());
    let known = young.get(&counter).or_else(|| old.get(&counter)).copied();
    let step = rate.step(known, now);
    if young.len() >= CALLERS && !young.contains_key(&counter) {
        *old = std::mem::take(young);
    }
    young.insert(counter, step.free_at);
    step
}

impl Hub {
    /// Counts a call of somebody by the rate of the persona that they act as; `None` where the
    /// blueprint does not limit it. For whoever acts as none, the strictest rate counts of those
    /// that they could act as. `now` is in microseconds since 1970 UTC.
    ///
    /// A call that is limited counts at the rates of all personas that the person could act as:
    /// whoever acts as another one meanwhile gets no calls back.
    ///
    /// What is counted is kept in this process, by all clones of this hub together: two processes
    /// let through twice as much, and a new one begins anew. Where that will not do, keep what
    /// [`Rate::step`] gives in a place that all share.
    #[must_use]
    pub fn turn(&self, subject: &Subject, now: i64) -> Option<Turn> {
        let model = self.kernel().model();
        let held = |persona: &&Persona| subject.roles().contains(persona.role);
        let held = model.personas.iter().filter(held);
        let held = held.filter_map(|persona| Rate::of_persona(model, &persona.name));
        let mut others: Vec<Rate> = held.collect();
        let rate = match subject.persona() {
            Some(persona) => Rate::of_persona(model, &model.personas.get(persona.index())?.name)?,
            None => others.iter().copied().max_by_key(Rate::each)?,
        };
        others.sort_unstable();
        others.dedup();
        others.retain(|other| *other != rate);
        let tenant = subject.tenant().map_or("", |tenant| tenant.as_str());
        let caller = format!("{tenant} {}", subject.id()?);
        let step = self.turns.step(&caller, rate, &others, now);
        Some(Turn { rate, step })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_rate_neither_wipes_nor_uses_up_what_is_left_of_another() {
        let turns = Turns::default();
        let slow = Rate::new(10, 3_600_000_000).unwrap();
        let fast = Rate::new(1000, 60_000_000).unwrap();
        let slowly = || turns.step("u", slow, &[fast], 0).allowed;
        let fastly = || turns.step("u", fast, &[slow], 0).allowed;
        assert!((0..10).all(|_| slowly()) && !slowly());
        assert_eq!((0..1000).take_while(|_| fastly()).count(), 990);
        assert!(!fastly() && !slowly());
        let left = |rate, other| turns.step("v", rate, &[other], 0).remaining;
        assert_eq!(left(fast, slow), 999);
        assert_eq!(left(slow, fast), 8, "a call counts at both");
    }

    #[test]
    fn callers_are_forgotten_in_turn_and_never_grow() {
        let (turns, rate) = (Turns::default(), Rate::new(1, 60_000_000).unwrap());
        let call = |number: usize| turns.step(&format!("u{number}"), rate, &[], 0).allowed;
        assert!(call(0) && !call(0));
        for number in 1..=CALLERS {
            assert!(call(number));
        }
        assert!(!call(0), "only as many others called as are kept");
        for number in CALLERS..3 * CALLERS {
            call(number);
        }
        assert!(call(0));
        let halves = turns.0.lock().unwrap();
        assert!(halves.iter().all(|half| half.len() <= CALLERS));
    }
}
