//! Accounts that follow an identity provider, in axum: the endpoint that takes its webhooks, and
//! endpoints that let in whoever has a session there.
//!
//! | request | answer |
//! | --- | --- |
//! | `POST /webhooks/clerk` | what [`Handled::status`](profilekit::hub::Handled::status) says |
//! | `GET /accounts/{id}` | what the caller may see of the account; 401, 404 |
//! | `PUT /accounts/{id}/picture` | 204 for whoever may change it; 401, 403, 404 |
//! | `PUT /persona/{name}` | 204 for whoever may act as it; 400, 401, 403 |
//!
//! Whatever is refused is answered with problem details (RFC 9457), and who calls too often with
//! 429 and how long to wait.

mod accounts;
mod keys;
mod machine;
mod problem;
mod webhook;

use std::future::Future;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post, put};
use profilekit::access::{Subject, SubjectHead};
use profilekit::error::Failure;
use profilekit::hub::{Clock, Hub};
use profilekit::identity::Key;
use profilekit::store::StoreError;

use keys::Keys;

pub use keys::KeySource;
pub use machine::Machine;
pub use problem::Problem;

/// The most that is read of a delivery: far more than Clerk sends.
const LARGEST: usize = 256 << 10;

/// What the product trusts.
#[derive(Clone)]
pub struct Trust {
    /// The secret of the endpoint for webhooks; while it is replaced, the one before it too, until
    /// an instant ([`Key::until`]).
    pub webhooks: Vec<Key>,
    /// Where the keys are by which session tokens are signed.
    pub tokens: Arc<dyn KeySource>,
    /// Who signs them, such as `https://clerk.example.com`.
    pub issuer: String,
    /// The sites that they are made for.
    pub parties: Vec<String>,
}

/// What every endpoint needs.
#[derive(Clone)]
pub struct App {
    hub: Hub,
    system: Arc<Subject>,
    trust: Arc<Trust>,
    keys: Arc<Keys>,
    clock: Arc<dyn Clock>,
}

impl App {
    /// A product over a hub.
    ///
    /// # Errors
    /// Where the blueprint has no place for the product itself, and where there are no keys.
    pub fn new(hub: Hub, trust: Trust, clock: Arc<dyn Clock>) -> Result<Self, Failure> {
        let head = SubjectHead {
            id: Some("product"),
            system: true,
            ..SubjectHead::default()
        };
        Ok(Self {
            system: Arc::new(hub.kernel().subject(&head)?),
            keys: Arc::new(Keys::fetched(Arc::clone(&trust.tokens), clock.now())?),
            trust: Arc::new(trust),
            hub,
            clock,
        })
    }

    /// Writes who saw whose data where that still waits: from time to time, and when the process
    /// ends.
    ///
    /// # Errors
    /// Those of the store; nothing is lost then.
    pub async fn flush(&self) -> Result<(), StoreError> {
        self.hub.flush().await
    }

    /// The endpoints. Serve them with
    /// [`into_make_service_with_connect_info`](Router::into_make_service_with_connect_info): the
    /// blueprint may say from which networks webhooks come.
    pub fn router(self) -> Router {
        Router::new()
            .route("/webhooks/clerk", post(webhook::handle))
            .route("/accounts/{id}", get(accounts::show))
            .route("/accounts/{id}/picture", put(accounts::change_picture))
            .route("/persona/{name}", put(accounts::act_as))
            .layer(DefaultBodyLimit::max(LARGEST))
            .with_state(self)
    }
}

/// Does something beside the threads that carry connections: SQLite works where it is called. Over
/// PostgreSQL, `await` it in its place.
async fn aside<T: Send + 'static>(
    work: impl Future<Output = T> + Send + 'static,
) -> Result<T, Problem> {
    let runtime = tokio::runtime::Handle::current();
    let done = tokio::task::spawn_blocking(move || runtime.block_on(work)).await;
    done.map_err(|_| Problem::unexpected())
}
