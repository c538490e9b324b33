//! Whom records name, and what of a record is about whom.

use std::collections::BTreeMap;

use super::Hub;
use super::member::Person;
use super::person::STEP;
use super::refusal::Refusal;
use crate::access::{Subject, SubjectHead};
use crate::blueprint::{FieldInfo, Kind, Relation};
use crate::store::{Address, Archived, Condition, PageRequest, Selection, StoredRecord};

/// The relations of a record: names with identifiers.
pub(super) type Relations = [(String, Vec<String>)];

/// The people whom relations of a record name, each with those relations as bits.
pub(super) fn people<'r>(kind: &Kind, relations: &'r Relations) -> BTreeMap<&'r str, u64> {
    let mut people: BTreeMap<&str, u64> = BTreeMap::new();
    for (name, ids) in relations {
        let Some(place) = place(kind, name) else {
            continue;
        };
        for id in ids {
            *people.entry(id).or_default() |= 1u64 << place;
        }
    }
    people
}

/// The names of the relations that are meant by bits.
pub(super) fn relation_names(kind: &Kind, bits: u64) -> Vec<&str> {
    let relations = kind.relations.iter().enumerate().take(64);
    let meant = relations.filter(|(place, _)| bits >> place & 1 == 1);
    meant.map(|(_, relation)| &*relation.name).collect()
}

/// Takes somebody's name out of every relation of a record that names people.
pub(super) fn unnamed(kind: &Kind, record: &StoredRecord, person: &str) -> StoredRecord {
    let mut record = record.clone();
    for (name, ids) in &mut record.relations {
        if place(kind, name).is_some() {
            ids.retain(|id| id != person);
        }
    }
    record.relations.retain(|(_, ids)| !ids.is_empty());
    record
}

/// Whether a field of a record is about somebody whom some relations name. What is said of no
/// field is its owner's, or everybody's where nobody owns the record.
pub(super) fn is_about(field: &FieldInfo, owned: bool, named_as: u64) -> bool {
    match field.about {
        0 => !owned && named_as != 0,
        about => about & named_as != 0,
    }
}

/// The place of a relation among those of its kind, where it names people.
fn place(kind: &Kind, name: &str) -> Option<usize> {
    let mut relations = kind.relations.iter().take(64);
    relations.position(|relation| *relation.name == *name && relation.names_people())
}

/// On the way through the records that name somebody: relation by relation, page by page.
#[derive(Debug, Clone)]
pub(super) struct Naming<'n> {
    /// The relations that are left, the next one last.
    ways: Vec<(&'n Kind, &'n Relation)>,
    /// Where the page before ended.
    after: Option<(String, String)>,
}

impl Hub {
    /// The way through all records that name somebody, from its beginning.
    pub(super) fn naming(&self) -> Naming<'_> {
        let kinds = self.kernel().model().kinds.iter().rev();
        let ways = kinds.flat_map(|kind| {
            let relations = kind.relations.iter().rev();
            let people = relations.filter(|relation| relation.names_people());
            people.map(move |relation| (kind, relation))
        });
        Naming {
            ways: ways.collect(),
            after: None,
        }
    }

    /// The next records that name somebody and are not their own, whoever may see them; `None`
    /// behind the last ones. None of them comes twice.
    pub(super) async fn next_naming<'n>(
        &self,
        person: &Person<'_>,
        naming: &mut Naming<'n>,
    ) -> Result<Option<(&'n Kind, Vec<StoredRecord>)>, Refusal> {
        let Some((kind, relation)) = naming.ways.last().copied() else {
            return Ok(None);
        };
        let selection = Selection::all(self.kernel(), &kind.name)?;
        let named = Condition::Related(relation.name.to_string(), person.id.to_owned());
        let request = PageRequest {
            after: naming.after.take(),
            limit: STEP,
            archived: Archived::With,
            conditions: vec![named],
            tenant: Some(person.tenant.to_owned()),
            ..PageRequest::default()
        };
        let mut page = self.store().list(&selection, &request).await?;
        match page.records.last().filter(|_| page.more) {
            Some(last) => {
                let Address { id, tenant, .. } = last.address.clone();
                naming.after = Some((id, tenant));
            }
            None => {
                naming.ways.pop();
            }
        }
        page.records.retain(|record| {
            let bits = people(kind, &record.relations);
            let bits = bits.get(person.id).copied().unwrap_or_default();
            let first = relation_names(kind, bits).first() == Some(&&*relation.name);
            first && record.owner.as_deref() != Some(person.id)
        });
        Ok(Some((kind, page.records)))
    }

    /// Somebody as the rules know them: with the roles that they were granted and that the
    /// blueprint still has.
    pub(super) async fn as_themselves(&self, person: &Person<'_>) -> Result<Subject, Refusal> {
        let member = self.store().member(person.tenant, person.id).await?;
        let names = self.kernel().model().names();
        let roles = member.iter().flat_map(|member| &member.roles);
        let known = roles.filter(|role| names.find(role).is_some());
        let roles: Vec<&str> = known.map(String::as_str).collect();
        Ok(self.kernel().subject(&SubjectHead {
            id: Some(person.id),
            roles: &roles,
            tenant: Some(person.tenant).filter(|tenant| !tenant.is_empty()),
            ..SubjectHead::default()
        })?)
    }
}
