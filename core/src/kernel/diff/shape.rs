//! Roles, kinds, fields, relations and lifecycles.

use super::constraint;
use super::{Diff, Verdict, names};
use crate::blueprint::document::{
    Field, Kind, LifecycleDocument, StrengthCard, TenantScope, UnknownFields,
};
use crate::blueprint::{Blueprint, Named};
use crate::kernel::Kernel;

pub(super) fn compare(old: &Kernel, new: &Kernel, diff: &mut Diff) {
    let (old, new) = (&old.model().document, &new.model().document);
    product(old, new, diff);
    for (name, before, after) in names(old.roles.iter(), new.roles.iter()) {
        come_and_go(
            "role",
            name,
            &format!("/roles/{name}"),
            before.is_some(),
            after.is_some(),
            diff,
        );
    }
    for (name, before, after) in names(old.personas.iter(), new.personas.iter()) {
        let at = format!("/personas/{name}");
        come_and_go(
            "persona",
            name,
            &at,
            before.is_some(),
            after.is_some(),
            diff,
        );
    }
    for (name, before, after) in names(old.kinds.iter(), new.kinds.iter()) {
        let at = format!("/kinds/{name}");
        match (before, after) {
            (Some(before), Some(after)) => kind(before, after, &at, diff),
            (before, after) => {
                come_and_go("kind", name, &at, before.is_some(), after.is_some(), diff);
            }
        }
    }
}

fn come_and_go(what: &str, name: &str, at: &str, before: bool, after: bool, diff: &mut Diff) {
    match (before, after) {
        (true, false) => diff.push(
            Verdict::Breaking,
            at,
            format!("The {what} `{name}` is gone."),
        ),
        (false, true) => diff.push(
            Verdict::Compatible,
            at,
            format!("The {what} `{name}` is new."),
        ),
        _ => {}
    }
}

/// The product itself.
fn product(old: &Blueprint, new: &Blueprint, diff: &mut Diff) {
    if old.name != new.name {
        let message = format!(
            "This is another product: `{}` was `{}`.",
            new.name, old.name
        );
        diff.push(Verdict::Breaking, "/name", message);
    }
    let parts = |version: &str| -> Vec<u64> {
        let numbers = version.split(['.', '-', '+']).take(3);
        numbers.map(|part| part.parse().unwrap_or(0)).collect()
    };
    if parts(&new.version) < parts(&old.version) {
        let message = format!(
            "The version goes back from {} to {}.",
            old.version, new.version
        );
        diff.push(Verdict::Compatible, "/version", message);
    }
}

/// Scores of two cards are not compared, so a card that changes needs another version.
fn card(old: &Kind, new: &Kind, at: &str, diff: &mut Diff) {
    let (Some(before), Some(after)) = (&old.strength, &new.strength) else {
        let (before, after) = (old.strength.is_some(), new.strength.is_some());
        return come_and_go(
            "card",
            "strength",
            &format!("{at}/strength"),
            before,
            after,
            diff,
        );
    };
    if before == after {
        return;
    }
    let version = |card: &StrengthCard| card.version.unwrap_or(1);
    let message = if version(before) == version(after) {
        format!(
            "Scores may change, and the card is still version {}: give it another.",
            version(after)
        )
    } else {
        "Scores may change with the new version of the card.".to_owned()
    };
    diff.push(Verdict::Compatible, format!("{at}/strength"), message);
}

fn kind(old: &Kind, new: &Kind, at: &str, diff: &mut Diff) {
    fields(&old.fields, &new.fields, &format!("{at}/fields"), diff);
    for (name, before, after) in names(old.sections.iter(), new.sections.iter()) {
        let at = format!("{at}/sections/{name}");
        match (before, after) {
            (Some(before), Some(after)) => {
                fields(&before.fields, &after.fields, &format!("{at}/fields"), diff);
            }
            (None, Some(after)) => {
                fields(
                    &Named::default(),
                    &after.fields,
                    &format!("{at}/fields"),
                    diff,
                );
            }
            _ => come_and_go("section", name, &at, true, false, diff),
        }
    }
    for (name, before, after) in names(old.relations.iter(), new.relations.iter()) {
        let at = format!("{at}/relations/{name}");
        let same = before
            .zip(after)
            .is_none_or(|(a, b)| a.to == b.to && a.many == b.many);
        if !same {
            diff.push(
                Verdict::Breaking,
                &*at,
                format!("The relation `{name}` points elsewhere."),
            );
        }
        come_and_go(
            "relation",
            name,
            &at,
            before.is_some(),
            after.is_some(),
            diff,
        );
    }
    let rejects = |kind: &Kind| kind.unknown_fields.unwrap_or_default() == UnknownFields::Reject;
    if !rejects(old) && rejects(new) {
        let message = "Members that no field names are refused now.";
        diff.push(Verdict::Breaking, format!("{at}/unknown_fields"), message);
    }
    for check in new.checks.iter().filter(|check| {
        let known = old
            .checks
            .iter()
            .any(|other| other.code == check.code && other.expr == check.expr);
        !known
    }) {
        let message = format!("The check `{}` is new or changed.", check.code);
        diff.push(Verdict::Breaking, format!("{at}/checks"), message);
    }
    let shared = |kind: &Kind| kind.tenant.unwrap_or_default() == TenantScope::Shared;
    match (shared(old), shared(new)) {
        (false, true) => {
            let message = "Records are shared by all tenants now.";
            diff.push(Verdict::Widening, format!("{at}/tenant"), message);
        }
        (true, false) => {
            let message = "Records belong to a tenant now.";
            diff.push(Verdict::Breaking, format!("{at}/tenant"), message);
        }
        _ => {}
    }
    match (old.one_per == new.one_per, new.one_per.is_empty()) {
        (false, false) => {
            let message = "Records must be unique in another way.";
            diff.push(Verdict::Breaking, format!("{at}/one_per"), message);
        }
        (false, true) => {
            let message = "There may be any number of records for one now.";
            diff.push(Verdict::Compatible, format!("{at}/one_per"), message);
        }
        _ => {}
    }
    card(old, new, at, diff);
    lifecycle(old.lifecycle.as_ref(), new.lifecycle.as_ref(), at, diff);
}

fn lifecycle(
    old: Option<&LifecycleDocument>,
    new: Option<&LifecycleDocument>,
    at: &str,
    diff: &mut Diff,
) {
    let at = format!("{at}/lifecycle");
    let (Some(old), Some(new)) = (old, new) else {
        return come_and_go(
            "lifecycle",
            "lifecycle",
            &at,
            old.is_some(),
            new.is_some(),
            diff,
        );
    };
    let states = |list: &'_ LifecycleDocument| -> Vec<String> { list.states.clone() };
    let (before, after) = (states(old), states(new));
    for state in before.iter().filter(|state| !after.contains(state)) {
        come_and_go("state", state, &format!("{at}/states"), true, false, diff);
    }
    for state in after.iter().filter(|state| !before.contains(state)) {
        come_and_go("state", state, &format!("{at}/states"), false, true, diff);
    }
    let moves = |list: &LifecycleDocument| -> Vec<String> {
        list.transitions
            .iter()
            .map(|transition| transition.name.clone())
            .collect()
    };
    let (before, after) = (moves(old), moves(new));
    for name in before.iter().filter(|name| !after.contains(name)) {
        come_and_go(
            "transition",
            name,
            &format!("{at}/transitions"),
            true,
            false,
            diff,
        );
    }
    for transition in &new.transitions {
        let Some(earlier) = old.transitions.iter().find(|t| t.name == transition.name) else {
            let name = &transition.name;
            come_and_go(
                "transition",
                name,
                &format!("{at}/transitions"),
                false,
                true,
                diff,
            );
            continue;
        };
        let more = |old: &[String], new: &[String]| new.iter().any(|name| !old.contains(name));
        let wider = more(&earlier.by, &transition.by) || more(&earlier.from, &transition.from);
        if wider || earlier.when != transition.when {
            let name = &transition.name;
            let message =
                format!("The transition `{name}` may be open to more, or from more states.");
            diff.push(Verdict::Widening, format!("{at}/transitions"), message);
        }
        let lost = earlier
            .from
            .iter()
            .any(|state| !transition.from.contains(state));
        if lost || earlier.to != transition.to {
            let message = format!(
                "The transition `{}` starts or ends elsewhere.",
                transition.name
            );
            diff.push(Verdict::Breaking, format!("{at}/transitions"), message);
        }
        if transition
            .needs
            .iter()
            .any(|path| !earlier.needs.contains(path))
        {
            let message = format!("The transition `{}` needs more fields.", transition.name);
            diff.push(Verdict::Breaking, format!("{at}/transitions"), message);
        }
    }
}

fn fields(old: &Named<Field>, new: &Named<Field>, at: &str, diff: &mut Diff) {
    for (name, before, after) in names(old.iter(), new.iter()) {
        let at = format!("{at}/{name}");
        match (before, after) {
            (Some(before), Some(after)) => field(name, before, after, &at, diff),
            (None, Some(after)) if after.required && after.default.0.is_none() => {
                let message = format!("The field `{name}` is new and required.");
                diff.push(Verdict::Breaking, &*at, message);
            }
            (before, after) => {
                come_and_go("field", name, &at, before.is_some(), after.is_some(), diff);
            }
        }
    }
}

/// Roles that may write a field; everyone whom a policy lets when none is named.
fn writers(name: &str, old: &[String], new: &[String], at: &str, diff: &mut Diff) {
    let more = |old: &[String], new: &[String]| new.iter().any(|role| !old.contains(role));
    let at = format!("{at}/written_by");
    if !old.is_empty() && (new.is_empty() || more(old, new)) {
        let message = format!("More may write the field `{name}`.");
        diff.push(Verdict::Widening, at, message);
    } else if !new.is_empty() && (old.is_empty() || more(new, old)) {
        let message = format!("Fewer may write the field `{name}`.");
        diff.push(Verdict::Breaking, at, message);
    }
}

/// Whose personal data a field is, which erasing them takes away.
fn about(name: &str, old: &[String], new: &[String], at: &str, diff: &mut Diff) {
    let differ = |old: &[String], new: &[String]| new.iter().any(|one| !old.contains(one));
    if differ(old, new) || differ(new, old) {
        let message = format!("The field `{name}` is about other people.");
        diff.push(Verdict::Compatible, format!("{at}/about"), message);
    }
}

fn field(name: &str, old: &Field, new: &Field, at: &str, diff: &mut Diff) {
    if old.ty != new.ty {
        let message = format!(
            "The field `{name}` was of type {} and is of type {}.",
            old.ty.word(),
            new.ty.word()
        );
        return diff.push(Verdict::Breaking, at, message);
    }
    constraint::compare(name, old, new, at, diff);
    writers(name, &old.written_by, &new.written_by, at, diff);
    about(name, &old.about, &new.about, at, diff);
    fields(&old.fields, &new.fields, &format!("{at}/fields"), diff);
    match (&old.of, &new.of) {
        (Some(old), Some(new)) => field(name, old, new, &format!("{at}/of"), diff),
        (None, None) => {}
        _ => diff.push(
            Verdict::Breaking,
            at,
            format!("The field `{name}` holds something else."),
        ),
    }
}
