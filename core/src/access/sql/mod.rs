//! Filters as SQL.
//!
//! Conditions keep their three values: what is missing is `NULL`. An allow is
//! `COALESCE(condition, FALSE)`, a deny `COALESCE(condition, TRUE)`. What SQL cannot answer
//! exactly as the kernel does (regular expressions, arithmetic, decimals, macros) is refused.

mod condition;
mod session;
mod text;

pub use session::{Refused, RowCondition};

pub use crate::expr::{Dialect, Sql, SqlValue};

use super::decide::Tenancy;
use super::filter::Filter;
use super::fold::Known;
use super::rules::{Condition, Relations, Rule};
use super::subject::Verdict;
use crate::blueprint::{Kind, Model};
use crate::error::{Code, Failure};
use crate::id::ActionId;

/// What the columns are called. Times are microseconds since 1970 UTC, relations a JSON object
/// of names and lists of ids, the document is JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "named for what they hold")]
pub struct Columns {
    pub id: String,
    pub owner: String,
    pub tenant: String,
    pub state: String,
    pub version: String,
    pub created_at: String,
    pub updated_at: String,
    pub relations: String,
    pub document: String,
}

impl Default for Columns {
    fn default() -> Self {
        Self {
            id: "id".into(),
            owner: "owner".into(),
            tenant: "tenant".into(),
            state: "state".into(),
            version: "version".into(),
            created_at: "created_at".into(),
            updated_at: "updated_at".into(),
            relations: "relations".into(),
            document: "document".into(),
        }
    }
}

/// Writes one condition.
pub(super) struct Writer<'w> {
    pub(super) kind: &'w Kind,
    pub(super) dialect: Dialect,
    pub(super) columns: &'w Columns,
    /// What is known of the subject; without it every constant is a parameter without a value.
    pub(super) known: Option<Known<'w>>,
    pub(super) asker: Asker,
    pub(super) params: Vec<SqlValue>,
}

/// Who is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asker {
    /// The subject that is known, or nobody yet.
    Subject,
    /// Whoever the settings of the database's session name. There are no parameters then.
    Session,
}

type Written = Result<String, Failure>;

/// There is no exact form in SQL.
pub(super) fn refuse<T>(what: impl Into<String>) -> Result<T, Failure> {
    Err(Failure::new(Code::AccessNotRenderable).with("what", what.into()))
}

pub(super) fn render(
    filter: &Filter<'_>,
    model: &Model,
    dialect: Dialect,
    columns: &Columns,
) -> Result<Sql, Failure> {
    let info = model.actions.get(filter.action.index());
    let kind = info.and_then(|info| model.kinds.get(info.kind.index()));
    let Some(kind) = kind else {
        return Err(Failure::new(Code::KernelUnknownAction).with("name", ""));
    };
    let mut writer = Writer {
        kind,
        dialect,
        columns,
        known: Some(Known {
            subject: filter.subject,
            context: Some(filter.context),
        }),
        asker: Asker::Subject,
        params: Vec::new(),
    };
    let text = writer.filter(filter)?;
    Ok(Sql {
        text,
        params: writer.params,
    })
}

impl Writer<'_> {
    fn filter(&mut self, filter: &Filter<'_>) -> Written {
        if matches!(filter.verdict, Verdict::Never | Verdict::Denied(_)) {
            return Ok("FALSE".to_owned());
        }
        let mut parts: Vec<String> = self.tenant(filter).into_iter().collect();
        if let Verdict::Depends { .. } = filter.verdict {
            for rule in &filter.denies {
                parts.push(format!("NOT {}", self.rule(rule, true)?));
            }
            if let Some(states) = filter.states {
                parts.push(self.states(states));
            }
            let allows = filter.allows.iter().map(|rule| self.rule(rule, false));
            parts.push(any(&allows.collect::<Result<Vec<String>, _>>()?));
        }
        Ok(all(&parts))
    }

    /// The tenants that the subject reaches; nothing where it reaches all.
    fn tenant(&mut self, filter: &Filter<'_>) -> Option<String> {
        let tenancy = filter.tenancy;
        if tenancy == Tenancy::Shared || filter.subject.crosses_tenants {
            return None;
        }
        let column = self.columns.tenant.clone();
        let same = filter.subject.tenant.as_ref().map(|tenant| {
            let tenant = self.param(SqlValue::Text(tenant.as_str().to_owned()));
            format!("COALESCE({column} = {tenant}, FALSE)")
        });
        Some(match (tenancy, same) {
            (Tenancy::IfGiven, Some(same)) => format!("({column} IS NULL OR {same})"),
            (Tenancy::IfGiven, None) => format!("{column} IS NULL"),
            (_, Some(same)) => same,
            (_, None) => "FALSE".to_owned(),
        })
    }

    pub(super) fn rule(&mut self, rule: &Rule, when_unknown: bool) -> Written {
        let mut parts = Vec::new();
        if let Some(relations) = rule.relations {
            parts.push(self.relations(relations));
        }
        if let Some(states) = rule.states {
            parts.push(self.states(states));
        }
        let unknown = if when_unknown { "TRUE" } else { "FALSE" };
        match &rule.condition {
            Condition::Always => {}
            Condition::OwnerIsSubject => {
                let same = self.owner_is_subject();
                parts.push(format!("COALESCE({same}, {unknown})"));
            }
            Condition::Program(program) => {
                let condition = self.condition(program.root())?;
                parts.push(format!("COALESCE({condition}, {unknown})"));
            }
        }
        Ok(all(&parts))
    }

    /// Whether the owner is the subject; `NULL` where one of them is missing.
    fn owner_is_subject(&mut self) -> String {
        let subject = self.subject_id();
        let cast = self.text_param();
        format!("{} = {subject}{cast}", self.columns.owner)
    }

    fn subject_id(&mut self) -> String {
        if self.asker == Asker::Session {
            return session::SUBJECT.to_owned();
        }
        let id = self.known.as_ref().and_then(|known| known.subject.id());
        let id = id.map(|id| id.as_str().to_owned());
        self.param(id.map_or(SqlValue::Null, SqlValue::Text))
    }

    fn relations(&mut self, relations: Relations) -> String {
        let mut parts = Vec::new();
        if relations.owner {
            let same = self.owner_is_subject();
            parts.push(format!("COALESCE({same}, FALSE)"));
        }
        let kind = self.kind;
        let named = kind.relations.iter().take(64).enumerate();
        for (_, relation) in named.filter(|(index, _)| relations.named >> index & 1 == 1) {
            let subject = self.subject_id();
            parts.push(self.relates(&relation.name, &subject));
        }
        any(&parts)
    }

    fn states(&mut self, states: u64) -> String {
        let lifecycle = self.kind.lifecycle.as_ref();
        let names = lifecycle.map(|life| life.states.iter().take(64).enumerate());
        let names = names.into_iter().flatten();
        let names: Vec<String> = names
            .filter(|(index, _)| states >> index & 1 == 1)
            .map(|(_, name)| self.param(SqlValue::Text(name.to_string())))
            .collect();
        if names.is_empty() {
            return "FALSE".to_owned();
        }
        format!(
            "COALESCE({} IN ({}), FALSE)",
            self.columns.state,
            names.join(", ")
        )
    }

    pub(super) fn param(&mut self, value: SqlValue) -> String {
        if self.asker == Asker::Session {
            return session::written(&value);
        }
        self.params.push(value);
        self.dialect.mark(self.params.len())
    }
}

pub(super) fn all(parts: &[String]) -> String {
    match parts {
        [] => "TRUE".to_owned(),
        [only] => only.clone(),
        many => format!("({})", many.join(" AND ")),
    }
}

pub(super) fn any(parts: &[String]) -> String {
    match parts {
        [] => "FALSE".to_owned(),
        [only] => only.clone(),
        many => format!("({})", many.join(" OR ")),
    }
}

impl super::decide::Access {
    /// Why a policy's condition cannot be written as SQL, where it decides about reading or
    /// listing and cannot.
    #[must_use]
    pub fn not_pushable(&self, model: &Model, policy: &str) -> Option<String> {
        let columns = Columns::default();
        let reads = |name: &str| name.ends_with(".read") || name.ends_with(".list");
        let actions = model.actions.iter().enumerate();
        for (index, action) in actions.filter(|(_, action)| reads(&action.name)) {
            let rules = ActionId::from_index(index).and_then(|id| self.rules_of(id));
            let rules = rules
                .into_iter()
                .flat_map(|rules| rules.allow.iter().chain(&rules.deny));
            let of_policy =
                |rule: &&Rule| self.rule(rule.id).is_some_and(|info| *info.name == *policy);
            for rule in rules.filter(of_policy) {
                let mut writer = Writer {
                    kind: model.kinds.get(action.kind.index())?,
                    dialect: Dialect::Postgres,
                    columns: &columns,
                    known: None,
                    asker: Asker::Subject,
                    params: Vec::new(),
                };
                if let Err(failure) = writer.rule(rule, true) {
                    let what = failure.params().first().map(|(_, what)| what.to_string());
                    return Some(what.unwrap_or_default());
                }
            }
        }
        None
    }
}
