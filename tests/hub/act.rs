//! What a step does, done to a hub.

use profilekit::hub::{
    Call, Choose, Create, FreeSlots, List, Look, Operation, Person, Refusal, Revert, Target,
    Together, Transition, Unseen, Update,
};
use profilekit::kernel::{Supplied, ViewAs};
use profilekit::metrics::{Calendar, Facts, Weekday, Zone};
use profilekit::schedule::Stretch;
use profilekit::store::{Address, Archived, Condition};
use profilekit::time::parse_instant;
use serde_json::{Value, json};

use crate::answer;
use crate::form::{self, Act};
use crate::world::{Named, World};

/// What came of a step: an answer and what it names, or a refusal.
pub(crate) type Outcome = Result<(Value, Option<Named>), Refusal>;

/// An operation as a story has it, with every name replaced.
enum Owned {
    Create(OwnedCreate),
    Update(form::Place, Option<i64>, String, bool, Relations),
    Transition(form::Place, Option<i64>, String, String),
    Archive(form::Place, Option<i64>),
    Restore(form::Place, Option<i64>),
    Delete(form::Place, Option<i64>),
    Revert(form::Place, Option<i64>, i64),
    Choose(form::Place, Option<i64>, String),
    Force(form::Place, Option<i64>, String),
}

type Relations = Vec<(String, Vec<String>)>;

struct OwnedCreate {
    kind: String,
    id: Option<String>,
    tenant: Option<String>,
    owner: Option<String>,
    relations: Relations,
    document: String,
    draft: bool,
}

fn borrowed(relations: &Relations) -> Vec<(&str, Vec<&str>)> {
    let named = relations.iter();
    named
        .map(|(name, ids)| (name.as_str(), ids.iter().map(String::as_str).collect()))
        .collect()
}

fn target(place: &form::Place, version: Option<i64>) -> Target<'_> {
    Target {
        kind: &place.kind,
        id: &place.id,
        tenant: place.tenant.as_deref(),
        version,
    }
}

impl OwnedCreate {
    fn of(world: &World, create: &form::Create) -> Result<Self, String> {
        let id = create.id.as_deref().map(|id| world.resolve(id));
        let document = match &create.document {
            Some(document) => world.resolve_all(document)?.to_string(),
            None => "{}".to_owned(),
        };
        Ok(Self {
            kind: create.kind.clone(),
            id: id.transpose()?,
            tenant: create.tenant.clone(),
            owner: create.owner.clone(),
            relations: world.relations(&create.relations)?,
            document,
            draft: create.draft,
        })
    }

    fn lend(&self) -> Create<'_> {
        Create {
            kind: &self.kind,
            id: self.id.as_deref(),
            tenant: self.tenant.as_deref(),
            owner: self.owner.as_deref(),
            relations: borrowed(&self.relations),
            document: self.document.as_bytes(),
            draft: self.draft,
        }
    }
}

impl Owned {
    /// The operation, where the act is one.
    fn of(world: &World, act: &Act) -> Result<Option<Self>, String> {
        let patch = |patch: &Option<Value>| match patch {
            Some(patch) => Ok::<_, String>(world.resolve_all(patch)?.to_string()),
            None => Ok(String::new()),
        };
        let place = |which: &form::Which| world.place(which);
        Ok(Some(match act {
            Act::Create(create) => Self::Create(OwnedCreate::of(world, create)?),
            Act::Update(update) => Self::Update(
                place(&update.record)?,
                update.version,
                patch(&update.patch)?,
                update.finish,
                world.relations(&update.relations)?,
            ),
            Act::Transition(wanted) => Self::Transition(
                place(&wanted.record)?,
                wanted.version,
                wanted.name.clone(),
                patch(&wanted.patch)?,
            ),
            Act::Archive(one) => Self::Archive(place(&one.record)?, one.version),
            Act::Restore(one) => Self::Restore(place(&one.record)?, one.version),
            Act::Delete(one) => Self::Delete(place(&one.record)?, one.version),
            Act::Revert(one) => Self::Revert(place(&one.record)?, one.version, one.to),
            Act::Choose(one) => {
                Self::Choose(place(&one.record)?, one.version, one.audiences.to_string())
            }
            Act::Force(one) => {
                Self::Force(place(&one.record)?, one.version, one.audiences.to_string())
            }
            _ => return Ok(None),
        }))
    }

    fn lend(&self) -> Operation<'_> {
        match self {
            Self::Create(create) => Operation::Create(create.lend()),
            Self::Update(place, version, patch, finish, relations) => Operation::Update(Update {
                target: target(place, *version),
                patch: patch.as_bytes(),
                finish: *finish,
                relations: borrowed(relations),
            }),
            Self::Transition(place, version, name, patch) => Operation::Transition(Transition {
                target: target(place, *version),
                name,
                patch: patch.as_bytes(),
            }),
            Self::Archive(place, version) => Operation::Archive(target(place, *version)),
            Self::Restore(place, version) => Operation::Restore(target(place, *version)),
            Self::Delete(place, version) => Operation::Delete(target(place, *version)),
            Self::Revert(place, version, to) => Operation::Revert(Revert {
                target: target(place, *version),
                to: *to,
            }),
            Self::Choose(place, version, audiences) => {
                Operation::Choose(chosen(place, *version, audiences))
            }
            Self::Force(place, version, audiences) => {
                Operation::Force(chosen(place, *version, audiences))
            }
        }
    }
}

fn chosen<'a>(place: &'a form::Place, version: Option<i64>, audiences: &'a str) -> Choose<'a> {
    Choose {
        target: target(place, version),
        audiences: audiences.as_bytes(),
    }
}

/// Does what a step says. The outer error is a fault of the story.
pub(crate) async fn run(world: &mut World, call: &Call<'_>, act: &Act) -> Result<Outcome, String> {
    if let Some(operation) = Owned::of(world, act)? {
        let done = world.hub.apply(call, &operation.lend()).await;
        return Ok(done.map(|done| {
            let named = Named::Record(done.address.clone());
            (answer::done(&done), Some(named))
        }));
    }
    match act {
        Act::List(list) | Act::Count(list) => {
            let counts = matches!(act, Act::Count(_));
            listing(world, call, list, counts).await
        }
        Act::Bulk(bulk) => together(world, call, bulk).await,
        Act::Grant(role) | Act::Revoke(role) => {
            let person = Person {
                id: &role.person,
                tenant: &role.tenant,
            };
            let changed = if matches!(act, Act::Grant(_)) {
                world.hub.grant(call, &person, &role.role).await
            } else {
                world.hub.revoke(call, &person, &role.role).await
            };
            Ok(changed.map(|changed| (json!({ "changed": changed }), None)))
        }
        Act::Events(events) => announced(world, events).await,
        Act::Traces(traces) => traced(world, traces).await,
        other => read(world, call, other).await,
    }
}

async fn read(world: &World, call: &Call<'_>, act: &Act) -> Result<Outcome, String> {
    let hub = &world.hub;
    const ALL: usize = 100;
    let answer = match act {
        Act::GetOrCreate(create) => {
            let create = OwnedCreate::of(world, create)?;
            let found = hub.get_or_create(call, &create.lend()).await;
            return Ok(found.map(|(done, made)| {
                let mut answer = answer::done(&done);
                answer["made"] = json!(made);
                (answer, Some(Named::Record(done.address)))
            }));
        }
        Act::Get(one) => {
            let place = world.place(&one.record)?;
            let seen = hub.get(call, &target(&place, one.version)).await;
            seen.map(|seen| answer::seen(&seen))
        }
        Act::History(page) => {
            let (place, limit) = (world.place(&page.record)?, page.limit.unwrap_or(ALL));
            let target = target(&place, None);
            let versions = hub.history(call, &target, page.before, limit).await;
            versions.map(|all| answer::versions(&all))
        }
        Act::Diff(diff) => {
            let place = world.place(&diff.record)?;
            let target = target(&place, None);
            let found = hub.diff(call, &target, diff.from, diff.to).await;
            found.map(|found| answer::differences(&found))
        }
        Act::Preview(preview) => {
            let place = world.place(&preview.record)?;
            let viewer = ViewAs::parse(&preview.viewer).ok_or("there is no such viewer")?;
            let seen = hub.preview(call, &target(&place, None), viewer).await;
            seen.map(|seen| answer::seen(&seen))
        }
        Act::Account(page) => {
            let (place, limit) = (world.place(&page.record)?, page.limit.unwrap_or(ALL));
            let target = target(&place, None);
            let links = hub.account_of(call, &target, None, limit).await;
            links.map(|links| answer::links(&links))
        }
        Act::WhoSawMe(reads) => {
            let limit = reads.limit.unwrap_or(ALL);
            let accesses = hub.who_saw_me(call, None, limit).await;
            accesses.map(|all| answer::accesses(&all))
        }
        Act::SwitchPersona(wanted) => {
            let changed = hub.switch_persona(call, wanted.persona.as_deref()).await;
            changed.map(|changed| json!({ "changed": changed }))
        }
        Act::WhoAmI(_) => Ok(who(world, call)),
        Act::Checkpoint(_) => {
            let noted = hub.checkpoint(call.now).await;
            noted.map(|noted| json!({ "chains": noted.len() }))
        }
        Act::Verify(_) => hub.verify(&[]).await.map(|found| {
            json!({
                "links": found.links, "erased": found.erased,
                "checkpoints": found.checkpoints, "whole": found.broken.is_empty()
            })
        }),
        Act::Sections(one) => {
            let place = world.place(&one.record)?;
            let sections = hub.store().sections(&address(&place)).await;
            sections
                .map(|all| answer::sections(&all))
                .map_err(Refusal::from)
        }
        Act::Free(asked) => free(world, call, asked).await?,
        Act::Dashboard(asked) => dashboard(world, call, asked).await?,
        Act::MarkSeen(seen) => mark_seen(world, call, seen).await?,
        Act::Unseen(asked) => {
            let wanted = Unseen {
                kind: &asked.kind,
                what: &asked.what,
                by: asked.by.as_deref(),
                limit: asked.limit,
            };
            let unseen = hub.unseen(call, &wanted).await;
            unseen.map(|unseen| answer::unseen(&unseen))
        }
        _ => return Err("this cannot be done here".to_owned()),
    };
    Ok(answer.map(|answer| (answer, None)))
}

/// Marks everything that has happened as seen, to one record where one is named.
async fn mark_seen(
    world: &World,
    call: &Call<'_>,
    seen: &form::Seen,
) -> Result<Result<Value, Refusal>, String> {
    let place = seen.record.as_ref().map(|record| world.place(record));
    let place = place.transpose()?;
    let about = place.as_ref().map(|place| target(place, None));
    let events = world.hub.store().events(None, 0, 1000).await;
    let events = events.map_err(|error| error.to_string())?;
    let last = events.last().map_or(0, |last| last.sequence);
    let marked = world.hub.mark_seen(call, about.as_ref(), last).await;
    Ok(marked.map(|()| json!({})))
}

async fn free(
    world: &World,
    call: &Call<'_>,
    asked: &form::Free,
) -> Result<Result<Value, Refusal>, String> {
    let instant = |text: &str| parse_instant(text).ok_or(format!("`{text}` is no instant"));
    let place = world.place(&asked.schedule)?;
    let wanted = FreeSlots {
        schedule: target(&place, None),
        kind: &asked.kind,
        per: &asked.per,
        within: Stretch {
            from: instant(&asked.from)?,
            until: instant(&asked.until)?,
        },
        minutes: asked.minutes,
        every: asked.every,
    };
    let slots = world.hub.free_slots(call, &wanted, &Zone::named).await;
    Ok(slots.map(|slots| answer::slots(&slots)))
}

async fn dashboard(
    world: &World,
    call: &Call<'_>,
    asked: &form::Board,
) -> Result<Result<Value, Refusal>, String> {
    let failed = |failure: profilekit::error::Failure| failure.to_string();
    let mut given = Vec::new();
    for (name, rows) in &asked.facts {
        let table = world.hub.kernel().fact_table(name).map_err(failed)?;
        let lines: Vec<String> = rows.iter().map(Value::to_string).collect();
        let loaded = Facts::from_ndjson(&table.shape, lines.join("\n").as_bytes());
        given.push(Supplied::facts(name, loaded.map_err(failed)?.facts));
    }
    let calendar = Calendar {
        zone: Zone::named(&asked.zone).map_err(failed)?,
        week_start: Weekday::Monday,
    };
    let look = Look {
        given: &given,
        ..Look::by(calendar)
    };
    let found = world.hub.dashboard(call, &look).await;
    Ok(found.map(|found| answer::dashboard(&found)))
}

fn address(place: &form::Place) -> Address {
    let tenant = place.tenant.as_deref().unwrap_or_default();
    Address::new(tenant, &place.kind, &place.id)
}

fn who(world: &World, call: &Call<'_>) -> Value {
    let model = world.hub.kernel().model();
    let roles = call.subject.roles();
    let names = roles
        .iter()
        .filter_map(|role| model.roles.get(role.index()));
    let mut names: Vec<String> = names.map(|role| role.name.to_string()).collect();
    names.sort_unstable();
    let persona = call.subject.persona();
    let persona = persona.and_then(|id| model.personas.get(id.index()));
    let persona = persona.map(|persona| persona.name.to_string());
    json!({ "roles": names, "persona": persona })
}

async fn listing(
    world: &World,
    call: &Call<'_>,
    list: &form::List,
    counts: bool,
) -> Result<Outcome, String> {
    let cursor = match &list.after {
        None => None,
        Some(name) => match world.named.get(name.trim_start_matches('$')) {
            Some(Named::Cursor(Some(cursor))) => Some(cursor.clone()),
            _ => return Err(format!("no page that goes on is called `{name}`")),
        },
    };
    let archived = match list.archived.as_deref() {
        None => Archived::Without,
        Some("only") => Archived::Only,
        Some("with") => Archived::With,
        Some(other) => return Err(format!("`archived` is `only` or `with`, not `{other}`")),
    };
    let wanted = List {
        kind: &list.kind,
        tenant: list.tenant.as_deref(),
        conditions: conditions(world, list)?,
        archived,
        newest_first: list.newest_first,
        limit: list.limit.unwrap_or(0),
        cursor: cursor.as_deref(),
    };
    if counts {
        let count = world.hub.count(call, &wanted).await;
        return Ok(count.map(|count| (answer::count(count), None)));
    }
    let listed = world.hub.list(call, &wanted).await;
    Ok(listed.map(|listed| {
        let answer = answer::listed(&listed);
        (answer, Some(Named::Cursor(listed.cursor)))
    }))
}

fn conditions(world: &World, list: &form::List) -> Result<Vec<Condition>, String> {
    let mut conditions = Vec::new();
    conditions.extend(list.owner.clone().map(Condition::Owner));
    conditions.extend(list.state.clone().map(Condition::State));
    if let Some(related) = &list.related {
        let id = world.resolve(&related.id)?;
        conditions.push(Condition::Related(related.name.clone(), id));
    }
    if let Some(since) = &list.updated_since {
        let since = parse_instant(since).ok_or("`updatedSince` is no instant")?;
        conditions.push(Condition::UpdatedSince(since));
    }
    Ok(conditions)
}

async fn together(world: &World, call: &Call<'_>, bulk: &form::Bulk) -> Result<Outcome, String> {
    let together = match bulk.together.as_str() {
        "allOrNothing" => Together::AllOrNothing,
        "bestEffort" => Together::BestEffort,
        other => return Err(format!("`together` cannot be `{other}`")),
    };
    let mut owned = Vec::new();
    for act in &bulk.operations {
        let operation = Owned::of(world, act)?;
        owned.push(operation.ok_or("only operations are done together")?);
    }
    let operations: Vec<Operation<'_>> = owned.iter().map(Owned::lend).collect();
    let outcomes = world.hub.bulk(call, &operations, together).await;
    Ok(outcomes.map(|outcomes| {
        let outcomes = outcomes.iter().map(|outcome| match outcome {
            Ok(done) => answer::done(done),
            Err(refusal) => answer::refusal(refusal),
        });
        (json!({ "outcomes": outcomes.collect::<Vec<_>>() }), None)
    }))
}

async fn announced(world: &mut World, events: &form::Events) -> Result<Outcome, String> {
    const ALL: usize = 1000;
    let tenant = events.tenant.as_deref();
    let found = world.hub.store().events(tenant, world.told, ALL).await;
    let found = found.map_err(|error| error.to_string())?;
    world.told = found.last().map_or(world.told, |last| last.sequence);
    let answer = answer::events(found.iter().map(|stored| &stored.event));
    Ok(Ok((answer, None)))
}

/// Where a text stands in what is stored of a record.
async fn traced(world: &World, traces: &form::Traces) -> Result<Outcome, String> {
    const ALL: usize = 1000;
    let address = address(&world.place(&traces.record)?);
    let (store, text) = (world.hub.store(), traces.text.as_str());
    let mut places = Vec::new();
    let mut look = |place: &str, shown: String| {
        if shown.contains(text) {
            places.push(place.to_owned());
        }
    };
    let broken = |error: profilekit::store::StoreError| error.to_string();
    look(
        "record",
        format!("{:?}", store.get(&address).await.map_err(broken)?),
    );
    let versions = store.versions(&address, None, ALL).await.map_err(broken)?;
    look("versions", format!("{versions:?}"));
    look(
        "sections",
        format!("{:?}", store.sections(&address).await.map_err(broken)?),
    );
    let events = store.events(None, 0, ALL).await.map_err(broken)?;
    look("events", format!("{events:?}"));
    let chains = store.chains().await.map_err(broken)?;
    for (chain, ..) in chains {
        let links = store.links(chain, 0, ALL).await.map_err(broken)?;
        look("account", format!("{links:?}"));
    }
    Ok(Ok((json!({ "places": places }), None)))
}
