//! Who may do more, or less, than before.

use super::{Diff, Verdict, names};
use crate::access::{Passage, SubjectHead};
use crate::blueprint::document::Policy;
use crate::kernel::Kernel;

pub(super) fn compare(old: &Kernel, new: &Kernel, diff: &mut Diff) {
    for who in people(old, new) {
        for action in &new.model().actions {
            let before = may(old, &who, &action.name);
            let after = may(new, &who, &action.name);
            if let Some((verdict, how)) = verdict(before, after) {
                let at = format!("/actions/{}", action.name);
                diff.push(verdict, at, format!("{who} {how} `{}`.", action.name));
            }
        }
    }
    policies(old, new, diff);
    crossing(old, new, diff);
}

/// Everybody whose rights are compared: by role, and without one.
fn people(old: &Kernel, new: &Kernel) -> Vec<String> {
    let known = old.model().names();
    let roles = new.model().roles.iter().skip(3);
    let roles = roles.filter(|role| known.find(&role.name).is_some());
    let roles = roles.map(|role| format!("Role `{}`", role.name));
    ["Everybody", "Whoever is signed in"]
        .into_iter()
        .map(str::to_owned)
        .chain(roles)
        .collect()
}

fn may(kernel: &Kernel, who: &str, action: &str) -> Passage {
    let role = who
        .strip_prefix("Role `")
        .and_then(|rest| rest.strip_suffix('`'));
    let roles: Vec<&str> = role.into_iter().collect();
    let head = SubjectHead {
        id: (who != "Everybody").then_some("somebody"),
        roles: &roles,
        ..SubjectHead::default()
    };
    match (kernel.subject(&head), kernel.action(action)) {
        (Ok(subject), Ok(action)) => kernel.access().may_ever(&subject, action),
        _ => Passage::Closed,
    }
}

fn rank(passage: Passage) -> u8 {
    match passage {
        Passage::Open => 2,
        Passage::Depends => 1,
        _ => 0,
    }
}

fn verdict(before: Passage, after: Passage) -> Option<(Verdict, &'static str)> {
    match (rank(before), rank(after)) {
        (0, 1) => Some((Verdict::Widening, "may now, for some records,")),
        (_, 2) if rank(before) < 2 => Some((Verdict::Widening, "may now, for every record,")),
        (2, 1) => Some((Verdict::Breaking, "may no longer, for every record,")),
        (before, 0) if before > 0 => Some((Verdict::Breaking, "may no longer")),
        _ => None,
    }
}

/// Policies whose change the table of roles and actions does not show.
fn policies(old: &Kernel, new: &Kernel, diff: &mut Diff) {
    let by_id = |kernel: &'_ Kernel| -> Vec<Policy> { kernel.model().document.policies.clone() };
    let (before, after) = (by_id(old), by_id(new));
    let named = |list: &'_ [Policy]| -> Vec<(String, Policy)> {
        list.iter()
            .map(|policy| (policy.id.clone(), policy.clone()))
            .collect()
    };
    let (before, after) = (named(&before), named(&after));
    let old = before.iter().map(|(id, policy)| (id.as_str(), policy));
    let new = after.iter().map(|(id, policy)| (id.as_str(), policy));
    for (id, before, after) in names(old, new) {
        let at = format!("/policies/{id}");
        match (before, after) {
            (Some(before), Some(after)) => policy(before, after, &at, diff),
            (Some(before), None) if !before.deny.is_empty() => {
                diff.push(Verdict::Widening, at, format!("The deny `{id}` is gone."));
            }
            // Without relations and condition the table above says it all.
            (None, Some(after)) if !after.allow.is_empty() && is_partial(after) => {
                let message = format!("The policy `{id}` allows more, for some records.");
                diff.push(Verdict::Widening, at, message);
            }
            _ => {}
        }
    }
}

/// Whether a policy is about some records only.
fn is_partial(policy: &Policy) -> bool {
    policy.when.is_some() || !policy.relations.is_empty() || !policy.fields.is_empty()
}

fn policy(old: &Policy, new: &Policy, at: &str, diff: &mut Diff) {
    let changed = |what: &str| {
        format!(
            "The policy `{}` has other {what}: who it is for may have widened.",
            new.id
        )
    };
    for (what, same) in [
        ("conditions", old.when == new.when),
        ("relations", old.relations == new.relations),
        ("personas", old.personas == new.personas),
        ("fields", old.fields == new.fields),
    ] {
        if !same {
            diff.push(Verdict::Widening, at, changed(what));
        }
    }
    for duty in old
        .obligations
        .iter()
        .filter(|duty| !new.obligations.contains(duty))
    {
        let message = format!("The policy `{}` no longer asks for `{duty}`.", new.id);
        diff.push(Verdict::Widening, format!("{at}/obligations"), message);
    }
    for duty in new
        .obligations
        .iter()
        .filter(|duty| !old.obligations.contains(duty))
    {
        let message = format!("Who acts on the policy `{}` must `{duty}` now.", new.id);
        diff.push(Verdict::Breaking, format!("{at}/obligations"), message);
    }
    let more = |old: &[String], new: &[String]| new.iter().any(|name| !old.contains(name));
    let allows = more(&old.allow, &new.allow);
    let roles = !new.allow.is_empty() && more(&old.roles, &new.roles);
    if is_partial(new) && (allows || roles) {
        let message = format!("The policy `{}` allows more actions or roles.", new.id);
        diff.push(Verdict::Widening, at, message);
    }
    let undenied = old.deny.iter().any(|action| !new.deny.contains(action));
    let fewer = !new.roles.is_empty() && old.roles.iter().any(|role| !new.roles.contains(role));
    if !old.deny.is_empty() && (undenied || fewer || old.roles.is_empty() && !new.roles.is_empty())
    {
        diff.push(
            Verdict::Widening,
            at,
            format!("The deny `{}` covers less.", new.id),
        );
    }
}

fn crossing(old: &Kernel, new: &Kernel, diff: &mut Diff) {
    match (&old.model().document.tenancy, &new.model().document.tenancy) {
        (Some(_), None) => {
            diff.push(
                Verdict::Widening,
                "/tenancy",
                "Tenants are no longer kept apart.",
            );
        }
        (before, Some(after)) => {
            let known = before.as_ref().map(|tenancy| tenancy.crossed_by.clone());
            for role in after
                .crossed_by
                .iter()
                .filter(|role| known.as_ref().is_some_and(|known| !known.contains(role)))
            {
                let message = format!("Role `{role}` may now act across tenants.");
                diff.push(Verdict::Widening, "/tenancy/crossed_by", message);
            }
            if before.is_none() {
                diff.push(Verdict::Breaking, "/tenancy", "Records need a tenant now.");
            }
        }
        (None, None) => {}
    }
}
