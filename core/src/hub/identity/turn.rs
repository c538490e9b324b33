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
        let wait = Some(self.step.retry_after).filter(|_| !self.step.allowed);
        let mut headers = vec![
            ("ratelimit-policy", self.rate.policy()),
            ("ratelimit", self.step.header()),
        ];
        headers.extend(wait.map(|seconds| ("retry-after", seconds.to_string())));
        headers
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
pub(in crate::hub) struct Turns(Mutex<[HashMap<String, i64>; 2]>);

impl Turns {
    fn step(&self, caller: String, rate: Rate, now: i64) -> Step {
        let mut halves = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let [young, old] = &mut *halves;
        let known = young.get(&caller).or_else(|| old.get(&caller)).copied();
        let step = rate.step(known, now);
        if young.len() >= CALLERS && !young.contains_key(&caller) {
            *old = std::mem::take(young);
        }
        young.insert(caller, step.free_at);
        step
    }
}

impl Hub {
    /// Counts a call of somebody by the rate of the persona that they act as; `None` where the
    /// blueprint does not limit it. For whoever acts as none, the strictest rate counts of those
    /// that they could act as. `now` is in microseconds since 1970 UTC.
    ///
    /// A person's calls are counted together, whatever they act as meanwhile.
    ///
    /// What is counted is kept in this process, by all clones of this hub together: two processes
    /// let through twice as much, and a new one begins anew. Where that will not do, keep what
    /// [`Rate::step`] gives in a place that all share.
    #[must_use]
    pub fn turn(&self, subject: &Subject, now: i64) -> Option<Turn> {
        let model = self.kernel().model();
        let rate = match subject.persona() {
            Some(persona) => Rate::of_persona(model, &model.personas.get(persona.index())?.name)?,
            None => {
                let held = |persona: &&Persona| subject.roles().contains(persona.role);
                let rates = model.personas.iter().filter(held);
                let rates = rates.filter_map(|persona| Rate::of_persona(model, &persona.name));
                rates.max_by_key(Rate::each)?
            }
        };
        let tenant = subject.tenant().map_or("", |tenant| tenant.as_str());
        let caller = format!("{tenant} {}", subject.id()?);
        let step = self.turns.step(caller, rate, now);
        Some(Turn { rate, step })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn callers_are_forgotten_in_turn_and_never_grow() {
        let (turns, rate) = (Turns::default(), Rate::new(1, 60_000_000).unwrap());
        let call = |number: usize| turns.step(format!("u{number}"), rate, 0).allowed;
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
