//! What a list may show: the records on which a subject may do something.

use super::error::StoreError;
use super::record::StoredRecord;
use crate::access::{Columns, Context, Dialect, Filter, Reach, Sql, Subject};
use crate::error::Failure;
use crate::id::ActionId;
use crate::kernel::Kernel;

/// The records of a kind on which a subject may do an action.
#[derive(Debug, Clone)]
pub struct Selection<'s> {
    kernel: &'s Kernel,
    kind: &'s str,
    /// `None` admits every record.
    filter: Option<Filter<'s>>,
}

impl<'s> Selection<'s> {
    /// The records on which the subject may do the action, such as `booking.list`.
    ///
    /// # Errors
    /// [`crate::error::Code::KernelUnknownAction`].
    pub fn new(
        kernel: &'s Kernel,
        subject: &'s Subject,
        action: ActionId,
        context: &'s Context,
    ) -> Result<Self, Failure> {
        let info = kernel.model().actions.get(action.index());
        let kind = info.and_then(|info| kernel.model().kinds.get(info.kind.index()));
        let unknown = || Failure::new(crate::error::Code::KernelUnknownAction).with("name", "");
        Ok(Self {
            kernel,
            kind: &kind.ok_or_else(unknown)?.name,
            filter: Some(kernel.access().filter(subject, action, context)),
        })
    }

    /// Every record of a kind, whoever may see it: for the work that the product itself owes.
    ///
    /// # Errors
    /// [`crate::error::Code::KernelUnknownKind`].
    pub fn all(kernel: &'s Kernel, kind: &str) -> Result<Self, Failure> {
        Ok(Self {
            kernel,
            kind: &kernel.kind(kind)?.name,
            filter: None,
        })
    }

    /// The kind.
    #[must_use]
    pub fn kind(&self) -> &str {
        self.kind
    }

    /// Whether it admits a record.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] where the record does not fit its kind.
    pub fn admits(&self, record: &StoredRecord) -> Result<bool, StoreError> {
        let Some(filter) = &self.filter else {
            return Ok(true);
        };
        let admitted = record.with(|record| -> Result<bool, Failure> {
            let kind = self.kernel.kind(self.kind)?;
            let resource = self.kernel.resource(kind, &record.head, record.document)?;
            Ok(filter.matches(&resource))
        });
        admitted.map_err(|failure| StoreError::Corrupt(Box::new(failure)))
    }

    /// What a record must be at least to be admitted: what an index finds.
    #[must_use]
    pub fn reach(&self) -> Reach {
        let reach = |filter: &Filter<'_>| filter.reach(self.kernel.model());
        self.filter.as_ref().map(reach).unwrap_or_default()
    }

    /// The selection as a condition of SQL; `None` where it has no exact form: then the records
    /// are asked one by one.
    #[must_use]
    pub fn sql(&self, dialect: Dialect, columns: &Columns) -> Option<Sql> {
        let model = self.kernel.model();
        match &self.filter {
            Some(filter) => filter.to_sql(model, dialect, columns).ok(),
            None => Some(Sql {
                text: "TRUE".to_owned(),
                params: Vec::new(),
            }),
        }
    }
}
