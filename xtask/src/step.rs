//! Steps of a task: a title, the time it took, and what became of it.

use std::env;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::Outcome;

/// Lines of a failed step that are repeated in the summary.
const TAIL: usize = 40;

/// The steps of one task so far.
#[derive(Default)]
pub(crate) struct Steps {
    skip: Vec<String>,
    done: Vec<Done>,
}

struct Done {
    name: &'static str,
    took: Duration,
    end: End,
}

enum End {
    Ok,
    Failed(String),
    Skipped,
}

impl Steps {
    /// Steps of which those named in `skip` are left out, and reported as such.
    pub(crate) fn skipping(skip: Vec<String>) -> Self {
        Self {
            skip,
            done: Vec::new(),
        }
    }

    /// Whether a step is left out.
    pub(crate) fn skips(&self, name: &str) -> bool {
        self.skip.iter().any(|skipped| skipped == name)
    }

    /// Runs `work` as the step `name`; a failure is kept for the summary.
    pub(crate) fn check<T>(
        &mut self,
        name: &'static str,
        title: &str,
        work: impl FnOnce() -> Outcome<T>,
    ) -> Option<T> {
        if self.skips(name) {
            self.record(name, Duration::ZERO, End::Skipped);
            return None;
        }
        println!("==> {name}: {title}");
        let start = Instant::now();
        let (value, end) = match work() {
            Ok(value) => (Some(value), End::Ok),
            Err(message) => (None, End::Failed(message)),
        };
        self.record(name, start.elapsed(), end);
        value
    }

    /// Runs a command as the step `name` and gives its output, also when it failed.
    pub(crate) fn command(&mut self, name: &'static str, command: Command) -> Vec<String> {
        let title = shown(&command);
        self.prepared(name, &title, || Ok(command))
    }

    /// As [`Steps::command`], where the command must be prepared first.
    pub(crate) fn prepared(
        &mut self,
        name: &'static str,
        title: &str,
        prepare: impl FnOnce() -> Outcome<Command>,
    ) -> Vec<String> {
        let mut output = Vec::new();
        self.check(name, title, || {
            let (lines, success) = stream(prepare()?)?;
            output = lines;
            if success { Ok(()) } else { Err(tail(&output)) }
        });
        output
    }

    fn record(&mut self, name: &'static str, took: Duration, end: End) {
        println!("    {} {name} ({:.1} s)", end.word(), took.as_secs_f64());
        self.done.push(Done { name, took, end });
    }

    /// Prints what became of every step; an error names those that failed.
    pub(crate) fn finish(&self) -> Outcome {
        for done in &self.done {
            done.report_failure();
        }
        println!("\n==> summary");
        for done in &self.done {
            done.report_line();
        }
        let failed = self.failed();
        if failed.is_empty() {
            Ok(())
        } else {
            Err(format!("failed: {}", failed.join(", ")))
        }
    }

    fn failed(&self) -> Vec<&'static str> {
        let failed = |done: &&Done| matches!(done.end, End::Failed(_));
        self.done
            .iter()
            .filter(failed)
            .map(|done| done.name)
            .collect()
    }
}

impl Done {
    fn report_failure(&self) {
        if let End::Failed(message) = &self.end {
            println!("\n==> {} failed\n{message}", self.name);
        }
    }

    fn report_line(&self) {
        let (word, seconds) = (self.end.word(), self.took.as_secs_f64());
        println!("    {word:<8} {:<10} {seconds:>7.1} s", self.name);
    }
}

impl End {
    fn word(&self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Failed(_) => "FAILED",
            Self::Skipped => "skipped",
        }
    }
}

/// The folder of the workspace; `cargo run` says where this package is.
pub(crate) fn root() -> PathBuf {
    let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let parent = package.as_deref().and_then(Path::parent);
    parent.map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// Where cargo builds.
pub(crate) fn target() -> PathBuf {
    let target = env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    target.unwrap_or_else(|| root().join("target"))
}

/// Where a program lies on the path.
pub(crate) fn program(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

/// The cargo that runs this program, in the workspace folder.
pub(crate) fn cargo(args: &[&str]) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(args).current_dir(root());
    if in_ci() {
        // A checkout that is built once has nothing to build on next time.
        command.env("CARGO_INCREMENTAL", "0");
    }
    command
}

/// Whether this is the run that decides whether a change lands.
pub(crate) fn in_ci() -> bool {
    env::var_os("CI").is_some_and(|value| value == "true")
}

/// Runs a command quietly and gives its standard output; a failure shows its standard error.
pub(crate) fn capture(mut command: Command) -> Outcome<String> {
    let shown = shown(&command);
    let output = command
        .output()
        .map_err(|error| format!("`{shown}` did not start: {error}"))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        let stderr = String::from_utf8_lossy(&output.stderr);
        Err(format!("`{shown}` failed:\n{}", stderr.trim_end()))
    }
}

/// Runs a command that talks to the terminal itself.
pub(crate) fn interactive(mut command: Command) -> Outcome {
    let shown = shown(&command);
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{shown}` ended with {status}")),
        Err(error) => Err(format!("`{shown}` did not start: {error}")),
    }
}

/// Runs a command, passing its output on while keeping it: the lines, and whether it succeeded.
fn stream(mut command: Command) -> Outcome<(Vec<String>, bool)> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("`{}` did not start: {error}", shown(&command)))?;
    let (sender, lines) = channel();
    forward(child.stdout.take(), sender.clone());
    forward(child.stderr.take(), sender);
    let kept = lines
        .iter()
        .inspect(|line| println!("    {line}"))
        .collect();
    let status = child.wait().map_err(|error| error.to_string())?;
    Ok((kept, status.success()))
}

fn forward(pipe: Option<impl Read + Send + 'static>, lines: Sender<String>) {
    let Some(pipe) = pipe else { return };
    thread::spawn(move || {
        for line in BufReader::new(pipe).split(b'\n').map_while(Result::ok) {
            let text = String::from_utf8_lossy(&line).trim_end().to_owned();
            if lines.send(text).is_err() {
                return;
            }
        }
    });
}

fn tail(lines: &[String]) -> String {
    let from = lines.len().saturating_sub(TAIL);
    lines.get(from..).unwrap_or_default().join("\n")
}

fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_stem();
    let words = program.into_iter().chain(command.get_args());
    let words: Vec<_> = words.map(|word| word.to_string_lossy()).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_step_does_not_stop_the_next() {
        let mut steps = Steps::default();
        steps.check("first", "", || Err::<(), _>("broken".to_owned()));
        assert_eq!(steps.check("second", "", || Ok(7)), Some(7));
        assert_eq!(steps.finish(), Err("failed: first".to_owned()));
    }

    #[test]
    fn a_skipped_step_does_not_run() {
        let mut steps = Steps::skipping(vec!["slow".to_owned()]);
        let ran = steps.check("slow", "", || Err::<(), _>("ran".to_owned()));
        assert_eq!(ran, None);
        assert_eq!(steps.finish(), Ok(()));
    }

    #[test]
    fn the_output_of_a_failed_command_is_kept() {
        let mut steps = Steps::default();
        let lines = steps.command("usage", cargo(&["no-such-subcommand"]));
        assert!(lines.iter().any(|line| line.contains("no-such-subcommand")));
        assert!(steps.finish().is_err());
    }
}
