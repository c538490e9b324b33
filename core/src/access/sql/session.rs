//! Conditions about whoever the settings of a PostgreSQL session name: for row-level security,
//! which is written down before anybody asks.
//!
//! What has no exact form is refused, and left closed: an allow that cannot be written allows
//! nothing, a deny that cannot be written denies.

use super::condition::{Form, Term};
use super::{Asker, Columns, Dialect, SqlValue, Writer, all, any, refuse};
use crate::access::decide::{Access, Tenancy};
use crate::access::rules::Rule;
use crate::access::subject::Subject;
use crate::blueprint::{BuiltinRole, Meta, Model};
use crate::error::Failure;
use crate::id::{ActionId, RoleSet};

/// Whoever is signed in; `NULL` for nobody. A sub-select is asked once, not once a row.
pub(super) const SUBJECT: &str = "(SELECT NULLIF(current_setting('profilekit.subject', true), ''))";
const TENANT: &str = "(SELECT NULLIF(current_setting('profilekit.tenant', true), ''))";
const PERSONA: &str = "(SELECT NULLIF(current_setting('profilekit.persona', true), ''))";
pub(super) const ROLES: &str =
    "(SELECT string_to_array(current_setting('profilekit.roles', true), ','))::text[]";

/// What is true of the rows on which whoever asks may do an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowCondition {
    /// The condition: never `NULL`.
    pub sql: String,
    /// What is left closed.
    pub refused: Vec<Refused>,
}

/// A rule that has no exact form for row-level security.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The policy, or the transition.
    pub policy: String,
    /// What has no form.
    pub what: String,
}

impl Access {
    /// The rows on which whoever the settings name ([`Subject::settings`]) may do an action.
    /// Nothing for an action that is unknown.
    #[must_use]
    pub fn row_condition(
        &self,
        model: &Model,
        action: ActionId,
        columns: &Columns,
    ) -> Option<RowCondition> {
        let rules = self.rules_of(action)?;
        let kind = *self.kinds.get(action.index())?;
        let mut writer = Writer {
            kind: model.kinds.get(kind.index())?,
            dialect: Dialect::Postgres,
            columns,
            known: None,
            asker: Asker::Session,
            params: Vec::new(),
        };
        let mut refused = Vec::new();
        let mut parts: Vec<String> = writer
            .session_tenant(model, self.tenancy_of(kind))
            .into_iter()
            .collect();
        let whole = |rule: &&Rule| rule.fields.is_none();
        for rule in rules.deny.iter().filter(whole) {
            let denies = writer.session_rule(model, rule, true);
            parts.push(format!(
                "NOT {}",
                self.or_closed(rule, denies, "TRUE", &mut refused)
            ));
        }
        parts.extend(rules.states.map(|states| writer.states(states)));
        let mut allows = Vec::new();
        for rule in rules.allow.iter().filter(whole) {
            let allowed = writer.session_rule(model, rule, false);
            allows.push(self.or_closed(rule, allowed, "FALSE", &mut refused));
        }
        parts.push(any(&allows));
        Some(RowCondition {
            sql: all(&parts),
            refused,
        })
    }

    fn or_closed(
        &self,
        rule: &Rule,
        written: Result<String, Failure>,
        closed: &str,
        refused: &mut Vec<Refused>,
    ) -> String {
        written.unwrap_or_else(|failure| {
            let what = failure.params().first().map(|(_, what)| what.to_string());
            let policy = self.rule(rule.id).map(|info| info.name.to_string());
            refused.push(Refused {
                policy: policy.unwrap_or_default(),
                what: what.unwrap_or_default(),
            });
            closed.to_owned()
        })
    }
}

impl Writer<'_> {
    fn session_rule(
        &mut self,
        model: &Model,
        rule: &Rule,
        when_unknown: bool,
    ) -> Result<String, Failure> {
        let mut parts: Vec<String> = rule
            .roles
            .map(|roles| has_any(model, roles))
            .into_iter()
            .collect();
        if let Some(personas) = rule.personas {
            let named = model.personas.iter().take(64).enumerate();
            let named = named.filter(|(index, _)| personas >> index & 1 == 1);
            let named = named.map(|(_, persona)| quoted(&persona.name));
            parts.push(is_one_of(PERSONA, &named.collect::<Vec<_>>()));
        }
        parts.push(self.rule(rule, when_unknown)?);
        Ok(all(&parts))
    }

    fn session_tenant(&self, model: &Model, tenancy: Tenancy) -> Option<String> {
        let column = &self.columns.tenant;
        let same = format!("COALESCE({column} = {TENANT}, FALSE)");
        let reached = match tenancy {
            Tenancy::Shared => return None,
            Tenancy::IfGiven => format!("{column} IS NULL OR {same}"),
            Tenancy::Isolated => same,
        };
        let crossing = model.tenancy.unwrap_or_default();
        let crosses = has_any(model, crossing.with(BuiltinRole::System.id()));
        Some(format!("({crosses} OR {reached})"))
    }
}

/// What a condition calls somebody who asks.
pub(super) fn session_term(meta: Meta) -> Result<Term, Failure> {
    let text = match meta {
        Meta::SubjectId => SUBJECT,
        Meta::SubjectTenant => TENANT,
        Meta::SubjectPersona => PERSONA,
        _ => return refuse("a value of the subject that is a list"),
    };
    Ok(Term {
        text: text.to_owned(),
        form: Form::Text,
    })
}

fn has_any(model: &Model, roles: RoleSet) -> String {
    let names = roles
        .iter()
        .filter_map(|role| model.roles.get(role.index()));
    let names: Vec<String> = names.map(|role| quoted(&role.name)).collect();
    if names.is_empty() {
        return "FALSE".to_owned();
    }
    format!(
        "COALESCE({ROLES} && ARRAY[{}]::text[], FALSE)",
        names.join(", ")
    )
}

fn is_one_of(text: &str, options: &[String]) -> String {
    if options.is_empty() {
        return "FALSE".to_owned();
    }
    format!("COALESCE({text} IN ({}), FALSE)", options.join(", "))
}

/// A value, written down. U+0000, which PostgreSQL has not, is equal to nothing.
pub(super) fn written(value: &SqlValue) -> String {
    match value {
        SqlValue::Null => "NULL".to_owned(),
        SqlValue::Bool(value) => value.to_string(),
        SqlValue::Int(value) => quoted(&value.to_string()),
        SqlValue::Double(value) => quoted(&value.to_string()),
        SqlValue::Text(text) if text.contains('\0') => "NULL".to_owned(),
        SqlValue::Text(text) => quoted(text),
    }
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

impl Subject {
    /// What the settings of a PostgreSQL session say where this subject asks. They are trusted:
    /// set them for each transaction, on a connection that nobody else's statements reach.
    #[must_use]
    pub fn settings(&self) -> [(&'static str, String); 4] {
        let roles: Vec<&str> = self.role_names.iter().map(crate::id::Id::as_str).collect();
        let id = |id: &Option<crate::id::Id>| id.as_ref().map(|id| id.as_str().to_owned());
        let persona = self.persona_name.as_deref().map(str::to_owned);
        [
            ("profilekit.subject", id(&self.id).unwrap_or_default()),
            ("profilekit.tenant", id(&self.tenant).unwrap_or_default()),
            ("profilekit.persona", persona.unwrap_or_default()),
            ("profilekit.roles", roles.join(",")),
        ]
    }
}
