//! A scheduler and two executors, each a process of its own.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use ballista::prelude::{SessionConfigExt, SessionContextExt};
use datafusion::execution::SessionStateBuilder;
use datafusion::prelude::{SessionConfig, SessionContext};
use tempfile::TempDir;

/// Processes that end with this value.
#[derive(Debug)]
pub struct Cluster {
    scheduler: u16,
    folder: TempDir,
    nodes: Vec<Child>,
}

const EXECUTORS: usize = 2;

/// How long processes may take to listen.
const PATIENCE: Duration = Duration::from_secs(60);

/// Into how many parts a question is taken.
const PARTS: usize = 4;

impl Cluster {
    /// Starts the nodes, of a program that takes what `node` takes.
    ///
    /// # Panics
    /// Where one does not start.
    #[must_use]
    pub fn start(program: &Path) -> Self {
        let ports = free_ports(1 + 2 * EXECUTORS);
        let (scheduler, rest) = ports.split_first().unwrap();
        let mut cluster = Self {
            scheduler: *scheduler,
            folder: tempfile::tempdir().unwrap(),
            nodes: Vec::new(),
        };
        cluster.node(program, &["scheduler", &scheduler.to_string()]);
        listens(*scheduler);
        for (place, pair) in rest.chunks(2).enumerate() {
            let work = cluster.work(place);
            fs::create_dir_all(&work).unwrap();
            let [port, grpc] = pair else {
                panic!("an executor has two ports");
            };
            let ports = [port, grpc, scheduler].map(u16::to_string);
            let [port, grpc, scheduler] = &ports;
            let work = work.to_string_lossy();
            cluster.node(program, &["executor", port, grpc, scheduler, &work]);
        }
        rest.iter().step_by(2).for_each(|port| listens(*port));
        cluster
    }

    fn node(&mut self, program: &Path, args: &[&str]) {
        let mut command = Command::new(program);
        // A node ends when its standard input does, so also when a test was killed.
        let command = command.args(args).stdin(Stdio::piped());
        self.nodes.push(command.spawn().unwrap());
    }

    fn work(&self, executor: usize) -> PathBuf {
        self.folder.path().join(format!("executor-{executor}"))
    }

    /// A session that asks the cluster.
    ///
    /// # Panics
    /// Where the scheduler is not there.
    pub async fn session(&self) -> SessionContext {
        let config = SessionConfig::new_with_ballista()
            .with_target_partitions(PARTS)
            // Where a column has the least number and the greatest, DataFusion 54 gives up an
            // estimate that it makes of them, and the question with it.
            .with_collect_statistics(false);
        let state = SessionStateBuilder::new()
            .with_config(config)
            .with_default_features()
            .build();
        let url = format!("df://127.0.0.1:{}", self.scheduler);
        let session = SessionContext::remote_with_state(&url, state).await;
        session.unwrap()
    }

    /// How many parts of answers each executor left for the next stage or for who asked.
    ///
    /// # Panics
    /// Where the folders cannot be read.
    #[must_use]
    pub fn left(&self) -> Vec<usize> {
        let executors = 0..EXECUTORS;
        executors.map(|place| files(&self.work(place))).collect()
    }

    /// Ends an executor without a word to the scheduler.
    ///
    /// # Panics
    /// Where it cannot be ended.
    pub fn kill_executor(&mut self) {
        if let Some(mut node) = self.nodes.pop() {
            node.kill().unwrap();
            node.wait().unwrap();
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        for node in &mut self.nodes {
            // One that has ended already is ended.
            drop(node.kill());
            drop(node.wait());
        }
    }
}

/// Ports that nobody listens on.
fn free_ports(count: usize) -> Vec<u16> {
    let all = (0..count).map(|_| TcpListener::bind("127.0.0.1:0").unwrap());
    let all: Vec<TcpListener> = all.collect();
    let ports = all.iter().map(|one| one.local_addr().unwrap().port());
    ports.collect()
}

fn listens(port: u16) {
    let start = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(start.elapsed() < PATIENCE, "nobody listens on {port}");
        sleep(Duration::from_millis(50));
    }
}

fn files(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| match entry.path() {
            path if path.is_dir() => files(&path),
            _ => 1,
        })
        .sum()
}
