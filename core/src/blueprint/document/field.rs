//! Fields and their constraints.

use super::audience::AudienceDocument;
use super::word::{
    DataClassWord, FormatWord, LawfulBasis, LengthUnit, NormalizeWord, SourceWord, TypeWord,
    UnknownFields,
};
use crate::blueprint::macros::document;
use crate::blueprint::node::{Definitions, Named, Node, Raw, wrong_type};
use crate::blueprint::problem::Problems;
use crate::json::{PointerBuf, Tree, Value};

document! {
    /// A field.
    pub struct Field {
        /// What it holds.
        ty as "type": TypeWord,
        /// What people call it.
        label: Option<String>,
        /// What it is for.
        description: Option<String>,
        /// Whether a whole document must have it.
        required: bool,
        /// The value it gets when it is missing.
        default: Raw,
        /// What happens before it is checked, in this order whatever the order here:
        /// strip_controls, nfc, collapse, trim, lower.
        normalize: Vec<NormalizeWord>,
        /// Who sees it.
        audience: Option<AudienceDocument>,
        /// What kind of personal data it is.
        data_class: Option<DataClassWord>,
        /// Why it may be processed (GDPR article 6).
        lawful_basis: Option<LawfulBasis>,
        /// How long it is kept (ISO 8601 duration).
        retention: Option<String>,
        /// Relations to people whose personal data it is. Without it, it is the owner's; of a record
        /// without one, everybody's whom relations name.
        about: Vec<String>,
        /// Where it comes from when not from the owner.
        source: Option<SourceWord>,
        /// What computes it; nobody writes it.
        derived: Option<String>,
        /// Roles that may write it; everyone whom a policy lets when empty.
        written_by: Vec<String>,
        /// Text: fewest characters. Number: least value. Date or instant: earliest.
        min: Option<Bound>,
        /// Text: most characters. Number: greatest value. Date or instant: latest.
        max: Option<Bound>,
        /// What text is counted in.
        unit: Option<LengthUnit>,
        /// A regular expression that must match somewhere: what ECMA 262 and engines of linear time share.
        pattern: Option<String>,
        /// What a string or text stands for.
        format: Option<FormatWord>,
        /// The words of an enum.
        values: Vec<String>,
        /// A whole number that must divide it.
        multiple_of: Option<u32>,
        /// Most digits after the point.
        scale: Option<u32>,
        /// Most digits in all.
        digits: Option<u32>,
        /// Currencies allowed; any when empty.
        currencies: Vec<String>,
        /// Schemes of a link; `https` when empty.
        schemes: Vec<String>,
        /// Hosts of a link, with their subdomains; any when empty.
        hosts: Vec<String>,
        /// Whether a server will fetch the link: private hosts are refused.
        fetched: bool,
        /// Whether a year, or a year and month, is a date too.
        partial: bool,
        /// The kind that a reference points to.
        to: Option<String>,
        /// What a list or map holds.
        of: Option<Box<Field>>,
        /// Fewest items.
        min_items: Option<u32>,
        /// Most items.
        max_items: Option<u32>,
        /// Whether equal items are refused.
        unique: bool,
        /// Members that tell the objects of a list apart.
        unique_by: Vec<String>,
        /// Fields of an object.
        fields: Named<Field>,
        /// What happens to members of an object that no field names.
        unknown_fields: Option<UnknownFields>,
        /// How many numbers a vector has.
        dimensions: Option<u32>,
        /// Media types allowed, such as `image/png` or `image/*`.
        types: Vec<String>,
        /// Most bytes of a media file.
        max_bytes: Option<u32>,
        /// Whether media must have a text alternative.
        alt_required: bool,
    }
}

/// A bound: a whole number, or text for decimals, dates and instants.
#[derive(Debug, Clone, PartialEq)]
pub enum Bound {
    /// A whole number.
    Int(i64),
    /// A decimal, date or instant.
    Text(String),
}

impl Default for Bound {
    fn default() -> Self {
        Self::Int(0)
    }
}

impl Node for Bound {
    fn read(tree: &Tree, at: &PointerBuf, problems: &mut Problems) -> Self {
        let read = match &tree.value {
            Value::Number(written) => written.parse().ok().map(Self::Int),
            Value::String(text) => Some(Self::Text(text.clone())),
            _ => None,
        };
        read.unwrap_or_else(|| {
            wrong_type(tree, "whole number or string", at, problems);
            Self::default()
        })
    }

    fn schema(_: &mut Definitions) -> String {
        r#"{"type":["integer","string"]}"#.to_owned()
    }
}
