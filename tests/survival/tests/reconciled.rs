//! All users of a provider against as many accounts, in bounded memory: interrupted twice a page,
//! and by a process that is killed at random instants.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::{BufRead as _, BufReader};
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use profilekit::error::{Code, Failure};
use profilekit::hub::{Call, Found, Hub, Reconciled, Reconciling};
use profilekit_sqlite::{Durability, Options, SqliteStore};
use profilekit_survival::users::{
    PAGE, START, Users, accounts, differs, has_account, has_user, settle, state,
};
use profilekit_survival::{open, person, rounds};
use profilekit_tests::{Postgres, Seeded};

/// How much more memory a reconciliation may take than there was before it, in kilobytes: what a
/// few pages of users and the caches of a database take, however many users there are.
const ROOM: u64 = 48 << 10;

fn hub(path: &Path) -> Hub {
    let options = Options::default().durability(Durability::Normal);
    accounts(Arc::new(options.open(path).unwrap()))
}

/// What came of a reconciliation.
#[derive(Debug, PartialEq)]
struct Came {
    reached: Reconciled,
    /// Everything that was told, in its order, as one number.
    told: u64,
}

/// How a reconciliation goes.
#[derive(Clone, Copy, Default)]
struct Way {
    apply: bool,
    leave: bool,
    interrupted: bool,
}

/// Reconciles; where it is interrupted, after some findings in the middle of each page and after
/// the last one of each, it begins again.
async fn run(hub: &Hub, count: usize, way: Way) -> (Came, usize) {
    let system = person(hub.kernel(), "product", true);
    let how = Reconciling {
        apply: way.apply,
        leave: way.leave,
        page: PAGE,
        ..Reconciling::default()
    };
    let (mut hash, mut findings, mut ends) = (DefaultHasher::new(), 0usize, 0usize);
    loop {
        let mut told = |found: &Found| {
            let finding = &found.finding;
            let action = found.plan.as_ref().map(|plan| plan.action);
            format!("{:?} {:?} {action:?}", finding.classes, finding.user).hash(&mut hash);
            findings += 1;
            // A page has 90 or 91 users.
            match way.interrupted && (findings.is_multiple_of(37) || findings.is_multiple_of(91)) {
                true => Err(Failure::new(Code::IdentityProviderFailed).with("reason", "enough")),
                false => Ok(()),
            }
        };
        let call = Call::new(&system, START);
        match hub.reconcile(&call, &Users(count), &how, &mut told).await {
            Err(refusal) if refusal.is(Code::IdentityProviderFailed) => ends += 1,
            reached => {
                let reached = reached.unwrap();
                let told = hash.finish();
                return (Came { reached, told }, ends);
            }
        }
    }
}

/// Kilobytes of this process: of a line of its status.
fn memory(line: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let found = status.lines().find_map(|one| one.strip_prefix(line));
    let digits = found.unwrap().trim_start_matches(':').trim();
    digits.strip_suffix(" kB").unwrap().parse().unwrap()
}

/// Does something, and says by how many kilobytes the process was larger than before at its peak.
async fn measured<T>(work: impl Future<Output = T>) -> (T, u64) {
    // From here on the peak counts.
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    let before = memory("VmRSS");
    let done = work.await;
    (done, memory("VmHWM").saturating_sub(before))
}

fn expected(count: usize) -> BTreeMap<String, u64> {
    let counted = |which: &dyn Fn(usize) -> bool| (0..count).filter(|n| which(*n)).count();
    let each: [(&str, &dyn Fn(usize) -> bool); 4] = [
        ("missing_here", &|n| has_user(n) && !has_account(n)),
        ("missing_there", &|n| !has_user(n) && has_account(n)),
        ("email_differs", &|n| {
            has_user(n) && has_account(n) && differs(n)
        }),
        ("linked", &|n| has_user(n) && has_account(n) && !differs(n)),
    ];
    let each = each.map(|(class, which)| (class, u64::try_from(counted(which)).unwrap()));
    each.map(|(class, count)| (class.to_owned(), count)).into()
}

#[test]
fn as_many_users_as_accounts_are_reconciled_in_bounded_memory_however_often_it_ends() {
    // Of so many, more than 100,000 are users and as many have accounts.
    let count = rounds(3_000, 112_000);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (folder.path().join("one.db"), folder.path().join("other.db"));
        settle(&hub(&one), count).await;
        SqliteStore::open(&one).unwrap().backup(&other).unwrap();
        let (whole, ending) = (hub(&one), hub(&other));

        for apply in [false, true] {
            let start = Instant::now();
            let way = Way {
                apply,
                ..Way::default()
            };
            let ((came, ends), grown) = measured(run(&whole, count, way)).await;
            let took = start.elapsed();
            assert_eq!((ends, came.reached.complete), (0, true));
            assert_eq!(came.reached.counts, expected(count));
            let ((again, ends), grown_too) = measured(run(
                &ending,
                count,
                Way {
                    interrupted: true,
                    ..way
                },
            ))
            .await;
            assert!(ends > count / PAGE * 2, "{ends}");
            assert_eq!(again, came, "however often it ends");
            assert!(
                grown < ROOM && grown_too < ROOM,
                "{grown} kB, {grown_too} kB"
            );
            println!(
                "{count} users, apply: {apply}: {took:.1?}, {grown} kB more at the peak; \
                 interrupted {ends} times: {grown_too} kB"
            );
        }
        assert_eq!(state(&ending).await, state(&whole).await);
        let way = Way {
            apply: true,
            ..Way::default()
        };
        let (came, _) = run(&whole, count, way).await;
        assert_eq!(came.reached.applied, 0, "nothing is left to do");
    });
}

/// Reconciles in processes of their own until that is done, of which so many are killed on the
/// way: how many were.
fn run_killed(store: &str, count: usize, kills: usize) -> usize {
    let mut seeded = Seeded::new(19);
    // Each keeps some pages more, so that the last ones have come far.
    let pages = count * 2 / PAGE / kills;
    let mut killed = 0;
    loop {
        let mut process = Command::new(env!("CARGO_BIN_EXE_reconciler"))
            .args([store, &count.to_string()])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        if killed < kills {
            let some = seeded.below(pages.max(2)) + 1;
            lines.by_ref().take(some).for_each(drop);
            let pause = seeded.below(20);
            thread::sleep(Duration::from_millis(u64::try_from(pause).unwrap()));
            process.kill().unwrap();
        } else {
            lines.by_ref().for_each(drop);
        }
        let ended = process.wait().unwrap();
        if ended.success() {
            return killed;
        }
        assert_eq!(
            ended.signal(),
            Some(9),
            "it was killed, or is done: {ended}"
        );
        killed += 1;
    }
}

/// Two stores alike are reconciled, one of them by processes that are killed.
async fn killed(name: &str, [whole, ending]: [&str; 2], count: usize) {
    let kills = rounds(12, 200);
    let all = accounts(open(whole).await.unwrap());
    for address in [whole, ending] {
        settle(&accounts(open(address).await.unwrap()), count).await;
    }
    let way = Way {
        apply: true,
        leave: true,
        ..Way::default()
    };
    let start = Instant::now();
    let ((came, _), grown) = measured(run(&all, count, way)).await;
    let took = start.elapsed();
    assert!(
        came.reached.complete && grown < ROOM,
        "{came:?}, {grown} kB"
    );
    assert_eq!(came.reached.counts, expected(count));

    let killed = run_killed(ending, count, kills);
    assert!(killed > kills / 2, "it was done after {killed} kills");
    let done = accounts(open(ending).await.unwrap());
    assert_eq!(state(&done).await, state(&all).await, "{name}");
    let (again, _) = run(&done, count, way).await;
    assert_eq!(again.reached.applied, 0, "nothing is left to do");
    println!(
        "{name}: {count} users: {took:.1?}, {grown} kB more at the peak; killed {killed} times"
    );
}

#[test]
fn what_is_reconciled_by_processes_that_are_killed_ends_as_by_one() {
    let count = rounds(1_000, 112_000);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let [one, other] = ["one.db", "other.db"].map(|name| {
        let path = folder.path().join(name);
        format!("sqlite:{}", path.display())
    });
    runtime.block_on(killed("sqlite", [&one, &other], count));
    let servers = [Postgres::start(), Postgres::start()];
    let [one, other] = servers
        .each_ref()
        .map(|server| format!("postgres:{}", server.address()));
    runtime.block_on(killed("postgres", [&one, &other], count));
}
