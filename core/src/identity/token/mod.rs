//! Session tokens: JSON Web Tokens (RFC 7519) signed with RS256 or ES256 (RFC 7518).

mod claims;
mod der;
mod keys;
mod rsa;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

use crate::error::{Code, Failure};

pub use claims::{Claims, Standing};
pub use keys::TokenKeys;

/// The longest token, in bytes.
const LONGEST: usize = 16 << 10;

/// What a token must say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expected<'e> {
    /// Who must have issued it; empty for anybody who has one of the keys.
    pub issuer: &'e str,
    /// Whom it must be meant for: one of these, in `aud`. Where it is empty, a token that names
    /// somebody is refused all the same if it names nobody of `parties`.
    pub audiences: &'e [&'e str],
    /// Who may have asked for it: one of these, in `azp`; anybody when empty.
    pub parties: &'e [&'e str],
    /// By how much clocks may differ, in microseconds.
    pub skew: i64,
    /// Whether a session counts of which the provider still asks something (`sts: pending`), such as
    /// to choose an organisation.
    pub pending: bool,
}

impl Expected<'_> {
    /// By how much clocks may differ where nothing is said: five seconds, in microseconds.
    pub const SKEW: i64 = 5_000_000;
}

impl Default for Expected<'_> {
    fn default() -> Self {
        Self {
            issuer: "",
            audiences: &[],
            parties: &[],
            skew: Self::SKEW,
            pending: false,
        }
    }
}

#[derive(Deserialize)]
struct Head {
    alg: String,
    kid: Option<String>,
    typ: Option<String>,
    crit: Option<serde::de::IgnoredAny>,
}

/// Verifies a session token by the keys of its issuer. `now` is in microseconds since 1970 UTC.
///
/// The key says how it is used: a token without a signature, one that asks for another algorithm
/// than its key's, and one signed with a shared secret are all refused.
///
/// # Errors
/// [`Code::IdentityBadToken`], [`Code::IdentityTokenAlgorithm`], [`Code::IdentityUnknownKey`],
/// [`Code::IdentityWrongToken`], and for what it says [`Code::IdentityTokenExpired`],
/// [`Code::IdentityTokenEarly`], [`Code::IdentityTokenIssuer`], [`Code::IdentityTokenAudience`],
/// [`Code::IdentityTokenPending`].
/// What it says is not looked at before the signature was found right.
///
/// ```
/// use profilekit::identity::{Expected, TokenKeys, verify_token};
/// let pem = "-----BEGIN PUBLIC KEY-----
/// MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEVs/o5+uQbTjL3chynL4wXgUg2R9
/// q9UU8I5mEovUf86QZ7kOBIjJwqnzD1omageEHWwHdBO6B+dFabmdT9POxg==
/// -----END PUBLIC KEY-----";
/// let keys = TokenKeys::from_pem(pem).unwrap();
/// let unsigned = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1c2VyXzEifQ.";
/// let failure = verify_token(unsigned, &keys, &Expected::default(), 0).unwrap_err();
/// assert_eq!(failure.code().as_str(), "identity.token_algorithm");
/// ```
pub fn verify_token(
    token: &str,
    keys: &TokenKeys,
    expected: &Expected<'_>,
    now: i64,
) -> Result<Claims, Failure> {
    let (signed, signature) = token.rsplit_once('.').ok_or_else(bad)?;
    let (head, body) = signed.split_once('.').ok_or_else(bad)?;
    if token.len() > LONGEST || body.contains('.') {
        return Err(bad());
    }
    let head: Head = serde_json::from_slice(&decode(head)?).map_err(|_| bad())?;
    // What must be understood and is not makes the token one that is not (RFC 7515, 4.1.11). What
    // has another type is for another purpose, such as an access token (RFC 8725, 3.11).
    let typed = head.typ.is_none_or(|typ| typ.eq_ignore_ascii_case("jwt"));
    if head.crit.is_some() || !typed {
        return Err(bad());
    }
    let signature = decode(signature)?;
    keys.check(
        &head.alg,
        head.kid.as_deref(),
        signed.as_bytes(),
        &signature,
    )?;
    let claims = Claims::read(&decode(body)?).ok_or_else(bad)?;
    claims.check(expected, now)?;
    Ok(claims)
}

/// A token is no key: that it is read in constant time would only cost time.
fn decode(text: &str) -> Result<Vec<u8>, Failure> {
    URL_SAFE_NO_PAD.decode(text).map_err(|_| bad())
}

fn bad() -> Failure {
    Failure::new(Code::IdentityBadToken)
}

#[cfg(test)]
mod tests;
