//! Where users come from: a file, or Clerk.

use std::net::IpAddr;
use std::path::Path;

use async_trait::async_trait;
use profilekit::error::Failure;
use profilekit::hub::{ProviderClient, Undelivered, UserPage};
use profilekit::identity::{ProviderUser, parse_clerk_user};
use profilekit_sinks::{ClerkClient, HttpSettings};
use url::{Host, Url};

use crate::args::identity::Reconcile;
use crate::input::{self, Session};
use crate::output::Misuse;

/// Where Clerk's secret key is: an argument would be seen by everybody on the machine.
const SECRET: &str = "CLERK_SECRET_KEY";

/// The users that the arguments name.
pub(super) fn users(
    args: &Reconcile,
    session: &Session,
) -> Result<Box<dyn ProviderClient>, Misuse> {
    Ok(match &args.file {
        Some(file) => Box::new(Lines::read(file, session)?),
        None => Box::new(clerk(args.clerk_address.as_deref())?),
    })
}

fn clerk(address: Option<&str>) -> Result<ClerkClient, Misuse> {
    let secret = std::env::var(SECRET)
        .ok()
        .filter(|secret| !secret.is_empty());
    let secret = secret.ok_or_else(|| {
        let help = format!("Put the secret key of Clerk's dashboard into {SECRET}.");
        Misuse::new(format!("{SECRET} is not set."), help)
    })?;
    let address = address.unwrap_or(ClerkClient::ADDRESS);
    let settings = HttpSettings {
        plain: is_here(address),
        ..HttpSettings::default()
    };
    let client = ClerkClient::at(address, &secret, &settings);
    client.map_err(|error| Misuse::new(format!("Clerk cannot be asked: {error}."), ""))
}

/// Whether an address is on this machine: nobody else hears what is said there.
fn is_here(address: &str) -> bool {
    let url = Url::parse(address).ok();
    match url.as_ref().and_then(Url::host) {
        Some(Host::Ipv4(ip)) => IpAddr::from(ip).is_loopback(),
        Some(Host::Ipv6(ip)) => IpAddr::from(ip).is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

/// The users of a file, as a provider has them.
struct Lines(Vec<ProviderUser>);

impl Lines {
    fn read(file: &Path, session: &Session) -> Result<Self, Misuse> {
        let text = input::read(file)?;
        let lines = text.split(|byte| *byte == b'\n');
        let lines = lines.filter(|line| !line.trim_ascii().is_empty());
        let users = lines.map(parse_clerk_user).collect::<Result<_, _>>();
        users.map(Self).map_err(session.misuse())
    }
}

#[async_trait]
impl ProviderClient for Lines {
    async fn page(&self, after: Option<&str>, limit: usize) -> Result<UserPage, Failure> {
        let from = after.and_then(|after| after.parse().ok()).unwrap_or(0);
        let rest = self.0.get(from..).unwrap_or_default();
        let users: Vec<ProviderUser> = rest.iter().take(limit).cloned().collect();
        let next = Some(from + users.len()).filter(|next| *next < self.0.len());
        Ok(UserPage {
            users,
            next: next.map(|next| next.to_string()),
        })
    }

    async fn users(&self, ids: &[&str], emails: &[&str]) -> Result<Vec<ProviderUser>, Failure> {
        let asked = |user: &&ProviderUser| {
            let email = user.email().map_or("", |email| email.value.as_str());
            ids.contains(&user.id.as_str()) || emails.contains(&email)
        };
        Ok(self.0.iter().filter(asked).cloned().collect())
    }

    async fn set_roles(&self, _: &str, _: &str, _: &[String]) -> Result<(), Undelivered> {
        Err(Undelivered::lasting("a file is told nothing"))
    }
}
