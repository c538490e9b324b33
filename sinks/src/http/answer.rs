//! What an answer means for an announcement.

use std::io;
use std::time::{Duration, UNIX_EPOCH};

use profilekit::hub::Undelivered;
use ureq::http::Response;
use ureq::{Body, Error};

/// The most that is read of an answer, in bytes.
pub(crate) const MOST: u64 = 1 << 16;

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    status: u16,
    retry_after: Option<String>,
}

impl Answer {
    pub(crate) fn of(response: &Response<Body>) -> Self {
        let retry_after = response.headers().get("retry-after");
        let text = retry_after.and_then(|value| value.to_str().ok());
        Self {
            status: response.status().as_u16(),
            retry_after: text.map(str::to_owned),
        }
    }

    /// Whether it was delivered, and whether to try again. `now` is in microseconds.
    pub(crate) fn judged(&self, now: i64, longest: Duration) -> Result<(), Undelivered> {
        let reason = format!("answered {}", self.status);
        match self.status {
            200..=299 => Ok(()),
            // A redirect is a detour during works more often than a move for good.
            300..=399 | 408 | 425 | 429 | 500..=599 => Err(Undelivered {
                after: self.after(now, longest),
                ..Undelivered::passing(reason)
            }),
            _ => Err(Undelivered::lasting(reason)),
        }
    }

    /// In how many microseconds the receiver wants to be tried again.
    fn after(&self, now: i64, longest: Duration) -> Option<i64> {
        let text = self.retry_after.as_deref()?.trim();
        let asked = seconds(text).or_else(|| until(text, now))?;
        let longest = i64::try_from(longest.as_micros()).unwrap_or(i64::MAX);
        Some(asked.clamp(0, longest))
    }
}

/// Digits; more than fit are as good as forever.
fn seconds(text: &str) -> Option<i64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| {
        text.parse::<i64>()
            .map_or(i64::MAX, |s| s.saturating_mul(1_000_000))
    })
}

/// An HTTP date (RFC 9110).
fn until(text: &str, now: i64) -> Option<i64> {
    let date = httpdate::parse_http_date(text).ok()?;
    let since = date.duration_since(UNIX_EPOCH).ok()?;
    let instant = i64::try_from(since.as_micros()).ok()?;
    Some(instant.saturating_sub(now))
}

/// Why there is no answer. The words of the error are not taken: addresses are in some.
pub(crate) fn failed(error: Error) -> Undelivered {
    let reason = match &error {
        Error::Timeout(_) => "timed out",
        Error::HostNotFound => "the host is not known",
        Error::ConnectionFailed => "cannot connect",
        Error::Tls(_) | Error::Rustls(_) | Error::Pem(_) => "the connection is not trusted",
        Error::Io(error) => return Undelivered::passing(broken(error)),
        _ => "the answer cannot be read",
    };
    Undelivered::passing(reason)
}

fn broken(error: &io::Error) -> &'static str {
    use io::ErrorKind as Kind;
    // What rustls refuses comes as data that is not valid.
    match error.kind() {
        Kind::ConnectionRefused => "the connection was refused",
        Kind::TimedOut => "timed out",
        Kind::InvalidData => "the connection is not trusted",
        _ => "the connection broke",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: Duration = Duration::from_secs(86_400);

    fn judged(status: u16, retry_after: &str) -> Result<(), Undelivered> {
        let answer = Answer {
            status,
            retry_after: Some(retry_after.to_owned()),
        };
        // 6 November 1994, 8:49:37.
        answer.judged(784_111_777_000_000, DAY)
    }

    #[test]
    fn statuses_are_delivered_passing_or_lasting() {
        for status in 100..=999 {
            let lasting = |found: &Undelivered| !found.passing && found.after.is_none();
            match (status, judged(status, "1")) {
                (200..=299, result) => assert!(result.is_ok(), "{status}"),
                (300..=399 | 408 | 425 | 429 | 500..=599, result) => {
                    let found = result.unwrap_err();
                    assert!(found.passing, "{status}");
                    assert_eq!(found.after, Some(1_000_000), "{status}");
                }
                (_, result) => assert!(lasting(&result.unwrap_err()), "{status}"),
            }
        }
    }

    #[test]
    fn the_receiver_says_when_to_try_again() {
        let after = |text: &str| judged(503, text).unwrap_err().after;
        let day = 86_400_000_000;
        let rows = [
            ("0", Some(0)),
            (" 120 ", Some(120_000_000)),
            ("86401", Some(day)),
            ("99999999999999999999999999", Some(day)),
            ("Sun, 06 Nov 1994 08:50:37 GMT", Some(60_000_000)),
            ("Sunday, 06-Nov-94 08:50:37 GMT", Some(60_000_000)),
            ("Sun Nov  6 08:50:37 1994", Some(60_000_000)),
            ("Sun, 06 Nov 1994 08:48:37 GMT", Some(0)),
            ("Fri, 31 Dec 9999 23:59:59 GMT", Some(day)),
            ("", None),
            ("-1", None),
            ("1.5", None),
            ("soon", None),
        ];
        for (text, expected) in rows {
            assert_eq!(after(text), expected, "{text}");
        }
    }
}
