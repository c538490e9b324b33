//! What a reconciliation found, for people and for machines.

use std::collections::BTreeMap;

use profilekit::hub::{Found, Reconciled};
use profilekit::identity::SyncPlan;
use serde::Serialize;
use serde_json::Value;

use crate::args::identity::Report;
use crate::input::Session;
use crate::output::{Misuse, say, say_line};
use crate::table::table;

/// What a reconciliation found: of those who are well there is nothing to say.
#[derive(Default)]
pub(super) struct Findings {
    rows: Vec<Row>,
    told: u64,
}

/// Something that was found.
#[derive(Serialize)]
struct Row {
    classes: Vec<&'static str>,
    user: String,
    account: String,
    /// What becomes of the account.
    action: String,
    /// What changes: what about, and why.
    changes: Vec<String>,
    /// What differs and stays so: what about, and why.
    conflicts: Vec<String>,
}

/// All of it, as machines read it.
#[derive(Serialize)]
struct Whole<'w> {
    counts: &'w BTreeMap<String, u64>,
    users: u64,
    accounts: u64,
    applied: u64,
    complete: bool,
    /// How many findings an earlier run told before it was interrupted: they are counted, and not
    /// among those here.
    earlier: u64,
    findings: &'w [Row],
}

impl Findings {
    pub(super) fn add(&mut self, found: &Found) {
        self.told += 1;
        let row = Row::of(found);
        self.rows.extend(Some(row).filter(|row| !row.is_well()));
    }

    /// Whether there is something to look at.
    pub(super) fn any(&self, reached: &Reconciled) -> bool {
        let linked = reached.counts.get("linked").copied().unwrap_or_default();
        let all: u64 = reached.counts.values().sum();
        !self.rows.is_empty() || linked < all
    }

    /// Says it in the form that was asked for.
    pub(super) fn say(
        &self,
        reached: &Reconciled,
        report: Option<Report>,
        session: &Session,
    ) -> Result<(), Misuse> {
        let missing = reached.counts.get("missing_there");
        let all = reached.users + missing.copied().unwrap_or_default();
        let whole = Whole {
            counts: &reached.counts,
            users: reached.users,
            accounts: reached.accounts,
            applied: reached.applied,
            complete: reached.complete,
            earlier: all.saturating_sub(self.told),
            findings: &self.rows,
        };
        match (report, session.json) {
            (Some(Report::Html), _) => say_line!("{}", whole.page()),
            (Some(Report::Json), _) | (None, true) => say_line!("{}", super::json(&whole)?),
            (None, false) => whole.tell(),
        }
        Ok(())
    }
}

impl Row {
    fn of(found: &Found) -> Self {
        let (finding, plan) = (&found.finding, found.plan.as_ref());
        let trouble = found.trouble.as_ref();
        let trouble = trouble.map(|failure| format!("account: {}", failure.code().as_str()));
        Self {
            classes: finding.classes.iter().map(|class| class.word()).collect(),
            user: finding.user.clone().unwrap_or_default(),
            account: finding.account.clone().unwrap_or_default(),
            action: plan.map(super::action).unwrap_or_default(),
            changes: plan.map(changes).unwrap_or_default(),
            conflicts: plan
                .map(conflicts)
                .unwrap_or_default()
                .into_iter()
                .chain(trouble)
                .collect(),
        }
    }

    fn is_well(&self) -> bool {
        self.classes == ["linked"] && self.conflicts.is_empty() && self.changes.is_empty()
    }

    fn cells(&self) -> [String; 6] {
        [
            self.classes.join(", "),
            self.user.clone(),
            self.account.clone(),
            self.action.clone(),
            self.changes.join(", "),
            self.conflicts.join(", "),
        ]
    }
}

/// Values are left out: a report is passed on. Of mail addresses it says the domains: they are what
/// has to be decided about.
fn changes(plan: &SyncPlan) -> Vec<String> {
    let fields = plan.fields.iter();
    let fields = fields.map(|one| {
        let domains = domains(&one.attribute, &one.before, &one.after);
        format!("{}: {}{domains}", one.attribute, one.reason.word())
    });
    let roles = plan.roles.iter().map(|one| {
        let what = if one.granted { "grant" } else { "take back" };
        format!("{what} {}: {}", one.role, one.reason.word())
    });
    fields.chain(roles).collect()
}

fn conflicts(plan: &SyncPlan) -> Vec<String> {
    let conflicts = plan.conflicts.iter();
    let told = conflicts.map(|one| {
        let domains = domains(&one.about, &one.here, &one.there);
        format!("{}: {}{domains}", one.about, one.reason.word())
    });
    told.collect()
}

/// The domains of two mail addresses where they differ.
fn domains(about: &str, here: &Value, there: &Value) -> String {
    let domain = |value: &Value| Some(value.as_str()?.rsplit_once('@')?.1.to_owned());
    match (about, domain(here), domain(there)) {
        ("email", Some(here), Some(there)) if here != there => {
            format!(" (here {here}, there {there})")
        }
        _ => String::new(),
    }
}

/// The heads of [`Row::cells`].
const HEADS: [&str; 6] = ["found", "user", "account", "action", "changes", "stays"];

impl Whole<'_> {
    /// Where it does not list everything that it counts, it says so.
    fn earlier(&self) -> Option<String> {
        let earlier = self.earlier;
        let went_on = format!(
            "This went on where an earlier run was interrupted: of {earlier} users and accounts that \
             run told, and they are not listed here."
        );
        Some(went_on).filter(|_| earlier > 0)
    }

    fn tell(&self) {
        say_line!("{} users, {} accounts", self.users, self.accounts);
        for (class, count) in self.counts {
            say_line!("  {count} {}", class.replace('_', " "));
        }
        say_line!("{} accounts made or changed", self.applied);
        if let Some(earlier) = self.earlier() {
            say_line!("{earlier}");
        }
        let rows: Vec<Vec<String>> = self.findings.iter().map(|row| row.cells().into()).collect();
        if !rows.is_empty() {
            say!("{}", table(&HEADS, &rows));
        }
    }

    /// A report for people: one page that needs nothing else.
    fn page(&self) -> String {
        let mut page = String::from(
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Reconciliation</title>\
             <style>body{font:16px/1.5 system-ui;margin:2rem}table{border-collapse:collapse}\
             td,th{border:1px solid #ccc;padding:.3rem .6rem;text-align:left}</style>\
             <h1>Reconciliation</h1>",
        );
        let (users, accounts, applied) = (self.users, self.accounts, self.applied);
        page += &format!("<p>{users} users, {accounts} accounts, {applied} made or changed.</p>");
        if let Some(earlier) = self.earlier() {
            page += &format!("<p>{earlier}</p>");
        }
        page += "<ul>";
        for (class, count) in self.counts {
            page += &format!("<li>{count} {}</li>", class.replace('_', " "));
        }
        let heads = HEADS.map(|head| format!("<th>{head}"));
        page += &format!("</ul><table><tr>{}</tr>", heads.concat());
        for row in self.findings {
            let cells = row.cells().map(|cell| format!("<td>{}", escaped(&cell)));
            page += &format!("<tr>{}</tr>", cells.concat());
        }
        page + "</table></html>"
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
