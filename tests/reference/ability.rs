//! What one subject may do, as data: a plain interpreter of the exported policies answers what
//! the kernel answers.

use profilekit::access::Context;
use profilekit_tests::Seeded;
use serde_json::{Value, json};

use crate::decisions::{compiled, resource, subject};
use crate::world::{Person, Record, VERBS, World};

/// Evaluates a condition of the export; `None` is unknown.
fn eval(node: &Value, record: &Record) -> Option<Value> {
    let (name, inner) = node.as_object()?.iter().next()?;
    let two = |index: usize| eval(&inner[index], record);
    let all = |ends_on: bool| {
        let mut unknown = false;
        for part in inner.as_array().into_iter().flatten() {
            match eval(part, record).and_then(|value| value.as_bool()) {
                Some(value) if value == ends_on => return Some(json!(ends_on)),
                Some(_) => {}
                None => unknown = true,
            }
        }
        (!unknown).then(|| json!(!ends_on))
    };
    match name.as_str() {
        "lit" => Some(inner.clone()),
        "meta" => match inner.as_str()? {
            "owner" => record.owner.map(|owner| json!(owner)),
            "state" => record.state.map(|state| json!(state)),
            _ => None,
        },
        "relation" => Some(json!(record.helper)),
        "field" => {
            let document: Value = serde_json::from_str(&record.document()).ok()?;
            document.pointer(inner.as_str()?).cloned()
        }
        "has" => Some(json!(eval(inner, record).is_some())),
        "not" => Some(json!(!eval(inner, record)?.as_bool()?)),
        "and" => all(false),
        "or" => all(true),
        "in" => Some(json!(two(1)?.as_array()?.contains(&two(0)?))),
        "cmp" => {
            let (one, two) = (two(1)?, two(2)?);
            Some(json!(match inner[0].as_str()? {
                "==" => one == two,
                "!=" => one != two,
                ">" => one.as_i64()? > two.as_i64()?,
                ">=" => one.as_i64()? >= two.as_i64()?,
                "<" => one.as_i64()? < two.as_i64()?,
                "<=" => one.as_i64()? <= two.as_i64()?,
                _ => return None,
            }))
        }
        _ => None,
    }
}

fn applies(rule: &Value, ability: &Value, record: &Record, unknown: bool) -> bool {
    let id = ability["subject"].as_str();
    let relations = rule["relations"].as_array();
    let owns = rule["owner"] == json!(true) && id.is_some() && id == record.owner;
    let helps = relations.is_some_and(|list| !list.is_empty())
        && id.is_some_and(|id| record.helper.contains(&id));
    let condition = rule
        .get("when")
        .map(|when| eval(when, record).and_then(|value| value.as_bool()));
    (relations.is_none() || owns || helps) && condition.is_none_or(|says| says.unwrap_or(unknown))
}

fn can(ability: &Value, action: &str, record: &Record) -> bool {
    let tenant = ability["tenant"].as_str();
    let same = match (ability["kinds"]["item"]["tenancy"].as_str(), record.tenant) {
        (Some("shared"), _) | (Some("ifGiven"), None) => true,
        (_, None) => false,
        (_, theirs) => tenant == theirs,
    };
    if !same && ability["crossesTenants"] != json!(true) {
        return false;
    }
    let rights = &ability["actions"][action];
    match rights["verdict"].as_str() {
        Some("always") => true,
        Some("depends") => {
            let list = |name: &str| rights[name].as_array().cloned().unwrap_or_default();
            let in_state = rights.get("states").is_none_or(|states| {
                record.state.is_some_and(|state| {
                    states
                        .as_array()
                        .is_some_and(|all| all.contains(&json!(state)))
                })
            });
            let denied = list("deny")
                .iter()
                .any(|rule| applies(rule, ability, record, true));
            let allowed = list("allow")
                .iter()
                .any(|rule| applies(rule, ability, record, false));
            in_state && allowed && !denied
        }
        _ => false,
    }
}

#[test]
fn an_interpreter_of_the_export_answers_what_the_kernel_answers() {
    let mut random = Seeded::new(2);
    let (mut asked, mut allowed) = (0u32, 0u32);
    for _ in 0..150 {
        let world = World::random(&mut random);
        let kernel = compiled(&world);
        let records: Vec<Record> = (0..12).map(|_| Record::random(&mut random)).collect();
        for _ in 0..12 {
            let person = Person::random(&mut random);
            let subject = subject(&kernel, &person);
            let text = kernel.access().ability(kernel.model(), &subject);
            let ability: Value = serde_json::from_str(&text).unwrap();
            for record in &records {
                let document = record.document();
                let resource = resource(&kernel, record, &document);
                for verb in VERBS {
                    let action = format!("item.{verb}");
                    let ours = kernel
                        .decide_named(&subject, &action, &resource, &Context::default())
                        .unwrap();
                    let theirs = can(&ability, &action, record);
                    assert_eq!(
                        ours.allowed, theirs,
                        "{action}\n{}\n{person:?}\n{record:?}",
                        ability["actions"][&action]
                    );
                    asked += 1;
                    allowed += u32::from(theirs);
                }
            }
        }
    }
    println!("{asked} decisions, {allowed} of them allowed");
    assert!(asked > 60_000 && allowed > asked / 10);
}
