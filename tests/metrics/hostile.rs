//! Bytes that no plan wrote.

use profilekit::error::Code;
use profilekit::metrics::Plan;
use profilekit_tests::Seeded;
use serde_json::json;

use crate::case::{facts, plan, setting};

fn plans() -> Vec<(Plan, Vec<u8>)> {
    let loaded = facts(&json!({
        "columns": [
            { "name": "at", "type": "instant" },
            { "name": "who", "type": "text" },
            { "name": "price", "type": "money" },
        ],
        "csv": [
            "at,who,price",
            "2026-03-01T00:00:00Z,a,1.50 EUR",
            "2026-03-02T00:00:00Z,b,-2 USD",
            "2026-03-03T00:00:00Z,a,7 JPY",
        ],
    }));
    let shape = loaded.facts.shape();
    let measures = [
        "sum(price)",
        "max(price)",
        "last(price)",
        "distinct(who)",
        "median(price)",
        "new(who)",
        "funnel(who, `fact.price.amount > decimal('0')`, `fact.price.currency == 'JPY'`)",
        "each(who, count(), max)",
    ];
    let cases = measures
        .iter()
        .flat_map(|measure| [(measure, 100), (measure, 1)]);
    let cases = cases.map(|(measure, exact)| {
        let setting = setting(
            &json!({ "now": "2026-03-20T00:00:00Z", "exact": exact }),
            shape,
        );
        let card = json!({
            "id": "x", "measure": measure, "range": "this_month", "breakdown": { "by": "who" },
        });
        let plan = plan(&card, setting, shape).unwrap();
        let bytes = plan.scan(&loaded.facts, 0..3).unwrap().to_bytes();
        (plan, bytes)
    });
    cases.collect()
}

#[test]
fn what_was_cut_short_is_refused() {
    for (plan, bytes) in plans() {
        assert!(plan.read_partial(&bytes).is_ok());
        for length in 0..bytes.len().min(2000) {
            let failure = plan.read_partial(&bytes[..length]).unwrap_err();
            assert_eq!(failure.code(), Code::MetricsBadState);
        }
        let longer = [&bytes[..], &[0]].concat();
        assert_eq!(
            plan.read_partial(&longer).unwrap_err().code(),
            Code::MetricsBadState
        );
    }
}

#[test]
fn what_was_changed_is_refused_or_means_what_it_spells() {
    let mut random = Seeded::new(7);
    for (plan, bytes) in plans() {
        for _ in 0..2000 {
            let mut changed = bytes.clone();
            for _ in 0..1 + random.below(3) {
                let place = random.below(changed.len());
                changed[place] = u8::try_from(random.below(256)).unwrap();
            }
            if let Ok(partial) = plan.read_partial(&changed) {
                assert_eq!(partial.to_bytes(), changed);
                let _ = plan.finish(&partial);
                let mut twice = partial.clone();
                let _ = twice.merge(&partial);
            }
        }
    }
}

#[test]
fn partial_results_of_other_cards_do_not_mix() {
    let plans = plans();
    let (_, bytes) = &plans[0];
    for (other, _) in &plans[2..] {
        assert_eq!(
            other.read_partial(bytes).unwrap_err().code(),
            Code::MetricsBadState
        );
    }
}
