//! The compiled form of a condition.

use super::environment::Var;
use super::types::Type;
use crate::decimal::Decimal;
use crate::pattern::Pattern;

/// A constant.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "named like the types")]
pub enum Literal {
    Null,
    Bool(bool),
    Int(i64),
    Double(f64),
    Text(Box<str>),
    Timestamp(i64),
    Duration(i64),
    Decimal(Decimal),
}

/// One step of a plan. Public so that other areas can evaluate it in part or write it as SQL.
#[derive(Debug, Clone)]
pub enum Node {
    /// A constant.
    Literal(Literal),
    /// A variable.
    Load(Var, Type),
    /// A variable of a macro; 0 is the innermost.
    Local(u8, Type),
    /// A value that is never there.
    Absent,
    /// Whether a variable is there: `has(path)`.
    Present(Var),
    /// Whether an object has a member: `has(value.name)`.
    HasMember(Box<Node>, Box<str>),
    /// `!`.
    Not(Box<Node>),
    /// `&&`: false if one is false, whatever fails beside it.
    And(Vec<Node>),
    /// `||`: true if one is true, whatever fails beside it.
    Or(Vec<Node>),
    /// `a ? b : c`.
    If(Box<(Node, Node, Node)>),
    /// A comparison.
    Compare(Comparison, Box<(Node, Node)>),
    /// `item in container`.
    In(Box<(Node, Node)>),
    /// Arithmetic.
    Math(Operator, Box<(Node, Node)>),
    /// Unary minus.
    Negate(Box<Node>),
    /// `size`.
    Size(Box<Node>),
    /// `contains`, `startsWith`, `endsWith`.
    Test(TextTest, Box<(Node, Node)>),
    /// `matches`, with its literal pattern.
    Matches(Box<Node>, Pattern),
    /// A part of a timestamp or duration.
    Time(TimePart, Box<Node>),
    /// `int(…)`.
    ToInt(Box<Node>),
    /// `double(…)`.
    ToDouble(Box<Node>),
    /// A member of an object, of the given type.
    Select(Box<Node>, Box<str>, Type),
    /// An item of a list or a member of a map, of the given type.
    Index(Box<(Node, Node)>, Type),
    /// A list.
    List(Vec<Node>),
    /// `all`, `exists`, `exists_one` over the items of a list or the names of a map.
    Macro {
        /// Which of them.
        kind: MacroKind,
        /// What is gone through.
        range: Box<Node>,
        /// The type of the items.
        item: Type,
        /// What is asked of each, as [`Node::Local`] 0.
        predicate: Box<Node>,
    },
}

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "named for what they are")]
pub enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
}

/// Arithmetic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "named for what they are")]
pub enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

/// Tests of one text against another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "named like CEL's functions")]
pub enum TextTest {
    Contains,
    StartsWith,
    EndsWith,
}

/// Macros over a list or map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "named like CEL's macros")]
pub enum MacroKind {
    All,
    Exists,
    ExistsOne,
}

/// Parts of a timestamp (UTC), or of a duration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "named like CEL's functions")]
pub enum TimePart {
    FullYear,
    Month,
    Date,
    DayOfMonth,
    DayOfWeek,
    DayOfYear,
    Hours,
    Minutes,
    Seconds,
    Milliseconds,
}

impl TimePart {
    const NAMES: [(&'static str, Self); 10] = [
        ("getFullYear", Self::FullYear),
        ("getMonth", Self::Month),
        ("getDate", Self::Date),
        ("getDayOfMonth", Self::DayOfMonth),
        ("getDayOfWeek", Self::DayOfWeek),
        ("getDayOfYear", Self::DayOfYear),
        ("getHours", Self::Hours),
        ("getMinutes", Self::Minutes),
        ("getSeconds", Self::Seconds),
        ("getMilliseconds", Self::Milliseconds),
    ];

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        let mut known = Self::NAMES.iter();
        known.find(|(word, _)| *word == name).map(|(_, part)| *part)
    }

    /// CEL's function for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        let mut known = Self::NAMES.iter();
        known
            .find(|(_, part)| *part == self)
            .map_or("", |(word, _)| word)
    }
}

impl Node {
    /// The nodes directly below.
    #[must_use]
    pub fn children(&self) -> Vec<&Node> {
        match self {
            Self::Literal(_)
            | Self::Load(..)
            | Self::Local(..)
            | Self::Absent
            | Self::Present(_) => Vec::new(),
            Self::HasMember(of, _)
            | Self::Not(of)
            | Self::Negate(of)
            | Self::Size(of)
            | Self::Matches(of, _)
            | Self::Time(_, of)
            | Self::ToInt(of)
            | Self::ToDouble(of)
            | Self::Select(of, ..) => vec![of],
            Self::And(list) | Self::Or(list) | Self::List(list) => list.iter().collect(),
            Self::If(three) => vec![&three.0, &three.1, &three.2],
            Self::Compare(_, two)
            | Self::In(two)
            | Self::Math(_, two)
            | Self::Test(_, two)
            | Self::Index(two, _) => {
                vec![&two.0, &two.1]
            }
            Self::Macro {
                range, predicate, ..
            } => vec![range, predicate],
        }
    }

    /// Calls `visit` with this node and every node below it.
    pub fn walk<'n>(&'n self, visit: &mut dyn FnMut(&'n Node)) {
        visit(self);
        for child in self.children() {
            child.walk(visit);
        }
    }
}
