//! Rollups: whatever happens to records, what is kept of them says what a look at every record
//! says, byte for byte, on every store.

use std::sync::Arc;

use profilekit::Kernel;
use profilekit::access::Subject;
use profilekit::hub::{Call, Create, Hub, Look, Mend, Person, Settings, Target, Update};
use profilekit::store::{
    Address, Archived, Commit, PageRequest, Parts, RollupChange, Selection, Store, Write, WriteMode,
};
use profilekit::time::parse_instant;
use profilekit_stores::Adapter;

use crate::dashboards::{alike, calendar, told};
use crate::entropy::Counting;
use crate::yard::{BLUEPRINT, HOUR, Yard, named, somebody};

/// How many changes a store is held to.
fn changes(adapter: &Adapter) -> usize {
    match adapter {
        Adapter::Memory => 900,
        Adapter::Sqlite => 300,
        Adapter::Postgres(_) | Adapter::Host => 160,
    }
}

#[test]
fn what_is_kept_says_what_every_record_says() {
    for adapter in Adapter::all() {
        let mut compared = 0;
        for seed in [1, 2] {
            let store = adapter.fresh();
            let mut yard = Yard::over(store.store(), seed);
            pollster::block_on(async {
                for step in 0..changes(&adapter) {
                    yard.act().await;
                    if yard.random.percent(20) {
                        let at = format!("{} seed {seed} step {step}", adapter.name());
                        yard.compare(&at).await;
                    }
                }
                let drifts = yard.drifts(Mend::Nothing).await;
                assert!(drifts.looked_at > 5, "{drifts:?}");
                assert_eq!((drifts.outdated, drifts.found), (0, vec![]));
            });
            compared += yard.compared;
        }
        println!("{}: {compared} dashboards compared", adapter.name());
        assert!(compared > 120, "{compared}");
    }
}

/// A yard with some jobs, and a keeper whose figures are kept.
async fn kept_yard(store: Arc<dyn Store>) -> (Yard, Subject) {
    let mut yard = Yard::over(store, 5);
    for _ in 0..60 {
        yard.act().await;
    }
    let ada = somebody(yard.kernel(), "ada", &[], None);
    for (id, document) in [
        (
            "s5",
            r#"{"starts_at":"2026-10-05T10:00:00Z","cost":{"amount":"3","currency":"EUR"}}"#,
        ),
        (
            "s6",
            r#"{"starts_at":"2026-10-06T10:00:00Z","cost":{"amount":"4","currency":"EUR"}}"#,
        ),
    ] {
        let create = Create {
            kind: "job",
            id: Some(id),
            relations: vec![("helper", vec!["bob"])],
            document: document.as_bytes(),
            ..Create::default()
        };
        let call = Call::new(&ada, yard.now);
        yard.plain.create(&call, &create).await.unwrap();
    }
    let kim = somebody(yard.kernel(), "kim", &["keeper"], Some("keeper"));
    let look = Look::by(calendar("UTC"));
    told(&yard.kept, &kim, yard.now, &look).await.unwrap();
    (yard, kim)
}

#[test]
fn what_was_spoiled_is_found_and_mended() {
    for adapter in Adapter::all() {
        let store = adapter.fresh();
        pollster::block_on(async {
            let store = store.store();
            let (yard, kim) = kept_yard(store.clone()).await;
            let look = Look::by(calendar("UTC"));
            assert_eq!(yard.drifts(Mend::Nothing).await.found, []);
            let rollups = store.rollups(None, 99).await.unwrap();
            let of_jobs = rollups.iter().find(|one| one.state.contains("\"job\""));
            let rollup = of_jobs.unwrap();
            let [start, other] = ["2026-10-05T00:00:00Z", "2026-10-06T00:00:00Z"]
                .map(|day| parse_instant(day).unwrap());
            let days = [start, other];
            let parts = store.rollup_parts(rollup, Parts::Whole(&days)).await;
            let mut parts = parts.unwrap();
            // States of other facts, as a fault of the program would leave them.
            let states = parts.remove(1).states;
            assert_ne!(parts[0].states, states);
            parts[0].states = states;
            let mut spoiled = RollupChange {
                rollup: rollup.clone(),
                parts,
                ..RollupChange::default()
            };
            spoiled.rollup.version += 1;
            store.keep_rollup(&spoiled).await.unwrap();
            let wrong = told(&yard.kept, &kim, yard.now, &look).await.unwrap();
            let plain = told(&yard.plain, &kim, yard.now, &look).await.unwrap();
            assert!(wrong != plain, "{}", adapter.name());

            let drifts = yard.drifts(Mend::Nothing).await;
            assert_eq!((drifts.found.len(), drifts.mended), (1, 0));
            let found = &drifts.found[0];
            assert_eq!(
                (&*found.table, &*found.reader, &*found.days),
                ("job", "kim", &[start][..])
            );
            let drifts = yard.drifts(Mend::Differing).await;
            assert!(drifts.found[0].mended && drifts.mended == 1);
            assert_eq!(yard.drifts(Mend::Nothing).await.found, []);
            let again = told(&yard.kept, &kim, yard.now, &look).await.unwrap();
            alike(&again, &plain, adapter.name());
            let rollups = store.rollups(None, 99).await.unwrap();
            let rollup = rollups.iter().find(|one| one.state.contains("\"job\""));
            let starts = [start];
            let parts = store.rollup_parts(rollup.unwrap(), Parts::Whole(&starts));
            let mut parts = parts.await.unwrap();
            parts[0].states.truncate(9);
            let mut spoiled = RollupChange {
                rollup: rollup.unwrap().clone(),
                parts,
                ..RollupChange::default()
            };
            spoiled.rollup.version += 1;
            store.keep_rollup(&spoiled).await.unwrap();
            let said = told(&yard.kept, &kim, yard.now, &look).await.unwrap();
            let scanned = ",\"scanned\":\"what was kept cannot be read\"";
            assert!(said.contains(scanned), "{}", adapter.name());
            alike(&said.replace(scanned, ""), &plain, adapter.name());

            let drifts = yard.drifts(Mend::Everything).await;
            assert_eq!((drifts.mended, drifts.found.len()), (drifts.looked_at, 1));
            let again = told(&yard.kept, &kim, yard.now, &look).await.unwrap();
            alike(&again, &plain, adapter.name());
        });
    }
}

/// A record that is written past the hub is in no account: that is a drift.
#[test]
fn what_happened_past_the_hub_is_found() {
    let store = Adapter::Memory.fresh();
    pollster::block_on(async {
        let store = store.store();
        let (yard, kim) = kept_yard(store.clone()).await;
        let selection = Selection::all(yard.kernel(), "job").unwrap();
        let request = PageRequest {
            limit: 9,
            archived: Archived::Without,
            ..PageRequest::default()
        };
        let mut record = store
            .list(&selection, &request)
            .await
            .unwrap()
            .records
            .remove(0);
        record.version += 1;
        record.document = r#"{"hours":7,"starts_at":"2026-10-01T10:00:00Z"}"#.to_owned();
        let write = Write {
            how: WriteMode::Replace,
            record,
            ..Write::default()
        };
        let commit = Commit {
            writes: vec![write],
            ..Commit::default()
        };
        store.commit(&commit).await.unwrap();
        let drifts = yard.drifts(Mend::Nothing).await;
        assert!(!drifts.found.is_empty());
        assert!(yard.drifts(Mend::Differing).await.mended > 0);
        let look = Look::by(calendar("UTC"));
        let plain = told(&yard.plain, &kim, yard.now, &look).await.unwrap();
        let kept = told(&yard.kept, &kim, yard.now, &look).await.unwrap();
        alike(&kept, &plain, "mended");
    });
}

#[test]
fn only_the_product_checks_what_is_kept() {
    let store = Adapter::Memory.fresh();
    let yard = Yard::over(store.store(), 1);
    let ada = somebody(yard.kernel(), "ada", &[], None);
    let call = Call::new(&ada, yard.now);
    let mut progress = |_| {};
    let refused = yard
        .kept
        .check_rollups(&call, &named, Mend::Nothing, &mut progress);
    let refused = pollster::block_on(refused).unwrap_err();
    assert_eq!(refused.code(), "access.denied");
}

/// What goes for good leaves no byte in what is kept, though nobody asks again.
#[test]
fn what_is_erased_is_in_nothing_that_is_kept() {
    for adapter in Adapter::all() {
        let kept = adapter.fresh();
        pollster::block_on(async {
            let mut yard = Yard::over(kept.store(), 3);
            let ada = somebody(yard.kernel(), "ada-canary", &[], None);
            let call = Call::new(&ada, yard.now);
            let document = yard.hint();
            let create = Create {
                kind: "hint",
                id: Some("h1"),
                document: document.as_bytes(),
                ..Create::default()
            };
            yard.plain.create(&call, &create).await.unwrap();
            let look = Look::by(calendar("UTC"));
            let kim = somebody(yard.kernel(), "kim", &["keeper"], Some("keeper"));
            told(&yard.kept, &kim, yard.now, &look).await.unwrap();
            let member = somebody(yard.kernel(), "ada-canary", &[], Some("member"));
            told(&yard.kept, &member, yard.now, &look).await.unwrap();
            let store = yard.plain.store();
            assert_eq!(store.rollups(None, 99).await.unwrap().len(), 6);

            let person = Person {
                id: "ada-canary",
                tenant: "",
            };
            let plan = yard.plain.plan_erasure(&call, &person).await.unwrap();
            yard.plain
                .erase(&call, &person, &plan.confirmation)
                .await
                .unwrap();
            let left = store.rollups(None, 99).await.unwrap();
            assert!(left.iter().all(|rollup| rollup.reader == "kim"));
            for rollup in &left {
                let all = store
                    .rollup_parts(rollup, Parts::States(None, 99))
                    .await
                    .unwrap();
                assert_eq!(all, [], "{}", rollup.state);
            }
            let at = [Address::new("", "hint", "h1")];
            for rollup in &left {
                assert_eq!(store.rollup_records(rollup, &at).await.unwrap(), []);
            }
        });
    }
}

/// A fact that cannot be read is told by its place among all, which nothing that is kept knows.
#[test]
fn a_fact_that_cannot_be_read_is_told_as_ever() {
    let store = Adapter::Memory.fresh();
    pollster::block_on(async {
        let (yard, kim) = kept_yard(store.store()).await;
        let look = Look::by(calendar("UTC"));
        let told_both = async || {
            let plain = told(&yard.plain, &kim, yard.now, &look).await.unwrap();
            (
                told(&yard.kept, &kim, yard.now, &look).await.unwrap(),
                plain,
            )
        };
        let ada = somebody(yard.kernel(), "ada", &[], None);
        let call = Call::new(&ada, yard.now);
        let share = async |share: &str| {
            let patch = format!("{{\"share\":{share}}}");
            let target = Target {
                kind: "job",
                id: "s5",
                ..Target::default()
            };
            let update = Update {
                target,
                patch: patch.as_bytes(),
                ..Update::default()
            };
            yard.plain.update(&call, &update).await.unwrap();
        };
        share("\"0.12345678\"").await;
        let (kept, plain) = told_both().await;
        let scanned = ",\"scanned\":\"a record has facts that cannot be read\"";
        assert!(kept.contains(scanned) && plain.contains("\"bad\":[{\"facts\":\"job\""));
        alike(&kept.replace(scanned, ""), &plain, "with a bad one");
        assert_eq!(yard.drifts(Mend::Nothing).await.found, []);
        share("\"0.125\"").await;
        let (kept, plain) = told_both().await;
        alike(&kept, &plain, "without one");
        assert!(!kept.contains("\"bad\""));
    });
}

/// Many write while others look: in the end, what is kept says what the records say.
#[test]
fn whoever_meets_others_ends_with_what_is() {
    for adapter in Adapter::all() {
        let kept = adapter.fresh();
        let hubs: Vec<Yard> = (0..4)
            .map(|seed| Yard::over(kept.store(), 40 + seed))
            .collect();
        std::thread::scope(|scope| {
            for mut yard in hubs {
                scope.spawn(move || {
                    pollster::block_on(async {
                        for step in 0..40 {
                            yard.act().await;
                            if step % 4 == 0 {
                                let kim =
                                    somebody(yard.kernel(), "kim", &["keeper"], Some("keeper"));
                                let look = Look::by(calendar("UTC"));
                                told(&yard.kept, &kim, yard.now, &look).await.unwrap();
                            }
                        }
                    });
                });
            }
        });
        let mut yard = Yard::over(kept.store(), 50);
        yard.now += 20 * 24 * HOUR;
        pollster::block_on(async {
            for _ in 0..4 {
                yard.compare(adapter.name()).await;
            }
            assert_eq!(yard.drifts(Mend::Nothing).await.found, []);
        });
    }
}

/// Where what is seen depends on the time, every record is looked at, and the dashboard says so.
#[test]
fn what_cannot_be_kept_is_said() {
    let text = String::from_utf8(BLUEPRINT.to_vec()).unwrap();
    for (from, to, reason) in [
        (
            r#"{ "id": "few", "#,
            r#"{ "id": "soon", "deny": ["hint.list"], "when": "context.now > timestamp('2030-01-01T00:00:00Z')" }, { "id": "few", "#,
            "a policy asks for the time or the circumstances of the look",
        ),
        (
            r#""roles": ["keeper"] }"#,
            r#""roles": ["keeper"], "obligations": ["audit"] }"#,
            "a policy lets somebody look on a condition",
        ),
        (
            r#""words": { "type": "int" }"#,
            r#""words": { "type": "int", "data_class": "behaviour", "lawful_basis": "contract", "retention": "P1Y" }"#,
            "each look at a record is noted for its owner",
        ),
    ] {
        assert!(text.contains(from), "{from}");
        let kernel = Kernel::compile(text.replacen(from, to, 1).as_bytes());
        let kernel = kernel.unwrap_or_else(|problems| panic!("{problems:?}"));
        let store = Adapter::Memory.fresh();
        let hub = Hub::new(kernel.clone(), store.store(), Arc::new(Counting::new(1)));
        let plain = hub.clone();
        let hub = hub.with_settings(Settings {
            rollups: true,
            ..Settings::default()
        });
        let late = somebody(&kernel, "kim", &["keeper"], Some("late"));
        let now = parse_instant("2026-10-20T09:30:00Z").unwrap();
        let look = Look::by(calendar("UTC"));
        let said = pollster::block_on(told(&hub, &late, now, &look)).unwrap();
        let scanned = format!(",\"scanned\":\"{reason}\"");
        assert!(said.contains(&scanned), "{said}");
        let plain = pollster::block_on(told(&plain, &late, now, &look)).unwrap();
        alike(&said.replace(&scanned, ""), &plain, reason);
    }
}
