//! Objects and sections: known members, strangers, and what is missing.

use std::borrow::Cow;

use super::super::capture::Slot;
use super::super::mode::Mode;
use super::super::plan::{FieldPlan, ObjectPlan, Type, Unknown};
use super::{Place, Read, Segment, Walk};
use crate::error::{Code, Params, nearest};
use crate::json::{Members, Shape, Text};

impl<'p, 'x> Walk<'p, 'x> {
    pub(super) fn object(&mut self, plan: &'p ObjectPlan, place: Place) -> Read<()> {
        let start = self.reader.position();
        let mut members = self.reader.open_object()?;
        let mut seen = 0u128;
        let mut guess = 0;
        let mut count = 0;
        let mut strangers = Vec::new();
        while let Some(name) = self.reader.next_name(&mut members)? {
            count += 1;
            match find(plan, name, guess).and_then(|at| Some((at, plan.fields.get(at)?))) {
                Some((at, field)) => {
                    guess = at + 1;
                    self.reader.keep(&mut members, name)?;
                    self.path.push(Segment::Name(&field.name));
                    self.member(field, seen >> at & 1 == 1, place)?;
                    self.path.pop();
                    seen |= 1 << at;
                }
                None => self.stranger(plan, name, &mut members, &mut strangers)?,
            }
        }
        if plan.wanted & !seen != 0 {
            self.missing(plan, seen, place);
        }
        self.capture.set(
            place.capture,
            Slot::Json {
                start,
                end: self.reader.position(),
                count,
            },
        );
        Ok(())
    }

    fn member(&mut self, field: &'p FieldPlan, again: bool, place: Place) -> Read<()> {
        if again {
            self.report(
                Code::JsonDuplicateName,
                vec![("at", self.reader.position().into())],
            );
            return self.reader.skip().map(drop);
        }
        if !self.may_write(field) {
            self.report(Code::SchemaNotWritable, Params::new());
            return self.reader.skip().map(drop);
        }
        if self.reader.peek()? == Shape::Null {
            return self.null(field, place);
        }
        self.value(&field.ty, place.of(field))
    }

    /// Whether the writer may write the field; an object's fields are asked one by one.
    fn may_write(&self, field: &FieldPlan) -> bool {
        let Some(writable) = self.options.writable else {
            return true;
        };
        matches!(field.ty, Type::Object(_)) || writable.contains(field.id)
    }

    fn null(&mut self, field: &FieldPlan, place: Place) -> Read<()> {
        let removes = self.options.mode == Mode::Patch && !place.fill;
        match (removes, field.required) {
            (true, false) => {}
            (true, true) => self.report(Code::SchemaRequired, Params::new()),
            (false, _) => self.report(Code::SchemaNull, Params::new()),
        }
        self.reader.null()
    }

    fn stranger(
        &mut self,
        plan: &ObjectPlan,
        name: Text<'x>,
        members: &mut Members,
        strangers: &mut Vec<Cow<'x, str>>,
    ) -> Read<()> {
        let decoded = name.decode();
        self.path.push(Segment::Key(name));
        if strangers.contains(&decoded) {
            self.report(Code::JsonDuplicateName, vec![("at", name.at.into())]);
        } else if plan.unknown == Unknown::Reject {
            let near = nearest(&decoded, plan.names.iter()).map(str::to_owned);
            let near = near.map(|near| ("suggestion", near.into()));
            let params = [("name", decoded.to_string().into())]
                .into_iter()
                .chain(near);
            self.report(Code::SchemaUnknownField, params.collect());
        }
        strangers.push(decoded);
        if plan.unknown == Unknown::Drop {
            self.rewritten = true;
            self.reader.leave_out(members)?;
        } else {
            self.reader.keep(members, name)?;
            self.reader.skip()?;
        }
        self.path.pop();
        Ok(())
    }

    /// Looks at the fields that the object just closed does not have.
    fn missing(&mut self, plan: &'p ObjectPlan, seen: u128, place: Place) {
        let unseen = plan
            .fields
            .iter()
            .enumerate()
            .filter(|(at, _)| seen >> at & 1 == 0);
        for (_, field) in unseen {
            self.path.push(Segment::Name(&field.name));
            if let Some(default) = field.default.as_deref().filter(|_| place.fill) {
                self.reader.append_member(&field.name, default);
                self.rewritten = true;
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

fn find(plan: &ObjectPlan, name: Text<'_>, guess: usize) -> Option<usize> {
    if name.escaped {
        plan.names.find(&name.decode(), guess)
    } else {
        plan.names.find(name.raw, guess)
    }
}
