//! `cargo xtask bench AREA`: one program an area, optimised, peers measured in the same run.

use crate::Outcome;
use crate::step::{self, Steps, cargo};

const PACKAGE: &str = "profilekit-benches";

const AREAS: [&str; 1] = ["kernel"];

/// Runs the task; what follows the area goes to the program.
pub(crate) fn run(args: &[String]) -> Outcome {
    let (area, rest) = area(args)?;
    let mut steps = Steps::default();
    steps.check("bench", area, || {
        let mut command = cargo(&["run", "--release", "-q", "-p", PACKAGE, "--bin", area]);
        command.arg("--").args(rest);
        step::interactive(command)
    });
    steps.finish()
}

fn area(args: &[String]) -> Outcome<(&str, &[String])> {
    match args.split_first() {
        Some((area, rest)) if AREAS.contains(&area.as_str()) => Ok((area, rest)),
        _ => Err(format!("bench takes one of: {}", AREAS.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_the_area_is_passed_on() {
        let args = ["kernel".to_owned(), "--quick".to_owned()];
        assert_eq!(area(&args), Ok(("kernel", &args[1..])));
        assert!(area(&["moon".to_owned()]).is_err());
        assert!(area(&[]).is_err());
    }
}
