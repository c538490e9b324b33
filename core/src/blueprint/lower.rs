//! From the document's kinds to validation plans and field tables.

mod constraint;
mod fields;
mod gates;
mod identity;
mod imports;
mod lifecycle;
mod rule;

use super::document::{self, AudienceDocument};
use super::environment::is_head_name;
use super::field::Outline;
use super::kind::{Kind, Relation};
use super::model::{ActionInfo, Model, Verb, unknown};
use super::problem::{Problem, Problems};
use super::slots::SlotTable;
use crate::error::Code;
use crate::id::{ActionId, KindId, is_name};
use crate::schema::{KindPlan, ObjectPlan, Unknown};

use fields::Lowering;
pub(crate) use gates::{compile as compile_condition, read as read_condition};
pub(super) use identity::identity;

/// Lowers the declared attributes of subject and context.
pub(super) fn attributes(model: &mut Model, problems: &mut Problems) {
    let Some(attributes) = model.document.attributes.clone() else {
        return;
    };
    for (name, fields) in [
        ("subject", &attributes.subject),
        ("context", &attributes.context),
    ] {
        let kinds: Vec<&str> = model.document.kinds.names().collect();
        let mut lowering = Lowering::new(model, (&[], &[]), &kinds, problems);
        let at = format!("/attributes/{name}");
        let fields = lowering.named(fields, &at, "", &fields::Inherited::default());
        let count = lowering.count();
        let root = ObjectPlan::new(fields, Unknown::Drop);
        let mut plan = KindPlan {
            name: name.into(),
            root,
            field_count: count,
            ..KindPlan::default()
        };
        capture_all(&mut plan);
        if name == "subject" {
            model.subject = plan;
        } else {
            model.context = plan;
        }
    }
}

/// Attributes are few: each has the slot of its index.
fn capture_all(plan: &mut KindPlan) {
    plan.slot_count = plan.root.fields.len();
    for (index, field) in plan.root.fields.iter_mut().enumerate() {
        field.capture = u16::try_from(index).ok();
    }
}

/// Lowers every kind.
pub(super) fn kinds(model: &mut Model, problems: &mut Problems) {
    model.check_kind_count(problems);
    let document = std::mem::take(&mut model.document.kinds);
    for (index, (name, kind)) in document.iter().enumerate() {
        let Some(id) = KindId::from_index(index) else {
            break;
        };
        declare_actions(model, id, name, kind, problems);
        let lowered = lower_kind(model, id, name, kind, &document, problems);
        model.kinds.push(lowered);
    }
    model.document.kinds = document;
    for index in 0..model.kinds.len() {
        gates::finish(model, index, problems);
        imports::check(model, index, problems);
        lifecycle::finish(model, index, problems);
    }
}

fn declare_actions(
    model: &mut Model,
    id: KindId,
    name: &str,
    kind: &document::Kind,
    problems: &mut Problems,
) {
    let mut declare = |word: &str, verb: Verb, at: String| {
        let full = format!("{name}.{word}");
        if !is_name(word) {
            problems.push(Problem::new(at, Code::BlueprintBadName).with("name", word.to_owned()));
        } else if model.action(&full).is_some() {
            problems.push(
                Problem::new(at, Code::BlueprintDuplicate)
                    .with("what", "action")
                    .with("name", full),
            );
        } else {
            model.actions.push(ActionInfo {
                name: full.into(),
                kind: id,
                verb,
            });
        }
    };
    for verb in Verb::BUILT_IN {
        declare(verb.word(), verb, format!("/kinds/{name}"));
    }
    let transitions = kind
        .lifecycle
        .iter()
        .flat_map(|lifecycle| &lifecycle.transitions);
    for (index, transition) in transitions.enumerate() {
        let verb = Verb::Transition(u16::try_from(index).unwrap_or(u16::MAX));
        declare(
            &transition.name,
            verb,
            format!("/kinds/{name}/lifecycle/transitions/{index}/name"),
        );
    }
    for (index, word) in kind.actions.iter().enumerate() {
        declare(word, Verb::Other, format!("/kinds/{name}/actions/{index}"));
    }
}

fn lower_kind(
    model: &Model,
    id: KindId,
    name: &str,
    kind: &document::Kind,
    all: &super::Named<document::Kind>,
    problems: &mut Problems,
) -> Kind {
    let at = format!("/kinds/{name}");
    let relations = relations(kind, &at, all, problems);
    let relation_names: Vec<&str> = relations.iter().map(|relation| &*relation.name).collect();
    check_names(kind, &relation_names, &at, problems);
    check_owner(kind, &at, all, problems);
    let people = relations.iter().filter(|relation| relation.names_people());
    let people: Vec<&str> = people.map(|relation| &*relation.name).collect();
    let connections = connections(model, &relation_names);
    let kinds: Vec<&str> = all.names().collect();
    let (sections, fields) = (kind.sections.names().count(), kind.fields.names().count());
    if sections > 0 && sections + fields > ObjectPlan::MAX_FIELDS {
        let problem = Problem::new(format!("{at}/sections"), Code::BlueprintTooMany);
        let problem = problem.with("what", "sections and fields");
        problems.push(problem.with("max", ObjectPlan::MAX_FIELDS));
    }
    let mut lowering = Lowering::new(model, (&relation_names, &people), &kinds, problems);
    let inherited = lowering.inherit(
        kind.audience.as_ref(),
        &[],
        &at,
        &fields::Inherited::default(),
    );
    let mut fields = Vec::new();
    for (section_name, section) in kind.sections.iter() {
        fields.push(lowering.section(section_name, section, &at, &inherited));
    }
    fields.extend(lowering.named(&kind.fields, &format!("{at}/fields"), "", &inherited));
    let root = ObjectPlan::new(
        fields,
        rule::unknown(kind.unknown_fields.unwrap_or_default()),
    );
    let (fields, count) = lowering.finish();
    let plan = KindPlan {
        name: name.into(),
        root,
        field_count: count,
        ..KindPlan::default()
    };
    let actions = (0..model.actions.len()).filter_map(ActionId::from_index);
    let own = actions.filter(|action| {
        model
            .actions
            .get(action.index())
            .is_some_and(|info| info.kind == id)
    });
    Kind {
        id,
        name: name.into(),
        label: kind.label.as_deref().map(Into::into),
        plan,
        outline: Outline::of(&fields),
        fields,
        relations,
        connections,
        lifecycle: None,
        actions: own.collect(),
        owned: kind.owner.is_some(),
        tenant: kind.tenant.unwrap_or_default(),
        on_delete: kind.on_delete.unwrap_or_default(),
        slots: SlotTable::default(),
    }
}

fn relations(
    kind: &document::Kind,
    at: &str,
    all: &super::Named<document::Kind>,
    problems: &mut Problems,
) -> Vec<Relation> {
    const MAX: usize = 63;
    if kind.relations.0.len() > MAX {
        let problem = Problem::new(format!("{at}/relations"), Code::BlueprintTooMany)
            .with("what", "relations");
        problems.push(problem.with("max", MAX));
    }
    let mut relations = Vec::new();
    for (name, relation) in kind.relations.iter().take(MAX) {
        check_target(
            &relation.to,
            &format!("{at}/relations/{name}/to"),
            all,
            problems,
        );
        relations.push(Relation {
            name: name.into(),
            to: relation.to.as_str().into(),
            many: relation.many,
        });
    }
    relations
}

/// `user` is the subject itself; it may also be a kind.
fn check_target(
    target: &str,
    at: &str,
    all: &super::Named<document::Kind>,
    problems: &mut Problems,
) {
    if target != "user" && all.get(target).is_none() {
        problems.push(unknown("kind", target, at, all.names().chain(["user"])));
    }
}

fn check_owner(
    kind: &document::Kind,
    at: &str,
    all: &super::Named<document::Kind>,
    problems: &mut Problems,
) {
    if let Some(owner) = &kind.owner {
        check_target(owner, &format!("{at}/owner"), all, problems);
    }
    for (index, name) in kind.one_per.iter().enumerate() {
        let head =
            matches!(name.as_str(), "owner" | "tenant") || kind.relations.get(name).is_some();
        if !head {
            let known = kind.relations.names().chain(["owner", "tenant"]);
            problems.push(unknown(
                "relation",
                name,
                &format!("{at}/one_per/{index}"),
                known,
            ));
        }
    }
}

/// What else a record has beside its document, in files and in requests.
const RECORD_NAMES: [&str; 5] = ["choices", "document", "forced", "owner_roles", "relations"];

/// A condition reads fields, relations and the record's head by name, so they share names; and a
/// document must not be taken for the record around it.
fn check_names(kind: &document::Kind, relations: &[&str], at: &str, problems: &mut Problems) {
    let groups = [
        ("sections", kind.sections.names().collect::<Vec<_>>()),
        ("fields", kind.fields.names().collect()),
        ("relations", relations.to_vec()),
    ];
    let mut seen: Vec<&str> = Vec::new();
    for (group, names) in groups {
        for name in names {
            let at = format!("{at}/{group}/{name}");
            if is_head_name(name) || RECORD_NAMES.contains(&name) {
                problems
                    .push(Problem::new(at, Code::BlueprintReserved).with("name", name.to_owned()));
            } else if seen.contains(&name) {
                let problem = Problem::new(at, Code::BlueprintDuplicate).with("what", "name");
                problems.push(problem.with("name", name.to_owned()));
            }
            seen.push(name);
        }
    }
}

fn connections(model: &Model, relations: &[&str]) -> u64 {
    let named = |name: &&str| {
        model
            .document
            .connections
            .iter()
            .any(|connection| connection == name)
    };
    let bits = relations
        .iter()
        .take(64)
        .enumerate()
        .filter(|(_, name)| named(name));
    bits.fold(0, |sum, (index, _)| sum | 1u64 << index)
}

/// What the audience of a section or kind says to the fields below it.
pub(super) type AudienceSource<'d> = Option<&'d AudienceDocument>;
