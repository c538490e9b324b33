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
        let mut rows = Rows {
            access: self,
            model,
            writer: Writer {
                kind: model.kinds.get(kind.index())?,
                dialect: Dialect::Postgres,
                columns,
                known: None,
                asker: Asker::Session,
                params: Vec::new(),
            },
            refused: Vec::new(),
        };
        let tenant = rows.writer.session_tenant(model, self.tenancy_of(kind));
        let mut parts: Vec<String> = tenant.into_iter().collect();
        let denies = rows.rules(&rules.deny, true).into_iter();
        parts.extend(denies.map(|applies| format!("NOT {applies}")));
        parts.extend(rules.states.map(|states| rows.writer.states(states)));
        parts.push(any(&rows.rules(&rules.allow, false)));
        Some(RowCondition {
            sql: all(&parts),
            refused: rows.refused,
        })
    }
}

/// Writes the rules of an action.
struct Rows<'r> {
    access: &'r Access,
    model: &'r Model,
    writer: Writer<'r>,
    refused: Vec<Refused>,
}

impl Rows<'_> {
    /// Whether each rule about whole records applies; `unknown` where it cannot be written.
    fn rules(&mut self, rules: &[Rule], unknown: bool) -> Vec<String> {
        let whole = rules.iter().filter(|rule| rule.fields.is_none());
        let mut written = Vec::new();
        for rule in whole {
            written.push(match self.writer.session_rule(self.model, rule, unknown) {
                Ok(rule) => rule,
                Err(failure) => {
                    self.refuse(rule, &failure);
                    unknown.to_string()
                }
            });
        }
        written
    }

    fn refuse(&mut self, rule: &Rule, failure: &Failure) {
        let what = failure.params().first().map(|(_, what)| what.to_string());
        let policy = self.access.rule(rule.id).map(|info| info.name.to_string());
        self.refused.push(Refused {
            policy: policy.unwrap_or_default(),
            what: what.unwrap_or_default(),
        });
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
