//! One value of a row, from text or JSON.

use super::shape::ColumnType;
use crate::decimal::Decimal;
use crate::error::{Code, Params};
use crate::json::{Shape, Tree, Value};
use crate::schema::currency_exponent;
use crate::time::parse_instant;

/// A value as it was written.
pub(super) enum Written<'a> {
    Null,
    /// Text of a file without types.
    Plain(&'a str),
    /// An amount and its currency, from two columns of such a file.
    Pair(&'a str, &'a str),
    Json(&'a Tree),
}

/// A value that fits its column.
pub(in crate::metrics) enum Cell<'a> {
    Null,
    Text(&'a str),
    Number(i64),
    Money(i64, &'a str),
    Bool(bool),
}

/// What is wrong with a value.
pub(super) type Fault = (Code, Params);

fn fault<T>(code: Code) -> Result<T, Fault> {
    Err((code, Params::new()))
}

/// Reads a value as one of the type.
pub(super) fn read<'a>(
    written: Written<'a>,
    ty: &'a ColumnType,
    required: bool,
) -> Result<Cell<'a>, Fault> {
    let cell = match written {
        Written::Null | Written::Plain("") => Cell::Null,
        Written::Plain(text) => from_text(text, ty)?,
        Written::Pair("", "") => Cell::Null,
        Written::Pair(amount, currency) => money(amount, currency)?,
        Written::Json(tree) => from_json(tree, ty)?,
    };
    match cell {
        Cell::Null if required => fault(Code::SchemaRequired),
        cell => Ok(cell),
    }
}

fn from_text<'a>(text: &'a str, ty: &'a ColumnType) -> Result<Cell<'a>, Fault> {
    match (ty, text) {
        (ColumnType::Text, text) => Ok(Cell::Text(text)),
        (ColumnType::Int, text) => int(text),
        (ColumnType::Decimal { scale }, text) => units(text, *scale).map(Cell::Number),
        (ColumnType::Instant, text) => instant(text),
        (ColumnType::Bool, "true") => Ok(Cell::Bool(true)),
        (ColumnType::Bool, "false") => Ok(Cell::Bool(false)),
        (ColumnType::Bool, _) => wrong("bool", "text"),
        (ColumnType::Money { currency }, text) => match (text.split_once(' '), currency) {
            (Some((amount, currency)), _) => money(amount, currency),
            (None, Some(currency)) => money(text, currency),
            (None, None) => fault(Code::SchemaMoney),
        },
    }
}

fn from_json<'a>(tree: &'a Tree, ty: &'a ColumnType) -> Result<Cell<'a>, Fault> {
    match (ty, &tree.value) {
        (_, Value::Null) => Ok(Cell::Null),
        (ColumnType::Text, Value::String(text)) => Ok(Cell::Text(text)),
        (ColumnType::Int, Value::Number(text)) => int(text),
        (ColumnType::Decimal { scale }, Value::Number(text) | Value::String(text)) => {
            units(text, *scale).map(Cell::Number)
        }
        (ColumnType::Instant, Value::String(text)) => instant(text),
        (ColumnType::Bool, Value::Bool(value)) => Ok(Cell::Bool(*value)),
        (ColumnType::Money { .. }, Value::Object(_)) => money_object(tree),
        (
            ColumnType::Money {
                currency: Some(currency),
            },
            Value::Number(text) | Value::String(text),
        ) => money(text, currency),
        _ => wrong(ty.name(), shape(tree)),
    }
}

fn shape(tree: &Tree) -> &'static str {
    match tree.shape() {
        Shape::Null => "null",
        Shape::Bool => "bool",
        Shape::Number => "number",
        Shape::String => "text",
        Shape::Array => "list",
        Shape::Object => "object",
    }
}

fn wrong<T>(expected: &'static str, actual: &'static str) -> Result<T, Fault> {
    let params = vec![("expected", expected.into()), ("actual", actual.into())];
    Err((Code::SchemaWrongType, params))
}

fn int<'a>(text: &str) -> Result<Cell<'a>, Fault> {
    let plain = !text.starts_with('+');
    match text.parse().ok().filter(|_| plain) {
        Some(value) => Ok(Cell::Number(value)),
        None => fault(Code::SchemaNotInteger),
    }
}

fn instant<'a>(text: &str) -> Result<Cell<'a>, Fault> {
    parse_instant(text).map_or_else(|| fault(Code::SchemaInstant), |at| Ok(Cell::Number(at)))
}

/// Whole units of 10^−`scale`.
fn units(text: &str, scale: u8) -> Result<i64, Fault> {
    let Some(value) = Decimal::parse(text) else {
        return fault(Code::SchemaDecimal);
    };
    let spare = value.significant_scale();
    if spare > scale {
        return Err((Code::SchemaScale, vec![("scale", i64::from(scale).into())]));
    }
    let power = |digits: u8| 10i128.pow(u32::from(digits));
    let least = value.units() / power(value.scale() - spare);
    let units = i64::try_from(least * power(scale - spare));
    units.or_else(|_| fault(Code::SchemaInexact))
}

fn money<'a>(amount: &str, currency: &'a str) -> Result<Cell<'a>, Fault> {
    match currency_exponent(currency) {
        Some(exponent) => Ok(Cell::Money(units(amount, exponent)?, currency)),
        None => fault(Code::SchemaCurrency),
    }
}

fn money_object(tree: &Tree) -> Result<Cell<'_>, Fault> {
    let part = |name| tree.get(name).and_then(Tree::as_str);
    match (part("amount"), part("currency")) {
        (Some(amount), Some(currency)) => money(amount, currency),
        _ => fault(Code::SchemaMoney),
    }
}
