//! Redaction, straight from a document's bytes.

use std::borrow::Cow;

use super::lens::{Lens, Verdict};
use crate::error::{Code, Failure};
use crate::id::FieldSet;
use crate::json::{Fault, FaultKind, Limits, Reader, Shape};
use crate::schema::{FieldPlan, KindPlan, Named, ObjectPlan, Seen, Type};

/// A document as one viewer sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redacted<'a> {
    /// The compact document; what is hidden is absent.
    pub document: Cow<'a, str>,
    /// The fields that were there and are hidden.
    pub hidden: FieldSet,
    /// Names of hidden members that no field names, as written.
    pub unknown: Vec<String>,
}

/// Redacts a stored document.
///
/// # Errors
/// Faults of the JSON, and [`Code::VisibilityBadDocument`] where an object or a list is
/// something else: nothing is shown then.
pub fn redact<'a>(plan: &KindPlan, lens: &Lens, text: &'a str) -> Result<Redacted<'a>, Failure> {
    let mut redaction = Redaction {
        reader: Reader::within(text, Limits::default())?.copying(),
        lens,
        hidden: FieldSet::empty(plan.field_count),
        unknown: Vec::new(),
    };
    if lens.is_whole() {
        redaction.reader.skip()?;
    } else if redaction.reader.peek()? == Shape::Object {
        redaction.object(&plan.root)?;
    } else {
        return Err(misfit("object"));
    }
    let Redaction {
        reader,
        hidden,
        unknown,
        ..
    } = redaction;
    Ok(Redacted {
        document: reader.finish()?.unwrap_or_default(),
        hidden,
        unknown,
    })
}

/// What is left of a value after hiding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Left {
    /// It held something, and none of it is left.
    Nothing,
    /// It held nothing.
    Empty,
    /// Some of it is left.
    Something,
}

impl Left {
    fn of(there: usize, kept: usize) -> Self {
        match (there, kept) {
            (0, _) => Self::Empty,
            (_, 0) => Self::Nothing,
            _ => Self::Something,
        }
    }
}

struct Redaction<'l, 'a> {
    reader: Reader<'a>,
    lens: &'l Lens,
    hidden: FieldSet,
    unknown: Vec<String>,
}

impl Redaction<'_, '_> {
    /// Walks an object and says what is left of it.
    fn object(&mut self, plan: &ObjectPlan) -> Result<Left, Failure> {
        let mut members = self.reader.open_object()?;
        let (mut seen, mut position) = (Seen::default(), 0);
        let (mut there, mut kept) = (0, 0);
        while self.reader.next_member(&mut members)? {
            there += 1;
            let (index, field) = match plan.read_name(&mut self.reader, position)? {
                Named::Field(index, field) => (index, field),
                Named::Nobody(name) => {
                    self.unknown.push(name.decode().into_owned());
                    self.reader.leave_out(&members)?;
                    continue;
                }
            };
            position = index + 1;
            if !seen.adds(index) {
                // Which of the two counts would be a guess.
                let at = members.name_at();
                let kind = FaultKind::DuplicateName;
                return Err(Fault { kind, at }.into());
            }
            match self.lens.verdict(field.id) {
                Verdict::Hide => {
                    self.hidden.insert(field.id);
                    self.reader.leave_out(&members)?;
                    continue;
                }
                Verdict::Show => {
                    self.reader.keep(&mut members)?;
                    self.reader.pass()?;
                }
                Verdict::Mixed => {
                    let mark = self.reader.mark(&members);
                    self.reader.keep(&mut members)?;
                    if self.mixed(field)? {
                        self.reader.take_back(&mut members, mark);
                        continue;
                    }
                }
            }
            kept += 1;
        }
        Ok(Left::of(there, kept))
    }

    /// Walks a field of which some is hidden; says whether it must go as a whole: a section of
    /// which nothing is left, or a value that hiding has emptied.
    fn mixed(&mut self, field: &FieldPlan) -> Result<bool, Failure> {
        let left = self.inside(&field.ty)?;
        Ok(left == Left::Nothing || left == Left::Empty && field.section)
    }

    fn inside(&mut self, ty: &Type) -> Result<Left, Failure> {
        match ty {
            Type::Object(plan) => {
                self.expect(Shape::Object)?;
                self.object(plan)
            }
            Type::List(list) => {
                self.expect(Shape::Array)?;
                self.list(&list.of)
            }
            Type::Map(map) => {
                self.expect(Shape::Object)?;
                self.map(&map.of)
            }
            _ => {
                self.reader.pass()?;
                Ok(Left::Something)
            }
        }
    }

    /// An item that hiding has emptied goes: that it was there is hidden too.
    fn list(&mut self, of: &Type) -> Result<Left, Failure> {
        let mut items = self.reader.open_array()?;
        let (mut there, mut kept) = (0, 0);
        loop {
            // White space before an item that goes would say that one stood there.
            self.reader.blank();
            let mark = self.reader.mark(&items);
            if !self.reader.next_item(&mut items)? {
                return Ok(Left::of(there, kept));
            }
            there += 1;
            match self.inside(of)? {
                Left::Nothing => self.reader.take_back(&mut items, mark),
                _ => kept += 1,
            }
        }
    }

    fn map(&mut self, of: &Type) -> Result<Left, Failure> {
        let mut members = self.reader.open_object()?;
        let (mut there, mut kept) = (0, 0);
        while self.reader.next_name(&mut members)?.is_some() {
            let mark = self.reader.mark(&members);
            self.reader.keep(&mut members)?;
            there += 1;
            match self.inside(of)? {
                Left::Nothing => self.reader.take_back(&mut members, mark),
                _ => kept += 1,
            }
        }
        Ok(Left::of(there, kept))
    }

    fn expect(&mut self, shape: Shape) -> Result<(), Failure> {
        if self.reader.peek()? == shape {
            return Ok(());
        }
        Err(misfit(shape.word()))
    }
}

fn misfit(expected: &'static str) -> Failure {
    let reason = format!("it has something else where the kind has an {expected}");
    Failure::new(Code::VisibilityBadDocument).with("reason", reason)
}
