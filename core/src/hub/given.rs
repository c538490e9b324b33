//! What callers hand in besides documents, looked at before any store is asked: what one store
//! could not keep is refused on every store.

use super::call::Call;
use super::member::Person;
use super::operation::Target;
use crate::error::{Code, Failure};
use crate::id::Id;
use crate::store::Condition;

/// Refuses a text that not every store can keep.
pub(super) fn text(what: &str, text: &str) -> Result<(), Failure> {
    if text.contains('\0') {
        return Err(Failure::bad_request(format!("`{what}` holds U+0000")));
    }
    Ok(())
}

/// Refuses what is no identifier.
pub(super) fn id(what: &'static str, id: &str) -> Result<(), Failure> {
    if Id::is_valid(id) {
        return Ok(());
    }
    Err(Failure::new(Code::KernelBadId).with("what", what))
}

/// Refuses what is no tenant; an empty one is none.
pub(super) fn tenant(tenant: &str) -> Result<(), Failure> {
    if tenant.is_empty() {
        return Ok(());
    }
    id("tenant", tenant)
}

impl Call<'_> {
    /// Refuses what not every store can keep of a call.
    pub(super) fn check(&self) -> Result<(), Failure> {
        text("request", self.request)?;
        text("key", self.key.unwrap_or_default())?;
        text("acting", self.acting.unwrap_or_default())?;
        text("source", self.source.unwrap_or_default())
    }

    /// The same, with the record that it is about.
    pub(super) fn check_with(&self, target: &Target<'_>) -> Result<(), Failure> {
        self.check()?;
        id("record", target.id)?;
        tenant(target.tenant.unwrap_or_default())
    }
}

impl Person<'_> {
    /// Refuses somebody of whom no store could know.
    pub(super) fn check(&self) -> Result<(), Failure> {
        id("subject", self.id)?;
        tenant(self.tenant)
    }
}

/// Refuses identifiers in a new record or in relations that are none.
pub(super) fn holders(owner: Option<&str>, relations: &[(&str, Vec<&str>)]) -> Result<(), Failure> {
    owner.map_or(Ok(()), |owner| id("owner", owner))?;
    let mut ids = relations.iter().flat_map(|(_, ids)| ids);
    ids.try_for_each(|one| id("relation", one))
}

/// Refuses what no list can be asked for.
pub(super) fn list(of: Option<&str>, conditions: &[Condition]) -> Result<(), Failure> {
    tenant(of.unwrap_or_default())?;
    conditions.iter().try_for_each(|condition| match condition {
        Condition::Owner(owner) => id("owner", owner),
        Condition::Related(_, related) => id("relation", related),
        _ => Ok(()),
    })
}
