//! What must be unique of a record.

use std::collections::BTreeSet;

use super::compile::Kernel;
use crate::access::ResourceHead;
use crate::error::Failure;

impl Kernel {
    /// The keys that no other record of the tenant and kind may have, such as `owner=u1`; a
    /// record that lacks a part has no key.
    ///
    /// # Errors
    /// [`crate::error::Code::KernelUnknownKind`].
    pub fn unique_keys(&self, kind: &str, head: &ResourceHead<'_>) -> Result<Vec<String>, Failure> {
        let kind = self.kind(kind)?;
        let document = self.model().document.kinds.get(&kind.name);
        let names = document
            .map(|kind| kind.one_per.as_slice())
            .unwrap_or_default();
        if names.is_empty() {
            return Ok(Vec::new());
        }
        // Identifiers hold no space: it keeps the parts apart.
        let key = |values: String| format!("{}={values}", names.join(" "));
        let every = combinations(names.iter().map(|name| parts(head, name)));
        Ok(every.into_iter().map(key).collect())
    }
}

/// Every way to take one of each, joined: none where one of them is empty. With one identifier for
/// each name there is one; a relation of several gives as many, so that whoever goes takes their
/// own along, and nobody else's.
pub(crate) fn combinations<'p>(names: impl Iterator<Item = Vec<&'p str>>) -> BTreeSet<String> {
    let mut every: Option<BTreeSet<String>> = None;
    for parts in names {
        let longer = |known: &str| -> Vec<String> {
            let parts = parts.iter();
            parts.map(|part| format!("{known} {part}")).collect()
        };
        every = Some(match every {
            None => parts.iter().map(ToString::to_string).collect(),
            Some(known) => known.iter().flat_map(|known| longer(known)).collect(),
        });
    }
    every.unwrap_or_default()
}

/// A part of a record's head, or the identifiers of a relation.
fn parts<'h>(head: &ResourceHead<'h>, name: &str) -> Vec<&'h str> {
    match name {
        "owner" => head.owner.into_iter().collect(),
        "tenant" => vec![head.tenant.unwrap_or_default()],
        _ => {
            let relation = head.relations.iter().find(|(known, _)| *known == name);
            relation.map_or_else(Vec::new, |(_, ids)| ids.to_vec())
        }
    }
}
