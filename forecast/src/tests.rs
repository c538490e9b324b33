#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "a test that cannot go on has failed"
)]

use profilekit::metrics::{Calendar, Cohort, Grain, Number, Point, Span, Weekday, Zone};
use profilekit_tests::Seeded;

use super::*;
use crate::history::float;

const DAY: i64 = 86_400_000_000;

fn calendar() -> Calendar {
    Calendar {
        zone: Zone::utc(),
        week_start: Weekday::Monday,
    }
}

fn days(values: &[i128]) -> Vec<Point> {
    let point = |(place, units): (usize, &i128)| {
        let start = i64::try_from(place).unwrap() * DAY;
        Point {
            bucket: Span {
                start,
                until: start + DAY,
                end: start + DAY,
            },
            value: Some(Number::new(*units, 2)),
        }
    };
    values.iter().enumerate().map(point).collect()
}

/// Around zero, like the sum of twelve dice.
fn noise(random: &mut Seeded, size: i128) -> i128 {
    let sum: usize = (0..12).map(|_| random.below(101)).sum();
    (sum as i128 - 600) * size / 100
}

#[test]
fn a_line_goes_on_and_its_interval_holds_it() {
    let line: Vec<i128> = (0..15).map(|n| 10_000 + n * 250).collect();
    let outlook = forecast(&days(&line), Grain::Day, 4, &calendar());
    let found: Vec<String> = outlook.points.iter().map(|p| p.value.to_string()).collect();
    assert_eq!(found, ["137.50", "140.00", "142.50", "145.00"]);
    assert_eq!(outlook.method.as_deref(), Some("AutoETS"));
    for (place, point) in (15..).zip(&outlook.points) {
        assert_eq!(point.bucket.start, place * DAY);
        assert!(float(point.lower) <= float(point.value));
        assert!(float(point.value) <= float(point.upper));
    }
}

#[test]
fn weeks_are_told_where_there_are_three() {
    let mut random = Seeded::new(3);
    let week = [10_000, 12_000, 13_000, 12_500, 11_000, 4_000, 3_000];
    let values: Vec<i128> = (0..42)
        .map(|n| week[n % 7] + noise(&mut random, 50))
        .collect();
    let outlook = forecast(&days(&values), Grain::Day, 7, &calendar());
    assert_eq!(outlook.method.as_deref(), Some("MSTL with AutoETS"));
    for (expected, found) in week.iter().zip(&outlook.points) {
        let away = (found.value.units() - expected).abs();
        assert!(away < 600, "{expected}: {:?}", found.value);
    }
}

#[test]
fn intervals_hold_as_many_as_they_say() {
    let mut random = Seeded::new(11);
    let (mut held, mut all) = (0, 0);
    for _ in 0..120 {
        let values: Vec<i128> = (0..31)
            .map(|_| 50_000 + noise(&mut random, 1_000))
            .collect();
        let outlook = forecast(&days(&values[..30]), Grain::Week, 1, &calendar());
        let point = &outlook.points[0];
        let true_one = values[30];
        held += i32::from(point.lower.units() <= true_one && true_one <= point.upper.units());
        all += 1;
    }
    assert!(held * 100 >= all * 88 && held < all, "{held} of {all}");
}

#[test]
fn what_runs_is_expected_and_not_believed() {
    let line: Vec<i128> = (0..12).map(|_| 5_000).collect();
    let mut series = days(&line);
    let running = series.last_mut().unwrap();
    running.bucket.until -= DAY / 2;
    running.value = Some(Number::new(100, 2));
    let outlook = forecast(&series, Grain::Day, 2, &calendar());
    assert_eq!(outlook.points[0].value.to_string(), "50.00");
    assert_eq!(outlook.points[0].bucket, series[11].bucket);
    assert_eq!(outlook.points[1].bucket.start, 12 * DAY);
    assert!(anomalies(&series, Grain::Day).is_empty());
}

#[test]
fn too_little_says_so() {
    let short = forecast(&days(&[1, 2, 3]), Grain::Day, 3, &calendar());
    assert!(short.points.is_empty() && short.reason.starts_with("There are 3 figures"));
    let mut gaps = days(&[5; 20]);
    gaps[15].value = None;
    let gaps = forecast(&gaps, Grain::Day, 3, &calendar());
    assert!(gaps.method.is_none() && gaps.reason.starts_with("There are 4"));
    assert!(anomalies(&days(&[1, 900, 3]), Grain::Day).is_empty());
    assert!(forecast(&[], Grain::Day, 3, &calendar()).method.is_none());
}

#[test]
fn what_never_was_below_zero_is_not_expected_to_be() {
    let falling: Vec<i128> = (0..15).map(|n| 15_000 - n * 1_000).collect();
    let outlook = forecast(&days(&falling), Grain::Day, 5, &calendar());
    assert!(outlook.points.iter().all(|point| point.lower.units() >= 0));
    assert_eq!(outlook.points[4].value.to_string(), "0.00");
}

#[test]
fn a_spike_is_pointed_out_with_its_reason() {
    let mut random = Seeded::new(29);
    let mut values: Vec<i128> = (0..30).map(|_| 10_000 + noise(&mut random, 100)).collect();
    values[26] = 30_000;
    let found = anomalies(&days(&values), Grain::Week);
    let spike = found
        .iter()
        .find(|one| one.expected.bucket.start == 26 * DAY);
    let spike = spike.unwrap();
    assert!(
        spike.reason.starts_with("300.00 is above"),
        "{}",
        spike.reason
    );
    assert!(spike.reason.contains("AutoETS") && spike.reason.contains("99 of 100"));
    values[26] = 100;
    let found = anomalies(&days(&values), Grain::Week);
    assert!(
        found[0].reason.starts_with("1.00 is below"),
        "{}",
        found[0].reason
    );
}

#[test]
fn what_is_in_line_is_rarely_pointed_out() {
    let mut random = Seeded::new(31);
    let (mut found, mut judged) = (0, 0);
    for _ in 0..40 {
        let values: Vec<i128> = (0..40).map(|_| 50_000 + noise(&mut random, 900)).collect();
        found += anomalies(&days(&values), Grain::Week).len();
        judged += 7;
    }
    assert!(found * 100 <= judged * 5, "{found} of {judged}");
}

fn cohort(size: u64, back: u64) -> Cohort {
    Cohort {
        start: 0,
        size,
        active: vec![size, back],
    }
}

#[test]
fn churn_is_told_where_it_is_more_than_chance() {
    let with = |last: u64| {
        let mut cohorts = vec![cohort(400, 120); 5];
        cohorts.extend([cohort(400, last), cohort(300, 10), cohort(100, 0)]);
        churn(&cohorts).unwrap()
    };
    assert_eq!(with(120).signal, Signal::Same);
    assert_eq!(with(110).signal, Signal::Same);
    let worse = with(60);
    assert_eq!(worse.signal, Signal::Worse);
    assert_eq!(
        (worse.last.to_string(), worse.before.to_string()),
        ("0.8500".into(), "0.7000".into())
    );
    assert!(worse.reason.contains("z-test") && worse.reason.contains("340 of 400"));
    let mut cohorts = vec![cohort(400, 120); 5];
    cohorts.extend([cohort(400, 60), cohort(300, 10), cohort(100, 0)]);
    let told = leaving(&cohorts);
    assert_eq!(told.method.as_deref(), Some("two-proportion z-test"));
    assert!(
        told.reason
            .starts_with("More people leave than before. Two-proportion")
    );
    assert!(leaving(&[cohort(400, 1)]).method.is_none());
    assert_eq!(with(200).signal, Signal::Better);
    assert!(
        churn(&[cohort(400, 1)])
            .unwrap_err()
            .contains("too few cohorts")
    );
    let few = [cohort(5, 1), cohort(5, 1), cohort(5, 1), cohort(5, 1)];
    assert!(churn(&few).unwrap_err().contains("30 are needed"));
}
