//! What people agree to, and what goes when they take it back.

use super::call::Call;
use super::ids::uuid_v7;
use super::lifecycle;
use super::member::Person;
use super::plan::{Desk, Grounds};
use super::refusal::Refusal;
use super::{Hub, given, named, provenance};
use crate::blueprint::Kind;
use crate::error::{Code, Failure};
use crate::id::is_name;
use crate::json::{is_within, quoted};
use crate::store::{Address, Commit, Consent, Event, StoredRecord};

/// How many records are worked on at once.
const STEP: usize = 200;

/// What somebody agrees to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Agreement<'a> {
    /// What for: a lower-case word such as `matching`.
    pub purpose: &'a str,
    /// Where data comes from: a lower-case word such as `linkedin`; empty for the person's own.
    pub source: &'a str,
    /// What the person was shown, such as the version of a text.
    pub text: &'a str,
}

/// What taking an agreement back did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Withdrawn {
    /// Whether there was something to take back.
    pub changed: bool,
    /// How many records lost what had come from the source, or earlier versions that held it.
    pub records: u64,
}

impl Hub {
    /// Notes that somebody agreed to something. Says whether that is new.
    ///
    /// # Errors
    /// [`Code::AccessDenied`] for others than the person, whoever may `consent` for their
    /// account, and the product itself; [`Code::KernelBadRequest`] for words that are none.
    pub async fn give_consent(
        &self,
        call: &Call<'_>,
        person: &Person<'_>,
        agreement: &Agreement<'_>,
    ) -> Result<bool, Refusal> {
        self.check_person(call, person, "consent").await?;
        check(agreement)?;
        let all = self.store().consents(person.tenant, person.id).await?;
        if is_given(&all, agreement.purpose, agreement.source) {
            return Ok(false);
        }
        let commit = self.consenting(call, person, agreement, &all);
        self.store().commit(&commit).await?;
        Ok(true)
    }

    /// Notes that somebody took an agreement back, announces it (`consent.withdrawn`), and takes
    /// away from their records what came from its source, with all earlier versions, unless they
    /// agree to another purpose for the same source. Of records of others, and of nobody, goes what is
    /// about them and came from there.
    ///
    /// # Errors
    /// As [`Self::give_consent`], and those of the store. The withdrawal comes first: nothing more
    /// is taken from the source then ([`Code::HubConsentWithdrawn`]), and what was not taken away
    /// because a store failed, or was on its way, goes with the next call.
    pub async fn withdraw_consent(
        &self,
        call: &Call<'_>,
        person: &Person<'_>,
        agreement: &Agreement<'_>,
    ) -> Result<Withdrawn, Refusal> {
        self.check_person(call, person, "consent").await?;
        check(agreement)?;
        let all = self.store().consents(person.tenant, person.id).await?;
        let changed = is_given(&all, agreement.purpose, agreement.source);
        if changed {
            let commit = self.consenting(call, person, agreement, &all);
            self.store().commit(&commit).await?;
        }
        let mut withdrawn = Withdrawn {
            changed,
            records: 0,
        };
        if agreement.source.is_empty() || self.still_agrees(person, agreement.source).await? {
            return Ok(withdrawn);
        }
        for person in &self.everywhere(person) {
            withdrawn.records += self.take_away(call, person, agreement.source).await?;
            withdrawn.records += self
                .take_from_naming(call, person, agreement.source)
                .await?;
        }
        Ok(withdrawn)
    }

    /// Whether somebody agrees to a purpose and source now.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn has_consent(
        &self,
        person: &Person<'_>,
        purpose: &str,
        source: &str,
    ) -> Result<bool, Refusal> {
        person.check()?;
        let all = self.store().consents(person.tenant, person.id).await?;
        Ok(is_given(&all, purpose, source))
    }

    /// Everything that somebody agreed to or took back, in order.
    ///
    /// # Errors
    /// As [`Self::give_consent`].
    pub async fn consents(
        &self,
        call: &Call<'_>,
        person: &Person<'_>,
    ) -> Result<Vec<Consent>, Refusal> {
        self.check_person(call, person, "consent").await?;
        Ok(self.store().consents(person.tenant, person.id).await?)
    }

    /// Refuses values from a source to which the owner of a record agreed and no longer does; of a
    /// record without one, anybody whom relations name. Where nobody was ever asked, it is for the
    /// product to say what it may take.
    pub(super) async fn check_source(
        &self,
        call: &Call<'_>,
        record: &StoredRecord,
    ) -> Result<(), Refusal> {
        let Some(source) = call.source else {
            return Ok(());
        };
        let Some(owner) = &record.owner else {
            let kind = self.kernel().kind(&record.address.kind)?;
            for person in named::people(kind, &record.relations).into_keys() {
                self.check_source_of(call, record, (person, source)).await?;
            }
            return Ok(());
        };
        self.check_source_of(call, record, (owner, source)).await
    }

    async fn check_source_of(
        &self,
        call: &Call<'_>,
        record: &StoredRecord,
        (owner, source): (&str, &str),
    ) -> Result<(), Refusal> {
        let mut all = Vec::new();
        // What tenants share is in none of them: its owner agreed in their own.
        let tenant = &record.address.tenant;
        let own = Some(call.tenant()).filter(|own| tenant.is_empty() && !own.is_empty());
        for tenant in [Some(tenant.as_str()), own].into_iter().flatten() {
            all.extend(self.store().consents(tenant, owner).await?);
        }
        all.sort_by(|one, other| (one.at, &one.id).cmp(&(other.at, &other.id)));
        let mut of_source = all.iter().filter(|one| one.source == source).peekable();
        let asked = of_source.peek().is_some();
        if asked && !of_source.any(|one| is_given(&all, &one.purpose, source)) {
            let withdrawn = Failure::new(Code::HubConsentWithdrawn);
            return Err(withdrawn.with("source", source.to_owned()).into());
        }
        Ok(())
    }

    /// Whether somebody agrees to anything else with the same source.
    async fn still_agrees(&self, person: &Person<'_>, source: &str) -> Result<bool, Refusal> {
        let all = self.store().consents(person.tenant, person.id).await?;
        let mut of_source = all.iter().filter(|one| one.source == source);
        Ok(of_source.any(|one| is_given(&all, &one.purpose, source)))
    }

    /// The other word than the last one: given where it is not, withdrawn where it is.
    fn consenting(
        &self,
        call: &Call<'_>,
        person: &Person<'_>,
        agreement: &Agreement<'_>,
        before: &[Consent],
    ) -> Commit {
        let given = !is_given(before, agreement.purpose, agreement.source);
        let word = if given { "given" } else { "withdrawn" };
        // The last word counts, also where it is said at the same instant as the one before it,
        // or the clock went back.
        let last = before.iter().map(|one| one.at).max();
        let at = last.map_or(call.now, |last| call.now.max(last.saturating_add(1)));
        let consent = Consent {
            id: uuid_v7(self.entropy(), at),
            tenant: person.tenant.to_owned(),
            user: person.id.to_owned(),
            purpose: agreement.purpose.to_owned(),
            source: agreement.source.to_owned(),
            given,
            at,
            text: agreement.text.to_owned(),
        };
        let (purpose, source) = (quoted(agreement.purpose), quoted(agreement.source));
        let event = Event {
            id: uuid_v7(self.entropy(), call.now),
            name: format!("consent.{word}"),
            address: Address::new(person.tenant, "member", person.id),
            version: 0,
            at: call.now,
            data: format!("{{\"purpose\":{purpose},\"source\":{source}}}"),
        };
        let (mut entry, detail) = self.entry_about(call, person, &format!("consent_{word}"));
        entry.fields = vec![format!("/{}/{}", agreement.purpose, agreement.source)];
        Commit {
            consents: vec![consent],
            events: vec![event],
            audit: vec![(entry, detail)],
            ..Commit::default()
        }
    }

    /// Takes away what came from a source; says from how many records.
    async fn take_away(
        &self,
        call: &Call<'_>,
        person: &Person<'_>,
        source: &str,
    ) -> Result<u64, Refusal> {
        let (mut records, mut after) = (0, None);
        loop {
            let store = self.store();
            let page = store.owned(person.tenant, person.id, after.as_ref(), STEP);
            let page = page.await?;
            for record in &page.records {
                records += u64::from(self.take_from(call, record, None, source).await?);
            }
            after = page.records.last().map(|record| record.address.clone());
            if !page.more {
                return Ok(records);
            }
        }
    }

    /// The same of records that name somebody and are not theirs.
    async fn take_from_naming(
        &self,
        call: &Call<'_>,
        person: &Person<'_>,
        source: &str,
    ) -> Result<u64, Refusal> {
        let (mut count, mut naming) = (0, self.naming());
        while let Some((_, records)) = self.next_naming(person, &mut naming).await? {
            for record in &records {
                let taken = self.take_from(call, record, Some(person.id), source);
                count += u64::from(taken.await?);
            }
        }
        Ok(count)
    }

    /// Takes away what of a record came from a source; where somebody is named, what is about them.
    async fn take_from(
        &self,
        call: &Call<'_>,
        record: &StoredRecord,
        about: Option<&str>,
        source: &str,
    ) -> Result<bool, Refusal> {
        const REPEATS: usize = 16;
        let mut current = Some(record.clone());
        for _ in 0..REPEATS {
            let Some(record) = &current else {
                return Ok(false);
            };
            let mut from_there = provenance::of_source(&record.provenance, source)?;
            let mut ever = provenance::ever_of_source(&record.provenance, source)?;
            let Ok(kind) = self.kernel().kind(&record.address.kind) else {
                return Ok(false);
            };
            if let Some(person) = about {
                from_there.retain(|path| is_about(kind, record, person, path));
                ever.retain(|path| is_about(kind, record, person, path));
            }
            if from_there.is_empty() && ever.is_empty() {
                return Ok(false);
            }
            let desk = Desk {
                hub: self,
                call,
                kind,
                action: "withdraw",
            };
            let grounds = Grounds {
                rule: "consent".to_owned(),
                reason: "allowed",
            };
            let plan = lifecycle::without_paths(&desk, record, &from_there, grounds)?;
            let commit = plan.into_commit();
            match self.store().commit(&commit).await {
                Ok(()) => return Ok(true),
                Err(error) if error.met_another() => {
                    current = self.store().get(&record.address).await?;
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err(Failure::new(Code::StoreSerialization).into())
    }
}

/// Whether what stands at a path of a record is about somebody whom it names.
fn is_about(kind: &Kind, record: &StoredRecord, person: &str, path: &str) -> bool {
    let named_as = named::people(kind, &record.relations);
    let named_as = named_as.get(person).copied().unwrap_or_default();
    let owned = record.owner.is_some();
    let mut personal = kind.fields.iter().filter(|field| field.class.is_some());
    personal.any(|field| {
        let meets = is_within(path, &field.pointer) || is_within(&field.pointer, path);
        meets && named::is_about(field, owned, named_as)
    })
}

/// Whether the last word on a purpose and source is that it is given.
fn is_given(all: &[Consent], purpose: &str, source: &str) -> bool {
    let mut of_it = all.iter().rev();
    let last = of_it.find(|one| one.purpose == purpose && one.source == source);
    last.is_some_and(|last| last.given)
}

fn check(agreement: &Agreement<'_>) -> Result<(), Failure> {
    given::text("text", agreement.text)?;
    let source = agreement.source;
    if is_name(agreement.purpose) && (source.is_empty() || is_name(source)) {
        return Ok(());
    }
    let reason = "a purpose and a source are lower-case words";
    Err(Failure::bad_request(reason))
}
