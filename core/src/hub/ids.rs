//! Identifiers and salts, from randomness that the host gives.

use uuid::Builder;

/// Where random bytes come from: the operating system's generator, in production.
pub trait Entropy: Send + Sync {
    /// Fills the bytes with randomness that nobody can foresee.
    fn fill(&self, bytes: &mut [u8]);
}

/// A UUIDv7 (RFC 9562): it begins with the time, so that identifiers sort as they were made.
/// `now` is in microseconds since 1970 UTC; what is left of a millisecond comes next.
#[must_use]
pub fn uuid_v7(entropy: &dyn Entropy, now: i64) -> String {
    let now = u64::try_from(now).unwrap_or_default();
    let mut random = [0; 10];
    entropy.fill(&mut random);
    // Twelve bits of the fraction, as RFC 9562 section 6.2 method 3 has it.
    let fraction = u16::try_from((now % 1000) * 4096 / 1000).unwrap_or_default();
    let [high, low] = fraction.to_be_bytes();
    if let [first, second, ..] = random.as_mut_slice() {
        (*first, *second) = (high, low);
    }
    let uuid = Builder::from_unix_timestamp_millis(now / 1000, &random).into_uuid();
    uuid.hyphenated().to_string()
}

/// Bytes that nobody can guess, beside what is hashed.
pub(super) fn salt(entropy: &dyn Entropy) -> [u8; 16] {
    let mut salt = [0; 16];
    entropy.fill(&mut salt);
    salt
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    struct Counting(Mutex<u8>);

    impl Entropy for Counting {
        fn fill(&self, bytes: &mut [u8]) {
            let mut next = self.0.lock().unwrap();
            for byte in bytes {
                *next = next.wrapping_mul(5).wrapping_add(3);
                *byte = *next;
            }
        }
    }

    #[test]
    fn identifiers_sort_as_they_were_made() {
        let entropy = Counting(Mutex::new(0));
        let start = 1_700_000_000_000_000;
        let times = [0, 1, 2, 500, 999, 1000, 1001, 86_400_000_000];
        let ids: Vec<String> = times
            .iter()
            .map(|after| uuid_v7(&entropy, start + after))
            .collect();
        assert!(ids.is_sorted_by(|one, next| one < next), "{ids:?}");
        let uuid = uuid::Uuid::parse_str(&ids[0]).unwrap();
        assert_eq!(uuid.get_version_num(), 7);
    }
}
