//! `sync`: what follows for accounts from what the provider says.

use std::future::Future;
use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use profilekit::access::{Subject, SubjectHead};
use profilekit::error::Failure;
use profilekit::hub::{
    Call, Clock as _, Found, Hub, ProviderClient, Reconciled, Reconciling, Refusal, Undelivered,
    UserPage,
};
use profilekit::identity::{ProviderUser, SyncPlan, parse_clerk_user};
use serde::Serialize;

use crate::args::identity::{Place, Reconcile, Report, Sync};
use crate::args::open::{Open, Work};
use crate::host::Machine;
use crate::input::{self, Session};
use crate::output::{Misuse, Outcome, Paint, say_line};
use crate::store::{self, Opened};

pub(super) fn run(args: &Sync, session: &Session) -> Result<Outcome, Misuse> {
    match args {
        Sync::Plan { place, file } => plan(place, file, session),
        Sync::Reconcile(args) => reconcile(args, session),
    }
}

/// A hub over a store, for the product itself.
pub(super) struct Desk<'d> {
    opened: Opened,
    session: &'d Session,
    pub(super) hub: Hub,
    pub(super) system: Subject,
    pub(super) now: i64,
}

impl<'d> Desk<'d> {
    pub(super) fn open(place: &Place, session: &'d Session) -> Result<Self, Misuse> {
        let open = Open {
            store: place.store.clone(),
            schema: place.schema.clone(),
            work: Work::Migrate,
        };
        let opened = store::open(&open, session)?;
        let kernel = input::kernel(&place.blueprint, session)?;
        let head = SubjectHead {
            system: true,
            ..SubjectHead::default()
        };
        Ok(Self {
            system: kernel.subject(&head).map_err(session.misuse())?,
            hub: Hub::new(kernel, opened.store.clone(), Arc::new(Machine)),
            now: Machine.now(),
            opened,
            session,
        })
    }

    /// Waits for what the hub does.
    pub(super) fn wait<T, E: Into<Refusal>>(
        &self,
        work: impl Future<Output = Result<T, E>>,
    ) -> Result<T, Misuse> {
        self.opened.wait(self.session, work)
    }

    fn call(&self) -> Call<'_> {
        Call::new(&self.system, self.now).named("profilekit sync")
    }
}

/// A value as JSON.
pub(super) fn json(value: &impl Serialize) -> Result<String, Misuse> {
    let refuse = |error| Misuse::new(format!("This has no form in JSON: {error}."), "");
    serde_json::to_string(value).map_err(refuse)
}

fn plan(place: &Place, file: &Path, session: &Session) -> Result<Outcome, Misuse> {
    let desk = Desk::open(place, session)?;
    let user = parse_clerk_user(&input::read(file)?).map_err(session.misuse())?;
    let plan = desk.wait(desk.hub.plan_user(&desk.call(), &user))?;
    if session.json {
        say_line!("{}", plan.to_json());
    } else {
        show(&plan);
    }
    Ok(Outcome::findings(!plan.conflicts.is_empty()))
}

fn show(plan: &SyncPlan) {
    let paint = Paint::for_output();
    say_line!("{}", paint.strong(&action(plan)));
    for change in &plan.fields {
        let (before, after) = (&change.before, &change.after);
        say_line!(
            "  {}: {before} → {after} ({})",
            change.path,
            change.reason.word()
        );
    }
    for change in &plan.roles {
        let what = if change.granted { "grant" } else { "take back" };
        say_line!("  {what} {} ({})", change.role, change.reason.word());
    }
    for conflict in &plan.conflicts {
        let reason = paint.warn(conflict.reason.word());
        let (here, there) = (&conflict.here, &conflict.there);
        say_line!("  {reason} {}: here {here}, there {there}", conflict.about);
    }
    if !plan.commands.is_empty() {
        say_line!("  tell the provider the roles");
    }
}

/// The word of what becomes of the account.
fn action(plan: &SyncPlan) -> String {
    let word = serde_json::to_string(&plan.action).unwrap_or_default();
    word.trim_matches('"').to_owned()
}

/// The users of a file, as a provider has them.
struct Lines(Vec<ProviderUser>);

impl Lines {
    fn read(file: &Path, session: &Session) -> Result<Self, Misuse> {
        let text = input::read(file)?;
        let lines = text.split(|byte| *byte == b'\n');
        let lines = lines.filter(|line| !line.trim_ascii().is_empty());
        let users = lines.map(parse_clerk_user).collect::<Result<_, _>>();
        users.map(Self).map_err(session.misuse())
    }
}

#[async_trait]
impl ProviderClient for Lines {
    async fn page(&self, after: Option<&str>, limit: usize) -> Result<UserPage, Failure> {
        let from = after.and_then(|after| after.parse().ok()).unwrap_or(0);
        let rest = self.0.get(from..).unwrap_or_default();
        let users: Vec<ProviderUser> = rest.iter().take(limit).cloned().collect();
        let next = Some(from + users.len()).filter(|next| *next < self.0.len());
        Ok(UserPage {
            users,
            next: next.map(|next| next.to_string()),
        })
    }

    async fn users(&self, ids: &[&str], emails: &[&str]) -> Result<Vec<ProviderUser>, Failure> {
        let asked = |user: &&ProviderUser| {
            let email = user.email().map_or("", |email| email.value.as_str());
            ids.contains(&user.id.as_str()) || emails.contains(&email)
        };
        Ok(self.0.iter().filter(asked).cloned().collect())
    }

    async fn set_roles(&self, _: &str, _: &str, _: &[String]) -> Result<(), Undelivered> {
        Err(Undelivered::lasting("a file is told nothing"))
    }
}

/// What was found, as machines read it.
#[derive(Serialize)]
struct Whole<'w> {
    #[serde(flatten)]
    reached: &'w Reconciled,
    findings: Vec<Row>,
}

/// Something that was found.
#[derive(Serialize)]
struct Row {
    classes: Vec<&'static str>,
    user: String,
    account: String,
    /// What becomes of the account.
    action: String,
    /// What differs and stays so: what about, and why.
    conflicts: Vec<String>,
}

impl Row {
    fn of(found: &Found) -> Self {
        let conflicts = found.plan.iter().flat_map(|plan| &plan.conflicts);
        let told = conflicts.map(|one| format!("{}: {}", one.about, one.reason.word()));
        Self {
            classes: found
                .finding
                .classes
                .iter()
                .map(|class| class.word())
                .collect(),
            user: found.finding.user.clone().unwrap_or_default(),
            account: found.finding.account.clone().unwrap_or_default(),
            action: found.plan.as_ref().map(action).unwrap_or_default(),
            conflicts: told.collect(),
        }
    }

    fn is_linked(&self) -> bool {
        self.classes == ["linked"] && self.conflicts.is_empty()
    }
}

fn reconcile(args: &Reconcile, session: &Session) -> Result<Outcome, Misuse> {
    let desk = Desk::open(&args.place, session)?;
    let users = Lines::read(&args.file, session)?;
    let how = Reconciling {
        apply: args.apply && !args.dry_run,
        leave: args.leave,
        ..Reconciling::default()
    };
    let mut findings = Vec::new();
    let mut told = |found: &Found| {
        let row = Row::of(found);
        // Of those who are well there is nothing to say.
        findings.extend(Some(row).filter(|row| !row.is_linked()));
        Ok(())
    };
    let call = desk.call();
    let reached = desk.wait(desk.hub.reconcile(&call, &users, &how, &mut told))?;
    let found = !findings.is_empty();
    let whole = Whole {
        reached: &reached,
        findings,
    };
    match (args.report, session.json) {
        (Some(Report::Html), _) => say_line!("{}", page(&whole)),
        (Some(Report::Json), _) | (None, true) => say_line!("{}", json(&whole)?),
        (None, false) => tell(&whole),
    }
    Ok(Outcome::findings(found))
}

fn tell(whole: &Whole<'_>) {
    let Whole { reached, findings } = whole;
    say_line!("{} users, {} accounts", reached.users, reached.accounts);
    for (class, count) in &reached.counts {
        say_line!("  {count} {}", class.replace('_', " "));
    }
    say_line!("{} accounts made or changed", reached.applied);
    let cells = findings.iter().map(|row| {
        let who = [
            row.classes.join(", "),
            row.user.clone(),
            row.account.clone(),
        ];
        let what = [row.action.clone(), row.conflicts.join(", ")];
        who.into_iter().chain(what).collect()
    });
    let rows: Vec<Vec<String>> = cells.collect();
    if !rows.is_empty() {
        let head = ["found", "user", "account", "action", "stays"];
        crate::output::say!("{}", crate::table::table(&head, &rows));
    }
}

/// A report for people: one page that needs nothing else.
fn page(whole: &Whole<'_>) -> String {
    let Whole { reached, findings } = whole;
    let mut page = String::from(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Reconciliation</title>\
         <style>body{font:16px/1.5 system-ui;margin:2rem}table{border-collapse:collapse}\
         td,th{border:1px solid #ccc;padding:.3rem .6rem;text-align:left}</style>\
         <h1>Reconciliation</h1>",
    );
    let (users, accounts, applied) = (reached.users, reached.accounts, reached.applied);
    page += &format!("<p>{users} users, {accounts} accounts, {applied} made or changed.</p><ul>");
    for (class, count) in &reached.counts {
        page += &format!("<li>{count} {}</li>", class.replace('_', " "));
    }
    page += "</ul><table><tr><th>Found<th>User<th>Account<th>Action<th>Differs and stays</tr>";
    for row in findings {
        let cells = [
            row.classes.join(", "),
            row.user.clone(),
            row.account.clone(),
            row.action.clone(),
            row.conflicts.join(", "),
        ];
        let cells = cells.map(|cell| format!("<td>{}", escaped(&cell)));
        page += &format!("<tr>{}</tr>", cells.concat());
    }
    page + "</table></html>"
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
