//! A small product with accounts, and a provider that signs what it sends.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use profilekit::Kernel;
use profilekit::access::{Subject, SubjectHead};
use profilekit::hub::{
    Call, Create, Entropy, Handled, Hub, Person, Refusal, Target, Update, Webhook,
};
use profilekit::identity::{Key, MessageId, ProviderUser, Secret, parse_clerk_user, sign};
use profilekit::store::{Address, Store, StoredRecord};
use profilekit_stores::{Adapter, Kept};
use serde_json::{Value, json};

pub(crate) const START: i64 = 1_700_000_000_000_000;
pub(crate) const MINUTE: i64 = 60_000_000;
pub(crate) const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// Bytes that differ each time and are the same in every run.
#[derive(Default)]
pub(crate) struct Counting(AtomicU64);

impl Entropy for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        let next = self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        for (index, byte) in bytes.iter_mut().enumerate() {
            *byte = next[index % 8] ^ u8::try_from(index).unwrap();
        }
    }
}

/// The product's blueprint with its part on the provider.
pub(crate) fn blueprint(identity: &Value) -> Value {
    let mut blueprint = json!({
        "blueprint": 1, "name": "product", "version": "1.0.0",
        "roles": {
            "client": { "default": true },
            "builder": { "granted_by": ["admin", "system"] },
            "mentor": { "granted_by": ["admin", "system"] },
            "admin": { "granted_by": ["admin"] }
        },
        "kinds": {
            "user": {
                "owner": "user", "one_per": ["owner"], "unique": ["/email", "/external_id"],
                "audience": "platform", "on_delete": "anonymise",
                "fields": {
                    "external_id": { "type": "string", "max": 128, "source": "identity", "data_class": "identity", "lawful_basis": "contract", "retention": "P2Y", "audience": "private" },
                    "email": { "type": "email", "required": true, "normalize": ["trim", "lower"], "source": "identity", "data_class": "contact", "lawful_basis": "contract", "retention": "P2Y", "audience": "private" },
                    "name": { "type": "string", "max": 40, "normalize": ["trim"], "data_class": "profile", "lawful_basis": "contract", "retention": "P2Y" },
                    "image": { "type": "url", "data_class": "profile", "lawful_basis": "contract", "retention": "P2Y" }
                }
            },
            "note": { "owner": "user", "audience": "private", "on_delete": "delete", "fields": { "text": { "type": "string" } } },
            "app": { "owner": "user", "audience": "platform", "on_delete": "archive", "fields": { "title": { "type": "string" } } },
            "crew": { "relations": { "members": { "to": "user", "many": true } }, "audience": "platform",
                "fields": { "motto": { "type": "string", "data_class": "profile", "lawful_basis": "contract", "retention": "P2Y" } } }
        },
        "policies": [
            { "id": "product", "allow": ["*.create", "*.read", "*.list", "*.update", "*.delete"], "roles": ["system"] },
            { "id": "own", "allow": ["user.read", "user.update", "note.*", "app.*"], "relations": ["owner"] },
            { "id": "known", "allow": ["user.read", "app.read"], "roles": ["signed_in"] }
        ],
        "identity": identity
    });
    // Where nobody is found by the address, people may write it themselves.
    if identity["match"] == "id" {
        let email = &mut blueprint["kinds"]["user"]["fields"]["email"];
        email.as_object_mut().unwrap().remove("source");
    }
    blueprint
}

/// Everything follows the provider.
pub(crate) fn following() -> Value {
    json!({
        "provider": "clerk",
        "fields": { "email": "provider", "name": "provider", "image": "provider", "roles": "provider" },
        "role_claim": "public_metadata.roles",
        "on_delete": "anonymise"
    })
}

pub(crate) struct World {
    pub(crate) hub: Hub,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) system: Subject,
    kept: Kept,
}

/// Holds something to be so on every store, with a part of the blueprint on the provider.
pub(crate) fn everywhere(identity: &Value, then: impl AsyncFn(World)) {
    for adapter in Adapter::all() {
        println!("on {}:", adapter.name());
        pollster::block_on(then(World::over(adapter.fresh(), identity)));
    }
}

/// A product over a store, and itself as a subject.
fn product(blueprint: &Value, store: &Arc<dyn Store>, seed: u64) -> (Hub, Subject) {
    let kernel = Kernel::compile(blueprint.to_string().as_bytes());
    let kernel = kernel.unwrap_or_else(|problems| panic!("{problems:?}"));
    let head = SubjectHead {
        id: Some("product"),
        system: true,
        ..SubjectHead::default()
    };
    let system = kernel.subject(&head).unwrap();
    let entropy = Arc::new(Counting(AtomicU64::new(seed)));
    (Hub::new(kernel, Arc::clone(store), entropy), system)
}

impl World {
    pub(crate) fn over(kept: Kept, identity: &Value) -> Self {
        Self::of(kept, &blueprint(identity))
    }

    pub(crate) fn of(kept: Kept, blueprint: &Value) -> Self {
        let store = kept.store();
        let (hub, system) = product(blueprint, &store, 0);
        Self {
            system,
            hub,
            store,
            kept,
        }
    }

    /// The same product once its blueprint says something else.
    pub(crate) fn released(self, blueprint: &Value) -> Self {
        let (hub, system) = product(blueprint, &self.store, 1 << 32);
        Self {
            system,
            hub,
            ..self
        }
    }

    /// The product changes an account.
    pub(crate) async fn set(&self, owner: &str, patch: &Value, now: i64) {
        self.try_set(owner, patch, now).await.unwrap();
    }

    /// The same where it may be refused.
    pub(crate) async fn try_set(
        &self,
        owner: &str,
        patch: &Value,
        now: i64,
    ) -> Result<(), Refusal> {
        self.changed_by(&self.system, owner, patch, now).await
    }

    /// Somebody changes an account.
    pub(crate) async fn changed_by(
        &self,
        who: &Subject,
        owner: &str,
        patch: &Value,
        now: i64,
    ) -> Result<(), Refusal> {
        let account = self.account(owner).await.unwrap();
        let text = patch.to_string();
        let update = Update {
            target: Target {
                kind: "user",
                id: &account.address.id,
                ..Target::default()
            },
            patch: text.as_bytes(),
            ..Update::default()
        };
        let call = Call::new(who, now);
        self.hub.update(&call, &update).await.map(drop)
    }

    /// What comes back of a backup that is taken now, of another product.
    pub(crate) fn copy(&self, blueprint: &Value) -> Self {
        Self::of(self.kept.copy(), blueprint)
    }

    /// Whatever is stored, as somebody finds it who looks past the store.
    pub(crate) fn everything(&self) -> String {
        String::from_utf8_lossy(&self.kept.bytes()).into_owned()
    }

    pub(crate) fn call(&self, now: i64) -> Call<'_> {
        Call::new(&self.system, now)
    }

    pub(crate) fn subject(&self, id: &str, roles: &[&str]) -> Subject {
        let head = SubjectHead {
            id: Some(id),
            roles,
            ..SubjectHead::default()
        };
        self.hub.kernel().subject(&head).unwrap()
    }

    /// Delivers an event, signed at an instant.
    pub(crate) async fn deliver(&self, id: &str, event: &Value, now: i64) -> Handled {
        deliver(&self.hub, &self.system, id, event, now).await
    }

    /// Delivers and expects an outcome.
    pub(crate) async fn expect(&self, outcome: &str, id: &str, event: &Value) -> Handled {
        let handled = self.deliver(id, event, START).await;
        assert_eq!(handled.outcome.word(), outcome, "{id}: {handled:?}");
        assert_eq!(handled.status(), 200, "{id}: {handled:?}");
        handled
    }

    /// The account of a person.
    pub(crate) async fn account(&self, owner: &str) -> Option<StoredRecord> {
        let found = self.store.find("", "user", &format!("owner={owner}")).await;
        found.unwrap()
    }

    pub(crate) async fn document(&self, owner: &str) -> Value {
        let account = self.account(owner).await;
        let account = account.unwrap_or_else(|| panic!("{owner} has an account"));
        serde_json::from_str(&account.document).unwrap()
    }

    pub(crate) async fn roles(&self, user: &str) -> Vec<String> {
        let member = self.store.member("", user).await.unwrap();
        let mut roles = member.map(|member| member.roles).unwrap_or_default();
        roles.sort();
        roles
    }

    /// Makes an account without the provider.
    pub(crate) async fn make(&self, owner: &str, document: &Value, now: i64) -> Address {
        let text = document.to_string();
        let create = Create {
            kind: "user",
            owner: Some(owner),
            document: text.as_bytes(),
            ..Create::default()
        };
        let made = self.hub.create(&self.call(now), &create).await;
        made.unwrap().address
    }

    /// A person changes their own account.
    pub(crate) async fn edit(&self, owner: &str, patch: &Value, now: i64) {
        let own = self.subject(owner, &[]);
        self.changed_by(&own, owner, patch, now).await.unwrap();
    }

    pub(crate) async fn grant(&self, user: &str, role: &str, now: i64) {
        let admin = self.subject("root", &["admin"]);
        let person = Person {
            id: user,
            tenant: "",
        };
        let call = Call::new(&admin, now);
        self.hub.grant(&call, &person, role).await.unwrap();
    }

    /// How many accounts there are, set aside or not.
    pub(crate) async fn accounts(&self) -> usize {
        use profilekit::store::{Archived, PageRequest, Selection};
        let selection = Selection::all(self.hub.kernel(), "user").unwrap();
        let request = PageRequest {
            limit: 10_000,
            archived: Archived::With,
            ..PageRequest::default()
        };
        self.store
            .list(&selection, &request)
            .await
            .unwrap()
            .records
            .len()
    }
}

/// Delivers an event, signed at an instant.
pub(crate) async fn deliver(
    hub: &Hub,
    system: &Subject,
    id: &str,
    event: &Value,
    now: i64,
) -> Handled {
    let body = event.to_string();
    let secret = Secret::parse(SECRET).unwrap();
    let message = MessageId::parse(id).unwrap();
    let seconds = u64::try_from(now / 1_000_000).unwrap();
    let signature = sign(&secret, &message, seconds, body.as_bytes());
    let seconds = seconds.to_string();
    let headers = [
        ("svix-id", id),
        ("svix-timestamp", seconds.as_str()),
        ("svix-signature", signature.as_str()),
    ];
    let webhook = Webhook {
        headers: &headers,
        body: body.as_bytes(),
        peer: None,
    };
    let call = Call::new(system, now);
    hub.handle_webhook(&call, &[Key::from(secret)], &webhook)
        .await
        .unwrap()
}

/// A user as the provider writes them, changed at some minute.
pub(crate) fn user(id: &str, email: &str, minute: i64) -> Value {
    json!({
        "object": "user", "id": id, "external_id": null,
        "first_name": "Ada", "last_name": null, "username": null,
        "image_url": "https://img.example.com/a.png", "has_image": true,
        "primary_email_address_id": "idn_2",
        "email_addresses": [
            { "id": "idn_1", "email_address": format!("old-{email}"), "verification": { "status": "verified" } },
            { "id": "idn_2", "email_address": email, "verification": { "status": "verified", "strategy": "email_code" } }
        ],
        "primary_phone_number_id": null, "phone_numbers": [],
        "public_metadata": {}, "private_metadata": null, "unsafe_metadata": {},
        "external_accounts": [], "locked": false, "banned": false,
        "created_at": START / 1000, "updated_at": (START + minute * MINUTE) / 1000
    })
}

pub(crate) fn event(name: &str, data: Value, minute: i64) -> Value {
    json!({ "type": name, "object": "event", "timestamp": (START + minute * MINUTE) / 1000, "data": data })
}

pub(crate) fn deleted(id: &str, minute: i64) -> Value {
    event(
        "user.deleted",
        json!({ "id": id, "object": "user", "deleted": true }),
        minute,
    )
}

/// The same user with other values.
pub(crate) fn but(mut user: Value, changes: &Value) -> Value {
    for (name, value) in changes.as_object().unwrap() {
        user[name] = value.clone();
    }
    user
}

pub(crate) fn parsed(user: &Value) -> ProviderUser {
    parse_clerk_user(user.to_string().as_bytes()).unwrap()
}
