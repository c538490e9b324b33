//! The report: one page, no scripts, no fonts or pictures from elsewhere.

use std::fmt::Write;

use profilekit::Kernel;
use profilekit::store::PastVersion;
use profilekit::strength::{Check, Score};
use profilekit::time::write_instant;

use crate::page::{pretty, text};
use crate::people::ACTIONS;
use crate::profile::Profile;

const STYLE: &str = "
:root { color-scheme: light dark; --line: #8884; --good: #2e9e5b; --bad: #c4453c; --soft: #8882; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; }
h1, h2, h3 { line-height: 1.2; } h2 { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: 1rem; }
table { border-collapse: collapse; } th, td { border: 1px solid var(--line); padding: .25rem .6rem; text-align: left; }
td.yes { background: #2e9e5b33; } td.no { background: #c4453c22; } td.some { background: #d9a40033; }
pre { background: var(--soft); padding: .8rem; overflow: auto; max-height: 24rem; font-size: 12px; }
.views { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 1rem; }
.scroll { overflow: auto; } small { opacity: .7; } .matrix { font-size: 12px; }
";

pub(crate) fn write(kernel: &Kernel, profiles: &[Profile]) -> String {
    let product = &kernel.model().document;
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>ProfileKit demo</title>\n\
         <style>{STYLE}</style>\n<h1>{} {}: {} profiles</h1>\n",
        text(&product.name),
        text(&product.version),
        profiles.len()
    );
    out.push_str(&contents(profiles));
    profiles
        .iter()
        .for_each(|profile| out.push_str(&section(profile)));
    let matrix = kernel.matrix().to_html();
    let _ = write!(
        out,
        "<h2 id=\"matrix\">Privacy matrix</h2>\n<p>Every field, who sees it by default, and on what \
         ground it is held. <i>By record</i>: a policy decides which records the viewer reads.</p>\n\
         <div class=\"scroll\">{matrix}</div>\n</html>\n"
    );
    out
}

fn contents(profiles: &[Profile]) -> String {
    let rows: String = profiles
        .iter()
        .map(|profile| {
            let name = text(&profile.name);
            let level = profile.score.level.as_deref().unwrap_or_default();
            format!(
                "<tr><td><a href=\"#{name}\">{name}</a></td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
                points(&profile.score),
                text(level),
                if profile.obstacles.is_empty() { "ready" } else { "not yet" }
            )
        })
        .collect();
    format!(
        "<table><tr><th>profile</th><th>strength</th><th>level</th><th>to publish</th></tr>\n{rows}</table>\n\
         <p><a href=\"#matrix\">Privacy matrix</a></p>\n"
    )
}

fn section(profile: &Profile) -> String {
    let name = text(&profile.name);
    format!(
        "<h2 id=\"{name}\">{name} <small>version {}</small></h2>\n{}{}{}{}<h3>What each viewer sees</h3>\n\
         <div class=\"views\">{}</div>\n{}",
        profile.version,
        drawing(&profile.score),
        next_steps(&profile.score),
        import(profile),
        decisions(profile),
        views(profile),
        history(profile)
    )
}

/// The score in figures.
fn points(score: &Score) -> String {
    let known = score.score.map(|points| points.to_string());
    known.unwrap_or_else(|| "–".to_owned())
}

/// The score as a bar chart: what is achieved of each factor, and what the rest would gain.
fn drawing(score: &Score) -> String {
    let (row, left, full) = (22u32, 110u32, 360u32);
    let most = score
        .checks
        .iter()
        .map(|check| check.max)
        .max()
        .unwrap_or(1)
        .max(1);
    let mut bars = String::new();
    for (index, check) in (0u32..).zip(&score.checks) {
        let y = 48 + index * row;
        let width = |points: u32| points * full / most;
        let _ = writeln!(
            bars,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>\
             <rect x=\"{left}\" y=\"{y}\" width=\"{}\" height=\"14\" fill=\"#8884\"/>\
             <rect x=\"{left}\" y=\"{y}\" width=\"{}\" height=\"14\" fill=\"#2e9e5b\"/>\
             <text x=\"{}\" y=\"{}\">{}/{}</text>",
            left - 8,
            y + 12,
            text(&check.id),
            width(check.max),
            width(check.score),
            left + width(check.max) + 8,
            y + 12,
            check.score,
            check.max
        );
    }
    let count = u32::try_from(score.checks.len()).unwrap_or_default();
    let whole = u32::from(score.score.unwrap_or(0)) * full / 100;
    format!(
        "<svg role=\"img\" aria-label=\"Strength {0} of 100\" viewBox=\"0 0 560 {1}\" width=\"560\" \
         font-size=\"12\" fill=\"currentColor\">\
         <rect x=\"{left}\" y=\"8\" width=\"{full}\" height=\"22\" rx=\"4\" fill=\"#8884\"/>\
         <rect x=\"{left}\" y=\"8\" width=\"{whole}\" height=\"22\" rx=\"4\" fill=\"#2e9e5b\"/>\
         <text x=\"{2}\" y=\"24\" text-anchor=\"end\" font-weight=\"bold\">{0}/100</text>\
         <text x=\"{3}\" y=\"24\">{4}</text>\n{bars}</svg>\n",
        points(score),
        56 + count * row,
        left - 8,
        left + full + 8,
        text(score.level.as_deref().unwrap_or_default())
    )
}

fn next_steps(score: &Score) -> String {
    let steps = score
        .next
        .iter()
        .filter_map(|index| score.checks.get(*index));
    let item = |check: &Check| {
        let fix = check.issue.as_ref().map_or("", |(_, _, fix)| fix);
        format!("<li>{} <b>+{}</b></li>\n", text(fix), check.gain)
    };
    let steps: String = steps.map(item).collect();
    if steps.is_empty() {
        return String::new();
    }
    format!("<h3>Next steps</h3>\n<ol>\n{steps}</ol>\n")
}

fn import(profile: &Profile) -> String {
    let list = |title: &str, items: Vec<String>| {
        if items.is_empty() {
            return String::new();
        }
        let items: String = items
            .iter()
            .map(|item| format!("<li>{item}</li>\n"))
            .collect();
        format!("<details><summary>{title}</summary><ul>\n{items}</ul></details>\n")
    };
    let imported = &profile.imported;
    let refused = imported.refused.iter().map(|violation| {
        let message = violation.message(profilekit::error::Locale::En);
        format!("<code>{}</code> {}", text(&violation.path), text(&message))
    });
    let unplaced = imported
        .unplaced
        .iter()
        .map(|path| format!("<code>{}</code>", text(path)));
    let obstacles = profile
        .obstacles
        .iter()
        .map(|(path, message)| format!("<code>{}</code> {}", text(path), text(message)));
    format!(
        "<h3>Import</h3>\n<p>{} values taken.</p>\n{}{}{}",
        imported.placed.len(),
        list(
            &format!("{} refused", imported.refused.len()),
            refused.collect()
        ),
        list(
            &format!("{} had no place", imported.unplaced.len()),
            unplaced.collect()
        ),
        list("Missing before it can be published", obstacles.collect())
    )
}

fn decisions(profile: &Profile) -> String {
    let head: String = ACTIONS
        .iter()
        .map(|action| format!("<th>{action}</th>"))
        .collect();
    let rows: String = profile
        .decisions
        .iter()
        .map(|(who, asked)| {
            let cells: String = asked
                .iter()
                .map(|asked| {
                    let class = if asked.allowed { "yes" } else { "no" };
                    format!("<td class=\"{class}\">{}</td>", text(&asked.because))
                })
                .collect();
            format!("<tr><th>{who}</th>{cells}</tr>\n")
        })
        .collect();
    format!(
        "<h3>Who may do what, and by which rule</h3>\n<table><tr><th></th>{head}</tr>\n{rows}</table>\n"
    )
}

fn views(profile: &Profile) -> String {
    profile
        .views
        .iter()
        .map(|(who, seen)| {
            let seen = match seen {
                Ok(document) => text(&pretty(document)),
                Err(message) => text(message),
            };
            format!("<div><h4>{who}</h4><pre>{seen}</pre></div>\n")
        })
        .collect()
}

fn history(profile: &Profile) -> String {
    let row = |version: &PastVersion| {
        let fields: Vec<String> = version.fields.iter().map(|path| text(path)).collect();
        format!(
            "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
            version.version,
            write_instant(version.at),
            text(&version.action),
            fields.join("<br>")
        )
    };
    let rows: String = profile.history.iter().map(row).collect();
    format!(
        "<h3>History</h3>\n<table><tr><th>version</th><th>at</th><th>action</th><th>changed</th></tr>\n{rows}</table>\n"
    )
}
