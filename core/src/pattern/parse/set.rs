//! What stands in brackets.

use super::super::category;
use super::super::fault::PatternFault;
use super::super::set::Set;
use super::{Escaped, Parsed, Parser, negated_if};

impl Parser<'_> {
    /// What follows a `[`.
    pub(super) fn set(&mut self) -> Parsed<Set> {
        let negated = self.take('^');
        if self.peek() == Some(']') {
            return Err(PatternFault::EmptyClass);
        }
        let mut ranges = Vec::new();
        while !self.take(']') {
            ranges.extend_from_slice(self.item()?.ranges());
        }
        let set = negated_if(negated, Set::new(ranges));
        if set.is_empty() {
            return Err(PatternFault::EmptyClass);
        }
        Ok(set)
    }

    /// A character, a range or a class.
    fn item(&mut self) -> Parsed<Set> {
        let first = match self.member()? {
            Escaped::One(c) => c,
            Escaped::Class(_) if self.is_range() => return Err(PatternFault::Range),
            Escaped::Class(set) => return Ok(set),
        };
        if !self.is_range() {
            return Ok(self.in_case(Set::one(first)));
        }
        self.rest.next();
        if self.peek() == Some('-') {
            return Err(PatternFault::NestedClass);
        }
        match self.member()? {
            Escaped::One(last) if first <= last => Ok(self.in_case(Set::new(vec![(first, last)]))),
            _ => Err(PatternFault::Range),
        }
    }

    /// Whether a `-` follows that is not the last in the set.
    fn is_range(&self) -> bool {
        let mut ahead = self.rest.clone();
        ahead.next() == Some('-') && ahead.next() != Some(']')
    }

    fn member(&mut self) -> Parsed<Escaped> {
        let c = self.rest.next().ok_or(PatternFault::UnclosedClass)?;
        match c {
            '\\' => self.escaped(),
            '[' if self.take(':') => self.posix().map(Escaped::Class),
            '[' => Err(PatternFault::NestedClass),
            '&' | '-' | '~' if self.peek() == Some(c) => Err(PatternFault::NestedClass),
            c => Ok(Escaped::One(c)),
        }
    }

    /// What follows a `[:`.
    fn posix(&mut self) -> Parsed<Set> {
        let negated = self.take('^');
        let name = self.until(':').unwrap_or_default();
        let set = category::by_posix_name(&name).filter(|_| self.take(']'));
        let set = set.ok_or(PatternFault::Class(name))?;
        Ok(negated_if(negated, self.in_case(set)))
    }
}
