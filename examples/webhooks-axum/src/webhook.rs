//! The endpoint for the provider's webhooks.

use std::net::SocketAddr;

use axum::body::Bytes;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode};
use profilekit::hub::{Call, Webhook};

use crate::{App, Problem, aside};

/// Takes the body as bytes: what is signed are these, and a body that was parsed and written anew
/// has another signature.
///
/// What will never go well is never answered with 500, or the provider would send it for days: the
/// hub says what to answer.
pub(crate) async fn handle(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, Problem> {
    let handled = aside(async move {
        let headers: Vec<(&str, &str)> = headers
            .iter()
            // None of the provider's headers is anything else than text.
            .filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)))
            .collect();
        let webhook = Webhook {
            headers: &headers,
            body: &body,
            peer: Some(peer.ip()),
        };
        let call = Call::new(&app.system, app.clock.now()).named("webhooks");
        app.hub
            .handle_webhook(&call, &app.trust.webhooks, &webhook)
            .await
    });
    let status = handled.await??.status();
    StatusCode::from_u16(status).map_err(|_| Problem::unexpected())
}
