//! `earnings`.

use std::collections::BTreeMap;

use profilekit::Kernel;
use profilekit::metrics::{Attributed, Attribution, Calendar, Facts};

use super::dashboard::{calendar, places, said};
use crate::args::billing::Earnings;
use crate::facts::{Place, load};
use crate::input::{self, Session};
use crate::output::{Misuse, Outcome, Paint, say, say_line, tell_line};
use crate::table::table;

pub(crate) fn run(args: &Earnings, session: &Session) -> Result<Outcome, Misuse> {
    let kernel = input::kernel(&args.blueprint, session)?;
    let attribution = kernel.plans().attribution.as_ref().ok_or_else(|| {
        let help = "Its `plans` say with `attribution` which facts are charges and credits.";
        Misuse::new("The blueprint says nothing of who earns what.", help)
    })?;
    let calendar = calendar(&kernel, &args.zone, session)?;
    let places = places(&args.facts)?;
    let mut bad = Vec::new();
    let attributed = attributed(
        &kernel,
        attribution,
        &calendar,
        (&places, session),
        &mut bad,
    )?;
    if session.json {
        say_line!("{}", attributed.to_json().map_err(session.misuse())?);
    } else {
        show(&attributed, args.explain, session)?;
    }
    let paint = Paint::for_errors();
    for row in &bad {
        tell_line!("{} {row}", paint.warn("left out:"));
    }
    Ok(Outcome::findings(
        !bad.is_empty() || !attributed.left.is_empty(),
    ))
}

/// Who earned what, of the files of charges and credits.
pub(crate) fn attributed(
    kernel: &Kernel,
    attribution: &Attribution,
    calendar: &Calendar,
    (places, session): (&BTreeMap<String, Place>, &Session),
    bad: &mut Vec<String>,
) -> Result<Attributed, Misuse> {
    let mut facts = |name: &str| -> Result<Facts, Misuse> {
        let table = kernel.fact_table(name).map_err(session.misuse())?;
        let Some(Place::File(path)) = places.get(name) else {
            let message = format!("Earnings need a file with the facts of {name}.");
            let help = "Hand it in with --facts FILE, in a file of that name, or as NAME=FILE.";
            return Err(Misuse::new(message, help));
        };
        let loaded = load(table, path, session)?;
        bad.extend(loaded.bad.iter().map(|row| said(name, row, session)));
        Ok(loaded.facts)
    };
    let charges = facts(&attribution.charges)?;
    let credits = facts(&attribution.credits)?;
    attribution
        .attribute(&charges, &credits, calendar)
        .map_err(session.misuse())
}

fn show(attributed: &Attributed, explain: bool, session: &Session) -> Result<(), Misuse> {
    let flows = attributed.flows().map_err(session.misuse())?;
    let rows: Vec<Vec<String>> = flows
        .iter()
        .map(|flow| {
            vec![
                flow.builder.to_string(),
                flow.implementation.to_string(),
                flow.customer.to_string(),
                flow.part.to_string(),
                flow.kept.to_string(),
                flow.earned.to_string(),
                flow.currency.to_string(),
            ]
        })
        .collect();
    let head = ["who", "with", "from", "part", "kept", "earned", "currency"];
    say!("{}", table(&head, &rows));
    if explain {
        say_line!();
        for earning in &attributed.earnings {
            say_line!("{}. {}", earning.row + 1, earning.reason);
        }
    }
    let paint = Paint::for_output();
    for left in &attributed.left {
        let (charge, currency) = &left.charge;
        let what = format!("{}. {charge} {currency} are nobody's:", left.row + 1);
        say_line!("{} {}", paint.warn(&what), left.reason);
    }
    Ok(())
}
