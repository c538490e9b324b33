//! What people read: colours where there is a terminal, and failures with what to do next.

use std::io::IsTerminal;

use profilekit::blueprint::{Problem, Severity};
use profilekit::error::{Failure, Locale};

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
}

impl Misuse {
    pub(crate) fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: Some(help.into()),
        }
    }

    pub(crate) fn of(failure: &Failure, locale: Locale) -> Self {
        let at = failure.path().map(|path| format!(" ({path})"));
        Self {
            message: failure.message(locale) + &at.unwrap_or_default(),
            help: failure.help(locale),
        }
    }
}

/// Colours, or none.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Paint {
    colour: bool,
}

impl Paint {
    pub(crate) fn for_output() -> Self {
        Self::when(std::io::stdout().is_terminal())
    }

    pub(crate) fn for_errors() -> Self {
        Self::when(std::io::stderr().is_terminal())
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
        let help = misuse.help.as_ref();
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
        if let Some(near) = &problem.suggestion {
            out.push_str(&format!("\n  Did you mean `{near}`?"));
        } else if let Some(help) = problem.help(locale) {
            out.push_str(&format!("\n  {}", self.dim(&help)));
        }
        out
    }
}
