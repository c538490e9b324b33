//! Which values of a kind's documents are captured.

use std::collections::HashMap;

use crate::id::FieldId;
use crate::schema::{FieldPlan, KindPlan, ObjectPlan, Type};

/// What of a field is captured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// The value.
    Whole,
    /// The amount of money.
    Amount,
    /// The currency of money.
    Currency,
}

/// The slots that conditions, gates and factors asked for.
#[derive(Debug, Clone, Default)]
pub struct SlotTable {
    slots: HashMap<(FieldId, Part), u16>,
    fields: Vec<FieldId>,
}

impl SlotTable {
    /// The slot of a field's value; the first call makes it.
    pub fn slot(&mut self, field: FieldId, part: Part) -> u16 {
        let next = u16::try_from(self.fields.len()).unwrap_or(u16::MAX);
        *self.slots.entry((field, part)).or_insert_with(|| {
            self.fields.push(field);
            next
        })
    }

    /// The field that a slot captures.
    #[must_use]
    pub fn field(&self, slot: u16) -> Option<FieldId> {
        self.fields.get(usize::from(slot)).copied()
    }

    /// Which part of its field a slot captures.
    #[must_use]
    pub fn part(&self, slot: u16) -> Option<Part> {
        let mut known = self.slots.iter();
        let found = known.find(|(_, known)| **known == slot);
        found.map(|((_, part), _)| *part)
    }

    /// The slots with their fields.
    pub fn iter(&self) -> impl Iterator<Item = (u16, FieldId)> + '_ {
        self.fields
            .iter()
            .enumerate()
            .filter_map(|(slot, field)| Some((u16::try_from(slot).ok()?, *field)))
    }

    /// Tells the plan what to capture.
    pub(super) fn seal(&self, plan: &mut KindPlan) {
        plan.slot_count = self.fields.len();
        self.seal_object(&mut plan.root);
    }

    fn seal_object(&self, object: &mut ObjectPlan) {
        for field in &mut object.fields {
            self.seal_field(field);
        }
    }

    fn seal_field(&self, field: &mut FieldPlan) {
        let slot = |part| self.slots.get(&(field.id, part)).copied();
        field.capture = slot(Part::Whole);
        match &mut field.ty {
            Type::Money(rule) => {
                rule.amount_slot = slot(Part::Amount);
                rule.currency_slot = slot(Part::Currency);
            }
            // Items of lists are many: only fields outside of lists are captured.
            Type::Object(object) => self.seal_object(object),
            _ => {}
        }
    }
}
