//! What the benchmark of Swift and Kotlin is measured against: the same questions in Rust.
//!
//! `baseline FILE` writes the document that all of them look at, and prints `name nanoseconds`.

use std::error::Error;
use std::hint::black_box;
use std::time::Instant;
use std::{env, fs};

use profilekit::Kernel;
use profilekit::access::{Context, Subject};
use profilekit::wire::{self, Record};

const BLUEPRINT: &[u8] = include_bytes!("../../core/blueprints/marketplace.json");
const HEAD: &[u8] = br#"{"kind":"builder_profile","id":"p1","owner":"u1"}"#;
const ROUNDS: u32 = 7;

fn main() -> Result<(), Box<dyn Error>> {
    let file = env::args().nth(1).ok_or("usage: baseline FILE")?;
    let document = document();
    fs::write(file, &document)?;
    let kernel = Kernel::compile(BLUEPRINT).map_err(|_| "the blueprint does not compile")?;
    let subject = wire::subject(&kernel, br#"{"id":"u2"}"#)?;
    let record = Record::read(&kernel, HEAD, &document)?;
    measure(&kernel, &subject, &record)
}

fn measure(kernel: &Kernel, subject: &Subject, record: &Record) -> Result<(), Box<dyn Error>> {
    let context = Context::default();
    let action = kernel.action("builder_profile.read")?;
    let resource = record.resource();
    print("can", 100_000, || {
        black_box(kernel.decide(subject, action, resource, &context));
    });
    print("decide", 100_000, || {
        black_box(kernel.ask(subject, action, resource, &context));
    });
    print("view", 10_000, || {
        record.with(|one| {
            drop(black_box(kernel.view(
                record.kind(),
                one,
                subject,
                &context,
            )))
        });
    });
    Ok(())
}

/// The best round of a call.
fn print(name: &str, calls: u32, mut call: impl FnMut()) {
    let rounds = (0..ROUNDS).map(|_| {
        let start = Instant::now();
        (0..calls).for_each(|_| call());
        start.elapsed().as_nanos() / u128::from(calls)
    });
    println!("{name} {}", rounds.min().unwrap_or_default());
}

/// A profile of about three kilobytes.
fn document() -> String {
    let skill = |n: u32| format!(r#"{{"name":"skill {n}","level":"advanced"}}"#);
    let work = |n: u32| {
        let summary = "Built and ran the systems that people booked by. ".repeat(5);
        format!(r#"{{"company":"Company {n}","position":"Engineer","summary":"{summary}"}}"#)
    };
    let listed = |count: u32, one: &dyn Fn(u32) -> String| -> String {
        let items: Vec<String> = (0..count).map(one).collect();
        items.join(",")
    };
    format!(
        r#"{{"basics":{{"display_name":"Ada Lovelace","headline":"Engines"}},"rates":{{"available":true}},"skills":{{"skills":[{}]}},"experience":{{"work":[{}]}}}}"#,
        listed(12, &skill),
        listed(7, &work)
    )
}
