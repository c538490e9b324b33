//! Constraints of one field: tighter breaks what is stored, looser does not.

use super::{Diff, Verdict};
use crate::blueprint::document::{Bound, Field};
use crate::decimal::Decimal;

/// Which way a constraint went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Tighter,
    Looser,
}

pub(super) fn compare(name: &str, old: &Field, new: &Field, at: &str, diff: &mut Diff) {
    for (member, way) in ways(old, new) {
        let (verdict, how) = match way {
            Way::Tighter => (Verdict::Breaking, "tighter"),
            Way::Looser => (Verdict::Compatible, "looser"),
        };
        let message = format!("The field `{name}` is {how} in `{member}`.");
        diff.push(verdict, format!("{at}/{member}"), message);
    }
}

fn ways(old: &Field, new: &Field) -> Vec<(&'static str, Way)> {
    let required = flag(old.required, new.required);
    let most =
        |old: Option<u32>, new: Option<u32>| limit(old.map(i64::from), new.map(i64::from), false);
    let least =
        |old: Option<u32>, new: Option<u32>| limit(old.map(i64::from), new.map(i64::from), true);
    let text = |old: &Option<String>, new: &Option<String>| match (old, new) {
        (old, new) if old == new => None,
        (_, None) => Some(Way::Looser),
        _ => Some(Way::Tighter),
    };
    let found = [
        ("required", required),
        ("min", bound(old.min.as_ref(), new.min.as_ref(), true)),
        ("max", bound(old.max.as_ref(), new.max.as_ref(), false)),
        ("pattern", text(&old.pattern, &new.pattern)),
        ("to", text(&old.to, &new.to)),
        (
            "format",
            (old.format != new.format).then_some(if new.format.is_none() {
                Way::Looser
            } else {
                Way::Tighter
            }),
        ),
        ("unit", (old.unit != new.unit).then_some(Way::Tighter)),
        ("values", words(&old.values, &new.values)),
        ("currencies", choice(&old.currencies, &new.currencies)),
        ("schemes", choice(&old.schemes, &new.schemes)),
        ("hosts", choice(&old.hosts, &new.hosts)),
        ("types", choice(&old.types, &new.types)),
        (
            "multiple_of",
            (old.multiple_of != new.multiple_of).then_some(if new.multiple_of.is_none() {
                Way::Looser
            } else {
                Way::Tighter
            }),
        ),
        ("scale", most(old.scale, new.scale)),
        ("digits", most(old.digits, new.digits)),
        ("min_items", least(old.min_items, new.min_items)),
        ("max_items", most(old.max_items, new.max_items)),
        ("unique", flag(old.unique, new.unique)),
        (
            "unique_by",
            (old.unique_by != new.unique_by).then_some(if new.unique_by.is_empty() {
                Way::Looser
            } else {
                Way::Tighter
            }),
        ),
        (
            "dimensions",
            (old.dimensions != new.dimensions).then_some(Way::Tighter),
        ),
        ("max_bytes", most(old.max_bytes, new.max_bytes)),
        ("fetched", flag(old.fetched, new.fetched)),
        ("alt_required", flag(old.alt_required, new.alt_required)),
        ("partial", flag(!old.partial, !new.partial)),
    ];
    found
        .into_iter()
        .filter_map(|(name, way)| Some((name, way?)))
        .collect()
}

fn flag(old: bool, new: bool) -> Option<Way> {
    match (old, new) {
        (false, true) => Some(Way::Tighter),
        (true, false) => Some(Way::Looser),
        _ => None,
    }
}

/// A least (`lower`) or a greatest value.
fn limit(old: Option<i64>, new: Option<i64>, lower: bool) -> Option<Way> {
    match (old, new) {
        (None, Some(_)) => Some(Way::Tighter),
        (Some(_), None) => Some(Way::Looser),
        (Some(old), Some(new)) if old != new => {
            let tighter = (new > old) == lower;
            Some(if tighter { Way::Tighter } else { Way::Looser })
        }
        _ => None,
    }
}

fn bound(old: Option<&Bound>, new: Option<&Bound>, lower: bool) -> Option<Way> {
    let number = |bound: &Bound| match bound {
        Bound::Int(value) => Some(Decimal::from_int(*value)),
        Bound::Text(text) => Decimal::parse(text),
    };
    match (old, new) {
        (Some(old), Some(new)) if old != new => {
            let risen = match (number(old), number(new), old, new) {
                (Some(old), Some(new), ..) => new > old,
                // Dates and instants of the same form are ordered like their texts.
                (_, _, Bound::Text(old), Bound::Text(new)) => new > old,
                _ => return Some(Way::Tighter),
            };
            Some(if risen == lower {
                Way::Tighter
            } else {
                Way::Looser
            })
        }
        (None, Some(_)) => Some(Way::Tighter),
        (Some(_), None) => Some(Way::Looser),
        _ => None,
    }
}

/// Words of an enum: every one that was allowed must stay.
fn words(old: &[String], new: &[String]) -> Option<Way> {
    let gone = old.iter().any(|word| !new.contains(word));
    let more = new.iter().any(|word| !old.contains(word));
    match (gone, more) {
        (true, _) => Some(Way::Tighter),
        (false, true) => Some(Way::Looser),
        (false, false) => None,
    }
}

/// A list of what is allowed, where an empty one allows everything.
fn choice(old: &[String], new: &[String]) -> Option<Way> {
    match (old.is_empty(), new.is_empty()) {
        (true, true) => None,
        (true, false) => Some(Way::Tighter),
        (false, true) => Some(Way::Looser),
        (false, false) => words(old, new),
    }
}
