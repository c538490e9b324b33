//! Endpoints for people who are signed in.

use axum::extract::{Path, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse};
use profilekit::hub::{Credential, Guarded, Refusal, Target};
use profilekit::identity::Expected;

use crate::{App, Problem, aside};

/// What the caller may see of an account.
pub(crate) async fn show(
    State(app): State<App>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Problem> {
    let shown = aside(async move {
        let guarded = app.guard(&headers, "read", &account(&id)).await?;
        // Whoever looks in somebody else's session is named in the account.
        let call = guarded.who.call(app.clock.now());
        let seen = app.hub.get(&call, &account(&id)).await?;
        Ok::<_, Refusal>((guarded, seen.document))
    });
    let (guarded, document) = shown.await??;
    let limits = guarded.turn.map(|turn| turn.headers()).unwrap_or_default();
    let json = [(CONTENT_TYPE, "application/json")];
    Ok((json, AppendHeaders(limits), document))
}

/// For what the hub knows nothing of, the guard is all that is needed.
pub(crate) async fn change_picture(
    State(app): State<App>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<StatusCode, Problem> {
    let guarded = aside(async move { app.guard(&headers, "update", &account(&id)).await });
    guarded.await??;
    // Here the product would keep the picture.
    Ok(StatusCode::NO_CONTENT)
}

/// Acts as a persona from now on.
pub(crate) async fn act_as(
    State(app): State<App>,
    Path(persona): Path<String>,
    headers: HeaderMap,
) -> Result<StatusCode, Problem> {
    let switched = aside(async move {
        let now = app.clock.now();
        let who = app
            .identified(&headers, async |who| app.hub.signed_in(who, now).await)
            .await?;
        app.hub.switch_persona(&who.call(now), Some(&persona)).await
    });
    switched.await??;
    Ok(StatusCode::NO_CONTENT)
}

fn account(id: &str) -> Target<'_> {
    Target {
        kind: "user",
        id,
        ..Target::default()
    }
}

impl App {
    /// One call: 401, 403, 404, 429, or who it is.
    async fn guard(
        &self,
        headers: &HeaderMap,
        action: &str,
        target: &Target<'_>,
    ) -> Result<Guarded, Refusal> {
        let now = self.clock.now();
        let guard = async |who: &Credential<'_>| self.hub.guard(who, now, action, target).await;
        self.identified(headers, guard).await
    }

    /// Does something with what a request comes with.
    async fn identified<T>(
        &self,
        headers: &HeaderMap,
        then: impl AsyncFnOnce(&Credential<'_>) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let header = headers.get(AUTHORIZATION);
        let header = header.and_then(|value| value.to_str().ok());
        let parties: Vec<&str> = self.trust.parties.iter().map(String::as_str).collect();
        let expected = Expected {
            issuer: &self.trust.issuer,
            parties: &parties,
            ..Expected::default()
        };
        let credential = match header.and_then(|value| value.strip_prefix("Bearer ")) {
            None => Credential::Nobody,
            Some(token) => Credential::Token {
                token,
                keys: &self.trust.tokens,
                expected: &expected,
            },
        };
        then(&credential).await
    }
}
