//! Names, identifiers and the dense handles that a compiled blueprint gives them.

use std::fmt;
use std::hash::{Hash, Hasher};

use crate::image::{Input, Stored};

/// An opaque identifier of a subject, a record or a tenant, as the host or its identity
/// provider issued it: 1 to 128 visible ASCII characters, compared byte for byte.
///
/// Visible ASCII only, so that no two stores can disagree about case, trailing space or
/// Unicode form of the same identifier.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Id(Repr);

/// Short identifiers lie where they are held, so that comparing two looks nowhere else. The same
/// text always has the same form.
#[derive(Clone, Eq)]
enum Repr {
    Short { length: u8, bytes: [u8; Id::SHORT] },
    Long(Box<str>),
}

impl Id {
    /// Longest identifier in bytes.
    pub const MAX: usize = 128;

    /// A place without an identifier; equal to none.
    pub(crate) const NOBODY: Self = Self(Repr::Short {
        length: 0,
        bytes: [0; Self::SHORT],
    });

    /// Longest identifier that is held in place.
    const SHORT: usize = 22;

    /// Checks and takes an identifier.
    ///
    /// ```
    /// use profilekit::id::Id;
    /// assert!(Id::new("user_2aXc").is_some());
    /// assert!(Id::new("with space").is_none());
    /// ```
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        Self::is_valid(text).then(|| Self(Repr::of(text)))
    }

    /// Whether `text` may be an identifier.
    #[must_use]
    pub fn is_valid(text: &str) -> bool {
        (1..=Self::MAX).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
    }

    /// The identifier as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Repr::Short { length, bytes } => {
                let text = bytes.get(..usize::from(*length)).unwrap_or_default();
                std::str::from_utf8(text).unwrap_or_default()
            }
            Repr::Long(text) => text,
        }
    }
}

impl PartialEq for Repr {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::Short { length, bytes },
                Self::Short {
                    length: other,
                    bytes: others,
                },
            ) => length == other && bytes == others,
            (Self::Long(text), Self::Long(other)) => are_same(text, other),
            _ => false,
        }
    }
}

/// A call of its own, so that comparing short identifiers needs none.
#[inline(never)]
fn are_same(text: &str, other: &str) -> bool {
    text == other
}

impl Hash for Repr {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Self::Short { length, bytes } => (length, bytes).hash(state),
            Self::Long(text) => text.hash(state),
        }
    }
}

impl Repr {
    fn of(text: &str) -> Self {
        let mut bytes = [0; Id::SHORT];
        match (bytes.get_mut(..text.len()), u8::try_from(text.len())) {
            (Some(place), Ok(length)) => {
                place.copy_from_slice(text.as_bytes());
                Self::Short { length, bytes }
            }
            _ => Self::Long(text.into()),
        }
    }
}

impl PartialOrd for Id {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Id {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Id({:?})", self.as_str())
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Whether `text` may name a role, kind, section, field, action, state, relation or mode:
/// a lower-case letter, then lower-case letters, digits and `_`, at most 64 in all.
#[must_use]
pub fn is_name(text: &str) -> bool {
    text.len() <= 64
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        && !crate::json::forbidden_name(text)
}

macro_rules! handles {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub(crate) u16);

        impl $name {
            /// The handle as an index into the kernel's tables.
            #[must_use]
            pub fn index(self) -> usize {
                usize::from(self.0)
            }

            /// The handle of a table index; `None` when a table is longer than handles reach.
            #[must_use]
            pub fn from_index(index: usize) -> Option<Self> {
                u16::try_from(index).ok().map(Self)
            }
        }

        impl Stored for $name {
            fn store(&self, out: &mut Vec<u8>) {
                self.0.store(out);
            }

            fn load(from: &mut Input<'_>) -> Option<Self> {
                u16::load(from).map(Self)
            }
        }
    )*};
}

handles! {
    /// A role of the blueprint.
    RoleId;
    /// A kind of the blueprint.
    KindId;
    /// An action on a kind, such as `booking.confirm`.
    ActionId;
    /// A field, section or nested field of a kind; a field's descendants follow it directly.
    FieldId;
    /// A relation of a kind.
    RelationId;
    /// A state of a kind's lifecycle.
    StateId;
    /// A policy or transition of the blueprint.
    RuleId;
    /// A persona of the blueprint.
    PersonaId;
}

/// A set of up to 128 roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct RoleSet(pub(crate) u128);

impl RoleSet {
    /// The most roles a blueprint may have, built-in ones included.
    pub const MAX: usize = 128;

    /// No role.
    pub const EMPTY: Self = Self(0);

    /// This set with one more role.
    #[must_use]
    pub fn with(self, role: RoleId) -> Self {
        Self(self.0 | 1u128.checked_shl(u32::from(role.0)).unwrap_or(0))
    }

    /// Whether the role is in the set.
    #[must_use]
    pub fn contains(self, role: RoleId) -> bool {
        self.intersects(Self::EMPTY.with(role))
    }

    /// Whether the sets share a role.
    #[must_use]
    pub fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The roles of both sets.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the set is empty.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The roles, in handle order.
    pub fn iter(self) -> impl Iterator<Item = RoleId> {
        (0..128u16)
            .filter(move |bit| self.0 >> bit & 1 == 1)
            .map(RoleId)
    }
}

impl Stored for RoleSet {
    fn store(&self, out: &mut Vec<u8>) {
        self.0.store(out);
    }

    fn load(from: &mut Input<'_>) -> Option<Self> {
        u128::load(from).map(Self)
    }
}

/// A set of fields of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FieldSet(Box<[u64]>);

impl FieldSet {
    /// An empty set for a kind with `count` fields.
    #[must_use]
    pub fn empty(count: usize) -> Self {
        Self(vec![0; count.div_ceil(64)].into())
    }

    /// The set of all `count` fields.
    #[must_use]
    pub fn all(count: usize) -> Self {
        let mut set = Self::empty(count);
        (0..count)
            .filter_map(FieldId::from_index)
            .for_each(|field| set.insert(field));
        set
    }

    /// Adds a field.
    pub fn insert(&mut self, field: FieldId) {
        if let Some(word) = self.0.get_mut(field.index() / 64) {
            *word |= 1 << (field.index() % 64);
        }
    }

    /// Takes a field out.
    pub fn remove(&mut self, field: FieldId) {
        if let Some(word) = self.0.get_mut(field.index() / 64) {
            *word &= !(1 << (field.index() % 64));
        }
    }

    /// Whether a field is in the set.
    #[inline]
    #[must_use]
    pub fn contains(&self, field: FieldId) -> bool {
        self.0
            .get(field.index() / 64)
            .is_some_and(|word| word >> (field.index() % 64) & 1 == 1)
    }

    /// Adds every field of `other`.
    pub fn extend(&mut self, other: &Self) {
        self.0
            .iter_mut()
            .zip(&other.0)
            .for_each(|(word, more)| *word |= more);
    }

    /// Takes out every field of `other`.
    pub fn subtract(&mut self, other: &Self) {
        self.0
            .iter_mut()
            .zip(&other.0)
            .for_each(|(word, less)| *word &= !less);
    }

    /// Whether no field is in the set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|&word| word == 0)
    }
}

impl Stored for FieldSet {
    fn store(&self, out: &mut Vec<u8>) {
        self.0.to_vec().store(out);
    }

    fn load(from: &mut Input<'_>) -> Option<Self> {
        Vec::load(from).map(Vec::into_boxed_slice).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_lower_case_words() {
        for good in ["a", "builder_profile", "v2"] {
            assert!(is_name(good), "{good}");
        }
        for bad in [
            "",
            "A",
            "2a",
            "_a",
            "a-b",
            "constructor",
            "prototype",
            "ä",
            &"a".repeat(65),
        ] {
            assert!(!is_name(bad), "{bad}");
        }
    }

    #[test]
    fn identifiers_of_every_length_stay_what_they_are() {
        for length in 1..=Id::MAX {
            let text: String = ('a'..='z').cycle().take(length).collect();
            let id = Id::new(&text).unwrap();
            assert_eq!((id.as_str(), id.to_string()), (text.as_str(), text.clone()));
            let other = Id::new(&format!("{}!", &text[1..])).unwrap();
            assert_eq!(id.cmp(&other), text.as_str().cmp(other.as_str()));
            assert!(id != other && id == id.clone());
        }
        for bad in ["", " ", "a b", "ä", "a\n", &"a".repeat(129)] {
            assert!(Id::new(bad).is_none(), "{bad:?}");
        }
    }

    #[test]
    fn sets_hold_what_was_put_in() {
        let mut set = FieldSet::empty(130);
        set.insert(FieldId(129));
        assert!(set.contains(FieldId(129)) && !set.contains(FieldId(128)));
        assert!(!set.contains(FieldId(400)));
        let roles = RoleSet::EMPTY.with(RoleId(0)).with(RoleId(127));
        assert_eq!(roles.iter().map(|r| r.0).collect::<Vec<_>>(), [0, 127]);
    }
}
