//! Sixteen or eight bytes at a time over string contents, without `unsafe`.

use wide::u8x16;

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// Flags the bytes below 0x20; the lowest flag is exact.
const fn control(word: u64) -> u64 {
    word.wrapping_sub(ONES * 0x20) & !word & HIGHS
}

/// Flags the bytes that end a run of plain string contents: `"`, `\` and control characters; the
/// lowest flag is exact.
#[inline]
const fn stops(word: u64) -> u64 {
    // With the second bit turned over, `"` comes next to the control characters, and none of its
    // neighbours does.
    let turned = word ^ (ONES * 2);
    let quotes = turned.wrapping_sub(ONES * 0x21);
    let slashes = (word ^ (ONES * 0x5C)).wrapping_sub(ONES);
    (quotes | slashes) & !word & HIGHS
}

/// The next eight bytes, and the eight that begin one further; what lies beyond the end is zero,
/// a control character.
#[inline]
fn words(rest: &[u8]) -> (u64, u64) {
    let Some(behind) = rest.get(1..).and_then(<[u8]>::first_chunk::<8>) else {
        return words_at_the_end(rest);
    };
    let word = rest
        .first_chunk()
        .map_or(0, |word| u64::from_le_bytes(*word));
    (word, u64::from_le_bytes(*behind))
}

#[cold]
fn words_at_the_end(rest: &[u8]) -> (u64, u64) {
    let word = rest.iter().take(8).rev();
    let word = word.fold(0, |word, byte| word << 8 | u64::from(*byte));
    (word, word >> 8)
}

/// Whether the target has vectors of sixteen bytes; elsewhere a word of eight is faster.
const WIDE: bool = cfg!(any(
    target_feature = "sse2",
    target_feature = "neon",
    target_feature = "simd128"
));

/// Position of the first `"`, `\` or control character at or after `from`, or the text's end.
#[inline]
pub(crate) fn string_stop(bytes: &[u8], from: usize) -> usize {
    let mut rest = bytes.get(from..).unwrap_or_default();
    while let Some(chunk) = rest.first_chunk::<16>().filter(|_| WIDE) {
        let stops = wide_stops(u8x16::new(*chunk)).to_bitmask();
        if stops != 0 {
            return position(bytes, rest, stops.trailing_zeros());
        }
        rest = rest.get(16..).unwrap_or_default();
    }
    loop {
        let stops = stops(words(rest).0);
        if stops != 0 {
            return position(bytes, rest, stops.trailing_zeros() / 8);
        }
        rest = rest.get(8..).unwrap_or_default();
    }
}

/// Where a byte stands that is `further` in what is left.
#[inline]
fn position(bytes: &[u8], rest: &[u8], further: u32) -> usize {
    let at = bytes.len().wrapping_sub(rest.len());
    at.wrapping_add(further as usize)
}

/// Where a string ends that is printable ASCII without double spaces and fits in sixteen bytes
/// with its closing quote, as most do; [`scan_string`] tells of every other.
#[inline]
pub(super) fn short_clean_stop(bytes: &[u8], from: usize) -> Option<usize> {
    let chunk = bytes.get(from..)?.first_chunk::<17>().filter(|_| WIDE)?;
    let within = wide_odd(chunk).trailing_zeros() as usize;
    (chunk.get(within) == Some(&b'"')).then(|| from + within)
}

/// As [`string_stop`], and whether everything on the way was clean, as [`is_clean`] says.
#[inline]
pub(super) fn scan_string(bytes: &[u8], from: usize) -> (usize, bool) {
    let mut rest = bytes.get(from..).unwrap_or_default();
    let mut clean = true;
    while let Some(chunk) = rest.first_chunk::<17>().filter(|_| WIDE) {
        let odd = wide_odd(chunk);
        if odd != 0 {
            let at = position(bytes, rest, odd.trailing_zeros());
            if bytes.get(at) == Some(&b'"') {
                return (at, clean);
            }
            let (stops, unclean) = wide_look(chunk);
            let before = (stops & stops.wrapping_neg()).wrapping_sub(1);
            clean &= unclean & before == 0;
            if stops != 0 {
                return (position(bytes, rest, stops.trailing_zeros()), clean);
            }
        }
        rest = rest.get(16..).unwrap_or_default();
    }
    scan_words(bytes, rest, clean)
}

/// Goes on with a string a word at a time; `clean` says how it was before.
#[cfg_attr(
    any(
        target_feature = "sse2",
        target_feature = "neon",
        target_feature = "simd128"
    ),
    cold
)]
fn scan_words<'b>(bytes: &'b [u8], mut rest: &'b [u8], mut clean: bool) -> (usize, bool) {
    loop {
        let (word, next) = words(rest);
        let stops = stops(word);
        let unclean = (strange(word) | double_space(word, next)) & HIGHS;
        let before = (stops & stops.wrapping_neg()).wrapping_sub(1);
        clean &= unclean & before == 0;
        if stops != 0 {
            return (position(bytes, rest, stops.trailing_zeros() / 8), clean);
        }
        rest = rest.get(8..).unwrap_or_default();
    }
}

/// As [`stops`], for sixteen bytes, each exactly.
#[inline]
fn wide_stops(bytes: u8x16) -> u8x16 {
    let turned = bytes ^ u8x16::splat(2);
    let quotes = turned.min(u8x16::splat(0x20)).simd_eq(turned);
    quotes | bytes.simd_eq(u8x16::splat(b'\\'))
}

/// Sixteen bytes, and those that begin one further.
#[inline]
fn wide_words(chunk: &[u8; 17]) -> (u8x16, u8x16) {
    let [now @ .., _] = chunk;
    let [_, next @ ..] = chunk;
    (u8x16::new(*now), u8x16::new(*next))
}

/// A bit for each of sixteen bytes that is not printable ASCII, is a mark that ends a run of plain
/// string contents, or begins a double space: a first look, as [`wide_look`] has more to do.
#[inline]
fn wide_odd(chunk: &[u8; 17]) -> u32 {
    let (bytes, next) = wide_words(chunk);
    let all = u8x16::splat;
    let above_blank = bytes - all(b' ');
    let unprintable = above_blank.max(all(0x7F - b' ')).simd_eq(above_blank);
    let marks = bytes.simd_eq(all(b'"')) | bytes.simd_eq(all(b'\\'));
    let double_space = bytes.simd_eq(all(b' ')) & next.simd_eq(all(b' '));
    (unprintable | marks | double_space).to_bitmask()
}

/// Looks at sixteen bytes, given with the one behind them: a bit for each that ends a run of
/// plain string contents, and one for each that is not clean.
#[inline]
fn wide_look(chunk: &[u8; 17]) -> (u32, u32) {
    let (bytes, next) = wide_words(chunk);
    let all = u8x16::splat;
    let beyond = bytes.max(all(0xCB)).simd_eq(bytes);
    let strange = beyond | bytes.simd_eq(all(0x7F)) | bytes.simd_eq(all(0xC2));
    let double_space = bytes.simd_eq(all(b' ')) & next.simd_eq(all(b' '));
    let unclean = strange | double_space;
    (wide_stops(bytes).to_bitmask(), unclean.to_bitmask())
}

/// Whether a text is made of printable ASCII and Latin letters below U+02C0, without two spaces
/// side by side: it is composed (NFC), holds no control character and no white space but single
/// spaces, and is of one script. Other texts need a longer look.
pub(crate) fn is_clean(text: &str) -> bool {
    let mut rest = text.as_bytes();
    let mut unclean = 0;
    while !rest.is_empty() {
        let (word, next) = words(rest);
        let within = match rest.len() {
            length @ ..8 => (1 << (8 * length)) - 1,
            _ => u64::MAX,
        };
        unclean |= (strange(word) | double_space(word, next) | control(word)) & within;
        rest = rest.get(8..).unwrap_or_default();
    }
    unclean & HIGHS == 0
}

/// Flags spaces with another space behind them, given the bytes and those one further; the
/// lowest flag is exact, and what is no flag is noise.
#[inline]
const fn double_space(word: u64, next: u64) -> u64 {
    let spaces = ONES * b' ' as u64;
    let both = (word ^ spaces) | (next ^ spaces);
    both.wrapping_sub(ONES) & !both
}

/// Flags every byte that a clean text does not have, control characters below 0x20 aside: 0xC2
/// leads C1 controls and the no-break space, 0xCB and up whatever else needs a look. The lowest
/// flag is exact, and what is no flag is noise.
#[inline]
const fn strange(word: u64) -> u64 {
    let low = word & !HIGHS;
    let delete = low.wrapping_add(ONES) & !word;
    let beyond = low.wrapping_add(ONES * (0x80 - 0x4B)) & word;
    let c2 = word ^ (ONES * 0xC2);
    delete | beyond | c2.wrapping_sub(ONES) & !c2
}

/// Whether two short texts are the same, without a call.
#[inline]
pub(crate) fn same(one: &str, two: &str) -> bool {
    let (one, two) = (one.as_bytes(), two.as_bytes());
    if one.len() != two.len() {
        return false;
    }
    match (ends::<8>(one), ends::<8>(two)) {
        (Some(ends), Some(others)) => ends == others && (one.len() <= 16 || one == two),
        _ => match (ends::<4>(one), ends::<4>(two)) {
            (Some(ends), Some(others)) => ends == others,
            _ => one.iter().zip(two).all(|(a, b)| a == b),
        },
    }
}

/// The first and the last bytes, which overlap in a text that is less than twice as long.
#[inline]
pub(crate) fn ends<const N: usize>(bytes: &[u8]) -> Option<([u8; N], [u8; N])> {
    Some((*bytes.first_chunk()?, *bytes.last_chunk()?))
}

#[cfg(test)]
mod tests {
    use super::{WIDE, is_clean, same, scan_string, scan_words, short_clean_stop, string_stop};

    /// What a look at each character says.
    fn is_plainly_clean(text: &str) -> bool {
        let plain = |c: char| (' '..='~').contains(&c) || ('\u{c0}'..'\u{2c0}').contains(&c);
        text.chars().all(plain) && !text.contains("  ")
    }

    #[test]
    fn texts_are_clean_as_a_look_at_each_character_says() {
        let odd = [
            "a", " ", "  ", "~", "é", "ʯ", "\u{7f}", "\u{85}", "\u{a0}", "\u{2c0}", "я", "\n", "山",
        ];
        for part in odd {
            for length in 0..20 {
                for at in 0..=length {
                    for filler in ["x", "é", "\u{7e}", " x"] {
                        let text = filler.repeat(at) + part + &filler.repeat(length - at);
                        let clean = is_plainly_clean(&text);
                        assert_eq!(is_clean(&text), clean, "{text:?}");
                        if part != "\n" {
                            let written = format!("{text}\"\u{7f}  ");
                            let bytes = written.as_bytes();
                            let found = (text.len(), clean);
                            assert_eq!(scan_string(bytes, 0), found, "{text:?}");
                            assert_eq!(scan_words(bytes, bytes, true), found, "{text:?}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn a_short_clean_string_is_seen_at_one_look() {
        for length in 0..20 {
            for behind in 0..20 {
                let text = format!("{}\"{}", "a".repeat(length), " ".repeat(behind));
                let fits = WIDE && length < 16 && text.len() >= 17;
                let stop = short_clean_stop(text.as_bytes(), 0);
                assert_eq!(stop, fits.then_some(length), "{text:?}");
            }
        }
        for odd in ["é", "\\n", "\n", "\u{7f}", "  "] {
            for at in 0..14 {
                let text = format!("{}{odd}\"{}", "a".repeat(at), "b".repeat(17));
                assert_eq!(short_clean_stop(text.as_bytes(), 0), None, "{text:?}");
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
                    assert_eq!(scan_string(&bytes, 0).0, at);
                    assert_eq!(scan_words(&bytes, &bytes, true).0, at);
                }
                assert_eq!(string_stop(&vec![0xffu8; length], 0), length);
            }
        }
    }
}
