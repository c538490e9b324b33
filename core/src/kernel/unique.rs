//! What must be unique of a record.

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
        let values: Option<Vec<&str>> = names.iter().map(|name| part(head, name)).collect();
        // Identifiers hold no space: it keeps the parts apart.
        let key = values.map(|values| format!("{}={}", names.join(" "), values.join(" ")));
        Ok(key.filter(|_| !names.is_empty()).into_iter().collect())
    }
}

/// A part of a record's head, or the one identifier of a relation.
fn part<'h>(head: &ResourceHead<'h>, name: &str) -> Option<&'h str> {
    match name {
        "owner" => head.owner,
        "state" => head.state,
        _ => {
            let relation = head.relations.iter().find(|(known, _)| *known == name);
            relation.and_then(|(_, ids)| ids.first().copied())
        }
    }
}
