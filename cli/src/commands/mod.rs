//! The commands, one file each.

mod bill;
mod blueprint;
mod dashboard;
mod decide;
mod earnings;
mod export;
mod import;
mod open;
mod rls;
mod strength;
mod sync;
mod validate;
mod view;
mod webhook;

use profilekit::error::Locale;

use crate::args::{Args, Command};
use crate::input::Session;
use crate::output::{Misuse, Outcome};

pub(crate) fn run(args: &Args) -> Result<Outcome, Misuse> {
    let session = Session {
        json: args.json,
        locale: Locale::from_tag(&args.locale),
    };
    match &args.command {
        Command::Check { blueprint } => blueprint::check(blueprint, &session),
        Command::Diff { old, new } => blueprint::diff(old, new, &session),
        Command::Validate(validate) => validate::run(validate, &session),
        Command::Decide {
            blueprint,
            file,
            explain,
        } => decide::run(blueprint, file, *explain, &session),
        Command::View(view) => view::run(view, &session),
        Command::Strength { blueprint, record } => strength::run(blueprint, record, &session),
        Command::Dashboard(dashboard) => dashboard::run(dashboard, &session),
        Command::Bill(bill) => bill::run(bill, &session),
        Command::Earnings(earnings) => earnings::run(earnings, &session),
        Command::Matrix { blueprint, format } => export::matrix(blueprint, *format, &session),
        Command::Types {
            blueprint,
            language,
        } => export::types(blueprint, language, &session),
        Command::Compile { blueprint, output } => export::compile(blueprint, output, &session),
        Command::Schema { blueprint, kind } => export::schema(blueprint, kind, &session),
        Command::Rls(rls) => rls::run(rls, &session),
        Command::Import {
            format,
            file,
            blueprint,
            kind,
        } => import::run(format, file, blueprint, kind, &session),
        Command::Webhook(webhook) => webhook::run(webhook, &session),
        Command::Sync(sync) => sync::run(sync, &session),
        Command::Open(open) => open::run(open, &session),
    }
}
