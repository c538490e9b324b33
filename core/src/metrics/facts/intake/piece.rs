//! A piece of a column as a host hands it in, checked value by value.

use super::super::cell::Fault;
use super::super::column::{Data, Nulls};
use super::super::shape::{ColumnShape, ColumnType};
use crate::error::{Code, Params};

/// Values of a column, as hosts have them.
#[derive(Debug, Clone, Copy)]
pub enum Values<'v> {
    /// Doubles: numbers and amounts as they are written, or counted in their smallest units, and
    /// instants in milliseconds since 1970 UTC.
    Doubles {
        /// A value for each row.
        values: &'v [f64],
        /// Whether they count smallest units: cents, and 10^−`scale` of decimals.
        units: bool,
        /// A currency for each row, by the codes that were learnt; nothing where all have that of
        /// the column.
        currencies: &'v [u32],
    },
    /// Whole numbers, likewise; of instants microseconds.
    Whole {
        /// A value for each row.
        values: &'v [i64],
        /// Whether they count smallest units.
        units: bool,
        /// A currency for each row, as with [`Values::Doubles`].
        currencies: &'v [u32],
    },
    /// Codes of texts that were learnt; of booleans 1 for false and 2 for true. 0 is no value.
    Codes(&'v [u32]),
}

/// The values of some rows, ready to be taken, and what is wrong with others.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) cells: Cells,
    faults: Vec<(usize, Fault)>,
}

/// As [`Data`] has them.
#[derive(Debug)]
pub(super) enum Cells {
    Codes(Vec<u32>),
    Numbers(Vec<i64>, Nulls),
    Moneys(Vec<i64>, Vec<u8>),
    Bools(Vec<u8>),
}

/// The largest whole number up to which a double holds every one.
const EXACT: f64 = 9_007_199_254_740_991.0;

/// Up to here a double has one decimal text of fifteen digits, and no other.
const FIFTEEN_DIGITS: f64 = 1e15;

/// The instants of the years 0 to 9999, in milliseconds.
const TIMES: (f64, f64) = (-62_167_219_200_000.0, 253_402_300_800_000.0);

/// What a value became.
type Found = Result<i64, Code>;

impl Piece {
    /// A piece of a column, of which `own` are the values so far.
    pub(super) fn of(
        column: &ColumnShape,
        own: &mut Data,
        values: Values<'_>,
        valid: &[u8],
    ) -> Result<Self, &'static str> {
        let rows = values.rows();
        if !valid.is_empty() && valid.len() < rows.div_ceil(8) {
            return Err("fewer bits say which rows have a value than there are rows");
        }
        let mut checked = Checked {
            column,
            valid,
            faults: Vec::new(),
        };
        let cells = match (own, &column.ty, values) {
            (Data::Text(texts), _, Values::Codes(codes)) => {
                let most = texts.dictionary.len();
                Cells::Codes(checked.codes(codes, most))
            }
            (Data::Bool(_), _, Values::Codes(codes)) => Cells::Bools(checked.bools(codes)),
            (Data::Money(moneys), ColumnType::Money { currency }, _) => {
                let codes = match (values.currencies(), currency) {
                    ([], None) => return Err("its amounts need a currency"),
                    ([], Some(currency)) => {
                        let code = moneys.code(currency);
                        One::Same(code.map_err(|_| "its currency is none")?)
                    }
                    (codes, _) if codes.len() == rows => One::Each(codes),
                    _ => return Err("there are not as many currencies as amounts"),
                };
                let exponents: Vec<u8> = moneys.currencies.iter().map(|(_, ten)| *ten).collect();
                let (units, codes) = checked.moneys(values, codes, &exponents)?;
                Cells::Moneys(units, codes)
            }
            (_, ty, Values::Doubles { values, units, .. }) => {
                let (values, nulls) = match how(ty, units)? {
                    How::Instant => checked.numbers(values, instant),
                    How::Whole => checked.numbers(values, whole),
                    How::Scaled(scale) => checked.numbers(values, |value| scaled(value, scale)),
                };
                Cells::Numbers(values, nulls)
            }
            (_, ty, Values::Whole { values, units, .. }) => {
                let (values, nulls) = match how(ty, units)? {
                    How::Instant => checked.numbers(values, microseconds),
                    How::Whole => checked.numbers(values, Ok),
                    How::Scaled(scale) => checked.numbers(values, |value| multiplied(value, scale)),
                };
                Cells::Numbers(values, nulls)
            }
            _ => return Err("its values are no codes"),
        };
        let faults = checked.faults;
        Ok(Self { cells, faults })
    }

    pub(super) fn rows(&self) -> usize {
        match &self.cells {
            Cells::Codes(codes) => codes.len(),
            Cells::Numbers(values, _) => values.len(),
            Cells::Moneys(units, _) => units.len(),
            Cells::Bools(codes) => codes.len(),
        }
    }

    /// The rows with a value that cannot be, in their order.
    pub(super) fn faults(&self) -> impl Iterator<Item = (usize, Fault)> {
        self.faults.iter().cloned()
    }
}

impl<'v> Values<'v> {
    fn rows(&self) -> usize {
        match self {
            Self::Doubles { values, .. } => values.len(),
            Self::Whole { values, .. } => values.len(),
            Self::Codes(codes) => codes.len(),
        }
    }

    fn currencies(&self) -> &'v [u32] {
        match self {
            Self::Doubles { currencies, .. } | Self::Whole { currencies, .. } => currencies,
            Self::Codes(_) => &[],
        }
    }
}

/// The code of each row, or of all.
#[derive(Clone, Copy)]
enum One<'v> {
    Same(u8),
    Each(&'v [u32]),
}

impl One<'_> {
    /// A code of a byte; what is none is more than there are.
    fn at(self, row: usize) -> u8 {
        match self {
            Self::Same(code) => code,
            Self::Each(codes) => {
                let code = codes.get(row).copied().unwrap_or(0);
                u8::try_from(code).unwrap_or(u8::MAX)
            }
        }
    }
}

/// How the numbers of a column are read.
enum How {
    Instant,
    Whole,
    /// So many digits after the point.
    Scaled(u8),
}

fn how(ty: &ColumnType, units: bool) -> Result<How, &'static str> {
    match ty {
        ColumnType::Instant if units => Err("instants have no units"),
        ColumnType::Instant => Ok(How::Instant),
        ColumnType::Int => Ok(How::Whole),
        ColumnType::Decimal { .. } if units => Ok(How::Whole),
        ColumnType::Decimal { scale } => Ok(How::Scaled(*scale)),
        _ => Err("its values are no numbers"),
    }
}

/// Values on their way, and what is wrong with them.
struct Checked<'c> {
    column: &'c ColumnShape,
    valid: &'c [u8],
    faults: Vec<(usize, Fault)>,
}

impl Checked<'_> {
    fn has(&self, row: usize) -> bool {
        let byte = self.valid.get(row / 8);
        self.valid.is_empty() || byte.is_some_and(|byte| byte >> (row % 8) & 1 == 1)
    }

    fn blame(&mut self, row: usize, code: Code, params: Params) {
        self.faults.push((row, (code, params)));
    }

    /// A row without a value.
    fn miss(&mut self, row: usize) {
        if self.column.required {
            self.blame(row, Code::SchemaRequired, Params::new());
        }
    }

    /// A value that cannot be one of the column.
    fn wrong(&mut self, row: usize, code: Code, scale: u8) {
        let params = match code {
            Code::SchemaScale => vec![("scale", i64::from(scale).into())],
            _ => Params::new(),
        };
        self.blame(row, code, params);
    }

    fn codes(&mut self, codes: &[u32], most: usize) -> Vec<u32> {
        let mut taken = codes.to_vec();
        let is_known = |code: &u32| *code != 0 && *code as usize <= most;
        if self.valid.is_empty() && codes.iter().all(is_known) {
            return taken;
        }
        for (row, code) in taken.iter_mut().enumerate() {
            if *code as usize > most && self.has(row) {
                let reason = vec![("reason", "a code that is not in the dictionary".into())];
                self.blame(row, Code::MetricsBadRow, reason);
            } else if *code == 0 || !self.has(row) {
                *code = 0;
                self.miss(row);
            }
        }
        taken
    }

    fn bools(&mut self, codes: &[u32]) -> Vec<u8> {
        let mut taken = Vec::with_capacity(codes.len());
        for (row, code) in codes.iter().enumerate() {
            let code = u8::try_from(*code).unwrap_or(u8::MAX);
            let code = if self.has(row) { code } else { 0 };
            taken.push(code);
            if code == 0 {
                self.miss(row);
            } else if code > 2 {
                let params = vec![("expected", "bool".into()), ("actual", "number".into())];
                self.blame(row, Code::SchemaWrongType, params);
            }
        }
        taken
    }

    /// The values up to the first that cannot be; none where rows may have no value.
    #[inline]
    fn plain<T: Copy>(&self, values: &[T], read: impl Fn(T) -> Found) -> Vec<i64> {
        let mut taken = Vec::with_capacity(values.len());
        if self.valid.is_empty() {
            taken.extend(values.iter().map_while(|value| read(*value).ok()));
        }
        taken
    }

    fn numbers<T: Copy>(&mut self, values: &[T], read: impl Fn(T) -> Found) -> (Vec<i64>, Nulls) {
        let mut nulls = Nulls::default();
        let mut taken = self.plain(values, &read);
        if taken.len() == values.len() {
            return (taken, nulls);
        }
        taken.clear();
        let scale = match self.column.ty {
            ColumnType::Decimal { scale } => scale,
            _ => 0,
        };
        for (row, value) in values.iter().enumerate() {
            let found = if self.has(row) { read(*value) } else { Ok(0) };
            taken.push(found.unwrap_or(0));
            if let Err(code) = found {
                self.wrong(row, code, scale);
            } else if !self.has(row) {
                nulls.set(row);
                self.miss(row);
            }
        }
        (taken, nulls)
    }

    fn moneys(
        &mut self,
        values: Values<'_>,
        currencies: One<'_>,
        exponents: &[u8],
    ) -> Result<(Vec<i64>, Vec<u8>), &'static str> {
        match values {
            Values::Doubles {
                values,
                units: true,
                ..
            } => Ok(self.amounts(values, currencies, exponents, |value, _| whole(value))),
            Values::Doubles { values, .. } => {
                Ok(self.amounts(values, currencies, exponents, scaled))
            }
            Values::Whole {
                values,
                units: true,
                ..
            } => Ok(self.amounts(values, currencies, exponents, |value, _| Ok(value))),
            Values::Whole { values, .. } => {
                Ok(self.amounts(values, currencies, exponents, multiplied))
            }
            Values::Codes(_) => Err("its values are no amounts"),
        }
    }

    fn amounts<T: Copy>(
        &mut self,
        values: &[T],
        currencies: One<'_>,
        exponents: &[u8],
        read: impl Fn(T, u8) -> Found,
    ) -> (Vec<i64>, Vec<u8>) {
        if let One::Same(code) = currencies
            && let Some(exponent) = exponent(exponents, code)
        {
            let units = self.plain(values, |value| read(value, exponent));
            if units.len() == values.len() {
                let codes = vec![code; units.len()];
                return (units, codes);
            }
        }
        let mut units = Vec::with_capacity(values.len());
        let mut codes = Vec::with_capacity(values.len());
        for (row, value) in values.iter().enumerate() {
            let code = if self.has(row) { currencies.at(row) } else { 0 };
            let exponent = exponent(exponents, code);
            let found = exponent.map_or(Ok(0), |exponent| read(*value, exponent));
            units.push(found.unwrap_or(0));
            codes.push(code);
            match (found, exponent) {
                (Err(wrong), Some(exponent)) => self.wrong(row, wrong, exponent),
                (_, None) if !self.has(row) => self.miss(row),
                (_, None) if code == 0 => self.blame(row, Code::SchemaMoney, Params::new()),
                (_, None) => self.blame(row, Code::SchemaCurrency, Params::new()),
                _ => {}
            }
        }
        (units, codes)
    }
}

/// The digits behind the point of a currency, by its code.
fn exponent(exponents: &[u8], code: u8) -> Option<u8> {
    let place = usize::from(code).checked_sub(1)?;
    exponents.get(place).copied()
}

/// A whole number.
#[inline]
fn whole(value: f64) -> Found {
    let whole = truncated(value);
    match value.abs() {
        size if size <= EXACT && double(whole) == value => Ok(whole),
        size if size > EXACT => Err(Code::SchemaInexact),
        _ => Err(Code::SchemaNotInteger),
    }
}

/// Units of 10^−`scale`, of which the double is the shortest text.
#[inline]
fn scaled(value: f64, scale: u8) -> Found {
    let ten = power(scale);
    let units = nearest(value * ten);
    if (value * ten).abs() < FIFTEEN_DIGITS {
        // Both are exact, so that the quotient is the double that the decimal is read as.
        return match double(units) / ten == value {
            true => Ok(units),
            false => Err(Code::SchemaScale),
        };
    }
    if !value.is_finite() {
        return Err(Code::SchemaDecimal);
    }
    let fewer = (0..scale).map(|digits| (digits, value * power(digits)));
    let fewer = fewer.take_while(|(_, units)| units.abs() < FIFTEEN_DIGITS);
    let fewer = fewer.map(|(digits, units)| (digits, nearest(units)));
    let mut fewer = fewer.filter(|(digits, units)| double(*units) / power(*digits) == value);
    let (digits, units) = fewer.next().ok_or(Code::SchemaInexact)?;
    multiplied(units, scale - digits)
}

/// A whole number in units of 10^−`scale`.
fn multiplied(value: i64, scale: u8) -> Found {
    let ten = 10i64.checked_pow(u32::from(scale));
    let units = ten.and_then(|ten| value.checked_mul(ten));
    units.ok_or(Code::SchemaInexact)
}

/// An instant of milliseconds, in microseconds; its fraction to the nearest.
#[inline]
fn instant(value: f64) -> Found {
    if !(value >= TIMES.0 && value < TIMES.1) {
        return Err(Code::SchemaInstant);
    }
    let whole = truncated(value);
    let rest = value - double(whole);
    Ok(whole * 1000 + nearest(rest * 1000.0))
}

fn microseconds(value: i64) -> Found {
    let (from, to) = (truncated(TIMES.0) * 1000, truncated(TIMES.1) * 1000);
    match (from..to).contains(&value) {
        true => Ok(value),
        false => Err(Code::SchemaInstant),
    }
}

/// Ten to the power of what a scale may be, which doubles hold exactly.
fn power(scale: u8) -> f64 {
    const TENS: [f64; 19] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
        1e17, 1e18,
    ];
    TENS.get(usize::from(scale)).copied().unwrap_or(f64::NAN)
}

/// The whole number next to one below 2^52. What is as far from two is none of those that are looked for.
#[inline]
fn nearest(value: f64) -> i64 {
    truncated(value + 0.5f64.copysign(value))
}

/// The double of a whole number that came from one.
#[inline]
#[expect(clippy::cast_precision_loss, reason = "it is below 2^53")]
fn double(value: i64) -> f64 {
    value as f64
}

#[inline]
#[expect(
    clippy::cast_possible_truncation,
    reason = "what is not whole, or too large, is found by looking back"
)]
fn truncated(value: f64) -> i64 {
    value as i64
}
