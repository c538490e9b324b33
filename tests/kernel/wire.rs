//! Calls of the wire by the corpus, byte by byte.

use profilekit::Kernel;
use profilekit::error::{Code, Locale};
use profilekit::wire::{self, BLUEPRINT_CALLS, CALLS, Profiles};
use profilekit_tests::Fixture;
use serde_json::{Value, json};

use crate::{expect, shipped};

/// The cases of a fixture.
pub(crate) fn cases(fixture: &Fixture) -> impl Iterator<Item = &Value> {
    fixture.json["cases"].as_array().unwrap().iter()
}

/// The document of a case, which need not be text.
pub(crate) fn document(case: &Value) -> Vec<u8> {
    let text = case["document"]
        .as_str()
        .map(|text| text.as_bytes().to_vec());
    text.unwrap_or_else(|| {
        let hex = case["hex"].as_str().unwrap();
        let pairs = hex.as_bytes().chunks(2);
        let pairs = pairs.map(|pair| std::str::from_utf8(pair).unwrap());
        pairs
            .map(|pair| u8::from_str_radix(pair, 16).unwrap())
            .collect()
    })
}

fn run(kernels: &[Kernel], case: &Value) -> Result<(), String> {
    let index = usize::try_from(case["blueprint"].as_u64().unwrap()).unwrap();
    let request = case["request"].to_string();
    match wire::call(&kernels[index], request.as_bytes(), &document(case)) {
        Ok(answer) => expect("answer", Some(answer.as_str()), case["answer"].as_str()),
        Err(failure) => {
            let failure = wire::failure(&failure, Locale::En);
            expect("failure", Some(failure.as_str()), case["failure"].as_str())
        }
    }
}

#[test]
fn the_corpus_is_answered_byte_by_byte() {
    let (mut count, mut failures) = (0, Vec::new());
    for fixture in profilekit_tests::fixtures("wire") {
        let blueprints = fixture.json["blueprints"].as_array().unwrap();
        let kernels: Vec<Kernel> = blueprints.iter().map(crate::kernel).collect();
        for case in cases(&fixture) {
            count += 1;
            if let Err(message) = run(&kernels, case) {
                failures.push(format!("{}: {}: {message}", fixture.name, case["name"]));
            }
        }
    }
    println!("wire: {count} cases");
    assert!(count > 0 && failures.is_empty(), "{}", failures.join("\n"));
}

fn refused(request: &Value) -> (Code, Option<String>, String) {
    let kernel = shipped("marketplace");
    let failure = wire::call(&kernel, request.to_string().as_bytes(), b"{}").unwrap_err();
    let path = failure.path().map(str::to_owned);
    (failure.code(), path, failure.message(Locale::En))
}

#[test]
fn a_request_that_says_what_no_call_knows_is_refused() {
    let record = json!({ "kind": "builder_profile", "ownr": "u1" });
    for (request, at, said) in [
        (json!({ "call": "validat" }), "/call", "not a call"),
        (json!({}), "/call", "missing"),
        (
            json!({ "call": "validate", "kid": 1 }),
            "/kid",
            "did you mean `kind`?",
        ),
        (
            json!({ "call": "decide", "subject": { "id": 7 }, "action": "a.b" }),
            "/id",
            "text",
        ),
        (
            json!({ "call": "ability", "subject": [] }),
            "/subject",
            "an object",
        ),
        (
            json!({ "call": "ability", "subject": { "roles": "admin" } }),
            "/subject/roles",
            "list",
        ),
        (
            json!({ "call": "view", "record": record }),
            "/record/ownr",
            "did you mean `owner`?",
        ),
        (
            json!({ "call": "matrix", "format": "pdf" }),
            "/format",
            "not a format",
        ),
        (
            json!({ "call": "viewAs", "viewer": "god", "record": {} }),
            "/viewer",
            "viewer is",
        ),
        (
            json!({ "call": "filter", "dialect": "oracle" }),
            "/dialect",
            "not a dialect",
        ),
    ] {
        let (code, path, message) = refused(&request);
        assert_eq!(code, Code::KernelBadRequest, "{request}: {message}");
        assert!(message.contains(said), "{request}: {message}");
        assert!(
            path.as_deref().is_some_and(|path| path.ends_with(at)),
            "{request}: {path:?}"
        );
    }
}

#[test]
fn every_call_is_in_the_corpus_or_answers_a_shipped_blueprint() {
    let kernel = shipped("marketplace");
    let mut seen: Vec<String> = Vec::new();
    for fixture in profilekit_tests::fixtures("wire") {
        for case in cases(&fixture) {
            seen.push(case["request"]["call"].as_str().unwrap().to_owned());
        }
    }
    let schema = json!({ "call": "schema", "kind": "builder_profile" });
    assert!(wire::call(&kernel, schema.to_string().as_bytes(), b"").is_ok());
    seen.push("schema".to_owned());
    let facts = br#"{"call":"facts","table":"profile_view"}"#;
    let told = wire::call(&kernel, facts, b"").unwrap();
    let viewer = r#"{"name":"viewer","type":"text","required":false}"#;
    assert!(told.starts_with(r#"{"table":"profile_view","columns":[{"name":"at","#));
    assert!(told.contains(viewer), "{told}");
    seen.push("facts".to_owned());
    let told = wire::call(&kernel, br#"{"call":"fingerprint"}"#, b"").unwrap();
    assert!(told.contains(kernel.fingerprint()), "{told}");
    seen.push("fingerprint".to_owned());
    for (name, _) in CALLS.into_iter().chain(BLUEPRINT_CALLS) {
        assert!(seen.iter().any(|call| call == name), "{name} is not tested");
    }
}

#[test]
fn what_leaves_calls_out_says_so_and_answers_the_others_alike() {
    let kernel = shipped("marketplace");
    let less = Profiles::from(kernel.clone());
    for (name, _) in BLUEPRINT_CALLS {
        let asked = json!({ "call": name, "kind": "builder_profile" });
        let asked = match name {
            "schema" => asked.to_string(),
            _ => json!({ "call": name }).to_string(),
        };
        let answer = wire::call(&less, asked.as_bytes(), b"");
        match name {
            "schema" => assert_eq!(answer, wire::call(&kernel, asked.as_bytes(), b"")),
            _ => assert_eq!(answer.unwrap_err().path(), Some("/call"), "{name}"),
        }
    }
    let mark = br#"{"call":"fingerprint"}"#;
    let told = wire::call(&less, mark, b"");
    assert_eq!(told, wire::call(&kernel, mark, b""));
    let unknown = wire::call(&less, br#"{"call":"no"}"#, b"").unwrap_err();
    assert_eq!(
        Some(unknown),
        wire::call(&kernel, br#"{"call":"no"}"#, b"").err()
    );
}
