//! What is billed as JSON: the same text on every runtime.

use super::super::finish::{Object, number};
use super::super::number::Number;
use super::alert::Marks;
use super::attribution::{Attributed, Earning, Flow, Left};
use super::{Alert, Invoice, InvoiceLine, Reason, Standing, Tip, Told, Watched};
use crate::error::{Code, Failure};
use crate::json::{Tree, Value, quoted};
use crate::time::write_instant;

fn text(amount: Number) -> String {
    number(Some(amount))
}

impl Reason {
    /// The reason in a word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Fee => "fee",
            Self::Usage => "usage",
            Self::Minimum => "minimum",
            Self::Credit => "credit",
        }
    }
}

impl InvoiceLine {
    fn to_json(&self) -> String {
        let quantity = (self.reason == Reason::Usage).then(|| self.quantity.to_string());
        Object::default()
            .text("reason", self.reason.word())
            .some("quantity", quantity)
            .member("amount", text(self.amount))
            .finish()
    }
}

impl Invoice {
    /// `{"currency","lines":[{"reason","quantity","amount"}],"total","creditLeft"}`.
    #[must_use]
    pub fn to_json(&self) -> String {
        let lines: Vec<String> = self.lines.iter().map(InvoiceLine::to_json).collect();
        let left = Number::new(self.credit, self.total.scale());
        Object::default()
            .text("currency", &self.currency)
            .member("lines", format!("[{}]", lines.join(",")))
            .member("total", text(self.total))
            .member("creditLeft", text(left))
            .finish()
    }
}

impl Standing {
    /// `{"invoice","projected","alerts":[…],"told","tips":[…]}`, with what is told of it.
    #[must_use]
    pub fn to_json(&self, alerts: &[Alert], told: &Told, tips: &[Tip]) -> String {
        let projected = self.projected.as_ref().map(Invoice::to_json);
        let list = |items: Vec<String>| format!("[{}]", items.join(","));
        Object::default()
            .member("invoice", self.invoice.to_json())
            .member("projected", projected.unwrap_or_else(|| "null".into()))
            .member("alerts", list(alerts.iter().map(Alert::to_json).collect()))
            .member("told", told.to_json())
            .member("tips", list(tips.iter().map(Tip::to_json).collect()))
            .finish()
    }
}

impl Alert {
    /// `{"watched","period","mark","value","limit","unit","percent","reason"}`.
    #[must_use]
    pub fn to_json(&self) -> String {
        Object::default()
            .text("watched", &self.watched.name())
            .text("period", &self.period)
            .member("mark", self.mark.to_string())
            .member("value", text(self.value))
            .member("limit", text(self.limit))
            .text("unit", &self.unit)
            .member("percent", text(self.percent))
            .text("reason", &self.reason)
            .finish()
    }
}

impl Tip {
    /// `{"kind","offer","cost","instead","saving","reason"}`.
    #[must_use]
    pub fn to_json(&self) -> String {
        Object::default()
            .text("kind", self.kind.word())
            .text("offer", &self.offer)
            .member("cost", text(self.cost))
            .member("instead", text(self.instead))
            .member("saving", text(self.saving))
            .text("reason", &self.reason)
            .finish()
    }
}

impl Told {
    /// `{"allowance":{"period":"2026-03","marks":[50,80]}}`.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut object = Object::default();
        for (watched, told) in &self.0 {
            let marks: Vec<String> = told.marks.iter().map(u32::to_string).collect();
            let told = Object::default()
                .text("period", &told.period)
                .member("marks", format!("[{}]", marks.join(",")))
                .finish();
            object = object.member(&watched.name(), told);
        }
        match self.0.is_empty() {
            true => "{}".into(),
            false => object.finish(),
        }
    }

    /// Reads what [`Self::to_json`] writes.
    ///
    /// # Errors
    /// [`crate::error::Code::MetricsBadState`].
    pub fn from_json(tree: &Tree) -> Result<Self, Failure> {
        let bad = || {
            let failure = Failure::new(Code::MetricsBadState);
            failure.with("reason", "what was told is what an answer said")
        };
        let Value::Object(members) = &tree.value else {
            return Err(bad());
        };
        let mut told = Self::default();
        for member in members {
            let watched = Watched::from_name(&member.name).ok_or_else(bad)?;
            let period = member.value.get("period").and_then(Tree::as_str);
            let marks = member.value.get("marks").map(|marks| &marks.value);
            let (Some(period), Some(Value::Array(marks))) = (period, marks) else {
                return Err(bad());
            };
            let mark = |tree: &Tree| match &tree.value {
                Value::Number(mark) => mark.parse().ok(),
                _ => None,
            };
            let marks: Option<_> = marks.iter().map(mark).collect();
            let marks = Marks {
                period: period.into(),
                marks: marks.ok_or_else(bad)?,
            };
            told.0.insert(watched, marks);
        }
        Ok(told)
    }
}

impl Earning {
    fn to_json(&self) -> String {
        Object::default()
            .member("row", self.row.to_string())
            .text("at", &write_instant(self.at))
            .some("tenant", self.tenant.as_deref().map(quoted))
            .text("builder", &self.builder)
            .text("implementation", &self.implementation)
            .text("customer", &self.customer)
            .text("currency", &self.currency)
            .member("charge", text(self.charge))
            .member("part", text(self.part))
            .member("kept", text(self.kept))
            .member("earned", text(self.earned))
            .text("reason", &self.reason)
            .finish()
    }
}

impl Left {
    fn to_json(&self) -> String {
        let (charge, currency) = &self.charge;
        Object::default()
            .member("row", self.row.to_string())
            .member("charge", text(*charge))
            .text("currency", currency)
            .text("reason", &self.reason)
            .finish()
    }
}

impl Flow {
    fn to_json(&self) -> String {
        let tenant = self.tenant.as_deref().map(quoted);
        Object::default()
            .some("tenant", tenant)
            .text("builder", &self.builder)
            .text("implementation", &self.implementation)
            .text("customer", &self.customer)
            .text("currency", &self.currency)
            .member("charges", self.charges.to_string())
            .member("part", text(self.part))
            .member("kept", text(self.kept))
            .member("earned", text(self.earned))
            .finish()
    }
}

impl Attributed {
    /// `{"earnings":[…],"left":[…],"flows":[…]}`; rows count from 0.
    ///
    /// # Errors
    /// As [`Self::flows`].
    pub fn to_json(&self) -> Result<String, Failure> {
        let list = |items: Vec<String>| format!("[{}]", items.join(","));
        let flows = self.flows()?;
        Ok(Object::default()
            .member("flows", list(flows.iter().map(Flow::to_json).collect()))
            .member(
                "earnings",
                list(self.earnings.iter().map(Earning::to_json).collect()),
            )
            .member("left", list(self.left.iter().map(Left::to_json).collect()))
            .finish())
    }
}
