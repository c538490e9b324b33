//! Kinds of records: sections, checks, gates, relations, lifecycles.

use super::audience::AudienceDocument;
use super::field::Field;
use super::import::ImportMapping;
use super::strength::StrengthCard;
use super::word::{History, OnDelete, TenantScope, UnknownFields};
use crate::blueprint::macros::document;
use crate::blueprint::node::Named;

document! {
    /// A kind of record.
    pub struct Kind {
        /// What people call one.
        label: Option<String>,
        /// The kind of its owner, usually `user`; without it, nobody owns a record.
        owner: Option<String>,
        /// Fields of the record's head that are unique together, such as `["owner"]`.
        one_per: Vec<String>,
        /// JSON Pointers to fields of which no two records hold the same value.
        unique: Vec<String>,
        /// Whether records belong to a tenant.
        tenant: Option<TenantScope>,
        /// Groups of fields, with an audience each.
        sections: Named<Section>,
        /// Fields outside of sections.
        fields: Named<Field>,
        /// Who sees fields that say nothing else.
        audience: Option<AudienceDocument>,
        /// What happens to members that no field names.
        unknown_fields: Option<UnknownFields>,
        /// Conditions a whole document must meet.
        checks: Vec<CheckDocument>,
        /// Gates that a document passes, such as `publish`.
        modes: Named<ModeGate>,
        /// Onboarding steps, in order.
        steps: Vec<Step>,
        /// How strong a profile is.
        strength: Option<StrengthCard>,
        /// Named links to other records or subjects.
        relations: Named<RelationDocument>,
        /// States and who may move between them.
        lifecycle: Option<LifecycleDocument>,
        /// Actions besides `create`, `read`, `list`, `update`, `delete` and the transitions, for
        /// policies and for the product to ask for. The hub asks for some where a kind declares them:
        /// `archive`, or else `delete`; `restore` or `unarchive`, or else `archive`;
        /// `restore_version` and `preview`, or else `update`; `change_many` besides what is done.
        actions: Vec<String>,
        /// Slots that only one record may hold at a time.
        exclusive: Vec<Exclusive>,
        /// Whether earlier versions are kept.
        history: Option<History>,
        /// What deleting means.
        on_delete: Option<OnDelete>,
        /// How foreign documents become documents of this kind.
        imports: Named<ImportMapping>,
    }

    /// A group of fields.
    pub struct Section {
        /// What people call it.
        label: Option<String>,
        /// Who sees its fields, unless they say something else.
        audience: Option<AudienceDocument>,
        /// Roles that may write it; everyone whom a policy lets when empty.
        written_by: Vec<String>,
        /// Its fields.
        fields: Named<Field>,
    }

    /// A condition that a whole document must meet.
    pub struct CheckDocument {
        /// The code of its violation, a lower-case word.
        code: String,
        /// A CEL condition over `self` and `now`.
        expr: String,
        /// JSON Pointer that its violation points to.
        at: Option<String>,
        /// What its violation says.
        message: String,
    }

    /// A gate that a document passes.
    pub struct ModeGate {
        /// JSON Pointers to fields that must hold something.
        requires: Vec<String>,
        /// The least strength score, 0 to 100.
        min_strength: Option<u32>,
    }

    /// One onboarding step.
    pub struct Step {
        /// Its name.
        id: String,
        /// What people read.
        label: Option<String>,
        /// JSON Pointers to fields that must hold something.
        requires: Vec<String>,
    }

    /// A named link to subjects or records.
    pub struct RelationDocument {
        /// The kind it points to.
        to: String,
        /// Whether a record can have several.
        many: bool,
        /// What people call it.
        label: Option<String>,
    }

    /// States and who may move between them.
    pub struct LifecycleDocument {
        /// The state of a new record.
        initial: String,
        /// All states.
        states: Vec<String>,
        /// States that nothing leaves.
        ends as "final": Vec<String>,
        /// The moves.
        transitions: Vec<TransitionDocument>,
    }

    /// A move between states; its name is an action of the kind.
    pub struct TransitionDocument {
        /// Its name.
        name: String,
        /// States it starts from.
        from: Vec<String>,
        /// State it ends in.
        to: String,
        /// Who may: `role:NAME`, `relation:NAME` or `owner`.
        by: Vec<String>,
        /// JSON Pointers to fields that must hold something.
        needs: Vec<String>,
        /// A CEL condition over `subject`, `resource` and `context`.
        when: Option<String>,
    }

    /// A slot that only one record may hold at a time.
    pub struct Exclusive {
        /// Relations or head fields that share the slot.
        per: Vec<String>,
        /// Field at which it starts.
        from: String,
        /// Field that says how many minutes it lasts.
        length: String,
        /// States in which it is held; all that are not final when empty.
        states: Vec<String>,
    }
}
