//! Accounts that follow the identity provider.

mod account;
mod delivery;
mod follow;
mod guard;
mod leave;
mod outgoing;
mod reconcile;
mod turn;
mod webhook;

pub use delivery::Delivered;
pub(super) use delivery::Rejections;
pub use guard::{Credential, Guarded, SignedIn};
pub use outgoing::{ProviderClient, RolesSink, UserPage};
pub use reconcile::{Found, Reconciled, Reconciling};
pub use turn::Turn;
pub(super) use turn::Turns;
pub use webhook::{Handled, Outcome, Webhook};

use super::Hub;
use crate::blueprint::{IdentityPlan, Kind};
use crate::error::{Code, Failure};
use crate::identity::Link;
use crate::store::{Address, StoreError, StoredRecord, Write, WriteMode};

/// Where ties to users of the provider are kept: a kind that no blueprint can name.
const LINK: &str = "identity.link";

/// The source of values that the provider said.
pub(super) const SOURCE: &str = "identity";

impl Hub {
    /// How accounts follow the provider, and their kind.
    pub(super) fn identity_plan(&self) -> Result<(&IdentityPlan, &Kind), Failure> {
        let not_configured = || Failure::new(Code::IdentityNotConfigured);
        let model = self.kernel().model();
        let plan = model.identity.as_ref().ok_or_else(not_configured)?;
        let kind = model
            .kinds
            .get(plan.kind.index())
            .ok_or_else(not_configured)?;
        Ok((plan, kind))
    }

    /// The tie to a user of the provider, as it is stored.
    async fn link(&self, user: &str) -> Result<Option<(StoredRecord, Link)>, StoreError> {
        let record = self.store().get(&link_address(user)).await?;
        let Some(record) = record else {
            return Ok(None);
        };
        let link = read_link(&record)?;
        Ok(Some((record, link)))
    }
}

fn read_link(record: &StoredRecord) -> Result<Link, StoreError> {
    let corrupt = || StoreError::Corrupt("a tie to the provider cannot be read".into());
    Link::from_json(&record.document).ok_or_else(corrupt)
}

/// Whether a record of somebody's goes when they do, whose tenants are `homes`: ties of all tenants
/// lie together, and a namesake's in another one stays.
pub(super) fn goes_with(record: &StoredRecord, homes: &[&str]) -> bool {
    let tie = Some(record).filter(|record| record.address.kind == LINK);
    let tie = tie.and_then(|record| Link::from_json(&record.document));
    tie.is_none_or(|link| link.tenant.is_empty() || homes.contains(&&*link.tenant))
}

fn link_address(user: &str) -> Address {
    Address::new("", LINK, user)
}

/// What becomes of a record that only the product reads.
fn inner_write(
    known: Option<&StoredRecord>,
    address: Address,
    owner: Option<String>,
    document: String,
    now: i64,
) -> Write {
    let how = match known {
        None => WriteMode::Insert,
        Some(_) => WriteMode::Replace,
    };
    let record = StoredRecord {
        address,
        owner,
        version: known.map_or(1, |known| known.version.saturating_add(1)),
        created_at: known.map_or(now, |known| known.created_at),
        updated_at: known.map_or(now, |known| known.updated_at.max(now)),
        document,
        choices: "{}".into(),
        forced: "{}".into(),
        provenance: "{}".into(),
        ..StoredRecord::default()
    };
    Write {
        how,
        record,
        ..Write::default()
    }
}
