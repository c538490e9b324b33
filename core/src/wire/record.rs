//! A record as a host holds it, prepared.

use super::read::{Object, request};
use crate::access::{Resource, ResourceHead, Subject};
use crate::error::Failure;
use crate::kernel::{self, Runtime, ViewAs};

/// A record with its document, ready to be asked about.
#[derive(Debug, Clone)]
pub struct Record {
    described: Described,
    document: String,
    resource: Resource<'static>,
}

/// A record without its document.
#[derive(Debug, Clone)]
pub(super) struct Described {
    kind: String,
    head: Head,
    choices: Option<String>,
    forced: Option<String>,
}

/// What is known of a record besides its document.
#[derive(Debug, Clone)]
struct Head {
    id: Option<String>,
    owner: Option<String>,
    tenant: Option<String>,
    state: Option<String>,
    version: Option<i64>,
    created_at: Option<i64>,
    updated_at: Option<i64>,
    relations: Vec<(String, Vec<String>)>,
    owner_roles: Vec<String>,
}

impl Head {
    const MEMBERS: [&'static str; 12] = [
        "kind",
        "id",
        "owner",
        "tenant",
        "state",
        "version",
        "createdAt",
        "updatedAt",
        "relations",
        "ownerRoles",
        "choices",
        "forced",
    ];

    fn read(object: Object<'_>) -> Result<Self, Failure> {
        let text = |name| Ok::<_, Failure>(object.text(name)?.map(str::to_owned));
        let relations = object.object("relations", "/relations")?.lists()?;
        let relations = relations.into_iter();
        Ok(Self {
            id: text("id")?,
            owner: text("owner")?,
            tenant: text("tenant")?,
            state: text("state")?,
            version: object.whole("version")?,
            created_at: object.instant("createdAt")?,
            updated_at: object.instant("updatedAt")?,
            relations: relations
                .map(|(name, ids)| (name.to_owned(), owned(&ids)))
                .collect(),
            owner_roles: owned(&object.texts("ownerRoles")?),
        })
    }

    /// Calls with the same head, borrowed.
    fn with<T>(&self, run: impl FnOnce(&ResourceHead<'_>) -> T) -> T {
        let lists: Vec<(&str, Vec<&str>)> = self
            .relations
            .iter()
            .map(|(name, ids)| (name.as_str(), borrowed(ids)))
            .collect();
        let relations: Vec<(&str, &[&str])> = lists
            .iter()
            .map(|(name, ids)| (*name, ids.as_slice()))
            .collect();
        let owner_roles = borrowed(&self.owner_roles);
        run(&ResourceHead {
            id: self.id.as_deref(),
            owner: self.owner.as_deref(),
            tenant: self.tenant.as_deref(),
            state: self.state.as_deref(),
            version: self.version,
            created_at: self.created_at,
            updated_at: self.updated_at,
            relations: &relations,
            owner_roles: &owner_roles,
        })
    }
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().copied().map(str::to_owned).collect()
}

fn borrowed(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

impl Described {
    pub(super) fn read(kernel: &Runtime, object: Object<'_>) -> Result<Self, Failure> {
        Self::of_kind(kernel, object.needed("kind")?, object)
    }

    /// A record of a kind, which its description need not name again.
    pub(super) fn of_kind(
        kernel: &Runtime,
        kind: &str,
        object: Object<'_>,
    ) -> Result<Self, Failure> {
        let object = object.only(&Head::MEMBERS)?;
        let of = kernel.kind(kind)?;
        let mut head = Head::read(object)?;
        if !object.has("ownerRoles") {
            head.owner_roles = owned(&kernel.owner_roles(of));
        }
        Ok(Self {
            kind: kind.to_owned(),
            head,
            choices: object.json("choices"),
            forced: object.json("forced"),
        })
    }

    /// The name of its kind.
    pub(super) fn kind(&self) -> &str {
        &self.kind
    }

    /// What decisions about it with a document are about.
    pub(super) fn resource<'d>(
        &self,
        kernel: &Runtime,
        document: &'d str,
    ) -> Result<Resource<'d>, Failure> {
        let kind = kernel.kind(&self.kind)?;
        self.head.with(|head| kernel.resource(kind, head, document))
    }

    /// Its owner, as [`Record::owner`].
    pub(super) fn owner(&self, kernel: &Runtime) -> Result<Subject, Failure> {
        let kind = kernel.kind(&self.kind)?;
        self.head
            .with(|head| kernel.hypothetical(kind, head, ViewAs::Owner))
    }

    /// Calls with the record as the kernel takes it.
    pub(super) fn with<T>(
        &self,
        document: &str,
        resource: &Resource<'_>,
        run: impl FnOnce(&kernel::Record<'_>) -> T,
    ) -> T {
        self.head.with(|head| {
            run(&kernel::Record {
                head: head.clone(),
                document,
                choices: self.choices.as_deref(),
                forced: self.forced.as_deref(),
                prepared: Some(resource),
            })
        })
    }
}

impl Record {
    /// Prepares a record from `{"kind":…,"id":…,"owner":…,"tenant":…,"state":…,"version":…,
    /// "createdAt":…,"updatedAt":…,"relations":{name:[id]},"ownerRoles":[…],"choices":{…},
    /// "forced":{…}}` and its document, `{}` where there is none yet. Where nobody says which
    /// roles the owner has, they are those of the personas whose profile the kind is.
    ///
    /// # Errors
    /// [`crate::error::Code::KernelBadRequest`], faults of the JSON, and those of
    /// [`Runtime::resource`].
    pub fn read(kernel: &Runtime, text: &[u8], document: &str) -> Result<Self, Failure> {
        let tree = request(text)?;
        let described = Described::read(kernel, Object::root(&tree)?)?;
        let resource = described.resource(kernel, document)?.into_owned();
        Ok(Self {
            described,
            document: document.to_owned(),
            resource,
        })
    }

    /// The name of its kind.
    #[must_use]
    pub fn kind(&self) -> &str {
        self.described.kind()
    }

    /// What decisions are about.
    #[must_use]
    pub fn resource(&self) -> &Resource<'static> {
        &self.resource
    }

    /// Its owner, as what is known of the record describes one: in the persona whose profile the
    /// kind is.
    ///
    /// # Errors
    /// As [`Runtime::hypothetical`].
    pub fn owner(&self, kernel: &Runtime) -> Result<Subject, Failure> {
        self.described.owner(kernel)
    }

    /// Calls with the record as the kernel takes it.
    pub fn with<T>(&self, run: impl FnOnce(&kernel::Record<'_>) -> T) -> T {
        self.described.with(&self.document, &self.resource, run)
    }
}
