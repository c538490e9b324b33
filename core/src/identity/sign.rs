//! Signing.

use base64ct::{Base64, Encoding as _};
use hmac::Mac as _;

use super::key::Secret;
use super::message::MessageId;

/// How a signature says in which way it was made.
pub(super) mod version {
    /// HMAC-SHA256.
    pub(in super::super) const HMAC: &str = "v1";
    /// ed25519.
    pub(in super::super) const ED25519: &str = "v1a";
}

/// What a signature is made over: `ID.TIMESTAMP.BODY`.
pub(super) struct Signed<'m> {
    pub(super) id: &'m MessageId,
    /// In digits, as it stands in the header.
    pub(super) timestamp: &'m str,
    pub(super) body: &'m [u8],
}

impl Signed<'_> {
    pub(super) fn parts(&self) -> [&[u8]; 5] {
        let (id, timestamp) = (self.id.as_str(), self.timestamp);
        [id.as_bytes(), b".", timestamp.as_bytes(), b".", self.body]
    }

    pub(super) fn whole(&self) -> Vec<u8> {
        self.parts().concat()
    }
}

/// Signs a webhook: `v1,` and base64, for the header `webhook-signature`. `timestamp` is in
/// seconds since 1970 UTC, as in the header `webhook-timestamp`; each attempt has its own.
///
/// While a secret is replaced, sign with both and send both signatures, a space between them.
///
/// ```
/// use profilekit::identity::{MessageId, Secret, sign};
/// let secret = Secret::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
/// let id = MessageId::parse("msg_p5jXN8AQM9LWM0D4loKWxJek").unwrap();
/// assert_eq!(
///     sign(&secret, &id, 1_614_265_330, br#"{"test": 2432232314}"#),
///     "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
/// );
/// ```
#[must_use]
pub fn sign(secret: &Secret, id: &MessageId, timestamp: u64, body: &[u8]) -> String {
    let timestamp = timestamp.to_string();
    let signed = Signed {
        id,
        timestamp: &timestamp,
        body,
    };
    let tag = secret.over(&signed).finalize().into_bytes();
    format!("{},{}", version::HMAC, Base64::encode_string(&tag))
}
