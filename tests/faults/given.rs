//! Texts that one store could keep and another could not: every store gives the same answer, and
//! nobody after is in trouble for them.

use std::pin::Pin;

use profilekit::hub::{
    Agreement, Call, Create, List, Operation, Person, Refusal, Target, Together, Update,
};
use profilekit::store::{Condition, Erasure};
use profilekit_stores::Adapter;

use crate::world::{ADA, IMPORT, START, World, card, kernel, new_tour, patch};

const BAD: &str = "a\0b";
const HEADLINE: &str = r#"{"basics":{"headline":"New"}}"#;

type Asked<'w> = Pin<Box<dyn Future<Output = Result<(), Refusal>> + 'w>>;

/// Something that is asked of a hub.
type Ask = for<'w> fn(&'w World) -> Asked<'w>;

const STRANGE: Person<'_> = Person {
    id: BAD,
    tenant: "",
};
const ELSEWHERE: Person<'_> = Person {
    id: "ada",
    tenant: BAD,
};

fn target<'t>(id: &'t str, tenant: Option<&'t str>) -> Target<'t> {
    Target { tenant, ..card(id) }
}

fn list(condition: Condition) -> List<'static> {
    List {
        kind: "card",
        conditions: vec![condition],
        ..List::default()
    }
}

fn create<'c>() -> Create<'c> {
    new_tour("t9", "{}")
}

/// Names what is asked, and how.
macro_rules! asked {
    ($($name:ident: |$world:ident| $work:expr;)*) => {{
        let all: Vec<(&str, Ask)> = vec![$((
            stringify!($name),
            |$world| Box::pin(async move { $work.await.map(drop) }),
        )),*];
        all
    }};
}

fn call(world: &World) -> Call<'_> {
    Call::new(&world.ada, START)
}

fn everything() -> Vec<(&'static str, Ask)> {
    asked! {
        key: |w| w.hub.update(&call(w).once(BAD), &patch(card("c1"), HEADLINE));
        request: |w| w.hub.update(&call(w).named(BAD), &patch(card("c1"), HEADLINE));
        actor: |w| w.hub.update(&call(w).by(BAD), &patch(card("c1"), HEADLINE));
        source: |w| w.hub.update(&call(w).from(BAD), &patch(card("c1"), HEADLINE));
        lot: |w| async { w.hub.bulk(&call(w).once(BAD), &[Operation::Archive(card("c1"))], Together::BestEffort).await };
        request_of_a_read: |w| w.hub.get(&Call::new(&w.bob, START).named(BAD), &card("c1"));
        request_of_a_list: |w| async { w.hub.list(&Call::new(&w.bob, START).named(BAD), &List { kind: "card", ..List::default() }).await };
        record: |w| w.hub.get(&call(w), &target(BAD, None));
        tenant: |w| w.hub.get(&call(w), &target("c1", Some(BAD)));
        changed_record: |w| w.hub.update(&call(w), &patch(target(BAD, None), HEADLINE));
        archived_record: |w| w.hub.archive(&call(w), &target(BAD, None));
        history: |w| w.hub.history(&call(w), &target(BAD, None), None, 9);
        new_record: |w| async { w.hub.create(&call(w), &Create { id: Some(BAD), ..create() }).await };
        owner: |w| async { w.hub.create(&Call::new(&w.system, START), &Create { owner: Some(BAD), ..create() }).await };
        relation: |w| async { w.hub.create(&call(w), &Create { relations: vec![("guide", vec![BAD])], ..create() }).await };
        taken_or_made: |w| async { w.hub.get_or_create(&Call::new(&w.system, START), &Create { kind: "card", owner: Some(BAD), document: b"{}", ..Create::default() }).await };
        changed_relation: |w| async { w.hub.update(&call(w), &Update { relations: vec![("guide", vec![BAD])], ..patch(crate::world::tour("t1"), "{}") }).await };
        listed_owner: |w| async { w.hub.list(&call(w), &list(Condition::Owner(BAD.to_owned()))).await };
        counted_owner: |w| async { w.hub.count(&call(w), &list(Condition::Owner(BAD.to_owned()))).await };
        listed_tenant: |w| async { w.hub.list(&call(w), &List { kind: "card", tenant: Some(BAD), ..List::default() }).await };
        who_saw: |w| w.hub.who_saw_me(&Call::new(&w.ada, START), Some(BAD), 9);
        somebody: |w| w.hub.subject(&STRANGE, None);
        somebody_elsewhere: |w| w.hub.subject(&ELSEWHERE, None);
        granted: |w| w.hub.grant(&Call::new(&w.admin, START), &STRANGE, "guide");
        granted_elsewhere: |w| w.hub.grant(&Call::new(&w.system, START), &ELSEWHERE, "guide");
        agreement: |w| async { w.hub.give_consent(&call(w), &ADA, &Agreement { text: BAD, purpose: "other", ..IMPORT }).await };
        agreed: |w| w.hub.has_consent(&STRANGE, "matching", "");
        exported: |w| async { w.hub.export(&Call::new(&w.system, START), &STRANGE, &mut |_| Ok(())).await };
        erased: |w| w.hub.plan_erasure(&Call::new(&w.system, START), &ELSEWHERE);
        erased_again: |w| async { w.hub.erase_again(&Call::new(&w.system, START), &[Erasure { person: BAD.to_owned(), ..Erasure::default() }]).await };
    }
}

#[test]
fn what_not_every_store_can_keep_is_refused_by_all() {
    let mut answers: Vec<Vec<String>> = Vec::new();
    for adapter in Adapter::all() {
        let kept = adapter.fresh();
        let world = World::over(&kernel(), kept.store(), 0);
        answers.push(pollster::block_on(async {
            world.fill().await;
            let mut told = Vec::new();
            for (name, ask) in everything() {
                let refusal = ask(&world).await.expect_err(name);
                told.push(format!("{name}: {refusal:?}"));
                let code = refusal.code();
                let typed = ["kernel.bad_id", "kernel.bad_request"].contains(&code);
                assert!(typed, "{}: {name}: {refusal}", adapter.name());
            }
            // Nothing of it waits to be written with what others do.
            world.hub.flush().await.unwrap();
            let update = patch(card("c1"), HEADLINE);
            world.hub.update(&call(&world), &update).await.unwrap();
            told
        }));
    }
    assert!(
        answers.iter().all(|told| *told == answers[0]),
        "{answers:?}"
    );
}
