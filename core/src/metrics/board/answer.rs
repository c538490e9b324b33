//! A dashboard as somebody sees it.

use super::super::answer::Answer;
use super::super::facts::BadRow;
use super::super::finish::Object;
use super::outlook::{Outlook, Wanted};
use super::threshold::{Breach, Threshold};
use crate::blueprint::document::Better;
use crate::error::Locale;
use crate::json::quoted;
use crate::time::write_instant;

/// What a persona's dashboard says to a subject.
#[derive(Debug, Clone, PartialEq)]
pub struct Dashboard {
    /// The persona.
    pub persona: Box<str>,
    /// The moment that it is of.
    pub now: i64,
    /// The zone of its days and months.
    pub zone: Box<str>,
    /// The cards that the subject may see, in the blueprint's order. Others are not there.
    pub cards: Vec<Shown>,
    /// Records that could not become facts, with the table and why.
    pub bad: Vec<(Box<str>, BadRow)>,
}

/// A card that the subject may see.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// What people read.
    pub label: Option<Box<str>>,
    /// What a plain number counts.
    pub counts: Option<Box<str>>,
    /// Which way is better.
    pub better: Option<Better>,
    /// What it says.
    pub answer: Answer,
    /// What it wants to know beyond its figures.
    pub wanted: Option<Wanted>,
    /// Figures that somebody is to look at.
    pub thresholds: Vec<Threshold>,
    /// What its lines are expected to do, one for each, where somebody computed it.
    pub outlooks: Vec<Outlook>,
    /// The facts that it says it of: one table, or the two of a ratio.
    pub sources: Vec<Source>,
}

/// The facts that a figure is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The table.
    pub facts: Box<str>,
    /// The column that says when.
    pub at: Box<str>,
    /// The column that names the subject, where only its own facts count.
    pub mine: Option<Box<str>>,
    /// How many facts there were to look at.
    pub rows: u64,
    /// Why every record was looked at, where figures that are kept were wanted.
    pub scanned: Option<&'static str>,
}

impl Source {
    fn to_json(&self) -> String {
        Object::default()
            .text("facts", &self.facts)
            .text("at", &self.at)
            .some("mine", self.mine.as_deref().map(quoted))
            .member("rows", self.rows.to_string())
            .some("scanned", self.scanned.map(quoted))
            .finish()
    }
}

impl Shown {
    /// The card as JSON: what [`Answer::to_json`] says, and what the blueprint says of the card.
    #[must_use]
    pub fn to_json(&self) -> String {
        let object = Object::default()
            .text("id", &self.answer.id)
            .some("label", self.label.as_deref().map(quoted))
            .some("counts", self.counts.as_deref().map(quoted))
            .some("better", self.better.map(|better| quoted(better.word())));
        let explained = self.answer.explained();
        let explained = explained.list("sources", &self.sources, Source::to_json);
        self.answer
            .members(object, explained)
            .list("breaches", &self.breaches(), Breach::to_json)
            .list("outlooks", &self.outlooks, Outlook::to_json)
            .finish()
    }
}

impl Dashboard {
    /// The dashboard as JSON: the same text on every runtime.
    #[must_use]
    pub fn to_json(&self) -> String {
        let cards: Vec<String> = self.cards.iter().map(Shown::to_json).collect();
        Object::default()
            .text("persona", &self.persona)
            .text("now", &write_instant(self.now))
            .text("zone", &self.zone)
            .member("cards", format!("[{}]", cards.join(",")))
            .list("bad", &self.bad, |(table, row)| row.to_json(table))
            .finish()
    }
}

impl BadRow {
    /// `{"facts","line","column","code","message"}`.
    pub(crate) fn to_json(&self, table: &str) -> String {
        Object::default()
            .text("facts", table)
            .member("line", self.line.to_string())
            .some("column", self.column.as_deref().map(quoted))
            .text("code", self.code.as_str())
            .text("message", &self.message(Locale::En))
            .finish()
    }
}
