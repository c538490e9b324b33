//! Addresses in statements.

use profilekit::store::{Address, StoreError, Treated, Treatment};

use crate::error::unreadable;
use crate::row::{Param, column};

/// Tenants, kinds and identifiers, one column each.
pub(crate) fn columns<'p>(addresses: &[&'p Address]) -> Vec<Param<'p>> {
    vec![
        column(addresses, |address| address.tenant.as_str()),
        column(addresses, |address| address.kind.as_str()),
        column(addresses, |address| address.id.as_str()),
    ]
}

/// One address.
pub(crate) fn params(address: &Address) -> Vec<Param<'_>> {
    let Address { tenant, kind, id } = address;
    vec![Box::new(tenant), Box::new(kind), Box::new(id)]
}

/// The JSON of records with what became of them: lists of tenant, kind, identifier and a word.
pub(crate) fn to_parts(records: &[Treated]) -> String {
    let parts = |Treated { address: at, how }: &Treated| -> serde_json::Value {
        let mut parts = vec![at.tenant.as_str(), at.kind.as_str(), at.id.as_str()];
        parts.extend(how.map(Treatment::word));
        parts.into()
    };
    serde_json::Value::Array(records.iter().map(parts).collect()).to_string()
}

/// Reads the JSON of records with what became of them.
pub(crate) fn from_parts(text: &str) -> Result<Vec<Treated>, StoreError> {
    let read = |parts: Vec<String>| {
        let mut parts = parts.into_iter();
        let mut next = || parts.next();
        let (tenant, kind, id) = (next()?, next()?, next()?);
        let how = match next() {
            Some(word) => Some(Treatment::of_word(&word)?),
            None => None,
        };
        let address = Address { tenant, kind, id };
        Some(Treated { address, how })
    };
    let parts: Option<Vec<Vec<String>>> = serde_json::from_str(text).ok();
    let records = parts.and_then(|parts| parts.into_iter().map(read).collect());
    records.ok_or_else(|| unreadable("records of an erasure"))
}
