//! Validation of one document.

use std::borrow::Cow;

use super::capture::{Capture, Slot};
use super::check::Moment;
use super::extract::extract;
use super::mode::{Gate, Mode};
use super::plan::KindPlan;
use super::violation::Violation;
use super::walk::Walk;
use crate::error::{Code, Params};
use crate::id::FieldSet;
use crate::json::{Limits, Pointer, Reader};

/// How a document is validated.
#[derive(Debug, Clone, Default)]
pub struct Options<'o> {
    /// How much of a document is handed in.
    pub mode: Mode<'o>,
    /// The fields that the writer may write; `None` when that was decided elsewhere.
    pub writable: Option<&'o FieldSet>,
    /// Now, in microseconds since 1970 UTC, for checks that mention it.
    pub now: Option<i64>,
    /// Bounds on the text.
    pub limits: Limits,
}

/// What validation found: all violations, in document order, then failed checks and gates.
///
/// Document order is that of the reading: what is missing from an object comes after what is in
/// it, and what is wrong with a value as a whole after what is wrong inside of it.
#[derive(Debug, Clone, Default)]
pub struct Validation<'a> {
    /// Everything that is wrong; nothing when the document is valid.
    pub violations: Vec<Violation>,
    /// The normalised document in compact form, in the order it was written in, defaults last;
    /// `None` when the text is not strict JSON.
    pub document: Option<Cow<'a, str>>,
    /// The values that conditions and strength ask for, from the normalised document.
    pub capture: Capture<'a>,
}

impl Validation<'_> {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.violations.is_empty()
    }
}

/// Validates `bytes` as a document of the kind.
#[must_use]
pub fn validate<'a>(plan: &KindPlan, bytes: &'a [u8], options: &Options<'_>) -> Validation<'a> {
    let reader = match Reader::from_bytes(bytes, options.limits) {
        Ok(reader) => reader.copying(),
        Err(fault) => {
            let mut walk = Walk::new(Reader::new("", options.limits), 0, options);
            walk.fault(fault);
            return Validation {
                violations: walk.violations,
                ..Validation::default()
            };
        }
    };
    let (mut validation, stale) = read(plan, reader, options);
    let Some(document) = &validation.document else {
        return validation;
    };
    // What was captured must be what will be stored, and what is stored must be read again:
    // defaults and canonical forms may take a document over the limit.
    let stored = if stale {
        extract(plan, document, options.limits).map(|capture| Some(capture.into_owned()))
    } else {
        Reader::within(document, options.limits).map(|_| None)
    };
    match stored {
        Ok(Some(capture)) => validation.capture = capture,
        Ok(None) => {}
        Err(fault) => {
            let mut walk = Walk::new(Reader::new("", options.limits), 0, options);
            walk.fault(fault);
            validation.violations.extend(walk.violations);
            validation.document = None;
            return validation;
        }
    }
    judge(plan, options, &mut validation);
    validation
}

fn read<'a>(plan: &KindPlan, reader: Reader<'a>, options: &Options<'_>) -> (Validation<'a>, bool) {
    let mut walk: Walk<'_, 'a> = Walk::new(reader, plan.slot_count, options);
    if let Err(fault) = walk.document(&plan.root) {
        walk.fault(fault);
        return (
            Validation {
                violations: walk.violations,
                ..Validation::default()
            },
            false,
        );
    }
    let Walk {
        reader,
        capture,
        mut violations,
        stale,
        ..
    } = walk;
    let broken = violations
        .iter()
        .any(|v| v.code() == Code::JsonDuplicateName.as_str());
    let document = match reader.finish() {
        Ok(document) => document.filter(|_| !broken),
        Err(fault) => {
            let params = vec![("at", fault.at.into())];
            violations.push(Violation::new(String::new(), fault.kind.code(), params));
            None
        }
    };
    (
        Validation {
            violations,
            document,
            capture,
        },
        stale,
    )
}

/// Checks and gates, over what was captured.
fn judge(plan: &KindPlan, options: &Options<'_>, validation: &mut Validation<'_>) {
    let moment = Moment {
        document: &validation.capture,
        now: options.now,
    };
    if options.mode.is_complete() {
        let failed = plan
            .checks
            .iter()
            .filter_map(|check| check.violation(&moment));
        validation.violations.extend(failed);
    }
    let gate = match options.mode {
        Mode::Publish => plan.publish.as_ref(),
        Mode::Step(step) => Some(step),
        _ => None,
    };
    if let Some(gate) = gate {
        pass(gate, validation);
    }
}

fn pass(gate: &Gate, validation: &mut Validation<'_>) {
    for lack in lacks(&gate.requires, &validation.capture) {
        let mut known = validation.violations.iter();
        if !known.any(|violation| violation.path == lack.path) {
            validation.violations.push(lack);
        }
    }
}

/// A violation for each of the fields, with the slot that captures it, that holds nothing.
#[must_use]
pub fn lacks(required: &[(Pointer, u16)], capture: &Capture<'_>) -> Vec<Violation> {
    let missing = required.iter();
    let missing = missing.filter(|(_, slot)| !capture.has_content(*slot));
    let violation = |(path, slot): &(Pointer, u16)| {
        let code = lack(capture.slot(*slot));
        Violation::new(path.as_str().to_owned(), code, Params::new())
    };
    missing.map(violation).collect()
}

/// What a value without content lacks.
fn lack(slot: Slot) -> Code {
    match slot {
        Slot::Text { .. } => Code::SchemaBlank,
        _ => Code::SchemaRequired,
    }
}
