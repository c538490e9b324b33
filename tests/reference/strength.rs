//! Scores of random cards, beside the formula written out with fractions.

use profilekit::Kernel;
use profilekit::id::FieldSet;
use profilekit::json::Limits;
use profilekit::schema::extract;
use profilekit::strength::Asked;
use profilekit_tests::Seeded;
use serde_json::{Value, json};

const FIELDS: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

/// A factor in plain terms: a field, counted up to a target where it has one.
struct Factor {
    field: usize,
    weight: i128,
    target: Option<i128>,
    group: Option<usize>,
    required: bool,
}

struct Card {
    factors: Vec<Factor>,
    caps: Vec<i128>,
    block: i128,
}

fn small(number: i128) -> u32 {
    u32::try_from(number).unwrap()
}

impl Card {
    fn random(random: &mut Seeded) -> Self {
        let number = |random: &mut Seeded, end: usize| i128::try_from(random.below(end)).unwrap();
        let factors = (0..1 + random.below(8)).map(|_| Factor {
            field: random.below(FIELDS.len()),
            weight: number(random, 40),
            target: random.percent(50).then(|| 1 + number(random, 6)),
            group: random.percent(40).then(|| random.below(2)),
            required: random.percent(25),
        });
        Self {
            factors: factors.collect(),
            caps: vec![number(random, 60), number(random, 60)],
            block: number(random, 50),
        }
    }

    fn kernel(&self) -> Kernel {
        let factors: Vec<Value> = self
            .factors
            .iter()
            .enumerate()
            .map(|(index, factor)| {
                let path = format!("/{}", FIELDS[factor.field]);
                let mut json = json!({ "id": format!("x{index}"), "weight": small(factor.weight), "tip": "t" });
                match factor.target {
                    Some(target) => {
                        json["count"] = json!(path);
                        json["target"] = json!(small(target));
                    }
                    None => json["present"] = json!(path),
                }
                if let Some(group) = factor.group {
                    json["group"] = json!(format!("g{group}"));
                }
                json
            })
            .collect();
        let required: Vec<String> = self
            .factors
            .iter()
            .enumerate()
            .filter(|(_, f)| f.required)
            .map(|(index, _)| format!("x{index}"))
            .collect();
        let fields = FIELDS.iter().map(|name| {
            (
                (*name).to_owned(),
                json!({ "type": "list", "of": { "type": "string" } }),
            )
        });
        let blueprint = json!({
            "blueprint": 1, "name": "score", "version": "1.0.0",
            "kinds": { "p": {
                "owner": "user", "fields": Value::Object(fields.collect()),
                "strength": {
                    "factors": factors,
                    "groups": { "g0": { "cap": small(self.caps[0]) }, "g1": { "cap": small(self.caps[1]) } },
                    "required": { "weight": small(self.block), "factors": required }
                }
            } }
        });
        Kernel::compile(blueprint.to_string().as_bytes())
            .unwrap_or_else(|problems| panic!("{problems:#?}"))
    }

    /// Points in basis points, for how far each factor is met.
    fn points(&self, counted: &[usize], met: &dyn Fn(usize) -> i128) -> i128 {
        let of = |group: Option<usize>| -> i128 {
            let members = counted
                .iter()
                .filter(|index| self.factors[**index].group == group);
            members
                .map(|index| self.factors[*index].weight * met(*index))
                .sum()
        };
        let required: Vec<&usize> = counted
            .iter()
            .filter(|index| self.factors[**index].required)
            .collect();
        let block = !required.is_empty() && required.iter().all(|index| met(**index) == 10_000);
        of(None)
            + of(Some(0)).min(self.caps[0] * 10_000)
            + of(Some(1)).min(self.caps[1] * 10_000)
            + if block { self.block * 10_000 } else { 0 }
    }
}

/// Half up: twice as much and half as much again, then cut; nothing of nothing.
fn percent(achieved: i128, possible: i128) -> Option<i128> {
    (possible != 0).then(|| (achieved * 200 + possible).div_euclid(possible * 2))
}

#[test]
fn random_scores_agree_with_the_formula() {
    let mut random = Seeded::new(4);
    let mut compared = 0u32;
    let mut seen = [0u32; 101];
    for _ in 0..1500 {
        let card = Card::random(&mut random);
        let kernel = card.kernel();
        let kind = kernel.kind("p").unwrap();
        for _ in 0..40 {
            let counts: Vec<usize> = FIELDS.iter().map(|_| random.below(7)).collect();
            let writable: Vec<bool> = FIELDS.iter().map(|_| random.percent(80)).collect();
            let mut set = FieldSet::empty(kind.fields.len());
            for (index, name) in FIELDS
                .iter()
                .enumerate()
                .filter(|(index, _)| writable[*index])
            {
                let _ = index;
                set.insert(kind.field_at(&format!("/{name}")).unwrap().id);
            }
            let document = FIELDS
                .iter()
                .zip(&counts)
                .map(|(name, count)| ((*name).to_owned(), json!(vec!["x"; *count])));
            let document = Value::Object(document.collect()).to_string();
            let capture = extract(&kind.plan, &document, Limits::default()).unwrap();
            let asked = Asked {
                writable: Some(&set),
                ..Asked::default()
            };
            let score = kernel.card(kind).unwrap().score(&capture, &asked);
            let counted: Vec<usize> = (0..card.factors.len())
                .filter(|index| writable[card.factors[*index].field])
                .collect();
            let met = |index: usize| {
                let factor = &card.factors[index];
                let count = i128::try_from(counts[factor.field]).unwrap();
                match factor.target {
                    Some(target) => count.min(target) * 10_000 / target,
                    None if count > 0 => 10_000,
                    None => 0,
                }
            };
            let possible = card.points(&counted, &|_| 10_000);
            let achieved = card.points(&counted, &met);
            let expected = percent(achieved, possible);
            assert_eq!(
                score.score.map(i128::from),
                expected,
                "{document} {writable:?}"
            );
            let gains: Vec<i128> = counted
                .iter()
                .map(|full| {
                    let raised = card.points(&counted, &|index| {
                        if index == *full { 10_000 } else { met(index) }
                    });
                    percent(raised, possible).unwrap_or(0) - expected.unwrap_or(0)
                })
                .collect();
            let found: Vec<i128> = score
                .checks
                .iter()
                .map(|check| i128::from(check.gain))
                .collect();
            assert_eq!(found, gains, "{document} {writable:?}");
            let steps: Vec<i128> = score.next.iter().map(|index| gains[*index]).collect();
            assert!(
                steps.is_sorted_by(|a, b| a >= b),
                "most gain first: {steps:?}"
            );
            compared += 1;
            if let Some(points) = score.score {
                seen[usize::from(points)] += 1;
            }
        }
    }
    println!(
        "{compared} scores compared, {} different ones",
        seen.iter().filter(|count| **count > 0).count()
    );
    assert!(compared >= 60_000 && seen.iter().filter(|count| **count > 0).count() > 80);
}
