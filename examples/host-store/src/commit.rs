//! Making a change: what it takes for granted is looked at first.

use async_trait::async_trait;
use profilekit::privacy::{Detail, Entry, Link};
use profilekit::store::{
    Address, Changes, Commit, Erasure, Event, Member, Slot, StoreError, StoredEvent, StoredRecord,
    Write, WriteMode,
};
use serde::{Deserialize, Serialize};

use crate::erasure::erase;
use crate::outbox::Announced;
use crate::pairs::{Batch, Pairs, key, number};
use crate::people::put_accesses;
use crate::record::parts;
use crate::rollup::forget;
use crate::store::JournalStore;

/// One writer at a time needs one chain only.
pub(crate) const CHAIN: u32 = 0;

/// What a record holds alone.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Held {
    keys: Vec<String>,
    pub(crate) slots: Vec<Slot>,
}

fn make(batch: &mut Batch<'_>, commit: &Commit) -> Result<(), StoreError> {
    for write in &commit.writes {
        check_version(batch.pairs, write)?;
    }
    // Everything is given up before anything is taken: records may swap what they hold.
    for write in &commit.writes {
        give_up(batch, &write.record.address)?;
    }
    for write in &commit.writes {
        put(batch, write)?;
    }
    for member in &commit.members {
        put_member(batch, member)?;
    }
    for consent in &commit.consents {
        let at = ["consent", &consent.tenant, &consent.user, &consent.id];
        batch.put(&key(&at), consent)?;
    }
    for event in &commit.events {
        announce(batch, event)?;
    }
    for (entry, detail) in &commit.audit {
        account(batch, entry, detail)?;
    }
    put_accesses(batch, &commit.accesses)?;
    if let Some(answer) = &commit.remembered {
        let at = ["remembered", &answer.tenant, &answer.actor, &answer.key];
        put_once(batch, &key(&at), answer, "idempotency_key")?;
    }
    if let Some(delivery) = &commit.received {
        let at = ["received", &delivery.source, &delivery.id];
        put_once(batch, &key(&at), delivery, "delivery")?;
    }
    forget(batch, commit)?;
    if let Some(erasure) = &commit.erasure {
        erase(batch, erasure)?;
    }
    Ok(())
}

fn check_version(pairs: &Pairs, write: &Write) -> Result<(), StoreError> {
    let Write { record, how, .. } = write;
    let stored: Option<StoredRecord> = pairs.get(&key(&parts("record", &record.address)))?;
    let expected = match how {
        WriteMode::Insert if stored.is_none() => return Ok(()),
        WriteMode::Insert => return Err(StoreError::taken("id")),
        WriteMode::Replace => record.version.saturating_sub(1),
        WriteMode::Remove => record.version,
    };
    let current = stored.ok_or(StoreError::NotFound)?.version;
    if current == expected {
        return Ok(());
    }
    Err(StoreError::Conflict { current })
}

/// Gives up the keys and the slots that a record holds.
fn give_up(batch: &mut Batch<'_>, at: &Address) -> Result<(), StoreError> {
    let place = key(&parts("held", at));
    let held: Option<Held> = batch.pairs.get(&place)?;
    for unique in held.unwrap_or_default().keys {
        batch.remove(&key(&["key", &at.kind, &at.tenant, &unique]));
    }
    batch.remove(&place);
    Ok(())
}

fn put(batch: &mut Batch<'_>, write: &Write) -> Result<(), StoreError> {
    let at = &write.record.address;
    if write.how == WriteMode::Remove {
        batch.remove(&key(&parts("record", at)));
        batch.remove_all(&parts("section", at));
        batch.remove_all(&parts("version", at));
    } else {
        hold(batch, write)?;
        let record = StoredRecord {
            owner_roles: owner_roles(batch.pairs, write)?,
            ..write.record.clone()
        };
        batch.put(&key(&parts("record", at)), &record)?;
        put_sections(batch, write)?;
        put_version(batch, write)?;
    }
    write
        .events
        .iter()
        .try_for_each(|event| announce(batch, event))
}

/// The roles of the owner as they are now, not as they were read.
fn owner_roles(pairs: &Pairs, write: &Write) -> Result<Vec<String>, StoreError> {
    let Write { record, how, .. } = write;
    let given = || record.owner_roles.clone();
    if *how == WriteMode::Replace {
        let stored: Option<StoredRecord> = pairs.get(&key(&parts("record", &record.address)))?;
        let stored = stored.filter(|stored| stored.owner == record.owner);
        return Ok(stored.map_or_else(given, |stored| stored.owner_roles));
    }
    let Some(owner) = &record.owner else {
        return Ok(given());
    };
    let member: Option<Member> = pairs.get(&key(&["member", &record.address.tenant, owner]))?;
    Ok(member.map_or_else(given, |member| member.roles))
}

/// Takes the keys and the slots that a record holds from now on.
fn hold(batch: &mut Batch<'_>, write: &Write) -> Result<(), StoreError> {
    let at = &write.record.address;
    for unique in &write.keys {
        let place = key(&["key", &at.kind, &at.tenant, unique]);
        put_once(batch, &place, &at.id, unique)?;
    }
    let held: Vec<Held> = batch
        .pairs
        .all(&["held", &at.kind, &at.tenant])
        .collect::<Result<_, _>>()?;
    let taken = |slot: &&Slot| {
        let mut taken = held.iter().flat_map(|held| &held.slots);
        taken.any(|taken| taken.meets(slot))
    };
    if let Some(slot) = write.slots.iter().find(taken) {
        return Err(StoreError::occupied(&slot.key));
    }
    let held = Held {
        keys: write.keys.clone(),
        slots: write.slots.clone(),
    };
    batch.put(&key(&parts("held", at)), &held)
}

fn put_once<T: Serialize>(
    batch: &mut Batch<'_>,
    place: &str,
    value: &T,
    what: &str,
) -> Result<(), StoreError> {
    if batch.pairs.0.contains_key(place) {
        return Err(StoreError::taken(what));
    }
    batch.put(place, value)
}

fn put_sections(batch: &mut Batch<'_>, write: &Write) -> Result<(), StoreError> {
    let [table, kind, tenant, id] = parts("section", &write.record.address);
    for section in &write.sections {
        let place = key(&[table, kind, tenant, id, &section.name]);
        if section.body.is_empty() {
            batch.remove(&place);
        } else {
            batch.put(&place, section)?;
        }
    }
    Ok(())
}

fn put_version(batch: &mut Batch<'_>, write: &Write) -> Result<(), StoreError> {
    let versions = parts("version", &write.record.address);
    if write.forgets {
        batch.remove_all(&versions);
    }
    let [table, kind, tenant, id] = versions;
    match &write.kept {
        Some(kept) => batch.put(
            &key(&[table, kind, tenant, id, &number(kept.version)]),
            kept,
        ),
        None => Ok(()),
    }
}

/// A member's roles are those of the owner of what they own.
fn put_member(batch: &mut Batch<'_>, member: &Member) -> Result<(), StoreError> {
    let place = key(&["member", &member.tenant, &member.user]);
    let stored: Option<Member> = batch.pairs.get(&place)?;
    let current = stored.map_or(0, |stored| stored.version);
    if current.saturating_add(1) != member.version {
        return Err(StoreError::Conflict { current });
    }
    batch.put(&place, member)?;
    let records = batch.pairs.all(&["record"]);
    let records: Vec<StoredRecord> = records.collect::<Result<_, _>>()?;
    let of_tenant = |record: &StoredRecord| record.address.tenant == member.tenant;
    for mut record in records.into_iter().filter(of_tenant) {
        if record.owner.as_ref() == Some(&member.user) {
            record.owner_roles.clone_from(&member.roles);
            batch.put(&key(&parts("record", &record.address)), &record)?;
        }
    }
    Ok(())
}

/// Puts an event behind all others. Their places are never given twice: the last one is kept
/// apart from the events.
fn announce(batch: &mut Batch<'_>, event: &Event) -> Result<(), StoreError> {
    let last: Option<i64> = batch.pairs.get("last event")?;
    let sequence = last.unwrap_or_default().saturating_add(1);
    batch.put("last event", &sequence)?;
    let stored = StoredEvent {
        sequence,
        due_at: event.at,
        event: event.clone(),
        ..StoredEvent::default()
    };
    let announced = Announced {
        stored,
        lease: None,
    };
    batch.put(&key(&["event", &number(sequence)]), &announced)
}

fn account(batch: &mut Batch<'_>, entry: &Entry, detail: &Detail) -> Result<(), StoreError> {
    let last: Option<Link> = batch.pairs.all(&["link"]).next_back().transpose()?;
    let last = last.map(|link| (link.number, link.hash));
    let link = Link::after(last, CHAIN, entry.clone(), detail.clone());
    batch.put(&key(&["link", &number(link.number)]), &link)
}

#[async_trait]
impl Changes for JournalStore {
    async fn commit(&self, commit: &Commit) -> Result<(), StoreError> {
        self.change(|batch| make(batch, commit))?;
        if commit.erasure.is_some() {
            self.forget_old_lines();
        }
        Ok(())
    }

    async fn was_received(&self, source: &str, id: &str) -> Result<bool, StoreError> {
        self.read(|pairs| Ok(pairs.0.contains_key(&key(&["received", source, id]))))
    }

    async fn erasures(&self, since: i64) -> Result<Vec<Erasure>, StoreError> {
        self.read(|pairs| pairs.behind(&["erasure"], &number(since)).collect())
    }
}
