//! Who sees more, or less, than before.

use super::{Diff, Verdict};
use crate::kernel::Kernel;
use crate::visibility::{Matrix, MatrixRow, Reading};

pub(super) fn compare(old: &Kernel, new: &Kernel, diff: &mut Diff) {
    let (before, after) = (old.matrix(), new.matrix());
    for row in &after.rows {
        let mut earlier = before.rows.iter();
        let earlier = earlier.find(|other| other.kind == row.kind && other.field == row.field);
        if let Some(earlier) = earlier {
            shown(&before, earlier, &after, row, diff);
            bounds(earlier, row, diff);
        }
    }
}

fn rank(reading: Reading) -> u8 {
    match reading {
        Reading::Never => 0,
        Reading::Sometimes => 1,
        Reading::Always => 2,
    }
}

fn shown(before: &Matrix, old: &MatrixRow, after: &Matrix, new: &MatrixRow, diff: &mut Diff) {
    for (viewer, now) in after.viewers.iter().zip(&new.shown) {
        let column = before
            .viewers
            .iter()
            .position(|other| other.name == viewer.name);
        let Some(then) = column.and_then(|column| old.shown.get(column)) else {
            continue;
        };
        let (field, kind, name) = (&new.field, &new.kind, &viewer.name);
        let at = format!("/kinds/{kind}{field}");
        if rank(*now) > rank(*then) {
            let message = format!("`{field}` of `{kind}` becomes visible to `{name}`.");
            diff.push(Verdict::Widening, at, message);
        } else if *now == Reading::Never && rank(*then) > 0 {
            let message = format!("`{field}` of `{kind}` is no longer visible to `{name}`.");
            diff.push(Verdict::Compatible, at, message);
        }
    }
}

/// What the table of defaults does not show: how far owners may go, and named roles.
fn bounds(old: &MatrixRow, new: &MatrixRow, diff: &mut Diff) {
    let at = format!("/kinds/{}{}", new.kind, new.field);
    let widest = |row: &MatrixRow| row.allow.iter().copied().max();
    if let Some(audience) = widest(new).filter(|widened| Some(*widened) > widest(old)) {
        let (field, kind) = (&new.field, &new.kind);
        let message = format!(
            "The owner may now make `{field}` of `{kind}` visible to `{}`.",
            audience.word()
        );
        diff.push(Verdict::Widening, &*at, message);
    }
    for audience in old
        .allow
        .iter()
        .filter(|audience| !new.allow.contains(audience))
    {
        let (field, kind, word) = (&new.field, &new.kind, audience.word());
        let message = format!(
            "The owner may no longer make `{field}` of `{kind}` visible to `{word}`; where it was chosen, the narrower of it and the default holds."
        );
        diff.push(Verdict::Compatible, &*at, message);
    }
    let named = |list: &[String], known: &[String], what: &str, diff: &mut Diff| {
        for name in list.iter().filter(|name| !known.contains(name)) {
            let message = format!(
                "The {what} `{name}` now sees `{}` unless it is private.",
                new.field
            );
            diff.push(Verdict::Widening, &*at, message);
        }
    };
    named(&new.roles, &old.roles, "role", diff);
    named(&new.relations, &old.relations, "relation", diff);
    for (role, audience) in &new.by_role {
        let then = old.by_role.iter().find(|(name, _)| name == role);
        let then = then.map_or(old.default, |(_, audience)| *audience);
        if *audience > then {
            let message = format!(
                "`{}` becomes visible to `{}` where the owner has the role `{role}`.",
                new.field,
                audience.word()
            );
            diff.push(Verdict::Widening, &*at, message);
        }
    }
}
