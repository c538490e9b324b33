//! From policies and transitions to rules.

use super::decide::{Access, Tenancy};
use super::rules::{ActionRules, Condition, Relations, Rule, RuleInfo};
use crate::blueprint::{Conditions, Kind, Model, Problem, Problems, Verb, document::Policy};
use crate::error::{Code, nearest};
use crate::expr::Program;
use crate::id::{ActionId, FieldSet, KindId, RoleSet, RuleId};
use crate::order;

/// Compiles every policy and transition; conditions ask the kinds' slots for what they read.
pub fn compile(model: &mut Model, problems: &mut Problems) -> Access {
    let mut access = Access {
        actions: vec![ActionRules::default(); model.actions.len()],
        kinds: model.actions.iter().map(|action| action.kind).collect(),
        rules: Vec::new(),
        tenancy: model
            .kinds
            .iter()
            .map(|kind| Tenancy::of(model, kind.tenant))
            .collect(),
    };
    transitions(model, &mut access);
    let policies = std::mem::take(&mut model.document.policies);
    for (index, policy) in policies.iter().enumerate() {
        let at = format!("/policies/{index}");
        if policies
            .iter()
            .take(index)
            .any(|earlier| earlier.id == policy.id)
        {
            let problem =
                Problem::new(format!("{at}/id"), Code::BlueprintDuplicate).with("what", "policy");
            problems.push(problem.with("name", policy.id.clone()));
        }
        Compiler {
            model,
            access: &mut access,
            problems,
            at,
        }
        .policy(policy);
    }
    model.document.policies = policies;
    for rules in &mut access.actions {
        let mut all = rules.allow.iter().chain(&rules.deny);
        rules.asks_for_document = all.any(Rule::asks_for_document);
    }
    access
}

/// Every transition is a rule of its own, before the policies.
fn transitions(model: &mut Model, access: &mut Access) {
    for kind in &mut model.kinds {
        let Some(lifecycle) = &mut kind.lifecycle else {
            continue;
        };
        for (index, transition) in lifecycle.transitions.iter_mut().enumerate() {
            let Some(id) = RuleId::from_index(access.rules.len()) else {
                return;
            };
            access.rules.push(RuleInfo {
                name: format!("{}.{}", kind.name, transition.name).into(),
                at: format!("/kinds/{}/lifecycle/transitions/{index}", kind.name).into(),
                obligations: Vec::new(),
            });
            let Some(rules) = access.actions.get_mut(transition.action.index()) else {
                continue;
            };
            rules.states = Some(transition.from);
            let condition = transition
                .when
                .clone()
                .map_or(Condition::Always, Condition::of);
            let rule = |roles, relations| Rule {
                id,
                roles,
                personas: None,
                relations,
                states: None,
                condition: condition.clone(),
                fields: None,
            };
            if !transition.roles.is_empty() {
                rules.allow.push(rule(Some(transition.roles), None));
            }
            let relations = Relations {
                owner: transition.owner,
                named: transition.relations,
            };
            if relations != Relations::default() {
                rules.allow.push(rule(None, Some(relations)));
            }
        }
    }
}

struct Compiler<'c> {
    model: &'c mut Model,
    access: &'c mut Access,
    problems: &'c mut Problems,
    at: String,
}

/// What of a policy is the same for all its kinds.
struct Common {
    id: RuleId,
    roles: Option<RoleSet>,
    personas: Option<u64>,
}

impl Compiler<'_> {
    fn policy(&mut self, policy: &Policy) {
        let Some(id) = RuleId::from_index(self.access.rules.len()) else {
            let problem = Problem::new(&*self.at, Code::BlueprintTooMany).with("what", "policies");
            return self
                .problems
                .push(problem.with("max", usize::from(u16::MAX)));
        };
        self.access.rules.push(RuleInfo {
            name: policy.id.as_str().into(),
            at: self.at.as_str().into(),
            obligations: policy
                .obligations
                .iter()
                .map(|obligation| obligation.as_str().into())
                .collect(),
        });
        self.check_open(policy);
        let roles =
            self.model
                .names()
                .roles(&policy.roles, &format!("{}/roles", self.at), self.problems);
        let roles = (!policy.roles.is_empty()).then_some(roles);
        let common = Common {
            id,
            roles,
            personas: self.personas(policy),
        };
        let allow = self.actions(&policy.allow, "allow");
        let deny = self.actions(&policy.deny, "deny");
        let mut kinds: Vec<KindId> = allow.iter().chain(&deny).map(|(_, kind)| *kind).collect();
        order::sort(&mut kinds);
        kinds.dedup();
        if kinds.is_empty() {
            // No kind to hold the condition to; whether it can be read at all is told anyway.
            let at = format!("{}/when", self.at);
            let when = policy.when.iter();
            when.for_each(|source| crate::blueprint::read_condition(source, &at, self.problems));
        }
        for kind in &kinds {
            let Some(rule) = self.rule(policy, &common, *kind, &kinds) else {
                continue;
            };
            for (action, _) in allow.iter().filter(|(_, of)| of == kind) {
                if let Some(rules) = self.access.actions.get_mut(action.index()) {
                    rules.allow.push(rule.clone());
                }
            }
            for (action, _) in deny.iter().filter(|(_, of)| of == kind) {
                if let Some(rules) = self.access.actions.get_mut(action.index()) {
                    rules.deny.push(rule.clone());
                }
            }
        }
    }

    /// An allow says for whom: leaving that out must not mean everybody.
    fn check_open(&mut self, policy: &Policy) {
        let open =
            policy.roles.is_empty() && policy.relations.is_empty() && !policy.allow.is_empty();
        if open {
            let problem = Problem::new(&*self.at, Code::BlueprintOpenPolicy);
            self.problems
                .push(problem.with("policy", policy.id.clone()));
        }
        if policy.allow.is_empty() && policy.deny.is_empty() {
            self.problems.push(Problem::missing(&self.at, "allow"));
        }
    }

    fn personas(&mut self, policy: &Policy) -> Option<u64> {
        let mut bits = 0u64;
        for (index, name) in policy.personas.iter().enumerate() {
            match self.model.persona(name) {
                Some(id) => bits |= 1u64 << id.0.min(63),
                None => {
                    let known = self.model.personas.iter().map(|persona| &*persona.name);
                    let problem = Problem::new(
                        format!("{}/personas/{index}", self.at),
                        Code::BlueprintUnknownReference,
                    );
                    let problem = problem.with("what", "persona").with("name", name.clone());
                    self.problems.push(problem.near(nearest(name, known)));
                }
            }
        }
        (!policy.personas.is_empty()).then_some(bits)
    }

    /// The actions that names and patterns mean, each with its kind.
    fn actions(&mut self, names: &[String], member: &str) -> Vec<(ActionId, KindId)> {
        let mut found: Vec<(ActionId, KindId)> = Vec::new();
        for (index, name) in names.iter().enumerate() {
            let fits = self
                .model
                .actions
                .iter()
                .enumerate()
                .filter(|(_, action)| fits(name, &action.name));
            let fits: Vec<_> = fits
                .filter_map(|(i, action)| Some((ActionId::from_index(i)?, action.kind)))
                .collect();
            if fits.is_empty() {
                let known = self.model.actions.iter().map(|action| &*action.name);
                let problem = Problem::new(
                    format!("{}/{member}/{index}", self.at),
                    Code::BlueprintUnknownReference,
                );
                let problem = problem.with("what", "action").with("name", name.clone());
                self.problems.push(problem.near(nearest(name, known)));
            }
            found.extend(fits);
        }
        order::sort(&mut found);
        found.dedup();
        found
    }

    fn rule(
        &mut self,
        policy: &Policy,
        common: &Common,
        kind: KindId,
        kinds: &[KindId],
    ) -> Option<Rule> {
        let known = self.problems.as_slice().len();
        let relations = self.relations(policy, kind, kinds);
        if relations.is_none() && self.problems.as_slice().len() == known {
            return None;
        }
        // What else is wrong with the policy is told too.
        let fields = self.fields(policy, kind);
        let condition = self.condition(policy, kind, kinds);
        Some(Rule {
            id: common.id,
            roles: common.roles,
            personas: common.personas,
            relations: relations?,
            states: None,
            condition: condition?,
            fields,
        })
    }

    /// The relations on this kind. `None` when the policy names relations that only other kinds
    /// have: then it says nothing about this one.
    #[expect(
        clippy::option_option,
        reason = "no rule for this kind, no relations asked for, relations"
    )]
    fn relations(
        &mut self,
        policy: &Policy,
        kind: KindId,
        kinds: &[KindId],
    ) -> Option<Option<Relations>> {
        if policy.relations.is_empty() {
            return Some(None);
        }
        let mut relations = Relations::default();
        for (index, name) in policy.relations.iter().enumerate() {
            let of = |id: &KindId| self.model.kinds.get(id.index());
            match of(&kind).and_then(|kind| kind.relation(name)) {
                _ if name == "owner" => relations.owner = true,
                Some(id) => relations.named |= 1u64 << id.0.min(63),
                None if kinds
                    .iter()
                    .filter_map(of)
                    .any(|kind| kind.relation(name).is_some()) => {}
                None => {
                    let known = of(&kind)
                        .map(|kind| kind.relations.iter().map(|r| &*r.name))
                        .into_iter()
                        .flatten();
                    let problem = Problem::new(
                        format!("{}/relations/{index}", self.at),
                        Code::BlueprintUnknownReference,
                    );
                    let problem = problem.with("what", "relation").with("name", name.clone());
                    self.problems
                        .push(problem.near(nearest(name, known.chain(["owner"]))));
                }
            }
        }
        (relations != Relations::default()).then_some(Some(relations))
    }

    fn fields(&mut self, policy: &Policy, kind: KindId) -> Option<FieldSet> {
        if policy.fields.is_empty() {
            return None;
        }
        let kind = self.model.kinds.get(kind.index())?;
        let mut set = FieldSet::empty(kind.fields.len());
        for (index, pointer) in policy.fields.iter().enumerate() {
            match kind.field_at(pointer) {
                Some(field) => {
                    let below = kind.fields.iter().filter(|other| field.contains(other.id));
                    below.for_each(|other| set.insert(other.id));
                }
                None => {
                    let problem = Problem::new(
                        format!("{}/fields/{index}", self.at),
                        Code::BlueprintUnknownReference,
                    );
                    let problem = problem.with("what", "field").with("name", pointer.clone());
                    self.problems
                        .push(problem.near(kind.nearest_field(pointer)));
                }
            }
        }
        self.check_field_actions(policy);
        Some(set)
    }

    /// Fields mean something for what writes them only.
    fn check_field_actions(&mut self, policy: &Policy) {
        let names = policy.allow.iter().chain(&policy.deny);
        let writes = |name: &String| {
            let mut fitting = self
                .model
                .actions
                .iter()
                .filter(|action| fits(name, &action.name));
            fitting.all(|action| matches!(action.verb, Verb::Create | Verb::Update))
        };
        if !names.into_iter().all(writes) {
            let problem = Problem::new(format!("{}/fields", self.at), Code::BlueprintBadValue);
            let problem = problem.with("what", "fields");
            self.problems.push(problem.with(
                "expected",
                "only `create` and `update` actions beside `fields`",
            ));
        }
    }

    fn condition(&mut self, policy: &Policy, kind: KindId, kinds: &[KindId]) -> Option<Condition> {
        let Some(source) = &policy.when else {
            return Some(Condition::Always);
        };
        let mut slots = self
            .model
            .kinds
            .get_mut(kind.index())
            .map(|kind| std::mem::take(&mut kind.slots))?;
        let compiled = self.program(source, kind, kinds, &mut slots);
        if let Some(kind) = self.model.kinds.get_mut(kind.index()) {
            kind.slots = slots;
        }
        compiled.map(Condition::of)
    }

    fn program(
        &mut self,
        source: &str,
        kind: KindId,
        kinds: &[KindId],
        slots: &mut crate::blueprint::SlotTable,
    ) -> Option<Program> {
        let of = |id: &KindId| self.model.kinds.get(id.index());
        let others: Vec<&Kind> = kinds
            .iter()
            .filter(|id| **id != kind)
            .filter_map(of)
            .collect();
        let mut names = Conditions::access(self.model, of(&kind)?, slots, others);
        crate::blueprint::compile_condition(
            source,
            &mut names,
            &format!("{}/when", self.at),
            self.problems,
        )
    }
}

/// Whether a pattern such as `booking.*` or `*.update` means an action.
fn fits(pattern: &str, action: &str) -> bool {
    let part = |pattern: &str, name: &str| pattern == "*" || pattern == name;
    match (pattern.split_once('.'), action.split_once('.')) {
        (Some((kind, verb)), Some((of, word))) => part(kind, of) && part(verb, word),
        _ => false,
    }
}
