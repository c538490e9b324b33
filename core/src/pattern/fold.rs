//! Characters that differ in case only.

use std::sync::OnceLock;

use super::set::Set;
use crate::{host, order};

/// The characters that are one once folded.
struct Families {
    /// What characters fold to, where it is another one; in the order of the characters.
    folds: Vec<(char, char)>,
    /// What families fold to, each time with one of them; in the order of families.
    members: Vec<(char, char)>,
}

impl Families {
    fn all(&self) -> impl Iterator<Item = &[(char, char)]> {
        self.members.chunk_by(|one, other| one.0 == other.0)
    }

    fn of(&self, c: char) -> &[(char, char)] {
        let place = self.folds.binary_search_by_key(&c, |(c, _)| *c);
        let fold = place.ok().and_then(|place| self.folds.get(place));
        let folded = fold.map_or(c, |(_, folded)| *folded);
        let first = self.members.partition_point(|(fold, _)| *fold < folded);
        let end = self.members.partition_point(|(fold, _)| *fold <= folded);
        self.members.get(first..end).unwrap_or_default()
    }
}

/// The set with every character that differs from one of it in case only.
pub(super) fn any_case(set: Set) -> Set {
    let families = families();
    let others: Vec<(char, char)> = match set.single() {
        Some(c) => families.of(c).to_vec(),
        None => {
            let is_met = |family: &&[(char, char)]| family.iter().any(|(_, c)| set.contains(*c));
            families.all().filter(is_met).flatten().copied().collect()
        }
    };
    let others = others.into_iter().map(|(_, c)| (c, c)).collect();
    set.union(Set::new(others))
}

/// All of them, found in the milliseconds that the first pattern without case takes.
fn families() -> &'static Families {
    static FAMILIES: OnceLock<Families> = OnceLock::new();
    FAMILIES.get_or_init(|| {
        let folds = host::folds();
        let mut members: Vec<(char, char)> = Vec::with_capacity(folds.len() * 2);
        for (c, folded) in &folds {
            members.extend([(*folded, *c), (*folded, *folded)]);
        }
        order::sort(&mut members);
        members.dedup();
        Families { folds, members }
    })
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
