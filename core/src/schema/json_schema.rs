//! A kind's documents as JSON Schema 2020-12.
//!
//! The schema describes what may be handed in as a whole document (modes `create` and
//! `replace`). What JSON Schema cannot say it leaves open, so that it never refuses a document
//! that validation accepts. Left open are:
//! - bounds of decimals, amounts, dates and instants, `digits`, and the decimals of a currency;
//! - days that the calendar lacks, where formats are not asserted;
//! - durations longer than a clock can count;
//! - the lists of countries, currencies, languages and time zones: their form is stated;
//! - mail addresses beyond one at sign, and links beyond their scheme: hosts, credentials, IDNA,
//!   private networks, the length of the parsed form;
//! - lengths in graphemes, and lengths, patterns and characters of a text with normalisers;
//! - patterns with line ends, whole scripts or characters beyond U+FFFF, and patterns over a form
//!   that is stored in another case;
//! - words of mixed scripts;
//! - `unique_by`, and items that are equal only as they are stored, or hold free numbers;
//! - forbidden names inside of free JSON and of members that no field names, duplicate names,
//!   depth and size of the text;
//! - checks across fields, gates, and who may write.

mod pattern;
mod text;

use super::number::{DecimalRule, IntRule, MAX_SAFE, MoneyRule};
use super::plan::{
    EnumRule, FieldPlan, KindPlan, ListRule, MapRule, ObjectPlan, Type, Uniqueness, Unknown,
};
use super::temporal::DateRule;
use crate::json::quoted;

/// What people read about a field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Caption {
    /// What it is called.
    pub title: Option<String>,
    /// What it is for.
    pub description: Option<String>,
}

/// The JSON Schema of a kind's documents, as compact JSON text; `id` is its `$id`, a URI.
///
/// ```
/// use profilekit::schema::{Caption, KindPlan, json_schema};
/// let schema = json_schema(&KindPlan::default(), "urn:example:empty", &|_| Caption::default());
/// assert!(schema.contains(r#""type":"object","properties":{},"additionalProperties":false"#));
/// ```
#[must_use]
pub fn json_schema(plan: &KindPlan, id: &str, caption: &dyn Fn(&FieldPlan) -> Caption) -> String {
    let writer = Writer { caption };
    format!(
        "{{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"$id\":{},\"title\":{},{}}}",
        quoted(id),
        quoted(&plan.name),
        writer.object(&plan.root)
    )
}

/// Writes the keywords of a schema, without the braces around them.
struct Writer<'w> {
    caption: &'w dyn Fn(&FieldPlan) -> Caption,
}

impl Writer<'_> {
    fn object(&self, plan: &ObjectPlan) -> String {
        let property =
            |field: &FieldPlan| format!("{}:{{{}}}", quoted(&field.name), self.field(field));
        let properties: Vec<String> = plan.fields.iter().map(property).collect();
        let required = plan.fields.iter().filter(|field| is_required(field));
        let required: Vec<String> = required.map(|field| quoted(&field.name)).collect();
        let mut out = format!(
            "\"type\":\"object\",\"properties\":{{{}}}",
            properties.join(",")
        );
        if !required.is_empty() {
            out.push_str(&format!(",\"required\":[{}]", required.join(",")));
        }
        out.push_str(match plan.unknown {
            Unknown::Reject => ",\"additionalProperties\":false",
            Unknown::Drop | Unknown::Keep => FREE_NAMES,
        });
        out
    }

    fn field(&self, field: &FieldPlan) -> String {
        let Caption { title, description } = (self.caption)(field);
        let title = title.map(|text| format!("\"title\":{},", quoted(&text)));
        let description = description.map(|text| format!("\"description\":{},", quoted(&text)));
        let default = field.default.as_ref().filter(|_| !field.section);
        let default = default.map(|json| format!("\"default\":{json},"));
        let said = [title, description, default].into_iter().flatten();
        said.chain([self.ty(&field.ty)]).collect()
    }

    fn ty(&self, ty: &Type) -> String {
        match ty {
            Type::Text(rule) => text::text(rule),
            Type::Int(rule) => int(rule),
            Type::Decimal(rule) => decimal(rule),
            Type::Money(rule) => money(rule),
            Type::Bool => "\"type\":\"boolean\"".to_owned(),
            Type::Enum(rule) => words(rule),
            Type::Date(rule) => date(rule),
            Type::Instant(_) => matching(pattern::INSTANT) + ",\"format\":\"date-time\"",
            Type::Duration => matching(pattern::DURATION),
            Type::Url(rule) => text::url(rule),
            Type::Ref(_) => matching(pattern::REFERENCE),
            Type::List(rule) => self.list(rule),
            Type::Map(rule) => self.map(rule),
            Type::Object(plan) => self.object(plan),
            Type::Vector(rule) => format!(
                "\"type\":\"array\",\"items\":{{\"type\":\"number\"}},\"minItems\":{0},\"maxItems\":{0}",
                rule.dimensions
            ),
            Type::Json => "\"not\":{\"type\":\"null\"}".to_owned(),
        }
    }

    fn list(&self, rule: &ListRule) -> String {
        let whole = rule.unique == Uniqueness::Whole && !holds_free_numbers(&rule.of);
        format!(
            "\"type\":\"array\",\"items\":{{{}}},\"minItems\":{},\"maxItems\":{}{}",
            self.ty(&rule.of),
            rule.min,
            rule.max,
            if whole { ",\"uniqueItems\":true" } else { "" }
        )
    }

    fn map(&self, rule: &MapRule) -> String {
        format!(
            "\"type\":\"object\",\"additionalProperties\":{{{}}},\"propertyNames\":{{\"minLength\":1,\"maxLength\":64,\"pattern\":{},\"not\":{FORBIDDEN}}},\"maxProperties\":{}",
            self.ty(&rule.of),
            quoted(pattern::LINE),
            rule.max
        )
    }
}

const FORBIDDEN: &str = r#"{"enum":["__proto__","constructor","prototype"]}"#;
const FREE_NAMES: &str =
    r#","propertyNames":{"not":{"enum":["__proto__","constructor","prototype"]}}"#;

/// A section must be there when a field in it must, whatever it makes of those with a default.
pub(super) fn is_required(field: &FieldPlan) -> bool {
    match &field.ty {
        Type::Object(plan) if field.section => plan.fields.iter().any(is_required),
        _ => field.required && field.default.is_none(),
    }
}

/// Whether items may be equal numbers of different spelling, which we tell apart.
fn holds_free_numbers(ty: &Type) -> bool {
    match ty {
        Type::Json | Type::Vector(_) => true,
        Type::List(rule) => holds_free_numbers(&rule.of),
        Type::Map(rule) => holds_free_numbers(&rule.of),
        Type::Object(plan) => {
            let inside = plan
                .fields
                .iter()
                .any(|field| holds_free_numbers(&field.ty));
            plan.unknown == Unknown::Keep || inside
        }
        _ => false,
    }
}

fn matching(pattern: &str) -> String {
    format!("\"type\":\"string\",\"pattern\":{}", quoted(pattern))
}

fn int(rule: &IntRule) -> String {
    let min = rule.min.unwrap_or(-MAX_SAFE).max(-MAX_SAFE);
    let max = rule.max.unwrap_or(MAX_SAFE).min(MAX_SAFE);
    let multiple = rule.multiple_of.map(|of| format!(",\"multipleOf\":{of}"));
    format!(
        "\"type\":\"integer\",\"minimum\":{min},\"maximum\":{max}{}",
        multiple.unwrap_or_default()
    )
}

fn decimal(rule: &DecimalRule) -> String {
    matching(&pattern::decimal(rule.scale))
}

fn money(rule: &MoneyRule) -> String {
    let currency = if rule.currencies.is_empty() {
        matching(pattern::CURRENCY)
    } else {
        one_of(&rule.currencies)
    };
    format!(
        "\"type\":\"object\",\"properties\":{{\"amount\":{{{}}},\"currency\":{{{currency}}}}},\"required\":[\"amount\",\"currency\"],\"additionalProperties\":false",
        decimal(&rule.amount)
    )
}

fn words(rule: &EnumRule) -> String {
    one_of(&rule.values)
}

fn one_of(words: &[Box<str>]) -> String {
    let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    format!("\"enum\":[{}]", words.join(","))
}

fn date(rule: &DateRule) -> String {
    if rule.partial {
        matching(pattern::PARTIAL_DATE)
    } else {
        matching(pattern::DATE) + ",\"format\":\"date\""
    }
}
