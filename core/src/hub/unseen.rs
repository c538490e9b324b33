//! What somebody has not seen yet.

use std::collections::BTreeMap;

use super::Hub;
use super::call::Call;
use super::feed::News;
use super::given;
use super::operation::Target;
use super::plan::Desk;
use super::refusal::Refusal;
use crate::error::{Code, Failure};
use crate::store::{Address, Mark, StoredEvent, StoredRecord};

/// What somebody wants to be counted, such as messages by their conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Unseen<'u> {
    /// The kind of the records to which it happened.
    pub kind: &'u str,
    /// What happened, such as `created`; anything where it is empty.
    pub what: &'u str,
    /// The relation by which it is counted; all together where there is none.
    pub by: Option<&'u str>,
    /// How many are counted at most in all; [`super::Settings::count`] where it is zero or more
    /// than that, which is also how far is looked.
    pub limit: usize,
}

/// What somebody has not seen of one related record, or of everything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UnseenOf {
    /// The related record, or somebody; empty where all is counted together, and for records
    /// that are related to nothing.
    pub of: String,
    /// How much happened.
    pub count: u64,
    /// The last of it.
    pub last: News,
}

/// What somebody has not seen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UnseenNews {
    /// One for each that has something, in order of their identifiers.
    pub groups: Vec<UnseenOf>,
    /// How far it was looked at: the place that [`Hub::mark_seen`] takes.
    pub reached: i64,
    /// Whether everything was counted.
    pub complete: bool,
}

impl Hub {
    /// Notes that the subject has seen what happened up to a place, to one record and what is
    /// related to it, or to everything: [`super::Feed::reached`], or [`UnseenNews::reached`]. It
    /// never goes back.
    ///
    /// # Errors
    /// [`Code::AccessNotVisible`] for a record that the subject may not read,
    /// [`Code::AccessDenied`] for somebody who acts on the subject's behalf,
    /// [`Code::KernelBadId`] for somebody who is not signed in, and those of the store.
    pub async fn mark_seen(
        &self,
        call: &Call<'_>,
        about: Option<&Target<'_>>,
        place: i64,
    ) -> Result<(), Refusal> {
        self.check_reader(call)?;
        let mut mark = Mark {
            tenant: call.tenant().to_owned(),
            user: call.subject_id().to_owned(),
            place,
            ..Mark::default()
        };
        if let Some(target) = about {
            let desk = Desk {
                hub: self,
                call,
                kind: self.kernel().kind(target.kind)?,
                action: "read",
            };
            let found = desk.find(target).await?;
            Address {
                kind: mark.kind,
                id: mark.record,
                ..
            } = found.address;
        }
        Ok(self.store().set_mark(&mark).await?)
    }

    /// How much happened that the subject may read and has not seen, since its mark for
    /// everything and, counted by a relation, since its mark for the related record. What the
    /// subject did is not counted; where no versions are kept, what it made is what it owns.
    ///
    /// # Errors
    /// [`Code::KernelUnknownRelation`], [`Code::AccessDenied`] for somebody who acts on the
    /// subject's behalf, [`Code::KernelBadId`] for somebody who is not signed in, and those of the
    /// store.
    pub async fn unseen(
        &self,
        call: &Call<'_>,
        unseen: &Unseen<'_>,
    ) -> Result<UnseenNews, Refusal> {
        self.check_reader(call)?;
        let counting = Counting::new(self, call, unseen).await?;
        counting.count().await
    }

    /// Marks are somebody's own.
    fn check_reader(&self, call: &Call<'_>) -> Result<(), Refusal> {
        call.check()?;
        given::id("subject", call.subject_id())?;
        if call.behalf().is_empty() {
            return Ok(());
        }
        Err(Failure::new(Code::AccessDenied)
            .with("action", "mark_seen")
            .into())
    }
}

/// Counting what is not seen.
struct Counting<'c> {
    desk: Desk<'c>,
    unseen: &'c Unseen<'c>,
    /// The kind of what it is counted by.
    related: &'c str,
    limit: usize,
    marks: Vec<Mark>,
    groups: BTreeMap<String, UnseenOf>,
    counted: usize,
    looked_at: usize,
}

impl<'c> Counting<'c> {
    async fn new(
        hub: &'c Hub,
        call: &'c Call<'c>,
        unseen: &'c Unseen<'c>,
    ) -> Result<Self, Refusal> {
        let kind = hub.kernel().kind(unseen.kind)?;
        let related = match unseen.by {
            None => "",
            Some(name) => {
                let mut relations = kind.relations.iter();
                let unknown = || Failure::new(Code::KernelUnknownRelation);
                let found = relations.find(|relation| *relation.name == *name);
                &found
                    .ok_or_else(|| unknown().with("name", name.to_owned()))?
                    .to
            }
        };
        let most = hub.settings().count;
        let limit = if unseen.limit == 0 {
            most
        } else {
            unseen.limit.min(most)
        };
        Ok(Self {
            desk: Desk {
                hub,
                call,
                kind,
                action: "feed",
            },
            unseen,
            related,
            limit,
            marks: hub.store().marks(call.tenant(), call.subject_id()).await?,
            groups: BTreeMap::new(),
            counted: 0,
            looked_at: 0,
        })
    }

    async fn count(mut self) -> Result<UnseenNews, Refusal> {
        let hub = self.desk.hub;
        let mut reached = self.seen("", "");
        loop {
            let happened = hub.happened(self.desk.call, reached).await?;
            for stored in happened.events {
                if self.counted >= self.limit || self.looked_at >= hub.settings().count {
                    return Ok(self.came(reached, false));
                }
                reached = stored.sequence;
                self.looked_at += 1;
                self.look_at(stored).await?;
            }
            reached = happened.reached;
            if !happened.more {
                return Ok(self.came(reached, true));
            }
        }
    }

    fn came(self, reached: i64, complete: bool) -> UnseenNews {
        UnseenNews {
            groups: self.groups.into_values().collect(),
            reached,
            complete,
        }
    }

    /// Up to where something was seen.
    fn seen(&self, kind: &str, record: &str) -> i64 {
        let mut marks = self.marks.iter();
        let mark = marks.find(|mark| (&*mark.kind, &*mark.record) == (kind, record));
        mark.map_or(0, |mark| mark.place)
    }

    fn is_meant(&self, stored: &StoredEvent) -> bool {
        let event = &stored.event;
        let what = event.name.rsplit_once('.').map_or("", |(_, what)| what);
        *event.address.kind == *self.unseen.kind
            && (self.unseen.what.is_empty() || self.unseen.what == what)
    }

    async fn look_at(&mut self, stored: StoredEvent) -> Result<(), Refusal> {
        if !self.is_meant(&stored) {
            return Ok(());
        }
        let record = self
            .desk
            .hub
            .readable(self.desk.call, &stored.event.address)
            .await?;
        let Some(record) = record else {
            return Ok(());
        };
        let groups = self.groups_of(&record);
        let groups = groups.filter(|of| self.seen(self.related, of) < stored.sequence);
        let groups: Vec<String> = groups.map(str::to_owned).collect();
        if groups.is_empty() || self.is_own(&stored, &record).await? {
            return Ok(());
        }
        self.counted += 1;
        let news = News::of(stored);
        for of in groups {
            let group = self.groups.entry(of.clone()).or_default();
            group.of = of;
            group.count += 1;
            group.last = news.clone();
        }
        Ok(())
    }

    fn groups_of<'r>(&self, record: &'r StoredRecord) -> impl Iterator<Item = &'r str> + use<'r> {
        let named = self.unseen.by.map(str::to_owned);
        let related = record.relations.iter();
        let mut related: Vec<&str> = related
            .filter(|(name, _)| Some(name) == named.as_ref())
            .flat_map(|(_, ids)| ids.iter().map(String::as_str))
            .collect();
        if related.is_empty() {
            related.push("");
        }
        related.into_iter()
    }

    async fn is_own(&self, stored: &StoredEvent, record: &StoredRecord) -> Result<bool, Refusal> {
        let (event, subject) = (&stored.event, self.desk.call.subject_id());
        let store = self.desk.hub.store();
        if self.desk.keeps_versions()
            && let Some(version) = store.version(&event.address, event.version).await?
        {
            return Ok(version.actor == subject);
        }
        Ok(event.version == 1 && record.owner.as_deref() == Some(subject))
    }
}
