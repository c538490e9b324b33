//! Bytes and allocations of one validation, one redaction and one decision.

#![allow(
    clippy::expect_used,
    reason = "a benchmark that cannot set itself up has nothing to report"
)]

use std::alloc::System;
use std::hint::black_box;

use profilekit::access::{Context, ResourceHead, SubjectHead};
use profilekit::kernel::{Record, Validate};
use profilekit_benches::{marketplace, validation};
use profilekit_tests::profiles;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn main() {
    let kernel = marketplace();
    let texts = profiles::profiles(1_000);
    let schema = validation::json_schema(&kernel);
    let how = Validate::default();
    println!("{:<44} {:>12} {:>14}", "per call", "allocations", "bytes");
    each(&texts, "validate, ours", |text| {
        black_box(
            kernel
                .validate("builder_profile", text.as_bytes(), &how)
                .is_ok(),
        );
    });
    each(&texts, "validate, serde struct + validator", |text| {
        black_box(validation::by_derive(text.as_bytes()));
    });
    each(&texts, "validate, Value + jsonschema", |text| {
        black_box(validation::by_json_schema(&schema, text.as_bytes()));
    });
    let stranger = kernel.subject(&SubjectHead::default()).expect("the public");
    let context = Context::default();
    let head = ResourceHead {
        owner: Some("builder"),
        ..ResourceHead::default()
    };
    each(&texts, "view for the public, ours", |text| {
        let record = Record {
            head: head.clone(),
            document: text,
            ..Record::default()
        };
        black_box(
            kernel
                .view("builder_profile", &record, &stranger, &context)
                .is_ok(),
        );
    });
    let kind = kernel.kind("builder_profile").expect("the kind");
    let resource = kernel.resource(kind, &head, "{}").expect("a record");
    let owner = kernel
        .subject(&SubjectHead {
            id: Some("builder"),
            roles: &["builder"],
            ..SubjectHead::default()
        })
        .expect("a subject");
    each(&texts, "decide by name, ours", |_| {
        let decision = kernel.decide_named(&owner, "builder_profile.update", &resource, &context);
        black_box(decision.is_ok());
    });
}

#[allow(clippy::cast_precision_loss, reason = "averages for people")]
fn each(texts: &[String], what: &str, mut work: impl FnMut(&str)) {
    let region = Region::new(ALLOCATOR);
    texts.iter().for_each(|text| work(text));
    let change = region.change();
    let average = |total: usize| total as f64 / texts.len() as f64;
    println!(
        "{what:<44} {:>12.1} {:>14.0}",
        average(change.allocations),
        average(change.bytes_allocated)
    );
}
