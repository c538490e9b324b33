//! Amounts with their currency.

use super::super::capture::Slot;
use super::super::number;
use super::{Place, Read, Segment, Walk};
use crate::error::{Code, Params};
use crate::json::{Shape, Text};

impl<'p, 'x> Walk<'p, 'x> {
    pub(super) fn money(&mut self, rule: &'p number::MoneyRule, place: Place) -> Read<()> {
        let start = self.reader.position();
        let (mut amount, mut currency, mut others) = (None, None, false);
        let mut members = self.reader.open_object()?;
        while let Some(name) = self.reader.next_name(&mut members)? {
            self.reader.keep(&mut members, name)?;
            let part = match &*name.decode() {
                "amount" if amount.is_none() => Some(&mut amount),
                "currency" if currency.is_none() => Some(&mut currency),
                _ => None,
            };
            match (part, self.reader.peek()?) {
                (Some(part), Shape::String) => *part = Some(self.reader.string()?),
                _ => {
                    others = true;
                    self.reader.skip()?;
                }
            }
        }
        match (amount, currency, others) {
            (Some(amount), Some(currency), false) => self.amount(rule, amount, currency),
            _ => self.report(Code::SchemaMoney, Params::new()),
        }
        self.capture.set(
            place.capture,
            Slot::Json {
                start,
                end: self.reader.position(),
                count: 2,
            },
        );
        Ok(())
    }

    fn amount(&mut self, rule: &number::MoneyRule, amount: Text<'x>, currency: Text<'x>) {
        self.path.push(Segment::Name("currency"));
        let exponent = rule.check_currency(&currency.decode(), &mut self.issues);
        self.report_issues();
        self.path.pop();
        self.path.push(Segment::Name("amount"));
        let scale = rule
            .amount
            .scale
            .min(exponent)
            .or(exponent)
            .or(rule.amount.scale);
        let bounds = number::DecimalRule {
            scale,
            ..rule.amount
        };
        let value = bounds.check(&amount.decode(), &mut self.issues);
        self.report_issues();
        self.path.pop();
        let span = Slot::Decimal {
            start: amount.at + 1,
            end: amount.end() - 1,
        };
        self.capture
            .set(rule.amount_slot, value.map_or(Slot::Absent, |_| span));
        self.capture.set_text(rule.currency_slot, currency);
    }
}
