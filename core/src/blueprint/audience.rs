//! Audiences: who sees a field.

pub use super::document::AudienceWord as Audience;

use super::document::AudienceDocument;
use super::model::Names;
use super::problem::{Problem, Problems};
use crate::error::Code;
use crate::id::{RoleId, RoleSet};

/// Who sees a field, and between which bounds its owner may choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AudienceRule {
    /// The audience unless the owner chose another.
    pub default: Audience,
    /// Audiences that the owner may choose, the default among them.
    pub allow: Vec<Audience>,
    /// Roles that see it at every audience but `private`.
    pub roles: RoleSet,
    /// Relations that see it at every audience but `private`, as bits by handle.
    pub relations: u64,
    /// The default where the owner has a role; the first that fits.
    pub by_role: Vec<(RoleId, Audience)>,
}

impl Default for AudienceRule {
    /// What nobody said anything about, nobody but the owner sees.
    fn default() -> Self {
        Self {
            default: Audience::Private,
            allow: vec![Audience::Private],
            roles: RoleSet::EMPTY,
            relations: 0,
            by_role: Vec::new(),
        }
    }
}

impl AudienceRule {
    /// The audience for an owner with these roles.
    #[must_use]
    pub fn default_for(&self, owner: RoleSet) -> Audience {
        let fits = self.by_role.iter().find(|(role, _)| owner.contains(*role));
        fits.map_or(self.default, |(_, audience)| *audience)
    }

    /// Whether it is public for some owner who chose nothing.
    #[must_use]
    pub fn may_default_to_public(&self) -> bool {
        let mut defaults = self.by_role.iter().map(|(_, audience)| *audience);
        self.default == Audience::Public || defaults.any(|audience| audience == Audience::Public)
    }

    /// The widest audience that it can have.
    #[must_use]
    pub fn widest(&self) -> Audience {
        let by_role = self.by_role.iter().map(|(_, audience)| *audience);
        let all = self.allow.iter().copied().chain(by_role);
        all.fold(self.default, Audience::max)
    }

    pub(super) fn resolve(
        document: &AudienceDocument,
        names: &Names,
        relations: &[&str],
        at: &str,
        problems: &mut Problems,
    ) -> Self {
        let roles = names.roles(&document.roles, &format!("{at}/roles"), problems);
        let relations = relation_bits(
            &document.relations,
            relations,
            &format!("{at}/relations"),
            problems,
        );
        let mut by_role = Vec::new();
        for (role, audience) in document.by_role.iter() {
            if let Some(role) = names.role(role, &format!("{at}/by_role/{role}"), problems) {
                by_role.push((role, *audience));
            }
        }
        let mut allow = document.allow.clone();
        if allow.is_empty() {
            allow.push(document.default);
        }
        let rule = Self {
            default: document.default,
            allow,
            roles,
            relations,
            by_role,
        };
        rule.check(at, problems);
        rule
    }

    fn check(&self, at: &str, problems: &mut Problems) {
        let defaults = self
            .by_role
            .iter()
            .map(|(_, audience)| *audience)
            .chain([self.default]);
        for audience in defaults.filter(|audience| !self.allow.contains(audience)) {
            let problem = Problem::new(at, Code::BlueprintAudienceBounds);
            problems.push(problem.with("audience", audience.word()));
        }
        let nobody = self.roles.is_empty() && self.relations == 0;
        if nobody && self.allow.contains(&Audience::Restricted) {
            let problem = Problem::new(at, Code::BlueprintBadValue);
            problems.push(
                problem
                    .with("what", "audience")
                    .with("expected", "`roles` or `relations` with `restricted`"),
            );
        }
    }
}

/// The relations as bits; `owner` needs none.
pub(super) fn relation_bits(
    wanted: &[String],
    known: &[&str],
    at: &str,
    problems: &mut Problems,
) -> u64 {
    let mut bits = 0;
    for (index, name) in wanted.iter().enumerate() {
        match known.iter().position(|relation| relation == name) {
            Some(found) => {
                bits |= 1u64
                    .checked_shl(u32::try_from(found).unwrap_or(64))
                    .unwrap_or(0)
            }
            None => problems.push(super::model::unknown(
                "relation",
                name,
                &format!("{at}/{index}"),
                known.iter().copied(),
            )),
        }
    }
    bits
}
