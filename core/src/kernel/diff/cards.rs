//! What dashboards show, and to whom.

use super::{Diff, Verdict, names};
use crate::blueprint::document::{BreakdownDocument, Dashboard, DashboardCard};
use crate::kernel::Kernel;

/// The scope in which everybody's facts count.
const ALL: &str = "all";

pub(super) fn compare(old: &Kernel, new: &Kernel, diff: &mut Diff) {
    let (old, new) = (&old.model().document, &new.model().document);
    for (persona, before, after) in names(old.dashboards.iter(), new.dashboards.iter()) {
        let at = format!("/dashboards/{persona}");
        match (before, after) {
            (Some(before), Some(after)) => dashboard((persona, &at), before, after, diff),
            (Some(_), None) => {
                let message = format!("The dashboard of `{persona}` is gone.");
                diff.push(Verdict::Breaking, at, message);
            }
            _ => {
                let message = format!("`{persona}` has a dashboard now.");
                diff.push(Verdict::Widening, at, message);
            }
        }
    }
}

fn dashboard((persona, at): (&str, &str), old: &Dashboard, new: &Dashboard, diff: &mut Diff) {
    for (table, before, after) in names(old.scope.iter(), new.scope.iter()) {
        let whose = format!("On the dashboard of `{persona}`");
        scope((&whose, at, table), before, after, diff);
    }
    let [before, after] =
        [old, new].map(|board| board.cards.iter().map(|card| (card.id.as_str(), card)));
    for (id, before, after) in names(before, after) {
        let at = format!("{at}/cards/{id}");
        let name = format!("The card `{id}` of `{persona}`");
        match (before, after) {
            (Some(before), Some(after)) => {
                for table in tables(before, after) {
                    let scopes = [(before, old), (after, new)];
                    let [before, after] = scopes.map(|(card, board)| {
                        card.scope.get(table).or_else(|| board.scope.get(table))
                    });
                    let whose = format!("On the card `{id}` of `{persona}`");
                    scope((&whose, &at, table), before, after, diff);
                }
                card((&name, &at), before, after, diff);
            }
            (Some(_), None) => diff.push(Verdict::Breaking, at, format!("{name} is gone.")),
            // Nobody saw what it says; whether somebody could have is not known.
            _ => diff.push(Verdict::Widening, at, format!("{name} is new.")),
        }
    }
}

/// The tables of which a card says itself whose facts count, where it does not say what it said.
fn tables<'c>(old: &'c DashboardCard, new: &'c DashboardCard) -> Vec<&'c str> {
    let all = names(old.scope.iter(), new.scope.iter());
    let changed = all.into_iter().filter(|(_, old, new)| old != new);
    changed.map(|(table, ..)| table).collect()
}

/// Whose facts count. A table that nobody read, or nobody reads any more, is told with its cards.
fn scope(
    (whose, at, table): (&str, &str, &str),
    old: Option<&String>,
    new: Option<&String>,
    diff: &mut Diff,
) {
    let (Some(old), Some(new)) = (old, new) else {
        return;
    };
    if old == new {
        return;
    }
    let verdict = match old == ALL {
        true => Verdict::Compatible,
        false => Verdict::Widening,
    };
    let message = format!("{whose} the facts `{table}` that count are `{new}`; before, `{old}`.");
    diff.push(verdict, format!("{at}/scope/{table}"), message);
}

/// What is told of a member of a card: its name, what it was and is, and what that means.
type Told<'c> = (&'static str, Option<&'c str>, Option<&'c str>, Verdict);

fn card((name, at): (&str, &str), old: &DashboardCard, new: &DashboardCard, diff: &mut Diff) {
    let freed = |old: &Option<String>, new: &Option<String>| match old {
        None => Verdict::Compatible,
        // What holds for fewer, or for others, lets somebody see more: nobody can tell whom.
        Some(_) if old != new => Verdict::Widening,
        Some(_) => Verdict::Compatible,
    };
    let told: [Told<'_>; 5] = [
        // Whoever reads the figure reads another one.
        (
            "measure",
            Some(&old.measure),
            Some(&new.measure),
            Verdict::Breaking,
        ),
        (
            "of",
            old.of.as_deref(),
            new.of.as_deref(),
            Verdict::Breaking,
        ),
        (
            "unit",
            old.unit.as_deref(),
            new.unit.as_deref(),
            Verdict::Breaking,
        ),
        (
            "where",
            old.filter.as_deref(),
            new.filter.as_deref(),
            freed(&old.filter, &new.filter),
        ),
        (
            "needs",
            old.needs.as_deref(),
            new.needs.as_deref(),
            freed(&old.needs, &new.needs),
        ),
    ];
    for (member, before, after, verdict) in told {
        if before != after {
            let message = format!(
                "{name} has {}; before, {}.",
                said(member, after),
                said(member, before)
            );
            diff.push(verdict, format!("{at}/{member}"), message);
        }
    }
    if old.range != new.range {
        let message = format!("{name} is about another time.");
        diff.push(Verdict::Compatible, format!("{at}/range"), message);
    }
    if old.better != new.better {
        let message = format!("{name} calls another direction the better one.");
        diff.push(Verdict::Compatible, format!("{at}/better"), message);
    }
    part(
        (name, at, "series"),
        old.series.as_ref(),
        new.series.as_ref(),
        diff,
    );
    part(
        (name, at, "compare"),
        old.compare.as_ref(),
        new.compare.as_ref(),
        diff,
    );
    part(
        (name, at, "forecast"),
        old.forecast.as_ref(),
        new.forecast.as_ref(),
        diff,
    );
    breakdown(
        (name, at),
        old.breakdown.as_ref(),
        new.breakdown.as_ref(),
        diff,
    );
}

fn said(member: &str, value: Option<&str>) -> String {
    value.map_or_else(
        || format!("no `{member}`"),
        |value| format!("`{member}` `{value}`"),
    )
}

/// A part of what a card says, without which whoever shows it shows nothing.
fn part<T: PartialEq>(
    (name, at, part): (&str, &str, &str),
    old: Option<&T>,
    new: Option<&T>,
    diff: &mut Diff,
) {
    let (verdict, how) = match (old, new) {
        (Some(_), None) => (Verdict::Breaking, "no longer has"),
        (None, Some(_)) => (Verdict::Compatible, "now has"),
        _ if old != new => (Verdict::Compatible, "has another"),
        _ => return,
    };
    let message = format!("{name} {how} `{part}`.");
    diff.push(verdict, format!("{at}/{part}"), message);
}

/// Parts show more than the whole: of what they are, and of how few.
fn breakdown(
    (name, at): (&str, &str),
    old: Option<&BreakdownDocument>,
    new: Option<&BreakdownDocument>,
    diff: &mut Diff,
) {
    let Some(new) = new else {
        return part((name, at, "breakdown"), old, new, diff);
    };
    let at = format!("{at}/breakdown");
    match old {
        Some(old) if old.by == new.by => {
            if old.least != new.least {
                let (verdict, which) = match new.least >= old.least {
                    true => (Verdict::Compatible, "only parts of more values"),
                    false => (Verdict::Widening, "parts of fewer values"),
                };
                let message = format!("{name} shows {which} for themselves.");
                diff.push(verdict, format!("{at}/least"), message);
            }
            if old.top != new.top {
                let fewer = new
                    .top
                    .is_some_and(|new| old.top.is_none_or(|old| new < old));
                let (verdict, which) = match fewer {
                    true => (Verdict::Compatible, "fewer parts"),
                    false => (Verdict::Widening, "more parts"),
                };
                let message = format!("{name} shows {which} for themselves.");
                diff.push(verdict, format!("{at}/top"), message);
            }
        }
        _ => {
            let message = format!("{name} is told by `{}`.", new.by);
            diff.push(Verdict::Widening, at, message);
        }
    }
}
