//! Rows of the products that a wrong audience or policy would break without a word.

use profilekit::Kernel;
use profilekit::access::{Context, ResourceHead, SubjectHead};
use profilekit::kernel::Record;

use crate::shipped::kernel;

fn person<'h>(id: &'h str, roles: &'h [&'h str]) -> SubjectHead<'h> {
    SubjectHead {
        id: Some(id),
        roles,
        ..SubjectHead::default()
    }
}

/// What a person sees of a record, or why nothing.
fn seen(kernel: &Kernel, kind: &str, record: &Record<'_>, who: &SubjectHead<'_>) -> String {
    let viewer = kernel.subject(who).unwrap();
    match kernel.view(kind, record, &viewer, &Context::default()) {
        Ok(view) => view.document.into_owned(),
        Err(failure) => failure.code().as_str().to_owned(),
    }
}

/// Whether a person may do something with a record without content.
fn may(kernel: &Kernel, action: &str, head: &ResourceHead<'_>, who: &SubjectHead<'_>) -> bool {
    let (kind, _) = action.split_once('.').unwrap();
    let resource = kernel
        .resource(kernel.kind(kind).unwrap(), head, "{}")
        .unwrap();
    let subject = kernel.subject(who).unwrap();
    let decision = kernel.decide_named(&subject, action, &resource, &Context::default());
    decision.unwrap().allowed
}

/// The fields that a person may write with an action.
fn writes(
    kernel: &Kernel,
    action: &str,
    head: &ResourceHead<'_>,
    who: &SubjectHead<'_>,
) -> Vec<String> {
    let (kind, _) = action.split_once('.').unwrap();
    let kind = kernel.kind(kind).unwrap();
    let resource = kernel.resource(kind, head, "{}").unwrap();
    let subject = kernel.subject(who).unwrap();
    let action = kernel.action(action).unwrap();
    let set = kernel.writable(&subject, action, &resource, &Context::default());
    let fields = kind.fields.iter().filter(|field| set.contains(field.id));
    fields.map(|field| field.pointer.to_string()).collect()
}

/// N2: private notes are their owner's alone.
#[test]
fn private_notes_are_seen_by_their_owner_alone() {
    let kernel = kernel("mentoring");
    let relations: &[(&str, &[&str])] = &[("partners", &["ben"])];
    let record = Record {
        head: ResourceHead {
            owner: Some("ada"),
            relations,
            ..ResourceHead::default()
        },
        document: r#"{"basics":{"headline":"Compilers"},"private":{"notes":[{"text":"canary"}]}}"#,
        choices: Some(r#"{"/private": "public"}"#),
        ..Record::default()
    };
    for kind in ["mentor_profile", "mentee_profile"] {
        let owner = seen(
            &kernel,
            kind,
            &record,
            &person("ada", &["mentor", "mentee"]),
        );
        assert!(owner.contains("canary"), "{kind}");
        for (id, roles) in [
            ("eve", "program_admin"),
            ("ben", "mentee"),
            ("ben", "mentor"),
        ] {
            let other = seen(&kernel, kind, &record, &person(id, &[roles]));
            assert!(
                other.contains("Compilers") && !other.contains("canary"),
                "{kind} {roles}: {other}"
            );
        }
    }
}

/// N3: messages are the pair's; the programme reads that sessions take place, not what was said.
#[test]
fn messages_are_the_pairs() {
    let kernel = kernel("mentoring");
    let relations: &[(&str, &[&str])] = &[("mentor", &["ada"]), ("mentee", &["ben"])];
    let head = ResourceHead {
        owner: Some("ada"),
        relations,
        ..ResourceHead::default()
    };
    assert!(may(
        &kernel,
        "message.read",
        &head,
        &person("ben", &["mentee"])
    ));
    assert!(!may(
        &kernel,
        "message.read",
        &head,
        &person("eve", &["program_admin"])
    ));
    assert!(
        !may(
            &kernel,
            "message.create",
            &head,
            &person("ben", &["mentee"])
        ),
        "in another's name"
    );
    let head = ResourceHead {
        state: Some("planned"),
        ..head
    };
    let record = Record {
        head,
        document: r#"{"starts_at":"2026-01-31T10:00:00Z","notes":"canary"}"#,
        ..Record::default()
    };
    let admin = seen(
        &kernel,
        "session",
        &record,
        &person("eve", &["program_admin"]),
    );
    assert!(
        admin.contains("2026") && !admin.contains("canary"),
        "{admin}"
    );
}

/// M3: tier and featured are the admin's, badges the product's, the rating is derived.
#[test]
fn trust_is_not_the_builders_to_write() {
    let kernel = kernel("marketplace");
    let head = ResourceHead {
        owner: Some("ada"),
        ..ResourceHead::default()
    };
    let trust = |who: &SubjectHead<'_>| -> Vec<String> {
        let all = writes(&kernel, "builder_profile.update", &head, who);
        all.into_iter()
            .filter(|path| path.starts_with("/trust/"))
            .collect()
    };
    assert_eq!(trust(&person("ada", &["builder"])), Vec::<String>::new());
    assert_eq!(
        trust(&person("root", &["admin"])),
        ["/trust/tier", "/trust/featured", "/trust/validation_note"]
    );
    let system = SubjectHead {
        system: true,
        ..SubjectHead::default()
    };
    assert_eq!(trust(&system), ["/trust/badges", "/trust/rating"]);
}

/// M8: each side of a booking has its steps, and the price is the builder's.
#[test]
fn each_side_of_a_booking_has_its_part() {
    let kernel = kernel("marketplace");
    let relations: &[(&str, &[&str])] = &[("client", &["ben"]), ("builder", &["ada"])];
    let head = ResourceHead {
        relations,
        state: Some("requested"),
        ..ResourceHead::default()
    };
    // Who holds both roles is still the client of this booking.
    let client = person("ben", &["client", "builder"]);
    let builder = person("ada", &["builder", "client"]);
    assert!(may(&kernel, "booking.create", &head, &client));
    assert!(!may(&kernel, "booking.create", &head, &builder));
    assert!(may(&kernel, "booking.confirm", &head, &builder));
    assert!(!may(&kernel, "booking.confirm", &head, &client));
    assert!(!may(
        &kernel,
        "booking.read",
        &head,
        &person("eve", &["client", "builder"])
    ));
    let price = "/price".to_owned();
    assert!(!writes(&kernel, "booking.create", &head, &client).contains(&price));
    assert!(writes(&kernel, "booking.update", &head, &builder).contains(&price));
    let confirmed = ResourceHead {
        state: Some("confirmed"),
        ..head
    };
    assert!(!writes(&kernel, "booking.update", &confirmed, &builder).contains(&price));
}

/// B2: tenants are apart; a super admin crosses them, on record.
#[test]
fn tenants_are_apart() {
    let kernel = kernel("saas");
    let head = ResourceHead {
        owner: Some("ada"),
        tenant: Some("one"),
        ..ResourceHead::default()
    };
    let of = |tenant, roles, persona| SubjectHead {
        id: Some("ada"),
        roles,
        tenant: Some(tenant),
        persona,
        ..SubjectHead::default()
    };
    let builder: &[&str] = &["builder"];
    assert!(may(
        &kernel,
        "customer.read",
        &head,
        &of("one", builder, Some("builder"))
    ));
    assert!(
        !may(&kernel, "customer.read", &head, &of("one", builder, None)),
        "without the persona"
    );
    assert!(!may(
        &kernel,
        "customer.read",
        &head,
        &of("two", builder, Some("builder"))
    ));
    let root = kernel.subject(&of("two", &["super_admin"], None)).unwrap();
    let resource = kernel
        .resource(kernel.kind("customer").unwrap(), &head, "{}")
        .unwrap();
    let action = kernel.action("customer.read").unwrap();
    let answer = kernel.ask(&root, action, &resource, &Context::default());
    assert!(answer.allowed);
    assert_eq!(answer.obligations.len(), 1);
}

/// T15: the grade point average is the student's to show.
#[test]
fn grades_are_private_until_shown() {
    let kernel = kernel("talent");
    let record = |choices| Record {
        head: ResourceHead {
            owner: Some("ada"),
            ..ResourceHead::default()
        },
        document: r#"{"basics":{"name":"Ada"},"education":{"gpa":"3.90"}}"#,
        choices,
        ..Record::default()
    };
    let employer = person("eve", &["employer"]);
    let hidden = seen(&kernel, "student_profile", &record(None), &employer);
    assert!(
        hidden.contains("Ada") && !hidden.contains("3.90"),
        "{hidden}"
    );
    let restricted = Some(r#"{"/education/gpa": "restricted"}"#);
    let shown = seen(&kernel, "student_profile", &record(restricted), &employer);
    assert!(shown.contains("3.90"), "{shown}");
    let student = seen(
        &kernel,
        "student_profile",
        &record(restricted),
        &person("ben", &["student"]),
    );
    assert!(!student.contains("3.90"), "{student}");
}

/// B7: invoices are between a builder and a customer, and nobody writes one for themselves.
#[test]
fn invoices_are_seen_by_both_sides_and_written_by_neither() {
    let kernel = kernel("saas");
    let sides: &[(&str, &[&str])] = &[("builder", &["ada"]), ("customer_account", &["una"])];
    let head = ResourceHead {
        id: Some("v1"),
        state: Some("open"),
        tenant: Some("north"),
        relations: sides,
        ..ResourceHead::default()
    };
    let of = |id, roles, tenant| SubjectHead {
        id: Some(id),
        roles,
        tenant: Some(tenant),
        ..SubjectHead::default()
    };
    let ada = of("ada", &["builder"], "north");
    let una = of("una", &["end_user"], "north");
    let bob = of("bob", &["builder"], "north");
    let far = of("una", &["end_user"], "south");
    for side in [&ada, &una] {
        assert!(may(&kernel, "invoice.read", &head, side));
        for action in [
            "invoice.update",
            "invoice.delete",
            "invoice.pay",
            "invoice.void_it",
        ] {
            assert!(!may(&kernel, action, &head, side), "{action}");
        }
    }
    for other in [&bob, &far] {
        assert!(!may(&kernel, "invoice.read", &head, other));
    }
}
