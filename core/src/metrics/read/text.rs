//! The text of a measure: calls of calls, words and conditions.

/// A part of a measure's text.
#[derive(Debug, PartialEq)]
pub(super) enum Term<'t> {
    Call(&'t str, Vec<Term<'t>>),
    /// A name, a number or a duration.
    Word(&'t str),
    /// What stands between backticks.
    Condition(&'t str),
}

/// The deepest nesting.
const DEPTH: usize = 8;

/// Reads a whole text; `None` where it is not one.
pub(super) fn parse(text: &str) -> Option<Term<'_>> {
    let mut input = Input(text);
    let term = input.term(DEPTH)?;
    input.blank();
    input.0.is_empty().then_some(term)
}

struct Input<'t>(&'t str);

impl<'t> Input<'t> {
    fn blank(&mut self) {
        self.0 = self.0.trim_start_matches(' ');
    }

    fn eat(&mut self, mark: char) -> bool {
        self.blank();
        let rest = self.0.strip_prefix(mark);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    fn term(&mut self, depth: usize) -> Option<Term<'t>> {
        if self.eat('`') {
            let (condition, rest) = self.0.split_once('`')?;
            self.0 = rest;
            return Some(Term::Condition(condition));
        }
        let part = |c: char| c.is_ascii_alphanumeric() || "_.-/:".contains(c);
        let end = self.0.find(|c| !part(c)).unwrap_or(self.0.len());
        let (word, rest) = self.0.split_at(end);
        self.0 = rest;
        if word.is_empty() {
            return None;
        }
        if !self.eat('(') {
            return Some(Term::Word(word));
        }
        self.terms(depth.checked_sub(1)?)
            .map(|terms| Term::Call(word, terms))
    }

    /// What stands between parentheses, from behind the first.
    fn terms(&mut self, depth: usize) -> Option<Vec<Term<'t>>> {
        let mut terms = Vec::new();
        if self.eat(')') {
            return Some(terms);
        }
        loop {
            terms.push(self.term(depth)?);
            if self.eat(')') {
                return Some(terms);
            }
            if !self.eat(',') {
                return None;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_words_and_conditions_are_told_apart() {
        let condition = Term::Condition("fact.a == ')'");
        let sum = Term::Call("sum", vec![Term::Word("price"), condition]);
        let all = Term::Call("ratio", vec![sum, Term::Call("count", vec![])]);
        assert_eq!(
            parse(" ratio( sum(price,`fact.a == ')'`) , count()) "),
            Some(all)
        );
        for text in [
            "",
            "sum(",
            "sum(price",
            "sum(price))",
            "sum(,)",
            "sum(a b)",
            "`a",
            "a()()",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(parse(&"a(".repeat(100)), None);
    }
}
