//! The values of one decision's conditions.

use super::resource::{Context, Resource};
use super::subject::Subject;
use crate::blueprint::{Attribute, Meta, meta_of};
use crate::expr::{Scope, Value, Var};
use crate::id::Id;

/// Who asks, about what, when.
pub(super) struct Call<'c> {
    pub(super) subject: &'c Subject,
    pub(super) resource: &'c Resource<'c>,
    pub(super) context: &'c Context,
}

impl Scope for Call<'_> {
    #[inline]
    fn load(&self, var: Var) -> Value<'_> {
        match meta_of(var) {
            Attribute::Field(slot) => self.resource.details.capture.value(slot),
            Attribute::Meta(meta) => self.meta(meta),
            Attribute::Relation(relation) => {
                let single = self.resource.related(relation);
                match single {
                    [only] if self.is_single(relation) => Value::Text(only.as_str()),
                    [] if self.is_single(relation) => Value::Absent,
                    many => Value::Ids(many),
                }
            }
            Attribute::Subject(slot) => self.subject.attributes.value(slot),
            Attribute::Context(slot) => self.context.attributes.value(slot),
            Attribute::Now => self.context.now.map_or(Value::Absent, Value::Timestamp),
        }
    }
}

impl Call<'_> {
    fn is_single(&self, relation: crate::id::RelationId) -> bool {
        self.resource.details.single >> relation.0.min(63) & 1 == 1
    }

    fn meta(&self, meta: Meta) -> Value<'_> {
        let resource = self.resource;
        let details = &resource.details;
        match meta {
            Meta::Id => id(&details.id),
            Meta::Owner => id(&resource.owner),
            Meta::Tenant => id(&resource.tenant),
            Meta::State => details
                .state_name
                .as_deref()
                .map_or(Value::Absent, Value::Text),
            Meta::Version => details.version.map_or(Value::Absent, Value::Int),
            Meta::CreatedAt => details.created_at.map_or(Value::Absent, Value::Timestamp),
            Meta::UpdatedAt => details.updated_at.map_or(Value::Absent, Value::Timestamp),
            meta => meta_value(self.subject, meta),
        }
    }
}

/// What a name of the subject's head stands for; absent for a record's.
pub(super) fn meta_value(subject: &Subject, meta: Meta) -> Value<'_> {
    match meta {
        Meta::SubjectId => id(&subject.id),
        Meta::SubjectRoles => Value::Ids(&subject.role_names),
        Meta::SubjectTenant => id(&subject.tenant),
        Meta::SubjectPersona => subject
            .persona_name
            .as_deref()
            .map_or(Value::Absent, Value::Text),
        _ => Value::Absent,
    }
}

fn id(id: &Option<Id>) -> Value<'_> {
    id.as_ref()
        .map_or(Value::Absent, |id| Value::Text(id.as_str()))
}
