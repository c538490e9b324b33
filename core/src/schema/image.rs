//! How validation plans are stored.

use super::check::Check;
use super::contact::UrlRule;
use super::mode::Gate;
use super::normalize::Normalize;
use super::number::{DecimalRule, IntRule, MoneyRule, VectorRule};
use super::plan::{
    EnumRule, FieldPlan, KindPlan, ListRule, MapRule, ObjectPlan, RefRule, Type, Uniqueness,
    Unknown,
};
use super::temporal::{DateRule, InstantRule};
use super::text::{Format, TextRule};
use crate::image::{Input, Stored, stored};
use crate::json::Limits;

impl Stored for ObjectPlan {
    fn store(&self, out: &mut Vec<u8>) {
        self.fields.store(out);
        self.unknown.store(out);
    }

    fn load(from: &mut Input<'_>) -> Option<Self> {
        let fields = Vec::load(from)?;
        let fits = fields.len() <= Self::MAX_FIELDS;
        let unknown = Unknown::load(from)?;
        fits.then(|| Self::new(fields, unknown))
    }
}

impl Stored for EnumRule {
    fn store(&self, out: &mut Vec<u8>) {
        self.values.store(out);
    }

    fn load(from: &mut Input<'_>) -> Option<Self> {
        Vec::load(from).map(Self::new)
    }
}

/// A count of things that have handles.
struct Count(usize);

impl Stored for Count {
    fn store(&self, out: &mut Vec<u8>) {
        self.0.store(out);
    }

    fn load(from: &mut Input<'_>) -> Option<Self> {
        u16::load(from).map(usize::from).map(Self)
    }
}

impl Stored for KindPlan {
    fn store(&self, out: &mut Vec<u8>) {
        self.name.store(out);
        self.root.store(out);
        Count(self.field_count).store(out);
        Count(self.slot_count).store(out);
        self.checks.store(out);
        self.publish.store(out);
        self.steps.store(out);
    }

    fn load(from: &mut Input<'_>) -> Option<Self> {
        Some(Self {
            name: Stored::load(from)?,
            root: Stored::load(from)?,
            field_count: Count::load(from)?.0,
            slot_count: Count::load(from)?.0,
            checks: Stored::load(from)?,
            publish: Stored::load(from)?,
            steps: Stored::load(from)?,
            limits: Limits::default(),
        })
    }
}

stored! {
    struct FieldPlan { name, id, end, ty, required, section, default, capture, unique }

    enum Unknown { 0 = Reject, 1 = Drop, 2 = Keep }

    enum Type {
        0 = Text(rule), 1 = Int(rule), 2 = Decimal(rule), 3 = Money(rule), 4 = Bool, 5 = Enum(rule),
        6 = Date(rule), 7 = Instant(rule), 8 = Duration, 9 = Url(rule), 10 = Ref(rule),
        11 = List(rule), 12 = Map(rule), 13 = Object(plan), 14 = Vector(rule), 15 = Json
    }

    struct TextRule { format, min, max, graphemes, pattern, normalize, media_types }

    enum Format {
        0 = Line, 1 = Prose, 2 = Name, 3 = Email, 4 = Phone, 5 = Slug, 6 = Uuid, 7 = Country,
        8 = Language, 9 = Currency, 10 = Timezone, 11 = MediaType
    }

    struct Normalize { strip_controls, nfc, collapse, trim, lower }

    struct IntRule { min, max, multiple_of }

    struct DecimalRule { scale, digits, min, max }

    struct MoneyRule { amount, currencies, amount_slot, currency_slot }

    struct DateRule { partial, min, max }

    struct InstantRule { min, max }

    struct UrlRule { schemes, hosts, fetched, max }

    struct RefRule { to }

    struct ListRule { of, min, max, unique }

    enum Uniqueness { 0 = None, 1 = Whole, 2 = ByFields }

    struct MapRule { of, max }

    struct VectorRule { dimensions }

    struct Check { code, message, at, condition }

    struct Gate { name, requires, min_strength }
}
