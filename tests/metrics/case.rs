//! Facts, settings and cards as fixtures have them.

use std::sync::Arc;

use profilekit::error::Failure;
use profilekit::json::{Limits, parse};
use profilekit::metrics::{
    Calendar, Card, ColumnShape, ColumnType, EXACT, FactShape, Facts, Loaded, Plan, Setting,
    Weekday, Zone,
};
use profilekit::time::parse_instant;
use serde_json::Value as Json;

fn column(json: &Json) -> ColumnShape {
    let text = |name: &str| json[name].as_str();
    let ty = match text("type").unwrap() {
        "text" => ColumnType::Text,
        "int" => ColumnType::Int,
        "decimal" => {
            let scale = u8::try_from(json["scale"].as_u64().unwrap()).unwrap();
            ColumnType::Decimal { scale }
        }
        "money" => ColumnType::Money {
            currency: text("currency").map(Into::into),
        },
        "instant" => ColumnType::Instant,
        "bool" => ColumnType::Bool,
        other => panic!("no type {other}"),
    };
    let column = ColumnShape::new(text("name").unwrap(), ty);
    if json["optional"] == true {
        column.optional()
    } else {
        column
    }
}

pub(crate) fn facts(json: &Json) -> Loaded {
    let columns = json["columns"]
        .as_array()
        .unwrap()
        .iter()
        .map(column)
        .collect();
    let shape = Arc::new(FactShape::new(columns).unwrap());
    let lines = |name: &str| {
        let lines = json[name].as_array()?;
        Some(
            lines
                .iter()
                .map(|line| line.as_str().map_or(line.to_string(), str::to_owned) + "\n"),
        )
    };
    match (lines("csv"), lines("rows")) {
        (Some(csv), _) => Facts::from_csv(&shape, &csv.collect::<String>()).unwrap(),
        (_, Some(rows)) => Facts::from_ndjson(&shape, rows.collect::<String>().as_bytes()).unwrap(),
        _ => panic!("no facts"),
    }
}

pub(crate) fn setting(json: &Json, shape: &FactShape) -> Setting {
    let text = |name: &str, other: &'static str| json[name].as_str().unwrap_or(other).to_owned();
    let exact = json["exact"]
        .as_u64()
        .map(|exact| u32::try_from(exact).unwrap());
    Setting {
        at: shape.find(&text("at", "at")).unwrap(),
        now: parse_instant(&text("now", "")).unwrap(),
        calendar: Calendar {
            zone: Zone::named(&text("zone", "UTC")).unwrap(),
            week_start: Weekday::parse(&text("week_start", "monday")).unwrap(),
        },
        exact: exact.unwrap_or(EXACT),
    }
}

pub(crate) fn plan(card: &Json, setting: Setting, shape: &Arc<FactShape>) -> Result<Plan, Failure> {
    let tree = parse(card.to_string().as_bytes(), Limits::default()).unwrap();
    let card = Card::from_json(&tree, shape)?;
    Plan::new(shape, setting, vec![card])
}
