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

/// Flags every byte equal to `byte`, each exactly.
const fn each_equal_to(word: u64, byte: u8) -> u64 {
    let x = word ^ (ONES * byte as u64);
    !(((x & !HIGHS) + !HIGHS) | x | !HIGHS)
}

fn is_simple_byte(byte: u8) -> bool {
    // 0xC2 leads C1 controls and the no-break space, 0xCB and up whatever else needs a look.
    !(byte < 0x20 || byte == 0x7F || byte == 0xC2 || byte >= 0xCB)
}

#[inline]
fn is_simple_word(bytes: [u8; 8]) -> bool {
    let word = u64::from_le_bytes(bytes);
    if word & HIGHS == 0 {
        return control(word) | equal_to(word, 0x7F) == 0;
    }
    bytes.into_iter().all(is_simple_byte)
}

/// Whether a text is made of printable ASCII and Latin letters below U+02C0: it is composed (NFC),
/// holds no control character and no white space but plain spaces, and is of one script. Other
/// texts need a longer look.
#[inline]
pub(crate) fn is_simple(text: &str) -> bool {
    let bytes = text.as_bytes();
    match bytes.last_chunk::<8>() {
        Some(last) => {
            let mut words = bytes.as_chunks::<8>().0.iter();
            words.all(|word| is_simple_word(*word)) && is_simple_word(*last)
        }
        None => bytes.iter().all(|byte| is_simple_byte(*byte)),
    }
}

/// Whether two spaces stand side by side.
#[inline]
pub(crate) fn has_double_space(text: &str) -> bool {
    let bytes = text.as_bytes();
    let within = |word: [u8; 8]| {
        let spaces = each_equal_to(u64::from_le_bytes(word), b' ');
        spaces & (spaces << 8) != 0
    };
    let Some(last) = bytes.last_chunk::<8>() else {
        return bytes.windows(2).any(|pair| pair == b"  ");
    };
    // Words overlap by a byte, so that no pair lies between two of them.
    let mut rest = bytes;
    while let Some(word) = rest.first_chunk::<8>() {
        if within(*word) {
            return true;
        }
        rest = rest.get(7..).unwrap_or_default();
    }
    within(*last)
}

/// Whether two short texts are the same, without a call.
#[inline]
pub(crate) fn same(one: &str, two: &str) -> bool {
    let (one, two) = (one.as_bytes(), two.as_bytes());
    if one.len() != two.len() {
        return false;
    }
    match (one.last_chunk::<8>(), two.last_chunk::<8>()) {
        (Some(one_last), Some(two_last)) => {
            one_last == two_last && one.as_chunks::<8>().0 == two.as_chunks::<8>().0
        }
        _ => one.iter().zip(two).all(|(a, b)| a == b),
    }
}

#[cfg(test)]
mod tests {
    use super::{has_double_space, is_simple, same, string_stop};

    #[test]
    fn texts_are_simple_as_a_look_at_each_character_says() {
        let odd = [
            'a', ' ', '~', 'é', 'ʯ', '\u{7f}', '\u{85}', '\u{a0}', '\u{2c0}', 'я', '\n', '山',
        ];
        for character in odd {
            for length in 0..20 {
                for at in 0..length {
                    let mut characters = vec!['x'; length];
                    characters[at] = character;
                    let text: String = characters.iter().collect();
                    let plain =
                        |c: char| (' '..='~').contains(&c) || ('\u{c0}'..'\u{2c0}').contains(&c);
                    assert_eq!(is_simple(&text), text.chars().all(plain), "{text:?}");
                }
            }
        }
    }

    #[test]
    fn double_spaces_are_found_wherever_they_stand() {
        for length in 0..30 {
            assert!(!has_double_space(&"a ".repeat(length)));
            for at in 0..length {
                let text = format!("{}  {}", "x".repeat(at), "x".repeat(length - at));
                assert!(has_double_space(&text), "{text:?}");
                assert!(!has_double_space(&text.replace("  ", "! ")), "{text:?}");
            }
        }
    }

    #[test]
    fn texts_are_the_same_when_every_byte_is() {
        for length in 0..30 {
            let text = "abcdefghij".repeat(3)[..length].to_owned();
            assert!(same(&text, &text.clone()));
            assert!(!same(&text, &format!("{text}x")));
            for at in 0..length {
                let mut other = text.clone().into_bytes();
                other[at] = b'!';
                assert!(!same(&text, std::str::from_utf8(&other).unwrap()));
            }
        }
    }

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
