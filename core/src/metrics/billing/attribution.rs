//! Who earned what from whom: charges split among those who built what they are for.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::facts::{Column, Data, FactShape, Facts};
use super::super::grain::{Calendar, Grain};
use super::super::money::allocate;
use super::super::number::{Number, overflow};
use super::{Commission, earning, refuse};
use crate::error::{Code, Failure};
use crate::order;
use crate::schema::currency_exponent;

/// What is kept of what customers are charged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keeping {
    /// How much.
    pub commission: Commission,
    /// The currency of its amounts; none where it has shares alone, which are of any currency.
    pub currency: Option<Box<str>>,
    /// What its shares are of.
    pub per: Per,
}

/// What a commission's shares are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Per {
    /// Each charge for itself; what is kept is split as the charge is.
    Charge,
    /// What somebody earns in a bucket of time: of each charge is kept what it adds to that.
    Earner(Grain),
}

/// How charges are split, by the places of columns.
///
/// A charge goes to those whom the credits name for what it is for, at its instant, in proportion
/// to their weights and to the last cent ([`allocate`]). Parts of a charge are added to what
/// their earner earned before, in the order of time, so that what is kept of a bucket adds up to
/// its commission. Neither the order of charges nor that of credits changes a figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribution {
    /// The table of what customers were charged.
    pub charges: Box<str>,
    /// The table of who built what.
    pub credits: Box<str>,
    /// The table of who earned what.
    pub into: Box<str>,
    pub(super) charge: ChargeColumns,
    pub(super) credit: CreditColumns,
    pub(super) earned: EarnedColumns,
    pub(super) keeping: Option<Keeping>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct ChargeColumns {
    pub(super) shape: Arc<FactShape>,
    pub(super) at: usize,
    pub(super) tenant: Option<usize>,
    pub(super) customer: usize,
    pub(super) implementation: usize,
    pub(super) amount: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct CreditColumns {
    pub(super) shape: Arc<FactShape>,
    pub(super) at: usize,
    pub(super) until: Option<usize>,
    pub(super) tenant: Option<usize>,
    pub(super) implementation: usize,
    pub(super) builder: usize,
    pub(super) weight: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct EarnedColumns {
    pub(super) shape: Arc<FactShape>,
    /// Where each column comes from.
    pub(super) from: Vec<Origin>,
}

/// Where a column of what was earned comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    Charge(usize),
    Builder,
    Part,
    Kept,
}

/// A part of a charge, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earning {
    /// The charge, by its row.
    pub row: usize,
    /// When it was.
    pub at: i64,
    /// The tenant, where there are tenants.
    pub tenant: Option<Box<str>>,
    /// Who earned it.
    pub builder: Box<str>,
    /// With what.
    pub implementation: Box<str>,
    /// From whom.
    pub customer: Box<str>,
    /// The currency of all amounts.
    pub currency: Box<str>,
    /// What the customer was charged.
    pub charge: Number,
    /// The part of it.
    pub part: Number,
    /// What is kept of the part.
    pub kept: Number,
    /// The part without what is kept.
    pub earned: Number,
    /// Why so much, in words.
    pub reason: String,
}

/// A charge that nobody earned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// The charge, by its row.
    pub row: usize,
    /// What the customer was charged, and its currency.
    pub charge: (Number, Box<str>),
    /// Why, in words.
    pub reason: String,
}

/// Charges, split.
#[derive(Debug, Clone, PartialEq)]
pub struct Attributed {
    /// What was earned, as facts that dashboards count.
    pub facts: Facts,
    /// The same with reasons, a row each, by charge and then by name.
    pub earnings: Vec<Earning>,
    /// What nobody earned. Nothing of it is among the facts.
    pub left: Vec<Left>,
}

/// What somebody earned with something from somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    /// The tenant, where there are tenants.
    pub tenant: Option<Box<str>>,
    /// Who earned it.
    pub builder: Box<str>,
    /// With what.
    pub implementation: Box<str>,
    /// From whom.
    pub customer: Box<str>,
    /// The currency.
    pub currency: Box<str>,
    /// How many charges.
    pub charges: u64,
    /// Their parts together.
    pub part: Number,
    /// What is kept of them.
    pub kept: Number,
    /// What remains.
    pub earned: Number,
}

impl Attributed {
    /// What each earned with what from whom, by their names.
    ///
    /// # Errors
    /// [`Code::MetricsOverflow`].
    pub fn flows(&self) -> Result<Vec<Flow>, Failure> {
        let mut flows: BTreeMap<[&str; 5], Flow> = BTreeMap::new();
        for earning in &self.earnings {
            let key = [
                earning.tenant.as_deref().unwrap_or_default(),
                &*earning.builder,
                &*earning.implementation,
                &*earning.customer,
                &*earning.currency,
            ];
            let zero = Number::new(0, earning.part.scale());
            let flow = flows.entry(key).or_insert_with(|| Flow {
                tenant: earning.tenant.clone(),
                builder: earning.builder.clone(),
                implementation: earning.implementation.clone(),
                customer: earning.customer.clone(),
                currency: earning.currency.clone(),
                charges: 0,
                part: zero,
                kept: zero,
                earned: zero,
            });
            flow.charges += 1;
            let sums = [
                (&mut flow.part, earning.part),
                (&mut flow.kept, earning.kept),
                (&mut flow.earned, earning.earned),
            ];
            for (sum, more) in sums {
                *sum = sum.plus(more).ok_or_else(overflow)?;
            }
        }
        Ok(flows.into_values().collect())
    }
}

/// A charge as it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Charge<'f> {
    pub(super) at: i64,
    pub(super) tenant: Option<&'f str>,
    pub(super) implementation: &'f str,
    pub(super) customer: &'f str,
    pub(super) currency: &'f str,
    pub(super) amount: i64,
    pub(super) row: usize,
}

/// Who built how much of something, and when that is so.
struct Credit<'f> {
    builder: &'f str,
    weight: u64,
    from: i64,
    until: i64,
}

/// Whose part of a charge, and how large.
pub(super) struct Split<'f> {
    pub(super) builder: &'f str,
    pub(super) weight: u64,
    pub(super) weights: u64,
    pub(super) part: i128,
    pub(super) kept: i128,
    /// What was earned and kept in the bucket with this part, and when the bucket began.
    pub(super) bucket: Option<(i64, i128, i128)>,
}

type Credits<'f> = BTreeMap<(Option<&'f str>, &'f str), Vec<Credit<'f>>>;

/// What each earned so far, by tenant, name, currency and bucket.
type Sums<'f> = BTreeMap<(Option<&'f str>, &'f str, &'f str, i64), i128>;

impl Attribution {
    /// Splits charges. Buckets of a commission are those of the calendar.
    ///
    /// # Errors
    /// [`Code::MetricsBadRow`] for a credit without weight, or that ends before it begins;
    /// [`Code::MetricsBadPlan`] for facts of other columns; [`Code::MetricsOverflow`].
    pub fn attribute(
        &self,
        charges: &Facts,
        credits: &Facts,
        calendar: &Calendar,
    ) -> Result<Attributed, Failure> {
        let same = |one: &Facts, shape: &FactShape| one.shape().columns() == shape.columns();
        if !same(charges, &self.charge.shape) || !same(credits, &self.credit.shape) {
            return Err(refuse("charges or credits have other columns"));
        }
        let known = self.credits(credits)?;
        let mut sorted = self.charges(charges)?;
        // All of a charge decides, so that equal instants leave nothing to the order of rows.
        order::sort(&mut sorted);
        let mut sums = Sums::new();
        let mut earnings = Vec::new();
        let mut left = Vec::new();
        for charge in &sorted {
            match self.split(charge, &known, &mut sums, calendar)? {
                Ok(splits) => {
                    let per = self.keeping.as_ref().map(|keeping| keeping.per);
                    let splits = splits.iter();
                    earnings.extend(splits.map(|split| earning::of(charge, split, per)));
                }
                Err(reason) => left.push(earning::left(charge, reason)),
            }
        }
        order::sort_by(&mut earnings, |one: &Earning, two| {
            (one.row, &one.builder).cmp(&(two.row, &two.builder))
        });
        order::sort_by(&mut left, |one: &Left, two| one.row.cmp(&two.row));
        Ok(Attributed {
            facts: self.facts(charges, &earnings)?,
            earnings,
            left,
        })
    }

    fn charges<'f>(&self, facts: &'f Facts) -> Result<Vec<Charge<'f>>, Failure> {
        let columns = &self.charge;
        let read = |row| {
            let (amount, currency) = money(facts, columns.amount, row)?;
            Some(Charge {
                at: number(facts, columns.at, row)?,
                tenant: columns.tenant.and_then(|tenant| text(facts, tenant, row)),
                implementation: text(facts, columns.implementation, row)?,
                customer: text(facts, columns.customer, row)?,
                currency,
                amount,
                row,
            })
        };
        let lacking = |row| bad(&self.charges, row, "a charge without one of its values");
        let rows = 0..facts.rows();
        rows.map(|row| read(row).ok_or_else(|| lacking(row)))
            .collect()
    }

    fn credits<'f>(&self, facts: &'f Facts) -> Result<Credits<'f>, Failure> {
        let columns = &self.credit;
        let mut credits = Credits::new();
        for row in 0..facts.rows() {
            let bad = |reason| bad(&self.credits, row, reason);
            let weight = number(facts, columns.weight, row).and_then(|w| u64::try_from(w).ok());
            let weight = weight.filter(|weight| *weight > 0);
            let from = number(facts, columns.at, row).unwrap_or(i64::MIN);
            let until = columns.until.and_then(|until| number(facts, until, row));
            let until = until.unwrap_or(i64::MAX);
            if until <= from {
                return Err(bad("a credit that ends before it begins"));
            }
            let tenant = columns.tenant.and_then(|column| text(facts, column, row));
            let of = text(facts, columns.implementation, row).unwrap_or_default();
            let credit = Credit {
                builder: text(facts, columns.builder, row).unwrap_or_default(),
                weight: weight.ok_or_else(|| bad("a credit whose weight is not above zero"))?,
                from,
                until,
            };
            credits.entry((tenant, of)).or_default().push(credit);
        }
        Ok(credits)
    }

    /// The parts of a charge, or why it has none.
    fn split<'f>(
        &self,
        charge: &Charge<'f>,
        credits: &Credits<'f>,
        sums: &mut Sums<'f>,
        calendar: &Calendar,
    ) -> Result<Result<Vec<Split<'f>>, String>, Failure> {
        let currency = self
            .keeping
            .as_ref()
            .and_then(|keeping| keeping.currency.as_deref());
        if let Some(currency) = currency.filter(|own| *own != charge.currency) {
            let own = charge.currency;
            return Ok(Err(format!(
                "It is in {own}, and the commission speaks of {currency}."
            )));
        }
        let known = credits.get(&(charge.tenant, charge.implementation));
        let now = |credit: &&Credit<'f>| (credit.from..credit.until).contains(&charge.at);
        // By name: what is left over goes to the first among equals, whoever was written first.
        let mut weights: BTreeMap<&'f str, u64> = BTreeMap::new();
        for credit in known.into_iter().flatten().filter(now) {
            let weight = weights.entry(credit.builder).or_default();
            *weight = weight.checked_add(credit.weight).ok_or_else(overflow)?;
        }
        if weights.is_empty() {
            let of = charge.implementation;
            return Ok(Err(format!("Nobody has a part of `{of}` at that time.")));
        }
        let each: Vec<u64> = weights.values().copied().collect();
        let all = each.iter().try_fold(0u64, |sum, one| sum.checked_add(*one));
        let all = all.ok_or_else(overflow)?;
        let parts = allocate(i128::from(charge.amount), &each).ok_or_else(overflow)?;
        let kept = self.kept_of_charge(charge, &parts)?;
        let mut splits = Vec::new();
        for (((builder, weight), part), kept) in weights.into_iter().zip(parts).zip(kept) {
            let mut split = Split {
                builder,
                weight,
                weights: all,
                part,
                kept,
                bucket: None,
            };
            self.keep_of_bucket(charge, &mut split, sums, calendar)?;
            splits.push(split);
        }
        Ok(Ok(splits))
    }

    /// What is kept of a charge for itself, split as the charge is: never more than a part.
    fn kept_of_charge(&self, charge: &Charge<'_>, parts: &[i128]) -> Result<Vec<i128>, Failure> {
        let Some(keeping) = self.keeping.as_ref().filter(|one| one.per == Per::Charge) else {
            return Ok(vec![0; parts.len()]);
        };
        let kept = keeping.commission.of(i128::from(charge.amount))?;
        if kept == 0 {
            return Ok(vec![0; parts.len()]);
        }
        let sizes = parts.iter().map(|part| u64::try_from(part.unsigned_abs()));
        let sizes: Result<Vec<u64>, _> = sizes.collect();
        let sizes = sizes.map_err(|_| overflow())?;
        allocate(kept, &sizes).ok_or_else(overflow)
    }

    /// What a part adds to the commission of its earner's bucket.
    fn keep_of_bucket<'f>(
        &self,
        charge: &Charge<'f>,
        split: &mut Split<'f>,
        sums: &mut Sums<'f>,
        calendar: &Calendar,
    ) -> Result<(), Failure> {
        let Some(keeping) = &self.keeping else {
            return Ok(());
        };
        let Per::Earner(grain) = keeping.per else {
            return Ok(());
        };
        let start = calendar.floor(grain, charge.at);
        let key = (charge.tenant, split.builder, charge.currency, start);
        let sum = sums.entry(key).or_default();
        let before = keeping.commission.of(*sum)?;
        *sum = sum.checked_add(split.part).ok_or_else(overflow)?;
        let after = keeping.commission.of(*sum)?;
        split.kept = after - before;
        split.bucket = Some((start, *sum, after));
        Ok(())
    }

    /// What was earned, as facts of the table that dashboards count.
    fn facts(&self, charges: &Facts, earnings: &[Earning]) -> Result<Facts, Failure> {
        let rows: Vec<usize> = earnings.iter().map(|earning| earning.row).collect();
        let carried = charges.rows_at(&rows);
        let money = |of: fn(&Earning) -> Number| {
            let amounts = earnings.iter().map(|earning| {
                let units = i64::try_from(of(earning).units()).map_err(|_| overflow())?;
                Ok(Some((units, &*earning.currency)))
            });
            let amounts: Result<Vec<_>, Failure> = amounts.collect();
            Column::money(amounts?)
        };
        let mut columns = Vec::new();
        for origin in &self.earned.from {
            columns.push(match origin {
                Origin::Charge(place) => carried.column(*place).ok_or_else(overflow)?.clone(),
                Origin::Builder => {
                    Column::texts(earnings.iter().map(|earning| Some(&*earning.builder)))
                }
                Origin::Part => money(|earning| earning.part)?,
                Origin::Kept => money(|earning| earning.kept)?,
            });
        }
        Facts::from_columns(&self.earned.shape, columns)
    }
}

impl Charge<'_> {
    /// The amount of so many minor units of its currency.
    pub(super) fn number(&self, units: i128) -> Number {
        Number::new(units, currency_exponent(self.currency).unwrap_or(2))
    }
}

fn bad(table: &str, row: usize, reason: &'static str) -> Failure {
    let failure = Failure::new(Code::MetricsBadRow).with("reason", reason);
    failure.at(format!("/{table}/{row}"))
}

fn text(facts: &Facts, column: usize, row: usize) -> Option<&str> {
    match facts.data(column)? {
        Data::Text(texts) => texts.dictionary.get(*texts.codes.get(row)?),
        _ => None,
    }
}

fn number(facts: &Facts, column: usize, row: usize) -> Option<i64> {
    match facts.data(column)? {
        Data::Int(numbers) | Data::Instant(numbers) => numbers.get(row),
        _ => None,
    }
}

fn money(facts: &Facts, column: usize, row: usize) -> Option<(i64, &str)> {
    match facts.data(column)? {
        Data::Money(moneys) => moneys
            .get(row)
            .map(|(units, currency, _)| (units, currency)),
        _ => None,
    }
}
