//! Generated types: real compilers take them, and real documents fit them.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

/// The types as a Rust team would use them; `cargo xtask gen` writes them.
#[allow(dead_code, missing_docs, unreachable_pub, reason = "generated")]
mod products {
    pub(crate) mod marketplace;
    pub(crate) mod mentoring;
    pub(crate) mod saas;
    pub(crate) mod talent;
}

#[path = "../validation/generator.rs"]
#[allow(dead_code, reason = "its mutations are for other tests")]
mod generator;
mod node;
mod typescript;

use std::fs;
use std::path::PathBuf;

use products::marketplace;
use profilekit::Kernel;
use profilekit::kernel::Validate;
use profilekit_tests::{Seeded, npm_file, workspace};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

fn shipped(product: &str) -> Kernel {
    let path = workspace().join(format!("core/blueprints/{product}.json"));
    Kernel::compile(&fs::read(path).unwrap()).unwrap()
}

/// The JSON Resume documents of npm, as documents of a kind.
fn resumes(kernel: &Kernel, kind: &str) -> Vec<(PathBuf, String)> {
    let sample = npm_file("@jsonresume/schema", "sample.resume.json");
    let examples = sample.parent().unwrap().join("examples");
    let examples = fs::read_dir(examples).into_iter().flatten();
    let examples = examples.map(|entry| entry.unwrap().path());
    let json = |path: &PathBuf| {
        path.extension()
            .is_some_and(|extension| extension == "json")
    };
    let mut documents = Vec::new();
    for path in examples.filter(json).chain([sample]) {
        let imported = kernel.import("jsonresume", kind, &fs::read(&path).unwrap());
        let Ok(imported) = imported else {
            continue;
        };
        let how = Validate {
            mode: "draft",
            ..Validate::default()
        };
        let validation = kernel.validate(kind, imported.document.as_bytes(), &how);
        let validation = validation.unwrap();
        assert!(validation.is_valid(), "{}", path.display());
        documents.push((path, validation.document.unwrap().into_owned()));
    }
    documents
}

/// Reads documents into a struct and writes them again: nothing may be lost.
fn round_trip<T: DeserializeOwned + Serialize>(documents: &[(PathBuf, String)]) {
    assert!(documents.len() >= 2, "{} documents", documents.len());
    for (path, document) in documents {
        let value: Value = serde_json::from_str(document).unwrap();
        let read: T = serde_json::from_str(document)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!(
            serde_json::to_value(&read).unwrap(),
            value,
            "{}",
            path.display()
        );
    }
}

/// Valid documents of a kind, as they are stored.
fn generated(kernel: &Kernel, kind: &str, count: usize) -> Vec<(PathBuf, String)> {
    let plan = &kernel.kind(kind).unwrap().plan;
    let mut random = Seeded::new(6);
    let mut documents = Vec::new();
    for _ in 0..4_000 {
        let document = generator::document(plan, &mut random).to_string();
        let how = Validate::default();
        let validation = kernel.validate(kind, document.as_bytes(), &how).unwrap();
        if validation.is_valid() {
            let stored = validation.document.unwrap().into_owned();
            documents.push((PathBuf::from(kind), stored));
        }
        if documents.len() == count {
            break;
        }
    }
    assert!(documents.len() >= 2, "{kind}: {}", documents.len());
    documents
}

#[test]
fn rust_types_hold_real_documents() {
    let documents = resumes(&shipped("marketplace"), "builder_profile");
    round_trip::<marketplace::BuilderProfile>(&documents);
}

#[test]
fn rust_types_hold_the_documents_of_every_kind() {
    let mut compared = 0;
    macro_rules! fits {
        ($count:ident, $product:ident: $($kind:ident $name:ident),*) => {
            let kernel = shipped(stringify!($product));
            $(
                let documents = generated(&kernel, stringify!($kind), 40);
                round_trip::<products::$product::$name>(&documents);
                $count += 1;
            )*
            let declared = kernel.model().kinds.len();
            assert_eq!([$(stringify!($kind)),*].len(), declared, "every kind is named here");
        };
    }
    fits!(compared, marketplace: user User, builder_profile BuilderProfile, client_profile ClientProfile, portfolio_item PortfolioItem, app App, session_type SessionType, availability Availability, booking Booking, review Review);
    fits!(compared, talent: user User, student_profile StudentProfile, employer_profile EmployerProfile, mentor_profile MentorProfile, contribution Contribution, verification Verification, endorsement Endorsement, report Report);
    fits!(compared, mentoring: user User, mentor_profile MentorProfile, mentee_profile MenteeProfile, cohort Cohort, pair Pair, session Session, conversation Conversation, message Message, action_item ActionItem, shared_note SharedNote);
    fits!(compared, saas: tenant Tenant, user User, builder_profile BuilderProfile, end_user_profile EndUserProfile, project Project, customer Customer, widget Widget, implementation Implementation, invoice Invoice, listing Listing, listing_rating ListingRating, ticket Ticket, article Article);
    assert!(compared > 20, "{compared} kinds");
}
