//! Partial states as bytes: small, the same for the same state, and checked when read.

use crate::error::{Code, Failure};

/// What is wrong with bytes that should be a partial state.
pub(in crate::metrics) fn bad_state(reason: &'static str) -> Failure {
    Failure::new(Code::MetricsBadState).with("reason", reason)
}

/// Writes whole numbers in groups of seven bits, the low ones first.
#[derive(Default)]
pub(in crate::metrics) struct Writer(pub(in crate::metrics) Vec<u8>);

impl Writer {
    pub(in crate::metrics) fn number(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.0.push(value.to_le_bytes()[0] | 0x80);
            value >>= 7;
        }
        self.0.push(value.to_le_bytes()[0]);
    }

    pub(in crate::metrics) fn length(&mut self, length: usize) {
        self.number(length as u64);
    }

    /// A number of either sign, small ones in few bytes.
    pub(in crate::metrics) fn signed(&mut self, value: i64) {
        self.number((value.cast_unsigned() << 1) ^ (value >> 63).cast_unsigned());
    }

    pub(in crate::metrics) fn wide(&mut self, value: i128) {
        self.0.extend(value.to_le_bytes());
    }

    pub(in crate::metrics) fn text(&mut self, text: &str) {
        self.length(text.len());
        self.0.extend(text.as_bytes());
    }
}

/// Reads what [`Writer`] wrote.
pub(in crate::metrics) struct Reader<'a>(pub(in crate::metrics) &'a [u8]);

impl<'a> Reader<'a> {
    pub(in crate::metrics) fn take(&mut self, length: usize) -> Result<&'a [u8], Failure> {
        let split = self.0.split_at_checked(length);
        let (head, tail) = split.ok_or_else(|| bad_state("it ends too early"))?;
        self.0 = tail;
        Ok(head)
    }

    pub(in crate::metrics) fn array<const N: usize>(&mut self) -> Result<[u8; N], Failure> {
        let bytes = self.take(N)?;
        bytes.try_into().map_err(|_| bad_state("it ends too early"))
    }

    pub(in crate::metrics) fn byte(&mut self) -> Result<u8, Failure> {
        self.array::<1>().map(|[byte]| byte)
    }

    /// A number in its shortest form: every state has one spelling.
    pub(in crate::metrics) fn number(&mut self) -> Result<u64, Failure> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = u64::from(self.byte()?);
            let bits = byte & 0x7f;
            if bits << shift >> shift != bits || (byte == 0 && shift > 0) {
                return Err(bad_state("a number is too long"));
            }
            value |= bits << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(bad_state("a number is too long"))
    }

    /// How many items follow, each of at least `width` bytes: never more than there are bytes for.
    pub(in crate::metrics) fn length(&mut self, width: usize) -> Result<usize, Failure> {
        let length = usize::try_from(self.number()?).ok();
        let fits = length.filter(|length| length.saturating_mul(width) <= self.0.len());
        fits.ok_or_else(|| bad_state("it ends too early"))
    }

    pub(in crate::metrics) fn signed(&mut self) -> Result<i64, Failure> {
        let value = self.number()?;
        Ok((value >> 1).cast_signed() ^ -(value & 1).cast_signed())
    }

    pub(in crate::metrics) fn wide(&mut self) -> Result<i128, Failure> {
        self.array().map(i128::from_le_bytes)
    }

    pub(in crate::metrics) fn text(&mut self) -> Result<&'a str, Failure> {
        let length = self.length(1)?;
        let bytes = self.take(length)?;
        std::str::from_utf8(bytes).map_err(|_| bad_state("a text is not UTF-8"))
    }

    pub(in crate::metrics) fn finish(&self) -> Result<(), Failure> {
        let empty = self.0.is_empty();
        empty.then_some(()).ok_or_else(|| bad_state("more follows"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_one_spelling() {
        for value in [0, 1, -1, 63, -64, 64, i64::MIN, i64::MAX] {
            let mut writer = Writer::default();
            writer.signed(value);
            writer.number(value.cast_unsigned());
            let mut reader = Reader(&writer.0);
            assert_eq!(reader.signed(), Ok(value));
            assert_eq!(reader.number(), Ok(value.cast_unsigned()));
            assert_eq!(reader.finish(), Ok(()));
        }
        for bytes in [&[0x80, 0][..], &[0x80], &[0xff; 10], &[]] {
            assert!(Reader(bytes).number().is_err(), "{bytes:?}");
        }
        assert!(Reader(&[200, 1, 1]).length(1).is_err());
        assert!(Reader(&[1, 0xff]).text().is_err());
    }
}
