//! `bill`.

use std::path::Path;

use profilekit::Kernel;
use profilekit::decimal::Decimal;
use profilekit::json::{Limits, parse};
use profilekit::metrics::{
    Alert, Amount, Invoice, Offer, Reason, Share, Standing, Tip, Told, Usage, tips,
};

use crate::args::billing::Bill;
use crate::input::{self, Session};
use crate::output::{Misuse, Outcome, Paint, say_line};
use crate::table::table;

pub(crate) fn run(args: &Bill, session: &Session) -> Result<Outcome, Misuse> {
    let kernel = input::kernel(&args.blueprint, session)?;
    let offer = offer(&kernel, &args.offer)?;
    let usage = Usage {
        quantity: args.used,
        passed: passed(args.passed.as_deref())?,
        credit: amount(args.credit.as_deref(), offer, session)?.unwrap_or(0),
    };
    let budget = amount(args.budget.as_deref(), offer, session)?;
    let standing = offer.standing(&usage, budget).map_err(session.misuse())?;
    let told = told(args.told.as_deref(), session)?;
    let plans = kernel.plans();
    let (alerts, told) = plans
        .alerts
        .crossed(&told, &args.period, &standing.readings)
        .map_err(session.misuse())?;
    let tips = match args.history.is_empty() {
        true => Vec::new(),
        false => tips(&plans.offers, &offer.name, &args.history).map_err(session.misuse())?,
    };
    if let Some(path) = &args.told {
        input::write(path, &told.to_json())?;
    }
    if session.json {
        say_line!("{}", standing.to_json(&alerts, &told, &tips));
    } else {
        show(offer, &standing, &alerts, &tips);
    }
    Ok(Outcome::findings(!alerts.is_empty()))
}

fn offer<'k>(kernel: &'k Kernel, name: &str) -> Result<&'k Offer, Misuse> {
    let offers = &kernel.plans().offers;
    kernel.plans().offer(name).ok_or_else(|| {
        let names: Vec<&str> = offers.iter().map(|offer| &*offer.name).collect();
        let message = format!("There is no offer `{name}`.");
        match names.is_empty() {
            true => Misuse::new(message, "The blueprint's `plans` have no `offers`."),
            false => Misuse::new(message, format!("There are {}.", names.join(", "))),
        }
    })
}

fn passed(text: Option<&str>) -> Result<Share, Misuse> {
    let Some(text) = text else {
        return Ok(Share { part: 0, whole: 1 });
    };
    let share = text.split_once('/').and_then(|(part, whole)| {
        Some(Share {
            part: part.parse().ok()?,
            whole: whole.parse().ok()?,
        })
    });
    let possible = share.filter(|share| share.part <= share.whole && share.whole > 0);
    possible.ok_or_else(|| {
        let message = format!("`{text}` is no part of a period.");
        Misuse::new(message, "Write it as 10/30: ten of thirty days.")
    })
}

fn amount(text: Option<&str>, offer: &Offer, session: &Session) -> Result<Option<i128>, Misuse> {
    let Some(text) = text else { return Ok(None) };
    let decimal = Decimal::parse(text).ok_or_else(|| {
        let message = format!("`{text}` is no amount.");
        Misuse::new(message, "Write it as 12.50, without its currency.")
    })?;
    let amount = Amount::of(decimal, offer.tariff.currency()).map_err(session.misuse())?;
    Ok(Some(amount.units()))
}

/// What was told already: nothing, where there is no file yet.
fn told(path: Option<&Path>, session: &Session) -> Result<Told, Misuse> {
    let Some(path) = path.filter(|path| path.exists()) else {
        return Ok(Told::default());
    };
    let tree = parse(&input::read(path)?, Limits::default());
    let told = tree
        .map_err(Into::into)
        .and_then(|tree| Told::from_json(&tree));
    told.map_err(session.misuse())
}

fn show(offer: &Offer, standing: &Standing, alerts: &[Alert], tips: &[Tip]) {
    let paint = Paint::for_output();
    let invoices = [
        (Some(&standing.invoice), "So far"),
        (standing.projected.as_ref(), "Expected"),
    ];
    for (invoice, words) in invoices {
        let Some(invoice) = invoice else { continue };
        say_line!("{}", paint.strong(words));
        say_line!("{}", lines(offer, invoice));
    }
    // Of one thing, people want to know the highest mark.
    let mut later = alerts.iter().skip(1);
    for alert in alerts {
        let next = later.next().map(|next| &next.watched);
        if next == Some(&alert.watched) {
            continue;
        }
        say_line!("{} {}", paint.warn("alert:"), alert.reason);
    }
    for tip in tips {
        let saving = format!("{} {} less:", tip.saving, standing.invoice.currency);
        say_line!("{} {}", paint.good(&saving), tip.reason);
    }
}

fn lines(offer: &Offer, invoice: &Invoice) -> String {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for line in &invoice.lines {
        let quantity = match line.reason {
            Reason::Usage => format!("{} {}", line.quantity, offer.unit),
            _ => String::new(),
        };
        rows.push(vec![
            line.reason.word().into(),
            quantity,
            line.amount.to_string(),
        ]);
    }
    rows.push(vec![
        "total".into(),
        String::new(),
        invoice.total.to_string(),
    ]);
    table(&["line", "for", &invoice.currency], &rows)
}
