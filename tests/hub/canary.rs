//! One canary in every field of every shipped kind, stored in two versions: it comes to light
//! where the kernel lets a viewer see it, and in nothing else that the hub says.

use std::collections::BTreeSet;
use std::sync::Arc;

use profilekit::Kernel;
use profilekit::access::{Context, Subject, SubjectHead};
use profilekit::blueprint::Kind;
use profilekit::error::Locale;
use profilekit::hub::{
    Call, Choose, Create, FreeSlots, Hub, List, Look, Operation, Person, Refusal, Revert, Target,
    Together, Transition, Unseen, Update,
};
use profilekit::kernel::ViewAs;
use profilekit::metrics::Zone;
use profilekit::schedule::Stretch;
use profilekit::store::{
    Address, Archived, Commit, PastVersion, Store, StoredRecord, Write, WriteMode,
};
use profilekit_stores::Adapter;
use profilekit_tests::{Garden, rounds};
use serde_json::Value;

use crate::dashboards::calendar;
use crate::entropy::Counting;
use crate::tell::shipped;

const NOW: i64 = 1_772_442_000_000_000;

/// A record of a kind in its first state, its owner with the roles whose profile it is.
fn record(kernel: &Kernel, kind: &Kind, document: String) -> StoredRecord {
    let life = kind.lifecycle.as_ref();
    let state = life.and_then(|life| life.states.get(life.initial.index()));
    let isolated = kernel.model().tenancy.is_some()
        && kind.tenant == profilekit::blueprint::document::TenantScope::Isolated;
    let relations = kind.relations.iter();
    let relations = relations.map(|relation| {
        let who = format!("{}-of-it", relation.name);
        (relation.name.to_string(), vec![who])
    });
    let roles = kernel.owner_roles(kind);
    StoredRecord {
        address: Address::new(if isolated { "north" } else { "" }, &kind.name, "record-1"),
        owner: kind.owned.then(|| "owner-1".to_owned()),
        owner_roles: roles.iter().map(ToString::to_string).collect(),
        state: state.map(ToString::to_string),
        version: 2,
        created_at: NOW,
        updated_at: NOW,
        relations: relations.collect(),
        document,
        choices: "{}".into(),
        forced: "{}".into(),
        ..StoredRecord::default()
    }
}

fn kept(record: &StoredRecord, version: i64, document: String) -> PastVersion {
    PastVersion {
        version,
        at: NOW,
        actor: "owner-1".to_owned(),
        action: "update".to_owned(),
        fields: Vec::new(),
        state: record.state.clone(),
        document,
    }
}

/// Puts a record into a store as it is, with two versions.
async fn plant(hub: &Hub, record: &StoredRecord) {
    let first = StoredRecord {
        version: 1,
        document: record.document.replace("-x\"", "-y\""),
        ..record.clone()
    };
    for (how, of) in [(WriteMode::Insert, &first), (WriteMode::Replace, record)] {
        let write = Write {
            how,
            kept: Some(kept(of, of.version, of.document.clone())),
            record: of.clone(),
            ..Write::default()
        };
        let commit = Commit {
            writes: vec![write],
            ..Commit::default()
        };
        hub.store().commit(&commit).await.unwrap();
    }
}

/// Everybody who looks: a name and who they are.
fn viewers(kernel: &Kernel, kind: &Kind, record: &StoredRecord) -> Vec<(String, Subject)> {
    let tenant = Some(record.address.tenant.as_str()).filter(|tenant| !tenant.is_empty());
    let home = tenant.or_else(|| kernel.model().tenancy.map(|_| "north"));
    let mut viewers = Vec::new();
    let mut add = |name: &str, head: &SubjectHead<'_>| {
        if let Ok(subject) = kernel.subject(head) {
            viewers.push((name.to_owned(), subject));
        }
    };
    let somebody = SubjectHead {
        id: Some("somebody"),
        tenant: home,
        ..SubjectHead::default()
    };
    add("public", &SubjectHead::default());
    add(
        "signed in elsewhere",
        &SubjectHead {
            tenant: home.map(|_| "south"),
            ..somebody.clone()
        },
    );
    add("signed in", &somebody);
    add(
        "the product",
        &SubjectHead {
            system: true,
            ..SubjectHead::default()
        },
    );
    for relation in &kind.relations {
        let id = format!("{}-of-it", relation.name);
        add(
            &id,
            &SubjectHead {
                id: Some(&id),
                ..somebody.clone()
            },
        );
    }
    let roles: Vec<&str> = record.owner_roles.iter().map(String::as_str).collect();
    let owner = SubjectHead {
        id: Some("owner-1"),
        roles: &roles,
        ..somebody.clone()
    };
    add("owner", &owner);
    for persona in &kernel.model().personas {
        let name = format!("owner as {}", persona.name);
        add(
            &name,
            &SubjectHead {
                persona: Some(&persona.name),
                ..owner.clone()
            },
        );
    }
    for role in &kernel.model().roles {
        add(
            &role.name,
            &SubjectHead {
                roles: &[&role.name],
                ..somebody.clone()
            },
        );
        let elsewhere = format!("{} elsewhere", role.name);
        let head = SubjectHead {
            roles: &[&role.name],
            tenant: home.map(|_| "south"),
            ..somebody.clone()
        };
        add(&elsewhere, &head);
    }
    viewers
}

/// Everything that the hub says to somebody about a record: what may show it, and what may not.
#[derive(Default)]
struct Said {
    shows: Vec<String>,
    tells: Vec<String>,
    /// What an export of the owner's data has of the record, where there is one.
    exported: Option<String>,
}

impl Said {
    fn shows<T: std::fmt::Debug>(&mut self, answer: Result<T, Refusal>) {
        match answer {
            Ok(answer) => self.shows.push(format!("{answer:?}")),
            Err(refusal) => self.refused(&refusal),
        }
    }

    fn tells<T: std::fmt::Debug>(&mut self, answer: Result<T, Refusal>) {
        match answer {
            Ok(answer) => self.tells.push(format!("{answer:?}")),
            Err(refusal) => self.refused(&refusal),
        }
    }

    fn refused(&mut self, refusal: &Refusal) {
        self.tells.push(format!("{refusal} {refusal:?}"));
        if let Refusal::Failed(failure) = refusal {
            self.tells.push(failure.message(Locale::De));
        }
    }
}

/// Walks every read of the hub, then changes that are refused or change little.
async fn walk(hub: &Hub, subject: &Subject, record: &StoredRecord) -> Said {
    const MANY: usize = 50;
    let call = &Call::new(subject, NOW).named("walk");
    let at = &record.address;
    let tenant = Some(at.tenant.as_str()).filter(|tenant| !tenant.is_empty());
    let target = Target {
        kind: &at.kind,
        id: &at.id,
        tenant,
        version: None,
    };
    let mut said = Said::default();
    said.shows(hub.get(call, &target).await);
    for archived in [Archived::Without, Archived::With, Archived::Only] {
        let list = List {
            kind: &at.kind,
            tenant,
            archived,
            ..List::default()
        };
        said.shows(hub.list(call, &list).await);
        said.tells(hub.count(call, &list).await);
    }
    said.shows(hub.dashboard(call, &Look::by(calendar("UTC"))).await);
    said.shows(hub.history(call, &target, None, MANY).await);
    said.shows(hub.diff(call, &target, 1, 2).await);
    said.shows(hub.diff(call, &target, 2, 1).await);
    let roles = hub.kernel().model().roles.iter();
    let roles: Vec<ViewAs<'_>> = roles.map(|role| ViewAs::Role(&role.name)).collect();
    for viewer in [ViewAs::Public, ViewAs::Platform, ViewAs::Owner]
        .into_iter()
        .chain(roles)
    {
        said.shows(hub.preview(call, &target, viewer).await);
    }
    said.tells(hub.account_of(call, &target, None, MANY).await);
    said.tells(hub.who_saw_me(call, None, MANY).await);
    said.tells(hub.feed(call, 0).await);
    said.tells(hub.mark_seen(call, Some(&target), 0).await);
    let unseen = Unseen {
        kind: &at.kind,
        ..Unseen::default()
    };
    said.tells(hub.unseen(call, &unseen).await);
    let update = Update {
        target,
        patch: b"{\"no_such_field\":1}",
        ..Update::default()
    };
    said.tells(hub.update(call, &update).await);
    said.tells(
        hub.update(
            call,
            &Update {
                target,
                ..Update::default()
            },
        )
        .await,
    );
    let stale = Target {
        version: Some(1),
        ..target
    };
    said.tells(hub.archive(call, &stale).await);
    let choose = Choose {
        target,
        audiences: b"{\"/no_such_field\":\"public\"}",
    };
    said.tells(hub.choose(call, &choose).await);
    said.tells(hub.force(call, &choose).await);
    let kind = hub.kernel().kind(&at.kind).unwrap();
    for transition in kind.lifecycle.iter().flat_map(|life| &life.transitions) {
        let wanted = Transition {
            target: stale,
            name: &transition.name,
            patch: b"",
        };
        said.tells(hub.transition(call, &wanted).await);
        let broken = Transition {
            target,
            name: &transition.name,
            patch: b"{",
        };
        said.tells(hub.transition(call, &broken).await);
    }
    let again = Create {
        kind: &at.kind,
        id: Some(&at.id),
        tenant,
        document: record.document.as_bytes(),
        ..Create::default()
    };
    said.tells(hub.create(call, &again).await);
    let empty = Create {
        id: None,
        document: b"{}",
        ..again.clone()
    };
    said.tells(hub.get_or_create(call, &empty).await);
    said.tells(hub.restore(call, &stale).await);
    said.tells(hub.delete(call, &stale).await);
    let back = Revert {
        target: stale,
        to: 1,
    };
    said.tells(hub.revert(call, &back).await);
    let lot = [Operation::Archive(stale), Operation::Revert(back)];
    said.tells(hub.bulk(call, &lot, Together::BestEffort).await);
    let lot = [Operation::Delete(stale), Operation::Create(again)];
    said.tells(hub.bulk(call, &lot, Together::AllOrNothing).await);
    let free = FreeSlots {
        schedule: target,
        kind: "booking",
        per: "builder",
        within: Stretch {
            from: NOW,
            until: NOW + 86_400_000_000,
        },
        minutes: 60,
        every: 0,
    };
    said.tells(hub.free_slots(call, &free, &|_| Ok(Zone::utc())).await);
    export(hub, call, at, &mut said).await;
    said
}

/// What the owner's data come to, and what would go of it.
async fn export(hub: &Hub, call: &Call<'_>, at: &Address, said: &mut Said) {
    let owner = Person {
        id: "owner-1",
        tenant: &at.tenant,
    };
    said.tells(hub.consents(call, &owner).await);
    said.tells(hub.plan_erasure(call, &owner).await);
    let (mut of_it, mut besides) = (String::new(), Vec::new());
    let mut write = |line: &str| {
        let told: Value = serde_json::from_str(line).unwrap();
        let is_record = told["is"] == "record" || told["is"] == "version";
        if is_record && told["kind"] == *at.kind && told["id"] == *at.id {
            of_it.push_str(line);
        } else if !is_record {
            besides.push(line.to_owned());
        }
        Ok(())
    };
    match hub.export(call, &owner, &mut write).await {
        Ok(_) => said.exported = Some(of_it),
        Err(refusal) => {
            assert_eq!(of_it, "");
            said.refused(&refusal);
        }
    }
    said.tells.extend(besides);
}

/// Changes that go well where they may, by everybody: what is announced and noted of them is
/// looked at behind the answers. How many went well.
async fn change(hub: &Hub, viewers: &[(String, Subject)], record: &StoredRecord) -> usize {
    let at = &record.address;
    let target = Target {
        kind: &at.kind,
        id: &at.id,
        tenant: Some(at.tenant.as_str()).filter(|tenant| !tenant.is_empty()),
        version: None,
    };
    let mut made = 0;
    for (name, subject) in viewers {
        let call = &Call::new(subject, NOW + 1).named(name);
        made += usize::from(hub.archive(call, &target).await.is_ok());
        made += usize::from(hub.restore(call, &target).await.is_ok());
    }
    for (name, subject) in viewers {
        let call = &Call::new(subject, NOW + 2).named(name);
        made += usize::from(hub.delete(call, &target).await.is_ok());
    }
    made
}

/// Plants canaries in every kind of a shipped blueprint, on every shipped store, in full on a host's
/// own too, and lets everybody look.
fn sweep(name: &str) {
    let text = shipped(name).unwrap();
    let adapters = match rounds(1, 2) {
        1 => Adapter::shipped(),
        _ => Adapter::all(),
    };
    for adapter in adapters {
        let kept = adapter.fresh();
        let at = format!("{name} on {}", adapter.name());
        // What is kept for whom is decided above the stores: a server, of which every call is a
        // round trip, is asked by every third viewer, others for each kind, but for in full.
        let every = match adapter {
            Adapter::Postgres(_) => rounds(3, 1),
            _ => 1,
        };
        sweep_store(&text, kept.store(), &at, every);
    }
}

fn sweep_store(text: &str, store: Arc<dyn Store>, name: &str, every: usize) {
    let (mut looks, mut shown, mut answers) = (0, 0, 0);
    let (mut exported, mut changes) = (0, 0);
    let blueprint: Value = serde_json::from_str(text).unwrap();
    let kernel = Kernel::compile(text.as_bytes()).unwrap();
    let entropy = Arc::new(Counting::new(2));
    let hub = Hub::new(kernel.clone(), store, entropy);
    let kinds = blueprint["kinds"].as_object().unwrap();
    for (turn, (kind_name, declared)) in kinds.iter().enumerate() {
        let kind = kernel.kind(kind_name).unwrap();
        let mut garden = Garden::default();
        let document = garden.document(declared).to_string();
        let record = record(&kernel, kind, document);
        pollster::block_on(plant(&hub, &record));
        let owners = record.with(|whole| {
            let view = kernel.view_as(kind_name, whole, ViewAs::Owner, &Context::at(NOW));
            view.map_or(String::new(), |view| view.document.into_owned())
        });
        let viewers = viewers(&kernel, kind, &record);
        for (viewer, subject) in viewers.iter().skip(turn % every).step_by(every) {
            let at = format!("{name} {kind_name} for {viewer}");
            let view = record.with(|whole| {
                let view = kernel.view(kind_name, whole, subject, &Context::at(NOW));
                view.map_or(String::new(), |view| view.document.into_owned())
            });
            let may = garden.in_text(&view);
            expect_by_blueprint(&garden, viewer, &may, &at);
            let said = pollster::block_on(walk(&hub, subject, &record));
            if let Some(text) = said.exported.filter(|_| kind.owned) {
                let seen = garden.in_text(&text);
                assert_eq!(seen, garden.in_text(&owners), "{at}: exported");
                exported += 1;
            }
            for text in &said.shows {
                let seen = garden.in_text(text);
                let more: Vec<_> = seen.difference(&may).collect();
                assert!(more.is_empty(), "{at}: {more:?} in {text}");
                shown += seen.len();
            }
            let read = said.shows.first().map(|text| garden.in_text(text));
            assert!(view.is_empty() || read == Some(may), "{at}: {read:?}");
            for text in &said.tells {
                let seen = garden.in_text(text);
                assert!(seen.is_empty(), "{at}: {seen:?} in {text}");
            }
            looks += 1;
            answers += said.shows.len() + said.tells.len();
        }
        changes += pollster::block_on(change(&hub, &viewers, &record));
    }
    for text in pollster::block_on(behind(&hub)) {
        assert!(!text.contains("canary-"), "{name}: {text}");
    }
    println!("{name}: {answers} answers to {looks} viewers show {shown} canaries where they may");
    println!("{name}: {exported} exports, {changes} changes that went well");
    assert!(
        looks > 50 && answers > 1000 && shown * every > 500,
        "{looks} {answers} {shown}"
    );
    assert!(
        exported * every > 10 && changes > kinds.len(),
        "{exported} {changes}"
    );
}

#[test]
fn canaries_of_the_marketplace_show_where_they_may() {
    sweep("marketplace");
}

#[test]
fn canaries_of_the_talent_hub_show_where_they_may() {
    sweep("talent");
}

#[test]
fn canaries_of_the_mentoring_programme_show_where_they_may() {
    sweep("mentoring");
}

#[test]
fn canaries_of_the_saas_show_where_they_may() {
    sweep("saas");
}

/// What the blueprint's text alone says of some viewers.
fn expect_by_blueprint(garden: &Garden, viewer: &str, may: &BTreeSet<&str>, at: &str) {
    let allowed = |canary: &profilekit_tests::Canary| match viewer {
        "public" => canary.around.0,
        "signed in elsewhere" => canary.around.1,
        _ => true,
    };
    let most = garden.canaries.iter().filter(|canary| allowed(canary));
    let most: BTreeSet<&str> = most.map(|canary| canary.path.as_str()).collect();
    assert!(may.is_subset(&most), "{at}: {:?}", may.difference(&most));
}

/// What is announced and noted behind the answers.
async fn behind(hub: &Hub) -> Vec<String> {
    const MANY: usize = 1_000_000;
    let store = hub.store();
    hub.flush().await.unwrap();
    let events = store.events(None, 0, MANY).await.unwrap();
    let mut behind: Vec<String> = events.iter().map(|event| format!("{event:?}")).collect();
    for (chain, ..) in store.chains().await.unwrap() {
        let links = store.links(chain, 0, MANY).await.unwrap();
        behind.extend(links.iter().map(|link| format!("{link:?}")));
    }
    for tenant in ["", "north"] {
        let accesses = store.accesses(tenant, "owner-1", None, MANY).await.unwrap();
        behind.extend(accesses.iter().map(|access| format!("{access:?}")));
    }
    behind
}
