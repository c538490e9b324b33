//! Where users come from: a file, or Clerk.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use async_trait::async_trait;
use profilekit::error::Failure;
use profilekit::hub::{ProviderClient, Undelivered, UserPage};
use profilekit::identity::{ProviderUser, parse_clerk_user};
use profilekit::privacy::Digest;

use crate::args::identity::Reconcile;
use crate::clerk;
use crate::input::{self, Session};
use crate::output::Misuse;

/// The users that the arguments name.
pub(super) fn users(
    args: &Reconcile,
    session: &Session,
) -> Result<Box<dyn ProviderClient>, Misuse> {
    Ok(match &args.file {
        Some(file) => Box::new(Lines::read(file, session)?),
        None => Box::new(clerk::client(args.clerk_address.as_deref())?),
    })
}

/// The users of a file, as a provider has them.
#[derive(Default)]
struct Lines {
    /// A hash of the file.
    digest: String,
    users: Vec<ProviderUser>,
    /// Where each is, by identifier.
    by_id: HashMap<String, Vec<usize>>,
    /// Where each is, by mail address in small letters.
    by_email: HashMap<String, Vec<usize>>,
}

impl Lines {
    fn read(file: &Path, session: &Session) -> Result<Self, Misuse> {
        let text = input::read(file)?;
        let lines = text.split(|byte| *byte == b'\n');
        let mut all = Self {
            digest: Digest::of(&text).to_string(),
            ..Self::default()
        };
        for line in lines.filter(|line| !line.trim_ascii().is_empty()) {
            all.add(parse_clerk_user(line).map_err(session.misuse())?);
        }
        Ok(all)
    }

    fn add(&mut self, user: ProviderUser) {
        let place = self.users.len();
        let places = self.by_id.entry(user.id.as_str().to_owned());
        places.or_default().push(place);
        for email in &user.emails {
            let places = self.by_email.entry(email.value.to_lowercase());
            places.or_default().push(place);
        }
        self.users.push(user);
    }
}

#[async_trait]
impl ProviderClient for Lines {
    fn source(&self) -> String {
        format!("file {}", self.digest)
    }

    async fn page(&self, after: Option<&str>, limit: usize) -> Result<UserPage, Failure> {
        let from = after.and_then(|after| after.parse().ok()).unwrap_or(0);
        let rest = self.users.get(from..).unwrap_or_default();
        let users: Vec<ProviderUser> = rest.iter().take(limit).cloned().collect();
        let next = Some(from + users.len()).filter(|next| *next < self.users.len());
        Ok(UserPage {
            users,
            next: next.map(|next| next.to_string()),
        })
    }

    async fn users(&self, ids: &[&str], emails: &[&str]) -> Result<Vec<ProviderUser>, Failure> {
        let by_id = ids.iter().filter_map(|id| self.by_id.get(*id));
        let by_email = emails
            .iter()
            .filter_map(|email| self.by_email.get(&email.to_lowercase()));
        let places: BTreeSet<usize> = by_id.chain(by_email).flatten().copied().collect();
        let users = places.into_iter().filter_map(|place| self.users.get(place));
        Ok(users.cloned().collect())
    }

    async fn set_roles(&self, _: &str, _: &str, _: &[String]) -> Result<(), Undelivered> {
        Err(Undelivered::lasting("a file is told nothing"))
    }
}
