//! RSASSA-PKCS1-v1_5 with SHA-256, verifying only (RFC 8017, section 8.2.2).

use crypto_bigint::modular::{BoxedMontyForm, BoxedMontyParams};
use crypto_bigint::{BoxedUint, Odd};
use sha2::{Digest as _, Sha256};

/// What stands before the hash: that it is one of SHA-256.
const PREFIX: [u8; 19] = [
    0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05,
    0x00, 0x04, 0x20,
];

/// The length of a modulus in bytes: 2048 to 8192 bits.
const LENGTHS: std::ops::RangeInclusive<usize> = 256..=1024;

/// A public key. There is nothing secret about it, so that time may tell what it is.
#[derive(Debug, Clone)]
pub(super) struct RsaKey {
    params: BoxedMontyParams,
    modulus: BoxedUint,
    exponent: u64,
    length: usize,
}

impl RsaKey {
    /// A key of a modulus and an exponent, big-endian; `None` where it cannot be used or would be
    /// too weak.
    pub(super) fn new(modulus: &[u8], exponent: &[u8]) -> Option<Self> {
        let full = modulus.first().is_some_and(|first| *first >= 0x80);
        if !LENGTHS.contains(&modulus.len()) || !full || exponent.len() > 5 {
            return None;
        }
        let exponent = exponent
            .iter()
            .fold(0u64, |sum, byte| sum << 8 | u64::from(*byte));
        let length = modulus.len();
        let bits = u32::try_from(length).ok()?.checked_mul(8)?;
        let modulus = BoxedUint::from_be_slice(modulus, bits).ok()?;
        let odd = Option::from(Odd::new(modulus.clone()))?;
        (exponent >= 3 && exponent % 2 == 1).then(|| Self {
            params: BoxedMontyParams::new_vartime(odd),
            modulus,
            exponent,
            length,
        })
    }

    /// Whether it made a signature.
    pub(super) fn made(&self, signed: &[u8], signature: &[u8]) -> bool {
        self.opened(signature)
            .is_some_and(|opened| *opened == self.encoded(signed))
    }

    /// The signature to the power of the exponent.
    fn opened(&self, signature: &[u8]) -> Option<Box<[u8]>> {
        if signature.len() != self.length {
            return None;
        }
        let number = BoxedUint::from_be_slice(signature, self.modulus.bits_precision()).ok()?;
        if number >= self.modulus {
            return None;
        }
        let base = BoxedMontyForm::new(number, &self.params);
        let mut power = base.clone();
        let bits = u64::BITS - self.exponent.leading_zeros();
        for bit in (0..bits.saturating_sub(1)).rev() {
            power = power.square();
            if self.exponent >> bit & 1 == 1 {
                power = power.mul(&base);
            }
        }
        Some(power.retrieve().to_be_bytes())
    }

    /// What the signature of something must open to, whole: nothing is parsed.
    fn encoded(&self, signed: &[u8]) -> Vec<u8> {
        let hash = Sha256::digest(signed);
        let padding = self.length.saturating_sub(PREFIX.len() + hash.len() + 3);
        let mut encoded = vec![0, 1];
        encoded.resize(2 + padding, 0xff);
        encoded.push(0);
        encoded.extend(PREFIX);
        encoded.extend(hash);
        encoded
    }
}
