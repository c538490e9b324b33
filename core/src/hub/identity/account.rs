//! The account of a user of the provider.

use std::collections::BTreeMap;

use crate::blueprint::document::{IdentityMatch, Ownership};
use crate::blueprint::{IdentityAttribute as Attribute, IdentityPlan, Kind};
use crate::hub::refusal::Refusal;
use crate::hub::retention::RETAIN;
use crate::hub::{Hub, derive, provenance};
use crate::id::Id;
use crate::identity::{Link, LocalUser, ProviderUser};
use crate::json::is_within;
use crate::schema::kept;
use crate::store::{Address, Member, StoreError, StoredRecord};

/// An account, its owner's roles, and both in the form that plans are worked out from.
pub(super) struct Account {
    pub(super) record: StoredRecord,
    pub(super) member: Option<Member>,
    pub(super) local: LocalUser,
}

/// How many versions of an account are looked at for when a field was changed.
const VERSIONS: usize = 500;

impl Hub {
    /// The tenant in which the account of a user is: of its own, or the one of all.
    pub(super) fn tenant_of(
        &self,
        plan: &IdentityPlan,
        kind: &Kind,
        user: &ProviderUser,
    ) -> Option<String> {
        match &plan.tenant_claim {
            Some(claim) if self.is_isolated(kind) => {
                let said = user.words(claim);
                let said = said.first().filter(|tenant| Id::is_valid(tenant));
                said.map(|tenant| (*tenant).to_owned())
            }
            _ => Some(String::new()),
        }
    }

    /// The account of a user, where there is one: by the tie, by the provider's identifier, by the
    /// product's own, by a mail address that the provider has verified.
    pub(super) async fn account_of_user(
        &self,
        user: &ProviderUser,
        link: Option<&Link>,
    ) -> Result<Option<Account>, Refusal> {
        let (plan, kind) = self.identity_plan()?;
        let tied = match link.filter(|link| !link.record.is_empty()) {
            Some(link) => {
                let at = Address::new(&self.inside(kind, &link.tenant), &kind.name, &link.record);
                self.store().get(&at).await?
            }
            None => None,
        };
        // What is nobody's any more, such as what was anonymised here, is no account: another one
        // may be there by now.
        let is_somebodys = |record: &StoredRecord| record.owner.is_some();
        let found = match tied.filter(is_somebodys) {
            Some(tied) => Some(tied),
            None => self.find_account(plan, kind, user).await?,
        };
        match found.filter(is_somebodys) {
            Some(record) => Ok(Some(self.account(record, link).await?)),
            None => Ok(None),
        }
    }

    fn inside(&self, kind: &Kind, tenant: &str) -> String {
        match self.is_isolated(kind) {
            true => tenant.to_owned(),
            false => String::new(),
        }
    }

    async fn find_account(
        &self,
        plan: &IdentityPlan,
        kind: &Kind,
        user: &ProviderUser,
    ) -> Result<Option<StoredRecord>, Refusal> {
        let Some(tenant) = self.tenant_of(plan, kind, user) else {
            return Ok(None);
        };
        let key = derive::key(&plan.key, user.id.as_str());
        if let Some(found) = self.store().find(&tenant, &kind.name, &key).await? {
            let other = self.tie_to(&found).await?;
            return Ok(Some(found).filter(|_| other.is_none_or(|link| link.id == user.id.as_str())));
        }
        if let Some(owner) = &user.external_id {
            let key = format!("owner={owner}");
            if let Some(found) = self.store().find(&tenant, &kind.name, &key).await? {
                return self.free(plan, found).await;
            }
        }
        self.find_by_email(plan, user).await
    }

    /// The account that has the mail address of a user, where that is proven and the blueprint lets
    /// accounts be found by it.
    async fn find_by_email(
        &self,
        plan: &IdentityPlan,
        user: &ProviderUser,
    ) -> Result<Option<StoredRecord>, Refusal> {
        let verified = user.email().is_some_and(|email| email.verified);
        if !verified || plan.matching != IdentityMatch::VerifiedEmail {
            return Ok(None);
        }
        match self.holder_of_email(user).await? {
            Some(found) => self.free(plan, found).await,
            None => Ok(None),
        }
    }

    /// The account that has the mail address of a user, whosever it is.
    pub(super) async fn holder_of_email(
        &self,
        user: &ProviderUser,
    ) -> Result<Option<StoredRecord>, Refusal> {
        let (plan, kind) = self.identity_plan()?;
        let tenant = self.tenant_of(plan, kind, user);
        let field = plan.field(Attribute::Email);
        let (Some(tenant), Some(field), Some(email)) = (tenant, field, user.email()) else {
            return Ok(None);
        };
        let Some(email) = kept(&kind.plan, &field.to, &email.value) else {
            return Ok(None);
        };
        let key = derive::key(&field.to, &email);
        let found = self.store().find(&tenant, &kind.name, &key).await?;
        Ok(found.filter(|record| record.owner.is_some()))
    }

    /// The tie of a user to an account, whatever stands in the account.
    pub(super) async fn tie_to(&self, account: &StoredRecord) -> Result<Option<Link>, StoreError> {
        let Address { tenant, id, .. } = &account.address;
        self.tie_of(account.owner.as_deref(), (tenant, id)).await
    }

    /// The same of an account of somebody's in a tenant.
    pub(super) async fn tie_of(
        &self,
        owner: Option<&str>,
        (tenant, account): (&str, &str),
    ) -> Result<Option<Link>, StoreError> {
        let Some(owner) = owner else {
            return Ok(None);
        };
        let mut after = Some(super::link_address(""));
        while let Some(at) = after {
            let (ties, next) = self.ties_behind(owner, &at).await?;
            let mut ties = ties.into_iter().map(|(_, link)| link);
            let of_it =
                |link: &Link| !link.gone && (&*link.tenant, &*link.record) == (tenant, account);
            if let Some(link) = ties.find(of_it) {
                return Ok(Some(link));
            }
            after = next;
        }
        Ok(None)
    }

    /// Whether the account that the person of a tie has now follows another user: theirs was deleted
    /// here, and they signed up anew.
    pub(super) async fn is_anothers(&self, link: &Link, user: &Id) -> Result<bool, Refusal> {
        let (plan, kind) = self.identity_plan()?;
        let key = format!("owner={}", link.user);
        let account = self.store().find(&link.tenant, &kind.name, &key).await?;
        let Some(account) = account.filter(|account| account.address.id != link.record) else {
            return Ok(false);
        };
        if let Some(tie) = self.tie_to(&account).await? {
            return Ok(tie.id != user.as_str());
        }
        // The product says whose it is; the provider may not have been heard of them yet.
        let (document, key) = (document(&account), &plan.key);
        let said = document.pointer(key).and_then(serde_json::Value::as_str);
        match said.filter(|said| *said != user.as_str()) {
            Some(other) => Ok(!self.link(other).await?.is_some_and(|(_, link)| link.gone)),
            None => Ok(false),
        }
    }

    /// An account that is nobody's at the provider: of no user, or of one who was deleted there.
    async fn free(
        &self,
        plan: &IdentityPlan,
        found: StoredRecord,
    ) -> Result<Option<StoredRecord>, Refusal> {
        if self.tie_to(&found).await?.is_some() {
            return Ok(None);
        }
        let document = document(&found);
        let key = document
            .pointer(&plan.key)
            .and_then(serde_json::Value::as_str);
        let Some(other) = key else {
            return Ok(Some(found));
        };
        let gone = self.link(other).await?.is_some_and(|(_, link)| link.gone);
        Ok(Some(found).filter(|_| gone))
    }

    /// An account in the form that plans are worked out from.
    pub(super) async fn account(
        &self,
        record: StoredRecord,
        link: Option<&Link>,
    ) -> Result<Account, Refusal> {
        let owner = record.owner.clone().unwrap_or_default();
        let member = self.store().member(&record.address.tenant, &owner).await?;
        let left = self.was_left(&record).await?;
        let local = LocalUser {
            record: record.address.id.clone(),
            id: owner,
            tenant: record.address.tenant.clone(),
            document: document(&record),
            changed: self.changed(&record).await?,
            archived: record.archived_at.is_some(),
            left,
            ..roles_of(member.as_ref(), link)
        };
        Ok(Account {
            record,
            member,
            local,
        })
    }

    /// Whether an account was set aside because its user was deleted, and by nobody else since.
    async fn was_left(&self, record: &StoredRecord) -> Result<bool, Refusal> {
        let (plan, _) = self.identity_plan()?;
        let document = record.archived_at.map(|_| document(record));
        let user = document
            .as_ref()
            .and_then(|document| document.pointer(&plan.key));
        let Some(user) = user.and_then(serde_json::Value::as_str) else {
            return Ok(false);
        };
        let tie = self.link(user).await?;
        Ok(tie.is_some_and(|(_, link)| link.gone && link.left_at == record.archived_at))
    }

    /// Somebody without an account, who may have roles all the same: granted before, or left from
    /// an account before.
    pub(super) async fn future_owner(
        &self,
        user: &ProviderUser,
        link: Option<&Link>,
    ) -> Result<Option<(Member, LocalUser)>, Refusal> {
        let (plan, kind) = self.identity_plan()?;
        let Some(tenant) = self.tenant_of(plan, kind, user) else {
            return Ok(None);
        };
        let known = link.and_then(|link| link.person_in(&tenant));
        let owner = known.unwrap_or_else(|| user.own_name().as_str());
        let member = self.store().member(&tenant, owner).await?;
        Ok(member.map(|member| {
            let local = roles_of(Some(&member), link);
            (member, local)
        }))
    }

    /// When a person changed each attribute of which the newest value counts.
    async fn changed(&self, record: &StoredRecord) -> Result<BTreeMap<String, i64>, Refusal> {
        let (plan, _) = self.identity_plan()?;
        let theirs = provenance::of_source(&record.provenance, super::SOURCE)?;
        let mut changed = BTreeMap::new();
        for field in plan
            .fields
            .iter()
            .filter(|field| field.owner == Ownership::Newest)
        {
            let from_there = theirs.iter().any(|path| **path == *field.to);
            if from_there {
                continue;
            }
            if let Some(at) = self.changed_at(record, &field.to).await? {
                changed.insert(field.attribute.word().to_owned(), at);
            }
        }
        Ok(changed)
    }

    /// When somebody changed a field last, as far as versions are kept; otherwise when the record was
    /// changed. Nothing where sync or retention did it, nor where the record was made without it.
    async fn changed_at(
        &self,
        record: &StoredRecord,
        path: &str,
    ) -> Result<Option<i64>, StoreError> {
        const STEP: usize = 50;
        let mut before = None;
        for _ in 0..VERSIONS / STEP {
            let versions = self.store().versions(&record.address, before, STEP).await?;
            let about = |field: &String| is_within(field, path) || is_within(path, field);
            let found = versions
                .iter()
                .find(|version| version.version == 1 || version.fields.iter().any(about));
            if let Some(found) = found {
                let told = found.fields.iter().any(about) || has(&found.document, path);
                // What was kept as long as it may be is taken away by nobody.
                let nobody = [super::follow::ACTION, RETAIN].contains(&&*found.action);
                return Ok(Some(found.at).filter(|_| told && !nobody));
            }
            before = versions.last().map(|version| version.version);
            if versions.len() < STEP {
                break;
            }
        }
        Ok(Some(record.updated_at))
    }
}

/// The roles of a member, and when somebody else than sync changed them last.
fn roles_of(member: Option<&Member>, link: Option<&Link>) -> LocalUser {
    let by_sync = link.map(|link| link.roles_at);
    let changed = member.filter(|member| Some(member.roles_at) != by_sync);
    LocalUser {
        roles: member
            .map(|member| member.roles.clone())
            .unwrap_or_default(),
        roles_changed_at: changed.map(|member| member.roles_at),
        ..LocalUser::default()
    }
}

/// Whether a document has a value at a path.
fn has(document: &str, path: &str) -> bool {
    let document: Option<serde_json::Value> = serde_json::from_str(document).ok();
    let value = document
        .as_ref()
        .and_then(|document| document.pointer(path));
    value.is_some_and(|value| !value.is_null())
}

fn document(record: &StoredRecord) -> serde_json::Value {
    serde_json::from_str(&record.document).unwrap_or_default()
}
