//! What a viewer sees of a record.

use profilekit::kernel;

use super::owned;

/// A field that is there and hidden.
#[derive(Debug, Clone, uniffi::Record)]
pub struct Hidden {
    /// Its pointer, with `*` for the items of lists and maps.
    pub path: String,
    /// The audience in force; nothing for a member that no field names.
    pub audience: Option<String>,
    /// Who said so: `default`, `choice`, `forced` or `unknown_member`.
    pub rule: String,
}

/// What a viewer sees of a record.
#[derive(Debug, Clone, uniffi::Record)]
pub struct View {
    /// The redacted document as JSON text; what is hidden is absent.
    pub document: String,
    /// What is hidden and why, for those who may update the record.
    pub hidden: Option<Vec<Hidden>>,
    /// Cache tags by which the answer is invalidated.
    pub tags: Vec<String>,
    /// Whether a shared cache may keep it.
    pub shared: bool,
}

impl View {
    pub(crate) fn of(view: kernel::View<'_>) -> Self {
        let hidden = |hidden: Vec<kernel::Hidden>| hidden.into_iter().map(Hidden::of).collect();
        Self {
            document: view.document.into_owned(),
            hidden: view.hidden.map(hidden),
            tags: view.tags,
            shared: view.shared,
        }
    }
}

impl Hidden {
    fn of(hidden: kernel::Hidden) -> Self {
        Self {
            path: hidden.path,
            audience: hidden.audience.map(|audience| owned(audience.word())),
            rule: hidden.rule.to_owned(),
        }
    }
}
