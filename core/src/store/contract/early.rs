//! What stores of earlier versions kept, and later ones must find.

use super::{early, early_member};
use crate::privacy::Digest;
use crate::store::{
    Address, Consent, Erasure, Extent, PastVersion, Remembered, Section, Slot, Store, Treated,
};

/// Whether a store that an earlier version made has what that kept beside records, members,
/// announcements and the account: versions, sections, times that are held, what people agreed to,
/// answers, deliveries, who was erased, and jobs.
///
/// # Panics
/// Where something of it is lost.
pub async fn check_early(store: &dyn Store) {
    let at = early().address;
    let version = |version, when, document: &str| PastVersion {
        version,
        at: when,
        actor: "u1".into(),
        action: "update".into(),
        fields: vec!["/title".into()],
        state: Some("open".into()),
        document: document.into(),
    };
    let versions = vec![
        version(7, 20, "{\"title\":\"é\"}"),
        version(6, 15, "{\"title\":\"e\"}"),
    ];
    assert_eq!(store.versions(&at, None, 9).await.ok(), Some(versions));
    let section = Section {
        name: "*".into(),
        body: "{\"title\":\"é\"}".into(),
        hash: Digest([0; 32]),
    };
    assert_eq!(store.sections(&at).await.ok(), Some(vec![section]));
    let slot = Slot {
        key: "starts_at owner=u1".into(),
        from: 100,
        until: 200,
    };
    let within = Slot {
        from: 0,
        until: 900,
        ..slot.clone()
    };
    let taken = store.taken("t1", "note", &within).await.ok();
    assert_eq!(taken, Some(vec![slot]));
    let consent = Consent {
        id: "c1".into(),
        tenant: "t1".into(),
        user: "u1".into(),
        purpose: "matching".into(),
        source: "linkedin".into(),
        given: true,
        at: 12,
        text: "v1".into(),
    };
    let consents = store.consents("t1", "u1").await.ok();
    assert_eq!(consents, Some(vec![consent]));
    let answer = Remembered {
        tenant: "t1".into(),
        actor: "u1".into(),
        key: "k1".into(),
        request: Digest([0; 32]),
        answer: "[]".into(),
        at: 13,
    };
    let found = store.remembered("t1", "u1", "k1").await.ok();
    assert_eq!(found, Some(Some(answer)));
    assert_eq!(store.was_received("clerk", "m1").await.ok(), Some(true));
    // How far it went is not said: to everything, as far as anybody knows.
    let erasure = Erasure {
        id: "x1".into(),
        at: 14,
        tenant: "t1".into(),
        person: "u9".into(),
        extent: Extent::Everywhere,
        records: vec![Treated {
            address: Address::new("t1", "note", "n9"),
            how: None,
        }],
    };
    assert_eq!(store.erasures(0).await.ok(), Some(vec![erasure]));
    assert_eq!(store.job("backup").await.ok(), Some(Some("{}".into())));
    let member = store.member("t1", "u1").await.ok();
    assert_eq!(member, Some(Some(early_member())));
}
