//! `audit`.

use serde_json::json;

use crate::world::World;

#[test]
fn a_whole_account_is_told_as_such() {
    let world = World::new();
    let verified = world.open("audit verify");
    assert_eq!(
        (verified.code, verified.out.as_str()),
        (0, "whole 8 entries, 0 checkpoints\n")
    );
    let machines = world.open("audit verify --json").json();
    let expected =
        json!({"whole": true, "entries": 8, "erased": 0, "checkpoints": 0, "broken": []});
    assert_eq!(machines, expected);
}

#[test]
fn the_first_entry_that_is_wrong_is_told_with_its_place() {
    for (tampering, number, what) in [
        (
            "UPDATE links SET reason = 'x' WHERE number = 3",
            3,
            "altered",
        ),
        (
            "UPDATE links SET at = at + 1 WHERE number = 1",
            1,
            "altered",
        ),
        (
            "UPDATE links SET actor = 'eve' WHERE number = 5",
            5,
            "altered_detail",
        ),
        ("DELETE FROM links WHERE number = 4", 4, "missing"),
        ("DELETE FROM links WHERE number = 1", 1, "missing"),
        (
            "UPDATE links SET number = 99 WHERE number = 6;
             UPDATE links SET number = 6 WHERE number = 7;
             UPDATE links SET number = 7 WHERE number = 99;",
            6,
            "altered",
        ),
    ] {
        let world = World::new();
        world.tamper(tampering);
        let found = world.open("audit verify --json");
        assert_eq!(found.code, 1, "{tampering}");
        let broken = json!([{"chain": 0, "number": number, "what": what}]);
        assert_eq!(found.json()["broken"], broken, "{tampering}");
        let shown = world.open("audit verify");
        let place = format!("broken chain 0: entry {number} ");
        assert!(shown.out.starts_with(&place), "{}", shown.out);
    }
}

#[test]
fn an_account_that_was_cut_off_is_found_by_a_checkpoint_kept_elsewhere() {
    let world = World::new();
    let noted = world
        .open("audit checkpoint --out noted.ndjson --json")
        .json();
    assert_eq!(
        (&noted[0]["chain"], &noted[0]["number"]),
        (&json!(0), &json!(8))
    );
    let verify = "audit verify --checkpoints noted.ndjson --json";
    assert_eq!(
        world.open(verify).json()["checkpoints"],
        2,
        "the store's own, and that one"
    );
    world.tamper("DELETE FROM links WHERE number > 6; DELETE FROM checkpoints;");
    assert_eq!(
        world.open("audit verify").code,
        0,
        "nothing in the store tells"
    );
    let found = world.open(verify);
    assert_eq!(found.code, 1);
    let broken = json!([{"chain": 0, "number": 8, "what": "truncated"}]);
    assert_eq!(found.json()["broken"], broken);
    world.tamper("DELETE FROM links");
    assert_eq!(
        world.open(verify).json()["broken"],
        broken,
        "all of it is gone"
    );
}

#[test]
fn checkpoints_are_collected_and_must_be_readable() {
    let world = World::new();
    world.write("noted.ndjson", "{\"cut");
    let noted = world.open("audit checkpoint --out noted.ndjson");
    assert_eq!(noted.code, 0, "{noted:?}");
    assert!(noted.out.contains("0      8      "), "{}", noted.out);
    let refused = world.open("audit verify --checkpoints noted.ndjson");
    assert_eq!(refused.code, 2);
    assert!(
        refused.err.contains("line 1, is no checkpoint"),
        "{}",
        refused.err
    );
    let whole = world.read("noted.ndjson").replace("{\"cut\n", "");
    world.write("noted.ndjson", &whole);
    assert_eq!(world.open("audit checkpoint --out noted.ndjson").code, 0);
    assert_eq!(world.read("noted.ndjson").lines().count(), 2);
    assert_eq!(
        world.open("audit verify --checkpoints noted.ndjson").code,
        0
    );
    assert_eq!(world.open("audit checkpoint --out no/such/folder").code, 2);
}

#[test]
fn a_record_s_entries_come_newest_first() {
    let world = World::new();
    let show = "audit show --kind card --id c1";
    let shown = world.open(show);
    assert_eq!(shown.code, 0, "{shown:?}");
    let newest = shown.out.lines().nth(2).unwrap();
    assert!(newest.contains("card.update  done"), "{newest}");
    assert!(newest.contains("/basics/headline"), "{newest}");
    let first = world.open(&format!("{show} --limit 3 --json")).json();
    let numbers = |page: &serde_json::Value| -> Vec<i64> {
        let entries = page["entries"].as_array().unwrap();
        entries
            .iter()
            .map(|entry| entry["number"].as_i64().unwrap())
            .collect()
    };
    assert_eq!(numbers(&first), [8, 7, 6]);
    assert_eq!(first["entries"][0]["actor"], "ada");
    let cursor = first["cursor"].as_str().unwrap();
    let rest = world
        .open(&format!("{show} --limit 3 --cursor {cursor} --json"))
        .json();
    assert_eq!((numbers(&rest), &rest["cursor"]), (vec![1], &json!(null)));
    assert_eq!(world.open(&format!("{show} --cursor 1.2")).code, 2);
}
