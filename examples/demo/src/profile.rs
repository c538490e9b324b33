//! One document, from import to what each viewer sees.

use profilekit::access::{Context, Subject};
use profilekit::error::{Failure, Locale};
use profilekit::hub::{Call, Choose, Create, Hub, Refusal, Target, Update};
use profilekit::kernel::{Imported, Record, Validate, ViewAs};
use profilekit::privacy::Digest;
use profilekit::store::{Address, PastVersion};
use profilekit::strength::Score;

use crate::patch::patch;
use crate::people::{ACTIONS, People, builder, people};

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
    /// Its versions, newest first.
    pub(crate) history: Vec<PastVersion>,
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
    pub(crate) hub: &'d Hub,
    pub(crate) now: i64,
}

/// What a person chose about who sees what.
const CHOICES: &[u8] = br#"{"/contact/email":"connections"}"#;

impl Desk<'_> {
    /// Imports a document and stores it under a name, then asks the hub everything about it.
    pub(crate) async fn process(&self, name: &str, bytes: &[u8]) -> Result<Profile, Refusal> {
        let imported = self.hub.kernel().import("jsonresume", KIND, bytes)?;
        let people = people(self.hub, self.now, name).await?;
        let (builder, id) = (builder(&people)?, format!("profile-{name}"));
        let stored = self.store(builder, &id, &imported.document).await?;
        self.tell(name, &people, &id, stored, imported).await
    }

    /// Get or create: the owner has one profile, and a repeated import of the same document
    /// changes nothing.
    async fn store(&self, builder: &Subject, id: &str, document: &str) -> Result<Stored, Refusal> {
        let content = Digest::of(document.as_bytes());
        let key = format!("import {content}");
        let create = Create {
            kind: KIND,
            id: Some(id),
            relations: vec![("clients", vec!["client-1"])],
            document: document.as_bytes(),
            draft: true,
            ..Create::default()
        };
        let call = Call::new(builder, self.now).once(&key);
        let (done, new) = self.hub.get_or_create(&call, &create).await?;
        let changed = !new && self.update(builder, id, document, done.version).await?;
        let choose = Choose {
            target: target(id),
            audiences: CHOICES,
        };
        // Choosing the same again changes nothing.
        let call = Call::new(builder, self.now);
        self.hub.choose(&call, &choose).await?;
        Ok(match (new, changed) {
            (true, _) => Stored::New,
            (false, true) => Stored::Changed,
            (false, false) => Stored::Same,
        })
    }

    /// Gives the profile the content of a document; says whether that is a change.
    async fn update(
        &self,
        builder: &Subject,
        id: &str,
        document: &str,
        version: i64,
    ) -> Result<bool, Refusal> {
        let call = Call::new(builder, self.now);
        let known = self.hub.get(&call, &target(id)).await?;
        let kind = self.hub.kernel().kind(KIND)?;
        let patch = patch(kind, &known.document, document).map_err(Failure::from)?;
        let content = Digest::of(document.as_bytes());
        // Of each version: a document that comes back later is another request.
        let key = format!("import {content} over {version}");
        let update = Update {
            target: Target {
                version: Some(version),
                ..target(id)
            },
            patch: patch.as_bytes(),
            ..Update::default()
        };
        Ok(self.hub.update(&call.once(&key), &update).await?.changed)
    }

    async fn tell(
        &self,
        name: &str,
        people: &People,
        id: &str,
        stored: Stored,
        imported: Imported,
    ) -> Result<Profile, Refusal> {
        let builder = Call::new(builder(people)?, self.now);
        let history = self.hub.history(&builder, &target(id), None, 20).await?;
        let views = self.views(people, id).await?;
        let whole = self.hub.store().get(&Address::new("", KIND, id)).await?;
        let whole = whole.unwrap_or_default();
        Ok(whole
            .with(|record| self.judge(name, people, record, stored, imported, views, history))?)
    }

    /// What the kernel says of the profile as it is stored.
    #[expect(clippy::too_many_arguments, reason = "one for each part of the report")]
    fn judge(
        &self,
        name: &str,
        people: &People,
        record: &Record<'_>,
        stored: Stored,
        imported: Imported,
        views: Views,
        history: Vec<PastVersion>,
    ) -> Result<Profile, Failure> {
        let kernel = self.hub.kernel();
        let context = kernel.context(Some(self.now), "{}")?;
        let owner = kernel.hypothetical(kernel.kind(KIND)?, &record.head, ViewAs::Owner)?;
        Ok(Profile {
            name: name.to_owned(),
            stored,
            version: record.head.version.unwrap_or_default(),
            imported,
            obstacles: self.obstacles(record)?,
            score: kernel.strength(KIND, record, &owner, &context)?,
            decisions: self.decisions(people, record, &context)?,
            views,
            history,
        })
    }

    fn obstacles(&self, record: &Record<'_>) -> Result<Vec<(String, String)>, Failure> {
        let how = Validate {
            mode: "publish",
            writable: None,
            now: Some(self.now),
        };
        let kernel = self.hub.kernel();
        let found = kernel.validate(KIND, record.document.as_bytes(), &how)?;
        let violations = found.violations.into_iter();
        let told = violations.map(|violation| {
            let message = violation.message(Locale::En);
            (violation.path, message)
        });
        Ok(told.collect())
    }

    fn decisions(
        &self,
        people: &People,
        record: &Record<'_>,
        context: &Context,
    ) -> Result<Decisions, Failure> {
        let kernel = self.hub.kernel();
        let resource = kernel.resource(kernel.kind(KIND)?, &record.head, record.document)?;
        let mut table = Vec::new();
        for (who, subject) in people {
            let mut asked = Vec::new();
            for action in ACTIONS {
                let action = kernel.action(&format!("{KIND}.{action}"))?;
                let answer = kernel.ask(subject, action, &resource, context);
                asked.push(Asked {
                    allowed: answer.allowed,
                    because: answer.rule.unwrap_or(answer.reason).to_owned(),
                });
            }
            table.push((*who, asked));
        }
        Ok(table)
    }

    /// What each viewer gets; the access log notes who saw personal data of somebody else.
    async fn views(&self, people: &People, id: &str) -> Result<Views, Refusal> {
        let mut views = Vec::new();
        for (who, viewer) in people.iter().filter(|(who, _)| *who != "admin") {
            let call = Call::new(viewer, self.now).named("demo");
            let seen = match self.hub.get(&call, &target(id)).await {
                Ok(seen) => Ok(seen.document),
                Err(Refusal::Failed(failure)) => Err(failure.message(Locale::En)),
                Err(refusal) => return Err(refusal),
            };
            views.push((*who, seen));
        }
        self.hub.flush().await?;
        Ok(views)
    }
}

fn target(id: &str) -> Target<'_> {
    Target {
        kind: KIND,
        id,
        ..Target::default()
    }
}
