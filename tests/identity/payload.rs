//! The provider's own payload: what becomes of all that is in it.

use profilekit::hub::{Credential, Handled};
use profilekit_stores::Adapter;
use profilekit_tests::fixtures;
use serde_json::{Value, json};

use crate::world::{MINUTE, START, World, blueprint, but, event, everywhere, following};

/// The first delivery of the cases: a user as the provider writes them.
fn delivery() -> Value {
    let mut fixtures = fixtures("identity").into_iter();
    let file = fixtures.find(|fixture| fixture.name == "deliveries");
    let case = file.unwrap().json["cases"][0].clone();
    assert_eq!(case["name"], "a user as the provider writes them");
    case["body"].clone()
}

/// The same user some minutes later, with other values.
fn later(changes: &Value, minute: i64) -> Value {
    let at = json!({ "updated_at": (START + minute * MINUTE) / 1000 });
    let user = but(but(delivery()["data"].clone(), changes), &at);
    event("user.updated", user, minute)
}

/// A product that takes every attribute that there is.
fn taking_all() -> Value {
    let mut identity = following();
    let fields = &mut identity["fields"];
    for attribute in ["first_name", "last_name", "username"] {
        fields[attribute] = json!("provider");
    }
    fields["phone"] = json!({ "owner": "provider", "to": "/telephone" });
    let mut blueprint = blueprint(&identity);
    let fields = &mut blueprint["kinds"]["user"]["fields"];
    for field in ["first_name", "last_name", "username", "telephone"] {
        fields[field] = fields["name"].clone();
    }
    blueprint
}

fn conflicts(handled: &Handled) -> Vec<(&str, &str, &Value)> {
    let plan = handled.plan.as_ref().unwrap();
    let conflicts = plan.conflicts.iter();
    let told = conflicts.map(|one| (one.about.as_str(), one.reason.word(), &one.there));
    told.collect()
}

#[test]
fn an_account_has_all_that_the_payload_says() {
    for adapter in Adapter::all() {
        println!("on {}:", adapter.name());
        let world = World::of(adapter.fresh(), &taking_all());
        pollster::block_on(async {
            let handled = world.expect("applied", "msg_1", &delivery()).await;
            assert_eq!(handled.event, "user.created");
            assert_eq!(conflicts(&handled), []);
            let whole = json!({
                "external_id": "user_1", "email": "ada@example.com", "telephone": "+15550100",
                "first_name": "Ada", "last_name": "Lovelace", "name": "Ada Lovelace", "username": "ada",
                "image": "https://img.example.com/a.png"
            });
            // The product's own name for them says whose it is.
            assert_eq!(world.document("ada").await, whole);
            assert_eq!(world.roles("ada").await, ["builder"]);
            let made = world.account("ada").await.unwrap();

            // Nothing follows from what is no attribute.
            let google = |id: &str| json!([{ "id": "eac_9", "provider": "oauth_google", "provider_user_id": id }]);
            for (minute, changes) in (1..).zip([
                json!({ "locked": true, "two_factor_enabled": true }),
                json!({ "locked": false, "external_accounts": google("12") }),
                json!({ "external_accounts": [], "last_sign_in_at": 1 }),
                json!({ "private_metadata": { "roles": ["mentor"] }, "unsafe_metadata": { "roles": ["mentor"] } }),
            ]) {
                let id = format!("msg_1_{minute}");
                world.expect("unchanged", &id, &later(&changes, minute)).await;
                let now = world.account("ada").await.unwrap();
                assert_eq!((now.version, &now.document), (made.version, &made.document));
                assert_eq!(world.roles("ada").await, ["builder"], "{changes}");
                let session = Credential::Session("user_1");
                assert!(world.hub.signed_in(&session, START).await.is_ok(), "{changes}");
            }

            // By an account elsewhere nobody is found: whoever has the same one is somebody else.
            let other = json!({
                "id": "user_2", "external_id": null, "username": "bob",
                "email_addresses": [], "phone_numbers": [], "locked": true
            });
            world.expect("applied", "msg_2", &later(&other, 9)).await;
            assert_eq!(world.accounts().await, 2);
            let bob = world.document("user_2").await;
            assert_eq!(
                (&bob["external_id"], bob.get("telephone")),
                (&json!("user_2"), None)
            );
            assert_eq!(world.document("ada").await, whole);
        });
    }
}

#[test]
fn roles_come_from_what_only_the_products_server_writes() {
    let mut identity = following();
    identity["role_claim"] = json!("private_metadata.access.roles");
    everywhere(&identity, async |world: World| {
        let said = |roles: Value| {
            json!({
                "private_metadata": { "access": { "roles": roles }, "roles": ["mentor"] },
                "public_metadata": { "access": { "roles": ["mentor"] }, "roles": ["mentor"] },
                "unsafe_metadata": { "access": { "roles": ["mentor"] } }
            })
        };
        let created = later(&said(json!(["builder", "admin"])), 0);
        let handled = world.expect("applied", "msg_1", &created).await;
        assert_eq!(
            conflicts(&handled),
            [("roles", "not_grantable", &json!("admin"))]
        );
        assert_eq!(world.roles("ada").await, ["builder"]);
        world
            .expect("applied", "msg_2", &later(&said(json!(null)), 1))
            .await;
        assert!(
            world.roles("ada").await.is_empty(),
            "what others say of roles counts nowhere"
        );
    });
}
