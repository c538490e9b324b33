//! How compiled policies are stored.

use super::decide::{Access, Tenancy};
use super::rules::{ActionRules, Condition, Relations, Rule, RuleInfo};
use crate::image::stored;

stored! {
    struct Access { actions, kinds, rules, tenancy }

    enum Tenancy { 0 = Isolated, 1 = IfGiven, 2 = Shared }

    struct ActionRules { allow, deny, states, asks_for_document }

    struct Rule { id, roles, personas, relations, states, condition, fields }

    struct RuleInfo { name, at, obligations }

    struct Relations { owner, named }

    enum Condition { 0 = Always, 1 = OwnerIsSubject, 2 = Program(program) }
}
