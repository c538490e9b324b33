//! Lists: the kernel's filter as a condition, or record by record where it has no form in SQL.

use profilekit::access::{Columns, Dialect, Reach, Sql, SqlValue, Tied};
use profilekit::store::{
    Archived, Condition, Count, Page, PageRequest, Selection, StoreError, StoredRecord,
};

use crate::asked::{Asked, param};
use crate::record::{NEXT, Place, Reading, columns, page};
use crate::row::{Param, unsigned, value};
use crate::store::PostgresStore;

/// Where the filter finds the document.
const CONTENT: &str = "r.content";

/// How many records are read at a time where they are asked one by one.
const STRIDE: usize = 256;

/// The filter's columns are those of `records r`; no tenant is stored as an empty one. Where only
/// one tenant is meant, no record is asked whether it has none.
fn columns(tenant: Option<&str>) -> Columns {
    let of = |name: &str| format!("r.{name}");
    Columns {
        id: of("id"),
        owner: of("owner"),
        tenant: match tenant {
            None => "NULLIF(r.tenant, '')".to_owned(),
            Some("") => "NULL::text".to_owned(),
            Some(_) => of("tenant"),
        },
        state: of("state"),
        version: of("version"),
        created_at: of("created_at"),
        updated_at: of("updated_at"),
        relations: of("related"),
        document: CONTENT.to_owned(),
    }
}

/// A selection in a form that PostgreSQL answers.
struct Filter {
    sql: Sql,
    /// Whether it asks for the document. Records whose document is not there as `jsonb` are asked
    /// one by one then.
    asks_content: bool,
}

impl Filter {
    fn of(selection: &Selection<'_>, request: &PageRequest) -> Option<Self> {
        let columns = columns(request.tenant.as_deref());
        let sql = selection.sql(Dialect::Postgres, &columns)?;
        let is_sent =
            |value: &SqlValue| !matches!(value, SqlValue::Text(text) if text.contains('\0'));
        let asks_content = sql.text.contains(CONTENT);
        sql.params
            .iter()
            .all(is_sent)
            .then_some(Self { sql, asks_content })
    }

    fn everything(text: &str) -> Self {
        let sql = Sql {
            text: text.to_owned(),
            params: Vec::new(),
        };
        Self {
            sql,
            asks_content: false,
        }
    }
}

fn sent(value: SqlValue) -> Param<'static> {
    match value {
        SqlValue::Null => param(None::<String>),
        SqlValue::Bool(value) => param(value),
        SqlValue::Int(value) => param(value),
        SqlValue::Double(value) => param(value),
        SqlValue::Text(value) => param(value),
    }
}

/// The records that a filter admits and a request asks for, in its order.
fn asked<'q>(
    what: &str,
    filter: Filter,
    selection: &'q Selection<'_>,
    request: &'q PageRequest,
    limit: usize,
) -> Asked<'q> {
    let query = format!("SELECT {what} FROM records r WHERE {}", filter.sql.text);
    let params = filter.sql.params.into_iter().map(sent);
    let mut asked = Asked::new(query, params.collect());
    asked.and("r.kind = $", [param(selection.kind())]);
    if filter.asks_content {
        asked.and("r.searchable", []);
    }
    reach(&mut asked, selection.reach(), request);
    narrow(&mut asked, request);
    let order = if request.newest_first {
        "ORDER BY r.id DESC, r.tenant DESC"
    } else {
        "ORDER BY r.id, r.tenant"
    };
    asked.end(order, limit);
    asked
}

/// How many there are of them, up to one more than the request's limit.
fn counted<'q>(
    filter: Filter,
    selection: &'q Selection<'_>,
    request: &'q PageRequest,
) -> Asked<'q> {
    let most = request.limit.saturating_add(1);
    let asked = asked("1", filter, selection, request, most);
    asked.within("SELECT count(*) FROM (", ") AS admitted")
}

/// What is read of each record, and how: who owns it and whose it is, only where several are meant.
fn columns_of<'q>(
    selection: &'q Selection<'_>,
    request: &'q PageRequest,
) -> (&'static str, Reading<'q>) {
    let mut conditions = request.conditions.iter();
    let owner = conditions.find_map(|condition| match condition {
        Condition::Owner(owner) => Some(owner.as_str()),
        _ => None,
    });
    let tenant = request.tenant.as_deref();
    let columns = match (owner, tenant) {
        (Some(_), Some(_)) => columns!(),
        (Some(_), None) => concat!(columns!(), ", r.tenant"),
        (None, Some(_)) => concat!(columns!(), ", r.owner"),
        (None, None) => concat!(columns!(), ", r.owner, r.tenant"),
    };
    let behind = NEXT + usize::from(owner.is_none());
    let reading = Reading {
        tenant: tenant.map_or(Place::Column(behind), Place::Known),
        kind: Place::Known(selection.kind()),
        owner: owner.map_or(Place::Column(NEXT), Place::Known),
    };
    (columns, reading)
}

/// Says what the filter implies in a form that indexes answer.
fn reach<'q>(asked: &mut Asked<'q>, reach: Reach, request: &'q PageRequest) {
    match (&request.tenant, reach.tenant) {
        (Some(tenant), _) => asked.and("r.tenant = $", [param(tenant)]),
        (None, Some(tenant)) => asked.and("r.tenant = $", [param(tenant)]),
        (None, None) => {}
    }
    let Some(Tied {
        subject,
        as_owner,
        relations,
    }) = reach.tied
    else {
        return;
    };
    let related = relations.iter().map(|name| related(name, &subject));
    let mut params: Vec<Param<'q>> = related.map(param).collect();
    let mut ties = vec![RELATED; params.len()];
    if as_owner {
        ties.push("r.owner = $");
        params.push(param(subject));
    }
    let ties = ties.join(" OR ");
    if !ties.is_empty() {
        asked.and(&format!("({ties})"), params);
    }
}

fn narrow<'q>(asked: &mut Asked<'q>, request: &'q PageRequest) {
    match request.archived {
        Archived::Without => asked.and("r.archived_at IS NULL", []),
        Archived::Only => asked.and("r.archived_at IS NOT NULL", []),
        Archived::With => {}
    }
    for condition in &request.conditions {
        meet(asked, condition);
    }
    if let Some((id, of)) = &request.after {
        let behind = if request.newest_first { '<' } else { '>' };
        match &request.tenant {
            None => {
                let behind = format!("(r.id, r.tenant) {behind} ($, $)");
                asked.and(&behind, [param(id), param(of)]);
            }
            Some(only) if is_behind(only, of, request) => {
                asked.and(&format!("r.id {behind}= $"), [param(id)]);
            }
            Some(_) => asked.and(&format!("r.id {behind} $"), [param(id)]),
        }
    }
}

/// Whether a tenant stands behind another one in the order of the list.
fn is_behind(tenant: &str, other: &str, request: &PageRequest) -> bool {
    if request.newest_first {
        tenant < other
    } else {
        tenant > other
    }
}

fn meet<'q>(asked: &mut Asked<'q>, condition: &'q Condition) {
    match condition {
        Condition::Owner(owner) => asked.and("r.owner = $", [param(owner)]),
        Condition::State(state) => asked.and("r.state = $", [param(state)]),
        Condition::UpdatedSince(instant) => asked.and(SINCE, [param(instant), param(instant)]),
        Condition::UpdatedBefore(instant) => asked.and(BEFORE, [param(instant), param(instant)]),
        Condition::Related(name, id) => asked.and(RELATED, [param(related(name, id))]),
    }
}

/// The index has the hour, which hardly ever changes with a record.
const SINCE: &str = "r.updated_hour >= $ / 3600000000 AND r.updated_at >= $";

const BEFORE: &str = "r.updated_hour <= $ / 3600000000 AND r.updated_at < $";

/// Takes what [`related`] makes.
const RELATED: &str = "r.related @> $::text::jsonb";

/// The relations of a record that is related with somebody or something, as far as that goes.
fn related(name: &str, id: &str) -> String {
    serde_json::json!({ name: [id] }).to_string()
}

/// The place of a record in the order of lists.
fn place(record: &StoredRecord) -> (&String, &String) {
    (&record.address.id, &record.address.tenant)
}

impl PostgresStore {
    /// A page of a list.
    pub(crate) async fn admitted(
        &self,
        selection: &Selection<'_>,
        request: &PageRequest,
    ) -> Result<Page, StoreError> {
        let limit = request.limit.saturating_add(1);
        let mut records: Vec<StoredRecord> = Vec::new();
        let rest = match Filter::of(selection, request) {
            None => Some("TRUE"),
            Some(filter) => {
                let rest = filter.asks_content.then_some("NOT r.searchable");
                let (columns, reading) = columns_of(selection, request);
                let asked = asked(columns, filter, selection, request, limit);
                records = reading.records(&asked.of(self).await?)?;
                rest
            }
        };
        if let Some(rest) = rest {
            let found = self.ask_each(selection, request, rest, limit).await?;
            records.extend(found);
            records.sort_by(|one, other| place(one).cmp(&place(other)));
            if request.newest_first {
                records.reverse();
            }
        }
        Ok(page(records, request.limit))
    }

    /// How PostgreSQL would find a page of a list, in its own words (`EXPLAIN`): for those who
    /// look into a slow list. Nothing where the records would be asked one by one.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn plan(
        &self,
        selection: &Selection<'_>,
        request: &PageRequest,
    ) -> Result<Option<String>, StoreError> {
        let Some(filter) = Filter::of(selection, request) else {
            return Ok(None);
        };
        let limit = request.limit.saturating_add(1);
        let (columns, _) = columns_of(selection, request);
        let asked = asked(columns, filter, selection, request, limit);
        self.explained(asked).await.map(Some)
    }

    /// How PostgreSQL would count a list, as [`Self::plan`] says it of a page.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn plan_of_count(
        &self,
        selection: &Selection<'_>,
        request: &PageRequest,
    ) -> Result<Option<String>, StoreError> {
        let Some(filter) = Filter::of(selection, request) else {
            return Ok(None);
        };
        let counted = counted(filter, selection, request);
        self.explained(counted).await.map(Some)
    }

    async fn explained(&self, asked: Asked<'_>) -> Result<String, StoreError> {
        let rows = asked.within("EXPLAIN ", "").of(self).await?;
        let lines = rows.iter().map(|row| value(row, "QUERY PLAN"));
        let lines: Vec<&str> = lines.collect::<Result<_, _>>()?;
        Ok(lines.join("\n"))
    }

    /// The first records that a selection admits, asked one by one.
    async fn ask_each(
        &self,
        selection: &Selection<'_>,
        request: &PageRequest,
        of: &str,
        limit: usize,
    ) -> Result<Vec<StoredRecord>, StoreError> {
        let mut found = Vec::new();
        let mut walk = Walk::along(selection, request, of);
        while found.len() < limit {
            let Some(records) = walk.next(self).await? else {
                break;
            };
            found.extend(records);
        }
        found.truncate(limit);
        Ok(found)
    }

    /// How many records a list has.
    pub(crate) async fn number_admitted(
        &self,
        selection: &Selection<'_>,
        request: &PageRequest,
    ) -> Result<Count, StoreError> {
        let limit = u64::try_from(request.limit).unwrap_or(u64::MAX);
        let (mut found, rest) = match Filter::of(selection, request) {
            None => (0, Some("TRUE")),
            Some(filter) => {
                let rest = filter.asks_content.then_some("NOT r.searchable");
                let rows = counted(filter, selection, request).of(self).await?;
                let count = rows.first().map(|row| unsigned(row, "count"));
                (count.transpose()?.unwrap_or(0), rest)
            }
        };
        let mut walk = rest.map(|rest| Walk::along(selection, request, rest));
        while let Some(walk) = walk.as_mut().filter(|_| found <= limit) {
            let Some(records) = walk.next(self).await? else {
                break;
            };
            found += u64::try_from(records.len()).unwrap_or(u64::MAX);
        }
        Ok(Count {
            found: found.min(limit),
            complete: found <= limit,
        })
    }
}

/// Goes along a list and asks each record whether it is admitted.
struct Walk<'w> {
    selection: &'w Selection<'w>,
    request: PageRequest,
    of: &'w str,
    is_over: bool,
}

impl<'w> Walk<'w> {
    fn along(selection: &'w Selection<'w>, request: &PageRequest, of: &'w str) -> Self {
        Self {
            selection,
            request: request.clone(),
            of,
            is_over: false,
        }
    }

    /// What is admitted of the next stretch; nothing behind the last one.
    async fn next(
        &mut self,
        store: &PostgresStore,
    ) -> Result<Option<Vec<StoredRecord>>, StoreError> {
        if self.is_over {
            return Ok(None);
        }
        let filter = Filter::everything(self.of);
        let (columns, reading) = columns_of(self.selection, &self.request);
        let asked = asked(columns, filter, self.selection, &self.request, STRIDE);
        let records = reading.records(&asked.of(store).await?)?;
        self.is_over = records.len() < STRIDE;
        let last = records.last().map(|record| &record.address);
        self.request.after = last.map(|last| (last.id.clone(), last.tenant.clone()));
        let mut admitted = Vec::new();
        for record in records {
            if self.selection.admits(&record)? {
                admitted.push(record);
            }
        }
        Ok(Some(admitted))
    }
}
