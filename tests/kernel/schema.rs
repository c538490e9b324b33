//! The exported JSON Schema of a kind.

use serde_json::{Value, json};

use crate::kernel;

#[test]
fn a_schema_says_what_json_schema_can_say() {
    let kernel = kernel(&json!({
        "blueprint": 1, "name": "schema", "version": "1.0.0",
        "kinds": { "item": {
            "owner": "user",
            "sections": { "head": { "fields": { "title": { "type": "string", "max": 10, "required": true, "label": "Title" } } } },
            "fields": {
                "n": { "type": "int", "min": 1, "multiple_of": 5 },
                "tags": { "type": "list", "max_items": 3, "unique": true, "of": { "type": "slug" } },
                "price": { "type": "money", "currencies": ["EUR"] }
            }
        } }
    }));
    let schema: Value = serde_json::from_str(&kernel.json_schema("item").unwrap()).unwrap();
    assert_eq!(
        schema["$schema"],
        "https://json-schema.org/draft/2020-12/schema"
    );
    assert_eq!(schema["required"], json!(["head"]));
    assert_eq!(schema["additionalProperties"], json!(false));
    assert_eq!(
        schema["properties"]["head"]["properties"]["title"]["title"],
        "Title"
    );
    assert_eq!(schema["properties"]["n"]["minimum"], 1);
    assert_eq!(
        schema["properties"]["n"]["maximum"],
        9_007_199_254_740_991_i64
    );
    assert_eq!(schema["properties"]["tags"]["uniqueItems"], true);
    assert_eq!(
        schema["properties"]["price"]["properties"]["currency"]["enum"],
        json!(["EUR"])
    );
    assert_eq!(
        kernel.json_schema("itm").unwrap_err().code().as_str(),
        "kernel.unknown_kind"
    );
}
