//! Static analysis: what compiles and is most likely a mistake all the same.

mod boards;
mod fields;
mod lifecycle;
mod reach;
mod roles;

use super::compile::Kernel;
use crate::blueprint::{Problem, Problems, Severity};
use crate::error::Code;
use reach::Reach;

impl Kernel {
    /// Everything that is worth a look: what compiling remarked, and what static analysis finds.
    #[must_use]
    pub fn check(&self) -> Vec<Problem> {
        let mut problems = Problems::default();
        self.remarks()
            .iter()
            .cloned()
            .for_each(|p| problems.push(p));
        let reach = Reach::of(self);
        roles::check(self, &mut problems);
        reach.report(self, &mut problems);
        lifecycle::check(self, &mut problems);
        fields::check(self, &reach, &mut problems);
        boards::check(self, &mut problems);
        self.check_pushable(&mut problems);
        problems.into_vec()
    }

    /// Conditions that a list filters by in memory only.
    fn check_pushable(&self, problems: &mut Problems) {
        for policy in &self.model().document.policies {
            let Some(what) = self.access().not_pushable(self.model(), &policy.id) else {
                continue;
            };
            let at = self.policy_at(&policy.id);
            let problem = Problem::new(format!("{at}/when"), Code::BlueprintNotPushable);
            problems.push(problem.with("what", what).severity(Severity::Note));
        }
    }

    fn policy_at(&self, id: &str) -> String {
        let policies = &self.model().document.policies;
        let index = policies.iter().position(|policy| policy.id == id);
        format!("/policies/{}", index.unwrap_or_default())
    }
}

fn warning(at: impl Into<String>, code: Code) -> Problem {
    Problem::new(at, code).severity(Severity::Warning)
}
