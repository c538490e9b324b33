//! `export` and `erase`.

use serde_json::json;

use crate::world::World;

const ERASE: &str = "erase --blueprint club.json --person ada";

#[test]
fn everything_about_somebody_goes_to_a_file_of_one_s_own() {
    let world = World::new();
    let export = "export --blueprint club.json --person ada";
    let written = world.open(&format!("{export} --out ada.ndjson --json"));
    assert_eq!(written.code, 0, "{written:?}");
    let lines = world.read("ada.ndjson");
    assert_eq!(written.json()["lines"], lines.lines().count());
    for part in [
        "canary-1@example.org",
        "canary-2",
        "Town planner",
        "\"viewer\":\"bob\"",
    ] {
        assert!(lines.contains(part), "{part}");
    }
    assert!(!lines.contains("flour"), "that is bob's");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = world
            .path("ada.ndjson")
            .metadata()
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    assert_eq!(
        world.open(&format!("{export} --out ada.ndjson")).code,
        2,
        "it is there"
    );
    let shown = world.open(export);
    assert_eq!(shown.lines()[0]["is"], "export");
    assert!(shown.err.ends_with("lines exported\n"), "{}", shown.err);
    let show = world.open("audit verify --json").json();
    assert_eq!(show["entries"], 10, "both are in the account");
    if cfg!(target_os = "linux") {
        assert_eq!(world.open(&format!("{export} --out /dev/full")).code, 2);
    }
}

#[test]
fn erasing_is_shown_first_and_needs_its_confirmation() {
    let world = World::new();
    let shown = world.open(ERASE);
    assert_eq!(shown.code, 0, "{shown:?}");
    assert!(shown.out.contains("note     delete     1"), "{}", shown.out);
    assert!(
        shown.out.contains("A law asks to keep of invoice: /name"),
        "{}",
        shown.out
    );
    let plan = world.open(&format!("{ERASE} --json")).json();
    let records = json!([
        {"kind": "card", "treatment": "anonymise", "count": 1},
        {"kind": "invoice", "treatment": "retain", "count": 1},
        {"kind": "note", "treatment": "delete", "count": 1}
    ]);
    assert_eq!(plan["records"], records);
    let code = plan["confirmation"].as_str().unwrap();
    assert!(
        shown.out.contains(&format!("--confirm {code}")),
        "{}",
        shown.out
    );
    let refused = world.open(&format!("{ERASE} --confirm 0123456789abcdef --json"));
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("hub.not_confirmed"), "{}", refused.err);
    let nowhere = world.open(&format!("{ERASE} --confirm {code} --ledger no/such/folder"));
    assert_eq!(nowhere.code, 2);
    assert!(holds(&world, "canary-1"), "nothing was erased");
}

/// Whether the store's files hold a text.
fn holds(world: &World, text: &str) -> bool {
    let mut bytes = std::fs::read(world.store()).unwrap();
    bytes.extend(std::fs::read(world.path("club.db-wal")).unwrap_or_default());
    bytes
        .windows(text.len())
        .any(|part| part == text.as_bytes())
}

fn erase(world: &World) {
    let plan = world.open(&format!("{ERASE} --json")).json();
    let code = plan["confirmation"].as_str().unwrap();
    let erased = world.open(&format!(
        "{ERASE} --confirm {code} --ledger l.ndjson --by ops --json"
    ));
    assert_eq!(erased.code, 0, "{erased:?}");
    assert_eq!(
        erased.json(),
        json!({"erased": 3, "noted": true, "scrubbed": true})
    );
}

#[test]
fn what_was_erased_leaves_no_trace_in_the_file_and_the_account_holds() {
    let world = World::new();
    erase(&world);
    for gone in ["canary-1", "canary-2", "+49151", "Town planner"] {
        assert!(!holds(&world, gone), "{gone}");
    }
    assert!(holds(&world, "Ada Law"), "a law asks to keep it");
    assert!(holds(&world, "flour"), "bob's note stays");
    let verified = world.open("audit verify --json").json();
    assert_eq!(verified["whole"], json!(true));
    assert!(verified["erased"].as_u64().unwrap() >= 6, "{verified}");
    let shown = world.open("audit show --kind note --id n1");
    assert!(shown.out.contains("erased"), "{}", shown.out);
    assert_eq!(
        world.open("access-log --person ada --json").json()["accesses"],
        json!([])
    );
}

#[test]
fn an_old_copy_is_brought_to_the_same_state_by_the_ledger() {
    let world = World::new();
    let copy = std::fs::read(world.store()).unwrap();
    erase(&world);
    std::fs::write(world.store(), copy).unwrap();
    assert!(holds(&world, "canary-1"));
    let again = world.open("erase --blueprint club.json --again l.ndjson --ledger l2.ndjson");
    assert_eq!(
        (again.code, again.out.as_str()),
        (0, "3 records erased or emptied\n")
    );
    assert!(!holds(&world, "canary-1"));
    assert_eq!(world.read("l2.ndjson").lines().count(), 1);
    // The store knows too, and what it writes is a ledger.
    let listed = world.open("ledger --out l3.ndjson --json").json();
    assert_eq!(listed[0]["person"], json!("ada"));
    assert_eq!(world.read("l3.ndjson"), world.read("l2.ndjson"));
    assert!(world.open("ledger").out.contains("ada"));
    let none = world.open("ledger --since 2999-01-01T00:00:00Z --json");
    assert_eq!(none.json(), json!([]));
    assert_eq!(world.open("ledger --since yesterday").code, 2);
    let once_more = world.open("erase --blueprint club.json --again l3.ndjson");
    assert_eq!(once_more.code, 0, "{once_more:?}");
    world.write("l.ndjson", "{\"person\":\"canary-3\"}\n");
    let refused = world.open("erase --blueprint club.json --again l.ndjson");
    assert_eq!(refused.code, 2);
    assert!(
        refused.err.contains("line 1, is no erasure"),
        "{}",
        refused.err
    );
    assert!(!refused.err.contains("canary-3"), "{}", refused.err);
}
