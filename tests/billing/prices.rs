//! Invoices and tips of random offers, beside prices added up unit by unit.

use profilekit::decimal::Decimal;
use profilekit::metrics::{Number, Offer, Reason, Scheme, Share, Tariff, Tier, Tip, TipKind, tips};
use profilekit_tests::Seeded;

/// Prices in thousandths of a unit of money: a tenth of a cent.
#[derive(Debug, Clone)]
enum Plain {
    PerUnit(i128),
    Graduated(Vec<(Option<u64>, i128, i128)>),
    Volume(Vec<(Option<u64>, i128, i128)>),
    Package(u64, i128),
}

#[derive(Debug, Clone)]
struct Model {
    name: String,
    unit: &'static str,
    currency: &'static str,
    prices: Plain,
    fee: i128,
    included: u64,
    minimum: i128,
}

/// To the even cent.
fn cents(thousandths: i128) -> i128 {
    let (whole, rest) = (thousandths.div_euclid(10), thousandths.rem_euclid(10));
    whole + i128::from(rest > 5 || (rest == 5 && whole % 2 != 0))
}

fn tier_of(tiers: &[(Option<u64>, i128, i128)], unit: u64) -> usize {
    let within = |tier: &(Option<u64>, i128, i128)| tier.0.is_none_or(|last| unit <= last);
    tiers.iter().position(within).unwrap()
}

impl Model {
    /// Cents of each line of usage: every unit is looked at by itself.
    fn usage(&self, used: u64) -> Vec<i128> {
        let above = used.saturating_sub(self.included);
        if above == 0 {
            return Vec::new();
        }
        match &self.prices {
            Plain::PerUnit(price) => vec![cents((0..above).map(|_| price).sum())],
            Plain::Package(size, price) => {
                let begun = (1..=above).filter(|unit| (unit - 1) % size == 0);
                vec![cents(begun.map(|_| price).sum())]
            }
            Plain::Volume(tiers) => {
                let (_, price, flat) = tiers[tier_of(tiers, above)];
                vec![cents((0..above).map(|_| price).sum::<i128>() + flat)]
            }
            Plain::Graduated(tiers) => {
                let mut lines: Vec<Option<i128>> = vec![None; tiers.len()];
                for unit in 1..=above {
                    let place = tier_of(tiers, unit);
                    let line = lines[place].get_or_insert(tiers[place].2);
                    *line += tiers[place].1;
                }
                lines.into_iter().flatten().map(cents).collect()
            }
        }
    }

    fn bill(&self, used: u64) -> i128 {
        let so_far = cents(self.fee) + self.usage(used).iter().sum::<i128>();
        so_far.max(cents(self.minimum))
    }

    fn cost(&self, history: &[u64]) -> i128 {
        history.iter().map(|used| self.bill(*used)).sum()
    }

    fn offer(&self) -> Offer {
        let decimal = |thousandths: i128| {
            Decimal::from_units(i64::try_from(thousandths).unwrap(), 3).unwrap()
        };
        let tiers = |tiers: &[(Option<u64>, i128, i128)]| {
            let tier = |(up_to, unit, flat): &(Option<u64>, i128, i128)| Tier {
                up_to: *up_to,
                unit: decimal(*unit),
                flat: decimal(*flat),
            };
            tiers.iter().map(tier).collect()
        };
        let scheme = match &self.prices {
            Plain::PerUnit(price) => Scheme::PerUnit(decimal(*price)),
            Plain::Graduated(own) => Scheme::Graduated(tiers(own)),
            Plain::Volume(own) => Scheme::Volume(tiers(own)),
            Plain::Package(size, price) => Scheme::Package {
                size: *size,
                price: decimal(*price),
            },
        };
        let mut tariff = Tariff::new(self.currency, scheme).unwrap();
        tariff.fee = decimal(self.fee);
        tariff.minimum = decimal(self.minimum);
        tariff.included = self.included;
        Offer {
            name: self.name.as_str().into(),
            label: None,
            unit: self.unit.into(),
            tariff,
        }
    }
}

fn below(random: &mut Seeded, most: usize) -> u64 {
    random.below(most) as u64
}

fn price(random: &mut Seeded, most: usize) -> i128 {
    random.below(most) as i128
}

fn model(random: &mut Seeded, place: usize) -> Model {
    let mut tiers = || {
        let (one, two) = (1 + below(random, 20), 1 + below(random, 30));
        let mut tier = |end| {
            (
                end,
                price(random, 700),
                price(random, 900) * i128::from(random.percent(30)),
            )
        };
        vec![tier(Some(one)), tier(Some(one + two)), tier(None)]
    };
    let (graduated, volume) = (tiers(), tiers());
    let prices = match random.below(4) {
        0 => Plain::PerUnit(price(random, 700)),
        1 => Plain::Graduated(graduated),
        2 => Plain::Volume(volume),
        _ => Plain::Package(1 + below(random, 12), price(random, 4000)),
    };
    Model {
        name: format!("offer{place}"),
        unit: if random.percent(90) {
            "events"
        } else {
            "seats"
        },
        currency: if random.percent(90) { "EUR" } else { "USD" },
        prices,
        fee: price(random, 9000) * i128::from(random.percent(60)),
        included: below(random, 40) * u64::from(random.percent(50)),
        minimum: price(random, 20_000) * i128::from(random.percent(30)),
    }
}

#[test]
fn invoices_are_what_unit_by_unit_adds_up_to() {
    let mut random = Seeded::new(1);
    for _ in 0..4000 {
        let model = model(&mut random, 0);
        let used = below(&mut random, 120);
        let invoice = model.offer().tariff.invoice(used, Share::WHOLE, 0).unwrap();
        let lines = invoice.lines.iter();
        let usage = lines.filter(|line| line.reason == Reason::Usage);
        let (quantities, usage): (Vec<u64>, Vec<i128>) = usage
            .map(|line| (line.quantity, line.amount.units()))
            .unzip();
        assert_eq!(usage, model.usage(used), "{model:?} {used}");
        assert_eq!(
            quantities.iter().sum::<u64>(),
            used.saturating_sub(model.included)
        );
        let lines = invoice.lines.iter().map(|line| line.amount.units());
        assert_eq!(lines.sum::<i128>(), invoice.total.units());
        assert_eq!(invoice.total.units(), model.bill(used), "{model:?} {used}");
    }
}

/// The least that one of some offers would have cost, where it is less than what was paid.
fn least<'m>(
    models: impl Iterator<Item = &'m Model>,
    current: &Model,
    history: &[u64],
) -> Option<i128> {
    let comparable =
        models.filter(|one| (one.unit, one.currency) == (current.unit, current.currency));
    let least = comparable.map(|one| one.cost(history)).min();
    least.filter(|least| *least < current.cost(history))
}

fn of(tips: &[Tip], kind: TipKind) -> Option<&Tip> {
    tips.iter().find(|tip| tip.kind == kind)
}

fn instead(tip: Option<&Tip>) -> Option<i128> {
    tip.map(|tip| tip.instead.units())
}

/// More of a month's units wherever that costs less.
fn with_more(current: &Model, used: u64) -> i128 {
    (used..200).map(|more| current.bill(more)).min().unwrap()
}

#[test]
fn tips_save_what_the_invoices_of_both_say() {
    let mut random = Seeded::new(2);
    let mut seen = [0; 4];
    for _ in 0..4000 {
        let models: Vec<Model> = (0..4).map(|place| model(&mut random, place)).collect();
        let offers: Vec<Offer> = models.iter().map(Model::offer).collect();
        let current = random.pick(&models).clone();
        let history: Vec<u64> = (0..1 + random.below(3))
            .map(|_| below(&mut random, 90))
            .collect();
        let found = tips(&offers, &current.name, &history).unwrap();
        let cost = current.cost(&history);
        for tip in &found {
            assert_eq!(tip.cost.units(), cost);
            assert_eq!(tip.saving, tip.cost.minus(tip.instead).unwrap());
            assert!(tip.saving.units() > 0, "{tip:?}");
            seen[tip.kind as usize] += 1;
        }
        assert!(found.is_sorted_by(|one, two| one.saving.order(two.saving).is_ge()));

        let cheapest = least(models.iter(), &current, &history);
        let unused = history.iter().all(|used| *used < current.included);
        let smaller = models.iter().filter(|one| one.included < current.included);
        let smaller = least(smaller.filter(|_| unused), &current, &history);
        let own = of(&found, TipKind::AllowanceNeverReached);
        assert_eq!(instead(own), smaller, "{models:?} {history:?}");
        let other = of(&found, TipKind::CheaperOffer);
        match own {
            // One tip where both are of the same offer.
            Some(own) if other.is_none() => assert_eq!(Some(own.instead.units()), cheapest),
            _ => assert_eq!(instead(other), cheapest, "{models:?} {history:?}"),
        }

        let mut free = current.clone();
        free.minimum = 0;
        let without = Some(free.cost(&history)).filter(|instead| *instead < cost);
        assert_eq!(instead(of(&found, TipKind::UnusedCommitment)), without);

        let volume = matches!(current.prices, Plain::Volume(_));
        let more: i128 = history.iter().map(|used| with_more(&current, *used)).sum();
        let more = Some(more).filter(|instead| volume && *instead < cost);
        assert_eq!(
            instead(of(&found, TipKind::NextTier)),
            more,
            "{current:?} {history:?}"
        );
    }
    assert!(seen.iter().all(|count| *count > 50), "{seen:?}");
}

/// The same offer for a cent more is never a tip; whoever has it is told of the cent, unless a
/// minimum hides it.
#[test]
fn the_dearest_offer_is_no_tip() {
    let mut random = Seeded::new(3);
    for _ in 0..500 {
        let mut own = model(&mut random, 0);
        // Whole cents, so that a cent more is a cent more.
        own.fee -= own.fee % 10;
        let mut dear = own.clone();
        dear.name = "dear".into();
        dear.fee += 10;
        let found = tips(
            &[own.offer(), dear.offer()],
            "offer0",
            &[below(&mut random, 90)],
        )
        .unwrap();
        assert!(found.iter().all(|tip| &*tip.offer == "offer0"), "{found:?}");
        let back = tips(&[own.offer(), dear.offer()], "dear", &[0]).unwrap();
        let saved = back.iter().find(|tip| &*tip.offer == "offer0");
        assert!(
            saved.is_none_or(|tip| tip.saving == Number::new(1, 2)),
            "{back:?}"
        );
    }
}
