//! Who a record is related to.

use crate::error::Failure;
use crate::id::Id;

/// Identifiers by relation, the relations one after the other. Few lie where they are held, so
/// that going through many records looks nowhere else.
#[derive(Debug, Clone)]
pub(super) enum Related {
    /// The relation of each identifier, and the identifiers.
    Few {
        relations: [u8; FEW],
        ids: [Id; FEW],
    },
    /// One past the last identifier of each relation, and the identifiers.
    Many(Box<(Vec<usize>, Vec<Id>)>),
}

const FEW: usize = 2;
/// The relation of a place without an identifier.
const NONE: u8 = u8::MAX;

impl Related {
    /// To nobody.
    pub(super) const NOBODY: Self = Self::Few {
        relations: [NONE; FEW],
        ids: [const { Id::NOBODY }; FEW],
    };

    /// Most related identifiers of a record.
    const MOST: usize = 100_000;

    pub(super) fn of(lists: &[Vec<Id>]) -> Result<Self, Failure> {
        let count: usize = lists.iter().map(Vec::len).sum();
        if count > Self::MOST {
            let reason = format!("a record has at most {} related identifiers", Self::MOST);
            return Err(Failure::bad_request(reason));
        }
        if let Some(few) = Self::few(lists) {
            return Ok(few);
        }
        let ends = lists.iter().scan(0, |end, list| {
            *end += list.len();
            Some(*end)
        });
        let ids = lists.iter().flatten().cloned();
        Ok(Self::Many(Box::new((ends.collect(), ids.collect()))))
    }

    fn few(lists: &[Vec<Id>]) -> Option<Self> {
        let mut relations = [NONE; FEW];
        let mut ids = [const { Id::NOBODY }; FEW];
        let all = lists.iter().enumerate();
        let all = all.flat_map(|(relation, list)| list.iter().map(move |id| (relation, id)));
        for (at, (relation, id)) in all.enumerate() {
            *relations.get_mut(at)? = u8::try_from(relation).ok().filter(|of| *of < 64)?;
            ids.get_mut(at)?.clone_from(id);
        }
        Some(Self::Few { relations, ids })
    }

    /// Whether an identifier is related by any of the relations, given as bits.
    #[inline(always)]
    #[allow(
        clippy::inline_always,
        reason = "a few comparisons, in every loop over records"
    )]
    pub(super) fn relates(&self, subject: &Id, bits: u64) -> bool {
        match self {
            Self::Few {
                relations: [one, two],
                ids: [first, second],
            } => {
                let asked = |of: u8| {
                    bits.checked_shr(of.into())
                        .is_some_and(|bits| bits & 1 == 1)
                };
                asked(*one) && first == subject || asked(*two) && second == subject
            }
            Self::Many(_) => self.relates_among_many(subject, bits),
        }
    }

    #[inline(never)]
    fn relates_among_many(&self, subject: &Id, bits: u64) -> bool {
        (0..64)
            .filter(|relation| bits >> relation & 1 == 1)
            .any(|relation| self.list(relation).contains(subject))
    }

    /// The relations by which an identifier is related, as bits.
    pub(super) fn held_by(&self, subject: &Id) -> u64 {
        let held = |relation: &usize| self.list(*relation).contains(subject);
        match self {
            Self::Few { ids, .. } if !ids.contains(subject) => 0,
            _ => (0..64).filter(held).fold(0, |bits, of| bits | 1u64 << of),
        }
    }

    /// The identifiers of a relation.
    #[inline]
    pub(super) fn list(&self, relation: usize) -> &[Id] {
        match self {
            Self::Few { relations, ids } => {
                let of = |at: &u8| usize::from(*at) == relation && *at != NONE;
                let start = relations.iter().position(of).unwrap_or(0);
                let count = relations.iter().filter(|at| of(at)).count();
                ids.get(start..start + count).unwrap_or_default()
            }
            Self::Many(many) => {
                let (ends, ids) = &**many;
                let end = |at: usize| ends.get(at).copied().unwrap_or_default();
                let start = relation.checked_sub(1).map_or(0, end);
                ids.get(start..end(relation)).unwrap_or_default()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_relation_keeps_its_own() {
        let id = |n: usize| Id::new(&format!("u{n}")).unwrap();
        for counts in [
            vec![],
            vec![1, 1],
            vec![0, 2],
            vec![2, 0, 0, 0],
            vec![3],
            vec![1, 0, 2, 5, 1],
            vec![0; 9],
        ] {
            let lists: Vec<Vec<Id>> = counts
                .iter()
                .enumerate()
                .map(|(at, n)| (0..*n).map(|k| id(at * 10 + k)).collect())
                .collect();
            let related = Related::of(&lists).unwrap();
            for (at, list) in lists.iter().enumerate() {
                assert_eq!(related.list(at), list.as_slice(), "{counts:?} {at}");
                for id in list {
                    assert_eq!(related.held_by(id), 1 << at, "{counts:?} {at}");
                }
            }
            assert_eq!(related.list(lists.len()), [], "{counts:?}");
            assert_eq!(related.held_by(&id(999)), 0, "{counts:?}");
        }
        assert!(Related::of(&[vec![id(1); Related::MOST + 1]]).is_err());
    }
}
