//! Access Evaluation and Access Evaluations.

use super::request::{self, Parts, bad};
use crate::access::Context;
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

/// An answered request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// Whether every decision in it permits.
    pub permitted: bool,
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
        Ok(self.evaluated(Parts::of(&tree), explain))
    }

    /// Access Evaluations: answers `{"evaluations":[…]}`, at most 1,000; a request without
    /// `evaluations` is a single evaluation and is answered as one.
    ///
    /// # Errors
    /// [`crate::error::Code::KernelBadRequest`] and faults of the JSON.
    pub fn evaluations(&self, bytes: &[u8], explain: bool) -> Result<Response, Failure> {
        let tree = request::read(bytes)?;
        let defaults = Parts::of(&tree);
        let semantic = Semantic::of(tree.get("options"))?;
        let list = match tree.get("evaluations").map(|list| &list.value) {
            None => return Ok(self.evaluated(defaults, explain)),
            Some(Value::Array(list)) if list.is_empty() => {
                return Ok(self.evaluated(defaults, explain));
            }
            Some(Value::Array(list)) if list.len() > MOST_EVALUATIONS => {
                let reason = format!("a request has at most {MOST_EVALUATIONS} evaluations");
                return Err(bad("/evaluations", reason));
            }
            Some(Value::Array(list)) => list,
            Some(_) => return Err(bad("/evaluations", "evaluations are a list")),
        };
        let mut answers = Vec::with_capacity(list.len());
        let mut permitted = true;
        for item in list {
            let evaluated = self.evaluated(Parts::of(item).or(defaults), explain);
            permitted &= evaluated.permitted;
            let stop = semantic.stops_after(evaluated.permitted);
            answers.push(evaluated.json);
            if stop {
                break;
            }
        }
        Ok(Response {
            permitted,
            json: format!("{{\"evaluations\":[{}]}}", answers.join(",")),
        })
    }

    /// One evaluation; what cannot be read is denied.
    fn evaluated(&self, parts: Parts<'_>, explain: bool) -> Response {
        self.try_evaluate(parts, explain)
            .unwrap_or_else(|failure| Response {
                permitted: false,
                json: format!(
                    "{{\"decision\":false,\"context\":{{\"error\":{}}}}}",
                    failure_json(&failure)
                ),
            })
    }

    fn try_evaluate(&self, parts: Parts<'_>, explain: bool) -> Result<Response, Failure> {
        let subject = request::subject(self, parts.subject)?;
        let kind = request::kind(parts.resource)?;
        let document = request::document(parts.resource);
        let resource = request::resource(self, parts.resource, &document)?;
        let action = request::action(self, parts.action, kind)?;
        let context: Context = request::context(self, parts.context)?;
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
            json,
        })
    }
}
