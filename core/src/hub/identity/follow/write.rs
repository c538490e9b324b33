//! What is written of an account that follows its user.

use serde_json::{Map, Value};

use super::{ACTION, conflict, grounds, rest, unsay};
use crate::blueprint::Kind;
use crate::hub::Hub;
use crate::hub::call::Call;
use crate::hub::identity::SOURCE;
use crate::hub::identity::account::Account;
use crate::hub::ids::uuid_v7;
use crate::hub::member::Person;
use crate::hub::plan::{Change, Desk};
use crate::hub::refusal::Refusal;
use crate::identity::{Link, SyncPlan, Why};
use crate::json::merge;
use crate::kernel::Validate;
use crate::store::{Address, Commit, Member, StoredRecord, WriteMode};

impl Hub {
    /// Writes a new account, whose owner has some roles from now on.
    pub(super) async fn write_new(
        &self,
        call: &Call<'_>,
        plan: &mut SyncPlan,
        roles: Vec<String>,
        commit: &mut Commit,
    ) -> Result<(), Refusal> {
        let (_, kind) = self.identity_plan()?;
        let call = call.clone().from(SOURCE);
        let desk = desk(self, &call, kind);
        let change = new_account(&desk, plan, roles).await?;
        plan.link.record.clone_from(&change.after.address.id);
        desk.write(change)?.add_to(commit);
        Ok(())
    }

    /// Writes what changes of an account. One that is tied already and does not fit its kind any
    /// more stays as it is, and that is told: its owner may be banned or lose roles all the same.
    pub(super) fn write_changed(
        &self,
        call: &Call<'_>,
        plan: &mut SyncPlan,
        account: &Account,
        link: Option<&Link>,
        commit: &mut Commit,
    ) -> Result<(), Refusal> {
        let record = &account.record;
        let tied = link.is_some_and(|link| !link.record.is_empty());
        plan.link.record.clone_from(&record.address.id);
        if plan.fields.is_empty() && !plan.restore {
            return Ok(());
        }
        let (_, kind) = self.identity_plan()?;
        let call = call.clone().from(SOURCE);
        let desk = desk(self, &call, kind);
        match changed_account(&desk, plan, record) {
            Ok(change) => desk.write(change)?.add_to(commit),
            Err(Refusal::Invalid(_)) if tied => {
                for change in std::mem::take(&mut plan.fields) {
                    unsay(plan, &change, link);
                    plan.conflicts.push(conflict(&change, Why::NotValid));
                }
                plan.patch = Value::Object(Map::new());
                rest(plan);
            }
            Err(refusal) => return Err(refusal),
        }
        Ok(())
    }

    /// Grants and takes back, where something changes.
    pub(super) fn write_roles(
        &self,
        call: &Call<'_>,
        plan: &mut SyncPlan,
        known: Option<&Member>,
        commit: &mut Commit,
    ) {
        if plan.roles.is_empty() {
            return;
        }
        let mut member = known.cloned().unwrap_or_else(|| Member {
            tenant: plan.tenant.clone(),
            user: plan.link.user.clone(),
            ..Member::default()
        });
        member.roles = roles_after(known, plan);
        self.keep_persona(&mut member);
        let member = Member::next(known, member, call.now);
        plan.link.roles_at = member.roles_at;
        let person = Person {
            id: &member.user,
            tenant: &member.tenant,
        };
        let (mut entry, detail) = self.entry_about(call, &person, ACTION);
        (entry.version, entry.rule) = (member.version, "identity".to_owned());
        entry.reason = "allowed".to_owned();
        entry.fields = plan
            .roles
            .iter()
            .map(|change| format!("/roles/{}", change.role))
            .collect();
        commit.audit.push((entry, detail));
        commit.members.push(member);
    }
}

/// Somebody's roles after what follows.
pub(super) fn roles_after(member: Option<&Member>, plan: &SyncPlan) -> Vec<String> {
    let mut roles = member
        .map(|member| member.roles.clone())
        .unwrap_or_default();
    for change in &plan.roles {
        roles.retain(|role| *role != change.role);
        if change.granted {
            roles.push(change.role.clone());
        }
    }
    roles
}

fn desk<'h>(hub: &'h Hub, call: &'h Call<'h>, kind: &'h Kind) -> Desk<'h> {
    Desk {
        hub,
        call,
        kind,
        action: ACTION,
    }
}

/// A new account with what the provider says.
async fn new_account(
    desk: &Desk<'_>,
    plan: &SyncPlan,
    roles: Vec<String>,
) -> Result<Change, Refusal> {
    let (hub, now) = (desk.hub, desk.call.now);
    let lifecycle = desk.kind.lifecycle.as_ref();
    let initial = lifecycle.and_then(|life| life.states.get(life.initial.index()));
    let id = uuid_v7(hub.entropy(), now);
    let mut after = StoredRecord {
        address: Address::new(&plan.tenant, &desk.kind.name, &id),
        owner: Some(plan.link.user.clone()),
        owner_roles: roles,
        state: initial.map(|state| state.to_string()),
        version: 1,
        created_at: now,
        updated_at: now,
        choices: "{}".into(),
        forced: "{}".into(),
        ..StoredRecord::default()
    };
    (after.document, after.draft) = fitting(desk, &plan.patch.to_string(), "create")?;
    let fields: Vec<String> = plan
        .fields
        .iter()
        .map(|change| change.path.clone())
        .collect();
    after.provenance = desk.provenance("{}", &after.document, &fields)?.into();
    Ok(Change {
        how: WriteMode::Insert,
        after,
        what: "created".to_owned(),
        fields,
        grounds: grounds(),
        ..Change::default()
    })
}

fn changed_account(
    desk: &Desk<'_>,
    plan: &SyncPlan,
    record: &StoredRecord,
) -> Result<Change, Refusal> {
    let merged = merge(&record.document, &plan.patch.to_string())?;
    let mut after = desk.next(record);
    let (document, unfit) = fitting(desk, &merged.document, "replace")?;
    (after.document, after.draft) = (document, unfit);
    if plan.restore {
        after.archived_at = None;
    }
    after.provenance = desk
        .provenance(&record.provenance, &after.document, &merged.changed)?
        .into();
    let what = match plan.restore {
        true => "restored",
        false => "updated",
    };
    Ok(Change {
        how: WriteMode::Replace,
        before: Some(record.document.clone()),
        after,
        what: what.to_owned(),
        fields: merged.changed,
        grounds: grounds(),
        ..Change::default()
    })
}

/// A document as its kind writes it, and whether something is missing of it: then it is a draft.
fn fitting(desk: &Desk<'_>, document: &str, mode: &str) -> Result<(String, bool), Refusal> {
    let kernel = desk.hub.kernel();
    let asked = |mode| {
        let how = Validate {
            mode,
            writable: None,
            now: Some(desk.call.now),
        };
        kernel.validate(&desk.kind.name, document.as_bytes(), &how)
    };
    let whole = asked(mode)?;
    if let Some(document) = whole.document.filter(|_| whole.violations.is_empty()) {
        return Ok((document.into_owned(), false));
    }
    let draft = asked("draft")?;
    crate::hub::refusal::valid(draft.violations)?;
    Ok((draft.document.unwrap_or_default().into_owned(), true))
}
