//! The one pass over a document's text.

mod free;
mod list;
mod money;
mod names;
mod object;
mod scalar;

use std::borrow::Cow;

use super::capture::Capture;
use super::plan::{FieldPlan, ListRule, ObjectPlan, Type, Uniqueness};
use super::text::Issues;
use super::validate::Options;
use super::violation::Violation;
use crate::error::{Code, Params};
use crate::json::pointer::push_segment;
use crate::json::{Fault, FaultKind, Limits, Reader, Shape, Text};

type Read<T> = Result<T, Fault>;

/// The state of one pass.
pub(crate) struct Walk<'p, 'x> {
    pub(super) reader: Reader<'x>,
    pub(super) capture: Capture<'x>,
    pub(super) violations: Vec<Violation>,
    /// Whether a captured value was written in another way than the text has it.
    pub(super) stale: bool,
    options: &'p Options<'p>,
    path: Vec<Segment<'p, 'x>>,
    issues: Issues,
    /// What tells list items apart, one item after the other, those of the outermost list first.
    key: Vec<Part<'x>>,
    /// The list items so far that are compared one by one, those of the outermost list first.
    items: Vec<list::Item>,
}

/// Part of what tells a list item apart: the handle of a field, and its value.
type Part<'x> = (u16, Cow<'x, str>);

/// One step of the path to the current value.
#[derive(Clone, Copy)]
enum Segment<'p, 'x> {
    Name(&'p str),
    Key(Text<'x>),
    Index(usize),
}

/// What is known about the place of a value, besides its type; small enough for a register.
#[derive(Clone, Copy)]
struct Place {
    /// The slot that captures the value, or [`Place::NONE`].
    slot: u16,
    /// Part of what tells the list item apart: the field's handle, or [`Place::NONE`].
    part: u16,
    /// Whether required fields below must be there.
    complete: bool,
    /// Whether missing fields below get their default.
    fill: bool,
    /// Whether the value, or one around it, is captured.
    captured: bool,
}

impl Place {
    const NONE: u16 = u16::MAX;

    #[inline]
    fn of(self, field: &FieldPlan) -> Self {
        Self {
            slot: field.capture.unwrap_or(Self::NONE),
            part: if field.unique { field.id.0 } else { Self::NONE },
            captured: self.captured | field.capture.is_some(),
            ..self
        }
    }

    #[inline]
    fn capture(self) -> Option<u16> {
        (self.slot != Self::NONE).then_some(self.slot)
    }

    #[inline]
    fn key(self) -> Option<u16> {
        (self.part != Self::NONE).then_some(self.part)
    }

    /// The same place, neither captured nor part of what tells an item apart.
    fn unmarked(self) -> Self {
        Self {
            slot: Self::NONE,
            part: Self::NONE,
            ..self
        }
    }

    /// The place of a list's items: a list is always handed in whole.
    fn items(self, list: &ListRule, options: &Options<'_>) -> Self {
        let whole = list.unique == Uniqueness::Whole;
        let draft = options.mode == super::Mode::Draft;
        Self {
            slot: Self::NONE,
            part: if whole { 0 } else { Self::NONE },
            complete: !draft,
            fill: true,
            captured: self.captured,
        }
    }
}

impl<'p, 'x> Walk<'p, 'x> {
    pub(super) fn new(reader: Reader<'x>, slots: usize, options: &'p Options<'p>) -> Self {
        Self {
            capture: Capture::new(reader.text(), slots),
            reader,
            violations: Vec::new(),
            stale: false,
            options,
            path: Vec::with_capacity(8),
            issues: Issues::new(),
            key: Vec::new(),
            items: Vec::new(),
        }
    }

    /// Reads the whole document.
    pub(super) fn document(&mut self, root: &'p ObjectPlan) -> Read<()> {
        if self.reader.peek()? != Shape::Object {
            return self.wrong_type("object");
        }
        let mode = self.options.mode;
        let place = Place {
            slot: Place::NONE,
            part: Place::NONE,
            complete: mode.is_complete(),
            fill: mode.is_whole(),
            captured: false,
        };
        self.object(root, place)
    }

    /// Notes a fault of the text at the current path.
    pub(super) fn fault(&mut self, fault: Fault) {
        let mut params = vec![("at", fault.at.into())];
        let Limits { depth, bytes } = self.options.limits;
        match fault.kind {
            FaultKind::TooDeep => params.push(("max", depth.into())),
            FaultKind::TooLarge => params.push(("max", bytes.into())),
            _ => {}
        }
        self.report(fault.kind.code(), params);
    }

    /// Notes that the copy says something else than the text here.
    fn changed(&mut self, place: Place) {
        self.stale |= place.captured;
    }

    #[inline]
    fn value(&mut self, ty: &'p Type, first: u8, place: Place) -> Read<()> {
        match place.key().filter(|_| is_structured(ty)) {
            None => self.typed(ty, first, place),
            Some(part) => self.value_of_key(part, ty, first, place),
        }
    }

    /// A value that is told apart by its whole text.
    #[cold]
    fn value_of_key(&mut self, part: u16, ty: &'p Type, first: u8, place: Place) -> Read<()> {
        let mark = self.reader.copied();
        self.typed(ty, first, place)?;
        self.add_to_key(part, mark);
        Ok(())
    }

    /// A value of a type, by its first byte.
    #[inline(never)]
    fn typed(&mut self, ty: &'p Type, first: u8, place: Place) -> Read<()> {
        match (ty, first) {
            (Type::Text(rule), b'"') => self.text(rule, place),
            (Type::Enum(rule), b'"') => self.choice(rule, place),
            (Type::Url(rule), b'"') => self.url(rule, place),
            (Type::Ref(rule), b'"') => self.reference(rule, place),
            (Type::Date(rule), b'"') => self.date(rule, place),
            (Type::Int(rule), b'-' | b'0'..=b'9') => self.int(rule, place),
            (Type::Bool, b't' | b'f') => self.bool(place),
            (Type::Decimal(rule), b'"') => self.decimal(rule, place),
            (Type::Instant(rule), b'"') => self.instant(*rule, place),
            (Type::Duration, b'"') => self.duration(place),
            (Type::Money(rule), b'{') => self.money(rule, place),
            (Type::Object(object), b'{') => self.object(object, place),
            (Type::List(list), b'[') => self.list(list, place),
            (Type::Map(map), b'{') => self.map(map, place),
            (Type::Vector(rule), b'[') => self.vector(rule.dimensions, place),
            (Type::Json, _) => self.free(place),
            (other, _) => self.wrong_type(expected(other)),
        }
    }

    #[cold]
    fn wrong_type(&mut self, expected: &'static str) -> Read<()> {
        let actual = self.reader.peek()?.word();
        self.report(
            Code::SchemaWrongType,
            vec![("expected", expected.into()), ("actual", actual.into())],
        );
        self.reader.pass()
    }

    #[cold]
    fn report_issues(&mut self) {
        for (code, params) in std::mem::take(&mut self.issues) {
            self.report(code, params);
        }
    }

    #[cold]
    fn report(&mut self, code: Code, params: Params) {
        let path = self.pointer();
        self.violations.push(Violation::new(path, code, params));
    }

    fn pointer(&self) -> String {
        let mut path = String::with_capacity(self.path.len() * 12);
        for segment in &self.path {
            match segment {
                Segment::Name(name) => push_segment(&mut path, name),
                Segment::Key(name) => push_segment(&mut path, &name.decode()),
                Segment::Index(index) => push_segment(&mut path, &index.to_string()),
            }
        }
        path
    }
}

/// Whether a value is told apart by its whole text, not by the text or number that it is.
fn is_structured(ty: &Type) -> bool {
    matches!(
        ty,
        Type::Bool
            | Type::Money(_)
            | Type::Object(_)
            | Type::List(_)
            | Type::Map(_)
            | Type::Vector(_)
            | Type::Json
    )
}

/// The JSON word for what a type expects.
fn expected(ty: &Type) -> &'static str {
    match ty {
        Type::Int(_) => "number",
        Type::Bool => "boolean",
        Type::Money(_) | Type::Object(_) | Type::Map(_) => "object",
        Type::List(_) | Type::Vector(_) => "array",
        _ => "string",
    }
}
