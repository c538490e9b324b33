//! Checkpoints as they are kept in files, one a line.

use profilekit::privacy::Digest;
use profilekit::store::Checkpoint;
use profilekit::time::parse_instant;
use serde::{Deserialize, Serialize};

use super::instant;

/// A checkpoint in a file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, try_from = "Written", into = "Written")]
pub(super) struct CheckpointLine(pub(super) Checkpoint);

/// Its members.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    chain: u32,
    number: i64,
    hash: String,
    at: String,
}

impl Clone for CheckpointLine {
    fn clone(&self) -> Self {
        Self(self.0)
    }
}

impl From<CheckpointLine> for Written {
    fn from(line: CheckpointLine) -> Self {
        let Checkpoint {
            chain,
            number,
            hash,
            at,
        } = line.0;
        Self {
            chain,
            number,
            hash: hash.to_string(),
            at: instant(at),
        }
    }
}

impl TryFrom<Written> for CheckpointLine {
    type Error = &'static str;

    fn try_from(written: Written) -> Result<Self, Self::Error> {
        Ok(Self(Checkpoint {
            chain: written.chain,
            number: written.number,
            hash: digest(&written.hash).ok_or("no hash")?,
            at: parse_instant(&written.at).ok_or("no instant")?,
        }))
    }
}

/// A hash in hexadecimal digits.
fn digest(text: &str) -> Option<Digest> {
    let digits = text.as_bytes().chunks(2);
    let bytes: Option<Vec<u8>> = digits
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect();
    Digest::from_bytes(&bytes?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checkpoint_comes_back_as_it_was() {
        let line = CheckpointLine(Checkpoint {
            chain: 3,
            number: 1 << 40,
            hash: Digest::of(b"x"),
            at: 1_700_000_000_000_000,
        });
        let text = serde_json::to_string(&line).unwrap();
        let read: CheckpointLine = serde_json::from_str(&text).unwrap();
        assert_eq!(read.0, line.0);
        for bad in [
            text.replace("\"hash\":\"", "\"hash\":\"0"),
            text.replace('Z', ""),
        ] {
            assert!(
                serde_json::from_str::<CheckpointLine>(&bad).is_err(),
                "{bad}"
            );
        }
    }
}
