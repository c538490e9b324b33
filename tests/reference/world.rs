//! Random worlds: a blueprint, subjects and records, and what they mean in plain terms.

use profilekit_tests::Seeded;
use serde_json::{Value, json};

/// What a condition says: nothing is known where a value is missing.
pub(crate) type Says = Option<bool>;

/// What a condition means, in plain terms.
type Meaning = fn(&Person, &Record) -> Says;

/// Conditions, each with its meaning.
pub(crate) const CONDITIONS: [(&str, Meaning); 12] = [
    ("resource.owner == subject.id", |p, r| {
        Some(r.owner? == p.id?)
    }),
    ("resource.owner != subject.id", |p, r| {
        Some(r.owner? != p.id?)
    }),
    ("resource.flag", |_, r| r.flag),
    ("!resource.flag", |_, r| r.flag.map(|flag| !flag)),
    ("has(resource.flag) && resource.flag", |_, r| {
        Some(r.flag == Some(true))
    }),
    ("resource.number > 3", |_, r| Some(r.number? > 3)),
    ("subject.level >= resource.number", |p, r| {
        Some(p.level? >= r.number?)
    }),
    ("'a' in resource.tags", |_, r| {
        Some(r.tags.as_ref()?.contains(&"a"))
    }),
    ("resource.state == 'open'", |_, r| Some(r.state? == "open")),
    ("resource.flag || resource.number > 3", |_, r| {
        or(r.flag, r.number.map(|n| n > 3))
    }),
    ("resource.flag && resource.number > 3", |_, r| {
        or(r.flag.map(|f| !f), r.number.map(|n| n <= 3)).map(|says| !says)
    }),
    (
        "subject.level > 2 && subject.id in resource.helper",
        |p, r| {
            let helps = p.id.map(|id| r.helper.contains(&id));
            or(p.level.map(|level| level <= 2), helps.map(|helps| !helps)).map(|says| !says)
        },
    ),
];

/// True where one is true, whatever is missing beside it.
fn or(one: Says, two: Says) -> Says {
    match (one, two) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}

pub(crate) const ROLES: [&str; 4] = ["r0", "r1", "r2", "r3"];
pub(crate) const VERBS: [&str; 3] = ["read", "update", "move"];

/// A policy in plain terms.
#[derive(Debug, Clone)]
pub(crate) struct Policy {
    pub(crate) deny: bool,
    pub(crate) verbs: Vec<&'static str>,
    pub(crate) roles: Vec<&'static str>,
    pub(crate) owner: bool,
    pub(crate) helper: bool,
    pub(crate) persona: bool,
    pub(crate) condition: Option<usize>,
}

/// A blueprint in plain terms.
#[derive(Debug, Clone)]
pub(crate) struct World {
    pub(crate) policies: Vec<Policy>,
    /// `r1` includes these.
    pub(crate) included: Vec<&'static str>,
    pub(crate) tenancy: bool,
    /// Whether `r3` acts across tenants.
    pub(crate) crossing: bool,
}

/// Who asks.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) id: Option<&'static str>,
    pub(crate) roles: Vec<&'static str>,
    pub(crate) tenant: Option<&'static str>,
    pub(crate) persona: bool,
    pub(crate) level: Option<i64>,
}

/// What is asked about.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    pub(crate) owner: Option<&'static str>,
    pub(crate) tenant: Option<&'static str>,
    pub(crate) state: Option<&'static str>,
    pub(crate) helper: Vec<&'static str>,
    pub(crate) flag: Option<bool>,
    pub(crate) number: Option<i64>,
    pub(crate) tags: Option<Vec<&'static str>>,
}

const PEOPLE: [&str; 3] = ["u1", "u2", "u3"];

fn some(random: &mut Seeded, from: &[&'static str], percent: usize) -> Vec<&'static str> {
    from.iter()
        .copied()
        .filter(|_| random.percent(percent))
        .collect()
}

fn maybe<T: Clone>(random: &mut Seeded, list: &[T]) -> Option<T> {
    random.percent(75).then(|| random.pick(list).clone())
}

impl Policy {
    fn random(random: &mut Seeded) -> Self {
        let deny = random.percent(25);
        let mut policy = Self {
            deny,
            verbs: some(random, &VERBS, 60),
            roles: some(random, &["r0", "r1", "r2", "r3", "anyone", "signed_in"], 30),
            owner: random.percent(20),
            helper: random.percent(20),
            persona: random.percent(10),
            condition: random.percent(70).then(|| random.below(CONDITIONS.len())),
        };
        if policy.verbs.is_empty() {
            policy.verbs.push("read");
        }
        if !deny && policy.roles.is_empty() && !policy.owner && !policy.helper {
            policy.roles.push("r0");
        }
        policy
    }

    fn json(&self, index: usize) -> Value {
        let verbs: Vec<String> = self
            .verbs
            .iter()
            .map(|verb| format!("item.{verb}"))
            .collect();
        let relations = [("owner", self.owner), ("helper", self.helper)];
        let relations: Vec<&str> = relations
            .iter()
            .filter(|(_, on)| *on)
            .map(|(name, _)| *name)
            .collect();
        let mut policy = json!({
            "id": format!("p{index}"),
            if self.deny { "deny" } else { "allow" }: verbs,
            "roles": self.roles,
            "relations": relations,
        });
        if self.persona {
            policy["personas"] = json!(["p"]);
        }
        if let Some(condition) = self.condition {
            policy["when"] = json!(CONDITIONS[condition].0);
        }
        policy
    }
}

impl World {
    pub(crate) fn random(random: &mut Seeded) -> Self {
        let count = 1 + random.below(7);
        Self {
            policies: (0..count).map(|_| Policy::random(random)).collect(),
            included: some(random, &["r0", "r2"], 50),
            tenancy: random.percent(50),
            crossing: random.percent(50),
        }
    }

    pub(crate) fn blueprint(&self) -> Value {
        let policies = self.policies.iter().enumerate();
        let mut blueprint = json!({
            "blueprint": 1, "name": "world", "version": "1.0.0",
            "roles": { "r0": { "default": true }, "r1": { "includes": self.included }, "r2": {}, "r3": {} },
            "personas": { "p": { "role": "r0" } },
            "attributes": { "subject": { "level": { "type": "int" } } },
            "kinds": { "item": {
                "owner": "user",
                "relations": { "helper": { "to": "user", "many": true } },
                "fields": { "flag": { "type": "bool" }, "number": { "type": "int" }, "tags": { "type": "list", "of": { "type": "string" } } },
                "lifecycle": { "initial": "open", "states": ["open", "closed"], "transitions": [
                    { "name": "move", "from": ["open"], "to": "closed", "by": ["role:r2"] } ] }
            } },
            "policies": policies.map(|(index, policy)| policy.json(index)).collect::<Vec<_>>()
        });
        if self.tenancy {
            let crossing: &[&str] = if self.crossing { &["r3"] } else { &[] };
            blueprint["tenancy"] = json!({ "crossed_by": crossing });
        }
        blueprint
    }
}

impl Person {
    pub(crate) fn random(random: &mut Seeded) -> Self {
        let id = maybe(random, &PEOPLE);
        Self {
            id,
            roles: some(random, &ROLES, 30),
            tenant: maybe(random, &["t1", "t2"]),
            persona: id.is_some() && random.percent(30),
            level: maybe(random, &[1, 3, 5]),
        }
    }

    pub(crate) fn attributes(&self) -> String {
        self.level.map_or("{}".to_owned(), |level| {
            json!({ "level": level }).to_string()
        })
    }

    /// Every role, the built-in and the included ones among them.
    pub(crate) fn all_roles(&self, world: &World) -> Vec<&'static str> {
        let mut all = self.roles.clone();
        all.push("anyone");
        if self.id.is_some() {
            all.extend(["signed_in", "r0"]);
        }
        if all.contains(&"r1") {
            all.extend(&world.included);
        }
        all
    }
}

impl Record {
    pub(crate) fn random(random: &mut Seeded) -> Self {
        Self {
            owner: maybe(random, &PEOPLE),
            tenant: maybe(random, &["t1", "t2"]),
            state: maybe(random, &["open", "closed"]),
            helper: some(random, &PEOPLE, 30),
            flag: maybe(random, &[true, false]),
            number: maybe(random, &[1, 3, 4]),
            tags: maybe(random, &[vec![], vec!["a"], vec!["b", "a"], vec!["c"]]),
        }
    }

    pub(crate) fn document(&self) -> String {
        let mut document = serde_json::Map::new();
        if let Some(flag) = self.flag {
            document.insert("flag".to_owned(), json!(flag));
        }
        if let Some(number) = self.number {
            document.insert("number".to_owned(), json!(number));
        }
        if let Some(tags) = &self.tags {
            document.insert("tags".to_owned(), json!(tags));
        }
        Value::Object(document).to_string()
    }
}

/// Whether a person may do something: the rules in words, one after the other.
pub(crate) fn may(world: &World, person: &Person, verb: &str, record: &Record) -> bool {
    if !same_tenant(world, person, record) {
        return false;
    }
    let applies = |policy: &&Policy, unknown: bool| {
        let roles = person.all_roles(world);
        let relations = policy.owner || policy.helper;
        let owns = policy.owner && person.id.is_some() && person.id == record.owner;
        let helps = policy.helper && person.id.is_some_and(|id| record.helper.contains(&id));
        policy.verbs.contains(&verb)
            && (policy.roles.is_empty() || policy.roles.iter().any(|role| roles.contains(role)))
            && (!policy.persona || person.persona)
            && (!relations || owns || helps)
            && policy
                .condition
                .is_none_or(|index| (CONDITIONS[index].1)(person, record).unwrap_or(unknown))
    };
    let denied = world
        .policies
        .iter()
        .filter(|policy| policy.deny)
        .any(|policy| applies(&policy, true));
    let allowed = world
        .policies
        .iter()
        .filter(|policy| !policy.deny)
        .any(|policy| applies(&policy, false));
    let transition = verb == "move";
    let by_transition = transition && person.all_roles(world).contains(&"r2");
    !denied && (allowed || by_transition) && (!transition || record.state == Some("open"))
}

fn same_tenant(world: &World, person: &Person, record: &Record) -> bool {
    let crosses = world.tenancy && world.crossing && person.roles.contains(&"r3");
    match (world.tenancy, record.tenant) {
        (false, None) => true,
        (true, None) => crosses,
        (_, Some(tenant)) => person.tenant == Some(tenant) || crosses,
    }
}
