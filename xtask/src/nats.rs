//! The server that a test of the sinks publishes to.

use std::path::PathBuf;

use crate::step::program;
use crate::{Outcome, debian};

/// Where Debian puts it; not everybody's path has that folder.
const DEBIAN: &str = "/usr/sbin/nats-server";

/// The server: the one on the path, otherwise Debian's, installed.
pub(crate) fn setup() -> Outcome<PathBuf> {
    if let Some(found) = installed() {
        println!("    {}", found.display());
        return Ok(found);
    }
    debian::install(&["nats-server"])
        .map_err(|error| format!("{error}\nInstall nats-server, or put it on the path."))?;
    installed().ok_or_else(|| "nats-server was installed and is not on the path".to_owned())
}

fn installed() -> Option<PathBuf> {
    let debian = PathBuf::from(DEBIAN);
    program("nats-server").or_else(|| debian.is_file().then_some(debian))
}
