//! The same on PostgreSQL, beside the same rows written and read by hand with prepared statements
//! on one connection.

use std::sync::Arc;

use profilekit::hub::{Call, Pace, Relay, Update};
use profilekit::store::{Commit, Condition, Replay, Store};
use profilekit_benches::rows::Row;
use profilekit_benches::timing::{Contestant, measure};
use profilekit_postgres::{Options, PostgresStore};
use profilekit_tests::Postgres;
use tokio::runtime::Runtime;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, NoTls, Statement};

use crate::world::{NOW, World, id, small, target};
use crate::{Nowhere, PROFILES, Still, at, patch, row, waiting};

const OWNERS: usize = 1000;
const WAITING: usize = 20_000;

pub(crate) fn rows(records: usize) -> Vec<Row> {
    let server = Postgres::start_durable();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("it runs");
    let address = server.address();
    let options = Options::default();
    let store = runtime.block_on(PostgresStore::connect(&address, &options));
    let store: Arc<dyn Store> = Arc::new(store.expect("it is there"));
    let wait = |store: &dyn Store, commit: &Commit| {
        runtime
            .block_on(store.commit(commit))
            .expect("it is stored");
    };
    let world = World::over(store, PROFILES, &wait);
    world.crowd(records, OWNERS, &wait);
    let bare = runtime.block_on(Bare::open(&address, &world, records));
    runtime
        .block_on(bare.client.batch_execute("ANALYZE"))
        .expect("it looks");
    let bench = Bench {
        world: &world,
        bare: &bare,
        runtime: &runtime,
    };
    let mut rows = vec![bench.changes(), bench.reads()];
    rows.extend(bench.lists(records));
    waiting(&world, WAITING, &wait);
    rows.push(bench.deliveries());
    rows
}

struct Bench<'b> {
    world: &'b World,
    bare: &'b Bare,
    runtime: &'b Runtime,
}

impl Bench<'_> {
    fn changes(&self) -> Row {
        let ids: Vec<String> = (0..PROFILES).map(id).collect();
        let times = measure(&mut [
            Contestant::new("ours", |call| {
                let number = call % PROFILES;
                let patch = patch(call);
                let update = Update {
                    target: target(&ids[number]),
                    patch: patch.as_bytes(),
                    ..Update::default()
                };
                let asked = Call::new(&self.world.builders[number], at(call));
                let done = self.world.hub.update(&asked, &update);
                let done = self.runtime.block_on(done).expect("it is changed");
                done.version.unsigned_abs()
            }),
            Contestant::new("bare", |call| {
                let document = &self.world.documents[call % self.world.documents.len()];
                let change = self.bare.change(&ids[call % PROFILES], call, document);
                self.runtime.block_on(change)
            }),
        ]);
        let by_hand = "five rows, one transaction";
        row("one change, PostgreSQL", &times[0], by_hand, &times[1], 1.6)
    }

    fn reads(&self) -> Row {
        let ids: Vec<String> = (0..PROFILES).map(id).collect();
        let head = profilekit::access::SubjectHead::default();
        let stranger = self.world.hub.kernel().subject(&head);
        let stranger = stranger.expect("it is a subject");
        let times = measure(&mut [
            Contestant::new("ours", |call| {
                let asked = Call::new(&stranger, NOW);
                let target = target(&ids[call % PROFILES]);
                let seen = self.world.hub.get(&asked, &target);
                let seen = self.runtime.block_on(seen).expect("it is public");
                seen.document.len().try_into().unwrap_or(0)
            }),
            Contestant::new("bare", |call| {
                let document = self.bare.document(&ids[call % PROFILES]);
                self.runtime.block_on(document)
            }),
        ]);
        let what = "a profile by id, PostgreSQL";
        row(what, &times[0], "SELECT of the snapshot", &times[1], 2.0)
    }

    fn lists(&self, records: usize) -> Vec<Row> {
        let kernel = self.world.hub.kernel();
        let head = profilekit::access::SubjectHead {
            id: Some("builder-7"),
            roles: &["builder"],
            ..profilekit::access::SubjectHead::default()
        };
        let subject = kernel.subject(&head).expect("it is a subject");
        let call = Call::new(&subject, NOW);
        let action = kernel.action("app.list").expect("the action is there");
        let after = |number: usize| id(number * 997 % (records / 2).max(1));
        let own = vec![Condition::Owner("builder-7".into())];
        let times = measure(&mut [
            Contestant::new("ours", |number| {
                let list = crate::stored_list(
                    &self.world.store,
                    (kernel, &subject, action, &call.context),
                    (&own, after(number)),
                );
                self.runtime.block_on(list)
            }),
            Contestant::new("bare", |number| {
                let after = after(number);
                self.runtime.block_on(self.bare.fifty("builder-7", &after))
            }),
            Contestant::new("whole", |_| {
                let whole = crate::whole_list(&self.world.hub, &call, &own);
                self.runtime.block_on(whole)
            }),
        ]);
        let (by_hand, limit) = ("SELECT by hand", 1.5);
        vec![
            row(
                "50 of an owner, PostgreSQL",
                &times[0],
                by_hand,
                &times[1],
                limit,
            ),
            row(
                "the same, through the hub",
                &times[2],
                by_hand,
                &times[1],
                3.0,
            ),
        ]
    }

    fn deliveries(&self) -> Row {
        let pace = Pace {
            batch: 100,
            ..Pace::default()
        };
        let store = Arc::clone(&self.world.store);
        let (sink, still) = (Arc::new(Nowhere), Arc::new(Still));
        let relay = Relay::new("p", store, sink, still.clone(), still).at(pace);
        let times = measure(&mut [
            Contestant::new("ours", |_| {
                let relayed = self.runtime.block_on(relay.step()).expect("it delivers");
                if relayed.is_idle() {
                    let again = self.world.store.replay(Replay::Between(0, i64::MAX), NOW);
                    self.runtime.block_on(again).expect("they wait again");
                }
                relayed.delivered.try_into().unwrap_or(0)
            }),
            Contestant::new("bare", |_| self.runtime.block_on(self.bare.deliver())),
        ]);
        let what = "100 announcements, PostgreSQL";
        row(what, &times[0], "claim and mark by hand", &times[1], 2.0)
    }
}

/// The rows that one change writes, and nothing else.
struct Bare {
    client: Client,
    five: Vec<Statement>,
    document: Statement,
    fifty: Statement,
    claim: Statement,
    mark: Statement,
}

const TABLES: &str = r#"
    CREATE SCHEMA bare;
    SET search_path = bare;
    CREATE TABLE records (id text COLLATE "C" PRIMARY KEY, owner text COLLATE "C" NOT NULL,
        version bigint NOT NULL, updated_at bigint NOT NULL, document text NOT NULL);
    CREATE INDEX records_by_owner ON records (owner, id);
    CREATE TABLE sections (record text COLLATE "C" NOT NULL, name text COLLATE "C" NOT NULL,
        hash bytea NOT NULL, body text NOT NULL, PRIMARY KEY (record, name));
    CREATE TABLE versions (record text COLLATE "C" NOT NULL, version bigint NOT NULL,
        at bigint NOT NULL, document text NOT NULL, PRIMARY KEY (record, version));
    CREATE TABLE events (sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        delivery smallint NOT NULL, id text NOT NULL, name text NOT NULL, record text NOT NULL,
        version bigint NOT NULL, at bigint NOT NULL, data text NOT NULL, holder text,
        until_at bigint);
    CREATE INDEX events_pending ON events (sequence) WHERE delivery = 0;
    CREATE TABLE links (number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at bigint NOT NULL,
        hash bytea NOT NULL, commitment bytea NOT NULL, id text NOT NULL, action text NOT NULL,
        record text NOT NULL, version bigint NOT NULL, rule text NOT NULL, fields text NOT NULL,
        salt bytea NOT NULL, actor text NOT NULL);"#;

const UUID: &str = "0198f1c2-7b3a-7c4d-8e5f-0123456789ab";

const FIVE: [&str; 5] = [
    "UPDATE records SET version = $2, updated_at = $3, document = $4 WHERE id = $1",
    "INSERT INTO sections (record, name, hash, body) VALUES ($1, 'basics', $2, $3)
        ON CONFLICT (record, name) DO UPDATE SET hash = excluded.hash, body = excluded.body",
    "INSERT INTO versions (record, version, at, document) VALUES ($1, $2, $3, $4)
        ON CONFLICT DO NOTHING",
    "INSERT INTO events (delivery, id, name, record, version, at, data)
        VALUES (1, $1, 'builder_profile.updated', $2, $3, $4, $5)",
    "INSERT INTO links (at, hash, commitment, id, action, record, version, rule, fields, salt, actor)
        VALUES ($1, $2, $2, $3, 'builder_profile.update', $4, $5, 'own-builder-profile', $6, $7,
            'builder-1')",
];

async fn run(client: &Client, statement: &Statement, values: &[&(dyn ToSql + Sync)]) {
    let done = client.execute(statement, values).await;
    done.expect("it is written");
}

impl Bare {
    async fn open(address: &str, world: &World, records: usize) -> Self {
        let (client, connection) = tokio_postgres::connect(address, NoTls)
            .await
            .expect("it is there");
        tokio::spawn(connection);
        client.batch_execute(TABLES).await.expect("tables are made");
        let insert = "INSERT INTO records VALUES ($1, $2, 1, 0, $3)";
        let insert = client.prepare(insert).await.expect("it is SQL");
        client.batch_execute("BEGIN").await.expect("it begins");
        for number in 0..records.max(PROFILES) {
            let document = match number {
                0..PROFILES => world.documents[number % world.documents.len()].clone(),
                _ => small(number),
            };
            let owner = format!("builder-{}", number % OWNERS);
            run(&client, &insert, &[&id(number), &owner, &document]).await;
        }
        let announce = "INSERT INTO events (delivery, id, name, record, version, at, data)
            VALUES (0, $1, 'builder_profile.updated', $2, 1, 0, '{}')";
        let announce = client.prepare(announce).await.expect("it is SQL");
        for number in 0..WAITING {
            run(&client, &announce, &[&UUID, &id(number % 1000)]).await;
        }
        client.batch_execute("COMMIT").await.expect("it ends");
        let mut five = Vec::new();
        for sql in FIVE {
            five.push(client.prepare(sql).await.expect("it is SQL"));
        }
        let document = client.prepare("SELECT document FROM records WHERE id = $1");
        let document = document.await.expect("it is SQL");
        let fifty = "SELECT id, owner, version, updated_at, document FROM records
            WHERE owner = $1 AND id > $2 ORDER BY id LIMIT 50";
        let fifty = client.prepare(fifty).await.expect("it is SQL");
        let claim = "UPDATE events SET holder = $1, until_at = 1 WHERE sequence IN (
                SELECT sequence FROM events WHERE delivery = 0 ORDER BY sequence LIMIT 100
                FOR UPDATE SKIP LOCKED)
            RETURNING sequence, id, name, record, version, at, data";
        let claim = client.prepare(claim).await.expect("it is SQL");
        let mark = "UPDATE events SET delivery = 1, holder = NULL, until_at = NULL
            WHERE sequence = ANY($1)";
        let mark = client.prepare(mark).await.expect("it is SQL");
        Self {
            client,
            five,
            document,
            fifty,
            claim,
            mark,
        }
    }

    /// One change in a transaction of its own, statement after statement.
    async fn change(&self, id: &str, call: usize, document: &str) -> u64 {
        let version = i64::try_from(call).unwrap_or(0) + 2;
        let (hash, salt, now) = ([7u8; 32], [7u8; 16], 1_700_000_000_000_000i64);
        let (hash, salt) = (&hash[..], &salt[..]);
        let section = r#"{"headline":"Builds things, take 1000","bio":"A bio of a few lines."}"#;
        let fields = r#"["/basics/headline"]"#;
        let data = r#"{"fields":["/basics/headline"]}"#;
        let [record, part, kept, event, link] = &*self.five else {
            return 0;
        };
        let client = &self.client;
        client.batch_execute("BEGIN").await.expect("it begins");
        run(client, record, &[&id, &version, &now, &document]).await;
        run(client, part, &[&id, &hash, &section]).await;
        run(client, kept, &[&id, &version, &now, &document]).await;
        run(client, event, &[&UUID, &id, &version, &now, &data]).await;
        run(
            client,
            link,
            &[&now, &hash, &UUID, &id, &version, &fields, &salt],
        )
        .await;
        client.batch_execute("COMMIT").await.expect("it ends");
        1
    }

    async fn document(&self, id: &str) -> u64 {
        let row = self.client.query_one(&self.document, &[&id]).await;
        let text: String = row.expect("it is read").get(0);
        text.len().try_into().unwrap_or(0)
    }

    async fn fifty(&self, owner: &str, after: &str) -> u64 {
        let rows = self.client.query(&self.fifty, &[&owner, &after]).await;
        let rows = rows.expect("it is read");
        let read = rows.iter().map(|row| {
            let (id, owner, document): (String, String, String) =
                (row.get(0), row.get(1), row.get(4));
            id.len() + owner.len() + document.len()
        });
        read.sum::<usize>().try_into().unwrap_or(0)
    }

    /// Claims what waits and marks it as delivered; makes all wait again where nothing does.
    async fn deliver(&self) -> u64 {
        let rows = self.client.query(&self.claim, &[&UUID]).await;
        let rows = rows.expect("it is claimed");
        let places: Vec<i64> = rows.iter().map(|row| row.get(0)).collect();
        if places.is_empty() {
            let again = "UPDATE events SET delivery = 0";
            self.client.batch_execute(again).await.expect("they wait");
            return 0;
        }
        let marked = self.client.execute(&self.mark, &[&places]).await;
        marked.expect("it is marked")
    }
}
