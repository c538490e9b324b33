//! Scores.

use super::card::{Card, Factor};
use super::measure::{FULL, Measured, measure};
use crate::error::{Code, Params};
use crate::id::FieldSet;
use crate::order;
use crate::schema::Capture;

/// What a score depends on besides the document.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked<'q> {
    /// Now, in microseconds since 1970 UTC.
    pub now: Option<i64>,
    /// When the record changed last, in microseconds since 1970 UTC.
    pub updated_at: Option<i64>,
    /// The fields that the person may write; all when `None`.
    pub writable: Option<&'q FieldSet>,
    /// The fields that whoever asks may see; all when `None`.
    pub visible: Option<&'q FieldSet>,
}

/// How strong a profile is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    /// 0 to 100; `None` when no factor counts, for then there is nothing to tell.
    pub score: Option<u8>,
    /// Name of the level, where there is a score and the card has levels.
    pub level: Option<Box<str>>,
    /// Version of the card.
    pub card: u32,
    /// Every factor that counts, in declaration order.
    pub checks: Vec<Check>,
    /// Indices of the checks that would raise the score, the one with most to gain first.
    pub next: Vec<usize>,
}

/// One factor of a score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// The factor.
    pub id: Box<str>,
    /// Points achieved, rounded half up.
    pub score: u32,
    /// Points possible.
    pub max: u32,
    /// How far it is met, in basis points.
    pub achieved: u16,
    /// By how much the score would rise if it were met in full.
    pub gain: u8,
    /// Whether the required block needs it.
    pub required: bool,
    /// What is wrong, where something is: its code, its parameters and what to do.
    pub issue: Option<(Code, Params, String)>,
}

/// A factor that counts, measured.
struct Counted<'c> {
    factor: &'c Factor,
    measured: Measured,
}

impl Card {
    /// The score alone and its level, where there is one: what a list shows.
    #[must_use]
    pub fn rate(
        &self,
        document: &Capture<'_>,
        asked: &Asked<'_>,
    ) -> (Option<u8>, Option<Box<str>>) {
        let (achieved, possible) = self.points(&self.counted(document, asked));
        let score = percent(achieved, possible);
        (score, score.and_then(|score| self.level(score)))
    }

    /// Scores a document.
    #[must_use]
    pub fn score(&self, document: &Capture<'_>, asked: &Asked<'_>) -> Score {
        let counted = self.counted(document, asked);
        let (achieved, possible) = self.points(&counted);
        let score = percent(achieved, possible);
        let rise = |to: i64| percent(to, possible).zip(score);
        let rise = |to: i64| rise(to).map_or(0, |(to, from)| to.saturating_sub(from));
        // What the score would be with one factor met in full, exactly and as shown.
        let with = |full: usize| {
            self.total(&counted, &|index, counted| {
                if index == full {
                    FULL
                } else {
                    counted.measured.achieved
                }
            })
        };
        let raised: Vec<i64> = (0..counted.len()).map(with).collect();
        let gains: Vec<i64> = raised.iter().map(|total| total - achieved).collect();
        let checks: Vec<Check> = counted
            .iter()
            .zip(&raised)
            .map(|(counted, raised)| check(counted, rise(*raised)))
            .collect();
        let block_met = self.block_met(&counted, &|_, counted| counted.measured.achieved);
        Score {
            score,
            level: score.and_then(|score| self.level(score)),
            card: self.version,
            next: next_steps(&checks, &gains, block_met),
            checks,
        }
    }

    /// The factors that count, measured.
    fn counted<'c>(&'c self, document: &Capture<'_>, asked: &Asked<'_>) -> Vec<Counted<'c>> {
        let factors = self.factors.iter().filter(|factor| counts(factor, asked));
        let counted: Vec<Counted<'_>> = factors
            .map(|factor| Counted {
                factor,
                measured: measure(factor, document, asked),
            })
            .collect();
        // What nobody can act on, such as how fresh a record is, says nothing alone.
        let acts = |factor: &Factor| !factor.acts_on.is_empty();
        let idle = self.factors.iter().any(acts) && !counted.iter().any(|of| acts(of.factor));
        if idle { Vec::new() } else { counted }
    }

    /// The points that are achieved, and those that are possible.
    fn points(&self, counted: &[Counted<'_>]) -> (i64, i64) {
        let achieved = self.total(counted, &|_, counted| counted.measured.achieved);
        (achieved, self.total(counted, &|_, _| FULL))
    }

    /// Σ weight × achieved in points × basis points, with groups capped and the required block.
    fn total(&self, counted: &[Counted<'_>], achieved: &dyn Fn(usize, &Counted<'_>) -> i64) -> i64 {
        let points = |index: usize, counted: &Counted<'_>| {
            i64::from(counted.factor.weight) * achieved(index, counted)
        };
        let of_group = |group: Option<usize>| {
            let members = counted.iter().enumerate();
            let members = members.filter(move |(_, counted)| counted.factor.group == group);
            members
                .map(|(index, counted)| points(index, counted))
                .sum::<i64>()
        };
        let groups = self.groups.iter().enumerate();
        let groups = groups.map(|(index, group)| {
            let cap = i64::from(group.cap) * FULL;
            of_group(Some(index)).min(cap)
        });
        let block = if self.block_met(counted, achieved) {
            i64::from(self.required) * FULL
        } else {
            0
        };
        of_group(None) + groups.sum::<i64>() + block
    }

    /// Whether the required block is met: all of its factors that count are, and one does.
    fn block_met(
        &self,
        counted: &[Counted<'_>],
        achieved: &dyn Fn(usize, &Counted<'_>) -> i64,
    ) -> bool {
        let members = counted.iter().enumerate();
        let mut members = members
            .filter(|(_, counted)| counted.factor.required)
            .peekable();
        members.peek().is_some() && members.all(|(index, of)| achieved(index, of) == FULL)
    }

    fn level(&self, score: u8) -> Option<Box<str>> {
        let reached = self.levels.iter().rev().find(|level| level.from <= score);
        reached.map(|level| level.name.clone())
    }
}

/// Whether a factor counts for who asks.
fn counts(factor: &Factor, asked: &Asked<'_>) -> bool {
    let may = |set: &FieldSet| factor.acts_on.iter().any(|field| set.contains(*field));
    let sees = |set: &FieldSet| factor.reads.iter().all(|field| set.contains(*field));
    (factor.acts_on.is_empty() || asked.writable.is_none_or(may)) && asked.visible.is_none_or(sees)
}

/// Rounded half up; of nothing there are no hundredths.
fn percent(achieved: i64, possible: i64) -> Option<u8> {
    let (achieved, possible) = (i128::from(achieved), i128::from(possible));
    let hundredths = (200 * achieved + possible).checked_div(2 * possible)?;
    u8::try_from(hundredths).ok()
}

fn check(counted: &Counted<'_>, gain: u8) -> Check {
    let Counted { factor, measured } = counted;
    let points = (i64::from(factor.weight) * measured.achieved * 2 + FULL) / (2 * FULL);
    let tip = || {
        factor
            .tip
            .replace("{missing}", &measured.missing.to_string())
    };
    Check {
        id: factor.id.clone(),
        score: u32::try_from(points).unwrap_or(factor.weight),
        max: factor.weight,
        achieved: u16::try_from(measured.achieved).unwrap_or_default(),
        gain,
        required: factor.required,
        issue: measured
            .issue
            .as_ref()
            .map(|(code, params)| (*code, params.clone(), tip())),
    }
}

/// What would raise the score, most first, then in declaration order. While the required block
/// is not met, each of its factors is a step even where it gains nothing alone.
fn next_steps(checks: &[Check], gains: &[i64], block_met: bool) -> Vec<usize> {
    let steps = checks.iter().zip(gains).enumerate();
    let steps = steps.filter(|(_, (check, gain))| {
        check.issue.is_some() && (**gain > 0 || check.required && !block_met)
    });
    let mut steps: Vec<(usize, i64)> = steps.map(|(index, (_, gain))| (index, *gain)).collect();
    order::sort_by(&mut steps, |a, b| b.1.cmp(&a.1));
    steps.into_iter().map(|(index, _)| index).collect()
}
