//! Ways to the records that a list asks for.

use profilekit::access::Tied;
use profilekit::store::{Condition, PageRequest};

/// A way to records in order of their identifiers, along an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way<'w> {
    /// Those of the kind.
    All,
    /// Those of an owner.
    Owner(&'w str),
    /// Those in a state.
    State(&'w str),
    /// Those related to somebody: the relation's name and an identifier.
    Related(&'w str, &'w str),
}

/// The ways that together lead to every record that is asked for, the shortest there are.
pub(super) fn ways<'w>(tied: Option<&'w Tied>, request: &'w PageRequest) -> Vec<Way<'w>> {
    let mut conditions: Vec<Way<'w>> = request.conditions.iter().filter_map(way).collect();
    // Somebody's records are fewer than those in a state.
    conditions.sort_by_key(|way| match way {
        Way::Owner(_) => 0,
        Way::Related(..) => 1,
        Way::State(_) | Way::All => 2,
    });
    let condition = conditions.first().copied();
    match condition {
        Some(way @ (Way::Owner(_) | Way::Related(..))) => vec![way],
        other => tied.map_or_else(|| vec![other.unwrap_or(Way::All)], reached),
    }
}

/// The way to the records that meet a condition, where there is one.
pub(super) fn way(condition: &Condition) -> Option<Way<'_>> {
    match condition {
        Condition::Owner(owner) => Some(Way::Owner(owner)),
        Condition::State(state) => Some(Way::State(state)),
        Condition::Related(name, id) => Some(Way::Related(name, id)),
        Condition::UpdatedSince(_) | Condition::UpdatedBefore(_) => None,
    }
}

/// The ways from the subject, where every rule asks for something that ties it to the record.
fn reached(tied: &Tied) -> Vec<Way<'_>> {
    let subject = tied.subject.as_str();
    let owner = tied.as_owner.then_some(Way::Owner(subject));
    let related = tied.relations.iter();
    let related = related.map(|name| Way::Related(name, subject));
    owner.into_iter().chain(related).collect()
}
