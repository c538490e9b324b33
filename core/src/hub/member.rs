//! Roles and personas of people.

use super::Hub;
use super::call::Call;
use super::plan::Desk;
use super::refusal::Refusal;
use crate::access::{Subject, SubjectHead};
use crate::blueprint::BuiltinRole;
use crate::error::{Code, Failure, nearest};
use crate::id::RoleId;
use crate::store::{Address, Commit, Member, StoredRecord};

/// The kind of people's accounts, where a blueprint has one.
const ACCOUNT: &str = "user";

/// Somebody in a tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Person<'p> {
    /// Their identifier.
    pub id: &'p str,
    /// The tenant; empty where there is one tenant only.
    pub tenant: &'p str,
}

impl Hub {
    /// Somebody with the roles that they were granted, acting as the persona that they took:
    /// the subject of their calls.
    ///
    /// # Errors
    /// [`Code::KernelBadId`], faults of the attributes, and those of the store.
    pub async fn subject(
        &self,
        person: &Person<'_>,
        attributes: Option<&str>,
    ) -> Result<Subject, Refusal> {
        person.check()?;
        let member = self.store().member(person.tenant, person.id).await?;
        let member = member.unwrap_or_default();
        // Roles and personas that the blueprint no longer has give nothing.
        let model = self.kernel().model();
        let known = member.roles.iter().map(String::as_str);
        let roles: Vec<&str> = known
            .filter(|role| model.names().find(role).is_some())
            .collect();
        let head = SubjectHead {
            id: Some(person.id),
            roles: &roles,
            tenant: Some(person.tenant).filter(|tenant| !tenant.is_empty()),
            persona: None,
            attributes,
            system: false,
        };
        let persona = member.persona.as_deref();
        let acting = persona.filter(|persona| model.persona(persona).is_some());
        let acting = SubjectHead {
            persona: acting,
            ..head.clone()
        };
        match self.kernel().subject(&acting) {
            // The role that the persona needs was revoked.
            Err(failure) if failure.code() == Code::AccessDenied => {
                Ok(self.kernel().subject(&head)?)
            }
            subject => Ok(subject?),
        }
    }

    /// Grants a role: by somebody with a role that the blueprint lets grant it, or by the
    /// product itself. Where the blueprint has a kind `user` with an action `grant_role`, that is
    /// decided about the person's own record too. Says whether it is new.
    ///
    /// # Errors
    /// [`Code::KernelUnknownRole`], [`Code::HubNotGrantable`], [`Code::AccessDenied`], and those
    /// of the store.
    pub async fn grant(
        &self,
        call: &Call<'_>,
        person: &Person<'_>,
        role: &str,
    ) -> Result<bool, Refusal> {
        self.check_grant(call, person, role, "grant").await?;
        let field = format!("/roles/{role}");
        self.change_member(call, person, "grant", &field, |member| {
            let new = !member.roles.iter().any(|known| known == role);
            if new {
                member.roles.push(role.to_owned());
            }
            Ok(new)
        })
        .await
    }

    /// Takes a role back, and the persona that needs it; `user.revoke_role` is decided where the
    /// blueprint has it. Says whether it was there.
    ///
    /// # Errors
    /// As [`Self::grant`].
    pub async fn revoke(
        &self,
        call: &Call<'_>,
        person: &Person<'_>,
        role: &str,
    ) -> Result<bool, Refusal> {
        self.check_grant(call, person, role, "revoke").await?;
        let field = format!("/roles/{role}");
        self.change_member(call, person, "revoke", &field, |member| {
            let before = member.roles.len();
            member.roles.retain(|known| known != role);
            Ok(member.roles.len() < before)
        })
        .await
    }

    /// Acts as a persona from now on; `None` for none. Says whether that is a change.
    ///
    /// # Errors
    /// [`Code::KernelUnknownPersona`], [`Code::AccessDenied`] without the role that it needs, or
    /// where it was not granted here, and those of the store.
    pub async fn switch_persona(
        &self,
        call: &Call<'_>,
        persona: Option<&str>,
    ) -> Result<bool, Refusal> {
        call.check()?;
        let denied = || Failure::new(Code::AccessDenied).with("action", "switch_persona");
        let id = call.subject.id().ok_or_else(denied)?.as_str().to_owned();
        let model = self.kernel().model();
        if let Some(name) = persona {
            let known = model.persona(name);
            let known = known.and_then(|id| model.personas.get(id.index()));
            let unknown = || Failure::new(Code::KernelUnknownPersona).with("name", name.to_owned());
            if !call
                .subject
                .roles()
                .contains(known.ok_or_else(unknown)?.role)
            {
                return Err(denied().into());
            }
        }
        let tenant = call.tenant().to_owned();
        let person = Person {
            id: &id,
            tenant: &tenant,
        };
        self.check_policy(call, &person, "switch_persona").await?;
        self.change_member(call, &person, "switch_persona", "/persona", |member| {
            let same = member.persona.as_deref() == persona;
            member.persona = persona.map(str::to_owned);
            if persona.is_some() && !self.has_role_of_persona(member) {
                // The host knows of the role, the hub does not: the persona would not last.
                return Err(denied().into());
            }
            Ok(!same)
        })
        .await
    }

    /// Whether the subject may grant a role to somebody or take it back; where not, that is
    /// noted in the account.
    async fn check_grant(
        &self,
        call: &Call<'_>,
        person: &Person<'_>,
        role: &str,
        action: &str,
    ) -> Result<(), Refusal> {
        call.check()?;
        person.check()?;
        let checked = match self.check_grantable(call, person, role) {
            Ok(()) => {
                let action = format!("{action}_role");
                self.check_policy(call, person, &action).await
            }
            refused => refused,
        };
        match checked {
            Err(refusal) => {
                let entry = self.entry_about(call, person, action);
                Err(self.note_refusal(entry, refusal).await)
            }
            allowed => allowed,
        }
    }

    fn check_grantable(
        &self,
        call: &Call<'_>,
        person: &Person<'_>,
        role: &str,
    ) -> Result<(), Refusal> {
        let model = self.kernel().model();
        let names = || model.roles.iter().map(|role| &*role.name);
        let unknown = || {
            let failure = Failure::new(Code::KernelUnknownRole).with("name", role.to_owned());
            match nearest(role, names()) {
                Some(near) => failure.with("suggestion", near.to_owned()),
                None => failure,
            }
        };
        let id = model.names().find(role).ok_or_else(unknown)?;
        let system = call.is_system();
        let elsewhere = model.tenancy.is_some() && call.tenant() != person.tenant;
        let crosses = model
            .tenancy
            .is_some_and(|roles| call.subject.roles().intersects(roles));
        if self.may_grant(call, id) && (system || crosses || !elsewhere) {
            return Ok(());
        }
        Err(Failure::new(Code::HubNotGrantable)
            .with("role", role.to_owned())
            .into())
    }

    /// An action of people's accounts, where the blueprint has it.
    pub(super) fn account_action(&self, name: &str) -> Option<crate::id::ActionId> {
        self.kernel().action(&format!("{ACCOUNT}.{name}")).ok()
    }

    /// What the policies say about somebody's account, where the blueprint has a kind for it. The
    /// product itself answers to `granted_by` alone: somebody must make the first administrator.
    pub(super) async fn check_policy(
        &self,
        call: &Call<'_>,
        person: &Person<'_>,
        action: &str,
    ) -> Result<(), Refusal> {
        let system = call.is_system();
        let kind = self.kernel().kind(ACCOUNT).ok().filter(|_| !system);
        let Some(kind) = kind else {
            return Ok(());
        };
        let desk = Desk {
            hub: self,
            call,
            kind,
            action,
        };
        let Ok(action) = desk.action(action) else {
            return Ok(());
        };
        let tenant = if self.is_isolated(kind) {
            person.tenant
        } else {
            ""
        };
        let key = format!("owner={}", person.id);
        let found = self.store().find(tenant, ACCOUNT, &key).await?;
        let record = found.unwrap_or_else(|| StoredRecord {
            address: Address::new(tenant, ACCOUNT, person.id),
            owner: Some(person.id.to_owned()).filter(|_| kind.owned),
            document: "{}".to_owned(),
            ..StoredRecord::default()
        });
        desk.allow(action, &record, false).map(drop)
    }

    fn may_grant(&self, call: &Call<'_>, role: RoleId) -> bool {
        let builtin = role.index() <= BuiltinRole::System.id().index();
        let info = self.kernel().model().roles.get(role.index());
        let by = info.map(|info| info.granted_by).unwrap_or_default();
        let system = call.is_system();
        !builtin && (system || call.subject.roles().intersects(by))
    }

    /// Changes a member, with an entry in the account; worked out again where it met another
    /// change.
    async fn change_member(
        &self,
        call: &Call<'_>,
        person: &Person<'_>,
        action: &str,
        field: &str,
        change: impl Fn(&mut Member) -> Result<bool, Refusal> + Send,
    ) -> Result<bool, Refusal> {
        const REPEATS: usize = 16;
        for _ in 0..REPEATS {
            let known = self.store().member(person.tenant, person.id).await?;
            let mut member = known.clone().unwrap_or_else(|| Member {
                tenant: person.tenant.to_owned(),
                user: person.id.to_owned(),
                ..Member::default()
            });
            if !change(&mut member)? {
                return Ok(false);
            }
            self.keep_persona(&mut member);
            let member = Member::next(known.as_ref(), member, call.now);
            let (mut entry, detail) = self.entry_about(call, person, action);
            (entry.version, entry.reason) = (member.version, "allowed".to_owned());
            entry.fields = vec![field.to_owned()];
            let mut commit = Commit {
                audit: vec![(entry, detail)],
                ..Commit::default()
            };
            if matches!(action, "grant" | "revoke") {
                self.tell_roles(call, person, &member, &mut commit).await?;
            }
            commit.members.push(member);
            match self.store().commit(&commit).await {
                Ok(()) => return Ok(true),
                Err(error) if error.met_another() => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(Failure::new(Code::StoreSerialization).into())
    }

    /// A persona goes with the role that it needs.
    pub(super) fn keep_persona(&self, member: &mut Member) {
        if !self.has_role_of_persona(member) {
            member.persona = None;
        }
    }

    /// Whether somebody was granted the role that their persona needs.
    fn has_role_of_persona(&self, member: &Member) -> bool {
        let model = self.kernel().model();
        let names = model.names();
        let held = member.roles.iter().filter_map(|role| names.find(role));
        let held = held.fold(crate::id::RoleSet::EMPTY, crate::id::RoleSet::with);
        let effective = model.effective(held);
        let fits = |name: &String| {
            let persona = model.persona(name);
            let persona = persona.and_then(|id| model.personas.get(id.index()));
            persona.is_some_and(|persona| {
                let info = model.roles.get(persona.role.index());
                effective.contains(persona.role) || info.is_some_and(|info| info.default)
            })
        };
        member.persona.as_ref().is_some_and(fits)
    }

    /// The roles of a record's owner: those granted, or those that the caller comes with, where
    /// it is the owner and nothing was granted here.
    pub(super) async fn owner_roles(
        &self,
        call: &Call<'_>,
        record: &StoredRecord,
    ) -> Result<Vec<String>, Refusal> {
        let Some(owner) = &record.owner else {
            return Ok(Vec::new());
        };
        let tenant = &record.address.tenant;
        if let Some(member) = self.store().member(tenant, owner).await? {
            return Ok(member.roles);
        }
        let own = call.subject.id().map(|id| id.as_str()) == Some(owner);
        let model = self.kernel().model();
        let roles = call.subject.roles();
        let held = roles.iter().filter(|_| own);
        let held = held.filter(|role| role.index() > BuiltinRole::System.id().index());
        let names = held.filter_map(|role| model.roles.get(role.index()));
        Ok(names.map(|role| role.name.to_string()).collect())
    }
}
