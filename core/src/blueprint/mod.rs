//! The blueprint: the document a product writes about itself, read and resolved.
//!
//! [`Blueprint::parse`] reads the document and reports **all** its problems at once;
//! [`Model::resolve`] gives every name its handle and lowers kinds to validation plans. The
//! areas above (access, visibility, strength) compile their parts from the [`Model`].

mod audience;
pub mod document;
mod environment;
mod field;
mod format;
mod identity;
mod image;
mod kind;
#[cfg(feature = "compiler")]
mod lower;
mod macros;
mod model;
#[cfg(feature = "compiler")]
mod navigation;
mod network;
mod node;
mod problem;
#[cfg(feature = "compiler")]
mod resolve;
mod slots;
pub mod types;

pub use audience::{Audience, AudienceRule};
pub use document::Blueprint;
pub use environment::{Attribute, Conditions, Meta, meta_of};
pub(crate) use field::{Contour, Outline};
pub use field::{DataClass, FieldInfo};
pub use format::format_schema;
pub use identity::{Attribute as IdentityAttribute, Claim, IdentityPlan, Synced};
pub use kind::{Kind, Lifecycle, Relation, Transition};
#[cfg(feature = "compiler")]
pub(crate) use lower::{compile_condition, read_condition};
pub use model::{ActionInfo, BuiltinRole, Model, Persona, RoleInfo, Verb};
pub(crate) use model::{bad_value, unknown};
pub use network::Network;
pub use node::{Definitions, Named, Node, Raw};
pub use problem::{Problem, Problems, Severity};
pub use slots::{Part, SlotTable};
