//! What follows for the account's roles.

use serde::Serialize;
use serde_json::Value;

use super::{Command, Conflict, Ground, SyncPlan, Why};
use crate::blueprint::document::Ownership;
use crate::id::{RoleId, RoleSet};
use crate::identity::link::{Said, Told, of_words};

/// A change of the account's roles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RoleChange {
    /// The role.
    pub role: String,
    /// Whether it is granted; otherwise it is taken back.
    pub granted: bool,
    /// Why.
    pub reason: Why,
}

pub(super) fn follow(ground: &Ground<'_>, plan: &mut SyncPlan) {
    let Some(owner) = ground.plan.roles else {
        return;
    };
    let words = ground.user.words(&ground.plan.role_claim);
    let held = held(ground);
    let (said, there) = (said(ground, &words), wanted(ground, &words, held, plan));
    // Other roles are no concern of the provider's: they are neither granted nor taken back.
    let here = common(held, ground.plan.grantable);
    let newer = newer_here(ground, &said);
    match owner {
        Ownership::Provider => grant(ground, plan, here, there, Why::ProviderOwns),
        Ownership::Newest if !newer => grant(ground, plan, here, there, Why::ProviderNewer),
        Ownership::Local | Ownership::Newest => tell(ground, plan, held, &words),
        Ownership::Manual if here != there => {
            plan.conflicts
                .push(differ(ground, Why::Manual, here, there));
        }
        Ownership::Manual => {}
    }
    // What was told before this, or before what comes back now, is not on its way any more.
    let echo = echoed(ground, &said).map_or(said.since, |told| told.at);
    let from = said.since.max(echo);
    plan.link.told.retain(|told| told.at >= from);
    plan.link.roles = Some(said);
}

/// What follows where a state that is older than the one that was followed says roles, and that one
/// was silent: it took them back.
pub(super) fn follow_late(ground: &Ground<'_>, plan: &mut SyncPlan) {
    let known = plan.link.roles.clone().filter(|known| known.silent);
    let words = ground.user.words(&ground.plan.role_claim);
    let Some(known) = known.filter(|_| !words.is_empty()) else {
        return;
    };
    let said = Said {
        silent: false,
        ..known
    };
    if ground.plan.roles == Some(Ownership::Newest) && !newer_here(ground, &said) {
        let held = held(ground);
        let here = common(held, ground.plan.grantable);
        grant(ground, plan, here, RoleSet::EMPTY, Why::ProviderNewer);
        // What the provider was told meanwhile is told once more, as it is now.
        let left = held.iter().filter(|role| !here.contains(*role));
        let left = left.fold(RoleSet::EMPTY, RoleSet::with);
        if !plan.roles.is_empty() {
            plan.commands.push(command(ground, left));
        }
    }
    plan.link.roles = Some(said);
}

/// What the provider says, and since when.
fn said(ground: &Ground<'_>, words: &[&str]) -> Said {
    let known = ground.link.and_then(|link| link.roles.as_ref());
    let said = Said::after(known, of_words(words.to_vec()), ground.at, words.is_empty());
    match echoed(ground, &said) {
        Some(told) => Said {
            since: said.since.min(told.at),
            ..said
        },
        None => said,
    }
}

/// How long what was told may be on its way: what is said later is said by somebody there.
const ECHO: i64 = 3_600_000_000;

/// What it was told, where it says that: it is as old as the change here, and not as the answer. Since
/// the provider said something else, it says it of its own.
fn echoed<'l>(ground: &Ground<'l>, said: &Said) -> Option<&'l Told> {
    let link = ground.link?;
    let known = link.roles.as_ref();
    let mut told = link.told.iter().rev();
    told.find(|told| {
        let on_its_way = (0..=ECHO).contains(&ground.at.saturating_sub(told.at));
        let overtaken = known.is_some_and(|known| known.since > told.at);
        on_its_way && !overtaken && told.digest == said.digest
    })
}

/// Whether somebody changed the roles here after the provider did, if ever it did.
fn newer_here(ground: &Ground<'_>, said: &Said) -> bool {
    let changed = ground.holder.and_then(|holder| holder.roles_changed_at);
    changed.is_some_and(|changed| changed >= said.since) || said.silent
}

/// The roles that the provider says and sync may grant; of the others, those are told that are not
/// held anyway.
fn wanted(ground: &Ground<'_>, words: &[&str], held: RoleSet, plan: &mut SyncPlan) -> RoleSet {
    let mut wanted = RoleSet::EMPTY;
    for word in words {
        let reason = match ground.plan.role(ground.model, word) {
            None => Why::UnknownRole,
            Some(id) if ground.plan.grantable.contains(id) => {
                wanted = wanted.with(id);
                continue;
            }
            Some(id) if held.contains(id) || is_everybodys(ground, id) => continue,
            Some(_) => Why::NotGrantable,
        };
        plan.conflicts.push(Conflict {
            about: "roles".to_owned(),
            reason,
            here: Value::Null,
            there: (*word).into(),
        });
    }
    wanted
}

fn is_everybodys(ground: &Ground<'_>, role: RoleId) -> bool {
    let info = ground.model.roles.get(role.index());
    info.is_some_and(|info| info.default)
}

fn held(ground: &Ground<'_>) -> RoleSet {
    let names = ground.holder.map_or(&[][..], |holder| &holder.roles);
    let known = names
        .iter()
        .filter_map(|name| ground.model.names().find(name));
    known.fold(RoleSet::EMPTY, RoleSet::with)
}

fn common(one: RoleSet, other: RoleSet) -> RoleSet {
    let both = one.iter().filter(|role| other.contains(*role));
    both.fold(RoleSet::EMPTY, RoleSet::with)
}

fn grant(ground: &Ground<'_>, plan: &mut SyncPlan, here: RoleSet, there: RoleSet, reason: Why) {
    let changes = here
        .union(there)
        .iter()
        .filter(|role| here.contains(*role) != there.contains(*role));
    plan.roles.extend(changes.map(|role| RoleChange {
        role: name(ground, role),
        granted: there.contains(role),
        reason: match ground.local {
            None if there.contains(role) => Why::Created,
            _ => reason,
        },
    }));
}

/// Tells the provider the roles that are held here, where it says others.
fn tell(ground: &Ground<'_>, plan: &mut SyncPlan, held: RoleSet, words: &[&str]) {
    let command = command(ground, held);
    let Command::SetRoles { roles, .. } = &command;
    let mut known: Vec<&str> = words.to_vec();
    known.sort_unstable();
    known.dedup();
    if *roles != known {
        let changed = ground.holder.and_then(|holder| holder.roles_changed_at);
        plan.link.tell(roles, changed.unwrap_or(ground.at));
        plan.commands.push(command);
    }
}

/// Tells the provider some roles.
fn command(ground: &Ground<'_>, held: RoleSet) -> Command {
    let names: Vec<String> = held.iter().map(|role| name(ground, role)).collect();
    Command::SetRoles {
        user: ground.user.id.as_str().to_owned(),
        claim: ground.plan.role_claim.as_str().to_owned(),
        roles: ground.plan.words_for(ground.model, &names),
    }
}

fn differ(ground: &Ground<'_>, reason: Why, here: RoleSet, there: RoleSet) -> Conflict {
    let names = |roles: RoleSet| -> Value {
        let names: Vec<String> = roles.iter().map(|role| name(ground, role)).collect();
        names.into()
    };
    Conflict {
        about: "roles".to_owned(),
        reason,
        here: names(here),
        there: names(there),
    }
}

fn name(ground: &Ground<'_>, role: RoleId) -> String {
    let info = ground.model.roles.get(role.index());
    info.map(|info| info.name.to_string()).unwrap_or_default()
}
