//! What webhooks are signed and verified with.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use base64ct::{Base64, Base64Unpadded, Encoding as _};
use ed25519_dalek::{Signature, VerifyingKey};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::sign::{Signed, version};
use crate::error::{Code, Failure};

/// What both sides know: signs and verifies with HMAC-SHA256 (`v1`).
///
/// It is never shown, not even where it is written for debugging.
#[derive(Clone)]
pub struct Secret(Hmac<Sha256>);

impl Secret {
    /// The fewest bytes of a secret, by Standard Webhooks.
    pub const MIN: usize = 24;

    /// Reads a secret: base64, with or without `whsec_` before it.
    ///
    /// # Errors
    /// `identity.bad_secret`, `identity.short_secret`.
    ///
    /// ```
    /// use profilekit::identity::Secret;
    /// assert!(Secret::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").is_ok());
    /// let failure = Secret::parse("whsec_c2hvcnQ=").unwrap_err();
    /// assert_eq!(failure.code().as_str(), "identity.short_secret");
    /// ```
    pub fn parse(text: &str) -> Result<Self, Failure> {
        let bytes = decode(text.strip_prefix("whsec_").unwrap_or(text)).ok_or_else(bad)?;
        if bytes.len() < Self::MIN {
            return Err(Failure::new(Code::IdentityShortSecret).with("min", Self::MIN));
        }
        Hmac::new_from_slice(&bytes).map(Self).map_err(|_| bad())
    }

    pub(super) fn over(&self, signed: &Signed<'_>) -> Hmac<Sha256> {
        let mut mac = self.0.clone();
        for part in signed.parts() {
            mac.update(part);
        }
        mac
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// What a webhook is verified with: a secret, or the public key of whoever signs with ed25519
/// (`v1a`); for good, or until an instant while it is replaced.
#[derive(Debug, Clone)]
pub struct Key {
    check: Check,
    not_after: Option<i64>,
}

#[derive(Debug, Clone)]
enum Check {
    Secret(Secret),
    Public(VerifyingKey),
}

impl Key {
    /// Reads a key: `whpk_` and base64 for a public key, otherwise a [`Secret`].
    ///
    /// # Errors
    /// `identity.bad_secret`, `identity.short_secret`.
    ///
    /// ```
    /// use profilekit::identity::Key;
    /// assert!(Key::parse("whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=").is_ok());
    /// assert!(Key::parse("whpk_AAAA").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Self, Failure> {
        let check = match text.strip_prefix("whpk_") {
            Some(key) => Check::Public(public(key).ok_or_else(bad)?),
            None => Check::Secret(Secret::parse(text)?),
        };
        Ok(Self::from(check))
    }

    /// The same key, of no use after an instant (in microseconds since 1970 UTC).
    #[must_use]
    pub fn until(mut self, not_after: i64) -> Self {
        self.not_after = Some(not_after);
        self
    }

    /// Whether it still counts at an instant.
    #[must_use]
    pub fn counts_at(&self, now: i64) -> bool {
        self.not_after.is_none_or(|last| now <= last)
    }

    /// Whether it made a signature. What is compared is not told by the time that it takes.
    pub(super) fn made(&self, signature: &Bytes, signed: &Signed<'_>) -> bool {
        match (&self.check, signature) {
            (Check::Secret(secret), Bytes::Mac(tag)) => {
                secret.over(signed).verify_slice(tag).is_ok()
            }
            (Check::Public(key), Bytes::Ed25519(bytes)) => {
                let signature = Signature::from_bytes(bytes);
                key.verify_strict(&signed.whole(), &signature).is_ok()
            }
            _ => false,
        }
    }
}

impl From<Secret> for Key {
    fn from(secret: Secret) -> Self {
        Self::from(Check::Secret(secret))
    }
}

impl From<Check> for Key {
    fn from(check: Check) -> Self {
        let not_after = None;
        Self { check, not_after }
    }
}

/// The bytes of one signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Bytes {
    Mac([u8; 32]),
    Ed25519([u8; 64]),
}

impl Bytes {
    /// The bytes of a signature of a known version; `None` where they are malformed. One and only
    /// one text stands for some bytes.
    pub(super) fn read(of: &str, text: &str) -> Option<Self> {
        // Nothing here is secret: whoever sent it knows it.
        let mut room = [0; 72];
        let length = STANDARD.decode_slice(text, &mut room).ok()?;
        let bytes = room.get(..length)?;
        if of == version::ED25519 {
            return bytes.try_into().ok().map(Self::Ed25519);
        }
        bytes.try_into().ok().map(Self::Mac)
    }
}

fn public(text: &str) -> Option<VerifyingKey> {
    let key = VerifyingKey::from_bytes(&decode(text)?.try_into().ok()?).ok()?;
    // A weak key has signatures that fit any body.
    (!key.is_weak()).then_some(key)
}

/// Base64 as secrets are handed out: some have no `=` at their end.
fn decode(text: &str) -> Option<Vec<u8>> {
    let padded = Base64::decode_vec(text);
    padded.or_else(|_| Base64Unpadded::decode_vec(text)).ok()
}

fn bad() -> Failure {
    Failure::new(Code::IdentityBadSecret)
}
