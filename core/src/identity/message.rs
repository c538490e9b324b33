//! The identifier of a webhook.

use std::fmt;

use crate::error::{Code, Failure};

/// What tells one webhook from another, the same each time it is tried.
///
/// It has no full stop: what is signed is `ID.TIMESTAMP.BODY`, and with one in the identifier, the
/// signature of one webhook would fit another.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MessageId(String);

impl MessageId {
    /// The longest one, in characters.
    pub const MAX: usize = 256;

    /// Reads an identifier: visible ASCII without a full stop.
    ///
    /// # Errors
    /// `identity.bad_message_id`.
    ///
    /// ```
    /// use profilekit::identity::MessageId;
    /// assert_eq!(MessageId::parse("msg_1").unwrap().as_str(), "msg_1");
    /// assert!(MessageId::parse("msg.1").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Self, Failure> {
        let fits = (1..=Self::MAX).contains(&text.len());
        let plain = |byte: u8| byte.is_ascii_graphic() && byte != b'.';
        if fits && text.bytes().all(plain) {
            return Ok(Self(text.to_owned()));
        }
        Err(Failure::new(Code::IdentityBadMessageId).with("max", Self::MAX))
    }

    /// The identifier.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_visible_ascii_without_a_full_stop() {
        let longest = "x".repeat(MessageId::MAX);
        for good in ["a", "msg_2KWPB", "018f-7a", "!~", &longest] {
            assert_eq!(MessageId::parse(good).unwrap().to_string(), good);
        }
        let longer = format!("{longest}x");
        for bad in [
            "", ".", "a.b", "a b", "a\n", "a\r\nx", "é", "\u{0}", &longer,
        ] {
            let failure = MessageId::parse(bad).unwrap_err();
            assert_eq!(failure.code(), Code::IdentityBadMessageId, "{bad:?}");
        }
    }
}
