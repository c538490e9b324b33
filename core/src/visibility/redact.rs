//! Redaction, straight from a document's bytes.

use std::borrow::Cow;

use super::lens::{Lens, Verdict};
use crate::error::{Code, Failure};
use crate::id::FieldSet;
use crate::json::{Fault, FaultKind, Limits, Reader, Shape, Text};
use crate::schema::{FieldPlan, KindPlan, ObjectPlan, Type};

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
        reader: Reader::new(text, Limits::default()).copying(),
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

struct Redaction<'l, 'a> {
    reader: Reader<'a>,
    lens: &'l Lens,
    hidden: FieldSet,
    unknown: Vec<String>,
}

impl Redaction<'_, '_> {
    /// Walks an object and says how many of its members were kept.
    fn object(&mut self, plan: &ObjectPlan) -> Result<usize, Failure> {
        let mut members = self.reader.open_object()?;
        let (mut seen, mut position, mut kept) = (0u128, 0, 0);
        while let Some(name) = self.reader.next_name(&mut members)? {
            let found = plan.names.find(&name.decode(), position);
            position = found.map_or(position, |index| index + 1);
            let field = found.and_then(|index| Some((index, plan.fields.get(index)?)));
            let Some((index, field)) = field else {
                self.unknown.push(name.decode().into_owned());
                self.reader.leave_out(&members)?;
                continue;
            };
            once(&mut seen, index, name)?;
            match self.lens.verdict(field.id) {
                Verdict::Hide => {
                    self.hidden.insert(field.id);
                    self.reader.leave_out(&members)?;
                    continue;
                }
                Verdict::Show => {
                    self.reader.keep(&mut members, name)?;
                    self.reader.skip()?;
                }
                Verdict::Mixed => {
                    let mark = self.reader.mark(&members);
                    self.reader.keep(&mut members, name)?;
                    if self.mixed(field)? {
                        self.reader.take_back(&mut members, mark);
                        continue;
                    }
                }
            }
            kept += 1;
        }
        Ok(kept)
    }

    /// Walks a field of which some is hidden; says whether it must go as a whole, because it is
    /// a section of which nothing is left.
    fn mixed(&mut self, field: &FieldPlan) -> Result<bool, Failure> {
        match &field.ty {
            Type::Object(plan) if field.section => {
                self.expect(Shape::Object)?;
                Ok(self.object(plan)? == 0)
            }
            ty => self.inside(ty).map(|()| false),
        }
    }

    fn inside(&mut self, ty: &Type) -> Result<(), Failure> {
        match ty {
            Type::Object(plan) => {
                self.expect(Shape::Object)?;
                self.object(plan).map(drop)
            }
            Type::List(list) => {
                self.expect(Shape::Array)?;
                let mut items = self.reader.open_array()?;
                while self.reader.next_item(&mut items)? {
                    self.inside(&list.of)?;
                }
                Ok(())
            }
            Type::Map(map) => {
                self.expect(Shape::Object)?;
                let mut members = self.reader.open_object()?;
                while let Some(name) = self.reader.next_name(&mut members)? {
                    self.reader.keep(&mut members, name)?;
                    self.inside(&map.of)?;
                }
                Ok(())
            }
            _ => Ok(self.reader.skip().map(drop)?),
        }
    }

    fn expect(&mut self, shape: Shape) -> Result<(), Failure> {
        if self.reader.peek()? == shape {
            return Ok(());
        }
        Err(misfit(shape.word()))
    }
}

/// A name given twice: which one counts would be a guess.
fn once(seen: &mut u128, index: usize, name: Text<'_>) -> Result<(), Fault> {
    let bit = u32::try_from(index).map_or(0, |index| 1u128.checked_shl(index).unwrap_or(0));
    if *seen & bit != 0 {
        let kind = FaultKind::DuplicateName;
        return Err(Fault {
            kind,
            at: name.at(),
        });
    }
    *seen |= bit;
    Ok(())
}

fn misfit(expected: &'static str) -> Failure {
    let reason = format!("it has something else where the kind has an {expected}");
    Failure::new(Code::VisibilityBadDocument).with("reason", reason)
}
