//! Where people's accounts come from, and who has the last word on what of them.

use super::word::{IdentityMatch, IdentityProvider, OnLeaving, Ownership};
use crate::blueprint::macros::document;
use crate::blueprint::node::{Definitions, Named, Node};
use crate::blueprint::problem::Problems;
use crate::json::{PointerBuf, Tree, Value};

document! {
    /// The identity provider, and who has the last word on what of people's accounts.
    pub struct Identity {
        /// The provider.
        provider: IdentityProvider,
        /// The kind of people's accounts; `user` when missing.
        kind: Option<String>,
        /// JSON Pointer to the field with the provider's identifier, which must be `unique`;
        /// `/external_id` when missing.
        key: Option<String>,
        /// How somebody is found whom no identifier names; by a verified mail address when missing.
        matching as "match": Option<IdentityMatch>,
        /// What is taken from the provider and who has the last word on it: `email`, `name`,
        /// `first_name`, `last_name`, `username`, `image`, `phone` and `roles`.
        fields: Named<SyncedField>,
        /// Where the provider's roles stand, such as `public_metadata.roles`; never what users
        /// write themselves.
        role_claim: Option<String>,
        /// The provider's words for roles where they differ. Only roles whose `granted_by` names
        /// `system`, or that everybody has, come from the provider.
        role_map: Vec<RoleMapping>,
        /// Where the tenant stands, such as `public_metadata.tenant`.
        tenant_claim: Option<String>,
        /// What happens to the records of somebody who was deleted at the provider; they are set
        /// aside when missing.
        on_delete: Option<OnLeaving>,
        /// The same for records of single kinds.
        cascade: Named<OnLeaving>,
        /// How far the time of a webhook may lie from now (ISO 8601 duration); `PT5M` when missing.
        tolerance: Option<String>,
        /// Networks that webhooks come from, such as `203.0.113.0/24`; any when empty.
        allow_ips: Vec<String>,
        /// Networks of proxies whose word on the sender's address is believed.
        trusted_proxies: Vec<String>,
    }

    /// Where a value goes, and who has the last word on it.
    pub struct SyncedPlace {
        /// Who has the last word.
        owner: Ownership,
        /// JSON Pointer to the field; that of the same name when missing.
        to: Option<String>,
    }

    /// A role of the provider.
    pub struct RoleMapping {
        /// The provider's word, such as `org:creator`.
        from: String,
        /// The role.
        to: String,
    }
}

/// Where a value goes and who has the last word on it, or that word alone.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SyncedField {
    /// Who has the last word.
    pub owner: Ownership,
    /// JSON Pointer to the field; that of the same name when missing.
    pub to: Option<String>,
}

impl Node for SyncedField {
    fn read(tree: &Tree, at: &PointerBuf, problems: &mut Problems) -> Self {
        if let Value::String(_) = tree.value {
            let owner = Ownership::read(tree, at, problems);
            return Self { owner, to: None };
        }
        let SyncedPlace { owner, to } = Node::read(tree, at, problems);
        Self { owner, to }
    }

    fn schema(definitions: &mut Definitions) -> String {
        let word = Ownership::schema(definitions);
        let place = SyncedPlace::schema(definitions);
        format!(r#"{{"anyOf":[{word},{place}]}}"#)
    }
}
