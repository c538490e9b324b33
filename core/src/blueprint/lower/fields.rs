//! Fields and sections: handles, audiences, writers.

use std::sync::Arc;

use super::super::audience::AudienceRule;
use super::super::document::{Field, Section, SourceWord, TypeWord};
use super::super::field::FieldInfo;
use super::super::model::{BuiltinRole, Model, bad_value, unknown};
use super::super::node::Named;
use super::super::problem::{Problem, Problems};
use super::{AudienceSource, constraint, rule};
use crate::error::Code;
use crate::id::{FieldId, RoleSet};
use crate::schema::{FieldPlan, KindPlan, ObjectPlan, Options, Type, Unknown, validate};
use crate::time::Period;

/// What a field takes from its section and kind.
#[derive(Clone, Default)]
pub(in crate::blueprint) struct Inherited {
    audience: Arc<AudienceRule>,
    written_by: Option<RoleSet>,
}

/// The lowering of one kind's fields.
pub(super) struct Lowering<'l> {
    model: &'l Model,
    relations: &'l [&'l str],
    /// The relations that name people.
    people: &'l [&'l str],
    kinds: &'l [&'l str],
    pub(super) problems: &'l mut Problems,
    fields: Vec<FieldInfo>,
    /// Where the blueprint has fields of personal data.
    personal: Vec<(FieldId, String)>,
}

impl<'l> Lowering<'l> {
    pub(super) fn new(
        model: &'l Model,
        (relations, people): (&'l [&'l str], &'l [&'l str]),
        kinds: &'l [&'l str],
        problems: &'l mut Problems,
    ) -> Self {
        Self {
            model,
            relations,
            people,
            kinds,
            problems,
            fields: Vec::new(),
            personal: Vec::new(),
        }
    }

    pub(super) fn count(&self) -> usize {
        self.fields.len()
    }

    pub(super) fn finish(mut self) -> (Vec<FieldInfo>, usize) {
        self.check_about();
        let count = self.fields.len();
        (self.fields, count)
    }

    pub(super) fn inherit(
        &mut self,
        audience: AudienceSource<'_>,
        written_by: &[String],
        at: &str,
        outer: &Inherited,
    ) -> Inherited {
        let audience = match audience {
            Some(document) => {
                let at = format!("{at}/audience");
                let names = self.model.names();
                Arc::new(AudienceRule::resolve(
                    document,
                    &names,
                    self.relations,
                    &at,
                    self.problems,
                ))
            }
            None => outer.audience.clone(),
        };
        let roles =
            self.model
                .names()
                .roles(written_by, &format!("{at}/written_by"), self.problems);
        let written_by = if written_by.is_empty() {
            outer.written_by
        } else {
            Some(roles)
        };
        Inherited {
            audience,
            written_by,
        }
    }

    pub(super) fn section(
        &mut self,
        name: &str,
        section: &Section,
        at: &str,
        outer: &Inherited,
    ) -> FieldPlan {
        let at = format!("{at}/sections/{name}");
        let inherited = self.inherit(section.audience.as_ref(), &section.written_by, &at, outer);
        let pointer = format!("/{name}");
        let id = self.open(
            &pointer,
            TypeWord::Object,
            &inherited,
            section.audience.is_some(),
        );
        if let Some(info) = self.fields.get_mut(id.index()) {
            info.section = true;
            info.label = section.label.as_deref().map(Into::into);
        }
        let fields = self.named(
            &section.fields,
            &format!("{at}/fields"),
            &pointer,
            &inherited,
        );
        let default = section_default(&fields);
        let ty = Type::Object(Box::new(ObjectPlan::new(fields, Unknown::Reject)));
        let end = self.close(id);
        FieldPlan {
            name: name.into(),
            id,
            end,
            ty,
            required: false,
            section: true,
            default,
            capture: None,
            unique: false,
        }
    }

    pub(super) fn named(
        &mut self,
        fields: &Named<Field>,
        at: &str,
        pointer: &str,
        outer: &Inherited,
    ) -> Vec<FieldPlan> {
        if fields.0.len() > ObjectPlan::MAX_FIELDS {
            let problem = Problem::new(at, Code::BlueprintTooMany).with("what", "fields");
            self.problems
                .push(problem.with("max", ObjectPlan::MAX_FIELDS));
        }
        let lowered = fields.iter().take(ObjectPlan::MAX_FIELDS);
        lowered
            .map(|(name, field)| self.field(name, field, &format!("{at}/{name}"), pointer, outer))
            .collect()
    }

    fn field(
        &mut self,
        name: &str,
        field: &Field,
        at: &str,
        pointer: &str,
        outer: &Inherited,
    ) -> FieldPlan {
        let inherited = self.inherit(field.audience.as_ref(), &field.written_by, at, outer);
        let pointer = format!("{pointer}/{name}");
        let id = self.open(&pointer, field.ty, &inherited, field.audience.is_some());
        self.describe(id, field, at);
        let ty = self.ty(field, at, &pointer, &inherited);
        let end = self.close(id);
        let mut plan = FieldPlan {
            name: name.into(),
            id,
            end,
            ty,
            required: field.required,
            section: false,
            default: None,
            capture: None,
            unique: false,
        };
        plan.default = self.default(&plan, field, at);
        plan
    }

    fn open(
        &mut self,
        pointer: &str,
        ty: TypeWord,
        inherited: &Inherited,
        own_audience: bool,
    ) -> FieldId {
        let id = FieldId::from_index(self.fields.len()).unwrap_or(FieldId(u16::MAX));
        self.fields.push(FieldInfo {
            id,
            end: id.0.saturating_add(1),
            pointer: pointer.into(),
            label: None,
            description: None,
            ty,
            section: false,
            required: false,
            audience: inherited.audience.clone(),
            own_audience,
            written_by: inherited.written_by,
            derived: None,
            source: None,
            class: None,
            basis: None,
            retention: None,
            about: 0,
        });
        id
    }

    fn close(&mut self, id: FieldId) -> u16 {
        let end = u16::try_from(self.fields.len()).unwrap_or(u16::MAX);
        if let Some(info) = self.fields.get_mut(id.index()) {
            info.end = end;
        }
        end
    }

    fn describe(&mut self, id: FieldId, field: &Field, at: &str) {
        let retention = field.retention.as_deref();
        if retention.is_some_and(|text| Period::parse(text).is_none()) {
            bad_value(
                &format!("{at}/retention"),
                "retention",
                "an ISO 8601 duration",
                self.problems,
            );
        }
        let about = self.about(field, at);
        let Some(info) = self.fields.get_mut(id.index()) else {
            return;
        };
        info.about = about;
        info.label = field.label.as_deref().map(Into::into);
        info.description = field.description.as_deref().map(Into::into);
        info.required = field.required;
        info.derived = field.derived.as_deref().map(Into::into);
        info.source = field.source;
        info.class = field.data_class;
        if info.class.is_some() {
            self.personal.push((id, at.to_owned()));
        }
        info.basis = field.lawful_basis;
        info.retention = field.retention.as_deref().map(Into::into);
        let by_system = field.derived.is_some() || field.source == Some(SourceWord::Identity);
        if by_system && field.written_by.is_empty() {
            info.written_by = Some(RoleSet::EMPTY.with(BuiltinRole::System.id()));
        }
        let sensitive = field.data_class.filter(|class| class.is_sensitive());
        if let Some(class) = sensitive.filter(|_| info.audience.may_default_to_public()) {
            let problem = Problem::new(at, Code::BlueprintSensitivePublic);
            let problem = problem
                .with("field", info.pointer.to_string())
                .with("class", class.word());
            self.problems.push(problem);
        }
    }

    /// What goes with a person goes with all that it holds: what is inside is about the same people.
    fn check_about(&mut self) {
        let of = |id: &FieldId| self.fields.get(id.index());
        for (place, (id, at)) in self.personal.iter().enumerate() {
            let outer = self.personal.iter().take(place).rev();
            let mut outer = outer.filter_map(|(outer, _)| of(outer));
            let around = outer.find(|outer| outer.contains(*id));
            let Some((field, around)) = of(id).zip(around) else {
                continue;
            };
            if field.about != around.about {
                let problem = Problem::new(format!("{at}/about"), Code::BlueprintAboutDiffers);
                let problem = problem
                    .with("field", field.pointer.to_string())
                    .with("outer", around.pointer.to_string());
                self.problems.push(problem);
            }
        }
    }

    /// The relations whose people a field is about, as bits.
    fn about(&mut self, field: &Field, at: &str) -> u64 {
        if !field.about.is_empty() && field.data_class.is_none() {
            self.problems.push(Problem::missing(at, "data_class"));
        }
        let mut about = 0;
        for (index, name) in field.about.iter().enumerate() {
            let place = self.relations.iter().position(|known| known == name);
            match place.filter(|_| self.people.contains(&name.as_str())) {
                Some(place) => about |= 1u64 << place.min(63),
                None => {
                    let at = format!("{at}/about/{index}");
                    let known = self.people.iter().copied();
                    self.problems.push(unknown("relation", name, &at, known));
                }
            }
        }
        about
    }

    /// The type of a field, with its constraints checked.
    fn ty(&mut self, field: &Field, at: &str, pointer: &str, inherited: &Inherited) -> Type {
        constraint::check(field, at, self.problems);
        match field.ty {
            TypeWord::Object => {
                let fields = self.named(&field.fields, &format!("{at}/fields"), pointer, inherited);
                let unknown = field.unknown_fields.map_or(Unknown::Reject, rule::unknown);
                Type::Object(Box::new(ObjectPlan::new(fields, unknown)))
            }
            TypeWord::List | TypeWord::Map => self.container(field, at, pointer, inherited),
            TypeWord::Media => self.media(field, at, pointer, inherited),
            _ => rule::scalar(field, at, self.kinds, self.problems),
        }
    }

    fn container(&mut self, field: &Field, at: &str, pointer: &str, inherited: &Inherited) -> Type {
        let Some(of) = field.of.as_deref() else {
            self.problems.push(Problem::missing(at, "of"));
            return Type::Json;
        };
        let item_at = format!("{at}/of");
        constraint::check_item(of, &item_at, self.problems);
        let of = self.ty(of, &item_at, &format!("{pointer}/*"), inherited);
        rule::container(field, of, at, self.problems)
    }

    /// A media field is an object with fixed fields.
    fn media(&mut self, field: &Field, at: &str, pointer: &str, inherited: &Inherited) -> Type {
        let parts = rule::media_fields(field);
        let mut plans = Vec::with_capacity(parts.len());
        for (name, part, ty) in parts {
            let pointer = format!("{pointer}/{name}");
            let id = self.open(&pointer, part.ty, inherited, false);
            self.describe(id, &part, at);
            plans.push(FieldPlan {
                name: name.into(),
                id,
                end: id.0.saturating_add(1),
                ty,
                required: part.required,
                section: false,
                default: None,
                capture: None,
                unique: false,
            });
        }
        Type::Object(Box::new(ObjectPlan::new(plans, Unknown::Reject)))
    }

    /// The default's JSON text, checked against the field itself.
    fn default(&mut self, plan: &FieldPlan, field: &Field, at: &str) -> Option<Box<str>> {
        let text = field.default.0.as_ref()?.to_json();
        let root = ObjectPlan::new(
            vec![FieldPlan {
                required: false,
                ..plan.clone()
            }],
            Unknown::Reject,
        );
        let kind = KindPlan {
            root,
            field_count: self.fields.len(),
            ..KindPlan::default()
        };
        let document = format!("{{{}:{text}}}", crate::json::quoted(&plan.name));
        let found = validate(&kind, document.as_bytes(), &Options::default());
        if let Some(violation) = found.violations.first() {
            let problem = Problem::new(format!("{at}/default"), Code::BlueprintDefault);
            let reason = violation.message(crate::error::Locale::En);
            self.problems.push(problem.with("reason", reason));
            return None;
        }
        // What is filled in is what would have been stored.
        let stored = found.document.as_deref()?;
        let value = stored.split_once(':').map(|(_, rest)| rest)?;
        value.strip_suffix('}').map(Into::into)
    }
}

/// The section that its fields' defaults make, if any has one.
fn section_default(fields: &[FieldPlan]) -> Option<Box<str>> {
    let members = fields.iter().filter_map(|field| {
        field
            .default
            .as_ref()
            .map(|default| format!("{}:{default}", crate::json::quoted(&field.name)))
    });
    let members: Vec<String> = members.collect();
    (!members.is_empty()).then(|| format!("{{{}}}", members.join(",")).into())
}
