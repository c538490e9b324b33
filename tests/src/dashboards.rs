//! What the fixtures of dashboards say, in the forms that the kernel takes.

use profilekit::Kernel;
use profilekit::access::{ResourceHead, Subject, SubjectHead};
use profilekit::kernel::Record;
use profilekit::time::parse_instant;
use serde_json::Value;

/// Who asks in a case.
///
/// # Panics
/// Where the kernel does not take it.
#[must_use]
pub fn subject(kernel: &Kernel, json: &Value) -> Subject {
    let roles: Vec<&str> = json["roles"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let head = SubjectHead {
        id: json["id"].as_str(),
        roles: &roles,
        tenant: json["tenant"].as_str(),
        persona: json["persona"].as_str(),
        ..SubjectHead::default()
    };
    kernel
        .subject(&head)
        .unwrap_or_else(|failure| panic!("{failure}"))
}

/// Hands a record of a fixture over in the form that the kernel takes.
pub fn with_record<T>(json: &Value, then: impl FnOnce(&Record<'_>) -> T) -> T {
    let relations: Vec<(&str, Vec<&str>)> = json["relations"]
        .as_object()
        .into_iter()
        .flatten()
        .filter_map(|(name, id)| Some((name.as_str(), vec![id.as_str()?])))
        .collect();
    let relations: Vec<(&str, &[&str])> = relations
        .iter()
        .map(|(name, ids)| (*name, ids.as_slice()))
        .collect();
    let instant = |name: &str| json[name].as_str().and_then(parse_instant);
    let document = json["document"].to_string();
    then(&Record {
        head: ResourceHead {
            id: json["id"].as_str(),
            owner: json["owner"].as_str(),
            tenant: json["tenant"].as_str(),
            state: json["state"].as_str(),
            created_at: instant("created_at"),
            updated_at: instant("updated_at"),
            relations: &relations,
            ..ResourceHead::default()
        },
        document: &document,
        ..Record::default()
    })
}

/// What a case, or its fixture for all of them, says of now or of the zone.
///
/// # Panics
/// Where neither does.
#[must_use]
pub fn setting(fixture: &Value, case: &Value, name: &str) -> String {
    let own = case["setting"][name].as_str();
    let text = own.or(fixture["setting"][name].as_str());
    text.unwrap_or_else(|| panic!("no {name}")).to_owned()
}
