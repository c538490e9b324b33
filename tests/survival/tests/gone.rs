//! Databases that go away in the middle of changes, that others lock, and whose files are broken.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

use std::fs::OpenOptions;
use std::io::{Seek, SeekFrom, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use profilekit::access::Subject;
use profilekit::error::Code;
use profilekit::hub::{Call, Create, Done, Hub, Refusal, Target, Update};
use profilekit::store::Store;
use profilekit_postgres::{Options, PostgresStore};
use profilekit_sqlite::SqliteStore;
use profilekit_survival::{Acknowledged, check, hub, now, open, person, rounds};
use profilekit_tests::Postgres;
use tokio::runtime::Runtime;
use tokio_postgres::NoTls;

const WRITERS: usize = 3;

fn target(id: &str) -> Target<'_> {
    Target {
        kind: "card",
        id,
        ..Target::default()
    }
}

async fn make(hub: &Hub, subject: &Subject, id: &str) -> Result<Done, Refusal> {
    let create = Create {
        kind: "card",
        id: Some(id),
        document: br#"{"counts":{"edits":0}}"#,
        ..Create::default()
    };
    let call = Call::new(subject, now()).once("make");
    hub.create(&call, &create).await
}

async fn change(hub: &Hub, subject: &Subject, id: &str, number: usize) -> Result<Done, Refusal> {
    let (key, patch) = (
        format!("change {number}"),
        format!(r#"{{"counts":{{"edits":{number}}}}}"#),
    );
    let update = Update {
        target: target(id),
        patch: patch.as_bytes(),
        ..Update::default()
    };
    let call = Call::new(subject, now()).once(&key);
    hub.update(&call, &update).await
}

/// Asks again until there is an answer, as whoever has a key may; says how often there was none.
async fn insist<F>(ask: impl Fn() -> F) -> (i64, usize)
where
    F: Future<Output = Result<Done, Refusal>>,
{
    for refused in 0..1000 {
        match ask().await {
            Ok(done) => return (done.version, refused),
            Err(refusal) => {
                let gone = refusal.is(Code::StoreUnavailable);
                assert!(gone || refusal.is(Code::StoreSerialization), "{refusal}");
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        }
    }
    panic!("the database did not come back");
}

fn runtime() -> Runtime {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    runtime.worker_threads(2).enable_all().build().unwrap()
}

/// Runs statements as somebody else; a connection that is ended meanwhile gives an error.
async fn run(address: &str, statements: &str) -> Result<(), tokio_postgres::Error> {
    let (client, connection) = tokio_postgres::connect(address, NoTls).await?;
    let connection = tokio::spawn(connection);
    let done = client.batch_execute(statements).await;
    connection.abort();
    done
}

/// Ends every other connection, again and again.
async fn disturb(address: String, stop: Arc<AtomicBool>) -> usize {
    const END: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
        WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'";
    let mut times = 0;
    while !stop.load(Ordering::Relaxed) {
        if run(&address, END).await.is_ok() {
            times += 1;
        }
        // Long enough for somebody to get through on a machine that has much else to do.
        tokio::time::sleep(Duration::from_millis(60 + times % 7 * 20)).await;
    }
    usize::try_from(times).unwrap()
}

#[test]
fn connections_that_end_in_the_middle_of_changes_lose_nothing_and_repeat_nothing() {
    let server = Postgres::start();
    let changes = rounds(100, 5000);
    let runtime = runtime();
    let (known, ended, refused) = runtime.block_on(async {
        let store = open(&format!("postgres:{}", server.address()))
            .await
            .unwrap();
        let stop = Arc::new(AtomicBool::new(false));
        let disturbing = tokio::spawn(disturb(server.address(), Arc::clone(&stop)));
        let writers = (0..WRITERS).map(|number| {
            let hub = hub(Arc::clone(&store));
            tokio::spawn(async move {
                let id = format!("u{number}");
                let subject = person(hub.kernel(), &id, false);
                let (_, mut refused) = insist(|| make(&hub, &subject, &id)).await;
                for number in 1..=changes {
                    let ask = || change(&hub, &subject, &id, number);
                    let (version, again) = insist(ask).await;
                    // Once each: whatever was asked again was made once, or not at all before.
                    assert_eq!(version, i64::try_from(number).unwrap() + 1);
                    refused += again;
                }
                (id, refused)
            })
        });
        let writers: Vec<_> = writers.collect();
        let (mut known, mut refused) = (Acknowledged::new(), 0);
        for writer in writers {
            let (id, again) = writer.await.unwrap();
            known.insert(id, i64::try_from(changes).unwrap() + 1);
            refused += again;
        }
        stop.store(true, Ordering::Relaxed);
        (known, disturbing.await.unwrap(), refused)
    });
    let checked = runtime.block_on(async {
        let store = open(&format!("postgres:{}", server.address()))
            .await
            .unwrap();
        check(store, &known).await
    });
    assert_eq!(checked.versions, WRITERS * (changes + 1));
    assert!(ended > 2 && refused > 2, "{ended} ended, {refused} refused");
    println!("postgres: connections ended {ended} times, {refused} calls failed, {checked:?}");
}

#[test]
fn a_server_that_is_not_there_is_told_in_time_and_found_again() {
    let server = Postgres::start();
    let runtime = runtime();
    let options = Options {
        patience: Duration::from_millis(300),
        ..Options::default()
    };
    runtime.block_on(async {
        let store = PostgresStore::connect(&server.address(), &options)
            .await
            .unwrap();
        let hub = hub(Arc::new(store));
        let subject = person(hub.kernel(), "u1", false);
        make(&hub, &subject, "u1").await.unwrap();
        server.stop();
        let start = Instant::now();
        for number in 1..=3 {
            let refused = change(&hub, &subject, "u1", number).await.unwrap_err();
            assert!(refused.is(Code::StoreUnavailable), "{refused}");
            let call = Call::new(&subject, now());
            let refused = hub.get(&call, &target("u1")).await.unwrap_err();
            assert!(refused.is(Code::StoreUnavailable), "{refused}");
        }
        assert!(
            start.elapsed() < Duration::from_secs(5),
            "{:?}",
            start.elapsed()
        );
        server.start_again();
        let (version, _) = insist(|| change(&hub, &subject, "u1", 1)).await;
        assert_eq!(version, 2);
        let known = Acknowledged::from([("u1".to_owned(), 2)]);
        let store = open(&format!("postgres:{}", server.address()))
            .await
            .unwrap();
        check(store, &known).await;
    });
}

#[test]
fn whoever_waits_too_long_for_a_lock_is_told_and_changes_later() {
    let server = Postgres::start();
    let address = server.address();
    let runtime = runtime();
    runtime.block_on(async {
        // As an operator sets it for the role of the product.
        let limit = "ALTER DATABASE postgres SET lock_timeout = '20ms'";
        run(&address, limit).await.unwrap();
        let store = open(&format!("postgres:{address}")).await.unwrap();
        let hub = hub(Arc::clone(&store));
        let subject = person(hub.kernel(), "u1", false);
        make(&hub, &subject, "u1").await.unwrap();
        let (client, connection) = tokio_postgres::connect(&address, NoTls).await.unwrap();
        tokio::spawn(connection);
        for lock in [
            "LOCK TABLE profilekit.records IN ACCESS EXCLUSIVE MODE",
            "SELECT * FROM profilekit.records FOR UPDATE",
            "LOCK TABLE profilekit.chains IN EXCLUSIVE MODE",
            "SELECT * FROM profilekit.chains FOR UPDATE",
        ] {
            client
                .batch_execute(&format!("BEGIN; {lock}"))
                .await
                .unwrap();
            let refused = change(&hub, &subject, "u1", 1).await.unwrap_err();
            assert!(refused.is(Code::StoreSerialization), "{lock}: {refused}");
            client.batch_execute("ROLLBACK").await.unwrap();
        }
        assert_eq!(change(&hub, &subject, "u1", 1).await.unwrap().version, 2);
        let known = Acknowledged::from([("u1".to_owned(), 2)]);
        let checked = check(store, &known).await;
        assert_eq!((checked.versions, checked.events), (2, 2));
    });
}

#[test]
fn a_file_that_another_program_writes_to_is_told_and_changes_later() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    let options = profilekit_sqlite::Options::default().patience(Duration::from_millis(5));
    let store: Arc<dyn Store> = Arc::new(options.open(&path).unwrap());
    let hub = hub(Arc::clone(&store));
    let subject = person(hub.kernel(), "u1", false);
    runtime().block_on(async {
        make(&hub, &subject, "u1").await.unwrap();
        let other = rusqlite::Connection::open(&path).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        let refused = change(&hub, &subject, "u1", 1).await.unwrap_err();
        assert!(refused.is(Code::StoreSerialization), "{refused}");
        // Whoever reads does not wait.
        let call = Call::new(&subject, now());
        assert_eq!(hub.get(&call, &target("u1")).await.unwrap().version, 1);
        other.execute_batch("ROLLBACK").unwrap();
        assert_eq!(change(&hub, &subject, "u1", 1).await.unwrap().version, 2);
        check(store, &Acknowledged::from([("u1".to_owned(), 2)])).await;
    });
}

/// A lock that comes and goes: whoever asks again gets through, each change once.
#[test]
fn a_file_that_is_locked_now_and_then_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    let options = profilekit_sqlite::Options::default().patience(Duration::from_millis(1));
    let store: Arc<dyn Store> = Arc::new(options.open(&path).unwrap());
    let hub = hub(Arc::clone(&store));
    let subject = person(hub.kernel(), "u1", false);
    let (stop, locks) = (AtomicBool::new(false), AtomicUsize::new(0));
    let least = rounds(60, 2000);
    let (refused, changes) = thread::scope(|scope| {
        scope.spawn(|| {
            let other = rusqlite::Connection::open(&path).unwrap();
            while !stop.load(Ordering::Relaxed) {
                if other.execute_batch("BEGIN IMMEDIATE").is_ok() {
                    locks.fetch_add(1, Ordering::Relaxed);
                    thread::sleep(Duration::from_millis(60));
                    other.execute_batch("ROLLBACK").unwrap();
                }
                thread::sleep(Duration::from_millis(2));
            }
        });
        let done = runtime().block_on(async {
            let (_, mut refused) = insist(|| make(&hub, &subject, "u1")).await;
            let mut number = 0;
            // A fast machine has made few changes before it meets a lock.
            while number < least || (refused == 0 && number < 1000 * least) {
                number += 1;
                let ask = || change(&hub, &subject, "u1", number);
                let (version, again) = insist(ask).await;
                assert_eq!(version, i64::try_from(number).unwrap() + 1);
                refused += again;
            }
            (refused, number)
        });
        stop.store(true, Ordering::Relaxed);
        done
    });
    let last = i64::try_from(changes).unwrap() + 1;
    runtime().block_on(check(store, &Acknowledged::from([("u1".to_owned(), last)])));
    let locks = locks.into_inner();
    assert!(locks > 0 && refused > 0, "{locks} locks, {refused} refused");
    println!("sqlite: locked {locks} times, {refused} calls failed");
}

/// Changes until one is refused; says how many were made, and why not another.
async fn until_refused(hub: &Hub, subject: &Subject, id: &str, from: usize) -> (usize, Refusal) {
    for number in from..200_000 {
        if let Err(refusal) = change(hub, subject, id, number).await {
            return (number, refusal);
        }
    }
    panic!("the disk is not full");
}

/// A disk on which no table grows any more: what cannot be written is refused, and what is there is
/// read. Once there is room, the same is done.
#[test]
fn a_server_with_a_full_disk_refuses_and_goes_on_when_there_is_room() {
    let server = Postgres::start_on_finite_disk();
    let runtime = runtime();
    runtime.block_on(async {
        let address = format!("postgres:{}", server.address());
        let store = open(&address).await.unwrap();
        let hub = hub(Arc::clone(&store));
        let subject = person(hub.kernel(), "u1", false);
        make(&hub, &subject, "u1").await.unwrap();
        let mut next = 1;
        for _ in 0..rounds(2, 20) {
            server.fill("base");
            let (failed, refusal) = until_refused(&hub, &subject, "u1", next).await;
            assert!(refusal.is(Code::StoreUnavailable), "{refusal}");
            let call = Call::new(&subject, now());
            let seen = hub.get(&call, &target("u1")).await.unwrap();
            assert_eq!(seen.version, i64::try_from(failed).unwrap());
            let again = change(&hub, &subject, "u1", failed).await.unwrap_err();
            assert!(again.is(Code::StoreUnavailable), "{again}");
            server.free("base");
            let (version, _) = insist(|| change(&hub, &subject, "u1", failed)).await;
            assert_eq!(version, i64::try_from(failed).unwrap() + 1);
            next = failed + 1;
        }
        // Without room for its log the server gives up, and whoever calls is told.
        server.fill("pg_wal");
        let mut switches = 0;
        let refusal = loop {
            // The next part of the log is begun early.
            let _ = run(&server.address(), "SELECT pg_switch_wal()").await;
            match change(&hub, &subject, "u1", next).await {
                Ok(_) => next += 1,
                Err(refusal) => break refusal,
            }
            switches += 1;
            assert!(switches < 100, "its log grows");
        };
        assert!(refusal.is(Code::StoreUnavailable), "{refusal}");
        server.free("pg_wal");
        // It comes back by itself, or somebody starts it again.
        tokio::time::sleep(Duration::from_secs(1)).await;
        if run(&server.address(), "SELECT 1").await.is_err() {
            server.restart();
        }
        let (version, _) = insist(|| change(&hub, &subject, "u1", next)).await;
        let last = i64::try_from(next).unwrap() + 1;
        assert_eq!(version, last);
        let known = Acknowledged::from([("u1".to_owned(), last)]);
        let store = open(&address).await.unwrap();
        let checked = check(store, &known).await;
        assert_eq!(checked.versions, next + 1);
        println!("postgres: a full disk, {next} changes, {checked:?}");
    });
}

/// Bytes of a file are exchanged while it is open, and what reads them later says so.
#[test]
fn a_file_that_is_broken_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    let runtime = runtime();
    {
        let store = SqliteStore::open(&path).unwrap();
        let hub = hub(Arc::new(store));
        runtime.block_on(async {
            for number in 0..40 {
                let id = format!("u{number}");
                let subject = person(hub.kernel(), &id, false);
                make(&hub, &subject, &id).await.unwrap();
            }
        });
    }
    let mut file = OpenOptions::new().write(true).open(&path).unwrap();
    let length = file.metadata().unwrap().len();
    for page in 2..length / 4096 {
        file.seek(SeekFrom::Start(page * 4096)).unwrap();
        file.write_all(&[0xa5; 600]).unwrap();
    }
    drop(file);
    let store = match SqliteStore::open(&path) {
        Err(error) => return assert!(matches!(error, profilekit::store::StoreError::Corrupt(_))),
        Ok(store) => Arc::new(store),
    };
    let hub = hub(store);
    runtime.block_on(async {
        let mut told = 0;
        for number in 0..40 {
            let id = format!("u{number}");
            let subject = person(hub.kernel(), &id, false);
            let call = Call::new(&subject, now());
            match hub.get(&call, &target(&id)).await {
                Ok(seen) => assert_eq!(seen.document, r#"{"counts":{"edits":0}}"#),
                Err(refusal) => {
                    assert!(refusal.is(Code::StoreCorrupt), "{refusal}");
                    told += 1;
                }
            }
            let refused = change(&hub, &subject, &id, 1).await;
            if let Err(refusal) = refused {
                assert!(refusal.is(Code::StoreCorrupt), "{refusal}");
            }
        }
        assert!(told > 0);
    });
}
