//! Who people are: webhooks, session tokens, and what follows from what a provider says.

use std::cell::RefCell;
use std::iter;

use napi::bindgen_prelude::Utf16String;
use napi::{Env, JsString};
use napi_derive::napi;
use profilekit::error::{Code, Failure};
use profilekit::identity::{
    Expected, Family, Key, Link, LocalUser, News, Rate, Standing, TokenKeys, check_sender,
    parse_clerk, parse_clerk_user, plan_sync, verify_token, verify_webhook_within,
};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::kernel::with;
use crate::text::{Document, bytes, refused, string, text};

/// Most key sets that are kept ready.
const KEPT: usize = 16;

thread_local! {
    /// Key sets by their texts: reading one takes longer than verifying a token.
    static READY: RefCell<Vec<(String, TokenKeys)>> = const { RefCell::new(Vec::new()) };

    /// Keys of webhooks by their lines, as JavaScript has them.
    static SECRETS: RefCell<Vec<(Vec<u16>, Vec<Key>)>> = const { RefCell::new(Vec::new()) };
}

/// Verifies a webhook. `headers` are names and values in turn, each on a line of its own, of which
/// there are `lines`: a value with a line end in it would be taken for several. `keys` are keys,
/// each on a line; a key may have an instant behind a space, after which it is of no use. Instants
/// and the tolerance are microseconds.
///
/// Gives the place of the key that made the signature, twice, and one more for headers of Svix: a
/// number is given back in no time, and the rest of the answer stands in the headers.
#[napi(catch_unwind)]
pub fn verify_webhook(
    headers: Utf16String,
    lines: u32,
    body: Document<'_>,
    keys: Utf16String,
    now: f64,
    tolerance: f64,
) -> napi::Result<u32> {
    let headers = text(&headers)?;
    let mut rest = headers.split('\n');
    let pairs = iter::from_fn(|| Some((rest.next()?, rest.next()?)));
    let pairs: Vec<(&str, &str)> = pairs.collect();
    let ends = |end: u8| headers.bytes().filter(|byte| *byte == end).count();
    if ends(b'\n') != (lines as usize).saturating_sub(1) || ends(b'\r') > 0 {
        return Err(refused(Failure::bad_request("a header holds a line end")));
    }
    let mut room = Vec::new();
    let body = bytes(&body, &mut room)?;
    let (now, tolerance) = (whole(now)?, whole(tolerance)?);
    let verified = with_keys(&keys, |keys| {
        verify_webhook_within(tolerance, &pairs, body, keys, now)
    })?;
    let svix = u32::from(verified.family == Family::Svix);
    let place = u32::try_from(verified.key).ok();
    let told = place.and_then(|place| place.checked_mul(2)?.checked_add(svix));
    told.ok_or_else(|| refused(Failure::bad_request("there are too many keys")))
}

/// Does something with keys, which are read once.
fn with_keys<T>(lines: &[u16], then: impl FnOnce(&[Key]) -> Result<T, Failure>) -> napi::Result<T> {
    SECRETS.with_borrow_mut(|ready| {
        let known = ready.iter().position(|(known, _)| known == lines);
        let place = match known {
            Some(place) => place,
            None => {
                let keys: Result<Vec<Key>, Failure> = text(lines)?.lines().map(key).collect();
                if ready.len() == KEPT {
                    ready.remove(0);
                }
                ready.push((lines.to_vec(), keys.map_err(refused)?));
                ready.len() - 1
            }
        };
        let keys = ready.get(place).map_or(&[][..], |(_, keys)| keys);
        then(keys).map_err(refused)
    })
}

/// A key, and until when it is of use.
fn key(line: &str) -> Result<Key, Failure> {
    match line.split_once(' ') {
        None => Key::parse(line),
        Some((key, until)) => {
            let until = until
                .parse()
                .map_err(|_| Failure::bad_request("`until` is no instant"))?;
            Ok(Key::parse(key)?.until(until))
        }
    }
}

/// A whole number that JavaScript holds exactly.
fn whole(number: f64) -> napi::Result<i64> {
    const MOST: f64 = 9_007_199_254_740_991.0;
    if number.fract() != 0.0 || number.abs() > MOST {
        return Err(refused(Failure::bad_request(
            "an instant is no whole number",
        )));
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "it is whole, and within what both hold"
    )]
    Ok(number as i64)
}

/// Reads a delivery of Clerk. Gives, as JSON, the event, when it was said in microseconds, what it is
/// about (`user`, `gone`, `other`), and the identifier of whom.
#[napi(catch_unwind)]
pub fn read_webhook<'env>(env: &'env Env, body: Document<'_>) -> napi::Result<JsString<'env>> {
    let mut room = Vec::new();
    let notice = parse_clerk(bytes(&body, &mut room)?).map_err(refused)?;
    let (about, id) = match &notice.news {
        News::Present(user) => ("user", Some(user.id.as_str())),
        News::Gone(id) => ("gone", Some(id.as_str())),
        News::Other => ("other", None),
    };
    let (event, at) = (&notice.event, notice.at);
    let read = serde_json::json!({ "event": event, "at": at, "about": about, "id": id });
    string(env, &read.to_string())
}

/// What a token must say.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
struct Must {
    issuer: String,
    audiences: Vec<String>,
    parties: Vec<String>,
    /// In microseconds.
    skew: Option<i64>,
    pending: bool,
}

/// Verifies a session token by a key set (JWKS) or a key as PEM. Gives all that it says, as JSON.
#[napi(catch_unwind)]
pub fn verify_token_by<'env>(
    env: &'env Env,
    token: Utf16String,
    keys: Utf16String,
    expected: Utf16String,
    now: f64,
) -> napi::Result<JsString<'env>> {
    let must: Must = read(&text(&expected)?, "what is expected")?;
    let audiences: Vec<&str> = must.audiences.iter().map(String::as_str).collect();
    let parties: Vec<&str> = must.parties.iter().map(String::as_str).collect();
    let expected = Expected {
        issuer: &must.issuer,
        audiences: &audiences,
        parties: &parties,
        skew: must.skew.unwrap_or(Expected::SKEW),
        pending: must.pending,
    };
    let (token, now) = (text(&token)?, whole(now)?);
    let claims = ready(&text(&keys)?, |keys| {
        verify_token(&token, keys, &expected, now)
    });
    let claims = claims.map_err(refused)?;
    string(env, &serde_json::Value::Object(claims.all).to_string())
}

/// Does something with a key set, which is read once.
fn ready<T>(text: &str, then: impl FnOnce(&TokenKeys) -> Result<T, Failure>) -> Result<T, Failure> {
    READY.with_borrow_mut(|ready| {
        let known = ready.iter().position(|(known, _)| known == text);
        let place = match known {
            Some(place) => place,
            None => {
                let keys = match text.trim_start().starts_with("-----BEGIN") {
                    true => TokenKeys::from_pem(text)?,
                    false => TokenKeys::from_jwks(text.as_bytes())?,
                };
                if ready.len() == KEPT {
                    ready.remove(0);
                }
                ready.push((text.to_owned(), keys));
                ready.len() - 1
            }
        };
        let found = ready.get(place).map(|(_, keys)| keys);
        then(found.ok_or_else(|| Failure::bad_request("there is no such key set"))?)
    })
}

/// Where a request comes from, by the address of its connection and `X-Forwarded-For`; nothing where
/// the blueprint lets webhooks come from anywhere.
#[napi(catch_unwind)]
pub fn check_sender_of<'env>(
    env: &'env Env,
    session: u32,
    peer: Option<Utf16String>,
    forwarded: Option<Utf16String>,
) -> napi::Result<JsString<'env>> {
    let peer = peer.as_deref().map(text).transpose()?;
    // What is no address is as good as none: it is refused where one is needed.
    let peer = peer.and_then(|peer| peer.parse().ok());
    let forwarded = forwarded.as_deref().map(text).transpose()?;
    let from = with(session, |session| {
        let plan = session.kernel().model().identity.as_ref();
        let plan = plan.ok_or_else(|| Failure::new(Code::IdentityNotConfigured))?;
        check_sender(plan, peer, forwarded.as_deref())
    })?;
    string(env, &from.map(|from| from.to_string()).unwrap_or_default())
}

/// Counts a call by the rate of a persona, after others that left `free_at` behind, in microseconds
/// like `now`. Gives what becomes of it as JSON; `null` where the blueprint does not limit it.
#[napi(catch_unwind)]
pub fn count_call_of<'env>(
    env: &'env Env,
    session: u32,
    persona: Utf16String,
    free_at: Option<f64>,
    now: f64,
) -> napi::Result<JsString<'env>> {
    let (persona, now) = (text(&persona)?, whole(now)?);
    let free_at = free_at.map(whole).transpose()?;
    let rate = with(session, |session| {
        let model = session.kernel().model();
        let mut personas = model.personas.iter();
        match personas.any(|known| *known.name == *persona) {
            true => Ok(Rate::of_persona(model, &persona)),
            false => Err(Failure::bad_request("there is no such persona")),
        }
    })?;
    let told = rate.map(|rate| {
        let step = rate.step(free_at, now);
        serde_json::json!({
            "allowed": step.allowed, "freeAt": step.free_at, "remaining": step.remaining,
            "reset": step.reset, "retryAfter": step.retry_after, "headers": step.headers(rate),
        })
    });
    string(env, &serde_json::Value::from(told).to_string())
}

/// Whose session it is, in the blueprint's words, by the claims of a verified token, as JSON: tenant,
/// roles and persona.
#[napi(catch_unwind)]
pub fn standing_of<'env>(
    env: &'env Env,
    session: u32,
    claims: Utf16String,
) -> napi::Result<JsString<'env>> {
    let claims = read(&text(&claims)?, "the claims")?;
    let said = with(session, |session| {
        Standing::of(session.kernel().model(), &claims)
    })?;
    let tenant = said.tenant.as_ref().map(|tenant| tenant.as_str());
    let (roles, persona) = (said.roles, said.persona);
    let told = serde_json::json!({ "tenant": tenant, "roles": roles, "persona": persona });
    string(env, &told.to_string())
}

/// What follows for an account from what the provider says of a user: the plan as JSON. `local` and
/// `link` are JSON, `null` where there is none.
#[napi(catch_unwind)]
pub fn plan_user<'env>(
    env: &'env Env,
    session: u32,
    user: Document<'_>,
    local: Utf16String,
    link: Utf16String,
    now: f64,
) -> napi::Result<JsString<'env>> {
    let mut room = Vec::new();
    let user = parse_clerk_user(bytes(&user, &mut room)?).map_err(refused)?;
    let local: Option<LocalUser> = read(&text(&local)?, "the account")?;
    let link: Option<Link> = read(&text(&link)?, "the tie")?;
    let now = whole(now)?;
    let plan = with(session, |session| {
        let model = session.kernel().model();
        plan_sync(model, &user, local.as_ref(), link.as_ref(), now)
    });
    string(env, &plan?.to_json())
}

fn read<T: DeserializeOwned>(text: &str, what: &str) -> napi::Result<T> {
    let bad = |error| {
        refused(Failure::bad_request(format!(
            "{what} cannot be read: {error}"
        )))
    };
    serde_json::from_str(text).map_err(bad)
}
