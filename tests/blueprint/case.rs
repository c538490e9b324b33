//! Cases of `tests/fixtures/blueprint`: a blueprint, and all problems that compiling it finds.
//!
//! The blueprint is `blueprint`, `text`, or bytes in `hex`. `repeat` adds many entries to the
//! object or list `at`, `{n}` in name and value standing for 0, 1, 2 …; `check` asks for static
//! analysis too.

use profilekit::Kernel;
use profilekit::blueprint::Problem;
use profilekit::error::Locale;
use profilekit_tests::fixtures;
use serde_json::{Value, json};

/// One blueprint and what is wrong with it.
pub(crate) struct Case {
    /// File and name.
    pub(crate) name: String,
    json: Value,
}

/// Every case of every file.
pub(crate) fn all() -> Vec<Case> {
    let mut cases = Vec::new();
    for fixture in fixtures("blueprint") {
        let list = fixture.json["cases"].as_array();
        let list = list.unwrap_or_else(|| panic!("{} has no cases", fixture.name));
        cases.extend(list.iter().map(|json| Case {
            name: format!("{}: {}", fixture.name, json["name"].as_str().unwrap_or("?")),
            json: json.clone(),
        }));
    }
    cases
}

impl Case {
    /// The blueprint's bytes.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        match (&self.json["text"], &self.json["hex"]) {
            (Value::String(text), _) => text.clone().into_bytes(),
            (_, Value::String(hex)) => from_hex(hex),
            _ => self.document().to_string().into_bytes(),
        }
    }

    fn document(&self) -> Value {
        let mut document = self.json["blueprint"].clone();
        for repeat in self.json["repeat"].as_array().into_iter().flatten() {
            extend(&mut document, repeat);
        }
        document
    }

    /// What compiling finds, or static analysis where the case asks for it.
    pub(crate) fn found(&self) -> Vec<Problem> {
        let check = self.json["check"] == true;
        match Kernel::compile(&self.bytes()) {
            Ok(kernel) if check => kernel.check(),
            Ok(kernel) => kernel.remarks().to_vec(),
            Err(problems) => problems.into_vec(),
        }
    }

    /// What is wrong with what was found; `None` where it is as the case says.
    pub(crate) fn fault(&self) -> Option<String> {
        assert!(
            self.json["reason"].is_string(),
            "{} has no reason",
            self.name
        );
        let found: Vec<Value> = self.found().iter().map(as_json).collect();
        let expected = self.json["problems"].as_array();
        let expected = expected.unwrap_or_else(|| panic!("{} has no problems", self.name));
        let same = found.len() == expected.len()
            && found
                .iter()
                .zip(expected)
                .all(|(found, expected)| agrees(found, expected));
        let shown = |list: &[Value]| Value::from(list.to_vec()).to_string();
        (!same).then(|| {
            let (expected, found) = (shown(expected), shown(&found));
            format!("{}\n  expected {expected}\n  found    {found}", self.name)
        })
    }

    /// The codes that the case expects.
    pub(crate) fn codes(&self) -> Vec<String> {
        let problems = self.json["problems"].as_array().into_iter().flatten();
        problems
            .filter_map(|p| p["code"].as_str().map(str::to_owned))
            .collect()
    }
}

fn as_json(problem: &Problem) -> Value {
    let mut text = String::new();
    problem.push_json(&mut text, Locale::En);
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{text}: {e}"))
}

/// Whether every member is as expected, the message containing the expected words.
fn agrees(found: &Value, expected: &Value) -> bool {
    let words = expected["message"].as_str().unwrap_or_default();
    let message = found["message"].as_str().unwrap_or_default();
    let members = ["code", "path", "severity", "suggestion", "span"];
    message.contains(words) && members.iter().all(|name| found[*name] == expected[*name])
}

fn extend(document: &mut Value, repeat: &Value) {
    let count = repeat["count"].as_u64().unwrap_or_default();
    let at = repeat["at"].as_str().unwrap_or_default();
    for n in 0..count {
        let value = numbered(&repeat["value"], n);
        match &repeat["name"] {
            Value::Null => place(document, at, json!([]))
                .as_array_mut()
                .into_iter()
                .for_each(|list| list.push(value.clone())),
            name => {
                let name = numbered(name, n).as_str().unwrap_or_default().to_owned();
                place(document, at, json!({}))[name] = value;
            }
        }
    }
}

/// The value at a pointer, made where only its last member is missing.
fn place<'d>(document: &'d mut Value, at: &str, empty: Value) -> &'d mut Value {
    let (parent, name) = at.rsplit_once('/').unwrap_or(("", at));
    let parent = document.pointer_mut(parent);
    let place = &mut parent.unwrap_or_else(|| panic!("nothing at {at}"))[name];
    if place.is_null() {
        *place = empty;
    }
    place
}

fn numbered(value: &Value, n: u64) -> Value {
    let text = value.to_string().replace("{n}", &n.to_string());
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{text}: {e}"))
}

fn from_hex(hex: &str) -> Vec<u8> {
    let digit = |at: usize| {
        hex.get(at..at + 2)
            .and_then(|two| u8::from_str_radix(two, 16).ok())
    };
    (0..hex.len())
        .step_by(2)
        .map(|at| digit(at).unwrap_or_else(|| panic!("{hex}")))
        .collect()
}
