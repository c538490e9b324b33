//! Compiled policies and transitions.

use super::resource::Resource;
use crate::blueprint::{Attribute, Meta, meta_of};
use crate::expr::{Comparison, Node, Program};
use crate::id::{FieldSet, Id, RoleSet, RuleId};

/// Whether a rule allows or denies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It allows.
    Allow,
    /// It denies, whatever allows.
    Deny,
}

impl Effect {
    /// `allow` or `deny`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Deny => "deny",
        }
    }
}

/// One rule for one action.
#[derive(Debug, Clone)]
pub struct Rule {
    /// The policy or transition that it comes from.
    pub id: RuleId,
    /// Any of these roles; any subject when `None`.
    pub roles: Option<RoleSet>,
    /// Any of these personas, as bits; any when `None`.
    pub personas: Option<u64>,
    /// Any of these relations, or `owner`; any subject when `None`.
    pub relations: Option<Relations>,
    /// States that the record must be in, as bits; any when `None`.
    pub states: Option<u64>,
    /// A condition.
    pub condition: Condition,
    /// The fields that it is about; all when `None`.
    pub fields: Option<FieldSet>,
}

/// Relations of a record, `owner` among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Relations {
    /// Whether the owner is meant.
    pub owner: bool,
    /// Relations by handle, as bits.
    pub named: u64,
}

impl Relations {
    /// Either of these relations or of the others.
    #[must_use]
    pub fn or(self, others: Self) -> Self {
        Self {
            owner: self.owner || others.owner,
            named: self.named | others.named,
        }
    }

    /// Whether the subject holds any of them to the record.
    #[inline(always)]
    #[allow(
        clippy::inline_always,
        reason = "a few comparisons, in every loop over records"
    )]
    #[must_use]
    pub fn hold(self, subject: &Id, resource: &Resource<'_>) -> bool {
        self.owner && resource.owner.as_ref() == Some(subject)
            || self.named != 0 && resource.relates(subject, self.named)
    }
}

/// A condition; the commonest ones have a form of their own.
#[derive(Debug, Clone)]
pub enum Condition {
    /// None: it holds.
    Always,
    /// `resource.owner == subject.id`
    OwnerIsSubject,
    /// Any other.
    Program(Box<Program>),
}

impl Condition {
    /// The fastest form of a program.
    #[must_use]
    pub fn of(program: Program) -> Self {
        match program.root() {
            Node::Compare(Comparison::Equal, two) if is_owner_and_subject(&two.0, &two.1) => {
                Self::OwnerIsSubject
            }
            _ => Self::Program(Box::new(program)),
        }
    }
}

fn is_owner_and_subject(one: &Node, two: &Node) -> bool {
    let meta = |node: &Node| match node {
        Node::Load(var, _) => Some(meta_of(*var)),
        _ => None,
    };
    let owner = Some(Attribute::Meta(Meta::Owner));
    let subject = Some(Attribute::Meta(Meta::SubjectId));
    (meta(one), meta(two)) == (owner, subject) || (meta(one), meta(two)) == (subject, owner)
}

impl Rule {
    /// Whether its condition asks for the circumstances of the call.
    #[must_use]
    pub fn asks_for_context(&self) -> bool {
        let Condition::Program(program) = &self.condition else {
            return false;
        };
        let mut variables = program.variables().into_iter().map(meta_of);
        variables.any(|name| matches!(name, Attribute::Context(_) | Attribute::Now))
    }

    /// Whether its condition asks for attributes of the subject, besides who it is and its roles.
    #[must_use]
    pub fn asks_for_attributes(&self) -> bool {
        let Condition::Program(program) = &self.condition else {
            return false;
        };
        let mut variables = program.variables().into_iter().map(meta_of);
        variables.any(|name| matches!(name, Attribute::Subject(_)))
    }

    /// Whether its condition asks for what the record's document holds.
    #[must_use]
    pub fn asks_for_document(&self) -> bool {
        let Condition::Program(program) = &self.condition else {
            return false;
        };
        let mut variables = program.variables().into_iter().map(meta_of);
        variables.any(|name| matches!(name, Attribute::Field(_)))
    }

    /// Whether nothing about the record matters.
    #[must_use]
    pub fn is_settled_by_subject(&self) -> bool {
        self.relations.is_none()
            && self.states.is_none()
            && self.fields.is_none()
            && matches!(self.condition, Condition::Always)
    }
}

/// What people are told about a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleInfo {
    /// The policy's id, or `kind.transition`.
    pub name: Box<str>,
    /// Where it stands in the blueprint: a JSON Pointer.
    pub at: Box<str>,
    /// What the caller must do when it acts on this.
    pub obligations: Vec<Box<str>>,
}

/// The rules of one action.
#[derive(Debug, Clone, Default)]
pub struct ActionRules {
    /// Rules that allow, in declaration order.
    pub allow: Vec<Rule>,
    /// Rules that deny, in declaration order.
    pub deny: Vec<Rule>,
    /// States that the record must be in whatever allows it: those a transition starts from.
    pub states: Option<u64>,
    /// Whether any of them asks for what the record's document holds.
    pub asks_for_document: bool,
}
