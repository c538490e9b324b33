//! A kernel with what was prepared for it, each by a number.

use std::sync::Arc;

use super::answer::told;
use super::call::{Answering, answer, found};
use super::ids::Ids;
use super::many::{decide_many, known};
use super::read::utf8;
use super::record::Record;
use super::request::Recent;
use super::subject::{context, subject};
use crate::access::{Context, Decision, Page, Subject};
use crate::error::{Failure, Locale};
use crate::id::ActionId;
use crate::kernel::{Runtime, Validate};

/// What stands for an identifier that a subject does not have: the number of none, and not 0, for
/// nobody owns what nobody is said to own.
const STRANGER: u32 = u32::MAX;

/// The modes that have a number: their place here.
pub const MODES: [&str; 5] = ["create", "replace", "patch", "draft", "publish"];

/// A kernel with the subjects, records and circumstances that were prepared for it.
///
/// To hosts for which a number is the cheapest thing to hand over. Numbers of what was prepared
/// begin with 1, those of kinds, actions and [`MODES`] with 0. What is prepared stays until it is
/// released.
///
/// ```
/// use profilekit::wire::Session;
///
/// let blueprint = br#"{"blueprint": 1, "name": "notes", "version": "1.0.0",
///   "kinds": {"note": {"fields": {"title": {"type": "string"}}}},
///   "policies": [{"id": "own", "allow": ["note.update"], "relations": ["owner"]}]}"#;
/// let mut session = Session::compile(blueprint).unwrap();
/// let ada = session.prepare_subject(br#"{"id": "ada"}"#).unwrap();
/// let note = session.prepare_record(br#"{"kind": "note", "owner": "ada"}"#, b"{}").unwrap();
/// let update = session.action("note.update").unwrap();
/// assert!(session.can(ada, update, note, 0).unwrap());
/// ```
#[derive(Debug)]
pub struct Session<K: Answering> {
    pub(super) kernel: K,
    nothing: Context,
    subjects: Shelf<Subject>,
    records: Shelf<Arc<Record>>,
    pages: Shelf<Page<Arc<Record>>>,
    contexts: Shelf<Context>,
    /// The tenants and owners of what is prepared.
    ids: Ids,
    /// Tables of facts, where dashboards are told.
    pub(super) facts: K::Facts,
    pub(super) recent: Recent,
}

impl Session<Runtime> {
    /// Reads an image.
    ///
    /// # Errors
    /// As [`Runtime::from_image`].
    pub fn from_image(image: &[u8]) -> Result<Self, Failure> {
        Runtime::from_image(image).map(Self::new)
    }
}

impl<K: Answering> Session<K> {
    /// What answers.
    #[must_use]
    pub fn kernel(&self) -> &K {
        &self.kernel
    }

    /// Nothing is prepared yet.
    #[must_use]
    pub fn new(kernel: K) -> Self {
        Self {
            kernel,
            nothing: Context::default(),
            subjects: Shelf::default(),
            records: Shelf::default(),
            pages: Shelf::default(),
            contexts: Shelf::default(),
            ids: Ids::default(),
            facts: K::Facts::default(),
            recent: Recent::default(),
        }
    }

    fn runtime(&self) -> &Runtime {
        self.kernel.runtime()
    }

    /// Answers one call: [`super::call()`]. What was asked lately is not read again.
    ///
    /// # Errors
    /// As [`super::call()`].
    pub fn call(&mut self, request: &[u8], document: &[u8]) -> Result<String, Failure> {
        let kernel = &self.kernel;
        let answer = |request: &_| answer(kernel, request, document);
        self.recent.with(request, answer)
    }

    /// The number of a kind.
    ///
    /// # Errors
    /// [`crate::error::Code::KernelUnknownKind`].
    pub fn kind(&self, name: &str) -> Result<u32, Failure> {
        Ok(number(self.runtime().kind(name)?.id.index()))
    }

    /// The number of an action.
    ///
    /// # Errors
    /// [`crate::error::Code::KernelUnknownAction`].
    pub fn action(&self, name: &str) -> Result<u32, Failure> {
        Ok(number(self.runtime().action(name)?.index()))
    }

    /// Validates a document of a kind in a mode: nothing where it is valid and already in its
    /// normal form, the normalised document where it is valid otherwise, and else the violations
    /// as JSON, a line end, and the normalised document, `null` where the text was no strict JSON.
    ///
    /// # Errors
    /// [`crate::error::Code::KernelBadRequest`] for a number that stands for nothing.
    pub fn validate(
        &self,
        kind: u32,
        mode: u32,
        document: &[u8],
    ) -> Result<Option<String>, Failure> {
        let kind = index(kind).and_then(|kind| self.runtime().model().kinds.get(kind));
        let mode = index(mode).and_then(|mode| MODES.get(mode));
        let (Some(kind), Some(mode)) = (kind, mode) else {
            return Err(absent("kind or mode"));
        };
        let how = Validate {
            mode,
            ..Validate::default()
        };
        let found = self.runtime().validate(&kind.name, document, &how)?;
        Ok(told(found, document, Locale::En))
    }

    /// Validates as the call `validate` says, and answers as [`Self::validate`].
    ///
    /// # Errors
    /// As [`super::call()`].
    pub fn validate_as(
        &mut self,
        request: &[u8],
        document: &[u8],
    ) -> Result<Option<String>, Failure> {
        let kernel = &self.kernel;
        let found = |request: &_| found(kernel, request, document);
        let (found, locale) = self.recent.with(request, found)?;
        Ok(told(found, document, locale))
    }

    /// Prepares a subject: its number.
    ///
    /// # Errors
    /// As [`super::subject()`].
    pub fn prepare_subject(&mut self, text: &[u8]) -> Result<u32, Failure> {
        let subject = subject(self.runtime(), text)?;
        self.ids.hold([subject.id(), subject.tenant()]);
        self.subjects.put(subject)
    }

    /// Prepares a record: its number.
    ///
    /// # Errors
    /// As [`Record::read`], and [`crate::error::Code::JsonInvalidUtf8`].
    pub fn prepare_record(&mut self, text: &[u8], document: &[u8]) -> Result<u32, Failure> {
        let record = Record::read(self.runtime(), text, utf8(document)?)?;
        let resource = record.resource();
        self.ids.hold([resource.tenant(), resource.owner()]);
        self.records.put(Arc::new(record))
    }

    /// Prepares records that are asked about together: the number of their page, which keeps
    /// them.
    ///
    /// # Errors
    /// [`crate::error::Code::KernelBadRequest`] for a number that stands for nothing.
    pub fn prepare_page(&mut self, records: &[u32]) -> Result<u32, Failure> {
        let records = records.iter().map(|number| {
            let record = self.records.get(*number);
            record.cloned().ok_or_else(|| absent("record"))
        });
        let records = records.collect::<Result<_, _>>()?;
        self.pages
            .put(Page::new(records, |record| record.resource()))
    }

    /// Prepares circumstances: their number.
    ///
    /// # Errors
    /// As [`super::context()`].
    pub fn prepare_context(&mut self, text: &[u8]) -> Result<u32, Failure> {
        self.contexts.put(context(self.runtime(), text)?)
    }

    /// Forgets a subject; its number may be given again.
    pub fn release_subject(&mut self, subject: u32) {
        if let Some(subject) = self.subjects.take(subject) {
            self.ids.give_back([subject.id(), subject.tenant()]);
        }
    }

    /// Forgets a record; its number may be given again.
    pub fn release_record(&mut self, record: u32) {
        if let Some(record) = self.records.take(record) {
            let resource = record.resource();
            self.ids.give_back([resource.tenant(), resource.owner()]);
        }
    }

    /// Forgets a page; its number may be given again.
    pub fn release_page(&mut self, page: u32) {
        self.pages.take(page);
    }

    /// Forgets circumstances; their number may be given again.
    pub fn release_context(&mut self, context: u32) {
        self.contexts.take(context);
    }

    /// What decides most questions about a record, in numbers: its kind, tenant and owner. Those of
    /// identifiers are theirs, in all that is prepared, until this is released; 0 is for none.
    ///
    /// # Errors
    /// As [`Self::can`].
    pub fn facts(&self, record: u32) -> Result<Vec<u32>, Failure> {
        let resource = self.record(record)?.resource();
        Ok(vec![
            number(resource.kind().index()),
            self.ids.number(resource.tenant()),
            self.ids.number(resource.owner()),
        ])
    }

    /// How a subject's questions are answered by the facts of a record: the numbers of its
    /// identifier and of its tenant, then [`crate::access::Right::packed`] of every action.
    ///
    /// # Errors
    /// As [`Self::can`].
    pub fn rights(&self, subject: u32) -> Result<Vec<u32>, Failure> {
        let subject = self.subject(subject)?;
        let ids = [subject.id(), subject.tenant()].map(|id| match id {
            Some(_) => self.ids.number(id),
            None => STRANGER,
        });
        let actions = 0..self.runtime().model().actions.len();
        let actions = actions.filter_map(ActionId::from_index);
        let access = self.runtime().access();
        let rights = actions.map(|action| access.right(subject, action).packed(subject));
        Ok(ids.into_iter().chain(rights).collect())
    }

    /// Whether a subject may do an action on a record; 0 for circumstances of which nothing is
    /// known.
    ///
    /// # Errors
    /// [`crate::error::Code::KernelBadRequest`] for a number that stands for nothing.
    #[inline]
    pub fn can(
        &self,
        subject: u32,
        action: u32,
        record: u32,
        context: u32,
    ) -> Result<bool, Failure> {
        let asked = self.asked(subject, context)?;
        Ok(asked.decide(known(action)?, self.record(record)?).allowed)
    }

    /// As [`Self::can`], with the reason, as JSON.
    ///
    /// # Errors
    /// As [`Self::can`].
    pub fn decide(
        &self,
        subject: u32,
        action: u32,
        record: u32,
        context: u32,
    ) -> Result<String, Failure> {
        let asked = self.asked(subject, context)?;
        let resource = self.record(record)?.resource();
        let action = known(action)?;
        let answer = self
            .runtime()
            .ask(asked.subject, action, resource, asked.context);
        Ok(answer.to_json())
    }

    /// Decides many questions, pairs of the place of a record in its page and the number of an
    /// action: a byte each, 1 where it is allowed.
    ///
    /// # Errors
    /// As [`Self::can`].
    pub fn decide_many(
        &self,
        subject: u32,
        page: u32,
        questions: &[u32],
        context: u32,
    ) -> Result<Vec<u8>, Failure> {
        let asked = self.asked(subject, context)?;
        let page = self.pages.get(page).ok_or_else(|| absent("page"))?;
        decide_many(
            self.runtime(),
            asked.subject,
            page,
            questions,
            asked.context,
        )
    }

    /// What a subject sees of a record, as JSON.
    ///
    /// # Errors
    /// As [`Self::can`], and those of [`Runtime::view`].
    pub fn view(&self, subject: u32, record: u32, context: u32) -> Result<String, Failure> {
        let asked = self.asked(subject, context)?;
        let record = self.record(record)?;
        record.with(|one| {
            let view = self
                .runtime()
                .view(record.kind(), one, asked.subject, asked.context)?;
            Ok(view.to_json())
        })
    }

    #[inline]
    fn asked(&self, subject: u32, context: u32) -> Result<Asked<'_>, Failure> {
        let context = match context {
            0 => Some(&self.nothing),
            number => self.contexts.get(number),
        };
        Ok(Asked {
            runtime: self.runtime(),
            subject: self.subject(subject)?,
            context: context.ok_or_else(|| absent("context"))?,
        })
    }

    #[inline]
    fn subject(&self, subject: u32) -> Result<&Subject, Failure> {
        let found = self.subjects.get(subject);
        found.ok_or_else(|| absent("subject"))
    }

    #[inline]
    fn record(&self, record: u32) -> Result<&Record, Failure> {
        let found = self.records.get(record);
        found.map(Arc::as_ref).ok_or_else(|| absent("record"))
    }
}

/// Who asks, and in which circumstances.
struct Asked<'a> {
    runtime: &'a Runtime,
    subject: &'a Subject,
    context: &'a Context,
}

impl Asked<'_> {
    #[inline]
    fn decide(&self, action: ActionId, record: &Record) -> Decision {
        let resource = record.resource();
        self.runtime
            .decide(self.subject, action, resource, self.context)
    }
}

/// Things by their numbers, of which those that were given back are given again.
#[derive(Debug)]
pub struct Shelf<T> {
    places: Vec<Option<T>>,
    free: Vec<usize>,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self {
            places: Vec::new(),
            free: Vec::new(),
        }
    }
}

impl<T> Shelf<T> {
    pub(super) fn put(&mut self, thing: T) -> Result<u32, Failure> {
        let index = self.free.pop().unwrap_or(self.places.len());
        let number = u32::try_from(index).ok().and_then(|at| at.checked_add(1));
        let number = number.ok_or_else(|| Failure::bad_request("too much was prepared"))?;
        match self.places.get_mut(index) {
            Some(place) => *place = Some(thing),
            None => self.places.push(Some(thing)),
        }
        Ok(number)
    }

    #[inline]
    pub(super) fn get(&self, number: u32) -> Option<&T> {
        self.places.get(place(number)?)?.as_ref()
    }

    #[cfg(feature = "compiler")]
    pub(super) fn get_mut(&mut self, number: u32) -> Option<&mut T> {
        self.places.get_mut(place(number)?)?.as_mut()
    }

    pub(super) fn take(&mut self, number: u32) -> Option<T> {
        let index = place(number)?;
        let taken = self.places.get_mut(index)?.take()?;
        self.free.push(index);
        Some(taken)
    }
}

/// Where what has a number stands.
#[inline]
fn place(number: u32) -> Option<usize> {
    index(number.checked_sub(1)?)
}

#[inline]
pub(super) fn index(number: u32) -> Option<usize> {
    usize::try_from(number).ok()
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

#[cold]
pub(super) fn absent(what: &str) -> Failure {
    Failure::bad_request(format!("there is no such {what}"))
}

#[cfg(test)]
mod tests {
    use super::super::call;
    use super::{Session, Shelf};

    #[test]
    fn a_request_that_was_kept_is_answered_as_one_that_is_read() {
        let blueprint = include_bytes!("../../blueprints/marketplace.json");
        let mut session = Session::compile(blueprint).unwrap();
        let ask = |name: &str, owner: &str| {
            let record = format!("{{\"kind\":\"builder_profile\",\"owner\":\"{owner}\"}}");
            format!("{{\"call\":\"{name}\",\"record\":{record}}}").into_bytes()
        };
        let requests: Vec<Vec<u8>> = ["view", "score", "strength", "nothing"]
            .iter()
            .flat_map(|name| ["a", "b"].map(|owner| ask(name, owner)))
            .collect();
        let documents = [&b"{\"basics\":{\"headline\":\"Ada\"}}"[..], b"{", b""];
        for _ in 0..2 {
            for request in &requests {
                for document in documents.iter().cycle().take(4) {
                    let fresh = call(&session.kernel, request, document);
                    assert_eq!(session.call(request, document), fresh);
                }
            }
        }
    }

    #[test]
    fn a_number_that_was_given_back_is_given_again() {
        let mut shelf = Shelf::default();
        let numbers: Vec<u32> = ["a", "b"].map(|one| shelf.put(one).unwrap()).to_vec();
        assert_eq!(numbers, [1, 2]);
        shelf.take(1);
        shelf.take(1);
        assert_eq!(
            (shelf.get(0), shelf.get(1), shelf.get(2)),
            (None, None, Some(&"b"))
        );
        assert_eq!((shelf.put("c").unwrap(), shelf.put("d").unwrap()), (1, 3));
        assert_eq!(shelf.get(1), Some(&"c"));
    }
}
