//! What people may ask for: everything that is there about them.

use std::collections::BTreeSet;

use super::call::Call;
use super::member::Person;
use super::person::STEP;
use super::plan::Desk;
use super::read::{personal_fields, pointers};
use super::refusal::Refusal;
use super::{Hub, named};
use crate::access::Subject;
use crate::blueprint::Kind;
use crate::error::{Code, Failure};
use crate::json::{push_member, quoted};
use crate::kernel::ViewAs;
use crate::store::{Address, Commit, StoredRecord};
use crate::time::write_instant;

impl Hub {
    /// Everything that is there about somebody, line by line (NDJSON): first who and when, then
    /// the membership, what they agreed to, how far they have seen what happened, every record that
    /// the person owns as its owner sees it, its versions, every other record that names the person
    /// and that they may read, as they see it today (`as` has the relations), and who saw it. For
    /// the person, for whoever may `export` their account, and for the product itself. It is noted
    /// in the account and, record by record, in the access log of everybody whose data it shows,
    /// but of those who ask themselves; the export has its own looks too.
    ///
    /// # Errors
    /// [`Code::AccessDenied`], those of the store, and those of `write`.
    pub async fn export(
        &self,
        call: &Call<'_>,
        person: &Person<'_>,
        write: &mut (dyn FnMut(&str) -> Result<(), Failure> + Send),
    ) -> Result<u64, Refusal> {
        self.check_person(call, person, "export").await?;
        self.flush().await?;
        write(&self.export_head(call, person))?;
        let mut lines = 1;
        if let Some(member) = self.store().member(person.tenant, person.id).await? {
            let roles: Vec<String> = member.roles.iter().map(|role| quoted(role)).collect();
            let persona = member.persona.as_deref().map_or("null".to_owned(), quoted);
            write(&object(&[
                ("is", quoted("member")),
                ("roles", format!("[{}]", roles.join(","))),
                ("persona", persona),
                ("updatedAt", quoted(&write_instant(member.updated_at))),
            ]))?;
            lines += 1;
        }
        for consent in self.store().consents(person.tenant, person.id).await? {
            write(&object(&[
                ("is", quoted("consent")),
                ("at", quoted(&write_instant(consent.at))),
                ("purpose", quoted(&consent.purpose)),
                ("source", quoted(&consent.source)),
                ("given", consent.given.to_string()),
                ("text", quoted(&consent.text)),
            ]))?;
            lines += 1;
        }
        for mark in self.store().marks(person.tenant, person.id).await? {
            write(&object(&[
                ("is", quoted("seen")),
                ("kind", quoted(&mark.kind)),
                ("id", quoted(&mark.record)),
                ("place", mark.place.to_string()),
            ]))?;
            lines += 1;
        }
        let themselves = call.subject.id().is_some_and(|id| id.as_str() == person.id);
        let at_home = person.tenant.is_empty() || call.tenant() == person.tenant;
        let eyes = match themselves && at_home {
            true => call.subject.clone(),
            false => self.as_themselves(person).await?,
        };
        for person in &self.everywhere(person) {
            let mut after = None;
            loop {
                let page = self.owned(person, after.as_ref()).await?;
                for record in &page.records {
                    lines += self.export_record(call, person, record, write).await?;
                }
                after = page.records.last().map(|record| record.address.clone());
                if !page.more {
                    break;
                }
            }
            let mut naming = self.naming();
            while let Some((kind, records)) = self.next_naming(person, &mut naming).await? {
                for record in &records {
                    lines += self
                        .export_named(call, (person, &eyes), (kind, record), write)
                        .await?;
                }
            }
            self.flush().await?;
            lines += self.export_accesses(person, write).await?;
        }
        let mut commit = Commit {
            audit: vec![self.entry_about(call, person, "export")],
            ..Commit::default()
        };
        self.commit(&mut commit).await?;
        Ok(lines)
    }

    fn export_head(&self, call: &Call<'_>, person: &Person<'_>) -> String {
        let document = &self.kernel().model().document;
        object(&[
            ("is", quoted("export")),
            ("product", quoted(&document.name)),
            ("version", quoted(&document.version)),
            ("person", quoted(person.id)),
            ("tenant", quoted(person.tenant)),
            ("at", quoted(&write_instant(call.now))),
        ])
    }

    async fn export_record(
        &self,
        call: &Call<'_>,
        person: &Person<'_>,
        record: &StoredRecord,
        write: &mut (dyn FnMut(&str) -> Result<(), Failure> + Send),
    ) -> Result<u64, Refusal> {
        let Address { kind, id, .. } = &record.address;
        let Some(document) = self.as_owner(call, record)? else {
            return Ok(0);
        };
        // Nobody is told that they looked at what is their own.
        let at_home = person.tenant.is_empty() || call.tenant() == person.tenant;
        let own = call.actor() == person.id && at_home;
        let personal = |document: &str| match own {
            true => Ok(BTreeSet::new()),
            false => self.personal_of(kind, document),
        };
        let (mut fields, mut noted) = (personal(&document)?, 0);
        let mut told = self.personal_of(kind, &document)?;
        self.show_named(call, record, &document).await?;
        let mut lines = vec![object(&[
            ("is", quoted("record")),
            ("kind", quoted(kind)),
            ("id", quoted(id)),
            (
                "state",
                record.state.as_deref().map_or("null".to_owned(), quoted),
            ),
            ("createdAt", quoted(&write_instant(record.created_at))),
            ("updatedAt", quoted(&write_instant(record.updated_at))),
            ("audiences", record.choices.clone().into_owned()),
            ("document", document),
        ])];
        let (mut written, mut before) = (0, None);
        loop {
            let versions = self.store().versions(&record.address, before, STEP).await?;
            for version in &versions {
                let then = StoredRecord {
                    document: version.document.clone(),
                    ..record.clone()
                };
                let document = self.as_owner(call, &then)?.unwrap_or_default();
                fields.extend(personal(&document)?);
                // Fields that are no more may be about people whom the record names.
                let found = self.personal_of(kind, &document)?;
                if !found.is_subset(&told) {
                    told.extend(found);
                    self.show_named(call, record, &document).await?;
                }
                lines.push(object(&[
                    ("is", quoted("version")),
                    ("kind", quoted(kind)),
                    ("id", quoted(id)),
                    ("version", version.version.to_string()),
                    ("at", quoted(&write_instant(version.at))),
                    ("action", quoted(&version.action)),
                    ("document", document),
                ]));
            }
            // What is handed over is noted first; versions behind the first page rarely have a
            // field that no other has.
            if fields.len() > noted {
                noted = fields.len();
                let what = (fields.iter().cloned().collect(), "export");
                let look = self.access(call, &record.address, person.id, what);
                self.shown(vec![look]).await?;
            }
            for line in lines.drain(..) {
                write(&line)?;
                written += 1;
            }
            before = versions.last().map(|version| version.version);
            if versions.len() < STEP {
                return Ok(written);
            }
        }
    }

    /// A record that names somebody, as they see it: others' data is in it too. What they may not
    /// read is not theirs to have.
    async fn export_named(
        &self,
        call: &Call<'_>,
        (person, eyes): (&Person<'_>, &Subject),
        (kind, record): (&Kind, &StoredRecord),
        write: &mut (dyn FnMut(&str) -> Result<(), Failure> + Send),
    ) -> Result<u64, Refusal> {
        let looking = Call::new(eyes, call.now);
        let desk = Desk {
            hub: self,
            call: &looking,
            kind,
            action: "read",
        };
        if !desk.sees_aside(record)? {
            return Ok(0);
        }
        let seen = record.with(|whole| {
            let view = self.kernel().view(&kind.name, whole, eyes, &call.context)?;
            Ok::<String, Failure>(view.document.into_owned())
        });
        let document = match seen {
            Err(failure) if failure.code() == Code::AccessNotVisible => return Ok(0),
            seen => seen?,
        };
        let owner = record.owner.as_deref();
        if let Some(owner) = owner.filter(|owner| *owner != call.actor()) {
            let fields: Vec<String> = self
                .personal_of(&kind.name, &document)?
                .into_iter()
                .collect();
            if !fields.is_empty() {
                let look = self.access(call, &record.address, owner, (fields, "export"));
                self.shown(vec![look]).await?;
            }
        }
        self.show_named(call, record, &document).await?;
        let named_as = named::people(kind, &record.relations);
        let named_as = named_as.get(person.id).copied().unwrap_or_default();
        let relations = named::relation_names(kind, named_as).into_iter();
        let relations: Vec<String> = relations.map(quoted).collect();
        let state = record.state.as_deref().map_or("null".to_owned(), quoted);
        write(&object(&[
            ("is", quoted("record")),
            ("kind", quoted(&kind.name)),
            ("id", quoted(&record.address.id)),
            ("as", format!("[{}]", relations.join(","))),
            ("state", state),
            ("createdAt", quoted(&write_instant(record.created_at))),
            ("updatedAt", quoted(&write_instant(record.updated_at))),
            ("document", document),
        ]))?;
        Ok(1)
    }

    /// Notes who of those whom a record names is shown by what is exported of it.
    async fn show_named(
        &self,
        call: &Call<'_>,
        record: &StoredRecord,
        document: &str,
    ) -> Result<(), Refusal> {
        let Ok(kind) = self.kernel().kind(&record.address.kind) else {
            return Ok(());
        };
        let fields = personal_fields(kind, document, None)?;
        let at = (&record.address, record.owner.as_deref(), &*record.relations);
        let mut looks = Vec::new();
        self.look_at_named(call, kind, at, (&fields, "export"), &mut looks);
        Ok(self.shown(looks).await?)
    }

    /// The fields of personal data that a document holds: all of it, where the blueprint no
    /// longer has its kind.
    fn personal_of(&self, kind: &str, document: &str) -> Result<BTreeSet<String>, Failure> {
        match self.kernel().kind(kind) {
            Ok(_) if document.is_empty() => Ok(BTreeSet::new()),
            Ok(kind) => Ok(pointers(&personal_fields(kind, document, None)?).collect()),
            Err(_) => Ok(BTreeSet::from([String::new()])),
        }
    }

    /// A document as its owner sees it; `None` where the owner may not read it.
    fn as_owner(&self, call: &Call<'_>, record: &StoredRecord) -> Result<Option<String>, Failure> {
        let kind = &record.address.kind;
        let seen = record.with(|whole| {
            let (kernel, context) = (self.kernel(), &call.context);
            let view = kernel.view_as(kind, whole, ViewAs::Owner, context)?;
            Ok::<String, Failure>(view.document.into_owned())
        });
        match seen {
            Err(failure) if failure.code() == Code::AccessNotVisible => Ok(None),
            // A kind that the blueprint no longer has: all of it is shown to whom it is about.
            Err(failure) if failure.code() == Code::KernelUnknownKind => {
                Ok(Some(record.document.clone()))
            }
            seen => seen.map(Some),
        }
    }

    async fn export_accesses(
        &self,
        person: &Person<'_>,
        write: &mut (dyn FnMut(&str) -> Result<(), Failure> + Send),
    ) -> Result<u64, Refusal> {
        let (mut lines, mut before) = (0, None);
        loop {
            let store = self.store();
            let seen = store.accesses(person.tenant, person.id, before.as_deref(), STEP);
            let seen = seen.await?;
            for access in &seen {
                let fields: Vec<String> = access.fields.iter().map(|path| quoted(path)).collect();
                write(&object(&[
                    ("is", quoted("access")),
                    ("at", quoted(&write_instant(access.at))),
                    ("kind", quoted(&access.address.kind)),
                    ("id", quoted(&access.address.id)),
                    ("viewer", quoted(&access.viewer)),
                    ("why", quoted(&access.why)),
                    ("fields", format!("[{}]", fields.join(","))),
                ]))?;
                lines += 1;
            }
            before = seen.last().map(|access| access.id.clone());
            if seen.len() < STEP {
                return Ok(lines);
            }
        }
    }
}

fn object(members: &[(&str, String)]) -> String {
    let mut json = String::from("{");
    for (name, value) in members {
        push_member(&mut json, name, value);
    }
    json.push('}');
    json
}
