//! Redaction, straight from a document's bytes.

use std::borrow::Cow;

use super::lens::{Lens, Verdict};
use crate::error::{Code, Failure};
use crate::id::FieldSet;
use crate::json::pointer::push_segment;
use crate::json::{Fault, Limits, Reader, Shape};
use crate::schema::{FieldPlan, KindPlan, Named, ObjectPlan, Seen, Type};

/// A document as one viewer sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redacted<'a> {
    /// The compact document; what is hidden is absent.
    pub document: Cow<'a, str>,
    /// The fields that were there and are hidden.
    pub hidden: FieldSet,
    /// The fields that are left; `None` where nothing had to be looked at, as for the owner.
    pub left: Option<FieldSet>,
    /// The pointers of hidden members that no field names, with `*` for the items of lists and
    /// maps.
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
        path: Vec::with_capacity(8),
        hidden: FieldSet::empty(plan.field_count),
        left: FieldSet::empty(plan.field_count),
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
        left,
        unknown,
        ..
    } = redaction;
    Ok(Redacted {
        document: reader.finish()?.unwrap_or_default(),
        hidden,
        left: (!lens.is_whole()).then_some(left),
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

struct Redaction<'p, 'a> {
    reader: Reader<'a>,
    lens: &'p Lens,
    /// The names around the current value, with `*` for the items of lists and maps.
    path: Vec<&'p str>,
    hidden: FieldSet,
    left: FieldSet,
    unknown: Vec<String>,
}

impl<'p> Redaction<'p, '_> {
    /// Walks an object and says what is left of it.
    fn object(&mut self, plan: &'p ObjectPlan) -> Result<Left, Failure> {
        let mut members = self.reader.open_object()?;
        let (mut seen, mut position) = (Seen::default(), 0);
        let (mut there, mut kept) = (0, 0);
        while self.reader.next_member(&mut members)? {
            there += 1;
            let (index, field) = match plan.read_name(&mut self.reader, position)? {
                Named::Field(index, field) => (index, field),
                Named::Nobody(name) => {
                    self.note_unknown(&name.decode());
                    self.reader.leave_out(&members)?;
                    continue;
                }
            };
            position = index + 1;
            if !seen.adds(index) {
                return Err(Fault::duplicate_name(members.name_at()).into());
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
            self.left.insert(field.id);
            kept += 1;
        }
        Ok(Left::of(there, kept))
    }

    /// Walks a field of which some is hidden; says whether it must go as a whole: a section of
    /// which nothing is left, or a value that hiding has emptied.
    fn mixed(&mut self, field: &'p FieldPlan) -> Result<bool, Failure> {
        self.path.push(&field.name);
        let left = self.inside(&field.ty)?;
        self.path.pop();
        Ok(left == Left::Nothing || left == Left::Empty && field.section)
    }

    /// Notes a member that no field names; those of a list's items stand side by side.
    #[cold]
    fn note_unknown(&mut self, name: &str) {
        let mut path = String::new();
        let around = self.path.iter().copied();
        around
            .chain([name])
            .for_each(|part| push_segment(&mut path, part));
        if self.unknown.last() != Some(&path) {
            self.unknown.push(path);
        }
    }

    fn inside(&mut self, ty: &'p Type) -> Result<Left, Failure> {
        match ty {
            Type::Object(plan) => {
                self.expect(Shape::Object)?;
                self.object(plan)
            }
            Type::List(list) => {
                self.expect(Shape::Array)?;
                self.path.push("*");
                let left = self.list(&list.of);
                self.path.pop();
                left
            }
            Type::Map(map) => {
                self.expect(Shape::Object)?;
                self.path.push("*");
                let left = self.map(&map.of);
                self.path.pop();
                left
            }
            _ => {
                self.reader.pass()?;
                Ok(Left::Something)
            }
        }
    }

    /// An item that hiding has emptied goes: that it was there is hidden too.
    fn list(&mut self, of: &'p Type) -> Result<Left, Failure> {
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

    fn map(&mut self, of: &'p Type) -> Result<Left, Failure> {
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
