//! Session tokens at an endpoint, and how often somebody may call.

use profilekit::error::Code;
use profilekit::hub::{Credential, Refusal, Target};
use profilekit::identity::{Expected, TokenKeys};
use profilekit_stores::Adapter;
use profilekit_tests::fixtures;
use serde_json::{Value, json};

use crate::world::{MINUTE, START, World, blueprint, but, event, everywhere, following, user};

fn at(id: &str) -> Target<'_> {
    Target {
        kind: "user",
        id,
        ..Target::default()
    }
}

/// The keys of a case; nothing where they cannot be read, which nobody gets past.
fn keys(file: &Value, case: &Value) -> Option<TokenKeys> {
    match (&case["jwks"], &case["pem"]) {
        (Value::Null, Value::String(pem)) => TokenKeys::from_pem(pem),
        (Value::Null, _) => TokenKeys::from_jwks(file["jwks"].to_string().as_bytes()),
        (jwks, _) => TokenKeys::from_jwks(jwks.to_string().as_bytes()),
    }
    .ok()
}

fn list<'c>(case: &'c Value, name: &str) -> Vec<&'c str> {
    let list = case["expected"][name].as_array().into_iter().flatten();
    list.filter_map(Value::as_str).collect()
}

#[test]
fn every_token_of_the_cases_is_somebody_or_nobody() {
    let fixture = fixtures("identity").into_iter();
    let fixture = fixture.into_iter().find(|fixture| fixture.name == "tokens");
    let file = fixture.unwrap().json;
    everywhere(&following(), async |world: World| {
        let created = event("user.created", user("user_1", "a@example.com", 0), 0);
        world.expect("applied", "msg_1", &created).await;
        let own = world.account("user_1").await.unwrap().address.id;
        let (mut somebody, mut nobody) = (0, 0);
        for case in file["cases"].as_array().unwrap() {
            let Some(keys) = keys(&file, case) else {
                assert_eq!(case["answer"]["code"], "identity.bad_key");
                continue;
            };
            let (audiences, parties) = (list(case, "audiences"), list(case, "parties"));
            let expected = Expected {
                issuer: case["expected"]["issuer"].as_str().unwrap(),
                audiences: &audiences,
                parties: &parties,
                skew: case["expected"]["skew"].as_i64().unwrap_or(Expected::SKEW),
                pending: case["expected"]["pending"] == true,
            };
            let credential = Credential::Token {
                token: case["token"].as_str().unwrap(),
                keys: &keys,
                expected: &expected,
            };
            let now = case["now"].as_i64().unwrap();
            let name = &case["name"];
            let guarded = world.hub.guard(&credential, now, "update", &at(&own)).await;
            match (guarded, case["answer"]["code"].as_str()) {
                (Ok(guarded), None) => {
                    assert_eq!(
                        guarded.who.subject.id().unwrap().as_str(),
                        "user_1",
                        "{name}"
                    );
                    let actor = case["answer"]["actor"].as_str();
                    assert_eq!(guarded.who.actor.as_deref(), actor, "{name}");
                    assert_eq!(
                        guarded.who.claims.unwrap().actor.as_deref(),
                        actor,
                        "{name}"
                    );
                    // Whose token it is says nothing about what does not exist.
                    let refused = world.hub.guard(&credential, now, "update", &at("x")).await;
                    assert!(refused.unwrap_err().is(Code::AccessNotVisible), "{name}");
                    somebody += 1;
                }
                (Err(Refusal::Failed(failure)), Some(code)) => {
                    let nothing = case["token"] == "";
                    let code = if nothing { "identity.no_token" } else { code };
                    assert_eq!(failure.code().as_str(), code, "{name}");
                    assert_eq!(failure.code().http_status(), 401, "{name}");
                    nobody += 1;
                }
                (found, code) => panic!("{name}: {code:?}, not {found:?}"),
            }
        }
        assert_eq!((somebody, nobody), (14, 44));
    });
}

/// Builders may call three times a minute.
pub(crate) fn limited() -> Value {
    let mut blueprint = blueprint(&following());
    blueprint["personas"] = json!({
        "builder": { "role": "builder", "rate_limit": { "requests": 3, "per": "PT1M" } },
        "mentor": { "role": "mentor" }
    });
    blueprint
}

async fn act_as_none(world: &World, user: &str) {
    let session = Credential::Session(user);
    let who = world.hub.signed_in(&session, START).await.unwrap();
    let call = who.call(START);
    assert!(world.hub.switch_persona(&call, None).await.unwrap());
}

pub(crate) async fn act_as(world: &World, user: &str, persona: &str) {
    let session = Credential::Session(user);
    let who = world.hub.signed_in(&session, START).await.unwrap();
    let call = who.call(START);
    let switched = world.hub.switch_persona(&call, Some(persona)).await;
    assert!(switched.unwrap());
}

#[test]
fn whoever_calls_too_often_waits_and_nobody_else_does() {
    for adapter in Adapter::all() {
        println!("on {}:", adapter.name());
        let world = World::of(adapter.fresh(), &limited());
        pollster::block_on(async {
            for id in ["user_1", "user_2", "user_3"] {
                let roles = json!({ "public_metadata": { "roles": ["builder", "mentor"] } });
                let user = but(user(id, &format!("{id}@example.com"), 0), &roles);
                world
                    .expect("applied", id, &event("user.created", user, 0))
                    .await;
            }
            act_as(&world, "user_1", "builder").await;
            act_as(&world, "user_2", "builder").await;
            act_as(&world, "user_3", "mentor").await;
            let other = world.account("user_2").await.unwrap().address.id;
            // Every clone of a hub counts the same calls.
            let hub = world.hub.clone();
            let call = async |user: &str, now: i64| {
                let session = Credential::Session(user);
                hub.guard(&session, now, "read", &at(&other)).await
            };
            for left in ["r=2;t=20", "r=1;t=40", "r=0;t=60"] {
                let turn = call("user_1", START).await.unwrap().turn.unwrap();
                let headers = turn.headers();
                assert_eq!(headers[0].1, "\"default\";q=3;w=60");
                assert_eq!(headers[1].1, format!("\"default\";{left}"));
                assert_eq!(headers.len(), 2);
            }
            for _ in 0..2 {
                let Err(Refusal::Failed(failure)) = call("user_1", START).await else {
                    panic!("the fourth call goes on");
                };
                assert_eq!(failure.code(), Code::IdentityRateLimited);
                assert_eq!(failure.code().http_status(), 429);
                let help = failure.help(profilekit::error::Locale::En).unwrap();
                assert_eq!(help, "Wait 20 seconds.");
            }
            assert!(
                call("user_2", START).await.is_ok(),
                "others are not held up"
            );
            for _ in 0..20 {
                let guarded = call("user_3", START).await.unwrap();
                assert_eq!(guarded.turn, None, "mentors may call as they like");
            }
            assert!(call("user_1", START + MINUTE / 3).await.is_ok());
            assert!(call("user_1", START + MINUTE / 3).await.is_err());
            // Whoever acts as nobody calls as the strictest of what they may act as, and acting as
            // somebody else in between gives no calls back.
            act_as_none(&world, "user_2").await;
            let turn = call("user_2", START).await.unwrap().turn.unwrap();
            assert_eq!(turn.step.remaining, 1, "one call was made as a builder");
            act_as(&world, "user_2", "mentor").await;
            assert_eq!(call("user_2", START).await.unwrap().turn, None);
            act_as(&world, "user_2", "builder").await;
            assert_eq!(
                call("user_2", START)
                    .await
                    .unwrap()
                    .turn
                    .unwrap()
                    .step
                    .remaining,
                0
            );
            let Err(Refusal::Failed(failure)) = call("user_2", START).await else {
                panic!("the fourth call goes on");
            };
            let param = |name: &str| {
                let mut params = failure.params().iter();
                params
                    .find(|(known, _)| *known == name)
                    .map(|(_, value)| value.to_string())
            };
            assert_eq!(param("policy").as_deref(), Some("\"default\";q=3;w=60"));
            assert_eq!(param("limit").as_deref(), Some("\"default\";r=0;t=60"));
            // Who is not let in counts for nobody.
            assert!(
                call("user_9", START)
                    .await
                    .unwrap_err()
                    .is(Code::IdentityUnknownUser)
            );
        });
    }
}
