//! Member names that are expected, compared where they stand.

use super::write::quoted;

/// A member name as it stands in compact text, in quotes and with its colon.
#[derive(Debug, Clone)]
pub(crate) struct NameToken {
    text: Box<[u8]>,
    /// The first eight bytes; what is beyond the end is zero.
    head: u64,
    /// Covers the bytes of `head` that the token has.
    mask: u64,
    /// The last eight bytes of a token that has as many.
    last: [u8; 8],
}

impl NameToken {
    /// The token of a name.
    pub(crate) fn new(name: &str) -> Self {
        let text = (quoted(name) + ":").into_bytes().into_boxed_slice();
        let word = |byte: fn(u8) -> u64| {
            let bytes = text.iter().take(8).rev();
            bytes.fold(0, |word, next| word << 8 | byte(*next))
        };
        Self {
            head: word(u64::from),
            mask: word(|_| 0xFF),
            last: text.last_chunk().copied().unwrap_or_default(),
            text,
        }
    }

    /// How many bytes it has.
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether `rest` begins with it.
    #[inline(always)]
    pub(super) fn begins(&self, rest: &[u8]) -> bool {
        let Some(head) = rest.first_chunk::<8>() else {
            return rest.starts_with(&self.text);
        };
        if (u64::from_le_bytes(*head) ^ self.head) & self.mask != 0 {
            return false;
        }
        self.text.len() <= 8 || self.goes_on(rest)
    }

    /// Whether `rest`, of which the first eight bytes are the token's, begins with it.
    #[inline]
    fn goes_on(&self, rest: &[u8]) -> bool {
        let Some(rest) = rest.get(..self.text.len()) else {
            return false;
        };
        let middle = || rest.get(8..rest.len() - 8) == self.text.get(8..self.text.len() - 8);
        rest.last_chunk() == Some(&self.last) && (rest.len() <= 16 || middle())
    }
}

#[cfg(test)]
mod tests {
    use super::NameToken;

    #[test]
    fn a_text_begins_with_a_token_when_every_byte_is_there() {
        for length in 1..30 {
            let name = &"abcdefghijklmnopqrstuvwxyzabcdef"[..length];
            let token = NameToken::new(name);
            let text = format!("\"{name}\":");
            for rest in ["", "1", "\"a long text behind it\"}"] {
                assert!(token.begins(format!("{text}{rest}").as_bytes()), "{name}");
            }
            for at in 0..text.len() {
                assert!(!token.begins(&text.as_bytes()[..at]), "{name} cut at {at}");
                let mut other = format!("{text} and something behind it").into_bytes();
                other[at] ^= 1;
                assert!(!token.begins(&other), "{name} changed at {at}");
            }
        }
    }
}
