//! Checks.

use super::super::check::{Check, NOW};
use super::super::number::MAX_SAFE;
use super::super::plan::{FieldPlan, KindPlan, ObjectPlan, Type};
use super::value::short;
use crate::expr::{self, Comparison, Literal, MacroKind, Node, Var};
use crate::json::quoted;

/// What JavaScript says where it does not know.
const UNKNOWN: &str = "null";

/// Where the captured values of a kind's document lie.
pub(super) struct Written {
    paths: Vec<(u16, String)>,
}

impl Written {
    pub(super) fn of(plan: &KindPlan) -> Self {
        let mut written = Self { paths: Vec::new() };
        written.object(&plan.root, "r");
        written
    }

    fn object(&mut self, plan: &ObjectPlan, around: &str) {
        for field in &plan.fields {
            self.field(field, &format!("{around}.{}", field.name));
        }
    }

    fn field(&mut self, field: &FieldPlan, path: &str) {
        let mut add = |slot: Option<u16>, path: String| {
            self.paths.extend(slot.map(|slot| (slot, path)));
        };
        add(field.capture, path.to_owned());
        match &field.ty {
            Type::Money(rule) => {
                add(rule.amount_slot, format!("{path}?.amount"));
                add(rule.currency_slot, format!("{path}?.currency"));
            }
            Type::Object(plan) => self.object(plan, &format!("{path}?")),
            _ => {}
        }
    }

    /// The value of a slot, `undefined` where it is not there.
    pub(super) fn path(&self, slot: u16) -> Option<&str> {
        let mut paths = self.paths.iter();
        let found = paths.find(|(known, _)| *known == slot);
        found.map(|(_, path)| path.as_str())
    }

    /// Whether a document meets a check: true or false, `undefined` where a value is missing,
    /// `null` where JavaScript does not know.
    pub(super) fn check(&self, check: &Check) -> String {
        self.truth(check.condition.root())
    }

    fn truth(&self, node: &Node) -> String {
        let known = match node {
            Node::Literal(Literal::Bool(value)) => Some(value.to_string()),
            Node::Load(_, expr::Type::Bool) => self.value(node),
            Node::Absent => Some("undefined".to_owned()),
            Node::Not(of) => Some(format!("not({})", self.truth(of))),
            Node::And(parts) => Some(self.junction("and", parts)),
            Node::Or(parts) => Some(self.junction("or", parts)),
            Node::If(three) => Some(format!(
                "chosen({}, {}, {})",
                self.truth(&three.0),
                self.truth(&three.1),
                self.truth(&three.2)
            )),
            Node::Present(var) => self.present(*var),
            Node::HasMember(of, name) => self
                .member(of, name)
                .map(|path| format!("{path} !== undefined")),
            Node::Compare(how, pair) => self.compare(*how, &pair.0, &pair.1),
            Node::In(pair) => self.among(&pair.0, &pair.1),
            Node::Macro {
                kind,
                range,
                predicate,
                ..
            } => self.each(*kind, range, predicate),
            _ => None,
        };
        known.unwrap_or_else(|| UNKNOWN.to_owned())
    }

    fn junction(&self, name: &str, parts: &[Node]) -> String {
        let parts = parts.iter().map(|part| self.truth(part));
        let both = |one: String, other: String| format!("{name}({one}, {other})");
        parts.reduce(both).unwrap_or_else(|| UNKNOWN.to_owned())
    }

    fn present(&self, var: Var) -> Option<String> {
        if var == NOW {
            return Some("false".to_owned());
        }
        self.path(var.0).map(|path| format!("{path} !== undefined"))
    }

    /// A member of the item that a macro goes through.
    fn member(&self, of: &Node, name: &str) -> Option<String> {
        matches!(of, Node::Local(0, expr::Type::Object(_))).then(|| format!("item.{name}"))
    }

    fn each(&self, kind: MacroKind, range: &Node, predicate: &Node) -> Option<String> {
        let name = match kind {
            MacroKind::All => "every",
            MacroKind::Exists => "some",
            MacroKind::ExistsOne => return None,
        };
        // Of a macro inside of a macro, `item` would mean the wrong one.
        let mut nested = false;
        predicate
            .walk(&mut |node| nested |= matches!(node, Node::Macro { .. } | Node::Local(1.., _)));
        if nested {
            return None;
        }
        let list = self.list(range)?;
        Some(format!(
            "{name}({list}, (item) => {})",
            self.truth(predicate)
        ))
    }

    fn list<'w>(&'w self, node: &Node) -> Option<&'w str> {
        match node {
            Node::Load(var, expr::Type::List(_)) => self.path(var.0),
            _ => None,
        }
    }

    fn compare(&self, how: Comparison, left: &Node, right: &Node) -> Option<String> {
        let ty = ty(left)?;
        if ty != self::ty(right)? {
            return None;
        }
        let sign = match how {
            Comparison::Equal => "===",
            Comparison::NotEqual => "!==",
            Comparison::Less => "<",
            Comparison::LessEqual => "<=",
            Comparison::Greater => ">",
            Comparison::GreaterEqual => ">=",
        };
        let same = matches!(how, Comparison::Equal | Comparison::NotEqual);
        let (left, right) = (self.value(left)?, self.value(right)?);
        let (left, right) = match ty {
            expr::Type::Text if !same => (format!("ascii({left})"), format!("ascii({right})")),
            _ => (left, right),
        };
        Some(format!("compared({left}, {right}, (a, b) => a {sign} b)"))
    }

    fn among(&self, item: &Node, container: &Node) -> Option<String> {
        let item_type = ty(item)?;
        let plain = matches!(
            item_type,
            expr::Type::Text | expr::Type::Int | expr::Type::Bool
        );
        let list = match container {
            Node::List(nodes) => {
                let literals = nodes.iter().map(|node| match node {
                    Node::Literal(_) if ty(node).as_ref() == Some(&item_type) => self.value(node),
                    _ => None,
                });
                format!("[{}]", literals.collect::<Option<Vec<_>>>()?.join(", "))
            }
            Node::Load(_, expr::Type::List(of)) if **of == item_type => {
                self.list(container)?.to_owned()
            }
            _ => return None,
        };
        let item = self.value(item).filter(|_| plain)?;
        Some(format!("among({item}, {list})"))
    }

    /// A value that JavaScript compares as the kernel does.
    fn value(&self, node: &Node) -> Option<String> {
        let (path, ty) = match node {
            Node::Literal(literal) => return constant(literal),
            Node::Load(NOW, _) => return Some("undefined".to_owned()),
            Node::Load(var, ty) => (self.path(var.0)?.to_owned(), ty),
            Node::Select(of, name, ty) => (self.member(of, name)?, ty),
            Node::Size(of) => return self.list(of).map(|list| format!("size({list})")),
            _ => return None,
        };
        Some(match ty {
            expr::Type::Text | expr::Type::Int | expr::Type::Bool => path,
            expr::Type::Decimal => format!("numeric({path})"),
            expr::Type::Timestamp => format!("sortable({path})"),
            _ => return None,
        })
    }
}

fn constant(literal: &Literal) -> Option<String> {
    match literal {
        Literal::Bool(value) => Some(value.to_string()),
        Literal::Int(value) if (-MAX_SAFE..=MAX_SAFE).contains(value) => Some(value.to_string()),
        Literal::Text(text) => Some(quoted(text)),
        Literal::Decimal(value) => short(*value),
        _ => None,
    }
}

/// The type of a value, as far as JavaScript compares such.
fn ty(node: &Node) -> Option<expr::Type> {
    Some(match node {
        Node::Load(_, ty) | Node::Select(_, _, ty) => ty.clone(),
        Node::Size(_) | Node::Literal(Literal::Int(_)) => expr::Type::Int,
        Node::Literal(Literal::Bool(_)) => expr::Type::Bool,
        Node::Literal(Literal::Text(_)) => expr::Type::Text,
        Node::Literal(Literal::Decimal(_)) => expr::Type::Decimal,
        _ => return None,
    })
}
