//! The blueprint with every name resolved to a handle.

use super::document::{Blueprint, NavigationItem, Route};
use super::identity::IdentityPlan;
use super::kind::Kind;
use super::problem::{Problem, Problems};
use crate::error::{Code, nearest};
use crate::id::{ActionId, KindId, PersonaId, RoleId, RoleSet};
use crate::schema::KindPlan;

/// A blueprint with every name resolved.
#[derive(Debug, Clone, Default)]
pub struct Model {
    /// The document; empty in a model that comes from an image.
    pub document: Blueprint,
    /// Roles by handle, the built-in ones first.
    pub roles: Vec<RoleInfo>,
    /// Personas by handle.
    pub personas: Vec<Persona>,
    /// Kinds by handle.
    pub kinds: Vec<Kind>,
    /// Actions by handle.
    pub actions: Vec<ActionInfo>,
    /// Declared attributes of the subject.
    pub subject: KindPlan,
    /// Declared attributes of the context.
    pub context: KindPlan,
    /// Roles that may act across tenants; `None` without tenancy.
    pub tenancy: Option<RoleSet>,
    /// Paths of the application.
    pub routes: Vec<Route>,
    /// How people's accounts follow the identity provider; nothing in a model that comes from an
    /// image, which keeps no records.
    pub identity: Option<IdentityPlan>,
}

/// Roles that every blueprint has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BuiltinRole {
    /// Everybody, signed in or not.
    Anyone = 0,
    /// Everybody who is signed in.
    SignedIn = 1,
    /// The product itself: jobs, event handlers, identity sync.
    System = 2,
}

impl BuiltinRole {
    pub(super) const NAMES: [&'static str; 3] = ["anyone", "signed_in", "system"];

    /// Its handle.
    #[must_use]
    pub fn id(self) -> RoleId {
        RoleId(self as u16)
    }
}

/// A role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleInfo {
    /// Its name.
    pub name: Box<str>,
    /// The role and every role that it includes, directly or not.
    pub includes: RoleSet,
    /// Whether every new subject has it.
    pub default: bool,
    /// Roles that may grant it.
    pub granted_by: RoleSet,
}

/// A persona.
#[derive(Debug, Clone, PartialEq)]
pub struct Persona {
    /// Its name.
    pub name: Box<str>,
    /// The role it needs.
    pub role: RoleId,
    /// The kind of its profile.
    pub profile: Option<Box<str>>,
    /// Its navigation.
    pub navigation: Vec<NavigationItem>,
}

/// What an action does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// Makes a record.
    Create,
    /// Reads a record.
    Read,
    /// Lists records.
    List,
    /// Changes a record.
    Update,
    /// Deletes a record.
    Delete,
    /// Moves a record to another state: the index of the transition.
    Transition(u16),
    /// Something of the product's own.
    Other,
}

impl Verb {
    /// What every kind has.
    pub(crate) const BUILT_IN: [Self; 5] = [
        Self::Create,
        Self::Read,
        Self::List,
        Self::Update,
        Self::Delete,
    ];

    /// The last part of its action's name; empty where the product says it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Read => "read",
            Self::List => "list",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::Transition(_) | Self::Other => "",
        }
    }
}

/// An action on a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionInfo {
    /// Its full name, such as `booking.confirm`.
    pub name: Box<str>,
    /// The kind.
    pub kind: KindId,
    /// What it does.
    pub verb: Verb,
}

impl Model {
    /// Names of roles, for look-up.
    #[must_use]
    pub fn names(&self) -> Names<'_> {
        Names { roles: &self.roles }
    }

    /// The kind of that name.
    #[must_use]
    pub fn kind(&self, name: &str) -> Option<&Kind> {
        self.kinds.iter().find(|kind| *kind.name == *name)
    }

    /// The action of that full name.
    #[must_use]
    pub fn action(&self, name: &str) -> Option<ActionId> {
        ActionId::from_index(
            self.actions
                .iter()
                .position(|action| *action.name == *name)?,
        )
    }

    /// The persona of that name.
    #[must_use]
    pub fn persona(&self, name: &str) -> Option<PersonaId> {
        PersonaId::from_index(
            self.personas
                .iter()
                .position(|persona| *persona.name == *name)?,
        )
    }

    /// Every role that a holder of these has, built-in and included ones among them.
    #[must_use]
    pub fn effective(&self, held: RoleSet) -> RoleSet {
        let included = held.iter().filter_map(|role| self.roles.get(role.index()));
        included.fold(held, |all, role| all.union(role.includes))
    }
}

/// Names of roles, for look-up with suggestions.
#[derive(Debug, Clone, Copy)]
pub struct Names<'m> {
    roles: &'m [RoleInfo],
}

impl Names<'_> {
    /// The role of that name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<RoleId> {
        RoleId::from_index(self.roles.iter().position(|role| *role.name == *name)?)
    }

    /// The role of that name, or a problem.
    pub(super) fn role(&self, name: &str, at: &str, problems: &mut Problems) -> Option<RoleId> {
        let found = self.find(name);
        if found.is_none() {
            problems.push(unknown(
                "role",
                name,
                at,
                self.roles.iter().map(|role| &*role.name),
            ));
        }
        found
    }

    /// The roles of these names; a problem for each that is not known.
    pub fn roles(&self, names: &[String], at: &str, problems: &mut Problems) -> RoleSet {
        let known = names
            .iter()
            .enumerate()
            .filter_map(|(i, name)| self.role(name, &format!("{at}/{i}"), problems));
        known.fold(RoleSet::EMPTY, RoleSet::with)
    }
}

/// A problem about a name that nothing has.
pub(crate) fn unknown<'a>(
    what: &'static str,
    name: &str,
    at: &str,
    known: impl Iterator<Item = &'a str>,
) -> Problem {
    let problem = Problem::new(at, Code::BlueprintUnknownReference);
    problem
        .with("what", what)
        .with("name", name.to_owned())
        .near(nearest(name, known))
}

/// A problem about a value.
pub(crate) fn bad_value(
    at: &str,
    what: &'static str,
    expected: impl Into<String>,
    problems: &mut Problems,
) {
    let problem = Problem::new(at, Code::BlueprintBadValue);
    problems.push(problem.with("what", what).with("expected", expected.into()));
}
