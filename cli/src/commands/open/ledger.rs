//! `open URL ledger`: who was erased, as it is kept in a file, one erasure a line.

use std::path::Path;

use profilekit::store::{Address, Erasure, Extent, Treated, Treatment};
use profilekit::time::parse_instant;
use serde::{Deserialize, Serialize};

use super::{Desk, instant, or_dash};
use crate::files::Lines;
use crate::input;
use crate::output::{Misuse, Outcome, say};
use crate::table::table;

pub(super) fn run(
    desk: &Desk<'_>,
    since: Option<&str>,
    out: Option<&Path>,
) -> Result<Outcome, Misuse> {
    let since = since.map_or(Ok(i64::MIN), |since| input::now(Some(since)))?;
    let file = out.map(Lines::growing).transpose()?;
    let erasures = desk.wait(desk.opened.store.erasures(since))?;
    let lines: Vec<ErasureLine> = erasures.into_iter().map(ErasureLine::from).collect();
    if let Some(mut file) = file {
        file.push_all(&lines)?;
    }
    desk.say(&lines, || show(&lines))?;
    Ok(Outcome::Fine)
}

fn show(lines: &[ErasureLine]) {
    let rows = lines.iter().map(|line| {
        vec![
            instant(line.at.0),
            line.person.clone(),
            or_dash(&line.tenant),
            line.extent.0.word().to_owned(),
            line.records.len().to_string(),
        ]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    say!(
        "{}",
        table(&["at", "person", "tenant", "extent", "records"], &rows)
    );
}

/// An erasure in a file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ErasureLine {
    id: String,
    at: Instant,
    tenant: String,
    person: String,
    /// `everywhere` where a line of an earlier version does not say it.
    #[serde(default)]
    extent: Reach,
    records: Vec<Place>,
}

/// A record of the person.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    tenant: String,
    kind: String,
    id: String,
    /// What became of it; a line of an earlier version does not say it.
    #[serde(default)]
    how: Option<How>,
}

/// When it was.
#[derive(Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
struct Instant(i64);

impl Clone for Instant {
    fn clone(&self) -> Self {
        Self(self.0)
    }
}

impl From<Instant> for String {
    fn from(at: Instant) -> Self {
        instant(at.0)
    }
}

impl TryFrom<String> for Instant {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        parse_instant(&text).map(Self).ok_or("no instant")
    }
}

/// How far it went.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
struct Reach(Extent);

impl From<Reach> for String {
    fn from(extent: Reach) -> Self {
        extent.0.word().to_owned()
    }
}

impl TryFrom<String> for Reach {
    type Error = &'static str;

    fn try_from(word: String) -> Result<Self, Self::Error> {
        Extent::of_word(&word).map(Self).ok_or("no extent")
    }
}

/// What became of a record.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
struct How(Treatment);

impl From<How> for String {
    fn from(how: How) -> Self {
        how.0.word().to_owned()
    }
}

impl TryFrom<String> for How {
    type Error = &'static str;

    fn try_from(word: String) -> Result<Self, Self::Error> {
        Treatment::of_word(&word).map(Self).ok_or("no treatment")
    }
}

impl From<Erasure> for ErasureLine {
    fn from(erasure: Erasure) -> Self {
        let records = erasure.records.into_iter();
        let records = records.map(|Treated { address, how }| Place {
            tenant: address.tenant,
            kind: address.kind,
            id: address.id,
            how: how.map(How),
        });
        Self {
            id: erasure.id,
            at: Instant(erasure.at),
            tenant: erasure.tenant,
            person: erasure.person,
            extent: Reach(erasure.extent),
            records: records.collect(),
        }
    }
}

impl From<ErasureLine> for Erasure {
    fn from(line: ErasureLine) -> Self {
        let records = line.records.into_iter();
        let records = records.map(|place| Treated {
            address: Address {
                tenant: place.tenant,
                kind: place.kind,
                id: place.id,
            },
            how: place.how.map(|how| how.0),
        });
        Self {
            id: line.id,
            at: line.at.0,
            tenant: line.tenant,
            person: line.person,
            extent: line.extent.0,
            records: records.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_erasure_comes_back_as_it_was() {
        let erasure = Erasure {
            id: "e1".into(),
            at: 1_700_000_000_000_001,
            tenant: "t1".into(),
            person: "ada".into(),
            extent: Extent::Own,
            records: vec![Treated::new(
                Address::new("", "note", "n1"),
                Treatment::SetAside,
            )],
        };
        let line = serde_json::to_string(&ErasureLine::from(erasure.clone())).unwrap();
        let read: ErasureLine = serde_json::from_str(&line).unwrap();
        assert_eq!(Erasure::from(read), erasure);
        let old = line.replace(r#","how":"set_aside""#, "");
        let old = old.replace(r#""extent":"own","#, "");
        let read = Erasure::from(serde_json::from_str::<ErasureLine>(&old).unwrap());
        assert_eq!(read.extent, Extent::Everywhere);
        assert_eq!(read.records[0].how, None);
        let bad = line.replace("2023", "in 2023");
        assert!(serde_json::from_str::<ErasureLine>(&bad).is_err());
    }
}
