//! Objects, lists and maps.

use std::fmt::Write;

use super::super::json_schema::is_required;
use super::super::plan::{FieldPlan, ListRule, MapRule, ObjectPlan, Type, Uniqueness, Unknown};
use super::Writer;
use super::value::{Said, bytes};
use crate::json::quoted;

/// How deep documents may be.
pub(super) const DEPTH: usize = 32;

/// In how many bits a whole number of JavaScript remembers what was there.
const BITS: usize = 31;

/// The fields of one object that need a look when they are missing, and where it is remembered
/// that they were there.
struct Wanted<'p>(Vec<&'p FieldPlan>);

impl<'p> Wanted<'p> {
    fn of(plan: &'p ObjectPlan) -> Self {
        let wanted = |field: &&FieldPlan| is_required(field) || field.default.is_some();
        Self(plan.fields.iter().filter(wanted).collect())
    }

    /// The variable and the bit of a field.
    fn place(&self, field: &FieldPlan) -> Option<(usize, u32)> {
        let at = self.0.iter().position(|wanted| wanted.id == field.id)?;
        Some((at / BITS, 1 << (at % BITS)))
    }

    fn variables(&self) -> String {
        let count = self.0.len().div_ceil(BITS);
        (0..count).map(|at| format!("  let s{at} = 0;\n")).collect()
    }

    fn mark(&self, field: &FieldPlan) -> String {
        let place = self.place(field);
        place.map_or(String::new(), |(at, bit)| {
            format!("        s{at} |= {bit};\n")
        })
    }

    /// What is required stops, what has a default is filled in.
    fn missing(&self) -> String {
        let mut out = String::new();
        for field in &self.0 {
            let Some((at, bit)) = self.place(field) else {
                continue;
            };
            if is_required(field) {
                let _ = writeln!(
                    out,
                    "  if (m === 0 && (s{at} & {bit}) === 0) return undefined;"
                );
            }
            if let Some(default) = &field.default {
                let name = &field.name;
                let _ = writeln!(
                    out,
                    "  if (m !== 2 && (s{at} & {bit}) === 0) r.{name} = {default};"
                );
            }
        }
        out
    }
}

impl Writer {
    /// Writes the function that copies an object; `depth` counts the levels down to it. Its
    /// second argument is 0 where required fields must be there, 1 where they may be missing, 2
    /// where defaults are not filled in either.
    pub(super) fn object(&mut self, plan: &ObjectPlan, depth: usize) -> String {
        let name = self.name("object");
        let wanted = Wanted::of(plan);
        let members: String = plan
            .fields
            .iter()
            .map(|field| self.member(field, &wanted.mark(field), depth))
            .collect();
        let stranger = stranger(plan.unknown, depth);
        let (variables, missing) = (wanted.variables(), wanted.missing());
        let room = units(plan.fields.iter().map(member_bytes).sum());
        let _ = writeln!(
            self.functions,
            "function {name}(o, m) {{\n  if (typeof o !== \"object\" || o === null || o.toJSON !== undefined) return undefined;\n  \
             if (Object.getPrototypeOf(o) !== PLAIN || Array.isArray(o)) return undefined;\n  room -= {room};\n  const r = {{}};\n{variables}  \
             for (const k in o) {{\n    const v = o[k];\n    if (v === undefined) continue;\n    switch (k) {{\n{members}      \
             default:\n{stranger}    }}\n  }}\n{missing}  return r;\n}}\n"
        );
        name
    }

    fn member(&mut self, field: &FieldPlan, mark: &str, depth: usize) -> String {
        let name = &field.name;
        let taken = match self.value(&field.ty, depth, "m") {
            Said::Test(test) => {
                format!("        if (!({test})) return undefined;\n        r.{name} = v;\n")
            }
            Said::Copy(copy) => {
                format!("        if ((r.{name} = {copy}) === undefined) return undefined;\n")
            }
            Said::Nothing => {
                return format!("      case {}:\n        return undefined;\n", quoted(name));
            }
        };
        format!(
            "      case {}:\n{taken}{mark}        break;\n",
            quoted(name)
        )
    }

    /// Writes the function that copies a list.
    pub(super) fn list(&mut self, rule: &ListRule, depth: usize) -> Option<String> {
        let name = self.name("list");
        let taken = match self.value(&rule.of, depth, "w") {
            Said::Test(test) => format!("    if (!({test})) return undefined;\n    r[i] = v;\n"),
            Said::Copy(copy) => {
                format!(
                    "    const c = {copy};\n    if (c === undefined) return undefined;\n    r[i] = c;\n"
                )
            }
            Said::Nothing => return None,
        };
        let (min, max, room) = (rule.min, rule.max, units(bytes(&rule.of)));
        let distinct = distinct(rule);
        // A list is always handed in whole, also in a patch.
        let whole = if taken.contains(", w)") {
            "  const w = m === 1 ? 1 : 0;\n"
        } else {
            ""
        };
        let _ = writeln!(
            self.functions,
            "function {name}(a, m) {{\n  if (!isList(a)) return undefined;\n  const n = a.length;\n  \
             if (n < {min} || n > {max}) return undefined;\n  room -= n * {room};\n{whole}  const r = new Array(n);\n  \
             for (let i = 0; i < n; i += 1) {{\n    const v = a[i];\n{taken}  }}\n{distinct}  return r;\n}}\n"
        );
        Some(name)
    }

    /// Writes the function that copies a map.
    pub(super) fn map(&mut self, rule: &MapRule, depth: usize) -> Option<String> {
        let name = self.name("map");
        let taken = match self.value(&rule.of, depth, "m") {
            Said::Test(test) => format!("    if (!({test})) return undefined;\n    r[k] = v;\n"),
            Said::Copy(copy) => {
                format!("    if ((r[k] = {copy}) === undefined) return undefined;\n")
            }
            Said::Nothing => return None,
        };
        let (max, room) = (rule.max, units(bytes(&rule.of)));
        let _ = writeln!(
            self.functions,
            "function {name}(o, m) {{\n  if (!isPlain(o)) return undefined;\n  const r = {{}};\n  let n = 0;\n  \
             for (const k in o) {{\n    const v = o[k];\n    if (v === undefined) continue;\n    n += 1;\n    room -= {room};\n    \
             if (n > {max} || !isKey(k)) return undefined;\n{taken}  }}\n  return r;\n}}\n"
        );
        Some(name)
    }
}

/// What becomes of a member that no field names.
fn stranger(unknown: Unknown, depth: usize) -> String {
    if unknown != Unknown::Keep {
        return "        return undefined;\n".to_owned();
    }
    let levels = DEPTH.saturating_sub(depth);
    format!(
        "        if (!isName(k) || (r[k] = free(v, {levels})) === undefined) return undefined;\n"
    )
}

/// The check that no item is there twice; of items that are compared by their whole text, or by
/// several fields, JavaScript knows nothing.
fn distinct(rule: &ListRule) -> String {
    let check = match (rule.unique, &rule.of) {
        (Uniqueness::None, _) => return String::new(),
        (Uniqueness::Whole, of) if is_single(of) => "!isDistinct(r)".to_owned(),
        (Uniqueness::ByFields, Type::Object(plan)) => match unique(plan).as_slice() {
            [field] if is_single(&field.ty) => {
                format!("!isDistinctBy(r, (item) => item.{})", field.name)
            }
            _ => "n > 1".to_owned(),
        },
        _ => "n > 1".to_owned(),
    };
    format!("  if ({check}) return undefined;\n")
}

/// The fields that tell items apart, at any depth.
fn unique(plan: &ObjectPlan) -> Vec<&FieldPlan> {
    let own = plan.fields.iter().filter(|field| field.unique);
    let below = plan.fields.iter().filter_map(|field| match &field.ty {
        Type::Object(inner) => Some(inner),
        _ => None,
    });
    // A field below cannot be reached by its name alone: it counts as one of several.
    own.chain(
        below
            .flat_map(|inner| unique(inner))
            .flat_map(|field| [field, field]),
    )
    .collect()
}

/// Whether equal values are equal texts or numbers.
fn is_single(ty: &Type) -> bool {
    matches!(
        ty,
        Type::Text(_)
            | Type::Enum(_)
            | Type::Url(_)
            | Type::Ref(_)
            | Type::Date(_)
            | Type::Instant(_)
            | Type::Int(_)
    )
}

/// Bytes of a member whose value is not counted while it is read, punctuation included.
fn member_bytes(field: &FieldPlan) -> usize {
    let default = field.default.as_ref().map_or(0, |default| default.len());
    field.name.len() + 4 + default + bytes(&field.ty)
}

/// Bytes in units of six, rounded up.
fn units(bytes: usize) -> usize {
    bytes.div_ceil(6)
}
