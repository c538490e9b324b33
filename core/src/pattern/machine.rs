//! The engine of browsers: every way through a pattern at once, a character at a time (Thompson,
//! 1968). It takes a look at each step for each character, however the pattern is made.

use std::sync::Arc;

use super::set::Set;
use super::syntax::{Count, Place, Syntax};

/// A pattern as steps.
#[derive(Debug, Clone)]
pub(super) struct Machine {
    steps: Arc<[Step]>,
}

#[derive(Debug)]
enum Step {
    /// One of these characters, then the next step.
    One(Set),
    /// The next step, at such a place.
    At(Place),
    /// The next step, and this one too.
    Also(usize),
    /// This step.
    Go(usize),
}

impl Machine {
    /// The machine of a pattern, which has a few steps for each that the pattern weighs.
    pub(super) fn of(syntax: &Syntax) -> Self {
        let mut steps = Vec::new();
        push(&mut steps, syntax);
        Self {
            steps: steps.into(),
        }
    }

    pub(super) fn is_match(&self, text: &str) -> bool {
        let mut here = Ways::new(self.steps.len());
        let mut next = Ways::new(self.steps.len());
        let (mut before, mut rest) = (None, text.chars());
        loop {
            let between = (before, rest.clone().next());
            if self.follow(&mut here, 0, between) {
                return true;
            }
            let Some(c) = rest.next() else { return false };
            let between = (Some(c), rest.clone().next());
            next.clear();
            for at in here.open.drain(..) {
                let takes = matches!(self.steps.get(at), Some(Step::One(set)) if set.contains(c));
                if takes && self.follow(&mut next, at + 1, between) {
                    return true;
                }
            }
            std::mem::swap(&mut here, &mut next);
            before = Some(c);
        }
    }

    /// Goes on until characters are asked for. Whether it comes to the end.
    fn follow(&self, ways: &mut Ways, from: usize, between: Between) -> bool {
        let mut left = vec![from];
        while let Some(at) = left.pop() {
            let Some(step) = self.steps.get(at) else {
                return true;
            };
            if !ways.is_new(at) {
                continue;
            }
            match step {
                Step::One(_) => ways.open.push(at),
                Step::At(place) => left.extend(place.is_at(between).then_some(at + 1)),
                Step::Also(other) => left.extend([*other, at + 1]),
                Step::Go(to) => left.push(*to),
            }
        }
        false
    }
}

/// Where a match may go on.
struct Ways {
    /// Steps that wait for a character.
    open: Vec<usize>,
    /// The round in which each step was last come to.
    seen: Vec<usize>,
    round: usize,
}

impl Ways {
    fn new(steps: usize) -> Self {
        Self {
            open: Vec::new(),
            seen: vec![0; steps],
            round: 1,
        }
    }

    fn clear(&mut self) {
        self.open.clear();
        self.round += 1;
    }

    fn is_new(&mut self, at: usize) -> bool {
        let round = self.round;
        let seen = self.seen.get_mut(at);
        seen.is_some_and(|seen| std::mem::replace(seen, round) != round)
    }
}

/// The characters around a place.
type Between = (Option<char>, Option<char>);

impl Place {
    fn is_at(self, (before, after): Between) -> bool {
        let ends_line = |c: Option<char>| c.is_none_or(|c| c == '\n');
        let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
        match self {
            Self::Start => before.is_none(),
            Self::End => after.is_none(),
            Self::LineStart => ends_line(before),
            Self::LineEnd => ends_line(after),
            Self::Edge => is_word(before) != is_word(after),
            Self::NoEdge => is_word(before) == is_word(after),
        }
    }
}

fn push(steps: &mut Vec<Step>, syntax: &Syntax) {
    match syntax {
        Syntax::One(set) => steps.push(Step::One(set.clone())),
        Syntax::At(place) => steps.push(Step::At(*place)),
        Syntax::Sequence(parts) => parts.iter().for_each(|part| push(steps, part)),
        Syntax::Either(parts) => push_either(steps, parts),
        Syntax::Repeat(part, count) => push_repeat(steps, part, *count),
    }
}

fn push_either(steps: &mut Vec<Step>, parts: &[Syntax]) {
    let Some((last, others)) = parts.split_last() else {
        return;
    };
    let mut ends = Vec::new();
    for part in others {
        let fork = push_open(steps);
        push(steps, part);
        ends.push(push_open(steps));
        close(steps, fork, Step::Also);
    }
    push(steps, last);
    ends.into_iter().for_each(|end| close(steps, end, Step::Go));
}

fn push_repeat(steps: &mut Vec<Step>, part: &Syntax, Count { least, most }: Count) {
    let mut again = steps.len();
    for _ in 0..least {
        again = steps.len();
        push(steps, part);
    }
    let Some(most) = most else {
        return push_endless(steps, part, (least > 0).then_some(again));
    };
    let mut forks = Vec::new();
    for _ in least..most {
        forks.push(push_open(steps));
        push(steps, part);
    }
    let forks = forks.into_iter();
    forks.for_each(|fork| close(steps, fork, Step::Also));
}

/// Any number of times more, where the last time began at `again`.
fn push_endless(steps: &mut Vec<Step>, part: &Syntax, again: Option<usize>) {
    if let Some(again) = again {
        return steps.push(Step::Also(again));
    }
    let fork = push_open(steps);
    push(steps, part);
    steps.push(Step::Go(fork));
    close(steps, fork, Step::Also);
}

/// A step that is closed later.
fn push_open(steps: &mut Vec<Step>) -> usize {
    steps.push(Step::Go(0));
    steps.len() - 1
}

/// Closes a step: it leads behind the last one.
fn close(steps: &mut [Step], at: usize, step: fn(usize) -> Step) {
    let end = steps.len();
    if let Some(open) = steps.get_mut(at) {
        *open = step(end);
    }
}
