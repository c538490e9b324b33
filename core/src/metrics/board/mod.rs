//! Dashboards: the cards of a blueprint over its tables of facts.

mod answer;
mod card;
mod compile;
mod outlook;
mod table;
mod threshold;

pub use answer::{Dashboard, Shown, Source};
pub use compile::compile;
pub use outlook::{Anomaly, Expected, Outlook, Wanted};
pub use threshold::{Breach, Threshold};

use std::sync::Arc;

use super::card::Card;
use super::facts::FactShape;
use crate::blueprint::document::Better;
use crate::id::{ActionId, KindId};
use crate::json::Pointer;

/// The tables of facts and the dashboards of a blueprint.
#[derive(Debug, Clone, Default)]
pub struct Boards {
    /// The tables in the blueprint's order.
    pub tables: Vec<Table>,
    /// The dashboards in the blueprint's order.
    pub boards: Vec<Board>,
}

/// A table of facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: Box<str>,
    /// Its columns.
    pub shape: Arc<FactShape>,
    /// The column that says when, by its place.
    pub at: usize,
    /// Where its facts come from.
    pub origin: Origin,
}

/// Where facts come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The host hands them in; where there are tenants, this column says whose they are.
    Given {
        /// The column of the tenant, by its place.
        tenant: Option<usize>,
    },
    /// Records of a kind, as whoever asks sees them.
    Records {
        /// The kind.
        kind: KindId,
        /// The list whose items are the facts.
        each: Option<Pointer>,
        /// The date that says when, where it is no instant: the day begins in the zone of the
        /// dashboard.
        day: Option<Pointer>,
    },
}

/// A persona's dashboard.
#[derive(Debug, Clone)]
pub struct Board {
    /// The persona.
    pub persona: Box<str>,
    /// Its cards.
    pub cards: Vec<BoardCard>,
}

/// A card of a dashboard.
#[derive(Debug, Clone)]
pub struct BoardCard {
    /// Its name.
    pub id: Box<str>,
    /// What people read.
    pub label: Option<Box<str>>,
    /// The action without which it is not there.
    pub needs: Option<ActionId>,
    /// What a plain number counts.
    pub counts: Option<Box<str>>,
    /// Which way is better.
    pub better: Option<Better>,
    /// The measure as the blueprint has it.
    pub measure: Box<str>,
    /// What is asked beyond the figures.
    pub wanted: Option<Wanted>,
    /// Figures that somebody is to look at.
    pub thresholds: Vec<Threshold>,
    /// The figure, or the two of a ratio between tables.
    pub parts: Vec<Part>,
}

/// A figure over one table.
#[derive(Debug, Clone)]
pub struct Part {
    /// The table, by its place.
    pub table: usize,
    /// Whose facts count.
    pub scope: Scope,
    /// What is asked of them.
    pub card: Card,
}

/// Whose facts count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Everybody's, as far as the subject may see them.
    All,
    /// Those of which a column, by its place, names the subject.
    Mine(usize),
}

impl Boards {
    /// The table of that name.
    #[must_use]
    pub fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|table| *table.name == *name)
    }

    /// The dashboard of a persona.
    #[must_use]
    pub fn board(&self, persona: &str) -> Option<&Board> {
        self.boards.iter().find(|board| *board.persona == *persona)
    }
}
