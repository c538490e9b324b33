//! Columns: one vector per field of the facts.

use std::sync::Arc;

use super::bounds::Bounds;
use super::dictionary::{Dictionary, Interner};
use super::shape::ColumnType;
use crate::error::{Code, Failure};
use crate::schema::{currency_exponent, is_currency};

/// Which rows have no value: a bit each, and none at all where every row has one.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in crate::metrics) struct Nulls {
    bits: Vec<u64>,
}

impl Nulls {
    pub(in crate::metrics) fn any(&self) -> bool {
        !self.bits.is_empty()
    }

    pub(in crate::metrics) fn has(&self, row: usize) -> bool {
        let word = self.bits.get(row / 64);
        word.is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    pub(super) fn set(&mut self, row: usize) {
        if self.bits.len() <= row / 64 {
            self.bits.resize(row / 64 + 1, 0);
        }
        if let Some(word) = self.bits.get_mut(row / 64) {
            *word |= 1 << (row % 64);
        }
    }

    /// Forgets all but the first rows.
    pub(super) fn truncate(&mut self, rows: usize) {
        self.bits.truncate(rows.div_ceil(64));
        if let (Some(last), rest @ 1..) = (self.bits.get_mut(rows / 64), rows % 64) {
            *last &= (1 << rest) - 1;
        }
    }
}

/// Texts by code.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::metrics) struct Texts {
    pub(in crate::metrics) codes: Vec<u32>,
    pub(in crate::metrics) dictionary: Arc<Dictionary>,
}

/// Whole numbers; what they count depends on the column's type.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in crate::metrics) struct Numbers {
    pub(in crate::metrics) values: Vec<i64>,
    pub(in crate::metrics) nulls: Nulls,
    /// Whether a value is less than the one before it.
    pub(in crate::metrics) turns: bool,
    pub(in crate::metrics) bounds: Bounds,
}

/// Minor units and currencies by code, from 1.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in crate::metrics) struct Moneys {
    pub(in crate::metrics) units: Vec<i64>,
    pub(in crate::metrics) codes: Vec<u8>,
    pub(in crate::metrics) currencies: Vec<(Box<str>, u8)>,
    /// Whether a row has no amount.
    pub(in crate::metrics) gaps: bool,
    pub(in crate::metrics) bounds: Bounds,
}

/// The values of one field, a row after the other.
#[derive(Debug, Clone, PartialEq)]
pub struct Column(pub(in crate::metrics) Data);

#[derive(Debug, Clone, PartialEq)]
pub(in crate::metrics) enum Data {
    Text(Texts),
    Int(Numbers),
    Decimal(Numbers, u8),
    Instant(Numbers),
    Money(Moneys),
    /// 0 is no value, 1 false, 2 true.
    Bool(Vec<u8>),
}

impl Column {
    /// Texts; they are given codes.
    pub fn texts<'t>(values: impl IntoIterator<Item = Option<&'t str>>) -> Self {
        let mut interner = Interner::default();
        let codes = values
            .into_iter()
            .map(|text| text.map_or(0, |text| interner.code(text)));
        let codes = codes.collect();
        let dictionary = Arc::new(interner.finish());
        Self(Data::Text(Texts { codes, dictionary }))
    }

    /// Texts whose codes the host has: places in the dictionary from 1, 0 for no text.
    ///
    /// # Errors
    /// [`Code::MetricsBadRow`] where a code is not in the dictionary.
    pub fn coded(codes: Vec<u32>, dictionary: Arc<Dictionary>) -> Result<Self, Failure> {
        let most = codes.iter().max().copied().unwrap_or(0);
        if most as usize > dictionary.len() {
            return Err(bad("a code that is not in the dictionary"));
        }
        Ok(Self(Data::Text(Texts { codes, dictionary })))
    }

    /// Whole numbers.
    pub fn ints(values: impl IntoIterator<Item = Option<i64>>) -> Self {
        Self(Data::Int(numbers(values)))
    }

    /// Decimals as multiples of 10^−`scale`.
    pub fn decimals(values: impl IntoIterator<Item = Option<i64>>, scale: u8) -> Self {
        Self(Data::Decimal(numbers(values), scale.min(18)))
    }

    /// Instants in microseconds since 1970 UTC.
    pub fn instants(values: impl IntoIterator<Item = Option<i64>>) -> Self {
        Self(Data::Instant(numbers(values)))
    }

    /// Booleans.
    pub fn bools(values: impl IntoIterator<Item = Option<bool>>) -> Self {
        let codes = values
            .into_iter()
            .map(|value| value.map_or(0, |value| 1 + u8::from(value)));
        Self(Data::Bool(codes.collect()))
    }

    /// Amounts in minor units, each with its currency.
    ///
    /// # Errors
    /// [`Code::SchemaCurrency`].
    pub fn money<'c>(
        values: impl IntoIterator<Item = Option<(i64, &'c str)>>,
    ) -> Result<Self, Failure> {
        let mut column = Moneys::default();
        for value in values {
            column.push(value)?;
        }
        Ok(Self(Data::Money(column)))
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.0 {
            Data::Text(texts) => texts.codes.len(),
            Data::Int(numbers) | Data::Decimal(numbers, _) | Data::Instant(numbers) => {
                numbers.values.len()
            }
            Data::Money(moneys) => moneys.units.len(),
            Data::Bool(codes) => codes.len(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes of the values, without their dictionaries.
    #[must_use]
    pub fn bytes(&self) -> usize {
        match &self.0 {
            Data::Text(texts) => texts.codes.len() * 4,
            Data::Int(numbers) | Data::Decimal(numbers, _) | Data::Instant(numbers) => {
                numbers.values.len() * 8 + numbers.nulls.bits.len() * 8
            }
            Data::Money(moneys) => moneys.units.len() * 9,
            Data::Bool(codes) => codes.len(),
        }
    }

    /// The values of some rows, in their order, and nothing of the others.
    pub(super) fn rows_at(&self, rows: &[usize]) -> Self {
        let picked = |numbers: &Numbers| self::numbers(rows.iter().map(|row| numbers.get(*row)));
        Self(match &self.0 {
            Data::Text(texts) => {
                let text = |row: &usize| texts.dictionary.get(*texts.codes.get(*row)?);
                return Self::texts(rows.iter().map(text));
            }
            Data::Int(numbers) => Data::Int(picked(numbers)),
            Data::Decimal(numbers, scale) => Data::Decimal(picked(numbers), *scale),
            Data::Instant(numbers) => Data::Instant(picked(numbers)),
            Data::Money(moneys) => Data::Money(moneys.rows_at(rows)),
            Data::Bool(codes) => {
                let code = |row: &usize| codes.get(*row).copied().unwrap_or(0);
                Data::Bool(rows.iter().map(code).collect())
            }
        })
    }

    /// Whether the values are of the type.
    pub(super) fn is_of(&self, ty: &ColumnType) -> bool {
        match (&self.0, ty) {
            (Data::Decimal(_, own), ColumnType::Decimal { scale }) => own == scale,
            (Data::Text(_), ColumnType::Text)
            | (Data::Int(_), ColumnType::Int)
            | (Data::Instant(_), ColumnType::Instant)
            | (Data::Bool(_), ColumnType::Bool)
            | (Data::Money(_), ColumnType::Money { .. }) => true,
            _ => false,
        }
    }
}

fn bad(reason: &'static str) -> Failure {
    Failure::new(Code::MetricsBadRow).with("reason", reason)
}

fn numbers(values: impl IntoIterator<Item = Option<i64>>) -> Numbers {
    let mut numbers = Numbers::default();
    for value in values {
        numbers.push(value);
    }
    numbers
}

impl Numbers {
    pub(super) fn push(&mut self, value: Option<i64>) {
        if value.is_none() {
            self.nulls.set(self.values.len());
        }
        let (value, before) = (value.unwrap_or(0), self.values.last());
        self.turns |= before.is_some_and(|before| value < *before);
        self.values.push(value);
        self.bounds.reach(&self.values);
    }

    pub(in crate::metrics) fn get(&self, row: usize) -> Option<i64> {
        let value = self.values.get(row).copied()?;
        (!self.nulls.has(row)).then_some(value)
    }
}

impl Moneys {
    pub(super) fn push(&mut self, value: Option<(i64, &str)>) -> Result<(), Failure> {
        let (units, code) = match value {
            Some((units, currency)) => (units, self.code(currency)?),
            None => (0, 0),
        };
        self.gaps |= code == 0;
        self.units.push(units);
        self.bounds.reach(&self.units);
        self.codes.push(code);
        Ok(())
    }

    fn rows_at(&self, rows: &[usize]) -> Self {
        let mut picked = Self::default();
        for row in rows {
            let value = self.get(*row).map(|(units, currency, _)| (units, currency));
            // Each was a currency already.
            let _ = picked.push(value);
        }
        picked
    }

    /// The code of a currency; ISO 4217 has fewer than 255.
    pub(super) fn code(&mut self, currency: &str) -> Result<u8, Failure> {
        let place = self
            .currencies
            .iter()
            .position(|(known, _)| **known == *currency);
        if place.is_none() && is_currency(currency) {
            let exponent = currency_exponent(currency).unwrap_or(0);
            self.currencies.push((currency.into(), exponent));
        }
        let code = place.map_or(self.currencies.len(), |place| place + 1);
        let known = place.is_some() || is_currency(currency);
        let code = u8::try_from(code).ok().filter(|_| known);
        code.ok_or_else(|| Failure::new(Code::SchemaCurrency))
    }

    pub(in crate::metrics) fn get(&self, row: usize) -> Option<(i64, &str, u8)> {
        let code = usize::from(*self.codes.get(row)?);
        let (currency, exponent) = self.currencies.get(code.checked_sub(1)?)?;
        Some((*self.units.get(row)?, currency, *exponent))
    }
}
