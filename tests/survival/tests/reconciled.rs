//! All users of a provider against as many accounts, in bounded memory, interrupted twice a page.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use profilekit::Kernel;
use profilekit::error::{Code, Failure};
use profilekit::hub::{
    Call, Create, Found, Hub, Operation, ProviderClient, Reconciled, Reconciling, Together,
    Undelivered, UserPage,
};
use profilekit::id::Id;
use profilekit::identity::{Contact, ProviderUser};
use profilekit::store::{Archived, PageRequest, Selection, Store};
use profilekit_sqlite::{Durability, Options, SqliteStore};
use profilekit_survival::{Randomness, person, rounds};

const BLUEPRINT: &[u8] = br#"{
    "blueprint": 1, "name": "accounts", "version": "1.0.0",
    "kinds": { "user": { "owner": "user", "one_per": ["owner"], "unique": ["/email", "/external_id"], "audience": "private",
        "fields": { "external_id": { "type": "string", "source": "identity" }, "email": { "type": "email", "normalize": ["trim", "lower"], "source": "identity" }, "name": { "type": "string" } } } },
    "policies": [ { "id": "product", "allow": ["*.create", "*.read", "*.list", "*.update"], "roles": ["system"] } ],
    "identity": { "provider": "clerk", "fields": { "email": "provider", "name": "provider" } }
}"#;

const START: i64 = 1_700_000_000_000_000;
const PAGE: usize = 100;

/// How much more memory a reconciliation may take than there was before it, in kilobytes: what a
/// few pages of users and the caches of a database take, however many users there are.
const ROOM: u64 = 48 << 10;

// Of ten, one has no account; of eleven, one has no user; of seven, one has another address.
fn has_account(number: usize) -> bool {
    !number.is_multiple_of(10)
}

fn has_user(number: usize) -> bool {
    !number.is_multiple_of(11)
}

fn differs(number: usize) -> bool {
    number.is_multiple_of(7)
}

/// A provider whose users are made when they are asked for.
struct Users(usize);

fn user(number: usize) -> ProviderUser {
    let id = Id::new(&format!("user_{number}")).unwrap();
    ProviderUser {
        emails: vec![Contact {
            value: format!("user_{number}@example.com"),
            verified: true,
        }],
        first_name: Some("Ada".to_owned()),
        updated_at: Some(START),
        ..ProviderUser::new(id)
    }
}

#[async_trait]
impl ProviderClient for Users {
    fn source(&self) -> String {
        self.0.to_string()
    }

    async fn page(&self, after: Option<&str>, limit: usize) -> Result<UserPage, Failure> {
        let from: usize = after.map_or(0, |after| after.parse().unwrap());
        let until = (from + limit).min(self.0);
        Ok(UserPage {
            users: (from..until).filter(|n| has_user(*n)).map(user).collect(),
            next: (until < self.0).then(|| until.to_string()),
        })
    }

    async fn users(&self, ids: &[&str], emails: &[&str]) -> Result<Vec<ProviderUser>, Failure> {
        assert!(ids.len().max(emails.len()) <= PAGE);
        let named = emails
            .iter()
            .map(|email| email.strip_suffix("@example.com"));
        let all = ids.iter().copied().chain(named.map(Option::unwrap));
        let numbers = all.map(|id| id.strip_prefix("user_").unwrap());
        let numbers = numbers.map(|number| number.parse().unwrap());
        let known = numbers.filter(|number| *number < self.0 && has_user(*number));
        Ok(known.map(user).collect())
    }

    async fn set_roles(&self, _: &str, _: &str, _: &[String]) -> Result<(), Undelivered> {
        Ok(())
    }
}

fn hub(path: &Path) -> Hub {
    let options = Options::default().durability(Durability::Normal);
    let store: Arc<dyn Store> = Arc::new(options.open(path).unwrap());
    let kernel = Kernel::compile(BLUEPRINT).unwrap_or_else(|problems| panic!("{problems:?}"));
    Hub::new(kernel, store, Arc::new(Randomness))
}

async fn settle(hub: &Hub, count: usize) {
    let system = person(hub.kernel(), "product", true);
    let all: Vec<usize> = (0..count).filter(|number| has_account(*number)).collect();
    for some in all.chunks(500) {
        let made: Vec<(String, String)> = some
            .iter()
            .map(|number| {
                let domain = if differs(*number) { "example.org" } else { "example.com" };
                let document = format!(
                    r#"{{"external_id":"user_{number}","email":"user_{number}@{domain}","name":"Ada"}}"#
                );
                (format!("o{number}"), document)
            })
            .collect();
        let operations: Vec<Operation<'_>> = made
            .iter()
            .map(|(owner, document)| {
                Operation::Create(Create {
                    kind: "user",
                    owner: Some(owner),
                    document: document.as_bytes(),
                    ..Create::default()
                })
            })
            .collect();
        let call = Call::new(&system, START - 1);
        let outcomes = hub.bulk(&call, &operations, Together::AllOrNothing).await;
        assert!(outcomes.unwrap().iter().all(Result::is_ok));
    }
}

/// What came of a reconciliation.
#[derive(Debug, PartialEq)]
struct Came {
    reached: Reconciled,
    /// Everything that was told, in its order, as one number.
    told: u64,
}

/// Reconciles; where it is interrupted, after some findings in the middle of each page and after
/// the last one of each, it begins again.
async fn run(hub: &Hub, count: usize, apply: bool, interrupted: bool) -> (Came, usize) {
    let system = person(hub.kernel(), "product", true);
    let how = Reconciling {
        apply,
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
            match interrupted && (findings.is_multiple_of(37) || findings.is_multiple_of(91)) {
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

/// Every account and how often it was changed, as one number; in which order they were made does
/// not count.
async fn state(hub: &Hub) -> (usize, u64) {
    let selection = Selection::all(hub.kernel(), "user").unwrap();
    let (mut count, mut sum, mut after) = (0, 0u64, None);
    loop {
        let request = PageRequest {
            after,
            limit: 500,
            archived: Archived::With,
            ..PageRequest::default()
        };
        let page = hub.store().list(&selection, &request).await.unwrap();
        for record in &page.records {
            let mut hash = DefaultHasher::new();
            (
                &record.owner,
                &record.document,
                record.version,
                record.draft,
            )
                .hash(&mut hash);
            sum = sum.wrapping_add(hash.finish());
            count += 1;
        }
        let Some(last) = page.records.last().filter(|_| page.more) else {
            return (count, sum);
        };
        after = Some((last.address.id.clone(), last.address.tenant.clone()));
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
            let ((came, ends), grown) = measured(run(&whole, count, apply, false)).await;
            let took = start.elapsed();
            assert_eq!((ends, came.reached.complete), (0, true));
            assert_eq!(came.reached.counts, expected(count));
            let ((again, ends), grown_too) = measured(run(&ending, count, apply, true)).await;
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
        let (came, _) = run(&whole, count, true, false).await;
        assert_eq!(came.reached.applied, 0, "nothing is left to do");
    });
}
