//! The one pass over a document's text.

use std::borrow::Cow;
use std::collections::HashMap;

use super::capture::{Capture, Slot};
use super::plan::{FieldPlan, ListRule, MapRule, ObjectPlan, Type, Uniqueness, Unknown};
use super::text::{Issues, TextRule, reference};
use super::validate::Options;
use super::violation::Violation;
use super::{number, temporal};
use crate::error::{Code, Params, nearest};
use crate::json::pointer::push_segment;
use crate::json::{Fault, FaultKind, Limits, Members, Reader, Shape, Text, push_string};

type Read<T> = Result<T, Fault>;

/// The state of one pass.
pub(crate) struct Walk<'p, 'x> {
    pub(super) reader: Reader<'x>,
    pub(super) capture: Capture<'x>,
    pub(super) violations: Vec<Violation>,
    /// Whether the copy says something else than the text, white space apart.
    pub(super) rewritten: bool,
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
            rewritten: false,
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

    fn object(&mut self, plan: &'p ObjectPlan, place: Place) -> Read<()> {
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
        let removes = self.options.mode == super::Mode::Patch && !place.fill;
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

    fn value(&mut self, ty: &'p Type, place: Place) -> Read<()> {
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

    fn text(&mut self, rule: &TextRule, place: Place) -> Read<()> {
        self.string(place, |text, issues| match rule.normalize.apply(text) {
            Cow::Borrowed(same) => rule.check(same, issues),
            Cow::Owned(changed) => rule.check(&changed, issues).or(Some(changed)),
        })
    }

    /// Reads a string; `check` gives the form to store where it differs.
    #[inline]
    fn string(
        &mut self,
        place: Place,
        check: impl FnOnce(&str, &mut Issues) -> Option<String>,
    ) -> Read<()> {
        let written = self.reader.string()?;
        let decoded = written.decode();
        let stored = check(&decoded, &mut self.issues);
        if !self.issues.is_empty() {
            self.report_issues();
        }
        if stored.is_some() || written.escaped {
            self.rewrite(written, stored.as_deref().unwrap_or(&decoded));
        }
        if let Some(part) = place.key {
            self.key.push((part, stored.map_or(decoded, Cow::Owned)));
        }
        self.capture.set_text(place.capture, written);
        Ok(())
    }

    fn rewrite(&mut self, written: Text<'_>, stored: &str) {
        let mut json = String::with_capacity(stored.len() + 8);
        push_string(&mut json, stored);
        let same = json.get(1..json.len() - 1) == Some(written.raw);
        if !same {
            self.reader.replace(written.at, written.end(), &json);
            self.rewritten = true;
        }
    }

    fn int(&mut self, rule: &number::IntRule, place: Place) -> Read<()> {
        let written = self.reader.number()?;
        let value = rule.check(written, &mut self.issues);
        self.report_issues();
        let Some(value) = value else {
            return Ok(());
        };
        if written.bytes().any(|b| !b.is_ascii_digit()) {
            let (end, canonical) = (self.reader.position(), value.to_string());
            if canonical != written {
                self.reader.replace(end - written.len(), end, &canonical);
                self.rewritten = true;
            }
        }
        if let Some(part) = place.key {
            self.key.push((part, value.to_string().into()));
        }
        self.capture.set(place.capture, Slot::Int(value));
        Ok(())
    }

    fn decimal(&mut self, rule: &number::DecimalRule, place: Place) -> Read<()> {
        let start = self.reader.position() + 1;
        self.string(
            Place {
                capture: None,
                ..place
            },
            |text, issues| {
                rule.check(text, issues);
                None
            },
        )?;
        let end = self.reader.position() - 1;
        self.capture
            .set(place.capture, Slot::Decimal { start, end });
        Ok(())
    }

    fn instant(&mut self, rule: temporal::InstantRule, place: Place) -> Read<()> {
        let mut micros = None;
        self.string(
            Place {
                capture: None,
                ..place
            },
            |text, issues| {
                let (value, canonical) = rule.check(text, issues)?;
                micros = Some(value);
                canonical
            },
        )?;
        self.capture
            .set(place.capture, micros.map_or(Slot::Absent, Slot::Timestamp));
        Ok(())
    }

    fn duration(&mut self, place: Place) -> Read<()> {
        let mut micros = None;
        self.string(
            Place {
                capture: None,
                ..place
            },
            |text, issues| {
                micros = crate::time::parse_duration(text);
                if micros.is_none() {
                    issues.push((Code::SchemaDuration, Params::new()));
                }
                None
            },
        )?;
        self.capture
            .set(place.capture, micros.map_or(Slot::Absent, Slot::Duration));
        Ok(())
    }

    fn money(&mut self, rule: &'p number::MoneyRule, place: Place) -> Read<()> {
        let start = self.reader.position();
        let (mut amount, mut currency, mut others) = (None, None, false);
        let mut members = self.reader.open_object()?;
        while let Some(name) = self.reader.next_name(&mut members)? {
            self.reader.keep(&mut members, name)?;
            let part = match &*name.decode() {
                "amount" if amount.is_none() => Some(&mut amount),
                "currency" if currency.is_none() => Some(&mut currency),
                _ => None,
            };
            match (part, self.reader.peek()?) {
                (Some(part), Shape::String) => *part = Some(self.reader.string()?),
                _ => {
                    others = true;
                    self.reader.skip()?;
                }
            }
        }
        match (amount, currency, others) {
            (Some(amount), Some(currency), false) => self.amount(rule, amount, currency),
            _ => self.report(Code::SchemaMoney, Params::new()),
        }
        self.capture.set(
            place.capture,
            Slot::Json {
                start,
                end: self.reader.position(),
                count: 2,
            },
        );
        Ok(())
    }

    fn amount(&mut self, rule: &number::MoneyRule, amount: Text<'x>, currency: Text<'x>) {
        self.path.push(Segment::Name("currency"));
        let exponent = rule.check_currency(&currency.decode(), &mut self.issues);
        self.report_issues();
        self.path.pop();
        self.path.push(Segment::Name("amount"));
        let scale = rule
            .amount
            .scale
            .min(exponent)
            .or(exponent)
            .or(rule.amount.scale);
        let bounds = number::DecimalRule {
            scale,
            ..rule.amount
        };
        let value = bounds.check(&amount.decode(), &mut self.issues);
        self.report_issues();
        self.path.pop();
        let span = Slot::Decimal {
            start: amount.at + 1,
            end: amount.end() - 1,
        };
        self.capture
            .set(rule.amount_slot, value.map_or(Slot::Absent, |_| span));
        self.capture.set_text(rule.currency_slot, currency);
    }

    fn list(&mut self, list: &'p ListRule, place: Place) -> Read<()> {
        let start = self.reader.position();
        let mut members = self.reader.open_array()?;
        let mut seen = Seen::default();
        let mut count = 0;
        let inner = place.items(list, self.options);
        let outer_key = std::mem::take(&mut self.key);
        while self.reader.next_item(&mut members)? {
            self.path.push(Segment::Index(count));
            let from = self.reader.position();
            self.value(&list.of, inner)?;
            if list.unique != Uniqueness::None {
                self.unique(from, count, &mut seen);
            }
            self.path.pop();
            count += 1;
        }
        self.key = outer_key;
        if count < list.min {
            self.report(Code::SchemaTooFewItems, vec![("min", list.min.into())]);
        }
        if count > list.max {
            self.report(Code::SchemaTooManyItems, vec![("max", list.max.into())]);
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

    fn unique(&mut self, from: usize, index: usize, seen: &mut Seen<'x>) {
        let mut key = std::mem::take(&mut self.key);
        if key.is_empty() {
            let item = self
                .reader
                .text()
                .get(from..self.reader.position())
                .unwrap_or_default();
            key.push((0, Cow::Borrowed(item)));
        }
        key.sort();
        if let Some(first) = seen.first(key, index) {
            self.report(Code::SchemaDuplicateItem, vec![("first", first.into())]);
        }
    }

    fn map(&mut self, map: &'p MapRule, place: Place) -> Read<()> {
        let start = self.reader.position();
        let mut members = self.reader.open_object()?;
        let mut names: HashMap<Cow<'x, str>, ()> = HashMap::new();
        let mut count = 0;
        while let Some(name) = self.reader.next_name(&mut members)? {
            self.reader.keep(&mut members, name)?;
            self.path.push(Segment::Key(name));
            let decoded = name.decode();
            if decoded.is_empty()
                || decoded.chars().count() > 64
                || decoded.chars().any(char::is_control)
            {
                self.report(Code::SchemaMapKey, Params::new());
            }
            if names.insert(decoded, ()).is_some() {
                self.report(Code::JsonDuplicateName, vec![("at", name.at.into())]);
            }
            self.value(
                &map.of,
                Place {
                    capture: None,
                    key: None,
                    ..place
                },
            )?;
            self.path.pop();
            count += 1;
        }
        if count > map.max {
            self.report(Code::SchemaTooManyItems, vec![("max", map.max.into())]);
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

    fn vector(&mut self, dimensions: usize, place: Place) -> Read<()> {
        let start = self.reader.position();
        let mut members = self.reader.open_array()?;
        let mut count = 0;
        while self.reader.next_item(&mut members)? {
            self.path.push(Segment::Index(count));
            if self.reader.peek()? == Shape::Number {
                let finite = self.reader.number()?.parse().is_ok_and(f64::is_finite);
                if !finite {
                    self.report(Code::SchemaInexact, Params::new());
                }
            } else {
                self.wrong_type("number")?;
            }
            self.path.pop();
            count += 1;
        }
        if count != dimensions {
            let params = vec![("expected", dimensions.into()), ("actual", count.into())];
            self.report(Code::SchemaDimensions, params);
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

    fn free(&mut self, place: Place) -> Read<()> {
        let start = self.reader.position();
        let count = usize::from(!matches!(
            self.reader.skip()?,
            "{}" | "[]" | "\"\"" | "null"
        ));
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

/// The items of a list so far: few are compared one by one, many through a table.
#[derive(Default)]
struct Seen<'x> {
    few: Vec<Key<'x>>,
    many: HashMap<Key<'x>, usize>,
}

type Key<'x> = Vec<(u16, Cow<'x, str>)>;

impl<'x> Seen<'x> {
    const FEW: usize = 24;

    /// The index of the first item with this key, if there was one.
    fn first(&mut self, key: Key<'x>, index: usize) -> Option<usize> {
        if index < Self::FEW {
            let first = self.few.iter().position(|known| *known == key);
            self.few.push(key);
            return first;
        }
        if self.many.is_empty() {
            for (at, key) in std::mem::take(&mut self.few).into_iter().enumerate() {
                self.many.entry(key).or_insert(at);
            }
        }
        let first = *self.many.entry(key).or_insert(index);
        (first != index).then_some(first)
    }
}

fn find(plan: &ObjectPlan, name: Text<'_>, guess: usize) -> Option<usize> {
    if name.escaped {
        plan.names.find(&name.decode(), guess)
    } else {
        plan.names.find(name.raw, guess)
    }
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
