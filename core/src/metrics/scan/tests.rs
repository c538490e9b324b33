use std::sync::Arc;

use proptest::prelude::*;

use super::super::facts::{Column, ColumnShape, ColumnType, FactShape};
use super::super::plan::Setting;
use super::super::{Calendar, Card, Weekday, Zone};
use super::*;
use crate::json::{Limits, parse};

const DAY: i64 = 86_400_000_000;

fn shape() -> Arc<FactShape> {
    let euros = ColumnType::Money {
        currency: Some("EUR".into()),
    };
    let columns = vec![
        ColumnShape::new("at", ColumnType::Instant),
        ColumnShape::new("kind", ColumnType::Text).optional(),
        ColumnShape::new("n", ColumnType::Int).optional(),
        ColumnShape::new("price", euros),
    ];
    Arc::new(FactShape::new(columns).unwrap())
}

fn plan(shape: &Arc<FactShape>) -> Plan {
    let cards = [
        r#"{ "measure": "sum(price)", "series": { "grain": "day" } "#,
        r#"{ "measure": "max(price)", "compare": "previous_period" "#,
        r#"{ "measure": "min(n)", "series": { "grain": "day" } "#,
        r#"{ "measure": "avg(n)" "#,
        r#"{ "measure": "count()", "where": "fact.kind != 'x'", "series": { "grain": "week" } "#,
        r#"{ "measure": "sum(price)", "where": "fact.kind == 'y'" "#,
        r#"{ "measure": "max(price)", "where": "fact.kind == 'y'" "#,
        r#"{ "measure": "sum(price)", "breakdown": { "by": "kind" } "#,
        r#"{ "measure": "new(kind)" "#,
        r#"{ "measure": "percentile(price, 0.9)" "#,
    ];
    let card = |(id, card): (usize, &&str)| {
        let card = format!(r#"{card}, "id": "card_{id}", "range": "last_7_days" }}"#);
        Card::from_json(&parse(card.as_bytes(), Limits::default()).unwrap(), shape).unwrap()
    };
    let setting = Setting {
        at: 0,
        now: 20 * DAY,
        calendar: Calendar {
            zone: Zone::named("Europe/Berlin").unwrap(),
            week_start: Weekday::Monday,
        },
        exact: 500,
    };
    Plan::new(shape, setting, cards.iter().enumerate().map(card).collect()).unwrap()
}

/// Rows of the days before the answer: when, of what kind, and two numbers, some of them large.
type Sale = (i64, Option<&'static str>, Option<i64>, i64);

fn sales() -> impl Strategy<Value = Vec<Sale>> {
    let large = || {
        prop_oneof![
            4000 => -500..500i64,
            1 => (30..63u32, any::<bool>(), -2..2i64).prop_map(|(bits, below, more)| {
                let edge = (1i64 << bits) - 2 + more;
                if below { -edge } else { edge }
            }),
        ]
    };
    let kind = prop::option::of(prop::sample::select(vec!["x", "y", "z"]));
    let number = prop_oneof![3 => large().prop_map(Some), 1 => Just(None)];
    let sale = (0..20 * DAY, kind, number, large());
    prop::collection::vec(sale, 0..9000)
}

fn table(shape: &Arc<FactShape>, sales: &[Sale]) -> Facts {
    let columns = vec![
        Column::instants(sales.iter().map(|sale| Some(sale.0))),
        Column::texts(sales.iter().map(|sale| sale.1)),
        Column::ints(sales.iter().map(|sale| sale.2)),
        Column::money(sales.iter().map(|sale| Some((sale.3, "EUR")))).unwrap(),
    ];
    Facts::from_columns(shape, columns).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn tables_of_several_blocks_say_what_their_rows_say_one_by_one(
        mut sales in sales(),
        ordered in prop::bool::weighted(0.8),
        full: bool,
        cut in any::<prop::sample::Index>(),
    ) {
        if ordered {
            sales.sort_by_key(|sale| sale.0);
        }
        if full {
            sales.iter_mut().for_each(|sale| sale.2 = sale.2.or(Some(7)));
        }
        let shape = shape();
        let plan = plan(&shape);
        let facts = table(&shape, &sales);
        let whole = plan.scan(&facts, 0..facts.rows()).unwrap();
        let mut plain = plan.nothing().unwrap();
        for few in sales.chunks(few::FEW) {
            plan.add(&mut plain, &table(&shape, few)).unwrap();
        }
        prop_assert_eq!(whole.to_bytes(), plain.to_bytes());
        let cut = cut.index(facts.rows() + 1);
        let mut parts = plan.scan(&facts, cut..facts.rows()).unwrap();
        parts.merge(&plan.scan(&facts, 0..cut).unwrap()).unwrap();
        prop_assert_eq!(parts.to_bytes(), plain.to_bytes());
    }
}
