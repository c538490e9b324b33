//! What follows for the account's document.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

use super::{Conflict, Ground, Heard, SyncPlan, Why};
use crate::blueprint::document::{IdentityMatch, Ownership};
use crate::blueprint::{IdentityAttribute as Attribute, Kind, Synced};
use crate::identity::link::{Said, Stamp, digest};
use crate::json::{Limits, Pointer, is_within};
use crate::schema::{self, Mode, Options};

/// A change of the account's document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FieldChange {
    /// The attribute, such as `email`; `id` for the provider's identifier.
    pub attribute: String,
    /// JSON Pointer to the field.
    pub path: String,
    /// What was here; null for nothing.
    pub before: Value,
    /// What is here from now on; null for nothing.
    pub after: Value,
    /// Why.
    pub reason: Why,
}

/// What becomes of one field.
enum Verdict {
    /// Both are the same.
    Same,
    Take(Why),
    Keep(Why),
}

pub(super) fn follow(ground: &Ground<'_>, plan: &mut SyncPlan) {
    let (there, unfit) = said(ground);
    take_key(ground, plan);
    for field in &ground.plan.fields {
        match unfit.get(&field.attribute) {
            Some(reason) => leave(ground, field, *reason, plan),
            None => follow_field(ground, field, at(&there, &field.to), plan),
        }
    }
}

fn follow_field(ground: &Ground<'_>, field: &Synced, there: &Value, plan: &mut SyncPlan) {
    let attribute = field.attribute.word();
    let known = ground.link.and_then(|link| link.fields.get(attribute));
    let digest = digest([there.to_string()]);
    let said = Said::after(known, digest, ground.at, there.is_null());
    settle(ground, field, there, said, plan);
}

/// What becomes of a field where this is said.
fn settle(ground: &Ground<'_>, field: &Synced, there: &Value, said: Said, plan: &mut SyncPlan) {
    let (attribute, here) = (field.attribute.word(), here(ground, field));
    match verdict(ground, field, here, there, &said) {
        Verdict::Same => {}
        Verdict::Take(reason) => take(plan, attribute, &field.to, (here, there), reason),
        Verdict::Keep(reason) => plan.conflicts.push(Conflict {
            about: attribute.to_owned(),
            reason,
            here: here.clone(),
            there: there.clone(),
        }),
    }
    plan.link.fields.insert(attribute.to_owned(), said);
}

/// What a state says that is older than the one that was followed: of what that one could not give, and
/// that somebody who is silent now said something once.
pub(super) fn follow_late(ground: &Ground<'_>, stamp: &Stamp, plan: &mut SyncPlan) {
    let open = |said: &Said| said.silent || said.given_before(stamp);
    if !plan.link.fields.values().any(open) {
        return;
    }
    let (there, unfit) = said(ground);
    let fits = |field: &&Synced| !unfit.contains_key(&field.attribute);
    for field in ground.plan.fields.iter().filter(fits) {
        let attribute = field.attribute.word();
        let Some(known) = plan.link.fields.get(attribute) else {
            continue;
        };
        let value = at(&there, &field.to);
        if known.given_before(stamp) {
            let digest = digest([value.to_string()]);
            let said = Said {
                of: Some(stamp.clone()),
                ..Said::after(Some(known), digest, ground.at, value.is_null())
            };
            settle(ground, field, value, said, plan);
        } else if known.silent && !value.is_null() {
            let said = Said {
                silent: false,
                ..known.clone()
            };
            plan.heard.push(Heard {
                attribute: attribute.to_owned(),
                path: field.to.to_string(),
                value: value.clone(),
            });
            match field.owner {
                Ownership::Newest => settle(ground, field, &Value::Null, said, plan),
                _ => drop(plan.link.fields.insert(attribute.to_owned(), said)),
            }
        }
    }
}

/// What does not fit is told, and what is here stays.
fn leave(ground: &Ground<'_>, field: &Synced, reason: Why, plan: &mut SyncPlan) {
    let (attribute, here) = (field.attribute.word(), here(ground, field));
    let said = Said::before(ground.link, attribute);
    plan.link.fields.insert(attribute.to_owned(), said);
    let there = ground.user.attribute(field.attribute);
    if there.is_none() && here.is_null() {
        return;
    }
    plan.conflicts.push(Conflict {
        about: attribute.to_owned(),
        reason,
        here: here.clone(),
        there: there.map_or(Value::Null, Value::from),
    });
}

fn here<'g>(ground: &Ground<'g>, field: &Synced) -> &'g Value {
    let local = ground.local;
    local.map_or(&Value::Null, |local| at(&local.document, &field.to))
}

fn verdict(
    ground: &Ground<'_>,
    field: &Synced,
    here: &Value,
    there: &Value,
    said: &Said,
) -> Verdict {
    let Some(local) = ground.local else {
        return match there {
            Value::Null => Verdict::Same,
            _ => Verdict::Take(Why::Created),
        };
    };
    if here == there {
        return Verdict::Same;
    }
    let changed = local.changed.get(field.attribute.word());
    let newer_here = changed.is_some_and(|changed| *changed >= said.since) || said.silent;
    let taken = match field.owner {
        Ownership::Local => return Verdict::Keep(Why::LocalOwns),
        Ownership::Manual => return Verdict::Keep(Why::Manual),
        Ownership::Newest if newer_here => return Verdict::Keep(Why::LocalNewer),
        Ownership::Newest => Why::ProviderNewer,
        Ownership::Provider => Why::ProviderOwns,
    };
    Verdict::Take(taken)
}

/// The provider's identifier stands in the account: by it the account is found.
fn take_key(ground: &Ground<'_>, plan: &mut SyncPlan) {
    let id = Value::from(ground.user.id.as_str());
    let here = ground
        .local
        .map_or(&Value::Null, |local| at(&local.document, &ground.plan.key));
    if *here != id {
        let reason = match ground.local {
            None => Why::Created,
            Some(_) => Why::ProviderOwns,
        };
        take(plan, "id", &ground.plan.key, (here, &id), reason);
    }
}

fn take(
    plan: &mut SyncPlan,
    attribute: &str,
    path: &str,
    (before, after): (&Value, &Value),
    reason: Why,
) {
    put(&mut plan.patch, path, after.clone());
    plan.fields.push(FieldChange {
        attribute: attribute.to_owned(),
        path: path.to_owned(),
        before: before.clone(),
        after: after.clone(),
        reason,
    });
}

/// What the provider says, as the account's kind writes it, and what of it is left out, with the
/// reason.
fn said(ground: &Ground<'_>) -> (Value, BTreeMap<Attribute, Why>) {
    let mut unfit: BTreeMap<Attribute, Why> = BTreeMap::new();
    // Where a mail address is what somebody is found by, it must be theirs.
    let unproven = ground.user.email().is_some_and(|email| !email.verified);
    if unproven && ground.plan.matching == IdentityMatch::VerifiedEmail {
        unfit.insert(Attribute::Email, Why::NotVerified);
    }
    // What an account must have is not taken away.
    for field in &ground.plan.fields {
        let follows = matches!(field.owner, Ownership::Provider | Ownership::Newest);
        let missing = ground.user.attribute(field.attribute).is_none();
        if field.required && follows && missing {
            unfit.insert(field.attribute, Why::RequiredHere);
        }
    }
    loop {
        let mut document = Value::Object(Map::new());
        let fields = ground.plan.fields.iter();
        let fields: Vec<&Synced> = fields
            .filter(|field| !unfit.contains_key(&field.attribute))
            .collect();
        for field in &fields {
            if let Some(value) = ground.user.attribute(field.attribute) {
                put(&mut document, &field.to, value.into());
            }
        }
        let (normalised, refused) = validated(ground.kind, &document);
        let left = fields
            .iter()
            .filter(|field| refused.iter().any(|path| is_within(path, &field.to)));
        let left: Vec<Attribute> = left.map(|field| field.attribute).collect();
        if left.is_empty() {
            return (normalised, unfit);
        }
        unfit.extend(left.into_iter().map(|attribute| (attribute, Why::NotValid)));
    }
}

/// A document as its kind writes it, and the paths of what does not fit.
fn validated(kind: &Kind, document: &Value) -> (Value, Vec<String>) {
    let text = document.to_string();
    let options = Options {
        mode: Mode::Patch,
        writable: None,
        now: None,
        limits: Limits::default(),
    };
    let found = schema::validate(&kind.plan, text.as_bytes(), &options);
    let refused = found.violations.into_iter().map(|one| one.path).collect();
    let normalised = found.document.unwrap_or_default();
    (
        serde_json::from_str(&normalised).unwrap_or(Value::Null),
        refused,
    )
}

/// What stands at a pointer.
pub(in crate::identity) fn at<'v>(document: &'v Value, pointer: &str) -> &'v Value {
    document.pointer(pointer).unwrap_or(&Value::Null)
}

/// Puts a value at a pointer, with the objects around it.
fn put(document: &mut Value, pointer: &str, value: Value) {
    let pointer = Pointer::new(pointer);
    let names: Vec<String> = pointer.iter().flat_map(Pointer::segments).collect();
    let mut place = document;
    for name in names {
        if !place.is_object() {
            *place = Value::Object(Map::new());
        }
        let Some(members) = place.as_object_mut() else {
            return;
        };
        place = members.entry(name).or_insert(Value::Null);
    }
    *place = value;
}
