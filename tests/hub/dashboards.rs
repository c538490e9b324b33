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
use profilekit::time::{parse_instant, write_instant};
use profilekit_stores::Adapter;
use profilekit_tests::dashboards::{setting, subject};
use profilekit_tests::{Fixture, difference};
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

/// Holds each dashboard that a fixture asks for to what the kernel says in process, and says whose they were.
fn held(desk: &Desk, fixture: &Fixture, adapter: &Adapter, page: usize) -> Vec<String> {
    let kept = adapter.fresh();
    pollster::block_on(desk.fill(&*kept.store()));
    let entropy = Arc::new(Counting::new(1));
    let hub = Hub::new(desk.kernel.clone(), kept.store(), entropy);
    let hub = hub.with_settings(Settings {
        page,
        ..Settings::default()
    });
    let cases = fixture.json["cases"].as_array().unwrap().iter();
    let asked = cases.filter(|case| case["error"].is_null()).map(|case| {
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
        case["subject"]["persona"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    });
    asked.collect()
}

#[test]
fn a_store_tells_what_the_kernel_tells_in_process() {
    let mut dashboards = 0;
    for adapter in Adapter::all() {
        for fixture in profilekit_tests::fixtures("dashboards") {
            let desk = Desk::of(&fixture.json);
            // Two records a page: every dashboard is put together of several.
            dashboards += held(&desk, &fixture, &adapter, 2).len();
        }
    }
    assert!(dashboards >= 4 * 15, "{dashboards}");
}

/// Moves every instant in a document.
fn moved(json: &mut Value, by: i64) {
    match json {
        Value::String(text) => {
            if let Some(at) = parse_instant(text) {
                *text = write_instant(at + by);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| moved(item, by)),
        Value::Object(members) => members.values_mut().for_each(|member| moved(member, by)),
        _ => {}
    }
}

impl Desk {
    /// Many records for each, at other times: before and after those of the fixture, over days of 23 and 25 hours.
    fn many(mut self) -> Self {
        let hour = 3_600_000_000;
        let copies = self.records.values().flat_map(|record| {
            (1..=40i64).map(move |copy| {
                let by = (copy - 30) * 41 * hour + copy * 17;
                let mut record = record.clone();
                record.address.id = format!("{}-{copy}", record.address.id);
                (record.created_at, record.updated_at) =
                    (record.created_at + by, record.updated_at + by);
                let mut document: Value = serde_json::from_str(&record.document).unwrap();
                moved(&mut document, by);
                record.document = document.to_string();
                record
            })
        });
        let copies: Vec<StoredRecord> = copies.collect();
        let copies = copies
            .into_iter()
            .map(|record| (record.address.clone(), record));
        self.records.extend(copies);
        self
    }
}

/// Each dashboard of each product over hundreds of records, which its tables have some of.
#[test]
fn every_dashboard_of_the_products_is_the_same_in_every_store() {
    let fixtures = profilekit_tests::fixtures("dashboards");
    let fixtures = fixtures
        .iter()
        .filter(|fixture| fixture.json["product"].is_string());
    let desks = fixtures.map(|fixture| (fixture, Desk::of(&fixture.json).many()));
    let desks: Vec<_> = desks.collect();
    assert_eq!(desks.len(), 4);
    for adapter in Adapter::shipped() {
        for (fixture, desk) in &desks {
            let asked = held(desk, fixture, &adapter, 50);
            for (persona, board) in desk.kernel.model().document.dashboards.iter() {
                assert!(
                    asked.iter().any(|asked| asked == persona),
                    "{}: {persona}",
                    fixture.name
                );
                for table in board.scope.iter().map(|(table, _)| table) {
                    let given = fixture.json["supply"][table].as_array();
                    let some = given.is_some_and(|rows| !rows.is_empty());
                    assert!(some, "{}: nothing of `{table}`", fixture.name);
                }
            }
        }
    }
}
