//! Users of a provider who are made when they are asked for, and accounts that do not agree with
//! them.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use async_trait::async_trait;
use profilekit::Kernel;
use profilekit::error::Failure;
use profilekit::hub::{
    Call, Create, Hub, Operation, ProviderClient, Together, Undelivered, UserPage,
};
use profilekit::id::Id;
use profilekit::identity::{Contact, ProviderUser};
use profilekit::store::{Archived, PageRequest, Selection, Store};

use crate::{Randomness, person};

const BLUEPRINT: &[u8] = br#"{
    "blueprint": 1, "name": "accounts", "version": "1.0.0",
    "kinds": { "user": { "owner": "user", "one_per": ["owner"], "unique": ["/email", "/external_id"], "audience": "private",
        "fields": { "external_id": { "type": "string", "source": "identity" }, "email": { "type": "email", "normalize": ["trim", "lower"], "source": "identity" }, "name": { "type": "string" } } } },
    "policies": [ { "id": "product", "allow": ["*.create", "*.read", "*.list", "*.update"], "roles": ["system"] } ],
    "identity": { "provider": "clerk", "fields": { "email": "provider", "name": "provider" } }
}"#;

/// When they are reconciled, in microseconds since 1970 UTC.
pub const START: i64 = 1_700_000_000_000_000;

/// How many users, and how many accounts, are looked at in one go.
pub const PAGE: usize = 100;

/// Of ten, one has no account.
#[must_use]
pub fn has_account(number: usize) -> bool {
    !number.is_multiple_of(10)
}

/// Of eleven, one has no user.
#[must_use]
pub fn has_user(number: usize) -> bool {
    !number.is_multiple_of(11)
}

/// Of seven, one has another address.
#[must_use]
pub fn differs(number: usize) -> bool {
    number.is_multiple_of(7)
}

const WELL: &str = "what the test made is as it should be";

/// A provider whose users are made when they are asked for.
#[derive(Debug, Clone, Copy)]
pub struct Users(pub usize);

fn user(number: usize) -> ProviderUser {
    let id = Id::new(&format!("user_{number}")).expect(WELL);
    ProviderUser {
        emails: vec![Contact {
            value: format!("user_{number}@example.com"),
            verified: true,
        }],
        first_name: Some("Ada".to_owned()),
        updated_at: Some(START),
        ..ProviderUser::new(id)
    }
}

#[async_trait]
impl ProviderClient for Users {
    fn source(&self) -> String {
        self.0.to_string()
    }

    async fn page(&self, after: Option<&str>, limit: usize) -> Result<UserPage, Failure> {
        let from: usize = after.map_or(0, |after| after.parse().expect(WELL));
        let until = (from + limit).min(self.0);
        Ok(UserPage {
            users: (from..until).filter(|n| has_user(*n)).map(user).collect(),
            next: (until < self.0).then(|| until.to_string()),
        })
    }

    async fn users(&self, ids: &[&str], emails: &[&str]) -> Result<Vec<ProviderUser>, Failure> {
        assert!(ids.len().max(emails.len()) <= PAGE);
        let named = emails
            .iter()
            .map(|email| email.strip_suffix("@example.com"));
        let all = ids
            .iter()
            .copied()
            .chain(named.map(|number| number.expect(WELL)));
        let numbers = all.map(|id| id.strip_prefix("user_").expect(WELL));
        let numbers = numbers.map(|number| number.parse().expect(WELL));
        let known = numbers.filter(|number| *number < self.0 && has_user(*number));
        Ok(known.map(user).collect())
    }

    async fn set_roles(&self, _: &str, _: &str, _: &[String]) -> Result<(), Undelivered> {
        Ok(())
    }
}

/// A hub of accounts over a store.
#[must_use]
pub fn accounts(store: Arc<dyn Store>) -> Hub {
    let kernel = Kernel::compile(BLUEPRINT).unwrap_or_else(|problems| panic!("{problems:?}"));
    Hub::new(kernel, store, Arc::new(Randomness))
}

/// Makes the accounts that are there before.
pub async fn settle(hub: &Hub, count: usize) {
    let system = person(hub.kernel(), "product", true);
    let all: Vec<usize> = (0..count).filter(|number| has_account(*number)).collect();
    for some in all.chunks(500) {
        let made: Vec<(String, String)> = some
            .iter()
            .map(|number| {
                let domain = if differs(*number) { "example.org" } else { "example.com" };
                let document = format!(
                    r#"{{"external_id":"user_{number}","email":"user_{number}@{domain}","name":"Ada"}}"#
                );
                (format!("o{number}"), document)
            })
            .collect();
        let operations: Vec<Operation<'_>> = made
            .iter()
            .map(|(owner, document)| {
                Operation::Create(Create {
                    kind: "user",
                    owner: Some(owner),
                    document: document.as_bytes(),
                    ..Create::default()
                })
            })
            .collect();
        let call = Call::new(&system, START - 1);
        let outcomes = hub.bulk(&call, &operations, Together::AllOrNothing).await;
        assert!(outcomes.expect(WELL).iter().all(Result::is_ok));
    }
}

/// Every account and how often it was changed, as one number; in which order they were made does
/// not count.
pub async fn state(hub: &Hub) -> (usize, u64) {
    let selection = Selection::all(hub.kernel(), "user").expect(WELL);
    let (mut count, mut sum, mut after) = (0, 0u64, None);
    loop {
        let request = PageRequest {
            after,
            limit: 500,
            archived: Archived::With,
            ..PageRequest::default()
        };
        let page = hub.store().list(&selection, &request).await.expect(WELL);
        for record in &page.records {
            let mut hash = DefaultHasher::new();
            (
                &record.owner,
                &record.document,
                record.version,
                record.draft,
                record.archived_at.is_some(),
            )
                .hash(&mut hash);
            sum = sum.wrapping_add(hash.finish());
            count += 1;
        }
        let Some(last) = page.records.last().filter(|_| page.more) else {
            return (count, sum);
        };
        after = Some((last.address.id.clone(), last.address.tenant.clone()));
    }
}
