//! What stands in parentheses.

use super::super::fault::PatternFault;
use super::super::syntax::Syntax;
use super::{Flags, Parsed, Parser};

/// Groups inside of groups.
const DEEPEST: usize = 32;

impl Parser<'_> {
    /// What follows a `(`; nothing for flags that hold from here on.
    pub(super) fn group(&mut self) -> Parsed<Option<Syntax>> {
        let outer = self.flags;
        if self.take('?') && !self.extension()? {
            return Ok(None);
        }
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(PatternFault::TooDeep);
        }
        let body = self.either()?;
        self.depth -= 1;
        self.flags = outer;
        if self.take(')') {
            Ok(Some(body))
        } else {
            Err(PatternFault::UnclosedGroup)
        }
    }

    /// What follows a `(?`: whether a group does.
    fn extension(&mut self) -> Parsed<bool> {
        let mut ahead = self.rest.clone();
        match (ahead.next(), ahead.next()) {
            (Some('=' | '!'), _) | (Some('<'), Some('=' | '!')) => Err(PatternFault::LookAround),
            (Some('P'), Some('=')) => Err(PatternFault::BackReference),
            (Some('<'), _) => self.name(1),
            (Some('P'), Some('<')) => self.name(2),
            _ => self.flags(),
        }
    }

    /// The name of a group, which means nothing.
    fn name(&mut self, opening: usize) -> Parsed<bool> {
        self.rest.by_ref().take(opening).for_each(drop);
        let name = self.until('>').unwrap_or_default();
        let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if name.chars().all(word) && name.starts_with(|c: char| !c.is_ascii_digit()) {
            Ok(true)
        } else {
            Err(PatternFault::UnclosedGroup)
        }
    }

    /// `i-s:` or `i-s)`: whether a group follows.
    fn flags(&mut self) -> Parsed<bool> {
        let mut written = String::new();
        let end = loop {
            match self.rest.next().ok_or(PatternFault::UnclosedGroup)? {
                end @ (':' | ')') => break end,
                flag => written.push(flag),
            }
        };
        if written.ends_with('-') || (written.is_empty() && end == ')') {
            return Err(PatternFault::Flag);
        }
        let (on, off) = written.split_once('-').unwrap_or((&written, ""));
        for (flags, value) in [(on, true), (off, false)] {
            for flag in flags.chars() {
                *self.flags.named(flag).ok_or(PatternFault::Flag)? = value;
            }
        }
        Ok(end == ':')
    }
}

impl Flags {
    fn named(&mut self, flag: char) -> Option<&mut bool> {
        match flag {
            'i' => Some(&mut self.any_case),
            'm' => Some(&mut self.lines),
            's' => Some(&mut self.dot_takes_all),
            _ => None,
        }
    }
}
