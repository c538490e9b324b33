//! States that nothing leads to, or that nothing leaves.

use super::warning;
use crate::blueprint::{Kind, Lifecycle, Problems};
use crate::error::Code;
use crate::id::StateId;
use crate::kernel::Kernel;

pub(super) fn check(kernel: &Kernel, problems: &mut Problems) {
    for kind in &kernel.model().kinds {
        if let Some(lifecycle) = &kind.lifecycle {
            check_kind(kind, lifecycle, problems);
        }
    }
}

fn check_kind(kind: &Kind, lifecycle: &Lifecycle, problems: &mut Problems) {
    let reached = reached(lifecycle);
    for (index, name) in lifecycle.states.iter().enumerate() {
        let Some(state) = StateId::from_index(index) else {
            continue;
        };
        let at = format!("/kinds/{}/lifecycle/states/{index}", kind.name);
        let mut report = |code| {
            problems.push(warning(&*at, code).with("state", name.to_string()));
        };
        let leaves = lifecycle.transitions.iter().any(|t| t.starts_from(state));
        let ends = lifecycle.finals >> index.min(63) & 1 == 1;
        if reached >> index.min(63) & 1 == 0 {
            report(Code::BlueprintUnreachableState);
        } else if !leaves && !ends {
            report(Code::BlueprintDeadEndState);
        }
    }
}

/// The states that can be reached from the initial one, as bits.
fn reached(lifecycle: &Lifecycle) -> u64 {
    let bit = |state: StateId| 1u64 << state.index().min(63);
    let mut reached = bit(lifecycle.initial);
    loop {
        let moves = lifecycle.transitions.iter();
        let moves = moves.filter(|transition| transition.from & reached != 0);
        let more = moves.fold(reached, |all, transition| all | bit(transition.to));
        if more == reached {
            return reached;
        }
        reached = more;
    }
}
