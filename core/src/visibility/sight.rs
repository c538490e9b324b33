//! What a viewer is to a record.

use crate::blueprint::{Audience, AudienceRule};
use crate::id::RoleSet;

/// What a viewer is to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sight {
    /// The narrowest audience that the viewer is in: `private` for the owner, `connections` for
    /// a connection of the owner, `tenant` for a member of the record's tenant, `platform` for
    /// others who are signed in, `public` for everybody else.
    pub reach: Audience,
    /// Every role of the viewer.
    pub roles: RoleSet,
    /// The relations that the viewer holds to the record, as bits by handle.
    pub relations: u64,
}

impl Sight {
    /// Whether the viewer owns the record.
    #[must_use]
    pub fn is_owner(&self) -> bool {
        self.reach == Audience::Private
    }

    /// Whether a rule names a role of the viewer, or a relation that the viewer holds.
    #[must_use]
    pub fn is_named(&self, rule: &AudienceRule) -> bool {
        rule.roles.intersects(self.roles) || rule.relations & self.relations != 0
    }

    /// Whether a field of this audience is shown to the viewer, whom its rule may name.
    ///
    /// Named roles and relations see what is not private, whatever the audience.
    #[inline]
    #[must_use]
    pub fn admits(&self, audience: Audience, named: bool) -> bool {
        audience >= self.reach || audience != Audience::Private && named
    }
}
