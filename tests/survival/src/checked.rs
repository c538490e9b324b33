//! Whether everything that was acknowledged is there, and whole.

use std::collections::BTreeMap;
use std::sync::Arc;

use profilekit::hub::{Call, verify_account};
use profilekit::privacy::Outcome;
use profilekit::store::{Address, Archived, PageRequest, Selection, Store, StoredRecord};

use crate::world::{blueprint, hub, now, person};

/// The latest version of each record of which a writer was told that it is stored.
pub type Acknowledged = BTreeMap<String, i64>;

/// What was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Checked {
    /// Records.
    pub records: usize,
    /// Versions of them.
    pub versions: usize,
    /// Announcements.
    pub events: usize,
    /// Links of the account.
    pub links: u64,
}

/// Looks at everything: what was acknowledged is there; each record has every version from the
/// first to its own, one announcement and one entry of the account for each; sections and
/// snapshot say the same; the chains hold.
pub async fn check(store: Arc<dyn Store>, acknowledged: &Acknowledged) -> Checked {
    let records = records(&*store).await;
    for (id, version) in acknowledged {
        let found = records.iter().find(|record| record.address.id == *id);
        let stored = found.map_or(0, |record| record.version);
        assert!(
            stored >= *version,
            "{id}: {version} was told, {stored} is stored"
        );
    }
    let mut checked = Checked {
        records: records.len(),
        ..Checked::default()
    };
    let announced = announced(&*store).await;
    let accounted = accounted(&*store).await;
    for record in &records {
        let expected: Vec<i64> = (1..=record.version).collect();
        let at = &record.address;
        assert_eq!(versions(&*store, at).await, expected, "versions of {at}");
        let none = Vec::new();
        let events = announced.get(&at.id).unwrap_or(&none);
        assert_eq!(*events, expected, "announcements of {at}");
        let links = accounted.get(&at.id).unwrap_or(&none);
        assert_eq!(*links, expected, "account of {at}");
        checked.versions += expected.len();
        checked.events += events.len();
    }
    assert_eq!(announced.len(), records.len(), "nothing else is announced");
    let verified = verify_account(&*store, &[])
        .await
        .expect("the account is read");
    assert_eq!(verified.broken, []);
    checked.links = verified.links;
    let hub = hub(store);
    let system = person(hub.kernel(), "product", true);
    let call = Call::new(&system, now());
    let drifts = hub.drift(&call, "card", false, &mut |_| {}).await;
    assert_eq!(drifts.expect("sections are read").found, []);
    checked
}

async fn records(store: &dyn Store) -> Vec<StoredRecord> {
    let kernel = blueprint();
    let selection = Selection::all(&kernel, "card").expect("the kind is there");
    let request = PageRequest {
        limit: 100_000,
        archived: Archived::With,
        ..PageRequest::default()
    };
    let page = store
        .list(&selection, &request)
        .await
        .expect("records are read");
    assert!(!page.more);
    page.records
}

async fn versions(store: &dyn Store, at: &Address) -> Vec<i64> {
    let found = store
        .versions(at, None, 1_000_000)
        .await
        .expect("versions are read");
    let mut found: Vec<i64> = found.into_iter().map(|version| version.version).collect();
    found.reverse();
    found
}

/// The versions announced of each record, in the order of their places.
async fn announced(store: &dyn Store) -> BTreeMap<String, Vec<i64>> {
    let mut all: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    let mut after = 0;
    loop {
        let events = store
            .events(None, after, 10_000)
            .await
            .expect("events are read");
        for stored in &events {
            let event = &stored.event;
            all.entry(event.address.id.clone())
                .or_default()
                .push(event.version);
        }
        match events.last() {
            Some(last) => after = last.sequence,
            None => return all,
        }
    }
}

/// The versions that the account has of each record.
async fn accounted(store: &dyn Store) -> BTreeMap<String, Vec<i64>> {
    let mut all: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for (chain, ..) in store.chains().await.expect("chains are read") {
        let mut after = 0;
        loop {
            let links = store
                .links(chain, after, 10_000)
                .await
                .expect("links are read");
            for link in &links {
                if link.entry.outcome == Outcome::Done {
                    let of_record = all.entry(link.entry.record.clone()).or_default();
                    of_record.push(link.entry.version);
                }
            }
            match links.last() {
                Some(last) => after = last.number,
                None => break,
            }
        }
    }
    all
}
