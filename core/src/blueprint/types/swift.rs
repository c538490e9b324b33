//! Swift.

use super::shape::{Catalog, Choice, List, Member, Shape, Ty};
use super::word::{camel, comment, pascal, safe};
use crate::json::quoted;

const RESERVED: [&str; 27] = [
    "default",
    "in",
    "is",
    "as",
    "self",
    "class",
    "struct",
    "enum",
    "case",
    "switch",
    "where",
    "return",
    "repeat",
    "func",
    "let",
    "var",
    "public",
    "private",
    "internal",
    "protocol",
    "extension",
    "operator",
    "import",
    "init",
    "for",
    "if",
    "else",
];

pub(super) fn write(catalog: &Catalog) -> String {
    let mut out = catalog.head();
    if catalog.uses(&|ty| matches!(ty, Ty::Money)) {
        out.push_str(MONEY);
    }
    if catalog.uses(&|ty| matches!(ty, Ty::Media)) {
        out.push_str(MEDIA);
    }
    if catalog.uses(&|ty| matches!(ty, Ty::Json)) {
        out.push_str(JSON);
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

const MONEY: &str = "/// An exact amount and its currency (ISO 4217).
public struct Money: Codable, Hashable, Sendable {
    public var amount: String
    public var currency: String

    public init(amount: String, currency: String) {
        self.amount = amount
        self.currency = currency
    }
}

";

const MEDIA: &str = "/// A file elsewhere.
public struct Media: Codable, Hashable, Sendable {
    public var url: String
    public var type: String
    public var bytes: Int?
    public var alt: String?
    public var width: Int?
    public var height: Int?
    public var sha256: String?

    public init(
        url: String, type: String, bytes: Int? = nil, alt: String? = nil,
        width: Int? = nil, height: Int? = nil, sha256: String? = nil
    ) {
        self.url = url
        self.type = type
        self.bytes = bytes
        self.alt = alt
        self.width = width
        self.height = height
        self.sha256 = sha256
    }
}

";

const JSON: &str = "/// Any JSON.
public enum JSONValue: Codable, Hashable, Sendable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    public init(from decoder: Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    public func encode(to encoder: Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }
}

";

fn name(word: &str) -> String {
    safe(camel(word), &RESERVED, |name| format!("`{name}`"))
}

fn shape_text(shape: &Shape) -> String {
    let properties: String = shape.members.iter().map(property).collect();
    let keys: String = shape
        .members
        .iter()
        .map(|member| {
            format!(
                "        case {} = {}\n",
                name(&member.name),
                quoted(&member.name)
            )
        })
        .collect();
    let keys = if keys.is_empty() {
        String::new()
    } else {
        format!("\n    enum CodingKeys: String, CodingKey {{\n{keys}    }}\n")
    };
    let parameters: Vec<String> = shape.members.iter().map(parameter).collect();
    let assignments: String = shape
        .members
        .iter()
        .map(|member| {
            let plain = camel(&member.name);
            format!("        self.{plain} = {}\n", name(&member.name))
        })
        .collect();
    format!(
        "/// {}\npublic struct {}: Codable, Hashable, Sendable {{\n{properties}{keys}\n    public init({}) {{\n{assignments}    }}\n}}\n\n",
        comment(&shape.doc),
        shape.name,
        parameters.join(", ")
    )
}

fn property(member: &Member) -> String {
    let doc = member.doc.as_ref();
    let doc = doc
        .map(|doc| format!("    /// {}\n", comment(doc)))
        .unwrap_or_default();
    format!(
        "{doc}    public var {}: {}\n",
        name(&member.name),
        optional(member)
    )
}

fn parameter(member: &Member) -> String {
    let default = if member.required { "" } else { " = nil" };
    format!("{}: {}{default}", name(&member.name), optional(member))
}

fn optional(member: &Member) -> String {
    let mark = if member.required { "" } else { "?" };
    format!("{}{mark}", ty(&member.ty))
}

fn ty(of: &Ty) -> String {
    match of {
        Ty::Text => "String".to_owned(),
        Ty::Int => "Int".to_owned(),
        Ty::Bool => "Bool".to_owned(),
        Ty::Money => "Money".to_owned(),
        Ty::Media => "Media".to_owned(),
        Ty::Json => "JSONValue".to_owned(),
        Ty::Vector => "[Double]".to_owned(),
        Ty::List(of) => format!("[{}]", ty(of)),
        Ty::Map(of) => format!("[String: {}]", ty(of)),
        Ty::Named(name) => name.clone(),
    }
}

fn choice_text(choice: &Choice) -> String {
    let words: String = choice
        .words
        .iter()
        .map(|word| format!("    case {} = {}\n", name(word), quoted(word)))
        .collect();
    format!(
        "/// {}\npublic enum {}: String, Codable, Hashable, Sendable, CaseIterable {{\n{words}}}\n\n",
        comment(&choice.doc),
        choice.name
    )
}

fn constants(list: &List) -> String {
    let words: String = list
        .words
        .iter()
        .map(|word| format!("    public static let {} = {}\n", name(word), quoted(word)))
        .collect();
    let list = pascal(list.many);
    format!("/// {list} by name.\npublic enum {list} {{\n{words}}}\n\n")
}
