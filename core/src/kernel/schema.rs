//! Kinds as JSON Schema.

use super::compile::Kernel;
use crate::blueprint::FieldInfo;
use crate::error::Failure;
use crate::schema::{self, Caption, FieldPlan};

impl Kernel {
    /// The JSON Schema (2020-12) of a kind's whole documents.
    ///
    /// # Errors
    /// [`crate::error::Code::KernelUnknownKind`].
    pub fn json_schema(&self, kind: &str) -> Result<String, Failure> {
        let kind = self.kind(kind)?;
        let caption = |field: &FieldPlan| {
            let said = |text: fn(&FieldInfo) -> Option<&str>| {
                kind.field(field.id).and_then(text).map(str::to_owned)
            };
            Caption {
                title: said(|info| info.label.as_deref()),
                description: said(|info| info.description.as_deref()),
            }
        };
        let document = &self.model().document;
        let (name, version) = (&document.name, &document.version);
        let id = format!("urn:profilekit:{name}:{version}:{}", kind.name);
        Ok(schema::json_schema(&kind.plan, &id, &caption))
    }
}
