//! Compiled strength cards.

use crate::expr::Program;
use crate::id::FieldId;

/// How strong a profile of one kind is.
#[derive(Debug, Clone, Default)]
pub struct Card {
    /// Version of the card, stored with each score.
    pub version: u32,
    /// Levels from low to high.
    pub levels: Vec<Level>,
    /// Points for meeting every factor of the required block.
    pub required: u32,
    /// What counts, in declaration order.
    pub factors: Vec<Factor>,
    /// Groups whose sum is capped.
    pub groups: Vec<Group>,
}

/// A named range of scores.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Level {
    /// Its name.
    pub name: Box<str>,
    /// Its least score.
    pub from: u8,
}

/// A group of factors whose sum is capped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its name.
    pub name: Box<str>,
    /// Most points of the whole group.
    pub cap: u32,
}

/// One thing that counts.
#[derive(Debug, Clone)]
pub struct Factor {
    /// Its name.
    pub id: Box<str>,
    /// Points.
    pub weight: u32,
    /// Index of the group whose cap applies.
    pub group: Option<usize>,
    /// Whether the required block needs it.
    pub required: bool,
    /// What is measured.
    pub measure: Measure,
    /// Fields by which a person can meet it; none when it is not about a field.
    pub acts_on: Vec<FieldId>,
    /// Fields that it reads.
    pub reads: Vec<FieldId>,
    /// What to do; `{missing}` stands for what lacks to the target.
    pub tip: Box<str>,
}

/// What a factor measures.
#[derive(Debug, Clone)]
pub enum Measure {
    /// Whether the value in the slot holds something.
    Present(u16),
    /// How many items the value in the slot has, up to a target.
    Count(u16, u32),
    /// How many characters the text in the slot has, up to a target.
    Length(u16, u32),
    /// Whether the record changed within this many microseconds.
    UpdatedWithin(i64),
    /// Whether a condition holds.
    When(Box<Program>),
}
