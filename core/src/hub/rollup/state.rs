//! What a rollup is of, and how far it goes, as it is stored.

use std::collections::BTreeMap;

use crate::access::Subject;
use crate::blueprint::{BuiltinRole, Model};
use crate::error::{Code, Failure};
use crate::json::{Limits, Tree, Value, parse, quoted};
use crate::kernel::Keeper;

/// How far the account of changes was followed: the last place of each chain.
pub(super) type Reached = BTreeMap<u32, i64>;

/// What a rollup is of, and how far it goes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct State {
    /// The table of facts.
    pub(super) table: String,
    /// The blueprint that it was made by.
    pub(super) product: String,
    /// Who sees the records.
    pub(super) reader: Reader,
    /// The zone of the days.
    pub(super) zone: String,
    /// Up to how many values are kept one by one.
    pub(super) exact: u32,
    /// Whether every record was looked at once.
    pub(super) whole: bool,
    /// How many records have facts in it.
    pub(super) records: u64,
    /// How many of them have facts that cannot be read.
    pub(super) bad: u64,
    /// How far the account of changes was followed.
    pub(super) reached: Reached,
}

/// Who sees the records of a rollup.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Reader {
    pub(super) id: Option<String>,
    pub(super) tenant: Option<String>,
    pub(super) roles: Vec<String>,
    pub(super) persona: Option<String>,
    pub(super) system: bool,
}

impl Reader {
    pub(super) fn of(keeper: &Keeper<'_>, model: &Model, subject: &Subject) -> Self {
        let persona = subject.persona();
        let persona = persona.and_then(|id| model.personas.get(id.index()));
        Self {
            id: subject.id().map(|id| id.as_str().to_owned()),
            tenant: subject.tenant().map(|id| id.as_str().to_owned()),
            roles: keeper.roles().into_iter().map(str::to_owned).collect(),
            persona: persona.map(|persona| persona.name.to_string()),
            system: subject.roles().contains(BuiltinRole::System.id()),
        }
    }
}

impl State {
    pub(super) fn to_json(&self) -> String {
        let text = |text: &Option<String>| text.as_deref().map_or("null".to_owned(), quoted);
        let Reader { id, tenant, .. } = &self.reader;
        let roles: Vec<String> = self.reader.roles.iter().map(|role| quoted(role)).collect();
        let reached = self.reached.iter();
        let reached: Vec<String> = reached
            .map(|(chain, number)| format!("[{chain},{number}]"))
            .collect();
        format!(
            "{{\"table\":{},\"product\":{},\"id\":{},\"tenant\":{},\"roles\":[{}],\"persona\":{},\
             \"system\":{},\"zone\":{},\"exact\":{},\"whole\":{},\"records\":{},\"bad\":{},\
             \"reached\":[{}]}}",
            quoted(&self.table),
            quoted(&self.product),
            text(id),
            text(tenant),
            roles.join(","),
            text(&self.reader.persona),
            self.reader.system,
            quoted(&self.zone),
            self.exact,
            self.whole,
            self.records,
            self.bad,
            reached.join(","),
        )
    }

    pub(super) fn read(json: &str) -> Result<Self, Failure> {
        let unreadable = || {
            let failure = Failure::new(Code::StoreCorrupt);
            failure.with("reason", "the state of a rollup cannot be read")
        };
        let tree = parse(json.as_bytes(), Limits::default())?;
        Self::of(&tree).ok_or_else(unreadable)
    }

    fn of(tree: &Tree) -> Option<Self> {
        let text = |name: &str| tree.get(name).and_then(Tree::as_str).map(str::to_owned);
        let flag = |name: &str| match tree.get(name)?.value {
            Value::Bool(flag) => Some(flag),
            _ => None,
        };
        let roles = items(tree.get("roles")?)?.iter();
        let roles = roles.map(|role| role.as_str().map(str::to_owned));
        let reached = items(tree.get("reached")?)?.iter().map(|pair| {
            let [chain, number] = items(pair)? else {
                return None;
            };
            Some((number_of(chain)?, number_of(number)?))
        });
        Some(Self {
            table: text("table")?,
            product: text("product")?,
            reader: Reader {
                id: text("id"),
                tenant: text("tenant"),
                roles: roles.collect::<Option<_>>()?,
                persona: text("persona"),
                system: flag("system")?,
            },
            zone: text("zone")?,
            exact: number_of(tree.get("exact")?)?,
            whole: flag("whole")?,
            records: number_of(tree.get("records")?)?,
            bad: number_of(tree.get("bad")?)?,
            reached: reached.collect::<Option<_>>()?,
        })
    }
}

fn items(tree: &Tree) -> Option<&[Tree]> {
    match &tree.value {
        Value::Array(items) => Some(items),
        _ => None,
    }
}

fn number_of<N: std::str::FromStr>(tree: &Tree) -> Option<N> {
    match &tree.value {
        Value::Number(number) => number.parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_come_back_as_they_were_written() {
        let empty = State::default();
        let full = State {
            table: "booking".into(),
            product: "f1".into(),
            reader: Reader {
                id: Some("u\"1".into()),
                tenant: Some("t1".into()),
                roles: vec!["a".into(), "b".into()],
                persona: Some("p".into()),
                system: true,
            },
            zone: "Europe/Berlin".into(),
            exact: 9,
            whole: true,
            records: 3,
            bad: 1,
            reached: Reached::from([(0, 7), (3, i64::MAX)]),
        };
        for state in [empty, full] {
            assert_eq!(State::read(&state.to_json()), Ok(state));
        }
        assert!(State::read("{}").is_err());
        assert!(State::read("").is_err());
    }
}
