//! Row-level security: the blueprint's policies, kept by the database itself, for those who read
//! the records without this library (reports, dashboards, another team's program).
//!
//! The statements make a role that is not the tables' owner, give it the records and nothing
//! else, and write a policy for each kind and verb. Whoever asks as that role names themselves
//! by [`profilekit::access::Subject::settings`]; who does not is somebody who is not signed in.
//!
//! - Rows are read where `read` or `list` allows, and of those that were set aside only what the
//!   reader may update or bring back ([`profilekit::hub::bringing_back`]); they are made where `create` does, changed where
//!   `update` does, before and after, and deleted where `delete` does. PostgreSQL lets nobody
//!   change or delete a row that they may not read. Transitions are not written: a state changes
//!   as any other column does.
//! - Fields have no part in it: a row is seen whole. Policies about some fields of a kind, and
//!   visibility, are for the library; give the role columns or a view of its own where they matter.
//! - What has no exact form in SQL is refused and left closed; so is a row whose document
//!   `jsonb` does not hold, where a policy asks for the document.

use std::fmt::Write as _;

use profilekit::Kernel;
use profilekit::access::{Columns, Refused, RowCondition};
use profilekit::blueprint::{ActionInfo, Kind, Verb};
use profilekit::hub::bringing_back;

use crate::error::UnknownSchema;
use crate::store::is_name;

const CONTENT: &str = "records.content";

/// Row-level security of the records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowLevelSecurity {
    /// The statements: one transaction, to be run by the tables' owner, again after every change
    /// of the blueprint.
    pub sql: String,
    /// What is left closed, each with the action that it is about.
    pub refused: Vec<(String, Refused)>,
}

/// Writes a blueprint's policies for a role that reads the tables of a schema.
///
/// # Errors
/// [`UnknownSchema::Name`] where the schema or the role is no plain name.
pub fn row_level_security(
    kernel: &Kernel,
    schema: &str,
    role: &str,
) -> Result<RowLevelSecurity, UnknownSchema> {
    for name in [schema, role] {
        if !is_name(name) {
            return Err(UnknownSchema::Name(name.to_owned()));
        }
    }
    let mut written = RowLevelSecurity {
        sql: beginning(schema, role),
        refused: Vec::new(),
    };
    for kind in &kernel.model().kinds {
        written.kind(kernel, kind, role);
    }
    written.sql.push_str("COMMIT;\n");
    Ok(written)
}

fn beginning(schema: &str, role: &str) -> String {
    format!(
        "BEGIN;\n\
         SET LOCAL search_path = {schema};\n\
         DO $$ DECLARE name text; BEGIN\n\
         IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN\n\
         CREATE ROLE {role} NOLOGIN;\nEND IF;\n\
         FOR name IN SELECT polname FROM pg_policy WHERE polrelid = 'records'::regclass \
         AND starts_with(polname, 'profilekit_') LOOP\n\
         EXECUTE format('DROP POLICY %I ON records', name);\nEND LOOP;\nEND $$;\n\
         GRANT USAGE ON SCHEMA {schema} TO {role};\n\
         GRANT SELECT, INSERT, UPDATE, DELETE ON records TO {role};\n\
         ALTER TABLE records ENABLE ROW LEVEL SECURITY;\n\
         ALTER TABLE records FORCE ROW LEVEL SECURITY;\n\
         CREATE POLICY profilekit_store ON records TO CURRENT_USER USING (true) WITH CHECK (true);\n"
    )
}

fn columns() -> Columns {
    let of = |name: &str| format!("records.{name}");
    Columns {
        id: of("id"),
        owner: of("owner"),
        tenant: "NULLIF(records.tenant, '')".to_owned(),
        state: of("state"),
        version: of("version"),
        created_at: of("created_at"),
        updated_at: of("updated_at"),
        relations: of("related"),
        document: CONTENT.to_owned(),
    }
}

impl RowLevelSecurity {
    fn kind(&mut self, kernel: &Kernel, kind: &Kind, role: &str) {
        let refused = &mut self.refused;
        let mut of = |verbs: &[Verb]| rows(kernel, actions(kernel, kind, verbs), refused);
        let read = of(&[Verb::Read, Verb::List]);
        let (made, deleted) = (of(&[Verb::Create]), of(&[Verb::Delete]));
        let changed = of(&[Verb::Update]);
        // What is left closed of these is said of the verbs themselves, or says nothing new.
        let back = bringing_back(kernel, kind).ok().into_iter();
        let back = back.filter_map(|id| kernel.model().actions.get(id.index()));
        let back = rows(kernel, back, &mut Vec::new());
        let read = format!("{read} AND (records.archived_at IS NULL OR {changed} OR {back})");
        for (verb, word, rows) in [
            ("select", "USING", read),
            ("insert", "WITH CHECK", made),
            ("update", "USING", changed),
            ("delete", "USING", deleted),
        ] {
            let _ = writeln!(
                self.sql,
                "CREATE POLICY profilekit_{}_{verb} ON records FOR {verb} TO {role} \
                 {word} (records.kind = '{}' AND {rows});",
                kind.id.index(),
                kind.name
            );
        }
    }
}

/// The actions of a kind with some verbs.
fn actions<'k>(
    kernel: &'k Kernel,
    kind: &Kind,
    verbs: &[Verb],
) -> impl Iterator<Item = &'k ActionInfo> {
    let meant = |action: &&ActionInfo| action.kind == kind.id && verbs.contains(&action.verb);
    kernel.model().actions.iter().filter(meant)
}

/// The rows on which one of some actions is allowed.
fn rows<'k>(
    kernel: &Kernel,
    actions: impl Iterator<Item = &'k ActionInfo>,
    refused: &mut Vec<(String, Refused)>,
) -> String {
    let mut allowed = Vec::new();
    for action in actions {
        let rows = kernel.action(&action.name).ok();
        let rows = rows.and_then(|id| {
            kernel
                .access()
                .row_condition(kernel.model(), id, &columns())
        });
        let Some(RowCondition { sql, refused: left }) = rows else {
            continue;
        };
        refused.extend(left.into_iter().map(|rule| (action.name.to_string(), rule)));
        allowed.push(if sql.contains(CONTENT) {
            format!("({CONTENT} IS NOT NULL AND {sql})")
        } else {
            sql
        });
    }
    if allowed.is_empty() {
        return "FALSE".to_owned();
    }
    format!("({})", allowed.join(" OR "))
}
