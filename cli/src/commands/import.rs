//! `import`.

use std::path::Path;

use profilekit::kernel::Imported;
use serde_json::Value;

use crate::input::{self, Session};
use crate::output::{Misuse, Outcome, Paint, say_line, tell_line};

pub(crate) fn run(
    format: &str,
    file: &Path,
    blueprint: &Path,
    kind: &str,
    session: &Session,
) -> Result<Outcome, Misuse> {
    let kernel = input::kernel(blueprint, session)?;
    let foreign = input::read(file)?;
    let imported = kernel
        .import(format, kind, &foreign)
        .map_err(session.misuse())?;
    if session.json {
        say_line!("{}", imported.to_json(session.locale));
    } else {
        let document: Value = serde_json::from_str(&imported.document).unwrap_or_default();
        say_line!("{document:#}");
        report(&imported, session);
    }
    Ok(Outcome::findings(!imported.refused.is_empty()))
}

fn report(imported: &Imported, session: &Session) {
    let paint = Paint::for_errors();
    tell_line!("{} values placed", imported.placed.len());
    for violation in &imported.refused {
        let message = violation.message(session.locale);
        tell_line!("{} {} {message}", paint.bad("refused"), violation.path);
    }
    for path in &imported.unplaced {
        tell_line!("{} {path}", paint.warn("no place for"));
    }
}
