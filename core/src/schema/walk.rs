//! The one pass over a document's text.

mod free;
mod list;
mod money;
mod names;
mod object;
mod scalar;

use std::borrow::Cow;

use super::capture::{Capture, Slot};
use super::plan::{FieldPlan, ListRule, ObjectPlan, Type, Uniqueness};
use super::text::{Issues, reference};
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
    /// How many of the fields around the current value are captured.
    captured: usize,
    options: &'p Options<'p>,
    path: Vec<Segment<'p, 'x>>,
    issues: Issues,
    /// What tells the current list item apart.
    key: Vec<(u16, Cow<'x, str>)>,
}

/// One step of the path to the current value.
#[derive(Clone, Copy)]
enum Segment<'p, 'x> {
    Name(&'p str),
    Key(Text<'x>),
    Index(usize),
}

/// What is known about the place of a value, besides its type.
#[derive(Clone, Copy, Default)]
struct Place {
    capture: Option<u16>,
    /// Part of what tells the list item apart: the field's handle.
    key: Option<u16>,
    /// Whether required fields below must be there.
    complete: bool,
    /// Whether missing fields below get their default.
    fill: bool,
}

impl Place {
    fn of(self, field: &FieldPlan) -> Self {
        Self {
            capture: field.capture,
            key: field.unique.then_some(field.id.0),
            ..self
        }
    }

    /// The place of a list's items: a list is always handed in whole.
    fn items(self, list: &ListRule, options: &Options<'_>) -> Self {
        let key = (list.unique == Uniqueness::Whole).then_some(0);
        let draft = options.mode == super::Mode::Draft;
        Self {
            capture: None,
            key,
            complete: !draft,
            fill: true,
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
            captured: 0,
            options,
            path: Vec::with_capacity(8),
            issues: Issues::new(),
            key: Vec::new(),
        }
    }

    /// Reads the whole document.
    pub(super) fn document(&mut self, root: &'p ObjectPlan) -> Read<()> {
        if self.reader.peek()? != Shape::Object {
            return self.wrong_type("object");
        }
        let mode = self.options.mode;
        let place = Place {
            complete: mode.is_complete(),
            fill: mode.is_whole(),
            ..Place::default()
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
    fn changed(&mut self) {
        self.stale |= self.captured > 0;
    }

    fn value(&mut self, ty: &'p Type, place: Place) -> Read<()> {
        match place.key.filter(|_| is_structured(ty)) {
            None => self.typed(ty, place),
            Some(part) => {
                let mark = self.reader.copied();
                self.typed(ty, place)?;
                self.add_to_key(part, mark);
                Ok(())
            }
        }
    }

    fn typed(&mut self, ty: &'p Type, place: Place) -> Read<()> {
        match (ty, self.reader.peek()?) {
            (Type::Text(rule), Shape::String) => self.text(rule, place),
            (Type::Enum(rule), Shape::String) => self.string(place, |text, issues| {
                if rule.names.find(text, 0).is_none() {
                    issues.push((
                        Code::SchemaEnum,
                        vec![("allowed", rule.values.join(", ").into())],
                    ));
                }
                None
            }),
            (Type::Url(rule), Shape::String) => {
                self.string(place, |text, issues| rule.check(text, issues))
            }
            (Type::Ref(rule), Shape::String) => self.string(place, |text, issues| {
                reference(text, &rule.to, issues);
                None
            }),
            (Type::Date(rule), Shape::String) => self.string(place, |text, issues| {
                rule.check(text, issues);
                None
            }),
            (Type::Int(rule), Shape::Number) => self.int(rule, place),
            (Type::Bool, Shape::Bool) => {
                let value = self.reader.bool()?;
                self.capture.set(place.capture, Slot::Bool(value));
                Ok(())
            }
            (Type::Decimal(rule), Shape::String) => self.decimal(rule, place),
            (Type::Instant(rule), Shape::String) => self.instant(*rule, place),
            (Type::Duration, Shape::String) => self.duration(place),
            (Type::Money(rule), Shape::Object) => self.money(rule, place),
            (Type::Object(object), Shape::Object) => self.object(object, place),
            (Type::List(list), Shape::Array) => self.list(list, place),
            (Type::Map(map), Shape::Object) => self.map(map, place),
            (Type::Vector(rule), Shape::Array) => self.vector(rule.dimensions, place),
            (Type::Json, _) => self.free(place),
            (other, _) => self.wrong_type(expected(other)),
        }
    }

    fn wrong_type(&mut self, expected: &'static str) -> Read<()> {
        let actual = self.reader.peek()?.word();
        self.report(
            Code::SchemaWrongType,
            vec![("expected", expected.into()), ("actual", actual.into())],
        );
        self.reader.skip().map(drop)
    }

    fn report_issues(&mut self) {
        if self.issues.is_empty() {
            return;
        }
        for (code, params) in std::mem::take(&mut self.issues) {
            self.report(code, params);
        }
    }

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
