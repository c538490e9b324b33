//! Who sees something.

use super::word::AudienceWord;
use crate::blueprint::macros::document;
use crate::blueprint::node::{Definitions, Named, Node};
use crate::blueprint::problem::Problems;
use crate::json::{PointerBuf, Tree, Value};

/// Who sees something: an audience alone, or with bounds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AudienceDocument {
    /// The audience unless the owner chose another.
    pub default: AudienceWord,
    /// Audiences that the owner may choose; only the default when empty.
    pub allow: Vec<AudienceWord>,
    /// Roles that see it at every audience but `private`.
    pub roles: Vec<String>,
    /// Relations that see it at every audience but `private`.
    pub relations: Vec<String>,
    /// The default where the owner has a role.
    pub by_role: Named<AudienceWord>,
}

document! {
    /// Who sees something, with bounds.
    pub struct AudienceBounds {
        /// The audience unless the owner chose another.
        default: AudienceWord,
        /// Audiences that the owner may choose; only the default when empty.
        allow: Vec<AudienceWord>,
        /// Roles that see it at every audience but `private`.
        roles: Vec<String>,
        /// Relations that see it at every audience but `private`.
        relations: Vec<String>,
        /// The default where the owner has a role.
        by_role: Named<AudienceWord>,
    }
}

impl Node for AudienceDocument {
    fn read(tree: &Tree, at: &PointerBuf, problems: &mut Problems) -> Self {
        if let Value::String(_) = tree.value {
            return Self {
                default: AudienceWord::read(tree, at, problems),
                ..Self::default()
            };
        }
        let AudienceBounds {
            default,
            allow,
            roles,
            relations,
            by_role,
        } = Node::read(tree, at, problems);
        Self {
            default,
            allow,
            roles,
            relations,
            by_role,
        }
    }

    fn schema(definitions: &mut Definitions) -> String {
        let (word, bounds) = (
            AudienceWord::schema(definitions),
            AudienceBounds::schema(definitions),
        );
        format!(r#"{{"anyOf":[{word},{bounds}]}}"#)
    }
}
