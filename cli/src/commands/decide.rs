//! `decide`.

use std::path::Path;

use serde_json::Value;

use crate::input::{self, Session};
use crate::output::{Misuse, Outcome, Paint, say, say_line};
use crate::table::table;

pub(crate) fn run(
    blueprint: &Path,
    file: &Path,
    explain: bool,
    session: &Session,
) -> Result<Outcome, Misuse> {
    let kernel = input::kernel(blueprint, session)?;
    let request = input::read(file)?;
    let response = kernel
        .evaluations(&request, explain)
        .map_err(session.misuse())?;
    if session.json {
        say_line!("{}", response.json);
    } else {
        let answer: Value = serde_json::from_str(&response.json).unwrap_or_default();
        match answer.get("evaluations").and_then(Value::as_array) {
            Some(list) => list.iter().for_each(report),
            None => report(&answer),
        }
    }
    Ok(if response.failed {
        Outcome::Misuse
    } else {
        Outcome::findings(!response.permitted)
    })
}

fn report(answer: &Value) {
    let paint = Paint::for_output();
    let permitted = answer.get("decision") == Some(&Value::Bool(true));
    let word = if permitted {
        paint.good("permit")
    } else {
        paint.bad("deny")
    };
    let text = |path: &str| {
        answer
            .pointer(path)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    if answer.pointer("/context/error").is_some() {
        say_line!("{word} {}", text("/context/error/message"));
        return say_line!("  {}", paint.dim(text("/context/error/help")));
    }
    let rule = text("/context/rule");
    let rule = if rule.is_empty() {
        String::new()
    } else {
        format!(" by `{rule}`")
    };
    say_line!("{word}{rule}: {}", text("/context/message"));
    for name in ["fields", "obligations"] {
        if let Some(list) = answer
            .pointer(&format!("/context/{name}"))
            .and_then(Value::as_array)
        {
            let words: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
            say_line!("  {name}: {}", words.join(", "));
        }
    }
    if let Some(rules) = answer.pointer("/context/rules").and_then(Value::as_array) {
        say!("{}", rules_table(rules));
    }
}

fn rules_table(rules: &[Value]) -> String {
    let cell = |rule: &Value, name: &str| match rule.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Bool(true)) => "yes".to_owned(),
        _ => "no".to_owned(),
    };
    let rows: Vec<Vec<String>> = rules
        .iter()
        .map(|rule| {
            let names = ["rule", "effect", "applies", "message"];
            names.iter().map(|name| cell(rule, name)).collect()
        })
        .collect();
    table(&["rule", "effect", "applies", "why"], &rows)
}
