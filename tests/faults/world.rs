//! A small product in which everything happens that a store is asked for.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use profilekit::Kernel;
use profilekit::access::{Subject, SubjectHead};
use profilekit::hub::{Agreement, Call, Create, Entropy, Hub, Person, Target, Update};
use profilekit::store::Store;

const BLUEPRINT: &[u8] = br#"{
    "blueprint": 1, "name": "faults", "version": "1.0.0",
    "roles": { "member": { "default": true }, "guide": { "granted_by": ["admin"] }, "staff": {}, "admin": { "granted_by": ["admin"] } },
    "personas": { "guide": { "label": "Guide", "role": "guide" }, "post": { "label": "Post", "role": "staff" } },
    "kinds": {
        "card": { "owner": "user", "one_per": ["owner"], "audience": "platform", "on_delete": "archive",
            "sections": {
                "basics": { "fields": { "headline": { "type": "string" } } },
                "contact": { "audience": "platform", "fields": {
                    "mail": { "type": "email", "data_class": "contact", "lawful_basis": "consent", "retention": "P30D" } } } } },
        "tour": { "owner": "user", "audience": "platform", "on_delete": "delete",
            "relations": { "guide": { "to": "user" } },
            "lifecycle": { "initial": "asked", "states": ["asked", "agreed"],
                "transitions": [ { "name": "agree", "from": ["asked"], "to": "agreed", "by": ["relation:guide"] } ] },
            "exclusive": [ { "per": ["guide"], "from": "starts_at", "length": "minutes" } ],
            "fields": { "starts_at": { "type": "instant" }, "minutes": { "type": "int" } } },
        "hours": { "owner": "user", "audience": "platform",
            "fields": { "timezone": { "type": "timezone" }, "weekly": { "type": "list", "of": { "type": "object", "fields": {
                "day": { "type": "string" }, "from": { "type": "string" }, "to": { "type": "string" } } } } } }
    },
    "policies": [
        { "id": "product", "allow": ["*.create", "*.read", "*.list", "*.update", "*.delete"], "roles": ["system"] },
        { "id": "own", "allow": ["card.*", "hours.*", "tour.create", "tour.read", "tour.list", "tour.update", "tour.delete"], "relations": ["owner"] },
        { "id": "guides", "allow": ["tour.read", "tour.list"], "relations": ["guide"] },
        { "id": "cards", "allow": ["card.read", "card.list"], "roles": ["signed_in"] },
        { "id": "staff", "allow": ["card.update", "tour.read"], "roles": ["staff"], "obligations": ["audit"] }
    ],
    "facts": {
        "mailbox": { "from": "card", "at": "created_at", "dimensions": ["/contact/mail"] },
        "tour": { "from": "tour", "at": "starts_at", "dimensions": ["guide", "owner", "state"], "measures": ["minutes"] } },
    "dashboards": {
        "post": { "scope": { "mailbox": "all" }, "cards": [ { "id": "mailboxes", "measure": "distinct(mailbox.mail)" } ] },
        "guide": { "scope": { "tour": "mine:guide" }, "cards": [
        { "id": "minutes", "measure": "sum(minutes)", "of": "tour", "range": "this_month", "breakdown": { "by": "owner" } } ] } }
}"#;

pub(crate) const START: i64 = 1_772_442_000_000_000;
pub(crate) const DAY: i64 = 86_400_000_000;

pub(crate) const ADA: Person<'_> = Person {
    id: "ada",
    tenant: "",
};

pub(crate) const IMPORT: Agreement<'_> = Agreement {
    purpose: "matching",
    source: "linkedin",
    text: "v1",
};

/// Bytes that differ each time and are the same in every run.
pub(crate) struct Counting(AtomicU64);

impl From<u64> for Counting {
    fn from(seed: u64) -> Self {
        Self(AtomicU64::new(seed << 32))
    }
}

impl Entropy for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        let next = self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        for (index, byte) in bytes.iter_mut().enumerate() {
            *byte = next[index % 8] ^ u8::try_from(index).unwrap();
        }
    }
}

/// A hub, and people.
pub(crate) struct World {
    pub(crate) hub: Hub,
    pub(crate) ada: Subject,
    pub(crate) bob: Subject,
    pub(crate) staff: Subject,
    pub(crate) admin: Subject,
    pub(crate) system: Subject,
}

pub(crate) fn kernel() -> Kernel {
    Kernel::compile(BLUEPRINT).unwrap_or_else(|problems| panic!("{problems:?}"))
}

pub(crate) fn card(id: &str) -> Target<'_> {
    Target {
        kind: "card",
        id,
        ..Target::default()
    }
}

pub(crate) fn tour(id: &str) -> Target<'_> {
    Target {
        kind: "tour",
        id,
        ..Target::default()
    }
}

pub(crate) fn patch<'u>(target: Target<'u>, patch: &'u str) -> Update<'u> {
    Update {
        target,
        patch: patch.as_bytes(),
        ..Update::default()
    }
}

/// A tour with Bob as its guide.
pub(crate) fn new_tour<'c>(id: &'c str, document: &'c str) -> Create<'c> {
    Create {
        kind: "tour",
        id: Some(id),
        relations: vec![("guide", vec!["bob"])],
        document: document.as_bytes(),
        ..Create::default()
    }
}

impl World {
    /// `seed` keeps identifiers of several hubs over one store apart.
    pub(crate) fn over(kernel: &Kernel, store: Arc<dyn Store>, seed: u64) -> Self {
        let entropy = Arc::new(Counting::from(seed));
        let subject = |id, roles: &[&str], system| {
            let head = SubjectHead {
                id: Some(id),
                roles,
                system,
                ..SubjectHead::default()
            };
            kernel.subject(&head).unwrap()
        };
        Self {
            hub: Hub::new(kernel.clone(), store, entropy),
            ada: subject("ada", &[], false),
            bob: subject("bob", &[], false),
            staff: subject("sue", &["staff"], false),
            admin: subject("amy", &["admin"], false),
            system: subject("product", &[], true),
        }
    }

    /// A card in four versions, one of them imported, one archived; two tours; a guide.
    pub(crate) async fn fill(&self) {
        let hub = &self.hub;
        let ada = Call::new(&self.ada, START);
        let bob = Call::new(&self.bob, START);
        let make = |id: &'static str, document: &'static str| Create {
            kind: "card",
            id: Some(id),
            document: document.as_bytes(),
            ..Create::default()
        };
        hub.give_consent(&ada, &ADA, &IMPORT).await.unwrap();
        let first = r#"{"basics":{"headline":"One"},"contact":{"mail":"ada@example.org"}}"#;
        hub.create(&ada, &make("c1", first)).await.unwrap();
        let imported = ada.clone().from("linkedin");
        let two = patch(card("c1"), r#"{"basics":{"headline":"Two"}}"#);
        hub.update(&imported, &two).await.unwrap();
        hub.create(&bob, &make("c2", r#"{"basics":{"headline":"Bob"}}"#))
            .await
            .unwrap();
        hub.archive(&bob, &card("c2")).await.unwrap();
        for (id, hour) in [("t1", 9), ("t2", 11)] {
            let document = format!(r#"{{"starts_at":"2026-03-10T{hour:02}:00:00Z","minutes":60}}"#);
            hub.create(&ada, &new_tour(id, &document)).await.unwrap();
        }
        let tuesdays =
            r#"{"timezone":"UTC","weekly":[{"day":"tuesday","from":"08:00","to":"12:00"}]}"#;
        let hours = Create {
            kind: "hours",
            ..make("h1", tuesdays)
        };
        hub.create(&bob, &hours).await.unwrap();
        let admin = Call::new(&self.admin, START);
        let bob = Person {
            id: "bob",
            tenant: "",
        };
        hub.grant(&admin, &bob, "guide").await.unwrap();
        hub.get(&Call::new(&self.bob, START), &card("c1"))
            .await
            .unwrap();
        hub.flush().await.unwrap();
    }
}
