//! Thousands of random operations of random people, against a plain model: a map of documents
//! with versions, and rules written out by hand.

use std::collections::BTreeMap;
use std::sync::Arc;

use profilekit::Kernel;
use profilekit::access::{Subject, SubjectHead};
use profilekit::hub::{
    Call, Create, Done, Hub, Operation, Refusal, Revert, Target, Transition, Update,
};
use profilekit::privacy::Outcome;
use profilekit::store::{Address, Store};
use profilekit_stores::Adapter;
use profilekit_tests::Seeded;
use serde_json::{Map, Value, json};

use crate::entropy::Counting;

/// How many operations a store is held to: each costs a server several round trips, and the
/// disk a wait.
fn operations(adapter: &Adapter) -> usize {
    match adapter {
        Adapter::Memory | Adapter::Sqlite => 6000,
        Adapter::Postgres(_) | Adapter::Host => 2000,
    }
}

/// Tasks of people with helpers, and one card for each person.
fn blueprint() -> Value {
    json!({
        "blueprint": 1, "name": "model", "version": "1.0.0",
        "roles": { "member": { "label": "Member", "default": true }, "admin": { "label": "Admin" } },
        "kinds": {
            "task": {
                "owner": "user",
                "relations": { "helper": { "to": "user" } },
                "audience": "platform",
                "fields": {
                    "title": { "type": "string", "max": 12, "required": true },
                    "note": { "type": "string", "max": 12 },
                    "stars": { "type": "int", "min": 0, "max": 5, "written_by": ["admin"] }
                },
                "lifecycle": {
                    "initial": "open", "states": ["open", "doing", "done"],
                    "transitions": [
                        { "name": "start", "from": ["open"], "to": "doing", "by": ["owner"] },
                        { "name": "finish", "from": ["doing"], "to": "done", "by": ["owner", "relation:helper"], "needs": ["/note"] },
                        { "name": "reopen", "from": ["doing", "done"], "to": "open", "by": ["role:admin"] }
                    ]
                },
                "history": "keep", "on_delete": "archive"
            },
            "card": {
                "owner": "user", "one_per": ["owner"], "audience": "platform",
                "fields": {
                    "title": { "type": "string", "max": 12, "required": true, "data_class": "profile", "lawful_basis": "contract", "retention": "P1Y" },
                    "note": { "type": "string", "max": 12 },
                    "stars": { "type": "int", "min": 0, "max": 5, "written_by": ["admin"] }
                },
                "history": "keep", "on_delete": "anonymise"
            },
            "memo": {
                "owner": "user", "audience": "platform",
                "fields": {
                    "title": { "type": "string", "max": 12, "required": true },
                    "note": { "type": "string", "max": 12 },
                    "stars": { "type": "int", "min": 0, "max": 5, "written_by": ["admin"] }
                },
                "history": "keep", "on_delete": "delete"
            }
        },
        "policies": [
            { "id": "own", "allow": ["*.create", "*.read", "*.list", "*.update", "*.delete"], "relations": ["owner"] },
            { "id": "admins", "allow": ["*.create", "*.read", "*.list", "*.update", "*.delete"], "roles": ["admin"] },
            { "id": "helpers-read", "allow": ["task.read", "task.list"], "relations": ["helper"] },
            { "id": "helpers-note", "allow": ["task.update"], "relations": ["helper"], "fields": ["/note"] }
        ]
    })
}

const KINDS: [&str; 3] = ["task", "card", "memo"];
const PEOPLE: [&str; 5] = ["ann", "bob", "cid", "dot", "adm"];

/// What is known of a record.
#[derive(Debug, Clone, PartialEq)]
struct Known {
    owner: Option<String>,
    helper: Option<String>,
    version: i64,
    state: Option<&'static str>,
    archived: bool,
    /// Whether its title may be missing: it was taken out as personal data.
    draft: bool,
    document: Map<String, Value>,
    /// Versions that are kept, with state and document.
    history: BTreeMap<i64, (Option<&'static str>, Map<String, Value>)>,
}

/// Something to do, by its parts.
#[derive(Debug, Clone)]
enum Deed {
    Create {
        kind: usize,
        id: String,
        owner: usize,
        helper: Option<usize>,
        document: Map<String, Value>,
    },
    Update {
        at: (usize, String),
        version: Option<i64>,
        patch: Map<String, Value>,
    },
    Transition {
        at: (usize, String),
        version: Option<i64>,
        name: &'static str,
    },
    Archive {
        at: (usize, String),
        version: Option<i64>,
    },
    Restore {
        at: (usize, String),
        version: Option<i64>,
    },
    Delete {
        at: (usize, String),
        version: Option<i64>,
    },
    Revert {
        at: (usize, String),
        version: Option<i64>,
        to: i64,
    },
}

impl Deed {
    fn at(&self) -> (usize, String) {
        match self {
            Self::Create { kind, id, .. } => (*kind, id.clone()),
            Self::Update { at, .. }
            | Self::Transition { at, .. }
            | Self::Archive { at, .. }
            | Self::Restore { at, .. }
            | Self::Delete { at, .. }
            | Self::Revert { at, .. } => at.clone(),
        }
    }

    fn version(&self) -> Option<i64> {
        match self {
            Self::Create { .. } => None,
            Self::Update { version, .. }
            | Self::Transition { version, .. }
            | Self::Archive { version, .. }
            | Self::Restore { version, .. }
            | Self::Delete { version, .. }
            | Self::Revert { version, .. } => *version,
        }
    }
}

/// What comes of it.
#[derive(Debug, Clone, PartialEq)]
enum Result {
    /// Done; whether anything changed.
    Done(bool),
    Refused(&'static str),
    Invalid,
}

#[derive(Default)]
struct Model {
    records: BTreeMap<(usize, String), Known>,
    changes: usize,
    noted: usize,
}

fn is_admin(who: usize) -> bool {
    PEOPLE[who] == "adm"
}

/// Whether a document is as the blueprint has it.
fn valid(document: &Map<String, Value>, draft: bool) -> bool {
    let short = |name: &str| match document.get(name) {
        None => true,
        Some(Value::String(text)) => !text.is_empty() && text.chars().count() <= 12,
        Some(_) => false,
    };
    let stars = document
        .get("stars")
        .is_none_or(|stars| stars.as_i64().is_some_and(|n| (0..=5).contains(&n)));
    let title = draft || document.contains_key("title");
    title && short("title") && short("note") && stars && document.len() <= 3
}

impl Known {
    fn is_owner(&self, who: usize) -> bool {
        self.owner.as_deref() == Some(PEOPLE[who])
    }

    fn is_helper(&self, who: usize) -> bool {
        self.helper.as_deref() == Some(PEOPLE[who])
    }

    fn rules(&self, who: usize) -> bool {
        self.is_owner(who) || is_admin(who)
    }

    fn sees(&self, who: usize) -> bool {
        self.rules(who) || !self.archived && self.is_helper(who)
    }

    fn may_write(&self, who: usize, name: &str) -> bool {
        match name {
            "stars" => is_admin(who),
            "note" => self.rules(who) || self.is_helper(who),
            _ => self.rules(who),
        }
    }

    /// One version on.
    fn keep(&mut self) {
        self.version += 1;
        self.history
            .insert(self.version, (self.state, self.document.clone()));
    }
}

impl Model {
    /// Does it, and says what comes of it.
    fn does(&mut self, who: usize, deed: &Deed) -> Result {
        let result = self.comes_of(who, deed);
        match result {
            Result::Done(true) => self.changes += 1,
            Result::Refused("access.denied" | "access.wrong_state") => self.noted += 1,
            _ => {}
        }
        result
    }

    fn comes_of(&mut self, who: usize, deed: &Deed) -> Result {
        let (at, version) = (&deed.at(), deed.version());
        if let Deed::Create { .. } = deed {
            return self.create(who, deed);
        }
        let Some(known) = self.records.get_mut(at).filter(|known| known.sees(who)) else {
            return Result::Refused("access.not_visible");
        };
        if version.is_some_and(|version| version != known.version) {
            return Result::Refused("store.version_conflict");
        }
        let set_aside = known.archived;
        match deed {
            Deed::Restore { .. } if !set_aside => Result::Refused("hub.not_archived"),
            Deed::Restore { .. } | Deed::Delete { .. } => self.put(who, at, deed),
            _ if set_aside => Result::Refused("hub.archived"),
            Deed::Archive { .. } => self.put(who, at, deed),
            Deed::Update { patch, .. } => write(known, who, patch),
            Deed::Revert { to, .. } => revert(known, who, *to),
            Deed::Transition { name, .. } => go(known, who, name),
            Deed::Create { .. } => unreachable!(),
        }
    }

    fn create(&mut self, who: usize, deed: &Deed) -> Result {
        let Deed::Create {
            kind,
            id,
            owner,
            helper,
            document,
        } = deed
        else {
            unreachable!()
        };
        if who != *owner && !is_admin(who) {
            return Result::Refused("access.denied");
        }
        if !valid(document, false) || document.contains_key("stars") && !is_admin(who) {
            return Result::Invalid;
        }
        let owner = PEOPLE[*owner].to_owned();
        let taken = KINDS[*kind] == "card"
            && self
                .records
                .iter()
                .any(|((of, _), known)| of == kind && known.owner.as_ref() == Some(&owner));
        if taken || self.records.contains_key(&(*kind, id.clone())) {
            return Result::Refused("store.unique_violation");
        }
        let mut known = Known {
            owner: Some(owner),
            helper: helper.map(|helper| PEOPLE[helper].to_owned()),
            version: 0,
            state: (KINDS[*kind] == "task").then_some("open"),
            archived: false,
            draft: false,
            document: document.clone(),
            history: BTreeMap::new(),
        };
        known.keep();
        self.records.insert((*kind, id.clone()), known);
        Result::Done(true)
    }

    /// Sets aside, brings back, deletes.
    fn put(&mut self, who: usize, at: &(usize, String), deed: &Deed) -> Result {
        let known = self.records.get_mut(at).unwrap();
        if !known.rules(who) {
            return Result::Refused("access.denied");
        }
        match (deed, KINDS[at.0]) {
            (Deed::Restore { .. }, _) => known.archived = false,
            (Deed::Delete { .. }, "memo") => {
                self.records.remove(at);
                return Result::Done(true);
            }
            (Deed::Delete { .. }, "task") if known.archived => {
                return Result::Refused("hub.archived");
            }
            (Deed::Delete { .. }, "card") => {
                (known.archived, known.draft) = (true, true);
                known.owner = None;
                known.document.remove("title");
                known.history.clear();
            }
            _ => known.archived = true,
        }
        known.keep();
        Result::Done(true)
    }
}

fn write(known: &mut Known, who: usize, patch: &Map<String, Value>) -> Result {
    if !known.rules(who) && !known.is_helper(who) {
        return Result::Refused("access.denied");
    }
    if !patch.keys().all(|name| known.may_write(who, name)) {
        return Result::Invalid;
    }
    let mut document = known.document.clone();
    for (name, value) in patch {
        match value {
            Value::Null => drop(document.remove(name)),
            value => drop(document.insert(name.clone(), value.clone())),
        }
    }
    if !valid(&document, known.draft) {
        return Result::Invalid;
    }
    if document == known.document {
        return Result::Done(false);
    }
    known.document = document;
    known.keep();
    Result::Done(true)
}

fn revert(known: &mut Known, who: usize, to: i64) -> Result {
    let Some((_, document)) = known.history.get(&to).cloned() else {
        return Result::Refused("hub.no_such_version");
    };
    let names = known.document.keys().chain(document.keys());
    let differ = names.filter(|name| known.document.get(*name) != document.get(*name));
    let patch = differ.map(|name| {
        let value = document.get(name).cloned().unwrap_or(Value::Null);
        (name.clone(), value)
    });
    write(known, who, &patch.collect())
}

fn go(known: &mut Known, who: usize, name: &str) -> Result {
    let (from, to, by): (&[&str], _, _) = match name {
        "start" => (&["open"], "doing", known.is_owner(who)),
        "finish" => (
            &["doing"],
            "done",
            known.is_owner(who) || known.is_helper(who),
        ),
        _ => (&["doing", "done"], "open", is_admin(who)),
    };
    // Of a step that needs a role nobody without it is told the state.
    if name == "reopen" && !by {
        return Result::Refused("access.denied");
    }
    if !from.iter().any(|from| known.state == Some(from)) {
        return Result::Refused("access.wrong_state");
    }
    if !by {
        return Result::Refused("access.denied");
    }
    if name == "finish" && !known.document.contains_key("note") {
        return Result::Invalid;
    }
    known.state = Some(to);
    known.keep();
    Result::Done(true)
}

/// Random deeds about few records, so that people meet.
struct Chance(Seeded, usize);

/// So many records of a kind are known to people at a time; then they turn to others.
const RECORDS: usize = 8;
const TURN: usize = 250;

fn place(kind: usize, turn: usize, number: usize) -> (usize, String) {
    (kind, format!("{}-{turn}-{number}", KINDS[kind]))
}

impl Chance {
    fn text(&mut self, name: &str) -> Value {
        let words = ["tea", "coffee", "water", "a word that is too long", "milk"];
        if name == "stars" {
            return json!(self.0.below(8));
        }
        json!(self.0.pick(&words))
    }

    fn members(&mut self, title: usize) -> Map<String, Value> {
        let mut members = Map::new();
        for (name, often) in [("title", title), ("note", 45), ("stars", 12)] {
            if self.0.percent(often) {
                let value = if self.0.percent(12) {
                    Value::Null
                } else {
                    self.text(name)
                };
                members.insert(name.to_owned(), value);
            }
        }
        members
    }

    fn at(&mut self) -> (usize, String) {
        let kind = *self.0.pick(&[0, 0, 0, 1, 2]);
        place(kind, self.1 / TURN, self.0.below(RECORDS))
    }

    fn deed(&mut self, model: &Model) -> (usize, Deed) {
        self.1 += 1;
        let at = self.at();
        let who = self.who(model.records.get(&at));
        (who, self.what(model, who, at))
    }

    /// Mostly the owner: strangers are refused anyway.
    fn who(&mut self, known: Option<&Known>) -> usize {
        let owner = known.and_then(|known| known.owner.as_deref());
        let owner = PEOPLE.iter().position(|person| Some(*person) == owner);
        match owner.filter(|_| self.0.percent(75)) {
            Some(owner) => owner,
            None => self.0.below(PEOPLE.len()),
        }
    }

    fn what(&mut self, model: &Model, who: usize, at: (usize, String)) -> Deed {
        let current = model.records.get(&at).map_or(1, |known| known.version);
        let version = match self.0.below(6) {
            0 | 1 => Some(current),
            2 => Some(current + 1 - i64::try_from(self.0.below(3)).unwrap()),
            _ => None,
        };
        let roll = self.0.below(100);
        if !model.records.contains_key(&at) && roll < 80 {
            let helper = (KINDS[at.0] == "task").then(|| self.0.below(PEOPLE.len()));
            let mut document = self.members(92);
            let other = self.0.below(PEOPLE.len());
            let owner = if self.0.percent(80) { who } else { other };
            document.retain(|_, value| !value.is_null());
            return Deed::Create {
                kind: at.0,
                id: at.1,
                owner,
                helper,
                document,
            };
        }
        match roll {
            0..45 => Deed::Update {
                at,
                version,
                patch: self.members(30),
            },
            45..68 if at.0 == 0 => {
                let name = *self
                    .0
                    .pick(&["start", "start", "finish", "finish", "reopen"]);
                Deed::Transition { at, version, name }
            }
            45..76 => {
                let back = i64::try_from(self.0.below(6)).unwrap();
                Deed::Revert {
                    at,
                    version,
                    to: current - back,
                }
            }
            76..80 => Deed::Archive { at, version },
            80..95 => Deed::Restore { at, version },
            _ => Deed::Delete { at, version },
        }
    }
}

/// Hands a deed to the hub.
async fn done(hub: &Hub, call: &Call<'_>, deed: &Deed) -> std::result::Result<Done, Refusal> {
    fn target<'t>(at: &'t (usize, String), version: &Option<i64>) -> Target<'t> {
        Target {
            kind: KINDS[at.0],
            id: &at.1,
            version: *version,
            ..Target::default()
        }
    }
    let text = |members: &Map<String, Value>| Value::Object(members.clone()).to_string();
    match deed {
        Deed::Create {
            kind,
            id,
            owner,
            helper,
            document,
        } => {
            let document = text(document);
            let helper = helper
                .iter()
                .map(|helper| ("helper", vec![PEOPLE[*helper]]));
            let create = Create {
                kind: KINDS[*kind],
                id: Some(id),
                owner: Some(PEOPLE[*owner]),
                relations: helper.collect(),
                document: document.as_bytes(),
                ..Create::default()
            };
            hub.apply(call, &Operation::Create(create)).await
        }
        Deed::Update { at, version, patch } => {
            let (target, patch) = (target(at, version), text(patch));
            let update = Update {
                target,
                patch: patch.as_bytes(),
                ..Update::default()
            };
            hub.apply(call, &Operation::Update(update)).await
        }
        Deed::Transition { at, version, name } => {
            let wanted = Transition {
                target: target(at, version),
                name,
                patch: b"",
            };
            hub.apply(call, &Operation::Transition(wanted)).await
        }
        Deed::Archive { at, version } => hub.archive(call, &target(at, version)).await,
        Deed::Restore { at, version } => hub.restore(call, &target(at, version)).await,
        Deed::Delete { at, version } => hub.delete(call, &target(at, version)).await,
        Deed::Revert { at, version, to } => {
            hub.revert(
                call,
                &Revert {
                    target: target(at, version),
                    to: *to,
                },
            )
            .await
        }
    }
}

fn found(answer: &std::result::Result<Done, Refusal>) -> Result {
    match answer {
        Ok(done) => Result::Done(done.changed),
        Err(Refusal::Invalid(_)) => Result::Invalid,
        Err(Refusal::Failed(failure)) => Result::Refused(failure.code().as_str()),
    }
}

fn object(text: &str) -> Map<String, Value> {
    serde_json::from_str(text).unwrap()
}

/// Holds what is stored of a record to what the model knows.
async fn compare(store: &dyn Store, at: &(usize, String), known: Option<&Known>) {
    let address = Address::new("", KINDS[at.0], &at.1);
    let stored = store.get(&address).await.unwrap();
    let versions = store.versions(&address, None, 10_000).await.unwrap();
    let Some(known) = known else {
        assert!(stored.is_none() && versions.is_empty(), "{at:?}");
        return;
    };
    let stored = stored.unwrap();
    assert_eq!(stored.version, known.version, "{at:?}");
    assert_eq!(stored.owner, known.owner, "{at:?}");
    assert_eq!(stored.state.as_deref(), known.state, "{at:?}");
    assert_eq!(stored.archived_at.is_some(), known.archived, "{at:?}");
    assert_eq!(object(&stored.document), known.document, "{at:?}");
    let versions = versions.iter().rev().map(|one| {
        let state = one.state.clone();
        (one.version, (state, object(&one.document)))
    });
    let history = known.history.iter().map(|(version, (state, document))| {
        (*version, (state.map(str::to_owned), document.clone()))
    });
    assert!(versions.eq(history), "{at:?}");
}

fn subjects(kernel: &Kernel) -> Vec<Subject> {
    let subject = |id: &&'static str| {
        let admin: &[&str] = if *id == "adm" { &["admin"] } else { &[] };
        let head = SubjectHead {
            id: Some(id),
            roles: admin,
            ..SubjectHead::default()
        };
        kernel.subject(&head).unwrap()
    };
    PEOPLE.iter().map(subject).collect()
}

async fn run(store: Arc<dyn Store>, operations: usize) -> (Model, BTreeMap<String, usize>) {
    let kernel = Kernel::compile(blueprint().to_string().as_bytes()).unwrap_or_else(|problems| {
        panic!("{:?}", problems.as_slice());
    });
    let hub = Hub::new(kernel, store, Arc::new(Counting::new(3)));
    let subjects = subjects(hub.kernel());
    let (mut model, mut chance) = (Model::default(), Chance(Seeded::new(11), 0));
    let mut outcomes = BTreeMap::new();
    for number in 0..operations {
        let (who, deed) = chance.deed(&model);
        let at = deed.at();
        let before = model.records.get(&at).map_or(0, |known| known.version);
        let key = format!("key-{number}");
        let now = 1_772_442_000_000_000 + i64::try_from(number).unwrap() * 1_000_000;
        let mut call = Call::new(&subjects[who], now);
        call.key = chance.0.percent(40).then_some(key.as_str());
        let answer = done(&hub, &call, &deed).await;
        let (expected, given) = (model.does(who, &deed), found(&answer));
        assert_eq!(given, expected, "{number}: {} {deed:?}", PEOPLE[who]);
        *outcomes.entry(format!("{given:?}")).or_insert(0) += 1;
        if call.key.is_some() && answer.is_ok() && chance.0.percent(50) {
            assert_eq!(done(&hub, &call, &deed).await, answer, "{number}: again");
        }
        if given == Result::Done(true) {
            let known = model.records.get(&at);
            let version = answer.unwrap().version;
            assert_eq!(version, before + i64::from(known.is_some()), "{number}");
            compare(hub.store(), &at, known).await;
        }
    }
    whole(&hub, &model, operations).await;
    (model, outcomes)
}

/// Everything at the end: records, announcements, account.
async fn whole(hub: &Hub, model: &Model, operations: usize) {
    const ALL: usize = 100_000;
    for kind in 0..KINDS.len() {
        for number in 0..RECORDS * (operations / TURN + 1) {
            let at = place(kind, number / RECORDS, number % RECORDS);
            compare(hub.store(), &at, model.records.get(&at)).await;
        }
    }
    let events = hub.store().events(None, 0, ALL).await.unwrap();
    assert_eq!(events.len(), model.changes, "one announcement each");
    let mut entries = 0;
    let mut refused = 0;
    let mut states: BTreeMap<String, i64> = BTreeMap::new();
    for (chain, ..) in hub.store().chains().await.unwrap() {
        for link in hub.store().links(chain, 0, ALL).await.unwrap() {
            match link.entry.outcome {
                Outcome::Refused => refused += 1,
                _ => entries += 1,
            }
        }
    }
    assert_eq!(
        (entries, refused),
        (model.changes, model.noted),
        "one entry each"
    );
    for stored in &events {
        let event = &stored.event;
        let data: Value = serde_json::from_str(&event.data).unwrap();
        let last = states
            .insert(event.address.to_string(), event.version)
            .unwrap_or(0);
        let (gone, new) = (
            event.name == "memo.deleted",
            event.name.ends_with(".created"),
        );
        let next = if new { 1 } else { last + i64::from(!gone) };
        assert_eq!(event.version, next, "{}", event.name);
        let told = ["doing", "done", "open"]
            .iter()
            .any(|state| event.name.ends_with(state));
        assert_eq!(data.get("transition").is_some(), told, "{}", event.name);
    }
    let verified = hub.verify(&[]).await.unwrap();
    assert!(verified.broken.is_empty(), "{verified:?}");
    assert_eq!(verified.links, u64::try_from(entries + refused).unwrap());
}

#[test]
fn random_people_and_a_plain_model_agree() {
    for adapter in Adapter::all() {
        let (name, kept) = (adapter.name(), adapter.fresh());
        let operations = operations(&adapter);
        let (model, outcomes) = pollster::block_on(run(kept.store(), operations));
        println!("hub: {operations} operations on {name}: {outcomes:?}");
        assert!(model.changes > operations / 6, "{} changes", model.changes);
        assert!(outcomes.len() >= 9, "{outcomes:?}");
        let rarest = outcomes.values().min();
        assert!(rarest > Some(&(operations / 600)), "{outcomes:?}");
    }
}
