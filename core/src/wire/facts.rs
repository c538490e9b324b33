//! Facts that stay with a kernel: columns and rows come in, dashboards name them.

use std::sync::Arc;

use super::answer;
use super::call::{Answering, Call};
use super::dashboard::{LIMITS, told};
use super::read::utf8;
use super::session::{Session, absent};
use crate::error::{Code, Failure};
use crate::json::{Tree, Value, parse, push_string, quoted};
use crate::kernel::{Kernel, Supplied};
use crate::metrics::{BadRow, ColumnShape, ColumnType, Intake, Origin, Table, Values};

/// The members of `facts`, besides `call` and `locale`.
pub(super) const MEMBERS: &[&str] = &["table"];

/// What a table of facts looks like: `{"table":…,"columns":[…]}`, each column with its name, type
/// and place in a row, as a JSON Pointer.
pub(super) fn facts(kernel: &Kernel, call: &Call<'_, '_>) -> Result<String, Failure> {
    let name = call.request.needed("table")?;
    let table = given(kernel, name).map_err(|failure| failure.at("/table"))?;
    let mut out = format!("{{\"table\":{},\"columns\":", quoted(&table.name));
    answer::list(&mut out, table.shape.columns(), push_column);
    Ok(out + "}")
}

fn push_column(out: &mut String, column: &ColumnShape) {
    out.push_str("{\"name\":");
    push_string(out, &column.name);
    out.push_str(&format!(",\"type\":\"{}\"", column.ty.name()));
    match &column.ty {
        ColumnType::Decimal { scale } => out.push_str(&format!(",\"scale\":{scale}")),
        ColumnType::Money {
            currency: Some(currency),
        } => out.push_str(&format!(",\"currency\":{}", quoted(currency))),
        _ => {}
    }
    if let Some(from) = &column.from {
        out.push_str(&format!(",\"from\":{}", quoted(from.as_str())));
    }
    out.push_str(&format!(",\"required\":{}}}", column.required));
}

/// A table whose facts a host hands in.
fn given<'k>(kernel: &'k Kernel, name: &str) -> Result<&'k Table, Failure> {
    let table = kernel.fact_table(name)?;
    match table.origin {
        Origin::Given { .. } => Ok(table),
        Origin::Records { .. } => {
            let reason = format!("the facts of `{name}` are records: hand those in");
            Err(Failure::bad_request(reason))
        }
    }
}

/// Facts of a table.
#[derive(Debug)]
pub struct Held {
    table: Box<str>,
    intake: Intake,
}

impl Held {
    pub(super) fn is_of(&self, table: &Table) -> bool {
        self.table == table.name
    }

    pub(super) fn supplied(&self) -> Supplied {
        Supplied::shared(&self.table, Arc::clone(self.intake.facts()))
    }

    pub(super) fn bad(&self) -> impl Iterator<Item = (Box<str>, BadRow)> {
        let rows = self.intake.bad().iter();
        rows.map(|row| (self.table.clone(), row.clone()))
    }
}

/// Facts by number: what is here takes columns by their places in the table.
impl Session<Kernel> {
    /// Prepares a table without facts: its number.
    ///
    /// # Errors
    /// [`Code::MetricsNoFacts`], and [`Code::KernelBadRequest`] for a table of records.
    pub fn prepare_facts(&mut self, table: &str) -> Result<u32, Failure> {
        let table = given(&self.kernel, table)?;
        let held = Held {
            table: table.name.clone(),
            intake: Intake::new(&table.shape),
        };
        self.facts.put(held)
    }

    /// Forgets facts; their number may be given again.
    pub fn release_facts(&mut self, facts: u32) {
        self.facts.take(facts);
    }

    /// [`Intake::learn`] of texts that stand one behind the other, each so many units of UTF-16
    /// long: what JavaScript counts.
    ///
    /// # Errors
    /// [`Code::JsonLoneSurrogate`] where a text ends inside of a character, and as
    /// [`Self::stage_facts`].
    pub fn learn_texts(
        &mut self,
        facts: u32,
        column: u32,
        texts: &[u8],
        lengths: &[u32],
    ) -> Result<Vec<u32>, Failure> {
        let texts = cut(utf8(texts)?, lengths)?;
        let column = column as usize;
        self.held(facts)?.intake.learn(column, texts.into_iter())
    }

    /// [`Intake::stage`].
    ///
    /// # Errors
    /// [`Code::KernelBadRequest`] for a number that stands for nothing, and values that the
    /// column cannot have.
    pub fn stage_facts(
        &mut self,
        facts: u32,
        column: u32,
        values: Values<'_>,
        valid: &[u8],
    ) -> Result<(), Failure> {
        let held = self.held(facts)?;
        held.intake.stage(column as usize, values, valid)
    }

    /// [`Intake::take`], of which `rows` are a list of JSON.
    ///
    /// # Errors
    /// As [`Intake::take`], and those of reading JSON.
    pub fn take_facts(
        &mut self,
        facts: u32,
        count: u32,
        odd: &[u32],
        rows: &[u8],
    ) -> Result<(), Failure> {
        let trees = match odd {
            [] => Vec::new(),
            _ => list(rows)?,
        };
        let held = self.held(facts)?;
        held.intake.take(count as usize, odd, &trees)
    }

    /// [`Intake::settle`]: how many facts there are.
    ///
    /// # Errors
    /// [`Code::KernelBadRequest`] for a number that stands for nothing.
    pub fn settle_facts(&mut self, facts: u32) -> Result<u32, Failure> {
        let held = self.held(facts)?;
        held.intake.settle();
        u32::try_from(held.intake.facts().rows()).map_err(|_| Failure::new(Code::KernelInternal))
    }

    /// [`Intake::undo`].
    ///
    /// # Errors
    /// [`Code::KernelBadRequest`] for a number that stands for nothing.
    pub fn undo_facts(&mut self, facts: u32) -> Result<(), Failure> {
        self.held(facts)?.intake.undo();
        Ok(())
    }

    /// The rows that could not become facts, as a list of JSON.
    ///
    /// # Errors
    /// [`Code::KernelBadRequest`] for a number that stands for nothing.
    pub fn bad_facts(&mut self, facts: u32) -> Result<String, Failure> {
        let held = self.held(facts)?;
        let bad = held.intake.bad().iter();
        let bad: Vec<String> = bad.map(|row| row.to_json(&held.table)).collect();
        Ok(format!("[{}]", bad.join(",")))
    }

    /// Answers the call `dashboard`, where `null` for a table stands for facts of it that are
    /// here: those of one of the numbers.
    ///
    /// # Errors
    /// As [`super::call()`], and [`Code::KernelBadRequest`] for a number that stands for nothing.
    pub fn dashboard(
        &mut self,
        request: &[u8],
        document: &[u8],
        held: &[u32],
    ) -> Result<String, Failure> {
        let (kernel, facts) = (&self.kernel, &self.facts);
        let held = held.iter().map(|number| facts.get(*number));
        let held: Option<Vec<&Held>> = held.collect();
        let held = held.ok_or_else(|| absent("facts"))?;
        self.recent.with(request, |request| {
            let (name, call) = Call::read(kernel, request, document)?;
            match name {
                "dashboard" => told(kernel, &call, &held),
                _ => kernel.more(name, &call),
            }
        })
    }

    fn held(&mut self, facts: u32) -> Result<&mut Held, Failure> {
        self.facts.get_mut(facts).ok_or_else(|| absent("facts"))
    }
}

/// The texts of which one is made.
fn cut<'t>(text: &'t str, lengths: &[u32]) -> Result<Vec<&'t str>, Failure> {
    let mut texts = Vec::with_capacity(lengths.len());
    let mut rest = text;
    for length in lengths {
        let end = behind(rest, *length as usize);
        let at = || text.len() - rest.len();
        let end = end.ok_or_else(|| Failure::new(Code::JsonLoneSurrogate).with("at", at()))?;
        let (own, others) = rest.split_at_checked(end).unwrap_or((rest, ""));
        texts.push(own);
        rest = others;
    }
    match rest {
        "" => Ok(texts),
        _ => Err(Failure::bad_request("texts are longer than is said")),
    }
}

/// Where so many units of UTF-16 end.
fn behind(text: &str, units: usize) -> Option<usize> {
    let plain = text.as_bytes().get(..units);
    if plain.is_some_and(<[u8]>::is_ascii) {
        return Some(units);
    }
    let (mut end, mut left) = (0, units);
    let mut characters = text.chars();
    while left > 0 {
        let character = characters.next()?;
        left = left.checked_sub(character.len_utf16())?;
        end += character.len_utf8();
    }
    Some(end)
}

fn list(rows: &[u8]) -> Result<Vec<Tree>, Failure> {
    match parse(rows, LIMITS)?.value {
        Value::Array(rows) => Ok(rows),
        _ => Err(Failure::bad_request("rows are a list")),
    }
}
