//! Parts of charges with their reasons in words.

use super::attribution::{Charge, Earning, Left, Per, Split};
use crate::time::write_instant;

/// A part of a charge.
pub(super) fn of(charge: &Charge<'_>, split: &Split<'_>, per: Option<Per>) -> Earning {
    Earning {
        row: charge.row,
        at: charge.at,
        tenant: charge.tenant.map(Into::into),
        builder: split.builder.into(),
        implementation: charge.implementation.into(),
        customer: charge.customer.into(),
        currency: charge.currency.into(),
        charge: charge.number(charge.amount.into()),
        part: charge.number(split.part),
        kept: charge.number(split.kept),
        earned: charge.number(split.part - split.kept),
        reason: format!("{} {}", share(charge, split), kept(charge, split, per)),
    }
}

/// A charge that nobody earned.
pub(super) fn left(charge: &Charge<'_>, reason: String) -> Left {
    Left {
        row: charge.row,
        charge: (charge.number(charge.amount.into()), charge.currency.into()),
        reason,
    }
}

fn share(charge: &Charge<'_>, split: &Split<'_>) -> String {
    let (builder, of) = (split.builder, charge.implementation);
    if split.weight == split.weights {
        return format!("`{builder}` alone has `{of}`.");
    }
    format!(
        "`{builder}` has {} of {} parts of `{of}`.",
        split.weight, split.weights
    )
}

fn kept(charge: &Charge<'_>, split: &Split<'_>, per: Option<Per>) -> String {
    let kept = charge.number(split.kept);
    let (builder, currency) = (split.builder, charge.currency);
    match (per, split.bucket) {
        (None, _) => "Nothing is kept.".into(),
        (Some(Per::Earner(grain)), Some((start, sum, all))) => format!(
            "With it, `{builder}` comes to {} {currency} in the {grain} from {}, of which {} are \
             kept; {kept} more than before.",
            charge.number(sum),
            write_instant(start),
            charge.number(all),
        ),
        (Some(_), _) => format!("{kept} {currency} are kept of this part."),
    }
}
