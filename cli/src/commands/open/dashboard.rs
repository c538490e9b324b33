//! `open URL dashboard`: of the records that are stored.

use profilekit::hub::{Call, Look, Settings};
use profilekit::kernel::Glance;
use profilekit::metrics::{EXACT, Origin, Table};

use super::Desk;
use crate::args::open::StoredBoard;
use crate::commands::dashboard::{Reading, calendar, subject};
use crate::input;
use crate::output::{Misuse, Outcome};

pub(super) fn run(desk: &Desk<'_>, args: &StoredBoard) -> Result<Outcome, Misuse> {
    let hub = desk.hub(&args.blueprint)?;
    let settings = Settings {
        rollups: args.rollups,
        ..hub.settings().clone()
    };
    let hub = hub.with_settings(settings);
    let (kernel, session) = (hub.kernel(), desk.session);
    let now = input::now(args.board.now.as_deref())?;
    let context = input::context(kernel, now, session)?;
    let subject = subject(kernel, &args.board, session)?;
    let glance = Glance {
        subject: &subject,
        context: &context,
        calendar: calendar(kernel, &args.board.zone, session)?,
        exact: EXACT,
    };
    let mut reading = Reading {
        kernel,
        glance: &glance,
        session,
        bad: Vec::new(),
    };
    let tables = kernel.dashboard_tables(&glance).map_err(session.misuse())?;
    let others = |table: &&Table| matches!(table.origin, Origin::Given { .. });
    let others: Vec<&Table> = tables.into_iter().filter(others).collect();
    let given = reading.tables(&others, &args.facts)?;
    let look = Look {
        given: &given,
        ..Look::by(glance.calendar.clone())
    };
    let call = Call::new(&subject, now).named("profilekit open");
    let dashboard = desk.wait(hub.dashboard(&call, &look))?;
    // What is not written yet of the access log.
    desk.wait(hub.flush())?;
    reading.tell(dashboard, &args.board)
}
