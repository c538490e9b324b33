//! Bringing a rollup up to date.

use std::collections::{BTreeMap, BTreeSet};

use super::super::Hub;
use super::super::call::Call;
use super::super::refusal::Refusal;
use super::state::{Reached, Reader, State};
use super::{Head, STEP};
use crate::access::Context;
use crate::blueprint::Kind;
use crate::error::Failure;
use crate::hub::ids::uuid_v7;
use crate::hub::list::List;
use crate::kernel::{Keeper, Kept};
use crate::metrics::Day;
use crate::privacy::{Link, Outcome};
use crate::store::{
    Address, Parts, RollupChange, RollupPart, RollupRecord, Selection, StoredRecord, StoredRollup,
};

/// How many records are worked in at once, where every one is looked at.
const LOT: usize = 10_000;

/// How many links are read at once.
const LINKS: usize = 1000;

/// So far behind the account, it costs less to begin anew than to follow.
const FAR: u64 = 10_000;

/// How often the account is looked at, at most.
const PASSES: usize = 3;

/// So many links are read again rather than noted as read.
const NEAR: u64 = 100;

/// Stands among the days of a record of which a fact cannot be read.
pub(super) const BAD: i64 = i64::MAX;

/// Brings a rollup up to date.
pub(super) struct Counter<'c, 'k> {
    hub: &'c Hub,
    call: &'c Call<'c>,
    kind: &'c Kind,
    keeper: &'c mut Keeper<'k>,
    /// Whose records count: those of one tenant, or all.
    tenant: Option<String>,
}

/// What changed since.
#[derive(Debug, Default)]
struct Changed {
    records: BTreeSet<Address>,
    /// People whose roles changed: what is seen of their records may follow from that.
    owners: BTreeSet<(String, String)>,
    /// Tenants of people of whom nobody can say any more who they were.
    unknown: BTreeSet<String>,
}

impl<'c, 'k> Counter<'c, 'k> {
    pub(super) fn new(
        hub: &'c Hub,
        call: &'c Call<'c>,
        kind: &'c Kind,
        keeper: &'c mut Keeper<'k>,
    ) -> Result<Self, Failure> {
        let list = List {
            kind: &kind.name,
            ..List::default()
        };
        let tenant = hub.request(call, &list)?.tenant;
        Ok(Self {
            hub,
            call,
            kind,
            keeper,
            tenant,
        })
    }

    pub(super) fn hub(&self) -> &'c Hub {
        self.hub
    }

    pub(super) fn call(&self) -> &'c Call<'c> {
        self.call
    }

    pub(super) fn kind(&self) -> &'c Kind {
        self.kind
    }

    pub(super) fn keeper(&self) -> &Keeper<'k> {
        self.keeper
    }

    /// The rollup as the records are now, made where there is none.
    pub(super) async fn settled(&mut self) -> Result<Head, Refusal> {
        let (tenant, name) = (self.call.tenant().to_owned(), self.keeper.name());
        let mut head = match self.hub.store().rollup(&tenant, &name).await? {
            Some(rollup) => match State::read(&rollup.state) {
                Ok(state) => (rollup, state),
                // It is made anew, as everything in it can be.
                Err(_) => (rollup, self.fresh(&tenant, &name).1),
            },
            None => self.fresh(&tenant, &name),
        };
        // What is taken away for good while it is kept is seen by another look at the account;
        // whoever is always behind answers of the moment of the last one.
        for _ in 0..PASSES {
            // Where the account ends is asked before any record: what is committed later is
            // worked in once more, never left out.
            let ends = self.ends().await?;
            let behind = behind(&head.1.reached, &ends);
            if head.1.whole && behind == 0 {
                break;
            }
            let far = behind > FAR.max(head.1.records.saturating_mul(2));
            head = if !head.1.whole || far {
                self.made_anew(head, ends).await?
            } else {
                self.followed(head, ends).await?
            };
        }
        Ok(head)
    }

    pub(super) async fn ends(&self) -> Result<Reached, Refusal> {
        let chains = self.hub.store().chains().await?.into_iter();
        Ok(chains.map(|(chain, number, _)| (chain, number)).collect())
    }

    fn fresh(&self, tenant: &str, name: &str) -> Head {
        let (kernel, subject) = (self.hub.kernel(), self.call.subject);
        let reader = Reader::of(self.keeper, kernel.model(), subject);
        let (zone, exact) = self.keeper.setting();
        let state = State {
            table: self.keeper.table().to_owned(),
            product: kernel.fingerprint().to_owned(),
            zone: zone.to_owned(),
            exact,
            reader,
            ..State::default()
        };
        let rollup = StoredRollup {
            tenant: tenant.to_owned(),
            name: name.to_owned(),
            id: uuid_v7(self.hub.entropy(), self.call.now),
            reader: self.call.subject_id().to_owned(),
            ..StoredRollup::default()
        };
        (rollup, state)
    }

    /// Looks at every record.
    pub(super) async fn made_anew(
        &mut self,
        (mut rollup, mut state): Head,
        ends: Reached,
    ) -> Result<Head, Refusal> {
        (state.whole, state.records, state.bad) = (false, 0, 0);
        state.reached.clear();
        (rollup, state) = self
            .keep((rollup, state), Vec::new(), Vec::new(), true)
            .await?;
        let list = List {
            kind: &self.kind.name,
            ..List::default()
        };
        let mut request = self.hub.request(self.call, &list)?;
        let selection = self.selection()?;
        let mut lot = BTreeMap::new();
        loop {
            let page = self.hub.store().list(&selection, &request).await?;
            for record in &page.records {
                lot.insert(record.address.clone(), self.kept(record)?);
            }
            let last = page.records.last().filter(|_| page.more);
            let over = last.is_none();
            if over || lot.len() >= LOT {
                let lot = std::mem::take(&mut lot);
                state.whole = over;
                if over {
                    state.reached.clone_from(&ends);
                }
                (rollup, state) = self.worked_in((rollup, state), lot).await?;
            }
            let Some(last) = last else {
                return Ok((rollup, state));
            };
            request.after = Some((last.address.id.clone(), last.address.tenant.clone()));
        }
    }

    /// The records that the subject may list, as a list shows them.
    pub(super) fn selection(&self) -> Result<Selection<'c>, Failure> {
        let kernel = self.hub.kernel();
        let list = kernel.verb(self.kind, crate::blueprint::Verb::List)?;
        let context: &'c Context = &self.call.context;
        Selection::new(kernel, self.call.subject, list, context)
    }

    /// Works in what changed since.
    async fn followed(&mut self, head: Head, ends: Reached) -> Result<Head, Refusal> {
        let changed = self.changed(&head.1.reached, &ends).await?;
        if !changed.unknown.is_empty() {
            return self.made_anew(head, ends).await;
        }
        let mut records = changed.records;
        for (tenant, owner) in &changed.owners {
            self.add_owned(&mut records, (tenant, owner)).await?;
        }
        let mut head = head;
        let records: Vec<Address> = records.into_iter().collect();
        if records.is_empty() && behind(&head.1.reached, &ends) < NEAR {
            // Of nothing that counts: it is looked at again next time, which costs less.
            head.1.reached = ends;
            return Ok(head);
        }
        let mut lots = records.chunks(STEP).peekable();
        loop {
            let lot = lots.next().unwrap_or_default();
            let mut kept = BTreeMap::new();
            for address in lot {
                let record = self.hub.store().get(address).await?;
                let record = record.filter(|record| record.archived_at.is_none());
                let known = record.map(|record| self.kept(&record)).transpose()?;
                kept.insert(address.clone(), known.unwrap_or_default());
            }
            let over = lots.peek().is_none();
            if over {
                head.1.reached.clone_from(&ends);
            }
            head = self.worked_in(head, kept).await?;
            if over {
                return Ok(head);
            }
        }
    }

    /// What the account says of records of the kind, and of those who own some.
    async fn changed(&self, from: &Reached, ends: &Reached) -> Result<Changed, Refusal> {
        let mut changed = Changed::default();
        for (chain, end) in ends {
            let mut after = from.get(chain).copied().unwrap_or(0);
            while after < *end {
                let links = self.hub.store().links(*chain, after, LINKS).await?;
                let Some(last) = links.last() else {
                    break;
                };
                after = last.number;
                for link in &links {
                    changed.note(link, &self.kind.name);
                }
            }
        }
        let of = self.tenant.as_ref();
        let counts = |tenant: &String| of.is_none_or(|of| of == tenant);
        changed.records.retain(|address| counts(&address.tenant));
        changed.owners.retain(|(tenant, _)| counts(tenant));
        changed.unknown.retain(counts);
        Ok(changed)
    }

    async fn add_owned(
        &self,
        records: &mut BTreeSet<Address>,
        (tenant, owner): (&str, &str),
    ) -> Result<(), Refusal> {
        let mut after: Option<Address> = None;
        loop {
            let store = self.hub.store();
            let page = store.owned(tenant, owner, after.as_ref(), STEP).await?;
            let own = page.records.iter().map(|record| &record.address);
            records.extend(own.filter(|at| at.kind == *self.kind.name).cloned());
            after = page.records.last().map(|record| record.address.clone());
            if !page.more {
                return Ok(());
            }
        }
    }

    /// The facts that a record is to who looks.
    pub(super) fn kept(&mut self, record: &StoredRecord) -> Result<Kept, Failure> {
        record.with(|record| self.keeper.kept(record))
    }

    /// Puts the facts of records in the place of those that they had.
    async fn worked_in(
        &mut self,
        (rollup, mut state): Head,
        records: BTreeMap<Address, Kept>,
    ) -> Result<Head, Refusal> {
        let store = self.hub.store();
        let addresses: Vec<Address> = records.keys().cloned().collect();
        let before = store.rollup_records(&rollup, &addresses).await?;
        let before = before.into_iter();
        let before: BTreeMap<Address, Vec<i64>> =
            before.map(|known| (known.address, known.starts)).collect();
        let rows = records.values().flat_map(|kept| &kept.rows);
        let starts = rows.map(|(start, _)| *start);
        let starts: BTreeSet<i64> = starts.chain(before.values().flatten().copied()).collect();
        let mut days = self.days(&rollup, starts).await?;
        let mut moved = Vec::new();
        for (address, kept) in records {
            let known = before.get(&address).map_or(&[][..], Vec::as_slice);
            let starts = exchange(&mut days, &address, known, kept);
            state.count(known, &starts);
            if known != starts {
                moved.push(RollupRecord { address, starts });
            }
        }
        let mut parts = Vec::with_capacity(days.len());
        for (start, day) in days {
            let states = if day.is_empty() {
                Vec::new()
            } else {
                self.keeper.states(&day)?
            };
            let facts = day.to_bytes();
            parts.push(RollupPart {
                start,
                states,
                facts,
            });
        }
        self.keep((rollup, state), parts, moved, false).await
    }

    /// Days as they are kept; those that are not there have no facts.
    async fn days(
        &self,
        rollup: &StoredRollup,
        starts: BTreeSet<i64>,
    ) -> Result<BTreeMap<i64, Day>, Refusal> {
        let starts: Vec<i64> = starts.into_iter().filter(|start| *start != BAD).collect();
        let empty = starts.iter().map(|start| (*start, Day::default()));
        let mut days: BTreeMap<i64, Day> = empty.collect();
        for starts in starts.chunks(STEP) {
            let parts = self.hub.store().rollup_parts(rollup, Parts::Whole(starts));
            for part in parts.await? {
                days.insert(part.start, Day::read(&part.facts)?);
            }
        }
        Ok(days)
    }

    async fn keep(
        &self,
        (mut rollup, state): Head,
        parts: Vec<RollupPart>,
        records: Vec<RollupRecord>,
        anew: bool,
    ) -> Result<Head, Refusal> {
        rollup.version = rollup.version.saturating_add(1);
        rollup.at = self.call.now;
        rollup.state = state.to_json();
        let change = RollupChange {
            rollup,
            anew,
            parts,
            records,
        };
        self.hub.store().keep_rollup(&change).await?;
        Ok((change.rollup, state))
    }
}

impl Changed {
    fn note(&mut self, link: &Link, kind: &str) {
        let entry = &link.entry;
        if entry.outcome != Outcome::Done {
            return;
        }
        if !entry.record.is_empty() {
            if entry.kind == kind {
                let address = Address::new(&entry.tenant, kind, &entry.record);
                self.records.insert(address);
            }
        } else if entry.kind == "member" {
            match &link.detail {
                Some(detail) => {
                    let who = (entry.tenant.clone(), detail.about.clone());
                    self.owners.insert(who);
                }
                None => drop(self.unknown.insert(entry.tenant.clone())),
            }
        }
    }
}

impl State {
    /// Counts a record that had facts at some places and has them at others.
    fn count(&mut self, before: &[i64], after: &[i64]) {
        let plus = |number: u64, is: bool| number.saturating_add(u64::from(is));
        let minus = |number: u64, was: bool| number.saturating_sub(u64::from(was));
        self.records = minus(plus(self.records, !after.is_empty()), !before.is_empty());
        self.bad = minus(plus(self.bad, after.contains(&BAD)), before.contains(&BAD));
    }
}

/// How many links the account has more.
fn behind(reached: &Reached, ends: &Reached) -> u64 {
    let more = ends.iter().map(|(chain, end)| {
        let known = reached.get(chain).copied().unwrap_or(0);
        u64::try_from(end.saturating_sub(known)).unwrap_or(0)
    });
    more.fold(0, u64::saturating_add)
}

/// Exchanges the facts of a record, and says where they are from now on.
fn exchange(
    days: &mut BTreeMap<i64, Day>,
    address: &Address,
    known: &[i64],
    kept: Kept,
) -> Vec<i64> {
    let place = (address.tenant.clone(), address.id.clone());
    for start in known {
        if let Some(day) = days.get_mut(start) {
            day.remove(&place);
        }
    }
    let mut starts: BTreeSet<i64> = kept.bad.then_some(BAD).into_iter().collect();
    for (start, row) in kept.rows {
        starts.insert(start);
        days.entry(start).or_default().add(&place, row);
    }
    starts.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_account_has_more_is_added_up() {
        let reached = Reached::from([(0, 7), (2, 5)]);
        let ends = Reached::from([(0, 9), (1, 3), (2, 4)]);
        assert_eq!(
            behind(&reached, &ends),
            5,
            "a chain that was cut off counts as none"
        );
        assert_eq!(behind(&ends, &ends), 0);
    }
}
