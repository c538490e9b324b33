//! Days and months by number.

use chrono::{Datelike, NaiveDate};

/// 1970-01-01 in chrono's days from the common era.
const UNIX_DAY: i64 = 719_163;

/// Days since 1970.
pub(crate) fn days_of(date: NaiveDate) -> i64 {
    i64::from(date.num_days_from_ce()) - UNIX_DAY
}

/// The date that many days after 1970.
pub(in crate::metrics) fn date_of(days: i64) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(days + UNIX_DAY).ok()?)
}

/// Months since January of the year 0, of a day by its number.
pub(in crate::metrics) fn month_of(days: i64) -> Option<i64> {
    let date = date_of(days)?;
    Some(i64::from(date.year()) * 12 + i64::from(date.month0()))
}

/// The number of the first day of a month.
pub(in crate::metrics) fn first_of(month: i64) -> Option<i64> {
    let year = i32::try_from(month.div_euclid(12)).ok()?;
    let month = u32::try_from(month.rem_euclid(12)).ok()?;
    NaiveDate::from_ymd_opt(year, month + 1, 1).map(days_of)
}

/// The same day so many months later, the last day of a month that is too short.
pub(in crate::metrics) fn add_months(days: i64, months: i64) -> Option<i64> {
    let (month, target) = (month_of(days)?, month_of(days)?.checked_add(months)?);
    let day = days - first_of(month)?;
    let (first, next) = (first_of(target)?, first_of(target + 1)?);
    Some((first + day).min(next - 1))
}
