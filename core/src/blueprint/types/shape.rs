//! What types there are, before any language.

use std::collections::HashSet;

use super::word::pascal;
use crate::blueprint::document::{Field, Kind, TypeWord};
use crate::blueprint::model::Model;
use crate::blueprint::node::Named;

/// Everything that a blueprint gives types to.
#[derive(Debug, Default)]
pub(super) struct Catalog {
    pub(super) product: String,
    pub(super) version: String,
    pub(super) shapes: Vec<Shape>,
    pub(super) choices: Vec<Choice>,
    /// Kinds with the names of their shapes.
    pub(super) kinds: Vec<(String, String)>,
    pub(super) actions: Vec<String>,
    pub(super) roles: Vec<String>,
    pub(super) personas: Vec<String>,
    taken: HashSet<String>,
}

/// Names of one sort.
pub(super) struct List {
    /// What one is called.
    pub(super) one: &'static str,
    /// What they are called.
    pub(super) many: &'static str,
    pub(super) words: Vec<String>,
}

/// An object.
#[derive(Debug)]
pub(super) struct Shape {
    pub(super) name: String,
    pub(super) doc: String,
    pub(super) members: Vec<Member>,
}

/// A member of an object.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) name: String,
    pub(super) doc: Option<String>,
    pub(super) ty: Ty,
    pub(super) required: bool,
}

/// A choice among words.
#[derive(Debug)]
pub(super) struct Choice {
    pub(super) name: String,
    pub(super) doc: String,
    pub(super) words: Vec<String>,
}

/// The type of a member.
#[derive(Debug)]
pub(super) enum Ty {
    Text,
    Int,
    Bool,
    Money,
    Media,
    Json,
    Vector,
    List(Box<Ty>),
    Map(Box<Ty>),
    /// A shape or a choice by name.
    Named(String),
}

/// Types that the languages or this generator bring along.
const RESERVED: [&str; 18] = [
    "Money",
    "Media",
    "JSONValue",
    "Documents",
    "Kind",
    "Role",
    "Persona",
    "Action",
    "Kinds",
    "Roles",
    "Personas",
    "Actions",
    "String",
    "Option",
    "Vec",
    "List",
    "Map",
    "Self",
];

impl Catalog {
    pub(super) fn of(model: &Model) -> Self {
        let document = &model.document;
        let mut catalog = Self {
            product: document.name.clone(),
            version: document.version.clone(),
            actions: model
                .actions
                .iter()
                .map(|action| action.name.to_string())
                .collect(),
            roles: document.roles.names().map(str::to_owned).collect(),
            personas: document.personas.names().map(str::to_owned).collect(),
            taken: RESERVED.iter().map(|name| (*name).to_owned()).collect(),
            ..Self::default()
        };
        for (name, kind) in document.kinds.iter() {
            let shape = catalog.kind(name, kind);
            catalog.kinds.push((name.to_owned(), shape));
            if let Some(lifecycle) = &kind.lifecycle {
                let state = catalog.fresh(format!("{}State", pascal(name)));
                catalog.choices.push(Choice {
                    name: state,
                    doc: format!("States of `{name}`."),
                    words: lifecycle.states.clone(),
                });
            }
        }
        catalog
    }

    /// The first line of every file.
    pub(super) fn head(&self) -> String {
        format!(
            "// Types of the blueprint `{}` {}, written by `profilekit types`. Do not edit.\n\n",
            self.product, self.version
        )
    }

    /// The names that become constants, list by list.
    pub(super) fn lists(&self) -> [List; 4] {
        let list = |one, many, words: &[String]| List {
            one,
            many,
            words: words.to_vec(),
        };
        let kinds: Vec<String> = self.kinds.iter().map(|(kind, _)| kind.clone()).collect();
        [
            list("kind", "kinds", &kinds),
            list("role", "roles", &self.roles),
            list("persona", "personas", &self.personas),
            list("action", "actions", &self.actions),
        ]
    }

    /// Whether any member has such a type.
    pub(super) fn uses(&self, wanted: &dyn Fn(&Ty) -> bool) -> bool {
        fn inside(ty: &Ty, wanted: &dyn Fn(&Ty) -> bool) -> bool {
            wanted(ty)
                || match ty {
                    Ty::List(of) | Ty::Map(of) => inside(of, wanted),
                    _ => false,
                }
        }
        let mut members = self.shapes.iter().flat_map(|shape| &shape.members);
        members.any(|member| inside(&member.ty, wanted))
    }

    /// A name that no other type has: `a_b` with a field `c` and `a` with `b_c` meet.
    fn fresh(&mut self, name: String) -> String {
        let numbered = (2..).map(|number| format!("{name}{number}"));
        let mut names = std::iter::once(name.clone()).chain(numbered);
        let free = names
            .find(|name| !self.taken.contains(name))
            .unwrap_or(name);
        self.taken.insert(free.clone());
        free
    }

    fn kind(&mut self, name: &str, kind: &Kind) -> String {
        let shape = self.fresh(pascal(name));
        let mut members = Vec::new();
        for (section, document) in kind.sections.iter() {
            let inner = self.fresh(format!("{shape}{}", pascal(section)));
            let needed = document.fields.iter().any(|(_, field)| field.required);
            let fields = self.members(&inner, &document.fields);
            self.shapes.push(Shape {
                name: inner.clone(),
                doc: document
                    .label
                    .clone()
                    .unwrap_or_else(|| format!("`{section}` of `{name}`.")),
                members: fields,
            });
            members.push(Member {
                name: section.to_owned(),
                doc: document.label.clone(),
                ty: Ty::Named(inner),
                required: needed,
            });
        }
        members.extend(self.members(&shape, &kind.fields));
        self.shapes.push(Shape {
            name: shape.clone(),
            doc: kind.label.clone().unwrap_or_else(|| format!("A `{name}`.")),
            members,
        });
        shape
    }

    fn members(&mut self, around: &str, fields: &Named<Field>) -> Vec<Member> {
        let member = |(name, field): (&str, &Field)| Member {
            name: name.to_owned(),
            doc: field.description.clone().or_else(|| field.label.clone()),
            ty: self.ty(&format!("{around}{}", pascal(name)), field),
            required: field.required || field.default.0.is_some(),
        };
        fields.iter().map(member).collect()
    }

    fn ty(&mut self, name: &str, field: &Field) -> Ty {
        match field.ty {
            TypeWord::Int => Ty::Int,
            TypeWord::Bool => Ty::Bool,
            TypeWord::Money => Ty::Money,
            TypeWord::Media => Ty::Media,
            TypeWord::Json => Ty::Json,
            TypeWord::Vector => Ty::Vector,
            TypeWord::Enum => {
                let name = self.fresh(name.to_owned());
                self.choices.push(Choice {
                    name: name.to_owned(),
                    doc: field
                        .label
                        .clone()
                        .unwrap_or_else(|| "A choice.".to_owned()),
                    words: field.values.clone(),
                });
                Ty::Named(name.to_owned())
            }
            TypeWord::List => Ty::List(Box::new(self.items(name, field))),
            TypeWord::Map => Ty::Map(Box::new(self.items(name, field))),
            TypeWord::Object => {
                let name = self.fresh(name.to_owned());
                let members = self.members(&name, &field.fields);
                self.shapes.push(Shape {
                    name: name.clone(),
                    doc: field
                        .label
                        .clone()
                        .unwrap_or_else(|| "An object.".to_owned()),
                    members,
                });
                Ty::Named(name)
            }
            _ => Ty::Text,
        }
    }

    fn items(&mut self, name: &str, field: &Field) -> Ty {
        field.of.as_ref().map_or(Ty::Json, |of| self.ty(name, of))
    }
}
