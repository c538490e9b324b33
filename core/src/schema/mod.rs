//! Kinds and their fields, and validation of documents against them.
//!
//! A [`KindPlan`] is the compiled form of a kind. [`validate`] walks a document's raw bytes
//! once along the plan: it checks, normalises, writes the normalised document and captures the
//! values that conditions and strength factors ask for, in that one pass.

mod capture;
mod check;
mod code;
mod contact;
mod email;
mod extract;
mod image;
#[cfg(feature = "compiler")]
mod javascript;
#[cfg(feature = "compiler")]
mod json_schema;
#[cfg(feature = "compiler")]
mod kept;
mod mode;
mod names;
mod normalize;
mod number;
mod plan;
mod temporal;
mod text;
mod validate;
mod violation;
mod walk;

pub use capture::{Capture, Slot};
pub(crate) use check::Moment;
pub use check::{Check, NOW};
#[cfg(feature = "compiler")]
pub(crate) use code::{currencies, language};
pub use code::{currency_exponent, is_country, is_currency, is_timezone};
pub use contact::UrlRule;
pub use extract::extract;
#[cfg(feature = "compiler")]
pub use javascript::javascript;
#[cfg(feature = "compiler")]
pub use json_schema::{Caption, json_schema};
#[cfg(feature = "compiler")]
pub(crate) use kept::kept;
pub use mode::{Gate, Mode};
pub use names::NameIndex;
pub use normalize::Normalize;
pub use number::{DecimalRule, IntRule, MoneyRule, VectorRule};
pub use plan::{
    EnumRule, FieldPlan, KindPlan, ListRule, MapRule, ObjectPlan, RefRule, Type, Uniqueness,
    Unknown,
};
pub(crate) use plan::{Named, Seen};
pub use temporal::{DateRule, InstantRule};
pub use text::{Format, TextRule};
pub use validate::{Options, Validation, lacks, validate};
pub(crate) use violation::push_params;
pub use violation::{Rule, Violation};
