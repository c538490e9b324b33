//! Subject, Resource and Action Search.
//!
//! The kernel stores nothing: who could be a result is handed in. Every result is what
//! [`Kernel::evaluation`] would permit.

use super::page::Page;
use super::request::{self, Parts};
use crate::access::{Context, Subject};
use crate::error::Failure;
use crate::id::ActionId;
use crate::json::{Limits, Tree, parse, quoted};
use crate::kernel::Kernel;
use crate::order;

/// A subject or record that a search may find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate<'c> {
    /// Its type: for records, the kind.
    pub ty: &'c str,
    /// Its identifier.
    pub id: &'c str,
    /// Its properties, as in an evaluation request: a JSON object.
    pub properties: &'c str,
}

impl Candidate<'_> {
    fn json(&self) -> String {
        format!(
            "{{\"type\":{},\"id\":{}}}",
            quoted(self.ty),
            quoted(self.id)
        )
    }

    /// The candidate as the subject or resource of an evaluation.
    fn tree(&self) -> Result<Tree, Failure> {
        let text = format!(
            "{{\"type\":{},\"id\":{},\"properties\":{}}}",
            quoted(self.ty),
            quoted(self.id),
            self.properties
        );
        Ok(parse(text.as_bytes(), Limits::default())?)
    }
}

impl Kernel {
    /// Subject Search: which of the candidates of `subject.type` may do the action.
    ///
    /// # Errors
    /// [`crate::error::Code::KernelBadRequest`], [`crate::error::Code::AccessBadPage`], unknown
    /// names in the request or in a candidate that is looked at, and faults of the JSON.
    pub fn search_subjects(
        &self,
        bytes: &[u8],
        candidates: &[Candidate<'_>],
    ) -> Result<String, Failure> {
        let tree = request::read(bytes)?;
        let parts = Parts::of(&tree);
        let ty = request::text(parts.subject.unwrap_or(&tree), "type", "/subject")?;
        let kind = request::kind(parts.resource)?;
        let action = request::action(self, parts.action, kind)?;
        let context = request::context(self, parts.context)?;
        let found = self.found(&tree, ty, candidates, &|candidate| {
            let subject = request::subject(self, Some(&candidate.tree()?))?;
            self.permits(&subject, action, parts.resource, &context)
        })?;
        Ok(found)
    }

    /// Resource Search: on which of the candidates of `resource.type` the subject may do the
    /// action.
    ///
    /// # Errors
    /// As [`Kernel::search_subjects`].
    pub fn search_resources(
        &self,
        bytes: &[u8],
        candidates: &[Candidate<'_>],
    ) -> Result<String, Failure> {
        let tree = request::read(bytes)?;
        let parts = Parts::of(&tree);
        let kind = request::kind(parts.resource)?;
        let action = request::action(self, parts.action, kind)?;
        let subject = request::subject(self, parts.subject)?;
        let context = request::context(self, parts.context)?;
        self.found(&tree, kind, candidates, &|candidate| {
            self.permits(&subject, action, Some(&candidate.tree()?), &context)
        })
    }

    /// Action Search: which actions the subject may do on the resource.
    ///
    /// # Errors
    /// As [`Kernel::search_subjects`].
    pub fn search_actions(&self, bytes: &[u8]) -> Result<String, Failure> {
        let tree = request::read(bytes)?;
        let parts = Parts::of(&tree);
        let page = Page::of(&tree)?;
        let subject = request::subject(self, parts.subject)?;
        let context = request::context(self, parts.context)?;
        let kind = self.kind(request::kind(parts.resource)?)?;
        let mut results = Vec::new();
        for action in &kind.actions {
            let name = self.model().actions.get(action.index());
            let name = name
                .and_then(|info| info.name.split_once('.'))
                .map(|(_, verb)| verb);
            let Some(name) = name.filter(|name| page.wants(name)) else {
                continue;
            };
            if self.permits(&subject, *action, parts.resource, &context)? {
                results.push((name.to_owned(), format!("{{\"name\":{}}}", quoted(name))));
            }
        }
        order::sort(&mut results);
        Ok(page.response(results))
    }

    /// One page of the candidates of a type that are permitted, in order of their ids.
    fn found(
        &self,
        request: &Tree,
        ty: &str,
        candidates: &[Candidate<'_>],
        permits: &dyn Fn(&Candidate<'_>) -> Result<bool, Failure>,
    ) -> Result<String, Failure> {
        let page = Page::of(request)?;
        let mut sorted: Vec<&Candidate<'_>> = candidates
            .iter()
            .filter(|candidate| candidate.ty == ty && page.wants(candidate.id))
            .collect();
        order::sort_by(&mut sorted, |a, b| a.id.cmp(b.id));
        sorted.dedup_by_key(|candidate| candidate.id);
        let mut results = Vec::new();
        for candidate in sorted {
            if results.len() == page.enough() {
                break;
            }
            if permits(candidate)? {
                results.push((candidate.id.to_owned(), candidate.json()));
            }
        }
        Ok(page.response(results))
    }

    fn permits(
        &self,
        subject: &Subject,
        action: ActionId,
        resource: Option<&Tree>,
        context: &Context,
    ) -> Result<bool, Failure> {
        let document = request::document(resource);
        let resource = request::resource(self, resource, &document)?;
        Ok(self.decide(subject, action, &resource, context).allowed)
    }
}
