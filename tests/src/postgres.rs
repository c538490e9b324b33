//! A real PostgreSQL for the time of a test.

use std::io::{Error, Result};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A server of its own: its data is gone when it is dropped.
pub struct Postgres {
    folder: TempDir,
    port: u16,
    durable: bool,
    /// Whether its disk can be filled.
    finite: bool,
}

/// What fills a disk.
const FULL_DISK: &str = include_str!("full_disk.c");

impl Postgres {
    /// Starts a server on a free port of the loopback address.
    ///
    /// # Panics
    /// Where PostgreSQL is not installed or does not start: a test that needs it must not pass.
    #[must_use]
    pub fn start() -> Self {
        Self::started(false, false)
    }

    /// Starts a server of which the disk can be filled: see [`Self::fill`].
    ///
    /// # Panics
    /// As [`Self::start`], and without a C compiler.
    #[must_use]
    pub fn start_on_finite_disk() -> Self {
        Self::started(true, true)
    }

    /// Fills the disk of a server that was started on a finite one: the files of its tables
    /// (`base`) or its log (`pg_wal`) do not grow any more.
    ///
    /// # Panics
    /// Where that cannot be said.
    pub fn fill(&self, folder: &str) {
        let flag = std::fs::write(self.folder.path().join(folder), []);
        flag.unwrap_or_else(|error| panic!("the disk is not full: {error}"));
    }

    /// Frees the disk.
    ///
    /// # Panics
    /// Where it was not filled.
    pub fn free(&self, folder: &str) {
        let flag = std::fs::remove_file(self.folder.path().join(folder));
        flag.unwrap_or_else(|error| panic!("the disk was not full: {error}"));
    }

    /// Starts a server that loses nothing when it is killed, as one in use does.
    ///
    /// # Panics
    /// As [`Self::start`].
    #[must_use]
    pub fn start_durable() -> Self {
        Self::started(true, false)
    }

    /// Kills the server, as a machine that runs out of memory does, and starts it again.
    ///
    /// # Panics
    /// Where it does not start again.
    pub fn kill(&self) {
        let killed = self.try_kill();
        killed.unwrap_or_else(|error| panic!("PostgreSQL did not come back: {error}"));
    }

    fn try_kill(&self) -> Result<()> {
        let data = self.folder.path().join("data");
        let pid = std::fs::read_to_string(data.join("postmaster.pid"))?;
        let pid = pid.lines().next().unwrap_or_default().to_owned();
        let mut kill = Command::new("kill");
        kill.args(["-9", &pid]);
        finish(kill)?;
        // Its processes end when they find that it is gone; until then it does not start.
        let mut last = Ok(());
        for _ in 0..100 {
            std::thread::sleep(std::time::Duration::from_millis(100));
            last = self.serve();
            if last.is_ok() {
                return Ok(());
            }
        }
        last
    }

    /// Lets it speak TLS too, with a certificate and its key in PEM form.
    ///
    /// # Panics
    /// Where it does not take them.
    pub fn speak_tls(&self, certificate: &str, key: &str) {
        let spoken = self.try_speak_tls(certificate, key);
        spoken.unwrap_or_else(|error| panic!("PostgreSQL does not speak TLS: {error}"));
    }

    fn try_speak_tls(&self, certificate: &str, key: &str) -> Result<()> {
        let data = self.folder.path().join("data");
        std::fs::write(data.join("server.crt"), certificate)?;
        std::fs::write(data.join("server.key"), key)?;
        let mut private = Command::new("chmod");
        private.arg("600").arg(data.join("server.key"));
        finish(private)?;
        give_away(&data)?;
        let (set, reload) = ("ALTER SYSTEM SET ssl = on", "SELECT pg_reload_conf()");
        self.psql("postgres", &["-c", set, "-c", reload])
    }

    /// Stops the server, as an operator does who does not wait for anybody.
    ///
    /// # Panics
    /// Where it does not stop.
    pub fn stop(&self) {
        let stopped = self.try_stop("fast");
        stopped.unwrap_or_else(|error| panic!("PostgreSQL did not stop: {error}"));
    }

    /// Starts it once more, with all that it had.
    ///
    /// # Panics
    /// Where it does not start.
    pub fn start_again(&self) {
        let started = self.serve();
        started.unwrap_or_else(|error| panic!("PostgreSQL did not come back: {error}"));
    }

    /// Starts it again, whether or not something of it runs.
    ///
    /// # Panics
    /// Where it does not start.
    pub fn restart(&self) {
        let _ = self.try_stop("immediate");
        self.start_again();
    }

    fn try_stop(&self, how: &str) -> Result<()> {
        let data = self.folder.path().join("data");
        let data = data.to_string_lossy();
        run("pg_ctl", &["-D", &data, "-m", how, "-w", "stop"])
    }

    fn started(durable: bool, finite: bool) -> Self {
        Self::try_start(durable, finite).unwrap_or_else(|error| {
            panic!("PostgreSQL did not start: {error}. Install `postgresql` (15 or later).")
        })
    }

    fn try_start(durable: bool, finite: bool) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        if finite {
            let source = folder.path().join("full_disk.c");
            std::fs::write(&source, FULL_DISK)?;
            let mut compile = Command::new("cc");
            compile
                .args(["-shared", "-fPIC", "-o"])
                .arg(library(&folder));
            compile.arg(source).arg("-ldl");
            finish(compile)?;
        }
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
        let server = Self {
            folder,
            port,
            durable,
            finite,
        };
        server.serve()?;
        Ok(server)
    }

    fn serve(&self) -> Result<()> {
        let data = self.folder.path().join("data");
        let data = data.to_string_lossy();
        let (port, fsync) = (self.port, if self.durable { "on" } else { "off" });
        let options = format!(
            "-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={data} -c fsync={fsync}"
        );
        let log = format!("{data}/log");
        let mut start = as_postgres("pg_ctl");
        start.args(["-D", &data, "-o", &options, "-l", &log, "-w", "start"]);
        if self.finite {
            start.env("LD_PRELOAD", library(&self.folder));
            start.env("PROFILEKIT_FULL_DISK", self.folder.path());
        }
        finish(start)
    }

    /// How to reach it.
    #[must_use]
    pub fn address(&self) -> String {
        self.address_of("postgres")
    }

    /// How to reach one of its databases.
    #[must_use]
    pub fn address_of(&self, database: &str) -> String {
        format!(
            "host=127.0.0.1 port={} user=postgres dbname={database}",
            self.port
        )
    }

    /// Everything that a schema holds, as `pg_dump` writes it.
    ///
    /// # Panics
    /// Where it cannot be dumped.
    #[must_use]
    pub fn dump(&self, database: &str, schema: &str) -> Vec<u8> {
        let mut dump = Command::new("pg_dump");
        dump.args(["-n", schema, "-d", &self.address_of(database)]);
        let output = dump.stdin(Stdio::null()).stderr(Stdio::inherit()).output();
        let output = output.unwrap_or_else(|error| panic!("pg_dump did not start: {error}"));
        assert!(output.status.success(), "pg_dump gave {}", output.status);
        output.stdout
    }

    /// What `psql` prints of statements: a line for each row, its columns with `|` between them.
    ///
    /// # Panics
    /// Where a statement fails.
    #[must_use]
    pub fn query(&self, statements: &str) -> String {
        let mut query = Command::new("psql");
        query.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]);
        query.args(["-d", &self.address(), "-c", statements]);
        let output = query.stdin(Stdio::null()).stderr(Stdio::inherit()).output();
        let output = output.unwrap_or_else(|error| panic!("psql did not start: {error}"));
        assert!(output.status.success(), "psql gave {}", output.status);
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Makes a database of what was dumped.
    ///
    /// # Panics
    /// Where it cannot be brought back.
    pub fn restore(&self, database: &str, dump: &[u8]) {
        let restored = self.try_restore(database, dump);
        restored.unwrap_or_else(|error| panic!("the dump was not brought back: {error}"));
    }

    fn try_restore(&self, database: &str, dump: &[u8]) -> Result<()> {
        let create = format!("CREATE DATABASE {database}");
        self.psql("postgres", &["-c", &create])?;
        // An extension is no part of a schema's dump.
        let file = self.folder.path().join(database);
        std::fs::write(&file, dump)?;
        let file = file.to_string_lossy();
        let extension = "CREATE EXTENSION btree_gist";
        self.psql(database, &["-c", extension, "-f", &file])
    }

    fn psql(&self, database: &str, args: &[&str]) -> Result<()> {
        let mut command = Command::new("psql");
        command.args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d"]);
        command.arg(self.address_of(database)).args(args);
        finish(command)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Err(error) = self.try_stop("immediate") {
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

/// Where the library lies that fills a disk.
fn library(folder: &TempDir) -> PathBuf {
    folder.path().join("full_disk.so")
}

fn run(program: &str, args: &[&str]) -> Result<()> {
    let mut command = as_postgres(program);
    command.args(args);
    finish(command)
}

fn as_postgres(program: &str) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--", program]);
    command
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
