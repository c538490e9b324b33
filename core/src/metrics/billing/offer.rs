//! Offers: a tariff with a name, and how its use stands.

use super::super::number::Number;
use super::{Invoice, Reading, Share, Tariff, Watched, refuse};
use crate::error::Failure;

/// Something that customers choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Its name.
    pub name: Box<str>,
    /// What people read.
    pub label: Option<Box<str>>,
    /// What is counted, such as `events`.
    pub unit: Box<str>,
    /// What a period costs.
    pub tariff: Tariff,
}

/// How much was used of a period that runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usage {
    /// Units so far.
    pub quantity: u64,
    /// How much of the period has passed.
    pub passed: Share,
    /// Credit, in minor units.
    pub credit: i128,
}

/// How a period stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// What it costs so far.
    pub invoice: Invoice,
    /// What it will cost when it goes on as so far; nothing is expected before any of it passed.
    pub projected: Option<Invoice>,
    /// What there is to watch: of what is included, and of a budget.
    pub readings: Vec<Reading>,
}

impl Offer {
    /// How a period stands, with a budget in minor units where there is one. Bills are watched
    /// before credit is taken off: credit pays, it does not make use cheaper.
    ///
    /// # Errors
    /// As [`Tariff::invoice`]; [`crate::error::Code::MetricsBadPlan`] for a budget that is not
    /// above zero, and for more of a period than there is.
    pub fn standing(&self, usage: &Usage, budget: Option<i128>) -> Result<Standing, Failure> {
        if budget.is_some_and(|budget| budget <= 0) {
            return Err(refuse("a budget that is not above zero"));
        }
        let Usage {
            quantity,
            passed,
            credit,
        } = *usage;
        if passed.part > passed.whole || passed.whole == 0 {
            return Err(refuse("more has passed than the period has"));
        }
        let projected = |credit| match passed.part {
            0 => Ok(None),
            _ => self.tariff.projected(quantity, passed, credit).map(Some),
        };
        let mut readings = Vec::new();
        if self.tariff.included > 0 {
            readings.push(Reading {
                watched: Watched::Allowance,
                value: Number::new(i128::from(quantity), 0),
                limit: Number::new(i128::from(self.tariff.included), 0),
                unit: self.unit.clone(),
            });
        }
        if let Some(budget) = budget {
            let bill = self.tariff.invoice(quantity, Share::WHOLE, 0)?;
            readings.push(self.bill(Watched::Bill, &bill, budget));
            let expected = projected(0)?;
            let expected = expected.map(|bill| self.bill(Watched::Projected, &bill, budget));
            readings.extend(expected);
        }
        Ok(Standing {
            invoice: self.tariff.invoice(quantity, Share::WHOLE, credit)?,
            projected: projected(credit)?,
            readings,
        })
    }

    fn bill(&self, watched: Watched, invoice: &Invoice, budget: i128) -> Reading {
        Reading {
            watched,
            value: invoice.total,
            limit: Number::new(budget, self.tariff.exponent),
            unit: invoice.currency.clone(),
        }
    }
}
