//! Decisions by the fixtures, each also explained.

use profilekit::Kernel;
use profilekit::access::{Context, Page, Resource, ResourceHead, Subject, SubjectHead};
use profilekit::error::Code;
use profilekit::id::ActionId;
use profilekit_tests::Seeded;
use serde_json::{Map, Value, json};

use crate::{each_case, expect, kernel, shipped};

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

/// Random people ask about random records, all at once and one by one.
#[test]
fn a_page_answers_what_single_questions_answer() {
    for product in ["marketplace", "talent", "mentoring", "saas"] {
        let kernel = shipped(product);
        let mut random = Seeded::new(11);
        let records: Vec<Resource<'static>> = (0..200)
            .map(|_| some_record(&kernel, &mut random))
            .collect();
        let page = Page::new(records.clone(), |record| record);
        let count = kernel.model().actions.len();
        let actions: Vec<ActionId> = (0..count).filter_map(ActionId::from_index).collect();
        let questions =
            || (0..records.len()).flat_map(|at| actions.iter().map(move |one| (at, *one)));
        let context = Context::default();
        let mut allowed = 0;
        for _ in 0..30 {
            let subject = some_subject(&kernel, &mut random);
            let access = kernel.access();
            let said = access.decide_page(&subject, &page, questions(), &context);
            for ((at, action), said) in questions().zip(said) {
                let single = kernel.decide(&subject, action, &records[at], &context);
                assert_eq!(
                    said,
                    Some(single.allowed),
                    "{product}: {subject:?} {action:?} {at}"
                );
                allowed += usize::from(single.allowed);
            }
        }
        assert!(allowed > 1_000, "{product}: {allowed}");
    }
}

const PEOPLE: [&str; 4] = ["u1", "u2", "u3", "u4"];
const TENANTS: [&str; 2] = ["t1", "t2"];

fn some<'l>(random: &mut Seeded, list: &[&'l str]) -> Option<&'l str> {
    random.percent(80).then(|| *random.pick(list))
}

fn some_record(kernel: &Kernel, random: &mut Seeded) -> Resource<'static> {
    let kind = random.pick(&kernel.model().kinds);
    let head = ResourceHead {
        id: some(random, &["r1", "r2"]),
        owner: some(random, &PEOPLE),
        tenant: some(random, &TENANTS),
        ..ResourceHead::default()
    };
    kernel.resource(kind, &head, "{}").unwrap().into_owned()
}

fn some_subject(kernel: &Kernel, random: &mut Seeded) -> Subject {
    let roles: Vec<&str> = kernel
        .model()
        .roles
        .iter()
        .map(|role| &*role.name)
        .collect();
    let role = some(random, &roles);
    let head = SubjectHead {
        id: some(random, &PEOPLE),
        roles: role.as_slice(),
        tenant: some(random, &TENANTS),
        ..SubjectHead::default()
    };
    kernel.subject(&head).unwrap()
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
