//! The syntax tree, before names and types mean anything.

use std::ops::Range;

/// An expression and where it stands in the source.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ast {
    pub(crate) kind: Kind,
    pub(crate) at: Range<usize>,
    /// Levels of the tree from here down: what a recursive walk needs of the stack.
    pub(crate) height: usize,
}

impl Ast {
    pub(crate) fn new(kind: Kind, at: Range<usize>) -> Self {
        let height = 1 + kind.tallest();
        Self { kind, at, height }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Kind {
    Null,
    Bool(bool),
    Int(i64),
    Double(f64),
    Text(String),
    Name(String),
    Select(Box<Ast>, String),
    Index(Box<Ast>, Box<Ast>),
    /// A call, with its receiver when it is written as a method.
    Call(Option<Box<Ast>>, String, Vec<Ast>),
    List(Vec<Ast>),
    Not(Box<Ast>),
    Negate(Box<Ast>),
    Binary(Binary, Box<Ast>, Box<Ast>),
    If(Box<Ast>, Box<Ast>, Box<Ast>),
}

impl Kind {
    /// The height of the tallest part.
    fn tallest(&self) -> usize {
        let tallest = |parts: &[Ast]| parts.iter().map(|part| part.height).max().unwrap_or(0);
        match self {
            Self::Select(of, _) | Self::Not(of) | Self::Negate(of) => of.height,
            Self::Index(one, two) | Self::Binary(_, one, two) => one.height.max(two.height),
            Self::If(condition, yes, no) => condition.height.max(yes.height).max(no.height),
            Self::Call(receiver, _, arguments) => {
                let receiver = receiver.as_ref().map_or(0, |receiver| receiver.height);
                receiver.max(tallest(arguments))
            }
            Self::List(items) => tallest(items),
            Self::Null
            | Self::Bool(_)
            | Self::Int(_)
            | Self::Double(_)
            | Self::Text(_)
            | Self::Name(_) => 0,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Binary {
    Or,
    And,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Equal,
    NotEqual,
    In,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

impl Binary {
    pub(crate) fn symbol(self) -> &'static str {
        match self {
            Self::Or => "||",
            Self::And => "&&",
            Self::Less => "<",
            Self::LessEqual => "<=",
            Self::Greater => ">",
            Self::GreaterEqual => ">=",
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::In => "in",
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Remainder => "%",
        }
    }
}
