//! `check` and `diff`.

use std::path::Path;

use profilekit::Kernel;
use profilekit::blueprint::{Problem, Severity};
use profilekit::kernel::DiffVerdict;
use profilekit::wire;

use crate::input::{self, Session};
use crate::output::{Misuse, Outcome, Paint, say_line};

pub(crate) fn check(path: &Path, session: &Session) -> Result<Outcome, Misuse> {
    let bytes = input::read(path)?;
    let problems = match Kernel::compile(&bytes) {
        Ok(kernel) => kernel.check(),
        Err(problems) => problems.into_vec(),
    };
    if session.json {
        say_line!("{}", wire::check(&problems, session.locale));
    } else {
        report(path, &bytes, &problems, session);
    }
    let found = problems
        .iter()
        .any(|problem| problem.severity > Severity::Note);
    Ok(Outcome::findings(found))
}

fn report(path: &Path, bytes: &[u8], problems: &[Problem], session: &Session) {
    let paint = Paint::for_output();
    for problem in problems {
        say_line!("{}", paint.problem(problem, session.locale));
        if let Some(place) = input::place_of(problem, bytes) {
            say_line!("  {place}");
        }
    }
    let count = |severity| problems.iter().filter(|p| p.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let summary = format!(
        "{}: {}, {}, {}",
        path.display(),
        counted(errors, "error"),
        counted(warnings, "warning"),
        counted(count(Severity::Note), "note")
    );
    say_line!(
        "{}",
        match (errors, warnings) {
            (0, 0) => paint.good(&summary),
            (0, _) => paint.warn(&summary),
            _ => paint.bad(&summary),
        }
    );
}

fn counted(count: usize, what: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {what}{ending}")
}

pub(crate) fn diff(old: &Path, new: &Path, session: &Session) -> Result<Outcome, Misuse> {
    let diff = input::kernel(old, session)?.diff(&input::kernel(new, session)?);
    let outcome = Outcome::findings(!diff.is_compatible() || diff.widens());
    if session.json {
        say_line!("{}", diff.to_json());
        return Ok(outcome);
    }
    let paint = Paint::for_output();
    for change in &diff.changes {
        let word = change.verdict.word();
        let word = match change.verdict {
            DiffVerdict::Breaking => paint.bad(word),
            DiffVerdict::Widening => paint.warn(word),
            DiffVerdict::Compatible => paint.dim(word),
        };
        say_line!("{word} {} {}", change.message, paint.dim(&change.path));
    }
    let verdict = if diff.is_compatible() {
        "compatible"
    } else {
        "breaking"
    };
    let widens = if diff.widens() {
        ", widens access or visibility"
    } else {
        ""
    };
    say_line!("{}", paint.strong(&format!("{verdict}{widens}")));
    Ok(outcome)
}
