//! What people read: colours where there is a terminal, and failures with what to do next.

use std::fmt::Arguments;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::process;

use profilekit::blueprint::{Problem, Severity};
use profilekit::error::{Failure, Locale};

/// Writes to the output.
macro_rules! say {
    ($($words:tt)*) => { $crate::output::write_out(format_args!($($words)*), "") };
}

/// Writes a line to the output.
macro_rules! say_line {
    () => { $crate::output::write_out(format_args!(""), "\n") };
    ($($words:tt)*) => { $crate::output::write_out(format_args!($($words)*), "\n") };
}

/// Writes beside the output, for people.
macro_rules! tell {
    ($($words:tt)*) => { $crate::output::write_beside(format_args!($($words)*), "") };
}

/// Writes a line beside the output, for people.
macro_rules! tell_line {
    ($($words:tt)*) => { $crate::output::write_beside(format_args!($($words)*), "\n") };
}

pub(crate) use {say, say_line, tell, tell_line};

/// Writes to the output. Whoever stopped reading it has what they wanted: the command ends then.
pub(crate) fn write_out(words: Arguments<'_>, end: &str) {
    let text = harmless(&(words.to_string() + end));
    let mut output = io::stdout().lock();
    let written = output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush());
    match written {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::BrokenPipe => process::exit(0),
        Err(error) => {
            let misuse = Misuse::new(format!("The output cannot be written: {error}."), "");
            write_beside(
                format_args!("{}", Paint::for_errors().misuse(&misuse)),
                "\n",
            );
            process::exit(2)
        }
    }
}

/// Writes beside the output; nobody is left to be told where that fails.
pub(crate) fn write_beside(words: Arguments<'_>, end: &str) {
    let text = harmless(&(words.to_string() + end));
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// A text whose control characters do nothing to a terminal: line ends, tabs and colours stay.
fn harmless(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_control() && !matches!(c, '\n' | '\t')) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let colour = from.strip_prefix("\u{1b}[").and_then(|code| {
            let digits = code.find(|c: char| !c.is_ascii_digit())?;
            code.get(digits..)?.starts_with('m').then_some(digits + 3)
        });
        let control = from.chars().next().map_or(0, char::len_utf8);
        let length = colour.unwrap_or(control);
        match (colour, from.get(..length)) {
            (Some(_), Some(code)) => out.push_str(code),
            // As JSON writes it, so that JSON stays JSON.
            (None, Some(control)) => control
                .chars()
                .for_each(|c| out.push_str(&format!("\\u{:04x}", u32::from(c)))),
            _ => {}
        }
        rest = from.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All is fine.
    Fine,
    /// There are findings.
    Findings,
    /// Some of what was asked for could not be read; the rest was done.
    Misuse,
}

impl Outcome {
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Findings => 1,
            Self::Misuse => 2,
        }
    }

    pub(crate) fn findings(found: bool) -> Self {
        if found { Self::Findings } else { Self::Fine }
    }

    /// The worse of the two.
    pub(crate) fn and(self, other: Self) -> Self {
        if self.code() > other.code() {
            self
        } else {
            other
        }
    }
}

/// Why a call cannot be carried out.
#[derive(Debug)]
pub(crate) struct Misuse {
    pub(crate) message: String,
    pub(crate) help: Option<String>,
    /// The code of the failure, where the kernel, the hub or a store gave one.
    pub(crate) code: Option<&'static str>,
}

impl Misuse {
    pub(crate) fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: Some(help.into()),
            code: None,
        }
    }

    pub(crate) fn of(failure: &Failure, locale: Locale) -> Self {
        let at = failure.path().map(|path| format!(" ({path})"));
        let mut params = failure.params().iter();
        let near = params.find(|(name, _)| *name == "suggestion");
        let near = near.map(|(_, near)| match locale {
            Locale::De => format!("Meinten Sie `{near}`?"),
            _ => format!("Did you mean `{near}`?"),
        });
        Self {
            message: failure.message(locale) + &at.unwrap_or_default(),
            help: near.or_else(|| failure.help(locale)),
            code: Some(failure.code().as_str()),
        }
    }
}

impl Misuse {
    /// `{"error":{"code","message","help"}}`.
    pub(crate) fn to_json(&self) -> String {
        let help = self.help.as_deref().filter(|help| !help.is_empty());
        let error = serde_json::json!({ "code": self.code, "message": self.message, "help": help });
        serde_json::json!({ "error": error }).to_string()
    }
}

/// Colours, or none.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Paint {
    colour: bool,
}

impl Paint {
    pub(crate) fn for_output() -> Self {
        Self::when(io::stdout().is_terminal())
    }

    pub(crate) fn for_errors() -> Self {
        Self::when(io::stderr().is_terminal())
    }

    fn when(terminal: bool) -> Self {
        let colour = terminal && std::env::var_os("NO_COLOR").is_none();
        Self { colour }
    }

    fn wrap(self, code: &str, text: &str) -> String {
        if self.colour {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }

    pub(crate) fn good(self, text: &str) -> String {
        self.wrap("32", text)
    }

    pub(crate) fn bad(self, text: &str) -> String {
        self.wrap("31", text)
    }

    pub(crate) fn warn(self, text: &str) -> String {
        self.wrap("33", text)
    }

    pub(crate) fn dim(self, text: &str) -> String {
        self.wrap("2", text)
    }

    pub(crate) fn strong(self, text: &str) -> String {
        self.wrap("1", text)
    }

    pub(crate) fn misuse(self, misuse: &Misuse) -> String {
        let help = misuse.help.as_ref().filter(|help| !help.is_empty());
        let help = help.map(|help| format!("\n  {}", self.dim(help)));
        format!(
            "{} {}{}",
            self.bad("error:"),
            misuse.message,
            help.unwrap_or_default()
        )
    }

    /// A finding about a blueprint, over as many lines as it needs.
    pub(crate) fn problem(self, problem: &Problem, locale: Locale) -> String {
        let word = problem.severity.word();
        let word = match problem.severity {
            Severity::Error => self.bad(word),
            Severity::Warning => self.warn(word),
            Severity::Note => self.dim(word),
        };
        let mut out = format!(
            "{word} {} {}\n  {}",
            self.strong(if problem.path.is_empty() {
                "/"
            } else {
                &problem.path
            }),
            self.dim(problem.code.as_str()),
            problem.message(locale),
        );
        // A suggestion is part of the message, and says what to do.
        let help = problem
            .help(locale)
            .filter(|_| problem.suggestion.is_none());
        if let Some(help) = help {
            out.push_str(&format!("\n  {}", self.dim(&help)));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn a_document_cannot_steer_the_terminal() {
        for (text, shown) in [
            ("plain\ttext\n", "plain\ttext\n"),
            ("\u{1b}[31mred\u{1b}[0m", "\u{1b}[31mred\u{1b}[0m"),
            ("\u{1b}]0;title\u{7}", "\\u001b]0;title\\u0007"),
            ("\u{1b}[2Jgone", "\\u001b[2Jgone"),
            ("a\rb\u{85}\u{1b}", "a\\u000db\\u0085\\u001b"),
        ] {
            assert_eq!(harmless(text), shown);
        }
    }
}
