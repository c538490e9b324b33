//! Answers of the hub as JSON, in the words that stories use.

use profilekit::error::{Failure, Param};
use profilekit::hub::{Done, Listed, Refusal, Seen, UnseenNews};
use profilekit::json::Difference;
use profilekit::metrics::Dashboard;
use profilekit::privacy::{Link, Outcome};
use profilekit::schedule::Stretch;
use profilekit::store::{Access, Count, Event, PastVersion, Section};
use profilekit::time::write_instant;
use serde_json::{Value, json};

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn relations(relations: &[(String, Vec<String>)]) -> Value {
    let named = relations.iter();
    Value::Object(
        named
            .map(|(name, ids)| (name.clone(), json!(ids)))
            .collect(),
    )
}

pub(crate) fn done(done: &Done) -> Value {
    json!({
        "record": done.address.id, "kind": done.address.kind, "tenant": done.address.tenant,
        "version": done.version, "state": done.state, "draft": done.draft,
        "archived": done.archived, "gone": done.gone, "changed": done.changed
    })
}

pub(crate) fn seen(seen: &Seen) -> Value {
    let hidden = seen.hidden.as_ref().map(|all| {
        let all = all.iter();
        all.map(|one| {
            let audience = one.audience.map(profilekit::blueprint::Audience::word);
            json!({ "path": one.path, "audience": audience, "rule": one.rule })
        })
        .collect::<Vec<_>>()
    });
    json!({
        "record": seen.address.id, "kind": seen.address.kind, "tenant": seen.address.tenant,
        "owner": seen.owner, "state": seen.state, "version": seen.version,
        "createdAt": write_instant(seen.created_at), "updatedAt": write_instant(seen.updated_at),
        "archivedAt": seen.archived_at.map(write_instant), "draft": seen.draft,
        "relations": relations(&seen.relations), "document": parsed(&seen.document),
        "hidden": hidden, "tags": seen.tags, "shared": seen.shared
    })
}

pub(crate) fn listed(listed: &Listed) -> Value {
    let records = listed.records.iter().map(seen);
    json!({
        "records": records.collect::<Vec<_>>(), "more": listed.cursor.is_some(),
        "complete": listed.complete
    })
}

pub(crate) fn unseen(unseen: &UnseenNews) -> Value {
    let groups = unseen.groups.iter();
    let groups = groups.map(|one| {
        let last = json!({ "name": one.last.name, "record": one.last.address.id });
        json!({ "of": one.of, "count": one.count, "last": last })
    });
    json!({ "groups": groups.collect::<Vec<_>>(), "complete": unseen.complete })
}

pub(crate) fn slots(slots: &[Stretch]) -> Value {
    let slots = slots.iter();
    let slots = slots.map(
        |slot| json!({ "from": write_instant(slot.from), "until": write_instant(slot.until) }),
    );
    json!({ "slots": slots.collect::<Vec<_>>() })
}

pub(crate) fn count(count: Count) -> Value {
    json!({ "found": count.found, "complete": count.complete })
}

pub(crate) fn versions(versions: &[PastVersion]) -> Value {
    let versions = versions.iter().map(|one| {
        json!({
            "version": one.version, "at": write_instant(one.at), "actor": one.actor,
            "action": one.action, "fields": one.fields, "state": one.state,
            "document": parsed(&one.document)
        })
    });
    json!({ "versions": versions.collect::<Vec<_>>() })
}

pub(crate) fn differences(found: &[Difference]) -> Value {
    let value = |text: &Option<String>| text.as_deref().map(parsed);
    let found = found.iter();
    let found = found.map(
        |one| json!({ "path": one.path, "before": value(&one.before), "after": value(&one.after) }),
    );
    json!({ "differences": found.collect::<Vec<_>>() })
}

pub(crate) fn links(links: &[Link]) -> Value {
    let entries = links.iter().map(|link| {
        let (entry, detail) = (&link.entry, link.detail.as_ref());
        json!({
            "action": entry.action, "record": entry.record, "tenant": entry.tenant,
            "version": entry.version, "refused": entry.outcome == Outcome::Refused,
            "rule": entry.rule, "reason": entry.reason, "fields": entry.fields,
            "request": entry.request, "at": write_instant(entry.at),
            "actor": detail.map(|detail| &detail.actor),
            "behalf": detail.map(|detail| &detail.behalf)
        })
    });
    json!({ "entries": entries.collect::<Vec<_>>() })
}

pub(crate) fn accesses(accesses: &[Access]) -> Value {
    let reads = accesses.iter().map(|one| {
        json!({
            "record": one.address.id, "kind": one.address.kind, "viewer": one.viewer,
            "behalf": one.behalf, "fields": one.fields, "why": one.why,
            "request": one.request, "at": write_instant(one.at)
        })
    });
    json!({ "reads": reads.collect::<Vec<_>>() })
}

pub(crate) fn events<'e>(events: impl Iterator<Item = &'e Event>) -> Value {
    let events = events.map(|event| {
        json!({
            "name": event.name, "record": event.address.id, "tenant": event.address.tenant,
            "version": event.version, "at": write_instant(event.at), "data": parsed(&event.data)
        })
    });
    json!({ "events": events.collect::<Vec<_>>() })
}

pub(crate) fn sections(sections: &[Section]) -> Value {
    let named = sections.iter();
    let named = named.map(|section| (section.name.clone(), parsed(&section.body)));
    json!({ "sections": Value::Object(named.collect()) })
}

/// A refusal: `{ "refused": code, "params": {…} }`, or `{ "violations": […] }`.
pub(crate) fn refusal(refusal: &Refusal) -> Value {
    match refusal {
        Refusal::Failed(failure) => {
            json!({ "refused": failure.code().as_str(), "params": params(failure) })
        }
        Refusal::Invalid(violations) => {
            let all = violations.iter();
            let all = all.map(|one| json!({ "path": one.path, "code": one.code() }));
            json!({ "violations": all.collect::<Vec<_>>() })
        }
    }
}

fn params(failure: &Failure) -> Value {
    let params = failure.params().iter().map(|(name, value)| {
        let value = match value {
            Param::Int(value) => json!(value),
            Param::Text(value) => json!(value),
        };
        ((*name).to_owned(), value)
    });
    Value::Object(params.collect())
}

/// The cards by their names.
pub(crate) fn dashboard(dashboard: &Dashboard) -> Value {
    let cards = dashboard.cards.iter();
    let cards = cards.map(|card| (card.answer.id.to_string(), parsed(&card.to_json())));
    json!({
        "persona": dashboard.persona, "now": write_instant(dashboard.now),
        "zone": dashboard.zone, "cards": cards.collect::<serde_json::Map<_, _>>(),
        "bad": dashboard.bad.len()
    })
}
