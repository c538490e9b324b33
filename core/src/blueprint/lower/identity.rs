//! The identity provider: every name resolved, every word checked.

use serde_json::Value;

use super::super::document::{
    self, History, IdentityMatch, OnLeaving, Ownership, TenantScope, TypeWord,
};
use super::super::field::FieldInfo;
use super::super::identity::{Attribute, Claim, IdentityPlan, Synced};
use super::super::kind::Kind;
use super::super::model::{BuiltinRole, Model, bad_value, unknown};
use super::super::network::Network;
use super::super::problem::{Problem, Problems};
use super::gates::unknown_field;
use crate::error::Code;
use crate::id::{KindId, RoleId, RoleSet};
use crate::schema::Type;
use crate::time::DAY;

/// The kind of people's accounts and its field, where nothing is said.
const KIND: &str = "user";
const KEY: &str = "/external_id";

/// Resolves the part of the document, where there is one.
pub(in crate::blueprint) fn identity(model: &mut Model, problems: &mut Problems) {
    let Some(document) = model.document.identity.clone() else {
        return;
    };
    model.identity = plan(model, &document, problems);
}

fn plan(
    model: &Model,
    document: &document::Identity,
    problems: &mut Problems,
) -> Option<IdentityPlan> {
    let (tolerance, networks) = (tolerance(document, problems), networks(document, problems));
    let (role_claim, role_map) = (
        role_claim(document, problems),
        role_map(model, document, problems),
    );
    let cascade = cascade(model, document, problems);
    let kind = account(model, document, problems)?;
    check_unique(model, kind, problems);
    let matching = document.matching.unwrap_or_default();
    let fields = fields(model, kind, document, problems);
    if matching == IdentityMatch::VerifiedEmail {
        check_email(model, kind, &fields, problems);
    }
    let (allow_ips, trusted_proxies) = networks;
    Some(IdentityPlan {
        provider: document.provider,
        kind: kind.id,
        key: key(model, kind, document, problems),
        matching,
        fields,
        roles: document.fields.get("roles").map(|roles| roles.owner),
        role_claim,
        role_map,
        grantable: grantable(model),
        tenant_claim: tenant_claim(model, kind, document, problems),
        on_delete: document.on_delete.unwrap_or_default(),
        cascade,
        tolerance,
        allow_ips,
        trusted_proxies,
    })
}

/// The kind of people's accounts, each of somebody.
fn account<'m>(
    model: &'m Model,
    document: &document::Identity,
    problems: &mut Problems,
) -> Option<&'m Kind> {
    let name = document.kind.as_deref().unwrap_or(KIND);
    let at = match document.kind {
        Some(_) => "/identity/kind",
        None => "/identity",
    };
    let Some(kind) = model.kind(name) else {
        let known = model.kinds.iter().map(|kind| &*kind.name);
        problems.push(unknown("kind", name, at, known));
        return None;
    };
    let one_per = model.document.kinds.get(name).map(|kind| &kind.one_per);
    if !kind.owned || one_per.is_none_or(|heads| *heads != ["owner"]) {
        bad_value(
            at,
            "kind",
            "a kind with `owner` and `one_per: [\"owner\"]`",
            problems,
        );
    }
    check_scope(model, kind, at, problems);
    Some(kind)
}

/// Where accounts are in no tenant and what people own is, nothing says in which tenants to look for
/// what goes with an account.
fn check_scope(model: &Model, kind: &Kind, at: &str, problems: &mut Problems) {
    let isolated = |kind: &Kind| kind.owned && kind.tenant == TenantScope::Isolated;
    let shared = model.document.tenancy.is_some() && kind.tenant == TenantScope::Shared;
    if shared && model.kinds.iter().any(isolated) {
        let expected = "a kind that is in tenants, as others with an `owner` are";
        bad_value(at, "kind", expected, problems);
    }
}

fn key(
    model: &Model,
    kind: &Kind,
    document: &document::Identity,
    problems: &mut Problems,
) -> Box<str> {
    let key = document.key.as_deref().unwrap_or(KEY);
    let at = match document.key {
        Some(_) => "/identity/key",
        None => "/identity",
    };
    let unique = is_unique(model, kind, key);
    match kind.field_at(key) {
        None => problems.push(unknown_field(kind, key, at)),
        Some(field) if field.ty != TypeWord::String || !unique => {
            bad_value(
                at,
                "key",
                "a field of type string that is `unique`",
                problems,
            );
        }
        // Whoever could write it could take somebody else's account, or make theirs his.
        Some(field) if !is_the_products(field) => {
            let expected = "a field that only the product writes: `source: identity`";
            bad_value(at, "key", expected, problems);
        }
        Some(_) if takes_attribute(document, key) => {
            let expected = "a field that nothing else of the provider goes to";
            bad_value(at, "key", expected, problems);
        }
        // Another identifier would stand there than the one that is looked for.
        Some(_) if is_lowered(kind, key) => {
            let expected = "a field that keeps what is written: without `lower` in `normalize`";
            bad_value(at, "key", expected, problems);
        }
        Some(_) => {}
    }
    key.into()
}

/// Whether something of a user besides the identifier goes to a field.
fn takes_attribute(document: &document::Identity, pointer: &str) -> bool {
    document.fields.iter().any(|(name, field)| match &field.to {
        Some(to) => to == pointer,
        None => pointer.strip_prefix('/') == Some(name),
    })
}

/// Whether a field writes texts in lower case. Of what a field may do to a text, nothing else touches
/// identifiers: they are visible ASCII.
fn is_lowered(kind: &Kind, pointer: &str) -> bool {
    let names: Vec<&str> = pointer.split('/').skip(1).collect();
    let field = kind.plan.field(&names);
    field.is_some_and(|field| match &field.ty {
        Type::Text(rule) => rule.normalize.lower,
        _ => false,
    })
}

/// Accounts are made by the product, which says nothing of most fields: where one has a `default` and no
/// two accounts may have the same value, there would be one account and never a second.
fn check_unique(model: &Model, kind: &Kind, problems: &mut Problems) {
    let document = model.document.kinds.get(&kind.name);
    let unique = document.into_iter().flat_map(|kind| &kind.unique);
    for (index, pointer) in unique.enumerate() {
        if has_default(kind, pointer) {
            let at = format!("/kinds/{}/unique/{index}", kind.name);
            let expected = "a field without `default`: every new account would have the same value";
            bad_value(&at, "unique", expected, problems);
        }
    }
}

/// Whether a field has a value where nobody gives it one: its own, or that of what it lies in.
fn has_default(kind: &Kind, pointer: &str) -> bool {
    let names: Vec<&str> = pointer.split('/').skip(1).collect();
    (1..=names.len()).any(|depth| {
        let (outer, inner) = names.split_at_checked(depth).unwrap_or_default();
        let default = kind
            .plan
            .field(outer)
            .and_then(|field| field.default.as_deref());
        let default = default.and_then(|text| serde_json::from_str::<Value>(text).ok());
        let mut value = default.as_ref();
        for name in inner {
            value = value.and_then(|value| value.get(name));
        }
        value.is_some_and(|value| !value.is_null())
    })
}

/// Whether no two records have the same value at a pointer: by such values records are looked up.
fn is_unique(model: &Model, kind: &Kind, pointer: &str) -> bool {
    let document = model.document.kinds.get(&kind.name);
    document.is_some_and(|kind| kind.unique.iter().any(|known| known == pointer))
}

/// Whether nobody but the product writes a field.
fn is_the_products(field: &FieldInfo) -> bool {
    field.written_by == Some(RoleSet::EMPTY.with(BuiltinRole::System.id()))
}

/// Somebody is found by a mail address that the provider has verified: what stands here must be as
/// good, and written in one way.
fn check_email(model: &Model, kind: &Kind, fields: &[Synced], problems: &mut Problems) {
    let email = fields
        .iter()
        .find(|field| field.attribute == Attribute::Email);
    let Some(email) = email else {
        return;
    };
    let field = kind.field_at(&email.to);
    if !field.is_some_and(|field| takes(Attribute::Email, field.ty)) {
        // That it cannot hold one is said already.
        return;
    }
    let lower = is_lowered(kind, &email.to);
    if !field.is_some_and(is_the_products) || !lower || !is_unique(model, kind, &email.to) {
        let expected = "`id`, or a mail address that is `unique`, that only the product writes \
            (`source: identity`), in lower case (`normalize: [\"trim\", \"lower\"]`)";
        bad_value("/identity/match", "match", expected, problems);
    }
}

fn fields(
    model: &Model,
    kind: &Kind,
    document: &document::Identity,
    problems: &mut Problems,
) -> Vec<Synced> {
    let history = model
        .document
        .kinds
        .get(&kind.name)
        .and_then(|kind| kind.history);
    let words = || Attribute::ALL.into_iter().map(Attribute::word);
    let mut fields = Vec::new();
    for (name, field) in document.fields.iter() {
        let at = format!("/identity/fields/{name}");
        if field.owner == Ownership::Newest && history == Some(History::None) && name != "roles" {
            // Who changed a field when is known from its versions alone.
            let expected = "another owner than `newest`, as the kind keeps no `history`";
            bad_value(&at, "owner", expected, problems);
        }
        match Attribute::from_word(name) {
            Some(attribute) => fields.extend(synced(kind, attribute, field, &at, problems)),
            None if name == "roles" => check_roles(document, field, &at, problems),
            None => problems.push(unknown("attribute", name, &at, words().chain(["roles"]))),
        }
    }
    fields.sort_by_key(|field: &Synced| field.attribute);
    fields
}

fn synced(
    kind: &Kind,
    attribute: Attribute,
    field: &document::SyncedField,
    at: &str,
    problems: &mut Problems,
) -> Option<Synced> {
    let own = format!("/{}", attribute.word());
    let to = field.to.as_deref().unwrap_or(&own);
    let Some(found) = kind.field_at(to).filter(|_| !to.contains('*')) else {
        problems.push(unknown_field(kind, to, at));
        return None;
    };
    if !takes(attribute, found.ty) {
        bad_value(at, "field", expected(attribute), problems);
    }
    Some(Synced {
        attribute,
        to: to.into(),
        owner: field.owner,
        required: found.required,
    })
}

/// Whether a field of a type can hold an attribute.
fn takes(attribute: Attribute, ty: TypeWord) -> bool {
    let own = match attribute {
        Attribute::Email => TypeWord::Email,
        Attribute::Image => TypeWord::Url,
        Attribute::Phone => TypeWord::Phone,
        _ => TypeWord::Text,
    };
    ty == own || ty == TypeWord::String
}

fn expected(attribute: Attribute) -> &'static str {
    match attribute {
        Attribute::Email => "a field of type email or string",
        Attribute::Image => "a field of type url or string",
        Attribute::Phone => "a field of type phone or string",
        _ => "a field of type string or text",
    }
}

/// Roles go to no field, and somewhere the provider must say them.
fn check_roles(
    document: &document::Identity,
    field: &document::SyncedField,
    at: &str,
    problems: &mut Problems,
) {
    if field.to.is_some() {
        bad_value(
            &format!("{at}/to"),
            "to",
            "nothing: roles are granted",
            problems,
        );
    }
    if document.role_claim.is_none() {
        problems.push(Problem::missing("/identity", "role_claim"));
    }
}

fn role_claim(document: &document::Identity, problems: &mut Problems) -> Claim {
    let written = document.role_claim.as_deref();
    written.map_or_else(Claim::default, |text| {
        claim(text, "/identity/role_claim", "role_claim", problems)
    })
}

/// What users write themselves says nothing about what they may do.
fn claim(text: &str, at: &str, what: &'static str, problems: &mut Problems) -> Claim {
    Claim::parse(text).unwrap_or_else(|| {
        let expected =
            "a path in `public_metadata` or `private_metadata`, which users cannot write";
        bad_value(at, what, expected, problems);
        Claim::default()
    })
}

/// Roles that the product itself may grant, with all that they include: what only an administrator
/// grants does not come along with another role.
fn grantable(model: &Model) -> RoleSet {
    let system = BuiltinRole::System.id();
    let grants = |role: RoleId| {
        let everybodys = [BuiltinRole::Anyone, BuiltinRole::SignedIn].map(BuiltinRole::id);
        let info = model.roles.get(role.index());
        let granted = info.is_some_and(|info| info.default || info.granted_by.contains(system));
        granted || everybodys.contains(&role)
    };
    let named = |role: &RoleId| {
        let info = model.roles.get(role.index());
        info.is_some_and(|info| info.granted_by.contains(system))
    };
    let ids = (0..model.roles.len()).filter_map(RoleId::from_index);
    let whole = |role: &RoleId| {
        let comes_along = model.effective(RoleSet::EMPTY.with(*role));
        comes_along.iter().all(grants)
    };
    ids.filter(named)
        .filter(whole)
        .fold(RoleSet::EMPTY, RoleSet::with)
}

fn role_map(
    model: &Model,
    document: &document::Identity,
    problems: &mut Problems,
) -> Vec<(Box<str>, RoleId)> {
    let (mut map, grantable) = (Vec::new(), grantable(model));
    let owner = document.fields.get("roles").map(|roles| roles.owner);
    let told = matches!(owner, Some(Ownership::Local | Ownership::Newest));
    for (index, mapping) in document.role_map.iter().enumerate() {
        let at = format!("/identity/role_map/{index}/to");
        let Some(role) = model.names().role(&mapping.to, &at, problems) else {
            continue;
        };
        let everybody = model
            .roles
            .get(role.index())
            .is_some_and(|info| info.default);
        if !everybody && !grantable.contains(role) {
            bad_value(
                &at,
                "to",
                "a role whose `granted_by` names `system`, as do those that it includes",
                problems,
            );
        }
        let from = mapping.from.as_str();
        let at = format!("/identity/role_map/{index}/from");
        if map
            .iter()
            .any(|(known, _): &(Box<str>, RoleId)| **known == *from)
        {
            let problem = Problem::new(at, Code::BlueprintDuplicate);
            problems.push(problem.with("what", "word").with("name", from.to_owned()));
        } else if told && model.names().find(from).is_some_and(|named| named != role) {
            // The provider is told that role by its own name: it would come back as this one.
            let expected = "a word that is not the name of another role";
            bad_value(&at, "from", expected, problems);
        }
        map.push((from.into(), role));
    }
    map
}

fn tenant_claim(
    model: &Model,
    kind: &Kind,
    document: &document::Identity,
    problems: &mut Problems,
) -> Option<Claim> {
    let isolated = model.document.tenancy.is_some() && kind.tenant == TenantScope::Isolated;
    match &document.tenant_claim {
        None if isolated => {
            problems.push(Problem::missing("/identity", "tenant_claim"));
            None
        }
        None => None,
        Some(_) if !isolated => {
            let expected = "nothing: accounts of this kind are in no tenant";
            bad_value("/identity/tenant_claim", "tenant_claim", expected, problems);
            None
        }
        Some(text) => Some(claim(
            text,
            "/identity/tenant_claim",
            "tenant_claim",
            problems,
        )),
    }
}

fn cascade(
    model: &Model,
    document: &document::Identity,
    problems: &mut Problems,
) -> Vec<(KindId, OnLeaving)> {
    let mut cascade = Vec::new();
    for (name, how) in document.cascade.iter() {
        match model.kind(name) {
            Some(kind) => cascade.push((kind.id, *how)),
            None => {
                let known = model.kinds.iter().map(|kind| &*kind.name);
                problems.push(unknown(
                    "kind",
                    name,
                    &format!("/identity/cascade/{name}"),
                    known,
                ));
            }
        }
    }
    cascade
}

fn tolerance(document: &document::Identity, problems: &mut Problems) -> i64 {
    let Some(text) = &document.tolerance else {
        return IdentityPlan::TOLERANCE;
    };
    let tolerance = crate::time::parse_duration(text);
    tolerance
        .filter(|span| (1..=DAY).contains(span))
        .unwrap_or_else(|| {
            let expected = "an ISO 8601 duration above zero, at most a day";
            bad_value("/identity/tolerance", "tolerance", expected, problems);
            IdentityPlan::TOLERANCE
        })
}

fn networks(
    document: &document::Identity,
    problems: &mut Problems,
) -> (Vec<Network>, Vec<Network>) {
    let mut read = |name: &str, texts: &[String]| {
        let mut networks = Vec::new();
        for (index, text) in texts.iter().enumerate() {
            match Network::parse(text) {
                Some(network) => networks.push(network),
                None => {
                    let at = format!("/identity/{name}/{index}");
                    bad_value(
                        &at,
                        "network",
                        "a network such as `203.0.113.0/24`",
                        problems,
                    );
                }
            }
        }
        networks
    };
    let allowed = read("allow_ips", &document.allow_ips);
    (allowed, read("trusted_proxies", &document.trusted_proxies))
}
