//! A dashboard as one page: no script, nothing to fetch, every chart beside a table that says the
//! same.

use std::fmt::Write;

use profilekit::metrics::{Cohort, Expected, Line, Outlook, Shown, Slice, Span};

use super::Seen;
use super::chart::{grain, series};
use super::figure::{
    bucket, change, expected, figure, is_better, label, millionths, moment, percent, range,
};
use super::text::{capitalised, sampled, share};

const STYLE: &str = concat!(include_str!("chart.css"), include_str!("page.css"));

/// A text between tags.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// The page.
pub(crate) fn page(seen: Seen<'_>) -> String {
    let dashboard = seen.dashboard;
    let title = format!("{} dashboard", dashboard.persona.replace('_', " "));
    let (plain, drawn): (Vec<_>, Vec<_>) = dashboard
        .cards
        .iter()
        .enumerate()
        .partition(|(_, card)| is_plain(card));
    let group = |class: &str, cards: Vec<(usize, &Shown)>| {
        let cards = cards.into_iter();
        let cards: Vec<String> = cards
            .map(|(place, card)| article(card, place, seen))
            .collect();
        let cards = cards.join("\n");
        format!("<section class=\"{class}\">\n{cards}\n</section>")
    };
    let cards = [group("plain", plain), group("drawn", drawn)];
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{product}: {title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <header><h1>{title}</h1><p>{product} · {} · {}</p></header>\n<main>\n{}\n</main>\n\
         <footer>Outlined and dashed marks are buckets that still run; rings with a line are what is expected, and how surely. Every figure says below where it comes from.</footer>\n\
         </body>\n</html>\n",
        escaped(&moment(dashboard.now, seen.calendar)),
        escaped(&dashboard.zone),
        cards.join("\n"),
        product = escaped(seen.product),
        title = escaped(&title),
    )
}

/// Whether a card is a figure and nothing else: such cards stand together.
fn is_plain(card: &Shown) -> bool {
    let bare = |line: &Line| {
        line.series.is_empty() && line.breakdown.is_empty() && line.cohorts.is_empty()
    };
    card.answer.lines.iter().all(bare)
}

/// What a part of a breakdown is called.
pub(super) fn name_of(slice: &Slice) -> String {
    match (slice.others, &slice.label) {
        (Some(1), _) => "1 other".to_owned(),
        (Some(count), _) => format!("{count} others"),
        (None, Some(label)) => label.to_string(),
        (None, None) => "none".to_owned(),
    }
}

fn article(card: &Shown, place: usize, seen: Seen<'_>) -> String {
    let id = format!("card-{place}");
    let wide = card
        .answer
        .lines
        .iter()
        .any(|line| !line.cohorts.is_empty());
    let class = if wide { " class=\"wide\"" } else { "" };
    let mut out = format!(
        "<article{class} aria-labelledby=\"{id}\"><h2 id=\"{id}\">{}</h2>",
        escaped(label(card))
    );
    for line in &card.answer.lines {
        head(&mut out, card, line);
    }
    for breach in card.breaches() {
        let severity = breach.threshold.severity.word();
        let _ = write!(
            out,
            "<p class=\"breach {severity}\"><strong>{}:</strong> {}</p>",
            capitalised(severity),
            escaped(&breach.reason)
        );
    }
    let span = card.answer.range;
    let _ = write!(
        out,
        "<p class=\"range\">{}</p>",
        escaped(&range(span, seen.calendar))
    );
    for (number, line) in card.answer.lines.iter().enumerate() {
        let outlook = card.outlooks.get(number);
        body(
            &mut out,
            card,
            (line, outlook),
            &format!("{id}-{number}"),
            seen,
        );
    }
    out.push_str(&explained(card, seen));
    out.push_str("</article>");
    out
}

fn head(out: &mut String, card: &Shown, line: &Line) {
    if line.cohorts.is_empty() {
        let value = figure(card, line, line.value);
        let _ = write!(out, "<p class=\"value\">{}</p>", escaped(&value));
    }
    let (Some(change), Some(_)) = (change(line), line.previous) else {
        return;
    };
    let class = match is_better(card, line) {
        Some(true) => "good",
        Some(false) => "bad",
        None => "same",
    };
    let judged = match class {
        "good" => ", for the better",
        "bad" => ", for the worse",
        _ => "",
    };
    let _ = write!(
        out,
        "<p class=\"change\"><span class=\"{class}\">{}</span>{judged}, from {}</p>",
        escaped(&change),
        escaped(&figure(card, line, line.previous))
    );
}

fn body(
    out: &mut String,
    card: &Shown,
    (line, outlook): (&Line, Option<&Outlook>),
    id: &str,
    seen: Seen<'_>,
) {
    let ahead = outlook.map_or(&[][..], |outlook| &outlook.points);
    if line.series.iter().any(|point| point.value.is_some()) {
        out.push_str(&series(card, line, ahead, id, seen.calendar));
    }
    for anomaly in outlook.iter().flat_map(|outlook| &outlook.anomalies) {
        let when = bucket(anomaly.expected.bucket, seen.calendar);
        let _ = write!(
            out,
            "<p class=\"anomaly\"><strong>Out of line, {}:</strong> {}</p>",
            escaped(&when),
            escaped(&anomaly.reason)
        );
    }
    if !line.breakdown.is_empty() {
        out.push_str(&parts(card, line));
    }
    if !line.cohorts.is_empty() {
        out.push_str(&cohorts(card, line, seen));
        let reason = outlook.map(|outlook| format!("<p>{}</p>", escaped(&outlook.reason)));
        out.push_str(&reason.unwrap_or_default());
    }
    if !line.series.is_empty() {
        out.push_str(&series_table(card, line, outlook, seen));
    }
}

/// The parts of a figure, each with a bar as long as its share of the greatest.
fn parts(card: &Shown, line: &Line) -> String {
    let values = line.breakdown.iter();
    let values = values.map(|slice| slice.value.map_or(0, millionths));
    let most = values.max().unwrap_or(0).max(1);
    let mut out = String::from("<ul class=\"parts\">");
    for slice in &line.breakdown {
        let name = name_of(slice);
        let length = slice
            .value
            .map_or(0, millionths)
            .max(0)
            .saturating_mul(1000)
            / most;
        let _ = write!(
            out,
            "<li><span class=\"name\">{}</span><span class=\"figure\">{}</span>\
             <svg viewBox=\"0 0 1000 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
             <rect class=\"track\" width=\"1000\" height=\"8\"/>\
             <rect class=\"bar\" width=\"{length}\" height=\"8\"/></svg></li>",
            escaped(&name),
            escaped(&sampled(figure(card, line, slice.value), slice))
        );
    }
    out.push_str("</ul>");
    out
}

fn series_table(card: &Shown, line: &Line, outlook: Option<&Outlook>, seen: Seen<'_>) -> String {
    let rows: Vec<String> = line
        .series
        .iter()
        .map(|point| {
            let running = if point.bucket.complete() {
                ""
            } else {
                " (still running)"
            };
            format!(
                "<tr><th scope=\"row\">{}{running}</th><td>{}</td></tr>",
                escaped(&bucket(point.bucket, seen.calendar)),
                escaped(&figure(card, line, point.value))
            )
        })
        .chain(ahead_rows(card, line, outlook, seen))
        .collect();
    let note = outlook
        .filter(|_| card.wanted.is_some_and(|wanted| wanted.ahead > 0))
        .map(|outlook| format!("<p>{}</p>", escaped(&outlook.reason)));
    format!(
        "<details><summary>The same as a table</summary><table><caption>{}, by {}</caption>\
         <thead><tr><th scope=\"col\">{}</th><th scope=\"col\">Figure</th></tr></thead>\
         <tbody>{}</tbody></table>{}</details>",
        escaped(label(card)),
        grain(&line.series),
        grain(&line.series),
        rows.concat(),
        note.unwrap_or_default()
    )
}

fn ahead_rows(card: &Shown, line: &Line, outlook: Option<&Outlook>, seen: Seen<'_>) -> Vec<String> {
    let points = outlook.iter().flat_map(|outlook| &outlook.points);
    let row = |point: &Expected| {
        format!(
            "<tr><th scope=\"row\">{} (expected)</th><td>{}</td></tr>",
            escaped(&bucket(point.bucket, seen.calendar)),
            escaped(&expected(card, line, point))
        )
    };
    points.map(row).collect()
}

fn cohorts(card: &Shown, line: &Line, seen: Seen<'_>) -> String {
    let most = line.cohorts.iter().map(|cohort| cohort.active.len()).max();
    let heads: Vec<String> = (0..most.unwrap_or(0))
        .map(|number| format!("<th scope=\"col\">+{number}</th>"))
        .collect();
    let rows: Vec<String> = line
        .cohorts
        .iter()
        .map(|cohort| cohort_row(cohort, seen))
        .collect();
    format!(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\"><table>\
         <caption>{label}: the share of those who first came in a month, by months since</caption>\
         <thead><tr><th scope=\"col\">Since</th><th scope=\"col\">People</th>{}</tr></thead>\
         <tbody>{}</tbody></table></div>",
        heads.concat(),
        rows.concat(),
        label = escaped(label(card)),
    )
}

fn cohort_row(cohort: &Cohort, seen: Seen<'_>) -> String {
    let span = Span {
        start: cohort.start,
        until: cohort.start,
        end: cohort.start.saturating_add(31 * 86_400_000_000),
    };
    let cells = cohort.active.iter();
    let cells: Vec<String> = cells
        .map(|active| format!("<td>{}</td>", share(*active, cohort.size)))
        .collect();
    format!(
        "<tr><th scope=\"row\">{}</th><td>{}</td>{}</tr>",
        escaped(&bucket(span, seen.calendar)),
        cohort.size,
        cells.concat()
    )
}

fn explained(card: &Shown, seen: Seen<'_>) -> String {
    let why = &card.answer.explained_by;
    let mut rows = vec![("Formula", format!("<code>{}</code>", escaped(&why.formula)))];
    if let Some(filter) = &why.filter {
        rows.push(("Condition", format!("<code>{}</code>", escaped(filter))));
    }
    rows.push(("Time", escaped(&range(card.answer.range, seen.calendar))));
    if let Some(previous) = card.answer.previous_range {
        rows.push(("Compared with", escaped(&range(previous, seen.calendar))));
    }
    for source in &card.sources {
        let whose = match &source.mine {
            Some(column) => format!(", those whose {column} is you"),
            None => String::new(),
        };
        let text = format!(
            "{} of {}, by {}{whose}",
            source.rows, source.facts, source.at
        );
        rows.push(("Facts", escaped(&text)));
    }
    if let Some((method, error)) = why.estimate {
        let error = profilekit::metrics::Number::new(i128::from(error), 4);
        rows.push((
            "Estimate",
            escaped(&format!("{method}, within {}", percent(error))),
        ));
    }
    let rows = rows.iter();
    let rows: Vec<String> = rows
        .map(|(name, text)| format!("<dt>{name}</dt><dd>{text}</dd>"))
        .collect();
    format!(
        "<details><summary>Where this comes from</summary><dl>{}</dl></details>",
        rows.concat()
    )
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn a_label_is_no_markup() {
        assert_eq!(
            escaped("<b title='x'>&\""),
            "&lt;b title=&#39;x&#39;&gt;&amp;&quot;"
        );
    }
}
