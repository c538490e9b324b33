use std::env;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use profilekit::hub::Sink as _;
use profilekit::store::StoredEvent;
use profilekit_sinks::{NdjsonSink, SinkError};

use crate::http::deliver;
use crate::world::{announcement, id_of};

/// Names the file to the process that is killed.
const FILE: &str = "PROFILEKIT_KILLED_WRITER";

pub(crate) fn ids(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap();
    assert!(
        text.is_empty() || text.ends_with('\n'),
        "the last line is torn"
    );
    text.lines().map(id_of).collect()
}

#[test]
fn announcements_are_lines_and_opening_again_appends() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("events.ndjson");
    for id in ["e1", "e2"] {
        let sink = NdjsonSink::open(&path).unwrap().synced_every(100);
        deliver(&sink, id).unwrap();
        assert!(matches!(NdjsonSink::open(&path), Err(SinkError::InUse)));
        sink.sync().unwrap();
        assert_eq!(sink.cut_off(), 0);
    }
    assert_eq!(ids(&path), ["e1", "e2"]);
}

/// Long enough to be killed in the middle of.
const LINE: usize = 8 << 20;

/// So many kills tear a line for sure.
const KILLS: usize = 20;

/// An announcement that takes a while to be written.
fn long(number: usize) -> (StoredEvent, String) {
    let (event, json) = announcement(&format!("e{number}"));
    (event, json.replace("/title", &"x".repeat(LINE)))
}

/// Delivers for ever, and says what it delivered.
fn write_until_killed(path: &Path) {
    let sink = NdjsonSink::open(path).unwrap();
    let before = fs::read_to_string(path).unwrap().lines().count();
    for number in before.. {
        let (event, json) = long(number);
        pollster::block_on(sink.deliver(&event, &json)).unwrap();
        println!("\ndelivered {number}");
    }
}

/// How many announcements are in the file, each whole, in order and once.
fn whole_lines(path: &Path) -> usize {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.ends_with('\n'), "the last line is torn");
    for (number, line) in text.lines().enumerate() {
        assert!(line == long(number).1, "line {number} is not as it was");
    }
    text.lines().count()
}

/// Runs the writer in a process of its own and kills it while it writes, after its first
/// delivery: how many lines it said to have delivered, counted from the first of the file.
fn killed_writer(path: &Path) -> usize {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "--nocapture"]);
    command.arg("ndjson::whatever_counted_as_delivered_survives_a_kill");
    command.env(FILE, path).stdout(Stdio::piped());
    let mut process = command.spawn().unwrap();
    let mut said = None;
    for line in BufReader::new(process.stdout.take().unwrap()).lines() {
        let Some(number) = line.unwrap().strip_prefix("delivered ").map(str::to_owned) else {
            continue;
        };
        if said.is_none() {
            wait_for_growth(path);
            process.kill().unwrap();
        }
        said = Some(number);
    }
    process.wait().unwrap();
    let last: usize = said.unwrap().parse().unwrap();
    last + 1
}

fn wait_for_growth(path: &Path) {
    let length = || fs::metadata(path).unwrap().len();
    let (before, start) = (length(), Instant::now());
    while length() == before {
        assert!(
            start.elapsed() < Duration::from_secs(60),
            "nothing is written"
        );
    }
}

#[test]
fn whatever_counted_as_delivered_survives_a_kill() {
    if let Some(path) = env::var_os(FILE).map(PathBuf::from) {
        return write_until_killed(&path);
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("events.ndjson");
    let mut torn = 0;
    for kills in 1..=KILLS {
        let delivered = killed_writer(&path);
        let sink = NdjsonSink::open(&path).unwrap();
        let kept = whole_lines(&path);
        // One may have been written, and its writer killed before it said so.
        assert!((delivered..=delivered + 1).contains(&kept), "{kept}");
        torn += usize::from(sink.cut_off() > 0);
        if torn == 3 {
            println!("{torn} of {kills} kills tore a line, which was cut off");
            return;
        }
    }
    panic!("{torn} of {KILLS} kills tore a line: too few to show anything");
}
