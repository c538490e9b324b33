//! Functions and macros: what a call means, and its type.

use super::arithmetic::{DURATIONS, TIMESTAMPS};
use super::ast::{Ast, Kind};
use super::check::{Checker, Typed};
use super::plan::{Literal, MacroKind, Node, TextTest, TimePart};
use super::problem::ExprProblem;
use super::types::Type;
use crate::decimal::Decimal;
use crate::error::{Code, nearest};
use crate::pattern::Pattern;
use crate::time::{SECOND, parse_instant};

/// Macros inside macros.
const MAX_MACROS: usize = 2;

impl Checker<'_> {
    pub(super) fn call(
        &mut self,
        ast: &Ast,
        receiver: Option<&Ast>,
        name: &str,
        arguments: &[Ast],
    ) -> Typed {
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
        match Pattern::new(source) {
            Ok(pattern) => (Node::Matches(Box::new(of), pattern), Type::Bool),
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
            let problem = ExprProblem::new(Code::ExprSyntax, variable.at.clone());
            self.problems.push(problem.expected("name of a variable"));
            return (Node::Absent, Type::Dyn);
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
        if ty == Type::Text {
            let what = format!("{to}() of a string");
            return self.problem(Code::ExprUnsupported, &of.at, what);
        }
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
            "timestamp" => parse_instant(text)
                .filter(|micros| TIMESTAMPS.contains(micros))
                .map(|micros| (Literal::Timestamp(micros), Type::Timestamp)),
            "duration" => duration(text)
                .filter(|micros| DURATIONS.contains(micros))
                .map(|micros| (Literal::Duration(micros), Type::Duration)),
            _ => Decimal::parse(text).map(|value| (Literal::Decimal(value), Type::Decimal)),
        };
        match read {
            Some((literal, ty)) => (Node::Literal(literal), ty),
            None => {
                let problem = ExprProblem::new(Code::ExprLiteral, of.at.clone());
                self.problems.push(problem.expected(function));
                (Node::Absent, Type::Dyn)
            }
        }
    }

    fn time(&mut self, of: &Ast, name: &str) -> Typed {
        let (node, ty) = self.node(of);
        let Some(part) = TimePart::from_name(name) else {
            return (Node::Absent, Type::Dyn);
        };
        let clock = matches!(
            part,
            TimePart::Hours | TimePart::Minutes | TimePart::Seconds | TimePart::Milliseconds
        );
        if !(matches!(ty, Type::Timestamp | Type::Dyn) || clock && ty == Type::Duration) {
            self.mismatch(&of.at, "timestamp", &ty);
        }
        (Node::Time(part, Box::new(node)), Type::Int)
    }
}

/// Microseconds of CEL's duration text, such as `1h30m`, `-1.5s` or `+2s`; nothing finer than a
/// microsecond.
fn duration(text: &str) -> Option<i64> {
    let unsigned = text.strip_prefix(['-', '+']);
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let mut rest = unsigned.unwrap_or(text);
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
    if number.is_empty() {
        return None;
    }
    let digits: i128 = format!("{whole}{fraction}").parse().ok()?;
    let power = 10i128.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    let product = digits.checked_mul(nanos)?;
    (product % power == 0).then_some(product / power)
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn durations_are_exact_or_refused() {
        for (text, micros) in [
            ("1h", Some(3_600_000_000)),
            ("1h1m1s1ms1us", Some(3_661_001_001)),
            ("0.000001s", Some(1)),
            ("1000ns", Some(1)),
            ("-1.5h", Some(-5_400_000_000)),
            ("+.5s", Some(500_000)),
            ("0.0000001s", None),
            ("1500ns", None),
            ("", None),
            ("-", None),
            ("+-1s", None),
            ("1", None),
            ("s", None),
            (".s", None),
            ("1.2.3s", None),
            ("1 s", None),
            ("1S", None),
            ("99999999999999999999999999999999999999999h", None),
            ("9999999999999999h", None),
        ] {
            assert_eq!(duration(text), micros, "{text}");
        }
    }
}
