//! Rust.

use super::shape::{Catalog, Choice, List, Member, Shape, Ty};
use super::word::{comment, pascal, safe, screaming};
use crate::json::quoted;

const RESERVED: [&str; 16] = [
    "type", "match", "ref", "move", "use", "where", "loop", "impl", "trait", "mod", "fn", "in",
    "for", "if", "as", "enum",
];

pub(super) fn write(catalog: &Catalog) -> String {
    let mut out = catalog.head();
    out.push_str("use serde::{Deserialize, Serialize};\n\n");
    if catalog.uses(&|ty| matches!(ty, Ty::Money)) {
        out.push_str(&structure(
            "Money",
            "An exact amount and its currency (ISO 4217).",
            "    /// The amount, as a decimal.\n    pub amount: String,\n    /// The currency.\n    pub currency: String,\n",
        ));
    }
    if catalog.uses(&|ty| matches!(ty, Ty::Media)) {
        out.push_str(&structure("Media", "A file elsewhere.", MEDIA));
    }
    catalog
        .choices
        .iter()
        .for_each(|choice| out.push_str(&choice_text(choice)));
    catalog
        .shapes
        .iter()
        .for_each(|shape| out.push_str(&shape_text(shape)));
    catalog
        .lists()
        .iter()
        .for_each(|list| out.push_str(&constants(list)));
    out.truncate(out.trim_end().len());
    out + "\n"
}

const MEDIA: &str = "    /// Where it is.
    pub url: String,
    /// Its media type.
    #[serde(rename = \"type\")]
    pub media_type: String,
    /// Its size.
    #[serde(skip_serializing_if = \"Option::is_none\")]
    pub bytes: Option<u64>,
    /// What it shows, in words.
    #[serde(skip_serializing_if = \"Option::is_none\")]
    pub alt: Option<String>,
    /// Its width in pixels.
    #[serde(skip_serializing_if = \"Option::is_none\")]
    pub width: Option<u32>,
    /// Its height in pixels.
    #[serde(skip_serializing_if = \"Option::is_none\")]
    pub height: Option<u32>,
    /// The SHA-256 of its content, in hexadecimal.
    #[serde(skip_serializing_if = \"Option::is_none\")]
    pub sha256: Option<String>,
";

fn structure(name: &str, doc: &str, members: &str) -> String {
    format!(
        "/// {}\n#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]\npub struct {name} {{\n{members}}}\n\n",
        comment(doc)
    )
}

fn shape_text(shape: &Shape) -> String {
    let members: String = shape.members.iter().map(member).collect();
    structure(&shape.name, &shape.doc, &members)
}

fn member(member: &Member) -> String {
    let doc = member
        .doc
        .clone()
        .unwrap_or_else(|| format!("`{}`", member.name));
    let name = safe(member.name.clone(), &RESERVED, |name| format!("r#{name}"));
    let ty = ty(&member.ty);
    let (ty, skip) = if member.required {
        (ty, "")
    } else {
        let skip = "    #[serde(skip_serializing_if = \"Option::is_none\")]\n";
        (format!("Option<{ty}>"), skip)
    };
    format!("    /// {}\n{skip}    pub {name}: {ty},\n", comment(&doc))
}

fn ty(of: &Ty) -> String {
    match of {
        Ty::Text => "String".to_owned(),
        Ty::Int => "i64".to_owned(),
        Ty::Bool => "bool".to_owned(),
        Ty::Money => "Money".to_owned(),
        Ty::Media => "Media".to_owned(),
        Ty::Json => "serde_json::Value".to_owned(),
        Ty::Vector => "Vec<f64>".to_owned(),
        Ty::List(of) => format!("Vec<{}>", ty(of)),
        Ty::Map(of) => format!("std::collections::BTreeMap<String, {}>", ty(of)),
        Ty::Named(name) => name.clone(),
    }
}

fn choice_text(choice: &Choice) -> String {
    let words: String = choice
        .words
        .iter()
        .map(|word| {
            let name = safe(pascal(word), &["Self"], |name| format!("{name}_"));
            format!(
                "    /// `{word}`\n    #[serde(rename = {})]\n    {name},\n",
                quoted(word)
            )
        })
        .collect();
    format!(
        "/// {}\n#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]\npub enum {} {{\n{words}}}\n\n",
        comment(&choice.doc),
        choice.name
    )
}

fn constants(list: &List) -> String {
    let words: String = list
        .words
        .iter()
        .map(|word| {
            let name = safe(screaming(word), &[], str::to_owned);
            format!(
                "    /// `{word}`\n    pub const {name}: &str = {};\n",
                quoted(word)
            )
        })
        .collect();
    let (module, what) = (list.one, pascal(list.many));
    format!("/// {what} by name.\npub mod {module} {{\n{words}}}\n\n")
}
