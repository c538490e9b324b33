//! Evaluation.

use std::cell::Cell;

use super::arithmetic::{math, negate, time, to_double, to_int};
use super::environment::{Scope, Var};
use super::plan::{Comparison, Literal, Node};
use super::value::Value;

/// Why a condition has no answer.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EvalFault {
    /// A value that it needs is not there.
    #[error("a value is missing")]
    Missing,
    /// A value is of a type that the operation does not take.
    #[error("a value has another type than needed")]
    Type,
    /// A number does not fit.
    #[error("a number is too large")]
    Overflow,
    /// Division by zero.
    #[error("division by zero")]
    DivideByZero,
    /// An index outside of a list.
    #[error("index outside of the list")]
    Index,
    /// More steps than allowed.
    #[error("too many steps")]
    TooManySteps,
}

pub(super) type Evaluated<T> = Result<T, EvalFault>;

/// The most steps of one evaluation. A step is a node inside of a macro, an item gone through,
/// or [`STEP`] bytes read.
const MAX_STEPS: usize = 1_000_000;
/// Bytes that are read in one step.
const STEP: usize = 16;

/// What stays the same while one condition is evaluated.
pub(crate) struct Evaluation<'a, S> {
    scope: &'a S,
    steps: Cell<usize>,
}

/// The variable of a macro and of those around it.
pub(super) struct Frame<'f, 'a> {
    pub(super) value: Value<'a>,
    pub(super) outer: Option<&'f Frame<'f, 'a>>,
}

pub(super) type Outer<'f, 'a> = Option<&'f Frame<'f, 'a>>;

impl<'a, S: Scope> Evaluation<'a, S> {
    pub(crate) fn new(scope: &'a S) -> Self {
        Self {
            scope,
            steps: Cell::new(MAX_STEPS),
        }
    }

    pub(crate) fn value(&self, node: &'a Node) -> Evaluated<Value<'a>> {
        self.eval(node, None)
    }

    pub(super) fn eval(&self, node: &'a Node, frame: Outer<'_, 'a>) -> Evaluated<Value<'a>> {
        if frame.is_some() {
            self.spend(1)?;
        }
        match node {
            Node::Load(var, _) => present(self.scope.load(*var)),
            Node::Literal(literal) => Ok(constant(literal)),
            Node::Compare(how, two) => self.compare(*how, two, frame).map(Value::Bool),
            Node::And(list) => self.junction(list, frame, false).map(Value::Bool),
            Node::Or(list) => self.junction(list, frame, true).map(Value::Bool),
            Node::Not(of) => Ok(Value::Bool(!self.bool(of, frame)?)),
            Node::Present(var) => Ok(Value::Bool(self.is_present(*var))),
            Node::In(two) => self.contains(&two.0, &two.1, frame).map(Value::Bool),
            Node::Local(depth, _) => local(*depth, frame).and_then(present),
            Node::Absent => Err(EvalFault::Missing),
            Node::If(three) => {
                let chosen = if self.bool(&three.0, frame)? {
                    &three.1
                } else {
                    &three.2
                };
                self.eval(chosen, frame)
            }
            Node::HasMember(of, name) => self.has(of, name, frame).map(Value::Bool),
            Node::Select(of, name, ty) => {
                let of = self.eval(of, frame)?;
                self.member(of, Value::Text(name), ty)
            }
            Node::Index(two, ty) => self.index(&two.0, &two.1, ty, frame),
            Node::Size(of) => self.size(of, frame).map(Value::Int),
            Node::Test(test, two) => self.test(*test, two, frame).map(Value::Bool),
            Node::Matches(of, pattern) => self.matches(of, pattern, frame).map(Value::Bool),
            Node::Time(part, of) => time(*part, self.eval(of, frame)?).map(Value::Int),
            Node::Math(operator, two) => math(
                *operator,
                self.eval(&two.0, frame)?,
                self.eval(&two.1, frame)?,
            ),
            Node::Negate(of) => negate(self.eval(of, frame)?),
            Node::ToInt(of) => to_int(self.eval(of, frame)?),
            Node::ToDouble(of) => to_double(self.eval(of, frame)?),
            Node::Macro {
                kind,
                range,
                item,
                predicate,
            } => self
                .quantify(*kind, range, item, predicate, frame)
                .map(Value::Bool),
            // A list stands only where it is gone through: see `each`.
            Node::List(_) => Err(EvalFault::Type),
        }
    }

    pub(super) fn bool(&self, node: &'a Node, frame: Outer<'_, 'a>) -> Evaluated<bool> {
        match self.eval(node, frame)? {
            Value::Bool(value) => Ok(value),
            _ => Err(EvalFault::Type),
        }
    }

    /// `&&` ends on `false` and `||` on `true`, also when another part has no answer.
    fn junction(&self, list: &'a [Node], frame: Outer<'_, 'a>, ends_on: bool) -> Evaluated<bool> {
        let mut fault = None;
        for part in list {
            match self.bool(part, frame) {
                Ok(value) if value == ends_on => return Ok(ends_on),
                Ok(_) => {}
                Err(why) => fault = fault.or(Some(why)),
            }
        }
        fault.map_or(Ok(!ends_on), Err)
    }

    fn compare(
        &self,
        how: Comparison,
        two: &'a (Node, Node),
        frame: Outer<'_, 'a>,
    ) -> Evaluated<bool> {
        let (left, right) = (self.eval(&two.0, frame)?, self.eval(&two.1, frame)?);
        self.read(left.length().min(right.length()))?;
        match how {
            Comparison::Equal => left.equals(right),
            Comparison::NotEqual => left.equals(right).map(|same| !same),
            _ => ordered(how, left, right),
        }
    }

    pub(super) fn is_present(&self, var: Var) -> bool {
        !matches!(self.scope.load(var), Value::Absent)
    }

    pub(super) fn spend(&self, steps: usize) -> Evaluated<()> {
        let left = self.steps.get().checked_sub(steps);
        self.steps.set(left.unwrap_or(0));
        left.map(|_| ()).ok_or(EvalFault::TooManySteps)
    }

    /// Spends what reading that many bytes costs.
    pub(super) fn read(&self, bytes: usize) -> Evaluated<()> {
        self.spend(bytes / STEP)
    }
}

pub(super) fn present(value: Value<'_>) -> Evaluated<Value<'_>> {
    if matches!(value, Value::Absent) {
        Err(EvalFault::Missing)
    } else {
        Ok(value)
    }
}

fn ordered(how: Comparison, left: Value<'_>, right: Value<'_>) -> Evaluated<bool> {
    let order = left.order(right).ok_or(EvalFault::Type)?;
    Ok(match how {
        Comparison::Less => order.is_lt(),
        Comparison::LessEqual => order.is_le(),
        Comparison::Greater => order.is_gt(),
        Comparison::GreaterEqual => order.is_ge(),
        Comparison::Equal => order.is_eq(),
        Comparison::NotEqual => order.is_ne(),
    })
}

pub(super) fn constant(literal: &Literal) -> Value<'_> {
    match literal {
        Literal::Null => Value::Null,
        Literal::Bool(value) => Value::Bool(*value),
        Literal::Int(value) => Value::Int(*value),
        Literal::Double(value) => Value::Double(*value),
        Literal::Text(text) => Value::Text(text),
        Literal::Timestamp(micros) => Value::Timestamp(*micros),
        Literal::Duration(micros) => Value::Duration(*micros),
        Literal::Decimal(value) => Value::Decimal(*value),
    }
}

fn local<'a>(depth: u8, frame: Outer<'_, 'a>) -> Evaluated<Value<'a>> {
    let mut frame = frame;
    for _ in 0..depth {
        frame = frame.and_then(|frame| frame.outer);
    }
    frame.map(|frame| frame.value).ok_or(EvalFault::Missing)
}
