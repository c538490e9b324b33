//! The fixtures as calls of the wire, which every binding runs and answers byte by byte alike.
//!
//! A fixture says what is right, in the words of its area; the Rust tests hold the kernel to it.
//! From each of its cases follows one call here, with the kernel's answer: what the other
//! languages are held to.

use profilekit::Kernel;
use profilekit::error::Locale;
use profilekit::metrics::{Origin, Zone};
use profilekit::time::{parse_instant, write_instant};
use profilekit::wire;
use serde_json::{Map, Value, json};

use crate::{fixtures, workspace};

/// One call, as the corpus has it.
struct Call {
    name: String,
    reason: String,
    blueprint: Value,
    /// `null` for a blueprint that is compiled.
    request: Value,
    document: Vec<u8>,
}

/// Longer documents are left out: what they show is shown by the tests of their area.
const LONGEST: usize = 1 << 16;

/// The areas of which there is a corpus.
pub const AREAS: [&str; 9] = [
    "validation",
    "access",
    "visibility",
    "strength",
    "guards",
    "check",
    "diff",
    "dashboards",
    "billing",
];

/// The corpus of an area: `{"area":…,"blueprints":[…],"cases":[…]}`, a case a line. A case is
/// `{"name","reason","blueprint","request","document"|"hex","answer"|"failure"}`, `blueprint` an
/// index, `answer` and `failure` JSON text.
///
/// # Panics
/// When a fixture is not as its area says.
#[must_use]
pub fn corpus(area: &str) -> String {
    let mut blueprints: Vec<Value> = Vec::new();
    let mut lines = Vec::new();
    for call in calls(area) {
        let known = blueprints.iter().position(|one| *one == call.blueprint);
        let index = known.unwrap_or_else(|| {
            blueprints.push(call.blueprint.clone());
            blueprints.len() - 1
        });
        lines.push(format!("    {}", line(&call, index)));
    }
    assert!(!lines.is_empty(), "no call in {area}");
    let blueprints: Vec<String> = blueprints.iter().map(|b| format!("    {b}")).collect();
    format!(
        "{{\n  \"area\": \"{area}\",\n  \"blueprints\": [\n{}\n  ],\n  \"cases\": [\n{}\n  ]\n}}\n",
        blueprints.join(",\n"),
        lines.join(",\n")
    )
}

fn calls(area: &str) -> Vec<Call> {
    let make = match area {
        "validation" => validation,
        "access" => access,
        "visibility" => visibility,
        "strength" => strength,
        "guards" => guards,
        "check" => check,
        "diff" => diff,
        "dashboards" => dashboards,
        "billing" => billing,
        other => panic!("there is no corpus of {other}"),
    };
    let mut calls = Vec::new();
    for fixture in fixtures(area) {
        let cases = fixture.json["cases"].as_array();
        for case in cases.into_iter().flatten() {
            let made = make(&fixture.json, case);
            for (request, blueprint, document) in made {
                calls.push(Call {
                    name: case["name"].as_str().unwrap_or_default().to_owned(),
                    reason: case["reason"].as_str().unwrap_or_default().to_owned(),
                    blueprint,
                    request,
                    document,
                });
            }
        }
    }
    calls.retain(|call| call.document.len() <= LONGEST);
    calls
}

type Made = Vec<(Value, Value, Vec<u8>)>;

fn line(call: &Call, blueprint: usize) -> Value {
    let kernel = Kernel::compile(call.blueprint.to_string().as_bytes());
    let kernel = kernel.unwrap_or_else(|_| panic!("{} does not compile", call.name));
    let request = call.request.to_string();
    let answer = wire::call(&kernel, request.as_bytes(), &call.document);
    let mut line = Map::new();
    let mut put = |name: &str, value: Value| line.insert(name.to_owned(), value);
    put("name", json!(call.name));
    put("reason", json!(call.reason));
    put("blueprint", json!(blueprint));
    put("request", call.request.clone());
    match std::str::from_utf8(&call.document) {
        Ok(text) => put("document", json!(text)),
        Err(_) => put("hex", json!(hex(&call.document))),
    };
    match answer {
        Ok(answer) => put("answer", json!(answer)),
        Err(failure) => put("failure", json!(wire::failure(&failure, Locale::En))),
    };
    Value::Object(line)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Vec<u8> {
    let pairs = text.as_bytes().chunks(2);
    let pairs = pairs.filter_map(|pair| std::str::from_utf8(pair).ok());
    pairs
        .filter_map(|pair| u8::from_str_radix(pair, 16).ok())
        .collect()
}

/// An object without the members that are `null`.
fn some(members: Value) -> Value {
    let Value::Object(members) = members else {
        return members;
    };
    let there = members.into_iter().filter(|(_, value)| !value.is_null());
    Value::Object(there.collect())
}

fn validation(fixture: &Value, case: &Value) -> Made {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let document = match (&case["input"], &case["input_hex"], &case["input_text"]) {
        (_, Value::String(hex), _) => unhex(hex),
        (_, _, Value::String(text)) => text.clone().into_bytes(),
        _ if case.get("input_parts").is_some() => return Vec::new(),
        (input, ..) => input.to_string().into_bytes(),
    };
    let step = case["mode"]["step"].as_str();
    let mode = step.map(|step| format!("step:{step}"));
    let request = some(json!({
        "call": "validate",
        "kind": case["kind"],
        "mode": mode.or_else(|| text(&case["mode"])),
        "now": case["now"],
        "writable": case["writable"],
    }));
    vec![(request, fixture["blueprint"].clone(), document)]
}

/// An AuthZEN subject as a subject of the wire.
fn subject_of(subject: &Value) -> Value {
    let properties = &subject["properties"];
    let names = ["roles", "tenant", "persona"];
    let attributes = properties.as_object().map(|properties| -> Value {
        let others = properties.iter();
        let others = others.filter(|(name, _)| !names.contains(&name.as_str()));
        Value::Object(others.map(|(n, v)| (n.clone(), v.clone())).collect())
    });
    let anonymous = subject["type"] == "anonymous";
    some(json!({
        "id": if anonymous { &Value::Null } else { &subject["id"] },
        "roles": listed(&properties["roles"]),
        "tenant": properties["tenant"],
        "persona": properties["persona"],
        "attributes": attributes,
        "system": (subject["type"] == "system").then_some(true),
    }))
}

/// One text or a list of texts, as a list.
fn listed(value: &Value) -> Value {
    match value {
        Value::String(_) => json!([value]),
        other => other.clone(),
    }
}

/// An AuthZEN resource as a record of the wire, and its document.
fn record_of(resource: &Value) -> (Value, Vec<u8>) {
    let properties = &resource["properties"];
    let relations = properties["relations"]
        .as_object()
        .map(|relations| -> Value {
            let lists = relations
                .iter()
                .map(|(name, ids)| (name.clone(), listed(ids)));
            Value::Object(lists.collect())
        });
    let record = some(json!({
        "kind": resource["type"],
        "id": resource["id"],
        "owner": properties["owner"],
        "tenant": properties["tenant"],
        "state": properties["state"],
        "version": properties["version"],
        "createdAt": properties["created_at"],
        "updatedAt": properties["updated_at"],
        "relations": relations,
        "ownerRoles": listed(&properties["owner_roles"]),
    }));
    let document = properties.get("document").or(resource.get("properties"));
    let document = document.map_or("{}".to_owned(), Value::to_string);
    (record, document.into_bytes())
}

fn access(fixture: &Value, case: &Value) -> Made {
    let (record, document) = record_of(&case["resource"]);
    let kind = case["resource"]["type"].as_str().unwrap_or_default();
    let action = case["action"]["name"].as_str().unwrap_or_default();
    let action = if action.starts_with(&format!("{kind}.")) {
        action.to_owned()
    } else {
        format!("{kind}.{action}")
    };
    let subject = subject_of(&case["subject"]);
    let context = case.get("context").map(|context| {
        let mut attributes = context.as_object().cloned().unwrap_or_default();
        let now = attributes.shift_remove("now");
        some(json!({ "now": now, "attributes": attributes }))
    });
    let blueprint = &fixture["blueprint"];
    let asked = |call: &str| {
        let request = json!({
            "call": call, "subject": subject, "action": action, "record": record,
            "context": context,
        });
        (some(request), blueprint.clone(), document.clone())
    };
    let of_subject = |request: Value| (some(request), blueprint.clone(), Vec::new());
    vec![
        asked("decide"),
        asked("explain"),
        of_subject(json!({ "call": "ability", "subject": subject })),
        of_subject(json!({
            "call": "filter", "subject": subject, "action": action, "context": context,
            "dialect": "postgres",
        })),
    ]
}

fn visibility(fixture: &Value, case: &Value) -> Made {
    let stored = &fixture["record"];
    let document = case.get("document_of").unwrap_or(&stored["document"]);
    let document = document.to_string();
    let document = case["document_text"].as_str().unwrap_or(&document);
    let record = some(json!({
        "kind": "profile",
        "id": stored["id"],
        "owner": stored["owner"],
        "relations": stored["relations"],
        "ownerRoles": case["owner_roles"],
        "choices": case["choices"],
        "forced": case["forced"],
    }));
    let request = match case["as"].as_str() {
        Some(viewer) => json!({ "call": "viewAs", "viewer": viewer, "record": record }),
        None => json!({
            "call": "view", "record": record,
            "subject": some(json!({
                "id": case["viewer"]["id"], "roles": case["viewer"]["roles"],
            })),
        }),
    };
    let blueprint = fixture["blueprint"].clone();
    vec![(request, blueprint, document.as_bytes().to_vec())]
}

fn strength(fixture: &Value, case: &Value) -> Made {
    if case.get("writable").or(case.get("visible")).is_some() {
        return Vec::new();
    }
    let mut kinds = fixture["kinds"].clone();
    kinds["profile"]["strength"] = case["card"].clone();
    let blueprint = json!({
        "blueprint": 1, "name": "strength", "version": "1.0.0",
        "roles": { "admin": {} }, "kinds": kinds,
        "policies": [{ "id": "own", "allow": ["profile.read", "profile.update"], "roles": ["anyone"] }],
    });
    let record = some(json!({ "kind": "profile", "owner": "u1", "updatedAt": case["updated_at"] }));
    let context = json!({ "now": fixture["now"] });
    let document = case["document"].to_string().into_bytes();
    let request = json!({ "call": "strength", "record": record, "context": context });
    let seen = json!({ "call": "strengthSeen", "record": record, "context": context });
    let score = json!({ "call": "score", "record": record, "context": context });
    vec![
        (request, blueprint.clone(), document.clone()),
        (seen, blueprint.clone(), document.clone()),
        (score, blueprint, document),
    ]
}

fn guards(fixture: &Value, case: &Value) -> Made {
    let subject = &case["subject"];
    let request = match case.get("path") {
        Some(path) => json!({ "call": "route", "subject": subject, "path": path }),
        None => json!({ "call": "navigation", "subject": subject }),
    };
    vec![(request, fixture["blueprint"].clone(), Vec::new())]
}

fn check(fixture: &Value, case: &Value) -> Made {
    let blueprint = merged(&fixture["blueprint"], &case["patch"]);
    let matrix = json!({ "call": "matrix", "format": "markdown" });
    vec![
        (json!({ "call": "check" }), blueprint.clone(), Vec::new()),
        (matrix, blueprint, Vec::new()),
    ]
}

fn diff(fixture: &Value, case: &Value) -> Made {
    let new = merged(&fixture["blueprint"], &case["patch"]);
    let request = json!({ "call": "diff", "blueprint": new });
    vec![(request, fixture["blueprint"].clone(), Vec::new())]
}

/// Dashboards of facts that somebody else gathered cannot be asked for: who asks gathers.
fn dashboards(fixture: &Value, case: &Value) -> Made {
    if case.get("gathered_by").is_some() {
        return Vec::new();
    }
    let blueprint = match fixture["product"].as_str() {
        Some(product) => shipped(product),
        None => fixture["blueprint"].clone(),
    };
    let kernel = Kernel::compile(blueprint.to_string().as_bytes());
    let kernel = kernel.unwrap_or_else(|problems| panic!("{problems:?}"));
    let setting = |name: &str| {
        let own = case["setting"].get(name);
        own.unwrap_or(&fixture["setting"][name]).clone()
    };
    let zone = setting("zone");
    let mut request = some(json!({
        "call": "dashboard",
        "subject": case["subject"],
        "context": { "now": setting("now") },
        "zone": zone,
    }));
    if let Some(name) = zone.as_str().filter(|name| *name != "UTC") {
        let (offset, transitions) = told(name);
        request["offset"] = json!(offset);
        request["transitions"] = transitions;
    }
    let without = case["without"].as_array();
    let tables = fixture["supply"].as_object().into_iter().flatten();
    let tables =
        tables.filter(|(name, _)| without.is_none_or(|without| !without.contains(&json!(name))));
    let supply = tables.map(|(name, rows)| {
        let of_records = kernel
            .fact_table(name)
            .is_ok_and(|table| matches!(table.origin, Origin::Records { .. }));
        let rows = rows.as_array().into_iter().flatten();
        let rows: Vec<Value> = match of_records {
            true => rows.map(as_record).collect(),
            false => rows.cloned().collect(),
        };
        (name.clone(), Value::Array(rows))
    });
    let supply = Value::Object(supply.collect());
    vec![(request, blueprint, supply.to_string().into_bytes())]
}

fn billing(fixture: &Value, case: &Value) -> Made {
    let blueprint = match case.get("patch") {
        Some(patch) => merged(&fixture["blueprint"], patch),
        None => fixture["blueprint"].clone(),
    };
    let document = case.get("document").map_or(String::new(), Value::to_string);
    vec![(case["request"].clone(), blueprint, document.into_bytes())]
}

fn shipped(product: &str) -> Value {
    let path = workspace().join(format!("core/blueprints/{product}.json"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{product}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{product}: {error}"))
}

fn as_record(row: &Value) -> Value {
    let relations = row["relations"].as_object().map(|relations| -> Value {
        let lists = relations
            .iter()
            .map(|(name, id)| (name.clone(), listed(id)));
        Value::Object(lists.collect())
    });
    let record = some(json!({
        "id": row["id"], "owner": row["owner"], "tenant": row["tenant"], "state": row["state"],
        "createdAt": row["created_at"], "updatedAt": row["updated_at"], "relations": relations,
    }));
    json!({ "record": record, "document": row["document"] })
}

/// What a host without the database of zones knows of one: the offset at the beginning of 1970,
/// and every change until 2030.
fn told(name: &str) -> (i32, Value) {
    const HOUR: i64 = 3_600_000_000;
    let zone = Zone::named(name).unwrap_or_else(|_| panic!("there is no zone {name}"));
    let at = |year: &str| parse_instant(&format!("{year}-01-01T00:00:00Z")).unwrap_or_default();
    let hours: Vec<i64> = (0..)
        .map(|hour| at("1970") + hour * HOUR)
        .take_while(|hour| *hour < at("2030"))
        .collect();
    let changes = hours.windows(2).filter_map(|two| {
        let offsets = (zone.offset_at(*two.first()?), zone.offset_at(*two.last()?));
        let change = json!({ "at": write_instant(*two.last()?), "offset": offsets.1 });
        (offsets.0 != offsets.1).then_some(change)
    });
    (zone.offset_at(at("1970")), Value::Array(changes.collect()))
}

/// A document with a merge patch (RFC 7396) laid over it.
#[must_use]
pub fn merged(target: &Value, patch: &Value) -> Value {
    let Value::Object(changes) = patch else {
        return patch.clone();
    };
    let mut merged = target.as_object().cloned().unwrap_or_default();
    for (name, change) in changes {
        if change.is_null() {
            merged.shift_remove(name);
        } else {
            let before = merged.get(name).unwrap_or(&Value::Null);
            merged.insert(name.clone(), self::merged(before, change));
        }
    }
    Value::Object(merged)
}
