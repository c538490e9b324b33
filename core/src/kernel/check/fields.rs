//! Fields that nobody reads or writes, and strength factors that cannot be met.

use super::reach::Reach;
use super::warning;
use crate::access::Rule;
use crate::blueprint::document::SourceWord;
use crate::blueprint::{Audience, BuiltinRole, FieldInfo, Kind, Problems, Verb};
use crate::error::Code;
use crate::expr::{Literal, Node};
use crate::id::{FieldId, RoleSet};
use crate::kernel::Kernel;
use crate::schema::{FieldPlan, Type};
use crate::strength::{Factor, Measure};

pub(super) fn check(kernel: &Kernel, reach: &Reach<'_>, problems: &mut Problems) {
    for kind in &kernel.model().kinds {
        let writers = writers(kernel, kind, reach);
        for field in kind.fields.iter().filter(|field| !field.section) {
            check_field(kind, field, &writers, problems);
        }
        check_factors(kernel, kind, &writers, problems);
    }
}

fn check_field(kind: &Kind, field: &FieldInfo, writers: &[&Rule], problems: &mut Problems) {
    let at = format!("/kinds/{}", kind.name);
    let mut report = |code| {
        let problem = warning(&*at, code);
        problems.push(problem.with("field", field.pointer.to_string()));
    };
    if !kind.owned && field.audience.widest() == Audience::Private {
        report(Code::BlueprintUnreadableField);
    }
    // What is computed, or comes from the identity provider, is written by the product itself.
    let given = field.derived.is_some()
        || matches!(
            field.source,
            Some(SourceWord::Identity | SourceWord::Events)
        );
    if !given && !writers.is_empty() && !is_writable(field, writers) {
        report(Code::BlueprintUnwritableField);
    }
}

/// The allows of `create` and `update` that can have an effect.
fn writers<'k>(kernel: &'k Kernel, kind: &Kind, reach: &Reach<'k>) -> Vec<&'k Rule> {
    let actions = [Verb::Create, Verb::Update].into_iter();
    let actions = actions.filter_map(|verb| kernel.verb(kind, verb).ok());
    actions
        .flat_map(|action| reach.allows(action).to_vec())
        .collect()
}

fn is_writable(field: &FieldInfo, writers: &[&Rule]) -> bool {
    writers.iter().any(|rule| {
        let covers = rule
            .fields
            .as_ref()
            .is_none_or(|fields| fields.contains(field.id));
        covers
            && field
                .written_by
                .is_none_or(|roles| can_meet(rule.roles, roles))
    })
}

/// Whether somebody can have one role of each set. People can hold several roles; the product
/// itself holds none besides its own.
fn can_meet(of_rule: Option<RoleSet>, of_field: RoleSet) -> bool {
    let system = RoleSet::EMPTY.with(BuiltinRole::System.id());
    let everybody = system
        .with(BuiltinRole::Anyone.id())
        .with(BuiltinRole::SignedIn.id());
    let of_rule = match of_rule {
        // A relation to the record: the product itself holds none.
        None => return !of_field.is_empty() && of_field != system,
        Some(roles) => roles,
    };
    if of_rule == system {
        return of_field.intersects(everybody);
    }
    if of_field == system {
        return of_rule.intersects(everybody);
    }
    !of_field.is_empty() && !of_rule.is_empty()
}

fn check_factors(kernel: &Kernel, kind: &Kind, writers: &[&Rule], problems: &mut Problems) {
    let Ok(card) = kernel.card(kind) else {
        return;
    };
    for (index, factor) in card.factors.iter().enumerate() {
        if !can_be_met(kernel, kind, factor, writers) {
            let at = format!("/kinds/{}/strength/factors/{index}", kind.name);
            let problem = warning(at, Code::BlueprintUnreachableFactor);
            problems.push(problem.with("factor", factor.id.to_string()));
        }
    }
}

fn can_be_met(kernel: &Kernel, kind: &Kind, factor: &Factor, writers: &[&Rule]) -> bool {
    let possible = match &factor.measure {
        Measure::Count(_, target) | Measure::Length(_, target) => {
            most(kind, factor).is_none_or(|most| most >= *target)
        }
        Measure::When(program) => !matches!(
            program.root(),
            Node::Literal(Literal::Bool(false)) | Node::Absent
        ),
        Measure::Present(_) | Measure::UpdatedWithin(_) => true,
    };
    let fields = factor.acts_on.iter().filter_map(|id| kind.field(*id));
    let mut fields = fields.peekable();
    let acts =
        fields.peek().is_none() || fields.any(|field| owner_writes(kernel, kind, field, writers));
    possible && acts
}

/// Whether the people whose profile the kind is may write a field.
fn owner_writes(kernel: &Kernel, kind: &Kind, field: &FieldInfo, writers: &[&Rule]) -> bool {
    if field.derived.is_some() || !is_writable(field, writers) {
        return false;
    }
    let model = kernel.model();
    let personas = model.document.personas.iter().zip(&model.personas);
    let personas =
        personas.filter(|((_, document), _)| document.profile.as_deref() == Some(&*kind.name));
    let mut roles = personas.filter_map(|(_, persona)| model.roles.get(persona.role.index()));
    let mut known = false;
    let may = roles.any(|role| {
        known = true;
        field.written_by.is_none_or(|writers| {
            let signed_in = role.includes.with(BuiltinRole::SignedIn.id());
            writers.intersects(signed_in.with(BuiltinRole::Anyone.id()))
        })
    });
    may || !known
}

/// The most items or characters that the measured field may have.
fn most(kind: &Kind, factor: &Factor) -> Option<u32> {
    let field = factor.reads.first()?;
    let plan = plan(&kind.plan.root.fields, *field)?;
    let most = match &plan.ty {
        Type::List(list) => list.max,
        Type::Map(map) => map.max,
        Type::Text(text) => text.max,
        _ => return None,
    };
    u32::try_from(most).ok()
}

fn plan(fields: &[FieldPlan], id: FieldId) -> Option<&FieldPlan> {
    let field = fields
        .iter()
        .find(|field| field.id <= id && id.index() < usize::from(field.end))?;
    if field.id == id {
        return Some(field);
    }
    plan(&field.ty.object()?.fields, id)
}
