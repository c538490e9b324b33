//! Reads a pattern.

mod group;
mod set;

use std::str::Chars;

use super::category;
use super::fault::PatternFault;
use super::fold::any_case;
use super::set::Set;
use super::syntax::{Count, Place, Syntax};

type Parsed<T> = Result<T, PatternFault>;

/// How often something may be repeated; RE2 takes as many.
const MOST: u16 = 1000;

/// Reads a whole pattern.
pub(super) fn parse(source: &str) -> Parsed<Syntax> {
    let mut parser = Parser {
        rest: source.chars(),
        flags: Flags::default(),
        depth: 0,
    };
    let syntax = parser.either()?;
    match parser.peek() {
        None => Ok(syntax),
        Some(_) => Err(PatternFault::UnopenedGroup),
    }
}

struct Parser<'p> {
    rest: Chars<'p>,
    flags: Flags,
    depth: usize,
}

/// What holds to the end of a group.
#[derive(Debug, Clone, Copy, Default)]
struct Flags {
    any_case: bool,
    lines: bool,
    dot_takes_all: bool,
}

/// What follows a `\`.
enum Escaped {
    One(char),
    Class(Set),
}

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.clone().next()
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.rest.next();
        }
        found
    }

    fn either(&mut self) -> Parsed<Syntax> {
        let first = self.sequence()?;
        if self.peek() != Some('|') {
            return Ok(first);
        }
        let mut parts = vec![first];
        while self.take('|') {
            parts.push(self.sequence()?);
        }
        Ok(Syntax::Either(parts))
    }

    fn sequence(&mut self) -> Parsed<Syntax> {
        let mut parts = Vec::new();
        while let Some(c) = self.peek().filter(|c| !matches!(c, '|' | ')')) {
            self.rest.next();
            let part = self.part(c)?;
            parts.extend(self.repeated(part)?);
        }
        Ok(match parts.len() {
            1 => parts.remove(0),
            _ => Syntax::Sequence(parts),
        })
    }

    /// What a character begins; nothing for flags.
    fn part(&mut self, c: char) -> Parsed<Option<Syntax>> {
        Ok(Some(match c {
            '(' => return self.group(),
            '[' => Syntax::One(self.set()?),
            '.' if self.flags.dot_takes_all => Syntax::One(Set::all()),
            '.' => Syntax::One(Set::one('\n').negated()),
            '^' if self.flags.lines => Syntax::At(Place::LineStart),
            '$' if self.flags.lines => Syntax::At(Place::LineEnd),
            '^' => Syntax::At(Place::Start),
            '$' => Syntax::At(Place::End),
            '\\' => self.escape()?,
            '*' | '+' | '?' => return Err(PatternFault::NothingToRepeat),
            '{' => return Err(PatternFault::Repetition),
            c => Syntax::One(self.in_case(Set::one(c))),
        }))
    }

    fn repeated(&mut self, part: Option<Syntax>) -> Parsed<Option<Syntax>> {
        let Some(count) = self.count()? else {
            return Ok(part);
        };
        // Whether it takes as much as it can or as little, it matches the same texts.
        self.take('?');
        let again = matches!(self.peek(), Some('*' | '+' | '?' | '{'));
        match part {
            Some(part) if !again && !matches!(part, Syntax::At(_)) => {
                Ok(Some(Syntax::Repeat(Box::new(part), count)))
            }
            _ => Err(PatternFault::NothingToRepeat),
        }
    }

    fn count(&mut self) -> Parsed<Option<Count>> {
        let (least, most) = match self.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => {
                self.rest.next();
                return self.bounds().map(Some);
            }
            _ => return Ok(None),
        };
        self.rest.next();
        Ok(Some(Count { least, most }))
    }

    /// What stands in braces.
    fn bounds(&mut self) -> Parsed<Count> {
        let least = self.number().ok_or(PatternFault::Repetition)?;
        let most = match self.take(',') {
            true => self.number(),
            false => Some(least),
        };
        let fine = most.is_none_or(|most| least <= most && most <= MOST) && least <= MOST;
        match self.take('}') && fine {
            true => Ok(Count { least, most }),
            false => Err(PatternFault::Repetition),
        }
    }

    fn number(&mut self) -> Option<u16> {
        let mut number = None;
        while let Some(digit) = self.peek().and_then(|c| c.to_digit(10)) {
            self.rest.next();
            let digit = u16::try_from(digit).ok()?;
            let before: u16 = number.unwrap_or(0);
            number = Some(before.saturating_mul(10).saturating_add(digit));
        }
        number
    }

    fn escape(&mut self) -> Parsed<Syntax> {
        let place = match self.peek() {
            Some('A') => Place::Start,
            Some('z') => Place::End,
            Some('b') => Place::Edge,
            Some('B') => Place::NoEdge,
            _ => {
                return Ok(Syntax::One(match self.escaped()? {
                    Escaped::One(c) => self.in_case(Set::one(c)),
                    Escaped::Class(set) => set,
                }));
            }
        };
        self.rest.next();
        Ok(Syntax::At(place))
    }

    fn escaped(&mut self) -> Parsed<Escaped> {
        let unknown = |c: Option<char>| PatternFault::Escape(c.into_iter().collect());
        let c = self.rest.next().ok_or_else(|| unknown(None))?;
        Ok(Escaped::One(match c {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'f' => '\x0c',
            'v' => '\x0b',
            'a' => '\x07',
            'x' => self.code(2).ok_or_else(|| unknown(Some(c)))?,
            'u' => self.code(4).ok_or_else(|| unknown(Some(c)))?,
            'p' | 'P' => return self.property(c == 'P').map(Escaped::Class),
            '1'..='9' | 'k' => return Err(PatternFault::BackReference),
            '<' | '>' => return Err(unknown(Some(c))),
            c if c.is_ascii_punctuation() || c == ' ' => c,
            c => {
                let set = category::by_letter(c.to_ascii_lowercase());
                let set = set.ok_or_else(|| unknown(Some(c)))?;
                return Ok(Escaped::Class(negated_if(c.is_ascii_uppercase(), set)));
            }
        }))
    }

    /// A character by its number: so many digits, or any in braces.
    fn code(&mut self, length: usize) -> Option<char> {
        let braced = self.take('{');
        let digits: String = match braced {
            true => self.until('}')?,
            false => self.rest.by_ref().take(length).collect(),
        };
        let fine = digits.bytes().all(|b| b.is_ascii_hexdigit());
        let code = u32::from_str_radix(&digits, 16).ok();
        let code = code.filter(|_| fine && (braced || digits.len() == length));
        code.and_then(char::from_u32)
    }

    /// What follows `\p`.
    fn property(&mut self, negated: bool) -> Parsed<Set> {
        let name = match self.rest.next() {
            Some('{') => self.until('}').unwrap_or_default(),
            other => other.into_iter().collect(),
        };
        let set = category::by_unicode_name(&name).ok_or(PatternFault::Class(name))?;
        Ok(negated_if(negated, self.in_case(set)))
    }

    /// The text before a character, which is taken too.
    fn until(&mut self, end: char) -> Option<String> {
        let mut text = String::new();
        loop {
            match self.rest.next()? {
                c if c == end => return Some(text),
                c => text.push(c),
            }
        }
    }

    fn in_case(&self, set: Set) -> Set {
        if self.flags.any_case {
            any_case(set)
        } else {
            set
        }
    }
}

fn negated_if(negated: bool, set: Set) -> Set {
    if negated { set.negated() } else { set }
}
