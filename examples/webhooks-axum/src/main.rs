//! Serves the endpoints over a SQLite file. What it needs comes from the environment:
//!
//! - `CLERK_WEBHOOK_SECRET`: the endpoint's secret, `whsec_…`
//! - `CLERK_PEM`: the public key by which sessions are signed, as PEM
//! - `CLERK_ISSUER`: who signs them, such as `https://clerk.example.com`
//! - `APP_ORIGIN`: the site that they are made for, such as `https://app.example.com`
//! - `DATABASE` (`accounts.db`), `ADDRESS` (`127.0.0.1:3000`)

use std::env;
use std::error::Error;
use std::net::SocketAddr;
use std::sync::Arc;

use profilekit::Kernel;
use profilekit::hub::Hub;
use profilekit::identity::{Key, TokenKeys};
use profilekit_example_axum::{App, Machine, Trust};
use profilekit_sqlite::SqliteStore;
use tokio::net::TcpListener;

const BLUEPRINT: &[u8] = include_bytes!("../blueprint.json");

fn named(name: &str) -> Result<String, String> {
    env::var(name).map_err(|_| format!("{name} is not set"))
}

fn app() -> Result<App, Box<dyn Error>> {
    let kernel = Kernel::compile(BLUEPRINT).map_err(|problems| format!("{problems:?}"))?;
    let file = env::var("DATABASE").unwrap_or_else(|_| "accounts.db".to_owned());
    let store = Arc::new(SqliteStore::open(file)?);
    let trust = Trust {
        webhooks: vec![Key::parse(&named("CLERK_WEBHOOK_SECRET")?)?],
        tokens: TokenKeys::from_pem(&named("CLERK_PEM")?)?,
        issuer: named("CLERK_ISSUER")?,
        parties: vec![named("APP_ORIGIN")?],
    };
    let hub = Hub::new(kernel, store, Arc::new(Machine));
    Ok(App::new(hub, trust, Arc::new(Machine))?)
}

async fn serve() -> Result<(), Box<dyn Error>> {
    let address = env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:3000".to_owned());
    let listener = TcpListener::bind(address).await?;
    let router = app()?.router();
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    Ok(axum::serve(listener, service).await?)
}

fn main() -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(serve())
}
