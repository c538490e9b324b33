//! A real PostgreSQL for the time of a test.

use std::io::{Error, Result};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A server of its own: its data is gone when it is dropped.
pub struct Postgres {
    folder: TempDir,
    port: u16,
}

impl Postgres {
    /// Starts a server on a free port of the loopback address.
    ///
    /// # Panics
    /// Where PostgreSQL is not installed or does not start: a test that needs it must not pass.
    #[must_use]
    pub fn start() -> Self {
        Self::try_start().unwrap_or_else(|error| {
            panic!("PostgreSQL did not start: {error}. Install `postgresql` (15 or later).")
        })
    }

    fn try_start() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let data = folder.path().join("data");
        std::fs::create_dir(&data)?;
        give_away(folder.path())?;
        let data = data.to_string_lossy().into_owned();
        run(
            "initdb",
            &[
                "-D",
                &data,
                "-A",
                "trust",
                "-U",
                "postgres",
                "-E",
                "UTF8",
                "--no-sync",
                "--locale=C.UTF-8",
            ],
        )?;
        let options = format!(
            "-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={data} -c fsync=off"
        );
        let log = format!("{data}/log");
        run(
            "pg_ctl",
            &["-D", &data, "-o", &options, "-l", &log, "-w", "start"],
        )?;
        Ok(Self { folder, port })
    }

    /// How to reach it.
    #[must_use]
    pub fn address(&self) -> String {
        format!(
            "host=127.0.0.1 port={} user=postgres dbname=postgres",
            self.port
        )
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let data = self.folder.path().join("data");
        let data = data.to_string_lossy();
        let stopped = run("pg_ctl", &["-D", &data, "-m", "immediate", "-w", "stop"]);
        if let Err(error) = stopped {
            eprintln!("PostgreSQL did not stop: {error}");
        }
    }
}

/// PostgreSQL does not run as root: then the user `postgres` runs it.
fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|output| output.stdout.starts_with(b"0\n"))
}

fn give_away(folder: &Path) -> Result<()> {
    if !is_root() {
        return Ok(());
    }
    let mut command = Command::new("chown");
    command.args(["-R", "postgres"]).arg(folder);
    finish(command)
}

fn run(program: &str, args: &[&str]) -> Result<()> {
    let mut command = if is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--", program]);
        command
    } else {
        Command::new(program)
    };
    command.args(args);
    finish(command)
}

fn finish(mut command: Command) -> Result<()> {
    // The server outlives the command: an inherited pipe would never end.
    let status = command
        .current_dir("/")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    if status.success() {
        return Ok(());
    }
    Err(Error::other(format!("{command:?} gave {status}")))
}
