//! A decision allocates nothing, by handle and by name, whatever it has to look at.

use profilekit::Kernel;
use profilekit::access::{ResourceHead, SubjectHead};

use crate::counting::allocations;

#[test]
fn decisions_allocate_nothing() {
    let path = profilekit_tests::workspace().join("core/blueprints/marketplace.json");
    let kernel = Kernel::compile(&std::fs::read(path).unwrap()).unwrap();
    let context = kernel.context(Some(0), r#"{"owned":3}"#).unwrap();
    let heads: [(Option<&str>, &[&str]); 4] = [
        (None, &[]),
        (Some("u1"), &["builder"]),
        (Some("u2"), &["client"]),
        (Some("u3"), &["admin"]),
    ];
    let mut asked = 0;
    for (id, roles) in heads {
        let head = SubjectHead {
            id,
            roles,
            ..SubjectHead::default()
        };
        let subject = kernel.subject(&head).unwrap();
        for kind in &kernel.model().kinds {
            let head = ResourceHead {
                id: Some("r1"),
                owner: Some("u1"),
                ..ResourceHead::default()
            };
            let resource = kernel.resource(kind, &head, r#"{"active":true}"#).unwrap();
            for action in &kind.actions {
                let name = &kernel.model().actions[action.index()].name;
                let (count, bytes) = allocations(|| {
                    let by_handle = kernel.decide(&subject, *action, &resource, &context);
                    let by_name = kernel.decide_named(&subject, name, &resource, &context);
                    assert_eq!(by_name.ok(), Some(by_handle));
                });
                assert_eq!((count, bytes), (0, 0), "{name}");
                asked += 1;
            }
        }
    }
    assert!(asked > 150);
}
