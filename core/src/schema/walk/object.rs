//! Objects and sections: known members, strangers, and what is missing.

use super::super::capture::Slot;
use super::super::mode::Mode;
use super::super::plan::{FieldPlan, Named, ObjectPlan, Seen, Type, Unknown};
use super::names::Names;
use super::{Place, Read, Segment, Walk};
use crate::error::{Code, Params, nearest};
use crate::id::FieldId;
use crate::json::{Members, Text};

impl<'p, 'x> Walk<'p, 'x> {
    #[inline(never)]
    pub(super) fn object(&mut self, plan: &'p ObjectPlan, place: Place) -> Read<()> {
        let start = self.reader.position();
        let mut members = self.reader.open_object()?;
        let mut seen = Seen::default();
        let mut guess = 0;
        let mut count = 0;
        let mut strangers = None;
        while self.reader.next_member(&mut members)? {
            count += 1;
            let (at, field) = match plan.read_name(&mut self.reader, guess)? {
                Named::Field(at, field) => (at, field),
                Named::Nobody(name) => {
                    self.stranger(plan, name, &mut members, &mut strangers, place)?;
                    continue;
                }
            };
            guess = at + 1;
            self.reader.keep(&mut members)?;
            self.path.push(Segment::Name(&field.name));
            if seen.adds(at) {
                self.member(field, place)?;
            } else {
                self.report_duplicate(members.name_at());
                self.reader.pass()?;
            }
            self.path.pop();
        }
        if !seen.covers(plan.wanted) {
            self.missing(plan, seen, place);
        }
        self.capture.set(
            place.capture(),
            Slot::Json {
                start,
                end: self.reader.position(),
                count,
            },
        );
        Ok(())
    }

    fn member(&mut self, field: &'p FieldPlan, place: Place) -> Read<()> {
        if !self.may_write(field) {
            self.report(Code::SchemaNotWritable, Params::new());
            return self.reader.pass();
        }
        let first = self.reader.first()?;
        if first == b'n' {
            return self.null(field, place);
        }
        self.value(&field.ty, first, place.of(field))
    }

    /// Captures a value that was filled in just now.
    fn capture_default(&mut self, field: &FieldPlan, default: &str, place: Place) {
        let below = || field.ty.object().is_some_and(ObjectPlan::captures);
        match (field.capture, default, default.parse()) {
            (None, ..) => self.stale |= field.is_captured() || below(),
            (slot, "true" | "false", _) => self.capture.set(slot, Slot::Bool(default == "true")),
            (slot, _, Ok(number)) => self.capture.set(slot, Slot::Int(number)),
            _ => self.stale = true,
        }
        self.changed(place);
    }

    /// Whether the writer may write the field; an object's fields are asked one by one.
    fn may_write(&self, field: &FieldPlan) -> bool {
        let Some(writable) = self.options.writable else {
            return true;
        };
        matches!(field.ty, Type::Object(_)) || writable.contains(field.id)
    }

    fn null(&mut self, field: &'p FieldPlan, place: Place) -> Read<()> {
        if !self.removes(place) {
            self.report(Code::SchemaNull, Params::new());
        } else if !self.may_remove(field) {
            self.report(Code::SchemaNotWritable, Params::new());
        } else {
            self.require_kept(field);
        }
        self.reader.null()
    }

    /// Whether `null` removes a member here: in a merge patch, but not inside of lists.
    pub(super) fn removes(&self, place: Place) -> bool {
        self.options.mode == Mode::Patch && !place.fill
    }

    /// Whether the writer may write the field and everything below it, which goes with it.
    fn may_remove(&self, field: &FieldPlan) -> bool {
        let Some(writable) = self.options.writable else {
            return true;
        };
        let below = field.id.0.saturating_add(1)..field.end;
        let mut below = below.map(FieldId).peekable();
        if below.peek().is_none() {
            return writable.contains(field.id);
        }
        below.all(|id| writable.contains(id))
    }

    /// Reports required fields that go when `field` is removed.
    fn require_kept(&mut self, field: &'p FieldPlan) {
        if field.required {
            self.report(Code::SchemaRequired, Params::new());
        } else if field.section {
            self.require(field);
        }
    }

    fn stranger(
        &mut self,
        plan: &ObjectPlan,
        name: Text<'x>,
        members: &mut Members,
        strangers: &mut Option<Names<'x>>,
        place: Place,
    ) -> Read<()> {
        let decoded = name.decode();
        self.path.push(Segment::Key(name));
        let names = strangers.get_or_insert_default();
        if names.stood_before(decoded.clone()) {
            self.report_duplicate(name.at());
        } else if plan.unknown == Unknown::Reject {
            let near = nearest(&decoded, plan.names.iter()).map(str::to_owned);
            let near = near.map(|near| ("suggestion", near.into()));
            let params = [("name", decoded.into_owned().into())]
                .into_iter()
                .chain(near);
            self.report(Code::SchemaUnknownField, params.collect());
        }
        if plan.unknown == Unknown::Drop {
            self.changed(place);
            self.reader.leave_out(members)?;
        } else {
            self.reader.keep(members)?;
            self.reader.pass()?;
        }
        self.path.pop();
        Ok(())
    }

    /// Looks at the fields that the object just closed does not have.
    fn missing(&mut self, plan: &'p ObjectPlan, seen: Seen, place: Place) {
        let unseen = plan
            .fields
            .iter()
            .enumerate()
            .filter(|(at, _)| !seen.has(*at));
        for (_, field) in unseen {
            self.path.push(Segment::Name(&field.name));
            if let Some(default) = field.default.as_deref().filter(|_| place.fill) {
                self.reader.append_member(&field.name, default);
                self.capture_default(field, default, place);
            }
            if place.complete {
                self.require(field);
            }
            self.path.pop();
        }
    }

    fn require(&mut self, field: &'p FieldPlan) {
        if let (true, Some(section)) = (field.section, field.ty.object()) {
            for inner in &section.fields {
                self.path.push(Segment::Name(&inner.name));
                self.require(inner);
                self.path.pop();
            }
        } else if field.required && field.default.is_none() {
            self.report(Code::SchemaRequired, Params::new());
        }
    }
}
