//! What people may ask for: that everything about them goes.

use std::collections::{BTreeMap, BTreeSet};

use super::Hub;
use super::call::Call;
use super::erasing::{Going, Known};
use super::member::Person;
use super::refusal::Refusal;
use super::{identity, treatment};
use crate::blueprint::document::SourceWord;
use crate::blueprint::{FieldInfo, Kind};
use crate::error::{Code, Failure};
use crate::id::{FieldId, FieldSet};
use crate::kernel::Kernel;
use crate::privacy::Digest;
use crate::store::{Address, Erasure, Page, StoreError, StoredRecord, Treatment};

/// How many records are worked on at once.
pub(super) const STEP: usize = 200;

/// What erasing somebody would do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ErasurePlan {
    /// The kinds of records that the person owns or is named by, what becomes of them, and how many
    /// there are.
    pub records: Vec<(String, Treatment, u64)>,
    /// The fields that a law asks to keep, by kind.
    pub retained: Vec<(String, Vec<String>)>,
    /// What confirms exactly this.
    pub confirmation: String,
}

/// What erasing somebody did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Erased {
    /// So many records went or lost their personal data.
    pub records: u64,
    /// What to keep elsewhere, so that an old copy of the store can be brought to the same state:
    /// see [`Hub::erase_again`].
    pub ledger: Vec<Erasure>,
}

impl Hub {
    /// What erasing somebody would do, and what confirms it. For the person, for whoever may
    /// `erase` their account, and for the product itself.
    ///
    /// # Errors
    /// [`Code::AccessDenied`], and those of the store.
    pub async fn plan_erasure(
        &self,
        call: &Call<'_>,
        person: &Person<'_>,
    ) -> Result<ErasurePlan, Refusal> {
        self.check_person(call, person, "erase").await?;
        let mut found = Foreseen::default();
        let homes = [person.tenant];
        for person in &self.everywhere(person) {
            let mut after = None;
            loop {
                let page = self.owned(person, after.as_ref()).await?;
                let records = page.records.iter();
                for record in records.filter(|record| identity::goes_with(record, &homes)) {
                    let kind = self.kernel().kind(&record.address.kind).ok();
                    let treatment = kind.map_or(Treatment::Delete, treatment::of);
                    found.add(kind, record, treatment, person);
                }
                after = page.records.last().map(|record| record.address.clone());
                if !page.more {
                    break;
                }
            }
            let mut naming = self.naming();
            while let Some((kind, records)) = self.next_naming(person, &mut naming).await? {
                for record in &records {
                    let treatment = treatment::of_naming(kind, record);
                    found.add(Some(kind), record, treatment, person);
                }
            }
        }
        let mut plan = found.plan(self.kernel());
        let parts = plan
            .records
            .iter()
            .map(|(kind, treatment, count)| format!("{kind} {} {count}", treatment.word()));
        let who = [person.tenant.to_owned(), person.id.to_owned()];
        let digest = Digest::of_parts(who.into_iter().chain(parts)).to_string();
        plan.confirmation = digest.get(..16).unwrap_or_default().to_owned();
        Ok(plan)
    }

    /// Erases somebody: the records that they own, as their kinds say, what is about them in records
    /// that name them ([`Treatment::Release`]), roles, kept answers, what the account and the access
    /// log know of them, and looks that wait to be written. The account's chains hold. That is so in
    /// their tenant and of what tenants share: in another tenant the name may be somebody else's, and
    /// whoever acted there is erased there as well.
    ///
    /// # Errors
    /// [`Code::AccessDenied`], [`Code::HubNotConfirmed`] where what would be erased is not what
    /// was confirmed, and those of the store. What was erased before a store failed stays so;
    /// another call goes on.
    pub async fn erase(
        &self,
        call: &Call<'_>,
        person: &Person<'_>,
        confirmation: &str,
    ) -> Result<Erased, Refusal> {
        let plan = self.plan_erasure(call, person).await?;
        if plan.confirmation != confirmation {
            return Err(Failure::new(Code::HubNotConfirmed).into());
        }
        let mut all = Erased::default();
        let homes = [person.tenant];
        for person in &self.everywhere(person) {
            let going = Going::everywhere(call, person, &homes);
            let erased = self.erase_now(&going, &Known::new()).await?;
            all.join(erased);
        }
        Ok(all)
    }

    /// Somebody in their tenant, and among what all tenants share.
    pub(super) fn everywhere<'p>(&self, person: &Person<'p>) -> Vec<Person<'p>> {
        let shared = Person {
            tenant: "",
            ..*person
        };
        let apart = !person.tenant.is_empty();
        std::iter::once(*person)
            .chain(apart.then_some(shared))
            .collect()
    }

    pub(super) async fn owned(
        &self,
        person: &Person<'_>,
        after: Option<&Address>,
    ) -> Result<Page, StoreError> {
        let store = self.store();
        store.owned(person.tenant, person.id, after, STEP).await
    }

    /// Whether the caller may ask for everything about somebody.
    pub(super) async fn check_person(
        &self,
        call: &Call<'_>,
        person: &Person<'_>,
        action: &str,
    ) -> Result<(), Refusal> {
        call.check()?;
        person.check()?;
        let system = call.is_system();
        let own = call.actor() == person.id && call.tenant() == person.tenant;
        if system || own && !person.id.is_empty() {
            return Ok(());
        }
        let declared = self.account_action(action);
        match declared {
            Some(_) => self.check_policy(call, person, action).await,
            None => {
                let name = format!("user.{action}");
                Err(Failure::new(Code::AccessDenied).with("action", name).into())
            }
        }
    }
}

/// What would become of which records.
#[derive(Default)]
struct Foreseen {
    counts: BTreeMap<(String, Treatment), u64>,
    retained: BTreeMap<String, BTreeSet<FieldId>>,
}

impl Foreseen {
    fn add(
        &mut self,
        kind: Option<&Kind>,
        record: &StoredRecord,
        treatment: Treatment,
        person: &Person<'_>,
    ) {
        let name = &record.address.kind;
        let counted = (name.clone(), treatment);
        *self.counts.entry(counted).or_default() += 1;
        let Some(kind) = kind else {
            return;
        };
        let kept = treatment::kept(kind, record, treatment, person.id);
        if !kept.is_empty() {
            self.retained.entry(name.clone()).or_default().extend(kept);
        }
    }

    fn plan(self, kernel: &Kernel) -> ErasurePlan {
        let pointers = |(name, ids): (String, BTreeSet<FieldId>)| {
            let fields = kernel.kind(&name).map(|kind| &kind.fields);
            let fields = fields.into_iter().flatten();
            let kept = fields.filter(|field| ids.contains(&field.id));
            let kept = kept.map(|field| field.pointer.to_string()).collect();
            (name, kept)
        };
        let counts = self.counts.into_iter();
        ErasurePlan {
            records: counts
                .map(|((name, how), count)| (name, how, count))
                .collect(),
            retained: self.retained.into_iter().map(pointers).collect(),
            confirmation: String::new(),
        }
    }
}

/// The fields of personal data of a kind, and those by which the identity provider's users are
/// found, classified or not.
pub(super) fn personal(kind: &Kind, which: impl Fn(&FieldInfo) -> bool) -> FieldSet {
    let mut set = FieldSet::empty(kind.fields.len());
    let is_personal =
        |field: &&FieldInfo| field.class.is_some() || field.source == Some(SourceWord::Identity);
    let personal = kind.fields.iter().filter(is_personal);
    let personal = personal.filter(|field| which(field));
    personal.for_each(|field| set.insert(field.id));
    set
}
