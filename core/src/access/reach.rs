//! What a record must be at least to pass a filter: for stores, which find such records by an
//! index where the whole condition would have to be asked of each.

use super::decide::Tenancy;
use super::filter::Filter;
use super::rules::{Condition, Relations, Rule};
use super::subject::Verdict;
use crate::blueprint::Model;

/// What a record must be at least to pass a filter. A record that is all of it may still not
/// pass.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reach {
    /// Of this tenant, empty for none; any where nothing is said.
    pub tenant: Option<String>,
    /// Tied to the subject; any where nothing is said.
    pub tied: Option<Tied>,
}

/// Ties of a record to a subject, of which it must have one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tied {
    /// The subject.
    pub subject: String,
    /// Whether to own it is such a tie.
    pub as_owner: bool,
    /// The relations that are such a tie.
    pub relations: Vec<String>,
}

impl Filter<'_> {
    /// What a record must be at least to pass.
    #[must_use]
    pub fn reach(&self, model: &Model) -> Reach {
        Reach {
            tenant: self.only_tenant(),
            tied: self.ties(model),
        }
    }

    fn only_tenant(&self) -> Option<String> {
        if self.subject.crosses_tenants {
            return None;
        }
        let own = self.subject.tenant.as_ref();
        match (self.tenancy, own) {
            (Tenancy::Isolated, own) => own.map(|tenant| tenant.as_str().to_owned()),
            (Tenancy::IfGiven, None) => Some(String::new()),
            (Tenancy::IfGiven, Some(_)) | (Tenancy::Shared, _) => None,
        }
    }

    fn ties(&self, model: &Model) -> Option<Tied> {
        let Verdict::Depends { .. } = self.verdict else {
            return None;
        };
        let asked: Option<Vec<Relations>> =
            self.allows.iter().map(|rule| asked_for(rule)).collect();
        let asked = asked?.into_iter().fold(Relations::default(), Relations::or);
        let info = model.actions.get(self.action.index())?;
        let named = &model.kinds.get(info.kind.index())?.relations;
        let named = named.iter().take(64).enumerate();
        let named = named.filter(|(index, _)| asked.named >> index & 1 == 1);
        Some(Tied {
            subject: self.subject.id.as_ref()?.as_str().to_owned(),
            as_owner: asked.owner,
            relations: named
                .map(|(_, relation)| relation.name.to_string())
                .collect(),
        })
    }
}

/// The relations without which a rule does not allow.
fn asked_for(rule: &Rule) -> Option<Relations> {
    let owner = Relations {
        owner: true,
        named: 0,
    };
    match (&rule.condition, rule.relations) {
        (_, Some(relations)) => Some(relations),
        (Condition::OwnerIsSubject, None) => Some(owner),
        _ => None,
    }
}
