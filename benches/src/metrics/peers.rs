//! DuckDB and polars, each process with its own number of threads.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use profilekit_tests::interpreter;
use serde_json::Value;

/// A process that has the facts and answers queries.
pub(crate) struct Peers {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    /// Their names and versions.
    pub(crate) versions: Value,
}

impl Peers {
    pub(crate) fn start(facts: &Path, threads: usize) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/metrics/peers.py");
        let mut command = Command::new(interpreter());
        command.arg(script).arg(facts).arg(threads.to_string());
        command.env("POLARS_MAX_THREADS", threads.to_string());
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command
            .spawn()
            .expect("the interpreter is there: `cargo xtask setup` installs it");
        let input = process.stdin.take().unwrap();
        let mut output = BufReader::new(process.stdout.take().unwrap());
        let versions = read(&mut output);
        Self {
            process,
            input,
            output,
            versions,
        }
    }

    /// What a peer says to a query, as rows.
    pub(crate) fn ask(&mut self, peer: &str, query: &str) -> Value {
        writeln!(self.input, "{peer} {query}").unwrap();
        self.input.flush().unwrap();
        read(&mut self.output)
    }
}

fn read(output: &mut BufReader<ChildStdout>) -> Value {
    let mut line = String::new();
    output.read_line(&mut line).unwrap();
    serde_json::from_str(&line).expect("the script says what failed on its standard error")
}

impl Drop for Peers {
    fn drop(&mut self) {
        // It has nothing to lose, and may be gone already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
