//! One document, from import to what each viewer sees.

use profilekit::Kernel;
use profilekit::access::{Context, ResourceHead};
use profilekit::error::{Failure, Locale};
use profilekit::kernel::{Imported, Record, Validate, ViewAs};
use profilekit::store::{Address, Commit, Store, StoredRecord, Write, WriteMode};
use profilekit::strength::Score;

use crate::people::{ACTIONS, people};

pub(crate) const KIND: &str = "builder_profile";

/// What became of a stored profile in this run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stored {
    New,
    Changed,
    Same,
}

impl Stored {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Same => "unchanged",
        }
    }
}

/// Everything that the report tells about one document.
pub(crate) struct Profile {
    pub(crate) name: String,
    pub(crate) stored: Stored,
    pub(crate) version: i64,
    pub(crate) imported: Imported,
    /// What keeps it from being published: path and message.
    pub(crate) obstacles: Vec<(String, String)>,
    pub(crate) score: Score,
    /// Who asks, and for each action whether it is allowed and by what.
    pub(crate) decisions: Decisions,
    /// Who looks, and what they see.
    pub(crate) views: Views,
}

/// Who asks, and the answers to what they ask.
pub(crate) type Decisions = Vec<(&'static str, Vec<Asked>)>;

/// Who looks, and what they see.
pub(crate) type Views = Vec<(&'static str, Result<String, String>)>;

/// One decision.
pub(crate) struct Asked {
    pub(crate) allowed: bool,
    /// The rule that decided, or the word for why none did.
    pub(crate) because: String,
}

/// What the work needs.
pub(crate) struct Desk<'d> {
    pub(crate) kernel: &'d Kernel,
    pub(crate) store: &'d dyn Store,
    pub(crate) now: i64,
}

impl Desk<'_> {
    /// Imports a document and stores it under a name, then asks the kernel everything about it.
    pub(crate) fn process(&self, name: &str, bytes: &[u8]) -> Result<Profile, Failure> {
        let imported = self.kernel.import("jsonresume", KIND, bytes)?;
        let (record, stored) = self.store(name, &imported.document)?;
        record.with(|whole| self.tell(name, whole, &record, stored, imported))
    }

    /// Get or create: the owner has one profile, and a repeated import of the same document
    /// changes nothing.
    fn store(&self, name: &str, document: &str) -> Result<(StoredRecord, Stored), Failure> {
        let head = ResourceHead {
            owner: Some(name),
            ..ResourceHead::default()
        };
        let keys = self.kernel.unique_keys(KIND, &head)?;
        let key = keys.first().map(String::as_str).unwrap_or_default();
        let found = pollster::block_on(self.store.find("", KIND, key))?;
        match found {
            Some(record) if record.document == document => Ok((record, Stored::Same)),
            Some(record) => {
                let changed = StoredRecord {
                    version: record.version + 1,
                    updated_at: self.now,
                    document: document.to_owned(),
                    ..record
                };
                self.write(WriteMode::Replace, &changed, keys)?;
                Ok((changed, Stored::Changed))
            }
            None => {
                let record = self.fresh(name, document);
                self.write(WriteMode::Insert, &record, keys)?;
                Ok((record, Stored::New))
            }
        }
    }

    fn write(
        &self,
        how: WriteMode,
        record: &StoredRecord,
        keys: Vec<String>,
    ) -> Result<(), Failure> {
        let write = Write {
            how,
            record: record.clone(),
            keys,
            ..Write::default()
        };
        let commit = Commit {
            writes: vec![write],
            ..Commit::default()
        };
        Ok(pollster::block_on(self.store.commit(&commit))?)
    }

    fn fresh(&self, name: &str, document: &str) -> StoredRecord {
        StoredRecord {
            address: Address::new("", KIND, &format!("profile-{name}")),
            owner: Some(name.to_owned()),
            owner_roles: vec!["builder".to_owned()],
            version: 1,
            created_at: self.now,
            updated_at: self.now,
            relations: vec![("clients".to_owned(), vec!["client-1".to_owned()])],
            document: document.to_owned(),
            choices: "{\"/contact/email\":\"connections\"}".to_owned(),
            forced: "{}".to_owned(),
            ..StoredRecord::default()
        }
    }

    fn tell(
        &self,
        name: &str,
        record: &Record<'_>,
        stored_record: &StoredRecord,
        stored: Stored,
        imported: Imported,
    ) -> Result<Profile, Failure> {
        let context = self.kernel.context(Some(self.now), "{}")?;
        let kind = self.kernel.kind(KIND)?;
        let head = &record.head;
        let owner = self.kernel.hypothetical(kind, head, ViewAs::Owner)?;
        Ok(Profile {
            name: name.to_owned(),
            stored,
            version: stored_record.version,
            imported,
            obstacles: self.obstacles(record)?,
            score: self.kernel.strength(KIND, record, &owner, &context)?,
            decisions: self.decisions(name, record, &context)?,
            views: self.views(name, record, &context)?,
        })
    }

    fn obstacles(&self, record: &Record<'_>) -> Result<Vec<(String, String)>, Failure> {
        let how = Validate {
            mode: "publish",
            writable: None,
            now: Some(self.now),
        };
        let found = self
            .kernel
            .validate(KIND, record.document.as_bytes(), &how)?;
        let violations = found.violations.into_iter();
        let told = violations.map(|violation| {
            let message = violation.message(Locale::En);
            (violation.path, message)
        });
        Ok(told.collect())
    }

    fn decisions(
        &self,
        name: &str,
        record: &Record<'_>,
        context: &Context,
    ) -> Result<Decisions, Failure> {
        let kind = self.kernel.kind(KIND)?;
        let resource = self.kernel.resource(kind, &record.head, record.document)?;
        let mut table = Vec::new();
        for (who, subject) in people(self.kernel, name)? {
            let mut asked = Vec::new();
            for action in ACTIONS {
                let action = self.kernel.action(&format!("{KIND}.{action}"))?;
                let answer = self.kernel.ask(&subject, action, &resource, context);
                asked.push(Asked {
                    allowed: answer.allowed,
                    because: answer.rule.unwrap_or(answer.reason).to_owned(),
                });
            }
            table.push((who, asked));
        }
        Ok(table)
    }

    fn views(&self, name: &str, record: &Record<'_>, context: &Context) -> Result<Views, Failure> {
        let viewers = people(self.kernel, name)?;
        let viewers = viewers.into_iter().filter(|(who, _)| *who != "admin");
        Ok(viewers
            .map(|(who, viewer)| {
                let seen = self.kernel.view(KIND, record, &viewer, context);
                let seen = seen.map(|seen| seen.document.into_owned());
                (who, seen.map_err(|failure| failure.message(Locale::En)))
            })
            .collect())
    }
}
