//! Exact numbers, and the one place where they are rounded.

use std::cmp::Ordering;
use std::fmt;

use crate::decimal::Decimal;
use crate::error::{Code, Failure};

/// An exact number: `units` × 10^−`scale`, of at most 38 digits.
///
/// ```
/// use profilekit::metrics::Number;
/// assert_eq!(Number::new(-1250, 2).to_string(), "-12.50");
/// assert_eq!(Number::quotient(2, 3, 4).unwrap().to_string(), "0.6667");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Number {
    units: i128,
    scale: u8,
}

pub(super) fn overflow() -> Failure {
    Failure::new(Code::MetricsOverflow)
}

/// The most digits after the point.
const MAX_SCALE: u8 = 18;

pub(super) fn power(scale: u8) -> i128 {
    10i128.pow(u32::from(scale.min(MAX_SCALE)))
}

impl Number {
    /// `units` × 10^−`scale`; a scale over 18 is 18.
    #[must_use]
    pub fn new(units: i128, scale: u8) -> Self {
        let scale = scale.min(MAX_SCALE);
        Self { units, scale }
    }

    /// The number of smallest units.
    #[must_use]
    pub fn units(self) -> i128 {
        self.units
    }

    /// Digits after the point.
    #[must_use]
    pub fn scale(self) -> u8 {
        self.scale
    }

    /// The quotient of two whole numbers, rounded half-even to `scale` digits after the point;
    /// `None` when it is divided by zero or too large.
    #[must_use]
    pub fn quotient(dividend: i128, divisor: i128, scale: u8) -> Option<Self> {
        let scaled = dividend.checked_mul(power(scale))?;
        divide(scaled, divisor).map(|units| Self::new(units, scale))
    }

    /// This number divided by another, rounded half-even to `scale` digits after the point.
    #[must_use]
    pub fn over(self, other: Self, scale: u8) -> Option<Self> {
        let dividend = self.units.checked_mul(power(other.scale))?;
        let divisor = other.units.checked_mul(power(self.scale))?;
        Self::quotient(dividend, divisor, scale)
    }

    /// The number with so many digits after the point, rounded half-even.
    #[must_use]
    pub fn rounded(self, scale: u8) -> Option<Self> {
        Self::quotient(self.units, power(self.scale), scale)
    }

    /// The difference, exactly.
    #[must_use]
    pub fn minus(self, other: Self) -> Option<Self> {
        Self::new(other.units.checked_neg()?, other.scale).plus(self)
    }

    /// The sum, exactly.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        let scale = self.scale.max(other.scale);
        let units = self.at(scale)?.checked_add(other.at(scale)?)?;
        Some(Self::new(units, scale))
    }

    /// The product with a decimal, exactly; `None` when it has too many digits.
    #[must_use]
    pub fn times(self, factor: Decimal) -> Option<Self> {
        let scale = self.scale + factor.scale();
        let units = self.units.checked_mul(factor.units())?;
        (scale <= MAX_SCALE).then_some(Self { units, scale })
    }

    fn at(self, scale: u8) -> Option<i128> {
        self.units.checked_mul(power(scale - self.scale))
    }

    /// The order of two numbers, whatever their scales.
    #[must_use]
    pub fn order(self, other: Self) -> Ordering {
        let scale = self.scale.max(other.scale);
        match (self.at(scale), other.at(scale)) {
            (Some(one), Some(two)) => one.cmp(&two),
            // One of them is too large for the other's scale: its sign decides.
            (None, _) => self.units.cmp(&0),
            (_, None) => 0.cmp(&other.units),
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.units < 0 { "-" } else { "" };
        let power = power(self.scale).unsigned_abs();
        let (whole, rest) = (
            self.units.unsigned_abs() / power,
            self.units.unsigned_abs() % power,
        );
        match usize::from(self.scale) {
            0 => write!(f, "{sign}{whole}"),
            width => write!(f, "{sign}{whole}.{rest:0width$}"),
        }
    }
}

/// The quotient, rounded half-even.
pub(super) fn divide(dividend: i128, divisor: i128) -> Option<i128> {
    let quotient = dividend.checked_div(divisor)?;
    let rest = dividend.checked_rem(divisor)?.unsigned_abs();
    let half = divisor.unsigned_abs() - rest;
    let up = match rest.cmp(&half) {
        Ordering::Less => false,
        Ordering::Equal => quotient % 2 != 0,
        Ordering::Greater => true,
    };
    let away = if (dividend < 0) == (divisor < 0) {
        1
    } else {
        -1
    };
    if up {
        quotient.checked_add(away)
    } else {
        Some(quotient)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_go_to_the_even_neighbour() {
        for (dividend, divisor, rounded) in [
            (5, 2, Some(2)),
            (7, 2, Some(4)),
            (-5, 2, Some(-2)),
            (-7, 2, Some(-4)),
            (7, -2, Some(-4)),
            (8, 3, Some(3)),
            (7, 3, Some(2)),
            (-8, 3, Some(-3)),
            (1, 0, None),
            (i128::MIN, -1, None),
            (i128::MAX, i128::MIN, Some(-1)),
        ] {
            assert_eq!(divide(dividend, divisor), rounded, "{dividend}/{divisor}");
        }
    }

    #[test]
    fn scales_meet_exactly() {
        let number = |text: &str| {
            let decimal = Decimal::parse(text).unwrap();
            Number::new(decimal.units(), decimal.scale())
        };
        assert_eq!(
            number("1.5").plus(number("-0.25")).unwrap().to_string(),
            "1.25"
        );
        assert_eq!(
            number("1").minus(number("0.001")).unwrap().to_string(),
            "0.999"
        );
        assert_eq!(number("0.125").rounded(2).unwrap().to_string(), "0.12");
        assert_eq!(number("-0.005").rounded(2).unwrap().to_string(), "0.00");
        assert_eq!(number("1.5").order(number("1.50")), Ordering::Equal);
        assert_eq!(
            Number::new(i128::MAX, 0).order(number("0.1")),
            Ordering::Greater
        );
        assert_eq!(
            number("0.1").order(Number::new(i128::MIN, 0)),
            Ordering::Greater
        );
        assert_eq!(
            number("3").over(number("0.07"), 3).unwrap().to_string(),
            "42.857"
        );
    }
}
