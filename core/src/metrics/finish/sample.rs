//! How many facts a figure is of, where it does not say so itself.

use super::super::cells::{Cells, Part};
use super::super::measure::Aggregate;
use super::super::plan::Tree;
use super::super::state::{Quantile, Sum};
use super::gather::merged;
use super::value::{Finish, Place};
use crate::error::Failure;

impl Finish<'_> {
    /// How many values a mean or a percentile is of; none of other figures.
    pub(super) fn sample(&self, tree: &Tree, place: Place<'_>) -> Result<Option<u64>, Failure> {
        let Tree::Of(Aggregate::Avg(_) | Aggregate::Percentile(_), atom) = tree else {
            return Ok(None);
        };
        // A growth, or a mean of several buckets, is no longer of these values.
        if self.card.card.window.is_some() {
            return Ok(None);
        }
        let (Some(part), Some(spec)) = (self.partial.parts.get(*atom), self.plan.atoms.get(*atom))
        else {
            return Ok(None);
        };
        let codes = self.codes(part, spec, place.groups);
        let segments = self.card.times.segments(place.span);
        let mut total = 0u64;
        for currency in self.counted(part, place.currency) {
            let segments = segments.clone();
            let count = match &part.cells {
                Cells::Sum(states) => {
                    merged::<Sum>(states, &part.layout, &codes, currency, segments)?.count
                }
                Cells::Quantile(states) => {
                    merged::<Quantile>(states, &part.layout, &codes, currency, segments)?.count()
                }
                _ => 0,
            };
            total = total.saturating_add(count);
        }
        Ok(Some(total))
    }

    /// The currencies whose amounts count, by their places: all where they are converted.
    fn counted(&self, part: &Part, currency: Option<&str>) -> Vec<usize> {
        let known = &part.layout.currencies;
        let all = 0..known.len().max(1);
        match currency {
            _ if known.is_empty() || self.card.card.rates.is_some() => all.collect(),
            currency => all
                .filter(|place| {
                    known
                        .get(*place)
                        .is_some_and(|(name, _)| Some(&**name) == currency)
                })
                .collect(),
        }
    }
}
