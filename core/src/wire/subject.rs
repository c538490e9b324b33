//! Who asks, and in which circumstances.

use super::read::{Object, request};
use crate::access::{Context, Subject, SubjectHead};
use crate::error::Failure;
use crate::kernel::Runtime;

/// Prepares a subject from
/// `{"id":…,"roles":[…],"tenant":…,"persona":…,"attributes":{…},"system":…}`; without an `id`
/// it is somebody who is not signed in.
///
/// # Errors
/// [`crate::error::Code::KernelBadRequest`], faults of the JSON, and those of
/// [`Runtime::subject`].
pub fn subject(kernel: &Runtime, text: &[u8]) -> Result<Subject, Failure> {
    let tree = request(text)?;
    prepare_subject(kernel, Object::root(&tree)?)
}

pub(super) fn prepare_subject(kernel: &Runtime, object: Object<'_>) -> Result<Subject, Failure> {
    let known = ["id", "roles", "tenant", "persona", "attributes", "system"];
    let object = object.only(&known)?;
    let roles = object.texts("roles")?;
    object.object("attributes", "/attributes")?;
    let attributes = object.json("attributes");
    kernel.subject(&SubjectHead {
        id: object.text("id")?,
        roles: &roles,
        tenant: object.text("tenant")?,
        persona: object.text("persona")?,
        attributes: attributes.as_deref(),
        system: object.flag("system")?,
    })
}

/// Prepares circumstances from `{"now":…,"attributes":{…}}`.
///
/// # Errors
/// [`crate::error::Code::KernelBadRequest`] and faults of the JSON.
pub fn context(kernel: &Runtime, text: &[u8]) -> Result<Context, Failure> {
    let tree = request(text)?;
    prepare_context(kernel, Object::root(&tree)?)
}

pub(super) fn prepare_context(kernel: &Runtime, object: Object<'_>) -> Result<Context, Failure> {
    let object = object.only(&["now", "attributes"])?;
    object.object("attributes", "/attributes")?;
    let attributes = object.json("attributes");
    let now = object.instant("now")?;
    kernel.context(now, attributes.as_deref().unwrap_or("{}"))
}
