//! Lists: the kernel's filter as a condition, or record by record where it has no form in SQL.

mod question;
mod stream;
mod way;

use profilekit::store::{Count, Page, PageRequest, Selection, StoreError, StoredRecord};
use rusqlite::{Connection, params_from_iter};

use crate::column::{limit, rows};
use crate::fault::Outcome;
use crate::record::{Place, Reading};
use question::Question;
use stream::Stream;

/// Room is made for so many records at once.
const AT_HAND: usize = 256;

/// The records that a selection admits and that a request asks for.
pub(crate) fn list(
    connection: &Connection,
    selection: &Selection<'_>,
    request: &PageRequest,
) -> Outcome<Page> {
    let mut page = Page {
        records: Vec::with_capacity(request.limit.min(AT_HAND)),
        more: false,
    };
    each(connection, selection, request, |record| {
        page.more = page.records.len() == request.limit;
        if !page.more {
            page.records.push(record);
        }
        !page.more
    })?;
    Ok(page)
}

/// Goes through records in order for as long as it is told to.
fn each(
    connection: &Connection,
    selection: &Selection<'_>,
    request: &PageRequest,
    mut goes_on: impl FnMut(StoredRecord) -> bool,
) -> Outcome<()> {
    let question = Question::new(selection, request);
    let queries = question.each_way();
    let mut statements = Vec::with_capacity(queries.len());
    for query in &queries {
        statements.push(connection.prepare_cached(&query.text)?);
    }
    let [owner, tenant] = question.places();
    let reading = Reading {
        connection,
        tenant,
        kind: Place::Known(selection.kind()),
        owner,
    };
    let mut take = |record: StoredRecord| -> Result<bool, StoreError> {
        let admitted = question.is_exact() || selection.admits(&record)?;
        Ok(!admitted || goes_on(record))
    };
    if let ([only], [query]) = (&mut *statements, &*queries) {
        let mut rows = only.query(params_from_iter(&query.parameters))?;
        while let Some(row) = rows.next()? {
            if !take(reading.record(row)?)? {
                break;
            }
        }
        return Ok(());
    }
    let mut stream = Stream::new(reading, request.newest_first);
    for (statement, query) in statements.iter_mut().zip(queries) {
        stream.add(statement.query(params_from_iter(query.parameters))?)?;
    }
    while let Some(record) = stream.next()? {
        if !take(record)? {
            break;
        }
    }
    Ok(())
}

/// How many records a selection admits and a request asks for.
pub(crate) fn count(
    connection: &Connection,
    selection: &Selection<'_>,
    request: &PageRequest,
) -> Outcome<Count> {
    let question = Question::new(selection, request);
    let most = request.limit.saturating_add(1);
    let found = if question.is_exact() {
        let query = question.together(limit(most));
        let mut statement = connection.prepare_cached(&query.text)?;
        let parameters = params_from_iter(query.parameters);
        let found: i64 = statement.query_row(parameters, |row| row.get(0))?;
        usize::try_from(found).unwrap_or_default()
    } else {
        let mut found = 0;
        each(connection, selection, request, |_| {
            found += 1;
            found < most
        })?;
        found
    };
    Ok(Count {
        found: rows(found.min(request.limit)),
        complete: found <= request.limit,
    })
}

#[cfg(test)]
mod tests;
