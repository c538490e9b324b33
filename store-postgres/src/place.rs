//! Addresses in statements.

use profilekit::store::{Address, StoreError};

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

/// The JSON of a list of addresses.
pub(crate) fn to_parts(addresses: &[Address]) -> String {
    let parts = |at: &Address| -> serde_json::Value {
        vec![at.tenant.as_str(), at.kind.as_str(), at.id.as_str()].into()
    };
    serde_json::Value::Array(addresses.iter().map(parts).collect()).to_string()
}

/// Reads the JSON of a list of addresses.
pub(crate) fn from_parts(text: &str) -> Result<Vec<Address>, StoreError> {
    let parts: Vec<[String; 3]> =
        serde_json::from_str(text).map_err(|_| unreadable("addresses"))?;
    let parts = parts.into_iter();
    Ok(parts
        .map(|[tenant, kind, id]| Address { tenant, kind, id })
        .collect())
}
