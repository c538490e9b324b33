//! `sync`: what follows for accounts from what the provider says.

mod report;
mod users;

use std::future::Future;
use std::path::Path;
use std::sync::Arc;

use profilekit::access::{Subject, SubjectHead};
use profilekit::hub::{Call, Clock as _, Found, Hub, Reconciled, Reconciling, Refusal, uuid_v7};
use profilekit::identity::{SyncPlan, parse_clerk_user};
use report::Findings;
use serde::Serialize;

use crate::args::identity::{Place, Reconcile, Sync};
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

fn reconcile(args: &Reconcile, session: &Session) -> Result<Outcome, Misuse> {
    let desk = Desk::open(&args.place, session)?;
    let users = users::users(args, session)?;
    // Of several runs at once, one goes on.
    let holder = format!("profilekit {}", uuid_v7(&Machine, desk.now));
    let how = Reconciling {
        apply: args.apply && !args.dry_run,
        leave: args.leave,
        most_leaving: args.leave_at_most,
        holder: &holder,
        ..Reconciling::default()
    };
    let mut findings = Findings::default();
    let mut told = |found: &Found| {
        findings.add(found);
        Ok(())
    };
    let mut reached = Reconciled::default();
    let ended = loop {
        // It takes a while: each page has a time of its own.
        let call = Call::new(&desk.system, Machine.now()).named("profilekit sync");
        let page = desk.hub.reconcile_page(&call, &*users, &how, &mut told);
        match desk.wait(page) {
            Ok(page) => reached = page,
            ended => break ended,
        }
        if reached.complete {
            break Ok(reached.clone());
        }
    };
    // What was told before something went wrong is not told again.
    if ended.is_ok() || findings.any(&reached) {
        findings.say(&reached, args.report, session)?;
    }
    ended?;
    Ok(Outcome::findings(findings.any(&reached)))
}
