//! `validate`.

use std::path::Path;

use profilekit::Kernel;
use profilekit::kernel::Validate as How;
use profilekit::schema::Validation;
use profilekit::wire;

use crate::args::Validate;
use crate::input::{self, Session};
use crate::output::{Misuse, Outcome, Paint, say_line, tell_line};

pub(crate) fn run(args: &Validate, session: &Session) -> Result<Outcome, Misuse> {
    let kernel = input::kernel(&args.blueprint, session)?;
    let now = input::now(args.now.as_deref())?;
    let how = How {
        mode: &args.mode,
        writable: None,
        now: Some(now),
    };
    let mut run = Run {
        kernel: &kernel,
        kind: &args.kind,
        how,
        ndjson: args.ndjson,
        session,
        valid: 0,
        invalid: 0,
    };
    let mut outcome = Outcome::Fine;
    for file in &args.files {
        match input::read(file) {
            Ok(bytes) => run.file(file, &bytes)?,
            Err(misuse) => {
                // The rest is still validated.
                tell_line!("{}", Paint::for_errors().misuse(&misuse));
                outcome = Outcome::Misuse;
            }
        }
    }
    if !session.json {
        say_line!("{} valid, {} not valid", run.valid, run.invalid);
    }
    Ok(outcome.and(Outcome::findings(run.invalid > 0)))
}

struct Run<'r> {
    kernel: &'r Kernel,
    kind: &'r str,
    how: How<'r>,
    ndjson: bool,
    session: &'r Session,
    valid: usize,
    invalid: usize,
}

impl Run<'_> {
    fn file(&mut self, path: &Path, bytes: &[u8]) -> Result<(), Misuse> {
        let shown = path.display().to_string();
        let many = path.extension().is_some_and(|ending| ending == "ndjson");
        if !many && !self.ndjson {
            return self.document(&shown, bytes);
        }
        let lines = bytes.split(|byte| *byte == b'\n').enumerate();
        let mut lines = lines
            .filter(|(_, line)| !line.trim_ascii().is_empty())
            .peekable();
        if lines.peek().is_none() {
            let help = "Whatever should have filled it has most likely failed.";
            return Err(Misuse::new(format!("`{shown}` has no document."), help));
        }
        for (number, line) in lines {
            self.document(&format!("{shown}:{}", number + 1), line)?;
        }
        Ok(())
    }

    fn document(&mut self, name: &str, bytes: &[u8]) -> Result<(), Misuse> {
        let found = self
            .kernel
            .validate(self.kind, bytes, &self.how)
            .map_err(self.session.misuse())?;
        if found.is_valid() {
            self.valid += 1;
        } else {
            self.invalid += 1;
        }
        if self.session.json {
            say_line!("{}", wire::validation(&found, self.session.locale));
        } else {
            report(name, &found, self.session);
        }
        Ok(())
    }
}

fn report(name: &str, found: &Validation<'_>, session: &Session) {
    let paint = Paint::for_output();
    if found.is_valid() {
        return say_line!("{} {name}", paint.good("valid"));
    }
    say_line!("{} {name}", paint.bad("not valid"));
    for violation in &found.violations {
        let path = if violation.path.is_empty() {
            "/"
        } else {
            &violation.path
        };
        say_line!(
            "  {} {} {}",
            paint.strong(path),
            violation.message(session.locale),
            paint.dim(violation.code())
        );
    }
}
