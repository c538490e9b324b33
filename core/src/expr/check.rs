//! Names and types: from the syntax tree to the plan.

use std::ops::Range;

use super::ast::{Ast, Binary, Kind};
use super::environment::{Environment, Resolution};
use super::plan::{Comparison, Literal, MacroKind, Node, Operator, TextTest, TimePart};
use super::problem::ExprProblem;
use super::types::Type;
use crate::decimal::Decimal;
use crate::error::{Code, nearest};
use crate::time::{SECOND, parse_instant};

/// Macros inside macros.
const MAX_MACROS: usize = 2;

/// A plan and its type. A mistake gives `Dyn`, so that it is reported once.
type Typed = (Node, Type);

pub(super) struct Checker<'e> {
    environment: &'e mut dyn Environment,
    locals: Vec<(String, Type)>,
    pub(super) problems: Vec<ExprProblem>,
}

impl<'e> Checker<'e> {
    pub(super) fn new(environment: &'e mut dyn Environment) -> Self {
        Self {
            environment,
            locals: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// Compiles an expression that must be of the type.
    pub(super) fn expect(&mut self, ast: &Ast, expected: &Type) -> Node {
        let (node, ty) = self.node(ast);
        if ty != *expected && ty != Type::Dyn && *expected != Type::Dyn {
            self.mismatch(&ast.at, &expected.to_string(), &ty);
        }
        node
    }

    fn problem(&mut self, code: Code, at: &Range<usize>, what: impl Into<String>) -> Typed {
        self.problems
            .push(ExprProblem::new(code, at.clone()).what(what));
        (Node::Absent, Type::Dyn)
    }

    fn mismatch(&mut self, at: &Range<usize>, expected: &str, actual: &Type) {
        let problem = ExprProblem::new(Code::ExprType, at.clone());
        self.problems
            .push(problem.types(expected, actual.to_string()));
    }

    fn node(&mut self, ast: &Ast) -> Typed {
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
        if !fits {
            self.mismatch(&(left.at.start..right.at.end), &ty.to_string(), &other);
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
    fn container(&mut self, ast: &Ast) -> Typed {
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
            None if ty == Type::Text && operator == Binary::Add => {
                self.problem(Code::ExprUnsupported, &at, "joining strings")
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

    fn call(&mut self, ast: &Ast, receiver: Option<&Ast>, name: &str, arguments: &[Ast]) -> Typed {
        match (receiver, name, arguments) {
            (None, "has", [argument]) => self.has(argument),
            (None, "size", [of]) | (Some(of), "size", []) => self.size(of),
            (Some(of), "contains", [part]) => self.test(TextTest::Contains, of, part),
            (Some(of), "startsWith", [part]) => self.test(TextTest::StartsWith, of, part),
            (Some(of), "endsWith", [part]) => self.test(TextTest::EndsWith, of, part),
            (Some(of), "matches", [pattern]) | (None, "matches", [of, pattern]) => {
                self.matches(of, pattern)
            }
            (Some(range), "all", [variable, predicate]) => {
                self.quantify(MacroKind::All, range, variable, predicate)
            }
            (Some(range), "exists", [variable, predicate]) => {
                self.quantify(MacroKind::Exists, range, variable, predicate)
            }
            (Some(range), "exists_one", [variable, predicate]) => {
                self.quantify(MacroKind::ExistsOne, range, variable, predicate)
            }
            (None, "int", [of]) => self.convert(of, Type::Int),
            (None, "double", [of]) => self.convert(of, Type::Double),
            (None, "timestamp" | "duration" | "decimal", [of]) => self.literal(name, of),
            (Some(of), part, []) if TimePart::from_name(part).is_some() => self.time(of, part),
            (Some(_), part, [zone]) if TimePart::from_name(part).is_some() => {
                self.problem(Code::ExprUnsupported, &zone.at, "time zone argument")
            }
            _ => self.unknown_function(ast, name),
        }
    }

    fn unknown_function(&mut self, ast: &Ast, name: &str) -> Typed {
        const KNOWN: [&str; 24] = [
            "has",
            "size",
            "contains",
            "startsWith",
            "endsWith",
            "matches",
            "all",
            "exists",
            "exists_one",
            "int",
            "double",
            "timestamp",
            "duration",
            "decimal",
            "getFullYear",
            "getMonth",
            "getDate",
            "getDayOfMonth",
            "getDayOfWeek",
            "getDayOfYear",
            "getHours",
            "getMinutes",
            "getSeconds",
            "getMilliseconds",
        ];
        const OTHERS: [&str; 8] = [
            "map", "filter", "uint", "string", "bytes", "type", "dyn", "bool",
        ];
        if OTHERS.contains(&name) {
            return self.problem(Code::ExprUnsupported, &ast.at, format!("{name}()"));
        }
        let mut problem = ExprProblem::new(Code::ExprUnknownFunction, ast.at.clone()).what(name);
        // A known name with other arguments is not its own suggestion.
        problem.suggestion = nearest(name, KNOWN.into_iter())
            .filter(|near| *near != name)
            .map(str::to_owned);
        self.problems.push(problem);
        (Node::Absent, Type::Dyn)
    }

    fn has(&mut self, argument: &Ast) -> Typed {
        let is_select = matches!(argument.kind, Kind::Select(..));
        if !is_select {
            self.mismatch(&argument.at, "field selection", &Type::Dyn);
        }
        let node = match self.path_or(argument) {
            Node::Load(var, _) => Node::Present(var),
            Node::Select(of, name, _) => Node::HasMember(of, name),
            _ => Node::Literal(Literal::Bool(false)),
        };
        (node, Type::Bool)
    }

    fn path_or(&mut self, argument: &Ast) -> Node {
        self.node(argument).0
    }

    fn size(&mut self, of: &Ast) -> Typed {
        let (node, ty) = match of.kind {
            Kind::List(_) => self.container(of),
            _ => self.node(of),
        };
        if !matches!(
            ty,
            Type::Text | Type::List(_) | Type::Map(_) | Type::Object(_) | Type::Dyn
        ) {
            self.mismatch(&of.at, "string, list or map", &ty);
        }
        (Node::Size(Box::new(node)), Type::Int)
    }

    fn test(&mut self, test: TextTest, of: &Ast, part: &Ast) -> Typed {
        let two = (self.expect(of, &Type::Text), self.expect(part, &Type::Text));
        (Node::Test(test, Box::new(two)), Type::Bool)
    }

    fn matches(&mut self, of: &Ast, pattern: &Ast) -> Typed {
        let of = self.expect(of, &Type::Text);
        let Kind::Text(source) = &pattern.kind else {
            return self.problem(
                Code::ExprUnsupported,
                &pattern.at,
                "pattern that is not a literal",
            );
        };
        match regex::Regex::new(source) {
            Ok(regex) => (Node::Matches(Box::new(of), regex), Type::Bool),
            Err(_) => self.problem(Code::ExprRegex, &pattern.at, source.as_str()),
        }
    }

    fn quantify(&mut self, kind: MacroKind, range: &Ast, variable: &Ast, predicate: &Ast) -> Typed {
        let (range_node, ty) = self.container(range);
        let item = match &ty {
            Type::List(item) => (**item).clone(),
            Type::Map(_) | Type::Object(_) => Type::Text,
            _ => Type::Dyn,
        };
        let Kind::Name(name) = &variable.kind else {
            return self.problem(
                Code::ExprSyntax,
                &variable.at,
                "anything but the name of a variable",
            );
        };
        if self.locals.len() >= MAX_MACROS {
            return self.problem(Code::ExprTooComplex, &range.at, "macros inside macros");
        }
        self.locals.push((name.clone(), item.clone()));
        let predicate = Box::new(self.expect(predicate, &Type::Bool));
        self.locals.pop();
        (
            Node::Macro {
                kind,
                range: Box::new(range_node),
                item,
                predicate,
            },
            Type::Bool,
        )
    }

    fn convert(&mut self, of: &Ast, to: Type) -> Typed {
        let (node, ty) = self.node(of);
        let fits = ty.is_number() || to == Type::Int && ty == Type::Timestamp;
        if !fits {
            self.mismatch(&of.at, "int or double", &ty);
        }
        let node = Box::new(node);
        (
            if to == Type::Int {
                Node::ToInt(node)
            } else {
                Node::ToDouble(node)
            },
            to,
        )
    }

    /// `timestamp("…")`, `duration("…")` and `decimal("…")` are constants.
    fn literal(&mut self, function: &str, of: &Ast) -> Typed {
        let Kind::Text(text) = &of.kind else {
            return self.problem(
                Code::ExprUnsupported,
                &of.at,
                format!("{function}() of what is not a literal"),
            );
        };
        let read = match function {
            "timestamp" => {
                parse_instant(text).map(|micros| (Literal::Timestamp(micros), Type::Timestamp))
            }
            "duration" => duration(text).map(|micros| (Literal::Duration(micros), Type::Duration)),
            _ => Decimal::parse(text).map(|value| (Literal::Decimal(value), Type::Decimal)),
        };
        match read {
            Some((literal, ty)) => (Node::Literal(literal), ty),
            None => self.problem(Code::ExprLiteral, &of.at, function),
        }
    }

    fn time(&mut self, of: &Ast, name: &str) -> Typed {
        let (node, ty) = self.node(of);
        let Some(part) = TimePart::from_name(name) else {
            return (Node::Absent, Type::Dyn);
        };
        let clock = matches!(
            part,
            TimePart::Hours | TimePart::Minutes | TimePart::Seconds
        );
        if !(matches!(ty, Type::Timestamp | Type::Dyn) || clock && ty == Type::Duration) {
            self.mismatch(&of.at, "timestamp", &ty);
        }
        (Node::Time(part, Box::new(node)), Type::Int)
    }
}

/// Microseconds of CEL's duration text, such as `1h30m` or `-1.5s`; nothing finer than a
/// microsecond.
fn duration(text: &str) -> Option<i64> {
    let (sign, mut rest) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let mut total: i128 = 0;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, tail) = rest.split_at(digits);
        let unit = tail
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(tail.len());
        let (unit, tail) = tail.split_at(unit);
        let nanos: i128 = match unit {
            "h" => 3_600_000_000_000,
            "m" => 60_000_000_000,
            "s" => 1_000_000_000,
            "ms" => 1_000_000,
            "us" => 1000,
            "ns" => 1,
            _ => return None,
        };
        total = total.checked_add(scaled(number, nanos)?)?;
        rest = tail;
    }
    let nanos_per_micro = i128::from(1_000_000_000 / SECOND);
    (total % nanos_per_micro == 0).then(|| i64::try_from(sign * total / nanos_per_micro).ok())?
}

/// `number` × `nanos`, exactly.
fn scaled(number: &str, nanos: i128) -> Option<i128> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let digits: i128 = format!("{whole}{fraction}").parse().ok()?;
    let power = 10i128.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    let product = digits.checked_mul(nanos)?;
    (product % power == 0).then_some(product / power)
}
