//! The hub: the only place where things change, and through which they are read.
//!
//! Every use case decides, validates, redacts and accounts by the same compiled blueprint.
//! Changes are [`Operation`]s: worked out first, then handed to the store whole (one commit of
//! the record, its sections, its version, the announcement and the account). Reads are decided,
//! redacted and, where they show other people's personal data, noted.
//!
//! Time and randomness come from the host: [`Call::now`] and [`Entropy`].
//!
//! ```
//! use std::sync::Arc;
//! use profilekit::Kernel;
//! use profilekit::hub::{Call, Create, Entropy, Hub, Target, Update};
//! use profilekit::access::SubjectHead;
//! use profilekit::store::MemoryStore;
//!
//! struct Fixed;
//! impl Entropy for Fixed {
//!     fn fill(&self, bytes: &mut [u8]) {
//!         bytes.fill(7); // A program takes the operating system's generator.
//!     }
//! }
//!
//! let kernel = Kernel::compile(br#"{
//!     "blueprint": 1, "name": "notes", "version": "1.0.0",
//!     "kinds": { "note": { "owner": "user", "fields": { "title": { "type": "string", "max": 20 } } } },
//!     "policies": [ { "id": "own", "allow": ["note.*"], "relations": ["owner"] } ]
//! }"#).unwrap();
//! let hub = Hub::new(kernel, Arc::new(MemoryStore::default()), Arc::new(Fixed));
//! let ada = hub.kernel().subject(&SubjectHead { id: Some("ada"), ..SubjectHead::default() }).unwrap();
//! pollster::block_on(async {
//!     let call = Call::new(&ada, 1_700_000_000_000_000);
//!     let create = Create { kind: "note", document: br#"{"title":"First"}"#, ..Create::default() };
//!     let made = hub.create(&call, &create).await.unwrap();
//!     let target = Target { kind: "note", id: &made.address.id, ..Target::default() };
//!     let update = Update { target, patch: br#"{"title":"Better"}"#, ..Update::default() };
//!     assert_eq!(hub.update(&call, &update).await.unwrap().version, 2);
//!     assert_eq!(hub.get(&call, &target).await.unwrap().document, r#"{"title":"Better"}"#);
//!     let found = hub.diff(&call, &target, 1, 2).await.unwrap();
//!     assert_eq!(found[0].path, "/title");
//! });
//! ```

mod account;
mod apply;
mod call;
mod clash;
mod consent;
mod create;
mod dashboard;
mod derive;
mod document;
mod drift;
mod erasing;
mod export;
mod feed;
mod free;
mod given;
mod history;
mod identity;
mod ids;
mod lifecycle;
mod list;
mod log;
mod member;
mod named;
mod obligation;
mod operation;
mod person;
mod plan;
mod provenance;
mod read;
mod refusal;
mod relay;
mod retention;
mod rollup;
mod sight;
mod treatment;
mod unseen;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

pub use account::{Verified, verify_account};
pub use apply::{Outcomes, Together};
pub use call::Call;
pub use consent::{Agreement, Withdrawn};
pub use dashboard::Look;
pub use drift::{Drift, Drifts, Reads};
pub use feed::{Feed, News};
pub use free::FreeSlots;
pub use identity::{
    Credential, Delivered, Found, Guarded, Handled, Outcome, ProviderClient, Reconciled,
    Reconciling, RolesSink, SignedIn, Turn, UserPage, Webhook,
};
pub use ids::{Entropy, uuid_v7};
pub use lifecycle::bringing_back;
pub use list::{List, Listed};
pub use member::Person;
pub use operation::{Choose, Create, Operation, Revert, Target, Transition, Update};
pub use person::{Erased, ErasurePlan};
pub use plan::Done;
pub use read::Seen;
pub use refusal::Refusal;
pub use relay::{Clock, Pace, Relay, Relayed, Sink, Undelivered, cloud_event};
pub use retention::{Keep, Retained};
pub use rollup::{Mend, RollupDrift, RollupDrifts};
pub use unseen::{Unseen, UnseenNews, UnseenOf};

use crate::blueprint::Kind;
use crate::blueprint::document::TenantScope;
use crate::kernel::Kernel;
use crate::store::Store;
pub use crate::store::Treatment;
use log::Unwritten;

/// How a hub works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Most records of a page.
    pub page: usize,
    /// Most records that are counted.
    pub count: usize,
    /// Most operations of one lot.
    pub bulk: usize,
    /// Most reads of personal data that wait to be written to the access log; with zero, each is
    /// written before its answer is given. What waits is lost when the process is killed.
    pub unwritten: usize,
    /// Whether refused changes are noted in the account.
    pub note_refusals: bool,
    /// What reads of a kind take; the snapshot where nothing is said.
    pub reads: BTreeMap<String, Reads>,
    /// How long what the hub itself needs no more is kept: [`Hub::retain`] forgets what is older.
    pub keep: Keep,
    /// Whether what dashboards ask of records is kept for whoever asks, so that the next one looks
    /// at what changed since and at nothing else.
    pub rollups: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            page: 200,
            count: 100_000,
            bulk: 1000,
            unwritten: 256,
            note_refusals: true,
            reads: BTreeMap::new(),
            keep: Keep::default(),
            rollups: false,
        }
    }
}

/// The hub of a product: its kernel over a store.
#[derive(Clone)]
pub struct Hub {
    kernel: Kernel,
    store: Arc<dyn Store>,
    entropy: Arc<dyn Entropy>,
    settings: Settings,
    unwritten: Arc<Unwritten>,
    differing: Arc<AtomicU64>,
    rejections: Arc<identity::Rejections>,
    turns: Arc<identity::Turns>,
}

impl std::fmt::Debug for Hub {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut hub = f.debug_struct("Hub");
        hub.field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

impl Hub {
    /// A hub over a store.
    #[must_use]
    pub fn new(kernel: Kernel, store: Arc<dyn Store>, entropy: Arc<dyn Entropy>) -> Self {
        Self {
            kernel,
            store,
            entropy,
            settings: Settings::default(),
            unwritten: Arc::default(),
            differing: Arc::default(),
            rejections: Arc::default(),
            turns: Arc::default(),
        }
    }

    /// The same hub with other settings.
    #[must_use]
    pub fn with_settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// The compiled blueprint.
    #[must_use]
    pub fn kernel(&self) -> &Kernel {
        &self.kernel
    }

    /// The store.
    #[must_use]
    pub fn store(&self) -> &dyn Store {
        &*self.store
    }

    /// How it works.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    pub(crate) fn entropy(&self) -> &dyn Entropy {
        &*self.entropy
    }

    /// How many reads found sections and snapshot to differ, since the hub was made, of kinds
    /// whose reads compare them.
    #[must_use]
    pub fn differing_reads(&self) -> u64 {
        self.differing.load(Ordering::Relaxed)
    }

    fn note_differing(&self) {
        self.differing.fetch_add(1, Ordering::Relaxed);
    }

    fn rejections(&self) -> &identity::Rejections {
        &self.rejections
    }

    fn unwritten(&self) -> &Unwritten {
        &self.unwritten
    }

    /// Whether records of a kind belong to a tenant each.
    fn is_isolated(&self, kind: &Kind) -> bool {
        let tenancy = self.kernel.model().tenancy.is_some();
        tenancy && kind.tenant == TenantScope::Isolated
    }
}
