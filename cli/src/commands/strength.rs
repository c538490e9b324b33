//! `strength`.

use std::path::Path;

use profilekit::kernel::ViewAs;
use profilekit::strength::{Check, Score};

use crate::args::RecordArgs;
use crate::input::{self, RecordFile, Session};
use crate::output::{Misuse, Outcome, Paint, say, say_line};
use crate::table::{bar, table};

pub(crate) fn run(
    blueprint: &Path,
    args: &RecordArgs,
    session: &Session,
) -> Result<Outcome, Misuse> {
    let kernel = input::kernel(blueprint, session)?;
    let context = input::context(&kernel, input::now(args.now.as_deref())?, session)?;
    let record = RecordFile::read(&kernel, args, session)?;
    let kind = kernel.kind(&args.kind).map_err(session.misuse())?;
    record.with(|record| {
        let owner = kernel
            .hypothetical(kind, &record.head, ViewAs::Owner)
            .map_err(session.misuse())?;
        let score = kernel
            .strength(&args.kind, record, &owner, &context)
            .map_err(session.misuse())?;
        if session.json {
            let mut out = String::new();
            score.push_json(&mut out, session.locale);
            say_line!("{out}");
        } else {
            show(&score);
        }
        Ok(Outcome::Fine)
    })
}

fn show(score: &Score) {
    let paint = Paint::for_output();
    let Some(whole) = score.score else {
        say_line!("no score: no factor counts for who asks");
        return;
    };
    let level = score.level.as_deref().unwrap_or_default();
    say_line!(
        "{} {} {level}\n",
        bar(u32::from(whole), 100),
        paint.strong(&format!("{whole}/100"))
    );
    let rows: Vec<Vec<String>> = score.checks.iter().map(row).collect();
    say!("{}", table(&["factor", "met", "points", "gain"], &rows));
    let next: Vec<&Check> = score
        .next
        .iter()
        .filter_map(|i| score.checks.get(*i))
        .collect();
    if next.is_empty() {
        return;
    }
    say_line!("\nNext steps:");
    for (number, check) in next.iter().enumerate() {
        let fix = check.issue.as_ref().map_or("", |(_, _, fix)| fix);
        let gain = paint.good(&format!("+{}", check.gain));
        say_line!("{}. {fix} {gain}", number + 1);
    }
}

fn row(check: &Check) -> Vec<String> {
    vec![
        check.id.to_string(),
        bar(u32::from(check.achieved), 10_000),
        format!("{}/{}", check.score, check.max),
        format!("+{}", check.gain),
    ]
}
