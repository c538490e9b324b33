//! Eight bytes at a time over string contents, without `unsafe`.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// Flags the bytes equal to `byte`; the lowest flag is exact.
const fn equal_to(word: u64, byte: u8) -> u64 {
    let x = word ^ (ONES * byte as u64);
    x.wrapping_sub(ONES) & !x & HIGHS
}

/// Flags the bytes below 0x20; the lowest flag is exact.
const fn control(word: u64) -> u64 {
    word.wrapping_sub(ONES * 0x20) & !word & HIGHS
}

/// Position of the first `"`, `\` or control character at or after `from`, or the text's end.
#[inline]
pub(crate) fn string_stop(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) {
        let word = u64::from_le_bytes(*chunk);
        let stops = equal_to(word, b'"') | equal_to(word, b'\\') | control(word);
        if stops != 0 {
            return at + (stops.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    while let Some(&byte) = bytes.get(at) {
        if byte == b'"' || byte == b'\\' || byte < 0x20 {
            return at;
        }
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::string_stop;

    #[test]
    fn stops_where_a_byte_loop_stops() {
        for special in [b'"', b'\\', 0x1f, 0x00, b'\n'] {
            for length in 0..40 {
                for at in 0..length {
                    let mut bytes = vec![b'a'; length];
                    bytes[at] = special;
                    assert_eq!(string_stop(&bytes, 0), at);
                    assert_eq!(string_stop(&bytes, at), at);
                }
                assert_eq!(string_stop(&vec![0xffu8; length], 0), length);
            }
        }
    }
}
