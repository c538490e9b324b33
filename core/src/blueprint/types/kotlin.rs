//! Kotlin.

use super::shape::{Catalog, Choice, List, Member, Shape, Ty};
use super::word::{camel, comment, pascal, safe, screaming};
use crate::json::quoted;

const RESERVED: [&str; 24] = [
    "as",
    "break",
    "class",
    "continue",
    "do",
    "else",
    "false",
    "for",
    "fun",
    "if",
    "in",
    "interface",
    "is",
    "null",
    "object",
    "package",
    "return",
    "super",
    "this",
    "throw",
    "true",
    "try",
    "typealias",
    "when",
];

pub(super) fn write(catalog: &Catalog) -> String {
    let mut out = catalog.head();
    out.push_str(
        "import kotlinx.serialization.SerialName\nimport kotlinx.serialization.Serializable\n",
    );
    if catalog.uses(&|ty| matches!(ty, Ty::Json)) {
        out.push_str("import kotlinx.serialization.json.JsonElement\n");
    }
    out.push('\n');
    if catalog.uses(&|ty| matches!(ty, Ty::Money)) {
        out.push_str("/** An exact amount and its currency (ISO 4217). */\n@Serializable\ndata class Money(val amount: String, val currency: String)\n\n");
    }
    if catalog.uses(&|ty| matches!(ty, Ty::Media)) {
        out.push_str("/** A file elsewhere. */\n@Serializable\ndata class Media(\n    val url: String,\n    val type: String,\n    val bytes: Long? = null,\n    val alt: String? = null,\n    val width: Int? = null,\n    val height: Int? = null,\n    val sha256: String? = null,\n)\n\n");
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

fn shape_text(shape: &Shape) -> String {
    // A data class needs a property.
    let class = if shape.members.is_empty() {
        "class"
    } else {
        "data class"
    };
    let members: String = shape.members.iter().map(member).collect();
    format!(
        "/** {} */\n@Serializable\n{class} {}(\n{members})\n\n",
        comment(&shape.doc),
        shape.name
    )
}

fn member(member: &Member) -> String {
    let doc = member.doc.as_ref();
    let doc = doc
        .map(|doc| format!("    /** {} */\n", comment(doc)))
        .unwrap_or_default();
    let name = safe(camel(&member.name), &RESERVED, |name| format!("`{name}`"));
    let ty = ty(&member.ty);
    let ty = if member.required {
        ty
    } else {
        format!("{ty}? = null")
    };
    format!(
        "{doc}    @SerialName({}) val {name}: {ty},\n",
        literal(&member.name)
    )
}

fn ty(of: &Ty) -> String {
    match of {
        Ty::Text => "String".to_owned(),
        Ty::Int => "Long".to_owned(),
        Ty::Bool => "Boolean".to_owned(),
        Ty::Money => "Money".to_owned(),
        Ty::Media => "Media".to_owned(),
        Ty::Json => "JsonElement".to_owned(),
        Ty::Vector => "List<Double>".to_owned(),
        Ty::List(of) => format!("List<{}>", ty(of)),
        Ty::Map(of) => format!("Map<String, {}>", ty(of)),
        Ty::Named(name) => name.clone(),
    }
}

fn choice_text(choice: &Choice) -> String {
    let words: String = choice
        .words
        .iter()
        .map(|word| {
            let name = safe(screaming(word), &[], str::to_owned);
            format!("    @SerialName({}) {name},\n", literal(word))
        })
        .collect();
    format!(
        "/** {} */\n@Serializable\nenum class {} {{\n{words}}}\n\n",
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
            format!("    const val {name} = {}\n", literal(word))
        })
        .collect();
    let list = pascal(list.many);
    format!("/** {list} by name. */\nobject {list} {{\n{words}}}\n\n")
}

/// `$` begins a template in Kotlin's texts.
fn literal(text: &str) -> String {
    quoted(text).replace('$', "\\$")
}
