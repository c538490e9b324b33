//! Everything that a hub does, once.

use std::pin::Pin;

use profilekit::access::{Subject, SubjectHead};
use profilekit::hub::{
    Call, Choose, Create, FreeSlots, Hub, List, Look, Mend, Operation, Outcomes, Person, Refusal,
    Revert, Settings, Target, Together, Transition, Unseen,
};
use profilekit::kernel::ViewAs;
use profilekit::metrics::{Calendar, Weekday, Zone};
use profilekit::schedule::Stretch;
use profilekit::store::Archived;
use profilekit::time::parse_instant;

use crate::world::{ADA, DAY, IMPORT, START, World, card, new_tour, patch, tour};

/// What came of it, as text.
type Came<'w> = Pin<Box<dyn Future<Output = Result<String, Refusal>> + 'w>>;

/// Something that a hub does.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) run: for<'w> fn(&'w World) -> Came<'w>,
}

const NOW: i64 = START + 1_000_000;
const BOB: Person<'_> = Person {
    id: "bob",
    tenant: "",
};

fn said<T: std::fmt::Debug>(answer: T) -> String {
    format!("{answer:?}")
}

/// Outcomes of which one failed because of the store are a failure of the store.
fn all(outcomes: Outcomes) -> Result<String, Refusal> {
    let codes = ["store.unavailable", "store.corrupt", "store.serialization"];
    let mut refusals = outcomes.iter().filter_map(|one| one.as_ref().err());
    match refusals.find(|refusal| codes.contains(&refusal.code())) {
        Some(refusal) => Err(refusal.clone()),
        None => Ok(said(outcomes)),
    }
}

async fn bulk(world: &World, together: Together) -> Result<String, Refusal> {
    let operations = [
        Operation::Update(patch(card("c1"), r#"{"basics":{"headline":"Lot"}}"#)),
        Operation::Archive(tour("t1")),
        Operation::Create(new_tour("t3", "{}")),
    ];
    let call = Call::new(&world.ada, NOW).once("lot");
    all(world.hub.bulk(&call, &operations, together).await?)
}

async fn erase(world: &World) -> Result<String, Refusal> {
    let call = Call::new(&world.ada, NOW);
    let plan = world.hub.plan_erasure(&call, &ADA).await?;
    let erased = world.hub.erase(&call, &ADA, &plan.confirmation).await?;
    Ok(said(erased.ledger.len()))
}

async fn export(world: &World) -> Result<String, Refusal> {
    let mut text = String::new();
    let mut write = |line: &str| {
        text.push_str(line);
        Ok(())
    };
    let call = Call::new(&world.ada, NOW);
    world.hub.export(&call, &ADA, &mut write).await?;
    Ok(text)
}

fn cards() -> List<'static> {
    List {
        kind: "card",
        archived: Archived::Without,
        ..List::default()
    }
}

/// Bob as a guide.
pub(crate) fn guide(world: &World) -> Subject {
    let head = SubjectHead {
        id: Some("bob"),
        roles: &["guide"],
        persona: Some("guide"),
        ..SubjectHead::default()
    };
    world.hub.kernel().subject(&head).unwrap()
}

/// The same hub, which keeps figures.
pub(crate) fn keeping(world: &World) -> Hub {
    let settings = Settings {
        rollups: true,
        ..world.hub.settings().clone()
    };
    world.hub.clone().with_settings(settings)
}

pub(crate) fn utc() -> Calendar {
    Calendar {
        zone: Zone::utc(),
        week_start: Weekday::Monday,
    }
}

/// Names what a hub does, and how.
macro_rules! cases {
    ($($name:ident: |$world:ident| $work:expr;)*) => {
        vec![$(Case {
            name: stringify!($name),
            run: |$world| Box::pin(async move { $work }),
        }),*]
    };
}

/// What is left of the morning of Bob's tours.
fn morning() -> FreeSlots<'static> {
    let hour = |hour: &str| parse_instant(&format!("2026-03-10T{hour}:00:00Z")).unwrap();
    FreeSlots {
        schedule: Target {
            kind: "hours",
            id: "h1",
            ..Target::default()
        },
        kind: "tour",
        per: "guide",
        within: Stretch {
            from: hour("00"),
            until: hour("23"),
        },
        minutes: 60,
        every: 0,
    }
}

/// What is allowed: it gives an answer, and changes what it changes.
pub(crate) fn allowed() -> Vec<Case> {
    cases! {
        create: |w| w.hub.create(&Call::new(&w.ada, NOW).once("k"), &new_tour("t9", "{}")).await.map(said);
        get_or_create: |w| w.hub.get_or_create(&Call::new(&w.ada, NOW), &Create { kind: "card", document: b"{}", ..Create::default() }).await.map(said);
        update: |w| w.hub.update(&Call::new(&w.ada, NOW).once("k"), &patch(card("c1"), r#"{"basics":{"headline":"New"}}"#)).await.map(said);
        update_by_staff: |w| w.hub.update(&Call::new(&w.staff, NOW), &patch(card("c1"), r#"{"basics":{"headline":"New"}}"#)).await.map(said);
        transition: |w| w.hub.transition(&Call::new(&w.bob, NOW), &Transition { target: tour("t1"), name: "agree", patch: b"" }).await.map(said);
        archive: |w| w.hub.archive(&Call::new(&w.ada, NOW), &card("c1")).await.map(said);
        restore: |w| w.hub.restore(&Call::new(&w.bob, NOW), &card("c2")).await.map(said);
        delete: |w| w.hub.delete(&Call::new(&w.ada, NOW), &tour("t1")).await.map(said);
        revert: |w| w.hub.revert(&Call::new(&w.ada, NOW), &Revert { target: card("c1"), to: 1 }).await.map(said);
        choose: |w| w.hub.choose(&Call::new(&w.ada, NOW), &Choose { target: card("c1"), audiences: b"{}" }).await.map(said);
        force: |w| w.hub.force(&Call::new(&w.system, NOW), &Choose { target: card("c1"), audiences: br#"{"/contact/mail":"private"}"# }).await.map(said);
        lot: |w| bulk(w, Together::AllOrNothing).await;
        lot_one_by_one: |w| bulk(w, Together::BestEffort).await;
        get: |w| w.hub.get(&Call::new(&w.bob, NOW), &card("c1")).await.map(said);
        free_slots: |w| w.hub.free_slots(&Call::new(&w.bob, NOW), &morning(), &|_| Ok(Zone::utc())).await.map(said);
        get_on_record: |w| w.hub.get(&Call::new(&w.staff, NOW), &tour("t1")).await.map(said);
        list: |w| w.hub.list(&Call::new(&w.bob, NOW), &cards()).await.map(said);
        count: |w| w.hub.count(&Call::new(&w.bob, NOW), &cards()).await.map(said);
        history: |w| w.hub.history(&Call::new(&w.ada, NOW), &card("c1"), None, 9).await.map(said);
        diff: |w| w.hub.diff(&Call::new(&w.ada, NOW), &card("c1"), 1, 2).await.map(said);
        preview: |w| w.hub.preview(&Call::new(&w.ada, NOW), &card("c1"), ViewAs::Platform).await.map(said);
        account_of: |w| w.hub.account_of(&Call::new(&w.ada, NOW), &card("c1"), None, 9).await.map(said);
        who_saw_me: |w| w.hub.who_saw_me(&Call::new(&w.ada, NOW), None, 9).await.map(said);
        dashboard: |w| w.hub.dashboard(&Call::new(&guide(w), NOW), &Look::by(utc())).await.map(|board| board.to_json());
        dashboard_kept: |w| keeping(w).dashboard(&Call::new(&guide(w), NOW), &Look::by(utc())).await.map(|board| board.to_json());
        check_rollups: |w| { let _ = keeping(w).dashboard(&Call::new(&guide(w), NOW), &Look::by(utc())).await?; w.hub.check_rollups(&Call::new(&w.system, NOW), &|_| Ok(Zone::utc()), Mend::Everything, &mut |_| {}).await.map(|drifts| said(drifts.found)) };
        feed: |w| w.hub.feed(&Call::new(&w.bob, NOW), 0).await.map(said);
        mark_seen: |w| w.hub.mark_seen(&Call::new(&w.bob, NOW), Some(&card("c1")), 3).await.map(said);
        unseen: |w| w.hub.unseen(&Call::new(&w.bob, NOW), &Unseen { kind: "card", ..Unseen::default() }).await.map(said);
        subject: |w| w.hub.subject(&BOB, None).await.map(|subject| said(subject.roles()));
        grant: |w| w.hub.grant(&Call::new(&w.admin, NOW), &ADA, "guide").await.map(said);
        revoke: |w| w.hub.revoke(&Call::new(&w.admin, NOW), &BOB, "guide").await.map(said);
        switch_persona: |w| { let bob = w.hub.subject(&BOB, None).await?; w.hub.switch_persona(&Call::new(&bob, NOW), Some("guide")).await.map(said) };
        give_consent: |w| w.hub.give_consent(&Call::new(&w.bob, NOW), &BOB, &IMPORT).await.map(said);
        withdraw_consent: |w| w.hub.withdraw_consent(&Call::new(&w.ada, NOW), &ADA, &IMPORT).await.map(|_| "withdrawn".to_owned());
        has_consent: |w| w.hub.has_consent(&ADA, "matching", "linkedin").await.map(said);
        consents: |w| w.hub.consents(&Call::new(&w.ada, NOW), &ADA).await.map(said);
        export: |w| export(w).await;
        erase: |w| erase(w).await;
        erase_again: |w| { let ledger = [profilekit::store::Erasure { person: "ada".to_owned(), ..profilekit::store::Erasure::default() }]; w.hub.erase_again(&Call::new(&w.system, NOW), &ledger).await.map(|erased| said(erased.ledger.len())) };
        retain: |w| w.hub.retain(&Call::new(&w.system, NOW + 60 * DAY), &mut |_, _| {}).await.map(|_| "retained".to_owned());
        drift: |w| w.hub.drift(&Call::new(&w.system, NOW), "card", true, &mut |_| {}).await.map(said);
        checkpoint: |w| w.hub.checkpoint(NOW).await.map(said);
        verify: |w| w.hub.verify(&[]).await.map(said);
    }
}

/// What is refused, whatever the store does.
pub(crate) fn refused() -> Vec<Case> {
    cases! {
        create_for_others: |w| w.hub.create(&Call::new(&w.bob, NOW), &Create { owner: Some("ada"), ..new_tour("t9", "{}") }).await.map(said);
        update_of_others: |w| w.hub.update(&Call::new(&w.bob, NOW), &patch(card("c1"), r#"{"basics":{"headline":"New"}}"#)).await.map(said);
        update_that_is_stale: |w| w.hub.update(&Call::new(&w.ada, NOW), &patch(Target { version: Some(1), ..card("c1") }, r#"{"basics":{"headline":"New"}}"#)).await.map(said);
        transition_of_others: |w| w.hub.transition(&Call::new(&w.ada, NOW), &Transition { target: tour("t1"), name: "agree", patch: b"" }).await.map(said);
        delete_of_others: |w| w.hub.delete(&Call::new(&w.bob, NOW), &tour("t1")).await.map(said);
        revert_of_others: |w| w.hub.revert(&Call::new(&w.bob, NOW), &Revert { target: card("c1"), to: 1 }).await.map(said);
        force_by_anybody: |w| w.hub.force(&Call::new(&w.ada, NOW), &Choose { target: card("c1"), audiences: b"{}" }).await.map(said);
        get_of_what_is_aside: |w| w.hub.get(&Call::new(&w.ada, NOW), &card("c2")).await.map(said);
        history_of_others: |w| w.hub.history(&Call::new(&w.bob, NOW), &card("c1"), None, 9).await.map(said);
        preview_of_others: |w| w.hub.preview(&Call::new(&w.bob, NOW), &card("c1"), ViewAs::Owner).await.map(said);
        account_of_others: |w| w.hub.account_of(&Call::new(&w.bob, NOW), &card("c1"), None, 9).await.map(said);
        grant_by_anybody: |w| w.hub.grant(&Call::new(&w.bob, NOW), &BOB, "admin").await.map(said);
        persona_without_role: |w| w.hub.switch_persona(&Call::new(&w.ada, NOW), Some("guide")).await.map(said);
        consent_for_others: |w| w.hub.give_consent(&Call::new(&w.bob, NOW), &ADA, &IMPORT).await.map(said);
        export_of_others: |w| { let mut write = |_: &str| Ok(()); w.hub.export(&Call::new(&w.bob, NOW), &ADA, &mut write).await.map(said) };
        erasure_of_others: |w| w.hub.plan_erasure(&Call::new(&w.bob, NOW), &ADA).await.map(said);
        hour_that_is_taken: |w| w.hub.create(&Call::new(&w.ada, NOW), &new_tour("t9", r#"{"starts_at":"2026-03-10T09:30:00Z","minutes":10}"#)).await.map(said);
        mark_of_what_is_not_seen: |w| w.hub.mark_seen(&Call::new(&w.ada, NOW), Some(&card("c2")), 3).await.map(said);
        second_card: |w| w.hub.create(&Call::new(&w.ada, NOW), &Create { kind: "card", document: b"{}", ..Create::default() }).await.map(said);
    }
}
