//! States of a fixed size.

use super::{Reader, State, Writer, bad_state};
use crate::error::Failure;
use crate::metrics::number::overflow;

/// How many facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::metrics) struct Tally(pub(in crate::metrics) u64);

fn add(one: u64, two: u64) -> Result<u64, Failure> {
    one.checked_add(two).ok_or_else(overflow)
}

impl State for Tally {
    fn merge(&mut self, other: &Self) -> Result<(), Failure> {
        self.0 = add(self.0, other.0)?;
        Ok(())
    }

    fn is_empty(&self) -> bool {
        self.0 == 0
    }

    fn write(&self, out: &mut Writer) {
        out.number(self.0);
    }

    fn read(bytes: &mut Reader<'_>) -> Result<Self, Failure> {
        bytes.number().map(Self)
    }
}

/// A sum of smallest units, and of how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::metrics) struct Sum {
    pub(in crate::metrics) units: i128,
    pub(in crate::metrics) count: u64,
}

impl Sum {
    /// Adds a value. No table has enough rows for an overflow, so that none is looked for.
    #[inline]
    pub(in crate::metrics) fn add(&mut self, value: i64) {
        self.units = self.units.wrapping_add(i128::from(value));
        self.count = self.count.wrapping_add(1);
    }

    /// The bits of a value, without its sign, of which [`Self::extend_small`] adds many.
    pub(in crate::metrics) const SMALL: u32 = 50;

    /// Adds values, fewer than 2^13 of them, that have no more bits than [`Self::SMALL`].
    pub(in crate::metrics) fn extend_small(&mut self, values: &[i64]) {
        let sum = values
            .iter()
            .fold(0i64, |sum, value| sum.wrapping_add(*value));
        self.units = self.units.wrapping_add(sum.into());
        self.count = self.count.wrapping_add(values.len() as u64);
    }

    /// Adds values, of which there are fewer than 2^31: both halves are added apart, several
    /// values at once.
    pub(in crate::metrics) fn extend(&mut self, values: &[i64]) {
        let (mut high, mut low) = (0i64, 0u64);
        for value in values {
            high = high.wrapping_add(value >> 32);
            low = low.wrapping_add(value.cast_unsigned() & 0xffff_ffff);
        }
        let units = (i128::from(high) << 32) + i128::from(low);
        self.units = self.units.wrapping_add(units);
        self.count = self.count.wrapping_add(values.len() as u64);
    }
}

impl State for Sum {
    fn merge(&mut self, other: &Self) -> Result<(), Failure> {
        self.units = self.units.checked_add(other.units).ok_or_else(overflow)?;
        self.count = add(self.count, other.count)?;
        Ok(())
    }

    fn is_empty(&self) -> bool {
        self.count == 0
    }

    fn write(&self, out: &mut Writer) {
        out.number(self.count);
        if self.count > 0 {
            out.wide(self.units);
        }
    }

    fn read(bytes: &mut Reader<'_>) -> Result<Self, Failure> {
        let count = bytes.number()?;
        let units = if count > 0 { bytes.wide()? } else { 0 };
        Ok(Self { units, count })
    }
}

/// The least and the greatest value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::metrics) struct Extreme(pub(in crate::metrics) Option<(i64, i64)>);

impl Extreme {
    #[inline]
    pub(in crate::metrics) fn add(&mut self, value: i64) {
        let (least, most) = self.0.unwrap_or((value, value));
        self.0 = Some((least.min(value), most.max(value)));
    }

    /// Adds values.
    pub(in crate::metrics) fn extend(&mut self, values: &[i64]) {
        let Some(first) = values.first() else {
            return;
        };
        let (mut least, mut most) = self.0.unwrap_or((*first, *first));
        for value in values {
            (least, most) = (least.min(*value), most.max(*value));
        }
        self.0 = Some((least, most));
    }
}

impl State for Extreme {
    fn merge(&mut self, other: &Self) -> Result<(), Failure> {
        if let Some((least, most)) = other.0 {
            self.add(least);
            self.add(most);
        }
        Ok(())
    }

    fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    fn write(&self, out: &mut Writer) {
        out.0.push(u8::from(self.0.is_some()));
        if let Some((least, most)) = self.0 {
            out.signed(least);
            out.signed(most);
        }
    }

    fn read(bytes: &mut Reader<'_>) -> Result<Self, Failure> {
        match bytes.byte()? {
            0 => Ok(Self(None)),
            1 => {
                let (least, most) = (bytes.signed()?, bytes.signed()?);
                let ordered = (least <= most).then_some(Self(Some((least, most))));
                ordered.ok_or_else(|| bad_state("a minimum above its maximum"))
            }
            _ => Err(bad_state("an unknown mark")),
        }
    }
}

/// The first and the last value in time. Of several at one instant, the least is the first and
/// the greatest the last, so that their order in the table does not matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::metrics) struct Edge(pub(in crate::metrics) Option<[(i64, i64); 2]>);

impl Edge {
    #[inline]
    pub(in crate::metrics) fn add(&mut self, at: i64, value: i64) {
        let [first, last] = self.0.unwrap_or([(at, value); 2]);
        self.0 = Some([first.min((at, value)), last.max((at, value))]);
    }
}

impl State for Edge {
    fn merge(&mut self, other: &Self) -> Result<(), Failure> {
        for (at, value) in other.0.into_iter().flatten() {
            self.add(at, value);
        }
        Ok(())
    }

    fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    fn write(&self, out: &mut Writer) {
        out.0.push(u8::from(self.0.is_some()));
        for (at, value) in self.0.into_iter().flatten() {
            out.signed(at);
            out.signed(value);
        }
    }

    fn read(bytes: &mut Reader<'_>) -> Result<Self, Failure> {
        match bytes.byte()? {
            0 => Ok(Self(None)),
            1 => {
                let mut pair = || Ok::<_, Failure>((bytes.signed()?, bytes.signed()?));
                let (first, last) = (pair()?, pair()?);
                let ordered = (first <= last).then_some(Self(Some([first, last])));
                ordered.ok_or_else(|| bad_state("a first value after the last"))
            }
            _ => Err(bad_state("an unknown mark")),
        }
    }
}
