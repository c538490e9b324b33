//! Every case of `tests/fixtures/identity/webhooks.json` as a request to the hub.

use profilekit::hub::{Outcome, Webhook};
use profilekit::identity::Key;
use profilekit_stores::Adapter;
use profilekit_tests::fixtures;
use serde_json::{Value, json};

use crate::fixture::key;
use crate::world::{World, following};

/// What the hub answers to a case; nothing where a key cannot even be read.
async fn answered(world: &World, case: &Value) -> Option<()> {
    let headers: Vec<(&str, &str)> = case["headers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|pair| (pair[0].as_str().unwrap(), pair[1].as_str().unwrap()))
        .collect();
    let keys = case["keys"].as_array().unwrap().iter().map(key);
    let keys: Vec<Key> = keys.collect::<Result<_, _>>().ok()?;
    let webhook = Webhook {
        headers: &headers,
        body: case["body"].as_str().unwrap().as_bytes(),
        peer: None,
    };
    let call = world.call(case["now"].as_i64().unwrap());
    let handled = world.hub.handle_webhook(&call, &keys, &webhook).await;
    let (handled, name) = (handled.unwrap(), &case["name"]);
    match case["answer"]["code"].as_str() {
        // It is genuine. Its body says nothing, so nothing follows, this time and the next.
        None => {
            let done = [Outcome::Refused, Outcome::Repeated].contains(&handled.outcome);
            assert!(done, "{name}: {handled:?}");
            assert_eq!(handled.id, case["answer"]["id"].as_str().unwrap(), "{name}");
        }
        Some(code) => {
            assert_eq!(handled.outcome, Outcome::Rejected, "{name}: {handled:?}");
            let found = handled.failure.as_ref().unwrap().code();
            assert_eq!(found.as_str(), code, "{name}");
            assert_eq!(handled.status(), found.http_status(), "{name}");
        }
    }
    Some(())
}

/// Keys that are replaced, several signatures, public keys, the blueprint's tolerance.
#[test]
fn every_case_of_the_fixture_is_answered_by_the_hub() {
    let fixture = fixtures("identity").into_iter();
    let mut fixture = fixture.filter(|fixture| fixture.name == "webhooks");
    let file = fixture.next().unwrap().json;
    let (patient, usual): (Vec<&Value>, Vec<&Value>) = file["cases"]
        .as_array()
        .unwrap()
        .iter()
        .partition(|case| case["tolerance"].is_i64());
    assert!(patient.iter().all(|case| case["tolerance"] == 600_000_000));
    for adapter in Adapter::all() {
        println!("on {}:", adapter.name());
        for (tolerance, cases, all) in [("PT5M", &usual, 37), ("PT10M", &patient, 1)] {
            let mut identity = following();
            identity["tolerance"] = json!(tolerance);
            let world = World::over(adapter.fresh(), &identity);
            let answers = cases
                .iter()
                .filter_map(|case| pollster::block_on(answered(&world, case)));
            assert_eq!(answers.count(), all);
        }
    }
}
