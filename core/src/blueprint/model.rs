//! The blueprint with every name resolved to a handle.

use super::document::{Blueprint, RateLimit};
use super::kind::Kind;
use super::lower;
use super::navigation;
use super::problem::{Problem, Problems, Severity};
use crate::error::{Code, nearest};
use crate::id::{ActionId, KindId, PersonaId, RoleId, RoleSet, is_name};
use crate::schema::KindPlan;

/// A blueprint with every name resolved.
#[derive(Debug, Clone, Default)]
pub struct Model {
    /// The document.
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
    const NAMES: [&'static str; 3] = ["anyone", "signed_in", "system"];

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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Persona {
    /// Its name.
    pub name: Box<str>,
    /// The role it needs.
    pub role: RoleId,
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
    /// Most kinds; most actions of a kind follow from what a handle can hold.
    const MAX_KINDS: usize = 1000;

    /// Resolves every name of a document.
    #[must_use]
    pub fn resolve(document: Blueprint, problems: &mut Problems) -> Self {
        let mut model = Self {
            document,
            ..Self::default()
        };
        model.check_head(problems);
        model.resolve_roles(problems);
        model.resolve_personas(problems);
        model.resolve_tenancy(problems);
        lower::attributes(&mut model, problems);
        lower::kinds(&mut model, problems);
        navigation::check(&model, problems);
        model.note_unread(problems);
        model
    }

    /// Finishes the validation plans: captures what conditions and factors asked for.
    pub fn seal(&mut self) {
        for kind in &mut self.kinds {
            let slots = std::mem::take(&mut kind.slots);
            slots.seal(&mut kind.plan);
            kind.slots = slots;
        }
    }

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

    fn check_head(&self, problems: &mut Problems) {
        let document = &self.document;
        if document.blueprint != 1 {
            let problem = Problem::new("/blueprint", Code::BlueprintVersion);
            problems.push(
                problem
                    .with("found", i64::from(document.blueprint))
                    .with("supported", 1i64),
            );
        }
        if !is_name(&document.name) {
            problems.push(
                Problem::new("/name", Code::BlueprintBadName).with("name", document.name.clone()),
            );
        }
        let numbers = document
            .version
            .split('.')
            .filter(|part| part.parse::<u32>().is_ok())
            .count();
        if numbers != 3 || document.version.split('.').count() != 3 {
            bad_value("/version", "version", "major.minor.patch", problems);
        }
        for (index, locale) in document.locales.iter().enumerate() {
            if crate::schema::language(locale).is_none() {
                bad_value(
                    &format!("/locales/{index}"),
                    "locale",
                    "a BCP 47 tag",
                    problems,
                );
            }
        }
        if document
            .currency
            .as_ref()
            .is_some_and(|code| !crate::schema::is_currency(code))
        {
            bad_value("/currency", "currency", "an ISO 4217 code", problems);
        }
    }

    fn resolve_roles(&mut self, problems: &mut Problems) {
        let declared = self.document.roles.names().map(str::to_owned);
        let names: Vec<String> = BuiltinRole::NAMES
            .iter()
            .map(|name| (*name).to_owned())
            .chain(declared)
            .collect();
        self.roles = names.iter().map(|name| plain_role(name)).collect();
        for name in self
            .document
            .roles
            .names()
            .filter(|name| BuiltinRole::NAMES.contains(name))
        {
            problems.push(
                Problem::new(format!("/roles/{name}"), Code::BlueprintReserved)
                    .with("name", name.to_owned()),
            );
        }
        if names.len() > RoleSet::MAX {
            let problem = Problem::new("/roles", Code::BlueprintTooMany).with("what", "roles");
            return problems.push(problem.with("max", RoleSet::MAX - BuiltinRole::NAMES.len()));
        }
        let direct = self.direct_includes(problems);
        for (index, role) in self.roles.iter_mut().enumerate() {
            let all = closure(index, &direct);
            let itself =
                RoleId::from_index(index).filter(|id| index >= 3 && inherits(index, *id, &direct));
            if itself.is_some() {
                let problem = Problem::new(
                    format!("/roles/{}/includes", role.name),
                    Code::BlueprintCycle,
                );
                problems.push(
                    problem
                        .with("what", "role")
                        .with("name", role.name.to_string()),
                );
            }
            role.includes = all;
        }
    }

    fn direct_includes(&mut self, problems: &mut Problems) -> Vec<RoleSet> {
        let mut direct = vec![RoleSet::EMPTY; self.roles.len()];
        let document = std::mem::take(&mut self.document.roles);
        for (name, role) in document.iter() {
            let at = format!("/roles/{name}");
            let included = self
                .names()
                .roles(&role.includes, &format!("{at}/includes"), problems);
            let granted_by =
                self.names()
                    .roles(&role.granted_by, &format!("{at}/granted_by"), problems);
            if let Some(id) = self.names().find(name) {
                if let Some(set) = direct.get_mut(id.index()) {
                    *set = included;
                }
                if let Some(info) = self.roles.get_mut(id.index()) {
                    (info.default, info.granted_by) = (role.default, granted_by);
                }
            }
        }
        self.document.roles = document;
        direct
    }

    fn resolve_personas(&mut self, problems: &mut Problems) {
        for (name, persona) in self.document.personas.iter() {
            let at = format!("/personas/{name}");
            let role = self
                .names()
                .role(&persona.role, &format!("{at}/role"), problems);
            if let Some(profile) = persona
                .profile
                .as_ref()
                .filter(|kind| self.document.kinds.get(kind).is_none())
            {
                problems.push(unknown(
                    "kind",
                    profile,
                    &format!("{at}/profile"),
                    self.document.kinds.names(),
                ));
            }
            if let Some(limit) = &persona.rate_limit {
                check_rate(limit, &format!("{at}/rate_limit"), problems);
            }
            self.personas.push(Persona {
                name: name.into(),
                role: role.unwrap_or(BuiltinRole::System.id()),
            });
        }
    }

    fn resolve_tenancy(&mut self, problems: &mut Problems) {
        if let Some(tenancy) = &self.document.tenancy {
            let crossed = self
                .names()
                .roles(&tenancy.crossed_by, "/tenancy/crossed_by", problems);
            self.tenancy = Some(crossed);
        }
    }

    /// Parts of the format that later versions read are kept, and said to be kept.
    fn note_unread(&self, problems: &mut Problems) {
        let document = &self.document;
        let parts = [
            ("facts", &document.facts),
            ("dashboards", &document.dashboards),
            ("events", &document.events),
            ("identity", &document.identity),
            ("trust", &document.trust),
            ("plans", &document.plans),
            ("search", &document.search),
            ("privacy", &document.privacy),
        ];
        for (name, _) in parts.iter().filter(|(_, raw)| raw.0.is_some()) {
            let problem =
                Problem::new(format!("/{name}"), Code::BlueprintKeptUnread).with("name", *name);
            problems.push(problem.severity(Severity::Note));
        }
    }

    pub(super) fn check_kind_count(&self, problems: &mut Problems) {
        if self.document.kinds.0.len() > Self::MAX_KINDS {
            let problem = Problem::new("/kinds", Code::BlueprintTooMany).with("what", "kinds");
            problems.push(problem.with("max", Self::MAX_KINDS));
        }
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

fn check_rate(limit: &RateLimit, at: &str, problems: &mut Problems) {
    if limit.requests == 0 {
        let at = format!("{at}/requests");
        bad_value(&at, "requests", "a number above zero", problems);
    }
    if crate::time::parse_duration(&limit.per).is_none_or(|per| per <= 0) {
        let at = format!("{at}/per");
        bad_value(&at, "per", "an ISO 8601 duration above zero", problems);
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

fn plain_role(name: &str) -> RoleInfo {
    RoleInfo {
        name: name.into(),
        includes: RoleSet::EMPTY,
        default: false,
        granted_by: RoleSet::EMPTY,
    }
}

/// The role and everything that it includes. `anyone` is added to subjects, not here.
fn closure(role: usize, direct: &[RoleSet]) -> RoleSet {
    let mut all = RoleId::from_index(role).map_or(RoleSet::EMPTY, |id| RoleSet::EMPTY.with(id));
    loop {
        let more = all
            .iter()
            .filter_map(|id| direct.get(id.index()))
            .fold(all, |sum, set| sum.union(*set));
        if more == all {
            return all;
        }
        all = more;
    }
}

/// Whether a role reaches itself through its includes.
fn inherits(role: usize, id: RoleId, direct: &[RoleSet]) -> bool {
    let included = direct.get(role).copied().unwrap_or_default();
    included
        .iter()
        .any(|other| closure(other.index(), direct).contains(id))
}
