//! Who people are: signatures of webhooks, session tokens, and accounts that follow a provider.
//!
//! Webhooks are signed as Standard Webhooks 1.0 says (and Svix, whose headers have another
//! prefix): over id, time and body, with HMAC-SHA256 (`v1`) or ed25519 (`v1a`).
//!
//! ```
//! use profilekit::identity::{Key, MessageId, Secret, sign, verify_webhook};
//!
//! let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
//! let id = MessageId::parse("msg_1").unwrap();
//! let signature = sign(&Secret::parse(secret).unwrap(), &id, 1_700_000_000, b"{}");
//!
//! let headers = [
//!     ("webhook-id", "msg_1"),
//!     ("webhook-timestamp", "1700000000"),
//!     ("webhook-signature", signature.as_str()),
//! ];
//! let keys = [Key::parse(secret).unwrap()];
//! let now = 1_700_000_003_000_000;
//! assert_eq!(verify_webhook(&headers, b"{}", &keys, now).unwrap().id, id);
//!
//! let failure = verify_webhook(&headers, b"{ }", &keys, now).unwrap_err();
//! assert_eq!(failure.code().as_str(), "identity.wrong_signature");
//! ```

mod clerk;
mod header;
mod key;
mod link;
mod message;
mod rate;
mod reconcile;
mod sender;
mod sign;
mod sync;
#[cfg(feature = "tokens")]
mod token;
mod user;
mod verify;

pub use clerk::{News, Notice, parse_clerk, parse_clerk_user, parse_clerk_users};
pub use header::Family;
pub use key::{Key, Secret};
pub use link::{Link, Said, Stamp, Told};
pub use message::MessageId;
pub use rate::{Rate, Step};
pub use reconcile::{By, Class, Finding, Side, reconcile};
pub use sender::{check_sender, sender};
pub use sign::sign;
pub(crate) use sync::Heard;
pub(crate) use sync::seen;
pub use sync::{
    Action, Command, Conflict, FieldChange, LocalUser, RoleChange, SyncPlan, Why, plan_again,
    plan_sync,
};
#[cfg(feature = "tokens")]
pub use token::{Claims, Expected, Standing, TokenKeys, verify_token};
pub use user::{Contact, ProviderUser};
pub use verify::{TOLERANCE, Verified, verify_webhook, verify_webhook_within};
