//! The privacy matrix says what views really show.

use profilekit::Kernel;
use profilekit::access::Context;
use profilekit::kernel::{Record, ViewAs};
use profilekit::visibility::Reading;
use serde_json::{Map, Value, json};

use crate::shipped;

/// A document in which every field of a kind holds something.
fn full(kernel: &Kernel, kind: &str) -> Value {
    let kind = kernel.kind(kind).unwrap();
    let mut document = Value::Object(Map::new());
    for field in &kind.fields {
        let children = kind
            .fields
            .iter()
            .any(|other| other.pointer.starts_with(&format!("{}/", field.pointer)));
        if !children {
            put(
                &mut document,
                &field.pointer.split('/').skip(1).collect::<Vec<_>>(),
            );
        }
    }
    document
}

fn put(value: &mut Value, path: &[&str]) {
    match path {
        [] => *value = json!("x"),
        ["*", rest @ ..] => {
            if !value.is_array() {
                *value = json!([{}]);
            }
            put(&mut value[0], rest);
        }
        [name, rest @ ..] => {
            if !value.is_object() {
                *value = json!({});
            }
            put(&mut value[*name], rest);
        }
    }
}

fn holds(value: &Value, path: &[&str]) -> bool {
    match path {
        [] => !value.is_null(),
        ["*", rest @ ..] => value.get(0).is_some_and(|item| holds(item, rest)),
        [name, rest @ ..] => value.get(*name).is_some_and(|inner| holds(inner, rest)),
    }
}

#[test]
fn the_matrix_says_what_views_show() {
    let mut compared = 0;
    for name in ["marketplace", "talent", "mentoring", "saas"] {
        let kernel = shipped(name);
        let matrix = kernel.matrix();
        for (column, viewer) in matrix.viewers.iter().enumerate() {
            let Some(whom) = ViewAs::parse(&viewer.name) else {
                continue;
            };
            for kind in &kernel.model().kinds {
                // Maps are walked by their names: their rows are proved by fixtures.
                if kind.fields.iter().any(|field| field.ty.word() == "map") {
                    continue;
                }
                let text = full(&kernel, &kind.name).to_string();
                let mut record = Record {
                    document: &text,
                    ..Record::default()
                };
                record.head.owner = Some("owner");
                record.head.tenant = kernel.model().tenancy.map(|_| "t1");
                let seen = kernel.view_as(&kind.name, &record, whom, &Context::default());
                let seen = seen.map(|view| serde_json::from_str(&view.document).unwrap());
                for row in matrix.rows.iter().filter(|row| row.kind == *kind.name) {
                    let path: Vec<&str> = row.field.split('/').skip(1).collect();
                    let shown = seen
                        .as_ref()
                        .is_ok_and(|document: &Value| holds(document, &path));
                    let said = row.shown[column];
                    let agrees = match said {
                        Reading::Always => shown || whom == ViewAs::Platform && seen.is_err(),
                        Reading::Sometimes => true,
                        Reading::Never => !shown,
                    };
                    assert!(
                        agrees,
                        "{name} {} {} {}: said {said:?}, shown {shown}",
                        viewer.name, row.kind, row.field
                    );
                    compared += usize::from(said != Reading::Sometimes);
                }
            }
        }
    }
    println!("{compared} cells compared");
    assert!(compared > 1000);
}

#[test]
fn every_form_has_every_row() {
    let kernel = shipped("marketplace");
    let matrix = kernel.matrix();
    let rows = matrix.rows.len();
    assert!(rows > 100);
    assert_eq!(matrix.to_markdown().lines().count(), rows + 2);
    assert_eq!(matrix.to_csv().matches("\r\n").count(), rows + 1);
    assert_eq!(matrix.to_html().matches("<tr>").count(), rows + 1);
    let json: Value = serde_json::from_str(&matrix.to_json()).unwrap();
    assert_eq!(json["rows"].as_array().unwrap().len(), rows);
    assert_eq!(
        json["viewers"].as_array().unwrap().len(),
        matrix.viewers.len()
    );
    assert!(matrix.to_page().starts_with("<!doctype html>"));
}

#[test]
fn sensitive_fields_are_public_nowhere() {
    for name in ["marketplace", "talent", "mentoring", "saas"] {
        let kernel = shipped(name);
        for kind in &kernel.model().kinds {
            let sensitive = kind
                .fields
                .iter()
                .filter(|field| field.class.is_some_and(|class| class.is_sensitive()));
            for field in sensitive {
                assert_ne!(
                    field.audience.default.word(),
                    "public",
                    "{name} {} {}",
                    kind.name,
                    field.pointer
                );
            }
        }
    }
}
