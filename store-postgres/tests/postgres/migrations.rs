//! Tables that earlier versions made.

use profilekit::store::{
    Account, Claim, Delivery, Members, Outbox, Records, Replay, Settled, Settlement, StoredEvent,
    contract,
};
use profilekit_postgres::PostgresStore;

use crate::server::Server;

/// The migrations, each with what the version that it makes kept in its tables.
const VERSIONS: [(&str, &str); 11] = [
    (
        include_str!("../../migrations/0001_records.sql"),
        "INSERT INTO records (tenant, kind, id, owner, owner_roles, state, version, created_at,
            updated_at, archived_at, draft, relations, document, choices, forced, provenance)
        VALUES ('t1', 'note', 'n1', 'u1', '[\"member\"]', 'open', 7, 10, 20, NULL, false,
            '{\"reader\":[\"u2\",\"u3\"]}', '{\"title\":\"é\"}', '{\"/title\":\"public\"}', '{}', '{}'),
        ('t1', 'note', 'n9', NULL, '[]', NULL, 1, 10, 20, NULL, false, '{}',
            '{\"title\":\"a\\u0000b\"}', '{}', '{}', '{}');
        INSERT INTO record_keys (tenant, kind, key, id) VALUES ('t1', 'note', 'owner=u1', 'n1');
        INSERT INTO record_slots VALUES ('t1', 'note', 'n1', 'starts_at owner=u1', 100, 200);
        INSERT INTO sections VALUES ('t1', 'note', 'n1', '*', '{\"title\":\"é\"}',
            decode(repeat('00', 32), 'hex'));
        INSERT INTO versions VALUES ('t1', 'note', 'n1', 6, 15, 'u1', 'update', '[\"/title\"]', 'open',
            '{\"title\":\"e\"}'), ('t1', 'note', 'n1', 7, 20, 'u1', 'update', '[\"/title\"]', 'open',
            '{\"title\":\"é\"}');",
    ),
    (
        include_str!("../../migrations/0002_outbox.sql"),
        "INSERT INTO outbox (tenant, kind, record, id, name, version, at, data, delivery, attempts,
            due_at, error, holder, held_until)
        VALUES ('t1', 'note', 'n1', 'delivered', 'note.created', 1, 10, '{}', 1, 1, 10, '', NULL, 0),
            ('t1', 'note', 'n1', 'late', 'note.updated', 2, 11, '{}', 1, 3, 50, 'slow', NULL, 0),
            ('t1', 'note', 'n2', 'dead', 'note.created', 1, 12, '{}', 2, 9, 60, 'no', NULL, 0),
            ('t1', 'note', 'n1', 'held', 'note.updated', 3, 13, '{}', 0, 0, 13, '', 'relay', 99),
            ('t1', 'note', 'n1', 'next', 'note.updated', 4, 14, '{}', 0, 0, 14, '', NULL, 0),
            ('t1', 'note', 'n3', 'again', 'note.created', 1, 15, '{}', 0, 2, 70, 'busy', NULL, 0);",
    ),
    (include_str!("../../migrations/0003_account.sql"), ""),
    (
        include_str!("../../migrations/0004_people.sql"),
        "INSERT INTO settings (name, value) VALUES ('chains', 3);
        INSERT INTO members (tenant, person, roles, persona, version, updated_at)
            VALUES ('t1', 'u1', '[\"member\"]', 'reader', 3, 30);
        INSERT INTO consents VALUES ('t1', 'u1', 'c1', 'matching', 'linkedin', true, 12, 'v1');
        INSERT INTO remembered
            VALUES ('t1', 'u1', 'k1', decode(repeat('00', 32), 'hex'), '[]', 13);
        INSERT INTO received VALUES ('clerk', 'm1', 5);
        INSERT INTO erasures VALUES ('t1', 'x1', 14, 'u9', '[[\"t1\",\"note\",\"n9\"]]');
        INSERT INTO jobs VALUES ('backup', '{}');",
    ),
    (include_str!("../../migrations/0005_compression.sql"), ""),
    (include_str!("../../migrations/0006_deliveries.sql"), ""),
    (include_str!("../../migrations/0007_updates.sql"), ""),
    (include_str!("../../migrations/0008_marks.sql"), ""),
    (include_str!("../../migrations/0009_rollups.sql"), ""),
    (include_str!("../../migrations/0010_roles.sql"), ""),
    (include_str!("../../migrations/0011_extents.sql"), ""),
];

/// Makes tables as a version left them.
fn leave(server: &Server, version: usize) {
    server.empty();
    server.run(
        "CREATE TABLE migrations (version bigint PRIMARY KEY,
            made_at timestamptz NOT NULL DEFAULT now());
        CREATE TABLE settings (name text PRIMARY KEY, value bigint NOT NULL)",
    );
    for (number, (migration, kept)) in VERSIONS.iter().enumerate().take(version) {
        server.run(migration);
        server.run(&format!(
            "{kept} INSERT INTO migrations (version) VALUES ({})",
            number + 1
        ));
    }
}

#[test]
fn tables_of_every_earlier_version_open_with_all_that_they_have() {
    let newest = usize::try_from(PostgresStore::NEWEST_VERSION).unwrap();
    assert_eq!(VERSIONS.len(), newest);
    let server = Server::start();
    for version in 1..newest {
        leave(&server, version);
        for _ in 0..2 {
            let store = server.again();
            let found = pollster::block_on(store.find("t1", "note", "owner=u1")).unwrap();
            assert_eq!(found, Some(contract::early()), "{version}");
        }
        let store = server.again();
        if version > 1 {
            the_outbox_stands_as_it_did(&store);
        }
        let aside = server.run("SELECT id FROM records WHERE content IS NULL AND NOT searchable");
        assert_eq!(aside, [["n9"]], "{version}");
        let member = pollster::block_on(store.member("t1", "u1")).unwrap();
        let early = contract::early_member();
        assert_eq!(member, (version > 3).then_some(early), "{version}");
        if version > 3 {
            pollster::block_on(contract::check_early(&store));
        }
        let chains = if version > 3 { "3" } else { "8" };
        assert_eq!(server.run("SELECT count(*) FROM chains"), [[chains]]);
        assert_eq!(pollster::block_on(store.chains()).unwrap(), []);
    }
}

/// What is delivered stays so, what was given up too; who holds an event still holds it, what was
/// tried waits as long as it did.
fn the_outbox_stands_as_it_did(store: &PostgresStore) {
    let stored = pollster::block_on(store.events(Some("t1"), 0, 9)).unwrap();
    let seen = |stored: &StoredEvent| {
        let StoredEvent {
            event,
            delivery,
            attempts,
            error,
            ..
        } = stored;
        (event.id.clone(), *delivery, *attempts, error.clone())
    };
    let expected = [
        ("delivered", Delivery::Delivered, 1, ""),
        ("late", Delivery::Delivered, 3, "slow"),
        ("dead", Delivery::Dead, 9, "no"),
        ("held", Delivery::Pending, 0, ""),
        ("next", Delivery::Pending, 0, ""),
        ("again", Delivery::Pending, 2, "busy"),
    ];
    let expected = expected.map(|(id, delivery, attempts, error)| {
        (id.to_owned(), delivery, attempts, error.to_owned())
    });
    assert_eq!(stored.iter().map(seen).collect::<Vec<_>>(), expected);
    let claimed = |now: i64| {
        let claim = Claim {
            holder: "r".into(),
            now,
            until: now + 5,
            limit: 9,
        };
        let events = pollster::block_on(store.claim(&claim)).unwrap();
        events
            .into_iter()
            .map(|stored| stored.event.id)
            .collect::<Vec<_>>()
    };
    assert_eq!(claimed(40), Vec::<String>::new());
    assert_eq!(claimed(80), ["again"]);
    assert_eq!(claimed(99), ["held", "next", "again"]);
    let given_up = Settled {
        sequence: stored[5].sequence,
        how: Settlement::Dead {
            error: "gone".into(),
        },
    };
    assert_eq!(
        pollster::block_on(store.settle("r", &[given_up])).unwrap(),
        1
    );
    let dead = pollster::block_on(store.dead(0, 9)).unwrap();
    let dead: Vec<_> = dead.iter().map(seen).collect();
    let expected = [("dead", 9, "no"), ("again", 3, "gone")];
    assert_eq!(
        dead,
        expected.map(|(id, attempts, error)| (
            id.to_owned(),
            Delivery::Dead,
            attempts,
            error.to_owned()
        ))
    );
    assert_eq!(
        pollster::block_on(store.replay(Replay::Dead, 99)).unwrap(),
        2
    );
    assert_eq!(claimed(99), ["dead", "again"]);
    let backlog = pollster::block_on(store.backlog()).unwrap();
    assert_eq!(
        (
            backlog.pending,
            backlog.dead,
            backlog.delivered,
            backlog.oldest_at
        ),
        (4, 0, 2, Some(12))
    );
}
