//! `outbox`.

use serde_json::json;

use crate::world::World;

#[test]
fn what_is_due_is_delivered_in_order() {
    let world = World::new();
    let status = world.open("outbox status");
    assert_eq!(status.code, 0);
    let oldest = "8 waiting, the oldest since 2023-11-14T22:13:20Z, for ";
    assert!(status.out.starts_with(oldest), "{}", status.out);
    assert!(status.out.ends_with(" s\n0 delivered\n0 given up\n"));
    let relay = "outbox relay --blueprint club.json --to";
    let relayed = world.open(&format!("{relay} ndjson:out.ndjson --json"));
    let expected = json!({"delivered": 8, "postponed": 0, "dead": 0});
    assert_eq!((relayed.code, relayed.json()), (0, expected));
    let lines = world.read("out.ndjson");
    let lines = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    let lines: Vec<serde_json::Value> = lines.collect();
    let card = lines.iter().filter(|event| event["subject"] == "card/c1");
    let card: Vec<&str> = card
        .map(|event| event["recordversion"].as_str().unwrap())
        .collect();
    assert_eq!(card, ["1", "2", "3", "4"]);
    assert_eq!(
        (&lines[0]["source"], &lines[0]["type"]),
        (&json!("/club"), &json!("card.created"))
    );
    let status = world.open("outbox status --json").json();
    assert_eq!(
        status,
        json!({"pending": 0, "dead": 0, "delivered": 8, "oldest": null, "lag_seconds": 0})
    );
    let again = world.open(&format!("{relay} ndjson:out.ndjson"));
    assert_eq!(
        (again.code, again.out.as_str()),
        (0, "0 announcements delivered\n")
    );
}

#[test]
fn how_fast_it_empties_is_told_by_two_looks() {
    let world = World::new();
    let status = world.open("outbox status --over 1");
    assert_eq!(status.code, 0);
    let pace = "0 given up\n0.0 announced and 0.0 delivered per second\n";
    assert!(status.out.ends_with(pace), "{}", status.out);
    let status = world.open("outbox status --over 1 --json").json();
    assert_eq!(
        (&status["pending"], &status["oldest"]),
        (&json!(8), &json!("2023-11-14T22:13:20Z"))
    );
    assert!(status["lag_seconds"].as_i64() > Some(3_600), "{status}");
    let pace = [
        &status["announced_per_second"],
        &status["delivered_per_second"],
    ];
    assert_eq!(pace, [&json!(0.0), &json!(0.0)]);
    for wrong in ["0", "3601", "soon"] {
        assert_eq!(world.open(&format!("outbox status --over {wrong}")).code, 2);
    }
}

#[test]
fn delivered_announcements_go_out_once_more() {
    let world = World::new();
    let relay = "outbox relay --blueprint club.json --to stdout";
    let relayed = world.open(relay);
    assert_eq!(relayed.lines().len(), 8);
    assert_eq!(
        relayed.err, "8 announcements delivered\n",
        "the output holds nothing else"
    );
    let id = relayed.lines()[2]["id"].as_str().unwrap().to_owned();
    let one = world.open(&format!("outbox replay --id {id}"));
    assert_eq!(
        (one.code, one.out.as_str()),
        (0, "1 announcement due once more\n")
    );
    let one = world.open(&format!("{relay} --once"));
    assert_eq!(one.lines()[0]["id"], id.as_str());
    let unknown = world.open("outbox replay --id nothing --json");
    assert_eq!((unknown.code, unknown.json()), (1, json!({"due": 0})));
    // The three updates happened after the first instant, the last of them at the second.
    let between = "--between 2023-11-14T22:13:20.000001Z 2023-11-14T22:13:20.000003Z";
    let some = world.open(&format!("outbox replay {between} --json"));
    assert_eq!(some.json(), json!({"due": 2}));
    for wrong in [
        "",
        " --dead --id x",
        " --between yesterday today",
        " --between 2023-11-14",
    ] {
        assert_eq!(
            world.open(&format!("outbox replay{wrong}")).code,
            2,
            "{wrong}"
        );
    }
}

#[test]
fn what_was_given_up_is_a_finding_until_it_is_replayed() {
    let world = World::new();
    assert_eq!(world.open("outbox dead").code, 0);
    world.tamper(
        "UPDATE events SET delivery = 2, attempts = 12, error = 'HTTP 410' WHERE sequence < 3",
    );
    let status = world.open("outbox status");
    assert_eq!(status.code, 1);
    assert!(status.out.ends_with("2 given up\n"), "{}", status.out);
    let dead = world.open("outbox dead");
    assert_eq!(dead.code, 1);
    assert!(dead.out.contains("card.created  card/c1"), "{}", dead.out);
    assert!(dead.out.contains("HTTP 410"), "{}", dead.out);
    let first = world.open("outbox dead --limit 1 --json").json();
    assert_eq!(first["dead"][0]["attempts"], 12);
    let cursor = first["cursor"].as_str().unwrap();
    let second = world
        .open(&format!("outbox dead --cursor {cursor} --json"))
        .json();
    assert_eq!(second["dead"][0]["name"], "note.created");
    assert_eq!(second["cursor"], json!(null));
    assert_eq!(
        world.open("outbox replay --dead --json").json(),
        json!({"due": 2})
    );
    assert_eq!(world.open("outbox status").code, 0);
}

#[test]
fn a_sink_that_cannot_be_written_keeps_announcements_waiting() {
    let world = World::new();
    let relay = "outbox relay --blueprint club.json --to";
    for (sink, words) in [
        ("ndjson:no/such/folder", "cannot be written"),
        ("kafka:x", "Write ndjson:FILE or stdout."),
        ("ndjson:", "Write ndjson:FILE or stdout."),
    ] {
        let refused = world.open(&format!("{relay} {sink}"));
        assert_eq!(refused.code, 2, "{sink}");
        assert!(refused.err.contains(words), "{}", refused.err);
    }
    if cfg!(target_os = "linux") {
        let full = world.open(&format!("{relay} ndjson:/dev/full --json"));
        assert_eq!(full.code, 2, "{full:?}");
        assert_eq!(full.json()["delivered"], 0);
        assert_eq!(world.open("outbox status --json").json()["pending"], 8);
    }
}
