//! Tests of texts, also of those that stand escaped in JSON.

use super::environment::Scope;
use super::eval::{EvalFault, Evaluated, Evaluation, Outer};
use super::plan::{Node, TextTest};
use super::value::Value;
use crate::pattern::Pattern;

impl<'a, S: Scope> Evaluation<'a, S> {
    pub(super) fn test(
        &self,
        test: TextTest,
        two: &'a (Node, Node),
        frame: Outer<'_, 'a>,
    ) -> Evaluated<bool> {
        let (text, part) = (self.eval(&two.0, frame)?, self.eval(&two.1, frame)?);
        self.read(text.length().saturating_add(part.length()))?;
        match (text, part) {
            (Value::Text(text), Value::Text(part)) => Ok(plain(test, text, part)),
            (Value::Text(_) | Value::Escaped(_), Value::Text(_) | Value::Escaped(_)) => {
                self.escaped(test, text, part)
            }
            _ => Err(EvalFault::Type),
        }
    }

    /// Character by character, so that nothing has to be unescaped into a buffer.
    fn escaped(&self, test: TextTest, text: Value<'a>, part: Value<'a>) -> Evaluated<bool> {
        match test {
            TextTest::StartsWith => Ok(starts(text, 0, part)),
            TextTest::EndsWith => {
                let (length, end) = (text.characters().count(), part.characters().count());
                let from = length.checked_sub(end);
                Ok(from.is_some_and(|from| starts(text, from, part)))
            }
            TextTest::Contains => self.search(text, part),
        }
    }

    fn search(&self, text: Value<'a>, part: Value<'a>) -> Evaluated<bool> {
        let length = part.characters().count();
        let mut rest = text.characters();
        loop {
            let pairs = rest.clone().zip(part.characters());
            let same = pairs.take_while(|(found, wanted)| found == wanted).count();
            // A part that repeats itself may be compared again from every place.
            self.spend(same)?;
            if same == length {
                return Ok(true);
            }
            if rest.next().is_none() {
                return Ok(false);
            }
        }
    }

    /// A text with escapes is the one thing that evaluation copies: a pattern needs it in one
    /// piece.
    pub(super) fn matches(
        &self,
        of: &'a Node,
        pattern: &Pattern,
        frame: Outer<'_, 'a>,
    ) -> Evaluated<bool> {
        let text = self.eval(of, frame)?;
        self.read(text.length().saturating_mul(4))?;
        let text = text.text().ok_or(EvalFault::Type)?;
        Ok(pattern.is_match(&text))
    }
}

fn plain(test: TextTest, text: &str, part: &str) -> bool {
    match test {
        TextTest::Contains => text.contains(part),
        TextTest::StartsWith => text.starts_with(part),
        TextTest::EndsWith => text.ends_with(part),
    }
}

/// Whether `part` stands in `text` after `from` characters.
fn starts(text: Value<'_>, from: usize, part: Value<'_>) -> bool {
    let mut rest = text.characters().skip(from);
    part.characters().all(|wanted| rest.next() == Some(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expr::Var;

    struct Nothing;
    impl Scope for Nothing {
        fn load(&self, _: Var) -> Value<'_> {
            Value::Absent
        }
    }

    const TESTS: [TextTest; 3] = [TextTest::Contains, TextTest::StartsWith, TextTest::EndsWith];

    #[test]
    fn escaped_texts_are_tested_as_plain_ones() {
        let texts = ["", "a", "b", "ab", "ba", "aab", "aabaab", "abab", "é", "aé"];
        let escaped: Vec<String> = texts
            .iter()
            .map(|text| {
                text.chars()
                    .map(|c| format!("\\u{:04x}", u32::from(c)))
                    .collect()
            })
            .collect();
        let evaluation = Evaluation::new(&Nothing);
        for (text, raw) in texts.iter().zip(&escaped) {
            for part in texts {
                for test in TESTS {
                    let found = evaluation.escaped(test, Value::Escaped(raw), Value::Text(part));
                    assert_eq!(found, Ok(plain(test, text, part)), "{test:?} {text} {part}");
                }
            }
        }
    }

    #[test]
    fn a_search_that_starts_over_everywhere_is_stopped() {
        let (text, part) = ("a".repeat(10_000), "a".repeat(5_000) + "b");
        let evaluation = Evaluation::new(&Nothing);
        let found = evaluation.search(Value::Escaped(&text), Value::Text(&part));
        assert_eq!(found, Err(EvalFault::TooManySteps));
    }
}
