//! The compiled form of a kind.

use super::check::Check;
use super::contact::UrlRule;
use super::mode::Gate;
use super::names::NameIndex;
use super::number::{DecimalRule, IntRule, MoneyRule, VectorRule};
use super::temporal::{DateRule, InstantRule};
use super::text::TextRule;
use crate::id::FieldId;
use crate::json::{Fault, Limits, NameToken, Reader, Text};

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
    /// The fields' names as they stand in compact text.
    tokens: Vec<NameToken>,
    /// What happens to members that no field names.
    pub unknown: Unknown,
    /// The fields that need a look when they are missing.
    pub(crate) wanted: Seen,
}

impl ObjectPlan {
    /// The most fields an object may have.
    pub const MAX_FIELDS: usize = 128;

    /// An object of at most [`Self::MAX_FIELDS`] fields.
    #[must_use]
    pub fn new(fields: Vec<FieldPlan>, unknown: Unknown) -> Self {
        let names = NameIndex::new(fields.iter().map(|field| field.name.clone()).collect());
        let mut wanted = Seen::default();
        for (at, field) in fields.iter().enumerate() {
            if field.required || field.section || field.default.is_some() {
                wanted.adds(at);
            }
        }
        let tokens = fields.iter().map(|field| NameToken::new(&field.name));
        Self {
            tokens: tokens.collect(),
            fields,
            names,
            unknown,
            wanted,
        }
    }

    /// The field of that name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&FieldPlan> {
        self.fields.get(self.names.find(name)?)
    }

    /// Reads a member's name. Documents mostly keep the blueprint's order, so the caller's guess
    /// is tried first, on the text as it stands.
    #[inline(always)]
    #[allow(clippy::inline_always, reason = "a call costs more than what it does")]
    pub(crate) fn read_name<'p, 'x>(
        &'p self,
        reader: &mut Reader<'x>,
        guess: usize,
    ) -> Result<Named<'p, 'x>, Fault> {
        match (self.tokens.get(guess), self.fields.get(guess)) {
            (Some(token), Some(field)) if reader.takes_name(token) => {
                Ok(Named::Field(guess, field))
            }
            _ => self.read_other_name(reader, guess),
        }
    }

    /// Reads the name of a member that is not the expected one: mostly because some before it
    /// are left out.
    fn read_other_name<'p, 'x>(
        &'p self,
        reader: &mut Reader<'x>,
        guess: usize,
    ) -> Result<Named<'p, 'x>, Fault> {
        const FURTHER: usize = 4;
        let next = guess + 1;
        let tokens = self.tokens.get(next..).unwrap_or_default();
        let near = tokens.iter().take(FURTHER);
        if let Some(further) = near.into_iter().position(|token| reader.takes_name(token))
            && let Some(field) = self.fields.get(next + further)
        {
            return Ok(Named::Field(next + further, field));
        }
        let name = reader.name()?;
        let at = self.names.find(&name.decode());
        let found = at.and_then(|at| Some((at, self.fields.get(at)?)));
        Ok(found.map_or(Named::Nobody(name), |(at, field)| Named::Field(at, field)))
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

/// Fields of one object, of which it has at most [`ObjectPlan::MAX_FIELDS`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Seen([u64; 2]);

impl Seen {
    /// Adds the field at that index. Whether it was not there before.
    #[inline]
    pub(crate) fn adds(&mut self, at: usize) -> bool {
        let bit = 1u64 << (at % 64);
        let Some(word) = self.0.get_mut(at / 64) else {
            return false;
        };
        let new = *word & bit == 0;
        *word |= bit;
        new
    }

    /// Whether the field at that index is there.
    pub(crate) fn has(self, at: usize) -> bool {
        let word = self.0.get(at / 64);
        word.is_some_and(|word| word >> (at % 64) & 1 == 1)
    }

    /// Whether all of `wanted` is there.
    #[inline]
    pub(crate) fn covers(self, wanted: Self) -> bool {
        let ([low, high], [wanted_low, wanted_high]) = (self.0, wanted.0);
        wanted_low & !low == 0 && wanted_high & !high == 0
    }
}

/// Whose name a member has.
pub(crate) enum Named<'p, 'x> {
    /// The field's, which stands at that index.
    Field(usize, &'p FieldPlan),
    /// No field's.
    Nobody(Text<'x>),
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
        let part = matches!(&self.ty, Type::Money(rule) if rule.is_captured());
        self.capture.is_some() || part
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

/// What a field holds: small, since every look at a document passes by all fields around it.
#[derive(Debug, Clone)]
pub enum Type {
    /// Any of the textual types.
    Text(Box<TextRule>),
    /// A whole number that a double holds exactly.
    Int(Box<IntRule>),
    /// An exact decimal, as a JSON string.
    Decimal(Box<DecimalRule>),
    /// `{"amount": "12.50", "currency": "USD"}`.
    Money(Box<MoneyRule>),
    /// `true` or `false`.
    Bool,
    /// One of a list of words.
    Enum(Box<EnumRule>),
    /// A civil date (ISO 8601).
    Date(Box<DateRule>),
    /// A point in time (RFC 3339).
    Instant(InstantRule),
    /// An exact duration (ISO 8601 without years and months).
    Duration,
    /// An http(s) or other allowed link.
    Url(Box<UrlRule>),
    /// The identifier of a record.
    Ref(RefRule),
    /// A list.
    List(Box<ListRule>),
    /// An object with free names and one type of value.
    Map(Box<MapRule>),
    /// An object with named fields.
    Object(Box<ObjectPlan>),
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

#[cfg(test)]
mod tests {
    use super::{FieldPlan, Named, ObjectPlan, Type, Unknown};
    use crate::id::FieldId;
    use crate::json::{Limits, Reader};

    #[test]
    fn a_name_is_read_whatever_the_guess_and_the_spelling() {
        let field = |name: &str| FieldPlan {
            name: name.into(),
            id: FieldId(0),
            end: 1,
            ty: Type::Json,
            required: false,
            section: false,
            default: None,
            capture: None,
            unique: false,
        };
        let plan = ObjectPlan::new(["a", "ab", "né"].map(field).into(), Unknown::Reject);
        for (text, found) in [
            ("\"a\":1", Some(0)),
            ("\"a\" :1", Some(0)),
            ("\"\\u0061\":1", Some(0)),
            ("\"ab\":1", Some(1)),
            ("\"né\":1", Some(2)),
            ("\"abc\":1", None),
            ("\"\":1", None),
        ] {
            for guess in 0..4 {
                let object = format!("{{{text}}}");
                let mut reader = Reader::new(&object, Limits::default());
                let mut members = reader.open_object().unwrap();
                assert!(reader.next_member(&mut members).unwrap());
                let read = match plan.read_name(&mut reader, guess) {
                    Ok(Named::Field(at, _)) => Some(at),
                    _ => None,
                };
                assert_eq!(read, found, "{text} guessed {guess}");
                reader.keep(&mut members).unwrap();
                let rest = object.get(reader.position()..).unwrap_or_default();
                assert_eq!(rest, "1}", "{text} guessed {guess}");
            }
        }
    }
}
