//! What is kept of somebody's tie to the provider.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// The tie between a user of the provider and an account here: how far the account has followed.
/// Instants are microseconds since 1970 UTC.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Link {
    /// The provider's identifier.
    pub id: String,
    /// Whose account it is, or was while there was one.
    pub user: String,
    /// The tenant of the account; empty where there is one tenant only.
    pub tenant: String,
    /// The account's record; empty where there is none.
    pub record: String,
    /// Since when it is that one, or since when there was the last one; 0 where that is not known.
    #[serde(skip_serializing_if = "is_unknown")]
    pub tied_at: i64,
    /// The last state of the user that was followed.
    pub stamp: Stamp,
    /// Whether the user was deleted at the provider. That is for good.
    pub gone: bool,
    /// When the account was set aside because of that; none where it was not, or was before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_at: Option<i64>,
    /// Whether the provider forbids signing in.
    pub banned: bool,
    /// What the provider said of each attribute.
    pub fields: BTreeMap<String, Said>,
    /// What the provider said of roles.
    pub roles: Option<Said>,
    /// When sync changed the roles here last: where they were at another instant, somebody did.
    pub roles_at: i64,
    /// The roles of the last changes here that the provider was told, the latest last: what comes
    /// back of them is nothing that it says itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<Told>,
}

/// Roles that the provider was told.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Told {
    /// A hash of the words.
    pub digest: String,
    /// When they changed here.
    pub at: i64,
}

/// Which of several states of a user is the latest: the later one, and of two at the same instant
/// the one with the greater hash, so that everybody takes the same one. The hash of somebody who may
/// not sign in is greater than all others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Stamp {
    /// When the user was changed.
    pub at: i64,
    /// A hash of what is taken from the provider.
    pub digest: String,
}

/// A value that the provider said, and since when as far as is known.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Said {
    /// A hash of the value.
    pub digest: String,
    /// The first instant at which it was known.
    pub since: i64,
    /// Whether the provider has said nothing yet, in any state that came.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub silent: bool,
    /// The state that said it, where what later ones said could not be taken; otherwise the last one
    /// that was followed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<Stamp>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "what serde hands to it")]
fn is_unknown(at: &i64) -> bool {
    *at == 0
}

impl Said {
    /// The same value since when it was known; another one since now. Whoever has said nothing yet
    /// and says `nothing` now does not take anything back.
    pub(super) fn after(known: Option<&Self>, digest: String, at: i64, nothing: bool) -> Self {
        // What never could be taken was not said.
        let known = known.filter(|known| !known.digest.is_empty());
        let same = known.filter(|known| known.digest == digest);
        Self {
            since: same.map_or(at, |known| known.since.min(at)),
            silent: nothing && known.is_none_or(|known| known.silent),
            digest,
            of: None,
        }
    }

    /// Whether a later state than the one that gave the value may give another: what came after that
    /// one could not be taken.
    pub(super) fn given_before(&self, stamp: &Stamp) -> bool {
        self.of.as_ref().is_some_and(|of| of < stamp)
    }

    /// What was said of an attribute before something that cannot be taken: the state that said it, or
    /// one before all others.
    pub(crate) fn before(link: Option<&Link>, attribute: &str) -> Self {
        let known = link.and_then(|link| link.fields.get(attribute));
        let known = known.cloned().unwrap_or_default();
        // What no account was given is given by whichever state comes.
        let owned = link.filter(|link| !link.record.is_empty());
        let last = owned.filter(|_| !known.digest.is_empty());
        let last = last.map(|link| link.stamp.clone()).unwrap_or_default();
        Self {
            of: Some(known.of.clone().unwrap_or(last)),
            ..known
        }
    }
}

impl Link {
    /// Whether states of the user were seen from which nothing could follow, and no account is tied:
    /// none ever was, or the one that was is gone. A plan for an account that is to be made is not.
    pub(crate) fn is_unowned(&self) -> bool {
        let never = self.user.is_empty();
        !self.gone && self.record.is_empty() && (never || self.tied_at != 0)
    }

    /// What is kept of a user without an account: which state was seen, and what was said. Whose
    /// account was tied to the user before, in `known`, stays known: more of theirs may be here.
    pub(crate) fn unowned(&self, known: Option<&Self>) -> Self {
        let known = known.cloned().unwrap_or_default();
        let was_tied = i64::from(!known.user.is_empty());
        Self {
            id: self.id.clone(),
            user: known.user,
            tenant: known.tenant,
            tied_at: known.tied_at.max(was_tied),
            stamp: self.stamp.clone(),
            banned: self.banned,
            fields: self.fields.clone(),
            roles: self.roles.clone(),
            roles_at: known.roles_at,
            told: known.told,
            ..Self::default()
        }
    }

    /// Whose the account of a user is or was in a tenant, where that is known.
    pub(crate) fn person_in(&self, tenant: &str) -> Option<&str> {
        let known = !self.user.is_empty() && self.tenant == tenant;
        known.then_some(self.user.as_str())
    }

    /// Whether the provider says these words, and is not on the way to be told others.
    pub(crate) fn knows<W: AsRef<str>>(&self, words: &[W]) -> bool {
        let digest = of_words(words.iter().map(AsRef::as_ref).collect());
        let said = self.roles.as_ref();
        said.is_some_and(|said| said.digest == digest)
            && self.told.iter().all(|told| told.digest == digest)
    }

    /// The provider is told roles that changed here at an instant.
    pub(crate) fn tell<W: AsRef<str>>(&mut self, words: &[W], at: i64) {
        /// So many may be on their way at once and be known when they come back.
        const MOST: usize = 8;
        let digest = of_words(words.iter().map(AsRef::as_ref).collect());
        self.told
            .retain(|told| told.digest != digest || told.at != at);
        let over = (self.told.len() + 1).saturating_sub(MOST);
        self.told.drain(..over);
        self.told.push(Told { digest, at });
    }

    /// The link as compact JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads a link; `None` for anything else.
    #[must_use]
    pub fn from_json(json: &str) -> Option<Self> {
        serde_json::from_str(json).ok()
    }
}

/// A hash of words, in whatever order and however often each is there.
pub(super) fn of_words(mut words: Vec<&str>) -> String {
    words.sort_unstable();
    words.dedup();
    digest(words)
}

/// The first half of a SHA-256 hash of some parts, each with its length before it: enough to tell
/// values of one user apart.
pub(super) fn digest<P: AsRef<[u8]>>(parts: impl IntoIterator<Item = P>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        let part = part.as_ref();
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(part);
    }
    let hash = hash.finalize();
    hash.iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
