//! What a list asks, as SQL.

use profilekit::access::{Columns, Dialect, Sql, SqlValue, Tied};
use profilekit::store::{Archived, Condition, PageRequest, Selection};
use rusqlite::types::Value;

use super::way::{Way, way, ways};
use crate::record::{NEXT, Place, columns};

/// What a list asks.
pub(super) struct Question<'q> {
    selection: &'q Selection<'q>,
    request: &'q PageRequest,
    /// The only tenant that is meant, where there is one.
    tenant: Option<String>,
    /// What ties every record that is admitted to the subject, where something does.
    tied: Option<Tied>,
    filter: Option<Sql>,
}

/// A statement and what is bound to it.
#[derive(Debug)]
pub(super) struct Query {
    pub(super) text: String,
    pub(super) parameters: Vec<Value>,
}

impl Query {
    /// Binds a value, and gives back what stands for it.
    fn bind(&mut self, value: impl Into<Value>) -> String {
        self.parameters.push(value.into());
        format!("?{}", self.parameters.len())
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }
}

impl<'q> Question<'q> {
    pub(super) fn new(selection: &'q Selection<'q>, request: &'q PageRequest) -> Self {
        let reach = selection.reach();
        let tenant = request.tenant.clone().or(reach.tenant);
        Self {
            selection,
            request,
            filter: selection.sql(Dialect::Sqlite, &columns(tenant.as_deref())),
            tenant,
            tied: reach.tied,
        }
    }

    /// Whether SQL says it all, so that no record has to be asked.
    pub(super) fn is_exact(&self) -> bool {
        self.filter.is_some()
    }

    /// Where the owner and the tenant of each record come from: they are columns where several
    /// are meant.
    pub(super) fn places(&self) -> [Place<'_>; 2] {
        let owner = self.only_owner();
        let behind = NEXT + usize::from(owner.is_none());
        let tenant = self.tenant.as_deref();
        [
            owner.map_or(Place::Column(NEXT), Place::Known),
            tenant.map_or(Place::Column(behind), Place::Known),
        ]
    }

    /// The only owner that is meant, where there is one.
    fn only_owner(&self) -> Option<&str> {
        let mut conditions = self.request.conditions.iter();
        conditions.find_map(|condition| match condition {
            Condition::Owner(owner) => Some(owner.as_str()),
            _ => None,
        })
    }

    /// One query for each way, each in the order of the list.
    pub(super) fn each_way(&self) -> Vec<Query> {
        let columns = match (self.only_owner(), &self.tenant) {
            (Some(_), Some(_)) => columns!(),
            (Some(_), None) => concat!(columns!(), ", r.tenant"),
            (None, Some(_)) => concat!(columns!(), ", r.owner"),
            (None, None) => concat!(columns!(), ", r.owner, r.tenant"),
        };
        let ways = ways(self.tied.as_ref(), self.request);
        let query = |way: &Way<'_>| {
            let mut query = self.begin();
            self.push_way(&mut query, columns, *way);
            let (id, tenant) = place(*way);
            let down = if self.request.newest_first {
                " DESC"
            } else {
                ""
            };
            query.push(&format!(" ORDER BY {id}{down}"));
            if self.tenant.is_none() {
                query.push(&format!(", {tenant}{down}"));
            }
            query
        };
        ways.iter().map(query).collect()
    }

    /// How many records all ways lead to, counting to a limit.
    pub(super) fn together(&self, limit: i64) -> Query {
        let mut query = self.begin();
        query.push("SELECT COUNT(*) FROM (SELECT DISTINCT number FROM (");
        let ways = ways(self.tied.as_ref(), self.request);
        for (index, way) in ways.iter().enumerate() {
            if index > 0 {
                query.push(" UNION ALL ");
            }
            self.push_way(&mut query, "r.number", *way);
        }
        if ways.is_empty() {
            query.push("SELECT 0 AS number WHERE FALSE");
        }
        let limit = query.bind(limit);
        query.push(&format!(") LIMIT {limit})"));
        query
    }

    /// The filter's parameters come first, as the filter names them.
    fn begin(&self) -> Query {
        let parameters = self.filter.iter().flat_map(|filter| &filter.params);
        Query {
            text: String::with_capacity(1024),
            parameters: parameters.map(value).collect(),
        }
    }

    fn push_way(&self, query: &mut Query, columns: &str, way: Way<'_>) {
        query.push(&format!("SELECT {columns} FROM {}", self.source(way)));
        let kind = query.bind(self.selection.kind().to_owned());
        query.push(&format!(" WHERE {} = {kind}", self.kind_of(way)));
        self.push_way_condition(query, way);
        self.push_place(query, way);
        match self.request.archived {
            Archived::Without => query.push(" AND r.archived_at IS NULL"),
            Archived::Only => query.push(" AND r.archived_at IS NOT NULL"),
            Archived::With => {}
        }
        // What the way says is not asked of each record once more.
        let conditions = self.request.conditions.iter();
        for condition in conditions.filter(|one| self::way(one) != Some(way)) {
            push_condition(query, condition);
        }
        if let Some(filter) = &self.filter {
            query.push(" AND ");
            query.push(&filter.text);
        }
    }

    /// The index is named: what a list costs does not depend on what SQLite guesses.
    fn source(&self, way: Way<'_>) -> &'static str {
        let named = self
            .tenant
            .as_ref()
            .is_some_and(|tenant| !tenant.is_empty());
        match way {
            Way::All if named => "records r INDEXED BY records_by_tenant",
            Way::All => "records r INDEXED BY records_by_id",
            Way::State(_) if named => "records r INDEXED BY records_by_tenant_and_state",
            Way::State(_) => "records r INDEXED BY records_by_state",
            Way::Owner(_) => "records r INDEXED BY records_by_owner",
            Way::Related(..) => "record_relations l CROSS JOIN records r ON r.number = l.record",
        }
    }

    fn kind_of(&self, way: Way<'_>) -> &'static str {
        match way {
            Way::Related(..) => "l.kind",
            _ => "r.kind",
        }
    }

    fn push_way_condition(&self, query: &mut Query, way: Way<'_>) {
        let text = match way {
            Way::All => return,
            Way::Owner(owner) => format!(" AND r.owner = {}", query.bind(owner.to_owned())),
            Way::State(state) => format!(" AND r.state = {}", query.bind(state.to_owned())),
            Way::Related(name, id) => format!(
                " AND l.name = {} AND l.other = {}",
                query.bind(name.to_owned()),
                query.bind(id.to_owned())
            ),
        };
        query.push(&text);
    }

    /// The tenant, and what stands behind the record that is named.
    fn push_place(&self, query: &mut Query, way: Way<'_>) {
        let (id, tenant) = place(way);
        match self.tenant.as_deref() {
            None => {}
            // Written out: each row is compared with it, and to compare with an empty text that is
            // bound, which is nowhere in memory, takes as long as to read the row.
            Some("") => query.push(&format!(" AND {tenant} = ''")),
            Some(only) => {
                let bound = query.bind(only.to_owned());
                // So that SQLite sees that an index of tenants with names has them all.
                query.push(&format!(" AND {tenant} = {bound} AND {tenant} <> ''"));
            }
        }
        let Some((after, of)) = &self.request.after else {
            return;
        };
        let after = query.bind(after.to_owned());
        let behind = if self.request.newest_first { '<' } else { '>' };
        let text = match &self.tenant {
            None => {
                let of = query.bind(of.to_owned());
                format!(" AND ({id}, {tenant}) {behind} ({after}, {of})")
            }
            Some(only) if self.is_behind(only, of) => format!(" AND {id} {behind}= {after}"),
            Some(_) => format!(" AND {id} {behind} {after}"),
        };
        query.push(&text);
    }

    /// Whether a tenant stands behind another one.
    fn is_behind(&self, tenant: &str, other: &str) -> bool {
        if self.request.newest_first {
            tenant < other
        } else {
            tenant > other
        }
    }
}

/// Where the order of the list is read from.
fn place(way: Way<'_>) -> (&'static str, &'static str) {
    match way {
        Way::Related(..) => ("l.id", "l.tenant"),
        _ => ("r.id", "r.tenant"),
    }
}

fn push_condition(query: &mut Query, condition: &Condition) {
    let text = match condition {
        Condition::Owner(owner) => format!(" AND r.owner = {}", query.bind(owner.clone())),
        Condition::State(state) => format!(" AND r.state = {}", query.bind(state.clone())),
        Condition::UpdatedSince(at) => format!(" AND r.updated_at >= {}", query.bind(*at)),
        Condition::UpdatedBefore(at) => format!(" AND r.updated_at < {}", query.bind(*at)),
        Condition::Related(name, id) => format!(
            " AND EXISTS (SELECT 1 FROM record_relations c WHERE c.other = {} AND c.kind = r.kind \
             AND c.name = {} AND c.id = r.id AND c.tenant = r.tenant)",
            query.bind(id.clone()),
            query.bind(name.clone())
        ),
    };
    query.push(&text);
}

/// The filter's columns are those of `records r`; no tenant is stored as an empty one. Where only
/// one tenant is meant, no record is asked whether it has none.
fn columns(tenant: Option<&str>) -> Columns {
    let of = |name: &str| format!("r.{name}");
    Columns {
        id: of("id"),
        owner: of("owner"),
        tenant: match tenant {
            None => "NULLIF(r.tenant, '')".to_owned(),
            Some("") => "NULL".to_owned(),
            Some(_) => of("tenant"),
        },
        state: of("state"),
        version: of("version"),
        created_at: of("created_at"),
        updated_at: of("updated_at"),
        relations: of("relations"),
        document: of("document"),
    }
}

fn value(value: &SqlValue) -> Value {
    match value {
        SqlValue::Null => Value::Null,
        SqlValue::Bool(value) => Value::Integer(i64::from(*value)),
        SqlValue::Int(value) => Value::Integer(*value),
        SqlValue::Double(value) => Value::Real(*value),
        SqlValue::Text(value) => Value::Text(value.clone()),
    }
}
