//! Which module of core may import which.

use crate::source::{self, Named, Source};

/// A place in the import order.
struct Layer {
    modules: &'static [&'static str],
    /// Whether the modules may import each other.
    together: bool,
}

const fn alone(modules: &'static [&'static str]) -> Layer {
    Layer {
        modules,
        together: false,
    }
}

/// A module imports from the layers above its own in this list, and from itself.
const ORDER: [Layer; 11] = [
    Layer {
        modules: &[
            "error", "id", "json", "decimal", "time", "order", "image", "host",
        ],
        together: true,
    },
    alone(&["pattern"]),
    alone(&["expr"]),
    alone(&["schema"]),
    alone(&["blueprint"]),
    alone(&[
        "access",
        "visibility",
        "strength",
        "trust",
        "activity",
        "metrics",
        "identity",
        "search",
        "privacy",
    ]),
    alone(&["schedule"]),
    alone(&["kernel"]),
    alone(&["store"]),
    alone(&["hub"]),
    alone(&["wire"]),
];

fn place(module: &str) -> Option<(usize, bool)> {
    let mut layers = ORDER.iter().enumerate();
    let (place, layer) = layers.find(|(_, layer)| layer.modules.contains(&module))?;
    Some((place, layer.together))
}

fn may_import(module: &str, imported: &str) -> bool {
    match (place(module), place(imported)) {
        (Some((own, together)), Some((other, _))) => {
            module == imported || other < own || (other == own && together)
        }
        _ => false,
    }
}

/// The parts below the root of the crate, where a path names something from there.
fn below_root<'a>(source: &Source, named: &'a Named) -> Option<&'a [String]> {
    let parts = named.parts.as_slice();
    if parts.first()? == "crate" {
        return parts.get(1..);
    }
    let climbs = parts.iter().take_while(|part| *part == "super").count();
    let depth = source.module().len() + named.inline;
    (climbs > 0 && climbs >= depth).then(|| parts.get(climbs..).unwrap_or_default())
}

fn faults(source: &Source) -> Vec<String> {
    let modules = source.module();
    let module = *modules.first().unwrap_or(&"");
    if modules == ["lib"] {
        return Vec::new();
    }
    if place(module).is_none() {
        return vec![format!(
            "{}: `{module}` has no place in the order",
            source.name
        )];
    }
    let imported = source.paths.iter().filter_map(|p| below_root(source, p));
    imported
        .filter_map(|parts| parts.first())
        .filter(|imported| !may_import(module, imported))
        .map(|imported| format!("{}: `{module}` imports `{imported}`", source.name))
        .collect()
}

#[test]
fn modules_import_only_what_lies_before_them() {
    let sources = source::core();
    let faults: Vec<String> = sources.iter().flat_map(faults).collect();
    crate::assert_none(&faults);
}

#[test]
fn an_import_against_the_order_is_found() {
    let cases = [
        ("expr/parse.rs", "use crate::schema::Kind;"),
        ("expr.rs", "fn f() { crate::blueprint::read() }"),
        ("expr/mod.rs", "use super::schema::Kind;"),
        ("expr/parse.rs", "use super::super::{error, schema::Kind};"),
        ("schema/kind.rs", "use crate::{error::Code, blueprint};"),
        (
            "access/decide.rs",
            "pub(crate) use crate::visibility::Audience;",
        ),
        ("access/decide.rs", "use crate::Kernel;"),
        ("access/decide.rs", "use crate::*;"),
        ("json/mod.rs", "mod inner { use super::super::expr; }"),
        ("gadgets/mod.rs", ""),
    ];
    for (name, text) in cases {
        let found = faults(&Source::new(name, text));
        assert_eq!(found.len(), 1, "{name}: {text}: {found:?}");
    }
}

#[test]
fn an_import_along_the_order_is_fine() {
    let cases = [
        ("lib.rs", "pub use crate::wire::Anything;"),
        ("error/message.rs", "use crate::json::{self, Tree};"),
        ("json/fault.rs", "use crate::error::Code;"),
        (
            "kernel.rs",
            "use crate::{access::Decision, visibility::Mask};",
        ),
        (
            "access/decide.rs",
            "use super::policy::Policy; use crate::access::x;",
        ),
        ("access/mod.rs", "mod inner { use super::Policy; }"),
        (
            "access/mod.rs",
            "#[cfg(test)] mod tests { use crate::kernel::Kernel; }",
        ),
    ];
    for (name, text) in cases {
        crate::assert_none(&faults(&Source::new(name, text)));
    }
}
