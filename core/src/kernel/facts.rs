//! Facts of records, as whoever asks sees them.

use std::borrow::Cow;
use std::sync::Arc;

use super::compile::Kernel;
use super::dashboard::{Glance, is_confined};
use super::view::Record;
use crate::access::Subject;
use crate::blueprint::{Kind, Verb};
use crate::error::{Code, Failure};
use crate::id::{ActionId, Id, PersonaId, RoleSet};
use crate::json::{self, Limits, Pointer, Tree, Value, quoted};
use crate::metrics::{BadRow, Confined, Facts, Loaded, Origin, Partial, Scope, Table};
use crate::time::write_instant;

/// What a host has for a table of facts.
#[derive(Debug, Clone)]
pub struct Supplied {
    table: Box<str>,
    supply: Supply,
}

#[derive(Debug, Clone)]
enum Supply {
    Facts(Arc<Facts>),
    Seen(Loaded, Whose),
    Counted(Box<Counted>),
}

/// What was found of the facts that count for somebody.
#[derive(Debug, Clone)]
pub(super) struct Counted {
    pub(super) partial: Partial,
    pub(super) scope: Scope,
    pub(super) whose: Whose,
    /// Records that could not become facts.
    pub(super) bad: Vec<BadRow>,
    /// Why every record was looked at, where figures that are kept were wanted.
    pub(super) scanned: Option<&'static str>,
}

/// Who saw the records that facts were made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Whose {
    id: Option<Id>,
    tenant: Option<Id>,
    roles: RoleSet,
    persona: Option<PersonaId>,
}

impl Whose {
    pub(super) fn of(subject: &Subject) -> Self {
        Self {
            id: subject.id().cloned(),
            tenant: subject.tenant().cloned(),
            roles: subject.roles(),
            persona: subject.persona(),
        }
    }
}

impl Supplied {
    /// Facts of a table that is of no kind, whoever asks.
    #[must_use]
    pub fn facts(table: &str, facts: Facts) -> Self {
        Self::shared(table, Arc::new(facts))
    }

    /// The same facts for many dashboards: they are not copied.
    #[must_use]
    pub fn shared(table: &str, facts: Arc<Facts>) -> Self {
        Self {
            table: table.into(),
            supply: Supply::Facts(facts),
        }
    }

    pub(super) fn counted(table: &str, counted: Counted) -> Self {
        Self {
            table: table.into(),
            supply: Supply::Counted(Box::new(counted)),
        }
    }
}

/// Records on their way to become the facts that they are to a subject: of those that it may
/// list and read, without the fields that are hidden from it.
#[derive(Debug)]
pub struct Gathering<'k> {
    pub(super) kernel: &'k Kernel,
    pub(super) glance: &'k Glance<'k>,
    pub(super) table: &'k Table,
    pub(super) kind: &'k Kind,
    list: ActionId,
    rows: Vec<String>,
}

impl Gathering<'_> {
    /// Takes a record of the table's kind. One that the subject may not list or read leaves no
    /// trace.
    ///
    /// # Errors
    /// Faults of the record.
    pub fn add(&mut self, record: &Record<'_>) -> Result<(), Failure> {
        let Origin::Records { each, day, .. } = &self.table.origin else {
            return Ok(());
        };
        let Some(document) = self.seen(record)? else {
            return Ok(());
        };
        let tree = json::parse(document.as_bytes(), Limits::default())?;
        let head = head(record);
        for item in items(&tree, each.as_ref()) {
            let row = row(&head, &document, &tree, item, day.as_ref(), self.glance);
            self.rows.push(row);
        }
        Ok(())
    }

    /// What the subject sees of a record, where it may list and read it.
    fn seen(&self, record: &Record<'_>) -> Result<Option<String>, Failure> {
        let (kernel, glance) = (self.kernel, self.glance);
        let resource = kernel.prepared(self.kind, record)?;
        let listed = kernel.decide(glance.subject, self.list, &resource, glance.context);
        if !listed.allowed {
            return Ok(None);
        }
        match kernel.view(&self.kind.name, record, glance.subject, glance.context) {
            Ok(view) => Ok(Some(view.document.into_owned())),
            Err(failure) if failure.code() == Code::AccessNotVisible => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    /// How many rows there are so far.
    pub(super) fn rows(&self) -> usize {
        self.rows.len()
    }

    /// The facts so far, and none of them are left.
    pub(super) fn take(&mut self) -> Result<Loaded, Failure> {
        let rows = std::mem::take(&mut self.rows);
        let rows = rows.iter().map(String::as_bytes);
        Facts::from_records(&self.table.shape, rows)
    }

    /// The facts, for a dashboard of the same subject.
    ///
    /// # Errors
    /// [`Code::MetricsTooMany`].
    pub fn finish(mut self) -> Result<Supplied, Failure> {
        let loaded = self.take()?;
        Ok(Supplied {
            table: self.table.name.clone(),
            supply: Supply::Seen(loaded, Whose::of(self.glance.subject)),
        })
    }
}

impl Kernel {
    /// The table of facts of that name.
    ///
    /// # Errors
    /// [`Code::MetricsNoFacts`].
    pub fn fact_table(&self, name: &str) -> Result<&Table, Failure> {
        let table = self.boards().table(name);
        table.ok_or_else(|| no_facts(name))
    }

    /// Begins to make facts of records.
    ///
    /// # Errors
    /// [`Code::MetricsNoFacts`], and [`Code::KernelBadRequest`] for a table that is of no kind.
    pub fn gather<'k>(
        &'k self,
        table: &str,
        glance: &'k Glance<'k>,
    ) -> Result<Gathering<'k>, Failure> {
        let table = self.fact_table(table)?;
        let Origin::Records { kind, .. } = &table.origin else {
            return Err(bad_request("the facts of this table are no records"));
        };
        let kind = self.model().kinds.get(kind.index());
        let kind = kind.ok_or_else(|| Failure::new(Code::KernelInternal))?;
        Ok(Gathering {
            kernel: self,
            glance,
            table,
            kind,
            list: self.verb(kind, Verb::List)?,
            rows: Vec::new(),
        })
    }

    /// What was found of a table on behalf of the subject, in a database or record by record.
    pub(super) fn counted<'s>(
        &self,
        (table, scope): (&Table, Scope),
        glance: &Glance<'_>,
        supplied: &'s [Supplied],
    ) -> Result<Option<&'s Counted>, Failure> {
        let own = supplied.iter().filter(|one| one.table == table.name);
        let mut counted = own.filter_map(|one| match &one.supply {
            Supply::Counted(counted) if counted.scope == scope => Some(&**counted),
            _ => None,
        });
        match counted.next() {
            Some(counted) if counted.whose != Whose::of(glance.subject) => {
                Err(bad_request("the facts were counted for somebody else"))
            }
            found => Ok(found),
        }
    }

    /// Which rows of a table that is handed in count for the subject.
    pub(super) fn confined(&self, table: &Table, scope: Scope, subject: &Subject) -> Confined {
        let mut columns: Vec<(usize, Box<str>)> = Vec::new();
        if let (
            Origin::Given {
                tenant: Some(column),
            },
            true,
        ) = (&table.origin, is_confined(self.model(), subject))
        {
            let Some(tenant) = subject.tenant() else {
                return Confined::Out;
            };
            columns.push((*column, tenant.as_str().into()));
        }
        if let Scope::Mine(column) = scope {
            let Some(id) = subject.id() else {
                return Confined::Out;
            };
            columns.push((column, id.as_str().into()));
        }
        Confined::To(columns)
    }

    /// The facts of a table that count for whoever asks, and the records that could not be facts.
    pub(super) fn facts_for<'s>(
        &self,
        table: &Table,
        glance: &Glance<'_>,
        supplied: &'s [Supplied],
    ) -> Result<(Cow<'s, Facts>, &'s [BadRow]), Failure> {
        let is_whole = |one: &&Supplied| !matches!(one.supply, Supply::Counted(..));
        let mut own = supplied.iter().filter(|one| one.table == table.name);
        let own = own.find(is_whole).ok_or_else(|| no_facts(&table.name))?;
        match (&table.origin, &own.supply) {
            (Origin::Given { tenant }, Supply::Facts(facts)) => {
                let facts = match (tenant, is_confined(self.model(), glance.subject)) {
                    (Some(column), true) => match glance.subject.tenant() {
                        Some(tenant) => facts.only(*column, tenant.as_str()),
                        None => Cow::Owned(Facts::nothing(facts.shape())),
                    },
                    _ => Cow::Borrowed(&**facts),
                };
                Ok((facts, &[]))
            }
            (Origin::Records { .. }, Supply::Seen(loaded, whose)) => {
                if *whose == Whose::of(glance.subject) {
                    Ok((Cow::Borrowed(&loaded.facts), &loaded.bad))
                } else {
                    Err(bad_request("the facts are what somebody else sees"))
                }
            }
            (Origin::Records { .. }, Supply::Facts(_)) => {
                Err(bad_request("the facts of this table are records"))
            }
            (Origin::Given { .. }, Supply::Seen(..)) => {
                Err(bad_request("the facts of this table are no records"))
            }
            (_, Supply::Counted(..)) => Err(no_facts(&table.name)),
        }
    }
}

pub(super) fn bad_request(reason: &'static str) -> Failure {
    Failure::new(Code::KernelBadRequest).with("reason", reason)
}

fn no_facts(name: &str) -> Failure {
    Failure::new(Code::MetricsNoFacts).with("name", name.to_owned())
}

fn is_null(tree: &Tree) -> bool {
    tree.value == Value::Null
}

/// The items of a record that are facts: itself, or those of a list.
fn items<'t>(tree: &'t Tree, each: Option<&Pointer>) -> Vec<Option<&'t Tree>> {
    let Some(each) = each else {
        return vec![None];
    };
    match at(tree, each).map(|tree| &tree.value) {
        Some(Value::Array(items)) => items.iter().map(Some).collect(),
        _ => Vec::new(),
    }
}

fn at<'t>(tree: &'t Tree, pointer: &Pointer) -> Option<&'t Tree> {
    let mut names = pointer.segments();
    names.try_fold(tree, |tree, name| tree.get(&name))
}

/// What is known of a record besides its document, as members of a JSON object.
fn head(record: &Record<'_>) -> String {
    let head = &record.head;
    let text = |name: &str, value: Option<&str>| value.map(|text| member(name, text));
    let instant = |name: &str, at: Option<i64>| at.map(|at| member(name, &write_instant(at)));
    let members = [
        text("id", head.id),
        text("owner", head.owner),
        text("tenant", head.tenant),
        text("state", head.state),
        instant("created_at", head.created_at),
        instant("updated_at", head.updated_at),
    ];
    let relations = head.relations.iter();
    let relations = relations.filter_map(|(name, ids)| Some(member(name, ids.first()?)));
    format!(
        "\"head\":{{{}}},\"relations\":{{{}}}",
        members.into_iter().flatten().collect::<Vec<_>>().join(","),
        relations.collect::<Vec<_>>().join(",")
    )
}

fn member(name: &str, text: &str) -> String {
    format!("{}:{}", quoted(name), quoted(text))
}

/// One row: what the columns of the table point into.
fn row(
    head: &str,
    document: &str,
    tree: &Tree,
    item: Option<&Tree>,
    day: Option<&Pointer>,
    glance: &Glance<'_>,
) -> String {
    let mut row = format!("{{{head},\"document\":{document}");
    if let Some(item) = item.filter(|item| !is_null(item)) {
        row.push_str(",\"item\":");
        row.push_str(&item.to_json());
    }
    let date = day.and_then(|pointer| {
        let mut names = pointer.segments();
        let around = names.next()?;
        let start = if around == "item" { item? } else { tree };
        names
            .try_fold(start, |tree, name| tree.get(&name))?
            .as_str()
    });
    if let Some(at) = date.and_then(|date| glance.calendar.day(date)) {
        row.push(',');
        row.push_str(&member("at", &write_instant(at)));
    }
    row.push('}');
    row
}
