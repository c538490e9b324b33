//! `rls`: the blueprint's policies, kept by PostgreSQL itself.

use std::fmt::Write as _;

use profilekit::access::{Refused, Subject};
use profilekit::json::quoted;
use profilekit_postgres::row_level_security;
use serde_json::json;

use crate::args::Rls;
use crate::input::{self, Session};
use crate::output::{Misuse, Outcome, Paint, say, say_line, tell_line};

pub(super) fn run(args: &Rls, session: &Session) -> Result<Outcome, Misuse> {
    let kernel = input::kernel(&args.blueprint, session)?;
    if let Some(viewer) = &args.viewer {
        return Ok(name(&input::viewer(&kernel, viewer, session)?, session));
    }
    let written = row_level_security(&kernel, &args.schema, &args.role).map_err(|error| {
        let help = "Names have small letters, digits and `_`, and begin with no digit.";
        Misuse::new(format!("This is no name: {error}."), help)
    })?;
    if session.json {
        let refused = written.refused.iter().map(|(action, rule)| {
            json!({ "action": action, "policy": rule.policy, "reason": rule.what })
        });
        let refused: Vec<_> = refused.collect();
        say_line!("{}", json!({ "sql": written.sql, "refused": refused }));
        return Ok(Outcome::Fine);
    }
    say!("{}", written.sql);
    let paint = Paint::for_output();
    for (action, Refused { policy, what }) in &written.refused {
        let closed = paint.warn("left closed");
        tell_line!("{closed} {action}: `{policy}` has no form in SQL ({what})");
    }
    Ok(Outcome::Fine)
}

/// The statements by which a session says who asks, for one transaction.
fn name(subject: &Subject, session: &Session) -> Outcome {
    let settings = subject.settings();
    if session.json {
        let members = settings.map(|(name, value)| format!("{}:{}", quoted(name), quoted(&value)));
        say_line!("{{{}}}", members.join(","));
        return Outcome::Fine;
    }
    let mut text = String::new();
    for (name, value) in settings {
        let value = value.replace('\'', "''");
        let _ = writeln!(text, "SELECT set_config('{name}', '{value}', true);");
    }
    say!("{text}");
    Outcome::Fine
}
