//! Requests that were read, with what is prepared of them when it is needed first.

use std::cell::OnceCell;

use super::read::{Object, request};
use super::record::Described;
use super::subject::{prepare_context, prepare_subject};
use crate::access::{Context, Subject};
use crate::error::Failure;
use crate::json::Tree;
use crate::kernel::Runtime;

/// A request. What is prepared of it stays with it, for it may be asked about many documents; it
/// belongs to the one kernel that it is asked of.
#[derive(Debug)]
pub(super) struct Request {
    tree: Tree,
    subject: OnceCell<Subject>,
    owner: OnceCell<Subject>,
    context: OnceCell<Context>,
    record: OnceCell<Described>,
}

impl Request {
    pub(super) fn read(text: &[u8]) -> Result<Self, Failure> {
        Ok(Self {
            tree: request(text)?,
            subject: OnceCell::new(),
            owner: OnceCell::new(),
            context: OnceCell::new(),
            record: OnceCell::new(),
        })
    }

    /// Its members.
    pub(super) fn members(&self) -> Result<Object<'_>, Failure> {
        Object::root(&self.tree)
    }

    /// Who asks.
    pub(super) fn subject(&self, kernel: &Runtime) -> Result<&Subject, Failure> {
        once(&self.subject, || {
            prepare_subject(kernel, self.members()?.object("subject", "/subject")?)
        })
    }

    /// In which circumstances.
    pub(super) fn context(&self, kernel: &Runtime) -> Result<&Context, Failure> {
        once(&self.context, || {
            prepare_context(kernel, self.members()?.object("context", "/context")?)
        })
    }

    /// What is known of the record besides its document.
    pub(super) fn record(&self, kernel: &Runtime) -> Result<&Described, Failure> {
        once(&self.record, || {
            let record = self.members()?.object("record", "/record")?;
            Described::read(kernel, record)
        })
    }

    /// The record's owner, where nobody says who it is.
    pub(super) fn owner(&self, kernel: &Runtime) -> Result<&Subject, Failure> {
        once(&self.owner, || self.record(kernel)?.owner(kernel))
    }
}

/// What was made before, or is made now.
fn once<T>(place: &OnceCell<T>, make: impl FnOnce() -> Result<T, Failure>) -> Result<&T, Failure> {
    if let Some(made) = place.get() {
        return Ok(made);
    }
    let made = make()?;
    Ok(place.get_or_init(|| made))
}

/// The requests of late: a host asks the same about one document after the other.
#[derive(Debug, Default)]
pub(super) struct Recent {
    requests: Vec<(Box<[u8]>, Request)>,
    oldest: usize,
}

impl Recent {
    const MANY: usize = 4;

    /// The longest that is kept, in bytes.
    pub(super) const LONGEST: usize = 4096;

    /// Calls with a request that is kept, or read and kept now.
    pub(super) fn with<T>(
        &mut self,
        text: &[u8],
        run: impl FnOnce(&Request) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let mut requests = self.requests.iter();
        if let Some((_, request)) = requests.find(|(known, _)| **known == *text) {
            return run(request);
        }
        let request = Request::read(text)?;
        let answer = run(&request)?;
        self.keep(text, request);
        Ok(answer)
    }

    fn keep(&mut self, text: &[u8], request: Request) {
        if text.len() > Self::LONGEST {
            return;
        }
        match self.requests.get_mut(self.oldest) {
            Some(place) => *place = (text.into(), request),
            None => self.requests.push((text.into(), request)),
        }
        self.oldest = (self.oldest + 1) % Self::MANY;
    }
}
