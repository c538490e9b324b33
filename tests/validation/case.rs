//! One case of a fixture, and what the kernel makes of it.

use std::borrow::Cow;

use profilekit::error::Param;
use profilekit::id::FieldSet;
use profilekit::schema::{KindPlan, Mode, Options, Violation, validate};
use profilekit::time::parse_instant;
use serde_json::{Value, json};

use crate::product::{Product, fields};

/// A case: what is handed in, and what must come out.
pub(crate) struct Case<'f>(&'f Value);

/// What the kernel found.
pub(crate) struct Found {
    pub(crate) document: Option<String>,
    pub(crate) violations: Vec<Violation>,
}

impl<'f> Case<'f> {
    /// The cases of a fixture.
    pub(crate) fn all(fixture: &'f Value) -> impl Iterator<Item = Self> {
        let cases = fixture.get("cases").and_then(Value::as_array);
        cases.expect("cases").iter().map(Self)
    }

    pub(crate) fn text(&self, name: &str) -> &'f str {
        let value = self.0.get(name).and_then(Value::as_str);
        value.unwrap_or_else(|| panic!("{name} in {}", self.0))
    }

    /// The document as bytes, however the case writes it.
    pub(crate) fn input(&self) -> Vec<u8> {
        if let Some(value) = self.0.get("input") {
            return value.to_string().into_bytes();
        }
        if let Some(hex) = self.0.get("input_hex").and_then(Value::as_str) {
            return bytes(hex);
        }
        match self.0.get("input_parts").and_then(Value::as_array) {
            Some(parts) => parts.iter().map(repeated).collect::<String>().into_bytes(),
            None => self.text("input_text").as_bytes().to_vec(),
        }
    }

    /// Hands the document in.
    pub(crate) fn run(&self, product: &Product) -> Found {
        let kind = product.kind(self.text("kind"));
        let writable = self.writable(product);
        let options = Options {
            mode: self.mode(&kind.plan),
            writable: writable.as_ref(),
            now: self.0.get("now").map(instant),
            ..Options::default()
        };
        let input = self.input();
        let found = validate(&kind.plan, &input, &options);
        Found {
            document: found.document.map(Cow::into_owned),
            violations: found.violations,
        }
    }

    fn writable(&self, product: &Product) -> Option<FieldSet> {
        let pointers = self.0.get("writable")?.as_array().expect("a list");
        let pointers: Vec<&str> = pointers.iter().filter_map(Value::as_str).collect();
        Some(fields(product.kind(self.text("kind")), &pointers))
    }

    fn mode<'p>(&self, plan: &'p KindPlan) -> Mode<'p> {
        let mode = self.0.get("mode").expect("mode");
        if let Some(step) = mode.get("step").and_then(Value::as_str) {
            return Mode::Step(plan.step(step).expect("a step"));
        }
        match mode.as_str().unwrap_or_default() {
            "create" => Mode::Create,
            "replace" => Mode::Replace,
            "patch" => Mode::Patch,
            "draft" => Mode::Draft,
            "publish" => Mode::Publish,
            other => panic!("mode `{other}`"),
        }
    }

    /// What differs from the expectation.
    pub(crate) fn differences(&self, found: &Found) -> Vec<String> {
        let expected = self.0.get("expect").expect("expect");
        let mut differences = Vec::new();
        if let Some(document) = expected.get("document") {
            let ours = found.document.as_deref().unwrap_or("null");
            let read = serde_json::from_str(ours).unwrap_or_default();
            if !same(&read, document) {
                differences.push(format!("document {ours}, not {document}"));
            }
        }
        let violations = expected.get("violations").and_then(Value::as_array);
        let violations = violations.expect("violations");
        let alike = violations.len() == found.violations.len()
            && violations.iter().zip(&found.violations).all(matches);
        if !alike {
            let ours: Vec<Value> = found.violations.iter().map(shown).collect();
            differences.push(format!(
                "violations {}, not {}",
                json!(ours),
                json!(violations)
            ));
        }
        differences
    }
}

/// Parameters are compared where the case states them.
fn matches((expected, found): (&Value, &Violation)) -> bool {
    let text = |name: &str| expected.get(name).and_then(Value::as_str);
    let params = expected.get("params");
    text("path") == Some(&found.path)
        && text("code") == Some(found.code())
        && params.is_none_or(|params| *params == shown_params(found))
}

fn shown(violation: &Violation) -> Value {
    json!({"path": violation.path, "code": violation.code(), "params": shown_params(violation)})
}

fn shown_params(violation: &Violation) -> Value {
    let shown = violation.params.iter().map(|(name, value)| {
        let value = match value {
            Param::Int(value) => json!(value),
            Param::Text(value) => json!(value),
        };
        ((*name).to_owned(), value)
    });
    Value::Object(shown.collect())
}

/// Equal, with members in the same order; numbers by value.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            let alike = |((name, a), (other, b)): ((&String, &Value), (&String, &Value))| {
                name == other && same(a, b)
            };
            a.len() == b.len() && a.iter().zip(b).all(alike)
        }
        _ => a == b,
    }
}

fn instant(value: &Value) -> i64 {
    let micros = value.as_str().and_then(parse_instant);
    micros.expect("an instant")
}

/// `["text", times]`.
fn repeated(part: &Value) -> String {
    let text = part.get(0).and_then(Value::as_str).expect("text");
    let times = part.get(1).and_then(Value::as_u64).expect("times");
    text.repeat(usize::try_from(times).expect("few"))
}

fn bytes(hex: &str) -> Vec<u8> {
    let pairs = hex.as_bytes().chunks(2);
    pairs
        .map(|pair| {
            let pair = std::str::from_utf8(pair).expect("ASCII");
            u8::from_str_radix(pair, 16).expect("hexadecimal digits")
        })
        .collect()
}
