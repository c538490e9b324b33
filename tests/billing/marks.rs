//! Alerts along random courses, beside a list of what stood above which mark.

use profilekit::json::{Limits, parse};
use profilekit::metrics::{Alerts, Number, Reading, Told, Watched};
use profilekit_tests::Seeded;

const WATCHED: [&str; 4] = ["allowance", "bill", "projected", "figure:latency"];

fn reading(name: &str, value: i128, limit: i128) -> Reading {
    Reading {
        watched: Watched::from_name(name).unwrap(),
        value: Number::new(value, 2),
        // The same limit with other digits.
        limit: Number::new(limit * 10, 3),
        unit: "EUR".into(),
    }
}

/// What a thing's marks are: the period, and for each whether it stands above it.
#[derive(Clone, Default)]
struct Stood {
    period: String,
    above: [bool; 4],
}

#[test]
fn a_mark_is_told_once_for_each_time_that_it_is_crossed() {
    let mut random = Seeded::new(7);
    let mut alerts = 0;
    for _ in 0..400 {
        let marks: [u32; 4] =
            [1 + random.below(20), 30, 60, 100].map(|m| u32::try_from(m).unwrap());
        let slack = u32::try_from(random.below(15)).unwrap();
        let limit = 1 + random.below(5000) as i128;
        let rule = Alerts::new(&marks, slack).unwrap();
        let mut told = Told::default();
        let mut stood: Vec<Stood> = vec![Stood::default(); 4];
        for step in 0..30 {
            let period = format!("p{}", step / 10);
            let named = WATCHED.iter().enumerate().filter(|_| random.percent(80));
            let named: Vec<(usize, &&str)> = named.collect();
            let mut expected: Vec<(&str, u32)> = Vec::new();
            let mut readings = Vec::new();
            for (place, name) in named {
                let value = random.below(7000) as i128 - 500;
                readings.push(reading(name, value, limit));
                let stood = &mut stood[place];
                if stood.period != period {
                    *stood = Stood {
                        period: period.clone(),
                        ..Stood::default()
                    };
                }
                for (mark, above) in marks.iter().zip(&mut stood.above) {
                    let reached = |percent: u32| value * 100 >= limit * i128::from(percent);
                    if reached(*mark) && !*above {
                        expected.push((name, *mark));
                    }
                    *above = reached(*mark) || (*above && reached(mark.saturating_sub(slack)));
                }
            }
            let (found, next) = rule.crossed(&told, &period, &readings).unwrap();
            let names: Vec<(String, u32)> = found
                .iter()
                .map(|alert| (alert.watched.name(), alert.mark))
                .collect();
            let names: Vec<(&str, u32)> = names.iter().map(|(n, m)| (n.as_str(), *m)).collect();
            assert_eq!(names, expected);
            for alert in &found {
                assert_eq!(&*alert.period, period);
                assert!(
                    alert.reason.contains(&alert.percent.to_string()),
                    "{}",
                    alert.reason
                );
                assert!(
                    alert.reason.contains(&format!("{} %", alert.mark)),
                    "{}",
                    alert.reason
                );
            }
            // At once again, nothing is new; and what was told survives its text.
            let (again, same) = rule.crossed(&next, &period, &readings).unwrap();
            assert!(again.is_empty() && same == next);
            let text = next.to_json();
            let tree = parse(text.as_bytes(), Limits::default()).unwrap();
            assert_eq!(Told::from_json(&tree).unwrap(), next);
            told = next;
            alerts += found.len();
        }
    }
    assert!(alerts > 10_000, "{alerts} alerts");
}

#[test]
fn marks_and_limits_that_cannot_be_are_refused() {
    for marks in [&[][..], &[0], &[80, 50], &[50, 50], &[10_001]] {
        assert!(Alerts::new(marks, 5).is_err(), "{marks:?}");
    }
    let rule = Alerts::default();
    let crossed = |readings: &[Reading]| rule.crossed(&Told::default(), "p", readings);
    assert!(crossed(&[reading("bill", 1, 0)]).is_err());
    assert!(crossed(&[reading("bill", 1, -5)]).is_err());
    assert!(crossed(&[reading("bill", 1, 1), reading("bill", 2, 1)]).is_err());
    assert!(crossed(&[reading("bill", i128::MAX / 10, 1)]).is_err());
    for text in [
        "[]",
        r#"{"bill":{"marks":[]}}"#,
        r#"{"bill":{"period":"p","marks":["a"]}}"#,
    ] {
        let tree = parse(text.as_bytes(), Limits::default()).unwrap();
        assert!(Told::from_json(&tree).is_err(), "{text}");
    }
}
