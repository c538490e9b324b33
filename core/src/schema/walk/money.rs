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
        let mut parts = Parts::default();
        let mut names = Names::default();
        let mut members = self.reader.open_object()?;
        while let Some(name) = self.reader.next_name(&mut members)? {
            self.reader.keep(&mut members)?;
            if names.stood_before(name.decode()) {
                self.path.push(Segment::Key(name));
                self.report_duplicate(name.at());
                self.path.pop();
                self.reader.pass()?;
            } else {
                self.part(name, &mut parts)?;
            }
        }
        match parts {
            Parts {
                amount: Some(amount),
                currency: Some(currency),
                others: false,
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

    fn part(&mut self, name: Text<'x>, parts: &mut Parts<'x>) -> Read<()> {
        let part = match &*name.decode() {
            "amount" => &mut parts.amount,
            "currency" => &mut parts.currency,
            _ => {
                parts.others = true;
                return self.reader.pass();
            }
        };
        if self.reader.peek()? != Shape::String {
            return self.reader.pass();
        }
        let written = self.reader.string()?;
        if written.escaped() {
            self.rewrite(written, &written.decode());
        }
        *part = Some(written);
        Ok(())
    }

    fn amount(&mut self, rule: &MoneyRule, amount: Text<'x>, currency: Text<'x>) {
        let mut currency_issues = Issues::new();
        let exponent = rule.check_currency(&currency.decode(), &mut currency_issues);
        let mut amount_issues = Issues::new();
        let bounds = rule.bounds(exponent);
        let value = bounds.check(&amount.decode(), &mut amount_issues);
        let mut parts = [
            ("amount", amount.at(), amount_issues),
            ("currency", currency.at(), currency_issues),
        ];
        parts.sort_by_key(|(_, at, _)| *at);
        for (name, _, issues) in parts {
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
    amount: Option<Text<'x>>,
    currency: Option<Text<'x>>,
    others: bool,
}
