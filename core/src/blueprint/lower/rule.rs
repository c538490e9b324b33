//! Types with their constraints.

use super::super::document::{
    Bound, Field, FormatWord, LengthUnit, NormalizeWord, TypeWord, UnknownFields,
};
use super::super::model::{bad_value, unknown as unknown_name};
use super::super::problem::{Problem, Problems};
use crate::decimal::Decimal;
use crate::error::Code;
use crate::pattern::Pattern;
use crate::schema::{
    DateRule, DecimalRule, EnumRule, FieldPlan, Format, InstantRule, IntRule, ListRule, MapRule,
    MoneyRule, Normalize, RefRule, TextRule, Type, Uniqueness, Unknown, UrlRule, VectorRule,
    is_currency,
};
use crate::time::{is_date, parse_instant};

pub(super) fn unknown(word: UnknownFields) -> Unknown {
    match word {
        UnknownFields::Reject => Unknown::Reject,
        UnknownFields::Drop => Unknown::Drop,
        UnknownFields::Keep => Unknown::Keep,
    }
}

/// The rule of a type without fields or items.
pub(super) fn scalar(field: &Field, at: &str, kinds: &[&str], problems: &mut Problems) -> Type {
    let mut bounds = Bounds {
        field,
        at,
        problems,
    };
    match field.ty {
        TypeWord::Int => Type::Int(Box::new(bounds.whole())),
        TypeWord::Decimal => Type::Decimal(Box::new(bounds.decimal_rule())),
        TypeWord::Money => Type::Money(Box::new(bounds.money())),
        TypeWord::Bool => Type::Bool,
        TypeWord::Enum => Type::Enum(Box::new(bounds.values())),
        TypeWord::Date => Type::Date(Box::new(bounds.dates())),
        TypeWord::Instant => Type::Instant(bounds.instants()),
        TypeWord::Duration => Type::Duration,
        TypeWord::Url => Type::Url(Box::new(url(field))),
        TypeWord::Ref => Type::Ref(bounds.reference(kinds)),
        TypeWord::Vector => Type::Vector(bounds.vector()),
        TypeWord::Json => Type::Json,
        _ => Type::Text(Box::new(bounds.text())),
    }
}

struct Bounds<'b> {
    field: &'b Field,
    at: &'b str,
    problems: &'b mut Problems,
}

impl Bounds<'_> {
    fn bad<T>(&mut self, name: &'static str, expected: &str) -> Option<T> {
        bad_value(
            &format!("{}/{name}", self.at),
            name,
            expected,
            self.problems,
        );
        None
    }

    fn int(&mut self, name: &'static str, bound: &Option<Bound>) -> Option<i64> {
        match bound {
            Some(Bound::Int(value)) => Some(*value),
            Some(Bound::Text(_)) => self.bad(name, "a whole number"),
            None => None,
        }
    }

    fn size(&mut self, name: &'static str, bound: &Option<Bound>) -> Option<usize> {
        let value = self.int(name, bound)?;
        usize::try_from(value)
            .ok()
            .or_else(|| self.bad(name, "a whole number from 0"))
    }

    fn decimal(&mut self, name: &'static str, bound: &Option<Bound>) -> Option<Decimal> {
        match bound {
            Some(Bound::Int(value)) => Some(Decimal::from_int(*value)),
            Some(Bound::Text(text)) => {
                Decimal::parse(text).or_else(|| self.bad(name, "a decimal such as \"12.50\""))
            }
            None => None,
        }
    }

    fn date(&mut self, name: &'static str, bound: &Option<Bound>) -> Option<Box<str>> {
        match bound {
            Some(Bound::Text(text)) if is_date(text) => Some(text.as_str().into()),
            Some(_) => self.bad(name, "a date such as \"2026-01-31\""),
            None => None,
        }
    }

    fn instant(&mut self, name: &'static str, bound: &Option<Bound>) -> Option<i64> {
        match bound {
            Some(Bound::Text(text)) => parse_instant(text)
                .or_else(|| self.bad(name, "an instant such as \"2026-01-31T00:00:00Z\"")),
            Some(Bound::Int(_)) => self.bad(name, "an instant such as \"2026-01-31T00:00:00Z\""),
            None => None,
        }
    }

    /// Nothing is at once above `max` and below it.
    fn ordered<T: PartialOrd>(&mut self, min: &Option<T>, max: &Option<T>) {
        if min
            .as_ref()
            .zip(max.as_ref())
            .is_some_and(|(min, max)| min > max)
        {
            self.bad::<()>("max", "`max` not below `min`");
        }
    }

    fn whole(&mut self) -> IntRule {
        let (min, max) = (
            self.int("min", &self.field.min),
            self.int("max", &self.field.max),
        );
        self.ordered(&min, &max);
        if self.field.multiple_of == Some(0) {
            self.bad::<()>("multiple_of", "a number above zero");
        }
        IntRule {
            min,
            max,
            multiple_of: self.field.multiple_of.map(i64::from),
        }
    }

    fn dates(&mut self) -> DateRule {
        let (min, max) = (
            self.date("min", &self.field.min),
            self.date("max", &self.field.max),
        );
        self.ordered(&min, &max);
        DateRule {
            partial: self.field.partial,
            min,
            max,
        }
    }

    fn instants(&mut self) -> InstantRule {
        let (min, max) = (
            self.instant("min", &self.field.min),
            self.instant("max", &self.field.max),
        );
        self.ordered(&min, &max);
        InstantRule { min, max }
    }

    fn digits(&mut self, name: &'static str, value: Option<u32>) -> Option<u8> {
        let most = u32::try_from(Decimal::MAX_DIGITS).unwrap_or(u32::MAX);
        match value {
            Some(value) if value <= most => u8::try_from(value).ok(),
            Some(_) => self.bad(name, "at most 18"),
            None => None,
        }
    }

    fn decimal_rule(&mut self) -> DecimalRule {
        let (min, max) = (
            self.decimal("min", &self.field.min),
            self.decimal("max", &self.field.max),
        );
        self.ordered(&min, &max);
        DecimalRule {
            scale: self.digits("scale", self.field.scale),
            digits: self.digits("digits", self.field.digits),
            min,
            max,
        }
    }

    fn money(&mut self) -> MoneyRule {
        let codes = self.field.currencies.iter().enumerate();
        for (index, _) in codes.filter(|(_, code)| !is_currency(code)) {
            bad_value(
                &format!("{}/currencies/{index}", self.at),
                "currency",
                "an ISO 4217 code",
                self.problems,
            );
        }
        let currencies = self
            .field
            .currencies
            .iter()
            .map(|code| code.as_str().into())
            .collect();
        MoneyRule {
            amount: self.decimal_rule(),
            currencies,
            ..MoneyRule::default()
        }
    }

    fn values(&mut self) -> EnumRule {
        if self.field.values.is_empty() {
            self.problems.push(Problem::missing(self.at, "values"));
        }
        let mut values: Vec<Box<str>> = Vec::new();
        for (index, value) in self.field.values.iter().enumerate() {
            if values.iter().any(|known| **known == **value) {
                let problem = Problem::new(
                    format!("{}/values/{index}", self.at),
                    Code::BlueprintDuplicate,
                );
                self.problems
                    .push(problem.with("what", "value").with("name", value.clone()));
            } else {
                values.push(value.as_str().into());
            }
        }
        EnumRule::new(values)
    }

    fn reference(&mut self, kinds: &[&str]) -> RefRule {
        let to = self.field.to.as_deref().unwrap_or_default();
        if self.field.to.is_none() {
            self.problems.push(Problem::missing(self.at, "to"));
        } else if to != "user" && !kinds.contains(&to) {
            let at = format!("{}/to", self.at);
            let known = kinds.iter().copied().chain(["user"]);
            self.problems.push(unknown_name("kind", to, &at, known));
        }
        RefRule { to: to.into() }
    }

    fn vector(&mut self) -> VectorRule {
        let dimensions = self
            .field
            .dimensions
            .and_then(|count| usize::try_from(count).ok());
        if dimensions.is_none() {
            self.problems.push(Problem::missing(self.at, "dimensions"));
        }
        VectorRule {
            dimensions: dimensions.unwrap_or(0),
        }
    }

    fn text(&mut self) -> TextRule {
        let (format, max) = text_format(self.field);
        let mut normalize = normalizers(&self.field.normalize);
        if self.field.ty == TypeWord::Skill {
            (normalize.trim, normalize.collapse, normalize.nfc) = (true, true, true);
        }
        let least = usize::from(self.field.ty == TypeWord::Skill);
        let min = self.size("min", &self.field.min).unwrap_or(least);
        let limit = if format == Format::Email {
            EMAIL
        } else {
            UNBOUNDED
        };
        let max = self.size("max", &self.field.max).unwrap_or(max).min(limit);
        self.ordered(&Some(min), &Some(max));
        TextRule {
            format,
            min,
            max,
            graphemes: self.field.unit == Some(LengthUnit::Graphemes),
            pattern: self.pattern(),
            normalize,
            media_types: Vec::new(),
        }
    }

    fn pattern(&mut self) -> Option<Pattern> {
        match Pattern::new(self.field.pattern.as_ref()?) {
            Ok(pattern) => Some(pattern),
            Err(fault) => {
                let problem = Problem::new(format!("{}/pattern", self.at), Code::BlueprintPattern);
                self.problems
                    .push(problem.with("reason", fault.to_string()));
                None
            }
        }
    }
}

/// The length of a code is part of its form: a wrong one is not also called too long.
const UNBOUNDED: usize = usize::MAX;

/// Octets of a mail address (RFC 5321, erratum 1690).
const EMAIL: usize = 254;

/// What a text stands for, and its most characters where the blueprint does not say.
fn text_format(field: &Field) -> (Format, usize) {
    match (field.ty, field.format) {
        (_, Some(FormatWord::DisplayName)) => (Format::Name, 200),
        (_, Some(FormatWord::MediaType)) => (Format::MediaType, 255),
        (TypeWord::Text, _) => (Format::Prose, 20_000),
        (TypeWord::Email, _) => (Format::Email, EMAIL),
        (TypeWord::Phone, _) => (Format::Phone, UNBOUNDED),
        (TypeWord::Slug, _) => (Format::Slug, 100),
        (TypeWord::Uuid, _) => (Format::Uuid, UNBOUNDED),
        (TypeWord::Country, _) => (Format::Country, UNBOUNDED),
        (TypeWord::Language, _) => (Format::Language, 35),
        (TypeWord::Currency, _) => (Format::Currency, UNBOUNDED),
        (TypeWord::Timezone, _) => (Format::Timezone, UNBOUNDED),
        (TypeWord::Skill, _) => (Format::Line, 80),
        _ => (Format::Line, 1000),
    }
}

fn normalizers(words: &[NormalizeWord]) -> Normalize {
    let has = |word| words.contains(&word);
    Normalize {
        strip_controls: has(NormalizeWord::StripControls),
        nfc: has(NormalizeWord::Nfc),
        collapse: has(NormalizeWord::Collapse),
        trim: has(NormalizeWord::Trim),
        lower: has(NormalizeWord::Lower),
    }
}

fn url(field: &Field) -> UrlRule {
    let boxed = |list: &[String]| list.iter().map(|text| text.as_str().into()).collect();
    let standard = UrlRule::default();
    let max = match field.max {
        Some(Bound::Int(max)) => usize::try_from(max).unwrap_or(standard.max),
        _ => standard.max,
    };
    UrlRule {
        schemes: if field.schemes.is_empty() {
            standard.schemes
        } else {
            boxed(&field.schemes)
        },
        hosts: boxed(&field.hosts),
        fetched: field.fetched,
        max,
    }
}

/// A list or map of `of`.
pub(super) fn container(field: &Field, mut of: Type, at: &str, problems: &mut Problems) -> Type {
    let size = |value: Option<u32>, standard| {
        value
            .and_then(|v| usize::try_from(v).ok())
            .unwrap_or(standard)
    };
    let max = size(field.max_items, 1000);
    if size(field.min_items, 0) > max {
        let at = format!("{at}/max_items");
        bad_value(
            &at,
            "max_items",
            "`max_items` not below `min_items`",
            problems,
        );
    }
    if field.ty == TypeWord::Map {
        return Type::Map(Box::new(MapRule { of, max }));
    }
    let unique = match (field.unique_by.is_empty(), field.unique) {
        (false, _) => Uniqueness::ByFields,
        (true, true) => Uniqueness::Whole,
        (true, false) => Uniqueness::None,
    };
    mark_unique(&mut of, &field.unique_by, at, problems);
    Type::List(Box::new(ListRule {
        of,
        min: size(field.min_items, 0),
        max,
        unique,
    }))
}

fn mark_unique(of: &mut Type, names: &[String], at: &str, problems: &mut Problems) {
    let fields: &mut [FieldPlan] = match of {
        Type::Object(object) => &mut object.fields,
        _ => &mut [],
    };
    for (index, name) in names.iter().enumerate() {
        let known: Vec<String> = fields.iter().map(|field| field.name.to_string()).collect();
        match fields.iter_mut().find(|field| *field.name == **name) {
            Some(field) if !matches!(field.ty, Type::Object(_) | Type::List(_) | Type::Map(_)) => {
                field.unique = true
            }
            _ => {
                let at = format!("{at}/unique_by/{index}");
                problems.push(unknown_name(
                    "field",
                    name,
                    &at,
                    known.iter().map(String::as_str),
                ));
            }
        }
    }
}

/// The fields of a media object: name, what the blueprint could have said, and its type.
pub(super) fn media_fields(field: &Field) -> Vec<(&'static str, Field, Type)> {
    let part = |ty, required| Field {
        ty,
        required,
        data_class: field.data_class,
        ..Field::default()
    };
    let text = |format, max, pattern| TextRule {
        format,
        max,
        pattern,
        ..TextRule::default()
    };
    let types = field.types.iter().map(|ty| ty.to_ascii_lowercase().into());
    let media_type = TextRule {
        media_types: types.collect(),
        ..text(Format::MediaType, 255, None)
    };
    let whole = |max| {
        Type::Int(Box::new(IntRule {
            min: Some(0),
            max,
            multiple_of: None,
        }))
    };
    vec![
        (
            "url",
            part(TypeWord::Url, true),
            Type::Url(Box::new(url(field))),
        ),
        (
            "type",
            part(TypeWord::String, true),
            Type::Text(Box::new(media_type)),
        ),
        (
            "bytes",
            part(TypeWord::Int, false),
            whole(field.max_bytes.map(i64::from)),
        ),
        (
            "alt",
            part(TypeWord::String, field.alt_required),
            Type::Text(Box::new(text(Format::Line, 500, None))),
        ),
        ("width", part(TypeWord::Int, false), whole(Some(100_000))),
        ("height", part(TypeWord::Int, false), whole(Some(100_000))),
        (
            "sha256",
            part(TypeWord::String, false),
            Type::Text(Box::new(text(
                Format::Line,
                64,
                Pattern::new("^[0-9a-f]{64}$").ok(),
            ))),
        ),
    ]
}
