//! A product with sections, a unique key and hot records.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use profilekit::Kernel;
use profilekit::access::{Subject, SubjectHead};
use profilekit::hub::{Clock, Entropy, Hub};
use profilekit::store::{Store, StoreError};
use profilekit_postgres::{Options, PostgresStore};
use profilekit_sqlite::SqliteStore;

const BLUEPRINT: &[u8] = br#"{
    "blueprint": 1, "name": "survival", "version": "1.0.0",
    "roles": { "member": { "default": true } },
    "kinds": { "card": {
        "owner": "user", "one_per": ["owner"], "audience": "platform", "on_delete": "archive",
        "sections": {
            "basics": { "fields": { "headline": { "type": "string" }, "bio": { "type": "text" } } },
            "counts": { "fields": { "edits": { "type": "int" } } } } } },
    "policies": [ { "id": "own", "allow": ["card.*"], "relations": ["owner"] },
                  { "id": "team", "allow": ["card.read", "card.update"], "roles": ["member"] },
                  { "id": "product", "allow": ["*.read", "*.list", "*.update"], "roles": ["system"] } ]
}"#;

/// The compiled blueprint.
#[must_use]
pub fn blueprint() -> Kernel {
    Kernel::compile(BLUEPRINT).unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// The operating system's randomness.
#[derive(Debug, Default)]
pub struct Randomness;

impl Entropy for Randomness {
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the operating system gives random bytes");
    }
}

/// The machine's clock.
#[derive(Debug, Default)]
pub struct Clockwork;

impl Clock for Clockwork {
    fn now(&self) -> i64 {
        now()
    }
}

/// Now, in microseconds since 1970 UTC.
#[must_use]
pub fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| i64::try_from(since.as_micros()).unwrap_or(0))
}

/// A hub over a store.
#[must_use]
pub fn hub(store: Arc<dyn Store>) -> Hub {
    Hub::new(blueprint(), store, Arc::new(Randomness))
}

/// Somebody of the product, or the product itself.
#[must_use]
pub fn person(kernel: &Kernel, id: &str, system: bool) -> Subject {
    let head = SubjectHead {
        id: Some(id),
        system,
        ..SubjectHead::default()
    };
    kernel.subject(&head).expect("the subject is one")
}

/// Opens `sqlite:PATH` or `postgres:CONFIG`.
///
/// # Errors
/// Those of the store.
pub async fn open(address: &str) -> Result<Arc<dyn Store>, StoreError> {
    match address.split_once(':') {
        Some(("sqlite", path)) => Ok(Arc::new(SqliteStore::open(path)?)),
        Some(("postgres", config)) => {
            let store = PostgresStore::connect(config, &Options::default()).await?;
            Ok(Arc::new(store))
        }
        _ => panic!("`{address}` names no store"),
    }
}
