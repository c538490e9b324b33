//! Arithmetic, conversions of numbers, and the parts of times.

use chrono::{DateTime, Datelike, Timelike};

use super::eval::{EvalFault, Evaluated};
use super::plan::{Operator, TimePart};
use super::value::Value;

pub(super) fn math<'a>(
    operator: Operator,
    left: Value<'a>,
    right: Value<'a>,
) -> Evaluated<Value<'a>> {
    match (left, right) {
        (Value::Int(a), Value::Int(b)) => int_math(operator, a, b).map(Value::Int),
        (Value::Double(a), Value::Double(b)) => double_math(operator, a, b).map(Value::Double),
        (Value::Timestamp(a), Value::Timestamp(b)) if operator == Operator::Subtract => {
            int_math(operator, a, b).map(Value::Duration)
        }
        (Value::Timestamp(a), Value::Duration(b)) => int_math(operator, a, b).map(Value::Timestamp),
        (Value::Duration(a), Value::Timestamp(b)) => int_math(operator, a, b).map(Value::Timestamp),
        (Value::Duration(a), Value::Duration(b)) => int_math(operator, a, b).map(Value::Duration),
        _ => Err(EvalFault::Type),
    }
}

fn int_math(operator: Operator, a: i64, b: i64) -> Evaluated<i64> {
    let zero = b == 0 && matches!(operator, Operator::Divide | Operator::Remainder);
    if zero {
        return Err(EvalFault::DivideByZero);
    }
    let result = match operator {
        Operator::Add => a.checked_add(b),
        Operator::Subtract => a.checked_sub(b),
        Operator::Multiply => a.checked_mul(b),
        Operator::Divide => a.checked_div(b),
        Operator::Remainder => a.checked_rem(b),
    };
    result.ok_or(EvalFault::Overflow)
}

fn double_math(operator: Operator, a: f64, b: f64) -> Evaluated<f64> {
    Ok(match operator {
        Operator::Add => a + b,
        Operator::Subtract => a - b,
        Operator::Multiply => a * b,
        Operator::Divide => a / b,
        Operator::Remainder => return Err(EvalFault::Type),
    })
}

pub(super) fn negate(value: Value<'_>) -> Evaluated<Value<'_>> {
    match value {
        Value::Int(value) => value
            .checked_neg()
            .map(Value::Int)
            .ok_or(EvalFault::Overflow),
        Value::Double(value) => Ok(Value::Double(-value)),
        _ => Err(EvalFault::Type),
    }
}

pub(super) fn to_int(value: Value<'_>) -> Evaluated<Value<'_>> {
    match value {
        Value::Int(_) => Ok(value),
        Value::Double(double) => {
            // Within these bounds the cast is exact but for the fraction, which CEL drops.
            let fits =
                double > -9_223_372_036_854_775_808.0 && double < 9_223_372_036_854_775_808.0;
            #[expect(clippy::cast_possible_truncation, reason = "checked to be within i64")]
            fits.then_some(Value::Int(double as i64))
                .ok_or(EvalFault::Overflow)
        }
        Value::Timestamp(micros) => Ok(Value::Int(micros.div_euclid(crate::time::SECOND))),
        _ => Err(EvalFault::Type),
    }
}

pub(super) fn to_double(value: Value<'_>) -> Evaluated<Value<'_>> {
    match value {
        #[expect(clippy::cast_precision_loss, reason = "CEL's conversion rounds")]
        Value::Int(value) => Ok(Value::Double(value as f64)),
        Value::Double(_) => Ok(value),
        _ => Err(EvalFault::Type),
    }
}

pub(super) fn time(part: TimePart, value: Value<'_>) -> Evaluated<i64> {
    match value {
        Value::Timestamp(micros) => {
            let time = DateTime::from_timestamp_micros(micros).ok_or(EvalFault::Overflow)?;
            Ok(match part {
                TimePart::FullYear => i64::from(time.year()),
                TimePart::Month => i64::from(time.month0()),
                TimePart::Date => i64::from(time.day()),
                TimePart::DayOfMonth => i64::from(time.day0()),
                TimePart::DayOfWeek => i64::from(time.weekday().num_days_from_sunday()),
                TimePart::DayOfYear => i64::from(time.ordinal0()),
                TimePart::Hours => i64::from(time.hour()),
                TimePart::Minutes => i64::from(time.minute()),
                TimePart::Seconds => i64::from(time.second()),
                TimePart::Milliseconds => i64::from(time.nanosecond() / 1_000_000),
            })
        }
        Value::Duration(micros) => match part {
            TimePart::Hours => Ok(micros / (3600 * crate::time::SECOND)),
            TimePart::Minutes => Ok(micros / (60 * crate::time::SECOND)),
            TimePart::Seconds => Ok(micros / crate::time::SECOND),
            _ => Err(EvalFault::Type),
        },
        _ => Err(EvalFault::Type),
    }
}
