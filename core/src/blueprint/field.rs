//! What is known about a field besides how it is validated.

use std::sync::Arc;

pub use super::document::DataClassWord as DataClass;

use super::audience::AudienceRule;
use super::document::{LawfulBasis, SourceWord, TypeWord};
use crate::id::{FieldId, RoleSet};

impl DataClass {
    /// Whether data of the class must not be public by default.
    #[must_use]
    pub fn is_sensitive(self) -> bool {
        matches!(
            self,
            Self::Contact
                | Self::Identity
                | Self::Location
                | Self::Financial
                | Self::Confidential
                | Self::Special
        )
    }
}

/// A field, section or nested field of a kind.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldInfo {
    /// Its handle.
    pub id: FieldId,
    /// One past its last descendant's handle.
    pub end: u16,
    /// Its path: `/skills/skills/*/level`, with `*` for the items of a list or map.
    pub pointer: Box<str>,
    /// What people call it.
    pub label: Option<Box<str>>,
    /// What it is for.
    pub description: Option<Box<str>>,
    /// What it holds; sections are objects.
    pub ty: TypeWord,
    /// Whether it is a section.
    pub section: bool,
    /// Whether a whole document must have it.
    pub required: bool,
    /// Who sees it.
    pub audience: Arc<AudienceRule>,
    /// Whether the blueprint gives it an audience of its own.
    pub own_audience: bool,
    /// Roles that may write it; `None` for everyone whom a policy lets.
    pub written_by: Option<RoleSet>,
    /// What computes it.
    pub derived: Option<Box<str>>,
    /// Where it comes from when not from the owner.
    pub source: Option<SourceWord>,
    /// What kind of personal data it is.
    pub class: Option<DataClass>,
    /// Why it may be processed.
    pub basis: Option<LawfulBasis>,
    /// How long it is kept (ISO 8601 duration).
    pub retention: Option<Box<str>>,
}

impl FieldInfo {
    /// Whether `other` is this field or lies below it.
    #[must_use]
    pub fn contains(&self, other: FieldId) -> bool {
        (self.id.0..self.end).contains(&other.0)
    }
}

/// What deciding who sees a field asks of it: apart, so that a look at every field reads little.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Contour {
    /// One past its last descendant's handle.
    pub(crate) end: u16,
    /// Index of its audience rule.
    pub(crate) rule: u16,
    /// Whether it is a section.
    pub(crate) section: bool,
    /// Whether the blueprint gives it an audience of its own.
    pub(crate) own_audience: bool,
}

/// The contours of a kind's fields by handle, and the audience rules that they share.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Outline {
    pub(crate) rules: Vec<Arc<AudienceRule>>,
    pub(crate) fields: Vec<Contour>,
}

impl Outline {
    pub(crate) fn of(fields: &[FieldInfo]) -> Self {
        let mut outline = Self::default();
        for field in fields {
            let known = |rule: &Arc<AudienceRule>| Arc::ptr_eq(rule, &field.audience);
            let rule = outline.rules.iter().position(known).unwrap_or_else(|| {
                outline.rules.push(field.audience.clone());
                outline.rules.len() - 1
            });
            outline.fields.push(Contour {
                end: field.end,
                rule: u16::try_from(rule).unwrap_or(u16::MAX),
                section: field.section,
                own_audience: field.own_audience,
            });
        }
        outline
    }
}
