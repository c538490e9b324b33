//! Kinds, resolved.

use super::document::{OnDelete, TenantScope};
use super::field::{FieldInfo, Outline};
use super::slots::SlotTable;
use crate::error::nearest;
use crate::expr::Program;
use crate::id::{ActionId, FieldId, KindId, RelationId, RoleSet, StateId};
use crate::json::Pointer;
use crate::schema::{FieldPlan, KindPlan, Type};

/// A kind of record.
#[derive(Debug, Clone)]
pub struct Kind {
    /// Its handle.
    pub id: KindId,
    /// Its name.
    pub name: Box<str>,
    /// What people call one.
    pub label: Option<Box<str>>,
    /// How its documents are validated.
    pub plan: KindPlan,
    /// Its fields by handle.
    pub fields: Vec<FieldInfo>,
    /// What of its fields decides who sees them.
    pub(crate) outline: Outline,
    /// Its relations by handle.
    pub relations: Vec<Relation>,
    /// Relations that count as a connection of the owner, as bits.
    pub connections: u64,
    /// Its lifecycle.
    pub lifecycle: Option<Lifecycle>,
    /// Its actions.
    pub actions: Vec<ActionId>,
    /// Whether its records have an owner.
    pub owned: bool,
    /// Whether its records belong to a tenant.
    pub tenant: TenantScope,
    /// What deleting means.
    pub on_delete: OnDelete,
    /// What is captured of its documents.
    pub slots: SlotTable,
}

impl Kind {
    /// The field at a JSON Pointer, with `*` or nothing for the items of a list.
    #[must_use]
    pub fn field_at(&self, pointer: &str) -> Option<&FieldInfo> {
        let path = Pointer::new(pointer)?;
        let names: Vec<String> = path.segments().filter(|name| name != "*").collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let field = self.plan.field(&names)?;
        self.fields.get(field.id.index())
    }

    /// The field with a handle.
    #[must_use]
    pub fn field(&self, id: FieldId) -> Option<&FieldInfo> {
        self.fields.get(id.index())
    }

    /// The relation of that name.
    #[must_use]
    pub fn relation(&self, name: &str) -> Option<RelationId> {
        let index = self
            .relations
            .iter()
            .position(|relation| *relation.name == *name)?;
        RelationId::from_index(index)
    }

    /// The state of that name.
    #[must_use]
    pub fn state(&self, name: &str) -> Option<StateId> {
        let states = &self.lifecycle.as_ref()?.states;
        StateId::from_index(states.iter().position(|state| **state == *name)?)
    }

    /// The pointer that was probably meant.
    #[must_use]
    pub fn nearest_field(&self, pointer: &str) -> Option<&str> {
        nearest(pointer, self.fields.iter().map(|field| &*field.pointer))
    }

    /// The plan of the field outside of lists at a pointer.
    pub(crate) fn plan_at(&self, pointer: &str) -> Option<&FieldPlan> {
        let path = Pointer::new(pointer)?;
        let mut object = &self.plan.root;
        let mut found = None;
        for name in path.segments() {
            let field = object.field(&name)?;
            found = Some(field);
            match &field.ty {
                Type::Object(inner) => object = inner,
                _ => object = EMPTY_OBJECT.get_or_init(Default::default),
            }
        }
        found
    }
}

static EMPTY_OBJECT: std::sync::OnceLock<crate::schema::ObjectPlan> = std::sync::OnceLock::new();

/// A named link to subjects or records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// Its name.
    pub name: Box<str>,
    /// The kind it points to.
    pub to: Box<str>,
    /// Whether a record can have several.
    pub many: bool,
}

impl Relation {
    /// Whether it names people: whatever kind `user` may be besides.
    #[must_use]
    pub fn names_people(&self) -> bool {
        &*self.to == "user"
    }
}

/// States and the moves between them.
#[derive(Debug, Clone)]
pub struct Lifecycle {
    /// The states by handle.
    pub states: Vec<Box<str>>,
    /// The state of a new record.
    pub initial: StateId,
    /// States that nothing leaves, as bits.
    pub finals: u64,
    /// The moves.
    pub transitions: Vec<Transition>,
}

/// A move between states.
#[derive(Debug, Clone)]
pub struct Transition {
    /// Its name: an action of the kind.
    pub name: Box<str>,
    /// The action.
    pub action: ActionId,
    /// States it starts from, as bits.
    pub from: u64,
    /// The state it ends in.
    pub to: StateId,
    /// Roles that may.
    pub roles: RoleSet,
    /// Relations that may, as bits.
    pub relations: u64,
    /// Whether the owner may.
    pub owner: bool,
    /// Slots of the fields that must hold something, with their pointers.
    pub needs: Vec<(Pointer, u16)>,
    /// A further condition.
    pub when: Option<Program>,
}

impl Transition {
    /// Whether it starts from a state.
    #[must_use]
    pub fn starts_from(&self, state: StateId) -> bool {
        self.from >> state.0.min(63) & 1 == 1
    }
}
