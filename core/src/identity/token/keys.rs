//! The public keys of who issues tokens.

use base64ct::{Base64, Base64UrlUnpadded, Encoding as _};
use p256::ecdsa::signature::Verifier as _;
use p256::ecdsa::{Signature, VerifyingKey};
use serde::Deserialize;
use serde_json::Value;

use super::der::Der;
use super::rsa::RsaKey;
use crate::error::{Code, Failure};

/// Most keys of a set: each may cost a check.
const MOST: usize = 64;

/// The public keys of who issues tokens: RSA of 2048 to 8192 bits for RS256, P-256 for ES256.
#[derive(Debug, Clone)]
pub struct TokenKeys(Vec<Named>);

#[derive(Debug, Clone)]
struct Named {
    id: Option<String>,
    key: TokenKey,
}

#[derive(Debug, Clone)]
enum TokenKey {
    Rsa(Box<RsaKey>),
    P256(Box<VerifyingKey>),
}

#[derive(Deserialize)]
struct Set {
    keys: Vec<Value>,
}

/// A key as a set writes it (RFC 7517).
#[derive(Deserialize)]
struct Jwk {
    kty: String,
    kid: Option<String>,
    alg: Option<String>,
    #[serde(rename = "use")]
    used: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

impl TokenKeys {
    /// Reads a key set (JWKS). Keys for something else than RS256 and ES256 are left out, and those
    /// that are damaged or too weak (RFC 7517, section 5): one of them keeps nobody out who signs
    /// with another.
    ///
    /// # Errors
    /// [`Code::IdentityBadKey`] for what is no key set, and a set that has no good key for either.
    pub fn from_jwks(json: &[u8]) -> Result<Self, Failure> {
        let set: Set = serde_json::from_slice(json).map_err(|_| bad("it is no key set"))?;
        if set.keys.len() > MOST {
            return Err(bad("it has too many keys"));
        }
        let (mut keys, mut damaged) = (Vec::new(), false);
        for value in set.keys {
            let Ok(jwk) = serde_json::from_value::<Jwk>(value) else {
                damaged = true;
                continue;
            };
            match jwk.key().filter(|_| jwk.is_for_signatures()) {
                Some(key) => keys.push(Named { id: jwk.kid, key }),
                None => damaged |= jwk.is_for_signatures(),
            }
        }
        match (keys.is_empty(), damaged) {
            (false, _) => Ok(Self(keys)),
            (true, true) => Err(bad("a key of the set is damaged or too weak")),
            (true, false) => Err(bad("the set has no key for RS256 or ES256")),
        }
    }

    /// Reads one public key as PEM: `PUBLIC KEY` (RFC 5280) or `RSA PUBLIC KEY` (RFC 8017).
    ///
    /// # Errors
    /// [`Code::IdentityBadKey`].
    pub fn from_pem(pem: &str) -> Result<Self, Failure> {
        let damaged = || bad("it is no public key, damaged or too weak");
        let (label, der) = unwrapped(pem).ok_or_else(|| bad("it is no PEM"))?;
        let key = match label {
            "PUBLIC KEY" => any(&der),
            "RSA PUBLIC KEY" => rsa(&der),
            _ => return Err(bad("it is no public key")),
        };
        let key = key.ok_or_else(damaged)?;
        Ok(Self(vec![Named { id: None, key }]))
    }

    /// Whether the key that a token names made its signature, in the way that the key is for.
    pub(super) fn check(
        &self,
        algorithm: &str,
        id: Option<&str>,
        signed: &[u8],
        signature: &[u8],
    ) -> Result<(), Failure> {
        if !["RS256", "ES256"].contains(&algorithm) {
            return Err(Failure::new(Code::IdentityTokenAlgorithm));
        }
        let key = self.named(algorithm, id)?;
        if key.algorithm() != algorithm {
            return Err(Failure::new(Code::IdentityTokenAlgorithm));
        }
        if key.made(signed, signature) {
            return Ok(());
        }
        Err(Failure::new(Code::IdentityWrongToken))
    }

    /// The key of that name. Without a name it must be clear which one is meant.
    fn named(&self, algorithm: &str, id: Option<&str>) -> Result<&TokenKey, Failure> {
        if let [only] = self.0.as_slice()
            && (id.is_none() || only.id.is_none())
        {
            return Ok(&only.key);
        }
        let fits = |named: &&Named| match id {
            Some(_) => named.id.as_deref() == id,
            None => named.key.algorithm() == algorithm,
        };
        let mut found = self.0.iter().filter(fits);
        match (found.next(), found.next()) {
            (Some(named), None) => Ok(&named.key),
            _ => Err(Failure::new(Code::IdentityUnknownKey)),
        }
    }
}

impl TokenKey {
    fn algorithm(&self) -> &'static str {
        match self {
            Self::Rsa(_) => "RS256",
            Self::P256(_) => "ES256",
        }
    }

    fn made(&self, signed: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::Rsa(key) => key.made(signed, signature),
            Self::P256(key) => {
                let signature = Signature::from_slice(signature);
                signature.is_ok_and(|signature| key.verify(signed, &signature).is_ok())
            }
        }
    }

    fn p256(point: &[u8]) -> Option<Self> {
        let key = VerifyingKey::from_sec1_bytes(point).ok()?;
        Some(Self::P256(Box::new(key)))
    }

    fn rsa(modulus: &[u8], exponent: &[u8]) -> Option<Self> {
        Some(Self::Rsa(Box::new(RsaKey::new(modulus, exponent)?)))
    }
}

impl Jwk {
    fn is_for_signatures(&self) -> bool {
        let algorithm = match self.kty.as_str() {
            "RSA" => "RS256",
            "EC" if self.crv.as_deref() == Some("P-256") => "ES256",
            _ => return false,
        };
        let for_it = self.alg.as_deref().is_none_or(|alg| alg == algorithm);
        for_it && self.used.as_deref().is_none_or(|used| used == "sig")
    }

    fn key(&self) -> Option<TokenKey> {
        let part = |text: &Option<String>| Base64UrlUnpadded::decode_vec(text.as_deref()?).ok();
        if self.kty == "RSA" {
            return TokenKey::rsa(&part(&self.n)?, &part(&self.e)?);
        }
        let (x, y) = (part(&self.x)?, part(&self.y)?);
        TokenKey::p256(&[&[4], x.as_slice(), y.as_slice()].concat())
    }
}

/// The label of a PEM text and what is in it.
fn unwrapped(pem: &str) -> Option<(&str, Vec<u8>)> {
    let rest = pem.trim().strip_prefix("-----BEGIN ")?;
    let (label, rest) = rest.split_once("-----")?;
    let (text, end) = rest.split_once("-----END ")?;
    let text: String = text.split_ascii_whitespace().collect();
    let whole = end.strip_suffix("-----") == Some(label);
    Some((label, Base64::decode_vec(&text).ok().filter(|_| whole)?))
}

/// `SubjectPublicKeyInfo`.
fn any(der: &[u8]) -> Option<TokenKey> {
    const RSA: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
    const CURVE: [u8; 7] = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
    const P256: [u8; 8] = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
    let mut outer = Der(der);
    let mut info = outer.sequence()?;
    let mut algorithm = info.sequence()?;
    let key = info
        .bits()
        .filter(|_| outer.is_empty() && info.is_empty())?;
    match algorithm.object()? {
        name if name == RSA => rsa(key),
        name if name == CURVE && algorithm.object()? == P256 => TokenKey::p256(key),
        _ => None,
    }
}

/// `RSAPublicKey`.
fn rsa(der: &[u8]) -> Option<TokenKey> {
    let mut outer = Der(der);
    let mut key = outer.sequence().filter(|_| outer.is_empty())?;
    let (modulus, exponent) = (key.number()?, key.number()?);
    let key = key.is_empty().then(|| TokenKey::rsa(modulus, exponent));
    key.flatten()
}

fn bad(reason: &'static str) -> Failure {
    Failure::new(Code::IdentityBadKey).with("reason", reason)
}
