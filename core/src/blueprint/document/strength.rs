//! Strength cards.

use crate::blueprint::macros::document;
use crate::blueprint::node::{Definitions, Named, Node, wrong_type};
use crate::blueprint::problem::{Problem, Problems};
use crate::error::Code;
use crate::json::{PointerBuf, Tree, Value};

document! {
    /// How strong a profile is.
    pub struct StrengthCard {
        /// Version of the card, stored with each score.
        version: Option<u32>,
        /// Levels with their least score, from low to high.
        levels: Vec<Level>,
        /// Factors that must all be met for the required share.
        required: Option<RequiredBlock>,
        /// What counts.
        factors: Vec<Factor>,
        /// Groups of factors whose sum is capped.
        groups: Named<FactorGroup>,
    }

    /// Factors that count all or nothing.
    pub struct RequiredBlock {
        /// Points for meeting all of them.
        weight: u32,
        /// Their ids.
        factors: Vec<String>,
    }

    /// A group of factors.
    pub struct FactorGroup {
        /// Most points of the whole group.
        cap: u32,
    }

    /// One factor; exactly one of `present`, `count`, `length`, `updated_within`, `when`.
    pub struct Factor {
        /// Its name, unique on the card.
        id: String,
        /// Points; weights need not sum to 100.
        weight: u32,
        /// Group whose cap applies.
        group: Option<String>,
        /// JSON Pointer to a field that must hold something.
        present: Option<String>,
        /// JSON Pointer to a list, counted up to `target`.
        count: Option<String>,
        /// JSON Pointer to a text, counted in characters up to `target`.
        length: Option<String>,
        /// What is enough for `count` and `length`.
        target: Option<u32>,
        /// The profile was updated within this long (ISO 8601 duration).
        updated_within: Option<String>,
        /// A CEL condition over `self` and `now`.
        when: Option<String>,
        /// JSON Pointers of the fields by which a person can meet `when`; by default all that the condition reads.
        acts_on: Vec<String>,
        /// What to do; `{missing}` is what lacks to the target.
        tip: String,
    }
}

/// A level and its least score, written `["solid", 40]`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Level {
    /// Its name.
    pub name: String,
    /// Its least score, 0 to 100.
    pub from: u32,
}

impl Node for Level {
    fn read(tree: &Tree, at: &PointerBuf, problems: &mut Problems) -> Self {
        match &tree.value {
            Value::Array(items) => match items.as_slice() {
                [name, from] => Self {
                    name: Node::read(name, &at.item(0), problems),
                    from: Node::read(from, &at.item(1), problems),
                },
                _ => {
                    let problem = Problem::new(at.as_str(), Code::BlueprintBadValue);
                    problems.push(
                        problem
                            .with("what", "level")
                            .with("expected", "[name, least score]"),
                    );
                    Self::default()
                }
            },
            _ => {
                wrong_type(tree, "array", at, problems);
                Self::default()
            }
        }
    }

    fn schema(_: &mut Definitions) -> String {
        r#"{"type":"array","prefixItems":[{"type":"string"},{"type":"integer","minimum":0,"maximum":100}],"items":false,"minItems":2}"#.to_owned()
    }
}
