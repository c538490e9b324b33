//! Dashboards by the fixtures, and what must not show in them.

use profilekit::Kernel;
use profilekit::access::Context;
use profilekit::error::Failure;
use profilekit::kernel::{Glance, Supplied};
use profilekit::metrics::{Calendar, EXACT, Facts, Origin, Weekday, Zone};
use profilekit::time::parse_instant;
use profilekit_tests::dashboards::{setting, subject, with_record};
use profilekit_tests::{Seeded, difference};
use serde_json::{Value, json};

use crate::{each_case, kernel, shipped};

fn supplied(
    kernel: &Kernel,
    glance: &Glance<'_>,
    name: &str,
    rows: &[Value],
) -> Result<Supplied, Failure> {
    let table = kernel.fact_table(name)?;
    if let Origin::Given { .. } = table.origin {
        let lines: Vec<String> = rows.iter().map(Value::to_string).collect();
        let loaded = Facts::from_ndjson(&table.shape, lines.join("\n").as_bytes())?;
        assert!(loaded.bad.is_empty(), "{name}: {:?}", loaded.bad);
        return Ok(Supplied::facts(name, loaded.facts));
    }
    let mut gathering = kernel.gather(name, glance)?;
    for row in rows {
        with_record(row, |record| gathering.add(record))?;
    }
    gathering.finish()
}

fn answer(kernel: &Kernel, fixture: &Value, case: &Value) -> Result<Value, Failure> {
    let own = subject(kernel, &case["subject"]);
    let gatherer = case.get("gathered_by").unwrap_or(&case["subject"]);
    let gatherer = subject(kernel, gatherer);
    let now = parse_instant(&setting(fixture, case, "now")).unwrap();
    let context = Context::at(now);
    let calendar = Calendar {
        zone: Zone::named(&setting(fixture, case, "zone")).unwrap(),
        week_start: Weekday::Monday,
    };
    let glance = |subject| Glance {
        subject,
        context: &context,
        calendar: calendar.clone(),
        exact: EXACT,
    };
    let without = case["without"].as_array().cloned().unwrap_or_default();
    let tables = fixture["supply"].as_object().unwrap();
    let tables = tables
        .iter()
        .filter(|(name, _)| !without.contains(&json!(name)));
    let supplied: Result<Vec<Supplied>, Failure> = tables
        .map(|(name, rows)| {
            let rows = rows.as_array().unwrap();
            supplied(kernel, &glance(&gatherer), name, rows)
        })
        .collect();
    let dashboard = kernel.dashboard(&glance(&own), &supplied?)?;
    assert!(dashboard.bad.is_empty(), "{:?}", dashboard.bad);
    Ok(serde_json::from_str(&dashboard.to_json()).unwrap())
}

fn kernel_of(fixture: &Value) -> Kernel {
    match fixture["product"].as_str() {
        Some(product) => shipped(product),
        None => kernel(&fixture["blueprint"]),
    }
}

fn checked(found: &Value, case: &Value) -> Result<(), String> {
    let cards = found["cards"].as_array().unwrap();
    let find = |id: &str| cards.iter().find(|card| card["id"] == id);
    for (id, expected) in case["cards"].as_object().into_iter().flatten() {
        let card = find(id).ok_or_else(|| format!("there is no card {id}"))?;
        if let Some(difference) = difference(expected, card, "") {
            return Err(format!("{id}{difference}\n  {card}"));
        }
    }
    for id in case["absent"].as_array().into_iter().flatten() {
        if find(id.as_str().unwrap()).is_some() {
            return Err(format!("{id} is there"));
        }
    }
    Ok(())
}

#[test]
fn what_each_persona_is_told() {
    each_case("dashboards", |fixture, case| {
        let kernel = kernel_of(fixture);
        match (answer(&kernel, fixture, case), case["error"].as_str()) {
            (Ok(found), None) => checked(&found, case),
            (Err(failure), Some(code)) if failure.code().as_str() == code => Ok(()),
            (Ok(_), Some(code)) => Err(format!("no failure, expected {code}")),
            (Err(failure), _) => Err(failure.to_string()),
        }
    });
}

fn rules() -> Value {
    let mut fixtures = profilekit_tests::fixtures("dashboards");
    fixtures.retain(|fixture| fixture.json["blueprint"].is_object());
    fixtures.remove(0).json
}

fn job(random: &mut Seeded, place: usize) -> Value {
    let amount = |random: &mut Seeded| format!("{}.{:02}", random.below(500), random.below(100));
    json!({
        "id": format!("j{place}"), "tenant": *random.pick(&["t1", "t2"]),
        "owner": *random.pick(&["o1", "o2"]), "created_at": "2026-05-01T10:00:00Z",
        "relations": { "helper": *random.pick(&["m1", "m2"]) },
        "document": {
            "hours": random.below(40), "due": format!("2026-05-{:02}", 1 + random.below(30)),
            "cost": { "amount": amount(random), "currency": *random.pick(&["EUR", "USD"]) },
            "tags": [{ "name": *random.pick(&["a", "b"]), "points": random.below(9) }],
        },
    })
}

/// What a member of the tenant `t1` may not see of jobs is another: costs, points, and whole jobs
/// of the other tenant.
fn otherwise(jobs: &[Value], random: &mut Seeded) -> Vec<Value> {
    let mut jobs: Vec<Value> = jobs
        .iter()
        .filter(|job| job["tenant"] == "t1" || random.percent(50))
        .cloned()
        .collect();
    for job in &mut jobs {
        let other = self::job(random, 0);
        if job["tenant"] == "t2" {
            job["document"] = other["document"].clone();
        }
        job["document"]["cost"] = other["document"]["cost"].clone();
        job["document"]["tags"][0]["points"] = json!(random.below(9));
    }
    let more = (0..random.below(4)).map(|place| {
        let mut job = job(random, 100 + place);
        job["tenant"] = json!("t2");
        job
    });
    let more: Vec<Value> = more.collect();
    jobs.extend(more);
    jobs
}

/// Facts that were handed in of the other tenant and of other people are others.
fn other_pings(random: &mut Seeded) -> Value {
    let mut pings = vec![json!({
        "time": "2026-05-20T10:00:00Z", "data": { "tenant": "t1", "who": "m1" }
    })];
    for _ in 0..random.below(5) {
        let whose = *random.pick(&[("t2", "m1"), ("t2", "m7"), ("t1", "m8")]);
        pings.push(json!({
            "time": "2026-05-20T10:00:00Z", "data": { "tenant": whose.0, "who": whose.1 }
        }));
    }
    Value::from(pings)
}

#[test]
fn what_is_hidden_does_not_influence_a_figure() {
    let mut fixture = rules();
    let kernel = kernel_of(&fixture);
    let case = fixture["cases"][0].clone();
    let mut random = Seeded::new(23);
    let mut different = 0;
    let mut told: Vec<Value> = Vec::new();
    for _ in 0..60 {
        let count = 1 + random.below(12);
        let jobs: Vec<Value> = (0..count).map(|place| job(&mut random, place)).collect();
        let mut ask = |jobs: &[Value], pings: Value| {
            for table in ["job", "tag"] {
                fixture["supply"][table] = Value::from(jobs.to_vec());
            }
            fixture["supply"]["ping"] = pings;
            answer(&kernel, &fixture, &case).unwrap()
        };
        let found = ask(&jobs, other_pings(&mut random));
        let others = otherwise(&jobs, &mut random);
        assert_eq!(found, ask(&others, other_pings(&mut random)));
        different += usize::from(!told.contains(&found));
        told.push(found);
    }
    assert!(different > 40, "{different} dashboards differ");
}

/// A field that nobody but its owner sees holds a number that would show wherever it was counted.
#[test]
fn a_canary_shows_in_no_other_dashboard() {
    let mut fixture = rules();
    let kernel = kernel_of(&fixture);
    let canary = json!({ "amount": "7341.97", "currency": "EUR" });
    for table in ["job", "tag"] {
        fixture["supply"][table][0]["document"]["cost"] = canary.clone();
        fixture["supply"][table][0]["document"]["tags"][0]["points"] = json!(734_197);
    }
    let cases = fixture["cases"].as_array().unwrap().clone();
    let texts: Vec<String> = cases
        .iter()
        .filter(|case| case["error"].is_null())
        .map(|case| answer(&kernel, &fixture, case).unwrap().to_string())
        .collect();
    // With the costs of the tenant's other job, and of the other tenant's.
    let sums = ["7361.97", "7861.97"];
    let seen = |text: &&String| sums.iter().any(|sum| text.contains(sum));
    assert!(!texts.iter().any(|text| text.contains("734197")), "points");
    let told: Vec<&String> = texts.iter().filter(seen).collect();
    assert_eq!(told.len(), 2, "a lead and root see costs");
    assert!(
        told.iter()
            .all(|text| text.contains("\"lead\"") || text.contains("\"root\""))
    );
}
