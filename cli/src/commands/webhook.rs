//! `webhook`: whether webhooks are genuine, and handling them once more.

use profilekit::hub::{Call, Outcome as What};
use profilekit::identity::{Key, MessageId, TOLERANCE, verify_webhook_within};
use profilekit::time::{parse_duration, write_instant};
use serde::{Deserialize, Serialize};

use super::sync::Desk;
use crate::args::identity::{Place, Verify, Webhook};
use crate::input::{self, Session};
use crate::output::{Misuse, Outcome, Paint, say, say_line, tell_line};
use crate::table::table;

pub(super) fn run(args: &Webhook, session: &Session) -> Result<Outcome, Misuse> {
    match args {
        Webhook::Verify(args) => verify(args, session),
        Webhook::Replay { place, file } => replay(place, file, session),
        Webhook::Show { place, id } => show(place, id, session),
    }
}

/// Whether a webhook is genuine, as machines read it.
#[derive(Serialize)]
struct Verdict<'v> {
    genuine: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'v str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
}

fn verify(args: &Verify, session: &Session) -> Result<Outcome, Misuse> {
    let keys = args.secret.iter().map(|text| Key::parse(text));
    let keys: Vec<Key> = keys.collect::<Result<_, _>>().map_err(session.misuse())?;
    let (body, now) = (input::read(&args.file)?, input::now(args.now.as_deref())?);
    let headers = [
        ("webhook-id", args.id.as_str()),
        ("webhook-timestamp", args.timestamp.as_str()),
        ("webhook-signature", args.signature.as_str()),
    ];
    let tolerance = match &args.tolerance {
        None => TOLERANCE,
        Some(text) => parse_duration(text).ok_or_else(|| {
            let message = format!("`{text}` is no duration.");
            Misuse::new(message, "Write it as ISO 8601 has it, such as `PT5M`.")
        })?,
    };
    let verified = verify_webhook_within(tolerance, &headers, &body, &keys, now);
    let failure = verified.as_ref().err();
    if session.json {
        let verdict = Verdict {
            genuine: failure.is_none(),
            code: failure.map(|failure| failure.code().as_str()),
            message: failure.map(|failure| failure.message(session.locale)),
        };
        say_line!("{}", super::sync::json(&verdict)?);
    } else {
        match failure {
            None => say_line!("{}", Paint::for_output().good("genuine")),
            Some(failure) => {
                let message = failure.message(session.locale);
                let code = failure.code().as_str();
                say_line!(
                    "{} {message} ({code})",
                    Paint::for_output().bad("not genuine")
                );
            }
        }
    }
    Ok(Outcome::findings(failure.is_some()))
}

fn show(place: &Place, id: &str, session: &Session) -> Result<Outcome, Misuse> {
    let desk = Desk::open(place, session)?;
    let id = MessageId::parse(id).map_err(session.misuse())?;
    let call = Call::new(&desk.system, desk.now).named("profilekit webhook");
    let noted = desk.wait(desk.hub.delivered(&call, &id))?;
    match &noted {
        _ if session.json => say_line!("{}", super::sync::json(&noted)?),
        None => say_line!("{id} never came, or was rejected: `open … audit` shows what was"),
        Some(noted) => {
            let event = Some(noted.event.as_str()).filter(|event| !event.is_empty());
            say_line!("{} {}", event.unwrap_or("unreadable"), noted.outcome);
            let (first, last) = (write_instant(noted.first_at), write_instant(noted.last_at));
            say_line!(
                "  attempts: {}, the first at {first}, the last at {last}",
                noted.attempts
            );
            if !noted.code.is_empty() {
                say_line!("  {}", noted.code);
            }
            for (about, why) in &noted.conflicts {
                say_line!("  {about}: {why}");
            }
        }
    }
    Ok(Outcome::findings(noted.is_none()))
}

/// A webhook that was kept.
#[derive(Deserialize)]
struct Kept {
    id: String,
    body: String,
}

fn read_kept(index: usize, line: &[u8]) -> Result<Kept, Misuse> {
    let kept = serde_json::from_slice::<Kept>(line).ok();
    let kept = kept.filter(|kept| MessageId::parse(&kept.id).is_ok());
    kept.ok_or_else(|| {
        let message = format!(
            "Line {} is no `{{\"id\", \"body\"}}`. Nothing was handled.",
            index + 1
        );
        Misuse::new(message, "Keep each webhook as one line of JSON.")
    })
}

fn replay(place: &Place, file: &std::path::Path, session: &Session) -> Result<Outcome, Misuse> {
    let desk = Desk::open(place, session)?;
    let text = input::read(file)?;
    // All are read before the first one is handled.
    let lines = text.split(|byte| *byte == b'\n').enumerate();
    let lines = lines.filter(|(_, line)| !line.trim_ascii().is_empty());
    let kept: Vec<Kept> = lines
        .map(|(index, line)| read_kept(index, line))
        .collect::<Result<_, _>>()?;
    let mut rows = Vec::new();
    let mut found = false;
    for kept in kept {
        let id = MessageId::parse(&kept.id).map_err(session.misuse())?;
        let call = Call::new(&desk.system, desk.now).named("profilekit webhook replay");
        let handled = desk.wait(desk.hub.replay_webhook(&call, &id, kept.body.as_bytes()))?;
        let code = handled
            .failure
            .as_ref()
            .map_or("", |failure| failure.code().as_str());
        found |= matches!(
            handled.outcome,
            What::Refused | What::Failed | What::Conflict
        );
        rows.push([
            kept.id,
            handled.event,
            handled.outcome.word().to_owned(),
            code.to_owned(),
        ]);
    }
    if session.json {
        say_line!("{}", super::sync::json(&rows)?);
    } else {
        let rows: Vec<Vec<String>> = rows.into_iter().map(Vec::from).collect();
        tell_line!("{} handled", rows.len());
        say!("{}", table(&["id", "event", "outcome", "code"], &rows));
    }
    Ok(Outcome::findings(found))
}
