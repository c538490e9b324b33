//! What two executors find of shards is what a scan finds of all facts, state by state.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

use std::path::Path;
use std::time::{Duration, Instant};

use datafusion::prelude::{ParquetReadOptions, SessionContext};
use profilekit::error::Failure;
use profilekit::metrics::{EXACT, Partial, Plan};
use profilekit_datafusion::DataFusionFacts;
use profilekit_datafusion_cluster::{Cluster, Forms, batch, with_room, write_shards};
use profilekit_tests::Seeded;
use profilekit_tests::facts::Table;
use profilekit_tests::facts::worlds::{every_measure, row, shape, world};
use tokio::time::timeout;

const NODE: &str = env!("CARGO_BIN_EXE_node");
const WORLDS: u64 = 25;

/// How long a question may take though an executor was lost.
const PATIENCE: Duration = Duration::from_secs(90);

async fn found(context: &SessionContext, folder: &Path, plan: &Plan) -> Result<Partial, Failure> {
    let path = folder.to_string_lossy();
    // A folder that was asked before has other files now.
    drop(context.deregister_table("fact"));
    let options = ParquetReadOptions::default();
    context
        .register_parquet("fact", path, options)
        .await
        .unwrap();
    let facts = DataFusionFacts::new(context.clone());
    let relation = facts.relation("fact", plan.shape()).await?;
    facts.answer(plan.ask(&relation)?).await
}

fn many(seed: u64, count: usize) -> Table {
    let mut random = Seeded::new(seed);
    Table {
        shape: shape(),
        rows: (0..count).map(|_| row(&mut random, false, false)).collect(),
    }
}

#[test]
fn two_executors_find_every_measure() {
    with_room(async || {
        let cluster = Cluster::start(Path::new(NODE));
        let context = cluster.session().await;
        let folder = tempfile::tempdir().unwrap();
        for (exact, forms) in [(50, Forms::Plain), (EXACT, Forms::Own)] {
            let table = many(exact.into(), 40_000);
            let own = folder.path().join(format!("{forms:?}"));
            write_shards(&table, forms, &own, 8);
            let plan = every_measure(&table.shape, exact);
            let before = cluster.left();
            let start = Instant::now();
            let partial = found(&context, &own, &plan).await;
            let partial = partial.unwrap_or_else(|failure| panic!("{failure}"));
            let facts = table.facts();
            let whole = plan.scan(&facts, 0..facts.rows()).unwrap();
            assert!(partial.to_bytes() == whole.to_bytes(), "{forms:?}");
            assert_eq!(plan.finish(&partial), plan.finish(&whole), "{forms:?}");
            let left = cluster.left();
            let own = left.iter().zip(&before).map(|(now, then)| now - then);
            let own: Vec<usize> = own.collect();
            assert!(
                own.iter().all(|parts| *parts > 0),
                "an executor did nothing: {own:?}"
            );
            println!(
                "{forms:?}: parts by executor {own:?}, {:?}",
                start.elapsed()
            );
        }
    });
}

#[test]
fn random_questions_have_the_states_of_a_scan() {
    with_room(async || {
        let cluster = Cluster::start(Path::new(NODE));
        let context = cluster.session().await;
        let folder = tempfile::tempdir().unwrap();
        for seed in 0..WORLDS {
            let (table, plan) = world(1_000 + seed);
            let forms = [Forms::Plain, Forms::Own][usize::from(seed % 2 == 1)];
            let own = folder.path().join(seed.to_string());
            write_shards(&table, forms, &own, 3);
            let partial = found(&context, &own, &plan).await;
            let partial = partial.unwrap_or_else(|failure| panic!("{seed}: {failure}"));
            let facts = table.facts();
            let whole = plan.scan(&facts, 0..facts.rows()).unwrap();
            assert_eq!(partial.to_bytes(), whole.to_bytes(), "{seed}, {plan:?}");
        }
        let left = cluster.left();
        assert!(
            left.iter().all(|parts| *parts > 0),
            "an executor did nothing: {left:?}"
        );
    });
}

/// An executor is killed between two questions: the other answers the next one, whole.
#[test]
fn an_executor_that_is_lost_takes_no_facts_along() {
    with_room(async || {
        let mut cluster = Cluster::start(Path::new(NODE));
        let context = cluster.session().await;
        let folder = tempfile::tempdir().unwrap();
        let table = many(11, 10_000);
        write_shards(&table, Forms::Own, folder.path(), 8);
        let plan = every_measure(&table.shape, EXACT);
        let facts = table.facts();
        let whole = plan.scan(&facts, 0..facts.rows()).unwrap();
        let partial = found(&context, folder.path(), &plan).await.unwrap();
        assert!(partial.to_bytes() == whole.to_bytes());
        let before = cluster.left();
        assert!(before.iter().all(|parts| *parts > 0), "{before:?}");
        cluster.kill_executor();
        let asked = found(&context, folder.path(), &plan);
        let partial = timeout(PATIENCE, asked).await.unwrap().unwrap();
        assert!(partial.to_bytes() == whole.to_bytes());
        let left = cluster.left();
        assert!(
            left[0] > before[0] && left[1] == before[1],
            "{before:?} {left:?}"
        );
    });
}

/// A third of the facts in the cluster, a third in DataFusion here and a third as columns: the
/// whole is the same.
#[test]
fn parts_of_different_engines_merge() {
    with_room(async || {
        let cluster = Cluster::start(Path::new(NODE));
        let context = cluster.session().await;
        let folder = tempfile::tempdir().unwrap();
        let mut random = Seeded::new(7);
        let table = many(70, 3_000);
        let (far, near) = table.split(|| random.percent(33));
        let (near, here) = near.split(|| random.percent(50));
        let plan = every_measure(&table.shape, EXACT);

        write_shards(&far, Forms::Own, folder.path(), 4);
        let far = found(&context, folder.path(), &plan).await.unwrap();
        let local = SessionContext::new();
        local
            .register_batch("fact", batch(&near, Forms::Plain))
            .unwrap();
        let local = DataFusionFacts::new(local);
        let relation = local.relation("fact", plan.shape()).await.unwrap();
        let near = local.answer(plan.ask(&relation).unwrap()).await.unwrap();
        let here = here.facts();
        let mut merged = plan.scan(&here, 0..here.rows()).unwrap();
        for part in [far, near] {
            merged
                .merge(&plan.read_partial(&part.to_bytes()).unwrap())
                .unwrap();
        }
        let facts = table.facts();
        let whole = plan.scan(&facts, 0..facts.rows()).unwrap();
        assert_eq!(merged.rows(), whole.rows());
        assert!(merged.to_bytes() == whole.to_bytes());
        assert_eq!(plan.finish(&merged), plan.finish(&whole));
    });
}
