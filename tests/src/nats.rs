//! A real NATS server for the time of a test.

use std::io::{Error, Result};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use tempfile::TempDir;

/// Where Debian puts it; not everybody's path has that folder.
const DEBIAN: &str = "/usr/sbin/nats-server";

/// A server with JetStream of its own: its data is gone when it is dropped.
pub struct Nats {
    folder: TempDir,
    port: u16,
    process: Option<Child>,
}

impl Nats {
    /// Starts a server on a free port of the loopback address.
    ///
    /// # Panics
    /// Where `nats-server` is not installed or does not start: a test that needs it must not pass.
    #[must_use]
    pub fn start() -> Self {
        let started = (|| {
            let folder = tempfile::tempdir()?;
            let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
            let mut nats = Self {
                folder,
                port,
                process: None,
            };
            nats.try_go_on()?;
            Ok(nats)
        })();
        started.unwrap_or_else(|error: Error| {
            panic!("nats-server did not start: {error}. `cargo xtask setup` installs it.")
        })
    }

    /// How to reach it.
    #[must_use]
    pub fn address(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    /// Kills the server, as a power cut does.
    ///
    /// # Panics
    /// Where that is not possible.
    pub fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            let ended = process.kill().and_then(|()| process.wait());
            ended.unwrap_or_else(|error| panic!("nats-server was not killed: {error}"));
        }
    }

    /// Starts the server again, with its data and on its port.
    ///
    /// # Panics
    /// Where it does not start.
    pub fn go_on(&mut self) {
        let started = self.try_go_on();
        started.unwrap_or_else(|error| panic!("nats-server did not start again: {error}"));
    }

    fn try_go_on(&mut self) -> Result<()> {
        let mut command = Command::new(program());
        command.args(["--addr", "127.0.0.1", "--port", &self.port.to_string()]);
        command.arg("--jetstream").arg("--store_dir");
        command.arg(self.folder.path());
        command.stdin(Stdio::null()).stdout(Stdio::null());
        self.process = Some(command.stderr(Stdio::null()).spawn()?);
        self.wait()
    }

    /// Until somebody listens.
    fn wait(&mut self) -> Result<()> {
        for _ in 0..300 {
            if TcpStream::connect(("127.0.0.1", self.port)).is_ok() {
                return Ok(());
            }
            let ended = self.process.as_mut().map(Child::try_wait).transpose()?;
            if let Some(status) = ended.flatten() {
                return Err(Error::other(format!("it ended with {status}")));
            }
            sleep(Duration::from_millis(100));
        }
        Err(Error::other("it does not listen after 30 seconds"))
    }
}

impl Drop for Nats {
    fn drop(&mut self) {
        self.kill();
    }
}

fn program() -> &'static str {
    if Path::new(DEBIAN).is_file() {
        DEBIAN
    } else {
        "nats-server"
    }
}
