//! Measures that say which table their columns are of.

use super::super::plan::refuse;
use super::text::{Term, parse};
use crate::error::Failure;

/// A measure over one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::metrics) struct Operand {
    /// The table, where it or something around it says which.
    pub(in crate::metrics) table: Option<String>,
    /// The measure without the table's name.
    pub(in crate::metrics) text: String,
}

/// The measure of a text, or the two of a ratio whose tables differ. `count(booking)` names a
/// table, and so does `sum(booking.price)`; what names none is `of` the one given.
pub(in crate::metrics) fn operands(
    text: &str,
    of: Option<&str>,
    is_table: &dyn Fn(&str) -> bool,
) -> Result<Vec<Operand>, Failure> {
    let unreadable = || refuse(format!("`{text}` is no measure"));
    let term = parse(text).ok_or_else(unreadable)?;
    if let Term::Call("ratio", terms) = &term
        && let [one, two] = terms.as_slice()
    {
        let two = [operand(one, of, is_table)?, operand(two, of, is_table)?];
        let [one, other] = &two;
        if one.table != other.table {
            return Ok(two.into());
        }
    }
    Ok(vec![operand(&term, of, is_table)?])
}

fn operand(
    term: &Term<'_>,
    of: Option<&str>,
    is_table: &dyn Fn(&str) -> bool,
) -> Result<Operand, Failure> {
    let mut tables = Vec::new();
    let text = written(term, is_table, &mut tables);
    tables.dedup();
    match tables.as_slice() {
        [] => Ok(Operand {
            table: of.map(str::to_owned),
            text,
        }),
        [table] => Ok(Operand {
            table: Some((*table).to_owned()),
            text,
        }),
        _ => Err(refuse("only a ratio is of two tables")),
    }
}

/// A term's text without the names of tables, which are noted.
fn written<'t>(
    term: &Term<'t>,
    is_table: &dyn Fn(&str) -> bool,
    tables: &mut Vec<&'t str>,
) -> String {
    match term {
        Term::Condition(condition) => format!("`{condition}`"),
        Term::Word(word) => match word.split_once('.') {
            Some((table, column)) if is_table(table) => {
                tables.push(table);
                column.to_owned()
            }
            _ => (*word).to_owned(),
        },
        Term::Call(name, terms) => {
            let terms = match terms.as_slice() {
                [Term::Word(table), rest @ ..] if *name == "count" && is_table(table) => {
                    tables.push(table);
                    rest
                }
                all => all,
            };
            let parts = terms.iter().map(|term| written(term, is_table, tables));
            let parts: Vec<String> = parts.collect();
            format!("{name}({})", parts.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, of: Option<&str>) -> Option<Vec<(String, String)>> {
        let is_table = |name: &str| ["booking", "view"].contains(&name);
        let found = operands(text, of, &is_table).ok()?;
        let pair = |operand: Operand| (operand.table.unwrap_or_default(), operand.text);
        Some(found.into_iter().map(pair).collect())
    }

    fn pairs(list: &[(&str, &str)]) -> Option<Vec<(String, String)>> {
        let owned = |(a, b): &(&str, &str)| ((*a).to_owned(), (*b).to_owned());
        Some(list.iter().map(owned).collect())
    }

    #[test]
    fn tables_are_named_or_given() {
        assert_eq!(read("sum(price)", None), pairs(&[("", "sum(price)")]));
        assert_eq!(
            read("sum(price)", Some("booking")),
            pairs(&[("booking", "sum(price)")])
        );
        assert_eq!(
            read("count(booking, `fact.state == 'a.b'`)", None),
            pairs(&[("booking", "count(`fact.state == 'a.b'`)")])
        );
        assert_eq!(
            read("percentile(booking.price, 0.95)", None),
            pairs(&[("booking", "percentile(price, 0.95)")])
        );
    }

    #[test]
    fn a_ratio_may_be_of_two_tables_and_nothing_else() {
        assert_eq!(
            read("ratio(count(booking), distinct(view.viewer))", None),
            pairs(&[("booking", "count()"), ("view", "distinct(viewer)")])
        );
        assert_eq!(
            read("ratio(sum(price), count(booking))", Some("booking")),
            pairs(&[("booking", "ratio(sum(price), count())")])
        );
        assert_eq!(
            read("growth(ratio(count(booking), count(view)))", None),
            None
        );
        assert_eq!(
            read(
                "ratio(ratio(count(booking), count(view)), count(view))",
                None
            ),
            None
        );
    }
}
