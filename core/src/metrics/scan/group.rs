//! Groups: what each row belongs to.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use super::super::facts::{Dictionary, Facts, Interner};
use super::super::plan::Atom;
use super::missing;
use crate::error::Failure;

pub(super) type Groups<'f> = (Option<Cow<'f, [u32]>>, Arc<Dictionary>);

/// The group of each row, and the groups' labels.
pub(super) fn groups<'f>(atom: &Atom, facts: &'f Facts) -> Result<Groups<'f>, Failure> {
    let (codes, labels) = match (atom.by, atom.per) {
        (None, None) => return Ok((None, Arc::default())),
        (Some(place), None) | (None, Some(place)) => facts.coded(place).ok_or_else(missing)?,
        (Some(by), Some(per)) => {
            let (by, labels) = facts.coded(by).ok_or_else(missing)?;
            let (per, keys) = facts.coded(per).ok_or_else(missing)?;
            pairs(&by, &labels, &per, &keys)
        }
    };
    Ok((Some(codes), labels))
}

/// A label of two: how long the first is, the first and the second.
pub(in crate::metrics) fn pair(label: Option<&str>, key: &str) -> String {
    match label {
        Some(label) => format!("{}:{label}{key}", label.len()),
        None => format!("-:{key}"),
    }
}

/// What [`pair`] put together.
pub(in crate::metrics) fn unpair(text: &str) -> Option<(Option<&str>, &str)> {
    let (length, rest) = text.split_once(':')?;
    if length == "-" {
        return Some((None, rest));
    }
    let (label, key) = rest.split_at_checked(length.parse().ok()?)?;
    Some((Some(label), key))
}

fn pairs<'f>(
    by: &[u32],
    labels: &Dictionary,
    per: &[u32],
    keys: &Dictionary,
) -> (Cow<'f, [u32]>, Arc<Dictionary>) {
    let mut known: HashMap<(u32, u32), u32> = HashMap::new();
    let mut interner = Interner::default();
    let mut code = |by: u32, per: u32| {
        let Some(key) = keys.get(per) else { return 0 };
        *known
            .entry((by, per))
            .or_insert_with(|| interner.code(&pair(labels.get(by), key)))
    };
    let codes: Vec<u32> = by
        .iter()
        .zip(per)
        .map(|(by, per)| code(*by, *per))
        .collect();
    (Cow::Owned(codes), Arc::new(interner.finish()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_come_apart_as_they_were_put_together() {
        for (label, key) in [
            (Some("a"), "b"),
            (None, "1:x"),
            (Some(""), ""),
            (Some("1:"), ":é"),
            (Some("-"), "-"),
        ] {
            assert_eq!(unpair(&pair(label, key)), Some((label, key)));
        }
        for text in ["", "x", "5:a", "1:é", "x:a"] {
            assert_eq!(unpair(text), None, "{text}");
        }
    }
}
