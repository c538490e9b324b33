//! What happens to records that all tenants share is told to people of every tenant.

use std::sync::Arc;

use profilekit::Kernel;
use profilekit::access::SubjectHead;
use profilekit::hub::{Call, Create, Hub, Settings};
use profilekit::store::Store;
use profilekit_stores::Adapter;

use crate::world::{Counting, START};

const BLUEPRINT: &[u8] = br#"{
    "blueprint": 1, "name": "shared", "version": "1.0.0",
    "roles": { "member": { "default": true }, "boss": {} },
    "tenancy": { "crossed_by": ["boss"] },
    "kinds": {
        "note": { "owner": "user", "audience": "platform", "fields": { "text": { "type": "string" } } },
        "notice": { "tenant": "shared", "owner": "user", "audience": "platform", "fields": { "text": { "type": "string" } } }
    },
    "policies": [ { "id": "all", "allow": ["*.create", "*.read", "*.list", "*.update"], "roles": ["member"] } ]
}"#;

fn hub(store: Arc<dyn Store>, page: usize) -> Hub {
    let kernel = Kernel::compile(BLUEPRINT).unwrap_or_else(|problems| panic!("{problems:?}"));
    Hub::new(kernel, store, Arc::new(Counting::from(9))).with_settings(Settings {
        page,
        ..Settings::default()
    })
}

/// Everything that a person of a tenant is told, page by page.
async fn told(hub: &Hub, tenant: &str) -> Vec<String> {
    let head = SubjectHead {
        id: Some("u1"),
        tenant: Some(tenant),
        ..SubjectHead::default()
    };
    let subject = hub.kernel().subject(&head).unwrap();
    let call = Call::new(&subject, START);
    let (mut ids, mut after) = (Vec::new(), 0);
    loop {
        let feed = hub.feed(&call, after).await.unwrap();
        ids.extend(feed.news.into_iter().map(|news| news.address.id));
        assert!(feed.reached > after || !feed.more, "it goes on");
        after = feed.reached;
        if !feed.more {
            return ids;
        }
    }
}

async fn make(hub: &Hub, tenant: &str, kind: &str, id: &str) {
    let head = SubjectHead {
        id: Some("maker"),
        tenant: Some(tenant),
        ..SubjectHead::default()
    };
    let subject = hub.kernel().subject(&head).unwrap();
    let create = Create {
        kind,
        id: Some(id),
        document: b"{}",
        ..Create::default()
    };
    hub.create(&Call::new(&subject, START), &create)
        .await
        .unwrap();
}

#[test]
fn people_of_every_tenant_are_told_in_order_whatever_fits_a_page() {
    const MADE: [(&str, &str, &str); 9] = [
        ("north", "note", "n1"),
        ("south", "note", "s1"),
        ("north", "notice", "all1"),
        ("south", "note", "s2"),
        ("south", "notice", "all2"),
        ("south", "notice", "all3"),
        ("north", "note", "n2"),
        ("north", "note", "n3"),
        ("south", "notice", "all4"),
    ];
    for adapter in Adapter::all() {
        println!("on {}:", adapter.name());
        let kept = adapter.fresh();
        pollster::block_on(async {
            for (tenant, kind, id) in MADE {
                make(&hub(kept.store(), 9), tenant, kind, id).await;
            }
            for page in [1, 2, 3, 100] {
                let hub = hub(kept.store(), page);
                let north = told(&hub, "north").await;
                assert_eq!(north, ["n1", "all1", "all2", "all3", "n2", "n3", "all4"]);
                let south = told(&hub, "south").await;
                assert_eq!(south, ["s1", "all1", "s2", "all2", "all3", "all4"]);
                assert_eq!(told(&hub, "west").await, ["all1", "all2", "all3", "all4"]);
            }
        });
    }
}
