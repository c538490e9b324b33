//! A small product with somebody's data in every place where a store keeps some.

use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use profilekit::Kernel;
use profilekit::access::{Subject, SubjectHead};
use profilekit::hub::{Call, Create, Done, Entropy, Hub, Refusal, Target, Update};
use profilekit::store::Store;
use profilekit_stores::{Adapter, Kept};

pub(crate) const BLUEPRINT: &[u8] = br#"{
    "blueprint": 1, "name": "privacy", "version": "1.0.0",
    "roles": { "member": { "default": true }, "staff": {}, "admin": { "granted_by": ["admin"] } },
    "kinds": {
        "card": { "owner": "user", "one_per": ["owner"], "audience": "platform", "on_delete": "archive",
            "sections": {
                "basics": { "fields": { "headline": { "type": "string" } } },
                "contact": { "audience": "platform", "fields": {
                    "mail": { "type": "email", "data_class": "contact", "lawful_basis": "contract", "retention": "P30D" },
                    "phone": { "type": "phone", "audience": "private", "data_class": "contact", "lawful_basis": "consent", "retention": "P60D" } } } } },
        "note": { "owner": "user", "audience": "private", "on_delete": "delete",
            "fields": { "text": { "type": "text", "data_class": "confidential", "lawful_basis": "consent", "retention": "P2Y" } } },
        "invoice": { "owner": "user", "audience": "private", "on_delete": "archive",
            "fields": {
                "number": { "type": "string" },
                "name": { "type": "string", "data_class": "identity", "lawful_basis": "legal_obligation", "retention": "P10Y" },
                "mail": { "type": "email", "data_class": "contact", "lawful_basis": "contract", "retention": "P2Y" } } },
        "meeting": { "relations": { "client": { "to": "user" }, "builder": { "to": "user" }, "guests": { "to": "user", "many": true }, "series": { "to": "team" } },
            "one_per": ["client", "builder"], "on_delete": "delete",
            "audience": { "default": "restricted", "relations": ["client", "builder", "guests"], "roles": ["staff"] },
            "fields": {
                "topic": { "type": "string" },
                "starts_at": { "type": "instant", "required": true, "data_class": "behaviour", "lawful_basis": "contract", "retention": "P2Y", "about": ["builder"] },
                "message": { "type": "text", "data_class": "confidential", "lawful_basis": "contract", "retention": "P2Y" },
                "fee": { "type": "int", "data_class": "financial", "lawful_basis": "legal_obligation", "retention": "P10Y" },
                "remark": { "type": "text", "data_class": "confidential", "lawful_basis": "contract", "retention": "P2Y",
                    "audience": { "default": "restricted", "relations": ["builder"] } } } },
        "chat": { "relations": { "client": { "to": "user" }, "builder": { "to": "user" } }, "on_delete": "delete", "audience": "platform",
            "fields": { "text": { "type": "text", "data_class": "confidential", "lawful_basis": "contract", "retention": "P2Y" } } },
        "team": { "relations": { "members": { "to": "user", "many": true } }, "on_delete": "archive", "audience": "platform",
            "fields": { "name": { "type": "string" } } },
        "customer": { "owner": "user", "relations": { "account": { "to": "user" } }, "on_delete": "delete", "audience": "platform",
            "fields": {
                "name": { "type": "string", "data_class": "identity", "lawful_basis": "contract", "retention": "P2Y", "about": ["account"] },
                "mark": { "type": "string", "data_class": "profile", "lawful_basis": "contract", "retention": "P2Y" } } },
        "shift": { "relations": { "crew": { "to": "user", "many": true } }, "one_per": ["crew"], "audience": "platform",
            "exclusive": [ { "per": ["crew"], "from": "starts_at", "length": "minutes" } ],
            "fields": { "starts_at": { "type": "instant" }, "minutes": { "type": "int" },
                "wish": { "type": "string", "data_class": "profile", "lawful_basis": "contract", "retention": "P2Y" } } },
        "report": { "owner": "user", "relations": { "against": { "to": "user" } }, "audience": "platform",
            "fields": { "text": { "type": "text", "data_class": "confidential", "lawful_basis": "contract", "retention": "P2Y" } } }
    },
    "policies": [
        { "id": "product", "allow": ["*.create", "*.read", "*.list", "*.update"], "roles": ["system"] },
        { "id": "own", "allow": ["card.*", "note.*", "invoice.*"], "relations": ["owner"] },
        { "id": "cards", "allow": ["card.read", "card.list"], "roles": ["signed_in"] },
        { "id": "meet", "allow": ["meeting.*"], "relations": ["client", "builder"] },
        { "id": "attend", "allow": ["meeting.read", "meeting.list"], "relations": ["guests"] },
        { "id": "chat", "allow": ["chat.*"], "relations": ["client", "builder"] },
        { "id": "team", "allow": ["team.read", "team.list"], "relations": ["members"] },
        { "id": "customers", "allow": ["customer.*", "report.*"], "relations": ["owner"] },
        { "id": "account", "allow": ["customer.read", "customer.list"], "relations": ["account"] },
        { "id": "staff", "allow": ["card.update", "meeting.read", "customer.read", "report.read", "chat.read"], "roles": ["staff"] }
    ]
}"#;

pub(crate) const DAY: i64 = 86_400_000_000;
pub(crate) const START: i64 = 1_700_000_000_000_000;

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

pub(crate) struct World {
    pub(crate) hub: Hub,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) ada: Subject,
    pub(crate) bob: Subject,
    pub(crate) staff: Subject,
    pub(crate) system: Subject,
    kept: Kept,
    adapter: Rc<Adapter>,
    blueprint: &'static [u8],
}

/// Holds something to be so on every store.
pub(crate) fn everywhere(then: impl AsyncFn(World)) {
    everywhere_with(BLUEPRINT, then);
}

/// Holds something to be so of another product.
pub(crate) fn everywhere_with(blueprint: &'static [u8], then: impl AsyncFn(World)) {
    for adapter in Adapter::all() {
        println!("on {}:", adapter.name());
        let kept = adapter.fresh();
        pollster::block_on(then(World::over(kept, Rc::new(adapter), blueprint)));
    }
}

impl World {
    /// Another world on a store of the same sort.
    pub(crate) fn fresh(&self) -> Self {
        Self::over(
            self.adapter.fresh(),
            Rc::clone(&self.adapter),
            self.blueprint,
        )
    }

    /// What comes back of a backup that is taken now.
    pub(crate) fn copy(&self) -> Self {
        Self::over(self.kept.copy(), Rc::clone(&self.adapter), self.blueprint)
    }

    fn over(kept: Kept, adapter: Rc<Adapter>, blueprint: &'static [u8]) -> Self {
        let kernel = Kernel::compile(blueprint).unwrap_or_else(|problems| panic!("{problems:?}"));
        let store = kept.store();
        let subject = |id, roles, system| {
            let head = SubjectHead {
                id: Some(id),
                roles,
                system,
                ..SubjectHead::default()
            };
            kernel.subject(&head).unwrap()
        };
        Self {
            ada: subject("canary-ada", &[], false),
            bob: subject("bob", &[], false),
            staff: subject("staff-1", &["staff"], false),
            system: subject("product", &[], true),
            hub: Hub::new(
                kernel.clone(),
                Arc::clone(&store),
                Arc::new(Counting::default()),
            ),
            store,
            kept,
            adapter,
            blueprint,
        }
    }

    /// The hub of another process over the same store.
    pub(crate) fn elsewhere(&self) -> Hub {
        let entropy = Counting(AtomicU64::new(1 << 32));
        let store = Arc::clone(&self.store);
        Hub::new(self.hub.kernel().clone(), store, Arc::new(entropy))
    }

    /// Whatever is stored, as somebody finds it who looks past the store.
    pub(crate) fn everything(&self) -> String {
        String::from_utf8_lossy(&self.kept.bytes()).into_owned()
    }

    pub(crate) async fn make(&self, call: &Call<'_>, kind: &str, id: &str, document: &str) {
        self.make_with(call, (kind, id), &[], document).await;
    }

    /// Makes a record that names people.
    pub(crate) async fn make_with(
        &self,
        call: &Call<'_>,
        place: (&str, &str),
        relations: &[(&str, &[&str])],
        document: &str,
    ) {
        let made = self.try_make_with(call, place, relations, document);
        made.await.unwrap();
    }

    /// The same where it may be refused.
    pub(crate) async fn try_make_with(
        &self,
        call: &Call<'_>,
        (kind, id): (&str, &str),
        relations: &[(&str, &[&str])],
        document: &str,
    ) -> Result<Done, Refusal> {
        let relations = relations.iter();
        let relations = relations.map(|(name, ids)| (*name, ids.to_vec()));
        let create = Create {
            kind,
            id: Some(id),
            relations: relations.collect(),
            document: document.as_bytes(),
            ..Create::default()
        };
        self.hub.create(call, &create).await
    }

    pub(crate) async fn change(&self, call: &Call<'_>, kind: &str, id: &str, patch: &str) {
        let update = Update {
            target: Target {
                kind,
                id,
                ..Target::default()
            },
            patch: patch.as_bytes(),
            ..Update::default()
        };
        self.hub.update(call, &update).await.unwrap();
    }

    /// Ada's records, changed by her and by others, looked at by others; and Bob's card. Who looked
    /// is not written yet.
    pub(crate) async fn fill(&self) {
        let ada = Call::new(&self.ada, START);
        self.make(
            &ada.clone().once("k1"),
            "card",
            "c1",
            r#"{"basics":{"headline":"Engineer"},"contact":{"mail":"canary-1@example.org","phone":"+4915100000001"}}"#,
        )
        .await;
        self.make(&ada, "note", "n1", r#"{"text":"canary-2"}"#)
            .await;
        self.make(
            &ada,
            "invoice",
            "i1",
            r#"{"number":"2026-1","name":"Ada Law","mail":"canary-3@example.org"}"#,
        )
        .await;
        let later = Call::new(&self.ada, START + 1);
        self.change(
            &later,
            "card",
            "c1",
            r#"{"contact":{"mail":"canary-4@example.org"}}"#,
        )
        .await;
        let staff = Call::new(&self.staff, START + 2).named("request canary-ada");
        self.change(
            &staff,
            "card",
            "c1",
            r#"{"basics":{"headline":"Architect"}}"#,
        )
        .await;
        let bob = Call::new(&self.bob, START + 3);
        self.make(
            &bob,
            "card",
            "c2",
            r#"{"basics":{"headline":"Builder"},"contact":{"mail":"bob@example.org"}}"#,
        )
        .await;
        let target = |id| Target {
            kind: "card",
            id,
            ..Target::default()
        };
        self.hub.get(&bob, &target("c1")).await.unwrap();
        self.hub.get(&ada, &target("c2")).await.unwrap();
    }
}
