//! The compiled form of a kind.

use super::check::Check;
use super::contact::UrlRule;
use super::mode::Gate;
use super::names::NameIndex;
use super::number::{DecimalRule, IntRule, MoneyRule, VectorRule};
use super::temporal::{DateRule, InstantRule};
use super::text::TextRule;
use crate::id::FieldId;
use crate::json::Limits;

/// A kind, ready to validate its documents.
#[derive(Debug, Clone, Default)]
pub struct KindPlan {
    /// The kind's name.
    pub name: Box<str>,
    /// The document's outermost object.
    pub root: ObjectPlan,
    /// How many fields, sections and nested fields there are: one past the last [`FieldId`].
    pub field_count: usize,
    /// How many values are captured for conditions and strength.
    pub slot_count: usize,
    /// Cross-field checks, in declaration order.
    pub checks: Vec<Check>,
    /// The gate of the mode `publish`, where the kind has one.
    pub publish: Option<Gate>,
    /// Onboarding steps.
    pub steps: Vec<Gate>,
    /// Bounds on a document's text.
    pub limits: Limits,
}

impl KindPlan {
    /// The step of that name.
    #[must_use]
    pub fn step(&self, name: &str) -> Option<&Gate> {
        self.steps.iter().find(|step| *step.name == *name)
    }

    /// The field at a path of names such as `["basics", "headline"]`; lists are stepped into
    /// without a name of their own.
    #[must_use]
    pub fn field(&self, names: &[&str]) -> Option<&FieldPlan> {
        let (first, rest) = names.split_first()?;
        rest.iter()
            .try_fold(self.root.field(first)?, |field, name| {
                field.ty.object()?.field(name)
            })
    }
}

/// An object: the document itself, a section, an `object` field or a list's items.
#[derive(Debug, Clone, Default)]
pub struct ObjectPlan {
    /// The fields, in declaration order.
    pub fields: Vec<FieldPlan>,
    /// The fields' names.
    pub names: NameIndex,
    /// What happens to members that no field names.
    pub unknown: Unknown,
    /// The fields, as bits, that need a look when they are missing.
    pub(crate) wanted: u128,
}

impl ObjectPlan {
    /// The most fields an object may have.
    pub const MAX_FIELDS: usize = 128;

    /// An object of at most [`Self::MAX_FIELDS`] fields.
    #[must_use]
    pub fn new(fields: Vec<FieldPlan>, unknown: Unknown) -> Self {
        let names = NameIndex::new(fields.iter().map(|field| field.name.clone()).collect());
        let wanted = fields.iter().take(Self::MAX_FIELDS).enumerate();
        let wanted = wanted.filter(|(_, f)| f.required || f.section || f.default.is_some());
        let wanted = wanted.fold(0, |bits, (index, _)| bits | 1u128 << index);
        Self {
            fields,
            names,
            unknown,
            wanted,
        }
    }

    /// The field of that name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&FieldPlan> {
        self.fields.get(self.names.find(name, 0)?)
    }

    /// Every field below this object with its path of names, depth first.
    pub fn walk<'p>(&'p self, visit: &mut dyn FnMut(&[&'p str], &'p FieldPlan)) {
        self.walk_from(&mut Vec::new(), visit);
    }

    fn walk_from<'p>(
        &'p self,
        path: &mut Vec<&'p str>,
        visit: &mut dyn FnMut(&[&'p str], &'p FieldPlan),
    ) {
        for field in &self.fields {
            path.push(&field.name);
            visit(path, field);
            if let Some(object) = field.ty.object() {
                object.walk_from(path, visit);
            }
            path.pop();
        }
    }
}

/// What happens to members that no field names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unknown {
    /// They are violations.
    #[default]
    Reject,
    /// They are left out of the normalised document.
    Drop,
    /// They stay as they are.
    Keep,
}

/// A field, or a section.
#[derive(Debug, Clone)]
pub struct FieldPlan {
    /// Its name.
    pub name: Box<str>,
    /// Its handle. The handles up to `end` are its descendants'.
    pub id: FieldId,
    /// One past its last descendant's handle.
    pub end: u16,
    /// What it holds.
    pub ty: Type,
    /// Whether a whole document must have it.
    pub required: bool,
    /// A section: missing means empty, so that its required fields are missing too.
    pub section: bool,
    /// The JSON text that fills it in when it is missing.
    pub default: Option<Box<str>>,
    /// The slot that captures its value.
    pub capture: Option<u16>,
    /// Whether list items are told apart by this field.
    pub unique: bool,
}

impl FieldPlan {
    /// Whether its value, or a part of it, is captured.
    pub(crate) fn is_captured(&self) -> bool {
        let money = match &self.ty {
            Type::Money(rule) => rule.amount_slot.or(rule.currency_slot),
            _ => None,
        };
        self.capture.or(money).is_some()
    }
}

impl ObjectPlan {
    /// Whether a field of the object, or one below, is captured.
    pub(crate) fn captures(&self) -> bool {
        self.fields.iter().any(|field| {
            let below = || field.ty.object().is_some_and(Self::captures);
            field.is_captured() || below()
        })
    }
}

/// What a field holds.
#[derive(Debug, Clone)]
pub enum Type {
    /// Any of the textual types.
    Text(TextRule),
    /// A whole number that a double holds exactly.
    Int(IntRule),
    /// An exact decimal, as a JSON string.
    Decimal(DecimalRule),
    /// `{"amount": "12.50", "currency": "USD"}`.
    Money(MoneyRule),
    /// `true` or `false`.
    Bool,
    /// One of a list of words.
    Enum(EnumRule),
    /// A civil date (ISO 8601).
    Date(DateRule),
    /// A point in time (RFC 3339).
    Instant(InstantRule),
    /// An exact duration (ISO 8601 without years and months).
    Duration,
    /// An http(s) or other allowed link.
    Url(UrlRule),
    /// The identifier of a record.
    Ref(RefRule),
    /// A list.
    List(Box<ListRule>),
    /// An object with free names and one type of value.
    Map(Box<MapRule>),
    /// An object with named fields.
    Object(ObjectPlan),
    /// A list of numbers of fixed length.
    Vector(VectorRule),
    /// Any JSON.
    Json,
}

impl Type {
    /// The object below this type: its own, or its items'.
    #[must_use]
    pub fn object(&self) -> Option<&ObjectPlan> {
        match self {
            Self::Object(object) => Some(object),
            Self::List(list) => list.of.object(),
            Self::Map(map) => map.of.object(),
            _ => None,
        }
    }
}

/// One of a list of words.
#[derive(Debug, Clone, Default)]
pub struct EnumRule {
    /// The words, in declaration order.
    pub values: Vec<Box<str>>,
    /// The words, for look-up.
    pub names: NameIndex,
}

impl EnumRule {
    /// A choice among `values`.
    #[must_use]
    pub fn new(values: Vec<Box<str>>) -> Self {
        Self {
            names: NameIndex::new(values.clone()),
            values,
        }
    }
}

/// The identifier of a record of a kind.
#[derive(Debug, Clone, Default)]
pub struct RefRule {
    /// The kind's name.
    pub to: Box<str>,
}

/// A list.
#[derive(Debug, Clone)]
pub struct ListRule {
    /// What each item is.
    pub of: Type,
    /// Fewest items.
    pub min: usize,
    /// Most items.
    pub max: usize,
    /// Whether equal items are refused.
    pub unique: Uniqueness,
}

/// When two items of a list count as the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Uniqueness {
    /// Never.
    #[default]
    None,
    /// When they are equal.
    Whole,
    /// When the fields marked [`FieldPlan::unique`] are equal.
    ByFields,
}

/// An object with free names.
#[derive(Debug, Clone)]
pub struct MapRule {
    /// What each value is.
    pub of: Type,
    /// Most members.
    pub max: usize,
}
