//! Checks, gates and references: what needs the kind's fields to be known.

use super::super::document;
use super::super::environment::Conditions;
use super::super::kind::Kind;
use super::super::model::{Model, bad_value, unknown};
use super::super::problem::{Problem, Problems};
use super::super::slots::{Part, SlotTable};
use crate::error::{Code, Locale};
use crate::expr::{Environment, ExprProblem, Program, Type};
use crate::id::is_name;
use crate::json::Pointer;
use crate::schema::{self, Check, Gate};

/// Compiles the checks and gates of the kind at `index`.
pub(super) fn finish(model: &mut Model, index: usize, problems: &mut Problems) {
    let Some(kind) = model.kinds.get_mut(index) else {
        return;
    };
    let mut slots = std::mem::take(&mut kind.slots);
    let Some(kind) = model.kinds.get(index) else {
        return;
    };
    let Some(document) = model.document.kinds.get(&kind.name) else {
        return;
    };
    let at = format!("/kinds/{}", kind.name);
    let checks = checks(model, kind, document, &at, &mut slots, problems);
    let publish = document.modes.get("publish").map(|mode| {
        let at = format!("{at}/modes/publish");
        gate(
            "publish",
            &mode.requires,
            mode.min_strength,
            kind,
            &at,
            &mut slots,
            problems,
        )
    });
    for name in document.modes.names().filter(|name| *name != "publish") {
        problems.push(unknown(
            "mode",
            name,
            &format!("{at}/modes/{name}"),
            ["publish"].into_iter(),
        ));
    }
    let ids = document.steps.iter().map(|step| step.id.as_str());
    check_ids("step", ids, &format!("{at}/steps"), "id", problems);
    let steps = document.steps.iter().enumerate();
    let steps = steps.map(|(index, step)| {
        let at = format!("{at}/steps/{index}");
        gate(
            &step.id,
            &step.requires,
            None,
            kind,
            &at,
            &mut slots,
            problems,
        )
    });
    let steps = steps.collect();
    check_unique(kind, &document.unique, &at, problems);
    if let Some(kind) = model.kinds.get_mut(index) {
        kind.slots = slots;
        (kind.plan.checks, kind.plan.publish, kind.plan.steps) = (checks, publish, steps);
    }
}

fn checks(
    model: &Model,
    kind: &Kind,
    document: &document::Kind,
    at: &str,
    slots: &mut SlotTable,
    problems: &mut Problems,
) -> Vec<Check> {
    let mut checks = Vec::new();
    let codes = document.checks.iter().map(|check| check.code.as_str());
    check_ids("check", codes, &format!("{at}/checks"), "code", problems);
    for (index, check) in document.checks.iter().enumerate() {
        let at = format!("{at}/checks/{index}");
        let target = check.at.clone().unwrap_or_default();
        if !target.is_empty() && kind.field_at(&target).is_none() {
            problems.push(unknown_field(kind, &target, &format!("{at}/at")));
        }
        let mut names = Conditions::document(model, kind, slots);
        if let Some(condition) = compile(&check.expr, &mut names, &format!("{at}/expr"), problems) {
            checks.push(Check {
                code: check.code.as_str().into(),
                message: check.message.as_str().into(),
                at: target.into(),
                condition,
            });
        }
    }
    checks
}

/// Every item of a list has a good name that no earlier one has.
fn check_ids<'d>(
    what: &'static str,
    ids: impl Iterator<Item = &'d str>,
    at: &str,
    member: &str,
    problems: &mut Problems,
) {
    let mut seen: Vec<&str> = Vec::new();
    for (index, id) in ids.enumerate() {
        let problem = |code| {
            let problem = Problem::new(format!("{at}/{index}/{member}"), code);
            problem.with("name", id.to_owned())
        };
        if !is_name(id) {
            problems.push(problem(Code::BlueprintBadName));
        } else if seen.contains(&id) {
            problems.push(problem(Code::BlueprintDuplicate).with("what", what));
        }
        seen.push(id);
    }
}

/// Compiles a condition, or reports every mistake in it.
pub(crate) fn compile(
    source: &str,
    names: &mut dyn Environment,
    at: &str,
    problems: &mut Problems,
) -> Option<Program> {
    match Program::compile(source, names, &Type::Bool) {
        Ok(program) => Some(program),
        Err(found) => {
            found
                .into_iter()
                .for_each(|problem| problems.push(placed(problem, at)));
            None
        }
    }
}

/// Reports a condition that cannot be read, where nothing is there to hold it to.
pub(crate) fn read(source: &str, at: &str, problems: &mut Problems) {
    if let Some(problem) = Program::unreadable(source) {
        problems.push(placed(problem, at));
    }
}

fn placed(problem: ExprProblem, at: &str) -> Problem {
    let reason = problem.message(Locale::En);
    let mut placed = Problem::new(at, Code::BlueprintCondition).with("reason", reason);
    placed.suggestion = problem.suggestion;
    placed.span = Some((problem.at.start, problem.at.end));
    placed
}

fn gate(
    name: &str,
    requires: &[String],
    min_strength: Option<u32>,
    kind: &Kind,
    at: &str,
    slots: &mut SlotTable,
    problems: &mut Problems,
) -> Gate {
    let min_strength = min_strength.map(|least| match u8::try_from(least) {
        Ok(least @ 0..=100) => least,
        _ => {
            bad_value(
                &format!("{at}/min_strength"),
                "min_strength",
                "0 to 100",
                problems,
            );
            0
        }
    });
    let requires = paths(requires, kind, &format!("{at}/requires"), slots, problems);
    Gate {
        name: name.into(),
        requires,
        min_strength,
    }
}

/// The slots of fields outside of lists, by their pointers.
pub(in crate::blueprint) fn paths(
    pointers: &[String],
    kind: &Kind,
    at: &str,
    slots: &mut SlotTable,
    problems: &mut Problems,
) -> Vec<(Pointer, u16)> {
    let mut found = Vec::new();
    for (index, pointer) in pointers.iter().enumerate() {
        match (kind.plan_at(pointer), Pointer::new(pointer)) {
            (Some(field), Some(path)) => found.push((path, slots.slot(field.id, Part::Whole))),
            _ => problems.push(unknown_field(kind, pointer, &format!("{at}/{index}"))),
        }
    }
    found
}

pub(in crate::blueprint) fn unknown_field(kind: &Kind, pointer: &str, at: &str) -> Problem {
    unknown(
        "field",
        pointer,
        at,
        kind.fields.iter().map(|field| &*field.pointer),
    )
}

/// Two records can be told apart by a plain value only.
fn check_unique(kind: &Kind, pointers: &[String], at: &str, problems: &mut Problems) {
    for (index, pointer) in pointers.iter().enumerate() {
        let at = format!("{at}/unique/{index}");
        match kind.plan_at(pointer).map(|plan| &plan.ty) {
            None => problems.push(unknown_field(kind, pointer, &at)),
            Some(
                schema::Type::Object(_)
                | schema::Type::List(_)
                | schema::Type::Map(_)
                | schema::Type::Vector(_)
                | schema::Type::Json,
            ) => bad_value(&at, "unique", "a field with one plain value", problems),
            Some(_) => {}
        }
    }
}
