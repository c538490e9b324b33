//! Whether sections and snapshots say the same.

use super::Hub;
use super::call::Call;
use super::plan::{Change, Desk, Grounds};
use super::refusal::Refusal;
use crate::blueprint::Kind;
use crate::error::Failure;
use crate::json::{differences, members};
use crate::store::{
    Address, Archived, PageRequest, REST, Section, Selection, StoreError, StoredRecord, WriteMode,
    put_together, take_apart,
};

/// How many records are looked at at once.
const STEP: usize = 200;

/// Which of the two a read of a kind takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Reads {
    /// The snapshot.
    #[default]
    Snapshot,
    /// The sections.
    Sections,
    /// Both: the snapshot is given, and where they differ, that is told
    /// ([`Hub::differing_reads`]).
    Compare,
}

/// A record whose sections and snapshot do not say the same.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drift {
    /// The record.
    pub address: Address,
    /// Sections whose content is not what their hash was made of.
    pub damaged: Vec<String>,
    /// JSON Pointers to what differs, never the values.
    pub differing: Vec<String>,
    /// Sections that only the snapshot has, the empty name for the fields outside of sections:
    /// the record was written before there were any.
    pub unwritten: Vec<String>,
    /// Whether the snapshot was made anew from the sections, and what only it has written.
    pub repaired: bool,
}

/// What a look at a kind found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drifts {
    /// How many records were looked at.
    pub looked_at: u64,
    /// Those that differ.
    pub found: Vec<Drift>,
}

impl Hub {
    /// Compares the sections of every record of a kind with its snapshot, and makes snapshots
    /// anew where that is wanted: the sections are what the record is made of. Sections that were
    /// never written are taken from the snapshot. A section that is damaged itself is told and
    /// left alone. For the product itself.
    ///
    /// # Errors
    /// [`crate::error::Code::AccessDenied`], [`crate::error::Code::KernelUnknownKind`], and those of the store.
    pub async fn drift(
        &self,
        call: &Call<'_>,
        kind: &str,
        repair: bool,
        progress: &mut (dyn FnMut(u64) + Send),
    ) -> Result<Drifts, Refusal> {
        call.only_system("drift")?;
        call.check()?;
        let kind = self.kernel().kind(kind)?;
        let mut drifts = Drifts::default();
        if !self.has_sections(kind) {
            return Ok(drifts);
        }
        let selection = Selection::all(self.kernel(), &kind.name)?;
        let mut request = PageRequest {
            limit: STEP,
            archived: Archived::With,
            ..PageRequest::default()
        };
        loop {
            let page = self.store().list(&selection, &request).await?;
            for record in &page.records {
                drifts.looked_at += 1;
                if let Some(mut drift) = self.drift_of(kind, record).await? {
                    drift.repaired = repair && self.repair(call, kind, record, &drift).await?;
                    drifts.found.push(drift);
                }
            }
            progress(drifts.looked_at);
            let Some(last) = page.records.last().filter(|_| page.more) else {
                return Ok(drifts);
            };
            request.after = Some((last.address.id.clone(), last.address.tenant.clone()));
        }
    }

    /// Whether a kind has sections, which are stored as rows of their own.
    pub(super) fn has_sections(&self, kind: &Kind) -> bool {
        let document = self.kernel().model().document.kinds.get(&kind.name);
        document.is_some_and(|kind| kind.sections.names().next().is_some())
    }

    /// The names of a kind's sections.
    fn section_names<'k>(&'k self, kind: &Kind) -> Vec<&'k str> {
        let document = self.kernel().model().document.kinds.get(&kind.name);
        document.map_or(Vec::new(), |kind| kind.sections.names().collect())
    }

    /// What a record is made of.
    async fn parts(&self, kind: &Kind, record: &StoredRecord) -> Result<Parts, Refusal> {
        let written = self.store().sections(&record.address).await?;
        let names = self.section_names(kind);
        Ok(Parts::of(written, &names, record)?)
    }

    /// In what a record's sections and its snapshot differ.
    async fn drift_of(&self, kind: &Kind, record: &StoredRecord) -> Result<Option<Drift>, Refusal> {
        let sections = self.store().sections(&record.address).await?;
        let damaged = sections.iter().filter(|section| !section.is_whole());
        let damaged: Vec<String> = damaged.map(|section| section.name.clone()).collect();
        let parts = Parts::of(sections, &self.section_names(kind), record);
        let parts = match parts {
            Ok(parts) => parts,
            Err(_) if !damaged.is_empty() => Parts::default(),
            Err(failure) => return Err(failure.into()),
        };
        let differing = match parts.together(record) {
            Ok(document) => differences(&record.document, &document)?,
            Err(_) if !damaged.is_empty() => Vec::new(),
            Err(failure) => return Err(failure.into()),
        };
        if damaged.is_empty() && differing.is_empty() && parts.unwritten.is_empty() {
            return Ok(None);
        }
        let unwritten = parts.unwritten.into_iter();
        Ok(Some(Drift {
            address: record.address.clone(),
            damaged,
            differing: differing.into_iter().map(|one| one.path).collect(),
            unwritten: unwritten.map(|section| section.name).collect(),
            repaired: false,
        }))
    }

    /// Makes a snapshot anew; says whether it did.
    async fn repair(
        &self,
        call: &Call<'_>,
        kind: &Kind,
        record: &StoredRecord,
        drift: &Drift,
    ) -> Result<bool, Refusal> {
        if !drift.damaged.is_empty() {
            return Ok(false);
        }
        let parts = self.parts(kind, record).await?;
        let desk = Desk {
            hub: self,
            call,
            kind,
            action: "repair",
        };
        let mut after = desk.next(record);
        after.document = parts.together(record)?;
        let plan = desk.write(Change {
            how: WriteMode::Replace,
            // The sections are what they are: what was not written is all that is written.
            before: Some(put_together(&parts.written, &record.document)?),
            after,
            what: "repaired".to_owned(),
            fields: drift.differing.clone(),
            grounds: Grounds {
                rule: "drift".to_owned(),
                reason: "allowed",
            },
            ..Change::default()
        })?;
        let commit = plan.into_commit();
        match self.store().commit(&commit).await {
            Ok(()) => Ok(true),
            // It changed meanwhile, and both were written with that.
            Err(StoreError::Conflict { .. } | StoreError::NotFound) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// A record as reads of its kind take it.
    pub(super) async fn load(
        &self,
        kind: &Kind,
        address: &Address,
    ) -> Result<Option<StoredRecord>, Refusal> {
        let Some(mut record) = self.store().get(address).await? else {
            return Ok(None);
        };
        let reads = self.settings().reads.get(&*kind.name).copied();
        match reads.unwrap_or_default() {
            Reads::Snapshot => {}
            _ if !self.has_sections(kind) => {}
            Reads::Sections => {
                let parts = self.parts(kind, &record).await?;
                record.document = parts.together(&record)?;
            }
            Reads::Compare => {
                if self.drift_of(kind, &record).await?.is_some() {
                    self.note_differing();
                }
            }
        }
        Ok(Some(record))
    }
}

/// What a record is made of.
#[derive(Debug, Default)]
struct Parts {
    /// The sections that are written; of two that hold the same, the later one counts.
    written: Vec<Section>,
    /// Those that only the snapshot has.
    unwritten: Vec<Section>,
}

impl Parts {
    /// Puts sections under names that the blueprint no longer has first: since then, what they
    /// held is written outside of sections.
    fn of(
        mut written: Vec<Section>,
        names: &[&str],
        record: &StoredRecord,
    ) -> Result<Self, Failure> {
        let rank = |section: &Section| match &*section.name {
            REST => 1,
            name if names.contains(&name) => 2,
            _ => 0,
        };
        written.sort_by_key(rank);
        let together = put_together(&written, &record.document)?;
        let held = members(&together)?;
        let is_held = |section: &Section| {
            let row = written.iter().any(|known| known.name == section.name);
            // Before the blueprint had the section, it was written outside of sections.
            row || held.iter().any(|(name, _)| *name == *section.name)
        };
        let mut unwritten = take_apart(&record.document, names)?;
        unwritten.retain(|section| !is_held(section));
        Ok(Self { written, unwritten })
    }

    /// The document that they come to, with its members in the order of the snapshot.
    fn together(&self, record: &StoredRecord) -> Result<String, Failure> {
        let all: Vec<Section> = self
            .unwritten
            .iter()
            .chain(&self.written)
            .cloned()
            .collect();
        put_together(&all, &record.document)
    }
}
