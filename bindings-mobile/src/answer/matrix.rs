//! Who sees what, row by row.

use std::collections::HashMap;

use profilekit::visibility::{self, Viewer};

/// What a matrix is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum MatrixFormat {
    /// A table for a README.
    Markdown,
    /// A table for a spreadsheet.
    Csv,
    /// A page.
    Html,
}

/// A field, and who sees it by default.
#[derive(Debug, Clone, uniffi::Record)]
pub struct MatrixRow {
    /// The kind.
    pub kind: String,
    /// The field's pointer.
    pub field: String,
    /// The audience unless the owner chooses another.
    pub audience: String,
    /// The audiences that the owner may choose.
    pub allow: String,
    /// Audiences by the owner's role.
    pub by_role: String,
    /// Roles that see it unless it is private.
    pub roles: String,
    /// Relations that see it unless it is private.
    pub relations: String,
    /// What kind of personal data it is.
    pub data_class: String,
    /// Why it may be processed.
    pub lawful_basis: String,
    /// How long it is kept.
    pub retention: String,
    /// Where it comes from when not from the owner.
    pub source: String,
    /// Roles that may write it, where not everyone whom a policy lets.
    pub written_by: String,
    /// For each viewer `yes`, `no` or `by record`.
    pub shown: HashMap<String, String>,
}

/// Who sees what, row by row.
#[derive(Debug, Clone, uniffi::Record)]
pub struct Matrix {
    /// The product's name.
    pub product: String,
    /// The blueprint's version.
    pub version: String,
    /// The viewers, in the order of the columns.
    pub viewers: Vec<String>,
    /// The fields.
    pub rows: Vec<MatrixRow>,
}

impl Matrix {
    pub(crate) fn of(matrix: visibility::Matrix) -> Self {
        let rows = matrix.rows.iter();
        let rows = rows
            .map(|row| MatrixRow::of(row, &matrix.viewers))
            .collect();
        let (product, version) = matrix.product;
        let viewers = matrix.viewers.into_iter().map(|viewer| viewer.name);
        Self {
            product,
            version,
            viewers: viewers.collect(),
            rows,
        }
    }
}

impl MatrixRow {
    fn of(row: &visibility::MatrixRow, viewers: &[Viewer]) -> Self {
        let mut cells = row.cells().into_iter();
        let mut cell = || cells.next().unwrap_or_default();
        Self {
            kind: cell(),
            field: cell(),
            audience: cell(),
            allow: cell(),
            by_role: cell(),
            roles: cell(),
            relations: cell(),
            data_class: cell(),
            lawful_basis: cell(),
            retention: cell(),
            source: cell(),
            written_by: cell(),
            shown: viewers
                .iter()
                .map(|viewer| (viewer.name.clone(), cell()))
                .collect(),
        }
    }
}
