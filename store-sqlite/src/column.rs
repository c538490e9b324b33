//! Lists and relations as they stand in columns: JSON.

use std::borrow::Cow;
use std::fmt;

use profilekit::json::push_string;
use profilekit::privacy::Digest;
use rusqlite::Row;
use rusqlite::types::Type;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};

use crate::fault::Outcome;

/// Names with identifiers.
pub(crate) type Relations = Vec<(String, Vec<String>)>;

/// Writes a list of texts.
pub(crate) fn list(items: &[String]) -> Cow<'static, str> {
    if items.is_empty() {
        return Cow::Borrowed("[]");
    }
    let mut text = String::from("[");
    push_items(&mut text, items);
    Cow::Owned(text)
}

/// Writes relations.
pub(crate) fn relations(relations: &[(String, Vec<String>)]) -> Cow<'static, str> {
    if relations.is_empty() {
        return Cow::Borrowed("{}");
    }
    let mut text = String::from("{");
    for (name, ids) in relations {
        if text.len() > 1 {
            text.push(',');
        }
        push_string(&mut text, name);
        text.push_str(":[");
        push_items(&mut text, ids);
    }
    text.push('}');
    Cow::Owned(text)
}

/// Writes the items of a list, and its end.
fn push_items(text: &mut String, items: &[String]) {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        push_string(text, item);
    }
    text.push(']');
}

/// Reads a list of texts.
pub(crate) fn read_list(row: &Row<'_>, column: usize) -> rusqlite::Result<Vec<String>> {
    match row.get_ref(column)?.as_str()? {
        "[]" => Ok(Vec::new()),
        text => json(text, column),
    }
}

/// Reads relations.
pub(crate) fn read_relations(row: &Row<'_>, column: usize) -> rusqlite::Result<Relations> {
    match row.get_ref(column)?.as_str()? {
        "{}" => Ok(Vec::new()),
        text => json::<Pairs>(text, column).map(|pairs| pairs.0),
    }
}

/// Reads JSON.
pub(crate) fn json<'t, T: Deserialize<'t>>(text: &'t str, column: usize) -> rusqlite::Result<T> {
    serde_json::from_str(text).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error))
    })
}

/// Reads a hash.
pub(crate) fn read_digest(row: &Row<'_>, column: usize) -> rusqlite::Result<Digest> {
    row.get(column).map(Digest)
}

/// How many rows at most, as SQL counts.
pub(crate) fn limit(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}

/// How many rows there were.
pub(crate) fn rows(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// Every row that a statement finds.
pub(crate) fn all<T>(
    connection: &rusqlite::Connection,
    sql: &str,
    parameters: impl rusqlite::Params,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Outcome<Vec<T>> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(parameters, read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The members of an object, in their order.
struct Pairs(Relations);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;

        impl<'de> Visitor<'de> for Members {
            type Value = Pairs;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("names with lists of identifiers")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }

        deserializer.deserialize_map(Members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_relations_come_back() {
        let ids = |ids: &[&str]| -> Vec<String> { ids.iter().map(|id| (*id).into()).collect() };
        let lists = [
            ids(&[]),
            ids(&["a"]),
            ids(&["/a~1b", "\"\\\u{1f600}\n", ""]),
        ];
        for items in lists {
            assert_eq!(json::<Vec<String>>(&list(&items), 0).unwrap(), items);
        }
        let pairs = vec![("b".to_owned(), ids(&["1", "2"])), ("a".into(), ids(&[]))];
        assert_eq!(relations(&pairs), r#"{"b":["1","2"],"a":[]}"#);
        assert_eq!(json::<Pairs>(&relations(&pairs), 0).unwrap().0, pairs);
        assert_eq!(relations(&[]), "{}");
        assert!(json::<Pairs>("[]", 0).is_err());
    }
}
