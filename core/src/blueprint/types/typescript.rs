//! TypeScript.

use super::shape::{Catalog, Choice, List, Member, Shape, Ty};
use super::word::{comment, pascal};
use crate::json::quoted;

pub(super) fn write(catalog: &Catalog) -> String {
    let mut out = catalog.head();
    if catalog.uses(&|ty| matches!(ty, Ty::Money)) {
        out.push_str("/** An exact amount and its currency (ISO 4217). */\nexport interface Money {\n  amount: string;\n  currency: string;\n}\n\n");
    }
    if catalog.uses(&|ty| matches!(ty, Ty::Media)) {
        out.push_str("/** A file elsewhere. */\nexport interface Media {\n  url: string;\n  type: string;\n  bytes?: number;\n  alt?: string;\n  width?: number;\n  height?: number;\n  sha256?: string;\n}\n\n");
    }
    catalog
        .choices
        .iter()
        .for_each(|choice| out.push_str(&union(choice)));
    catalog
        .shapes
        .iter()
        .for_each(|shape| out.push_str(&interface(shape)));
    out.push_str("/** The document of each kind. */\nexport interface Documents {\n");
    for (kind, shape) in &catalog.kinds {
        out.push_str(&format!("  {kind}: {shape};\n"));
    }
    out.push_str("}\n\n");
    catalog
        .lists()
        .iter()
        .for_each(|list| out.push_str(&constants(list)));
    out.truncate(out.trim_end().len());
    out + "\n"
}

fn union(choice: &Choice) -> String {
    let words: Vec<String> = choice.words.iter().map(|word| quoted(word)).collect();
    let words = if words.is_empty() {
        "never".to_owned()
    } else {
        words.join(" | ")
    };
    format!(
        "/** {} */\nexport type {} = {words};\n\n",
        comment(&choice.doc),
        choice.name
    )
}

fn interface(shape: &Shape) -> String {
    let members: String = shape.members.iter().map(member).collect();
    format!(
        "/** {} */\nexport interface {} {{\n{members}}}\n\n",
        comment(&shape.doc),
        shape.name
    )
}

fn member(member: &Member) -> String {
    let doc = member.doc.as_ref();
    let doc = doc
        .map(|doc| format!("  /** {} */\n", comment(doc)))
        .unwrap_or_default();
    let optional = if member.required { "" } else { "?" };
    format!("{doc}  {}{optional}: {};\n", member.name, ty(&member.ty))
}

fn ty(of: &Ty) -> String {
    match of {
        Ty::Text => "string".to_owned(),
        Ty::Int => "number".to_owned(),
        Ty::Bool => "boolean".to_owned(),
        Ty::Money => "Money".to_owned(),
        Ty::Media => "Media".to_owned(),
        Ty::Json => "unknown".to_owned(),
        Ty::Vector => "number[]".to_owned(),
        Ty::List(of) => format!("{}[]", ty(of)),
        Ty::Map(of) => format!("Record<string, {}>", ty(of)),
        Ty::Named(name) => name.clone(),
    }
}

fn constants(list: &List) -> String {
    let words: String = list
        .words
        .iter()
        .map(|word| format!("  {},\n", quoted(word)))
        .collect();
    let (list, name) = (list.many, pascal(list.one));
    format!(
        "export const {list} = [\n{words}] as const;\nexport type {name} = (typeof {list})[number];\n\n"
    )
}
