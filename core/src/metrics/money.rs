//! Money: minor units and a currency, rates, and shares that add up.

use std::collections::BTreeMap;

use super::number::{Number, overflow, power};
use crate::decimal::Decimal;
use crate::error::{Code, Failure};
use crate::order;
use crate::schema::currency_exponent;

/// An amount in minor units of a currency, such as cents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    units: i128,
    currency: Box<str>,
    exponent: u8,
}

impl Amount {
    /// So many minor units of a currency of ISO 4217.
    ///
    /// # Errors
    /// [`Code::SchemaCurrency`].
    pub fn new(units: i128, currency: &str) -> Result<Self, Failure> {
        let unknown = || Failure::new(Code::SchemaCurrency);
        let exponent = currency_exponent(currency).ok_or_else(unknown)?;
        Ok(Self {
            units,
            currency: currency.into(),
            exponent,
        })
    }

    /// So many major units of a currency of ISO 4217.
    ///
    /// # Errors
    /// [`Code::SchemaCurrency`], and [`Code::SchemaScale`] for more digits than the currency has.
    pub fn of(amount: Decimal, currency: &str) -> Result<Self, Failure> {
        let zero = Self::new(0, currency)?;
        let scale = amount.significant_scale();
        let Some(missing) = zero.exponent.checked_sub(scale) else {
            let failure = Failure::new(Code::SchemaScale);
            return Err(failure.with("scale", i64::from(zero.exponent)));
        };
        let spare = amount.scale().saturating_sub(scale);
        let units = amount.units() / power(spare) * power(missing);
        Ok(Self { units, ..zero })
    }

    /// Minor units.
    #[must_use]
    pub fn units(&self) -> i128 {
        self.units
    }

    /// The currency.
    #[must_use]
    pub fn currency(&self) -> &str {
        &self.currency
    }

    /// The amount in the currency's major unit.
    #[must_use]
    pub fn number(&self) -> Number {
        Number::new(self.units, self.exponent)
    }
}

/// Splits a total in proportion to weights so that the parts add up to it: each gets its share
/// rounded down towards zero, and what is left goes to the largest remainders, the first among
/// equals (the method of Hare and Niemeyer). `None` where no weight is above zero, or a product
/// is too large.
///
/// ```
/// use profilekit::metrics::allocate;
/// assert_eq!(allocate(100, &[1, 1, 1]), Some(vec![34, 33, 33]));
/// assert_eq!(allocate(-100, &[1, 1, 1]), Some(vec![-34, -33, -33]));
/// assert_eq!(allocate(100, &[0]), None);
/// ```
#[must_use]
pub fn allocate(total: i128, weights: &[u64]) -> Option<Vec<i128>> {
    let sum: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
    let parts = weights.iter().map(|weight| {
        let product = total.checked_mul(i128::from(*weight))?;
        Some((
            product.checked_div(sum)?,
            product.checked_rem(sum)?.unsigned_abs(),
        ))
    });
    let parts: Vec<(i128, u128)> = parts.collect::<Option<_>>().filter(|_| sum > 0)?;
    let given: i128 = parts.iter().map(|(part, _)| part).sum();
    let left = total - given;
    let mut places: Vec<usize> = (0..parts.len()).collect();
    let rest = |place: &usize| parts.get(*place).map(|(_, rest)| *rest);
    order::sort_by(&mut places, |a, b| rest(b).cmp(&rest(a)));
    let mut shares: Vec<i128> = parts.iter().map(|(part, _)| *part).collect();
    let lucky = usize::try_from(left.unsigned_abs()).ok()?;
    for place in places.iter().take(lucky) {
        if let Some(share) = shares.get_mut(*place) {
            *share += left.signum();
        }
    }
    Some(shares)
}

/// What one unit of each currency is worth in another, on a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateTable {
    to: Box<str>,
    exponent: u8,
    date: Box<str>,
    rates: BTreeMap<Box<str>, Decimal>,
}

impl RateTable {
    /// A table for conversion into `to`, as of `date` (`YYYY-MM-DD`).
    ///
    /// # Errors
    /// [`Code::SchemaCurrency`], [`Code::SchemaDate`], or [`Code::SchemaTooSmall`] for a rate
    /// that is not above zero.
    pub fn new(
        to: &str,
        date: &str,
        rates: impl IntoIterator<Item = (Box<str>, Decimal)>,
    ) -> Result<Self, Failure> {
        let Amount {
            currency: to,
            exponent,
            ..
        } = Amount::new(0, to)?;
        if !crate::time::is_date(date) {
            return Err(Failure::new(Code::SchemaDate));
        }
        let rates: BTreeMap<_, _> = rates.into_iter().collect();
        for (currency, rate) in &rates {
            Amount::new(0, currency)?;
            if rate.units() <= 0 {
                return Err(Failure::new(Code::SchemaTooSmall).with("min", "0"));
            }
        }
        Ok(Self {
            to,
            exponent,
            date: date.into(),
            rates,
        })
    }

    /// The currency of what comes out.
    #[must_use]
    pub fn currency(&self) -> &str {
        &self.to
    }

    /// The day that the rates are of.
    #[must_use]
    pub fn date(&self) -> &str {
        &self.date
    }

    /// The sum of amounts in the table's currency: converted exactly, added exactly and then
    /// rounded once, half-even, to its minor unit.
    ///
    /// # Errors
    /// [`Code::MetricsNoRate`], [`Code::MetricsOverflow`].
    pub fn total<'a>(
        &self,
        amounts: impl IntoIterator<Item = (&'a str, Number)>,
    ) -> Result<Number, Failure> {
        let mut total = Number::new(0, self.exponent);
        for (currency, amount) in amounts {
            let converted = amount.times(self.rate(currency)?);
            let sum = converted.and_then(|converted| total.plus(converted));
            total = sum.ok_or_else(overflow)?;
        }
        total.rounded(self.exponent).ok_or_else(overflow)
    }

    fn rate(&self, currency: &str) -> Result<Decimal, Failure> {
        if currency == &*self.to {
            return Ok(Decimal::from_int(1));
        }
        let missing = || Failure::new(Code::MetricsNoRate).with("currency", currency.to_owned());
        self.rates.get(currency).copied().ok_or_else(missing)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rates() -> RateTable {
        let rates = [("USD", "0.9217"), ("JPY", "0.006123")];
        let rates = rates.map(|(code, rate)| (code.into(), Decimal::parse(rate).unwrap()));
        RateTable::new("EUR", "2026-11-20", rates).unwrap()
    }

    #[test]
    fn amounts_are_converted_exactly_and_rounded_once() {
        let amounts = [
            ("USD", Number::new(1, 2)),
            ("USD", Number::new(1, 2)),
            ("JPY", Number::new(1, 0)),
            ("EUR", Number::new(100, 2)),
        ];
        // 0.009217 twice, 0.006123 and 1: 1.024557.
        assert_eq!(rates().total(amounts).unwrap().to_string(), "1.02");
        let missing = rates().total([("CHF", Number::new(1, 2))]).unwrap_err();
        assert_eq!(missing.code(), Code::MetricsNoRate);
    }

    #[test]
    fn amounts_have_no_more_digits_than_their_currency() {
        let of = |text, currency| Amount::of(Decimal::parse(text).unwrap(), currency);
        let units = |text, currency| of(text, currency).map(|amount| amount.units());
        assert_eq!(units("12.5", "EUR"), Ok(1250));
        assert_eq!(units("12.500", "EUR"), Ok(1250));
        assert_eq!(units("-0.01", "EUR"), Ok(-1));
        assert_eq!(units("12.0", "JPY"), Ok(12));
        assert_eq!(units("0.001", "KWD"), Ok(1));
        assert_eq!(units("0.001", "EUR").unwrap_err().code(), Code::SchemaScale);
        assert_eq!(units("1", "EUX").unwrap_err().code(), Code::SchemaCurrency);
    }

    #[test]
    fn tables_are_checked() {
        let table = |to, date, rate| {
            let rate = Decimal::parse(rate).unwrap();
            RateTable::new(to, date, [("USD".into(), rate)]).map_err(|failure| failure.code())
        };
        assert_eq!(
            table("EUX", "2026-11-20", "1").unwrap_err(),
            Code::SchemaCurrency
        );
        assert_eq!(
            table("EUR", "2026-11-31", "1").unwrap_err(),
            Code::SchemaDate
        );
        assert_eq!(
            table("EUR", "2026-11-20", "0").unwrap_err(),
            Code::SchemaTooSmall
        );
    }

    proptest! {
        #[test]
        fn parts_add_up_and_are_within_one_of_their_share(
            total in -1_000_000_000i128..1_000_000_000,
            weights in proptest::collection::vec(0u64..1000, 1..20),
        ) {
            let sum: i128 = weights.iter().map(|w| i128::from(*w)).sum();
            let parts = allocate(total, &weights);
            prop_assert_eq!(parts.is_some(), sum > 0);
            for (part, weight) in parts.iter().flatten().zip(&weights) {
                let off = (part * sum - total * i128::from(*weight)).abs();
                prop_assert!(off < sum);
            }
            prop_assert!(parts.is_none_or(|parts| parts.iter().sum::<i128>() == total));
        }
    }
}
