//! Sections and kept versions of a commit.

use profilekit::store::{Address, PastVersion, Section, Write, WriteMode};

use super::records::{addresses, ordered};
use crate::batch::Batch;
use crate::place::columns;
use crate::row::{column, list};

const FORGET_SECTIONS: &str = "DELETE FROM sections s \
    USING unnest($1::text[], $2::text[], $3::text[]) AS n (tenant, kind, id) \
    WHERE (s.tenant, s.kind, s.id) = (n.tenant, n.kind, n.id)";

const FORGET_VERSIONS: &str = "DELETE FROM versions v \
    USING unnest($1::text[], $2::text[], $3::text[]) AS n (tenant, kind, id) \
    WHERE (v.tenant, v.kind, v.id) = (n.tenant, n.kind, n.id)";

const DROP_SECTIONS: &str = "DELETE FROM sections s \
    USING unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS n (tenant, kind, id, name) \
    WHERE (s.tenant, s.kind, s.id, s.name) = (n.tenant, n.kind, n.id, n.name)";

const PUT_SECTIONS: &str = "INSERT INTO sections (tenant, kind, id, name, body, hash) \
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bytea[]) \
    ON CONFLICT (tenant, kind, id, name) DO UPDATE SET body = excluded.body, hash = excluded.hash";

const KEEP: &str = "INSERT INTO versions \
    (tenant, kind, id, version, at, actor, action, fields, state, document) \
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], \
    $6::text[], $7::text[], $8::text[], $9::text[], $10::text[]) \
    ON CONFLICT (tenant, kind, id, version) DO UPDATE SET at = excluded.at, \
    actor = excluded.actor, action = excluded.action, fields = excluded.fields, \
    state = excluded.state, document = excluded.document";

/// Forgets the sections and versions of a record that goes, the versions of one that forgets,
/// and sections that are not there any more.
pub(super) fn forget<'c>(batch: &mut Batch<'c>, writes: &'c [Write]) {
    let removed = ordered(writes, |how| how == WriteMode::Remove);
    if !removed.is_empty() {
        batch.add(FORGET_SECTIONS, columns(&addresses(&removed)));
        batch.add(FORGET_VERSIONS, columns(&addresses(&removed)));
    }
    let staying = ordered(writes, |how| how != WriteMode::Remove);
    let forgetful = staying.iter().copied().filter(|write| write.forgets);
    let forgetful: Vec<&Write> = forgetful.collect();
    if !forgetful.is_empty() {
        batch.add(FORGET_VERSIONS, columns(&addresses(&forgetful)));
    }
    drop_sections(
        batch,
        &sections(&staying, |section| section.body.is_empty()),
    );
}

/// Writes sections and versions.
pub(super) fn write<'c>(batch: &mut Batch<'c>, writes: &'c [Write]) {
    let staying = ordered(writes, |how| how != WriteMode::Remove);
    put_sections(
        batch,
        &sections(&staying, |section| !section.body.is_empty()),
    );
    let kept = staying.iter().filter_map(|write| {
        let kept = write.kept.as_ref();
        kept.map(|version| (&write.record.address, version))
    });
    keep(batch, &kept.collect::<Vec<_>>());
}

/// The sections of writes that are meant.
fn sections<'c>(
    writes: &[&'c Write],
    is_meant: impl Fn(&Section) -> bool,
) -> Vec<(&'c Address, &'c Section)> {
    let sections = writes.iter().flat_map(|write| {
        let at = &write.record.address;
        write.sections.iter().map(move |section| (at, section))
    });
    sections.filter(|(_, section)| is_meant(section)).collect()
}

fn drop_sections<'c>(batch: &mut Batch<'c>, sections: &[(&'c Address, &'c Section)]) {
    if sections.is_empty() {
        return;
    }
    let (at, sections): (Vec<&Address>, Vec<&Section>) = sections.iter().copied().unzip();
    let mut params = columns(&at);
    params.push(column(&sections, |section| section.name.as_str()));
    batch.add(DROP_SECTIONS, params);
}

fn put_sections<'c>(batch: &mut Batch<'c>, sections: &[(&'c Address, &'c Section)]) {
    if sections.is_empty() {
        return;
    }
    let (at, sections): (Vec<&Address>, Vec<&Section>) = sections.iter().copied().unzip();
    let mut params = columns(&at);
    params.extend([
        column(&sections, |section| section.name.as_str()),
        column(&sections, |section| section.body.as_str()),
        column(&sections, |section| section.hash.as_bytes()),
    ]);
    batch.join(PUT_SECTIONS, params);
}

fn keep<'c>(batch: &mut Batch<'c>, kept: &[(&'c Address, &'c PastVersion)]) {
    if kept.is_empty() {
        return;
    }
    let (at, kept): (Vec<&Address>, Vec<&PastVersion>) = kept.iter().copied().unzip();
    let mut params = columns(&at);
    params.extend([
        column(&kept, |version| version.version),
        column(&kept, |version| version.at),
        column(&kept, |version| version.actor.as_str()),
        column(&kept, |version| version.action.as_str()),
        column(&kept, |version| list(&version.fields)),
        column(&kept, |version| version.state.as_deref()),
        column(&kept, |version| version.document.as_str()),
    ]);
    batch.join(KEEP, params);
}
