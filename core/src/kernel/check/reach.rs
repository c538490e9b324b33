//! Which rules can ever apply, and which actions anybody may do.

use super::warning;
use crate::access::{ActionRules, Condition, Rule};
use crate::blueprint::{BuiltinRole, Kind, Problems};
use crate::error::Code;
use crate::expr::{Literal, Node, Outcome};
use crate::id::{ActionId, RoleSet, RuleId};
use crate::kernel::Kernel;

/// The allows of each action that can ever have an effect.
pub(super) struct Reach<'k> {
    effective: Vec<Vec<&'k Rule>>,
}

/// What of one rule can ever happen, over all its actions.
#[derive(Default, Clone)]
struct Fate {
    allows: bool,
    applies: bool,
    effective: bool,
    denied_by: Option<RuleId>,
}

impl<'k> Reach<'k> {
    pub(super) fn of(kernel: &'k Kernel) -> Self {
        let actions = (0..kernel.model().actions.len()).filter_map(ActionId::from_index);
        let effective = actions.map(|action| {
            let rules = kernel.access().rules_of(action);
            let kind = kernel.kind_of(action);
            let (Some(rules), Some(kind)) = (rules, kind) else {
                return Vec::new();
            };
            let allows = rules.allow.iter();
            allows
                .filter(|rule| can_apply(rule, kind) && shadow(rule, rules).is_none())
                .collect()
        });
        Self {
            effective: effective.collect(),
        }
    }

    /// The allows of an action that can ever have an effect.
    pub(super) fn allows(&self, action: ActionId) -> &[&'k Rule] {
        self.effective
            .get(action.index())
            .map_or(&[], Vec::as_slice)
    }

    pub(super) fn report(&self, kernel: &Kernel, problems: &mut Problems) {
        report_policies(kernel, problems);
        for (index, action) in kernel.model().actions.iter().enumerate() {
            let nobody = ActionId::from_index(index).is_some_and(|id| self.allows(id).is_empty());
            if nobody {
                let kind = kernel.model().kinds.get(action.kind.index());
                let at = kind.map(|kind| format!("/kinds/{}", kind.name));
                let problem = warning(at.unwrap_or_default(), Code::BlueprintUnreachableAction);
                problems.push(problem.with("action", action.name.to_string()));
            }
        }
    }
}

fn report_policies(kernel: &Kernel, problems: &mut Problems) {
    for (index, fate) in fates(kernel).iter().enumerate() {
        let Some(info) = RuleId::from_index(index).and_then(|id| kernel.access().rule(id)) else {
            continue;
        };
        let problem = |code| warning(&*info.at, code).with("policy", info.name.to_string());
        let by = fate.denied_by.and_then(|by| kernel.access().rule(by));
        if !fate.applies {
            problems.push(problem(Code::BlueprintUnreachablePolicy));
        } else if let (true, false, Some(by)) = (fate.allows, fate.effective, by) {
            let problem = problem(Code::BlueprintShadowedPolicy);
            problems.push(problem.with("by", by.name.to_string()));
        }
    }
}

fn fates(kernel: &Kernel) -> Vec<Fate> {
    let mut fates: Vec<Fate> = Vec::new();
    let mut fate = |rule: &Rule, tell: &dyn Fn(&mut Fate)| {
        if fates.len() <= rule.id.index() {
            fates.resize(rule.id.index() + 1, Fate::default());
        }
        fates.get_mut(rule.id.index()).into_iter().for_each(tell);
    };
    for action in (0..kernel.model().actions.len()).filter_map(ActionId::from_index) {
        let (Some(rules), Some(kind)) = (kernel.access().rules_of(action), kernel.kind_of(action))
        else {
            continue;
        };
        for rule in &rules.allow {
            let (applies, by) = (can_apply(rule, kind), shadow(rule, rules));
            fate(rule, &|fate| {
                fate.allows = true;
                fate.applies |= applies;
                fate.effective |= applies && by.is_none();
                fate.denied_by = fate.denied_by.or(by);
            });
        }
        for rule in &rules.deny {
            let applies = can_apply(rule, kind) || is_unknown(rule);
            fate(rule, &|fate| fate.applies |= applies);
        }
    }
    fates
}

/// Whether a rule can apply to any subject and record of the kind.
fn can_apply(rule: &Rule, kind: &Kind) -> bool {
    let owner = kind.owned || !rule.relations.is_some_and(|r| r.owner && r.named == 0);
    let condition = match &rule.condition {
        Condition::Always => true,
        Condition::OwnerIsSubject => kind.owned,
        Condition::Program(program) => constant(program.root()) != Some(Outcome::False),
    };
    owner && condition && !is_unknown(rule)
}

/// Whether a rule's condition needs a value that is never there.
fn is_unknown(rule: &Rule) -> bool {
    match &rule.condition {
        Condition::Program(program) => matches!(
            constant(program.root()),
            Some(Outcome::Unknown(crate::expr::EvalFault::Missing))
        ),
        _ => false,
    }
}

/// The deny that takes all of an allow's effect away, whatever the record.
fn shadow(rule: &Rule, rules: &ActionRules) -> Option<RuleId> {
    let covers = |deny: &&Rule| {
        let always = match &deny.condition {
            Condition::Always => true,
            Condition::Program(program) => constant(program.root()) == Some(Outcome::True),
            Condition::OwnerIsSubject => false,
        };
        let plain = deny.relations.is_none() && deny.personas.is_none() && deny.states.is_none();
        always && plain && deny.fields.is_none() && covers_roles(rule.roles, deny.roles)
    };
    rules.deny.iter().find(covers).map(|deny| deny.id)
}

/// Whether whoever has one of the allowed roles has one of the denied ones.
fn covers_roles(allowed: Option<RoleSet>, denied: Option<RoleSet>) -> bool {
    let anyone = |roles: RoleSet| roles.contains(BuiltinRole::Anyone.id());
    match (allowed, denied) {
        (_, None) => true,
        (_, Some(denied)) if anyone(denied) => true,
        (None, Some(_)) => false,
        (Some(allowed), Some(denied)) => allowed.iter().all(|role| denied.contains(role)),
    }
}

/// What a condition says whatever the record, where that can be told from its form.
fn constant(node: &Node) -> Option<Outcome> {
    let of = |nodes: &[Node], decides: Outcome, otherwise: Outcome| {
        let found: Vec<Option<Outcome>> = nodes.iter().map(constant).collect();
        if found.contains(&Some(decides)) {
            return Some(decides);
        }
        let all_known = found.iter().all(Option::is_some);
        let unknown = found
            .iter()
            .flatten()
            .find(|o| matches!(o, Outcome::Unknown(_)));
        all_known.then(|| unknown.copied().unwrap_or(otherwise))
    };
    match node {
        Node::Literal(Literal::Bool(true)) => Some(Outcome::True),
        Node::Literal(Literal::Bool(false)) => Some(Outcome::False),
        Node::Absent => Some(Outcome::Unknown(crate::expr::EvalFault::Missing)),
        Node::Not(of) => Some(match constant(of)? {
            Outcome::True => Outcome::False,
            Outcome::False => Outcome::True,
            unknown => unknown,
        }),
        Node::And(nodes) => of(nodes, Outcome::False, Outcome::True),
        Node::Or(nodes) => of(nodes, Outcome::True, Outcome::False),
        Node::Compare(_, two) => {
            let absent = |node: &Node| matches!(node, Node::Absent);
            (absent(&two.0) || absent(&two.1))
                .then_some(Outcome::Unknown(crate::expr::EvalFault::Missing))
        }
        _ => None,
    }
}

impl Kernel {
    fn kind_of(&self, action: ActionId) -> Option<&Kind> {
        let action = self.model().actions.get(action.index())?;
        self.model().kinds.get(action.kind.index())
    }
}
