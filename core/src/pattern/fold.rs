//! Characters that differ in case only.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::set::Set;

/// The characters that are one once folded, by what they fold to.
type Families = BTreeMap<char, Vec<char>>;

/// The set with every character that differs from one of it in case only.
pub(super) fn any_case(set: Set) -> Set {
    let others: Vec<&char> = match set.single() {
        Some(c) => families().get(&folded(c)).into_iter().flatten().collect(),
        None => {
            let families = families().values();
            let met = families.filter(|family| family.iter().any(|c| set.contains(*c)));
            met.flatten().collect()
        }
    };
    let others = others.into_iter().map(|c| (*c, *c)).collect();
    set.union(Set::new(others))
}

/// All of them, found in the milliseconds that the first pattern without case takes. No letter
/// beyond has two cases.
fn families() -> &'static Families {
    static FAMILIES: OnceLock<Families> = OnceLock::new();
    FAMILIES.get_or_init(|| {
        let mut families = Families::new();
        for c in '\0'..='\u{1ffff}' {
            let folded = folded(c);
            if folded != c {
                families
                    .entry(folded)
                    .or_insert_with(|| vec![folded])
                    .push(c);
            }
        }
        families
    })
}

/// Lower case by way of upper case, which some characters share: of `s` and `ſ`, it is `s`. The
/// dotless `ı` shares it with `i` in no language, and is a letter of its own.
fn folded(c: char) -> char {
    match c {
        'ı' => c,
        c => single(single(c.to_uppercase()).unwrap_or(c).to_lowercase()).unwrap_or(c),
    }
}

fn single(mut characters: impl Iterator<Item = char>) -> Option<char> {
    let first = characters.next();
    first.filter(|_| characters.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_brings_its_other_cases() {
        for (one, all) in [
            ('k', "Kk\u{212a}"),
            ('S', "Ssſ"),
            ('ä', "Ää"),
            ('Σ', "Σςσ"),
            ('µ', "µΜμ"),
            ('1', "1"),
            ('ß', "ßẞ"),
            ('𐐀', "𐐀𐐨"),
        ] {
            let all = all.chars().map(|c| (c, c)).collect();
            assert_eq!(any_case(Set::one(one)), Set::new(all), "{one}");
        }
    }
}
