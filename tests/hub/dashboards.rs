//! Dashboards of the records in a store say what the kernel says of the same records in process.

use std::collections::BTreeMap;
use std::sync::Arc;

use profilekit::Kernel;
use profilekit::access::{Context, Subject};
use profilekit::blueprint::Kind;
use profilekit::blueprint::document::TenantScope;
use profilekit::error::Failure;
use profilekit::hub::{Call, Hub, Look, Refusal, Settings};
use profilekit::kernel::{Glance, Supplied};
use profilekit::metrics::{Calendar, EXACT, Facts, Origin, Weekday, Zone};
use profilekit::store::{Address, Commit, Store, StoredRecord, Write};
use profilekit::time::parse_instant;
use profilekit_stores::Adapter;
use profilekit_tests::dashboards::{setting, subject};
use profilekit_tests::difference;
use serde_json::Value;

use crate::entropy::Counting;
use crate::tell::shipped;

/// A fixture of dashboards as a store has it: records of each kind, and facts that are none.
pub(crate) struct Desk {
    pub(crate) kernel: Kernel,
    pub(crate) records: BTreeMap<Address, StoredRecord>,
    pub(crate) given: Vec<Supplied>,
}

fn stored(kernel: &Kernel, kind: &Kind, json: &Value) -> StoredRecord {
    // What tenants share is stored in none of them.
    let apart = kernel.model().tenancy.is_some() && kind.tenant == TenantScope::Isolated;
    let tenant = json["tenant"].as_str().filter(|_| apart);
    let text = |name: &str| json[name].as_str();
    let instant = |name: &str| text(name).and_then(parse_instant).unwrap_or_default();
    let relations = json["relations"].as_object().into_iter().flatten();
    let relations = relations.map(|(name, id)| (name.clone(), vec![id.as_str().unwrap().into()]));
    StoredRecord {
        address: Address::new(tenant.unwrap_or_default(), &kind.name, text("id").unwrap()),
        owner: text("owner").map(str::to_owned),
        state: text("state").map(str::to_owned),
        version: 1,
        created_at: instant("created_at"),
        updated_at: instant("updated_at"),
        relations: relations.collect(),
        document: json["document"].to_string(),
        choices: "{}".into(),
        forced: "{}".into(),
        provenance: "{}".into(),
        ..StoredRecord::default()
    }
}

impl Desk {
    pub(crate) fn of(fixture: &Value) -> Self {
        let blueprint = match fixture["product"].as_str() {
            Some(product) => shipped(product).unwrap(),
            None => fixture["blueprint"].to_string(),
        };
        let kernel = Kernel::compile(blueprint.as_bytes()).unwrap();
        let (mut records, mut given) = (BTreeMap::new(), Vec::new());
        for (name, rows) in fixture["supply"].as_object().unwrap() {
            let table = kernel.fact_table(name).unwrap();
            let rows = rows.as_array().unwrap();
            let Origin::Records { kind, .. } = table.origin else {
                let lines: Vec<String> = rows.iter().map(Value::to_string).collect();
                let loaded = Facts::from_ndjson(&table.shape, lines.join("\n").as_bytes());
                given.push(Supplied::facts(name, loaded.unwrap().facts));
                continue;
            };
            let kind = &kernel.model().kinds[kind.index()];
            let rows = rows.iter().map(|row| stored(&kernel, kind, row));
            records.extend(rows.map(|record| (record.address.clone(), record)));
        }
        Self {
            kernel,
            records,
            given,
        }
    }

    /// Puts the records into a store.
    pub(crate) async fn fill(&self, store: &dyn Store) {
        for record in self.records.values() {
            let write = Write {
                record: record.clone(),
                ..Write::default()
            };
            let commit = Commit {
                writes: vec![write],
                ..Commit::default()
            };
            store.commit(&commit).await.unwrap();
        }
    }

    /// What the kernel says in process, the records being handed in.
    pub(crate) fn plain(&self, glance: &Glance<'_>) -> Result<String, Failure> {
        let mut supplied = self.given.clone();
        for table in self.kernel.dashboard_tables(glance)? {
            let Origin::Records { kind, .. } = table.origin else {
                continue;
            };
            let kind = &*self.kernel.model().kinds[kind.index()].name;
            let mut gathering = self.kernel.gather(&table.name, glance)?;
            let mut records: Vec<&StoredRecord> = self.records.values().collect();
            records.sort_by_key(|record| (&record.address.id, &record.address.tenant));
            for record in records.into_iter().filter(|one| one.address.kind == kind) {
                record.with(|record| gathering.add(record))?;
            }
            supplied.push(gathering.finish()?);
        }
        Ok(self.kernel.dashboard(glance, &supplied)?.to_json())
    }
}

/// Holds one dashboard to another, byte for byte, and says where they differ.
pub(crate) fn alike(found: &str, expected: &str, at: &str) {
    if found != expected {
        let json = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        let one = difference(&json(expected), &json(found), "");
        let other = difference(&json(found), &json(expected), "");
        panic!("{at}: {one:?} {other:?}");
    }
}

pub(crate) fn calendar(zone: &str) -> Calendar {
    Calendar {
        zone: Zone::named(zone).unwrap(),
        week_start: Weekday::Monday,
    }
}

pub(crate) async fn told(
    hub: &Hub,
    subject: &Subject,
    now: i64,
    look: &Look<'_>,
) -> Result<String, Refusal> {
    let call = Call::new(subject, now);
    Ok(hub.dashboard(&call, look).await?.to_json())
}

#[test]
fn a_store_tells_what_the_kernel_tells_in_process() {
    let mut dashboards = 0;
    for adapter in Adapter::all() {
        for fixture in profilekit_tests::fixtures("dashboards") {
            let desk = Desk::of(&fixture.json);
            let kept = adapter.fresh();
            pollster::block_on(desk.fill(&*kept.store()));
            let hub = Hub::new(
                desk.kernel.clone(),
                kept.store(),
                Arc::new(Counting::new(1)),
            );
            // Two records a page: every dashboard is put together of several.
            let hub = hub.with_settings(Settings {
                page: 2,
                ..Settings::default()
            });
            for case in fixture.json["cases"].as_array().unwrap() {
                if !case["error"].is_null() {
                    continue;
                }
                let own = subject(&desk.kernel, &case["subject"]);
                let now = parse_instant(&setting(&fixture.json, case, "now")).unwrap();
                let context = Context::at(now);
                let look = Look {
                    given: &desk.given,
                    ..Look::by(calendar(&setting(&fixture.json, case, "zone")))
                };
                let glance = Glance {
                    subject: &own,
                    context: &context,
                    calendar: look.calendar.clone(),
                    exact: EXACT,
                };
                let plain = desk.plain(&glance).unwrap();
                let found = pollster::block_on(told(&hub, &own, now, &look)).unwrap();
                let at = format!("{} {} on {}", fixture.name, case["name"], adapter.name());
                alike(&found, &plain, &at);
                dashboards += 1;
            }
        }
    }
    assert!(dashboards >= 4 * 15, "{dashboards}");
}
