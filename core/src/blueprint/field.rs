//! What is known about a field besides how it is validated.

use std::ops::Range;
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
    /// Relations to people whose data it is besides the owner's, as bits; zero where the blueprint
    /// says nothing.
    pub about: u64,
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
    /// The field around it.
    pub(crate) around: Option<FieldId>,
    /// Index of its audience rule.
    pub(crate) rule: u16,
    /// Whether it is a section.
    pub(crate) section: bool,
    /// Whether the blueprint gives it an audience of its own.
    pub(crate) own_audience: bool,
    /// Whether fields lie below it.
    pub(crate) is_parent: bool,
}

/// The contours of a kind's fields by handle, and the audience rules that they share.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Outline {
    pub(crate) rules: Vec<Arc<AudienceRule>>,
    pub(crate) fields: Vec<Contour>,
    /// The fields that have fields below them, outer ones first.
    pub(crate) parents: Vec<Parent>,
    /// The fields of personal data that lie in no other one.
    pub(crate) personal: Vec<FieldId>,
}

/// A field that has fields below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Parent {
    field: FieldId,
    end: u16,
}

impl Parent {
    /// Its place among the fields.
    pub(crate) fn index(self) -> usize {
        self.field.index()
    }

    /// The places of all fields below it.
    pub(crate) fn below(self) -> Range<usize> {
        self.index() + 1..usize::from(self.end)
    }
}

impl Outline {
    pub(crate) fn of(fields: &[FieldInfo]) -> Self {
        let mut outline = Self::default();
        let mut around: Vec<&FieldInfo> = Vec::new();
        for info in fields {
            let (field, end) = (info.id, info.end);
            around.retain(|parent| parent.contains(field));
            let is_parent = end > field.0.saturating_add(1);
            if is_parent {
                outline.parents.push(Parent { field, end });
            }
            let inside = around.iter().any(|parent| parent.class.is_some());
            if info.class.is_some() && !inside {
                outline.personal.push(field);
            }
            let rule = outline.rule(&info.audience);
            outline.fields.push(Contour {
                around: around.last().map(|parent| parent.id),
                rule,
                section: info.section,
                own_audience: info.own_audience,
                is_parent,
            });
            around.push(info);
        }
        outline
    }

    /// The index of a rule, which is noted when nobody had it yet.
    fn rule(&mut self, rule: &Arc<AudienceRule>) -> u16 {
        let known = self.rules.iter().position(|known| Arc::ptr_eq(known, rule));
        let index = known.unwrap_or_else(|| {
            self.rules.push(rule.clone());
            self.rules.len() - 1
        });
        u16::try_from(index).unwrap_or(u16::MAX)
    }
}
