//! Columns and rows that come in piece by piece.

use super::*;
use crate::json::{Limits, parse};
use crate::metrics::{
    Calendar, Card, ColumnShape, ColumnType, EXACT, Grain, Measure, Plan, Series, Setting, Weekday,
    Zone,
};

const AT: &str = "2026-03-01T10:00:00Z";
/// [`AT`] in milliseconds.
const MS: f64 = 1_772_359_200_000.0;

fn shape() -> Arc<FactShape> {
    let money = ColumnType::Money {
        currency: Some("EUR".into()),
    };
    let columns = vec![
        ColumnShape::new("at", ColumnType::Instant),
        ColumnShape::new("who", ColumnType::Text),
        ColumnShape::new("count", ColumnType::Int).optional(),
        ColumnShape::new("share", ColumnType::Decimal { scale: 3 }).optional(),
        ColumnShape::new("price", money).optional(),
        ColumnShape::new("paid", ColumnType::Bool).optional(),
    ];
    FactShape::new(columns).unwrap().into()
}

fn doubles(values: &[f64]) -> Values<'_> {
    Values::Doubles {
        values,
        units: false,
        currencies: &[],
    }
}

/// The facts of rows as JSON.
fn read(rows: &str) -> Facts {
    let shape = shape();
    let lines = rows.lines().map(str::as_bytes);
    let loaded = Facts::from_records(&shape, lines).unwrap();
    assert_eq!(loaded.bad, []);
    loaded.facts
}

fn spelled(facts: &Facts) -> Vec<Vec<u8>> {
    (0..facts.rows()).map(|row| facts.row_bytes(row)).collect()
}

#[test]
fn columns_and_rows_that_are_read_stand_in_their_order() {
    let mut intake = Intake::new(&shape());
    let who = intake.learn(1, ["ada", "bob", "ada"].into_iter()).unwrap();
    assert_eq!(who, [1, 2, 1]);
    let row = format!(
        "{{\"at\":\"{AT}\",\"who\":\"eve\",\"price\":{{\"amount\":\"1\",\"currency\":\"USD\"}}}}"
    );
    let trees = parse(format!("[{row},7]").as_bytes(), Limits::default()).unwrap();
    let Value::Array(trees) = trees.value else {
        panic!()
    };
    intake
        .stage(0, doubles(&[MS, 0.0, MS + 0.5, 0.0]), &[])
        .unwrap();
    intake.stage(1, Values::Codes(&[1, 0, 2, 9]), &[]).unwrap();
    intake
        .stage(2, doubles(&[1.0, 2.0, 3.0, 0.5]), &[0b0101])
        .unwrap();
    intake
        .stage(4, doubles(&[1.25, 0.0, -0.5, 0.0]), &[])
        .unwrap();
    intake.take(4, &[1, 3], &trees).unwrap();
    intake.settle();
    let expected = read(&format!(
        "{{\"at\":\"{AT}\",\"who\":\"ada\",\"count\":1,\"price\":1.25}}\n{row}\n\
         {{\"at\":\"2026-03-01T10:00:00.0005Z\",\"who\":\"bob\",\"count\":3,\"price\":\"-0.50\"}}"
    ));
    assert_eq!(spelled(intake.facts()), spelled(&expected));
    let bad = intake.bad();
    assert_eq!(bad.len(), 1);
    assert_eq!((bad[0].line, bad[0].column.as_deref()), (4, None));
}

#[test]
fn what_is_not_settled_is_undone() {
    let mut intake = Intake::new(&shape());
    intake.learn(1, ["ada", "bob"].into_iter()).unwrap();
    let take = |intake: &mut Intake, rows: usize, code: u32, valid: &[u8]| {
        let (times, codes) = (vec![MS; rows], vec![code; rows]);
        intake.stage(0, doubles(&times), &[]).unwrap();
        intake.stage(1, Values::Codes(&codes), &[]).unwrap();
        intake.stage(2, doubles(&times), valid).unwrap();
        intake.take(rows, &[], &[]).unwrap();
    };
    take(&mut intake, 70, 1, &[0xff; 9]);
    intake.settle();
    intake.learn(1, ["bob"].into_iter()).unwrap();
    let before = spelled(intake.facts());
    let kept = Arc::clone(intake.facts());
    take(&mut intake, 100, 2, &[0; 13]);
    take(&mut intake, 3, 7, &[]);
    assert_eq!((intake.facts().rows(), intake.bad().len()), (170, 3));
    intake.stage(0, doubles(&[MS]), &[]).unwrap();
    intake.undo();
    assert_eq!(spelled(intake.facts()), before);
    assert_eq!(intake.bad(), []);
    // Whoever looked at it meanwhile has what was there.
    assert_eq!(spelled(&kept), before);
    take(&mut intake, 1, 1, &[]);
    let last = intake.facts().row_bytes(70);
    assert_eq!(last, before[0]);
}

/// The texts of a column, in the order of their codes.
fn texts(intake: &Intake, column: usize) -> Vec<String> {
    let (_, texts) = intake.facts().coded(column).unwrap();
    texts.iter().map(str::to_owned).collect()
}

#[test]
fn no_text_is_kept_that_no_row_has() {
    let mut intake = Intake::new(&shape());
    let take = |intake: &mut Intake, names: &[&str], valid: u8| {
        let codes = intake.learn(1, names.iter().copied()).unwrap();
        let times = vec![MS; names.len()];
        let halves = vec![0.5; names.len()];
        intake.stage(0, doubles(&times), &[]).unwrap();
        intake.stage(1, Values::Codes(&codes), &[]).unwrap();
        intake.stage(2, doubles(&halves), &[valid]).unwrap();
        intake.take(names.len(), &[], &[]).unwrap();
    };
    // Half of one is no whole number: the second and the fourth row are refused.
    take(&mut intake, &["ada", "bob", "cy", "dee", "ada"], 0b01010);
    assert_eq!(texts(&intake, 1), ["ada", "bob", "cy", "dee"]);
    intake.settle();
    assert_eq!((intake.facts().rows(), intake.bad().len()), (3, 2));
    assert_eq!(texts(&intake, 1), ["ada", "cy"]);
    let settled = spelled(intake.facts());
    take(&mut intake, &["dee", "bob"], 0);
    intake.learn(4, ["USD"].into_iter()).unwrap();
    intake.undo();
    assert_eq!(spelled(intake.facts()), settled);
    assert_eq!(texts(&intake, 1), ["ada", "cy"]);
    intake.learn(1, ["eve"].into_iter()).unwrap();
    intake.undo();
    assert_eq!(texts(&intake, 1), ["ada", "cy"]);
    assert_eq!(intake.learn(1, ["fay", "cy"].into_iter()).unwrap(), [3, 2]);
    assert_eq!(intake.learn(4, ["CHF"].into_iter()).unwrap(), [1]);
    take(&mut intake, &["gus", "cy"], 0);
    intake.settle();
    let expected = ["ada", "cy", "ada", "gus", "cy"];
    let expected = expected.map(|who| format!("{{\"at\":\"{AT}\",\"who\":\"{who}\"}}"));
    assert_eq!(
        spelled(intake.facts()),
        spelled(&read(&expected.join("\n")))
    );
    assert_eq!(texts(&intake, 1), ["ada", "cy", "gus"]);
}

#[test]
fn lots_that_do_not_fit_are_refused_and_leave_nothing_staged() {
    let mut intake = Intake::new(&shape());
    let code = |failure: Failure| failure.code();
    intake.stage(0, doubles(&[MS, MS]), &[]).unwrap();
    let missing = intake.take(2, &[], &[]).map_err(code);
    assert_eq!(missing, Err(Code::MetricsUnknownColumn));
    intake.learn(1, ["ada"].into_iter()).unwrap();
    intake.stage(0, doubles(&[MS, MS]), &[]).unwrap();
    intake.stage(1, Values::Codes(&[1]), &[]).unwrap();
    let refused = intake.take(2, &[], &[]).unwrap_err();
    assert_eq!(
        (refused.code(), refused.path()),
        (Code::KernelBadRequest, Some("/who"))
    );
    let one = parse(b"{}", Limits::default()).unwrap();
    for (odd, trees) in [(&[0][..], 0), (&[0, 0], 2), (&[1, 0], 2), (&[2], 1)] {
        intake.stage(0, doubles(&[MS, MS]), &[]).unwrap();
        intake.stage(1, Values::Codes(&[1, 1]), &[]).unwrap();
        let trees = vec![one.clone(); trees];
        let refused = intake.take(2, odd, &trees).map_err(code);
        assert_eq!(refused, Err(Code::KernelBadRequest), "{odd:?}");
    }
    let wrong = [
        (0, Values::Codes(&[1])),
        (1, doubles(&[1.0])),
        (5, doubles(&[1.0])),
        (9, doubles(&[1.0])),
    ];
    for (column, values) in wrong {
        let refused = intake.stage(column, values, &[]).map_err(code);
        assert_eq!(refused, Err(Code::KernelBadRequest), "{column}");
    }
    assert_eq!(
        intake.stage(2, doubles(&[1.0; 9]), &[1]).map_err(code),
        Err(Code::KernelBadRequest)
    );
    assert_eq!(
        intake.learn(0, ["a"].into_iter()).map_err(code),
        Err(Code::KernelBadRequest)
    );
    assert_eq!(intake.facts().rows(), 0);
}

#[test]
fn doubles_are_read_as_the_texts_that_they_are_written_as() {
    let column = |values: &[f64]| {
        let mut intake = Intake::new(&shape());
        intake.learn(1, ["ada"].into_iter()).unwrap();
        let (times, codes) = (vec![MS; values.len()], vec![1; values.len()]);
        intake.stage(0, doubles(&times), &[]).unwrap();
        intake.stage(1, Values::Codes(&codes), &[]).unwrap();
        intake.stage(3, doubles(values), &[]).unwrap();
        intake.take(values.len(), &[], &[]).unwrap();
        intake
    };
    let mut good = vec![
        0.0,
        -0.0,
        0.001,
        1.005,
        -2.5,
        999_999_999_999.999,
        1e14,
        123_456_789.125,
    ];
    good.extend((0..1000).map(|place| f64::from(place) / 1000.0));
    for value in &good {
        let intake = column(&[*value]);
        let row = format!("{{\"at\":\"{AT}\",\"who\":\"ada\",\"share\":{value}}}");
        assert_eq!(spelled(intake.facts()), spelled(&read(&row)), "{value}");
    }
    assert_eq!(column(&good).facts().rows(), good.len());
    let wrong = [
        (0.1 + 0.2, Code::SchemaScale),
        (0.0005, Code::SchemaScale),
        (f64::MIN_POSITIVE, Code::SchemaScale),
        (f64::NAN, Code::SchemaDecimal),
        (f64::NEG_INFINITY, Code::SchemaDecimal),
        (1e16, Code::SchemaInexact),
        (123_456_789_012_345.67, Code::SchemaInexact),
    ];
    for (value, code) in wrong {
        let intake = column(&[1.0, value]);
        let bad: Vec<_> = intake
            .bad()
            .iter()
            .map(|row| (row.line, row.code))
            .collect();
        assert_eq!(bad, [(2, code)], "{value}");
        assert_eq!(intake.facts().rows(), 1);
    }
}

/// Scans count on what a column says of its order, however it was filled.
#[test]
fn pieces_that_fall_are_counted_where_they_belong() {
    let setting = Setting {
        at: 0,
        now: 1_772_700_000_000_000,
        calendar: Calendar {
            zone: Zone::utc(),
            week_start: Weekday::Monday,
        },
        exact: EXACT,
    };
    let (measure, _) = Measure::parse("count()", &shape()).unwrap();
    let mut card = Card::new("days", measure);
    card.series = Some(Series {
        grain: Grain::parse("day").unwrap(),
        last: Some(9),
    });
    let plan = Plan::new(&shape(), setting, vec![card]).unwrap();
    let lots: [&[&[u32]]; 6] = [
        &[&[0, 1, 2]],
        &[&[2, 1, 0]],
        &[&[0, 3], &[1, 2]],
        &[&[0, 1], &[2, 0, 3]],
        &[&[3], &[2], &[1]],
        &[&[1, 1], &[], &[1, 2]],
    ];
    for days in lots {
        let mut intake = Intake::new(&shape());
        let mut rows = String::new();
        intake.learn(1, ["ada"].into_iter()).unwrap();
        for piece in days {
            let times: Vec<f64> = piece
                .iter()
                .map(|day| f64::from(*day) * 86_400_000.0 + MS)
                .collect();
            for day in *piece {
                let at = AT.replace("01T", &format!("{:02}T", day + 1));
                rows += &format!("{{\"at\":\"{at}\",\"who\":\"ada\"}}\n");
            }
            intake.stage(0, doubles(&times), &[]).unwrap();
            let codes = vec![1; times.len()];
            intake.stage(1, Values::Codes(&codes), &[]).unwrap();
            intake.take(times.len(), &[], &[]).unwrap();
        }
        intake.settle();
        let expected = plan.answer(&read(&rows)).unwrap();
        assert_eq!(plan.answer(intake.facts()).unwrap(), expected, "{days:?}");
    }
}
