//! Records of several people, and records of one that are about another.

use profilekit::error::Code;
use profilekit::hub::{Call, Erased, Person, Target, Treatment};
use profilekit::store::{Address, Claim, Settled, Settlement};
use serde_json::{Value, json};

use crate::world::{START, World, everywhere};

const ADA: Person<'_> = Person {
    id: "canary-ada",
    tenant: "",
};

/// What stands about Ada in records that are not hers.
const CANARIES: [&str; 6] = [
    "canary-message",
    "canary-earlier",
    "canary-chat",
    "canary-alone",
    "canary-name",
    "canary-told",
];

/// Two meetings of Ada and Bob, in one of them with her as a guest too; a chat that names both, and
/// one that names her alone; Bob's team, customer and report. Staff looked at some of it.
async fn fill(world: &World) {
    let (ada, bob) = (Call::new(&world.ada, START), Call::new(&world.bob, START));
    let product = Call::new(&world.system, START);
    world
        .make_with(
            &ada,
            ("meeting", "m1"),
            &[("client", &["canary-ada"]), ("builder", &["bob"])],
            r#"{"topic":"Roof","starts_at":"2026-01-01T10:00:00Z","message":"canary-earlier","fee":7}"#,
        )
        .await;
    let later = Call::new(&world.ada, START + 1);
    world
        .change(&later, "meeting", "m1", r#"{"message":"canary-message"}"#)
        .await;
    let later = Call::new(&world.bob, START + 2);
    world
        .change(&later, "meeting", "m1", r#"{"remark":"bobs-remark"}"#)
        .await;
    world
        .make_with(
            &bob,
            ("meeting", "m2"),
            &[
                ("builder", &["bob"]),
                ("guests", &["carl", "canary-ada"]),
                ("series", &["canary-ada"]),
            ],
            r#"{"topic":"Cellar","starts_at":"2026-01-02T10:00:00Z"}"#,
        )
        .await;
    let both: [(&str, &[&str]); 2] = [("client", &["canary-ada"]), ("builder", &["bob"])];
    world
        .make_with(&ada, ("chat", "both"), &both, r#"{"text":"canary-chat"}"#)
        .await;
    world
        .make_with(
            &ada,
            ("chat", "alone"),
            &both[..1],
            r#"{"text":"canary-alone"}"#,
        )
        .await;
    let members: [(&str, &[&str]); 1] = [("members", &["bob", "canary-ada"])];
    world
        .make_with(&product, ("team", "t1"), &members, r#"{"name":"Builders"}"#)
        .await;
    let account: [(&str, &[&str]); 1] = [("account", &["canary-ada"])];
    let document = r#"{"name":"canary-name","mark":"bobs-mark"}"#;
    world
        .make_with(&bob, ("customer", "k1"), &account, document)
        .await;
    let against: [(&str, &[&str]); 1] = [("against", &["canary-ada"])];
    world
        .make_with(
            &bob,
            ("report", "r1"),
            &against,
            r#"{"text":"bobs-report"}"#,
        )
        .await;
}

fn target<'t>(kind: &'t str, id: &'t str) -> Target<'t> {
    Target {
        kind,
        id,
        ..Target::default()
    }
}

async fn stored(world: &World, kind: &str, id: &str) -> Option<profilekit::store::StoredRecord> {
    world.store.get(&Address::new("", kind, id)).await.unwrap()
}

async fn export(world: &World, call: &Call<'_>) -> Vec<Value> {
    let mut lines = Vec::new();
    let mut write = |line: &str| {
        lines.push(serde_json::from_str(line).unwrap());
        Ok(())
    };
    world.hub.export(call, &ADA, &mut write).await.unwrap();
    lines
}

async fn erase(world: &World) -> Erased {
    let call = Call::new(&world.ada, START + 10);
    let plan = world.hub.plan_erasure(&call, &ADA).await.unwrap();
    let erased = world.hub.erase(&call, &ADA, &plan.confirmation).await;
    erased.unwrap()
}

/// Who saw what, by record, of what somebody is told.
async fn told(world: &World, call: &Call<'_>, why: &str) -> Vec<(String, String, Vec<String>)> {
    let looks = world.hub.who_saw_me(call, None, 99).await.unwrap();
    let looks = looks.into_iter().filter(|look| look.why == why);
    let mut told: Vec<_> = looks
        .map(|look| (look.address.id, look.viewer, look.fields))
        .collect();
    told.sort();
    told
}

fn look(id: &str, viewer: &str, fields: &[&str]) -> (String, String, Vec<String>) {
    let fields = fields.iter().map(|field| (*field).to_owned());
    (id.to_owned(), viewer.to_owned(), fields.collect())
}

#[test]
fn an_export_has_what_names_the_person_as_they_may_see_it() {
    everywhere(async |world| {
        fill(&world).await;
        let mut exports = Vec::new();
        for who in [&world.ada, &world.system] {
            let lines = export(&world, &Call::new(who, START + 10)).await;
            let records = lines.into_iter().filter(|line| line["is"] == "record");
            let records = records.map(|mut line| {
                let told = ["id", "as", "document"].map(|name| line[name].take());
                Value::from(told.to_vec())
            });
            exports.push(records.collect::<Vec<_>>());
        }
        let expected = [
            json!(["m1", ["client"], {"topic": "Roof", "starts_at": "2026-01-01T10:00:00Z", "message": "canary-message", "fee": 7}]),
            json!(["m2", ["guests"], {"topic": "Cellar", "starts_at": "2026-01-02T10:00:00Z"}]),
            json!(["alone", ["client"], {"text": "canary-alone"}]),
            json!(["both", ["client"], {"text": "canary-chat"}]),
            json!(["t1", ["members"], {"name": "Builders"}]),
            json!(["k1", ["account"], {"name": "canary-name", "mark": "bobs-mark"}]),
        ];
        // Bob's remark is for Bob alone, and reports are not for those whom they are against:
        // whoever asks for her export sees no more.
        assert_eq!(exports, [&expected; 2]);
    });
}

#[test]
fn everybody_whose_data_is_looked_at_is_told() {
    everywhere(async |world| {
        fill(&world).await;
        let (ada, bob) = (
            Call::new(&world.ada, START + 4),
            Call::new(&world.bob, START + 4),
        );
        let staff = Call::new(&world.staff, START + 4);
        for (kind, id) in [("meeting", "m1"), ("customer", "k1"), ("report", "r1")] {
            world.hub.get(&staff, &target(kind, id)).await.unwrap();
        }
        world.hub.get(&bob, &target("meeting", "m1")).await.unwrap();
        // What both share, each sees; where the meeting begins is about the builder.
        let adas = [
            look("k1", "staff-1", &["/name"]),
            look("m1", "bob", &["/message", "/fee", "/remark"]),
            look("m1", "staff-1", &["/message", "/fee"]),
        ];
        assert_eq!(told(&world, &ada, "read").await, adas);
        let bobs = [
            look("k1", "staff-1", &["/name", "/mark"]),
            look("m1", "staff-1", &["/starts_at", "/message", "/fee"]),
            look("r1", "staff-1", &["/text"]),
        ];
        assert_eq!(told(&world, &bob, "read").await, bobs);
        // Her export shows her what is about Bob too, and the product's shows it what is about both.
        export(&world, &ada).await;
        assert_eq!(told(&world, &ada, "export").await, []);
        let bobs = [
            look("both", "canary-ada", &["/text"]),
            look("k1", "canary-ada", &["/mark", "/name"]),
            look("m1", "canary-ada", &["/starts_at", "/message", "/fee"]),
            look("m2", "canary-ada", &["/starts_at"]),
        ];
        assert_eq!(told(&world, &bob, "export").await, bobs);
        export(&world, &Call::new(&world.system, START + 5)).await;
        let adas = [
            look("alone", "product", &["/text"]),
            look("both", "product", &["/text"]),
            look("k1", "product", &["/name"]),
            look("m1", "product", &["/message", "/fee"]),
        ];
        assert_eq!(told(&world, &ada, "export").await, adas);
    });
}

#[test]
fn what_is_released_is_told_first() {
    everywhere(async |world| {
        fill(&world).await;
        let call = Call::new(&world.ada, START + 10);
        let plan = world.hub.plan_erasure(&call, &ADA).await.unwrap();
        let records = [
            ("chat".to_owned(), Treatment::Delete, 1),
            ("chat".to_owned(), Treatment::Release, 1),
            ("customer".to_owned(), Treatment::Release, 1),
            ("meeting".to_owned(), Treatment::Release, 2),
            ("report".to_owned(), Treatment::Release, 1),
            ("team".to_owned(), Treatment::Release, 1),
        ];
        assert_eq!(plan.records, records);
        let retained = [("meeting".to_owned(), vec!["/fee".to_owned()])];
        assert_eq!(plan.retained, retained);
        // Another record that names her came since: that is not what was confirmed.
        let named: [(&str, &[&str]); 1] = [("client", &["canary-ada"])];
        world.make_with(&call, ("chat", "new"), &named, "{}").await;
        let refused = world.hub.erase(&call, &ADA, &plan.confirmation).await;
        assert!(refused.unwrap_err().is(Code::HubNotConfirmed));
    });
}

/// An announcement of every record is given up, with a reason that quotes her.
async fn give_up(world: &World) {
    let claim = Claim {
        holder: "relay".to_owned(),
        now: START + 5,
        until: START + 6,
        limit: 99,
    };
    let claimed = world.store.claim(&claim).await.unwrap();
    let settled = claimed.iter().map(|stored| Settled {
        sequence: stored.sequence,
        how: Settlement::Dead {
            // Of a report or a team, the name alone goes.
            error: "canary-told does not exist".to_owned(),
        },
    });
    let settled: Vec<Settled> = settled.collect();
    world.store.settle("relay", &settled).await.unwrap();
}

#[test]
fn nothing_about_an_erased_person_is_left_with_others_who_keep_theirs() {
    everywhere(async |world| {
        fill(&world).await;
        give_up(&world).await;
        let call = Call::new(&world.staff, START + 6);
        world
            .hub
            .get(&call, &target("meeting", "m1"))
            .await
            .unwrap();
        world.hub.flush().await.unwrap();
        let before = world.everything();
        for canary in CANARIES {
            assert!(before.contains(canary), "{canary} was there");
        }
        let restored = world.copy();
        let erased = erase(&world).await;
        assert_eq!(erased.records, 7);
        check_left(&world).await;
        // Whom else the records name is told who looked, as before.
        let bob = Call::new(&world.bob, START + 20);
        let looks = told(&world, &bob, "read").await;
        let fields = ["/starts_at", "/message", "/fee", "/remark"];
        assert!(looks.iter().all(|look| look.1 == "staff-1"), "{looks:?}");
        assert_eq!(looks.len(), 1);
        assert!(
            looks[0]
                .2
                .iter()
                .all(|field| fields.contains(&field.as_str()))
        );
        // An old copy, with a record more that names her.
        let product = Call::new(&restored.system, START + 30);
        let members: [(&str, &[&str]); 1] = [("members", &["canary-ada"])];
        restored
            .make_with(&product, ("team", "t2"), &members, "{}")
            .await;
        let again = restored.hub.erase_again(&product, &erased.ledger).await;
        assert_eq!(again.unwrap().records, 8);
        check_left(&restored).await;
        let team = stored(&restored, "team", "t2").await.unwrap();
        assert!(team.relations.is_empty());
        assert!(team.archived_at.is_none(), "nothing in it was about her");
        // What others do since is not about her, however often the ledger is replayed.
        let bob = Call::new(&restored.bob, START + 31);
        restored
            .change(&bob, "meeting", "m1", r#"{"remark":"bobs-later"}"#)
            .await;
        let before = noted(&restored).await;
        assert!(before.0 > 0 && before.1.contains("/remark"), "{before:?}");
        let again = restored.hub.erase_again(&product, &erased.ledger).await;
        assert_eq!(again.unwrap().records, 0);
        assert_eq!(noted(&restored).await, before);
    });
}

/// How many links of the account of a meeting say who did it, and what was announced of it.
async fn noted(world: &World) -> (usize, String) {
    let mut details = 0;
    for (chain, _, _) in world.store.chains().await.unwrap() {
        let links = world.store.links(chain, 0, 999).await.unwrap();
        let links = links.iter().filter(|link| link.entry.record == "m1");
        details += links.filter(|link| link.detail.is_some()).count();
    }
    let events = world.store.events(None, 0, 99).await.unwrap();
    let events = events
        .iter()
        .filter(|stored| stored.event.address.id == "m1");
    (
        details,
        events.map(|stored| stored.event.data.as_str()).collect(),
    )
}

async fn check_left(world: &World) {
    let left = world.everything();
    for canary in CANARIES {
        assert!(!left.contains(canary), "{canary} is left");
    }
    assert_eq!(world.hub.verify(&[]).await.unwrap().broken, []);
    assert_eq!(stored(world, "chat", "alone").await, None);
    let meeting = stored(world, "meeting", "m1").await.unwrap();
    assert_eq!(
        meeting.document,
        r#"{"topic":"Roof","starts_at":"2026-01-01T10:00:00Z","fee":7}"#
    );
    let bob = |name: &str| (name.to_owned(), vec!["bob".to_owned()]);
    assert_eq!(meeting.relations, [bob("builder")]);
    assert_eq!((meeting.archived_at, meeting.version), (None, 4));
    let versions = world.store.versions(&meeting.address, None, 9);
    assert_eq!(versions.await.unwrap().len(), 1, "earlier ones held it");
    // A relation to something else is nobody's name.
    let meeting = stored(world, "meeting", "m2").await.unwrap();
    let of = |name: &str, id: &str| (name.to_owned(), vec![id.to_owned()]);
    let mut relations = meeting.relations.clone();
    relations.sort();
    let expected = [
        bob("builder"),
        of("guests", "carl"),
        of("series", "canary-ada"),
    ];
    assert_eq!(relations, expected);
    let chat = stored(world, "chat", "both").await.unwrap();
    assert_eq!((chat.document.as_str(), chat.draft), ("{}", true));
    let customer = stored(world, "customer", "k1").await.unwrap();
    assert_eq!(customer.document, r#"{"mark":"bobs-mark"}"#);
    assert_eq!(customer.owner.as_deref(), Some("bob"));
    // Of what is Bob's and only names her, the name goes and nothing else.
    let report = stored(world, "report", "r1").await.unwrap();
    assert_eq!(report.document, r#"{"text":"bobs-report"}"#);
    assert_eq!((report.relations.len(), report.draft), (0, false));
    let versions = world.store.versions(&report.address, None, 9);
    assert_eq!(versions.await.unwrap().len(), 2);
    let team = stored(world, "team", "t1").await.unwrap();
    assert_eq!(team.relations, [bob("members")]);
    let call = Call::new(&world.bob, START + 40);
    let seen = world.hub.get(&call, &target("meeting", "m1")).await;
    assert!(seen.unwrap().document.contains("Roof"), "Bob has his");
}

#[test]
fn whoever_is_the_last_one_takes_the_record_along() {
    everywhere(async |world| {
        fill(&world).await;
        erase(&world).await;
        let bob = Person {
            id: "bob",
            tenant: "",
        };
        let call = Call::new(&world.system, START + 20);
        let plan = world.hub.plan_erasure(&call, &bob).await.unwrap();
        let meetings = plan.records.iter().filter(|(kind, ..)| kind == "meeting");
        let meetings: Vec<_> = meetings.map(|(_, how, count)| (*how, *count)).collect();
        // A guest is left at one; a law asks to keep the fee of the other.
        let expected = [(Treatment::Retain, 1), (Treatment::Release, 1)];
        assert_eq!(meetings, expected);
        let erased = world.hub.erase(&call, &bob, &plan.confirmation).await;
        erased.unwrap();
        let meeting = stored(&world, "meeting", "m1").await.unwrap();
        assert_eq!(meeting.document, r#"{"topic":"Roof","fee":7}"#);
        assert!(meeting.relations.is_empty() && meeting.archived_at.is_some());
        let meeting = stored(&world, "meeting", "m2").await.unwrap();
        assert_eq!(meeting.document, r#"{"topic":"Cellar"}"#);
        assert_eq!(stored(&world, "chat", "both").await, None);
        assert!(!world.everything().contains("bobs-"));
    });
}

#[test]
fn an_own_record_that_stays_names_its_owner_no_longer() {
    everywhere(async |world| {
        let call = Call::new(&world.bob, START);
        let account: [(&str, &[&str]); 1] = [("against", &["bob"])];
        world
            .make_with(&call, ("report", "own"), &account, r#"{"text":"bobs-own"}"#)
            .await;
        let bob = Person {
            id: "bob",
            tenant: "",
        };
        let plan = world.hub.plan_erasure(&call, &bob).await.unwrap();
        assert_eq!(
            plan.records,
            [("report".to_owned(), Treatment::Anonymise, 1)]
        );
        let erased = world.hub.erase(&call, &bob, &plan.confirmation).await;
        assert_eq!(erased.unwrap().records, 1);
        let report = stored(&world, "report", "own").await.unwrap();
        assert_eq!((report.owner, report.relations), (None, Vec::new()));
    });
}
