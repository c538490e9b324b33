//! Lists and counts.

use super::call::Call;
use super::plan::Desk;
use super::read::Seen;
use super::refusal::Refusal;
use super::{Hub, given};
use crate::blueprint::{Kind, Verb};
use crate::error::{Code, Failure};
use crate::id::ActionId;
use crate::privacy::Digest;
use crate::store::{Address, Archived, Condition, Count, PageRequest, Selection, StoredRecord};

/// Which records are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct List<'l> {
    /// Their kind.
    pub kind: &'l str,
    /// Their tenant, where that is not the subject's. Somebody who may act across tenants gets
    /// those of all where neither is said.
    pub tenant: Option<&'l str>,
    /// What else they must be.
    pub conditions: Vec<Condition>,
    /// Records that are set aside: wherever they are asked for, the list is of records that the
    /// subject may update.
    pub archived: Archived,
    /// From the greatest identifier to the least, which is newest first for identifiers that the
    /// hub made.
    pub newest_first: bool,
    /// Most records; [`super::Settings::page`] where it is zero or more than that.
    pub limit: usize,
    /// Where the page before ended.
    pub cursor: Option<&'l str>,
}

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listed {
    /// The records as the subject sees them.
    pub records: Vec<Seen>,
    /// Where the next part begins; `None` where this is the last one. It stays good while
    /// records come and go.
    pub cursor: Option<String>,
    /// Whether every record that belongs here is here: one that the subject may list and not
    /// read is left out.
    pub complete: bool,
}

impl Hub {
    /// The records that the subject may list, as it sees them, page by page. Where a policy lets
    /// it read them on record only, the account gets one entry for the page.
    ///
    /// # Errors
    /// [`Code::AccessBadPage`] for a cursor of another list, and those of the store.
    pub async fn list(&self, call: &Call<'_>, list: &List<'_>) -> Result<Listed, Refusal> {
        let kind = self.kernel().kind(list.kind)?;
        let mut request = self.request(call, list)?;
        if let Some(cursor) = list.cursor {
            let bad =
                || Failure::new(Code::AccessBadPage).with("reason", "it belongs to another list");
            request.after = Some(read_cursor(list, cursor).ok_or_else(bad)?);
        }
        let action = self.listed(kind, list.archived)?;
        let selection = Selection::new(self.kernel(), call.subject, action, &call.context)?;
        let page = self.store().list(&selection, &request).await?;
        let last = page.records.last().filter(|_| page.more);
        let cursor = last.map(|record| write_cursor(list, record));
        let mut listed = Listed {
            records: Vec::with_capacity(page.records.len()),
            cursor,
            complete: true,
        };
        let desk = Desk {
            hub: self,
            call,
            kind,
            action: "list",
        };
        let (mut obliged, mut looks) = (None, Vec::new());
        for record in page.records {
            if obliged.is_none() {
                obliged = desk.obliged(&record)?;
            }
            match self.look(call, kind, record, "list", &mut looks) {
                Ok((seen, _)) => listed.records.push(seen),
                Err(refusal) if refusal.is(Code::AccessNotVisible) => listed.complete = false,
                Err(refusal) => return Err(refusal),
            }
        }
        if let Some(grounds) = obliged {
            // One entry for the page, whatever it holds.
            let of = request.tenant.as_deref().unwrap_or_default();
            let whole = Address::new(of, &kind.name, "");
            self.put_on_record(call, (&whole, 0), "list", grounds)
                .await?;
        }
        self.shown(looks).await?;
        Ok(listed)
    }

    /// How many records the subject may list, counted up to a limit
    /// ([`super::Settings::count`] where it is zero or more than that).
    ///
    /// # Errors
    /// Those of the store.
    pub async fn count(&self, call: &Call<'_>, list: &List<'_>) -> Result<Count, Refusal> {
        let kind = self.kernel().kind(list.kind)?;
        let mut request = self.request(call, list)?;
        request.limit = bounded(list.limit, self.settings().count);
        let action = self.listed(kind, list.archived)?;
        let selection = Selection::new(self.kernel(), call.subject, action, &call.context)?;
        Ok(self.store().count(&selection, &request).await?)
    }

    /// What the subject must be allowed to do with what is listed. What is set aside is nobody's
    /// business but of those who may change it, in counts as in lists.
    fn listed(&self, kind: &Kind, archived: Archived) -> Result<ActionId, Failure> {
        let verb = match archived {
            Archived::Without => Verb::List,
            Archived::Only | Archived::With => Verb::Update,
        };
        self.kernel().verb(kind, verb)
    }

    pub(super) fn request(&self, call: &Call<'_>, list: &List<'_>) -> Result<PageRequest, Failure> {
        call.check()?;
        given::list(list.tenant, &list.conditions)?;
        let kind = self.kernel().kind(list.kind)?;
        let own = Some(call.tenant()).filter(|tenant| !tenant.is_empty());
        let tenant = match (list.tenant, self.is_isolated(kind)) {
            (Some(tenant), true) => Some(tenant),
            (None, true) => own,
            (_, false) => Some(""),
        };
        for condition in &list.conditions {
            check(kind, condition)?;
        }
        Ok(PageRequest {
            after: None,
            limit: bounded(list.limit, self.settings().page),
            newest_first: list.newest_first,
            archived: list.archived,
            conditions: list.conditions.clone(),
            tenant: tenant.map(str::to_owned),
        })
    }
}

fn bounded(asked: usize, most: usize) -> usize {
    if asked == 0 { most } else { asked.min(most) }
}

/// Names that a condition may use.
fn check(kind: &Kind, condition: &Condition) -> Result<(), Failure> {
    match condition {
        Condition::State(state) if kind.state(state).is_none() => {
            Err(Failure::new(Code::KernelUnknownState).with("name", state.clone()))
        }
        Condition::Related(name, _) if kind.relation(name).is_none() => {
            Err(Failure::new(Code::KernelUnknownRelation).with("name", name.clone()))
        }
        _ => Ok(()),
    }
}

/// What a cursor is good for: the same list in the same direction.
fn mark(list: &List<'_>) -> String {
    let parts = [
        list.kind.to_owned(),
        format!("{:?}", list.tenant),
        format!("{:?} {:?}", list.archived, list.newest_first),
        format!("{:?}", list.conditions),
    ];
    let digest = Digest::of_parts(parts).to_string();
    digest.get(..8).unwrap_or_default().to_owned()
}

/// Identifiers are visible ASCII: a blank keeps the parts apart, and hexadecimal digits make it
/// fit for a link.
fn write_cursor(list: &List<'_>, record: &StoredRecord) -> String {
    let at = &record.address;
    let text = format!("{} {} {}", mark(list), at.id, at.tenant);
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}

fn read_cursor(list: &List<'_>, cursor: &str) -> Option<(String, String)> {
    let digits = cursor.as_bytes().chunks(2);
    let bytes: Option<Vec<u8>> = digits
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect();
    let text = String::from_utf8(bytes?).ok()?;
    let mut parts = text.splitn(3, ' ');
    let (marked, id, tenant) = (parts.next()?, parts.next()?, parts.next()?);
    let known = marked == mark(list) && given::id("record", id).is_ok();
    let known = known && given::tenant(tenant).is_ok();
    known.then(|| (id.to_owned(), tenant.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Address;

    #[test]
    fn cursors_belong_to_their_list() {
        let list = List {
            kind: "note",
            ..List::default()
        };
        let record = StoredRecord {
            address: Address::new("t1", "note", "a_b"),
            ..StoredRecord::default()
        };
        let cursor = write_cursor(&list, &record);
        let place = Some(("a_b".to_owned(), "t1".to_owned()));
        assert_eq!(read_cursor(&list, &cursor), place);
        let other = List {
            newest_first: true,
            ..list.clone()
        };
        assert_eq!(read_cursor(&other, &cursor), None);
        for bad in ["", "zz", "é", "61", &cursor[1..]] {
            assert_eq!(read_cursor(&list, bad), None, "{bad}");
        }
    }
}
