//! Parts of conditions that do not depend on the record.

use super::resource::Context;
use super::scope::meta_value;
use super::subject::Subject;
use crate::blueprint::{Attribute, Meta, meta_of};
use crate::expr::{EvalFault, Evaluation, Node, Scope, Value, Var};

/// What is known before there is a record: the subject, and the circumstances where they are.
pub(super) struct Known<'k> {
    pub(super) subject: &'k Subject,
    pub(super) context: Option<&'k Context>,
}

impl Scope for Known<'_> {
    fn load(&self, var: Var) -> Value<'_> {
        match meta_of(var) {
            Attribute::Subject(slot) => self.subject.attributes.value(slot),
            Attribute::Context(slot) => self
                .context
                .map_or(Value::Absent, |context| context.attributes.value(slot)),
            Attribute::Now => {
                let now = self.context.and_then(|context| context.now);
                now.map_or(Value::Absent, Value::Timestamp)
            }
            Attribute::Meta(meta) => meta_value(self.subject, meta),
            Attribute::Field(_) | Attribute::Relation(_) => Value::Absent,
        }
    }
}

impl Known<'_> {
    /// Whether all that a part needs is known.
    pub(super) fn settles(&self, node: &Node) -> bool {
        is_settled(node, self.context.is_some())
    }

    /// The value of a settled part.
    pub(super) fn value<'v>(&'v self, node: &'v Node) -> Result<Value<'v>, EvalFault> {
        Evaluation::new(self).value(node)
    }
}

/// Whether a part needs the subject alone, or the circumstances where they are known.
pub(super) fn is_settled(node: &Node, context_known: bool) -> bool {
    is_settled_by(node, |var: Var| match meta_of(var) {
        Attribute::Subject(_) => true,
        Attribute::Context(_) | Attribute::Now => context_known,
        Attribute::Meta(meta) => is_of_subject(meta),
        Attribute::Field(_) | Attribute::Relation(_) => false,
    })
}

/// Whether a part needs nothing but what is known.
fn is_settled_by(node: &Node, knows: impl Fn(Var) -> bool) -> bool {
    let mut settled = true;
    node.walk(&mut |node| {
        settled &= match node {
            Node::Load(var, _) | Node::Present(var) => knows(*var),
            // A macro's variable means nothing outside of its macro.
            Node::Local(..) | Node::Macro { .. } | Node::List(_) => false,
            _ => true,
        };
    });
    settled
}

/// The value of a part that is made of literals alone.
pub(super) fn literal(node: &Node) -> Option<Result<Value<'_>, EvalFault>> {
    is_settled_by(node, |_| false).then(|| Evaluation::new(&Nobody).value(node))
}

/// Where nothing is known.
struct Nobody;

impl Scope for Nobody {
    fn load(&self, _: Var) -> Value<'_> {
        Value::Absent
    }
}

/// Whether a name of the head is the subject's and not the record's.
fn is_of_subject(meta: Meta) -> bool {
    matches!(
        meta,
        Meta::SubjectId | Meta::SubjectRoles | Meta::SubjectTenant | Meta::SubjectPersona
    )
}
