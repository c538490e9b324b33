//! How long an engine takes that tries one way after the other.

use super::syntax::{Count, Place, Syntax};

/// The most ways to go wrong without repetitions.
const WAYS: usize = 64;
/// The most repetitions of one character, each of which multiplies the ways by the text's length.
const REPEATS: usize = 2;

/// Whether it begins where the text does, repeats single characters only, and little.
pub(super) fn is_quick(syntax: &Syntax) -> bool {
    let effort = effort(syntax);
    let few = |Effort { ways, repeats }| ways <= WAYS && repeats <= REPEATS;
    begins_with_the_text(syntax) && effort.is_some_and(few)
}

fn begins_with_the_text(syntax: &Syntax) -> bool {
    match syntax {
        Syntax::At(Place::Start) => true,
        Syntax::Sequence(parts) => parts.first().is_some_and(begins_with_the_text),
        Syntax::Either(parts) => parts.iter().all(begins_with_the_text),
        Syntax::At(_) | Syntax::One(_) | Syntax::Repeat(..) => false,
    }
}

/// How often a part may be tried at one place.
#[derive(Clone, Copy)]
struct Effort {
    ways: usize,
    repeats: usize,
}

/// Nothing where a group is repeated without a fixed number.
fn effort(syntax: &Syntax) -> Option<Effort> {
    let once = Effort {
        ways: 1,
        repeats: 0,
    };
    match syntax {
        Syntax::One(_) | Syntax::At(_) => Some(once),
        Syntax::Sequence(parts) => parts.iter().try_fold(once, |sum, part| {
            let Effort { ways, repeats } = effort(part)?;
            Some(Effort {
                ways: sum.ways.saturating_mul(ways),
                repeats: sum.repeats + repeats,
            })
        }),
        Syntax::Either(parts) => parts.iter().try_fold(
            Effort {
                ways: 0,
                repeats: 0,
            },
            |sum, part| {
                let Effort { ways, repeats } = effort(part)?;
                Some(Effort {
                    ways: sum.ways.saturating_add(ways),
                    repeats: sum.repeats + repeats,
                })
            },
        ),
        Syntax::Repeat(part, count) => repeated(part, *count),
    }
}

fn repeated(part: &Syntax, Count { least, most }: Count) -> Option<Effort> {
    let Effort { ways, repeats } = effort(part)?;
    match (part, most) {
        (_, Some(1)) => Some(Effort {
            ways: ways.saturating_add(1),
            repeats,
        }),
        (_, Some(most)) if most == least && repeats == 0 => Some(Effort {
            ways: ways.saturating_pow(most.into()),
            repeats,
        }),
        (Syntax::One(_), _) => Some(Effort {
            ways: 1,
            repeats: 1,
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::pattern::Pattern;

    #[test]
    fn patterns_that_might_take_long_are_not_quick() {
        for (pattern, quick) in [
            ("^[a-z]+$", true),
            ("^[0-9]{4}-[0-9]{2}$", true),
            ("^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$", true),
            ("^([0-9a-f]{2}:){5}[0-9a-f]{2}$", true),
            (
                "^[+(]?[0-9][0-9 ()./-]{4,30}([ ]?(x|ext[.]?)[ ]?[0-9]{1,6})?$",
                true,
            ),
            ("^[)*+]$", true),
            ("^(a+)+$", false),
            ("^(a|a)*$", false),
            ("^([a-z]+-){2,}$", false),
            ("^([a-z]+){2}$", false),
            ("a+$", false),
            ("^a|b+c", false),
            ("^a+b+c+$", false),
            ("^(a?){20}$", false),
            ("^a?a?a?a?a?a?a?a?$", false),
            ("^(a|b|ab){9}$", false),
        ] {
            let pattern = Pattern::new(pattern).unwrap();
            assert_eq!(pattern.is_quick_to_try(), quick, "{pattern:?}");
        }
    }
}
