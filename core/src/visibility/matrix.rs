//! The privacy matrix: every field, who sees it, and on what ground it is held.

use super::lens::{Lens, Verdict};
use super::sight::Sight;
use super::toggles::Toggles;
use crate::blueprint::{Audience, AudienceRule, BuiltinRole, FieldInfo, Kind, Model};
use crate::id::{RoleId, RoleSet};

/// Whether a policy lets a viewer read records of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Every record.
    Always,
    /// Some: it depends on the record.
    Sometimes,
    /// None.
    Never,
}

/// A column of the matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    /// `public`, `platform`, `role:NAME`, `connections` or `owner`.
    pub name: String,
    /// What it is to a record of somebody else.
    pub sight: Sight,
    /// The role that makes it, where one does.
    pub role: Option<RoleId>,
}

/// A row of the matrix: one field of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatrixRow {
    /// The kind.
    pub kind: String,
    /// The field's pointer.
    pub field: String,
    /// The audience by default.
    pub default: Audience,
    /// The audiences that the owner may choose.
    pub allow: Vec<Audience>,
    /// Defaults by the owner's role.
    pub by_role: Vec<(String, Audience)>,
    /// Roles that see it unless it is private.
    pub roles: Vec<String>,
    /// Relations that see it unless it is private.
    pub relations: Vec<String>,
    /// What kind of personal data it is.
    pub data_class: Option<&'static str>,
    /// Why it may be processed.
    pub lawful_basis: Option<&'static str>,
    /// How long it is kept.
    pub retention: Option<String>,
    /// Where it comes from when not from the owner.
    pub source: Option<&'static str>,
    /// Roles that may write it, where not everyone whom a policy lets.
    pub written_by: Vec<String>,
    /// For each viewer whether it is shown by default.
    pub shown: Vec<Reading>,
}

/// Every field of every kind, with who sees it by default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix {
    /// The product's name and version.
    pub product: (String, String),
    /// The columns.
    pub viewers: Vec<Viewer>,
    /// The rows, kind by kind in declaration order.
    pub rows: Vec<MatrixRow>,
}

impl Viewer {
    /// The viewers that every matrix shows: the public, somebody signed in, each role, a
    /// connection of the owner, and the owner.
    #[must_use]
    pub fn all(model: &Model) -> Vec<Self> {
        let anyone = RoleSet::EMPTY.with(BuiltinRole::Anyone.id());
        let defaults = model.roles.iter().enumerate().filter(|(_, r)| r.default);
        let defaults = defaults.filter_map(|(index, _)| RoleId::from_index(index));
        let signed_in = defaults.fold(anyone.with(BuiltinRole::SignedIn.id()), RoleSet::with);
        let signed_in = model.effective(signed_in);
        let viewer = |name: &str, reach, roles, role| Self {
            name: name.to_owned(),
            sight: Sight {
                reach,
                roles,
                relations: 0,
            },
            role,
        };
        // Without tenancy everybody who is signed in is of the one tenant.
        let stranger = match model.tenancy {
            Some(_) => Audience::Platform,
            None => Audience::Tenant,
        };
        let mut all = vec![
            viewer("public", Audience::Public, anyone, None),
            viewer("platform", stranger, signed_in, None),
        ];
        for (index, role) in model.roles.iter().enumerate().skip(3) {
            if let Some(id) = RoleId::from_index(index) {
                let roles = model.effective(signed_in.with(id));
                let name = format!("role:{}", role.name);
                all.push(viewer(&name, Audience::Tenant, roles, Some(id)));
            }
        }
        all.push(viewer(
            "connections",
            Audience::Connections,
            signed_in,
            None,
        ));
        all.push(viewer("owner", Audience::Private, signed_in, None));
        all
    }
}

impl Matrix {
    /// The matrix of a blueprint. `reads` says whether a viewer may read records of a kind.
    #[must_use]
    pub fn new(model: &Model, reads: &dyn Fn(&Kind, &Viewer) -> Reading) -> Self {
        let viewers = Viewer::all(model);
        let rows = model.kinds.iter();
        let rows = rows.flat_map(|kind| kind_rows(model, kind, &viewers, reads));
        Self {
            product: (model.document.name.clone(), model.document.version.clone()),
            rows: rows.collect(),
            viewers,
        }
    }
}

fn kind_rows(
    model: &Model,
    kind: &Kind,
    viewers: &[Viewer],
    reads: &dyn Fn(&Kind, &Viewer) -> Reading,
) -> Vec<MatrixRow> {
    let nothing = Toggles::default();
    let seen: Vec<(Reading, Lens)> = viewers
        .iter()
        .map(|viewer| {
            let lens = Lens::new(kind, &viewer.sight, &nothing, &nothing, RoleSet::EMPTY);
            (reads(kind, viewer), lens)
        })
        .collect();
    let fields = kind.fields.iter().filter(|field| !field.section);
    fields
        .map(|field| {
            let shown = seen
                .iter()
                .map(|(reading, lens)| match lens.verdict(field.id) {
                    Verdict::Hide => Reading::Never,
                    _ => *reading,
                });
            row(model, kind, field, shown.collect())
        })
        .collect()
}

fn row(model: &Model, kind: &Kind, field: &FieldInfo, shown: Vec<Reading>) -> MatrixRow {
    let rule: &AudienceRule = &field.audience;
    let relations = kind.relations.iter().enumerate();
    let relations = relations.filter(|(index, _)| *index < 64 && rule.relations >> index & 1 == 1);
    MatrixRow {
        kind: kind.name.to_string(),
        field: field.pointer.to_string(),
        default: rule.default,
        allow: rule.allow.clone(),
        by_role: rule
            .by_role
            .iter()
            .map(|(role, audience)| (role_name(model, *role), *audience))
            .collect(),
        roles: role_names(model, rule.roles),
        relations: relations
            .map(|(_, relation)| relation.name.to_string())
            .collect(),
        data_class: field.class.map(crate::blueprint::DataClass::word),
        lawful_basis: field
            .basis
            .map(crate::blueprint::document::LawfulBasis::word),
        retention: field.retention.as_deref().map(str::to_owned),
        source: field
            .source
            .map(crate::blueprint::document::SourceWord::word),
        written_by: field
            .written_by
            .map(|roles| role_names(model, roles))
            .unwrap_or_default(),
        shown,
    }
}

fn role_names(model: &Model, roles: RoleSet) -> Vec<String> {
    roles.iter().map(|role| role_name(model, role)).collect()
}

fn role_name(model: &Model, role: RoleId) -> String {
    let role = model.roles.get(role.index());
    role.map(|role| role.name.to_string()).unwrap_or_default()
}
