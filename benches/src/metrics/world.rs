//! Seeded sales: three years of them, as a shop's table has them.

use std::fmt::Write as _;
use std::sync::Arc;

use profilekit::metrics::{
    Calendar, Card, Column, ColumnShape, ColumnType, Dictionary, FactShape, Facts, Plan, Setting,
    Weekday, Zone,
};
use profilekit::time::parse_instant;
use profilekit_tests::Seeded;
use serde_json::Value;

const PROJECTS: usize = 50;
const CUSTOMERS: usize = 20_000;
const FROM: &str = "2023-12-31T23:00:00Z";
const NOW: &str = "2025-12-31T23:00:00Z";

/// Rows as plain columns: what a floor adds up, and what everything else is made of.
pub(crate) struct World {
    pub(crate) at: Vec<i64>,
    pub(crate) project: Vec<u32>,
    pub(crate) customer: Vec<u32>,
    pub(crate) cents: Vec<i64>,
    shape: Arc<FactShape>,
}

impl World {
    /// So many sales of two years of Berlin's, in the order of time, as tables of sales are.
    pub(crate) fn new(rows: usize) -> Self {
        let mut random = Seeded::new(2026);
        let (from, now) = (instant(FROM), instant(NOW));
        let width = usize::try_from(now - from).unwrap();
        let mut at: Vec<i64> = (0..rows)
            .map(|_| from + i64::try_from(random.below(width)).unwrap())
            .collect();
        at.sort_unstable();
        let mut below = |most: usize| u32::try_from(random.below(most)).unwrap();
        let project = (0..rows).map(|_| 1 + below(PROJECTS)).collect();
        let customer = (0..rows).map(|_| 1 + below(CUSTOMERS)).collect();
        let cents = (0..rows)
            .map(|_| i64::from(100 + below(1000) * (1 + below(50))))
            .collect();
        let money = ColumnType::Money {
            currency: Some("EUR".into()),
        };
        let columns = [
            ("at", ColumnType::Instant),
            ("project", ColumnType::Text),
            ("customer", ColumnType::Text),
            ("price", money),
        ];
        let columns = columns.map(|(name, ty)| ColumnShape::new(name, ty));
        Self {
            at,
            project,
            customer,
            cents,
            shape: Arc::new(FactShape::new(columns.into()).unwrap()),
        }
    }

    pub(crate) fn rows(&self) -> usize {
        self.at.len()
    }

    /// The typed columns of some of the rows.
    pub(crate) fn facts(&self, rows: std::ops::Range<usize>) -> Facts {
        let names = |word: &str, count: usize| -> Arc<Dictionary> {
            let names: Vec<String> = (1..=count).map(|name| label(word, name)).collect();
            Arc::new(names.iter().map(String::as_str).collect())
        };
        let instants = self.at[rows.clone()].iter().copied().map(Some);
        let amounts = self.cents[rows.clone()].iter();
        let columns = vec![
            Column::instants(instants),
            Column::coded(self.project[rows.clone()].to_vec(), names("p", PROJECTS)).unwrap(),
            Column::coded(self.customer[rows].to_vec(), names("c", CUSTOMERS)).unwrap(),
            Column::money(amounts.map(|cents| Some((*cents, "EUR")))).unwrap(),
        ];
        Facts::from_columns(&self.shape, columns).unwrap()
    }

    /// One of the rows, as it comes alone.
    pub(crate) fn fact(&self, row: usize) -> Facts {
        let (project, customer) = (self.project[row] as usize, self.customer[row] as usize);
        let columns = vec![
            Column::instants([Some(self.at[row])]),
            Column::texts([Some(&*label("p", project))]),
            Column::texts([Some(&*label("c", customer))]),
            Column::money([Some((self.cents[row], "EUR"))]).unwrap(),
        ];
        Facts::from_columns(&self.shape, columns).unwrap()
    }

    /// The same rows for others.
    pub(crate) fn csv(&self) -> String {
        let mut csv = String::from("at,project,customer,cents\n");
        let columns = self.at.iter().zip(&self.project);
        for ((at, project), (customer, cents)) in columns.zip(self.customer.iter().zip(&self.cents))
        {
            let (project, customer) = (
                label("p", *project as usize),
                label("c", *customer as usize),
            );
            writeln!(csv, "{at},{project},{customer},{cents}").unwrap();
        }
        csv
    }

    /// Cards made ready, up to so many values exact.
    pub(crate) fn plan(&self, cards: &[Value], exact: u32) -> Plan {
        let card = |card: &Value| {
            let tree = profilekit::json::parse(card.to_string().as_bytes(), Default::default());
            Card::from_json(&tree.unwrap(), &self.shape).unwrap()
        };
        let setting = Setting {
            at: 0,
            now: instant(NOW),
            calendar: Calendar {
                zone: Zone::named("Europe/Berlin").unwrap(),
                week_start: Weekday::Monday,
            },
            exact,
        };
        Plan::new(&self.shape, setting, cards.iter().map(card).collect()).unwrap()
    }
}

fn label(word: &str, place: usize) -> String {
    format!("{word}{place:05}")
}

fn instant(text: &str) -> i64 {
    parse_instant(text).unwrap()
}
