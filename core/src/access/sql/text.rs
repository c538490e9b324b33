//! What SQLite and PostgreSQL write differently.

use super::condition::{Form, Term, null_without};
use super::{Dialect, Writer, Written, refuse};
use crate::blueprint::document::TypeWord;
use crate::blueprint::{Attribute, meta_of};
use crate::expr::Var;
use crate::expr::{Node, TextTest, Type};

impl Writer<'_> {
    /// A parameter in its type; PostgreSQL cannot always infer it.
    pub(super) fn cast(&self, text: &str, form: Form) -> String {
        match (self.dialect, form) {
            (Dialect::Sqlite, _) => text.to_owned(),
            (Dialect::Postgres, Form::Text | Form::Instant) => format!("{text}::text"),
            (Dialect::Postgres, Form::Number) => format!("{text}::bigint"),
            (Dialect::Postgres, _) => text.to_owned(),
        }
    }

    pub(super) fn double(&self, text: &str) -> String {
        match self.dialect {
            Dialect::Sqlite => text.to_owned(),
            Dialect::Postgres => format!("{text}::float8"),
        }
    }

    /// Says that a parameter is a text.
    pub(super) fn text_param(&self) -> &'static str {
        match self.dialect {
            Dialect::Sqlite => "",
            Dialect::Postgres => "::text",
        }
    }

    /// A value whose order is that of its characters, not of a language.
    pub(super) fn ordered(&self, text: &str, form: Form) -> String {
        match (self.dialect, form) {
            (Dialect::Postgres, Form::Text | Form::Instant) => format!("{text} COLLATE \"C\""),
            _ => text.to_owned(),
        }
    }

    /// Whether a subject is among the ids of a relation; never `NULL`.
    pub(super) fn relates(&self, relation: &str, subject: &str) -> String {
        let column = &self.columns.relations;
        match self.dialect {
            Dialect::Sqlite => format!(
                "EXISTS (SELECT 1 FROM json_each({column}, '$.{relation}') WHERE value = {subject})"
            ),
            Dialect::Postgres => {
                format!("COALESCE(jsonb_exists({column} -> '{relation}', {subject}::text), FALSE)")
            }
        }
    }

    /// The one id of a relation, `NULL` where there is none.
    pub(super) fn first_related(&self, relation: &str) -> String {
        let column = &self.columns.relations;
        match self.dialect {
            Dialect::Sqlite => format!("json_extract({column}, '$.{relation}[0]')"),
            Dialect::Postgres => format!("({column} #>> '{{{relation},0}}')"),
        }
    }

    fn json_path(&self, path: &[String]) -> String {
        match self.dialect {
            Dialect::Sqlite => format!("'$.{}'", path.join(".")),
            Dialect::Postgres => format!("'{{{}}}'", path.join(",")),
        }
    }

    /// A member of the document in a form; `NULL` where it is missing or of another type.
    pub(super) fn member(&self, path: &[String], form: Form) -> String {
        let (document, path) = (&self.columns.document, self.json_path(path));
        match self.dialect {
            Dialect::Sqlite => {
                let types = match form {
                    Form::Bool => "'true', 'false'",
                    Form::Number => "'integer', 'real'",
                    _ => "'text'",
                };
                let value = format!("json_extract({document}, {path})");
                let value = match form {
                    Form::Instant => format!("rtrim({value}, 'Z')"),
                    Form::Bool => format!("({value} = 1)"),
                    _ => value,
                };
                format!("(CASE WHEN json_type({document}, {path}) IN ({types}) THEN {value} END)")
            }
            Dialect::Postgres => {
                let (ty, cast) = match form {
                    Form::Bool => ("boolean", "::boolean"),
                    Form::Number => ("number", "::numeric"),
                    _ => ("string", ""),
                };
                let value = format!("({document} #>> {path}){cast}");
                let value = match form {
                    Form::Instant => format!("rtrim({value}, 'Z')"),
                    _ => value,
                };
                format!("(CASE WHEN jsonb_typeof({document} #> {path}) = '{ty}' THEN {value} END)")
            }
        }
    }

    /// Whether a member of the document is there, in the type that its field has.
    pub(super) fn is_there(&self, path: &[String], ty: Option<TypeWord>) -> String {
        let (document, path) = (&self.columns.document, self.json_path(path));
        let types = json_types(ty, self.dialect);
        let found = match self.dialect {
            Dialect::Sqlite => format!("json_type({document}, {path})"),
            Dialect::Postgres => format!("jsonb_typeof({document} #> {path})"),
        };
        match types {
            Some(types) => format!("COALESCE({found} IN ({types}), FALSE)"),
            None => format!("({found} IS NOT NULL)"),
        }
    }

    pub(super) fn size(&mut self, of: &Node) -> Result<Term, crate::error::Failure> {
        let form = Form::Number;
        let text = match of {
            Node::Load(var, Type::Text) => {
                let text = self.term(&Node::Load(*var, Type::Text))?.text;
                match self.dialect {
                    Dialect::Sqlite => format!("length({text})"),
                    Dialect::Postgres => format!("char_length({text})"),
                }
            }
            Node::Load(var, Type::List(_)) => self.list_size(*var)?,
            _ => return refuse("the size of something that is no field"),
        };
        Ok(Term { text, form })
    }

    fn list_size(&self, var: Var) -> Written {
        let Attribute::Field(slot) = meta_of(var) else {
            return refuse("the size of a list that is no field");
        };
        let field = self
            .kind
            .slots
            .field(slot)
            .and_then(|id| self.kind.field(id));
        let pointer = field.map(|field| &*field.pointer).unwrap_or_default();
        let path: Vec<String> = pointer.split('/').skip(1).map(str::to_owned).collect();
        let (document, path) = (&self.columns.document, self.json_path(&path));
        Ok(match self.dialect {
            Dialect::Sqlite => format!(
                "(CASE WHEN json_type({document}, {path}) = 'array' THEN json_array_length({document}, {path}) END)"
            ),
            Dialect::Postgres => format!(
                "(CASE WHEN jsonb_typeof({document} #> {path}) = 'array' THEN jsonb_array_length({document} #> {path}) END)"
            ),
        })
    }

    /// Whether a list of texts contains a text; `NULL` where one of them is missing.
    pub(super) fn list_contains(&self, path: &[String], item: &str) -> String {
        let (document, path) = (&self.columns.document, self.json_path(path));
        let (there, found) = match self.dialect {
            Dialect::Sqlite => (
                format!("json_type({document}, {path}) = 'array'"),
                format!(
                    "EXISTS (SELECT 1 FROM json_each({document}, {path}) WHERE value = {item})"
                ),
            ),
            Dialect::Postgres => (
                format!("jsonb_typeof({document} #> {path}) = 'array'"),
                format!("jsonb_exists({document} #> {path}, {item})"),
            ),
        };
        null_without(item, &format!("(CASE WHEN {there} THEN {found} END)"))
    }

    pub(super) fn text_test(&self, test: TextTest, of: &Term, with: &Term) -> Written {
        let text = |form: Form| matches!(form, Form::Text | Form::Nothing);
        if !text(of.form) || !text(with.form) {
            return refuse("a text test of something that is not a text");
        }
        let (of, with) = (&of.text, &with.text);
        Ok(match (self.dialect, test) {
            (Dialect::Sqlite, TextTest::Contains) => format!("(instr({of}, {with}) > 0)"),
            (Dialect::Sqlite, TextTest::StartsWith) => {
                format!("(substr({of}, 1, length({with})) = {with})")
            }
            (Dialect::Sqlite, TextTest::EndsWith) => format!(
                "(CASE WHEN {of} IS NULL THEN NULL WHEN {with} = '' THEN TRUE ELSE substr({of}, -length({with})) = {with} END)"
            ),
            (Dialect::Postgres, TextTest::Contains) => format!("(strpos({of}, {with}) > 0)"),
            (Dialect::Postgres, TextTest::StartsWith) => format!("starts_with({of}, {with})"),
            (Dialect::Postgres, TextTest::EndsWith) => {
                format!("(right({of}, char_length({with})) = {with})")
            }
        })
    }
}

/// The JSON types in which a field's value is a value.
fn json_types(ty: Option<TypeWord>, dialect: Dialect) -> Option<&'static str> {
    let sqlite = dialect == Dialect::Sqlite;
    Some(match ty? {
        TypeWord::Int if sqlite => "'integer', 'real'",
        TypeWord::Int => "'number'",
        TypeWord::Bool if sqlite => "'true', 'false'",
        TypeWord::Bool => "'boolean'",
        TypeWord::List | TypeWord::Vector => "'array'",
        TypeWord::Map | TypeWord::Object | TypeWord::Money | TypeWord::Media => "'object'",
        TypeWord::Json => return None,
        _ if sqlite => "'text'",
        _ => "'string'",
    })
}
