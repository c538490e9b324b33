//! Cases of `tests/fixtures/identity`, which every language runs.

use profilekit::Kernel;
use profilekit::blueprint::Network;
use profilekit::error::Failure;
use profilekit::identity::{
    Expected, Family, Key, Link, LocalUser, News, Rate, Standing, TOLERANCE, TokenKeys,
    parse_clerk, parse_clerk_user, plan_sync, sender, verify_token, verify_webhook_within,
};
use profilekit_tests::fixtures;
use serde_json::{Value, json};

/// The cases of one file.
fn cases(name: &str, run: impl Fn(&Value, &Value) -> Result<Value, Failure>) {
    let fixture = fixtures("identity")
        .into_iter()
        .find(|fixture| fixture.name == name);
    let fixture = fixture.unwrap_or_else(|| panic!("there is no {name}"));
    let list = fixture.json["cases"].as_array().unwrap();
    let mut faults = Vec::new();
    for case in list {
        assert!(case["reason"].is_string(), "{case}");
        let answer = match run(&fixture.json, case) {
            Ok(answer) => answer,
            Err(failure) => json!({ "code": failure.code().as_str() }),
        };
        if !holds(&answer, &case["answer"]) {
            faults.push(format!("{}: found {answer}", case["name"]));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(list.len() > 5);
}

/// Whether an answer has what a case expects: all members that it names.
fn holds(answer: &Value, expected: &Value) -> bool {
    match expected {
        Value::Object(members) => members
            .iter()
            .all(|(name, value)| answer.get(name).is_some_and(|found| holds(found, value))),
        Value::Array(items) => {
            let found = answer.as_array();
            found.is_some_and(|found| {
                found.len() == items.len()
                    && found
                        .iter()
                        .zip(items)
                        .all(|(one, other)| holds(one, other))
            })
        }
        plain => answer == plain,
    }
}

#[test]
fn plans_are_as_the_cases_say() {
    cases("plans", |file, case| {
        let kernel = changed(&file["blueprint"], case);
        let user = parse_clerk_user(case["user"].to_string().as_bytes())?;
        let local: Option<LocalUser> = serde_json::from_value(case["local"].clone()).unwrap();
        let link: Option<Link> = serde_json::from_value(case["link"].clone()).unwrap();
        let now = case["now"].as_i64().unwrap_or_default();
        let plan = plan_sync(kernel.model(), &user, local.as_ref(), link.as_ref(), now)?;
        Ok(serde_json::from_str(&plan.to_json()).unwrap())
    });
}

#[test]
fn deliveries_are_read_as_the_cases_say() {
    cases("deliveries", |_, case| {
        let body = match &case["body"] {
            Value::String(text) => text.clone(),
            body => body.to_string(),
        };
        let notice = parse_clerk(body.as_bytes())?;
        let news = match notice.news {
            News::Other => json!({ "other": true }),
            News::Gone(id) => json!({ "gone": id.as_str() }),
            News::Present(user) => json!({
                "id": user.id.as_str(),
                "externalId": user.external_id.as_ref().map(|id| id.as_str()),
                "email": user.email().map(|one| one.value.clone()),
                "verified": user.email().map(|one| one.verified),
                "emails": user.emails.len(),
                "phone": user.phone().map(|one| one.value.clone()),
                "name": user.name(),
                "image": user.image,
                "accounts": user.accounts.len(),
                "locked": user.locked, "banned": user.banned,
                "updatedAt": user.updated_at,
                "public": user.public_metadata, "private": user.private_metadata,
            }),
        };
        Ok(json!({ "event": notice.event, "at": notice.at, "news": news }))
    });
}

/// Whatever an event that is not about accounts holds, it is recorded.
#[test]
fn every_other_event_of_the_provider_is_recorded() {
    let fixture = fixtures("identity").into_iter();
    let mut fixture = fixture.filter(|fixture| fixture.name == "deliveries");
    let file = fixture.next().unwrap().json;
    let others = file["others"].as_array().unwrap();
    for event in others {
        for data in [
            json!({ "id": "x_1", "object": "x", "user_id": "user_1", "public_user_data": { "user_id": "user_1" } }),
            json!({ "id": 7, "email_addresses": "none", "deleted": "yes" }),
            json!([1]),
            Value::Null,
        ] {
            let body = json!({ "type": event, "object": "event", "timestamp": 1_700_000_000_000_i64, "data": data });
            let notice = parse_clerk(body.to_string().as_bytes()).unwrap();
            assert_eq!(notice.news, News::Other, "{body}");
            assert_eq!(notice.event.as_str(), event.as_str().unwrap());
        }
    }
    assert!(others.len() > 40);
}

#[test]
fn tokens_are_verified_as_the_cases_say() {
    cases("tokens", |file, case| {
        let keys = match (&case["jwks"], &case["pem"]) {
            (Value::Null, Value::String(pem)) => TokenKeys::from_pem(pem)?,
            (Value::Null, _) => TokenKeys::from_jwks(file["jwks"].to_string().as_bytes())?,
            (jwks, _) => TokenKeys::from_jwks(jwks.to_string().as_bytes())?,
        };
        let list = |name: &str| -> Vec<String> {
            let list = case["expected"][name].as_array().into_iter().flatten();
            list.filter_map(Value::as_str).map(str::to_owned).collect()
        };
        let (audiences, parties) = (list("audiences"), list("parties"));
        let audiences: Vec<&str> = audiences.iter().map(String::as_str).collect();
        let parties: Vec<&str> = parties.iter().map(String::as_str).collect();
        let expected = Expected {
            issuer: case["expected"]["issuer"].as_str().unwrap_or_default(),
            audiences: &audiences,
            parties: &parties,
            skew: case["expected"]["skew"].as_i64().unwrap_or(Expected::SKEW),
            pending: case["expected"]["pending"] == true,
        };
        let claims = verify_token(
            case["token"].as_str().unwrap(),
            &keys,
            &expected,
            case["now"].as_i64().unwrap(),
        )?;
        let path: Vec<&str> = case["path"]
            .as_str()
            .unwrap_or_default()
            .split('.')
            .collect();
        Ok(
            json!({ "subject": claims.subject, "session": claims.session, "words": claims.words(&path), "actor": claims.actor }),
        )
    });
}

/// The blueprint of a file, as a case changes what it says of the provider.
fn changed(blueprint: &Value, case: &Value) -> Kernel {
    let mut blueprint = blueprint.clone();
    match case.get("identity") {
        Some(Value::Null) => drop(blueprint.as_object_mut().unwrap().remove("identity")),
        Some(members) => {
            let identity = blueprint["identity"].as_object_mut().unwrap();
            for (name, value) in members.as_object().unwrap() {
                match value {
                    Value::Null => drop(identity.remove(name)),
                    value => drop(identity.insert(name.clone(), value.clone())),
                }
            }
        }
        None => {}
    }
    let kernel = Kernel::compile(blueprint.to_string().as_bytes());
    kernel.unwrap_or_else(|problems| panic!("{problems:?}"))
}

#[test]
fn tokens_say_whose_sessions_they_are_as_the_cases_say() {
    cases("standings", |file, case| {
        let kernel = changed(&file["blueprint"], case);
        let said = Standing::of(kernel.model(), case["claims"].as_object().unwrap())?;
        let tenant = said.tenant.as_ref().map(|tenant| tenant.as_str());
        Ok(json!({ "tenant": tenant, "roles": said.roles, "persona": said.persona }))
    });
}

#[test]
fn senders_are_found_as_the_cases_say() {
    cases("senders", |_, case| {
        let proxies = case["proxies"].as_array().into_iter().flatten();
        let proxies: Vec<Network> = proxies
            .map(|text| Network::parse(text.as_str().unwrap()).unwrap())
            .collect();
        let peer = case["peer"].as_str().unwrap().parse().unwrap();
        let from = sender(peer, case["forwarded"].as_str(), &proxies)?;
        Ok(json!(from.to_string()))
    });
}

#[test]
fn calls_go_on_as_the_cases_say() {
    cases("rates", |file, case| {
        let mut blueprint = file["blueprint"].clone();
        blueprint["personas"]["maker"]["rate_limit"] = case["rate"].clone();
        let kernel = Kernel::compile(blueprint.to_string().as_bytes()).unwrap();
        let rate = Rate::of_persona(kernel.model(), "maker").unwrap();
        assert_eq!(Rate::of_persona(kernel.model(), "guest"), None);
        let mut free_at = None;
        let calls = case["calls"].as_array().unwrap().iter().map(|call| {
            let step = rate.step(free_at, call["now"].as_i64().unwrap());
            free_at = Some(step.free_at);
            json!({ "allowed": step.allowed, "remaining": step.remaining,
                "reset": step.reset, "retryAfter": step.retry_after, "headers": step.headers(rate) })
        });
        Ok(json!(calls.collect::<Vec<_>>()))
    });
}

/// A key of a case: a text, or one with its end.
pub(crate) fn key(key: &Value) -> Result<Key, Failure> {
    match key.as_str() {
        Some(key) => Key::parse(key),
        None => {
            let until = key["until"].as_i64().unwrap();
            Ok(Key::parse(key["secret"].as_str().unwrap())?.until(until))
        }
    }
}

#[test]
fn webhooks_are_verified_as_the_cases_say() {
    cases("webhooks", |_, case| {
        let headers = case["headers"].as_array().unwrap().iter();
        let headers: Vec<(&str, &str)> = headers
            .map(|pair| (pair[0].as_str().unwrap(), pair[1].as_str().unwrap()))
            .collect();
        let keys = case["keys"].as_array().unwrap().iter().map(key);
        let keys: Vec<Key> = keys.collect::<Result<_, _>>()?;
        let tolerance = case["tolerance"].as_i64().unwrap_or(TOLERANCE);
        let (body, now) = (
            case["body"].as_str().unwrap(),
            case["now"].as_i64().unwrap(),
        );
        let verified = verify_webhook_within(tolerance, &headers, body.as_bytes(), &keys, now)?;
        let family = match verified.family {
            Family::Svix => "svix",
            Family::Standard => "standard",
        };
        let (id, at, key) = (verified.id.as_str(), verified.at, verified.key);
        Ok(json!({ "id": id, "at": at, "family": family, "key": key }))
    });
}
