//! Writers and servers that are killed at random instants.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on has failed"
)]

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use profilekit_survival::{Acknowledged, Checked, check, open, rounds};
use profilekit_tests::{Postgres, Seeded};

/// How many writers change the same records at a time.
const WRITERS: usize = 2;

struct Writer {
    process: Child,
    started: mpsc::Receiver<()>,
    lines: thread::JoinHandle<Vec<(String, i64)>>,
}

impl Writer {
    fn start(store: &str, seed: u64) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_writer"))
            .args([store, &seed.to_string()])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the writer starts");
        let output = process.stdout.take().expect("its output is read");
        let (start, started) = mpsc::channel();
        let lines = thread::spawn(move || {
            let lines = BufReader::new(output).lines().map_while(Result::ok);
            let lines = lines.inspect(|_| start.send(()).unwrap_or_default());
            lines.filter_map(|line| acknowledged(&line)).collect()
        });
        Self {
            process,
            started,
            lines,
        }
    }

    /// Waits until it was told of a change, or has ended.
    fn wait(&self) {
        let _ = self.started.recv_timeout(Duration::from_secs(30));
    }

    /// Kills it, and gives back what it was told.
    fn kill(mut self) -> Vec<(String, i64)> {
        self.process.kill().expect("it is killed");
        self.process.wait().expect("it ends");
        self.lines.join().expect("its lines are read")
    }
}

/// A line that is not whole was not acknowledged to anybody.
fn acknowledged(line: &str) -> Option<(String, i64)> {
    let (id, version) = line.split_once(' ')?;
    Some((id.to_owned(), version.parse().ok()?))
}

/// Kills writers, and the server where that is wanted, so often; checks everything now and then,
/// and at the end.
fn survive(store: &str, rounds: usize, disturb: impl Fn(usize)) -> (Checked, usize) {
    let mut seeded = Seeded::new(11);
    let (mut known, mut told) = (Acknowledged::new(), 0);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let look = |known: &Acknowledged| {
        runtime.block_on(async {
            let store = open(store).await.expect("the store opens");
            check(store, known).await
        })
    };
    for round in 0..rounds {
        let seeds = [seeded.next(), seeded.next()];
        let writers: Vec<Writer> = seeds
            .iter()
            .take(WRITERS)
            .map(|seed| Writer::start(store, *seed))
            .collect();
        writers.iter().for_each(Writer::wait);
        let pause = seeded.below(150);
        thread::sleep(Duration::from_millis(u64::try_from(pause).unwrap()));
        disturb(round);
        for writer in writers {
            for (id, version) in writer.kill() {
                told += 1;
                let latest = known.entry(id).or_default();
                *latest = version.max(*latest);
            }
        }
        if round % 20 == 19 {
            look(&known);
        }
    }
    assert!(
        told > rounds,
        "the writers were told of {told} changes only"
    );
    (look(&known), told)
}

fn report(what: &str, rounds: usize, (checked, told): (Checked, usize)) {
    println!("{what}: {rounds} kills, {told} changes acknowledged, {checked:?}");
}

#[test]
fn sqlite_keeps_what_it_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let store = format!("sqlite:{}", folder.path().join("a.db").display());
    let rounds = rounds(15, 300);
    report("sqlite", rounds, survive(&store, rounds, |_| {}));
}

#[test]
fn postgres_keeps_what_it_acknowledged() {
    let server = Postgres::start_durable();
    let store = format!("postgres:{}", server.address());
    let rounds = rounds(15, 300);
    let disturb = |round: usize| {
        // Every third time it is the server that is killed.
        if round % 3 == 2 {
            server.kill();
        }
    };
    report("postgres", rounds, survive(&store, rounds, disturb));
}
