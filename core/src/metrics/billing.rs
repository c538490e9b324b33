//! What usage costs: prices, invoices whose lines add up, commissions; what is told of it, what
//! would have cost less, and who earned it.

mod alert;
mod attribution;
mod earning;
mod json;
mod offer;
mod plans;
mod tip;

pub use alert::{Alert, Alerts, Reading, Told, Watched};
pub use attribution::{Attributed, Attribution, Earning, Flow, Keeping, Left, Per};
pub use offer::{Offer, Standing, Usage};
pub use plans::{Plans, compile_plans};
pub use tip::{Tip, TipKind, tips};

use super::money::Amount;
use super::number::{Number, divide, overflow, power};
use crate::decimal::Decimal;
use crate::error::{Code, Failure, Param};

/// How a quantity becomes an amount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scheme {
    /// Each unit costs the same.
    PerUnit(Decimal),
    /// Each unit costs what the tier says that it falls into.
    Graduated(Vec<Tier>),
    /// All units cost what the tier says that their number falls into.
    Volume(Vec<Tier>),
    /// So many units are a package; a package that was begun is paid.
    Package {
        /// Units of a package.
        size: u64,
        /// What a package costs.
        price: Decimal,
    },
}

/// Prices up to a quantity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tier {
    /// The last unit of the tier; the last tier has none.
    pub up_to: Option<u64>,
    /// What each unit costs.
    pub unit: Decimal,
    /// What the tier costs once, where a unit falls into it.
    pub flat: Decimal,
}

/// What a period of use costs, in major units of a currency.
///
/// ```
/// use profilekit::decimal::Decimal;
/// use profilekit::metrics::{Scheme, Share, Tariff};
/// let tariff = Tariff::new("EUR", Scheme::PerUnit(Decimal::parse("0.015").unwrap())).unwrap();
/// let invoice = tariff.invoice(101, Share::WHOLE, 0).unwrap();
/// assert_eq!(invoice.total.to_string(), "1.52", "1.515 to the even cent");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tariff {
    currency: Box<str>,
    exponent: u8,
    scheme: Scheme,
    /// Paid for the period, whatever is used.
    pub fee: Decimal,
    /// Units that cost nothing.
    pub included: u64,
    /// What a period costs at least.
    pub minimum: Decimal,
}

/// A part of a period: so many of so many days, or whatever the host counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// What was used.
    pub part: u32,
    /// What the period has.
    pub whole: u32,
}

impl Share {
    /// A whole period.
    pub const WHOLE: Self = Self { part: 1, whole: 1 };
}

/// What a line of an invoice is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "named for what they are")]
pub enum Reason {
    Fee,
    Usage,
    /// What is missing to the least that a period costs.
    Minimum,
    Credit,
}

/// A line of an invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvoiceLine {
    /// What it is for.
    pub reason: Reason,
    /// How many units, of usage.
    pub quantity: u64,
    /// The amount, rounded half-even to the minor unit.
    pub amount: Number,
}

/// Lines and what they add up to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invoice {
    /// The currency.
    pub currency: Box<str>,
    /// The lines; of tiers one each.
    pub lines: Vec<InvoiceLine>,
    /// The sum of the lines.
    pub total: Number,
    /// Minor units of credit that are left.
    pub credit: i128,
}

fn refuse(reason: impl Into<Param>) -> Failure {
    Failure::new(Code::MetricsBadPlan).with("reason", reason)
}

fn zero() -> Decimal {
    Decimal::from_int(0)
}

fn check_tiers(tiers: &[Tier]) -> Result<(), Failure> {
    let Some((last, bounded)) = tiers.split_last() else {
        return Err(refuse("prices need a tier"));
    };
    let bounds: Option<Vec<u64>> = bounded.iter().map(|tier| tier.up_to).collect();
    let ascending = bounds.is_some_and(|bounds| bounds.is_sorted_by(|a, b| a < b));
    let amounts = tiers.iter().flat_map(|tier| [tier.unit, tier.flat]);
    match amounts.into_iter().all(|amount| amount >= zero()) {
        true if ascending && last.up_to.is_none() => Ok(()),
        true => Err(refuse("tiers ascend, and the last has no end")),
        false => Err(refuse("a price below zero")),
    }
}

impl Tariff {
    /// The currency of its amounts.
    #[must_use]
    pub fn currency(&self) -> &str {
        &self.currency
    }

    /// Digits after the point that amounts of its currency have.
    #[must_use]
    pub fn exponent(&self) -> u8 {
        self.exponent
    }

    /// A tariff without a fee, included units or a minimum.
    ///
    /// # Errors
    /// [`crate::error::Code::SchemaCurrency`], and [`crate::error::Code::MetricsBadPlan`] for
    /// prices that are below zero or tiers that do not ascend to an open end.
    pub fn new(currency: &str, scheme: Scheme) -> Result<Self, Failure> {
        match &scheme {
            Scheme::Graduated(tiers) | Scheme::Volume(tiers) => check_tiers(tiers)?,
            Scheme::Package { size: 0, .. } => return Err(refuse("a package of nothing")),
            Scheme::PerUnit(price) | Scheme::Package { price, .. } if *price < zero() => {
                return Err(refuse("a price below zero"));
            }
            Scheme::PerUnit(_) | Scheme::Package { .. } => {}
        }
        let exponent = Amount::new(0, currency)?.number().scale();
        Ok(Self {
            currency: currency.into(),
            exponent,
            scheme,
            fee: zero(),
            included: 0,
            minimum: zero(),
        })
    }

    /// The invoice for a quantity used in a part of a period, paid from a credit (in minor
    /// units) as far as that goes. The fee, the included units and the minimum are for the part,
    /// prices of usage are not.
    ///
    /// # Errors
    /// [`crate::error::Code::MetricsBadPlan`] for a part that is more than the whole or a credit
    /// below zero, [`crate::error::Code::MetricsOverflow`].
    pub fn invoice(&self, quantity: u64, share: Share, credit: i128) -> Result<Invoice, Failure> {
        if share.part > share.whole || share.whole == 0 || credit < 0 {
            return Err(refuse("a part above the whole, or a credit below zero"));
        }
        let mut lines = Vec::new();
        let mut push = |reason, quantity, units| {
            let amount = Number::new(units, self.exponent);
            lines.push(InvoiceLine {
                reason,
                quantity,
                amount,
            });
            units
        };
        let fee = self.minor(self.fee, share)?;
        let mut total = if fee > 0 {
            push(Reason::Fee, 0, fee)
        } else {
            0
        };
        let included = i128::from(self.included) * i128::from(share.part);
        let included =
            divide(included, i128::from(share.whole)).and_then(|units| u64::try_from(units).ok());
        let used = quantity.saturating_sub(included.ok_or_else(overflow)?);
        for (quantity, units) in self.usage(used)? {
            total = sum(total, push(Reason::Usage, quantity, units))?;
        }
        let missing = self.minor(self.minimum, share)? - total;
        if missing > 0 {
            total = sum(total, push(Reason::Minimum, 0, missing))?;
        }
        let paid = credit.min(total);
        if paid > 0 {
            total = sum(total, push(Reason::Credit, 0, -paid))?;
        }
        Ok(Invoice {
            currency: self.currency.clone(),
            lines,
            total: Number::new(total, self.exponent),
            credit: credit - paid,
        })
    }

    /// What the rest of a period will cost when it goes on as in its part so far.
    ///
    /// # Errors
    /// As [`Tariff::invoice`]; a part of nothing foretells nothing.
    pub fn projected(
        &self,
        quantity: u64,
        so_far: Share,
        credit: i128,
    ) -> Result<Invoice, Failure> {
        let product = i128::from(quantity) * i128::from(so_far.whole);
        let whole =
            divide(product, i128::from(so_far.part)).and_then(|units| u64::try_from(units).ok());
        let whole = whole.ok_or_else(|| refuse("nothing has passed of the period"))?;
        self.invoice(whole, Share::WHOLE, credit)
    }

    /// Quantities and minor units, rounded line by line.
    fn usage(&self, used: u64) -> Result<Vec<(u64, i128)>, Failure> {
        if used == 0 {
            return Ok(Vec::new());
        }
        Ok(match &self.scheme {
            Scheme::PerUnit(price) => vec![(used, self.cost(used, *price, zero())?)],
            Scheme::Package { size, price } => {
                vec![(used, self.cost(used.div_ceil(*size), *price, zero())?)]
            }
            Scheme::Volume(tiers) => {
                let within = |tier: &&Tier| tier.up_to.is_none_or(|most| used <= most);
                let tier = tiers.iter().find(within).ok_or_else(overflow)?;
                vec![(used, self.cost(used, tier.unit, tier.flat)?)]
            }
            Scheme::Graduated(tiers) => {
                let mut lines = Vec::new();
                let mut from = 0;
                for tier in tiers {
                    let to = tier.up_to.unwrap_or(u64::MAX).min(used);
                    if to > from {
                        lines.push((to - from, self.cost(to - from, tier.unit, tier.flat)?));
                        from = to;
                    }
                }
                lines
            }
        })
    }

    fn cost(&self, quantity: u64, unit: Decimal, flat: Decimal) -> Result<i128, Failure> {
        let units = Number::new(i128::from(quantity), 0).times(unit);
        let cost = units.and_then(|units| units.plus(Number::new(flat.units(), flat.scale())));
        let rounded = cost.and_then(|cost| cost.rounded(self.exponent));
        rounded.map(Number::units).ok_or_else(overflow)
    }

    /// A part of an amount in minor units.
    fn minor(&self, amount: Decimal, share: Share) -> Result<i128, Failure> {
        let units = amount.units().checked_mul(i128::from(share.part));
        let units = units.and_then(|units| units.checked_mul(power(self.exponent)));
        let divisor = power(amount.scale()) * i128::from(share.whole);
        units
            .and_then(|units| divide(units, divisor))
            .ok_or_else(overflow)
    }
}

fn sum(one: i128, two: i128) -> Result<i128, Failure> {
    one.checked_add(two).ok_or_else(overflow)
}

/// What is kept of an amount, as shares by its size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commission {
    /// The share of the part of an amount up to so many minor units; the last has no end.
    pub shares: Vec<(Option<i128>, Decimal)>,
    /// The most, in minor units.
    pub cap: Option<i128>,
    /// The least, in minor units, of an amount above zero; never more than the amount.
    pub minimum: i128,
}

impl Commission {
    /// Minor units kept of an amount: added exactly, rounded once, half-even. What is paid back
    /// gives back what was kept.
    ///
    /// # Errors
    /// [`crate::error::Code::MetricsOverflow`], and [`crate::error::Code::MetricsBadPlan`] for
    /// shares that do not ascend to an open end.
    pub fn of(&self, amount: i128) -> Result<i128, Failure> {
        let size = amount.checked_abs().ok_or_else(overflow)?;
        let mut kept = Number::new(0, 0);
        let mut from = 0;
        for (most, share) in &self.shares {
            let to = most.unwrap_or(i128::MAX).min(size);
            if to > from {
                let part = Number::new(to - from, 0).times(*share);
                kept = part.and_then(|part| kept.plus(part)).ok_or_else(overflow)?;
                from = to;
            }
        }
        if from < size {
            return Err(refuse("shares ascend, and the last has no end"));
        }
        let kept = kept.rounded(0).ok_or_else(overflow)?.units();
        let kept = kept
            .max(self.minimum)
            .min(self.cap.unwrap_or(i128::MAX))
            .min(size);
        Ok(kept * amount.signum())
    }
}

#[cfg(test)]
mod tests;
