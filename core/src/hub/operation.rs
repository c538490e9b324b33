//! What can be done to a record.

use crate::privacy::Digest;

/// Something that is done to a record, as data: one by one, several at once, or again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation<'o> {
    /// Makes it.
    Create(Create<'o>),
    /// Changes its document.
    Update(Update<'o>),
    /// Moves it to another state.
    Transition(Transition<'o>),
    /// Sets it aside.
    Archive(Target<'o>),
    /// Brings it back after it was set aside.
    Restore(Target<'o>),
    /// Deletes it, which means what its kind says: set aside, without personal data, or gone.
    Delete(Target<'o>),
    /// Gives it the document of an earlier version.
    Revert(Revert<'o>),
    /// Chooses who sees its fields, as its owner.
    Choose(Choose<'o>),
    /// Forces who sees its fields at most, as an administrator.
    Force(Choose<'o>),
}

/// Which record, and at which version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Target<'o> {
    /// Its kind.
    pub kind: &'o str,
    /// Its identifier.
    pub id: &'o str,
    /// Its tenant, where that is not the subject's.
    pub tenant: Option<&'o str>,
    /// The version that the caller knows: another one is refused.
    pub version: Option<i64>,
}

/// A new record.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Create<'o> {
    /// Its kind.
    pub kind: &'o str,
    /// Its identifier; a UUIDv7 where none is given.
    pub id: Option<&'o str>,
    /// Its tenant, where that is not the subject's.
    pub tenant: Option<&'o str>,
    /// Its owner, where that is not the subject.
    pub owner: Option<&'o str>,
    /// Its relations: names with identifiers.
    pub relations: Vec<(&'o str, Vec<&'o str>)>,
    /// Its document.
    pub document: &'o [u8],
    /// Whether required fields may still be missing.
    pub draft: bool,
}

/// A change of a document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Update<'o> {
    /// The record.
    pub target: Target<'o>,
    /// A merge patch (RFC 7396).
    pub patch: &'o [u8],
    /// Whether the document is complete from now on: required fields must be there.
    pub finish: bool,
    /// Relations that change: names with all identifiers that they have from now on.
    pub relations: Vec<(&'o str, Vec<&'o str>)>,
}

/// A move to another state.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Transition<'o> {
    /// The record.
    pub target: Target<'o>,
    /// The transition, such as `confirm`.
    pub name: &'o str,
    /// A merge patch for the fields that the transition needs; nothing where empty.
    pub patch: &'o [u8],
}

/// Back to an earlier document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Revert<'o> {
    /// The record.
    pub target: Target<'o>,
    /// The version whose document it gets.
    pub to: i64,
}

/// Who sees fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Choose<'o> {
    /// The record.
    pub target: Target<'o>,
    /// A JSON object of JSON Pointers and audiences; `null` takes a choice back.
    pub audiences: &'o [u8],
}

impl<'o> Operation<'o> {
    /// The kind of the record.
    #[must_use]
    pub fn kind(&self) -> &'o str {
        match self {
            Self::Create(create) => create.kind,
            _ => self.target().kind,
        }
    }

    /// Which record it is about; a new one has no version.
    #[must_use]
    pub fn target(&self) -> Target<'o> {
        match self {
            Self::Create(create) => Target {
                kind: create.kind,
                id: create.id.unwrap_or_default(),
                tenant: create.tenant,
                version: None,
            },
            Self::Update(update) => update.target,
            Self::Transition(transition) => transition.target,
            Self::Archive(target) | Self::Restore(target) | Self::Delete(target) => *target,
            Self::Revert(revert) => revert.target,
            Self::Choose(choose) | Self::Force(choose) => choose.target,
        }
    }

    /// Its word.
    #[must_use]
    pub fn word(&self) -> &'o str {
        match self {
            Self::Create(_) => "create",
            Self::Update(_) => "update",
            Self::Transition(transition) => transition.name,
            Self::Archive(_) => "archive",
            Self::Restore(_) => "restore",
            Self::Delete(_) => "delete",
            Self::Revert(_) => "revert",
            Self::Choose(_) => "choose",
            Self::Force(_) => "force",
        }
    }

    /// The hash by which a repetition is told from another request with the same key.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let target = self.target();
        let mut parts: Vec<Vec<u8>> = vec![
            self.word().into(),
            target.kind.into(),
            target.id.into(),
            target
                .tenant
                .map_or_else(Vec::new, |tenant| format!("={tenant}").into()),
            format!("{:?}", target.version).into(),
        ];
        match self {
            Self::Create(create) => {
                parts.push(
                    create
                        .owner
                        .map_or_else(Vec::new, |owner| format!("={owner}").into()),
                );
                parts.push(vec![u8::from(create.draft), u8::from(create.id.is_some())]);
                parts.push(create.document.into());
                push_relations(&mut parts, &create.relations);
            }
            Self::Update(update) => {
                parts.push(vec![u8::from(update.finish)]);
                parts.push(update.patch.into());
                push_relations(&mut parts, &update.relations);
            }
            Self::Transition(transition) => parts.push(transition.patch.into()),
            Self::Revert(revert) => parts.push(revert.to.to_be_bytes().into()),
            Self::Choose(choose) | Self::Force(choose) => parts.push(choose.audiences.into()),
            Self::Archive(_) | Self::Restore(_) | Self::Delete(_) => {}
        }
        Digest::of_parts(parts)
    }
}

fn push_relations(parts: &mut Vec<Vec<u8>>, relations: &[(&str, Vec<&str>)]) {
    for (name, ids) in relations {
        // Neither a name nor an identifier holds a space.
        parts.push(format!("{name} {}", ids.join(" ")).into());
    }
}
