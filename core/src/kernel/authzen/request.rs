//! Reading requests.

use crate::access::{Context, Resource, ResourceHead, Subject, SubjectHead};
use crate::error::{Code, Failure};
use crate::id::ActionId;
use crate::json::{Limits, Tree, Value, parse};
use crate::kernel::Kernel;
use crate::time::parse_instant;

/// The parts of a request; an evaluation's own ones go before the request's defaults.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Parts<'t> {
    pub(super) subject: Option<&'t Tree>,
    pub(super) action: Option<&'t Tree>,
    pub(super) resource: Option<&'t Tree>,
    pub(super) context: Option<&'t Tree>,
}

impl<'t> Parts<'t> {
    pub(super) fn of(tree: &'t Tree) -> Self {
        Self {
            subject: tree.get("subject"),
            action: tree.get("action"),
            resource: tree.get("resource"),
            context: tree.get("context"),
        }
    }

    pub(super) fn or(self, defaults: Self) -> Self {
        Self {
            subject: self.subject.or(defaults.subject),
            action: self.action.or(defaults.action),
            resource: self.resource.or(defaults.resource),
            context: self.context.or(defaults.context),
        }
    }
}

/// The outermost object of a request.
pub(super) fn read(bytes: &[u8]) -> Result<Tree, Failure> {
    let tree = parse(bytes, Limits::default())?;
    match tree.value {
        Value::Object(_) => Ok(tree),
        _ => Err(bad("", "a request is a JSON object")),
    }
}

pub(super) fn bad(path: &str, reason: impl Into<String>) -> Failure {
    Failure::bad_request(reason.into()).at(path)
}

fn needed<'t>(tree: Option<&'t Tree>, path: &str) -> Result<&'t Tree, Failure> {
    tree.ok_or_else(|| {
        bad(
            path,
            format!("`{}` is missing", path.trim_start_matches('/')),
        )
    })
}

pub(super) fn text<'t>(tree: &'t Tree, name: &str, path: &str) -> Result<&'t str, Failure> {
    let found = tree.get(name).and_then(Tree::as_str);
    let found = found.filter(|text| !text.is_empty());
    found.ok_or_else(|| bad(path, format!("`{name}` must be a text that is not empty")))
}

/// An optional text: something else in its place is a mistake, not an absence.
fn optional<'t>(
    tree: Option<&'t Tree>,
    name: &str,
    path: &str,
) -> Result<Option<&'t str>, Failure> {
    match tree.and_then(|tree| tree.get(name)).map(|tree| &tree.value) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(bad(path, format!("`{name}` must be a text"))),
    }
}

/// One text or a list of texts.
fn texts<'t>(tree: Option<&'t Tree>, name: &str, path: &str) -> Result<Vec<&'t str>, Failure> {
    let refuse = || bad(path, format!("`{name}` must be a text or a list of texts"));
    match tree.map(|tree| &tree.value) {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::String(text)) => Ok(vec![text]),
        Some(Value::Array(items)) => items
            .iter()
            .map(|item| item.as_str().ok_or_else(refuse))
            .collect(),
        Some(_) => Err(refuse()),
    }
}

pub(super) fn subject(kernel: &Kernel, tree: Option<&Tree>) -> Result<Subject, Failure> {
    let at = "/subject";
    let tree = needed(tree, at)?;
    let ty = text(tree, "type", at)?;
    let properties = tree.get("properties");
    let at = "/subject/properties";
    let roles = texts(properties.and_then(|tree| tree.get("roles")), "roles", at)?;
    let attributes = properties.map(Tree::to_json);
    let id = match ty {
        "anonymous" => None,
        _ => Some(text(tree, "id", "/subject")?),
    };
    kernel.subject(&SubjectHead {
        id,
        roles: &roles,
        tenant: optional(properties, "tenant", at)?,
        persona: optional(properties, "persona", at)?,
        attributes: attributes.as_deref(),
        system: ty == "system",
    })
}

pub(super) fn action(
    kernel: &Kernel,
    tree: Option<&Tree>,
    kind: &str,
) -> Result<ActionId, Failure> {
    let name = text(needed(tree, "/action")?, "name", "/action")?;
    let own = name
        .strip_prefix(kind)
        .is_some_and(|verb| verb.starts_with('.'));
    let full = if own {
        name.to_owned()
    } else {
        format!("{kind}.{name}")
    };
    kernel
        .action(&full)
        .map_err(|failure| failure.at("/action/name"))
}

/// The kind that a resource says it is of.
pub(super) fn kind(tree: Option<&Tree>) -> Result<&str, Failure> {
    text(needed(tree, "/resource")?, "type", "/resource")
}

fn properties(resource: Option<&Tree>) -> Option<&Tree> {
    resource?.get("properties")
}

/// The document that a resource's properties hold.
pub(super) fn document(resource: Option<&Tree>) -> String {
    let properties = properties(resource);
    let document = properties.and_then(|tree| tree.get("document"));
    document
        .or(properties)
        .map_or("{}".to_owned(), Tree::to_json)
}

/// The resource of a request, with the document that [`document`] found in it.
pub(super) fn resource<'d>(
    kernel: &Kernel,
    tree: Option<&Tree>,
    document: &'d str,
) -> Result<Resource<'d>, Failure> {
    let at = "/resource/properties";
    let kind = kernel
        .kind(kind(tree)?)
        .map_err(|failure| failure.at("/resource/type"))?;
    let id = tree.and_then(|tree| tree.get("id")).and_then(Tree::as_str);
    let properties = properties(tree);
    let member = |name: &str| properties.and_then(|tree| tree.get(name));
    let relations = relations(member("relations"))?;
    let relations: Vec<(&str, &[&str])> = relations
        .iter()
        .map(|(name, ids)| (*name, ids.as_slice()))
        .collect();
    let owner_roles = texts(member("owner_roles"), "owner_roles", at)?;
    let head = ResourceHead {
        id,
        owner: optional(properties, "owner", at)?,
        tenant: optional(properties, "tenant", at)?,
        state: optional(properties, "state", at)?,
        version: version(member("version"))?,
        created_at: instant(properties, "created_at", at)?,
        updated_at: instant(properties, "updated_at", at)?,
        relations: &relations,
        owner_roles: &owner_roles,
    };
    let resource = kernel.resource(kind, &head, document);
    resource.map_err(|failure| failure.at(at))
}

fn relations(tree: Option<&Tree>) -> Result<Vec<(&str, Vec<&str>)>, Failure> {
    let at = "/resource/properties/relations";
    match tree.map(|tree| &tree.value) {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Object(members)) => members
            .iter()
            .map(|member| {
                Ok((
                    member.name.as_str(),
                    texts(Some(&member.value), &member.name, at)?,
                ))
            })
            .collect(),
        Some(_) => Err(bad(at, "relations are an object of names and ids")),
    }
}

fn version(tree: Option<&Tree>) -> Result<Option<i64>, Failure> {
    match tree.map(|tree| &tree.value) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Number(text)) if text.parse::<i64>().is_ok() => Ok(text.parse().ok()),
        Some(_) => Err(bad(
            "/resource/properties/version",
            "a version is a whole number",
        )),
    }
}

fn instant(tree: Option<&Tree>, name: &str, path: &str) -> Result<Option<i64>, Failure> {
    let Some(text) = optional(tree, name, path)? else {
        return Ok(None);
    };
    let micros = parse_instant(text).ok_or_else(|| {
        let failure = Failure::new(Code::KernelBadInstant).at(format!("{path}/{name}"));
        failure.with("value", text.to_owned())
    })?;
    Ok(Some(micros))
}

pub(super) fn context(kernel: &Kernel, tree: Option<&Tree>) -> Result<Context, Failure> {
    let now = instant(tree, "now", "/context")?;
    let attributes = tree.map_or("{}".to_owned(), Tree::to_json);
    kernel.context(now, &attributes)
}
