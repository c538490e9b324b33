//! How often somebody may call.

use crate::blueprint::Model;
use crate::time::parse_duration;

/// So many calls per so long, spread evenly (the generic cell rate algorithm, ITU-T I.371): all
/// of them may come at once, and each is free again a little later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rate {
    calls: u32,
    per: i64,
}

/// What became of a call, and what to tell the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Whether it may go on.
    pub allowed: bool,
    /// What to hand in the next time: the instant at which all calls are free again.
    pub free_at: i64,
    /// How many calls may follow at once.
    pub remaining: u32,
    /// After how many seconds all calls are free again; rounded up.
    pub reset: i64,
    /// After how many seconds the next call may come; zero where it may now. Rounded up.
    pub retry_after: i64,
}

impl Rate {
    /// So many calls per so many microseconds; `None` where either is not above zero.
    #[must_use]
    pub fn new(calls: u32, per: i64) -> Option<Self> {
        (calls > 0 && per >= i64::from(calls)).then_some(Self { calls, per })
    }

    /// The rate of a persona; `None` where the blueprint limits it not.
    #[must_use]
    pub fn of_persona(model: &Model, persona: &str) -> Option<Self> {
        let persona = model.document.personas.get(persona)?;
        let limit = persona.rate_limit.as_ref()?;
        Self::new(limit.requests, parse_duration(&limit.per)?)
    }

    /// How long each call takes of it, in microseconds: the longer, the stricter.
    #[must_use]
    pub fn each(&self) -> i64 {
        self.per / i64::from(self.calls)
    }

    /// A call at an instant, after others that left `free_at` behind; `None` for the first one.
    /// Instants are microseconds since 1970 UTC. A call that is refused takes none away.
    ///
    /// ```
    /// use profilekit::identity::Rate;
    /// let rate = Rate::new(2, 60_000_000).unwrap();
    /// let first = rate.step(None, 0);
    /// let second = rate.step(Some(first.free_at), 0);
    /// assert!(first.allowed && second.allowed && second.remaining == 0);
    /// let third = rate.step(Some(second.free_at), 0);
    /// assert!(!third.allowed && third.retry_after == 30);
    /// assert!(rate.step(Some(second.free_at), 30_000_000).allowed);
    /// ```
    #[must_use]
    pub fn step(self, free_at: Option<i64>, now: i64) -> Step {
        let each = self.each();
        let all = each.saturating_mul(i64::from(self.calls));
        // What was left behind by a clock ahead of this one is not worth more than all calls.
        let before = free_at.unwrap_or(now).clamp(now, now.saturating_add(all));
        let after = before.saturating_add(each);
        let wait = after.saturating_sub(now).saturating_sub(all);
        let allowed = wait <= 0;
        let free_at = if allowed { after } else { before };
        let used = free_at.saturating_sub(now);
        let left = all.saturating_sub(used).max(0) / each;
        Step {
            allowed,
            free_at,
            remaining: u32::try_from(left).unwrap_or(0),
            reset: seconds(used),
            retry_after: seconds(wait.max(0)),
        }
    }

    /// The value of the header `RateLimit-Policy`, such as `"default";q=120;w=60` (the IETF's
    /// draft of RateLimit header fields, version 10).
    #[must_use]
    pub fn policy(self) -> String {
        format!("\"default\";q={};w={}", self.calls, seconds(self.per))
    }
}

impl Step {
    /// The value of the header `RateLimit`, such as `"default";r=119;t=1`.
    #[must_use]
    pub fn header(self) -> String {
        format!("\"default\";r={};t={}", self.remaining, self.reset)
    }

    /// The headers that say what is left at a rate: `ratelimit-policy` and `ratelimit`, and
    /// `retry-after` where the call may not go on.
    #[must_use]
    pub fn headers(self, rate: Rate) -> Vec<(&'static str, String)> {
        let wait = Some(self.retry_after).filter(|_| !self.allowed);
        let mut headers = vec![
            ("ratelimit-policy", rate.policy()),
            ("ratelimit", self.header()),
        ];
        headers.extend(wait.map(|seconds| ("retry-after", seconds.to_string())));
        headers
    }
}

/// Whole seconds, rounded up.
fn seconds(micros: i64) -> i64 {
    const SECOND: i64 = 1_000_000;
    micros.saturating_add(SECOND - 1) / SECOND
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn headers_say_what_is_left() {
        let rate = Rate::new(120, 60_000_000).unwrap();
        let step = rate.step(None, 1_700_000_000_000_000);
        assert_eq!(rate.policy(), "\"default\";q=120;w=60");
        assert_eq!(step.header(), "\"default\";r=119;t=1");
        assert!(Rate::new(0, 1).is_none() && Rate::new(1, 0).is_none());
        assert!(Rate::new(3, 2).is_none());
    }

    proptest! {
        /// In any stretch of time no more calls go on than all at once and those that the stretch
        /// frees.
        #[test]
        fn no_stretch_lets_more_through(
            calls in 1u32..20,
            per in 1_000i64..1_000_000,
            gaps in prop::collection::vec(0i64..100_000, 1..200),
        ) {
            let rate = Rate::new(calls, per).unwrap();
            let (mut free_at, mut now, mut through) = (None, 0i64, Vec::new());
            for gap in gaps {
                now += gap;
                let step = rate.step(free_at, now);
                free_at = Some(step.free_at);
                prop_assert_eq!(step.allowed, step.retry_after == 0);
                if step.allowed {
                    through.push(now);
                }
            }
            let each = per / i64::from(calls);
            for (index, from) in through.iter().enumerate() {
                for (count, until) in through[index..].iter().enumerate() {
                    let freed = (until - from) / each;
                    prop_assert!(i64::try_from(count).unwrap() < i64::from(calls) + freed + 1);
                }
            }
        }

        /// Any state that a store may hand back is survived.
        #[test]
        fn any_state_is_survived(calls in any::<u32>(), per in any::<i64>(), at in any::<i64>(), now in any::<i64>()) {
            if let Some(rate) = Rate::new(calls, per) {
                let step = rate.step(Some(at), now);
                prop_assert!(step.remaining <= calls);
            }
        }
    }
}
