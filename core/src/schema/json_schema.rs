//! A kind's documents as JSON Schema 2020-12.
//!
//! The schema describes whole documents (modes `create` and `replace`) in their normal form. It
//! says all that JSON Schema can say. What it cannot say, it leaves open, so that it never
//! refuses a normalised document that validation accepts: bounds of decimals, dates and
//! instants; the code lists of countries, currencies, languages and time zones; the rules of
//! mail addresses, phone numbers and links; lengths counted in graphemes; `unique_by`; look-alike
//! names; cross-field checks; gates.

use regex::Regex;

use super::number::{IntRule, MoneyRule};
use super::plan::{
    EnumRule, FieldPlan, KindPlan, ListRule, MapRule, ObjectPlan, Type, Uniqueness, Unknown,
};
use super::temporal::DateRule;
use super::text::{Format, TextRule};
use crate::json::{push_string, quoted};

const DECIMAL: &str = r#""type":"string","pattern":"^-?[0-9]{1,18}(\\.[0-9]{1,18})?$""#;

/// The JSON Schema of a kind. `label` gives a field's title by its path of names.
#[must_use]
pub fn json_schema(plan: &KindPlan, label: &dyn Fn(&FieldPlan) -> Option<String>) -> String {
    let writer = Writer { label };
    let mut out = String::from("{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",");
    out.push_str(&format!("\"title\":{},", quoted(&plan.name)));
    out.push_str(&writer.object(&plan.root));
    out.push('}');
    out
}

struct Writer<'w> {
    label: &'w dyn Fn(&FieldPlan) -> Option<String>,
}

impl Writer<'_> {
    /// The members of an object's schema.
    fn object(&self, plan: &ObjectPlan) -> String {
        let properties: Vec<String> = plan
            .fields
            .iter()
            .map(|field| format!("{}:{{{}}}", quoted(&field.name), self.field(field)))
            .collect();
        let required = plan.fields.iter().filter(|field| is_required(field));
        let required: Vec<String> = required.map(|field| quoted(&field.name)).collect();
        let more = plan.unknown != Unknown::Reject;
        format!(
            "\"type\":\"object\",\"properties\":{{{}}},\"required\":[{}],\"additionalProperties\":{more}",
            properties.join(","),
            required.join(",")
        )
    }

    fn field(&self, field: &FieldPlan) -> String {
        let mut out = String::new();
        if let Some(title) = (self.label)(field) {
            out.push_str("\"title\":");
            push_string(&mut out, &title);
            out.push(',');
        }
        if let Some(default) = &field.default {
            out.push_str(&format!("\"default\":{default},"));
        }
        out.push_str(&self.ty(&field.ty));
        out
    }

    fn ty(&self, ty: &Type) -> String {
        match ty {
            Type::Text(rule) => text(rule),
            Type::Int(rule) => int(rule),
            Type::Decimal(_) => DECIMAL.to_owned(),
            Type::Money(rule) => money(rule),
            Type::Bool => "\"type\":\"boolean\"".to_owned(),
            Type::Enum(rule) => words(rule),
            Type::Date(rule) => date(rule),
            Type::Instant(_) => "\"type\":\"string\",\"format\":\"date-time\"".to_owned(),
            Type::Duration => "\"type\":\"string\",\"format\":\"duration\"".to_owned(),
            Type::Url(rule) => {
                format!(
                    "\"type\":\"string\",\"format\":\"iri\",\"maxLength\":{}",
                    rule.max
                )
            }
            Type::Ref(_) => r#""type":"string","pattern":"^[!-~]{1,128}$""#.to_owned(),
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
        let unique = match rule.unique {
            Uniqueness::Whole => ",\"uniqueItems\":true",
            _ => "",
        };
        format!(
            "\"type\":\"array\",\"items\":{{{}}},\"minItems\":{},\"maxItems\":{}{unique}",
            self.ty(&rule.of),
            rule.min,
            rule.max
        )
    }

    fn map(&self, rule: &MapRule) -> String {
        format!(
            "\"type\":\"object\",\"additionalProperties\":{{{}}},\"propertyNames\":{{\"minLength\":1,\"maxLength\":64}},\"maxProperties\":{}",
            self.ty(&rule.of),
            rule.max
        )
    }
}

/// A section is there when a field in it must be.
fn is_required(field: &FieldPlan) -> bool {
    let inside = || match &field.ty {
        Type::Object(plan) if field.section => plan.fields.iter().any(is_required),
        _ => false,
    };
    field.default.is_none() && (field.required || inside())
}

fn text(rule: &TextRule) -> String {
    let mut out = String::from("\"type\":\"string\"");
    let free = matches!(rule.format, Format::Line | Format::Prose | Format::Name);
    let least = rule.min.max(usize::from(!free));
    if least > 0 {
        out.push_str(&format!(",\"minLength\":{least}"));
    }
    if !rule.graphemes {
        out.push_str(&format!(",\"maxLength\":{}", rule.max));
    }
    let known = match rule.format {
        Format::Phone => Some(r"^\+[0-9]+$"),
        Format::Slug => Some("^[a-z0-9]+(-[a-z0-9]+)*$"),
        Format::Country => Some("^[A-Z]{2}$"),
        Format::Currency => Some("^[A-Z]{3}$"),
        Format::Uuid => Some("^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"),
        _ => None,
    };
    match (known, rule.pattern.as_ref().and_then(portable)) {
        (Some(one), Some(two)) => out.push_str(&format!(
            ",\"allOf\":[{{\"pattern\":{}}},{{\"pattern\":{}}}]",
            quoted(one),
            quoted(two)
        )),
        (Some(one), None) | (None, Some(one)) => {
            out.push_str(&format!(",\"pattern\":{}", quoted(one)));
        }
        (None, None) => {}
    }
    match rule.format {
        Format::Email => out.push_str(",\"format\":\"idn-email\""),
        Format::Uuid => out.push_str(",\"format\":\"uuid\""),
        _ => {}
    }
    out
}

/// A pattern that ECMA 262 reads as we do: one of characters, sets, groups and repetitions.
fn portable(pattern: &Regex) -> Option<&str> {
    let text = pattern.as_str();
    let plain = |c: char| c.is_ascii_alphanumeric() || "^$[](){}-_,+*?:/|".contains(c);
    let same = text.chars().all(plain) && !text.contains("(?") && !text.contains("[[");
    same.then_some(text)
}

fn int(rule: &IntRule) -> String {
    const SAFE: i64 = (1 << 53) - 1;
    let min = rule.min.unwrap_or(-SAFE).max(-SAFE);
    let max = rule.max.unwrap_or(SAFE).min(SAFE);
    let multiple = rule.multiple_of.map(|of| format!(",\"multipleOf\":{of}"));
    format!(
        "\"type\":\"integer\",\"minimum\":{min},\"maximum\":{max}{}",
        multiple.unwrap_or_default()
    )
}

fn money(rule: &MoneyRule) -> String {
    let currency = if rule.currencies.is_empty() {
        r#""type":"string","pattern":"^[A-Z]{3}$""#.to_owned()
    } else {
        let codes: Vec<String> = rule.currencies.iter().map(|code| quoted(code)).collect();
        format!("\"enum\":[{}]", codes.join(","))
    };
    format!(
        "\"type\":\"object\",\"properties\":{{\"amount\":{{{DECIMAL}}},\"currency\":{{{currency}}}}},\"required\":[\"amount\",\"currency\"],\"additionalProperties\":false"
    )
}

fn words(rule: &EnumRule) -> String {
    let words: Vec<String> = rule.values.iter().map(|word| quoted(word)).collect();
    format!("\"enum\":[{}]", words.join(","))
}

fn date(rule: &DateRule) -> String {
    if rule.partial {
        return r#""type":"string","pattern":"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$""#.to_owned();
    }
    r#""type":"string","format":"date","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}$""#.to_owned()
}
