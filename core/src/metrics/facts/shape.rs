//! What facts look like.

use crate::error::{Code, Failure, nearest};
use crate::json::Pointer;
use crate::schema::is_currency;

/// The type of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnType {
    /// Text: a dimension, or the id of something.
    Text,
    /// A whole number of 64 bits.
    Int,
    /// A decimal with so many digits after the point, 18 at most.
    Decimal {
        /// Digits after the point.
        scale: u8,
    },
    /// An amount in minor units, with its currency.
    Money {
        /// The currency of amounts that are written without one.
        currency: Option<Box<str>>,
    },
    /// A point in time.
    Instant,
    /// `true` or `false`.
    Bool,
}

impl ColumnType {
    /// The type's name in messages.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Int => "int",
            Self::Decimal { .. } => "decimal",
            Self::Money { .. } => "money",
            Self::Instant => "instant",
            Self::Bool => "bool",
        }
    }
}

/// A column's name, type and origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnShape {
    /// Its name in measures and conditions.
    pub name: Box<str>,
    /// Its type.
    pub ty: ColumnType,
    /// Whether every row has a value.
    pub required: bool,
    /// Where it lies in a JSON document; `/name` where nothing else is said.
    pub from: Option<Pointer>,
}

impl ColumnShape {
    /// A column that every row has a value of.
    #[must_use]
    pub fn new(name: &str, ty: ColumnType) -> Self {
        Self {
            name: name.into(),
            ty,
            required: true,
            from: None,
        }
    }

    /// The same column, of which rows may have no value.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    /// The same column, taken from another place of a JSON document.
    #[must_use]
    pub fn at(mut self, pointer: Pointer) -> Self {
        self.from = Some(pointer);
        self
    }
}

/// The columns of facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactShape {
    columns: Vec<ColumnShape>,
}

impl FactShape {
    /// Columns with different names.
    ///
    /// # Errors
    /// [`Code::MetricsBadCard`] for a name that is not one or comes twice,
    /// [`Code::SchemaScale`] and [`Code::SchemaCurrency`] for a type that cannot be.
    pub fn new(columns: Vec<ColumnShape>) -> Result<Self, Failure> {
        for (place, column) in columns.iter().enumerate() {
            let twice = columns
                .iter()
                .take(place)
                .any(|other| other.name == column.name);
            if twice || !is_name(&column.name) {
                let reason = format!("`{}` cannot be the name of a column", column.name);
                return Err(Failure::new(Code::MetricsBadCard).with("reason", reason));
            }
            check(&column.ty)?;
        }
        Ok(Self { columns })
    }

    /// The columns in their order.
    #[must_use]
    pub fn columns(&self) -> &[ColumnShape] {
        &self.columns
    }

    /// The place of a column.
    ///
    /// # Errors
    /// [`Code::MetricsUnknownColumn`].
    pub fn find(&self, name: &str) -> Result<usize, Failure> {
        let place = self.columns.iter().position(|column| &*column.name == name);
        place.ok_or_else(|| Failure::new(Code::MetricsUnknownColumn).with("name", name.to_owned()))
    }

    /// The name that was probably meant.
    pub(in crate::metrics) fn nearest(&self, name: &str) -> Option<&str> {
        nearest(name, self.columns.iter().map(|column| &*column.name))
    }
}

fn check(ty: &ColumnType) -> Result<(), Failure> {
    match ty {
        ColumnType::Decimal { scale } if *scale > 18 => {
            Err(Failure::new(Code::SchemaScale).with("scale", 18i64))
        }
        ColumnType::Money {
            currency: Some(currency),
        } if !is_currency(currency) => Err(Failure::new(Code::SchemaCurrency)),
        _ => Ok(()),
    }
}

/// Letters, digits and `_`, no digit first: what CEL can name.
fn is_name(name: &str) -> bool {
    let word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    !name.is_empty()
        && name.len() <= 64
        && name.bytes().all(word)
        && !name.starts_with(|c: char| c.is_ascii_digit())
}
