//! What is taken away of people, and what is kept to do it again.

use super::access_log::Access;
use super::address::Address;

/// What becomes of a record that is somebody's, or that names them, when they go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
pub enum Treatment {
    /// It goes, with all its versions.
    Delete,
    /// Personal data, the owner and earlier versions go; the rest stays.
    Anonymise,
    /// As [`Self::Anonymise`], but fields that a law asks to keep stay.
    Retain,
    /// Relations no longer name the person, and fields about them go, but for those that a law
    /// asks to keep, with earlier versions of them: the record is another's too, or another's.
    Release,
    /// Relations no longer name the person; nothing else of it was about them.
    Unname,
    /// It is set aside, as a deletion at an identity provider may ask for.
    SetAside,
}

impl Treatment {
    const WORDS: [(Self, &'static str); 6] = [
        (Self::Delete, "delete"),
        (Self::Anonymise, "anonymise"),
        (Self::Retain, "retain"),
        (Self::Release, "release"),
        (Self::Unname, "unname"),
        (Self::SetAside, "set_aside"),
    ];

    /// Its word: `delete`, `anonymise`, `retain`, `release`, `unname` or `set_aside`.
    #[must_use]
    pub fn word(self) -> &'static str {
        let mut words = Self::WORDS.iter();
        words
            .find(|(known, _)| *known == self)
            .map_or("", |of| of.1)
    }

    /// The treatment of that word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        let mut words = Self::WORDS.iter();
        words.find(|(_, known)| *known == word).map(|of| of.0)
    }

    /// Whether the record stays with others, who wrote to it too: what was noted of them stays.
    #[must_use]
    pub fn is_shared(self) -> bool {
        matches!(self, Self::Release | Self::Unname)
    }
}

/// A record of which something was taken away.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Treated {
    /// The record.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub address: Address,
    /// What became of it; nothing where an earlier version of the program noted it.
    #[cfg_attr(feature = "serde", serde(default))]
    pub how: Option<Treatment>,
}

impl Treated {
    /// A record of which that became.
    #[must_use]
    pub fn new(address: Address, how: Treatment) -> Self {
        let how = Some(how);
        Self { address, how }
    }

    /// Whether who did what to it is forgotten.
    #[must_use]
    pub fn forgets_details(&self) -> bool {
        !self.how.is_some_and(Treatment::is_shared)
    }

    /// Whether what was announced of it is emptied; why an announcement was not delivered is
    /// always, for it may quote anything.
    #[must_use]
    pub fn empties_events(&self) -> bool {
        self.how != Some(Treatment::Unname)
    }
}

/// How far an erasure went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
pub enum Extent {
    /// To everything about the person, in records of others too: they were erased.
    #[default]
    Everywhere,
    /// To what they own: they were deleted at their identity provider.
    Own,
}

impl Extent {
    /// Its word: `everywhere` or `own`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Everywhere => "everywhere",
            Self::Own => "own",
        }
    }

    /// The extent of that word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        let all = [Self::Everywhere, Self::Own];
        all.into_iter().find(|extent| extent.word() == word)
    }
}

/// What is taken away of a person, besides what happens to their records.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Erasure {
    /// Its identifier.
    pub id: String,
    /// When, in microseconds since 1970 UTC.
    pub at: i64,
    /// The person's tenant; empty where there is one tenant only.
    pub tenant: String,
    /// The person.
    pub person: String,
    /// How far it went.
    #[cfg_attr(feature = "serde", serde(default))]
    pub extent: Extent,
    /// Their records, with what became of each: of all, reasons why announcements were not
    /// delivered are emptied, and of most, announcements and details too.
    pub records: Vec<Treated>,
}

impl Erasure {
    /// Whether a read of personal data goes by it: it names the person and is not younger.
    #[must_use]
    pub fn forgets(&self, access: &Access) -> bool {
        access.at <= self.at && access.names(&self.tenant, &self.person)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_back_as_what_they_mean() {
        for (treatment, word) in Treatment::WORDS {
            assert_eq!(treatment.word(), word);
            assert_eq!(Treatment::of_word(word), Some(treatment));
        }
        for extent in [Extent::Everywhere, Extent::Own] {
            assert_eq!(Extent::of_word(extent.word()), Some(extent));
        }
        assert_eq!(Treatment::of_word("burn"), None);
        assert_eq!(Extent::of_word(""), None);
    }
}
