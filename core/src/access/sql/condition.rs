//! Conditions as SQL.

use super::session::{ROLES, session_term};
use super::{Asker, SqlValue, Writer, Written, all, any, refuse};
use crate::access::fold::{is_settled, literal};
use crate::blueprint::{Attribute, Meta, Part, meta_of};
use crate::expr::{Comparison, EvalFault, Literal, Node, Type, Value, Var};
use crate::time::write_instant;

/// How a value is represented, so that only like is compared with like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Bool,
    Number,
    Text,
    /// Microseconds in a column.
    Micros,
    /// Canonical text in a document.
    Instant,
    /// A constant point in time, still without a form.
    Moment(i64),
    /// `NULL`, of any form.
    Nothing,
}

/// An expression of SQL.
pub(super) struct Term {
    pub(super) text: String,
    pub(super) form: Form,
}

impl Writer<'_> {
    /// A condition that may be `NULL`.
    pub(super) fn condition(&mut self, node: &Node) -> Written {
        if let Some(constant) = self.constant(node) {
            return match constant.form {
                Form::Bool | Form::Nothing => Ok(format!("({})", constant.text)),
                _ => refuse("a condition that is not true or false"),
            };
        }
        match node {
            Node::And(nodes) => Ok(all(&self.conditions(nodes)?)),
            Node::Or(nodes) => Ok(any(&self.conditions(nodes)?)),
            Node::Not(of) => Ok(format!("(NOT {})", self.condition(of)?)),
            Node::If(three) => {
                let (test, yes, no) = (
                    self.condition(&three.0)?,
                    self.condition(&three.1)?,
                    self.condition(&three.2)?,
                );
                Ok(format!(
                    "(CASE {test} WHEN TRUE THEN {yes} WHEN FALSE THEN {no} END)"
                ))
            }
            Node::Compare(how, two) => self.compare(*how, &two.0, &two.1),
            Node::Present(var) => self.present(*var),
            Node::In(two) => self.contains(&two.0, &two.1),
            Node::Test(test, two) => {
                let (of, with) = (self.term(&two.0)?, self.term(&two.1)?);
                self.text_test(*test, &of, &with)
            }
            Node::Load(..) => {
                let term = self.term(node)?;
                match term.form {
                    Form::Bool => Ok(term.text),
                    _ => refuse("a condition that is not true or false"),
                }
            }
            other => refuse(name_of(other)),
        }
    }

    fn conditions(&mut self, nodes: &[Node]) -> Result<Vec<String>, crate::error::Failure> {
        nodes.iter().map(|node| self.condition(node)).collect()
    }

    /// What does not depend on the record becomes a parameter.
    fn constant(&mut self, node: &Node) -> Option<Term> {
        if self.asker == Asker::Session {
            let settled = settled(literal(node)?)?;
            return Some(self.settled_term(settled));
        }
        let Some(known) = &self.known else {
            return is_settled(node, true).then(|| Term {
                text: self.param(SqlValue::Null),
                form: Form::Nothing,
            });
        };
        if !known.settles(node) {
            return None;
        }
        let settled = settled(known.value(node))?;
        Some(self.settled_term(settled))
    }

    fn settled_term(&mut self, settled: Settled) -> Term {
        let (text, form) = match settled {
            Settled::Missing => ("NULL".to_owned(), Form::Nothing),
            Settled::Moment(at) => (String::new(), Form::Moment(at)),
            Settled::Value(SqlValue::Bool(true), form) => ("TRUE".to_owned(), form),
            Settled::Value(SqlValue::Bool(false), form) => ("FALSE".to_owned(), form),
            Settled::Value(value @ SqlValue::Double(_), form) => {
                let text = self.param(value);
                (self.double(&text), form)
            }
            Settled::Value(value, form) => {
                let text = self.param(value);
                (self.cast(&text, form), form)
            }
        };
        Term { text, form }
    }

    /// A value.
    pub(super) fn term(&mut self, node: &Node) -> Result<Term, crate::error::Failure> {
        if let Some(constant) = self.constant(node) {
            return Ok(constant);
        }
        match node {
            Node::Load(var, ty) => self.load(*var, ty),
            Node::Absent => Ok(Term {
                text: "NULL".to_owned(),
                form: Form::Nothing,
            }),
            Node::Size(of) => self.size(of),
            Node::Compare(..) | Node::And(_) | Node::Or(_) | Node::Not(_) | Node::In(_) => {
                Ok(Term {
                    text: self.condition(node)?,
                    form: Form::Bool,
                })
            }
            other => refuse(name_of(other)),
        }
    }

    fn load(&mut self, var: Var, ty: &Type) -> Result<Term, crate::error::Failure> {
        match meta_of(var) {
            Attribute::Meta(meta) => self.meta(meta),
            Attribute::Relation(id) => match self.kind.relations.get(id.index()) {
                Some(relation) if !relation.many => {
                    let text = self.first_related(&relation.name.clone());
                    Ok(Term {
                        text,
                        form: Form::Text,
                    })
                }
                _ => refuse("a relation of which there are several"),
            },
            Attribute::Field(slot) => {
                let path = self.path(slot);
                let form = match ty {
                    Type::Bool => Form::Bool,
                    Type::Int => Form::Number,
                    Type::Text => Form::Text,
                    Type::Timestamp => Form::Instant,
                    other => return refuse(format!("a value of type {other}")),
                };
                let text = self.member(&path, form);
                Ok(Term { text, form })
            }
            _ => refuse("a value that is known only later"),
        }
    }

    fn meta(&mut self, meta: Meta) -> Result<Term, crate::error::Failure> {
        let columns = self.columns;
        let (text, form) = match meta {
            Meta::Id => (&columns.id, Form::Text),
            Meta::Owner => (&columns.owner, Form::Text),
            Meta::Tenant => (&columns.tenant, Form::Text),
            Meta::State => (&columns.state, Form::Text),
            Meta::Version => (&columns.version, Form::Number),
            Meta::CreatedAt => (&columns.created_at, Form::Micros),
            Meta::UpdatedAt => (&columns.updated_at, Form::Micros),
            _ if self.asker == Asker::Session => return session_term(meta),
            _ => return refuse("a value of the subject that is a list"),
        };
        Ok(Term {
            text: text.clone(),
            form,
        })
    }

    /// The path of a captured field, with the part of money at its end.
    fn path(&self, slot: u16) -> Vec<String> {
        let field = self
            .kind
            .slots
            .field(slot)
            .and_then(|id| self.kind.field(id));
        let pointer = field.map(|field| &*field.pointer).unwrap_or_default();
        let names = pointer.split('/').skip(1).map(str::to_owned);
        let part = match self.kind.slots.part(slot) {
            Some(Part::Amount) => Some("amount"),
            Some(Part::Currency) => Some("currency"),
            _ => None,
        };
        names.chain(part.map(str::to_owned)).collect()
    }

    fn present(&mut self, var: Var) -> Written {
        let text = match meta_of(var) {
            Attribute::Field(slot) => {
                let path = self.path(slot);
                let field = self.kind.slots.field(slot);
                let ty = field
                    .and_then(|id| self.kind.field(id))
                    .map(|field| field.ty);
                return Ok(self.is_there(&path, ty));
            }
            Attribute::Relation(id) => {
                let name = self.kind.relations.get(id.index());
                let name = name.map(|relation| relation.name.to_string());
                self.first_related(&name.unwrap_or_default())
            }
            Attribute::Meta(meta) => self.meta(meta)?.text,
            _ => return refuse("a value that is known only later"),
        };
        Ok(format!("({text} IS NOT NULL)"))
    }

    fn compare(&mut self, how: Comparison, one: &Node, two: &Node) -> Written {
        let (one, two) = (self.term(one)?, self.term(two)?);
        let (one, two) = self.alike(one, two)?;
        let operator = match how {
            Comparison::Equal => "=",
            Comparison::NotEqual => "<>",
            Comparison::Less => "<",
            Comparison::LessEqual => "<=",
            Comparison::Greater => ">",
            Comparison::GreaterEqual => ">=",
        };
        Ok(format!("({one} {operator} {two})"))
    }

    /// Both sides in one form.
    fn alike(&mut self, one: Term, two: Term) -> Result<(String, String), crate::error::Failure> {
        let other = |form: Form| match form {
            Form::Moment(_) | Form::Nothing => None,
            form => Some(form),
        };
        let form = match (one.form, two.form) {
            (Form::Moment(a), Form::Moment(b)) => return Ok((a.to_string(), b.to_string())),
            (a, b) if a == b => a,
            (a, b) => match (other(a), other(b)) {
                (Some(form), None) | (None, Some(form)) => form,
                (None, None) => Form::Nothing,
                (Some(_), Some(_)) => {
                    return refuse("a comparison of values that are stored in different forms");
                }
            },
        };
        Ok((self.in_form(one, form)?, self.in_form(two, form)?))
    }

    fn in_form(&mut self, term: Term, form: Form) -> Written {
        let Form::Moment(at) = term.form else {
            return Ok(self.ordered(&term.text, form));
        };
        match form {
            Form::Micros => Ok(self.param(SqlValue::Int(at))),
            Form::Instant => {
                let text = write_instant(at).trim_end_matches('Z').to_owned();
                let text = self.param(SqlValue::Text(text));
                let text = self.cast(&text, Form::Text);
                Ok(self.ordered(&text, Form::Instant))
            }
            Form::Nothing => Ok("NULL".to_owned()),
            _ => refuse("a comparison of a time with something else"),
        }
    }

    fn contains(&mut self, item: &Node, list: &Node) -> Written {
        let item = self.term(item)?;
        if let Node::List(nodes) = list {
            let mut options = Vec::new();
            for node in nodes {
                let option = self.term(node)?;
                let (_, option) = self.alike(
                    Term {
                        text: item.text.clone(),
                        form: item.form,
                    },
                    option,
                )?;
                options.push(option);
            }
            return Ok(self.one_of(&item.text, &options));
        }
        if self.is_missing(list) {
            return Ok("NULL".to_owned());
        }
        if let Some(options) = self.constant_list(list) {
            let options: Vec<String> = options
                .into_iter()
                .map(|text| {
                    let text = self.param(SqlValue::Text(text));
                    self.cast(&text, Form::Text)
                })
                .collect();
            return match item.form {
                Form::Text | Form::Nothing => Ok(self.one_of(&item.text, &options)),
                _ => refuse("a list of the subject that is not of texts"),
            };
        }
        if item.form != Form::Text && item.form != Form::Nothing {
            return refuse("membership of something that is not a text");
        }
        match list {
            Node::Load(var, ty) => match meta_of(*var) {
                Attribute::Relation(id) => {
                    let name = self.kind.relations.get(id.index());
                    let name = name.map(|relation| relation.name.to_string());
                    let relates = self.relates(&name.unwrap_or_default(), &item.text);
                    Ok(null_without(&item.text, &relates))
                }
                Attribute::Field(slot) if *ty == Type::list(Type::Text) => {
                    let path = self.path(slot);
                    Ok(self.list_contains(&path, &item.text))
                }
                Attribute::Meta(Meta::SubjectRoles) if self.asker == Asker::Session => Ok(
                    null_without(&item.text, &format!("({} = ANY ({ROLES}))", item.text)),
                ),
                _ => refuse("membership of a list that is not of texts"),
            },
            other => refuse(name_of(other)),
        }
    }

    /// Whether it is known before the record is that there is no such list.
    fn is_missing(&self, list: &Node) -> bool {
        let settled = self.known.as_ref().filter(|known| known.settles(list));
        settled.is_some_and(|known| known.value(list).is_err())
    }

    /// The texts of a list that is known before the record is.
    fn constant_list(&self, node: &Node) -> Option<Vec<String>> {
        if !matches!(node, Node::Load(..)) {
            return None;
        }
        if self.asker == Asker::Session {
            return None;
        }
        let Some(known) = &self.known else {
            return is_settled(node, true).then(Vec::new);
        };
        if !known.settles(node) {
            return None;
        }
        match known.value(node) {
            Ok(Value::Ids(ids)) => Some(ids.iter().map(ToString::to_string).collect()),
            Ok(Value::Texts(texts)) => Some(texts.iter().map(ToString::to_string).collect()),
            Ok(Value::Json(text)) => {
                let tree = crate::json::parse(text.as_bytes(), crate::json::Limits::default());
                let crate::json::Value::Array(items) = tree.ok()?.value else {
                    return None;
                };
                items
                    .iter()
                    .map(|item| item.as_str().map(str::to_owned))
                    .collect()
            }
            _ => None,
        }
    }

    /// `NULL` where the item is.
    fn one_of(&self, item: &str, options: &[String]) -> String {
        if options.is_empty() {
            return null_without(item, "FALSE");
        }
        format!("({item} IN ({}))", options.join(", "))
    }
}

pub(super) fn null_without(item: &str, otherwise: &str) -> String {
    format!("(CASE WHEN {item} IS NOT NULL THEN {otherwise} END)")
}

/// A value that is known before the record is.
enum Settled {
    Value(SqlValue, Form),
    Moment(i64),
    Missing,
}

fn settled(value: Result<Value<'_>, EvalFault>) -> Option<Settled> {
    let (value, form) = match value {
        Ok(Value::Bool(value)) => (SqlValue::Bool(value), Form::Bool),
        Ok(Value::Int(value)) => (SqlValue::Int(value), Form::Number),
        Ok(Value::Double(value)) => (SqlValue::Double(value), Form::Number),
        Ok(Value::Timestamp(at)) => return Some(Settled::Moment(at)),
        Ok(text @ (Value::Text(_) | Value::Escaped(_))) => {
            let text = text.text().unwrap_or_default().into_owned();
            (SqlValue::Text(text), Form::Text)
        }
        Ok(Value::Null | Value::Absent) | Err(_) => return Some(Settled::Missing),
        Ok(_) => return None,
    };
    Some(Settled::Value(value, form))
}

/// What a person calls the part that has no form in SQL.
fn name_of(node: &Node) -> &'static str {
    match node {
        Node::Matches(..) => "a regular expression",
        Node::Math(..) | Node::Negate(_) => "arithmetic",
        Node::Time(..) => "a part of a time",
        Node::ToInt(_) | Node::ToDouble(_) => "a conversion",
        Node::Macro { .. } => "a macro over a list",
        Node::Select(..) | Node::HasMember(..) => "a member of a free object",
        Node::Index(..) => "an item of a list",
        Node::Literal(Literal::Decimal(_)) => "a decimal",
        Node::Literal(Literal::Duration(_)) => "a duration",
        _ => "an expression of this form",
    }
}
