//! `view`.

use profilekit::error::Code;
use profilekit::kernel::{View as Seen, ViewAs};
use serde_json::Value;

use crate::args::View;
use crate::input::{self, RecordFile, Session};
use crate::output::{Misuse, Outcome, Paint, say_line, tell, tell_line};
use crate::table::table;

pub(crate) fn run(args: &View, session: &Session) -> Result<Outcome, Misuse> {
    let kernel = input::kernel(&args.blueprint, session)?;
    let context = input::context(&kernel, input::now(args.record.now.as_deref())?, session)?;
    let record = RecordFile::read(&kernel, &args.record, session)?;
    let kind = &args.record.kind;
    record.with(|record| {
        let seen = match (&args.viewer, &args.as_whom) {
            (Some(viewer), _) => {
                let viewer = input::viewer(&kernel, viewer, session)?;
                kernel.view(kind, record, &viewer, &context)
            }
            (None, whom) => {
                let whom = whom.as_deref().unwrap_or_default();
                let viewer = ViewAs::parse(whom).ok_or_else(|| {
                    let help = "Use public, platform, owner or role:NAME.";
                    Misuse::new(format!("`{whom}` is not a viewer."), help)
                })?;
                kernel.view_as(kind, record, viewer, &context)
            }
        };
        match seen {
            Ok(seen) => {
                show(&seen, session);
                Ok(Outcome::Fine)
            }
            Err(failure) if failure.code() == Code::AccessNotVisible => {
                let paint = Paint::for_errors();
                tell_line!("{}", paint.misuse(&Misuse::of(&failure, session.locale)));
                Ok(Outcome::Findings)
            }
            Err(failure) => Err(Misuse::of(&failure, session.locale)),
        }
    })
}

/// Most hidden fields that people are shown; `--json` has all.
const MOST_ROWS: usize = 200;

fn show(seen: &Seen<'_>, session: &Session) {
    if session.json {
        return say_line!("{}", seen.to_json());
    }
    let document: Value = serde_json::from_str(&seen.document).unwrap_or_default();
    say_line!("{document:#}");
    let Some(hidden) = seen.hidden.as_ref().filter(|hidden| !hidden.is_empty()) else {
        return;
    };
    let rows: Vec<Vec<String>> = hidden
        .iter()
        .take(MOST_ROWS)
        .map(|hidden| {
            let audience = hidden.audience.map_or("nobody", |audience| audience.word());
            vec![
                hidden.path.clone(),
                audience.to_owned(),
                hidden.rule.to_owned(),
            ]
        })
        .collect();
    tell!(
        "\nHidden from this viewer:\n{}",
        table(&["field", "audience", "set by"], &rows)
    );
    if hidden.len() > rows.len() {
        tell!("… and {} more\n", hidden.len() - rows.len());
    }
}
