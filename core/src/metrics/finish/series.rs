//! What becomes of the figures of a series.

use super::super::answer::Point;
use super::super::grain::Calendar;
use super::super::measure::Window;
use super::super::number::{Number, overflow};
use crate::error::Failure;

/// Digits of a change.
const CHANGE: u8 = 4;

/// The change from one figure to another as a share of the first.
pub(super) fn change(from: Option<Number>, to: Option<Number>) -> Option<Number> {
    let (from, to) = (from?, to?);
    let size = Number::new(from.units().checked_abs()?, from.scale());
    to.minus(from)?.over(size, CHANGE)
}

/// Puts the figures of a window into the place of those of the series.
pub(super) fn apply(
    window: Window,
    points: &mut [Point],
    calendar: &Calendar,
) -> Result<(), Failure> {
    let values: Vec<Option<Number>> = points.iter().map(|point| point.value).collect();
    let found = match window {
        Window::RunningTotal => running(&values, |_| false)?,
        Window::ToDate(grain) => {
            let longer = points
                .iter()
                .map(|point| calendar.floor(grain, point.bucket.start));
            let longer: Vec<i64> = longer.collect();
            running(&values, |place| {
                place > 0 && longer.get(place) != longer.get(place - 1)
            })?
        }
        Window::MovingAverage(count) => moving(&values, count.max(1) as usize)?,
        Window::Growth => {
            let before = std::iter::once(None).chain(values.iter().copied());
            before
                .zip(&values)
                .map(|(from, to)| change(from, *to))
                .collect()
        }
        Window::Streak => streak(&values),
    };
    points
        .iter_mut()
        .zip(found)
        .for_each(|(point, value)| point.value = value);
    Ok(())
}

fn running(
    values: &[Option<Number>],
    restarts: impl Fn(usize) -> bool,
) -> Result<Vec<Option<Number>>, Failure> {
    let mut total: Option<Number> = None;
    let step = |(place, value): (usize, &Option<Number>)| {
        if restarts(place) {
            total = None;
        }
        total = match (total, *value) {
            (Some(total), Some(value)) => Some(total.plus(value).ok_or_else(overflow)?),
            (total, value) => total.or(value),
        };
        Ok(total)
    };
    values.iter().enumerate().map(step).collect()
}

/// Means of so many in a row; a gap among them gives none.
fn moving(values: &[Option<Number>], count: usize) -> Result<Vec<Option<Number>>, Failure> {
    let mut means = vec![None; values.len().min(count - 1)];
    for window in values.windows(count) {
        let Some(known) = window.iter().copied().collect::<Option<Vec<Number>>>() else {
            means.push(None);
            continue;
        };
        let zero = Number::new(0, known.first().map_or(0, |first| first.scale()));
        let sum = known
            .into_iter()
            .try_fold(zero, Number::plus)
            .ok_or_else(overflow)?;
        let scale = (sum.scale() + CHANGE).min(18);
        means.push(sum.over(Number::new(count as i128, 0), scale));
    }
    Ok(means)
}

fn streak(values: &[Option<Number>]) -> Vec<Option<Number>> {
    let mut length = 0;
    let step = |value: &Option<Number>| {
        let holds = value.is_some_and(|value| value.units() > 0);
        length = if holds { length + 1 } else { 0 };
        Some(Number::new(length, 0))
    };
    values.iter().map(step).collect()
}

/// The figure of a card whose series has a window: the last one. A streak is not broken by a
/// bucket that still runs.
pub(super) fn last(window: Window, points: &[Point]) -> Option<Number> {
    let (last, before) = points.split_last()?;
    let running = !last.bucket.complete() && last.value.is_none_or(|value| value.units() == 0);
    match (window, before.last()) {
        (Window::Streak, Some(before)) if running => before.value,
        _ => last.value,
    }
}
