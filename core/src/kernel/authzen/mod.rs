//! AuthZEN Authorization API 1.0, as a library: JSON in, JSON out.
//!
//! Shapes follow the specification (OpenID AuthZEN Authorization API 1.0). What this kernel
//! reads in the parts that the specification leaves open:
//!
//! - `subject.type`: `anonymous` is somebody who is not signed in, `system` the product itself,
//!   any other a signed-in subject. `subject.properties`: `roles`, `tenant`, `persona`, and the
//!   attributes that the blueprint declares.
//! - `resource.type` is the kind. `resource.properties`: `owner`, `tenant`, `state`, `version`,
//!   `created_at`, `updated_at`, `relations` (name → id or ids), `owner_roles`; the document is
//!   `document`, or the properties themselves.
//! - `action.name` with its kind or without: `confirm` on a `booking` is `booking.confirm`.
//! - `context.now` is an instant (RFC 3339); the rest are the attributes that the blueprint
//!   declares.

mod evaluate;
mod page;
mod request;
mod search;

pub use evaluate::Response;
pub use search::Candidate;
