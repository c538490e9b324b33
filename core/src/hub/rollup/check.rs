//! Whether what is kept is what the records say.

use std::collections::{BTreeMap, BTreeSet};

use super::super::Hub;
use super::super::call::Call;
use super::super::refusal::Refusal;
use super::settle::{BAD, Counter};
use super::state::{Reader, State};
use super::{Head, REPEATS, STEP, met_another};
use crate::access::{Context, Subject, SubjectHead};
use crate::blueprint::Kind;
use crate::error::Failure;
use crate::hub::list::List;
use crate::kernel::{Glance, Kept};
use crate::metrics::{Calendar, Day, Origin, Weekday, Zone};
use crate::privacy::Digest;
use crate::store::{Address, Parts, StoredRollup};

/// How often a comparison is made again because records changed meanwhile.
const AGAIN: usize = 3;

/// Which rollups are made anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Mend {
    /// None.
    #[default]
    Nothing,
    /// Those that are not what the records say.
    Differing,
    /// All.
    Everything,
}

/// A rollup that is not what the records say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RollupDrift {
    /// The tenant of who sees the records.
    pub tenant: String,
    /// Who sees them.
    pub reader: String,
    /// The table of facts.
    pub table: String,
    /// The days that differ by their first instants, in microseconds since 1970 UTC;
    /// [`crate::metrics::NEVER`] for facts without a time. Never a value.
    pub days: Vec<i64>,
    /// Whether it was made anew.
    pub mended: bool,
}

/// What a look at all rollups found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RollupDrifts {
    /// How many were compared with the records.
    pub looked_at: u64,
    /// How many were made anew.
    pub mended: u64,
    /// How many answer for nobody any more: another blueprint, or another program, made them.
    pub outdated: u64,
    /// Those that differ.
    pub found: Vec<RollupDrift>,
}

impl Hub {
    /// Compares every rollup with the records that it is of, and makes rollups anew where that is
    /// wanted. For the product itself. `zones` finds a time zone by its name.
    ///
    /// # Errors
    /// [`crate::error::Code::AccessDenied`], what `zones` fails with, and those of the store.
    pub async fn check_rollups(
        &self,
        call: &Call<'_>,
        zones: &(dyn Fn(&str) -> Result<Zone, Failure> + Sync),
        mend: Mend,
        progress: &mut (dyn FnMut(u64) + Send),
    ) -> Result<RollupDrifts, Refusal> {
        call.only_system("rollups")?;
        call.check()?;
        let mut drifts = RollupDrifts::default();
        let mut after: Option<StoredRollup> = None;
        loop {
            let last = after
                .as_ref()
                .map(|rollup| (&*rollup.tenant, &*rollup.name));
            let rollups = self.store().rollups(last, STEP).await?;
            for rollup in &rollups {
                self.check_one(call, zones, (rollup, mend), &mut drifts)
                    .await?;
                progress(drifts.looked_at);
            }
            if rollups.len() < STEP {
                return Ok(drifts);
            }
            after = rollups.into_iter().next_back();
        }
    }

    async fn check_one(
        &self,
        call: &Call<'_>,
        zones: &(dyn Fn(&str) -> Result<Zone, Failure> + Sync),
        (rollup, mend): (&StoredRollup, Mend),
        drifts: &mut RollupDrifts,
    ) -> Result<(), Refusal> {
        let context = Context::at(call.now);
        let state = State::read(&rollup.state).unwrap_or_default();
        let Some((kind, subject)) = self.still(&state) else {
            drifts.outdated += 1;
            return Ok(());
        };
        let glance = Glance {
            subject: &subject,
            context: &context,
            calendar: Calendar {
                zone: zones(&state.zone)?,
                week_start: Weekday::default(),
            },
            exact: state.exact,
        };
        let keeper = self.kernel().keeper(&state.table, &glance);
        let keeper = keeper.ok().filter(|keeper| keeper.name() == rollup.name);
        let Some(mut keeper) = keeper.filter(|keeper| keeper.refused().is_none()) else {
            drifts.outdated += 1;
            return Ok(());
        };
        let own = Call::new(&subject, call.now).named(call.request);
        for _ in 0..REPEATS {
            let mut counter = Counter::new(self, &own, kind, &mut keeper)?;
            let found = match counter.checked(mend).await {
                Err(refusal) if met_another(&refusal) => continue,
                found => found?,
            };
            drifts.looked_at += 1;
            drifts.mended += u64::from(found.mended);
            if !found.days.is_empty() {
                drifts.found.push(RollupDrift {
                    tenant: rollup.tenant.clone(),
                    reader: rollup.reader.clone(),
                    table: state.table,
                    ..found
                });
            }
            break;
        }
        Ok(())
    }

    /// The kind and the reader of a rollup, where both are still what they were.
    fn still(&self, state: &State) -> Option<(&Kind, Subject)> {
        let kernel = self.kernel();
        let table = kernel.fact_table(&state.table).ok()?;
        let Origin::Records { kind, .. } = table.origin else {
            return None;
        };
        let Reader {
            id,
            tenant,
            roles,
            persona,
            system,
        } = &state.reader;
        let roles: Vec<&str> = roles.iter().map(String::as_str).collect();
        let head = SubjectHead {
            id: id.as_deref(),
            tenant: tenant.as_deref(),
            roles: &roles,
            persona: persona.as_deref(),
            system: *system,
            ..SubjectHead::default()
        };
        let subject = kernel.subject(&head).ok()?;
        let same = state.product == kernel.fingerprint();
        let kind = kernel.model().kinds.get(kind.index());
        kind.filter(|_| same).map(|kind| (kind, subject))
    }
}

impl Counter<'_, '_> {
    /// Compares a rollup with the records, after it was brought up to date.
    async fn checked(&mut self, mend: Mend) -> Result<RollupDrift, Refusal> {
        let mut found = RollupDrift::default();
        let mut ends = self.ends().await?;
        let mut head = self.settled().await?;
        for _ in 0..AGAIN {
            found.days = self.differing(&head).await?.into_iter().collect();
            let now = self.ends().await?;
            if found.days.is_empty() || now == ends {
                break;
            }
            // Records may have changed while they were compared.
            ends = now;
            head = self.settled().await?;
        }
        let wanted = match mend {
            Mend::Nothing => false,
            Mend::Differing => !found.days.is_empty(),
            Mend::Everything => true,
        };
        if wanted {
            let ends = self.ends().await?;
            self.made_anew(head, ends).await?;
            found.mended = true;
        }
        Ok(found)
    }

    /// The days of which a rollup does not say what the records do.
    async fn differing(&mut self, (rollup, state): &Head) -> Result<BTreeSet<i64>, Refusal> {
        let mut differing = BTreeSet::new();
        let mut expected: BTreeMap<i64, Sum> = BTreeMap::new();
        let (mut records, mut bad) = (0, 0);
        let list = List {
            kind: &self.kind().name,
            ..List::default()
        };
        let mut request = self.hub().request(self.call(), &list)?;
        let selection = self.selection()?;
        loop {
            let page = self.hub().store().list(&selection, &request).await?;
            let mut starts: BTreeMap<Address, Vec<i64>> = BTreeMap::new();
            for record in &page.records {
                let kept = self.kept(record)?;
                let days = by_day(kept);
                if days.is_empty() {
                    continue;
                }
                records += 1;
                bad += u64::from(days.contains_key(&BAD));
                for (start, rows) in days.iter().filter(|(start, _)| **start != BAD) {
                    expected
                        .entry(*start)
                        .or_default()
                        .add(&record.address, rows);
                }
                starts.insert(record.address.clone(), days.into_keys().collect());
            }
            self.compare_places(rollup, starts, &mut differing).await?;
            let Some(last) = page.records.last().filter(|_| page.more) else {
                break;
            };
            request.after = Some((last.address.id.clone(), last.address.tenant.clone()));
        }
        self.compare_days(rollup, expected, &mut differing).await?;
        if (state.records, state.bad) != (records, bad) {
            differing.insert(BAD);
        }
        Ok(differing)
    }

    async fn compare_places(
        &self,
        rollup: &StoredRollup,
        mut expected: BTreeMap<Address, Vec<i64>>,
        differing: &mut BTreeSet<i64>,
    ) -> Result<(), Refusal> {
        let asked: Vec<Address> = expected.keys().cloned().collect();
        let known = self.hub().store().rollup_records(rollup, &asked).await?;
        for record in known {
            let starts = expected.remove(&record.address).unwrap_or_default();
            if starts != record.starts {
                differing.extend(starts.into_iter().chain(record.starts));
            }
        }
        differing.extend(expected.into_values().flatten());
        Ok(())
    }

    async fn compare_days(
        &self,
        rollup: &StoredRollup,
        mut expected: BTreeMap<i64, Sum>,
        differing: &mut BTreeSet<i64>,
    ) -> Result<(), Refusal> {
        let store = self.hub().store();
        let mut after = None;
        loop {
            let parts = store
                .rollup_parts(rollup, Parts::States(after, STEP))
                .await?;
            let starts: Vec<i64> = parts.iter().map(|part| part.start).collect();
            for part in store.rollup_parts(rollup, Parts::Whole(&starts)).await? {
                let sum = expected.remove(&part.start).unwrap_or_default();
                let same = self.says(&sum, &part.facts, &part.states);
                if !same {
                    differing.insert(part.start);
                }
            }
            after = starts.last().copied();
            if starts.len() < STEP {
                break;
            }
        }
        differing.extend(expected.into_keys());
        Ok(())
    }

    /// Whether a part is of the facts expected, and its states are of its facts.
    fn says(&self, expected: &Sum, facts: &[u8], states: &[u8]) -> bool {
        let Ok(day) = Day::read(facts) else {
            return false;
        };
        let mut sum = Sum::default();
        for ((tenant, id), rows) in day.records() {
            sum.add(&Address::new(tenant, &self.kind().name, id), rows);
        }
        let right = self.keeper().states(&day);
        sum == *expected && right.is_ok_and(|right| right == states)
    }
}

/// The facts of many records, whatever their order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Sum([u8; 32]);

impl Sum {
    fn add(&mut self, address: &Address, rows: &[Vec<u8>]) {
        let names = [address.tenant.as_bytes(), address.id.as_bytes()];
        let digest = Digest::of_parts(names.into_iter().chain(rows.iter().map(Vec::as_slice)));
        let bytes = self.0.iter_mut().zip(digest.as_bytes());
        bytes.for_each(|(own, other)| *own ^= other);
    }
}

/// The facts of a record by their days.
fn by_day(kept: Kept) -> BTreeMap<i64, Vec<Vec<u8>>> {
    let mut days: BTreeMap<i64, Vec<Vec<u8>>> = BTreeMap::new();
    if kept.bad {
        days.insert(BAD, Vec::new());
    }
    for (start, row) in kept.rows {
        days.entry(start).or_default().push(row);
    }
    days
}
