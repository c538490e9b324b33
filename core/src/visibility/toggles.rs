//! What the owner chose, and what an administrator forced.

use std::collections::HashMap;

use crate::blueprint::{Audience, Kind};
use crate::error::{Code, Failure};
use crate::id::FieldId;
use crate::json::{Limits, Member, Value, parse};
use crate::schema::Violation;

/// What is said about a field: `None` when nothing is, `Some(None)` for an unknown label.
pub(super) type Label = Option<Option<Audience>>;

/// Audiences chosen field by field, stored beside a record as a JSON object such as
/// `{"/basics": "platform", "/trust/email": "private"}`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Toggles {
    chosen: HashMap<FieldId, Option<Audience>>,
}

impl Toggles {
    /// Reads stored toggles. A label that is not an audience hides its field; a path that the
    /// kind no longer has is about nothing.
    ///
    /// # Errors
    /// Faults of the JSON, and [`Code::KernelBadRequest`] when it is not an object.
    pub fn read(kind: &Kind, text: &str) -> Result<Self, Failure> {
        let mut chosen = HashMap::new();
        if text == "{}" {
            return Ok(Self { chosen });
        }
        for (path, label) in entries(text)? {
            if let Some(field) = kind.field_at(&path) {
                chosen.insert(field.id, label.as_deref().and_then(Audience::from_word));
            }
        }
        Ok(Self { chosen })
    }

    /// What is said about a field.
    pub(super) fn of(&self, field: FieldId) -> Label {
        self.chosen.get(&field).copied()
    }

    /// Whether nothing is said about any field.
    pub(super) fn is_empty(&self) -> bool {
        self.chosen.is_empty()
    }
}

/// Checks toggles that an owner wants to store: every path is a field's, every label an
/// audience that the blueprint allows there.
///
/// # Errors
/// Faults of the JSON, and [`Code::KernelBadRequest`] when it is not an object.
pub fn check_toggles(kind: &Kind, text: &str) -> Result<Vec<Violation>, Failure> {
    let mut violations = Vec::new();
    for (path, label) in entries(text)? {
        let label = label.unwrap_or_default();
        let at = crate::json::PointerBuf::root().child(&path);
        let mut refuse = |code, params| {
            violations.push(Violation::new(at.as_str().to_owned(), code, params));
        };
        let Some(field) = kind.field_at(&path) else {
            refuse(Code::KernelUnknownField, vec![("name", path.into())]);
            continue;
        };
        match Audience::from_word(&label) {
            None => refuse(Code::KernelUnknownAudience, vec![("name", label.into())]),
            Some(audience) if !field.audience.allow.contains(&audience) => refuse(
                Code::VisibilityOutOfBounds,
                vec![("path", path.into()), ("audience", label.into())],
            ),
            Some(_) => {}
        }
    }
    Ok(violations)
}

/// The paths and labels; `None` where the label is not a text.
fn entries(text: &str) -> Result<Vec<(String, Option<String>)>, Failure> {
    let Value::Object(members) = parse(text.as_bytes(), Limits::default())?.value else {
        let reason = "toggles are an object of paths and audiences";
        return Err(Failure::bad_request(reason));
    };
    let entry = |member: Member| {
        let label = member.value.as_str().map(str::to_owned);
        (member.name, label)
    };
    Ok(members.into_iter().map(entry).collect())
}
