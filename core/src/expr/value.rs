//! Values while a condition is evaluated: all borrowed, none allocated.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::eval::EvalFault;
use crate::decimal::Decimal;
use crate::id::Id;
use crate::json::Text;

/// A value.
#[derive(Debug, Clone, Copy)]
pub enum Value<'a> {
    /// Not there.
    Absent,
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A double.
    Double(f64),
    /// A text.
    Text(&'a str),
    /// A text as it stands between the quotes of a JSON text, escapes and all.
    Escaped(&'a str),
    /// Microseconds since 1970 UTC.
    Timestamp(i64),
    /// Microseconds.
    Duration(i64),
    /// An exact decimal.
    Decimal(Decimal),
    /// The JSON text of a list or an object.
    Json(&'a str),
    /// A list of texts that the host holds.
    Texts(&'a [Box<str>]),
    /// A list of identifiers that the host holds.
    Ids(&'a [Id]),
}

impl<'a> Value<'a> {
    /// The text; allocates only when it was escaped.
    pub(crate) fn text(self) -> Option<Cow<'a, str>> {
        match self {
            Self::Text(text) => Some(Cow::Borrowed(text)),
            Self::Escaped(raw) => Some(Text::with_escapes(raw, 0).decode()),
            _ => None,
        }
    }

    /// CEL's equality: values of different types are different, numbers compare by value.
    pub(crate) fn equals(self, other: Self) -> Result<bool, EvalFault> {
        Ok(match (self, other) {
            (Self::Absent, _) | (_, Self::Absent) => return Err(EvalFault::Missing),
            (Self::Text(a), Self::Text(b)) => a == b,
            (Self::Null, Self::Null) => true,
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (
                Self::Json(_) | Self::Texts(_) | Self::Ids(_),
                Self::Json(_) | Self::Texts(_) | Self::Ids(_),
            ) => {
                return Err(EvalFault::Type);
            }
            _ => self.order(other) == Some(Ordering::Equal),
        })
    }

    /// The order of two values of comparable types.
    pub(crate) fn order(self, other: Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Int(a), Self::Int(b)) => Some(a.cmp(&b)),
            (Self::Double(a), Self::Double(b)) => a.partial_cmp(&b),
            (Self::Int(a), Self::Double(b)) => int_double(a, b),
            (Self::Double(a), Self::Int(b)) => int_double(b, a).map(Ordering::reverse),
            (Self::Bool(a), Self::Bool(b)) => Some(a.cmp(&b)),
            (Self::Timestamp(a), Self::Timestamp(b)) | (Self::Duration(a), Self::Duration(b)) => {
                Some(a.cmp(&b))
            }
            (Self::Decimal(a), Self::Decimal(b)) => Some(a.cmp(&b)),
            (Self::Text(a), Self::Text(b)) => Some(a.cmp(b)),
            (Self::Text(_) | Self::Escaped(_), Self::Text(_) | Self::Escaped(_)) => {
                Some(self.characters().cmp(other.characters()))
            }
            _ => None,
        }
    }

    /// Bytes that have to be read to know the value.
    pub(crate) fn length(self) -> usize {
        match self {
            Self::Text(text) | Self::Escaped(text) | Self::Json(text) => text.len(),
            _ => 0,
        }
    }

    /// The characters of a text, escapes resolved one by one.
    pub(crate) fn characters(self) -> Characters<'a> {
        match self {
            Self::Text(text) => Characters {
                rest: text,
                escaped: false,
            },
            Self::Escaped(raw) => Characters {
                rest: raw,
                escaped: true,
            },
            _ => Characters {
                rest: "",
                escaped: false,
            },
        }
    }
}

/// The int that a double is, where it is one.
pub(crate) fn whole(double: f64) -> Option<i64> {
    truncated(double).filter(|_| double.fract() == 0.0)
}

/// A double without its fraction, within the bounds of int, which are exclusive: beside them
/// doubles no longer tell neighbours apart.
pub(crate) fn truncated(double: f64) -> Option<i64> {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    #[expect(clippy::cast_possible_truncation, reason = "checked to be within i64")]
    (double > -LIMIT && double < LIMIT).then_some(double as i64)
}

/// Compares exactly: not every whole number is a double.
fn int_double(a: i64, b: f64) -> Option<Ordering> {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    if b.is_nan() {
        None
    } else if b >= LIMIT {
        Some(Ordering::Less)
    } else if b < -LIMIT {
        Some(Ordering::Greater)
    } else {
        #[expect(clippy::cast_possible_truncation, reason = "checked to be within i64")]
        let whole = b.trunc() as i64;
        Some(a.cmp(&whole).then(0.0f64.partial_cmp(&b.fract())?))
    }
}

/// Characters of a text that may be escaped.
#[derive(Clone)]
pub(crate) struct Characters<'a> {
    rest: &'a str,
    escaped: bool,
}

impl Iterator for Characters<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        let first = self.rest.chars().next()?;
        if first != '\\' || !self.escaped {
            self.rest = self.rest.get(first.len_utf8()..).unwrap_or_default();
            return Some(first);
        }
        let (decoded, used) = crate::json::unescape_one(self.rest.get(1..).unwrap_or_default());
        self.rest = self.rest.get(1 + used..).unwrap_or_default();
        Some(decoded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_and_doubles_compare_exactly() {
        let big = 9_007_199_254_740_993;
        assert_eq!(
            int_double(big, 9_007_199_254_740_992.0),
            Some(Ordering::Greater)
        );
        assert_eq!(int_double(1, 1.5), Some(Ordering::Less));
        assert_eq!(int_double(-1, -1.5), Some(Ordering::Greater));
        assert_eq!(int_double(i64::MAX, f64::INFINITY), Some(Ordering::Less));
        assert_eq!(
            int_double(i64::MIN, -9_223_372_036_854_775_808.0),
            Some(Ordering::Equal)
        );
        assert_eq!(int_double(0, f64::NAN), None);
    }

    #[test]
    fn doubles_become_ints_within_bounds_only() {
        assert_eq!(truncated(-2.9), Some(-2));
        assert_eq!(
            truncated(9_223_372_036_854_774_784.0),
            Some(i64::MAX - 1023)
        );
        for double in [
            9_223_372_036_854_775_808.0,
            -9_223_372_036_854_775_808.0,
            f64::NAN,
            f64::INFINITY,
        ] {
            assert_eq!(truncated(double), None, "{double}");
        }
        assert_eq!(
            (whole(3.0), whole(3.5), whole(-0.0)),
            (Some(3), None, Some(0))
        );
    }

    #[test]
    fn escaped_texts_equal_what_they_mean() {
        let escaped = Value::Escaped(r"a\n\u00e9\ud83d\ude00");
        assert_eq!(escaped.equals(Value::Text("a\né😀")), Ok(true));
        assert_eq!(escaped.characters().count(), 4);
    }
}
