//! What usage costs, who earns what, and which figures somebody is told of.

use super::{Diff, Verdict, names};
use crate::blueprint::Blueprint;
use crate::blueprint::document::{
    AlertSeverity, AttributionDocument, Dashboard, DashboardCard, OfferDocument, Plans,
    ThresholdDocument,
};
use crate::kernel::Kernel;

pub(super) fn compare(old: &Kernel, new: &Kernel, diff: &mut Diff) {
    let (old, new) = (&old.model().document, &new.model().document);
    plans(old, new, diff);
    for (persona, before, after) in names(old.dashboards.iter(), new.dashboards.iter()) {
        if let (Some(before), Some(after)) = (before, after) {
            thresholds(persona, before, after, diff);
        }
    }
}

fn plans(old: &Blueprint, new: &Blueprint, diff: &mut Diff) {
    let nothing = Plans::default();
    let plans = |blueprint: &Blueprint| blueprint.plans.clone();
    let (old, new) = (plans(old), plans(new));
    let (old, new) = (
        old.as_ref().unwrap_or(&nothing),
        new.as_ref().unwrap_or(&nothing),
    );
    for (name, before, after) in names(old.offers.iter(), new.offers.iter()) {
        offer(name, before, after, diff);
    }
    if old.alerts != new.alerts {
        let message = "What comes near its limit may be told at other marks.";
        diff.push(Verdict::Compatible, "/plans/alerts", message);
    }
    if old.commission != new.commission {
        let message = "Other amounts may be kept of what customers are charged.";
        diff.push(Verdict::Compatible, "/plans/commission", message);
    }
    attribution(old.attribution.as_ref(), new.attribution.as_ref(), diff);
}

fn offer(name: &str, old: Option<&OfferDocument>, new: Option<&OfferDocument>, diff: &mut Diff) {
    let at = format!("/plans/offers/{name}");
    let (old, new) = match (old, new) {
        (Some(old), Some(new)) => (old, new),
        (Some(_), None) => {
            // Bills of customers who chose it cannot be made any more.
            let message = format!("The offer `{name}` is gone.");
            return diff.push(Verdict::Breaking, at, message);
        }
        _ => {
            let message = format!("The offer `{name}` is new.");
            return diff.push(Verdict::Compatible, at, message);
        }
    };
    if old.currency != new.currency {
        let message = format!("Bills of the offer `{name}` are in another currency.");
        diff.push(Verdict::Breaking, format!("{at}/currency"), message);
    }
    if old.unit != new.unit {
        let message = format!("The offer `{name}` counts something else.");
        diff.push(Verdict::Breaking, format!("{at}/unit"), message);
    }
    if prices(old) != prices(new) {
        let message = format!("What usage costs with the offer `{name}` may change.");
        diff.push(Verdict::Compatible, at, message);
    }
}

/// What an offer says about amounts.
fn prices(offer: &OfferDocument) -> OfferDocument {
    OfferDocument {
        label: None,
        unit: None,
        currency: None,
        ..offer.clone()
    }
}

fn attribution(
    old: Option<&AttributionDocument>,
    new: Option<&AttributionDocument>,
    diff: &mut Diff,
) {
    let at = "/plans/attribution";
    match (old, new) {
        (Some(old), None) => {
            let message = format!(
                "Nobody earns anything any more: the facts `{}` are gone.",
                old.into
            );
            diff.push(Verdict::Breaking, at, message);
        }
        (None, Some(_)) => diff.push(Verdict::Compatible, at, "Who earned what is told."),
        (Some(old), Some(new)) if old != new => {
            let verdict = match old.into == new.into {
                true => Verdict::Compatible,
                // Whoever counts them looks for them by their name.
                false => Verdict::Breaking,
            };
            diff.push(verdict, at, "Who earned what may change.");
        }
        _ => {}
    }
}

/// Cards that are in both; where one is not, nobody is told anything of it.
fn thresholds(persona: &str, old: &Dashboard, new: &Dashboard, diff: &mut Diff) {
    for card in &new.cards {
        let before = old.cards.iter().find(|before| before.id == card.id);
        let Some(before) = before.map(told) else {
            continue;
        };
        let (id, after) = (&card.id, told(card));
        if before == after {
            continue;
        }
        let message =
            format!("The card `{id}` of `{persona}` tells of figures {after}; before, {before}.");
        let at = format!("/dashboards/{persona}/cards/{id}/thresholds");
        diff.push(Verdict::Compatible, at, message);
    }
}

fn told(card: &DashboardCard) -> String {
    let all: Vec<String> = card.thresholds.iter().map(threshold).collect();
    match all.is_empty() {
        true => "beyond nothing".to_owned(),
        false => all.join(", "),
    }
}

fn threshold(threshold: &ThresholdDocument) -> String {
    let above = threshold.above.iter().map(|most| format!("above {most}"));
    let below = threshold.below.iter().map(|least| format!("below {least}"));
    let beyond: Vec<String> = above.chain(below).collect();
    let severity = threshold.severity.unwrap_or(AlertSeverity::Warning).word();
    let each = if threshold.each { ", in each part" } else { "" };
    format!("{} ({severity}{each})", beyond.join(" or "))
}
