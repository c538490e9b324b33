//! Segments of time as SQL: boundaries that the plan knows, so that no database needs a zone.

use super::condition::Writer;
use super::engine::Engine;

/// How many comparisons stand beside each other before they are put into a tree.
const WIDTH: usize = 8;

impl Writer<'_> {
    /// That an instant is in one of the segments between boundaries. A place in the parameters is
    /// taken for the first and the last.
    pub(super) fn between(&mut self, at: &str, boundaries: &[i64]) -> String {
        let ends = boundaries.first().zip(boundaries.last());
        let Some((first, last)) = ends.filter(|(first, last)| first < last) else {
            return "FALSE".to_owned();
        };
        let (first, last) = (self.int(*first), self.int(*last));
        format!("{at} >= {first} AND {at} < {last}")
    }

    /// The segment of an instant, from 1: how many boundaries are not after it.
    pub(super) fn segment(&mut self, at: &str, boundaries: &[i64]) -> String {
        match self.relation.engine {
            Engine::Sqlite | Engine::DataFusion => {
                let inner = boundaries.get(1..boundaries.len().max(2) - 1);
                self.tree(at, inner.unwrap_or_default(), 1)
            }
            Engine::Postgres => {
                let list: Vec<String> = boundaries.iter().map(i64::to_string).collect();
                // Read once, not for each row.
                let list = self.text(&format!("{{{}}}", list.join(",")));
                format!("width_bucket({at}, (SELECT {list}::bigint[]))::bigint")
            }
        }
    }

    /// A search among boundaries before which `passed` others are.
    fn tree(&mut self, at: &str, boundaries: &[i64], passed: usize) -> String {
        if boundaries.is_empty() {
            return passed.to_string();
        }
        let step = boundaries.len().div_ceil(WIDTH).max(1);
        let mut arms = String::new();
        let mut start = 0;
        for (place, boundary) in boundaries.iter().enumerate().skip(step - 1).step_by(step) {
            let before = boundaries.get(start..place).unwrap_or_default();
            let mark = self.int(*boundary);
            let then = self.tree(at, before, passed + start);
            arms.push_str(&format!("WHEN {at} < {mark} THEN {then} "));
            start = place + 1;
        }
        let rest = boundaries.get(start..).unwrap_or_default();
        let rest = self.tree(at, rest, passed + start);
        format!("(CASE {arms}ELSE {rest} END)")
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::facts::FactShape;
    use super::super::relation::Relation;
    use super::*;

    /// What a tree says of an instant, read as SQL reads it.
    fn evaluate(text: &str, at: i64, params: &[i64]) -> usize {
        let mut rest = text;
        while let Some(inner) = rest.strip_prefix("(CASE ") {
            rest = inner;
            loop {
                if let Some(other) = rest.strip_prefix("ELSE ") {
                    rest = other;
                    break;
                }
                let (_, after) = rest.split_once("< ?").unwrap();
                let (mark, then) = after.split_once(" THEN ").unwrap();
                let boundary = params[mark.parse::<usize>().unwrap() - 1];
                let length = length(then);
                if at < boundary {
                    rest = &then[..length];
                    break;
                }
                rest = then[length..].trim_start();
            }
        }
        let digits = rest.split(|c: char| !c.is_ascii_digit()).next().unwrap();
        digits.parse().unwrap()
    }

    /// The length of the expression that a text begins with.
    fn length(text: &str) -> usize {
        let mut depth = 0;
        for (place, byte) in text.bytes().enumerate() {
            match byte {
                b'(' => depth += 1,
                b')' if depth == 1 => return place + 1,
                b')' => depth -= 1,
                b' ' if depth == 0 => return place,
                _ => {}
            }
        }
        text.len()
    }

    #[test]
    fn a_tree_finds_what_a_search_finds() {
        let shape = FactShape::new(Vec::new()).unwrap();
        let relation = Relation::new(Engine::Sqlite, &["t"], &shape, &[]).unwrap();
        for count in (2..40).chain([63, 64, 65, 66, 300, 1000]) {
            let boundaries: Vec<i64> = (0..count).map(|place| place * 10).collect();
            let mut writer = Writer::new(&relation, &shape);
            let text = writer.segment("f.at", &boundaries);
            let params: Vec<i64> = writer
                .params
                .iter()
                .map(|param| match param {
                    crate::expr::SqlValue::Int(value) => *value,
                    other => panic!("{other:?}"),
                })
                .collect();
            for at in (0..(count - 1) * 10).step_by(5) {
                let plain = boundaries.iter().filter(|b| **b <= at).count();
                assert_eq!(evaluate(&text, at, &params), plain, "{count} {at} {text}");
            }
        }
    }
}
