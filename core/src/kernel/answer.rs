//! Decisions as people and programs read them.

use crate::access::{Decision, Explained};
use crate::error::Failure;
use crate::id::{ActionId, FieldSet};
use crate::json::{push_string, quoted};

use super::runtime::Runtime;
use crate::blueprint::{Kind, Verb};

/// A decision with its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer<'k> {
    /// Whether it is allowed.
    pub allowed: bool,
    /// The policy or transition that decided.
    pub rule: Option<&'k str>,
    /// The stable word for the reason.
    pub reason: &'static str,
    /// The reason in a sentence.
    pub message: &'static str,
    /// For writes: pointers of the fields that may be written, where not all may.
    pub fields: Option<Vec<&'k str>>,
    /// What the caller must do when it acts on this.
    pub obligations: &'k [Box<str>],
}

impl Answer<'_> {
    /// Adds `"reason":…,"rule":…,"message":…` and, where there are some, `fields` and
    /// `obligations`.
    pub(super) fn push_members(&self, out: &mut String) {
        out.push_str("\"reason\":");
        push_string(out, self.reason);
        out.push_str(",\"rule\":");
        out.push_str(&self.rule.map_or("null".to_owned(), quoted));
        out.push_str(",\"message\":");
        push_string(out, self.message);
        if let Some(fields) = &self.fields {
            push_list(out, "fields", fields.iter().copied());
        }
        if !self.obligations.is_empty() {
            push_list(
                out,
                "obligations",
                self.obligations.iter().map(AsRef::as_ref),
            );
        }
    }

    /// `{"allowed":…,"reason":…,"rule":…,"message":…}`.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut out = format!("{{\"allowed\":{},", self.allowed);
        self.push_members(&mut out);
        out.push('}');
        out
    }
}

fn push_list<'s>(out: &mut String, name: &str, items: impl Iterator<Item = &'s str>) {
    let items: Vec<String> = items.map(quoted).collect();
    out.push_str(&format!(",\"{name}\":[{}]", items.join(",")));
}

impl Runtime {
    /// A decision with its names.
    #[must_use]
    pub fn answer(&self, decision: &Decision) -> Answer<'_> {
        let rule = decision.rule.and_then(|rule| self.access().rule(rule));
        let obligations = rule.filter(|_| decision.allowed);
        Answer {
            allowed: decision.allowed,
            rule: rule.map(|rule| &*rule.name),
            reason: decision.reason.word(),
            message: decision.reason.sentence(),
            fields: None,
            obligations: obligations.map_or(&[], |rule| &rule.obligations),
        }
    }

    /// The topmost fields of a set; `None` when it is all of them.
    pub(super) fn topmost<'k>(kind: &'k Kind, set: &FieldSet) -> Option<Vec<&'k str>> {
        let mut listed = Vec::new();
        let mut covered = 0;
        for field in &kind.fields {
            if field.id.index() < covered {
                continue;
            }
            let end = usize::from(field.end);
            let below = kind.fields.get(field.id.index()..end).unwrap_or_default();
            if below.iter().all(|field| set.contains(field.id)) {
                listed.push(&*field.pointer);
                covered = end;
            }
        }
        let all = kind.fields.iter().all(|field| set.contains(field.id));
        (!all).then_some(listed)
    }

    /// Whether an action writes fields.
    #[must_use]
    pub fn writes(&self, action: ActionId) -> bool {
        let action = self.model().actions.get(action.index());
        action.is_some_and(|action| matches!(action.verb, Verb::Create | Verb::Update))
    }

    /// What `explain` found, as JSON.
    #[must_use]
    pub fn explained_json(&self, explained: &[Explained]) -> String {
        let rules: Vec<String> = explained.iter().map(|one| self.rule_json(one)).collect();
        format!("[{}]", rules.join(","))
    }

    fn rule_json(&self, explained: &Explained) -> String {
        let info = self.access().rule(explained.rule);
        let (name, at) = info.map_or(("", ""), |info| (&*info.name, &*info.at));
        format!(
            "{{\"rule\":{},\"at\":{},\"effect\":\"{}\",\"applies\":{},\"because\":\"{}\",\"message\":{}}}",
            quoted(name),
            quoted(at),
            explained.effect.word(),
            explained.applies,
            explained.because.word(),
            quoted(&explained.because.sentence()),
        )
    }
}

/// A failure as the member `error` of an AuthZEN context.
pub(super) fn failure_json(failure: &Failure) -> String {
    let locale = crate::error::Locale::En;
    let help = failure.help(locale);
    format!(
        "{{\"status\":{},\"code\":{},\"message\":{},\"help\":{}}}",
        failure.code().http_status(),
        quoted(failure.code().as_str()),
        quoted(&failure.message(locale)),
        help.map_or("null".to_owned(), |help| quoted(&help)),
    )
}
