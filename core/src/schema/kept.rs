//! A text as a field keeps it.

use serde_json::{Map, Value};

use super::{KindPlan, Mode, Options, validate};
use crate::json::{Limits, Pointer};

/// A text as a field keeps it: normalised; `None` where it does not fit, or there is no such field.
pub(crate) fn kept(plan: &KindPlan, pointer: &str, text: &str) -> Option<String> {
    let names: Vec<String> = Pointer::new(pointer)?.segments().collect();
    let around = |inner, name: &String| Value::Object(Map::from_iter([(name.clone(), inner)]));
    let document = names
        .iter()
        .rev()
        .fold(Value::from(text), around)
        .to_string();
    let options = Options {
        mode: Mode::Patch,
        writable: None,
        now: None,
        limits: Limits::default(),
    };
    let found = validate(plan, document.as_bytes(), &options);
    let document = found.document.filter(|_| found.violations.is_empty())?;
    let document: Value = serde_json::from_str(&document).ok()?;
    Some(document.pointer(pointer)?.as_str()?.to_owned())
}
