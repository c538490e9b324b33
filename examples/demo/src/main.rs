//! The main job on real input: JSON Resume documents become builder profiles of a marketplace.
//!
//! Each document is imported, goes through the hub into a SQLite file, is validated, scored,
//! decided about and shown to three viewers; one HTML report tells all of it. A season of bookings
//! and reviews of one builder is played besides, of which the dashboard tells. A second run changes
//! nothing.

mod args;
mod job;
mod page;
mod patch;
mod people;
mod profile;
mod report;
mod season;

use std::process::ExitCode;

fn main() -> ExitCode {
    match args::read().and_then(|args| job::run(&args)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::from(2)
        }
    }
}
