//! Lifecycles: states, moves, and who may.

use super::super::document::{self, LifecycleDocument, TransitionDocument};
use super::super::environment::Conditions;
use super::super::kind::{Kind, Lifecycle, Transition};
use super::super::model::{Model, bad_value, unknown};
use super::super::problem::{Problem, Problems};
use super::super::slots::SlotTable;
use super::gates::{compile, paths};
use crate::error::Code;
use crate::id::{RoleSet, StateId, is_name};
use crate::schema::Type;

const MAX_STATES: usize = 64;

/// Compiles the lifecycle and checks the slots of the kind at `index`.
pub(super) fn finish(model: &mut Model, index: usize, problems: &mut Problems) {
    let Some(name) = model.kinds.get(index).map(|kind| kind.name.clone()) else {
        return;
    };
    let Some(document) = model.document.kinds.get(&name).cloned() else {
        return;
    };
    let at = format!("/kinds/{name}");
    if let Some(kind) = model.kinds.get(index) {
        check_exclusive(&document, kind, &at, problems);
    }
    let Some(lifecycle) = &document.lifecycle else {
        return;
    };
    let mut slots = model
        .kinds
        .get_mut(index)
        .map(|kind| std::mem::take(&mut kind.slots))
        .unwrap_or_default();
    let lowered = model.kinds.get(index).map(|kind| {
        Lowering {
            model,
            kind,
            states: &lifecycle.states,
            slots: &mut slots,
            problems,
            at: format!("{at}/lifecycle"),
        }
        .lifecycle(lifecycle)
    });
    if let Some(kind) = model.kinds.get_mut(index) {
        (kind.lifecycle, kind.slots) = (lowered, slots);
    }
}

struct Lowering<'l> {
    model: &'l Model,
    kind: &'l Kind,
    states: &'l [String],
    slots: &'l mut SlotTable,
    problems: &'l mut Problems,
    at: String,
}

impl Lowering<'_> {
    fn lifecycle(mut self, document: &LifecycleDocument) -> Lifecycle {
        self.check_states();
        let initial = self
            .state(&document.initial, "/initial")
            .unwrap_or(StateId(0));
        let finals = self.bits(&document.ends, "/final");
        let transitions = document.transitions.iter().enumerate();
        let transitions =
            transitions.filter_map(|(index, transition)| self.transition(transition, index));
        let transitions = transitions.collect();
        let states = self
            .states
            .iter()
            .map(|state| state.as_str().into())
            .collect();
        Lifecycle {
            states,
            initial,
            finals,
            transitions,
        }
    }

    fn check_states(&mut self) {
        if self.states.len() > MAX_STATES {
            let problem = Problem::new(format!("{}/states", self.at), Code::BlueprintTooMany);
            self.problems
                .push(problem.with("what", "states").with("max", MAX_STATES));
        }
        for (index, state) in self.states.iter().enumerate() {
            let at = format!("{}/states/{index}", self.at);
            if !is_name(state) {
                self.problems
                    .push(Problem::new(at, Code::BlueprintBadName).with("name", state.clone()));
            } else if self
                .states
                .iter()
                .take(index)
                .any(|earlier| earlier == state)
            {
                let problem = Problem::new(at, Code::BlueprintDuplicate).with("what", "state");
                self.problems.push(problem.with("name", state.clone()));
            }
        }
    }

    fn state(&mut self, name: &str, at: &str) -> Option<StateId> {
        let found = self
            .states
            .iter()
            .take(MAX_STATES)
            .position(|state| state == name);
        if found.is_none() {
            let known = self.states.iter().map(String::as_str);
            self.problems
                .push(unknown("state", name, &format!("{}{at}", self.at), known));
        }
        found.and_then(StateId::from_index)
    }

    fn bits(&mut self, names: &[String], at: &str) -> u64 {
        let mut bits = 0;
        for (index, name) in names.iter().enumerate() {
            if let Some(state) = self.state(name, &format!("{at}/{index}")) {
                bits |= 1u64 << state.0;
            }
        }
        bits
    }

    fn transition(&mut self, document: &TransitionDocument, index: usize) -> Option<Transition> {
        let at = format!("/transitions/{index}");
        let from = self.bits(&document.from, &format!("{at}/from"));
        let to = self.state(&document.to, &format!("{at}/to"));
        let place = format!("{}{at}", self.at);
        let (roles, relations, owner) = self.by(&document.by, &format!("{place}/by"));
        let needs = paths(
            &document.needs,
            self.kind,
            &format!("{place}/needs"),
            self.slots,
            self.problems,
        );
        let when = document.when.as_ref().and_then(|source| {
            let mut names = Conditions::access(self.model, self.kind, self.slots, Vec::new());
            compile(source, &mut names, &format!("{place}/when"), self.problems)
        });
        let action = self
            .model
            .action(&format!("{}.{}", self.kind.name, document.name))?;
        Some(Transition {
            name: document.name.as_str().into(),
            action,
            from,
            to: to?,
            roles,
            relations,
            owner,
            needs,
            when,
        })
    }

    fn by(&mut self, names: &[String], at: &str) -> (RoleSet, u64, bool) {
        let (mut roles, mut relations, mut owner) = (RoleSet::EMPTY, 0u64, false);
        for (index, name) in names.iter().enumerate() {
            let at = format!("{at}/{index}");
            match name.split_once(':') {
                None if name == "owner" => owner = true,
                Some(("role", role)) => {
                    roles = self
                        .model
                        .names()
                        .role(role, &at, self.problems)
                        .map_or(roles, |role| roles.with(role));
                }
                Some(("relation", relation)) => match self.kind.relation(relation) {
                    Some(id) => relations |= 1u64 << id.0.min(63),
                    None => {
                        let known = self.kind.relations.iter().map(|relation| &*relation.name);
                        self.problems
                            .push(unknown("relation", relation, &at, known));
                    }
                },
                _ => bad_value(
                    &at,
                    "by",
                    "`role:NAME`, `relation:NAME` or `owner`",
                    self.problems,
                ),
            }
        }
        (roles, relations, owner)
    }
}

fn check_exclusive(document: &document::Kind, kind: &Kind, at: &str, problems: &mut Problems) {
    for (index, exclusive) in document.exclusive.iter().enumerate() {
        let at = format!("{at}/exclusive/{index}");
        for (part, name) in exclusive.per.iter().enumerate() {
            if name != "owner" && kind.relation(name).is_none() {
                let known = kind.relations.iter().map(|relation| &*relation.name);
                problems.push(unknown(
                    "relation",
                    name,
                    &format!("{at}/per/{part}"),
                    known,
                ));
            }
        }
        for (part, name) in [("from", &exclusive.from), ("length", &exclusive.length)] {
            let place = format!("{at}/{part}");
            match (part, kind.plan.root.field(name).map(|field| &field.ty)) {
                (_, None) => {
                    let known = kind.plan.root.names.iter();
                    problems.push(unknown("field", name, &place, known));
                }
                ("from", Some(Type::Instant(_))) | ("length", Some(Type::Int(_))) => {}
                ("from", _) => bad_value(&place, part, "an `instant` field", problems),
                _ => bad_value(&place, part, "an `int` field", problems),
            }
        }
        let states = document.lifecycle.iter().flat_map(|life| &life.states);
        let states: Vec<&str> = states.map(String::as_str).collect();
        for (part, name) in exclusive.states.iter().enumerate() {
            if !states.contains(&name.as_str()) {
                let at = format!("{at}/states/{part}");
                problems.push(unknown("state", name, &at, states.iter().copied()));
            }
        }
    }
}
