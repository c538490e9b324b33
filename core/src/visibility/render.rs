//! The privacy matrix as JSON, Markdown, CSV and HTML.

use super::matrix::{Matrix, MatrixRow, Reading};
use crate::json::{push_string, quoted};

impl Reading {
    /// The stable word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Always => "yes",
            Self::Sometimes => "by record",
            Self::Never => "no",
        }
    }
}

/// The columns that say something about the field itself.
const COLUMNS: [&str; 12] = [
    "kind",
    "field",
    "default",
    "allow",
    "by_role",
    "roles",
    "relations",
    "data_class",
    "lawful_basis",
    "retention",
    "source",
    "written_by",
];

/// What the classes of [`Matrix::to_html`] look like.
const STYLE: &str = "body{font:14px system-ui;margin:2rem}table{border-collapse:collapse}\
th,td{border:1px solid #ccc;padding:.2rem .5rem;text-align:left;vertical-align:top}\
th{position:sticky;top:0;background:#f4f4f4}.yes{background:#d7f0dc}.some{background:#fdf1cf}\
.no{background:#f6d9d9}";

impl MatrixRow {
    /// What its row says: first the twelve columns of the field itself, `kind` to `written_by`,
    /// then one for each viewer.
    #[must_use]
    pub fn cells(&self) -> Vec<String> {
        let words = |list: &[crate::blueprint::Audience]| {
            let words: Vec<&str> = list.iter().map(|audience| audience.word()).collect();
            words.join(" ")
        };
        let by_role = self.by_role.iter();
        let by_role = by_role.map(|(role, audience)| format!("{role}:{}", audience.word()));
        let mut cells = vec![
            self.kind.clone(),
            self.field.clone(),
            self.default.word().to_owned(),
            words(&self.allow),
            by_role.collect::<Vec<_>>().join(" "),
            self.roles.join(" "),
            self.relations.join(" "),
            self.data_class.unwrap_or_default().to_owned(),
            self.lawful_basis.unwrap_or_default().to_owned(),
            self.retention.clone().unwrap_or_default(),
            self.source.unwrap_or_default().to_owned(),
            self.written_by.join(" "),
        ];
        cells.extend(self.shown.iter().map(|shown| shown.word().to_owned()));
        cells
    }
}

impl Matrix {
    fn head(&self) -> impl Iterator<Item = &str> {
        let viewers = self.viewers.iter().map(|viewer| viewer.name.as_str());
        COLUMNS.into_iter().chain(viewers)
    }

    /// As JSON: `{"product","version","viewers":[…],"rows":[{"kind","field",…,"shown":{…}}]}`.
    #[must_use]
    pub fn to_json(&self) -> String {
        let (product, version) = &self.product;
        let viewers: Vec<String> = self.viewers.iter().map(|v| quoted(&v.name)).collect();
        let rows: Vec<String> = self.rows.iter().map(|row| self.row_json(row)).collect();
        format!(
            "{{\"product\":{},\"version\":{},\"viewers\":[{}],\"rows\":[{}]}}",
            quoted(product),
            quoted(version),
            viewers.join(","),
            rows.join(","),
        )
    }

    fn row_json(&self, row: &MatrixRow) -> String {
        let mut out = String::from("{");
        for (name, cell) in COLUMNS.iter().zip(row.cells()) {
            push_string(&mut out, name);
            out.push(':');
            push_string(&mut out, &cell);
            out.push(',');
        }
        let shown = self.viewers.iter().zip(&row.shown);
        let shown: Vec<String> = shown
            .map(|(viewer, shown)| format!("{}:{}", quoted(&viewer.name), quoted(shown.word())))
            .collect();
        out.push_str(&format!("\"shown\":{{{}}}}}", shown.join(",")));
        out
    }

    /// As a Markdown table.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let head: Vec<String> = self.head().map(markdown).collect();
        let rule = vec!["---".to_owned(); head.len()];
        let rows = self.rows.iter();
        let rows = rows.map(|row| line(row.cells().iter().map(|cell| markdown(cell)).collect()));
        format!("{}{}{}", line(head), line(rule), rows.collect::<String>())
    }

    /// As CSV (RFC 4180), safe to open in a spreadsheet.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let line = |cells: Vec<String>| format!("{}\r\n", cells.join(","));
        let rows = self.rows.iter();
        let rows = rows.map(|row| line(row.cells().iter().map(|cell| csv(cell)).collect()));
        let rows: String = rows.collect();
        format!("{}{rows}", line(self.head().map(csv).collect()))
    }

    /// As a page of its own.
    #[must_use]
    pub fn to_page(&self) -> String {
        let (product, version) = &self.product;
        let title = format!("Privacy matrix of {} {}", html(product), html(version));
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>{title}</title>\n<style>{STYLE}</style>\n<h1>{title}</h1>\n{}</html>\n",
            self.to_html()
        )
    }

    /// As an HTML table, without the page around it.
    #[must_use]
    pub fn to_html(&self) -> String {
        let head: String = self
            .head()
            .map(|name| format!("<th>{}</th>", html(name)))
            .collect();
        let rows: String = self.rows.iter().map(row_html).collect();
        format!(
            "<table class=\"matrix\"><thead><tr>{head}</tr></thead><tbody>\n{rows}</tbody></table>\n"
        )
    }
}

fn row_html(row: &MatrixRow) -> String {
    let facts = row.cells();
    let facts = facts.iter().take(COLUMNS.len());
    let facts: String = facts
        .map(|cell| format!("<td>{}</td>", html(cell)))
        .collect();
    let shown = row.shown.iter().map(|shown| {
        let class = match shown {
            Reading::Always => "yes",
            Reading::Sometimes => "some",
            Reading::Never => "no",
        };
        format!("<td class=\"{class}\">{}</td>", shown.word())
    });
    format!("<tr>{facts}{}</tr>\n", shown.collect::<String>())
}

fn markdown(cell: &str) -> String {
    cell.replace('\\', "\\\\")
        .replace('|', "\\|")
        .replace('*', "\\*")
}

/// A cell that no spreadsheet takes for a formula, quoted where it must be.
fn csv(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = if formula {
        format!("'{cell}")
    } else {
        cell.to_owned()
    };
    if cell.contains([',', '"', '\r', '\n']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}

fn html(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_taken_for_a_formula() {
        for start in ["=", "+", "-", "@", "\t", "\r"] {
            let cell = csv(&format!("{start}cmd"));
            assert!(cell.trim_start_matches('"').starts_with('\''), "{cell:?}");
        }
        assert_eq!(csv("a,\"b\""), "\"a,\"\"b\"\"\"");
    }
}
