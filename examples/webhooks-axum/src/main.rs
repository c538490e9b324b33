//! Serves the endpoints over a SQLite file. What it needs comes from the environment:
//!
//! - `CLERK_WEBHOOK_SECRET`: the endpoint's secret, `whsec_…`
//! - `CLERK_WEBHOOK_SECRET_BEFORE` and `CLERK_WEBHOOK_SECRET_BEFORE_UNTIL`: while it is replaced, the
//!   one before it, and until when that counts, such as `2026-03-01T00:00:00Z`
//! - `CLERK_ISSUER`: who signs sessions, such as `https://clerk.example.com`; its key set is fetched
//!   from there
//! - `APP_ORIGIN`: the site that they are made for, such as `https://app.example.com`
//! - `DATABASE` (`accounts.db`), `ADDRESS` (`127.0.0.1:3000`)

use std::env;
use std::error::Error;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use profilekit::Kernel;
use profilekit::error::{Code, Failure};
use profilekit::hub::Hub;
use profilekit::identity::{Key, TokenKeys};
use profilekit::time::parse_instant;
use profilekit_example_axum::{App, KeySource, Machine, Trust};
use profilekit_sqlite::SqliteStore;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use ureq::Agent;

const MINUTE: Duration = Duration::from_secs(60);

/// The most that is read of a key set, in bytes.
const LARGEST: u64 = 1 << 18;

const BLUEPRINT: &[u8] = include_bytes!("../blueprint.json");

fn named(name: &str) -> Result<String, String> {
    env::var(name).map_err(|_| format!("{name} is not set"))
}

/// The secrets that count now.
fn secrets() -> Result<Vec<Key>, Box<dyn Error>> {
    let mut keys = vec![Key::parse(&named("CLERK_WEBHOOK_SECRET")?)?];
    if let Ok(before) = env::var("CLERK_WEBHOOK_SECRET_BEFORE") {
        let until = parse_instant(&named("CLERK_WEBHOOK_SECRET_BEFORE_UNTIL")?);
        let until = until.ok_or("CLERK_WEBHOOK_SECRET_BEFORE_UNTIL is no instant")?;
        keys.push(Key::parse(&before)?.until(until));
    }
    Ok(keys)
}

/// The key set that an issuer publishes.
struct Published {
    agent: Agent,
    address: String,
}

impl Published {
    fn of(issuer: &str) -> Self {
        let config = Agent::config_builder()
            .https_only(true)
            .max_redirects(0)
            .timeout_global(Some(Duration::from_secs(5)));
        Self {
            agent: config.build().into(),
            address: format!("{issuer}/.well-known/jwks.json"),
        }
    }
}

impl KeySource for Published {
    fn fetch(&self) -> Result<TokenKeys, Failure> {
        let failed = |error: ureq::Error| {
            Failure::new(Code::IdentityProviderFailed).with("reason", error.to_string())
        };
        let mut answer = self.agent.get(&self.address).call().map_err(failed)?;
        let set = answer.body_mut().with_config().limit(LARGEST);
        TokenKeys::from_jwks(&set.read_to_vec().map_err(failed)?)
    }
}

fn app() -> Result<App, Box<dyn Error>> {
    let kernel = Kernel::compile(BLUEPRINT).map_err(|problems| format!("{problems:?}"))?;
    let file = env::var("DATABASE").unwrap_or_else(|_| "accounts.db".to_owned());
    let store = Arc::new(SqliteStore::open(file)?);
    let issuer = named("CLERK_ISSUER")?;
    let trust = Trust {
        webhooks: secrets()?,
        tokens: Arc::new(Published::of(&issuer)),
        issuer,
        parties: vec![named("APP_ORIGIN")?],
    };
    let hub = Hub::new(kernel, store, Arc::new(Machine));
    Ok(App::new(hub, trust, Arc::new(Machine))?)
}

async fn serve() -> Result<(), Box<dyn Error>> {
    let address = env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:3000".to_owned());
    let listener = TcpListener::bind(address).await?;
    let app = app()?;
    tokio::spawn(keep_looks(app.clone()));
    let service = app.clone().router();
    let service = service.into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, service).with_graceful_shutdown(asked_to_end());
    serving.await?;
    Ok(app.flush().await?)
}

/// Who saw whose data is written with the changes that are made, and every minute.
async fn keep_looks(app: App) {
    loop {
        tokio::time::sleep(MINUTE).await;
        if let Err(error) = app.flush().await {
            eprintln!("who saw what waits still: {error}");
        }
    }
}

/// Ends with the interrupt of a terminal, or the one by which a supervisor ends a service.
async fn asked_to_end() {
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut asked) => asked.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => (),
        _ = terminated => (),
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(serve())
}
