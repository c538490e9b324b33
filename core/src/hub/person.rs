//! What people may ask for: that everything about them goes.

use std::collections::BTreeMap;

use super::call::Call;
use super::ids::uuid_v7;
use super::lifecycle;
use super::member::Person;
use super::plan::{Desk, Grounds, Plan};
use super::refusal::Refusal;
use super::{Hub, given, named};
use crate::blueprint::document::{LawfulBasis, OnDelete};
use crate::blueprint::{FieldInfo, Kind};
use crate::error::{Code, Failure};
use crate::id::FieldSet;
use crate::privacy::Digest;
use crate::store::{Address, Commit, Erasure, Page, StoreError, StoredRecord, Write, WriteMode};

/// How many records are worked on at once.
pub(super) const STEP: usize = 200;

/// What becomes of somebody's records of a kind when the person is erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Treatment {
    /// They go, with all their versions.
    Delete,
    /// Personal data, the owner and earlier versions go; the rest stays.
    Anonymise,
    /// As [`Self::Anonymise`], but fields that a law asks to keep stay.
    Retain,
    /// Relations no longer name the person, and fields about them go, but for those that a law
    /// asks to keep, with earlier versions of them: the record is another's too, or another's.
    Release,
}

impl Treatment {
    /// Its word: `delete`, `anonymise`, `retain` or `release`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Delete => "delete",
            Self::Anonymise => "anonymise",
            Self::Retain => "retain",
            Self::Release => "release",
        }
    }

    /// What a record of others, or of nobody, asks for that names somebody: whoever is the last
    /// one takes it along as if they owned it.
    fn of_naming(kind: &Kind, record: &StoredRecord) -> Self {
        let alone = named::people(kind, &record.relations).len() < 2;
        match record.owner {
            None if alone => Self::of(kind),
            _ => Self::Release,
        }
    }

    /// What a kind asks for. Setting aside is not enough for whoever wants to be forgotten.
    fn of(kind: &Kind) -> Self {
        let kept = kind.fields.iter().any(is_owed);
        match (kind.on_delete, kept) {
            (_, true) => Self::Retain,
            (OnDelete::Delete, false) => Self::Delete,
            (OnDelete::Archive | OnDelete::Anonymise, false) => Self::Anonymise,
        }
    }
}

/// Whether a law asks to keep a field.
fn is_owed(field: &FieldInfo) -> bool {
    field.class.is_some() && field.basis == Some(LawfulBasis::LegalObligation)
}

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
        let mut counts: BTreeMap<(String, Treatment), u64> = BTreeMap::new();
        for person in &self.everywhere(person) {
            let mut after = None;
            loop {
                let page = self.owned(person, after.as_ref()).await?;
                for record in &page.records {
                    let name = &record.address.kind;
                    let kind = self.kernel().kind(name).ok();
                    let treatment = kind.map_or(Treatment::Delete, Treatment::of);
                    *counts.entry((name.clone(), treatment)).or_default() += 1;
                }
                after = page.records.last().map(|record| record.address.clone());
                if !page.more {
                    break;
                }
            }
            let mut naming = self.naming();
            while let Some((kind, records)) = self.next_naming(person, &mut naming).await? {
                for record in &records {
                    let treatment = Treatment::of_naming(kind, record);
                    let counted = (kind.name.to_string(), treatment);
                    *counts.entry(counted).or_default() += 1;
                }
            }
        }
        let mut plan = ErasurePlan::default();
        for ((name, treatment), count) in counts {
            let kind = self.kernel().kind(&name).ok();
            let kept = kind.map(|kind| kept_fields(kind, treatment));
            let known = plan.retained.iter().any(|(known, _)| *known == name);
            if let Some(kept) = kept.filter(|kept| !kept.is_empty() && !known) {
                plan.retained.push((name.clone(), kept));
            }
            plan.records.push((name, treatment, count));
        }
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
        for person in &self.everywhere(person) {
            let erased = self.erase_now(call, person, &[]).await?;
            all.records += erased.records;
            all.ledger.extend(erased.ledger);
        }
        Ok(all)
    }

    /// Erases everybody whom a ledger names once more: after an old copy of the store was
    /// brought back. For the product itself.
    ///
    /// # Errors
    /// [`Code::AccessDenied`], and those of the store.
    pub async fn erase_again(
        &self,
        call: &Call<'_>,
        ledger: &[Erasure],
    ) -> Result<Erased, Refusal> {
        call.only_system("erase")?;
        let mut people: BTreeMap<(&str, &str), Vec<Address>> = BTreeMap::new();
        call.check()?;
        for erasure in ledger {
            check_erasure(erasure)?;
            let who = (erasure.tenant.as_str(), erasure.person.as_str());
            people
                .entry(who)
                .or_default()
                .extend(erasure.records.clone());
        }
        let mut all = Erased::default();
        for ((tenant, id), records) in people {
            let person = Person { id, tenant };
            let erased = self.erase_now(call, &person, &records).await?;
            all.records += erased.records;
            all.ledger.extend(erased.ledger);
        }
        Ok(all)
    }

    /// Erases page by page; `known` are records that may have lost their owner already.
    async fn erase_now(
        &self,
        call: &Call<'_>,
        person: &Person<'_>,
        known: &[Address],
    ) -> Result<Erased, Refusal> {
        let mut erased = Erased::default();
        let mut meetings = Meetings::default();
        let mut rest = known.to_vec();
        loop {
            let page = self.owned(person, None).await?;
            let account = Address::new(person.tenant, "member", person.id);
            let records: Vec<Address> = std::iter::once(account)
                .chain(rest.drain(..rest.len().min(STEP)))
                .chain(page.records.iter().map(|record| record.address.clone()))
                .collect();
            let more = page.more || !rest.is_empty();
            let count = page.records.len();
            let plans = page.records.into_iter();
            let plans = plans.map(|record| self.erased(call, person, record));
            let plans: Vec<Plan> = plans.collect::<Result<_, _>>()?;
            let erasure = self.erasure(call, person, records);
            match self.erase_step(call, person, plans, &erasure).await? {
                true => erased.add(count, erasure),
                false => {
                    meetings.again()?;
                    rest.extend(erasure.records);
                    continue;
                }
            }
            if !more {
                break;
            }
        }
        self.release_now(call, person, &mut erased).await?;
        Ok(erased)
    }

    /// Takes what is about somebody out of records of others and of nobody, page by page.
    async fn release_now(
        &self,
        call: &Call<'_>,
        person: &Person<'_>,
        erased: &mut Erased,
    ) -> Result<(), Refusal> {
        let mut meetings = Meetings::default();
        let mut naming = self.naming();
        loop {
            let here = naming.clone();
            let Some((kind, records)) = self.next_naming(person, &mut naming).await? else {
                return Ok(());
            };
            if records.is_empty() {
                continue;
            }
            let (count, mut plans, mut emptied) = (records.len(), Vec::new(), Vec::new());
            for record in records {
                let address = record.address.clone();
                let plan = self.released(call, person, kind, record)?;
                emptied.extend(plan.write.as_ref().filter(forgets).map(|_| address));
                plans.push(plan);
            }
            let erasure = self.erasure(call, person, emptied);
            match self.erase_step(call, person, plans, &erasure).await? {
                true => erased.add(count, erasure),
                false => {
                    meetings.again()?;
                    naming = here;
                }
            }
        }
    }

    fn erasure(&self, call: &Call<'_>, person: &Person<'_>, records: Vec<Address>) -> Erasure {
        Erasure {
            id: uuid_v7(self.entropy(), call.now),
            at: call.now,
            tenant: person.tenant.to_owned(),
            person: person.id.to_owned(),
            records,
        }
    }

    /// Writes a page of an erasure. Says whether it was: where somebody changed a record
    /// meanwhile, it is looked at again.
    async fn erase_step(
        &self,
        call: &Call<'_>,
        person: &Person<'_>,
        plans: Vec<Plan>,
        erasure: &Erasure,
    ) -> Result<bool, Refusal> {
        let mut commit = Commit::default();
        plans.into_iter().for_each(|plan| plan.add_to(&mut commit));
        commit.audit.push(self.entry_about(call, person, "erase"));
        commit.erasure = Some(erasure.clone());
        // Looks that wait go along, and are erased with the rest.
        match self.commit(&mut commit).await {
            Ok(()) => {
                self.forget_looks(person);
                Ok(true)
            }
            Err(error) if error.met_another() => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    fn erased(
        &self,
        call: &Call<'_>,
        person: &Person<'_>,
        record: StoredRecord,
    ) -> Result<Plan, Refusal> {
        let Ok(kind) = self.kernel().kind(&record.address.kind) else {
            return self.erased_stranger(call, record);
        };
        let desk = Desk {
            hub: self,
            call,
            kind,
            action: "erase",
        };
        match Treatment::of(kind) {
            Treatment::Delete => lifecycle::remove(&desk, record, grounds()),
            _ => {
                let gone = personal(kind, |field| !is_owed(field));
                let unnamed = named::unnamed(kind, &record, person.id);
                lifecycle::anonymise(&desk, &unnamed, &gone, grounds())
            }
        }
    }

    /// What becomes of a record of others, or of nobody, that names somebody.
    fn released(
        &self,
        call: &Call<'_>,
        person: &Person<'_>,
        kind: &Kind,
        record: StoredRecord,
    ) -> Result<Plan, Refusal> {
        if Treatment::of_naming(kind, &record) != Treatment::Release {
            return self.erased(call, person, record);
        }
        let desk = Desk {
            hub: self,
            call,
            kind,
            action: "erase",
        };
        let named_as = named::people(kind, &record.relations);
        let named_as = named_as.get(person.id).copied().unwrap_or_default();
        let owned = record.owner.is_some();
        let gone = |field: &FieldInfo| !is_owed(field) && named::is_about(field, owned, named_as);
        let (gone, unnamed) = (
            personal(kind, gone),
            named::unnamed(kind, &record, person.id),
        );
        lifecycle::release(&desk, &record, &unnamed, &gone, grounds())
    }

    /// A record of a kind that the blueprint no longer has: nobody knows what of it is personal.
    fn erased_stranger(&self, call: &Call<'_>, record: StoredRecord) -> Result<Plan, Refusal> {
        let mut plan = Plan::nothing(&record);
        let (mut entry, detail) = self.entry(call, &record.address, "erase");
        entry.version = record.version;
        plan.audit = Some((entry, detail));
        plan.write = Some(Write {
            how: WriteMode::Remove,
            record,
            ..Write::default()
        });
        Ok(plan)
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

impl Erased {
    fn add(&mut self, records: usize, erasure: Erasure) {
        let records = u64::try_from(records).unwrap_or(u64::MAX);
        self.records = self.records.saturating_add(records);
        self.ledger.push(erasure);
    }
}

/// How often an erasure met another change.
#[derive(Default)]
struct Meetings(usize);

impl Meetings {
    /// Once more, but not for ever.
    fn again(&mut self) -> Result<(), Failure> {
        const MOST: usize = 100;
        self.0 += 1;
        if self.0 == MOST {
            return Err(Failure::new(Code::StoreSerialization));
        }
        Ok(())
    }
}

fn grounds() -> Grounds {
    Grounds {
        rule: "erasure".to_owned(),
        reason: "allowed",
    }
}

/// Whether what was of a record before goes with a change of it.
fn forgets(write: &&Write) -> bool {
    write.forgets || write.how == WriteMode::Remove
}

/// The fields that a law asks to keep of records that are treated so.
fn kept_fields(kind: &Kind, treatment: Treatment) -> Vec<String> {
    if !matches!(treatment, Treatment::Retain | Treatment::Release) {
        return Vec::new();
    }
    let kept = kind.fields.iter().filter(|field| is_owed(field));
    kept.map(|field| field.pointer.to_string()).collect()
}

/// Refuses what no ledger of a store can hold.
fn check_erasure(erasure: &Erasure) -> Result<(), Failure> {
    let Erasure { tenant, person, .. } = erasure;
    Person { id: person, tenant }.check()?;
    let mut places = erasure.records.iter();
    places.try_for_each(|at| {
        given::tenant(&at.tenant)?;
        given::text("kind", &at.kind)?;
        given::text("id", &at.id)
    })
}

/// The fields of personal data of a kind.
pub(super) fn personal(kind: &Kind, which: impl Fn(&FieldInfo) -> bool) -> FieldSet {
    let mut set = FieldSet::empty(kind.fields.len());
    let classified = kind.fields.iter().filter(|field| field.class.is_some());
    let classified = classified.filter(|field| which(field));
    classified.for_each(|field| set.insert(field.id));
    set
}
