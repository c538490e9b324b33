//! What a session token says of roles, persona and tenant, and what of it counts.

use base64ct::{Base64UrlUnpadded, Encoding as _};
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use profilekit::access::{Subject, SubjectHead};
use profilekit::error::Code;
use profilekit::hub::{Call, Create, Credential, Refusal, SignedIn, Target};
use profilekit::identity::{Expected, Standing, TokenKeys};
use profilekit_stores::Adapter;
use serde_json::{Value, json};

use crate::world::{START, World, blueprint, but, event, following, user};

/// The provider's key for tokens.
struct Issuer(SigningKey);

impl Issuer {
    fn new() -> Self {
        Self(SigningKey::from_slice(&[7; 32]).unwrap())
    }

    fn keys(&self) -> TokenKeys {
        let point = self.0.verifying_key().to_sec1_point(false);
        let [x, y] =
            [point.x(), point.y()].map(|one| Base64UrlUnpadded::encode_string(one.unwrap()));
        let key = json!({ "kty": "EC", "crv": "P-256", "kid": "a", "x": x, "y": y });
        TokenKeys::from_jwks(json!({ "keys": [key] }).to_string().as_bytes()).unwrap()
    }

    /// A token of a user that says this of them, for a minute.
    fn token(&self, user: &str, claims: &Value) -> String {
        let head = json!({ "alg": "ES256", "kid": "a", "typ": "JWT" });
        let said = json!({ "sub": user, "exp": START / 1_000_000 + 60 });
        let parts = [head, but(said, claims)];
        let parts = parts.map(|part| Base64UrlUnpadded::encode_string(part.to_string().as_bytes()));
        let signed = parts.join(".");
        let signature: Signature = self.0.sign(signed.as_bytes());
        let signature = Base64UrlUnpadded::encode_string(&signature.to_bytes());
        format!("{signed}.{signature}")
    }
}

/// Metadata as the provider writes it, into the user and, where it was told to, into their token.
fn metadata(tenant: &str, roles: &[&str]) -> Value {
    json!({ "public_metadata": { "tenant": tenant, "roles": roles } })
}

/// A product with tenants, in which builders see crews and administrators see everybody's.
fn tenanted() -> Value {
    let mut identity = following();
    identity["tenant_claim"] = json!("public_metadata.tenant");
    let mut blueprint = blueprint(&identity);
    blueprint["tenancy"] = json!({ "crossed_by": ["admin"] });
    blueprint["personas"] = json!({
        "maker": { "role": "builder" }, "guide": { "role": "mentor" }, "boss": { "role": "admin" }
    });
    let policies = blueprint["policies"].as_array_mut().unwrap();
    policies.extend([
        json!({ "id": "makers", "allow": ["crew.read"], "roles": ["builder"], "personas": ["maker"] }),
        json!({ "id": "bosses", "allow": ["crew.read", "crew.update"], "roles": ["admin"] }),
    ]);
    blueprint
}

/// Who signs in with a token that says this of them.
async fn came(world: &World, user: &str, claims: &Value) -> Result<SignedIn, Refusal> {
    let issuer = Issuer::new();
    let (token, keys) = (issuer.token(user, claims), issuer.keys());
    let credential = Credential::Token {
        token: &token,
        keys: &keys,
        expected: &Expected::default(),
    };
    world.hub.signed_in(&credential, START).await
}

/// The same at a record: the status of the answer.
async fn guarded(world: &World, user: &str, claims: &Value, action: &str, at: &Target<'_>) -> u16 {
    let issuer = Issuer::new();
    let (token, keys) = (issuer.token(user, claims), issuer.keys());
    let credential = Credential::Token {
        token: &token,
        keys: &keys,
        expected: &Expected::default(),
    };
    let guarded = world.hub.guard(&credential, START, action, at).await;
    guarded.map_or_else(|refusal| status(&refusal), |_| 200)
}

fn status(refusal: &Refusal) -> u16 {
    match refusal {
        Refusal::Failed(failure) => failure.code().http_status(),
        Refusal::Invalid(_) => 422,
    }
}

/// Somebody as their token has them, as a host makes a subject of it.
fn subject(world: &World, id: &str, standing: &Standing) -> Subject {
    let roles: Vec<&str> = standing.roles.iter().map(String::as_str).collect();
    let head = SubjectHead {
        id: Some(id),
        roles: &roles,
        tenant: standing.tenant.as_ref().map(|tenant| tenant.as_str()),
        persona: standing.persona.as_deref(),
        ..SubjectHead::default()
    };
    world.hub.kernel().subject(&head).unwrap()
}

fn of<'t>(kind: &'t str, id: &'t str, tenant: Option<&'t str>) -> Target<'t> {
    Target {
        kind,
        id,
        tenant,
        ..Target::default()
    }
}

/// A crew in each of two tenants, and their identifiers.
async fn crews(world: &World) -> [String; 2] {
    let mut ids = Vec::new();
    for tenant in ["t1", "t2"] {
        let create = Create {
            kind: "crew",
            tenant: Some(tenant),
            document: br#"{"motto":"m"}"#,
            ..Create::default()
        };
        let made = world.hub.create(&world.call(START), &create).await;
        ids.push(made.unwrap().address.id.to_string());
    }
    ids.try_into().unwrap()
}

/// What somebody reads of a crew with what their token says alone: the status of the answer.
async fn reads(world: &World, who: &Subject, id: &str, tenant: Option<&str>) -> u16 {
    let found = world
        .hub
        .get(&Call::new(who, START), &of("crew", id, tenant))
        .await;
    found.map_or_else(|refusal| status(&refusal), |_| 200)
}

#[test]
fn claims_give_roles_a_persona_and_one_tenant_and_never_an_administrators() {
    for adapter in Adapter::all() {
        println!("on {}:", adapter.name());
        let world = World::of(adapter.fresh(), &tenanted());
        pollster::block_on(async {
            let [here, there] = crews(&world).await;
            let ada = but(user("user_1", "a@example.com", 0), &metadata("t1", &[]));
            world
                .expect("applied", "msg_1", &event("user.created", ada, 0))
                .await;
            let model = world.hub.kernel().model();
            let admin = model.names().find("admin").unwrap();
            for (roles, held, persona, read) in [
                (
                    &["builder", "admin", "nobody"][..],
                    &["builder"][..],
                    Some("maker"),
                    200,
                ),
                (&["admin"], &[], None, 404),
                (&["mentor"], &["mentor"], Some("guide"), 404),
                (&["builder", "mentor"], &["builder", "mentor"], None, 404),
                (&[], &[], None, 404),
            ] {
                let came = came(&world, "user_1", &metadata("t1", roles))
                    .await
                    .unwrap();
                let standing = came.claims.unwrap().standing(model).unwrap();
                assert_eq!(standing.tenant.as_ref().map(|one| one.as_str()), Some("t1"));
                assert_eq!(standing.roles, held, "{roles:?}");
                assert_eq!(standing.persona.as_deref(), persona, "{roles:?}");
                let who = subject(&world, "user_1", &standing);
                assert!(
                    !who.roles().contains(admin) && !who.crosses_tenants(),
                    "{roles:?}"
                );
                assert_eq!(reads(&world, &who, &here, None).await, read, "{roles:?}");
                // Another tenant's is not there, whatever they may do in their own.
                for (id, tenant) in [(&*there, None), (&there, Some("t2")), ("none", Some("t2"))] {
                    assert_eq!(reads(&world, &who, id, tenant).await, 404, "{roles:?} {id}");
                }
            }
            // Who says no tenant is in none, and one who says the other is in that one alone.
            for (claims, statuses) in [
                (
                    json!({ "public_metadata": { "roles": ["builder"] } }),
                    [404, 404],
                ),
                (metadata("t2", &["builder"]), [404, 200]),
            ] {
                let came = came(&world, "user_1", &claims).await.unwrap();
                let standing = came.claims.unwrap().standing(model).unwrap();
                let who = subject(&world, "user_1", &standing);
                let found = [
                    reads(&world, &who, &here, Some("t1")).await,
                    reads(&world, &who, &there, Some("t2")).await,
                ];
                assert_eq!(found, statuses, "{claims}");
            }
        });
    }
}

/// The hub asks its own store, whatever stands in a token that was issued before.
#[test]
fn the_hubs_own_guard_takes_roles_and_tenant_from_the_member() {
    for adapter in Adapter::all() {
        println!("on {}:", adapter.name());
        let world = World::of(adapter.fresh(), &tenanted());
        pollster::block_on(async {
            let [here, there] = crews(&world).await;
            let said = async |delivery: &str, roles: &[&str], minute: i64| {
                let user = user("user_1", "a@example.com", minute);
                let said = but(user, &metadata("t1", roles));
                let said = event("user.updated", said, minute);
                world.expect("applied", delivery, &said).await;
            };
            said("msg_1", &[], 0).await;
            let boast = metadata("t2", &["builder", "admin"]);
            let crew = of("crew", &here, None);
            assert_eq!(guarded(&world, "user_1", &boast, "read", &crew).await, 404);
            said("msg_2", &["builder"], 1).await;
            let who = came(&world, "user_1", &boast).await.unwrap();
            assert_eq!(who.subject.tenant().unwrap().as_str(), "t1");
            let call = who.call(START);
            assert!(
                world
                    .hub
                    .switch_persona(&call, Some("maker"))
                    .await
                    .unwrap()
            );
            assert!(world.hub.switch_persona(&call, Some("boss")).await.is_err());
            // A token without any of it is as good, and none makes more of them.
            for claims in [json!({}), boast.clone(), metadata("t1", &["mentor"])] {
                let answers = [
                    guarded(&world, "user_1", &claims, "read", &crew).await,
                    guarded(&world, "user_1", &claims, "update", &crew).await,
                    guarded(&world, "user_1", &claims, "read", &of("crew", &there, None)).await,
                    guarded(
                        &world,
                        "user_1",
                        &claims,
                        "read",
                        &of("crew", &there, Some("t2")),
                    )
                    .await,
                ];
                assert_eq!(answers, [200, 403, 404, 404], "{claims}");
                let who = came(&world, "user_1", &claims).await.unwrap();
                let persona = who.subject.persona();
                let persona =
                    persona.and_then(|id| world.hub.kernel().model().personas.get(id.index()));
                assert_eq!(&*persona.unwrap().name, "maker", "{claims}");
            }
            said("msg_3", &[], 2).await;
            assert_eq!(guarded(&world, "user_1", &boast, "read", &crew).await, 404);
            // Whose token it is decides: a stranger's, or one that somebody else signed, is nobody's.
            assert_eq!(guarded(&world, "user_2", &boast, "read", &crew).await, 401);
            let forged = Issuer(SigningKey::from_slice(&[8; 32]).unwrap()).token("user_1", &boast);
            let (keys, expected) = (Issuer::new().keys(), Expected::default());
            let forged = Credential::Token {
                token: &forged,
                keys: &keys,
                expected: &expected,
            };
            let refused = world.hub.signed_in(&forged, START).await.unwrap_err();
            assert!(refused.is(Code::IdentityWrongToken));
        });
    }
}
