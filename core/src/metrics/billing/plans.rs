//! From the blueprint to offers, alerts, a commission and an attribution.

use std::sync::Arc;

use super::super::board::{Boards, Origin as TableOrigin, Table};
use super::super::facts::{ColumnShape, ColumnType};
use super::super::grain::Grain;
use super::super::money::Amount;
use super::attribution::{
    Attribution, ChargeColumns, CreditColumns, EarnedColumns, Keeping, Origin, Per,
};
use super::{Alerts, Commission, Offer, Scheme, Tariff, Tier};
use crate::blueprint::document::{
    AlertsDocument, AttributionDocument, CommissionDocument, OfferDocument, TierDocument,
};
use crate::blueprint::{Model, Problem, Problems, bad_value, unknown};
use crate::decimal::Decimal;
use crate::error::Failure;

/// What a blueprint says of prices and earnings.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plans {
    /// What customers choose from, in the blueprint's order.
    pub offers: Vec<Offer>,
    /// The marks at which somebody is told.
    pub alerts: Alerts,
    /// How charges are split, where that is said.
    pub attribution: Option<Attribution>,
}

impl Plans {
    /// The offer of that name.
    #[must_use]
    pub fn offer(&self, name: &str) -> Option<&Offer> {
        self.offers.iter().find(|offer| *offer.name == *name)
    }
}

/// Compiles the plans of a blueprint.
pub fn compile_plans(model: &Model, boards: &Boards, problems: &mut Problems) -> Plans {
    let Some(document) = &model.document.plans else {
        return Plans::default();
    };
    let mut reader = Reader {
        model,
        boards,
        problems,
    };
    let offers = document.offers.iter();
    let offers = offers.filter_map(|(name, offer)| reader.offer(name, offer));
    let offers = offers.collect();
    let alerts = document.alerts.as_ref();
    let alerts = alerts.and_then(|alerts| reader.alerts(alerts));
    let commission = document.commission.as_ref();
    let keeping = commission.and_then(|commission| reader.keeping(commission));
    let attribution = document.attribution.as_ref();
    Plans {
        offers,
        alerts: alerts.unwrap_or_default(),
        attribution: attribution.and_then(|document| reader.attribution(document, keeping)),
    }
}

struct Reader<'r> {
    model: &'r Model,
    boards: &'r Boards,
    problems: &'r mut Problems,
}

impl Reader<'_> {
    fn bad(&mut self, at: &str, what: &'static str, expected: &'static str) {
        bad_value(at, what, expected, self.problems);
    }

    /// What the engine refused, at a place of the blueprint.
    fn fail(&mut self, at: &str, failure: &Failure) {
        self.problems.push(Problem::refused(at, failure));
    }

    fn decimal(&mut self, text: &str, at: &str) -> Option<Decimal> {
        let decimal = Decimal::parse(text).filter(|decimal| decimal.units() >= 0);
        if decimal.is_none() {
            self.bad(at, "amount", "a decimal as text that is not below zero");
        }
        decimal
    }

    fn some(&mut self, text: Option<&String>, at: &str) -> Option<Decimal> {
        match text {
            None => Some(Decimal::from_int(0)),
            Some(text) => self.decimal(text, at),
        }
    }

    /// A currency that is named, or that of the blueprint.
    fn currency(&mut self, own: Option<&String>, at: &str) -> Option<String> {
        let currency = own.or(self.model.document.currency.as_ref());
        if currency.is_none() {
            self.problems.push(Problem::missing(at, "currency"));
        }
        currency.cloned()
    }

    fn offer(&mut self, name: &str, document: &OfferDocument) -> Option<Offer> {
        let at = format!("/plans/offers/{name}");
        let scheme = self.scheme(document, &at)?;
        let currency = self.currency(document.currency.as_ref(), &at)?;
        let tariff = Tariff::new(&currency, scheme).map_err(|failure| self.fail(&at, &failure));
        let mut tariff = tariff.ok()?;
        tariff.fee = self.some(document.fee.as_ref(), &format!("{at}/fee"))?;
        tariff.minimum = self.some(document.minimum.as_ref(), &format!("{at}/minimum"))?;
        tariff.included = document.included.unwrap_or(0).into();
        Some(Offer {
            name: name.into(),
            label: document.label.as_deref().map(Into::into),
            unit: document.unit.as_deref().unwrap_or("units").into(),
            tariff,
        })
    }

    fn scheme(&mut self, document: &OfferDocument, at: &str) -> Option<Scheme> {
        let mut schemes = Vec::new();
        if let Some(price) = &document.per_unit {
            let price = self.decimal(price, &format!("{at}/per_unit"))?;
            schemes.push(Scheme::PerUnit(price));
        }
        if !document.graduated.is_empty() {
            let tiers = self.tiers(&document.graduated, &format!("{at}/graduated"))?;
            schemes.push(Scheme::Graduated(tiers));
        }
        if !document.volume.is_empty() {
            let tiers = self.tiers(&document.volume, &format!("{at}/volume"))?;
            schemes.push(Scheme::Volume(tiers));
        }
        if let Some(package) = &document.package {
            let price = self.decimal(&package.price, &format!("{at}/package/price"))?;
            let size = package.size.into();
            schemes.push(Scheme::Package { size, price });
        }
        if schemes.len() > 1 {
            let expected = "one of `per_unit`, `graduated`, `volume` and `package`";
            self.bad(at, "offer", expected);
            return None;
        }
        let free = Scheme::PerUnit(Decimal::from_int(0));
        Some(schemes.pop().unwrap_or(free))
    }

    fn tiers(&mut self, documents: &[TierDocument], at: &str) -> Option<Vec<Tier>> {
        let mut tiers = Vec::new();
        for (place, tier) in documents.iter().enumerate() {
            let at = format!("{at}/{place}");
            tiers.push(Tier {
                up_to: tier.up_to.map(Into::into),
                unit: self.decimal(&tier.unit, &format!("{at}/unit"))?,
                flat: self.some(tier.flat.as_ref(), &format!("{at}/flat"))?,
            });
        }
        Some(tiers)
    }

    fn alerts(&mut self, document: &AlertsDocument) -> Option<Alerts> {
        let alerts = Alerts::new(&document.at, document.slack.unwrap_or(5));
        let found = alerts.map_err(|failure| self.fail("/plans/alerts/at", &failure));
        found.ok()
    }

    fn keeping(&mut self, document: &CommissionDocument) -> Option<Keeping> {
        const AT: &str = "/plans/commission";
        let per = match document.per.as_str() {
            "charge" => Some(Per::Charge),
            word => Grain::parse(word).map(Per::Earner),
        };
        let Some(per) = per else {
            let expected = "`charge`, or a grain such as `month`";
            self.bad(&format!("{AT}/per"), "per", expected);
            return None;
        };
        let bounded = document.shares.iter().any(|share| share.up_to.is_some());
        let in_currency = bounded || document.cap.is_some() || document.minimum.is_some();
        let currency = match in_currency {
            true => Some(self.currency(document.currency.as_ref(), AT)?),
            false => None,
        };
        let minor = |own: &mut Self, text: &str, at: &str| {
            let decimal = own.decimal(text, at)?;
            own.minor(decimal, currency.as_deref()?, at)
        };
        let mut shares = Vec::new();
        for (place, share) in document.shares.iter().enumerate() {
            let at = format!("{AT}/shares/{place}");
            let up_to = match &share.up_to {
                Some(text) => Some(minor(self, text, &format!("{at}/up_to"))?),
                None => None,
            };
            shares.push((
                up_to,
                self.percent(&share.percent, &format!("{at}/percent"))?,
            ));
        }
        let ends: Vec<i128> = shares.iter().filter_map(|(end, _)| *end).collect();
        let open = shares.last().is_some_and(|(end, _)| end.is_none());
        if !open || ends.len() + 1 != shares.len() || !ends.is_sorted_by(|one, two| one < two) {
            let expected = "shares that ascend, the last without an end";
            self.bad(&format!("{AT}/shares"), "shares", expected);
            return None;
        }
        let cap = match &document.cap {
            Some(text) => Some(minor(self, text, &format!("{AT}/cap"))?),
            None => None,
        };
        let minimum = match &document.minimum {
            Some(text) => minor(self, text, &format!("{AT}/minimum"))?,
            None => 0,
        };
        Some(Keeping {
            commission: Commission {
                shares,
                cap,
                minimum,
            },
            currency: currency.map(Into::into),
            per,
        })
    }

    /// Minor units of a currency, exactly.
    fn minor(&mut self, amount: Decimal, currency: &str, at: &str) -> Option<i128> {
        let amount = Amount::of(amount, currency).map_err(|failure| self.fail(at, &failure));
        amount.ok().map(|amount| amount.units())
    }

    /// A share from a percentage.
    fn percent(&mut self, text: &str, at: &str) -> Option<Decimal> {
        let percent = Decimal::parse(text);
        let hundred = Decimal::from_int(100);
        let within = percent.filter(|one| *one >= Decimal::from_int(0) && *one <= hundred);
        let share = within.and_then(|one| {
            let units = i64::try_from(one.units()).ok()?;
            Decimal::from_units(units, one.scale().checked_add(2)?)
        });
        if share.is_none() {
            self.bad(at, "percent", "a decimal as text, from 0 to 100");
        }
        share
    }

    /// A table that is handed in.
    fn table(&mut self, name: &str, at: &str) -> Option<Table> {
        let Some(table) = self.boards.table(name).cloned() else {
            // A table that is wrong was reported where it stands.
            let facts = &self.model.document.facts;
            if facts.get(name).is_none() {
                self.unknown("table of facts", name, at, facts.names());
            }
            return None;
        };
        if matches!(table.origin, TableOrigin::Records { .. }) {
            self.bad(at, "facts", "facts that are handed in, not records");
            return None;
        }
        Some(table)
    }

    fn unknown<'a>(
        &mut self,
        what: &'static str,
        name: &str,
        at: &str,
        known: impl Iterator<Item = &'a str>,
    ) {
        self.problems.push(unknown(what, name, at, known));
    }

    /// A column of a table that fits.
    fn column(
        &mut self,
        table: &Table,
        name: &str,
        at: &str,
        (fits, expected): (fn(&ColumnShape) -> bool, &'static str),
    ) -> Option<usize> {
        let columns = table.shape.columns();
        let Some(place) = columns.iter().position(|column| &*column.name == name) else {
            let known = columns.iter().map(|column| &*column.name);
            self.unknown("column", name, at, known);
            return None;
        };
        if !columns.get(place).is_some_and(fits) {
            self.bad(at, "column", expected);
            return None;
        }
        Some(place)
    }

    fn attribution(
        &mut self,
        document: &AttributionDocument,
        keeping: Option<Keeping>,
    ) -> Option<Attribution> {
        const AT: &str = "/plans/attribution";
        let at = |name: &str| format!("{AT}/{name}");
        let charges = self.table(&document.charges, &at("charges"))?;
        let credits = self.table(&document.credits, &at("credits"))?;
        let into = self.table(&document.into, &at("into"))?;
        let implementation = at("implementation");
        let charge = ChargeColumns {
            at: charges.at,
            tenant: tenant(&charges),
            customer: self.column(&charges, &document.customer, &at("customer"), TEXT)?,
            implementation: self.column(
                &charges,
                &document.implementation,
                &implementation,
                TEXT,
            )?,
            amount: self.column(&charges, &document.amount, &at("amount"), MONEY)?,
            shape: Arc::clone(&charges.shape),
        };
        let until = match &document.until {
            Some(name) => Some(self.column(&credits, name, &at("until"), INSTANT)?),
            None => None,
        };
        let credit = CreditColumns {
            at: credits.at,
            until,
            tenant: tenant(&credits),
            implementation: self.column(
                &credits,
                &document.implementation,
                &implementation,
                TEXT,
            )?,
            builder: self.column(&credits, &document.builder, &at("builder"), TEXT)?,
            weight: self.column(&credits, &document.weight, &at("weight"), INT)?,
            shape: Arc::clone(&credits.shape),
        };
        let whens = [&charges, &credits].map(|table| table.shape.columns().get(table.at));
        if whens.iter().flatten().any(|column| !column.required) {
            self.bad(
                &at("charges"),
                "at",
                "an instant that every charge and credit has",
            );
            return None;
        }
        let mut from = Vec::new();
        for column in into.shape.columns() {
            from.push(self.origin(column, document, &charges)?);
        }
        for (name, origin) in [
            (Some(&document.builder), Origin::Builder),
            (Some(&document.amount), Origin::Part),
            (document.commission.as_ref(), Origin::Kept),
        ] {
            if let Some(name) = name.filter(|_| !from.contains(&origin)) {
                let known = into.shape.columns().iter().map(|column| &*column.name);
                self.unknown("column", name, &at("into"), known);
                return None;
            }
        }
        Some(Attribution {
            charges: charges.name,
            credits: credits.name,
            into: into.name,
            charge,
            credit,
            earned: EarnedColumns {
                shape: Arc::clone(&into.shape),
                from,
            },
            keeping,
        })
    }

    /// Where a column of what was earned comes from.
    fn origin(
        &mut self,
        column: &ColumnShape,
        document: &AttributionDocument,
        charges: &Table,
    ) -> Option<Origin> {
        const AT: &str = "/plans/attribution/into";
        let name = &*column.name;
        let own = if name == document.builder {
            Some((Origin::Builder, TEXT))
        } else if name == document.amount {
            Some((Origin::Part, MONEY))
        } else if Some(name) == document.commission.as_deref() {
            Some((Origin::Kept, MONEY))
        } else {
            None
        };
        if let Some((origin, (fits, expected))) = own {
            if !fits(column) {
                self.bad(AT, "column", expected);
                return None;
            }
            return Some(origin);
        }
        let columns = charges.shape.columns();
        let Some(place) = columns.iter().position(|one| *one.name == *name) else {
            let known = columns.iter().map(|column| &*column.name);
            self.unknown("column of charges", name, AT, known);
            return None;
        };
        let same = columns.get(place).is_some_and(|own| {
            let kind = |column: &ColumnShape| std::mem::discriminant(&column.ty);
            kind(own) == kind(column) && (own.required || !column.required)
        });
        if !same {
            self.bad(AT, "column", "columns as the charges have them");
            return None;
        }
        Some(Origin::Charge(place))
    }
}

type Fits = (fn(&ColumnShape) -> bool, &'static str);

const TEXT: Fits = (
    |column| column.required && column.ty == ColumnType::Text,
    "a text that every fact has",
);
const INT: Fits = (
    |column| column.required && column.ty == ColumnType::Int,
    "a whole number that every fact has",
);
const MONEY: Fits = (
    |column| column.required && matches!(column.ty, ColumnType::Money { .. }),
    "an amount that every fact has",
);
const INSTANT: Fits = (|column| column.ty == ColumnType::Instant, "an instant");

/// The column of the tenant, where there are tenants.
fn tenant(table: &Table) -> Option<usize> {
    match table.origin {
        TableOrigin::Given { tenant } => tenant,
        TableOrigin::Records { .. } => None,
    }
}
