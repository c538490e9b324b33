//! Packages of a Debian machine, for tools that nothing else brings.

use std::process::Command;

use crate::Outcome;
use crate::step::capture;

/// Installs those packages that are missing. Only root on Debian can; everyone else is told what
/// to install.
pub(crate) fn install(packages: &[&str]) -> Outcome {
    let missing: Vec<&str> = packages
        .iter()
        .copied()
        .filter(|package| !is_installed(package))
        .collect();
    if missing.is_empty() {
        println!("    {} is installed", packages.join(", "));
        return Ok(());
    }
    println!("    {}: installing with apt-get", missing.join(", "));
    apt_get(&["update"])
        .and_then(|()| apt_get(&[INSTALL, &missing].concat()))
        .map_err(|error| format!("{} could not be installed: {error}", missing.join(", ")))
}

const INSTALL: &[&str] = &["install", "--yes", "--no-install-recommends"];

/// Whether dpkg has a package; without dpkg none is there.
fn is_installed(package: &str) -> bool {
    let mut query = Command::new("dpkg-query");
    query.args(["--show", "--showformat=${db:Status-Status}", package]);
    capture(query).is_ok_and(|status| status == "installed")
}

fn apt_get(words: &[&str]) -> Outcome {
    let mut command = Command::new("apt-get");
    command.args(["-q", "-q"]).args(words);
    command.env("DEBIAN_FRONTEND", "noninteractive");
    capture(command).map(drop)
}

#[cfg(test)]
mod tests {
    use super::is_installed;

    #[test]
    fn what_does_not_exist_is_not_installed() {
        assert!(!is_installed("profilekit-no-such-package"));
    }
}
