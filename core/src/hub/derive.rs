//! What follows from a record: keys that nobody else may have, time that nobody else may hold.

use super::refusal::Refusal;
use crate::blueprint::Kind;
use crate::blueprint::document::Exclusive;
use crate::error::Code;
use crate::json::{Limits, Pointer, Tree, Value, parse, quoted};
use crate::kernel::{Kernel, combinations};
use crate::privacy::Digest;
use crate::schema::Violation;
use crate::store::{Slot, StoredRecord};
use crate::time::{MINUTE, parse_instant};

/// Keys and slots of a record from now on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Derived {
    pub(super) keys: Vec<String>,
    pub(super) slots: Vec<Slot>,
}

impl Derived {
    /// What follows from a record.
    ///
    /// # Errors
    /// A violation where the time that it would hold is none.
    pub(super) fn of(kernel: &Kernel, kind: &Kind, record: &StoredRecord) -> Result<Self, Refusal> {
        let mut keys = record.with(|whole| kernel.unique_keys(&kind.name, &whole.head))?;
        let document = kernel.model().document.kinds.get(&kind.name);
        let Some(document) = document else {
            return Ok(Self::default());
        };
        let mut slots = Vec::new();
        if !document.unique.is_empty() || !document.exclusive.is_empty() {
            let tree = parse(record.document.as_bytes(), Limits::default())?;
            let values = document.unique.iter();
            keys.extend(values.filter_map(|pointer| unique_key(&tree, pointer)));
            for exclusive in &document.exclusive {
                if holds(kind, record, &exclusive.states) {
                    slots.extend(self::slots(&tree, record, exclusive)?);
                }
            }
        }
        Ok(Self { keys, slots })
    }
}

/// The key of a text that no two records may have at a pointer.
pub(super) fn key(pointer: &str, text: &str) -> String {
    keyed(pointer, &quoted(text))
}

/// The value is hashed: keys are of one length, and tell nothing.
fn unique_key(tree: &Tree, pointer: &str) -> Option<String> {
    Some(keyed(pointer, &at(tree, pointer)?.to_json()))
}

fn keyed(pointer: &str, json: &str) -> String {
    let hash = Digest::of(json.as_bytes()).to_string();
    format!("{pointer}={}", hash.get(..32).unwrap_or_default())
}

fn at<'t>(tree: &'t Tree, pointer: &str) -> Option<&'t Tree> {
    let pointer = Pointer::new(pointer)?;
    let mut found = tree;
    for segment in pointer.segments() {
        found = found.get(&segment)?;
    }
    (found.value != Value::Null).then_some(found)
}

/// Whether a record holds its time: in the states named, or in all that are not final; what is
/// set aside holds nothing.
fn holds(kind: &Kind, record: &StoredRecord, states: &[String]) -> bool {
    if record.archived_at.is_some() {
        return false;
    }
    let Some(state) = &record.state else {
        return true;
    };
    if states.is_empty() {
        let lifecycle = kind.lifecycle.as_ref();
        let finals = lifecycle.map_or(0, |lifecycle| lifecycle.finals);
        let index = kind.state(state).map_or(63, |state| state.0.min(63));
        return finals >> index & 1 == 0;
    }
    states.contains(state)
}

/// The time that a record holds, for everybody who shares it; none where it lacks what says so.
fn slots(tree: &Tree, record: &StoredRecord, exclusive: &Exclusive) -> Result<Vec<Slot>, Refusal> {
    let sharers = combinations(exclusive.per.iter().map(|name| sharers(record, name)));
    let Some((from, minutes)) = time(tree, exclusive).filter(|_| !sharers.is_empty()) else {
        return Ok(Vec::new());
    };
    let most = i64::MAX.saturating_sub(from.max(0)) / MINUTE;
    let wrong = match minutes {
        ..=0 => Some((Code::SchemaTooSmall, "min", 1)),
        _ if minutes > most => Some((Code::SchemaTooLarge, "max", most)),
        _ => None,
    };
    if let Some((code, name, bound)) = wrong {
        let path = format!("/{}", exclusive.length);
        let violation = Violation::new(path, code, vec![(name, bound.into())]);
        return Err(Refusal::Invalid(vec![violation]));
    }
    let slot = |sharers: &String| Slot {
        key: slot_key(exclusive, sharers),
        from,
        until: from.saturating_add(minutes.saturating_mul(MINUTE)),
    };
    Ok(sharers.iter().map(slot).collect())
}

/// Under which key a rule has time held by those who share it.
pub(super) fn slot_key(exclusive: &Exclusive, sharers: &str) -> String {
    // Identifiers hold no space: it keeps the parts apart.
    let names = exclusive.per.join(" ");
    format!("{} {names}={sharers}", exclusive.from)
}

/// When it begins, and how many minutes it takes.
fn time(tree: &Tree, exclusive: &Exclusive) -> Option<(i64, i64)> {
    let from = at(tree, &format!("/{}", exclusive.from))?.as_str()?;
    let minutes = match &at(tree, &format!("/{}", exclusive.length))?.value {
        Value::Number(minutes) => minutes.parse().ok()?,
        _ => return None,
    };
    Some((parse_instant(from)?, minutes))
}

fn sharers<'r>(record: &'r StoredRecord, name: &str) -> Vec<&'r str> {
    if name == "owner" {
        return record.owner.as_deref().into_iter().collect();
    }
    let mut relations = record.relations.iter();
    let found = relations.find(|(known, _)| known == name);
    found.map_or_else(Vec::new, |(_, ids)| {
        ids.iter().map(String::as_str).collect()
    })
}
