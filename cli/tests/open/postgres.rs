//! The same commands on a PostgreSQL server.

use std::sync::Arc;

use profilekit_postgres::{Options, PostgresStore};
use profilekit_tests::Postgres;
use serde_json::json;

use crate::world::{World, fill};

/// Fills the tables of a server, which are there.
fn fill_tables(server: &Postgres) {
    let runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = { runtime }.enable_all().build().unwrap();
    runtime.block_on(async {
        let (address, options) = (server.address(), Options::default());
        let store = PostgresStore::connect(&address, &options).await;
        fill(Arc::new(store.unwrap())).await;
    });
}

#[test]
fn a_server_s_store_is_opened_by_its_address() {
    let server = Postgres::start();
    let mut world = World::empty();
    world.address = format!("postgres:{}", server.address());
    assert_eq!(world.open("outbox status").code, 2, "there are no tables");
    let newest = PostgresStore::NEWEST_VERSION;
    assert_eq!(
        world.open("migrate --json").json(),
        json!({"from": 0, "to": newest})
    );
    assert_eq!(
        world.open("migrate").out,
        format!("at version {newest} already\n")
    );
    fill_tables(&server);
    let list = "records list --blueprint club.json --kind card --as bob.json --json";
    assert_eq!(world.open(list).json()["records"][0]["id"], "c1");
    assert_eq!(world.open("audit verify --json").json()["entries"], 8);
    assert_eq!(world.open("audit checkpoint --out noted.ndjson").code, 0);
    let relayed = world.open("outbox relay --blueprint club.json --to stdout");
    assert_eq!(relayed.lines().len(), 8, "{relayed:?}");
    erases(&world);
    let elsewhere = world.open("--schema elsewhere outbox status");
    assert_eq!(elsewhere.code, 2, "{elsewhere:?}");
}

/// What a reporting role of the database sees: the rows that decisions allow, as `psql` has them.
#[test]
fn another_program_sees_what_the_blueprint_lets_it() {
    let server = Postgres::start();
    let mut world = World::empty();
    world.address = format!("postgres:{}", server.address());
    assert_eq!(world.open("migrate").code, 0);
    fill_tables(&server);
    let security = world.run("rls club.json --role reports");
    assert_eq!((security.code, security.err.as_str()), (0, ""));
    assert_eq!(server.query(&security.out), "");
    assert_eq!(world.run("rls club.json --role reports").out, security.out);
    let seen = |viewer: &str| {
        let settings = world.run(&format!("rls club.json --as {viewer}"));
        let rows = "SELECT kind || ' ' || id FROM profilekit.records ORDER BY 1";
        let start = format!("BEGIN; SET LOCAL ROLE reports; {}", settings.out);
        let found = server.query(&format!("{start} {rows}; ROLLBACK;"));
        let rows = found.lines().filter(|line| line.contains(' '));
        rows.map(str::to_owned).collect::<Vec<_>>()
    };
    let listed = |viewer: &str, kind: &str| {
        let list = format!("records list --blueprint club.json --kind {kind} --as {viewer} --json");
        let list = world.open(&list);
        // Whoever may list nothing of a kind is refused.
        let list = match list.code {
            0 => list.json(),
            _ => json!({ "records": [] }),
        };
        let ids = list["records"].as_array().unwrap().clone();
        ids.iter()
            .map(|record| format!("{kind} {}", record["id"].as_str().unwrap()))
            .collect::<Vec<_>>()
    };
    for viewer in ["ada.json", "bob.json"] {
        let mut all: Vec<String> = ["card", "note", "invoice"]
            .into_iter()
            .flat_map(|kind| listed(viewer, kind))
            .collect();
        all.sort();
        assert_eq!(seen(viewer), all, "{viewer}");
        assert!(!all.is_empty());
    }
    let machine = world.run("rls club.json --json").json();
    assert_eq!(machine["refused"], json!([]));
    assert_eq!(world.run("rls club.json --role a;b").code, 2);
}

fn erases(world: &World) {
    let erase = "erase --blueprint club.json --person ada";
    let plan = world.open(&format!("{erase} --json")).json();
    let code = plan["confirmation"].as_str().unwrap();
    let erased = world.open(&format!(
        "{erase} --confirm {code} --ledger l.ndjson --json"
    ));
    assert_eq!(
        erased.json(),
        json!({"erased": 3, "noted": true, "scrubbed": false})
    );
    let verified = world.open("audit verify --checkpoints noted.ndjson");
    assert_eq!(verified.code, 0, "{verified:?}");
    let drift = world.open("drift --blueprint club.json --kind card");
    assert_eq!(drift.code, 0, "{drift:?}");
    assert_eq!(world.open("retain --blueprint club.json").code, 0);
}
