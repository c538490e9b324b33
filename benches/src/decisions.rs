//! The peers of decisions: Cedar, Casbin, strings in a hash map, a bit mask.
//!
//! Five roles, forty permissions on ten kinds, three tenants, ten thousand records. Viewers and
//! auditors read and list; editors also update and delete their own; managers update
//! everything; administrators do everything; nobody crosses tenants.

use std::collections::HashMap;
use std::fmt::Write;
use std::str::FromStr;

use casbin::{CoreApi, DefaultModel, Enforcer, MemoryAdapter, MgmtApi, RbacApi};
use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityUid, PolicySet, Request,
    RestrictedExpression,
};
use profilekit::Kernel;
use profilekit_tests::Seeded;

/// The roles.
pub const ROLES: [&str; 5] = ["viewer", "auditor", "editor", "manager", "admin"];
/// The verbs of every kind.
pub const VERBS: [&str; 4] = ["read", "list", "update", "delete"];
/// How many kinds there are.
pub const KINDS: usize = 10;
const TENANTS: usize = 3;
const RECORDS: usize = 10_000;
const PEOPLE: usize = 100;

/// What a role may do with a verb: nothing, with its own, with all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grant {
    /// Nothing.
    No,
    /// With records that it owns.
    Own,
    /// With every record.
    All,
}

fn grant(role: &str, verb: &str) -> Grant {
    match (role, verb) {
        (_, "read" | "list") | ("admin", _) | ("manager", "update") => Grant::All,
        ("editor", _) | ("manager", _) => Grant::Own,
        _ => Grant::No,
    }
}

/// Who asks.
pub struct Person {
    /// Identifier.
    pub id: String,
    /// Roles.
    pub roles: Vec<&'static str>,
    /// Tenant.
    pub tenant: String,
    /// The number that stands for it.
    pub number: u32,
}

/// What is asked about.
pub struct Thing {
    /// Identifier.
    pub id: String,
    /// Its kind.
    pub kind: usize,
    /// The owner's identifier.
    pub owner: String,
    /// Tenant.
    pub tenant: String,
    /// The number of its owner.
    pub owner_number: u32,
    /// The number of its tenant.
    pub tenant_number: u32,
}

/// One question: indices of a person and a thing, and a verb.
pub type Question = (usize, usize, usize);

/// The whole world.
pub struct World {
    /// Who asks.
    pub people: Vec<Person>,
    /// What is asked about.
    pub things: Vec<Thing>,
    /// What is asked.
    pub questions: Vec<Question>,
}

impl World {
    /// The same world every time.
    #[must_use]
    pub fn seeded() -> Self {
        let mut random = Seeded::new(5);
        let people = (0..PEOPLE).map(|index| Person {
            id: format!("user-{index}"),
            roles: vec![ROLES[index % ROLES.len()]],
            tenant: format!("tenant-{}", index / ROLES.len() % TENANTS),
            number: u32::try_from(index).unwrap_or_default(),
        });
        let people: Vec<Person> = people.collect();
        let things: Vec<Thing> = (0..RECORDS)
            .map(|index| {
                let owner = random.below(PEOPLE);
                let tenant = random.below(TENANTS);
                Thing {
                    id: format!("record-{index}"),
                    kind: random.below(KINDS),
                    owner: people[owner].id.clone(),
                    tenant: format!("tenant-{tenant}"),
                    owner_number: u32::try_from(owner).unwrap_or_default(),
                    tenant_number: u32::try_from(tenant).unwrap_or_default(),
                }
            })
            .collect();
        let questions = (0..4096)
            .map(|_| {
                (
                    random.below(PEOPLE),
                    random.below(RECORDS),
                    random.below(VERBS.len()),
                )
            })
            .collect();
        Self {
            people,
            things,
            questions,
        }
    }
}

/// The blueprint of this world.
#[must_use]
pub fn kernel() -> Kernel {
    let kinds: Vec<String> = (0..KINDS)
        .map(|kind| format!("\"kind_{kind}\":{{\"owner\":\"user\",\"fields\":{{\"a\":{{\"type\":\"string\"}}}}}}"))
        .collect();
    let mut policies = Vec::new();
    for role in ROLES {
        for (grant_word, when) in [
            (Grant::All, ""),
            (Grant::Own, ",\"when\":\"resource.owner == subject.id\""),
        ] {
            let verbs = VERBS.iter().filter(|verb| grant(role, verb) == grant_word);
            let verbs: Vec<String> = verbs.map(|verb| format!("\"*.{verb}\"")).collect();
            if !verbs.is_empty() {
                policies.push(format!(
                    "{{\"id\":\"{role}-{grant_word:?}\",\"allow\":[{}],\"roles\":[\"{role}\"]{when}}}",
                    verbs.join(",")
                ));
            }
        }
    }
    let roles: Vec<String> = ROLES
        .iter()
        .map(|role| format!("\"{role}\":{{}}"))
        .collect();
    let blueprint = format!(
        "{{\"blueprint\":1,\"name\":\"world\",\"version\":\"1.0.0\",\"tenancy\":{{}},\"roles\":{{{}}},\"kinds\":{{{}}},\"policies\":[{}]}}",
        roles.join(","),
        kinds.join(","),
        policies.join(",")
    );
    Kernel::compile(blueprint.as_bytes()).expect("the blueprint compiles")
}

/// Cedar with all records in its store and every request built before.
pub struct Cedar {
    authorizer: Authorizer,
    policies: PolicySet,
    entities: Entities,
    requests: Vec<Request>,
}

fn uid(ty: &str, id: &str) -> EntityUid {
    EntityUid::from_str(&format!("{ty}::\"{id}\"")).expect("a plain identifier")
}

impl Cedar {
    /// The world in Cedar's terms.
    #[must_use]
    pub fn new(world: &World) -> Self {
        let mut source = String::new();
        for role in ROLES {
            for verb in VERBS {
                for kind in 0..KINDS {
                    let own = match grant(role, verb) {
                        Grant::No => continue,
                        Grant::Own => " && resource.owner == principal",
                        Grant::All => "",
                    };
                    let _ = writeln!(
                        source,
                        "permit(principal in Role::\"{role}\", action == Action::\"{verb}\", resource is Kind{kind}) when {{ resource.tenant == principal.tenant{own} }};"
                    );
                }
            }
        }
        let text = |text: &str| RestrictedExpression::new_string(text.to_owned());
        let mut entities = Vec::new();
        for role in ROLES {
            entities.push(Entity::new_no_attrs(uid("Role", role), [].into()));
        }
        for person in &world.people {
            let roles = person.roles.iter().map(|role| uid("Role", role)).collect();
            let attributes = [("tenant".to_owned(), text(&person.tenant))].into();
            entities.push(
                Entity::new(uid("User", &person.id), attributes, roles).expect("plain attributes"),
            );
        }
        for thing in &world.things {
            let owner = RestrictedExpression::new_entity_uid(uid("User", &thing.owner));
            let attributes = [
                ("tenant".to_owned(), text(&thing.tenant)),
                ("owner".to_owned(), owner),
            ]
            .into();
            let id = uid(&format!("Kind{}", thing.kind), &thing.id);
            entities.push(Entity::new(id, attributes, [].into()).expect("plain attributes"));
        }
        let requests = world.questions.iter().map(|(person, thing, verb)| {
            let thing = &world.things[*thing];
            Request::new(
                uid("User", &world.people[*person].id),
                uid("Action", VERBS[*verb]),
                uid(&format!("Kind{}", thing.kind), &thing.id),
                Context::empty(),
                None,
            )
            .expect("no schema to break")
        });
        Self {
            authorizer: Authorizer::new(),
            policies: PolicySet::from_str(&source).expect("the policies parse"),
            entities: Entities::from_entities(entities, None).expect("no duplicates"),
            requests: requests.collect(),
        }
    }

    /// Answers a question by its index.
    #[must_use]
    pub fn allows(&self, question: usize) -> bool {
        let request = &self.requests[question];
        let response = self
            .authorizer
            .is_authorized(request, &self.policies, &self.entities);
        response.decision() == Decision::Allow
    }
}

/// Casbin with roles per tenant and ownership in its matcher.
pub struct Casbin {
    enforcer: Enforcer,
}

const MODEL: &str = "
[request_definition]
r = sub, dom, kind, act, owner, of
[policy_definition]
p = sub, kind, act, grant
[role_definition]
g = _, _, _
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.dom == r.of && r.kind == p.kind && r.act == p.act && g(r.sub, p.sub, r.dom) && (p.grant == \"all\" || r.owner == r.sub)
";

impl Casbin {
    /// The world in Casbin's terms.
    #[must_use]
    pub fn new(world: &World) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .expect("a runtime");
        runtime.block_on(async {
            let model = DefaultModel::from_str(MODEL)
                .await
                .expect("the model parses");
            let mut enforcer = Enforcer::new(model, MemoryAdapter::default())
                .await
                .expect("an enforcer");
            for role in ROLES {
                for verb in VERBS {
                    for kind in 0..KINDS {
                        let word = match grant(role, verb) {
                            Grant::No => continue,
                            Grant::Own => "own",
                            Grant::All => "all",
                        };
                        let rule = [role, &format!("kind_{kind}"), verb, word];
                        let rule = rule.iter().map(|part| (*part).to_owned()).collect();
                        enforcer.add_policy(rule).await.expect("a policy");
                    }
                }
            }
            for person in &world.people {
                for role in &person.roles {
                    enforcer
                        .add_role_for_user(&person.id, role, Some(&person.tenant))
                        .await
                        .expect("a role");
                }
            }
            Self { enforcer }
        })
    }

    /// Answers a question.
    #[must_use]
    pub fn allows(&self, person: &Person, thing: &Thing, kind: &str, verb: &str) -> bool {
        let request = (
            person.id.as_str(),
            person.tenant.as_str(),
            kind,
            verb,
            thing.owner.as_str(),
            thing.tenant.as_str(),
        );
        self.enforcer
            .enforce(request)
            .expect("a well-formed request")
    }
}

/// What people write by hand: permissions by name in a hash map, checked role by role.
pub struct Strings {
    grants: HashMap<String, HashMap<String, Grant>>,
}

impl Strings {
    /// The permissions of this world.
    #[must_use]
    pub fn new() -> Self {
        let of = |role: &&str| {
            let mut actions = HashMap::new();
            for kind in 0..KINDS {
                for verb in VERBS {
                    if grant(role, verb) != Grant::No {
                        actions.insert(format!("kind_{kind}.{verb}"), grant(role, verb));
                    }
                }
            }
            ((*role).to_owned(), actions)
        };
        Self {
            grants: ROLES.iter().map(of).collect(),
        }
    }

    /// Answers a question.
    #[must_use]
    pub fn allows(&self, person: &Person, thing: &Thing, action: &str) -> bool {
        if person.tenant != thing.tenant {
            return false;
        }
        person.roles.iter().any(|role| {
            let grant = self
                .grants
                .get(*role)
                .and_then(|actions| actions.get(action));
            match grant {
                Some(Grant::All) => true,
                Some(Grant::Own) => person.id == thing.owner,
                _ => false,
            }
        })
    }
}

impl Default for Strings {
    fn default() -> Self {
        Self::new()
    }
}

/// The least there can be: two words of bits and three numbers.
pub struct Mask {
    all: u64,
    own: u64,
    number: u32,
    tenant: u32,
}

impl Mask {
    /// The permissions of a person.
    #[must_use]
    pub fn new(person: &Person) -> Self {
        let (mut all, mut own) = (0u64, 0u64);
        for kind in 0..KINDS {
            for (index, verb) in VERBS.iter().enumerate() {
                let bit = 1u64 << (kind * VERBS.len() + index);
                for role in &person.roles {
                    match grant(role, verb) {
                        Grant::All => all |= bit,
                        Grant::Own => own |= bit,
                        Grant::No => {}
                    }
                }
            }
        }
        let tenant = person
            .tenant
            .trim_start_matches("tenant-")
            .parse()
            .unwrap_or_default();
        Self {
            all,
            own,
            number: person.number,
            tenant,
        }
    }

    /// Answers a question.
    #[inline]
    #[must_use]
    pub fn allows(&self, thing: &Thing, verb: usize) -> bool {
        let bit = 1u64 << (thing.kind * VERBS.len() + verb);
        self.tenant == thing.tenant_number
            && (self.all & bit != 0 || self.own & bit != 0 && self.number == thing.owner_number)
    }
}
