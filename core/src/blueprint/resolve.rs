//! From a document to the model: every name gets its handle.

use super::document::{Blueprint, RateLimit};
use super::lower;
use super::model::{BuiltinRole, Model, Persona, RoleInfo, bad_value, unknown};
use super::navigation;
use super::problem::{Problem, Problems, Severity};
use crate::error::Code;
use crate::id::{RoleId, RoleSet, is_name};

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
        lower::identity(&mut model, problems);
        model.routes = model.document.routes.clone();
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
                profile: persona.profile.as_deref().map(Into::into),
                navigation: persona.navigation.clone(),
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
            ("events", &document.events),
            ("trust", &document.trust),
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

fn check_rate(limit: &RateLimit, at: &str, problems: &mut Problems) {
    let per = crate::time::parse_duration(&limit.per).filter(|per| *per > 0);
    // Calls are told apart by the microsecond.
    let most = per.unwrap_or(i64::MAX);
    if limit.requests == 0 || i64::from(limit.requests) > most {
        let at = format!("{at}/requests");
        let expected = "a number above zero, at most one a microsecond";
        bad_value(&at, "requests", expected, problems);
    }
    if per.is_none() {
        let at = format!("{at}/per");
        bad_value(&at, "per", "an ISO 8601 duration above zero", problems);
    }
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
