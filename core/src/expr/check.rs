//! Names and types: from the syntax tree to the plan.

use std::ops::Range;

use super::ast::{Ast, Binary, Kind};
use super::environment::{Environment, Resolution};
use super::plan::{Comparison, Literal, Node, Operator};
use super::problem::ExprProblem;
use super::types::Type;
use crate::error::{Code, nearest};

/// A plan and its type. A mistake gives `Dyn`, so that it is reported once.
pub(super) type Typed = (Node, Type);

/// Compiles an expression that must be of the type.
pub(super) fn check(
    ast: &Ast,
    environment: &mut dyn Environment,
    expected: &Type,
) -> Result<Node, Vec<ExprProblem>> {
    let mut checker = Checker {
        environment,
        locals: Vec::new(),
        problems: Vec::new(),
    };
    let root = checker.expect(ast, expected);
    if checker.problems.is_empty() {
        Ok(root)
    } else {
        Err(checker.problems)
    }
}

pub(super) struct Checker<'e> {
    environment: &'e mut dyn Environment,
    pub(super) locals: Vec<(String, Type)>,
    pub(super) problems: Vec<ExprProblem>,
}

impl Checker<'_> {
    /// Compiles an expression that must be of the type.
    pub(super) fn expect(&mut self, ast: &Ast, expected: &Type) -> Node {
        let (node, ty) = self.node(ast);
        if ty != *expected && ty != Type::Dyn && *expected != Type::Dyn {
            self.mismatch(&ast.at, &expected.to_string(), &ty);
        }
        node
    }

    pub(super) fn problem(
        &mut self,
        code: Code,
        at: &Range<usize>,
        what: impl Into<String>,
    ) -> Typed {
        self.problems
            .push(ExprProblem::new(code, at.clone()).what(what));
        (Node::Absent, Type::Dyn)
    }

    pub(super) fn mismatch(&mut self, at: &Range<usize>, expected: &str, actual: &Type) {
        let problem = ExprProblem::new(Code::ExprType, at.clone());
        self.problems
            .push(problem.types(expected, actual.to_string()));
    }

    pub(super) fn node(&mut self, ast: &Ast) -> Typed {
        match &ast.kind {
            Kind::Null => (Node::Literal(Literal::Null), Type::Null),
            Kind::Bool(value) => (Node::Literal(Literal::Bool(*value)), Type::Bool),
            Kind::Int(value) => (Node::Literal(Literal::Int(*value)), Type::Int),
            Kind::Double(value) => (Node::Literal(Literal::Double(*value)), Type::Double),
            Kind::Text(text) => (
                Node::Literal(Literal::Text(text.as_str().into())),
                Type::Text,
            ),
            Kind::Name(_) | Kind::Select(..) => self.path(ast),
            Kind::Index(of, at) => self.index(of, at),
            Kind::Call(receiver, name, arguments) => {
                self.call(ast, receiver.as_deref(), name, arguments)
            }
            Kind::List(_) => self.problem(
                Code::ExprUnsupported,
                &ast.at,
                "list outside of `in`, `size` or a macro",
            ),
            Kind::Not(of) => (
                Node::Not(Box::new(self.expect(of, &Type::Bool))),
                Type::Bool,
            ),
            Kind::Negate(of) => {
                let (node, ty) = self.node(of);
                if !ty.is_number() {
                    self.mismatch(&of.at, "int or double", &ty);
                }
                (Node::Negate(Box::new(node)), ty)
            }
            Kind::Binary(operator, left, right) => self.binary(*operator, left, right),
            Kind::If(condition, yes, no) => {
                let condition = self.expect(condition, &Type::Bool);
                let ((yes, ty), (no, other)) = (self.node(yes), self.node(no));
                if ty != other && ty != Type::Dyn && other != Type::Dyn {
                    self.mismatch(&ast.at, &ty.to_string(), &other);
                }
                (Node::If(Box::new((condition, yes, no))), ty)
            }
        }
    }

    /// The names of `a.b.c`, where the expression is nothing else.
    fn chain<'t>(ast: &'t Ast, names: &mut Vec<(&'t str, Range<usize>)>) -> bool {
        match &ast.kind {
            Kind::Name(name) => names.push((name, ast.at.clone())),
            Kind::Select(of, name) if Self::chain(of, names) => names.push((name, ast.at.clone())),
            _ => return false,
        }
        true
    }

    fn path(&mut self, ast: &Ast) -> Typed {
        let mut names = Vec::new();
        if !Self::chain(ast, &mut names) {
            let Kind::Select(of, name) = &ast.kind else {
                return (Node::Absent, Type::Dyn);
            };
            let of = self.node(of);
            return self.select(of, name, &ast.at);
        }
        let (mut typed, used) = match self.root(&names) {
            Ok(found) => found,
            Err(problem) => {
                self.problems.push(problem);
                return (Node::Absent, Type::Dyn);
            }
        };
        for (name, at) in names.iter().skip(used) {
            typed = self.select(typed, name, at);
        }
        typed
    }

    /// What the first names of a path stand for, and how many they are.
    fn root(&mut self, names: &[(&str, Range<usize>)]) -> Result<(Typed, usize), ExprProblem> {
        if let Some(local) = names.first().and_then(|(name, _)| self.local(name)) {
            return Ok((local, 1));
        }
        let bare: Vec<&str> = names.iter().map(|(name, _)| *name).collect();
        match self.environment.resolve(&bare) {
            Resolution::Found { var, ty, used } => Ok(((Node::Load(var, ty.clone()), ty), used)),
            Resolution::Absent => Ok(((Node::Absent, Type::Dyn), names.len())),
            Resolution::Unknown { at, suggestion } => {
                let (name, span) = names.get(at).cloned().unwrap_or(("", 0..0));
                let mut problem = ExprProblem::new(Code::ExprUnknownName, span).what(name);
                problem.suggestion = suggestion;
                Err(problem)
            }
        }
    }

    fn local(&self, name: &str) -> Option<Typed> {
        let (depth, (_, ty)) = self
            .locals
            .iter()
            .rev()
            .enumerate()
            .find(|(_, (known, _))| known == name)?;
        Some((
            Node::Local(u8::try_from(depth).ok()?, ty.clone()),
            ty.clone(),
        ))
    }

    fn select(&mut self, (of, ty): Typed, name: &str, at: &Range<usize>) -> Typed {
        if matches!(of, Node::Absent) {
            return (Node::Absent, Type::Dyn);
        }
        let member = match &ty {
            Type::Dyn => Type::Dyn,
            Type::Map(value) => (**value).clone(),
            Type::Object(members) => match members.iter().find(|(known, _)| **known == *name) {
                Some((_, ty)) => ty.clone(),
                None => {
                    let near =
                        nearest(name, members.iter().map(|(known, _)| &**known)).map(str::to_owned);
                    let mut problem =
                        ExprProblem::new(Code::ExprUnknownName, at.clone()).what(name);
                    problem.suggestion = near;
                    self.problems.push(problem);
                    return (Node::Absent, Type::Dyn);
                }
            },
            other => {
                self.mismatch(at, "object", &other.clone());
                return (Node::Absent, Type::Dyn);
            }
        };
        (
            Node::Select(Box::new(of), name.into(), member.clone()),
            member,
        )
    }

    fn index(&mut self, of: &Ast, at: &Ast) -> Typed {
        let ((container, ty), (index, index_ty)) = (self.node(of), self.node(at));
        let (wanted, item) = match &ty {
            Type::List(item) => (Type::Int, (**item).clone()),
            Type::Map(value) => (Type::Text, (**value).clone()),
            Type::Dyn => (Type::Dyn, Type::Dyn),
            other => {
                self.mismatch(&of.at, "list or map", &other.clone());
                return (Node::Absent, Type::Dyn);
            }
        };
        if wanted != index_ty && wanted != Type::Dyn && index_ty != Type::Dyn {
            self.mismatch(&at.at, &wanted.to_string(), &index_ty);
        }
        (
            Node::Index(Box::new((container, index)), item.clone()),
            item,
        )
    }

    fn binary(&mut self, operator: Binary, left: &Ast, right: &Ast) -> Typed {
        let comparison = match operator {
            Binary::And | Binary::Or => return self.junction(operator, left, right),
            Binary::In => return self.membership(left, right),
            Binary::Add
            | Binary::Subtract
            | Binary::Multiply
            | Binary::Divide
            | Binary::Remainder => {
                return self.math(operator, left, right);
            }
            Binary::Equal => Comparison::Equal,
            Binary::NotEqual => Comparison::NotEqual,
            Binary::Less => Comparison::Less,
            Binary::LessEqual => Comparison::LessEqual,
            Binary::Greater => Comparison::Greater,
            Binary::GreaterEqual => Comparison::GreaterEqual,
        };
        let ((one, ty), (two, other)) = (self.node(left), self.node(right));
        let equality = matches!(comparison, Comparison::Equal | Comparison::NotEqual);
        let fits = if equality {
            ty.equates(&other)
        } else {
            ty.orders(&other)
        };
        let at = left.at.start..right.at.end;
        if equality && ty.is_comparison_left_out(&other) {
            return self.problem(Code::ExprUnsupported, &at, "comparing lists and objects");
        }
        if !fits {
            self.mismatch(&at, &ty.to_string(), &other);
        }
        (Node::Compare(comparison, Box::new((one, two))), Type::Bool)
    }

    fn junction(&mut self, operator: Binary, left: &Ast, right: &Ast) -> Typed {
        let parts = [
            self.expect(left, &Type::Bool),
            self.expect(right, &Type::Bool),
        ];
        let mut list = Vec::with_capacity(2);
        for part in parts {
            match (operator, part) {
                (Binary::And, Node::And(inner)) | (Binary::Or, Node::Or(inner)) => {
                    list.extend(inner)
                }
                (_, other) => list.push(other),
            }
        }
        let node = if operator == Binary::And {
            Node::And(list)
        } else {
            Node::Or(list)
        };
        (node, Type::Bool)
    }

    fn membership(&mut self, left: &Ast, right: &Ast) -> Typed {
        let (item, item_ty) = self.node(left);
        let (container, ty) = self.container(right);
        let known = match &ty {
            Type::List(of) => (**of).clone(),
            Type::Map(_) | Type::Object(_) => Type::Text,
            _ => Type::Dyn,
        };
        if !item_ty.equates(&known) {
            self.mismatch(&left.at, &known.to_string(), &item_ty);
        }
        (Node::In(Box::new((item, container))), Type::Bool)
    }

    /// A list, map or object that is gone through; here a list may be written out.
    pub(super) fn container(&mut self, ast: &Ast) -> Typed {
        if let Kind::List(items) = &ast.kind {
            let mut ty = None;
            let mut nodes = Vec::with_capacity(items.len());
            for item in items {
                let (node, item_ty) = self.node(item);
                ty = Some(match ty {
                    Some(known) if known != item_ty => Type::Dyn,
                    _ => item_ty,
                });
                nodes.push(node);
            }
            return (Node::List(nodes), Type::list(ty.unwrap_or(Type::Dyn)));
        }
        let (node, ty) = self.node(ast);
        if !matches!(
            ty,
            Type::List(_) | Type::Map(_) | Type::Object(_) | Type::Dyn
        ) {
            self.mismatch(&ast.at, "list or map", &ty);
        }
        (node, ty)
    }

    fn math(&mut self, operator: Binary, left: &Ast, right: &Ast) -> Typed {
        let ((one, ty), (two, other)) = (self.node(left), self.node(right));
        let node = match operator {
            Binary::Add => Operator::Add,
            Binary::Subtract => Operator::Subtract,
            Binary::Multiply => Operator::Multiply,
            Binary::Divide => Operator::Divide,
            _ => Operator::Remainder,
        };
        let result = match (node, &ty, &other) {
            (_, Type::Dyn, _) | (_, _, Type::Dyn) => Some(Type::Dyn),
            (_, Type::Int, Type::Int) => Some(Type::Int),
            (Operator::Remainder, Type::Double, _) => None,
            (_, Type::Double, Type::Double) => Some(Type::Double),
            (Operator::Subtract, Type::Timestamp, Type::Timestamp) => Some(Type::Duration),
            (Operator::Add | Operator::Subtract, Type::Timestamp, Type::Duration)
            | (Operator::Add, Type::Duration, Type::Timestamp) => Some(Type::Timestamp),
            (Operator::Add | Operator::Subtract, Type::Duration, Type::Duration) => {
                Some(Type::Duration)
            }
            _ => None,
        };
        let at = left.at.start..right.at.end;
        match result {
            Some(result) => (Node::Math(node, Box::new((one, two))), result),
            None if operator == Binary::Add && ty == Type::Text && other == Type::Text => {
                self.problem(Code::ExprUnsupported, &at, "joining strings")
            }
            None if operator == Binary::Add && ty.is_list() && other.is_list() => {
                self.problem(Code::ExprUnsupported, &at, "joining lists")
            }
            None => self.problem_types(&at, operator, &ty, &other),
        }
    }

    fn problem_types(
        &mut self,
        at: &Range<usize>,
        operator: Binary,
        ty: &Type,
        other: &Type,
    ) -> Typed {
        let problem = ExprProblem::new(Code::ExprType, at.clone());
        let expected = format!("operands that `{}` takes", operator.symbol());
        self.problems
            .push(problem.types(expected, format!("{ty}, {other}")));
        (Node::Absent, Type::Dyn)
    }
}
