//! A node of a cluster: `node scheduler PORT`, or `node executor PORT PORT SCHEDULER FOLDER`.
//!
//! It ends when nobody holds its standard input any more.

use std::io::Read;
use std::process::ExitCode;
use std::sync::Arc;
use std::{env, io, process, thread};

use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};
use ballista_scheduler::cluster::BallistaCluster;
use ballista_scheduler::config::SchedulerConfig;
use ballista_scheduler::scheduler_process::start_server;

type Outcome = Result<(), Box<dyn std::error::Error>>;

const HOST: &str = "127.0.0.1";

/// How long an executor waits for its scheduler, in seconds.
const PATIENCE: u16 = 60;

/// How often an executor says that it is there, in seconds, and for how long it is believed.
const BEAT: u64 = 1;
const BELIEF: u64 = 5;

/// How much an executor does at a time.
const TASKS: usize = 2;

fn main() -> ExitCode {
    thread::spawn(|| {
        let mut rest = Vec::new();
        drop(io::stdin().read_to_end(&mut rest));
        process::exit(0);
    });
    let args: Vec<String> = env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("node {args:?}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &[&str]) -> Outcome {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        // Plans are read by functions that call themselves.
        .thread_stack_size(16 << 20)
        .build()?;
    match args {
        ["scheduler", port] => runtime.block_on(scheduler(port.parse()?)),
        ["executor", port, grpc, scheduler, folder] => {
            let config = ExecutorProcessConfig {
                bind_host: HOST.to_owned(),
                external_host: Some(HOST.to_owned()),
                port: port.parse()?,
                grpc_port: grpc.parse()?,
                scheduler_host: HOST.to_owned(),
                scheduler_port: scheduler.parse()?,
                scheduler_connect_timeout_seconds: PATIENCE,
                concurrent_tasks: TASKS,
                executor_heartbeat_interval_seconds: BEAT,
                work_dir: Some((*folder).to_owned()),
                ..ExecutorProcessConfig::default()
            };
            let ended = runtime.block_on(start_executor_process(Arc::new(config)));
            ended.map_err(Into::into)
        }
        _ => Err("it is neither a scheduler nor an executor".into()),
    }
}

async fn scheduler(port: u16) -> Outcome {
    let config = SchedulerConfig {
        bind_host: HOST.to_owned(),
        external_host: HOST.to_owned(),
        bind_port: port,
        executor_timeout_seconds: BELIEF,
        expire_dead_executor_interval_seconds: BEAT,
        ..SchedulerConfig::default()
    };
    let cluster = BallistaCluster::new_from_config(&config).await?;
    let address = format!("{HOST}:{port}").parse()?;
    start_server(cluster, address, Arc::new(config)).await?;
    Ok(())
}
