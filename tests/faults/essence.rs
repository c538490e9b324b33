//! What a store holds, without what differs from one run to the next.

use profilekit::Kernel;
use profilekit::hub::verify_account;
use profilekit::store::{Archived, PageRequest, Selection, Store};

const MANY: usize = 1000;

/// Records, versions, sections, members, consents, announcements and how long the account is, as
/// text; the account is whole.
pub(crate) async fn essence(kernel: &Kernel, store: &dyn Store) -> String {
    let mut lines = Vec::new();
    for kind in &kernel.model().kinds {
        let selection = Selection::all(kernel, &kind.name).unwrap();
        let request = PageRequest {
            limit: MANY,
            archived: Archived::With,
            ..PageRequest::default()
        };
        for record in store.list(&selection, &request).await.unwrap().records {
            let at = &record.address;
            for version in store.versions(at, None, MANY).await.unwrap() {
                lines.push(format!("{version:?}"));
            }
            for section in store.sections(at).await.unwrap() {
                lines.push(format!("{section:?}"));
            }
            lines.push(format!("{record:?}"));
        }
    }
    for person in ["ada", "bob"] {
        lines.push(format!("{:?}", store.member("", person).await.unwrap()));
        for consent in store.consents("", person).await.unwrap() {
            lines.push(format!("{person} {} {}", consent.purpose, consent.given));
        }
    }
    // Of one record they stand in order; records may take turns in another order.
    let mut events = store.events(None, 0, MANY).await.unwrap();
    events.sort_by(|one, other| one.event.address.cmp(&other.event.address));
    for stored in events {
        let event = stored.event;
        lines.push(format!("{} {} {}", event.name, event.address, event.data));
    }
    let verified = verify_account(store, &[]).await.unwrap();
    assert_eq!(verified.broken, []);
    lines.push(format!("{} entries", verified.links));
    lines.join("\n")
}
