//! `cargo xtask bench kernel [AREA…]`: validation, decisions, redaction and filters beside their peers.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a benchmark that cannot set itself up has nothing to report"
)]

use std::process::ExitCode;

use profilekit::access::{Context, Resource, ResourceHead, Subject, SubjectHead};
use profilekit::id::ActionId;
use profilekit::kernel::{Validate, ViewAs};
use profilekit::visibility::{Lens, Toggles, Verdict, redact};
use profilekit_benches::decisions::{Casbin, Cedar, KINDS, Mask, Strings, VERBS, World};
use profilekit_benches::rows::{Row, report};
use profilekit_benches::timing::{Contestant, Times, measure};
use profilekit_benches::{bookings, decisions, marketplace, redaction, validation};
use profilekit_tests::profiles;

fn main() -> ExitCode {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let mut rows = Vec::new();
    for (name, area) in [
        ("validation", validate as fn() -> Vec<Row>),
        ("redaction", redaction_rows),
        ("filters", filters),
        ("decisions", decide),
    ] {
        if !wanted.is_empty() && !wanted.iter().any(|word| word == name) {
            continue;
        }
        eprintln!("measuring {name} …");
        rows.extend(area());
    }
    if report(&rows) {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    }
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

fn row(what: &str, ours: &Times, peer: &str, theirs: &Times, limit: f64) -> Row {
    Row {
        what: what.to_owned(),
        ours: ours.median(),
        peer: peer.to_owned(),
        theirs: theirs.median(),
        ratio: ours.ratio_to(theirs),
        limit,
    }
}

fn validate() -> Vec<Row> {
    let kernel = marketplace();
    let texts = profiles::profiles(10_000);
    let bytes: usize = texts.iter().map(String::len).sum();
    let schema = validation::json_schema(&kernel);
    let how = Validate::default();
    let found = |text: &str| {
        let found = kernel
            .validate("builder_profile", text.as_bytes(), &how)
            .expect("the kind");
        found.violations.len()
    };
    let faulty = texts.iter().filter(|text| found(text) > 0).count();
    let theirs = texts
        .iter()
        .filter(|text| validation::by_derive(text.as_bytes()) > 0)
        .count();
    eprintln!(
        "  {} profiles of {} bytes on average; {faulty} faulty by us, {theirs} by derive",
        texts.len(),
        bytes / texts.len()
    );
    let text = |call: usize| texts[call % texts.len()].as_str();
    let times = measure(&mut [
        Contestant::new("ours", |call| count(found(text(call)))),
        Contestant::new("jsonschema", |call| {
            count(validation::by_json_schema(&schema, text(call).as_bytes()))
        }),
        Contestant::new("derive", |call| {
            count(validation::by_derive(text(call).as_bytes()))
        }),
    ]);
    vec![
        row(
            "validate from bytes",
            &times[0],
            "Value + jsonschema",
            &times[1],
            0.25,
        ),
        row(
            "validate from bytes",
            &times[0],
            "serde struct + validator",
            &times[2],
            0.5,
        ),
    ]
}

fn redaction_rows() -> Vec<Row> {
    let kernel = marketplace();
    let texts = profiles::profiles(2_000);
    let kind = kernel.kind("builder_profile").expect("the kind");
    let head = ResourceHead {
        owner: Some("builder"),
        owner_roles: &["builder"],
        ..ResourceHead::default()
    };
    let viewer = kernel
        .hypothetical(kind, &head, ViewAs::Public)
        .expect("the public");
    let resource = kernel.resource(kind, &head, "{}").expect("a record");
    let sight = kernel.sight(kind, &viewer, &resource);
    let nothing = Toggles::default();
    let lens = || Lens::new(kind, &sight, &nothing, &nothing, resource.owner_roles());
    let settled = lens();
    let hidden = kind
        .fields
        .iter()
        .filter(|field| settled.verdict(field.id) == Verdict::Hide);
    let hidden: Vec<Vec<String>> = hidden
        .map(|field| {
            field
                .pointer
                .split('/')
                .skip(1)
                .map(str::to_owned)
                .collect()
        })
        .collect();
    for text in &texts {
        let ours = redact(&kind.plan, &settled, text)
            .expect("a document")
            .document
            .into_owned();
        assert_eq!(
            ours,
            redaction::by_removal(text, &hidden),
            "both must show the same"
        );
    }
    let text = |call: usize| texts[call % texts.len()].as_str();
    let times = measure(&mut [
        Contestant::new("ours", |call| {
            count(redact(&kind.plan, &lens(), text(call)).map_or(0, |seen| seen.document.len()))
        }),
        Contestant::new("by removal", |call| {
            count(redaction::by_removal(text(call), &hidden).len())
        }),
    ]);
    vec![row(
        "redact for the public",
        &times[0],
        "Value, remove, serialise",
        &times[1],
        0.15,
    )]
}

fn filters() -> Vec<Row> {
    let kernel = marketplace();
    let bookings = bookings::bookings(100_000);
    let kind = kernel.kind("booking").expect("the kind");
    let resources: Vec<Resource<'_>> = bookings
        .iter()
        .map(|booking| {
            let (client, builder) = ([booking.client.as_str()], [booking.builder.as_str()]);
            let relations: [(&str, &[&str]); 2] = [("client", &client), ("builder", &builder)];
            let head = ResourceHead {
                id: Some(&booking.id),
                state: Some(booking.state),
                relations: &relations,
                ..ResourceHead::default()
            };
            kernel.resource(kind, &head, "{}").expect("a record")
        })
        .collect();
    let head = SubjectHead {
        id: Some("user-7"),
        roles: &["client"],
        ..SubjectHead::default()
    };
    let subject = kernel.subject(&head).expect("a subject");
    let action = kernel.action("booking.list").expect("the action");
    let context = Context::default();
    let filter = kernel.access().filter(&subject, action, &context);
    let ours = || {
        resources
            .iter()
            .filter(|resource| filter.matches(resource))
            .count()
    };
    let by_hand = || {
        bookings
            .iter()
            .filter(|b| b.client == "user-7" || b.builder == "user-7")
            .count()
    };
    assert_eq!(ours(), by_hand(), "both must find the same");
    let times = measure(&mut [
        Contestant::new("ours", |_| count(ours())),
        Contestant::new("by hand", |_| count(by_hand())),
    ]);
    vec![row(
        "filter 100,000 records",
        &times[0],
        "loop written by hand",
        &times[1],
        3.0,
    )]
}

fn decide() -> Vec<Row> {
    let kernel = decisions::kernel();
    let world = World::seeded();
    let subjects: Vec<Subject> = world
        .people
        .iter()
        .map(|person| {
            let head = SubjectHead {
                id: Some(&person.id),
                roles: &person.roles,
                tenant: Some(&person.tenant),
                ..SubjectHead::default()
            };
            kernel.subject(&head).expect("a subject")
        })
        .collect();
    let resources: Vec<Resource<'_>> = world
        .things
        .iter()
        .map(|thing| {
            let kind = kernel
                .kind(&format!("kind_{}", thing.kind))
                .expect("the kind");
            let head = ResourceHead {
                id: Some(&thing.id),
                owner: Some(&thing.owner),
                tenant: Some(&thing.tenant),
                ..ResourceHead::default()
            };
            kernel.resource(kind, &head, "{}").expect("a record")
        })
        .collect();
    let kinds: Vec<String> = (0..KINDS).map(|kind| format!("kind_{kind}")).collect();
    let names: Vec<Vec<String>> = kinds
        .iter()
        .map(|kind| VERBS.iter().map(|verb| format!("{kind}.{verb}")).collect())
        .collect();
    let actions: Vec<Vec<ActionId>> = names
        .iter()
        .map(|names| {
            names
                .iter()
                .map(|name| kernel.action(name).expect("the action"))
                .collect()
        })
        .collect();
    let context = Context::default();
    let (cedar, casbin, strings) = (Cedar::new(&world), Casbin::new(&world), Strings::new());
    let masks: Vec<Mask> = world.people.iter().map(Mask::new).collect();
    let total = world.questions.len();
    let at = |call: usize| world.questions[call % total];
    let by_handle = |call: usize| {
        let (person, thing, verb) = at(call);
        let action = actions[world.things[thing].kind][verb];
        kernel
            .decide(&subjects[person], action, &resources[thing], &context)
            .allowed
    };
    let by_name = |call: usize| {
        let (person, thing, verb) = at(call);
        let action = &names[world.things[thing].kind][verb];
        let decision = kernel.decide_named(&subjects[person], action, &resources[thing], &context);
        decision.is_ok_and(|decision| decision.allowed)
    };
    let by_strings = |call: usize| {
        let (person, thing, verb) = at(call);
        let action = &names[world.things[thing].kind][verb];
        strings.allows(&world.people[person], &world.things[thing], action)
    };
    let by_mask = |call: usize| {
        let (person, thing, verb) = at(call);
        masks[person].allows(&world.things[thing], verb)
    };
    let by_casbin = |call: usize| {
        let (person, thing, verb) = at(call);
        let thing = &world.things[thing];
        casbin.allows(
            &world.people[person],
            thing,
            &kinds[thing.kind],
            VERBS[verb],
        )
    };
    for question in 0..total {
        let ours = by_handle(question);
        let others = [
            by_name(question),
            by_strings(question),
            by_mask(question),
            cedar.allows(question),
        ];
        assert!(
            others.iter().all(|other| *other == ours),
            "question {question}"
        );
        assert!(
            question >= 64 || by_casbin(question) == ours,
            "question {question}"
        );
    }
    let times = measure(&mut [
        Contestant::new("by handle", |call| u64::from(by_handle(call))),
        Contestant::new("by name", |call| u64::from(by_name(call))),
        Contestant::new("strings", |call| u64::from(by_strings(call))),
        Contestant::new("mask", |call| u64::from(by_mask(call))),
        Contestant::new("cedar", |call| u64::from(cedar.allows(call % total))),
        Contestant::new("casbin", |call| u64::from(by_casbin(call))),
    ]);
    vec![
        row(
            "decide by handle",
            &times[0],
            "cedar-policy",
            &times[4],
            1.0 / 200.0,
        ),
        row(
            "decide by handle",
            &times[0],
            "casbin",
            &times[5],
            1.0 / 300.0,
        ),
        row(
            "decide by name",
            &times[1],
            "strings and hash map",
            &times[2],
            1.0,
        ),
        row(
            "decide by handle",
            &times[0],
            "bit mask by hand",
            &times[3],
            6.0,
        ),
    ]
}
