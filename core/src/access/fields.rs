//! Which fields a subject may write.

use super::decide::{Access, allowed, denies_record};
use super::resource::{Context, Resource};
use super::scope::Call;
use super::subject::Subject;
use crate::blueprint::Kind;
use crate::id::{ActionId, FieldSet};

impl Access {
    /// The fields that the subject may write with an action such as `update`: those that its
    /// allows name (all, where one names none), less those that a deny names, less those that
    /// are written by other roles. Empty when it may write none.
    #[must_use]
    pub fn writable(
        &self,
        kind: &Kind,
        subject: &Subject,
        action: ActionId,
        resource: &Resource<'_>,
        context: &Context,
    ) -> FieldSet {
        let mut fields = FieldSet::empty(kind.fields.len());
        let Some(rules) = self
            .rules_of(action)
            .filter(|_| self.same_tenant(subject, resource))
        else {
            return fields;
        };
        let call = Call {
            subject,
            resource,
            context,
        };
        let all = FieldSet::all(kind.fields.len());
        for rule in rules
            .allow
            .iter()
            .filter(|rule| subject.may_match(rule) && allowed(rule, &call))
        {
            fields.extend(rule.fields.as_ref().unwrap_or(&all));
        }
        for rule in rules
            .deny
            .iter()
            .filter(|rule| subject.may_match(rule) && denies_record(rule, &call))
        {
            fields.subtract(rule.fields.as_ref().unwrap_or(&all));
        }
        let others = kind.fields.iter().filter(|field| {
            field
                .written_by
                .is_some_and(|r| !r.intersects(subject.roles))
        });
        others.for_each(|field| fields.remove(field.id));
        fields
    }
}
