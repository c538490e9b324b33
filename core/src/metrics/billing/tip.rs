//! Tips: what the same usage would have cost otherwise.

use super::super::number::{Number, overflow};
use super::{Offer, Reason, Scheme, Share, Tariff, refuse};
use crate::decimal::Decimal;
use crate::error::Failure;
use crate::order;

/// What would have cost less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TipKind {
    /// Another offer, for the same usage.
    CheaperOffer,
    /// An offer that includes less, as what is included was never used.
    AllowanceNeverReached,
    /// The same offer without its minimum, which usage did not come to.
    UnusedCommitment,
    /// More units: all of them fall into a tier that is so much cheaper.
    NextTier,
}

impl TipKind {
    /// The kind in a word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::CheaperOffer => "cheaper_offer",
            Self::AllowanceNeverReached => "allowance_never_reached",
            Self::UnusedCommitment => "unused_commitment",
            Self::NextTier => "next_tier",
        }
    }
}

/// What would have cost less, and by how much: both as the offers' own invoices say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tip {
    /// What.
    pub kind: TipKind,
    /// The offer that is meant; the one that is had already where it is about that.
    pub offer: Box<str>,
    /// What the periods cost.
    pub cost: Number,
    /// What they would have cost.
    pub instead: Number,
    /// The difference, above zero.
    pub saving: Number,
    /// Why, in words.
    pub reason: String,
}

/// Tips for whoever used so much in each of some whole periods of an offer, the greatest saving
/// first. Offers are compared within a currency, without credits.
///
/// # Errors
/// [`crate::error::Code::MetricsBadPlan`] for an offer that there is not or no period, and
/// [`crate::error::Code::MetricsOverflow`].
pub fn tips(offers: &[Offer], current: &str, used: &[u64]) -> Result<Vec<Tip>, Failure> {
    let named = offers.iter().find(|offer| *offer.name == *current);
    let current = named.ok_or_else(|| refuse(format!("there is no offer `{current}`")))?;
    if used.is_empty() {
        return Err(refuse("no period was used"));
    }
    let tipping = Tipping {
        offers,
        current,
        used,
        cost: cost(&current.tariff, used)?,
    };
    let cheaper = tipping.cheaper()?;
    let mut tips: Vec<Tip> = cheaper.into_iter().collect();
    tips.extend(tipping.commitment()?);
    tips.extend(tipping.next_tier()?);
    order::sort_by(&mut tips, |one: &Tip, two| {
        let by_saving = two.saving.order(one.saving);
        by_saving.then_with(|| one.kind.cmp(&two.kind))
    });
    Ok(tips)
}

/// What whole periods cost together, in minor units.
fn cost(tariff: &Tariff, used: &[u64]) -> Result<i128, Failure> {
    used.iter().try_fold(0i128, |sum, quantity| {
        let invoice = tariff.invoice(*quantity, Share::WHOLE, 0)?;
        sum.checked_add(invoice.total.units()).ok_or_else(overflow)
    })
}

struct Tipping<'t> {
    offers: &'t [Offer],
    current: &'t Offer,
    used: &'t [u64],
    cost: i128,
}

impl Tipping<'_> {
    fn tip(&self, kind: TipKind, offer: &Offer, instead: i128, reason: String) -> Tip {
        let number = |units| Number::new(units, self.current.tariff.exponent);
        Tip {
            kind,
            offer: offer.name.clone(),
            cost: number(self.cost),
            instead: number(instead),
            saving: number(self.cost - instead),
            reason,
        }
    }

    fn money(&self, units: i128) -> String {
        let tariff = &self.current.tariff;
        format!(
            "{} {}",
            Number::new(units, tariff.exponent),
            tariff.currency
        )
    }

    fn periods(&self) -> String {
        match self.used.len() {
            1 => "the period".into(),
            count => format!("{count} periods"),
        }
    }

    /// In how many of the periods something was so.
    fn times(&self, count: usize) -> String {
        match self.used.len() {
            1 => "in the period".into(),
            all => format!("in {count} of {all} periods"),
        }
    }

    /// The offer that costs least of those that a condition holds for, if less than the current.
    fn least(&self, holds: impl Fn(&Offer) -> bool) -> Result<Option<(&Offer, i128)>, Failure> {
        let mut least: Option<(&Offer, i128)> = None;
        for offer in self.offers.iter().filter(|offer| holds(offer)) {
            let comparable = offer.tariff.currency == self.current.tariff.currency
                && offer.unit == self.current.unit;
            if !comparable {
                continue;
            }
            let cost = cost(&offer.tariff, self.used)?;
            if cost < least.map_or(self.cost, |(_, least)| least) {
                least = Some((offer, cost));
            }
        }
        Ok(least)
    }

    /// The cheapest offer, and the cheapest that includes less where what is included was never
    /// used up; one tip where both are the same.
    fn cheaper(&self) -> Result<Vec<Tip>, Failure> {
        let included = self.current.tariff.included;
        let most = self.used.iter().max().copied().unwrap_or(0);
        let smaller = match most < included {
            true => self.least(|offer| offer.tariff.included < included)?,
            false => None,
        };
        let cheapest = self.least(|_| true)?;
        let cheapest = cheapest
            .filter(|(offer, _)| smaller.is_none_or(|(smaller, _)| smaller.name != offer.name));
        let (unit, name) = (&self.current.unit, &self.current.name);
        let mut tips = Vec::new();
        if let Some((offer, instead)) = smaller {
            let reason = format!(
                "At most {most} of the {included} {unit} that `{name}` includes were used in a \
                 period. `{}`, which includes {}, costs {} instead of {} for {}.",
                offer.name,
                offer.tariff.included,
                self.money(instead),
                self.money(self.cost),
                self.periods(),
            );
            tips.push(self.tip(TipKind::AllowanceNeverReached, offer, instead, reason));
        }
        if let Some((offer, instead)) = cheapest {
            let reason = format!(
                "The same usage costs {} by `{}` instead of {} by `{name}` for {}.",
                self.money(instead),
                offer.name,
                self.money(self.cost),
                self.periods(),
            );
            tips.push(self.tip(TipKind::CheaperOffer, offer, instead, reason));
        }
        Ok(tips)
    }

    /// What the minimum adds.
    fn commitment(&self) -> Result<Option<Tip>, Failure> {
        let tariff = &self.current.tariff;
        let mut missed = 0;
        for quantity in self.used {
            let invoice = tariff.invoice(*quantity, Share::WHOLE, 0)?;
            let mut lines = invoice.lines.iter();
            missed += usize::from(lines.any(|line| line.reason == Reason::Minimum));
        }
        if missed == 0 {
            return Ok(None);
        }
        let mut without = tariff.clone();
        without.minimum = Decimal::from_int(0);
        let instead = cost(&without, self.used)?;
        let reason = format!(
            "Usage came to less than the minimum of {} {} {}: {} were paid for \
             nothing that was used.",
            tariff.minimum,
            tariff.currency,
            self.times(missed),
            self.money(self.cost - instead),
        );
        Ok(Some(self.tip(
            TipKind::UnusedCommitment,
            self.current,
            instead,
            reason,
        )))
    }

    /// Where all units are priced by their number, more of them may cost less.
    fn next_tier(&self) -> Result<Option<Tip>, Failure> {
        let tariff = &self.current.tariff;
        let Scheme::Volume(tiers) = &tariff.scheme else {
            return Ok(None);
        };
        let starts = tiers.iter().filter_map(|tier| {
            let before = tier.up_to?.checked_add(tariff.included)?;
            before.checked_add(1)
        });
        let starts: Vec<u64> = starts.collect();
        let (mut instead, mut better) = (0i128, Vec::new());
        for quantity in self.used {
            let mut least = cost(tariff, &[*quantity])?;
            let mut more = None;
            for start in starts.iter().filter(|start| *start > quantity) {
                let cost = cost(tariff, &[*start])?;
                if cost < least {
                    (least, more) = (cost, Some(*start));
                }
            }
            better.extend(more.map(|more| (*quantity, more)));
            instead = instead.checked_add(least).ok_or_else(overflow)?;
        }
        let Some((quantity, more)) = better.last() else {
            return Ok(None);
        };
        let unit = &self.current.unit;
        let reason = format!(
            "{more} {unit} cost {} where {quantity} cost {}, as the price of the tier is that of \
             all units; so {}.",
            self.money(cost(tariff, &[*more])?),
            self.money(cost(tariff, &[*quantity])?),
            self.times(better.len()),
        );
        Ok(Some(self.tip(
            TipKind::NextTier,
            self.current,
            instead,
            reason,
        )))
    }
}
