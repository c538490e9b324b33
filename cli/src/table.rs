//! Tables for the terminal.

/// Rows under a head, in columns as wide as their widest cell.
pub(crate) fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let widths: Vec<usize> = head
        .iter()
        .enumerate()
        .map(|(column, name)| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            cells
                .map(|cell| width(cell))
                .max()
                .unwrap_or(0)
                .max(width(name))
        })
        .collect();
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let padded: Vec<String> = cells
            .zip(&widths)
            .map(|(cell, wide)| format!("{cell}{}", " ".repeat(wide.saturating_sub(width(cell)))))
            .collect();
        padded.join("  ").trim_end().to_owned() + "\n"
    };
    let rule: Vec<String> = widths.iter().map(|wide| "─".repeat(*wide)).collect();
    let mut out = line(&mut head.iter().copied());
    out.push_str(&line(&mut rule.iter().map(String::as_str)));
    for row in rows {
        out.push_str(&line(&mut row.iter().map(String::as_str)));
    }
    out
}

/// Columns that a text takes, without the codes of its colours.
fn width(text: &str) -> usize {
    let mut count = 0;
    let mut coded = false;
    for character in text.chars() {
        match (coded, character) {
            (false, '\u{1b}') => coded = true,
            (true, 'm') => coded = false,
            (true, _) => {}
            (false, _) => count += 1,
        }
    }
    count
}

/// A bar of ten cells, filled in tenths of its whole.
pub(crate) fn bar(part: u32, whole: u32) -> String {
    let cells = 10u32;
    let filled = (part * cells + whole / 2)
        .checked_div(whole)
        .unwrap_or(cells)
        .min(cells);
    let count = |n: u32| usize::try_from(n).unwrap_or_default();
    "█".repeat(count(filled)) + &"░".repeat(count(cells - filled))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let rows = [vec!["a".to_owned(), "\u{1b}[31mred\u{1b}[0m".to_owned()]];
        let text = table(&["name", "x"], &rows);
        assert_eq!(text, "name  x\n────  ───\na     \u{1b}[31mred\u{1b}[0m\n");
    }

    #[test]
    fn bars_fill_in_tenths() {
        assert_eq!(bar(1, 2), "█████░░░░░");
        assert_eq!(bar(0, 0), "██████████");
        assert_eq!(bar(100, 100), "██████████");
    }
}
