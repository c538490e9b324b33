//! The little of DER (ITU-T X.690) in which public keys are written.

/// What is left of a DER text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Der<'d>(pub(super) &'d [u8]);

/// Tags of what public keys are made of.
const INTEGER: u8 = 0x02;
const BITS: u8 = 0x03;
const OBJECT: u8 = 0x06;
const SEQUENCE: u8 = 0x30;

impl<'d> Der<'d> {
    /// What stands in the next element, which must have that tag.
    fn next(&mut self, tag: u8) -> Option<&'d [u8]> {
        let (found, rest) = self.0.split_first()?;
        let (length, rest) = length(rest)?;
        let (inside, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        (*found == tag).then_some(inside)
    }

    pub(super) fn sequence(&mut self) -> Option<Self> {
        self.next(SEQUENCE).map(Self)
    }

    pub(super) fn object(&mut self) -> Option<&'d [u8]> {
        self.next(OBJECT)
    }

    /// A whole number that is not negative, without the zero before it.
    pub(super) fn number(&mut self) -> Option<&'d [u8]> {
        match self.next(INTEGER)? {
            [0, rest @ ..] if rest.first().is_some_and(|first| *first >= 0x80) => Some(rest),
            plain @ [first, ..] if *first < 0x80 && *first > 0 => Some(plain),
            _ => None,
        }
    }

    /// Whole bytes of bits.
    pub(super) fn bits(&mut self) -> Option<&'d [u8]> {
        match self.next(BITS)? {
            [0, bits @ ..] => Some(bits),
            _ => None,
        }
    }

    pub(super) fn is_empty(self) -> bool {
        self.0.is_empty()
    }
}

/// A length, written as short as it can be.
fn length(text: &[u8]) -> Option<(usize, &[u8])> {
    let (length, rest, least) = match text {
        [0x81, long, rest @ ..] => (usize::from(*long), rest, 0x80),
        [0x82, high, low, rest @ ..] => (usize::from(*high) << 8 | usize::from(*low), rest, 0x100),
        [short, rest @ ..] if *short < 0x80 => (usize::from(*short), rest, 0),
        _ => return None,
    };
    (length >= least).then_some((length, rest))
}
