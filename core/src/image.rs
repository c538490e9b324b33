//! The binary form of what is compiled: parts one behind the other, without names.
//!
//! What is stored here is read again by the same version of the format only, so that nothing says
//! what it is. Numbers have as many bytes as they need, texts and lists say their length first.
//! Reading believes nothing: every length is held to what is left, every word to what there is,
//! and nothing lies deeper than [`Input::DEEPEST`].

use std::sync::Arc;

use crate::json::Pointer;

/// A part of what is compiled.
pub(crate) trait Stored: Sized {
    /// Adds it.
    fn store(&self, out: &mut Vec<u8>);

    /// Reads it; nothing where there is something else.
    fn load(from: &mut Input<'_>) -> Option<Self>;
}

/// What is left to read.
#[derive(Debug)]
pub(crate) struct Input<'i> {
    rest: &'i [u8],
    depth: usize,
}

impl<'i> Input<'i> {
    /// Lists in lists: three times what a blueprint has room for.
    const DEEPEST: usize = 200;

    pub(crate) fn new(bytes: &'i [u8]) -> Self {
        Self {
            rest: bytes,
            depth: 0,
        }
    }

    /// Whether everything is read.
    pub(crate) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    pub(crate) fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn bytes(&mut self, count: usize) -> Option<&'i [u8]> {
        let (bytes, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(bytes)
    }

    /// A number: seven bits a byte, the lowest first; all but the last byte have the eighth.
    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7F);
            if bits << shift >> shift != bits {
                return None;
            }
            number |= bits << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    /// A length: never more than what is left, for everything takes a byte.
    fn length(&mut self) -> Option<usize> {
        let length = usize::load(self)?;
        (length <= self.rest.len()).then_some(length)
    }

    fn text(&mut self) -> Option<&'i str> {
        let length = self.length()?;
        std::str::from_utf8(self.bytes(length)?).ok()
    }

    /// Reads what lies inside of something.
    fn inside<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        self.depth = self.depth.checked_add(1).filter(|d| *d <= Self::DEEPEST)?;
        let inside = read(self);
        self.depth -= 1;
        inside
    }
}

fn push_number(out: &mut Vec<u8>, mut number: u64) {
    while number > 0x7F {
        out.extend(u8::try_from(number & 0x7F | 0x80));
        number >>= 7;
    }
    out.extend(u8::try_from(number));
}

macro_rules! unsigned {
    ($($name:ident)*) => {$(
        impl Stored for $name {
            fn store(&self, out: &mut Vec<u8>) {
                push_number(out, u64::try_from(*self).unwrap_or(u64::MAX));
            }

            fn load(from: &mut Input<'_>) -> Option<Self> {
                Self::try_from(from.number()?).ok()
            }
        }
    )*};
}

unsigned! { u8 u16 u32 u64 usize }

impl Stored for i64 {
    /// The sign comes last, so that small numbers are short whatever their sign.
    fn store(&self, out: &mut Vec<u8>) {
        push_number(
            out,
            (self.cast_unsigned() << 1) ^ (self >> 63).cast_unsigned(),
        );
    }

    fn load(from: &mut Input<'_>) -> Option<Self> {
        let number = from.number()?;
        Some((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }
}

impl Stored for u128 {
    fn store(&self, out: &mut Vec<u8>) {
        out.extend(self.to_le_bytes());
    }

    fn load(from: &mut Input<'_>) -> Option<Self> {
        let bytes = from.bytes(16)?.first_chunk()?;
        Some(Self::from_le_bytes(*bytes))
    }
}

impl Stored for f64 {
    fn store(&self, out: &mut Vec<u8>) {
        out.extend(self.to_le_bytes());
    }

    fn load(from: &mut Input<'_>) -> Option<Self> {
        let bytes = from.bytes(8)?.first_chunk()?;
        Some(Self::from_le_bytes(*bytes))
    }
}

impl Stored for bool {
    fn store(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }

    fn load(from: &mut Input<'_>) -> Option<Self> {
        match from.byte()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

fn push_text(out: &mut Vec<u8>, text: &str) {
    text.len().store(out);
    out.extend(text.as_bytes());
}

macro_rules! texts {
    ($($name:ty)*) => {$(
        impl Stored for $name {
            fn store(&self, out: &mut Vec<u8>) {
                push_text(out, self);
            }

            fn load(from: &mut Input<'_>) -> Option<Self> {
                from.text().map(Into::into)
            }
        }
    )*};
}

texts! { String Box<str> Arc<str> }

impl Stored for Pointer {
    fn store(&self, out: &mut Vec<u8>) {
        push_text(out, self.as_str());
    }

    fn load(from: &mut Input<'_>) -> Option<Self> {
        Self::new(from.text()?)
    }
}

impl<T: Stored> Stored for Option<T> {
    fn store(&self, out: &mut Vec<u8>) {
        self.is_some().store(out);
        self.iter().for_each(|some| some.store(out));
    }

    fn load(from: &mut Input<'_>) -> Option<Self> {
        match bool::load(from)? {
            true => T::load(from).map(Some),
            false => Some(None),
        }
    }
}

impl<T: Stored> Stored for Vec<T> {
    fn store(&self, out: &mut Vec<u8>) {
        self.len().store(out);
        self.iter().for_each(|item| item.store(out));
    }

    fn load(from: &mut Input<'_>) -> Option<Self> {
        let length = from.length()?;
        from.inside(|from| (0..length).map(|_| T::load(from)).collect())
    }
}

macro_rules! held {
    ($($name:ident)*) => {$(
        impl<T: Stored> Stored for $name<T> {
            fn store(&self, out: &mut Vec<u8>) {
                T::store(self, out);
            }

            fn load(from: &mut Input<'_>) -> Option<Self> {
                from.inside(T::load).map(Self::new)
            }
        }
    )*};
}

held! { Box Arc }

impl<A: Stored, B: Stored> Stored for (A, B) {
    fn store(&self, out: &mut Vec<u8>) {
        self.0.store(out);
        self.1.store(out);
    }

    fn load(from: &mut Input<'_>) -> Option<Self> {
        Some((A::load(from)?, B::load(from)?))
    }
}

impl<A: Stored, B: Stored, C: Stored> Stored for (A, B, C) {
    fn store(&self, out: &mut Vec<u8>) {
        self.0.store(out);
        self.1.store(out);
        self.2.store(out);
    }

    fn load(from: &mut Input<'_>) -> Option<Self> {
        Some((A::load(from)?, B::load(from)?, C::load(from)?))
    }
}

/// Says how types are stored: structs by their members, of which those behind a `;` are made anew,
/// and enums by a number for each variant. What changes here changes the format.
macro_rules! stored {
    () => {};
    (struct $name:ident { $($member:ident),* $(; $($made:ident = $value:expr),*)? } $($rest:tt)*) => {
        impl $crate::image::Stored for $name {
            fn store(&self, out: &mut Vec<u8>) {
                $($crate::image::Stored::store(&self.$member, out);)*
            }

            fn load(from: &mut $crate::image::Input<'_>) -> Option<Self> {
                Some(Self {
                    $($member: $crate::image::Stored::load(from)?,)*
                    $($($made: $value,)*)?
                })
            }
        }
        $crate::image::stored! { $($rest)* }
    };
    (enum $name:ident { $(
        $number:literal = $variant:ident $(($($part:ident),*))? $({ $($member:ident),* })?
    ),* } $($rest:tt)*) => {
        impl $crate::image::Stored for $name {
            fn store(&self, out: &mut Vec<u8>) {
                match self {$(
                    Self::$variant $(($($part),*))? $({ $($member),* })? => {
                        out.push($number);
                        $($($crate::image::Stored::store($part, out);)*)?
                        $($($crate::image::Stored::store($member, out);)*)?
                    }
                )*}
            }

            fn load(from: &mut $crate::image::Input<'_>) -> Option<Self> {
                Some(match from.byte()? {
                    $($number => {
                        $($(let $part = $crate::image::Stored::load(from)?;)*)?
                        $($(let $member = $crate::image::Stored::load(from)?;)*)?
                        Self::$variant $(($($part),*))? $({ $($member),* })?
                    })*
                    _ => return None,
                })
            }
        }
        $crate::image::stored! { $($rest)* }
    };
}

pub(crate) use stored;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Input, Stored};

    fn there_and_back<T: Stored + PartialEq + std::fmt::Debug>(value: &T) {
        let mut out = Vec::new();
        value.store(&mut out);
        let mut input = Input::new(&out);
        assert_eq!(T::load(&mut input).as_ref(), Some(value));
        assert!(input.is_empty());
        for cut in 0..out.len() {
            assert_eq!(T::load(&mut Input::new(&out[..cut])), None, "{value:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_stored_is_loaded(
            whole in any::<i64>(),
            number in any::<u64>(),
            small in any::<u16>(),
            bits in any::<u128>(),
            texts in prop::collection::vec(".{0,5}", 0..4),
        ) {
            there_and_back(&(whole, number));
            there_and_back(&(small, bits, Some(texts)));
        }
    }

    #[test]
    fn bounds_are_stored() {
        [0, 1, -1, 63, -64, i64::MAX, i64::MIN]
            .iter()
            .for_each(there_and_back);
        [0, 127, 128, u64::MAX].iter().for_each(there_and_back);
        [0.0, -1.5, f64::INFINITY].iter().for_each(there_and_back);
    }

    #[test]
    fn what_cannot_be_is_not_believed() {
        assert_eq!(u64::load(&mut Input::new(&[0xFF; 10])), None);
        assert_eq!(u8::load(&mut Input::new(&[0x80, 2])), None);
        assert_eq!(bool::load(&mut Input::new(&[2])), None);
        assert_eq!(String::load(&mut Input::new(&[1, 0xFF])), None);
        let endless: &[u8] = &[0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0];
        assert_eq!(Vec::<u64>::load(&mut Input::new(endless)), None);
    }
}
