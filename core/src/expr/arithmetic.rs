//! Arithmetic, conversions of numbers, and the parts of times.

use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike, Timelike};

use super::eval::{EvalFault, Evaluated};
use super::plan::{Operator, TimePart};
use super::value::{Value, truncated};
use crate::time::SECOND;

/// Microseconds of the years 1 to 9999.
pub(crate) const TIMESTAMPS: RangeInclusive<i64> =
    -62_135_596_800 * SECOND..=253_402_300_800 * SECOND - 1;
/// Microseconds of 10,000 years of 365.25 days, as in `google.protobuf.Duration`.
pub(super) const DURATIONS: RangeInclusive<i64> =
    -315_576_000_000 * SECOND..=315_576_000_000 * SECOND;

pub(super) fn math<'a>(
    operator: Operator,
    left: Value<'a>,
    right: Value<'a>,
) -> Evaluated<Value<'a>> {
    match (left, right) {
        (Value::Int(a), Value::Int(b)) => int_math(operator, a, b).map(Value::Int),
        (Value::Double(a), Value::Double(b)) => double_math(operator, a, b).map(Value::Double),
        _ => time_math(operator, left, right),
    }
}

fn time_math<'a>(operator: Operator, left: Value<'a>, right: Value<'a>) -> Evaluated<Value<'a>> {
    use Operator::{Add, Subtract};
    match (left, operator, right) {
        (Value::Timestamp(a), Add | Subtract, Value::Duration(b))
        | (Value::Duration(a), Add, Value::Timestamp(b)) => {
            within(&TIMESTAMPS, int_math(operator, a, b)?).map(Value::Timestamp)
        }
        (Value::Timestamp(a), Subtract, Value::Timestamp(b))
        | (Value::Duration(a), Add | Subtract, Value::Duration(b)) => {
            within(&DURATIONS, int_math(operator, a, b)?).map(Value::Duration)
        }
        _ => Err(EvalFault::Type),
    }
}

fn within(range: &RangeInclusive<i64>, micros: i64) -> Evaluated<i64> {
    let fits = range.contains(&micros);
    fits.then_some(micros).ok_or(EvalFault::Overflow)
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
        Value::Double(double) => truncated(double).map(Value::Int).ok_or(EvalFault::Overflow),
        Value::Timestamp(micros) => Ok(Value::Int(micros.div_euclid(SECOND))),
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
            TimePart::Hours => Ok(micros / (3600 * SECOND)),
            TimePart::Minutes => Ok(micros / (60 * SECOND)),
            TimePart::Seconds => Ok(micros / SECOND),
            // Alone among the parts, this one is not of the whole.
            TimePart::Milliseconds => Ok(micros / (SECOND / 1000) % 1000),
            _ => Err(EvalFault::Type),
        },
        _ => Err(EvalFault::Type),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn int(operator: Operator, a: i64, b: i64) -> Evaluated<i64> {
        int_math(operator, a, b)
    }

    #[test]
    fn whole_numbers_never_wrap() {
        use Operator::{Add, Divide, Multiply, Remainder, Subtract};
        let (least, most) = (i64::MIN, i64::MAX);
        for (operator, a, b) in [
            (Add, most, 1),
            (Add, least, -1),
            (Subtract, least, 1),
            (Subtract, 0, least),
            (Multiply, most, 2),
            (Multiply, least, -1),
            (Divide, least, -1),
            (Remainder, least, -1),
        ] {
            assert_eq!(
                int(operator, a, b),
                Err(EvalFault::Overflow),
                "{operator:?} {a} {b}"
            );
        }
        for operator in [Divide, Remainder] {
            assert_eq!(int(operator, least, 0), Err(EvalFault::DivideByZero));
        }
        assert_eq!(int(Subtract, least, least), Ok(0));
    }

    #[test]
    fn times_stay_within_their_years() {
        let end = |range: &RangeInclusive<i64>| Value::Timestamp(*range.end());
        let second = Value::Duration(SECOND);
        let after = math(Operator::Add, end(&TIMESTAMPS), second);
        assert!(matches!(after, Err(EvalFault::Overflow)));
        let before = math(Operator::Subtract, end(&TIMESTAMPS), second);
        assert!(matches!(before, Ok(Value::Timestamp(_))));
        let longest = Value::Duration(*DURATIONS.end());
        let longer = math(Operator::Add, longest, second);
        assert!(matches!(longer, Err(EvalFault::Overflow)));
        let all = Value::Timestamp(*TIMESTAMPS.start());
        let all = math(Operator::Subtract, end(&TIMESTAMPS), all);
        assert!(matches!(all, Ok(Value::Duration(_))));
    }

    #[test]
    fn times_are_not_multiplied() {
        let (time, span) = (Value::Timestamp(1), Value::Duration(1));
        for (left, operator, right) in [
            (time, Operator::Multiply, span),
            (span, Operator::Divide, span),
            (span, Operator::Subtract, time),
            (time, Operator::Add, time),
        ] {
            let result = math(operator, left, right);
            assert!(matches!(result, Err(EvalFault::Type)), "{operator:?}");
        }
    }

    #[test]
    fn the_bounds_of_the_years_are_those_of_the_calendar() {
        let instant = crate::time::parse_instant;
        assert_eq!(instant("0001-01-01T00:00:00Z"), Some(*TIMESTAMPS.start()));
        assert_eq!(
            instant("9999-12-31T23:59:59.999999Z"),
            Some(*TIMESTAMPS.end())
        );
    }
}
