//! Cards of dashboards that their persona may never see.

use super::warning;
use crate::access::SubjectHead;
use crate::blueprint::Problems;
use crate::error::Code;
use crate::kernel::Kernel;

/// A card is looked at as somebody who has the persona's role and no other.
pub(super) fn check(kernel: &Kernel, problems: &mut Problems) {
    let model = kernel.model();
    for board in &kernel.boards().boards {
        let persona = model.persona(&board.persona);
        let persona = persona.and_then(|id| model.personas.get(id.index()));
        let role = persona.and_then(|persona| model.roles.get(persona.role.index()));
        let roles: Vec<&str> = role.iter().map(|role| &*role.name).collect();
        let head = SubjectHead {
            id: Some("somebody"),
            tenant: Some("somewhere"),
            roles: &roles,
            persona: Some(&board.persona),
            ..SubjectHead::default()
        };
        let Ok(subject) = kernel.subject(&head) else {
            continue;
        };
        for (place, card) in board.cards.iter().enumerate() {
            if !kernel.shows(card, &subject) {
                let at = format!("/dashboards/{}/cards/{place}", board.persona);
                let problem = warning(at, Code::BlueprintUnreachableCard);
                let problem = problem.with("card", card.id.to_string());
                problems.push(problem.with("persona", board.persona.to_string()));
            }
        }
    }
}
