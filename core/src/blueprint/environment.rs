//! What the names in conditions stand for.

use super::kind::Kind;
use super::model::Model;
use super::slots::{Part, SlotTable};
use crate::error::nearest;
use crate::expr::{Environment, Resolution, Type, Var};
use crate::id::RelationId;
use crate::schema::{self, FieldPlan, NOW, ObjectPlan};

/// What a variable of a condition stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attribute {
    /// A captured value of the document.
    Field(u16),
    /// Part of a record's head, or of the subject.
    Meta(Meta),
    /// A relation of the record.
    Relation(RelationId),
    /// A declared attribute of the subject.
    Subject(u16),
    /// A declared attribute of the context.
    Context(u16),
    /// The moment of the call.
    Now,
}

macro_rules! metas {
    ($($(#[$doc:meta])* $name:ident = $number:literal, $root:literal, $word:literal, $ty:expr;)*) => {
        /// What conditions know without being told.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Meta { $($(#[$doc])* $name = $number,)* }

        impl Meta {
            const ALL: &'static [(Meta, &'static str, &'static str)] = &[$((Meta::$name, $root, $word),)*];

            /// The name after `resource.` or `subject.`.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            fn ty(self) -> Type {
                match self { $(Self::$name => $ty,)* }
            }
        }
    };
}

metas! {
    /// `resource.id`
    Id = 0, "resource", "id", Type::Text;
    /// `resource.owner`
    Owner = 1, "resource", "owner", Type::Text;
    /// `resource.tenant`
    Tenant = 2, "resource", "tenant", Type::Text;
    /// `resource.state`
    State = 3, "resource", "state", Type::Text;
    /// `resource.version`
    Version = 4, "resource", "version", Type::Int;
    /// `resource.created_at`
    CreatedAt = 5, "resource", "created_at", Type::Timestamp;
    /// `resource.updated_at`
    UpdatedAt = 6, "resource", "updated_at", Type::Timestamp;
    /// `subject.id`
    SubjectId = 7, "subject", "id", Type::Text;
    /// `subject.roles`
    SubjectRoles = 8, "subject", "roles", Type::list(Type::Text);
    /// `subject.tenant`
    SubjectTenant = 9, "subject", "tenant", Type::Text;
    /// `subject.persona`
    SubjectPersona = 10, "subject", "persona", Type::Text;
}

const META: u16 = 0x8000;
const RELATION: u16 = 0x9000;
const SUBJECT: u16 = 0xA000;
const CONTEXT: u16 = 0xB000;

/// Names that a kind's fields, sections and relations may not have: they are the record's head.
pub(super) fn is_head_name(name: &str) -> bool {
    name == "kind"
        || Meta::ALL
            .iter()
            .any(|(_, root, word)| *root == "resource" && *word == name)
}

/// What a variable stands for.
#[must_use]
pub fn meta_of(var: Var) -> Attribute {
    let low = var.0 & 0x0FFF;
    match var.0 & 0xF000 {
        _ if var == NOW => Attribute::Now,
        META => Meta::ALL
            .get(usize::from(low))
            .map_or(Attribute::Now, |(meta, ..)| Attribute::Meta(*meta)),
        RELATION => Attribute::Relation(RelationId(low)),
        SUBJECT => Attribute::Subject(low),
        CONTEXT => Attribute::Context(low),
        _ => Attribute::Field(var.0),
    }
}

/// The names of one condition: about a document (`self`, `now`) or about an access
/// (`subject`, `resource`, `context`).
pub struct Conditions<'m> {
    model: &'m Model,
    kind: &'m Kind,
    slots: &'m mut SlotTable,
    access: bool,
    /// Other kinds that the condition is compiled for: a name that one of them has is merely
    /// absent here.
    others: Vec<&'m Kind>,
}

impl<'m> Conditions<'m> {
    /// Conditions about a document of the kind.
    pub fn document(model: &'m Model, kind: &'m Kind, slots: &'m mut SlotTable) -> Self {
        Self {
            model,
            kind,
            slots,
            access: false,
            others: Vec::new(),
        }
    }

    /// Conditions about access to a record of the kind.
    pub fn access(
        model: &'m Model,
        kind: &'m Kind,
        slots: &'m mut SlotTable,
        others: Vec<&'m Kind>,
    ) -> Self {
        Self {
            model,
            kind,
            slots,
            access: true,
            others,
        }
    }

    fn roots(&self) -> &'static [&'static str] {
        if self.access {
            &["subject", "resource", "context"]
        } else {
            &["self", "now"]
        }
    }

    fn field(&mut self, names: &[&str]) -> Result<Resolution, usize> {
        let (field, used) = find(&self.kind.plan.root, names)?;
        let rest = names.get(used..).unwrap_or_default();
        let (part, ty, more) = match (&field.ty, rest.first()) {
            (schema::Type::Money(_), Some(&"amount")) => (Part::Amount, Type::Decimal, 1),
            (schema::Type::Money(_), Some(&"currency")) => (Part::Currency, Type::Text, 1),
            (ty, _) => (Part::Whole, type_of(ty), 0),
        };
        let var = Var(self.slots.slot(field.id, part));
        Ok(Resolution::Found {
            var,
            ty,
            used: 1 + used + more,
        })
    }

    fn unknown_member(&self, names: &[&str], at: usize) -> Resolution {
        let elsewhere = self.others.iter().any(|kind| {
            let relation = names
                .first()
                .is_some_and(|name| kind.relation(name).is_some());
            relation || find(&kind.plan.root, names).is_ok()
        });
        if elsewhere {
            return Resolution::Absent;
        }
        let parents = names.get(..at).unwrap_or_default();
        let object = find(&self.kind.plan.root, parents)
            .ok()
            .and_then(|(field, _)| field.ty.object());
        let object = object.unwrap_or(&self.kind.plan.root);
        let heads = Meta::ALL
            .iter()
            .filter(|(_, root, _)| self.access && *root == "resource")
            .map(|(.., word)| *word);
        let relations = self.kind.relations.iter().map(|relation| &*relation.name);
        let name = names.get(at).copied().unwrap_or_default();
        let near = nearest(name, object.names.iter().chain(heads).chain(relations));
        Resolution::Unknown {
            at: 1 + at,
            suggestion: near.map(str::to_owned),
        }
    }

    fn resource(&mut self, names: &[&str]) -> Resolution {
        let Some(first) = names.first() else {
            return Resolution::Unknown {
                at: 0,
                suggestion: None,
            };
        };
        if let Some(found) = meta("resource", first) {
            return found;
        }
        if let Some(id) = self.kind.relation(first) {
            let many = self
                .kind
                .relations
                .get(id.index())
                .is_some_and(|relation| relation.many);
            let ty = if many {
                Type::list(Type::Text)
            } else {
                Type::Text
            };
            return Resolution::Found {
                var: Var(RELATION | id.0),
                ty,
                used: 2,
            };
        }
        self.field(names)
            .unwrap_or_else(|at| self.unknown_member(names, at))
    }

    fn declared(plan: &ObjectPlan, base: u16, names: &[&str]) -> Resolution {
        let name = names.first().copied().unwrap_or_default();
        let root = if base == SUBJECT {
            "subject"
        } else {
            "context"
        };
        if let Some(found) = meta(root, name) {
            return found;
        }
        match plan
            .names
            .find(name)
            .and_then(|at| Some((u16::try_from(at).ok()?, plan.fields.get(at)?)))
        {
            Some((at, field)) => Resolution::Found {
                var: Var(base | at),
                ty: type_of(&field.ty),
                used: 2,
            },
            None => {
                let heads = Meta::ALL
                    .iter()
                    .filter(|(_, known, _)| *known == root)
                    .map(|(.., word)| *word);
                let near = nearest(name, plan.names.iter().chain(heads)).map(str::to_owned);
                Resolution::Unknown {
                    at: 1,
                    suggestion: near,
                }
            }
        }
    }
}

impl Environment for Conditions<'_> {
    fn resolve(&mut self, names: &[&str]) -> Resolution {
        let (root, rest) = names
            .split_first()
            .map_or(("", &[][..]), |(root, rest)| (*root, rest));
        let now = Resolution::Found {
            var: NOW,
            ty: Type::Timestamp,
            used: names.len().min(2),
        };
        match (self.access, root) {
            (false, "now") => Resolution::Found {
                var: NOW,
                ty: Type::Timestamp,
                used: 1,
            },
            (false, "self") if !rest.is_empty() => self
                .field(rest)
                .unwrap_or_else(|at| self.unknown_member(rest, at)),
            (true, "resource") if !rest.is_empty() => self.resource(rest),
            (true, "subject") if !rest.is_empty() => {
                Self::declared(&self.model.subject.root, SUBJECT, rest)
            }
            (true, "context") if rest.first() == Some(&"now") => now,
            (true, "context") if !rest.is_empty() => {
                Self::declared(&self.model.context.root, CONTEXT, rest)
            }
            _ => {
                let near = nearest(root, self.roots().iter().copied()).filter(|near| *near != root);
                Resolution::Unknown {
                    at: 0,
                    suggestion: near.map(str::to_owned),
                }
            }
        }
    }
}

fn meta(root: &str, word: &str) -> Option<Resolution> {
    let (meta, ..) = Meta::ALL
        .iter()
        .find(|(_, known, name)| *known == root && *name == word)?;
    let number = u16::try_from(*meta as usize).ok()?;
    Some(Resolution::Found {
        var: Var(META | number),
        ty: meta.ty(),
        used: 2,
    })
}

/// The field that the names lead to, and how many of them it takes; or the name not known.
fn find<'k>(root: &'k ObjectPlan, names: &[&str]) -> Result<(&'k FieldPlan, usize), usize> {
    let mut object = root;
    let mut found = None;
    for (at, name) in names.iter().enumerate() {
        let field = object.field(name).ok_or(at)?;
        found = Some((field, at + 1));
        match &field.ty {
            schema::Type::Object(inner) => object = inner,
            _ => break,
        }
    }
    found.ok_or(0)
}

/// The type that conditions see.
fn type_of(ty: &schema::Type) -> Type {
    match ty {
        schema::Type::Text(_)
        | schema::Type::Enum(_)
        | schema::Type::Url(_)
        | schema::Type::Ref(_)
        | schema::Type::Date(_) => Type::Text,
        schema::Type::Int(_) => Type::Int,
        schema::Type::Decimal(_) => Type::Decimal,
        schema::Type::Money(_) => Type::object(vec![
            ("amount".into(), Type::Decimal),
            ("currency".into(), Type::Text),
        ]),
        schema::Type::Bool => Type::Bool,
        schema::Type::Instant(_) => Type::Timestamp,
        schema::Type::Duration => Type::Duration,
        schema::Type::List(list) => Type::list(type_of(&list.of)),
        schema::Type::Map(map) => Type::Map(std::sync::Arc::new(type_of(&map.of))),
        schema::Type::Object(object) => Type::object(
            object
                .fields
                .iter()
                .map(|field| (field.name.clone(), type_of(&field.ty)))
                .collect(),
        ),
        schema::Type::Vector(_) => Type::list(Type::Double),
        schema::Type::Json => Type::Dyn,
    }
}
