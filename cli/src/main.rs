//! The command `profilekit`.
//!
//! Exit codes: 0 when all is fine, 1 when there are findings, 2 when the call cannot be carried
//! out as it was made.

mod args;
mod board;
mod clerk;
mod commands;
mod facts;
mod files;
mod host;
mod input;
mod output;
mod progress;
mod store;
mod table;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let args = args::Args::parse();
    match commands::run(&args) {
        Ok(outcome) => ExitCode::from(outcome.code()),
        Err(misuse) => {
            if args.json {
                output::tell_line!("{}", misuse.to_json());
            } else {
                output::tell_line!("{}", output::Paint::for_errors().misuse(&misuse));
            }
            ExitCode::from(2)
        }
    }
}
