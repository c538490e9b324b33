//! The document's vocabulary. Every part here is read, checked and described by one declaration.

mod audience;
mod board;
mod field;
mod identity;
mod import;
mod kind;
mod plans;
mod product;
mod strength;
mod word;

pub use audience::{AudienceBounds, AudienceDocument};
pub use board::{
    AlertSeverity, Better, BetweenDocument, BreakdownDocument, ColumnWord, Dashboard,
    DashboardCard, FactColumn, FactTable, ForecastDocument, SeriesDocument, SpanDocument,
    ThresholdDocument,
};
pub use field::{Bound, Field};
pub use identity::{Identity, RoleMapping, SyncedField, SyncedPlace};
pub use import::{ImportField, ImportFilter, ImportMapping};
pub use kind::{
    CheckDocument, Exclusive, Kind, LifecycleDocument, ModeGate, RelationDocument, Section, Step,
    TransitionDocument,
};
pub use plans::{
    AlertsDocument, AttributionDocument, CommissionDocument, OfferDocument, PackageDocument, Plans,
    ShareDocument, TierDocument,
};
pub use product::{Attributes, NavigationItem, Persona, Policy, RateLimit, Role, Route, Tenancy};
pub use strength::{Factor, FactorGroup, Level, RequiredBlock, StrengthCard};
pub use word::{
    AudienceWord, Convert, DataClassWord, FormatWord, History, IdentityMatch, IdentityProvider,
    LawfulBasis, LengthUnit, NormalizeWord, OnDelete, OnLeaving, Ownership, SourceWord,
    TenantScope, TypeWord, UnknownFields, Weekday,
};

use super::macros::document;
use super::node::{Named, Node, Raw};
use super::problem::{Problem, Problems};
use crate::json::{FaultKind, Limits, PointerBuf, parse};

document! {
    /// A product's description of itself.
    pub struct Blueprint {
        /// Version of the blueprint format; 1.
        blueprint: u32,
        /// Name of the product: a lower-case word.
        name: String,
        /// Version of this description, `major.minor.patch`.
        version: String,
        /// Languages the product speaks, the first by default (BCP 47).
        locales: Vec<String>,
        /// Currency of amounts that name none (ISO 4217).
        currency: Option<String>,
        /// First day of the week in buckets and calendars.
        week_start: Option<Weekday>,
        /// Who people can be.
        roles: Named<Role>,
        /// Roles with a profile, a home, a navigation and a dashboard of their own.
        personas: Named<Persona>,
        /// Tenant isolation; without it there is one tenant.
        tenancy: Option<Tenancy>,
        /// What conditions may ask of the subject and of the context, besides what is built in.
        attributes: Option<Attributes>,
        /// Relations to the owner of a record that count as a connection of the owner.
        connections: Vec<String>,
        /// What records there are.
        kinds: Named<Kind>,
        /// Who may do what.
        policies: Vec<Policy>,
        /// Paths of the application and what they need.
        routes: Vec<Route>,
        /// Facts for metrics.
        facts: Named<FactTable>,
        /// Dashboards by persona.
        dashboards: Named<Dashboard>,
        /// Event contracts; read by a later version of the format.
        events: Raw,
        /// The identity provider.
        identity: Option<Identity>,
        /// Verification and reputation; read by a later version of the format.
        trust: Raw,
        /// What usage costs, what is kept of it, and who earned it.
        plans: Option<Plans>,
        /// Search; read by a later version of the format.
        search: Raw,
        /// Consent, export and erasure; read by a later version of the format.
        privacy: Raw,
    }
}

impl Blueprint {
    /// Bounds on a blueprint's text: 64 levels, 4 MiB.
    pub const LIMITS: Limits = Limits {
        depth: 64,
        bytes: 4 << 20,
    };

    /// Reads a blueprint. The problems hold everything that is wrong with its form; what the
    /// names mean is looked at by [`super::Model::resolve`].
    ///
    /// A text that is not strict JSON gives an empty blueprint and one problem.
    #[must_use]
    pub fn parse(bytes: &[u8], problems: &mut Problems) -> Self {
        match parse(bytes, Self::LIMITS) {
            Ok(tree) => Self::read(&tree, &PointerBuf::root(), problems),
            Err(fault) => {
                let most = match fault.kind {
                    FaultKind::TooDeep => Self::LIMITS.depth,
                    _ => Self::LIMITS.bytes,
                };
                let problem = Problem::new("", fault.kind.code()).with("at", fault.at);
                problems.push(problem.with("max", most));
                for member in ["/blueprint", "/name", "/version"] {
                    problems.silence(member);
                }
                Self::default()
            }
        }
    }
}
