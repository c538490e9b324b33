//! From a blueprint's bytes to a kernel.

use std::ops::Deref;
use std::sync::Arc;

use super::runtime::Runtime;
use super::validators::fingerprint;
use crate::access;
use crate::blueprint::{Blueprint, Model, Problem, Problems, Severity};
use crate::metrics::{self, Boards, Plans};
use crate::strength;

/// A compiled blueprint, which answers as its [`Runtime`]. Immutable, cheap to clone, the same
/// answers on every thread.
///
/// ```
/// use profilekit::Kernel;
/// use profilekit::kernel::Validate;
/// let kernel = Kernel::compile(br#"{
///     "blueprint": 1, "name": "notes", "version": "1.0.0",
///     "kinds": { "note": { "fields": { "title": { "type": "string", "max": 5, "required": true } } } }
/// }"#).unwrap();
/// let found = kernel.validate("note", br#"{"title": "too long"}"#, &Validate::default()).unwrap();
/// assert_eq!(found.violations[0].code(), "schema.too_long");
///
/// let problems = Kernel::compile(br#"{"blueprint": 1, "nam": "notes", "version": "1.0.0"}"#).unwrap_err();
/// let near: Vec<_> = problems.as_slice().iter().filter_map(|p| p.suggestion.as_deref()).collect();
/// assert_eq!(near, ["name"]);
/// ```
#[derive(Debug, Clone)]
pub struct Kernel {
    runtime: Runtime,
    boards: Arc<Boards>,
    plans: Arc<Plans>,
    remarks: Arc<[Problem]>,
}

impl Deref for Kernel {
    type Target = Runtime;

    fn deref(&self) -> &Runtime {
        &self.runtime
    }
}

impl Kernel {
    /// Compiles a blueprint.
    ///
    /// # Errors
    /// Every problem of the blueprint, at least one of them an error.
    pub fn compile(bytes: &[u8]) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let document = Blueprint::parse(bytes, &mut problems);
        let mut model = Model::resolve(document, &mut problems);
        let access = access::compile(&mut model, &mut problems);
        let cards = strength::compile(&mut model, &mut problems);
        let boards = metrics::compile(&model, &mut problems);
        let plans = metrics::compile_plans(&model, &boards, &mut problems);
        model.seal();
        if problems.has_errors() {
            return Err(problems);
        }
        Ok(Self {
            boards: Arc::new(boards),
            plans: Arc::new(plans),
            runtime: Runtime::new(model, access, cards, fingerprint(bytes)),
            remarks: problems.into_vec().into(),
        })
    }

    /// The tables of facts and the dashboards.
    #[must_use]
    pub fn boards(&self) -> &Boards {
        &self.boards
    }

    /// What usage costs, and how charges are split among those who earned them.
    #[must_use]
    pub fn plans(&self) -> &Plans {
        &self.plans
    }

    /// What compiling remarked besides errors.
    #[must_use]
    pub fn remarks(&self) -> &[Problem] {
        &self.remarks
    }

    /// Whether compiling warned of anything.
    #[must_use]
    pub fn has_warnings(&self) -> bool {
        let mut remarks = self.remarks.iter();
        remarks.any(|problem| problem.severity == Severity::Warning)
    }
}
