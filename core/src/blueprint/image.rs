//! How the model is stored: all of it but the document.

use std::sync::Arc;

use super::audience::AudienceRule;
use super::document::{NavigationItem, Route};
use super::field::{FieldInfo, Outline};
use super::kind::{Kind, Lifecycle, Relation, Transition};
use super::model::{ActionInfo, Model, Persona, RoleInfo, Verb};
use super::slots::{Part, SlotTable};
use crate::id::FieldId;
use crate::image::{Input, Stored, stored};

impl Stored for Kind {
    fn store(&self, out: &mut Vec<u8>) {
        self.id.store(out);
        self.name.store(out);
        self.label.store(out);
        self.plan.store(out);
        self.fields.store(out);
        store_audiences(&self.outline, out);
        self.relations.store(out);
        self.connections.store(out);
        self.lifecycle.store(out);
        self.actions.store(out);
        self.owned.store(out);
        self.tenant.store(out);
        self.on_delete.store(out);
        self.slots.store(out);
    }

    fn load(from: &mut Input<'_>) -> Option<Self> {
        let (id, name, label) = Stored::load(from)?;
        let plan = Stored::load(from)?;
        let mut fields: Vec<FieldInfo> = Stored::load(from)?;
        load_audiences(&mut fields, from)?;
        Some(Self {
            id,
            name,
            label,
            plan,
            outline: Outline::of(&fields),
            fields,
            relations: Stored::load(from)?,
            connections: Stored::load(from)?,
            lifecycle: Stored::load(from)?,
            actions: Stored::load(from)?,
            owned: Stored::load(from)?,
            tenant: Stored::load(from)?,
            on_delete: Stored::load(from)?,
            slots: Stored::load(from)?,
        })
    }
}

/// Many fields share an audience rule: each is stored once, and its place for every field.
fn store_audiences(outline: &Outline, out: &mut Vec<u8>) {
    outline.rules.store(out);
    let places = outline.fields.iter().map(|field| field.rule);
    places.for_each(|place| place.store(out));
}

fn load_audiences(fields: &mut [FieldInfo], from: &mut Input<'_>) -> Option<()> {
    let rules: Vec<Arc<AudienceRule>> = Stored::load(from)?;
    fields.iter_mut().try_for_each(|field| {
        let place = u16::load(from)?;
        field.audience = rules.get(usize::from(place))?.clone();
        Some(())
    })
}

impl Stored for SlotTable {
    fn store(&self, out: &mut Vec<u8>) {
        let parts = |(slot, field)| (field, self.part(slot).unwrap_or(Part::Whole));
        self.iter().map(parts).collect::<Vec<_>>().store(out);
    }

    fn load(from: &mut Input<'_>) -> Option<Self> {
        let mut slots = Self::default();
        let parts: Vec<(FieldId, Part)> = Stored::load(from)?;
        for (slot, (field, part)) in parts.into_iter().enumerate() {
            let same = usize::from(slots.slot(field, part)) == slot;
            same.then_some(())?;
        }
        Some(slots)
    }
}

stored! {
    struct Model {
        roles, personas, kinds, actions, subject, context, tenancy, routes;
        document = Default::default(), identity = None
    }

    struct RoleInfo { name, includes, default, granted_by }

    struct Persona { name, role, profile, navigation }

    struct NavigationItem { id, label, path, needs, children }

    struct Route { path, needs, personas, label }

    struct ActionInfo { name, kind, verb }

    enum Verb {
        0 = Create, 1 = Read, 2 = List, 3 = Update, 4 = Delete, 5 = Transition(index), 6 = Other
    }

    struct FieldInfo {
        id, end, pointer, label, description, ty, section, required, own_audience, written_by,
        derived, source, class, basis, retention;
        audience = Arc::default(), about = 0
    }

    struct AudienceRule { default, allow, roles, relations, by_role }

    struct Relation { name, to, many }

    struct Lifecycle { states, initial, finals, transitions }

    struct Transition { name, action, from, to, roles, relations, owner, needs, when }

    enum Part { 0 = Whole, 1 = Amount, 2 = Currency }
}
