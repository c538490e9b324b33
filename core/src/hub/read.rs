//! Reading one record.

use std::borrow::Cow;

use super::Hub;
use super::call::Call;
use super::ids::uuid_v7;
use super::named::{Relations, is_about, people};
use super::operation::Target;
use super::plan::Desk;
use super::refusal::Refusal;
use crate::blueprint::{FieldInfo, Kind, Relation};
use crate::error::{Code, Failure};
use crate::id::FieldSet;
use crate::kernel::{Hidden, Record, View, ViewAs};
use crate::store::{Access, Address, StoredRecord};
use crate::visibility::{Lens, redact};

/// A record as somebody sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Where it is.
    pub address: Address,
    /// Its owner.
    pub owner: Option<String>,
    /// The state of its lifecycle.
    pub state: Option<String>,
    /// Its version.
    pub version: i64,
    /// When it was made, in microseconds since 1970 UTC.
    pub created_at: i64,
    /// When it was changed last, in microseconds since 1970 UTC.
    pub updated_at: i64,
    /// Since when it is set aside, in microseconds since 1970 UTC.
    pub archived_at: Option<i64>,
    /// Whether required fields may still be missing.
    pub draft: bool,
    /// Its relations: names with identifiers.
    pub relations: Vec<(String, Vec<String>)>,
    /// What of its document the viewer may see: compact JSON.
    pub document: String,
    /// What is hidden and why, for those who may update the record.
    pub hidden: Option<Vec<Hidden>>,
    /// Cache tags by which the answer is invalidated.
    pub tags: Vec<String>,
    /// Whether a shared cache may keep it.
    pub shared: bool,
}

impl Seen {
    fn of(record: StoredRecord, view: View<'static>) -> Self {
        Self {
            address: record.address,
            owner: record.owner,
            state: record.state,
            version: record.version,
            created_at: record.created_at,
            updated_at: record.updated_at,
            archived_at: record.archived_at,
            draft: record.draft,
            relations: record.relations,
            document: view.document.into_owned(),
            hidden: view.hidden,
            tags: view.tags,
            shared: view.shared,
        }
    }
}

impl Hub {
    /// A record as the subject sees it; one that is set aside is there for those who may change
    /// it or bring it back. What is seen of other people's personal data is noted in the access
    /// log (but not for somebody of whom nothing is known), and in the account where a policy lets the subject read on record only.
    ///
    /// # Errors
    /// [`Code::AccessNotVisible`] where it does not exist or the subject may not read it.
    pub async fn get(&self, call: &Call<'_>, target: &Target<'_>) -> Result<Seen, Refusal> {
        call.check_with(target)?;
        let kind = self.kernel().kind(target.kind)?;
        let address = self.address(call, kind, target);
        let record = self.load(kind, &address).await?;
        let record = record.ok_or_else(|| Failure::new(Code::AccessNotVisible))?;
        let desk = Desk {
            hub: self,
            call,
            kind,
            action: "read",
        };
        let obliged = desk.obliged(&record)?;
        let mut looks = Vec::new();
        let (seen, _) = self.look(call, kind, record, "read", &mut looks)?;
        if let Some(grounds) = obliged {
            let what = (&seen.address, seen.version);
            self.put_on_record(call, what, "read", grounds).await?;
        }
        self.shown(looks).await?;
        Ok(seen)
    }

    /// A record as somebody else would see it, as far as the subject sees it too: for those who
    /// may `preview` it, where the kind has that action, or update it. It is noted in the account,
    /// and in the access log where it shows somebody else's personal data.
    ///
    /// # Errors
    /// [`Code::AccessNotVisible`], [`Code::AccessDenied`], and
    /// [`Code::KernelUnknownRole`] for a role that is not there.
    pub async fn preview(
        &self,
        call: &Call<'_>,
        target: &Target<'_>,
        viewer: ViewAs<'_>,
    ) -> Result<Seen, Refusal> {
        let desk = Desk {
            hub: self,
            call,
            kind: self.kernel().kind(target.kind)?,
            action: "preview",
        };
        let record = desk.find(target).await?;
        let action = desk.first_action(&["preview", "update"])?;
        let grounds = desk.allow(action, &record, false)?;
        let (seen, left) = desk.previewed(record, viewer)?;
        let mut looks = Vec::new();
        self.look_at(
            call,
            desk.kind,
            (&seen, left.as_ref()),
            "preview",
            &mut looks,
        )?;
        let what = (&seen.address, seen.version);
        self.put_on_record(call, what, "preview", grounds).await?;
        self.shown(looks).await?;
        Ok(seen)
    }

    /// What the subject sees of a record, and the fields of which the subject sees something where
    /// they are there. `looks` gets one more for everybody else whose personal data it is: whoever
    /// shows it has it noted first ([`Self::shown`]).
    pub(super) fn look(
        &self,
        call: &Call<'_>,
        kind: &Kind,
        mut record: StoredRecord,
        why: &str,
        looks: &mut Vec<Access>,
    ) -> Result<(Seen, FieldSet), Refusal> {
        let desk = Desk {
            hub: self,
            call,
            kind,
            action: "read",
        };
        if !desk.sees_aside(&record)? {
            return Err(Failure::new(Code::AccessNotVisible).into());
        }
        let (mut view, as_stored) = record.with(|whole| {
            let (kernel, subject) = (self.kernel(), call.subject);
            let mut view = kernel.view(&kind.name, whole, subject, &call.context)?;
            let shown = &mut view.document;
            let as_stored = matches!(shown, Cow::Borrowed(shown) if *shown == whole.document);
            // What is shown as it is stored need not be copied.
            if as_stored {
                *shown = Cow::Borrowed("");
            }
            Ok::<_, Failure>((view.into_owned(), as_stored))
        })?;
        if as_stored {
            view.document = Cow::Owned(std::mem::take(&mut record.document));
        }
        let visible = std::mem::take(&mut view.visible);
        let left = view.left.take();
        let seen = Seen::of(record, view);
        self.look_at(call, kind, (&seen, left.as_ref()), why, looks)?;
        Ok((seen, visible))
    }

    /// The looks at other people's personal data; somebody of whom nothing is known sees what is
    /// published, and that is nobody's to look up.
    fn look_at(
        &self,
        call: &Call<'_>,
        kind: &Kind,
        (seen, left): (&Seen, Option<&FieldSet>),
        why: &str,
        looks: &mut Vec<Access>,
    ) -> Result<(), Failure> {
        let unknown = call.actor().is_empty() && call.subject.is_public(self.kernel().model());
        let owner = seen.owner.as_deref();
        let owner = owner.filter(|owner| *owner != call.actor());
        let personal = kind.outline.personal.iter();
        let mut personal = personal.filter_map(|field| kind.field(*field));
        let shared = kind.relations.iter().any(Relation::names_people)
            && personal.any(|field| is_about(field, seen.owner.is_some(), u64::MAX));
        if unknown || owner.is_none() && !shared {
            return Ok(());
        }
        let fields = personal_fields(kind, &seen.document, left)?;
        if let Some(owner) = owner.filter(|_| !fields.is_empty()) {
            let pointers = pointers(&fields).collect();
            looks.push(self.access(call, &seen.address, owner, (pointers, why)));
        }
        if shared {
            let at = (&seen.address, seen.owner.as_deref(), &*seen.relations);
            self.look_at_named(call, kind, at, (&fields, why), looks);
        }
        Ok(())
    }

    /// The looks at fields of a record that are about people whom it names, besides its owner.
    pub(super) fn look_at_named(
        &self,
        call: &Call<'_>,
        kind: &Kind,
        (address, owner, relations): (&Address, Option<&str>, &Relations),
        (fields, why): (&[&FieldInfo], &str),
        looks: &mut Vec<Access>,
    ) {
        for (person, named_as) in people(kind, relations) {
            if person == call.actor() || Some(person) == owner {
                continue;
            }
            let theirs = fields.iter().copied();
            let theirs = theirs.filter(|field| is_about(field, owner.is_some(), named_as));
            let theirs: Vec<&FieldInfo> = theirs.collect();
            if !theirs.is_empty() {
                let pointers = pointers(&theirs).collect();
                looks.push(self.access(call, address, person, (pointers, why)));
            }
        }
    }

    /// Somebody looks at fields that are somebody else's.
    pub(super) fn access(
        &self,
        call: &Call<'_>,
        address: &Address,
        owner: &str,
        (fields, why): (Vec<String>, &str),
    ) -> Access {
        Access {
            id: uuid_v7(self.entropy(), call.now),
            at: call.now,
            address: address.clone(),
            owner: owner.to_owned(),
            viewer: call.actor().to_owned(),
            behalf: call.behalf().to_owned(),
            fields,
            why: why.to_owned(),
            request: call.request.to_owned(),
        }
    }
}

impl Desk<'_> {
    /// What a viewer would see of a record, without what the subject does not see itself: nobody
    /// sees more by looking through somebody else's eyes.
    fn previewed(
        &self,
        record: StoredRecord,
        viewer: ViewAs<'_>,
    ) -> Result<(Seen, Option<FieldSet>), Failure> {
        let (kernel, call) = (self.hub.kernel(), self.call);
        let kind = &self.kind.name;
        let (view, left) = record.with(|whole| {
            let resource = kernel.resource(self.kind, &whole.head, whole.document)?;
            let resource = resource.into_owned();
            let mut shown = kernel.view_as(kind, whole, viewer, &call.context)?;
            let again = Record {
                document: &shown.document,
                prepared: Some(&resource),
                ..whole.clone()
            };
            let own = kernel.view(kind, &again, call.subject, &call.context)?;
            let own = own.into_owned();
            if let Some(hidden) = &mut shown.hidden {
                hidden.retain(|one| self.shows(&own.visible, &one.path));
            }
            let view = View {
                document: own.document,
                ..shown.into_owned()
            };
            Ok::<_, Failure>((view, own.left))
        })?;
        Ok((Seen::of(record, view), left))
    }

    fn shows(&self, visible: &FieldSet, path: &str) -> bool {
        let mut fields = self.kind.fields.iter();
        fields.any(|field| *field.pointer == *path && visible.contains(field.id))
    }
}

/// The topmost fields of personal data that a document holds, given the fields that it holds
/// where somebody looked.
pub(super) fn personal_fields<'k>(
    kind: &'k Kind,
    document: &str,
    left: Option<&FieldSet>,
) -> Result<Vec<&'k FieldInfo>, Failure> {
    let personal = &kind.outline.personal;
    let of = |there: &FieldSet| {
        let there = personal.iter().filter(|field| there.contains(**field));
        there.filter_map(|field| kind.field(*field)).collect()
    };
    match left {
        _ if personal.is_empty() => Ok(Vec::new()),
        Some(left) => Ok(of(left)),
        None => {
            let mut gone = FieldSet::empty(kind.fields.len());
            personal.iter().for_each(|field| gone.insert(*field));
            let found = redact(&kind.plan, &Lens::without(kind, &gone), document)?;
            Ok(of(&found.hidden))
        }
    }
}

/// Where fields are.
pub(super) fn pointers(fields: &[&FieldInfo]) -> impl Iterator<Item = String> {
    fields.iter().map(|field| field.pointer.to_string())
}
