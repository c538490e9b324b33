//! Decisions by the fixtures, each also explained.

use profilekit::Kernel;
use profilekit::access::ResourceHead;
use profilekit::error::Code;
use serde_json::{Map, Value, json};

use crate::{each_case, expect, kernel};

fn request(case: &Value) -> String {
    let parts = ["subject", "action", "resource", "context"];
    let parts = parts
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), case.get(name)?.clone())));
    Value::Object(parts.collect::<Map<_, _>>()).to_string()
}

fn answered(kernel: &Kernel, case: &Value, explain: bool) -> Value {
    let response = kernel
        .evaluation(request(case).as_bytes(), explain)
        .unwrap();
    serde_json::from_str(&response.json).unwrap()
}

#[test]
fn decisions_and_their_reasons() {
    each_case("access", |fixture, case| {
        let kernel = kernel(&fixture["blueprint"]);
        let answer = answered(&kernel, case, false);
        let expected = &case["expect"];
        expect("decision", &answer["decision"], &expected["decision"])?;
        if let Some(code) = expected.get("error") {
            return expect("error", &answer["context"]["error"]["code"], code);
        }
        for member in ["reason", "rule"] {
            expect(member, &answer["context"][member], &expected[member])?;
        }
        for member in ["fields", "obligations"] {
            let found = answer["context"].get(member);
            if expected.get(member).is_some() || member == "obligations" {
                expect(member, found, expected.get(member))?;
            }
        }
        Ok(())
    });
}

#[test]
fn an_explanation_leads_to_the_decision() {
    each_case("access", |fixture, case| {
        let kernel = kernel(&fixture["blueprint"]);
        let answer = answered(&kernel, case, true);
        let Some(rules) = answer["context"]["rules"].as_array() else {
            return expect("error", answer["context"].get("error").is_some(), true);
        };
        let applies = |effect: &str| {
            let mut rules = rules.iter();
            rules.any(|rule| rule["effect"] == effect && rule["applies"] == true)
        };
        expect(
            "decision",
            &answer["decision"],
            &json!(applies("allow") && !applies("deny")),
        )
    });
}

#[test]
fn a_batch_answers_what_single_questions_answer() {
    for fixture in profilekit_tests::fixtures("access") {
        let kernel = kernel(&fixture.json["blueprint"]);
        let cases = fixture.json["cases"].as_array().unwrap();
        let parts: Vec<Value> = cases
            .iter()
            .map(|case| serde_json::from_str(&request(case)).unwrap())
            .collect();
        let batch = json!({ "evaluations": parts }).to_string();
        let batch = kernel.evaluations(batch.as_bytes(), false).unwrap();
        let batch: Value = serde_json::from_str(&batch.json).unwrap();
        for (case, answer) in cases.iter().zip(batch["evaluations"].as_array().unwrap()) {
            assert_eq!(answered(&kernel, case, false), *answer, "{}", case["name"]);
        }
    }
}

#[test]
fn a_document_that_says_a_thing_twice_is_not_decided_about() {
    let kernel = kernel(&json!({
        "blueprint": 1, "name": "twice", "version": "1.0.0",
        "kinds": { "offer": { "fields": {
            "open": { "type": "bool" },
            "rate": { "type": "money", "currencies": ["EUR"] },
            "at": { "type": "object", "fields": { "city": { "type": "string" } } }
        } } },
        "policies": [{ "id": "open", "allow": ["offer.read"], "roles": ["anyone"], "when": "resource.open" }]
    }));
    let kind = kernel.kind("offer").unwrap();
    let head = ResourceHead::default();
    for (document, refused) in [
        (r#"{"open":false,"open":true}"#, true),
        (r#"{"open":true,"\u006fpen":true}"#, true),
        (r#"{"at":{"city":"a","city":"b"}}"#, true),
        (r#"{"rate":{"amount":"1","amount":"2"}}"#, true),
        (r#"{"rate":{"amount":1,"amount":"2"}}"#, true),
        (r#"{"open":true,"at":{"city":"a"}}"#, false),
    ] {
        let prepared = kernel.resource(kind, &head, document);
        let code = prepared.err().map(|failure| failure.code());
        let expected = refused.then_some(Code::JsonDuplicateName);
        assert_eq!(code, expected, "{document}");
    }
}
