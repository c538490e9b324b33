//! Roles that nothing mentions.

use super::warning;
use crate::blueprint::{Kind, Problems};
use crate::error::Code;
use crate::id::{RoleId, RoleSet};
use crate::kernel::Kernel;

pub(super) fn check(kernel: &Kernel, problems: &mut Problems) {
    let used = used(kernel);
    let declared = kernel.model().roles.iter().enumerate().skip(3);
    for (index, role) in declared.filter(|(_, role)| !role.default) {
        let unused = RoleId::from_index(index).is_some_and(|id| !used.contains(id));
        if unused {
            let at = format!("/roles/{}", role.name);
            let problem = warning(at, Code::BlueprintUnusedRole);
            problems.push(problem.with("role", role.name.to_string()));
        }
    }
}

/// Every role that something mentions, or that is included in by one that is mentioned.
fn used(kernel: &Kernel) -> RoleSet {
    let model = kernel.model();
    let names = model.names();
    let policies = model.document.policies.iter();
    let policies = policies.flat_map(|policy| &policy.roles);
    let mut used = policies
        .filter_map(|name| names.find(name))
        .fold(model.tenancy.unwrap_or_default(), RoleSet::with);
    for persona in &model.personas {
        used = used.with(persona.role);
    }
    for kind in &model.kinds {
        used = used.union(of_kind(kind));
    }
    // A role that includes one that counts for something counts for it too.
    let including = model.roles.iter().enumerate().skip(3);
    let including = including.filter(|(_, role)| role.includes.intersects(used));
    including
        .filter_map(|(index, _)| RoleId::from_index(index))
        .fold(used, RoleSet::with)
}

fn of_kind(kind: &Kind) -> RoleSet {
    let mut used = RoleSet::EMPTY;
    for field in &kind.fields {
        used = used.union(field.audience.roles);
        used = used.union(field.written_by.unwrap_or_default());
        let by_role = field.audience.by_role.iter();
        used = by_role.fold(used, |used, (role, _)| used.with(*role));
    }
    let transitions = kind.lifecycle.iter().flat_map(|life| &life.transitions);
    transitions.fold(used, |used, transition| used.union(transition.roles))
}
