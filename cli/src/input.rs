//! Reading blueprints, records and viewers.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use profilekit::Kernel;
use profilekit::access::{Context, ResourceHead, Subject, SubjectHead};
use profilekit::blueprint::Problem;
use profilekit::error::{Failure, Locale};
use profilekit::json::{Fault, Reader, Shape};
use profilekit::kernel::Record;
use profilekit::time::parse_instant;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::args::RecordArgs;
use crate::output::{Misuse, Paint, tell_line};

/// What every command needs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Session {
    pub(crate) json: bool,
    pub(crate) locale: Locale,
}

impl Session {
    pub(crate) fn misuse(&self) -> impl Fn(Failure) -> Misuse + use<> {
        let locale = self.locale;
        move |failure| Misuse::of(&failure, locale)
    }
}

/// Writes a file; one that is there is replaced.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), Misuse> {
    std::fs::write(path, text).map_err(|error| {
        let message = format!("`{}` cannot be written: {error}.", path.display());
        Misuse::new(message, "Check the path.")
    })
}

/// The bytes of a file; `-` is standard input.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Misuse> {
    let refuse = |error: std::io::Error| {
        Misuse::new(
            format!("`{}` cannot be read: {error}.", path.display()),
            "Check the path, or write `-` to read standard input.",
        )
    };
    let bytes = if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).map_err(refuse)?;
        bytes
    } else {
        std::fs::read(path).map_err(refuse)?
    };
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        let message = format!("`{}` starts with a byte order mark.", path.display());
        return Err(Misuse::new(message, "Save it as UTF-8 without one."));
    }
    Ok(bytes)
}

/// Where in its file a blueprint stops being JSON: line and column, from 1.
pub(crate) fn place_of(problem: &Problem, bytes: &[u8]) -> Option<String> {
    let mut params = problem.params.iter();
    let (_, at) = params.find(|(name, _)| *name == "at" && problem.path.is_empty())?;
    let before = bytes.get(..at.to_string().parse().ok()?)?;
    let lines = before.split(|byte| *byte == b'\n');
    let column = lines.clone().next_back().map_or(0, <[u8]>::len) + 1;
    Some(format!("That is line {}, column {column}.", lines.count()))
}

/// A compiled blueprint; its problems are printed where it does not compile.
pub(crate) fn kernel(path: &Path, session: &Session) -> Result<Kernel, Misuse> {
    let bytes = read(path)?;
    Kernel::compile(&bytes).map_err(|problems| {
        let paint = Paint::for_errors();
        for problem in problems.as_slice() {
            tell_line!("{}", paint.problem(problem, session.locale));
            if let Some(place) = place_of(problem, &bytes) {
                tell_line!("  {place}");
            }
        }
        Misuse::new(
            format!("The blueprint `{}` does not compile.", path.display()),
            "Mend what is listed above; `profilekit check` lists it again.",
        )
    })
}

/// Now as given, or by the clock.
pub(crate) fn now(given: Option<&str>) -> Result<i64, Misuse> {
    match given {
        None => Ok(chrono::Utc::now().timestamp_micros()),
        Some(text) => parse_instant(text).ok_or_else(|| {
            Misuse::new(
                format!("`{text}` is not an instant."),
                "Use RFC 3339 with `T`, an offset and at most six decimals, such as 2026-03-31T14:00:00Z.",
            )
        }),
    }
}

/// A record as its file has it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordFile {
    id: Option<String>,
    owner: Option<String>,
    #[serde(default)]
    owner_roles: Vec<String>,
    tenant: Option<String>,
    state: Option<String>,
    version: Option<i64>,
    created_at: Option<String>,
    updated_at: Option<String>,
    #[serde(default)]
    relations: BTreeMap<String, OneOrMany>,
    document: Option<Box<RawValue>>,
    choices: Option<Box<RawValue>>,
    forced: Option<Box<RawValue>>,
}

/// One identifier or several.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    fn list(&self) -> Vec<&str> {
        match self {
            Self::One(id) => vec![id],
            Self::Many(ids) => ids.iter().map(String::as_str).collect(),
        }
    }
}

/// Who looks, as its file has it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ViewerFile {
    id: Option<String>,
    #[serde(default)]
    roles: Vec<String>,
    tenant: Option<String>,
    persona: Option<String>,
    attributes: Option<Box<RawValue>>,
    #[serde(default)]
    system: bool,
}

impl RecordFile {
    /// A record, or a document alone: then it is in the initial state and its owner is `owner`,
    /// with the roles of the personas whose profile the kind is.
    pub(crate) fn read(
        kernel: &Kernel,
        args: &RecordArgs,
        session: &Session,
    ) -> Result<Self, Misuse> {
        let bytes = read(&args.file)?;
        is_object(&bytes, "record", &args.file, session)?;
        let shown = args.file.display();
        let refuse = |error: serde_json::Error| {
            Misuse::new(
                format!("`{shown}` is not a record: {error}."),
                "A record has a member `document`; without it the file is the document itself.",
            )
        };
        let members: BTreeMap<String, &RawValue> =
            serde_json::from_slice(&bytes).map_err(refuse)?;
        let kind = kernel.kind(&args.kind).ok();
        let owner_roles = kind.map_or(Vec::new(), |kind| kernel.owner_roles(kind));
        let owner_roles = owner_roles.into_iter().map(str::to_owned).collect();
        if members.contains_key("document") {
            let mut record: Self = serde_json::from_slice(&bytes).map_err(refuse)?;
            record.state = args.state.clone().or(record.state);
            // What a file leaves out is as for a document alone.
            record.owner = record.owner.or_else(|| Some("owner".to_owned()));
            if !members.contains_key("owner_roles") {
                record.owner_roles = owner_roles;
            }
            return Ok(record);
        }
        let document: Box<RawValue> = serde_json::from_slice(&bytes).map_err(refuse)?;
        let lifecycle = kernel
            .kind(&args.kind)
            .ok()
            .and_then(|kind| kind.lifecycle.as_ref());
        let initial = lifecycle.and_then(|life| life.states.get(life.initial.index()));
        Ok(Self {
            owner: Some("owner".to_owned()),
            owner_roles,
            state: args.state.clone().or(initial.map(ToString::to_string)),
            document: Some(document),
            ..Self::default()
        })
    }

    /// The record of one line of a file.
    pub(crate) fn line(
        kernel: &Kernel,
        kind: &str,
        line: &[u8],
        path: &Path,
        place: usize,
    ) -> Result<Self, Misuse> {
        let mut record: Self = serde_json::from_slice(line).map_err(|error| {
            let message = format!(
                "`{}`, line {place}, is not a record: {error}.",
                path.display()
            );
            Misuse::new(message, "A line has a record with a member `document`.")
        })?;
        if record.owner_roles.is_empty() {
            let kind = kernel.kind(kind).ok();
            let roles = kind.map_or(Vec::new(), |kind| kernel.owner_roles(kind));
            record.owner_roles = roles.into_iter().map(str::to_owned).collect();
        }
        Ok(record)
    }

    /// Hands the record over in the form that the kernel takes.
    pub(crate) fn with<T>(
        &self,
        then: impl FnOnce(&Record<'_>) -> Result<T, Misuse>,
    ) -> Result<T, Misuse> {
        let text = |raw: &Option<Box<RawValue>>| raw.as_ref().map(|raw| raw.get().to_owned());
        let instant =
            |text: &Option<String>| text.as_deref().map(|text| now(Some(text))).transpose();
        let (created_at, updated_at) = (instant(&self.created_at)?, instant(&self.updated_at)?);
        let relations: Vec<(&str, Vec<&str>)> = self
            .relations
            .iter()
            .map(|(name, ids)| (name.as_str(), ids.list()))
            .collect();
        let relations: Vec<(&str, &[&str])> = relations
            .iter()
            .map(|(name, ids)| (*name, ids.as_slice()))
            .collect();
        let owner_roles: Vec<&str> = self.owner_roles.iter().map(String::as_str).collect();
        let document = text(&self.document).unwrap_or_else(|| "{}".to_owned());
        let (choices, forced) = (text(&self.choices), text(&self.forced));
        then(&Record {
            head: ResourceHead {
                id: self.id.as_deref(),
                owner: self.owner.as_deref(),
                tenant: self.tenant.as_deref(),
                state: self.state.as_deref(),
                version: self.version,
                created_at,
                updated_at,
                relations: &relations,
                owner_roles: &owner_roles,
            },
            document: &document,
            choices: choices.as_deref(),
            forced: forced.as_deref(),
            prepared: None,
        })
    }
}

/// The viewer of a file.
pub(crate) fn viewer(kernel: &Kernel, path: &Path, session: &Session) -> Result<Subject, Misuse> {
    let bytes = read(path)?;
    is_object(&bytes, "viewer", path, session)?;
    let file: ViewerFile = serde_json::from_slice(&bytes).map_err(|error| {
        Misuse::new(
            format!("`{}` is not a viewer: {error}.", path.display()),
            "A viewer has `id`, `roles`, `tenant`, `persona` and `attributes`; all are optional.",
        )
    })?;
    let roles: Vec<&str> = file.roles.iter().map(String::as_str).collect();
    let head = SubjectHead {
        id: file.id.as_deref(),
        roles: &roles,
        tenant: file.tenant.as_deref(),
        persona: file.persona.as_deref(),
        attributes: file.attributes.as_ref().map(|raw| raw.get()),
        system: file.system,
    };
    kernel.subject(&head).map_err(session.misuse())
}

/// Refuses what is not a JSON object, in words of the kernel's own.
fn is_object(bytes: &[u8], what: &str, path: &Path, session: &Session) -> Result<(), Misuse> {
    let limits = profilekit::json::Limits::default();
    let refuse = |fault: Fault| {
        let mut misuse = Misuse::of(&fault.into(), session.locale);
        misuse.message = format!("`{}` is no {what}: {}", path.display(), misuse.message);
        misuse
    };
    let mut reader = Reader::from_bytes(bytes, limits).map_err(refuse)?;
    let shape = reader.peek().map_err(refuse)?;
    reader.skip().map_err(refuse)?;
    reader.finish().map_err(refuse)?;
    if shape == Shape::Object {
        return Ok(());
    }
    let message = format!(
        "`{}` is no {what}: it holds {} instead of an object.",
        path.display(),
        shape.word()
    );
    Err(Misuse::new(message, ""))
}

/// The circumstances of a call.
pub(crate) fn context(kernel: &Kernel, at: i64, session: &Session) -> Result<Context, Misuse> {
    kernel.context(Some(at), "{}").map_err(session.misuse())
}
