//! Taking away what tells of somebody.

use profilekit::privacy::Link;
use profilekit::store::{Access, Address, Erasure, PastVersion, StoreError};

use crate::outbox::Announced;
use crate::pairs::{Batch, key, number};

pub(crate) fn erase(batch: &mut Batch<'_>, erasure: &Erasure) -> Result<(), StoreError> {
    let Erasure { tenant, person, .. } = erasure;
    batch.remove(&key(&["member", tenant, person]));
    batch.remove_all(&["consent", tenant, person]);
    batch.remove_all(&["remembered", tenant, person]);
    batch.remove_all(&["mark", tenant, person]);
    erase_accesses(batch, erasure)?;
    erase_details(batch, erasure)?;
    empty_events(batch, erasure)?;
    erase_authors(batch, erasure)?;
    let place = key(&["erasure", &number(erasure.at), &erasure.id]);
    batch.put(&place, erasure)
}

fn erase_accesses(batch: &mut Batch<'_>, erasure: &Erasure) -> Result<(), StoreError> {
    let accesses = batch.pairs.all(&["access", &erasure.tenant]);
    let accesses: Vec<Access> = accesses.collect::<Result<_, _>>()?;
    for access in accesses {
        if access.names(&erasure.tenant, &erasure.person) {
            let Address { tenant, .. } = &access.address;
            batch.remove(&key(&["access", tenant, &access.owner, &access.id]));
        }
    }
    Ok(())
}

fn erase_details(batch: &mut Batch<'_>, erasure: &Erasure) -> Result<(), StoreError> {
    let links: Vec<Link> = batch.pairs.all(&["link"]).collect::<Result<_, _>>()?;
    let of_tenant = |link: &Link| link.entry.tenant == erasure.tenant;
    for mut link in links.into_iter().filter(of_tenant) {
        let about = Address::new(&erasure.tenant, &link.entry.kind, &link.entry.record);
        let detail = link.detail.as_ref();
        let named = detail.is_some_and(|detail| detail.names(&erasure.person));
        let mut treated = erasure.records.iter();
        if named || treated.any(|one| one.address == about && one.forgets_details()) {
            link.detail = None;
            batch.put(&key(&["link", &number(link.number)]), &link)?;
        }
    }
    Ok(())
}

fn empty_events(batch: &mut Batch<'_>, erasure: &Erasure) -> Result<(), StoreError> {
    let events: Vec<Announced> = batch.pairs.all(&["event"]).collect::<Result<_, _>>()?;
    for mut announced in events {
        let stored = &mut announced.stored;
        let mut treated = erasure.records.iter();
        if let Some(treated) = treated.find(|one| one.address == stored.event.address) {
            if treated.empties_events() {
                "{}".clone_into(&mut stored.event.data);
            }
            stored.error.clear();
            batch.put(
                &key(&["event", &number(announced.stored.sequence)]),
                &announced,
            )?;
        }
    }
    Ok(())
}

/// Versions that the person made of others' records stay, without their name.
fn erase_authors(batch: &mut Batch<'_>, erasure: &Erasure) -> Result<(), StoreError> {
    let versions = batch.pairs.under(&["version"], None);
    let versions = versions.filter(|(key, _)| key.split('\0').nth(2) == Some(&erasure.tenant));
    let keys: Vec<String> = versions.map(|(key, _)| key.clone()).collect();
    for key in keys {
        let version: Option<PastVersion> = batch.pairs.get(&key)?;
        if let Some(mut version) = version.filter(|version| version.actor == erasure.person) {
            version.actor.clear();
            batch.put(&key, &version)?;
        }
    }
    Ok(())
}
