//! Prints the JSON Schema of the blueprint format: the content of `core/blueprint.schema.json`.

fn main() -> Result<(), serde_json::Error> {
    let schema = profilekit::blueprint::format_schema();
    let schema: serde_json::Value = serde_json::from_str(&schema)?;
    println!("{}", serde_json::to_string_pretty(&schema)?);
    Ok(())
}
