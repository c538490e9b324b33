//! A kind with every field type, every constraint and every normaliser.

use serde_json::{Value, json};

use crate::product::Product;

/// The product with the kind `wide`.
pub(crate) fn product() -> Product {
    Product::new(&blueprint())
}

pub(crate) fn blueprint() -> Value {
    json!({
        "blueprint": 1, "name": "wide", "version": "1.0.0",
        "kinds": { "wide": {
            "sections": {
                "head": { "fields": {
                    "title": { "type": "string", "required": true, "min": 2, "max": 20, "label": "Title", "description": "What it is called." },
                    "name": { "type": "string", "format": "display_name", "max": 30 },
                    "bio": { "type": "text", "max": 40, "format": "markdown" }
                } },
                "rest": { "fields": { "level": { "type": "int", "default": 1, "min": 1, "max": 3 } } }
            },
            "fields": fields(),
            "checks": [ { "code": "ordered", "expr": "self.start < self.end", "at": "/end", "message": "It must end after it starts." } ],
            "modes": { "publish": { "requires": ["/head/title", "/tags"] } },
            "steps": [ { "id": "first", "requires": ["/head/title"] } ]
        } }
    })
}

fn fields() -> Value {
    let mut all = texts();
    for more in [numbers(), codes(), groups()] {
        let (Some(all), Value::Object(more)) = (all.as_object_mut(), more) else {
            continue;
        };
        all.extend(more);
    }
    all
}

fn texts() -> Value {
    json!({
        "line": { "type": "string", "min": 1, "max": 8 },
        "coded": { "type": "string", "pattern": "^[A-Z]{2}\\d+$" },
        "dotted": { "type": "string", "pattern": "(?m)^.b\\w*$" },
        "glyphs": { "type": "string", "max": 2, "unit": "graphemes" },
        "trimmed": { "type": "string", "min": 2, "max": 4, "normalize": ["trim"] },
        "lowered": { "type": "string", "max": 6, "pattern": "^[a-z]*$", "normalize": ["lower"] },
        "composed": { "type": "string", "min": 1, "max": 3, "normalize": ["nfc", "lower"] },
        "cleaned": { "type": "text", "max": 12, "normalize": ["strip_controls", "nfc", "collapse", "trim", "lower"] },
        "file_kind": { "type": "string", "format": "media_type" },
        "email": { "type": "email" },
        "staff": { "type": "email", "pattern": "@example\\.org$", "normalize": ["trim"] },
        "phone": { "type": "phone" },
        "url": { "type": "url" },
        "site": { "type": "url", "schemes": ["http", "https"], "hosts": ["example.com"], "max": 40 },
        "hook": { "type": "url", "fetched": true },
        "slug": { "type": "slug", "max": 12 },
        "skill": { "type": "skill" }
    })
}

fn numbers() -> Value {
    json!({
        "count": { "type": "int" },
        "small": { "type": "int", "min": -5, "max": 50, "multiple_of": 5 },
        "decimal": { "type": "decimal", "scale": 2, "min": "-1", "max": "100" },
        "digits": { "type": "decimal", "digits": 4 },
        "money": { "type": "money", "scale": 2, "min": "0" },
        "local": { "type": "money", "currencies": ["EUR", "JPY"] },
        "bool": { "type": "bool" },
        "vector": { "type": "vector", "dimensions": 3 },
        "date": { "type": "date", "min": "2000-01-01", "max": "2030-12-31" },
        "rough": { "type": "date", "partial": true },
        "start": { "type": "instant" },
        "end": { "type": "instant", "min": "2000-01-01T00:00:00Z" },
        "length": { "type": "duration" }
    })
}

fn codes() -> Value {
    json!({
        "enum": { "type": "enum", "values": ["one", "two", "three"] },
        "uuid": { "type": "uuid" },
        "country": { "type": "country" },
        "language": { "type": "language" },
        "currency": { "type": "currency" },
        "timezone": { "type": "timezone" },
        "ref": { "type": "ref", "to": "user" },
        "chosen": { "type": "enum", "values": ["a", "b"], "required": true, "default": "a" }
    })
}

fn groups() -> Value {
    json!({
        "tags": { "type": "list", "of": { "type": "string", "max": 5 }, "min_items": 1, "max_items": 4 },
        "set": { "type": "list", "of": { "type": "string", "normalize": ["trim", "lower"] }, "unique": true },
        "numbers": { "type": "list", "of": { "type": "int" }, "unique": true },
        "rates": { "type": "list", "of": { "type": "decimal" }, "unique": true },
        "pairs": { "type": "list", "unique": true, "of": { "type": "object", "fields": { "a": { "type": "int", "default": 0 }, "b": { "type": "bool" } } } },
        "anything": { "type": "list", "of": { "type": "json" }, "unique": true },
        "skills": { "type": "list", "unique_by": ["name"], "of": { "type": "object", "fields": {
            "name": { "type": "skill", "required": true }, "level": { "type": "enum", "values": ["low", "high"] } } } },
        "map": { "type": "map", "of": { "type": "int", "min": 0 }, "max_items": 3 },
        "address": { "type": "object", "fields": { "city": { "type": "string", "required": true }, "zip": { "type": "string", "default": "0" } } },
        "open": { "type": "object", "unknown_fields": "keep", "fields": { "a": { "type": "string" } } },
        "loose": { "type": "object", "unknown_fields": "drop", "fields": { "a": { "type": "string" } } },
        "photo": { "type": "media", "types": ["image/png", "image/*"], "max_bytes": 1000, "alt_required": true },
        "json": { "type": "json" }
    })
}
