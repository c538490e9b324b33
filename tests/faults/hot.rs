//! A record that others change all the while holds nobody up for ever.

use std::sync::Arc;

use profilekit::Kernel;
use profilekit::access::SubjectHead;
use profilekit::error::Code;
use profilekit::hub::{Call, Create, Hub, Person};
use profilekit::store::{Address, Store};
use profilekit_stores::Adapter;

use crate::failing::{Failing, Fault};
use crate::world::{Counting, START};

const BLUEPRINT: &[u8] = br#"{
    "blueprint": 1, "name": "hot", "version": "1.0.0",
    "roles": { "member": { "default": true } },
    "kinds": {
        "note": { "owner": "user", "on_delete": "delete", "fields": { "text": { "type": "string" } } },
        "talk": { "relations": { "members": { "to": "user", "many": true } }, "on_delete": "delete",
            "fields": { "text": { "type": "string", "data_class": "confidential", "lawful_basis": "contract", "retention": "P2Y" } } }
    },
    "policies": [ { "id": "all", "allow": ["*.create", "*.read"], "roles": ["member"] } ]
}"#;

const ADA: Person<'_> = Person {
    id: "ada",
    tenant: "",
};

#[test]
fn an_erasure_leaves_what_others_change_all_the_while_and_says_so() {
    for adapter in Adapter::all() {
        println!("on {}:", adapter.name());
        let kept = adapter.fresh();
        let failing = Arc::new(Failing::new(kept.store(), Fault::Gone, 0));
        let kernel = Kernel::compile(BLUEPRINT).unwrap_or_else(|problems| panic!("{problems:?}"));
        let store = Arc::<Failing>::clone(&failing) as Arc<dyn Store>;
        let hub = Hub::new(kernel, store, Arc::new(Counting::from(9)));
        let head = SubjectHead {
            id: Some("ada"),
            ..SubjectHead::default()
        };
        let ada = hub.kernel().subject(&head).unwrap();
        let call = Call::new(&ada, START);
        let make = async |kind, id, members: Vec<&str>| {
            let relations = [("members", members)].into_iter();
            let create = Create {
                kind,
                id: Some(id),
                relations: relations.filter(|(_, ids)| !ids.is_empty()).collect(),
                document: br#"{"text":"x"}"#,
                ..Create::default()
            };
            hub.create(&call, &create).await.unwrap();
        };
        let there = async |kind, id| {
            let at = Address::new("", kind, id);
            let found = kept.store().get(&at).await.unwrap();
            found.is_some_and(|record| record.owner.is_some() || !record.document.is_empty())
        };
        pollster::block_on(async {
            for hot in ["n2", "t2"] {
                for id in ["n1", "n2", "n3"] {
                    make("note", id, vec![]).await;
                }
                for id in ["t1", "t2", "t3"] {
                    make("talk", id, vec!["ada"]).await;
                }
                let plan = hub.plan_erasure(&call, &ADA).await.unwrap();
                failing.heat(hot);
                let before = failing.calls();
                let refused = hub.erase(&call, &ADA, &plan.confirmation).await;
                assert!(refused.unwrap_err().is(Code::StoreSerialization), "{hot}");
                assert!(failing.calls() - before < 100, "{hot}: it ends");
                for (kind, id) in [
                    ("note", "n1"),
                    ("note", "n3"),
                    ("talk", "t1"),
                    ("talk", "t3"),
                ] {
                    assert!(!there(kind, id).await, "{id} went all the same");
                }
                let kind = if hot == "n2" { "note" } else { "talk" };
                assert!(there(kind, hot).await);
                failing.heat("");
                let plan = hub.plan_erasure(&call, &ADA).await.unwrap();
                let erased = hub.erase(&call, &ADA, &plan.confirmation).await;
                assert_eq!(erased.unwrap().records, 1, "{hot}");
                assert!(!there(kind, hot).await);
            }
        });
    }
}
