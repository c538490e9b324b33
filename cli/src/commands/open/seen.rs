//! A record and its versions as machines read them.

use profilekit::hub::Seen;
use profilekit::json::Difference;
use profilekit::kernel::Hidden;
use profilekit::store::PastVersion;
use serde::Serialize;
use serde_json::value::RawValue;

use super::{instant, raw};

/// A record.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RecordLine<'s> {
    kind: &'s str,
    id: &'s str,
    #[serde(skip_serializing_if = "str::is_empty")]
    tenant: &'s str,
    owner: Option<&'s str>,
    state: Option<&'s str>,
    version: i64,
    created_at: String,
    updated_at: String,
    archived_at: Option<String>,
    draft: bool,
    relations: serde_json::Map<String, serde_json::Value>,
    document: Box<RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hidden: Option<Vec<HiddenLine<'s>>>,
}

/// A field that is hidden.
#[derive(Debug, Serialize)]
struct HiddenLine<'s> {
    path: &'s str,
    audience: Option<&'static str>,
    rule: &'static str,
}

impl<'s> RecordLine<'s> {
    pub(super) fn of(seen: &'s Seen) -> Self {
        let relations = seen.relations.iter();
        let hidden = seen.hidden.as_ref();
        Self {
            kind: &seen.address.kind,
            id: &seen.address.id,
            tenant: &seen.address.tenant,
            owner: seen.owner.as_deref(),
            state: seen.state.as_deref(),
            version: seen.version,
            created_at: instant(seen.created_at),
            updated_at: instant(seen.updated_at),
            archived_at: seen.archived_at.map(instant),
            draft: seen.draft,
            relations: relations
                .map(|(name, ids)| (name.clone(), ids.clone().into()))
                .collect(),
            document: raw(&seen.document),
            hidden: hidden.map(|hidden| hidden.iter().map(HiddenLine::of).collect()),
        }
    }
}

impl<'s> HiddenLine<'s> {
    fn of(hidden: &'s Hidden) -> Self {
        Self {
            path: &hidden.path,
            audience: hidden.audience.map(|audience| audience.word()),
            rule: hidden.rule,
        }
    }
}

/// A version.
#[derive(Debug, Serialize)]
pub(super) struct VersionLine<'v> {
    version: i64,
    at: String,
    actor: &'v str,
    action: &'v str,
    fields: &'v [String],
    state: Option<&'v str>,
    document: Box<RawValue>,
}

impl<'v> VersionLine<'v> {
    pub(super) fn of(past: &'v PastVersion) -> Self {
        Self {
            version: past.version,
            at: instant(past.at),
            actor: &past.actor,
            action: &past.action,
            fields: &past.fields,
            state: past.state.as_deref(),
            document: raw(&past.document),
        }
    }
}

/// A difference.
#[derive(Debug, Serialize)]
pub(super) struct DifferenceLine<'d> {
    path: &'d str,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<Box<RawValue>>,
}

impl<'d> DifferenceLine<'d> {
    pub(super) fn of(difference: &'d Difference) -> Self {
        Self {
            path: &difference.path,
            before: difference.before.as_deref().map(raw),
            after: difference.after.as_deref().map(raw),
        }
    }
}
