//! Making a change: everything is checked first, then nothing can fail.

use async_trait::async_trait;

use super::{MemoryStore, Tables};
use crate::privacy::Link;
use crate::store::access_log::Access;
use crate::store::address::Address;
use crate::store::commit::{Changes, Commit, Write, WriteMode};
use crate::store::erasure::Erasure;
use crate::store::error::StoreError;
use crate::store::event::{Event, StoredEvent};
use crate::store::member::Member;
use crate::store::record::StoredRecord;

/// The only chain: there is one writer at a time anyway.
const CHAIN: u32 = 0;

impl Tables {
    fn check(&self, commit: &Commit) -> Result<(), StoreError> {
        for write in &commit.writes {
            self.check_version(write)?;
            self.check_keys(write, commit)?;
            self.check_slots(write, commit)?;
        }
        for member in &commit.members {
            self.check_member(member)?;
        }
        let taken = |what: &str| {
            Err(StoreError::UniqueViolation {
                what: what.to_owned(),
            })
        };
        if let Some(answer) = &commit.remembered {
            let key = (&answer.tenant, &answer.actor, &answer.key);
            let mut known = self.remembered.keys();
            if known.any(|(tenant, actor, name)| (tenant, actor, name) == key) {
                return taken("idempotency_key");
            }
        }
        if let Some(delivery) = &commit.received
            && self.has_received(&delivery.source, &delivery.id)
        {
            return taken("delivery");
        }
        Ok(())
    }

    fn check_version(&self, write: &Write) -> Result<(), StoreError> {
        let Write { record, how, .. } = write;
        let stored = self.records.get(&record.address);
        let expected = match (how, stored) {
            (WriteMode::Insert, None) => return Ok(()),
            (WriteMode::Insert, Some(_)) => {
                let what = "id".to_owned();
                return Err(StoreError::UniqueViolation { what });
            }
            (WriteMode::Replace, _) => record.version.saturating_sub(1),
            (WriteMode::Remove, _) => record.version,
        };
        let current = stored.ok_or(StoreError::NotFound)?.version;
        if current == expected {
            return Ok(());
        }
        Err(StoreError::Conflict { current })
    }

    /// Whether a record that the same commit rewrites gives up what it holds now.
    fn is_rewritten(address: &Address, commit: &Commit) -> bool {
        let mut writes = commit.writes.iter();
        writes.any(|write| write.record.address == *address)
    }

    fn check_keys(&self, write: &Write, commit: &Commit) -> Result<(), StoreError> {
        if write.how == WriteMode::Remove {
            return Ok(());
        }
        let own = &write.record.address;
        for key in &write.keys {
            let holder = self.keys.get(&own.beside(&own.kind, key));
            let stored = holder.map(|id| own.beside(&own.kind, id));
            let stored = stored.is_some_and(|holder| !Self::is_rewritten(&holder, commit));
            let mut others = commit.writes.iter();
            let together = others.any(|other| {
                let address = &other.record.address;
                let same_kind = (&address.tenant, &address.kind) == (&own.tenant, &own.kind);
                let other_record = address.id != own.id && other.how != WriteMode::Remove;
                same_kind && other_record && other.keys.contains(key)
            });
            if stored || together {
                return Err(StoreError::taken(key));
            }
        }
        Ok(())
    }

    fn check_slots(&self, write: &Write, commit: &Commit) -> Result<(), StoreError> {
        if write.how == WriteMode::Remove {
            return Ok(());
        }
        let own = &write.record.address;
        let same_kind = |other: &Address| {
            (&other.tenant, &other.kind) == (&own.tenant, &own.kind) && other.id != own.id
        };
        let stored = self.slots.iter();
        let stored = stored.filter(|(at, _)| same_kind(at) && !Self::is_rewritten(at, commit));
        let stored = stored.flat_map(|(_, slots)| slots);
        let others = commit.writes.iter();
        let others = others.filter(|other| other.how != WriteMode::Remove);
        let others = others.filter(|other| same_kind(&other.record.address));
        let others = others.flat_map(|other| &other.slots);
        for held in stored.chain(others) {
            let mut slots = write.slots.iter();
            if let Some(slot) = slots.find(|slot| slot.meets(held)) {
                return Err(StoreError::occupied(&slot.key));
            }
        }
        Ok(())
    }

    fn check_member(&self, member: &Member) -> Result<(), StoreError> {
        let at = (member.tenant.clone(), member.user.clone());
        let current = self.members.get(&at).map_or(0, |known| known.version);
        if current.saturating_add(1) == member.version {
            return Ok(());
        }
        Err(StoreError::Conflict { current })
    }

    fn has_received(&self, source: &str, id: &str) -> bool {
        let mut known = self.received.iter();
        known.any(|known| known.source == source && known.id == id)
    }

    fn apply(&mut self, commit: &Commit) {
        // Everything is given up before anything is taken: records may swap what they hold.
        for write in &commit.writes {
            self.give_up(&write.record.address);
        }
        for write in &commit.writes {
            self.put(write);
        }
        for member in &commit.members {
            self.put_member(member);
        }
        self.consents.extend(commit.consents.iter().cloned());
        commit.events.iter().for_each(|event| self.announce(event));
        for (entry, detail) in &commit.audit {
            let before = self.links.last().map(|link| (link.number, link.hash));
            let link = Link::after(before, CHAIN, entry.clone(), detail.clone());
            self.links.push(link);
        }
        self.put_accesses(&commit.accesses);
        if let Some(answer) = &commit.remembered {
            let key = (
                answer.tenant.clone(),
                answer.actor.clone(),
                answer.key.clone(),
            );
            self.remembered.insert(key, answer.clone());
        }
        self.received.extend(commit.received.clone());
        self.forget_in_rollups(commit);
        if let Some(erasure) = &commit.erasure {
            self.erase(erasure);
        }
    }

    fn give_up(&mut self, address: &Address) {
        self.slots.remove(address);
        let Address { tenant, kind, id } = address;
        self.keys
            .retain(|key, holder| (&key.tenant, &key.kind, &*holder) != (tenant, kind, id));
    }

    fn put(&mut self, write: &Write) {
        let at = &write.record.address;
        if write.how == WriteMode::Remove {
            self.records.remove(at);
            self.sections.remove(at);
            self.versions.remove(at);
        } else {
            for key in &write.keys {
                self.keys.insert(at.beside(&at.kind, key), at.id.clone());
            }
            if !write.slots.is_empty() {
                self.slots.insert(at.clone(), write.slots.clone());
            }
            let owner_roles = self.owner_roles(write);
            let record = StoredRecord {
                owner_roles,
                ..write.record.clone()
            };
            self.records.insert(at.clone(), record);
            self.put_sections(write);
            if write.forgets {
                self.versions.remove(at);
            }
            if let Some(version) = &write.kept {
                let versions = self.versions.entry(at.clone()).or_default();
                versions.insert(version.version, version.clone());
            }
        }
        write.events.iter().for_each(|event| self.announce(event));
    }

    /// The roles of the owner as they are now, not as they were read.
    fn owner_roles(&self, write: &Write) -> Vec<String> {
        let Write { how, record, .. } = write;
        let stored = self.records.get(&record.address);
        let stored = stored.filter(|stored| stored.owner == record.owner);
        let stored = stored.map(|stored| &stored.owner_roles);
        let owner = record.owner.as_ref().filter(|_| *how == WriteMode::Insert);
        let member = owner.and_then(|owner| {
            let at = (record.address.tenant.clone(), owner.clone());
            self.members.get(&at).map(|member| &member.roles)
        });
        stored.or(member).unwrap_or(&record.owner_roles).clone()
    }

    fn announce(&mut self, event: &Event) {
        self.last_event += 1;
        let stored = StoredEvent {
            sequence: self.last_event,
            due_at: event.at,
            event: event.clone(),
            ..StoredEvent::default()
        };
        self.events.insert(self.last_event, stored);
    }

    fn put_sections(&mut self, write: &Write) {
        for section in &write.sections {
            let sections = self
                .sections
                .entry(write.record.address.clone())
                .or_default();
            if section.body.is_empty() {
                sections.remove(&section.name);
            } else {
                sections.insert(section.name.clone(), section.clone());
            }
        }
    }

    /// A member's roles are those of the owner of what they own.
    fn put_member(&mut self, member: &Member) {
        let owned = self.records.values_mut();
        let owned = owned.filter(|record| record.address.tenant == member.tenant);
        for record in owned.filter(|record| record.owner.as_ref() == Some(&member.user)) {
            record.owner_roles.clone_from(&member.roles);
        }
        let at = (member.tenant.clone(), member.user.clone());
        self.members.insert(at, member.clone());
    }

    /// Adds reads, without those that name somebody who was erased since.
    pub(super) fn put_accesses(&mut self, accesses: &[Access]) {
        for access in accesses {
            let mut erasures = self.erasures.iter();
            if !erasures.any(|erasure| erasure.forgets(access)) {
                self.accesses.insert(access.id.clone(), access.clone());
            }
        }
    }

    fn erase(&mut self, erasure: &Erasure) {
        let Erasure {
            tenant,
            person,
            records,
            ..
        } = erasure;
        self.members.remove(&(tenant.clone(), person.clone()));
        self.consents
            .retain(|consent| (&consent.tenant, &consent.user) != (tenant, person));
        self.marks
            .retain(|mark| (&mark.tenant, &mark.user) != (tenant, person));
        self.remembered
            .retain(|(of, actor, _), _| (of, actor) != (tenant, person));
        self.accesses
            .retain(|_, access| !access.names(tenant, person));
        for link in &mut self.links {
            let entry = &link.entry;
            let at = Address::new(&entry.tenant, &entry.kind, &entry.record);
            let treated = records
                .iter()
                .any(|one| one.address == at && one.forgets_details());
            let about = entry.tenant == *tenant && treated;
            let named =
                |detail: &crate::privacy::Detail| entry.tenant == *tenant && detail.names(person);
            if about || link.detail.as_ref().is_some_and(named) {
                link.detail = None;
            }
        }
        for stored in self.events.values_mut() {
            let at = &stored.event.address;
            let treated = records.iter().filter(|one| one.address == *at);
            for treated in treated {
                if treated.empties_events() {
                    "{}".clone_into(&mut stored.event.data);
                }
                stored.error.clear();
            }
        }
        for (at, versions) in &mut self.versions {
            let of_tenant = at.tenant == *tenant;
            let made = versions.values_mut();
            for version in made.filter(|version| of_tenant && version.actor == *person) {
                version.actor.clear();
            }
        }
        self.erasures.push(erasure.clone());
    }
}

#[async_trait]
impl Changes for MemoryStore {
    async fn commit(&self, commit: &Commit) -> Result<(), StoreError> {
        let mut tables = self.write();
        tables.check(commit)?;
        tables.apply(commit);
        Ok(())
    }

    async fn was_received(&self, source: &str, id: &str) -> Result<bool, StoreError> {
        Ok(self.read().has_received(source, id))
    }

    async fn erasures(&self, since: i64) -> Result<Vec<Erasure>, StoreError> {
        let tables = self.read();
        let mut erasures: Vec<Erasure> = tables
            .erasures
            .iter()
            .filter(|erasure| erasure.at >= since)
            .cloned()
            .collect();
        erasures.sort_by(|one, other| (one.at, &one.id).cmp(&(other.at, &other.id)));
        Ok(erasures)
    }
}
