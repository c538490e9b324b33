//! `cargo xtask bench AREA`: one program an area, optimised, peers measured in the same run.

use crate::step::{self, Steps, cargo};
use crate::{Outcome, mobile};

const PACKAGE: &str = "profilekit-benches";

/// The areas, each with its programs: speed, then memory in a program of its own, for counting
/// allocations would slow down those who allocate.
const AREAS: [(&str, &[&str]); 1] = [("kernel", &["kernel", "kernel_memory"])];

/// Runs the task; what follows the area goes to the program.
pub(crate) fn run(args: &[String]) -> Outcome {
    if let Some((area, rest)) = args.split_first().filter(|(area, _)| *area == "mobile") {
        let mut steps = Steps::default();
        steps.check("bench", area, || mobile::bench(rest));
        return steps.finish();
    }
    let (programs, rest) = area(args)?;
    let mut steps = Steps::default();
    for program in programs {
        steps.check("bench", program, || {
            let mut command = cargo(&["run", "--release", "-q", "-p", PACKAGE, "--bin", program]);
            command.arg("--").args(rest);
            step::interactive(command)
        });
    }
    steps.finish()
}

/// The programs of the area that is named, and what follows its name.
fn area(args: &[String]) -> Outcome<(&'static [&'static str], &[String])> {
    let named = args.split_first().and_then(|(area, rest)| {
        let (_, programs) = AREAS.iter().find(|(name, _)| name == area)?;
        Some((*programs, rest))
    });
    named.ok_or_else(|| {
        let names: Vec<&str> = AREAS.iter().map(|(name, _)| *name).collect();
        format!("bench takes one of: {}, mobile", names.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_the_area_is_passed_on() {
        let args = ["kernel".to_owned(), "--quick".to_owned()];
        let programs: &[&str] = &["kernel", "kernel_memory"];
        assert_eq!(area(&args), Ok((programs, &args[1..])));
        assert!(area(&["moon".to_owned()]).is_err());
        assert!(area(&[]).is_err());
    }
}
