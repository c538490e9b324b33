//! Types for other languages.

use profilekit::blueprint::types::{Target, write};
use serde_json::json;

use crate::{kernel, shipped};

fn small() -> profilekit::Kernel {
    kernel(&json!({
        "blueprint": 1, "name": "types", "version": "1.2.3",
        "roles": { "member": { "default": true } },
        "kinds": { "builder_profile": {
            "owner": "user",
            "sections": { "basics": { "label": "Basics", "fields": {
                "headline": { "type": "string", "required": true, "label": "Headline */ x" },
                "level": { "type": "enum", "values": ["low", "very_high"] },
                "class": { "type": "list", "of": { "type": "object", "fields": { "in": { "type": "int" } } } } } } },
            "fields": { "rate": { "type": "money" }, "extra": { "type": "json" }, "scores": { "type": "map", "of": { "type": "int" } } },
            "lifecycle": { "initial": "draft", "states": ["draft"], "final": ["draft"], "transitions": [] }
        } },
        "policies": [ { "id": "own", "allow": ["builder_profile.*"], "relations": ["owner"] } ]
    }))
}

#[test]
fn typescript_has_shapes_choices_and_constants() {
    let text = write(small().model(), Target::TypeScript);
    for part in [
        "export interface BuilderProfile {\n  /** Basics */\n  basics: BuilderProfileBasics;\n  rate?: Money;\n  extra?: unknown;\n  scores?: Record<string, number>;\n}",
        "  /** Headline * / x */\n  headline: string;",
        "export type BuilderProfileBasicsLevel = \"low\" | \"very_high\";",
        "export type BuilderProfileState = \"draft\";",
        "  class?: BuilderProfileBasicsClass[];",
        "  \"builder_profile.read\",\n",
        "export interface Documents {\n  builder_profile: BuilderProfile;\n}",
    ] {
        assert!(text.contains(part), "{part}\n---\n{text}");
    }
}

#[test]
fn each_language_has_its_own_idiom() {
    let kernel = small();
    let swift = write(kernel.model(), Target::Swift);
    for part in [
        "public struct BuilderProfileBasics: Codable, Hashable, Sendable {",
        "case `class` = \"class\"",
        "public var `in`: Int?",
        "case veryHigh = \"very_high\"",
        "public static let builderProfileRead = \"builder_profile.read\"",
    ] {
        assert!(swift.contains(part), "{part}\n---\n{swift}");
    }
    let kotlin = write(kernel.model(), Target::Kotlin);
    for part in [
        "data class BuilderProfileBasics(",
        "@SerialName(\"class\") val `class`: List<BuilderProfileBasicsClass>? = null",
        "const val BUILDER_PROFILE_READ = \"builder_profile.read\"",
        "VERY_HIGH",
    ] {
        assert!(kotlin.contains(part), "{part}\n---\n{kotlin}");
    }
    let rust = write(kernel.model(), Target::Rust);
    for part in [
        "pub struct BuilderProfileBasics {",
        "pub r#in: Option<i64>",
        "VeryHigh,",
        "pub const BUILDER_PROFILE_READ: &str = \"builder_profile.read\";",
    ] {
        assert!(rust.contains(part), "{part}\n---\n{rust}");
    }
}

#[test]
fn no_two_types_of_a_shipped_blueprint_share_a_name() {
    for name in ["marketplace", "talent", "mentoring", "saas"] {
        let text = write(shipped(name).model(), Target::TypeScript);
        let declared = text.lines().filter_map(|line| {
            let rest = line
                .strip_prefix("export interface ")
                .or(line.strip_prefix("export type "))?;
            rest.split([' ', '=']).next()
        });
        let mut names: Vec<&str> = declared.collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count, "{name}");
    }
}
