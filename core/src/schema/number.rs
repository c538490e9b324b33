//! Numbers, decimals and money.

use super::text::Issues;
use crate::decimal::Decimal;
use crate::error::{Code, Params};

/// The largest integer that a double holds exactly, 2^53 − 1.
pub(crate) const MAX_SAFE: i64 = (1 << 53) - 1;

/// A whole number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct IntRule {
    /// Least value.
    pub min: Option<i64>,
    /// Greatest value.
    pub max: Option<i64>,
    /// It must be a multiple of this.
    pub multiple_of: Option<i64>,
}

impl IntRule {
    /// Reads a JSON number as a whole number. Gives the value where it is one.
    pub(crate) fn check(&self, written: &str, issues: &mut Issues) -> Option<i64> {
        let value = match whole(written) {
            Ok(value) => value,
            Err(code) => {
                issues.push((code, Params::new()));
                return None;
            }
        };
        if let Some(min) = self.min.filter(|&min| value < min) {
            issues.push((Code::SchemaTooSmall, vec![("min", min.into())]));
        }
        if let Some(max) = self.max.filter(|&max| value > max) {
            issues.push((Code::SchemaTooLarge, vec![("max", max.into())]));
        }
        if let Some(step) = self
            .multiple_of
            .filter(|&step| value.checked_rem(step) != Some(0))
        {
            issues.push((Code::SchemaStep, vec![("step", step.into())]));
        }
        Some(value)
    }
}

/// The whole number that a JSON number spells, also as `1.0` or `1e2`.
pub(crate) fn whole(written: &str) -> Result<i64, Code> {
    if written.len() <= 15 && !written.bytes().any(|b| matches!(b, b'.' | b'e' | b'E')) {
        return written.parse().map_err(|_| Code::SchemaNotInteger);
    }
    let (sign, digits) = match written.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, written),
    };
    let (mantissa, exponent) = digits.split_once(['e', 'E']).unwrap_or((digits, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let significant = format!("{whole}{fraction}");
    let kept = significant.trim_end_matches('0');
    if kept.is_empty() {
        return Ok(0);
    }
    let zeros = i64::try_from(significant.len() - kept.len()).unwrap_or(i64::MAX);
    let exponent: i64 = exponent.parse().map_err(|_| beyond(exponent))?;
    let shift = exponent
        .saturating_add(zeros)
        .saturating_sub(i64::try_from(fraction.len()).unwrap_or(i64::MAX));
    let shift = u32::try_from(shift).map_err(|_| Code::SchemaNotInteger)?;
    let magnitude = kept.trim_start_matches('0').parse::<i64>().ok();
    let magnitude = magnitude
        .zip(10i64.checked_pow(shift))
        .and_then(|(m, p)| m.checked_mul(p));
    magnitude
        .filter(|&m| m <= MAX_SAFE)
        .map(|m| sign * m)
        .ok_or(Code::SchemaInexact)
}

/// What a number is whose exponent no machine number holds.
fn beyond(exponent: &str) -> Code {
    if exponent.starts_with('-') {
        Code::SchemaNotInteger
    } else {
        Code::SchemaInexact
    }
}

/// An exact decimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DecimalRule {
    /// Most digits after the point.
    pub scale: Option<u8>,
    /// Most digits in all, counted as `totalDigits` of XML Schema: 0.05 has two, 100 has three.
    pub digits: Option<u8>,
    /// Least value.
    pub min: Option<Decimal>,
    /// Greatest value.
    pub max: Option<Decimal>,
}

impl DecimalRule {
    /// Reads a decimal. Gives the value where it is one.
    pub(crate) fn check(&self, text: &str, issues: &mut Issues) -> Option<Decimal> {
        let Some(value) = Decimal::parse(text) else {
            issues.push((Code::SchemaDecimal, Params::new()));
            return None;
        };
        let scale = value.significant_scale();
        if let Some(most) = self.scale.filter(|&most| scale > most) {
            issues.push((Code::SchemaScale, vec![("scale", i64::from(most).into())]));
        }
        if let Some(digits) = self
            .digits
            .filter(|&most| value.total_digits() > u32::from(most))
        {
            issues.push((Code::SchemaTooLong, vec![("max", i64::from(digits).into())]));
        }
        if let Some(min) = self.min.filter(|&min| value < min) {
            issues.push((Code::SchemaTooSmall, vec![("min", min.to_string().into())]));
        }
        if let Some(max) = self.max.filter(|&max| value > max) {
            issues.push((Code::SchemaTooLarge, vec![("max", max.to_string().into())]));
        }
        Some(value)
    }
}

/// An amount and its currency: `{"amount": "12.50", "currency": "USD"}`, the amount in major
/// units with at most as many decimals as ISO 4217 gives the currency.
#[derive(Debug, Clone, Default)]
pub struct MoneyRule {
    /// Bounds of the amount, whatever the currency.
    pub amount: DecimalRule,
    /// Currencies allowed; any of ISO 4217 when empty.
    pub currencies: Vec<Box<str>>,
    /// The slot that captures the amount.
    pub amount_slot: Option<u16>,
    /// The slot that captures the currency.
    pub currency_slot: Option<u16>,
}

impl MoneyRule {
    /// Whether a part of it is captured.
    pub(crate) fn is_captured(&self) -> bool {
        self.amount_slot.or(self.currency_slot).is_some()
    }

    /// The bounds of an amount in a currency with that many decimals.
    pub(crate) fn bounds(&self, exponent: Option<u8>) -> DecimalRule {
        let both = self.amount.scale.min(exponent);
        DecimalRule {
            scale: both.or(exponent).or(self.amount.scale),
            ..self.amount
        }
    }

    /// Checks a currency code. Gives its decimals where it is one.
    pub(crate) fn check_currency(&self, text: &str, issues: &mut Issues) -> Option<u8> {
        let exponent = super::currency_exponent(text);
        if exponent.is_none() {
            issues.push((Code::SchemaCurrency, Params::new()));
        } else if !self.currencies.is_empty() && !self.currencies.iter().any(|c| **c == *text) {
            let allowed = self.currencies.join(", ");
            issues.push((
                Code::SchemaCurrencyNotAllowed,
                vec![("allowed", allowed.into())],
            ));
        }
        exponent
    }
}

/// A list of numbers of fixed length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct VectorRule {
    /// How many numbers.
    pub dimensions: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_exact_whatever_their_spelling() {
        for (text, value) in [
            ("0", Ok(0)),
            ("-0", Ok(0)),
            ("0.0", Ok(0)),
            ("0e99999999999999999999", Ok(0)),
            ("42", Ok(42)),
            ("1.0", Ok(1)),
            ("-1.50e1", Ok(-15)),
            ("1e2", Ok(100)),
            ("100e-2", Ok(1)),
            ("9007199254740991", Ok(MAX_SAFE)),
            ("9007199254740992", Err(Code::SchemaInexact)),
            ("1e30", Err(Code::SchemaInexact)),
            ("1e99999999999999999999", Err(Code::SchemaInexact)),
            ("1e-99999999999999999999", Err(Code::SchemaNotInteger)),
            ("1.5", Err(Code::SchemaNotInteger)),
            ("1.0000000000000000001", Err(Code::SchemaNotInteger)),
            ("1e-1", Err(Code::SchemaNotInteger)),
            ("123456789012345678901234567890", Err(Code::SchemaInexact)),
        ] {
            assert_eq!(whole(text), value, "{text}");
        }
    }

    #[test]
    fn decimals_keep_to_their_digits() {
        let rule = DecimalRule {
            scale: Some(2),
            digits: Some(10),
            ..DecimalRule::default()
        };
        let codes = |text: &str| {
            let mut issues = Issues::new();
            rule.check(text, &mut issues);
            issues.into_iter().map(|(code, _)| code).collect::<Vec<_>>()
        };
        assert_eq!(codes("99999999.99"), []);
        assert_eq!(codes("1.500"), []);
        assert_eq!(codes("1.505"), [Code::SchemaScale]);
        assert_eq!(codes("9999999999"), []);
        assert_eq!(codes("999999999.99"), [Code::SchemaTooLong]);
        assert_eq!(codes("1e3"), [Code::SchemaDecimal]);
    }
}
