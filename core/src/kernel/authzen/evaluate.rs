//! Access Evaluation and Access Evaluations.

use std::borrow::Cow;
use std::cell::OnceCell;

use super::request::{self, Parts, bad};
use crate::access::{Context, Resource, Subject};
use crate::error::Failure;
use crate::json::{Tree, Value};
use crate::kernel::Kernel;
use crate::kernel::answer::failure_json;

/// Most evaluations of one request: each may say everything anew.
const MOST_EVALUATIONS: usize = 1_000;

/// How several evaluations are gone through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Semantic {
    ExecuteAll,
    DenyOnFirstDeny,
    PermitOnFirstPermit,
}

impl Semantic {
    fn of(options: Option<&Tree>) -> Result<Self, Failure> {
        let word = options.and_then(|options| options.get("evaluations_semantic"));
        match word.map(|word| (word.as_str(), word)) {
            None | Some((Some("execute_all"), _)) => Ok(Self::ExecuteAll),
            Some((Some("deny_on_first_deny"), _)) => Ok(Self::DenyOnFirstDeny),
            Some((Some("permit_on_first_permit"), _)) => Ok(Self::PermitOnFirstPermit),
            Some(_) => Err(bad(
                "/options/evaluations_semantic",
                "it is execute_all, deny_on_first_deny or permit_on_first_permit",
            )),
        }
    }

    fn stops_after(self, decision: bool) -> bool {
        match self {
            Self::ExecuteAll => false,
            Self::DenyOnFirstDeny => !decision,
            Self::PermitOnFirstPermit => decision,
        }
    }
}

/// What a request says for all of its evaluations, each part prepared at most once.
struct Defaults<'t> {
    parts: Parts<'t>,
    /// The document of the resource.
    document: &'t str,
    subject: OnceCell<Result<Subject, Failure>>,
    resource: OnceCell<Result<Resource<'t>, Failure>>,
    context: OnceCell<Result<Context, Failure>>,
}

impl<'t> Defaults<'t> {
    fn new(parts: Parts<'t>, document: &'t str) -> Self {
        Self {
            parts,
            document,
            subject: OnceCell::new(),
            resource: OnceCell::new(),
            context: OnceCell::new(),
        }
    }

    /// The subject that `tree` describes, prepared before where it is the request's own.
    fn subject(&self, kernel: &Kernel, tree: Option<&Tree>) -> Result<Cow<'_, Subject>, Failure> {
        if !is_same(tree, self.parts.subject) {
            return request::subject(kernel, tree).map(Cow::Owned);
        }
        let shared = self.subject.get_or_init(|| request::subject(kernel, tree));
        shared.as_ref().map(Cow::Borrowed).map_err(Clone::clone)
    }

    fn resource(&self, kernel: &Kernel) -> Result<&Resource<'t>, Failure> {
        let prepare = || request::resource(kernel, self.parts.resource, self.document);
        let shared = self.resource.get_or_init(prepare);
        shared.as_ref().map_err(Clone::clone)
    }

    /// The context that `tree` describes, prepared before where it is the request's own.
    fn context(&self, kernel: &Kernel, tree: Option<&Tree>) -> Result<Cow<'_, Context>, Failure> {
        if !is_same(tree, self.parts.context) {
            return request::context(kernel, tree).map(Cow::Owned);
        }
        let shared = self.context.get_or_init(|| request::context(kernel, tree));
        shared.as_ref().map(Cow::Borrowed).map_err(Clone::clone)
    }
}

/// Whether two parts stand in the same place of a request, or both in none.
fn is_same(one: Option<&Tree>, two: Option<&Tree>) -> bool {
    match (one, two) {
        (Some(one), Some(two)) => std::ptr::eq(one, two),
        (one, two) => one.is_none() && two.is_none(),
    }
}

/// An answered request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// Whether every decision in it permits; with `permit_on_first_permit`, whether one does.
    pub permitted: bool,
    /// Whether a decision in it could not be made: what it asks about is unknown or unreadable.
    pub failed: bool,
    /// The response body.
    pub json: String,
}

impl Kernel {
    /// Access Evaluation: answers `{"decision":…,"context":{…}}`; with `explain` the context
    /// lists every rule. A request about an unknown kind, action or role is denied, and the
    /// context says why.
    ///
    /// # Errors
    /// [`crate::error::Code::KernelBadRequest`] and faults of the JSON.
    pub fn evaluation(&self, bytes: &[u8], explain: bool) -> Result<Response, Failure> {
        let tree = request::read(bytes)?;
        let parts = Parts::of(&tree);
        let document = request::document(parts.resource);
        Ok(self.evaluated(parts, &Defaults::new(parts, &document), explain))
    }

    /// Access Evaluations: answers `{"evaluations":[…]}`, at most 1,000; a request without
    /// `evaluations` is a single evaluation and is answered as one.
    ///
    /// # Errors
    /// [`crate::error::Code::KernelBadRequest`] and faults of the JSON.
    pub fn evaluations(&self, bytes: &[u8], explain: bool) -> Result<Response, Failure> {
        let tree = request::read(bytes)?;
        let parts = Parts::of(&tree);
        let document = request::document(parts.resource);
        let defaults = Defaults::new(parts, &document);
        let semantic = Semantic::of(tree.get("options"))?;
        let list = match tree.get("evaluations").map(|list| &list.value) {
            None => return Ok(self.evaluated(parts, &defaults, explain)),
            Some(Value::Array(list)) if list.is_empty() => {
                return Ok(self.evaluated(parts, &defaults, explain));
            }
            Some(Value::Array(list)) if list.len() > MOST_EVALUATIONS => {
                let reason = format!("a request has at most {MOST_EVALUATIONS} evaluations");
                return Err(bad("/evaluations", reason));
            }
            Some(Value::Array(list)) => list,
            Some(_) => return Err(bad("/evaluations", "evaluations are a list")),
        };
        let mut answers = Vec::with_capacity(list.len());
        let (mut permitted, mut failed) = (true, false);
        for item in list {
            let evaluated = self.evaluated(Parts::of(item).or(parts), &defaults, explain);
            permitted &= evaluated.permitted;
            failed |= evaluated.failed;
            let stop = semantic.stops_after(evaluated.permitted);
            answers.push(evaluated.json);
            if stop {
                permitted = semantic == Semantic::PermitOnFirstPermit;
                break;
            }
        }
        Ok(Response {
            permitted,
            failed,
            json: format!("{{\"evaluations\":[{}]}}", answers.join(",")),
        })
    }

    /// One evaluation; what cannot be read is denied.
    fn evaluated(&self, parts: Parts<'_>, defaults: &Defaults<'_>, explain: bool) -> Response {
        self.try_evaluate(parts, defaults, explain)
            .unwrap_or_else(|failure| Response {
                permitted: false,
                failed: true,
                json: format!(
                    "{{\"decision\":false,\"context\":{{\"error\":{}}}}}",
                    failure_json(&failure)
                ),
            })
    }

    fn try_evaluate(
        &self,
        parts: Parts<'_>,
        defaults: &Defaults<'_>,
        explain: bool,
    ) -> Result<Response, Failure> {
        let subject = defaults.subject(self, parts.subject)?;
        let kind = request::kind(parts.resource)?;
        let document;
        let resource = if is_same(parts.resource, defaults.parts.resource) {
            Cow::Borrowed(defaults.resource(self)?)
        } else {
            document = request::document(parts.resource);
            Cow::Owned(request::resource(self, parts.resource, &document)?)
        };
        let action = request::action(self, parts.action, kind)?;
        let context = defaults.context(self, parts.context)?;
        let answer = self.ask(&subject, action, &resource, &context);
        let mut json = format!("{{\"decision\":{},\"context\":{{", answer.allowed);
        answer.push_members(&mut json);
        if explain {
            let rules = self.explain(&subject, action, &resource, &context);
            json.push_str(",\"rules\":");
            json.push_str(&self.explained_json(&rules));
        }
        json.push_str("}}");
        Ok(Response {
            permitted: answer.allowed,
            failed: false,
            json,
        })
    }
}
