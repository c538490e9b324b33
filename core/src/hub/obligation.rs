//! Reads that a policy allows on the condition that they are on record: its obligation `audit`.
//! (A change always is.)

use super::Hub;
use super::call::Call;
use super::plan::{Desk, Grounds};
use super::refusal::Refusal;
use crate::access::Rule;
use crate::blueprint::Verb;
use crate::error::Failure;
use crate::id::ActionId;
use crate::privacy::Outcome;
use crate::store::{Address, Commit, StoredRecord};

/// The obligation of a policy whose every use is noted in the account.
const AUDIT: &str = "audit";

impl Desk<'_> {
    /// Why the subject may read a record, where the policy that says so wants it on record.
    pub(super) fn obliged(&self, record: &StoredRecord) -> Result<Option<Grounds>, Failure> {
        let read = self.hub.kernel().verb(self.kind, Verb::Read)?;
        if !self.may_be_obliged(read) {
            return Ok(None);
        }
        let decision = self.decides(read, record)?;
        let answer = self.hub.kernel().answer(&decision);
        let audit = answer.obligations.iter().any(|one| &**one == AUDIT);
        Ok(audit.then(|| Grounds {
            rule: answer.rule.unwrap_or_default().to_owned(),
            reason: answer.reason,
        }))
    }

    /// Whether any policy that may let the subject read wants it on record: most subjects never
    /// meet one, and pay nothing.
    fn may_be_obliged(&self, read: ActionId) -> bool {
        let (access, subject) = (self.hub.kernel().access(), self.call.subject);
        let wants = |rule: &&Rule| {
            let info = access.rule(rule.id);
            let mut obligations = info.into_iter().flat_map(|info| &info.obligations);
            obligations.any(|one| &**one == AUDIT)
        };
        let holds = |rule: &Rule| rule.roles.is_none_or(|any| any.intersects(subject.roles()));
        let rules = access.rules_of(read).map(|rules| &rules.allow);
        rules.is_some_and(|allow| allow.iter().filter(wants).any(holds))
    }
}

impl Hub {
    /// Notes in the account that something was read.
    pub(super) async fn put_on_record(
        &self,
        call: &Call<'_>,
        (address, version): (&Address, i64),
        action: &str,
        grounds: Grounds,
    ) -> Result<(), Refusal> {
        let (mut entry, detail) = self.entry(call, address, action);
        (entry.version, entry.outcome) = (version, Outcome::Done);
        (entry.rule, entry.reason) = (grounds.rule, grounds.reason.to_owned());
        let commit = Commit {
            audit: vec![(entry, detail)],
            ..Commit::default()
        };
        Ok(self.store().commit(&commit).await?)
    }
}
