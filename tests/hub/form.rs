//! The form of a story; `tests/fixtures/hub/README.md` describes it.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

/// One file.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Story {
    pub(crate) description: String,
    /// Rows of the systems' needs that it serves.
    #[serde(default)]
    pub(crate) rows: Vec<String>,
    /// The name of a shipped blueprint, or a blueprint.
    pub(crate) blueprint: Value,
    #[serde(default)]
    pub(crate) settings: Settings,
    pub(crate) start: String,
    pub(crate) people: BTreeMap<String, Somebody>,
    /// Read one by one, so that a step that cannot be read is named.
    pub(crate) steps: Vec<Value>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Settings {
    pub(crate) page: Option<usize>,
    pub(crate) count: Option<usize>,
    pub(crate) bulk: Option<usize>,
    pub(crate) unwritten: Option<usize>,
    pub(crate) note_refusals: Option<bool>,
}

/// Who asks.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Somebody {
    /// Nobody is signed in without one.
    pub(crate) id: Option<String>,
    #[serde(default)]
    pub(crate) roles: Vec<String>,
    pub(crate) tenant: Option<String>,
    pub(crate) persona: Option<String>,
    pub(crate) attributes: Option<Value>,
    /// The product itself.
    #[serde(default)]
    pub(crate) system: bool,
    /// Roles and persona are those that the hub knows, at every step anew.
    #[serde(default)]
    pub(crate) member: bool,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Step {
    pub(crate) reason: String,
    pub(crate) by: Option<String>,
    /// Somebody else who really acts.
    pub(crate) acting: Option<String>,
    /// An instant, or `+PT5M` from the step before.
    pub(crate) at: Option<String>,
    pub(crate) request: Option<String>,
    /// The idempotency key.
    pub(crate) key: Option<String>,
    pub(crate) context: Option<Value>,
    #[serde(rename = "do")]
    pub(crate) act: Act,
    /// A name for what came of it.
    #[serde(rename = "as")]
    pub(crate) name: Option<String>,
    pub(crate) gives: Option<Value>,
    pub(crate) refused: Option<String>,
    /// Parameters of the refusal.
    pub(crate) params: Option<Map<String, Value>>,
    pub(crate) violations: Option<Vec<Wrong>>,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Wrong {
    pub(crate) path: String,
    pub(crate) code: String,
}

/// A record: `"$name"` of an earlier step, or its address.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Which {
    Named(String),
    At(Place),
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Place {
    pub(crate) kind: String,
    pub(crate) id: String,
    pub(crate) tenant: Option<String>,
}

/// What a step does.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Act {
    Create(Create),
    GetOrCreate(Create),
    Get(One),
    List(List),
    Count(List),
    Update(Update),
    Transition(Transition),
    Archive(One),
    Restore(One),
    Delete(One),
    History(Page),
    Diff(Diff),
    Revert(Revert),
    Bulk(Bulk),
    Choose(Audiences),
    Force(Audiences),
    Grant(Role),
    Revoke(Role),
    SwitchPersona(Persona),
    WhoAmI(Nothing),
    Preview(Preview),
    Account(Page),
    WhoSawMe(Reads),
    Checkpoint(Nothing),
    Verify(Nothing),
    Events(Events),
    Sections(One),
    Traces(Traces),
    Free(Free),
    Dashboard(Board),
    MarkSeen(Seen),
    Unseen(Unseen),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Nothing {}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Create {
    pub(crate) kind: String,
    pub(crate) id: Option<String>,
    pub(crate) tenant: Option<String>,
    pub(crate) owner: Option<String>,
    #[serde(default)]
    pub(crate) relations: Map<String, Value>,
    #[serde(default)]
    pub(crate) document: Option<Value>,
    #[serde(default)]
    pub(crate) draft: bool,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct One {
    pub(crate) record: Which,
    pub(crate) version: Option<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Update {
    pub(crate) record: Which,
    pub(crate) version: Option<i64>,
    pub(crate) patch: Option<Value>,
    #[serde(default)]
    pub(crate) finish: bool,
    #[serde(default)]
    pub(crate) relations: Map<String, Value>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Transition {
    pub(crate) record: Which,
    pub(crate) version: Option<i64>,
    pub(crate) name: String,
    pub(crate) patch: Option<Value>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Revert {
    pub(crate) record: Which,
    pub(crate) version: Option<i64>,
    pub(crate) to: i64,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Audiences {
    pub(crate) record: Which,
    pub(crate) version: Option<i64>,
    pub(crate) audiences: Value,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Page {
    pub(crate) record: Which,
    pub(crate) before: Option<i64>,
    pub(crate) limit: Option<usize>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Diff {
    pub(crate) record: Which,
    pub(crate) from: i64,
    pub(crate) to: i64,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Preview {
    pub(crate) record: Which,
    /// `public`, `platform`, `owner` or `role:NAME`.
    pub(crate) viewer: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct List {
    pub(crate) kind: String,
    pub(crate) tenant: Option<String>,
    pub(crate) owner: Option<String>,
    pub(crate) state: Option<String>,
    pub(crate) related: Option<Related>,
    pub(crate) updated_since: Option<String>,
    /// `only` or `with`.
    pub(crate) archived: Option<String>,
    #[serde(default)]
    pub(crate) newest_first: bool,
    pub(crate) limit: Option<usize>,
    /// `"$name"` of the page before.
    pub(crate) after: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Related {
    pub(crate) name: String,
    pub(crate) id: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Bulk {
    /// `allOrNothing` or `bestEffort`.
    pub(crate) together: String,
    pub(crate) operations: Vec<Act>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Role {
    pub(crate) person: String,
    #[serde(default)]
    pub(crate) tenant: String,
    pub(crate) role: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Persona {
    /// `null` for none.
    pub(crate) persona: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Reads {
    pub(crate) limit: Option<usize>,
}

/// What was announced since the step before that asked for it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Events {
    pub(crate) tenant: Option<String>,
}

/// Everything so far, or what is related to a record.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Seen {
    pub(crate) record: Option<Which>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Unseen {
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) what: String,
    pub(crate) by: Option<String>,
    #[serde(default)]
    pub(crate) limit: usize,
}

/// Where a text stands in what is stored of a record.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Traces {
    pub(crate) record: Which,
    pub(crate) text: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Free {
    pub(crate) schedule: Which,
    pub(crate) kind: String,
    pub(crate) per: String,
    pub(crate) from: String,
    pub(crate) until: String,
    pub(crate) minutes: u32,
    #[serde(default)]
    pub(crate) every: u32,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Board {
    /// An IANA name.
    pub(crate) zone: String,
    /// Facts that are no records, by the names of their tables.
    #[serde(default)]
    pub(crate) facts: BTreeMap<String, Vec<Value>>,
}
