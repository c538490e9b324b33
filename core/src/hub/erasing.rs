//! Taking people away: page by page, and once more where an old copy was brought back.

use std::collections::{BTreeMap, BTreeSet};

use super::Hub;
use super::call::Call;
use super::member::Person;
use super::person::Erased;
use super::plan::Plan;
use super::refusal::Refusal;
use super::{given, identity, named, treatment};
use crate::blueprint::Kind;
use crate::error::{Code, Failure};
use crate::store::{Address, Commit, Erasure, Extent, StoredRecord, Treated, Treatment};

/// How many notes of records that are somebody's no longer go with one page.
const STEP: usize = 200;

/// How often a record is tried that others change at the same time, and how often records that
/// come while their owner goes are looked for.
const REPEATS: usize = 16;

/// What a ledger says became of which records.
pub(super) type Known = BTreeMap<Address, Option<Treatment>>;

/// Somebody who goes.
pub(super) struct Going<'g> {
    pub(super) call: &'g Call<'g>,
    pub(super) person: &'g Person<'g>,
    /// The tenants of the person, also where it is about what all tenants share.
    pub(super) homes: &'g [&'g str],
    pub(super) extent: Extent,
    /// When they went: now, or when a ledger says.
    pub(super) at: i64,
}

impl<'g> Going<'g> {
    pub(super) fn everywhere(
        call: &'g Call<'g>,
        person: &'g Person<'g>,
        homes: &'g [&'g str],
    ) -> Self {
        Self {
            call,
            person,
            homes,
            extent: Extent::Everywhere,
            at: call.now,
        }
    }

    /// The word of what is done, for the account.
    pub(super) fn action(&self) -> &'static str {
        match self.extent {
            Extent::Everywhere => "erase",
            Extent::Own => "leave",
        }
    }
}

/// Why a record is treated.
#[derive(Clone, Copy)]
enum Why<'w> {
    /// The person owns it; what a ledger says became of it.
    Owned(&'w Known),
    /// It names the person.
    Named(&'w Kind),
}

impl Hub {
    /// Does once more what a ledger says was done: after an old copy of the store was brought
    /// back. Whoever was erased is, in records too that came since; of whoever was deleted at their
    /// identity provider goes what went then, and nothing that only names them, nor anything of
    /// somebody who signed up anew since. For the product itself.
    ///
    /// # Errors
    /// [`Code::AccessDenied`], and those of [`Hub::erase`].
    pub async fn erase_again(
        &self,
        call: &Call<'_>,
        ledger: &[Erasure],
    ) -> Result<Erased, Refusal> {
        call.only_system("erase")?;
        call.check()?;
        let mut people: BTreeMap<(&str, &str), (Extent, i64, Known)> = BTreeMap::new();
        let mut ordered: Vec<&Erasure> = ledger.iter().collect();
        ordered.sort_by_key(|erasure| (erasure.at, &erasure.id));
        for erasure in ordered {
            check_erasure(erasure)?;
            let who = (erasure.tenant.as_str(), erasure.person.as_str());
            let nothing = (Extent::Own, i64::MIN, Known::new());
            let (extent, at, known) = people.entry(who).or_insert(nothing);
            *at = erasure.at.max(*at);
            if erasure.extent == Extent::Everywhere {
                *extent = Extent::Everywhere;
            }
            let records = erasure.records.iter();
            known.extend(records.map(|one| (one.address.clone(), one.how)));
        }
        let mut all = Erased::default();
        // What all tenants share is noted apart, beside a person's own tenant.
        let mut tenants: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (tenant, id) in people.keys() {
            tenants.entry(id).or_default().push(tenant);
        }
        for ((tenant, id), (extent, at, known)) in people {
            let person = &Person { id, tenant };
            let homes = match tenant {
                "" => tenants.get(id).map(Vec::as_slice).unwrap_or_default(),
                _ => &[tenant],
            };
            if extent == Extent::Own && self.came_back(person, homes, at).await? {
                continue;
            }
            let going = Going {
                call,
                person,
                homes,
                extent,
                at,
            };
            all.join(self.erase_now(&going, &known).await?);
        }
        Ok(all)
    }

    /// Takes somebody away, page by page. What others change all the while is left for another
    /// call, which is told at the end: everything else is done.
    pub(super) async fn erase_now(
        &self,
        going: &Going<'_>,
        known: &Known,
    ) -> Result<Erased, Refusal> {
        let (mut erased, mut missed) = (Erased::default(), BTreeSet::new());
        // What was noted of records that are theirs no longer is emptied again. Of those of
        // others, only what still names them is touched.
        let own = |how: &Option<Treatment>| !how.is_some_and(Treatment::is_shared);
        let rest = known.iter().filter(|(_, how)| own(how));
        let mut rest: Vec<Treated> = rest
            .map(|(address, how)| Treated {
                address: address.clone(),
                how: *how,
            })
            .collect();
        let mut passes = 0;
        loop {
            let (mut after, mut found) = (None, false);
            loop {
                let mut page = self.owned(going.person, after.as_ref()).await?;
                let last = page.records.last().map(|record| record.address.clone());
                after = last.or(after);
                page.records.retain(|record| {
                    known.contains_key(&record.address) || identity::goes_with(record, going.homes)
                });
                let theirs: BTreeSet<&Address> =
                    page.records.iter().map(|record| &record.address).collect();
                let loose: Vec<Treated> = rest.drain(..rest.len().min(STEP)).collect();
                let loose = loose.into_iter();
                let loose = loose.filter(|one| !theirs.contains(&one.address)).collect();
                let more = page.more || !rest.is_empty();
                // Of the first page it is noted who goes, although nothing is theirs.
                if passes == 0 || !page.records.is_empty() {
                    found |= !page.records.is_empty();
                    let step = (page.records, loose);
                    let met = self
                        .erase_page(going, Why::Owned(known), step, &mut erased)
                        .await?;
                    missed.extend(met);
                }
                if !more {
                    break;
                }
            }
            // Others' records are looked for once; own ones that came meanwhile once more.
            if !found || going.extent == Extent::Own || !missed.is_empty() {
                break;
            }
            passes += 1;
            if passes == REPEATS {
                return Err(Failure::new(Code::StoreSerialization).into());
            }
        }
        if going.extent == Extent::Everywhere {
            let mut naming = self.naming();
            while let Some((kind, records)) = self.next_naming(going.person, &mut naming).await? {
                if records.is_empty() {
                    continue;
                }
                let step = (records, Vec::new());
                let met = self
                    .erase_page(going, Why::Named(kind), step, &mut erased)
                    .await?;
                missed.extend(met);
            }
        }
        if going.extent == Extent::Own {
            self.untie(going).await?;
        }
        match missed.is_empty() {
            true => Ok(erased),
            false => Err(Failure::new(Code::StoreSerialization).into()),
        }
    }

    /// Treats a page in one change, or record by record where another change met it. Gives back
    /// those that were met each time.
    async fn erase_page(
        &self,
        going: &Going<'_>,
        why: Why<'_>,
        (records, loose): (Vec<StoredRecord>, Vec<Treated>),
        erased: &mut Erased,
    ) -> Result<Vec<Address>, Refusal> {
        let places: Vec<Address> = records
            .iter()
            .map(|record| record.address.clone())
            .collect();
        let together = (records, loose.clone());
        if self.erase_step(going, why, together, erased).await? {
            return Ok(Vec::new());
        }
        if !loose.is_empty() || places.is_empty() {
            self.erase_loose(going, why, &loose, erased).await?;
        }
        let mut met = Vec::new();
        for place in places {
            if !self.erase_one(going, why, &place, erased).await? {
                met.push(place);
            }
        }
        Ok(met)
    }

    /// Empties what was noted of records, and notes who goes.
    async fn erase_loose(
        &self,
        going: &Going<'_>,
        why: Why<'_>,
        loose: &[Treated],
        erased: &mut Erased,
    ) -> Result<(), Refusal> {
        for _ in 0..REPEATS {
            let step = (Vec::new(), loose.to_vec());
            if self.erase_step(going, why, step, erased).await? {
                return Ok(());
            }
        }
        Err(Failure::new(Code::StoreSerialization).into())
    }

    /// Treats one record, although others change it now and then. Says whether that was done.
    async fn erase_one(
        &self,
        going: &Going<'_>,
        why: Why<'_>,
        place: &Address,
        erased: &mut Erased,
    ) -> Result<bool, Refusal> {
        for _ in 0..REPEATS {
            let record = self.store().get(place).await?;
            let Some(record) = record.filter(|record| concerns(going, why, record)) else {
                return Ok(true);
            };
            let step = (vec![record], Vec::new());
            if self.erase_step(going, why, step, erased).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Treats records in one change, and empties what was noted of others. Says whether that was
    /// done: where somebody changed a record meanwhile, it was not.
    async fn erase_step(
        &self,
        going: &Going<'_>,
        why: Why<'_>,
        (records, loose): (Vec<StoredRecord>, Vec<Treated>),
        erased: &mut Erased,
    ) -> Result<bool, Refusal> {
        let Going { call, person, .. } = *going;
        let mut commit = Commit::default();
        let account = Address::new(person.tenant, "member", person.id);
        let loose = loose.into_iter().filter(|one| one.address != account);
        let mut touched: Vec<Treated> = loose.collect();
        touched.push(Treated::new(account, Treatment::Delete));
        let mut count = 0;
        for record in records {
            let Some(how) = self.treatment(going, why, &record) else {
                continue;
            };
            let (plan, treated): (Plan, Treated) = self.treat(going, record, how)?;
            plan.add_to(&mut commit);
            touched.push(treated);
            count += 1;
        }
        let entry = self.entry_about(call, person, going.action());
        commit.audit.push(entry);
        let erasure = self.erasure(call, person, going.extent, touched);
        commit.erasure = Some(erasure.clone());
        // Looks that wait go along, and are erased with the rest.
        match self.commit(&mut commit).await {
            Ok(()) => {
                self.forget_looks(person);
                erased.add(count, erasure);
                Ok(true)
            }
            Err(error) if error.met_another() => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// What becomes of a record; nothing, where it stays as it is.
    fn treatment(
        &self,
        going: &Going<'_>,
        why: Why<'_>,
        record: &StoredRecord,
    ) -> Option<Treatment> {
        let known = match why {
            Why::Named(kind) => return Some(treatment::of_naming(kind, record)),
            Why::Owned(known) => known.get(&record.address).copied().flatten(),
        };
        let known = known.filter(|how| !how.is_shared());
        let was_there = record.created_at <= going.at;
        let kind = self.kernel().kind(&record.address.kind).ok();
        match going.extent {
            // Whoever is erased now is not done with what was enough before.
            Extent::Everywhere => known
                .filter(|how| *how != Treatment::SetAside)
                .or_else(|| Some(kind.map_or(Treatment::Delete, treatment::of))),
            // What came since is of somebody who is there.
            Extent::Own => known
                .or_else(|| {
                    let (plan, _) = self.identity_plan().ok()?;
                    treatment::of_leaving(plan.leaving(kind?.id))
                })
                .filter(|_| was_there),
        }
    }
}

/// Whether a record is still somebody's, or still names them.
fn concerns(going: &Going<'_>, why: Why<'_>, record: &StoredRecord) -> bool {
    let person = going.person.id;
    match why {
        Why::Owned(_) => record.owner.as_deref() == Some(person),
        Why::Named(kind) => named::people(kind, &record.relations).contains_key(person),
    }
}

impl Erased {
    fn add(&mut self, records: u64, erasure: Erasure) {
        self.records = self.records.saturating_add(records);
        self.ledger.push(erasure);
    }

    pub(super) fn join(&mut self, other: Self) {
        self.records = self.records.saturating_add(other.records);
        self.ledger.extend(other.ledger);
    }
}

/// Refuses what no ledger of a store can hold.
fn check_erasure(erasure: &Erasure) -> Result<(), Failure> {
    let Erasure { tenant, person, .. } = erasure;
    Person { id: person, tenant }.check()?;
    let mut places = erasure.records.iter();
    places.try_for_each(|Treated { address: at, .. }| {
        given::tenant(&at.tenant)?;
        given::text("kind", &at.kind)?;
        given::text("id", &at.id)
    })
}
