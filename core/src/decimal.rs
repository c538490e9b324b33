//! Exact decimals: no float touches an amount.

use std::cmp::Ordering;
use std::fmt;

use crate::image::{Input, Stored};

/// A decimal number: `units` × 10^−`scale`.
///
/// Equality and order are of the number, not of its spelling: `1.5` equals `1.50`.
#[derive(Debug, Clone, Copy)]
pub struct Decimal {
    units: i128,
    scale: u8,
}

impl Decimal {
    /// The most digits, before and after the point together.
    pub const MAX_DIGITS: usize = 18;

    /// Parses `-?digits[.digits]` with at most [`Self::MAX_DIGITS`] digits.
    ///
    /// ```
    /// use profilekit::decimal::Decimal;
    /// assert_eq!(Decimal::parse("12.50"), Decimal::parse("12.5"));
    /// assert_eq!(Decimal::parse("1e3"), None);
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        let plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let fraction_length = if digits.contains('.') {
            fraction.len()
        } else {
            0
        };
        if !plain(whole) || !plain(fraction) || whole.len() + fraction_length > Self::MAX_DIGITS {
            return None;
        }
        if whole.len() > 1 && whole.starts_with('0') {
            return None;
        }
        let fraction = if fraction_length == 0 { "" } else { fraction };
        let units = whole.bytes().chain(fraction.bytes());
        let units = units.fold(0i128, |sum, digit| sum * 10 + i128::from(digit - b'0'));
        let units = if text.starts_with('-') { -units } else { units };
        Some(Self {
            units,
            scale: u8::try_from(fraction_length).ok()?,
        })
    }

    /// A whole number.
    #[must_use]
    pub fn from_int(value: i64) -> Self {
        Self {
            units: i128::from(value),
            scale: 0,
        }
    }

    /// `units` × 10^−`scale`; `None` where the scale is more than [`Self::MAX_DIGITS`].
    #[must_use]
    pub fn from_units(units: i64, scale: u8) -> Option<Self> {
        (usize::from(scale) <= Self::MAX_DIGITS).then_some(Self {
            units: i128::from(units),
            scale,
        })
    }

    /// The whole number of 10^−[`Self::scale`] that it is.
    #[must_use]
    pub fn units(self) -> i128 {
        self.units
    }

    /// Digits after the point as written.
    #[must_use]
    pub fn scale(self) -> u8 {
        self.scale
    }

    /// Digits in all, as `totalDigits` of XML Schema counts them: the least `t` such that the
    /// number is `i` × 10^−`n` with |`i`| < 10^`t` and `n` ≤ `t`.
    #[must_use]
    pub fn total_digits(self) -> u32 {
        let scale = self.significant_scale();
        let units = self.units.unsigned_abs() / 10u128.pow(u32::from(self.scale - scale));
        let digits = units.checked_ilog10().map_or(1, |log| log + 1);
        digits.max(u32::from(scale))
    }

    /// The shortest spelling of the number: equal numbers have the same.
    #[must_use]
    pub fn shortest(self) -> String {
        let mut text = self.to_string();
        if self.scale > 0 {
            let kept = text.trim_end_matches('0').trim_end_matches('.').len();
            text.truncate(kept);
        }
        text
    }

    /// Fewest digits after the point that spell the number exactly.
    #[must_use]
    pub fn significant_scale(self) -> u8 {
        let (mut units, mut scale) = (self.units, self.scale);
        while scale > 0 && units % 10 == 0 {
            units /= 10;
            scale -= 1;
        }
        scale
    }

    /// Units at `scale`; exact because both sides have at most 19 digits.
    fn units_at(self, scale: u8) -> i128 {
        self.units * 10i128.pow(u32::from(scale.saturating_sub(self.scale)))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let scale = self.scale.max(other.scale);
        self.units_at(scale).cmp(&other.units_at(scale))
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.units < 0 { "-" } else { "" };
        let power = 10u128.pow(u32::from(self.scale));
        let (whole, rest) = (
            self.units.unsigned_abs() / power,
            self.units.unsigned_abs() % power,
        );
        if self.scale == 0 {
            return write!(f, "{sign}{whole}");
        }
        write!(
            f,
            "{sign}{whole}.{rest:0width$}",
            width = usize::from(self.scale)
        )
    }
}

impl Stored for Decimal {
    fn store(&self, out: &mut Vec<u8>) {
        self.to_string().store(out);
    }

    fn load(from: &mut Input<'_>) -> Option<Self> {
        Self::parse(&String::load(from)?)
    }
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    #[test]
    fn spelling_survives_and_order_is_numeric() {
        for text in [
            "0",
            "-0.05",
            "12.50",
            "999999999999999999",
            "0.00000000000000001",
        ] {
            assert_eq!(
                Decimal::parse(text).map(|d| d.to_string()).as_deref(),
                Some(text)
            );
        }
        assert!(Decimal::parse("-1.5") < Decimal::parse("-1.49"));
        assert!(Decimal::parse("10") > Decimal::parse("9.99"));
    }

    #[test]
    fn digits_are_counted_whatever_the_spelling() {
        for (text, digits, shortest) in [
            ("0", 1, "0"),
            ("-0.00", 1, "0"),
            ("0.05", 2, "0.05"),
            ("1.500", 2, "1.5"),
            ("100", 3, "100"),
            ("-12.340", 4, "-12.34"),
        ] {
            let value = Decimal::parse(text);
            assert_eq!(value.map(Decimal::total_digits), Some(digits), "{text}");
            assert_eq!(value.map(Decimal::shortest).as_deref(), Some(shortest));
        }
    }

    #[test]
    fn other_spellings_are_refused() {
        for text in [
            "",
            "-",
            ".5",
            "5.",
            "01",
            "+1",
            "1e3",
            "1,5",
            " 1",
            "１",
            "1234567890123456789",
        ] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }
}
