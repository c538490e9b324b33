//! Why a sink cannot be made.

use std::io;

/// Why a sink cannot be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SinkError {
    /// The file cannot be opened, read or written.
    #[error("the file cannot be used: {0}")]
    File(#[from] io::Error),
    /// Somebody else appends to the file.
    #[error("the file is in use by another sink")]
    InUse,
    /// The address is none that webhooks are sent to.
    #[error("the address cannot be used: {0}")]
    Address(&'static str),
    /// There is no secret to sign with.
    #[error("there is no secret to sign with")]
    NoSecret,
    /// The certificates are no PEM, or there is none.
    #[error("the certificates cannot be read")]
    Certificates,
    /// The proxy's address cannot be read.
    #[error("the address of the proxy cannot be read")]
    Proxy,
    /// What subjects begin with has an empty part, a space or a wildcard.
    #[error("the subject cannot be used")]
    Subject,
    /// It was not made within a Tokio runtime.
    #[error("this sink must be made within a Tokio runtime")]
    NoRuntime,
}
