//! What figures count.

use super::super::answer::Unit;
use super::super::facts::ColumnType;
use super::super::measure::{Aggregate, Outer};
use super::super::plan::{Atom, Plan, Prepared, Tree};

impl Plan {
    /// Whether amounts are among what is computed with.
    pub(in crate::metrics) fn reads_money(&self) -> bool {
        let columns = self.atoms.iter().filter_map(|atom| atom.of());
        let mut columns = columns.filter_map(|place| self.shape.columns().get(place));
        columns.any(|column| matches!(column.ty, ColumnType::Money { .. }))
    }

    /// What the figure of a card counts; of money not which. No facts are needed for it.
    pub(in crate::metrics) fn counts(&self, card: usize) -> Option<Unit> {
        Some(self.unit_of(self.cards.get(card)?, None))
    }

    /// What the lines of a card count.
    pub(super) fn unit_of(&self, card: &Prepared, currency: Option<&str>) -> Unit {
        match card.card.window {
            Some(window) if window.name() == "growth" => Unit::Ratio,
            _ => self.unit(&card.tree, currency),
        }
    }

    /// Digits after the point of what an atom measures, and whether it is money.
    pub(super) fn scale(&self, atom: &Atom, currency: Option<&str>) -> (u8, bool) {
        let column = atom.of().and_then(|of| self.shape.columns().get(of));
        match column.map(|column| &column.ty) {
            Some(ColumnType::Decimal { scale }) => (*scale, false),
            Some(ColumnType::Money { .. }) => (
                currency
                    .and_then(crate::schema::currency_exponent)
                    .unwrap_or(0),
                true,
            ),
            _ => (0, false),
        }
    }

    pub(super) fn is_money(&self, tree: &Tree) -> bool {
        matches!(self.unit(tree, None), Unit::Money(_))
    }

    /// What a figure is before it is set against others.
    pub(super) fn unit(&self, tree: &Tree, currency: Option<&str>) -> Unit {
        match tree {
            Tree::Rate(of, _) => self.unit(of, currency),
            Tree::Ratio(one, two) => match (self.is_money(one), self.is_money(two)) {
                (true, false) => self.unit(one, currency),
                _ => Unit::Ratio,
            },
            Tree::Of(Aggregate::Funnel(_) | Aggregate::Retention(_), _) => Unit::Ratio,
            Tree::Of(Aggregate::Count | Aggregate::Distinct(_) | Aggregate::New(_), _)
            | Tree::Of(
                Aggregate::Each {
                    outer: Outer::Count,
                    ..
                },
                _,
            ) => Unit::Count,
            Tree::Of(_, atom) => match self.atoms.get(*atom).map(|atom| self.scale(atom, None)) {
                Some((_, true)) => Unit::Money(currency.unwrap_or_default().into()),
                _ => Unit::Number,
            },
        }
    }
}
