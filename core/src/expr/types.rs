//! Static types of conditions.

use std::fmt;
use std::sync::Arc;

/// The type of a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Type {
    /// `null`.
    Null,
    /// `true` and `false`.
    Bool,
    /// A 64-bit whole number.
    Int,
    /// A double.
    Double,
    /// A string.
    Text,
    /// A point in time.
    Timestamp,
    /// A length of time.
    Duration,
    /// An exact decimal.
    Decimal,
    /// A list of values of one type.
    List(Arc<Type>),
    /// An object with free names and values of one type.
    Map(Arc<Type>),
    /// An object with named members.
    Object(Arc<Vec<(Box<str>, Type)>>),
    /// Anything; known only when it is evaluated.
    Dyn,
}

impl Type {
    /// A list of `item`.
    #[must_use]
    pub fn list(item: Type) -> Self {
        Self::List(Arc::new(item))
    }

    /// An object with these members.
    #[must_use]
    pub fn object(members: Vec<(Box<str>, Type)>) -> Self {
        Self::Object(Arc::new(members))
    }

    pub(crate) fn is_number(&self) -> bool {
        matches!(self, Self::Int | Self::Double | Self::Dyn)
    }

    /// Whether values of the two types may be compared for equality.
    pub(crate) fn equates(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Dyn, other) | (other, Self::Dyn) => !other.is_container(),
            (one, other) if one.is_number() && other.is_number() => true,
            (one, other) => one == other && !one.is_container(),
        }
    }

    /// Whether values of the two types have an order.
    pub(crate) fn orders(&self, other: &Self) -> bool {
        self.equates(other) && !matches!(self, Self::Null) && !matches!(other, Self::Null)
    }

    /// Whether CEL would compare the two item by item, which conditions leave out.
    pub(crate) fn is_comparison_left_out(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Dyn, other) | (other, Self::Dyn) => other.is_container(),
            (one, other) => one.is_container() && other.is_container(),
        }
    }

    pub(crate) fn is_list(&self) -> bool {
        matches!(self, Self::List(_))
    }

    fn is_container(&self) -> bool {
        matches!(self, Self::List(_) | Self::Map(_) | Self::Object(_))
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool => f.write_str("bool"),
            Self::Int => f.write_str("int"),
            Self::Double => f.write_str("double"),
            Self::Text => f.write_str("string"),
            Self::Timestamp => f.write_str("timestamp"),
            Self::Duration => f.write_str("duration"),
            Self::Decimal => f.write_str("decimal"),
            Self::List(of) => write!(f, "list({of})"),
            Self::Map(of) => write!(f, "map({of})"),
            Self::Object(_) => f.write_str("object"),
            Self::Dyn => f.write_str("dyn"),
        }
    }
}
