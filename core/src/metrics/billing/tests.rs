//! Prices worked by hand.

use super::*;
use crate::error::Code;

fn decimal(text: &str) -> Decimal {
    Decimal::parse(text).unwrap()
}

fn tier(up_to: Option<u64>, unit: &str, flat: &str) -> Tier {
    Tier {
        up_to,
        unit: decimal(unit),
        flat: decimal(flat),
    }
}

fn tiers() -> Vec<Tier> {
    vec![
        tier(Some(10), "5", "0"),
        tier(Some(20), "4", "1"),
        tier(None, "2.5", "0"),
    ]
}

fn amounts(invoice: &Invoice) -> Vec<String> {
    invoice
        .lines
        .iter()
        .map(|line| line.amount.to_string())
        .collect()
}

fn bill(scheme: Scheme, quantity: u64) -> Vec<String> {
    let invoice = Tariff::new("EUR", scheme)
        .unwrap()
        .invoice(quantity, Share::WHOLE, 0);
    amounts(&invoice.unwrap())
}

#[test]
fn tiers_begin_after_the_last_unit_of_the_one_before() {
    let graduated = |quantity| bill(Scheme::Graduated(tiers()), quantity);
    assert_eq!(graduated(0), Vec::<String>::new());
    assert_eq!(graduated(10), ["50.00"]);
    assert_eq!(graduated(11), ["50.00", "5.00"]);
    assert_eq!(graduated(25), ["50.00", "41.00", "12.50"]);
    let volume = |quantity| bill(Scheme::Volume(tiers()), quantity);
    assert_eq!(volume(10), ["50.00"]);
    assert_eq!(volume(11), ["45.00"]);
    assert_eq!(volume(21), ["52.50"]);
    let package = |quantity| {
        bill(
            Scheme::Package {
                size: 100,
                price: decimal("9.99"),
            },
            quantity,
        )
    };
    assert_eq!(
        (package(1), package(100)),
        (vec!["9.99".to_owned()], vec!["9.99".to_owned()])
    );
    assert_eq!(package(101), ["19.98"]);
}

#[test]
fn a_part_of_a_period_has_its_part_of_the_fee_the_units_and_the_minimum() {
    let mut tariff = Tariff::new("EUR", Scheme::PerUnit(decimal("0.10"))).unwrap();
    (tariff.fee, tariff.included, tariff.minimum) = (decimal("10"), 100, decimal("20"));
    let third = Share {
        part: 10,
        whole: 30,
    };
    // 3.33 and 67 of 100 units above 33, and what is missing to 6.67.
    let invoice = tariff.invoice(50, third, 0).unwrap();
    assert_eq!(amounts(&invoice), ["3.33", "1.70", "1.64"]);
    assert_eq!(invoice.total.to_string(), "6.67");
    let whole = tariff.invoice(300, Share::WHOLE, 500).unwrap();
    assert_eq!(amounts(&whole), ["10.00", "20.00", "-5.00"]);
    let covered = tariff.invoice(0, Share::WHOLE, 2500).unwrap();
    assert_eq!(
        (covered.total.to_string(), covered.credit),
        ("0.00".to_owned(), 500)
    );
    // 50 units in a third of the period are 150 in all of it.
    let projected = tariff.projected(50, third, 0).unwrap();
    assert_eq!(amounts(&projected), ["10.00", "5.00", "5.00"]);
    assert!(
        tariff
            .projected(50, Share { part: 0, whole: 30 }, 0)
            .is_err()
    );
    assert!(tariff.invoice(1, Share { part: 2, whole: 1 }, 0).is_err());
}

#[test]
fn lines_are_rounded_and_add_up() {
    let mut tariff = Tariff::new(
        "JPY",
        Scheme::Graduated(vec![tier(Some(3), "0.5", "0"), tier(None, "0.5", "0")]),
    )
    .unwrap();
    tariff.fee = decimal("0.5");
    let invoice = tariff.invoice(6, Share::WHOLE, 0).unwrap();
    assert_eq!(
        (amounts(&invoice), invoice.total.to_string()),
        (vec!["2".to_owned(), "2".to_owned()], "4".to_owned())
    );
}

#[test]
fn prices_that_cannot_be_are_refused() {
    let code = |currency, scheme| Tariff::new(currency, scheme).unwrap_err().code();
    assert_eq!(
        code("EUX", Scheme::PerUnit(decimal("1"))),
        Code::SchemaCurrency
    );
    for scheme in [
        Scheme::PerUnit(decimal("-1")),
        Scheme::Package {
            size: 0,
            price: decimal("1"),
        },
        Scheme::Graduated(vec![]),
        Scheme::Graduated(vec![tier(Some(1), "1", "0")]),
        Scheme::Volume(vec![
            tier(Some(2), "1", "0"),
            tier(Some(2), "1", "0"),
            tier(None, "1", "0"),
        ]),
        Scheme::Volume(vec![tier(None, "1", "-1")]),
    ] {
        assert_eq!(code("EUR", scheme), Code::MetricsBadPlan);
    }
}

#[test]
fn commissions_have_shares_a_cap_and_a_minimum() {
    let commission = Commission {
        shares: vec![(Some(10_000), decimal("0.2")), (None, decimal("0.105"))],
        cap: Some(5000),
        minimum: 50,
    };
    for (amount, kept) in [
        (0, 0),
        (10, 10),
        (100, 50),
        (10_000, 2000),
        (10_001, 2000),
        (10_100, 2010),
        (20_000, 3050),
        (1_000_000, 5000),
        (-10_000, -2000),
    ] {
        assert_eq!(commission.of(amount), Ok(kept), "{amount}");
    }
    let closed = Commission {
        shares: vec![(Some(5), decimal("0.2"))],
        cap: None,
        minimum: 0,
    };
    assert!(closed.of(6).is_err());
}
