//! How foreign documents become documents of a kind.

use super::word::Convert;
use crate::blueprint::macros::document;
use crate::blueprint::node::Raw;

document! {
    /// How foreign documents become documents of the kind.
    pub struct ImportMapping {
        /// Where each value goes, in order; the first that gives a target a value wins.
        fields: Vec<ImportField>,
    }

    /// Where one value goes.
    pub struct ImportField {
        /// JSON Pointer into the foreign document; `*` stands for every item of a list.
        from: String,
        /// JSON Pointer into the document, with as many `*`.
        to: String,
        /// Only from the items of which a member says so; every item when it is missing.
        filter as "where": Option<ImportFilter>,
        /// What happens to the value on the way.
        convert: Option<Convert>,
        /// What goes before a text, such as `https://github.com/` before a user name.
        prefix: Option<String>,
        /// Replacement for a whole value (compared without case).
        values: Raw,
    }

    /// Which items of a foreign list a value is taken from.
    pub struct ImportFilter {
        /// The member of the item, a text, that is looked at; compared without case.
        member: String,
        /// Any of these; anything when empty.
        any as "is": Vec<String>,
        /// None of these; an item without the member passes.
        none as "not": Vec<String>,
    }
}
