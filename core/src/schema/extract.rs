//! Capturing from a document that was validated before, or that nobody promises anything about.

use super::capture::{Capture, Slot};
use super::number::{MoneyRule, whole};
use super::plan::{FieldPlan, KindPlan, Named, ObjectPlan, Seen, Type};
use crate::decimal::Decimal;
use crate::json::{Fault, Limits, Reader, Shape, Text};
use crate::time::{parse_duration, parse_instant};

type Read<T> = Result<T, Fault>;

/// Captures the values that conditions and strength ask for. A value of another type than its
/// field's is as good as absent.
///
/// # Errors
/// The first fault, when `text` is not strict JSON.
pub fn extract<'a>(plan: &KindPlan, text: &'a str, limits: Limits) -> Result<Capture<'a>, Fault> {
    let mut reader = Reader::within(text, limits)?;
    let mut capture = Capture::new(text, plan.slot_count);
    if reader.peek()? == Shape::Object {
        object(&mut reader, &plan.root, None, &mut capture)?;
    } else {
        reader.pass()?;
    }
    reader.finish()?;
    Ok(capture)
}

fn object(
    reader: &mut Reader<'_>,
    plan: &ObjectPlan,
    slot: Option<u16>,
    capture: &mut Capture<'_>,
) -> Read<()> {
    let start = reader.position();
    let mut members = reader.open_object()?;
    let (mut count, mut guess) = (0, 0);
    let mut seen = Seen::default();
    while reader.next_member(&mut members)? {
        let named = plan.read_name(reader, guess)?;
        reader.keep(&mut members)?;
        match named {
            Named::Field(at, _) if !seen.adds(at) => {
                return Err(Fault::duplicate_name(members.name_at()));
            }
            Named::Field(at, field) => {
                guess = at + 1;
                value(reader, field, capture)?;
            }
            Named::Nobody(_) => reader.pass()?,
        }
        count += 1;
    }
    capture.set(
        slot,
        Slot::Json {
            start,
            end: reader.position(),
            count,
        },
    );
    Ok(())
}

fn value(reader: &mut Reader<'_>, field: &FieldPlan, capture: &mut Capture<'_>) -> Read<()> {
    match (&field.ty, reader.peek()?) {
        (Type::Object(plan), Shape::Object) => object(reader, plan, field.capture, capture),
        (Type::Money(rule), Shape::Object) => money(reader, rule, field.capture, capture),
        (_, _) if field.capture.is_none() => reader.pass(),
        (Type::Bool, Shape::Bool) => {
            let value = reader.bool()?;
            capture.set(field.capture, Slot::Bool(value));
            Ok(())
        }
        (Type::Int(_), Shape::Number) => {
            let value = whole(reader.number()?);
            capture.set(field.capture, value.map_or(Slot::Absent, Slot::Int));
            Ok(())
        }
        (Type::List(_) | Type::Vector(_), Shape::Array)
        | (Type::Map(_), Shape::Object)
        | (Type::Json, _) => span(reader, field.capture, capture),
        (_, Shape::String) => {
            let text = reader.string()?;
            scalar(&field.ty, field.capture, text, capture);
            Ok(())
        }
        _ => reader.pass(),
    }
}

fn scalar(ty: &Type, slot: Option<u16>, text: Text<'_>, capture: &mut Capture<'_>) {
    let value = match ty {
        Type::Decimal(_) => decimal(text),
        Type::Instant(_) => parse_instant(&text.decode()).map_or(Slot::Absent, Slot::Timestamp),
        Type::Duration => parse_duration(&text.decode()).map_or(Slot::Absent, Slot::Duration),
        Type::Text(_) | Type::Enum(_) | Type::Url(_) | Type::Ref(_) | Type::Date(_) => {
            return capture.set_text(slot, text);
        }
        _ => return,
    };
    capture.set(slot, value);
}

fn decimal(text: Text<'_>) -> Slot {
    let span = Slot::Decimal {
        start: text.at() + 1,
        end: text.end() - 1,
    };
    Decimal::parse(text.raw).map_or(Slot::Absent, |_| span)
}

fn span(reader: &mut Reader<'_>, slot: Option<u16>, capture: &mut Capture<'_>) -> Read<()> {
    let start = reader.position();
    let count = pass_content(reader)?;
    capture.set(
        slot,
        Slot::Json {
            start,
            end: reader.position(),
            count,
        },
    );
    Ok(())
}

/// Reads over a value and says how much it holds: items of a list, members of an object, 1 for
/// anything else but null and white space.
pub(super) fn pass_content(reader: &mut Reader<'_>) -> Read<usize> {
    match reader.peek()? {
        Shape::Array => reader.pass_array(),
        Shape::Object => reader.pass_object(),
        Shape::Null => reader.null().map(|()| 0),
        Shape::String => {
            let text = reader.string()?;
            Ok(usize::from(!text.decode().trim().is_empty()))
        }
        Shape::Number | Shape::Bool => reader.pass().map(|()| 1),
    }
}

fn money(
    reader: &mut Reader<'_>,
    rule: &MoneyRule,
    slot: Option<u16>,
    capture: &mut Capture<'_>,
) -> Read<()> {
    let start = reader.position();
    let mut members = reader.open_object()?;
    let mut seen = Seen::default();
    let mut count = 0;
    while let Some(name) = reader.next_name(&mut members)? {
        reader.keep(&mut members)?;
        count += 1;
        let decoded = name.decode();
        let part = ["amount", "currency"]
            .iter()
            .position(|part| *part == decoded);
        if part.is_some_and(|part| !seen.adds(part)) {
            return Err(Fault::duplicate_name(name.at()));
        }
        if reader.peek()? != Shape::String {
            reader.pass()?;
            continue;
        }
        let text = reader.string()?;
        match part {
            Some(0) => capture.set(rule.amount_slot, decimal(text)),
            Some(_) => capture.set_text(rule.currency_slot, text),
            None => {}
        }
    }
    capture.set(
        slot,
        Slot::Json {
            start,
            end: reader.position(),
            count,
        },
    );
    Ok(())
}
