//! Who a record is related to.

use crate::error::{Code, Failure};
use crate::id::Id;

/// Identifiers by relation, the relations one after the other. Few lie where they are held, so
/// that going through many records looks nowhere else.
#[derive(Debug, Clone)]
pub(super) enum Related {
    /// One past the last identifier of each relation, and the identifiers.
    Few {
        ends: [u8; FEW_RELATIONS],
        ids: [Id; FEW_IDS],
    },
    /// The same, of any length.
    Many(Box<(Vec<usize>, Vec<Id>)>),
}

const FEW_RELATIONS: usize = 4;
const FEW_IDS: usize = 2;

impl Related {
    /// Most related identifiers of a record.
    const MOST: usize = 100_000;

    pub(super) fn of(lists: &[Vec<Id>]) -> Result<Self, Failure> {
        let count: usize = lists.iter().map(Vec::len).sum();
        if count > Self::MOST {
            let reason = format!("a record has at most {} related identifiers", Self::MOST);
            return Err(Failure::new(Code::KernelBadRequest).with("reason", reason));
        }
        let ids: Vec<Id> = lists.iter().flatten().cloned().collect();
        let ends = lists.iter().scan(0, |end, list| {
            *end += list.len();
            Some(*end)
        });
        let ends: Vec<usize> = ends.collect();
        Ok(Self::few(&ends, &ids).unwrap_or_else(|| Self::Many(Box::new((ends, ids)))))
    }

    fn few(ends: &[usize], ids: &[Id]) -> Option<Self> {
        if ids.len() > FEW_IDS || ends.len() > FEW_RELATIONS {
            return None;
        }
        let mut places = [const { Id::NOBODY }; FEW_IDS];
        places
            .iter_mut()
            .zip(ids)
            .for_each(|(to, id)| to.clone_from(id));
        let mut all = [0u8; FEW_RELATIONS];
        for (to, end) in all.iter_mut().zip(ends) {
            *to = u8::try_from(*end).ok()?;
        }
        Some(Self::Few {
            ends: all,
            ids: places,
        })
    }

    /// The identifiers of a relation.
    #[inline]
    pub(super) fn list(&self, relation: usize) -> &[Id] {
        match self {
            Self::Few { ends, ids } => {
                let end = |at: usize| ends.get(at).map_or(0, |end| usize::from(*end));
                let start = relation.checked_sub(1).map_or(0, end);
                ids.get(start..end(relation)).unwrap_or_default()
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
            }
            assert_eq!(related.list(lists.len()), [], "{counts:?}");
        }
        assert!(Related::of(&[vec![id(1); Related::MOST + 1]]).is_err());
    }
}
