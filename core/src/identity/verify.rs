//! Verifying.

use super::header::{self, Family};
use super::key::{Bytes, Key};
use super::message::MessageId;
use super::sign::{Signed, version};
use crate::error::{Code, Failure};

/// How far a webhook's time may lie from now, before and after: five minutes, in microseconds.
pub const TOLERANCE: i64 = 300_000_000;

/// Most signatures of one webhook: each costs work before anything is known about who sent it.
const MOST: usize = 16;

const SECOND: i64 = 1_000_000;

/// A webhook that is what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verified {
    /// Its identifier: the same webhook may come again, by mistake or by malice.
    pub id: MessageId,
    /// When it was signed, in microseconds since 1970 UTC.
    pub at: i64,
    /// Whose headers it has.
    pub family: Family,
    /// Which of the keys made its signature: a place in what was handed in.
    pub key: usize,
}

/// Verifies a webhook by its headers (names in any case), its body as it came and the keys of
/// its sender. `now` is in microseconds since 1970 UTC.
///
/// # Errors
/// Codes of the area `identity`: a header is missing, repeated or malformed; the webhook is too
/// old or too new; no signature is of a known version; none was made by a key that counts.
pub fn verify_webhook(
    headers: &[(&str, &str)],
    body: &[u8],
    keys: &[Key],
    now: i64,
) -> Result<Verified, Failure> {
    verify_webhook_within(TOLERANCE, headers, body, keys, now)
}

/// As [`verify_webhook`], with another tolerance, in microseconds.
///
/// # Errors
/// As [`verify_webhook`].
pub fn verify_webhook_within(
    tolerance: i64,
    headers: &[(&str, &str)],
    body: &[u8],
    keys: &[Key],
    now: i64,
) -> Result<Verified, Failure> {
    let headers = header::read(headers)?;
    let id = MessageId::parse(headers.id)?;
    let at = instant(headers.timestamp, now, tolerance)?;
    let signed = Signed {
        id: &id,
        timestamp: headers.timestamp,
        body,
    };
    let key = signer(headers.signature, &signed, keys, now)?;
    let family = headers.family;
    Ok(Verified {
        id,
        at,
        family,
        key,
    })
}

/// When the webhook was signed; digits only, so that one instant has no second way to be written
/// that a parser takes for the same.
fn instant(timestamp: &str, now: i64, tolerance: i64) -> Result<i64, Failure> {
    let bad = || Failure::new(Code::IdentityBadTimestamp);
    if !timestamp.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(bad());
    }
    let seconds: i64 = timestamp.parse().map_err(|_| bad())?;
    let age = now.div_euclid(SECOND).saturating_sub(seconds);
    let tolerance = tolerance.max(0) / SECOND;
    if age > tolerance {
        return Err(Failure::new(Code::IdentityTooOld));
    }
    if age < -tolerance {
        return Err(Failure::new(Code::IdentityTooNew));
    }
    seconds.checked_mul(SECOND).ok_or_else(bad)
}

/// Which key made one of the signatures.
fn signer(header: &str, signed: &Signed<'_>, keys: &[Key], now: i64) -> Result<usize, Failure> {
    let signatures = signatures(header)?;
    let counting = || {
        keys.iter()
            .enumerate()
            .filter(|(_, key)| key.counts_at(now))
    };
    if counting().next().is_none() {
        return Err(Failure::new(Code::IdentityNoSecret));
    }
    let made = |key: &Key| signatures.iter().any(|bytes| key.made(bytes, signed));
    let found = counting().find(|(_, key)| made(key));
    found
        .map(|(place, _)| place)
        .ok_or_else(|| Failure::new(Code::IdentityWrongSignature))
}

/// The signatures that can be checked; there is at least one.
fn signatures(header: &str) -> Result<Vec<Bytes>, Failure> {
    let mut known = Vec::new();
    let (mut count, mut malformed) = (0, false);
    for part in header.split(' ').filter(|part| !part.is_empty()) {
        count += 1;
        if count > MOST {
            return Err(Failure::new(Code::IdentityTooManySignatures).with("max", MOST));
        }
        match signature(part) {
            Ok(bytes) => known.push(bytes),
            Err(code) => malformed |= code == Code::IdentityBadSignature,
        }
    }
    match (known.is_empty(), malformed) {
        (false, _) => Ok(known),
        (true, _) if count == 0 => Err(Failure::new(Code::IdentityNoSignature)),
        (true, true) => Err(Failure::new(Code::IdentityBadSignature)),
        (true, false) => Err(Failure::new(Code::IdentityUnknownVersion)),
    }
}

fn signature(part: &str) -> Result<Bytes, Code> {
    let (of, text) = part.split_once(',').ok_or(Code::IdentityBadSignature)?;
    if ![version::HMAC, version::ED25519].contains(&of) {
        return Err(Code::IdentityUnknownVersion);
    }
    Bytes::read(of, text).ok_or(Code::IdentityBadSignature)
}

#[cfg(test)]
mod tests;
