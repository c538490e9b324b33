//! `records`.

use serde_json::json;

use crate::world::World;

#[test]
fn lists_show_what_the_viewer_sees_page_by_page() {
    let world = World::new();
    let list = "records list --blueprint club.json --kind card --as bob.json";
    let shown = world.open(list);
    assert_eq!(shown.code, 0, "{shown:?}");
    assert!(shown.out.contains("c1  –       ada"), "{}", shown.out);
    let first = world
        .open(&format!("{list} --json --limit 1 --newest"))
        .json();
    assert_eq!(first["records"][0]["id"], "c2");
    let cursor = first["cursor"].as_str().unwrap();
    let second = world.open(&format!(
        "{list} --json --limit 1 --newest --cursor {cursor}"
    ));
    let second = second.json();
    assert_eq!(second["cursor"], json!(null));
    assert_eq!(second["records"][0]["version"], 4);
    let seen = &second["records"][0]["document"];
    let expected =
        json!({"basics": {"headline": "Builder"}, "contact": {"mail": "canary-1@example.org"}});
    assert_eq!(*seen, expected, "a phone number is private");
    let wrong = world.open(&format!("{list} --cursor {cursor}"));
    assert_eq!(wrong.code, 2, "a cursor of another list");
    let nothing = world.open("records list --blueprint club.json --kind note --as bob.json --json");
    assert_eq!(nothing.json()["records"].as_array().unwrap().len(), 1);
}

#[test]
fn what_is_seen_of_others_is_noted() {
    let world = World::new();
    let get = "records get --blueprint club.json --kind card --id c1 --as";
    let own = world.open(&format!("{get} ada.json --json")).json();
    assert_eq!(own["document"]["contact"]["phone"], "+4915100000001");
    let seen = world.open(&format!("{get} bob.json"));
    assert_eq!(seen.code, 0);
    assert!(
        seen.out.contains("\"headline\": \"Builder\""),
        "{}",
        seen.out
    );
    assert!(!seen.out.contains("+4915100000001"), "{}", seen.out);
    let log = world.open("access-log --person ada --json").json();
    let log = log["accesses"].as_array().unwrap();
    assert_eq!(log.len(), 2, "as the world was made, and now: {log:?}");
    assert_eq!(log[0]["viewer"], "bob");
    assert_eq!(log[0]["fields"], json!(["/contact/mail"]));
    let shown = world.open("access-log --person ada --limit 1");
    assert!(
        shown.out.contains("bob      read  card/c1  /contact/mail"),
        "{}",
        shown.out
    );
    assert!(shown.err.contains("--cursor "), "{}", shown.err);
}

#[test]
fn what_cannot_be_seen_is_an_answer() {
    let world = World::new();
    let get = "records get --blueprint club.json --kind note --id n1 --as bob.json";
    let hidden = world.open(get);
    assert_eq!((hidden.code, hidden.out.as_str()), (1, ""), "{hidden:?}");
    let there = world.open(&format!("{get} --json"));
    let missing = world.open(&get.replace("n1", "n9"));
    assert!(there.err.contains("access.not_visible"), "{}", there.err);
    assert_eq!(missing.err, hidden.err, "nobody learns that it is there");
    let system = world.open(&get.replace("--as bob.json", "--system"));
    assert_eq!(system.code, 1, "no rule of this product lets it read notes");
    for wrong in [
        get.replace(" --as bob.json", ""),
        format!("{get} --system"),
        get.replace("note", "noet"),
        get.replace("club.json", "nowhere.json"),
    ] {
        assert_eq!(world.open(&wrong).code, 2, "{wrong}");
    }
}

#[test]
fn versions_are_listed_and_compared() {
    let world = World::new();
    let of = "--blueprint club.json --kind card --id c1 --as ada.json";
    let shown = world.open(&format!("records history {of}"));
    assert_eq!(shown.code, 0, "{shown:?}");
    let newest = shown.out.lines().nth(2).unwrap();
    assert!(
        newest.starts_with("4        2023-11-14T22:13:20.000003Z  update"),
        "{newest}"
    );
    let first = world
        .open(&format!("records history {of} --limit 2 --json"))
        .json();
    assert_eq!(first["cursor"], "3");
    let rest = world.open(&format!("records history {of} --limit 2 --cursor 3 --json"));
    let rest = rest.json();
    assert_eq!(rest["versions"][0]["version"], 2);
    assert_eq!(rest["cursor"], json!(null));
    let diff = world.open(&format!("records diff {of} --from 1 --to 4"));
    assert_eq!(
        diff.out,
        "/basics/headline\n  - \"Architect\"\n  + \"Builder\"\n"
    );
    let diff = world
        .open(&format!("records diff {of} --from 1 --to 4 --json"))
        .json();
    let expected = json!([{"path": "/basics/headline", "before": "Architect", "after": "Builder"}]);
    assert_eq!(diff, expected);
    let none = world.open(&format!("records diff {of} --from 1 --to 9 --json"));
    assert_eq!(none.code, 2);
    assert!(none.err.contains("hub.no_such_version"), "{}", none.err);
    let other = world.open(&format!("records history {of}").replace("ada", "bob"));
    assert_eq!(other.code, 2, "bob reads the card and may not change it");
    let german = world.open(&format!("records history {of} --locale de").replace("ada", "bob"));
    assert_ne!(german.err, other.err);
}
