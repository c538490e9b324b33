//! Endpoints for people who are signed in.

use axum::extract::{Path, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse};
use profilekit::error::Code;
use profilekit::hub::{Credential, Guarded, Refusal, SignedIn, Target, Turn};
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
    let json = [(CONTENT_TYPE, "application/json")];
    Ok((json, limits(guarded.turn), document))
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
) -> Result<impl IntoResponse, Problem> {
    let switched = aside(async move {
        let (who, turn) = app.signed_in(&headers).await?;
        let call = who.call(app.clock.now());
        app.hub.switch_persona(&call, Some(&persona)).await?;
        Ok::<_, Refusal>(turn)
    });
    let turn = switched.await??;
    Ok((StatusCode::NO_CONTENT, limits(turn)))
}

/// How often they may call, and what is left of it.
fn limits(turn: Option<Turn>) -> AppendHeaders<Vec<(&'static str, String)>> {
    AppendHeaders(turn.map(|turn| turn.headers()).unwrap_or_default())
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

    /// Who it is, where there is no record to be guarded: 401, or 429. It counts as a call, as with
    /// `guard`, or whoever calls too often would go on here.
    async fn signed_in(&self, headers: &HeaderMap) -> Result<(SignedIn, Option<Turn>), Refusal> {
        let now = self.clock.now();
        let sign_in = async |who: &Credential<'_>| self.hub.signed_in(who, now).await;
        let who = self.identified(headers, sign_in).await?;
        let turn = self.hub.turn(&who.subject, now);
        turn.map_or(Ok(()), |turn| turn.check())?;
        Ok((who, turn))
    }

    /// Does something with what a request comes with; once more where its key is not known and
    /// there are others by now.
    async fn identified<T>(
        &self,
        headers: &HeaderMap,
        then: impl AsyncFnOnce(&Credential<'_>) -> Result<T, Refusal> + Copy,
    ) -> Result<T, Refusal> {
        let header = headers.get(AUTHORIZATION);
        let header = header.and_then(|value| value.to_str().ok());
        let Some(token) = header.and_then(|value| value.strip_prefix("Bearer ")) else {
            return then(&Credential::Nobody).await;
        };
        let parties: Vec<&str> = self.trust.parties.iter().map(String::as_str).collect();
        let expected = &Expected {
            issuer: &self.trust.issuer,
            parties: &parties,
            ..Expected::default()
        };
        let known = self.keys.current();
        let with = |keys| Credential::Token {
            token,
            keys,
            expected,
        };
        let refusal = match then(&with(&known)).await {
            Err(refusal) if refusal.is(Code::IdentityUnknownKey) => refusal,
            done => return done,
        };
        match self.keys.others(&known, self.clock.now()) {
            Some(keys) => then(&with(&keys)).await,
            None => Err(refusal),
        }
    }
}
