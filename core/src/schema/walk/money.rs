//! Amounts with their currency.

use super::super::capture::Slot;
use super::super::number::MoneyRule;
use super::super::text::Issues;
use super::names::Names;
use super::{Place, Read, Segment, Walk};
use crate::error::{Code, Params};
use crate::json::{Shape, Text};

impl<'p, 'x> Walk<'p, 'x> {
    #[inline(never)]
    pub(super) fn money(&mut self, rule: &'p MoneyRule, place: Place) -> Read<()> {
        let start = self.reader.position();
        let place = Place {
            captured: place.captured || rule.is_captured(),
            ..place
        };
        let mut parts = Parts::default();
        let mut members = self.reader.open_object()?;
        while let Some(name) = self.reader.next_name(&mut members)? {
            self.reader.keep(&mut members)?;
            self.part(name, &mut parts, place)?;
        }
        match parts {
            Parts {
                amount: Part::Text(amount),
                currency: Part::Text(currency),
                others: None,
            } => self.amount(rule, amount, currency),
            _ => self.report(Code::SchemaMoney, Params::new()),
        }
        self.capture.set(
            place.capture(),
            Slot::Json {
                start,
                end: self.reader.position(),
                count: 2,
            },
        );
        Ok(())
    }

    fn part(&mut self, name: Text<'x>, parts: &mut Parts<'x>, place: Place) -> Read<()> {
        let part = match &*name.decode() {
            "amount" => &mut parts.amount,
            "currency" => &mut parts.currency,
            other => return self.other_part(name, other, parts),
        };
        if !matches!(part, Part::Absent) {
            return self.part_again(name);
        }
        *part = Part::Other;
        if self.reader.peek()? != Shape::String {
            return self.reader.pass();
        }
        let written = self.reader.string()?;
        if written.escaped() {
            self.rewrite(written, &written.decode(), place);
        }
        *part = Part::Text(written);
        Ok(())
    }

    #[cold]
    fn other_part(&mut self, name: Text<'x>, other: &str, parts: &mut Parts<'x>) -> Read<()> {
        let others = parts.others.get_or_insert_default();
        if others.stood_before(other.to_owned().into()) {
            return self.part_again(name);
        }
        self.reader.pass()
    }

    #[cold]
    fn part_again(&mut self, name: Text<'x>) -> Read<()> {
        self.path.push(Segment::Key(name));
        self.report_duplicate(name.at());
        self.path.pop();
        self.reader.pass()
    }

    fn amount(&mut self, rule: &MoneyRule, amount: Text<'x>, currency: Text<'x>) {
        let mut currency_issues = Issues::new();
        let exponent = rule.check_currency(&currency.decode(), &mut currency_issues);
        let mut amount_issues = Issues::new();
        let bounds = rule.bounds(exponent);
        let value = bounds.check(&amount.decode(), &mut amount_issues);
        let mut parts = [("amount", amount_issues), ("currency", currency_issues)];
        if currency.at() < amount.at() {
            parts.reverse();
        }
        for (name, issues) in parts {
            self.report_part(name, issues);
        }
        let span = Slot::Decimal {
            start: amount.at() + 1,
            end: amount.end() - 1,
        };
        self.capture
            .set(rule.amount_slot, value.map_or(Slot::Absent, |_| span));
        self.capture.set_text(rule.currency_slot, currency);
    }

    fn report_part(&mut self, name: &'static str, issues: Issues) {
        if issues.is_empty() {
            return;
        }
        self.path.push(Segment::Name(name));
        for (code, params) in issues {
            self.report(code, params);
        }
        self.path.pop();
    }
}

/// The members of an amount of money.
#[derive(Default)]
struct Parts<'x> {
    amount: Part<'x>,
    currency: Part<'x>,
    others: Option<Names<'x>>,
}

#[derive(Default)]
enum Part<'x> {
    #[default]
    Absent,
    Text(Text<'x>),
    /// Something that is not a text.
    Other,
}
