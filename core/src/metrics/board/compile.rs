//! From the blueprint to tables and cards.

use super::super::facts::FactShape;
use super::{Board, Boards};
use crate::blueprint::{Model, Problem, Problems, bad_value, unknown};
use crate::error::Failure;

/// What is compiled, and what was found wrong.
pub(super) struct Compiler<'c> {
    pub(super) model: &'c Model,
    pub(super) problems: &'c mut Problems,
    pub(super) boards: Boards,
}

/// Compiles the facts and dashboards of a blueprint.
pub fn compile(model: &Model, problems: &mut Problems) -> Boards {
    let mut compiler = Compiler {
        model,
        problems,
        boards: Boards::default(),
    };
    for (name, document) in model.document.facts.iter() {
        let table = compiler.table(name, document);
        compiler.boards.tables.extend(table);
    }
    for (persona, document) in model.document.dashboards.iter() {
        if model.persona(persona).is_none() {
            let known = model.personas.iter().map(|persona| &*persona.name);
            compiler.unknown("persona", persona, &format!("/dashboards/{persona}"), known);
        }
        let cards = compiler.cards(persona, document);
        compiler.boards.boards.push(Board {
            persona: persona.into(),
            cards,
        });
    }
    compiler.boards
}

pub(super) fn bad(problems: &mut Problems, at: &str, what: &'static str, expected: &'static str) {
    bad_value(at, what, expected, problems);
}

impl Compiler<'_> {
    /// What the metric engine refused, at a place of the blueprint.
    pub(super) fn fail(&mut self, at: &str, failure: &Failure) {
        self.problems.push(Problem::refused(at, failure));
    }

    pub(super) fn unknown<'a>(
        &mut self,
        what: &'static str,
        name: &str,
        at: &str,
        known: impl Iterator<Item = &'a str>,
    ) {
        self.problems.push(unknown(what, name, at, known));
    }

    /// The place of a column, or a problem.
    pub(super) fn column(&mut self, shape: &FactShape, name: &str, at: &str) -> Option<usize> {
        let found = shape.find(name).ok();
        if found.is_none() {
            let known = shape.columns().iter().map(|column| &*column.name);
            self.unknown("column", name, at, known);
        }
        found
    }
}
