//! What Clerk sends: read tolerantly, because what is not looked at may change.

mod loose;

use serde::Deserialize;

use self::loose::{Any, Each, Maybe, Members};
use super::user::{Contact, ProviderUser};
use crate::error::{Code, Failure};
use crate::id::Id;

/// What a delivery says.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// What happened, such as `user.updated`.
    pub event: String,
    /// When, in microseconds since 1970 UTC, where that is said.
    pub at: Option<i64>,
    /// What became of whom.
    pub news: News,
}

/// What became of whom.
#[derive(Debug, Clone, PartialEq)]
pub enum News {
    /// Somebody is there, as they are now.
    Present(Box<ProviderUser>),
    /// Somebody was deleted.
    Gone(Id),
    /// Something that is no concern of people's accounts.
    Other,
}

/// The longest name of an event.
const LONGEST: usize = 128;

#[derive(Deserialize, Default)]
#[serde(default)]
struct Envelope<'d> {
    #[serde(borrow, rename = "type")]
    event: Any<'d>,
    #[serde(borrow)]
    timestamp: Any<'d>,
    #[serde(borrow)]
    data: Maybe<User<'d>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct User<'d> {
    #[serde(borrow)]
    id: Any<'d>,
    #[serde(borrow)]
    external_id: Any<'d>,
    #[serde(borrow)]
    email_addresses: Each<Item<'d>>,
    #[serde(borrow)]
    primary_email_address_id: Any<'d>,
    #[serde(borrow)]
    phone_numbers: Each<Item<'d>>,
    #[serde(borrow)]
    primary_phone_number_id: Any<'d>,
    #[serde(borrow)]
    first_name: Any<'d>,
    #[serde(borrow)]
    last_name: Any<'d>,
    #[serde(borrow)]
    username: Any<'d>,
    #[serde(borrow)]
    image_url: Any<'d>,
    #[serde(borrow)]
    has_image: Any<'d>,
    public_metadata: Members,
    private_metadata: Members,
    #[serde(borrow)]
    external_accounts: Each<Account<'d>>,
    #[serde(borrow)]
    locked: Any<'d>,
    #[serde(borrow)]
    banned: Any<'d>,
    #[serde(borrow)]
    created_at: Any<'d>,
    #[serde(borrow)]
    updated_at: Any<'d>,
}

/// A mail address or a phone number.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Item<'d> {
    #[serde(borrow)]
    id: Any<'d>,
    #[serde(borrow)]
    email_address: Any<'d>,
    #[serde(borrow)]
    phone_number: Any<'d>,
    #[serde(borrow)]
    verification: Maybe<Verification<'d>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Verification<'d> {
    #[serde(borrow)]
    status: Any<'d>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Account<'d> {
    #[serde(borrow)]
    provider: Any<'d>,
    #[serde(borrow)]
    provider_user_id: Any<'d>,
}

/// Reads a delivery of Clerk. Events of other sorts than `user.created`, `user.updated` and
/// `user.deleted` are [`News::Other`], whatever they hold.
///
/// # Errors
/// [`Code::IdentityBadPayload`] for what is no such delivery, [`Code::IdentityNoUserId`] where it
/// does not say whom it is about.
///
/// ```
/// use profilekit::identity::{News, parse_clerk};
/// let body = br#"{"type":"user.deleted","timestamp":1700000000000,"data":{"id":"user_1","deleted":true}}"#;
/// let notice = parse_clerk(body).unwrap();
/// assert_eq!(notice.at, Some(1_700_000_000_000_000));
/// assert!(matches!(notice.news, News::Gone(id) if id.as_str() == "user_1"));
///
/// let failure = parse_clerk(br#"{"type":"user.deleted","data":{}}"#).unwrap_err();
/// assert_eq!(failure.code().as_str(), "identity.no_user_id");
/// ```
pub fn parse_clerk(body: &[u8]) -> Result<Notice, Failure> {
    let envelope: Envelope<'_> = read(body)?;
    let event = envelope
        .event
        .text()
        .ok_or_else(|| bad("it has no `type`"))?;
    let plain = event.bytes().all(|byte| byte.is_ascii_graphic());
    if !plain || event.is_empty() || event.len() > LONGEST {
        return Err(bad("its `type` is no name"));
    }
    let (event, at) = (event.to_owned(), envelope.timestamp.number().map(micros));
    let news = match event.as_str() {
        "user.created" | "user.updated" => {
            News::Present(Box::new(about(envelope.data)?.into_user()?))
        }
        "user.deleted" => News::Gone(about(envelope.data)?.who()?),
        _ => News::Other,
    };
    Ok(Notice { event, at, news })
}

/// Reads a user as Clerk's API gives them.
///
/// # Errors
/// As [`parse_clerk`].
pub fn parse_clerk_user(body: &[u8]) -> Result<ProviderUser, Failure> {
    let user: Maybe<User<'_>> = read(body)?;
    user.0.ok_or_else(|| bad("it is no user"))?.into_user()
}

/// Reads a list of users as Clerk's API gives it.
///
/// # Errors
/// As [`parse_clerk`]. One user that cannot be read spoils the list: nobody is taken for missing.
pub fn parse_clerk_users(body: &[u8]) -> Result<Vec<ProviderUser>, Failure> {
    let users: Vec<Maybe<User<'_>>> = read(body)?;
    let user = |user: Maybe<User<'_>>| user.0.ok_or_else(|| bad("it is no user"))?.into_user();
    users.into_iter().map(user).collect()
}

fn about<'d>(data: Maybe<User<'d>>) -> Result<User<'d>, Failure> {
    data.0.ok_or_else(|| bad("it has no `data`"))
}

fn read<'d, T: Deserialize<'d>>(body: &'d [u8]) -> Result<T, Failure> {
    serde_json::from_slice(body).map_err(|error| {
        // The error's own words may quote the delivery.
        bad(format!(
            "JSON is expected at line {} column {}",
            error.line(),
            error.column()
        ))
    })
}

fn bad(reason: impl Into<crate::error::Param>) -> Failure {
    Failure::new(Code::IdentityBadPayload).with("reason", reason)
}

/// Seconds, milliseconds or microseconds since 1970 as microseconds: what is told apart lies
/// thousands of years from each other.
fn micros(number: i64) -> i64 {
    const SECONDS: i64 = 100_000_000_000;
    const MILLIS: i64 = SECONDS * 1000;
    match number {
        ..SECONDS => number.saturating_mul(1_000_000),
        SECONDS..MILLIS => number.saturating_mul(1000),
        _ => number,
    }
}

impl User<'_> {
    fn who(&self) -> Result<Id, Failure> {
        let id = self.id.text().and_then(Id::new);
        id.ok_or_else(|| Failure::new(Code::IdentityNoUserId))
    }

    fn into_user(self) -> Result<ProviderUser, Failure> {
        let (emails, primary_email) = contacts(
            &self.email_addresses,
            &self.primary_email_address_id,
            |item| &item.email_address,
        );
        let (phones, primary_phone) =
            contacts(&self.phone_numbers, &self.primary_phone_number_id, |item| {
                &item.phone_number
            });
        let accounts = self.external_accounts.0.iter().filter_map(Account::named);
        // Without a picture of the person, the address is that of a drawing.
        let image = self
            .image_url
            .owned()
            .filter(|_| self.has_image.flag() != Some(false));
        Ok(ProviderUser {
            id: self.who()?,
            external_id: self.external_id.text().and_then(Id::new),
            emails,
            primary_email,
            phones,
            primary_phone,
            first_name: self.first_name.owned(),
            last_name: self.last_name.owned(),
            username: self.username.owned(),
            image,
            accounts: accounts.collect(),
            locked: self.locked.flag() == Some(true),
            banned: self.banned.flag() == Some(true),
            created_at: self.created_at.number().map(micros),
            updated_at: self.updated_at.number().map(micros),
            public_metadata: self.public_metadata.0,
            private_metadata: self.private_metadata.0,
        })
    }
}

impl Account<'_> {
    fn named(&self) -> Option<(String, String)> {
        Some((self.provider.owned()?, self.provider_user_id.owned()?))
    }
}

/// The contacts of a list that have a value, and which of them is the primary one.
fn contacts<'l, 'd>(
    all: &'l Each<Item<'d>>,
    primary: &Any<'_>,
    value: impl Fn(&'l Item<'d>) -> &'l Any<'d>,
) -> (Vec<Contact>, Option<usize>) {
    let (mut contacts, mut place) = (Vec::new(), None);
    for item in &all.0 {
        let Some(value) = value(item).owned() else {
            continue;
        };
        if primary.text().is_some() && item.id.text() == primary.text() {
            place = Some(contacts.len());
        }
        let status = item
            .verification
            .0
            .as_ref()
            .and_then(|one| one.status.text());
        let verified = status == Some("verified");
        contacts.push(Contact { value, verified });
    }
    (contacts, place)
}
