//! Clerk's own interface.

use std::fmt;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use async_trait::async_trait;
use profilekit::error::{Code, Failure};
use profilekit::hub::{Clock, ProviderClient, Undelivered, UserPage};
use profilekit::identity::{ProviderUser, parse_clerk_users};
use profilekit::privacy::Digest;
use ureq::Agent;
use url::Url;

use crate::aside::aside;
use crate::clock::SystemClock;
use crate::error::SinkError;
use crate::http::{Answer, HttpSettings, address, agent, answer};

/// Most users that Clerk gives in one go.
const MOST: usize = 100;

/// The most that is read of an answer, in bytes: a hundred users with much metadata.
const LIMIT: u64 = 16 << 20;

/// How many users a page remembers of the one before it.
const REMEMBERED: usize = 5;

/// How often Clerk is asked again for users where it says when.
const AGAIN: u32 = 3;

/// The longest wait until then.
const WAIT: Duration = Duration::from_secs(30);

/// Clerk's Backend API: users page by page in the order in which they were made, users by their
/// identifiers or mail addresses, and roles in their metadata.
///
/// A page begins with the last users of the one before it: where they stand further ahead by now,
/// somebody was deleted meanwhile, and what is behind them is read from there. So nobody is passed
/// over, and only where all of them are gone does everything come once more.
///
/// ```
/// use profilekit_sinks::{ClerkClient, HttpSettings};
/// assert!(ClerkClient::new("sk_test_1", &HttpSettings::default()).is_ok());
/// let refused = ClerkClient::new("", &HttpSettings::default());
/// assert_eq!(refused.unwrap_err().to_string(), "there is no secret to sign with");
/// ```
#[derive(Clone)]
pub struct ClerkClient {
    agent: Agent,
    base: Arc<str>,
    secret: Arc<str>,
    clock: Arc<dyn Clock>,
    longest_wait: Duration,
}

impl ClerkClient {
    /// Where Clerk answers.
    pub const ADDRESS: &'static str = "https://api.clerk.com/v1/";

    /// A client with a secret key.
    ///
    /// # Errors
    /// What cannot be used of what was handed in.
    pub fn new(secret: &str, settings: &HttpSettings) -> Result<Self, SinkError> {
        Self::at(Self::ADDRESS, secret, settings)
    }

    /// The same at another address, which ends in `/`: a proxy's, or a test's.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn at(base: &str, secret: &str, settings: &HttpSettings) -> Result<Self, SinkError> {
        let plain = secret.bytes().all(|byte| byte.is_ascii_graphic());
        if secret.is_empty() || !plain {
            return Err(SinkError::NoSecret);
        }
        let base = address::checked(base, settings.plain)?;
        if !base.ends_with('/') {
            return Err(SinkError::Address("it does not end in `/`"));
        }
        Ok(Self {
            agent: agent::agent(settings)?,
            base: base.into(),
            secret: secret.into(),
            clock: Arc::new(SystemClock),
            longest_wait: settings.longest_wait,
        })
    }

    fn url(&self, path: &[&str], query: &[(&str, &str)]) -> Result<String, Failure> {
        let mut url = Url::parse(&self.base).map_err(|_| failed("the address cannot be read"))?;
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path);
        }
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        Ok(url.into())
    }

    /// Users that a query asks for.
    async fn get(&self, query: &[(&str, &str)]) -> Result<Vec<ProviderUser>, Failure> {
        let url = self.url(&["users"], query)?;
        let (agent, secret) = (self.agent.clone(), Arc::clone(&self.secret));
        let now = self.clock.now();
        let body = aside(move || fetch(&agent, &secret, &url, now)).await;
        let body = body
            .and_then(|body| body)
            .map_err(|error| failed(error.reason))?;
        parse_clerk_users(&body)
    }

    async fn from(&self, offset: usize, limit: usize) -> Result<Vec<ProviderUser>, Failure> {
        let (offset, limit) = (offset.to_string(), limit.to_string());
        let order = ("order_by", "+created_at");
        self.get(&[order, ("offset", &offset), ("limit", &limit)])
            .await
    }
}

impl ClerkClient {
    /// The users behind some that were seen, and the place of the first of them. Whoever was before
    /// them and is gone made them move ahead; where all of them are gone themselves, all begins again.
    async fn behind(
        &self,
        after: &str,
        limit: usize,
    ) -> Result<(usize, Vec<ProviderUser>), Failure> {
        let (place, seen) = reached(after).ok_or_else(|| failed("there is no such page"))?;
        let mut place = place.saturating_sub(seen.len());
        let asked = limit + seen.len();
        loop {
            let mut users = self.from(place, asked).await?;
            let last = users
                .iter()
                .rposition(|user| seen.contains(&user.id.as_str()));
            match last {
                Some(last) if users.len() < asked || users.len() - last > limit => {
                    return Ok((place + last + 1, users.split_off(last + 1)));
                }
                // They moved, and their page does not reach far enough.
                Some(last) => place += last,
                None if place == 0 => return Ok((0, users)),
                None => place = place.saturating_sub(limit),
            }
        }
    }
}

impl fmt::Debug for ClerkClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClerkClient").finish_non_exhaustive()
    }
}

fn failed(reason: impl Into<String>) -> Failure {
    Failure::new(Code::IdentityProviderFailed).with("reason", reason.into())
}

/// Asks until there is an answer, as often as Clerk says when to ask again.
fn fetch(agent: &Agent, secret: &str, url: &str, now: i64) -> Result<Vec<u8>, Undelivered> {
    let mut again = AGAIN;
    loop {
        let request = agent
            .get(url)
            .header("authorization", format!("Bearer {secret}"));
        let mut response = request.call().map_err(answer::failed)?;
        let Err(refused) = Answer::of(&response).judged(now, WAIT) else {
            let body = response.body_mut().with_config().limit(LIMIT);
            return body.read_to_vec().map_err(answer::failed);
        };
        let after = refused.after.and_then(|after| u64::try_from(after).ok());
        match after.filter(|_| again > 0) {
            Some(after) => thread::sleep(Duration::from_micros(after)),
            None => return Err(refused),
        }
        again -= 1;
    }
}

/// How far a list was read: the place behind the last user, and some of the last ones.
fn reached(after: &str) -> Option<(usize, Vec<&str>)> {
    let (offset, seen) = after.split_once(' ')?;
    Some((offset.parse().ok()?, seen.split(' ').collect()))
}

/// Where the next page begins.
fn next(place: usize, users: &[ProviderUser]) -> String {
    let last = users.iter().rev().take(REMEMBERED);
    let last: Vec<&str> = last.map(|user| user.id.as_str()).collect();
    format!("{place} {}", last.join(" "))
}

#[async_trait]
impl ProviderClient for ClerkClient {
    /// The address and the key say which instance it is; of the key, a hash that tells nobody.
    fn source(&self) -> String {
        let digest = Digest::of_parts([&*self.base, &*self.secret]).to_string();
        format!("clerk {}", digest.get(..16).unwrap_or_default())
    }

    async fn page(&self, after: Option<&str>, limit: usize) -> Result<UserPage, Failure> {
        let limit = limit.clamp(1, MOST - REMEMBERED);
        let (offset, mut users) = match after {
            None => (0, self.from(0, limit).await?),
            Some(after) => self.behind(after, limit).await?,
        };
        users.truncate(limit);
        let more = users.len() == limit;
        let next = more.then(|| next(offset + users.len(), &users));
        Ok(UserPage { users, next })
    }

    async fn users(&self, ids: &[&str], emails: &[&str]) -> Result<Vec<ProviderUser>, Failure> {
        let ids = ids.iter().map(|id| ("user_id", *id));
        let emails = emails.iter().map(|email| ("email_address", *email));
        let (ids, emails): (Vec<_>, Vec<_>) = (ids.collect(), emails.collect());
        let mut users = Vec::new();
        // Several filters narrow what is found: each is asked for by itself.
        for chunk in ids.chunks(MOST).chain(emails.chunks(MOST)) {
            let most = MOST.to_string();
            let query: Vec<(&str, &str)> = chunk
                .iter()
                .copied()
                .chain([("limit", most.as_str())])
                .collect();
            users.extend(self.get(&query).await?);
        }
        Ok(users)
    }

    async fn set_roles(
        &self,
        user: &str,
        claim: &str,
        roles: &[String],
    ) -> Result<(), Undelivered> {
        let unreadable = |_| Undelivered::lasting("the address cannot be read");
        let url = self
            .url(&["users", user, "metadata"], &[])
            .map_err(unreadable)?;
        let body = nested(claim, roles);
        let (agent, secret) = (self.agent.clone(), Arc::clone(&self.secret));
        let answer = aside(move || patch(&agent, &secret, &url, body)).await??;
        answer.judged(self.clock.now(), self.longest_wait)
    }
}

fn patch(agent: &Agent, secret: &str, url: &str, body: String) -> Result<Answer, Undelivered> {
    let request = agent
        .patch(url)
        .header("authorization", format!("Bearer {secret}"));
    let request = request.header("content-type", "application/json");
    let mut response = request.send(body).map_err(answer::failed)?;
    let answer = Answer::of(&response);
    // Read to its end, a connection is used again.
    let _ = response
        .body_mut()
        .with_config()
        .limit(answer::MOST)
        .read_to_vec();
    Ok(answer)
}

/// The metadata that has roles at a claim; what Clerk keeps besides stays.
fn nested(claim: &str, roles: &[String]) -> String {
    use profilekit::json::quoted;
    let roles: Vec<String> = roles.iter().map(|role| quoted(role)).collect();
    let list = format!("[{}]", roles.join(","));
    let names = claim.split('.').rev();
    names.fold(list, |inner, name| format!("{{{}:{inner}}}", quoted(name)))
}
