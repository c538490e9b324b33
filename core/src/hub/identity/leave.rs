//! Somebody was deleted at the provider.

use super::follow::tie;
use crate::blueprint::document::OnLeaving;
use crate::error::{Code, Failure};
use crate::hub::Hub;
use crate::hub::call::Call;
use crate::hub::erasing::Going;
use crate::hub::member::Person;
use crate::hub::refusal::Refusal;
use crate::hub::treatment;
use crate::id::Id;
use crate::identity::{Link, LocalUser, Stamp};
use crate::store::{Address, Commit, Extent, Member, StoreError, StoredRecord, Treated, Treatment};

/// How many records are worked on at once.
const STEP: usize = 200;

impl Hub {
    /// What follows from somebody's deletion at the provider: their records are treated as the
    /// blueprint says, their roles go, and nothing that was said of them before counts any more.
    /// Says whether that is new.
    ///
    /// However many records there are: page after page is written, and the last one with what is
    /// in `commit`. Whoever is interrupted goes on with what is left. `account` is theirs, where it
    /// is known.
    pub(super) async fn left(
        &self,
        call: &Call<'_>,
        user: &Id,
        account: Option<&LocalUser>,
        at: i64,
        commit: &mut Commit,
    ) -> Result<bool, Refusal> {
        let (plan, kind) = self.identity_plan()?;
        let known = self.link(user.as_str()).await?;
        let (record, link) = known.unzip();
        let mut link = link.unwrap_or_default();
        let mut left_at = link.left_at;
        // Of somebody who is gone, an account may still be there that nobody could find then.
        let stayed = account.filter(|_| plan.leaving(kind.id) != OnLeaving::Keep);
        if link.gone && stayed.is_none() {
            return Ok(false);
        }
        // Whoever had an account before has more here, also where another person has one now.
        let mut former = link.clone();
        former.record.clear();
        if !link.record.is_empty() {
            // What was deleted here is no account: another one may be there by now.
            let at = Address::new(&link.tenant, &kind.name, &link.record);
            let tied = self.store().get(&at).await?;
            if tied.is_none_or(|tied| tied.owner.is_none()) {
                link.record.clear();
            }
        }
        if let Some(account) = account {
            // Another account may be the user's by now, or this one somebody else's.
            let own = (&link.record, &link.tenant) == (&account.record, &account.tenant);
            let tie = self
                .tie_of(Some(&account.id), (&account.tenant, &account.record))
                .await?;
            if !link.record.is_empty() && !own || tie.is_some_and(|tie| tie.id != user.as_str()) {
                return Ok(false);
            }
            link.user.clone_from(&account.id);
            link.tenant.clone_from(&account.tenant);
            link.record.clone_from(&account.record);
        } else if link.record.is_empty() && !self.is_isolated(kind) {
            // An account that was here before its user was heard of.
            let key = crate::hub::derive::key(&plan.key, user.as_str());
            if let Some(found) = self.store().find("", &kind.name, &key).await? {
                let free = self.tie_to(&found).await?.is_none();
                if let Some(owner) = found.owner.filter(|_| free) {
                    (link.user, link.record) = (owner, found.address.id);
                }
            }
        }
        // Who signed up anew with the same identifier here keeps what there is: it is theirs.
        let others =
            account.is_none() && !link.user.is_empty() && self.is_anothers(&link, user).await?;
        let mut going = Vec::new();
        if !link.user.is_empty() && !others {
            going.push(&link);
        }
        let is_same = (&former.user, &former.tenant) == (&link.user, &link.tenant);
        if !former.user.is_empty() && !is_same && !self.is_anothers(&former, user).await? {
            going.push(&former);
        }
        for one in going {
            let person = Person {
                id: &one.user,
                tenant: &one.tenant,
            };
            let account = (kind.name.as_ref(), one.record.as_str());
            let left = self.leave_records(call, &person, account, commit).await?;
            left_at = left.or(left_at);
            self.leave_roles(call, &person, one.roles_at, commit)
                .await?;
        }
        let gone = gone(user.as_str(), left_at, at);
        commit.writes.push(tie(&gone, record.as_ref(), call.now));
        Ok(true)
    }

    /// Treats somebody's records as the blueprint says. The account comes last, so that it is known in
    /// one change with the rest that it was set aside for that, and when.
    async fn leave_records(
        &self,
        call: &Call<'_>,
        person: &Person<'_>,
        (kind, account): (&str, &str),
        last: &mut Commit,
    ) -> Result<Option<i64>, Refusal> {
        let is_account = |address: &Address| address.kind == kind && address.id == account;
        for person in &self.everywhere(person) {
            let mut after: Option<Address> = None;
            let mut held = Vec::new();
            loop {
                let store = self.store();
                let page = store
                    .owned(person.tenant, person.id, after.as_ref(), STEP)
                    .await?;
                after = page.records.last().map(|record| record.address.clone());
                let (own, mut records): (Vec<_>, Vec<_>) = page
                    .records
                    .into_iter()
                    .partition(|record| is_account(&record.address));
                held.extend(own);
                if !page.more {
                    records.append(&mut held);
                }
                let mut commit = Commit::default();
                self.leave_page(call, person, records, &mut commit)?;
                if page.more {
                    self.commit_page(&commit).await?;
                    continue;
                }
                last.writes.extend(commit.writes);
                last.audit.extend(commit.audit);
                // A page of what all tenants share comes with an erasure of its own.
                match (last.erasure.is_some(), commit.erasure) {
                    (true, Some(erasure)) => {
                        let alone = Commit {
                            erasure: Some(erasure),
                            ..Commit::default()
                        };
                        self.commit_page(&alone).await?;
                    }
                    (_, erasure) => last.erasure = last.erasure.take().or(erasure),
                }
                break;
            }
        }
        let mut written = last.writes.iter().map(|write| &write.record);
        let own = written.find(|record| is_account(&record.address) && record.owner.is_some());
        Ok(own.and_then(|record| record.archived_at))
    }

    /// Writes what goes before the last change; where it met another one, all is worked out again.
    async fn commit_page(&self, commit: &Commit) -> Result<(), Refusal> {
        match self.store().commit(commit).await {
            Err(error) if error.met_another() => Err(Failure::new(Code::StoreSerialization).into()),
            done => Ok(done?),
        }
    }

    fn leave_page(
        &self,
        call: &Call<'_>,
        person: &Person<'_>,
        records: Vec<StoredRecord>,
        commit: &mut Commit,
    ) -> Result<(), Refusal> {
        let (plan, _) = self.identity_plan()?;
        let going = Going {
            call,
            person,
            homes: &[person.tenant],
            extent: Extent::Own,
            at: call.now,
        };
        let account = Address::new(person.tenant, "member", person.id);
        let mut touched = vec![Treated::new(account, Treatment::Delete)];
        for record in records {
            // What stays keeps what was noted of it.
            let kind = self.kernel().kind(&record.address.kind).ok();
            let how = kind.and_then(|kind| treatment::of_leaving(plan.leaving(kind.id)));
            let Some(how) = how else {
                continue;
            };
            let (plan, treated) = self.treat(&going, record, how)?;
            plan.add_to(commit);
            touched.push(treated);
        }
        if plan.on_delete == OnLeaving::Erase {
            commit.erasure = Some(self.erasure(call, person, Extent::Own, touched));
        }
        Ok(())
    }

    /// Nothing more is heard of whoever left once, in an old copy of the store neither.
    pub(in crate::hub) async fn untie(&self, going: &Going<'_>) -> Result<(), Refusal> {
        let Person { id, tenant } = *going.person;
        let mut after = Some(super::link_address(""));
        while let Some(at) = after {
            let (ties, next) = self.ties_behind(id, &at).await?;
            let mut commit = Commit::default();
            for (record, link) in ties {
                if !link.gone && link.tenant == tenant {
                    let gone = gone(&link.id, link.left_at, going.call.now);
                    let gone = tie(&gone, Some(&record), going.call.now);
                    commit.writes.push(gone);
                }
            }
            if !commit.writes.is_empty() {
                self.commit_page(&commit).await?;
            }
            after = next;
        }
        Ok(())
    }

    /// Whether somebody who left is there again since then, as another user of the provider.
    pub(in crate::hub) async fn came_back(
        &self,
        person: &Person<'_>,
        homes: &[&str],
        left_at: i64,
    ) -> Result<bool, Refusal> {
        let (_, kind) = self.identity_plan()?;
        let key = format!("owner={}", person.id);
        let account = self.store().find(person.tenant, &kind.name, &key).await?;
        if account.is_some_and(|account| account.created_at > left_at) {
            return Ok(true);
        }
        let mut after = Some(super::link_address(""));
        while let Some(at) = after {
            let (ties, next) = self.ties_behind(person.id, &at).await?;
            let mut ties = ties.iter();
            let here = |tenant: &str| tenant.is_empty() || homes.contains(&tenant);
            if ties.any(|(record, link)| {
                let is_tied = !link.gone && !link.record.is_empty();
                is_tied && here(&link.tenant) && tied_at(record, link) > left_at
            }) {
                return Ok(true);
            }
            after = next;
        }
        Ok(false)
    }

    /// A page of somebody's ties behind a place, and behind which one the next begins.
    pub(super) async fn ties_behind(
        &self,
        person: &str,
        after: &Address,
    ) -> Result<(Vec<(StoredRecord, Link)>, Option<Address>), StoreError> {
        let page = self.store().owned("", person, Some(after), STEP).await?;
        let last = page.records.last().map(|record| record.address.clone());
        let ties = page.records.into_iter();
        let ties = ties.take_while(|record| record.address.kind == super::LINK);
        let ties = ties.map(|record| {
            let link = super::read_link(&record)?;
            Ok((record, link))
        });
        let next = last.filter(|last| page.more && last.kind == super::LINK);
        Ok((ties.collect::<Result<_, StoreError>>()?, next))
    }

    /// Whoever left has no roles; an erasure takes them along.
    async fn leave_roles(
        &self,
        call: &Call<'_>,
        person: &Person<'_>,
        by_sync: i64,
        commit: &mut Commit,
    ) -> Result<(), Refusal> {
        let member = self.store().member(person.tenant, person.id).await?;
        let Some(member) = member.filter(|_| commit.erasure.is_none()) else {
            return Ok(());
        };
        let holds = !member.roles.is_empty() || member.persona.is_some();
        // What sync did last is nobody's decision any more, once the tie that knew it is forgotten.
        let by_sync = by_sync != 0 && member.roles_at == by_sync;
        if !holds && !by_sync {
            return Ok(());
        }
        let without = Member {
            roles: Vec::new(),
            persona: None,
            ..member.clone()
        };
        let without = Member {
            roles_at: if by_sync { 0 } else { member.roles_at },
            ..Member::next(Some(&member), without, call.now)
        };
        commit.members.push(without);
        if !holds {
            return Ok(());
        }
        let (mut entry, detail) = self.entry_about(call, person, "leave");
        entry.version = member.version.saturating_add(1);
        (entry.rule, entry.reason) = ("identity".to_owned(), "allowed".to_owned());
        entry.fields = member
            .roles
            .iter()
            .map(|role| format!("/roles/{role}"))
            .collect();
        commit.audit.push((entry, detail));
        Ok(())
    }
}

/// Since when a user is tied to the account that they have.
fn tied_at(record: &StoredRecord, link: &Link) -> i64 {
    match link.tied_at {
        0 => record.created_at,
        tied_at => tied_at,
    }
}

/// The tie of a user who is gone.
fn gone(user: &str, left_at: Option<i64>, at: i64) -> Link {
    Link {
        id: user.to_owned(),
        record: String::new(),
        gone: true,
        left_at,
        stamp: Stamp {
            at,
            digest: String::new(),
        },
        ..Link::default()
    }
}
