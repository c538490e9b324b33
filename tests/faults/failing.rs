//! A store that fails when it is told to.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use profilekit::privacy::{Digest, Link};
use profilekit::store::{
    Access, AccessLog, Account, AccountRequest, Address, Backlog, Changes, Checkpoint, Claim,
    Commit, Consent, Consents, Count, Erasure, History, Idempotency, Jobs, Mark, Marks, Member,
    Members, Outbox, Page, PageRequest, Parts, PastVersion, Records, Remembered, Replay,
    RollupChange, RollupPart, RollupRecord, Rollups, Section, Selection, Settled, Slot, Store,
    StoreError, StoredEvent, StoredRecord, StoredRollup,
};

/// How a call fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The store is not there.
    Gone,
    /// What it has cannot be read.
    Corrupt,
    /// Another change was made at the same time.
    Met,
    /// The record was changed by another, where the call writes.
    Overtaken,
    /// It did what it was asked to, and the answer was lost.
    AnswerLost,
    /// It never answers.
    Silent,
    /// It did what it was asked to, and never answers.
    DoneInSilence,
}

/// A store of which one call fails.
pub(crate) struct Failing {
    inner: Arc<dyn Store>,
    fault: Fault,
    /// Which call, 1 for the first; none where that is 0.
    at: usize,
    calls: AtomicUsize,
    silent: AtomicBool,
    /// The port's method of which every call fails.
    without: Mutex<&'static str>,
    /// The record that others change whenever it is changed.
    hot: Mutex<&'static str>,
}

impl Failing {
    pub(crate) fn new(inner: Arc<dyn Store>, fault: Fault, at: usize) -> Self {
        let calls = AtomicUsize::new(0);
        Self {
            inner,
            fault,
            at,
            calls,
            silent: AtomicBool::new(false),
            without: Mutex::default(),
            hot: Mutex::default(),
        }
    }

    /// Takes one method away from now on, as if the store were gone; none where the name is empty.
    pub(crate) fn without(&self, method: &'static str) {
        *self.without.lock().unwrap() = method;
    }

    /// Has a record changed by another from now on, whenever it is; none where that is empty.
    pub(crate) fn heat(&self, id: &'static str) {
        *self.hot.lock().unwrap() = id;
    }

    fn is_hot(&self, commit: &Commit) -> bool {
        let hot = *self.hot.lock().unwrap();
        let mut writes = commit.writes.iter();
        writes.any(|write| write.record.address.id == hot)
    }

    /// Whether somebody waits for an answer that does not come.
    pub(crate) fn is_silent(&self) -> bool {
        self.silent.load(Ordering::Relaxed)
    }

    /// How often it was called.
    pub(crate) fn calls(&self) -> usize {
        self.calls.load(Ordering::Relaxed)
    }

    fn fault(&self, method: &str) -> Option<Fault> {
        let turn = self.calls.fetch_add(1, Ordering::Relaxed) + 1;
        let gone = *self.without.lock().unwrap() == method;
        let fails = (turn == self.at).then_some(self.fault);
        let fails = fails.filter(|fault| *fault != Fault::Overtaken || method == "commit");
        fails.or(gone.then_some(Fault::Gone))
    }

    async fn pass<T>(
        &self,
        method: &str,
        call: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        let Some(fault) = self.fault(method) else {
            return call.await;
        };
        let error = || "as it was told to".into();
        match fault {
            Fault::Gone => Err(StoreError::Unavailable(error())),
            Fault::Corrupt => Err(StoreError::Corrupt(error())),
            Fault::Met => Err(StoreError::Serialization(error())),
            Fault::Overtaken => Err(StoreError::Conflict { current: 2 }),
            Fault::AnswerLost => {
                call.await?;
                Err(StoreError::Unavailable(error()))
            }
            Fault::Silent => self.never().await,
            Fault::DoneInSilence => {
                call.await?;
                self.never().await
            }
        }
    }

    async fn never<T>(&self) -> T {
        self.silent.store(true, Ordering::Relaxed);
        std::future::pending().await
    }
}

/// Implements a port: each call is passed on, or fails.
macro_rules! port {
    ($port:ident $(, $name:ident($($value:ident: $is:ty),*) -> $gives:ty)*) => {
        #[async_trait]
        impl $port for Failing {
            $(async fn $name(&self, $($value: $is),*) -> Result<$gives, StoreError> {
                self.pass(stringify!($name), self.inner.$name($($value),*)).await
            })*
        }
    };
}

port!(Records,
    get(address: &Address) -> Option<StoredRecord>,
    find(tenant: &str, kind: &str, key: &str) -> Option<StoredRecord>,
    taken(tenant: &str, kind: &str, within: &Slot) -> Vec<Slot>,
    list(selection: &Selection<'_>, request: &PageRequest) -> Page,
    count(selection: &Selection<'_>, request: &PageRequest) -> Count,
    owned(tenant: &str, owner: &str, after: Option<&Address>, limit: usize) -> Page,
    sections(address: &Address) -> Vec<Section>
);
#[async_trait]
impl Changes for Failing {
    async fn commit(&self, commit: &Commit) -> Result<(), StoreError> {
        if self.is_hot(commit) {
            self.calls.fetch_add(1, Ordering::Relaxed);
            return Err(StoreError::Conflict { current: 2 });
        }
        self.pass("commit", self.inner.commit(commit)).await
    }

    async fn was_received(&self, source: &str, id: &str) -> Result<bool, StoreError> {
        let received = self.inner.was_received(source, id);
        self.pass("was_received", received).await
    }

    async fn erasures(&self, since: i64) -> Result<Vec<Erasure>, StoreError> {
        self.pass("erasures", self.inner.erasures(since)).await
    }
}

port!(History,
    versions(address: &Address, before: Option<i64>, limit: usize) -> Vec<PastVersion>,
    version(address: &Address, version: i64) -> Option<PastVersion>,
    forget_versions(kind: &str, before: i64) -> u64
);
port!(Outbox,
    claim(claim: &Claim) -> Vec<StoredEvent>,
    settle(holder: &str, settled: &[Settled]) -> usize,
    backlog() -> Backlog,
    events(tenant: Option<&str>, after: i64, limit: usize) -> Vec<StoredEvent>,
    dead(after: i64, limit: usize) -> Vec<StoredEvent>,
    replay(which: Replay<'_>, now: i64) -> u64,
    forget_delivered(before: i64) -> u64
);
port!(Account,
    chains() -> Vec<(u32, i64, Digest)>,
    links(chain: u32, after: i64, limit: usize) -> Vec<Link>,
    account(request: &AccountRequest) -> Vec<Link>,
    note_checkpoints(checkpoints: &[Checkpoint]) -> (),
    checkpoints() -> Vec<Checkpoint>
);
port!(AccessLog,
    log(accesses: &[Access]) -> (),
    accesses(tenant: &str, owner: &str, before: Option<&str>, limit: usize) -> Vec<Access>,
    forget_accesses(before: i64) -> u64
);
port!(Members,
    member(tenant: &str, user: &str) -> Option<Member>,
    members(tenant: &str, after: Option<&str>, limit: usize) -> Vec<Member>
);
port!(Consents,
    consents(tenant: &str, user: &str) -> Vec<Consent>
);
port!(Idempotency,
    remembered(tenant: &str, actor: &str, key: &str) -> Option<Remembered>,
    forget_remembered(before: i64) -> u64
);
port!(Jobs,
    acquire(name: &str, holder: &str, now: i64, until: i64) -> bool,
    release(name: &str, holder: &str) -> (),
    job(name: &str) -> Option<String>,
    save_job(name: &str, state: &str) -> ()
);
port!(Rollups,
    rollup(tenant: &str, name: &str) -> Option<StoredRollup>,
    rollup_parts(rollup: &StoredRollup, parts: Parts<'_>) -> Vec<RollupPart>,
    rollup_records(rollup: &StoredRollup, records: &[Address]) -> Vec<RollupRecord>,
    keep_rollup(change: &RollupChange) -> (),
    rollups(after: Option<(&str, &str)>, limit: usize) -> Vec<StoredRollup>,
    forget_rollups(before: i64) -> u64
);
port!(Marks,
    marks(tenant: &str, user: &str) -> Vec<Mark>,
    set_mark(mark: &Mark) -> ()
);
