//! The account of changes: entries in chains, each bound to the one before.
//!
//! The hash of a link covers the hash of the link before it, its place, and every part of its
//! entry with its length in front. Whoever changes, drops or swaps a link has to change every
//! later one too, and then no longer agrees with a hash that was noted elsewhere (a checkpoint).
//!
//! What names a person is not in the entry but in its [`Detail`], of which the entry holds a
//! salted hash only: the detail can be erased, the chain still holds.

use super::digest::Digest;

/// What became of what somebody asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Outcome {
    /// It was done.
    #[default]
    Done,
    /// It was refused.
    Refused,
}

impl Outcome {
    /// Its word: `done` or `refused`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
        }
    }

    /// Reads its word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Done, Self::Refused]
            .into_iter()
            .find(|outcome| outcome.word() == word)
    }
}

/// One thing that somebody did, or was refused. Nothing in it names a person.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Entry {
    /// Its identifier.
    pub id: String,
    /// When, in microseconds since 1970 UTC.
    pub at: i64,
    /// The tenant of the record; empty where there is one tenant only.
    pub tenant: String,
    /// The action, such as `booking.confirm`.
    pub action: String,
    /// The kind of the record.
    pub kind: String,
    /// The record; empty where it is about a person's account.
    pub record: String,
    /// The record's version after it; 0 where there is none.
    pub version: i64,
    /// What became of it.
    pub outcome: Outcome,
    /// The policy or transition that decided; empty where none did.
    pub rule: String,
    /// Why, as a decision words it.
    pub reason: String,
    /// JSON Pointers to the fields that changed, never their values.
    pub fields: Vec<String>,
    /// The host's name for the request; empty where it gave none.
    pub request: String,
    /// The hash of the detail.
    pub commitment: Digest,
}

/// Who did something: what of an entry can be erased.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Detail {
    /// Random bytes, so that nobody finds the detail by trying.
    pub salt: [u8; 16],
    /// Who did it; empty for the product itself and for somebody who is not signed in.
    pub actor: String,
    /// On whose behalf; empty for themselves.
    pub behalf: String,
    /// Whose account it is about; empty where it is about a record.
    pub about: String,
}

impl Detail {
    /// Whether it names somebody.
    #[must_use]
    pub fn names(&self, person: &str) -> bool {
        [&self.actor, &self.behalf, &self.about]
            .iter()
            .any(|named| *named == person)
    }

    /// What the entry keeps of it.
    #[must_use]
    pub fn commitment(&self) -> Digest {
        let texts = [&self.actor, &self.behalf, &self.about];
        let parts = texts.map(|text| text.as_bytes());
        let [actor, behalf, about] = parts;
        Digest::of_parts([self.salt.as_slice(), actor, behalf, about])
    }
}

/// An entry at its place in a chain.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Link {
    /// The chain: a store keeps one or several, so that writers need not wait for each other.
    pub chain: u32,
    /// Its place in the chain, 1 for the first.
    pub number: i64,
    /// The entry.
    pub entry: Entry,
    /// The detail, until it is erased.
    pub detail: Option<Detail>,
    /// The hash of the link.
    pub hash: Digest,
}

impl Link {
    /// The hash that an entry has at a place, after a link with the hash `before`.
    #[must_use]
    pub fn seal(before: &Digest, chain: u32, number: i64, entry: &Entry) -> Digest {
        let fields = Digest::of_parts(&entry.fields);
        let texts = [
            &entry.id,
            &entry.tenant,
            &entry.action,
            &entry.kind,
            &entry.record,
            &entry.rule,
            &entry.reason,
            &entry.request,
        ];
        let [chain, number] = [chain.to_be_bytes().to_vec(), number.to_be_bytes().to_vec()];
        let (at, version) = (entry.at.to_be_bytes(), entry.version.to_be_bytes());
        let numbers: [&[u8]; 8] = [
            before.as_bytes(),
            &chain,
            &number,
            &at,
            &version,
            entry.outcome.word().as_bytes(),
            fields.as_bytes(),
            entry.commitment.as_bytes(),
        ];
        let texts = texts.into_iter().map(|text| text.as_bytes());
        Digest::of_parts(numbers.into_iter().chain(texts))
    }

    /// Puts an entry behind another link, or at the start of a chain.
    #[must_use]
    pub fn after(before: Option<(i64, Digest)>, chain: u32, entry: Entry, detail: Detail) -> Self {
        let (last, hash) = before.unwrap_or_default();
        let number = last.saturating_add(1);
        Self {
            chain,
            number,
            hash: Self::seal(&hash, chain, number, &entry),
            entry,
            detail: Some(detail),
        }
    }
}

/// What is wrong with a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Broken {
    /// The link at this place is not the next one: one before it is missing, or two are swapped.
    Missing {
        /// The place that should have come.
        number: i64,
    },
    /// The link at this place is not what was written.
    Altered {
        /// Its place.
        number: i64,
    },
    /// The detail of the link at this place is not what was written.
    AlteredDetail {
        /// Its place.
        number: i64,
    },
    /// The chain ends before a checkpoint, or had another link there.
    Truncated {
        /// The place of the checkpoint.
        number: i64,
    },
}

/// Walks along a chain and finds the first thing that is wrong.
///
/// ```
/// use profilekit::privacy::{Chain, Detail, Entry, Link};
///
/// let link = Link::after(None, 0, Entry::default(), Detail::default());
/// let mut chain = Chain::new(0);
/// // The entry was handed in without its detail's commitment: that is found out.
/// assert!(chain.follow(&link).is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Chain {
    chain: u32,
    last: i64,
    hash: Digest,
}

impl Chain {
    /// A chain of which nothing was looked at yet.
    #[must_use]
    pub fn new(chain: u32) -> Self {
        Self {
            chain,
            ..Self::default()
        }
    }

    /// A chain that was looked at up to a place, where it had that hash.
    #[must_use]
    pub fn from_checkpoint(chain: u32, number: i64, hash: Digest) -> Self {
        Self {
            chain,
            last: number,
            hash,
        }
    }

    /// Looks at the next link.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn follow(&mut self, link: &Link) -> Result<(), Broken> {
        let number = self.last.saturating_add(1);
        if link.number != number || link.chain != self.chain {
            return Err(Broken::Missing { number });
        }
        if Link::seal(&self.hash, self.chain, number, &link.entry) != link.hash {
            return Err(Broken::Altered { number });
        }
        let commitment = link.detail.as_ref().map(Detail::commitment);
        if commitment.is_some_and(|commitment| commitment != link.entry.commitment) {
            return Err(Broken::AlteredDetail { number });
        }
        (self.last, self.hash) = (number, link.hash);
        Ok(())
    }

    /// How far it was looked at: the place and the hash of the last link.
    #[must_use]
    pub fn reached(&self) -> (i64, Digest) {
        (self.last, self.hash)
    }

    /// Says whether the chain, looked at to its end, still has what a checkpoint noted.
    ///
    /// # Errors
    /// [`Broken::Truncated`] when it ends before. A checkpoint within what was looked at is
    /// compared by whoever walks, at its place.
    pub fn reaches(&self, checkpoint: i64) -> Result<(), Broken> {
        if self.last < checkpoint {
            return Err(Broken::Truncated { number: checkpoint });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(count: i64) -> Vec<Link> {
        let mut links: Vec<Link> = Vec::new();
        for number in 0..count {
            let detail = Detail {
                actor: format!("u{number}"),
                ..Detail::default()
            };
            let entry = Entry {
                id: format!("e{number}"),
                fields: vec!["/a".into(), "/b".into()],
                commitment: detail.commitment(),
                ..Entry::default()
            };
            let before = links.last().map(|link| (link.number, link.hash));
            links.push(Link::after(before, 3, entry, detail));
        }
        links
    }

    fn walk(links: &[Link]) -> Result<Chain, Broken> {
        let mut chain = Chain::new(3);
        links.iter().try_for_each(|link| chain.follow(link))?;
        Ok(chain)
    }

    #[test]
    fn whatever_is_changed_is_found_at_its_place() {
        let whole = links(4);
        assert_eq!(walk(&whole).map(|chain| chain.reached().0), Ok(4));
        type Tampering = (fn(&mut Link), Broken);
        let changes: [Tampering; 6] = [
            (
                |link| link.entry.action = "x".into(),
                Broken::Altered { number: 3 },
            ),
            (|link| link.entry.at += 1, Broken::Altered { number: 3 }),
            (
                |link| link.entry.outcome = Outcome::Refused,
                Broken::Altered { number: 3 },
            ),
            (
                |link| link.entry.fields = vec!["/a/b".into()],
                Broken::Altered { number: 3 },
            ),
            (|link| link.number += 1, Broken::Missing { number: 3 }),
            (
                |link| {
                    link.detail
                        .iter_mut()
                        .for_each(|detail| detail.actor.push('x'))
                },
                Broken::AlteredDetail { number: 3 },
            ),
        ];
        for (change, expected) in changes {
            let mut links = whole.clone();
            links.iter_mut().skip(2).take(1).for_each(change);
            assert_eq!(walk(&links), Err(expected));
        }
    }

    #[test]
    fn a_link_made_anew_is_found_by_the_next_one() {
        let mut links = links(3);
        if let [first, second, ..] = links.as_mut_slice() {
            let mut entry = second.entry.clone();
            entry.reason = "another".into();
            let detail = second.detail.clone().unwrap_or_default();
            *second = Link::after(Some((first.number, first.hash)), 3, entry, detail);
        }
        assert_eq!(walk(&links), Err(Broken::Altered { number: 3 }));
    }

    #[test]
    fn what_is_missing_swapped_or_cut_off_is_found() {
        let whole = links(4);
        let mut missing = whole.clone();
        missing.remove(1);
        assert_eq!(walk(&missing), Err(Broken::Missing { number: 2 }));
        let mut swapped = whole.clone();
        swapped.swap(1, 2);
        assert_eq!(walk(&swapped), Err(Broken::Missing { number: 2 }));
        let cut = walk(whole.get(..2).unwrap_or_default()).unwrap();
        assert_eq!(cut.reaches(3), Err(Broken::Truncated { number: 3 }));
        assert_eq!(cut.reaches(2), Ok(()));
    }

    #[test]
    fn an_erased_detail_leaves_the_chain_whole() {
        let mut links = links(3);
        links.iter_mut().for_each(|link| link.detail = None);
        assert!(walk(&links).is_ok());
    }
}
