//! Import mappings: where foreign values go.

use super::super::document::ImportField;
use super::super::kind::Kind;
use super::super::model::{Model, bad_value};
use super::super::problem::Problems;
use super::gates::unknown_field;
use crate::json::Pointer;

/// Checks the mappings of the kind at `index`.
pub(super) fn check(model: &Model, index: usize, problems: &mut Problems) {
    let Some(kind) = model.kinds.get(index) else {
        return;
    };
    let Some(document) = model.document.kinds.get(&kind.name) else {
        return;
    };
    for (format, mapping) in document.imports.iter() {
        for (index, field) in mapping.fields.iter().enumerate() {
            let at = format!("/kinds/{}/imports/{format}/fields/{index}", kind.name);
            check_field(kind, field, &at, problems);
        }
    }
}

fn check_field(kind: &Kind, field: &ImportField, at: &str, problems: &mut Problems) {
    let Some(from) = stars(&field.from) else {
        let at = format!("{at}/from");
        return bad_value(&at, "from", "a JSON Pointer", problems);
    };
    if kind.field_at(&field.to).is_none() {
        problems.push(unknown_field(kind, &field.to, &format!("{at}/to")));
    } else if stars(&field.to).is_none_or(|to| to > from) {
        let at = format!("{at}/to");
        bad_value(&at, "to", "no more `*` than in `from`", problems);
    }
    if field.filter.is_some() && from == 0 {
        let at = format!("{at}/where");
        bad_value(&at, "where", "a `*` in `from`", problems);
    }
}

/// How many lists a pointer goes through; `None` where it is no pointer.
fn stars(pointer: &str) -> Option<usize> {
    let pointer = Pointer::new(pointer)?;
    Some(pointer.segments().filter(|name| name == "*").count())
}
