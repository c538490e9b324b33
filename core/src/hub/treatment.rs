//! What becomes of records when a person goes.

use super::call::Call;
use super::erasing::Going;
use super::ids::uuid_v7;
use super::lifecycle;
use super::member::Person;
use super::person::personal;
use super::plan::{Desk, Grounds, Plan};
use super::refusal::Refusal;
use super::{Hub, named};
use crate::blueprint::document::{LawfulBasis, OnDelete, OnLeaving};
use crate::blueprint::{FieldInfo, Kind};
use crate::id::FieldId;
use crate::store::{Erasure, Extent, StoredRecord, Treated, Treatment, Write, WriteMode};

/// What a kind asks for. Setting aside is not enough for whoever wants to be forgotten.
pub(super) fn of(kind: &Kind) -> Treatment {
    let kept = kind.fields.iter().any(is_owed);
    match (kind.on_delete, kept) {
        (_, true) => Treatment::Retain,
        (OnDelete::Delete, false) => Treatment::Delete,
        (OnDelete::Archive | OnDelete::Anonymise, false) => Treatment::Anonymise,
    }
}

/// What a record of others, or of nobody, asks for that names somebody: whoever is the last one
/// takes it along as if they owned it, but for what has nothing personal in it.
pub(super) fn of_naming(kind: &Kind, record: &StoredRecord) -> Treatment {
    let alone = named::people(kind, &record.relations).len() < 2;
    let is_personal = kind.fields.iter().any(|field| field.class.is_some());
    match record.owner {
        None if alone && is_personal => of(kind),
        _ => Treatment::Release,
    }
}

/// What a deletion at the identity provider means for a record, if anything.
pub(super) fn of_leaving(leaving: OnLeaving) -> Option<Treatment> {
    match leaving {
        OnLeaving::Keep => None,
        OnLeaving::Deactivate => Some(Treatment::SetAside),
        OnLeaving::Anonymise => Some(Treatment::Anonymise),
        OnLeaving::Erase => Some(Treatment::Delete),
    }
}

/// The fields that a law asks to keep of a record that is treated so.
pub(super) fn kept(
    kind: &Kind,
    record: &StoredRecord,
    treatment: Treatment,
    person: &str,
) -> Vec<FieldId> {
    let owned = record.owner.is_some();
    let named_as = named::people(kind, &record.relations);
    let named_as = named_as.get(person).copied().unwrap_or_default();
    let concerns = |field: &&FieldInfo| match treatment {
        Treatment::Retain => true,
        Treatment::Release => named::is_about(field, owned, named_as),
        _ => false,
    };
    let kept = kind.fields.iter().filter(|field| is_owed(field));
    kept.filter(concerns).map(|field| field.id).collect()
}

/// Whether a law asks to keep a field.
fn is_owed(field: &FieldInfo) -> bool {
    field.class.is_some() && field.basis == Some(LawfulBasis::LegalObligation)
}

impl Hub {
    /// What treating a record so comes to, and what a ledger says of it.
    pub(super) fn treat(
        &self,
        going: &Going<'_>,
        record: StoredRecord,
        how: Treatment,
    ) -> Result<(Plan, Treated), Refusal> {
        let address = record.address.clone();
        let Ok(kind) = self.kernel().kind(&address.kind) else {
            let plan = self.treat_stranger(going, record, how);
            return Ok((plan, Treated::new(address, how)));
        };
        let desk = Desk {
            hub: self,
            call: going.call,
            kind,
            action: going.action(),
        };
        let grounds = grounds(going.extent);
        let person = going.person;
        let plan = match how {
            Treatment::Delete => lifecycle::remove(&desk, record, grounds),
            Treatment::Anonymise | Treatment::Retain => {
                let owed = |field: &FieldInfo| how == Treatment::Retain && is_owed(field);
                let gone = personal(kind, |field| !owed(field));
                match going.extent {
                    Extent::Everywhere => {
                        let unnamed = named::unnamed(kind, &record, person.id);
                        lifecycle::anonymise(&desk, &unnamed, &gone, grounds)
                    }
                    Extent::Own => lifecycle::anonymise(&desk, &record, &gone, grounds),
                }
            }
            Treatment::SetAside if record.archived_at.is_some() => Ok(Plan::nothing(&record)),
            Treatment::SetAside => lifecycle::set_aside(&desk, &record, grounds),
            Treatment::Release | Treatment::Unname => release(&desk, person, record, grounds),
        }?;
        let keeps = plan.write.as_ref().is_some_and(|write| !write.forgets);
        let how = match how {
            Treatment::Release if keeps => Treatment::Unname,
            how => how,
        };
        Ok((plan, Treated::new(address, how)))
    }

    /// A record of a kind that the blueprint no longer has: nobody knows what of it is personal.
    fn treat_stranger(&self, going: &Going<'_>, record: StoredRecord, how: Treatment) -> Plan {
        let mut plan = Plan::nothing(&record);
        if how == Treatment::SetAside {
            return plan;
        }
        let (mut entry, detail) = self.entry(going.call, &record.address, going.action());
        entry.version = record.version;
        plan.audit = Some((entry, detail));
        plan.write = Some(Write {
            how: WriteMode::Remove,
            record,
            ..Write::default()
        });
        plan
    }

    /// What is kept of an erasure.
    pub(super) fn erasure(
        &self,
        call: &Call<'_>,
        person: &Person<'_>,
        extent: Extent,
        records: Vec<Treated>,
    ) -> Erasure {
        Erasure {
            id: uuid_v7(self.entropy(), call.now),
            at: call.now,
            tenant: person.tenant.to_owned(),
            person: person.id.to_owned(),
            extent,
            records,
        }
    }
}

/// What becomes of a record of others, or of nobody, that names somebody.
fn release(
    desk: &Desk<'_>,
    person: &Person<'_>,
    record: StoredRecord,
    grounds: Grounds,
) -> Result<Plan, Refusal> {
    let kind = desk.kind;
    let named_as = named::people(kind, &record.relations);
    let named_as = named_as.get(person.id).copied().unwrap_or_default();
    let owned = record.owner.is_some();
    let gone = |field: &FieldInfo| !is_owed(field) && named::is_about(field, owned, named_as);
    let gone = personal(kind, gone);
    let unnamed = named::unnamed(kind, &record, person.id);
    lifecycle::release(desk, &record, &unnamed, &gone, grounds)
}

fn grounds(extent: Extent) -> Grounds {
    let rule = match extent {
        Extent::Everywhere => "erasure",
        Extent::Own => "identity",
    };
    Grounds {
        rule: rule.to_owned(),
        reason: "allowed",
    }
}
