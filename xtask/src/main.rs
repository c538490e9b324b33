//! Project tasks, run as `cargo xtask TASK`.
//!
//! - `demo [FILE…]`: the product on real documents
//! - `test [--skip NAME]…`: every gate that CI runs
//! - `gen [--verify]`: write, or compare, the generated files
//! - `bench AREA [ARG…]`: measure beside the libraries we replace
//! - `soak [NAME]`: what must survive, in full; `soak datafusion` is the engine past one machine
//! - `pack`: the npm packages as they are published, from what `test` built
//! - `setup`: check the tools and fetch the packages that tests read

mod bench;
mod browser;
mod cache;
mod corpus;
mod debian;
mod demo;
mod fuzz;
mod r#gen;
mod kotlin;
mod locale;
mod mobile;
mod nats;
mod node;
mod npm;
mod pack;
mod package;
mod packed;
mod peers;
mod python;
mod readme;
mod setup;
mod soak;
mod step;
mod swift;
mod test;
mod wasm;

use std::env;
use std::process::ExitCode;

/// What a task came to; the error is a sentence for the person at the terminal.
pub(crate) type Outcome<T = ()> = Result<T, String>;

const USAGE: &str = "usage: cargo xtask TASK
  demo [FILE…]          run the demo on the given JSON Resume documents, or on samples
  test [--skip NAME]…   run every gate that CI runs
  gen [--verify]        write the generated files, or compare them
  bench AREA [ARG…]     run a benchmark: kernel, hub, identity, metrics, js, web, mobile
  soak [NAME]           what must survive, in full: kills, many writers, relays, reconciliations;
                        `datafusion`: the engine past one machine, which builds long
  pack                  pack the npm packages that `test` built
  setup                 check the tools and fetch the packages that tests read";

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    match dispatch(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask: {message}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(args: &[String]) -> Outcome {
    let Some((task, rest)) = args.split_first() else {
        return Err(USAGE.to_owned());
    };
    match task.as_str() {
        "demo" => demo::run(rest),
        "test" => test::run(rest),
        "gen" => r#gen::run(rest),
        "bench" => bench::run(rest),
        "pack" => pack::run(rest),
        "setup" => setup::run(rest),
        "soak" => soak::run(rest),
        _ => Err(format!("there is no task `{task}`\n{USAGE}")),
    }
}
