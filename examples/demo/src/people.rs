//! Who asks, and what they ask for.

use profilekit::Kernel;
use profilekit::access::{Subject, SubjectHead};
use profilekit::error::Failure;

/// What each of them asks to do.
pub(crate) const ACTIONS: [&str; 6] = ["read", "update", "delete", "create", "validate", "preview"];

/// Who asks about a profile: its builder, a client, an administrator, a stranger.
pub(crate) fn people(
    kernel: &Kernel,
    builder: &str,
) -> Result<Vec<(&'static str, Subject)>, Failure> {
    let signed_in = |id, roles| {
        kernel.subject(&SubjectHead {
            id: Some(id),
            roles,
            ..SubjectHead::default()
        })
    };
    Ok(vec![
        ("builder", signed_in(builder, &["builder"])?),
        ("client", signed_in("client-1", &["client"])?),
        ("admin", signed_in("admin-1", &["admin"])?),
        ("stranger", kernel.subject(&SubjectHead::default())?),
    ])
}
