//! Patterns written out, with nothing left to the engine that reads them.

use super::set::Set;
use super::syntax::{Count, Place, Syntax};

/// The most ranges of a set that are written for ECMA 262.
const ECMA_RANGES: usize = 32;

/// Written for the engines of linear time.
#[cfg(any(test, feature = "perf"))]
pub(super) fn for_engines(syntax: &Syntax) -> String {
    let mut writer = Writer {
        out: String::new(),
        ecma: false,
    };
    writer.write(syntax);
    writer.out
}

/// Written for ECMA 262, if that can say it: it has no line ends as we know them, may take half of
/// a character beyond the sixteenth bit for one, and a script would fill a page.
pub(super) fn for_ecma(syntax: &Syntax) -> Option<String> {
    let mut writer = Writer {
        out: String::new(),
        ecma: true,
    };
    writer.write(syntax);
    is_ecma(syntax).then_some(writer.out)
}

fn is_ecma(syntax: &Syntax) -> bool {
    match syntax {
        Syntax::One(set) => {
            let (_, set) = shorter(set);
            let near = |(_, last): &(char, char)| *last <= '\u{ffff}';
            set.ranges().len() <= ECMA_RANGES && set.ranges().iter().all(near)
        }
        Syntax::At(Place::LineStart | Place::LineEnd) => false,
        Syntax::At(_) => true,
        Syntax::Sequence(parts) | Syntax::Either(parts) => parts.iter().all(is_ecma),
        Syntax::Repeat(part, _) => is_ecma(part),
    }
}

/// The set or, when it reaches to the end of Unicode, what it lacks: whether it is that, and it.
fn shorter(set: &Set) -> (bool, Set) {
    let negated = set.negated();
    let reaches = set.contains(char::MAX) && !negated.is_empty();
    (reaches, if reaches { negated } else { set.clone() })
}

struct Writer {
    out: String,
    ecma: bool,
}

impl Writer {
    fn write(&mut self, syntax: &Syntax) {
        match syntax {
            Syntax::One(set) => self.set(set),
            Syntax::At(place) => self.place(*place),
            Syntax::Sequence(parts) => parts.iter().for_each(|part| self.part(part)),
            Syntax::Either(parts) => {
                for (at, part) in parts.iter().enumerate() {
                    if at > 0 {
                        self.out.push('|');
                    }
                    self.write(part);
                }
            }
            Syntax::Repeat(part, count) => {
                match **part {
                    Syntax::One(_) => self.write(part),
                    _ => self.group(part),
                }
                self.out.push_str(&times(*count));
            }
        }
    }

    /// A part that stands beside others.
    fn part(&mut self, syntax: &Syntax) {
        match syntax {
            Syntax::Either(_) => self.group(syntax),
            _ => self.write(syntax),
        }
    }

    fn group(&mut self, syntax: &Syntax) {
        self.out.push_str(if self.ecma { "(" } else { "(?:" });
        self.write(syntax);
        self.out.push(')');
    }

    fn place(&mut self, place: Place) {
        self.out.push_str(match (place, self.ecma) {
            (Place::Start, _) => "^",
            (Place::End, _) => "$",
            (Place::LineStart, _) => "(?m:^)",
            (Place::LineEnd, _) => "(?m:$)",
            (Place::Edge, true) => r"\b",
            (Place::NoEdge, true) => r"\B",
            (Place::Edge, false) => r"(?-u:\b)",
            (Place::NoEdge, false) => r"(?-u:\B)",
        });
    }

    fn set(&mut self, set: &Set) {
        if let Some(c) = set.single() {
            return self.character(c, false);
        }
        let (negated, set) = shorter(set);
        self.out.push_str(if negated { "[^" } else { "[" });
        for (first, last) in set.ranges() {
            self.character(*first, true);
            if first != last {
                let neighbours = u32::from(*first).checked_add(1) == Some(u32::from(*last));
                self.out.push_str(if neighbours { "" } else { "-" });
                self.character(*last, true);
            }
        }
        self.out.push(']');
    }

    fn character(&mut self, c: char, in_set: bool) {
        let code = u32::from(c);
        match c {
            c if c.is_ascii_alphanumeric() => self.out.push(c),
            _ if !self.ecma => self.out.push_str(&format!("\\x{{{code:x}}}")),
            '\\' | ']' | '[' | '^' => self.out.extend(['\\', c]),
            '-' if in_set => self.out.push_str(r"\-"),
            '$' | '.' | '*' | '+' | '?' | '(' | ')' | '{' | '}' | '|' if !in_set => {
                self.out.extend(['\\', c]);
            }
            ' '..='~' => self.out.push(c),
            '\t' => self.out.push_str(r"\t"),
            '\n' => self.out.push_str(r"\n"),
            '\r' => self.out.push_str(r"\r"),
            _ => self.out.push_str(&format!("\\u{code:04x}")),
        }
    }
}

fn times(count: Count) -> String {
    match (count.least, count.most) {
        (0, None) => "*".to_owned(),
        (1, None) => "+".to_owned(),
        (0, Some(1)) => "?".to_owned(),
        (least, None) => format!("{{{least},}}"),
        (least, Some(most)) if least == most => format!("{{{least}}}"),
        (least, Some(most)) => format!("{{{least},{most}}}"),
    }
}
