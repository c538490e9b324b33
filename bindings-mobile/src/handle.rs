//! What is prepared once and asked about often: by one kernel, for that kernel.
//!
//! A hot call names what it is about by a key, a number that is never given twice. An object of
//! uniffi would be cloned on the way by a call of its own, which costs more than a decision; here
//! it only says how long what it stands for is kept.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use profilekit::Kernel;
use profilekit::access::{Context, Subject};
use profilekit::wire::Record;

use crate::failure::{KernelError, Outcome, bad};

/// A kernel, and what tells it from any other.
#[derive(Debug, Clone)]
pub(crate) struct Owner {
    pub(crate) kernel: Kernel,
    pub(crate) number: u64,
}

impl Owner {
    pub(crate) fn new(kernel: Kernel) -> Self {
        Self {
            kernel,
            number: number(),
        }
    }
}

/// A number that nothing else has.
fn number() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// What a kernel prepared, and the description it came from.
#[derive(Debug)]
pub(crate) struct Prepared<T> {
    pub(crate) owner: Owner,
    pub(crate) head: String,
    pub(crate) value: T,
}

/// Numbers that count up are spread well enough by their lower bits.
#[derive(Default)]
struct Itself(u64);

impl Hasher for Itself {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, number: u64) {
        // The map takes a group's place from the lower bits and its mark from the upper seven.
        self.0 = number ^ number.rotate_right(7);
    }
}

type Kept<T> = HashMap<u64, Arc<Prepared<T>>, BuildHasherDefault<Itself>>;

/// What is prepared, by key.
pub(crate) struct Shelves {
    subjects: Kept<Subject>,
    records: Kept<Record>,
    contexts: Kept<Context>,
}

static SHELVES: RwLock<Shelves> = RwLock::new(Shelves {
    subjects: HashMap::with_hasher(BuildHasherDefault::new()),
    records: HashMap::with_hasher(BuildHasherDefault::new()),
    contexts: HashMap::with_hasher(BuildHasherDefault::new()),
});

/// The shelves, to look at: whoever answers slowly takes what it needs and lets go.
pub(crate) fn shelves() -> RwLockReadGuard<'static, Shelves> {
    SHELVES.read().unwrap_or_else(PoisonError::into_inner)
}

fn changed() -> RwLockWriteGuard<'static, Shelves> {
    SHELVES.write().unwrap_or_else(PoisonError::into_inner)
}

impl Shelves {
    /// The subject of that key.
    pub(crate) fn subject(&self, key: u64) -> Outcome<&Arc<Prepared<Subject>>> {
        self.subjects.get(&key).ok_or_else(closed)
    }

    /// The record of that key.
    pub(crate) fn record(&self, key: u64) -> Outcome<&Arc<Prepared<Record>>> {
        self.records.get(&key).ok_or_else(closed)
    }

    /// The circumstances of that key; 0 says nothing of them.
    pub(crate) fn context(&self, key: u64) -> Outcome<Option<&Arc<Prepared<Context>>>> {
        if key == 0 {
            return Ok(None);
        }
        self.contexts.get(&key).map(Some).ok_or_else(closed)
    }
}

fn closed() -> KernelError {
    bad("it was closed")
}

/// An object that keeps something prepared, and its shelf.
macro_rules! handle {
    ($(#[$doc:meta])* $name:ident, $shelf:ident, $value:ty) => {
        $(#[$doc])*
        #[derive(Debug, uniffi::Object)]
        pub struct $name {
            key: u64,
        }

        #[uniffi::export]
        impl $name {
            /// By which calls name it, as long as this object is there.
            pub fn key(&self) -> u64 {
                self.key
            }
        }

        impl $name {
            pub(crate) fn keep(owner: &Owner, head: String, value: $value) -> Arc<Self> {
                let (owner, key) = (owner.clone(), number());
                let prepared = Arc::new(Prepared { owner, head, value });
                changed().$shelf.insert(key, prepared);
                Arc::new(Self { key })
            }
        }

        impl Drop for $name {
            fn drop(&mut self) {
                // What was kept is dropped when the shelves are free again.
                let _kept = changed().$shelf.remove(&self.key);
            }
        }
    };
}

handle! {
    /// Keeps a subject prepared.
    NativeSubject, subjects, Subject
}
handle! {
    /// Keeps a record prepared.
    NativeRecord, records, Record
}
handle! {
    /// Keeps circumstances prepared.
    NativeContext, contexts, Context
}
