//! Redaction of random documents under random audiences, beside a plain walk over values.

use profilekit::Kernel;
use profilekit::access::{Context, SubjectHead};
use profilekit::kernel::Record;
use profilekit_tests::Seeded;
use serde_json::{Map, Value, json};

/// From wide to narrow.
const AUDIENCES: [&str; 6] = [
    "public",
    "platform",
    "tenant",
    "connections",
    "restricted",
    "private",
];

/// Who sees a field, in plain terms.
#[derive(Debug, Clone)]
struct Rule {
    default: usize,
    allow: Vec<usize>,
    staff: bool,
    helper: bool,
    by_role: Option<usize>,
}

/// A field, in plain terms.
#[derive(Debug, Clone)]
struct Field {
    name: String,
    rule: Option<Rule>,
    shape: Shape,
}

#[derive(Debug, Clone)]
enum Shape {
    Text,
    Object(Vec<Field>),
    List(Vec<Field>),
    Map(Vec<Field>),
    Texts,
}

impl Rule {
    fn random(random: &mut Seeded) -> Self {
        let default = random.below(6);
        let mut allow: Vec<usize> = (0..6).filter(|_| random.percent(40)).collect();
        allow.push(default);
        let by_role = random.percent(20).then(|| *random.pick(&allow));
        let (staff, helper) = (random.percent(20), random.percent(20));
        // Restricted needs somebody to be restricted to.
        let staff = staff || allow.contains(&4) && !helper;
        Self {
            default,
            allow,
            staff,
            helper,
            by_role,
        }
    }

    fn json(&self) -> Value {
        let words =
            |list: &[usize]| -> Vec<&str> { list.iter().map(|index| AUDIENCES[*index]).collect() };
        let mut rule = json!({ "default": AUDIENCES[self.default], "allow": words(&self.allow) });
        if self.staff {
            rule["roles"] = json!(["staff"]);
        }
        if self.helper {
            rule["relations"] = json!(["helper"]);
        }
        if let Some(audience) = self.by_role {
            rule["by_role"] = json!({ "mentor": AUDIENCES[audience] });
        }
        rule
    }
}

fn fields(random: &mut Seeded, depth: usize) -> Vec<Field> {
    let count = 1 + random.below(3);
    (0..count)
        .map(|index| {
            let shape = match random.below(if depth == 0 { 2 } else { 5 }) {
                0 => Shape::Text,
                1 => Shape::Texts,
                2 => Shape::Object(fields(random, depth - 1)),
                3 => Shape::List(fields(random, depth - 1)),
                _ => Shape::Map(fields(random, depth - 1)),
            };
            let rule = random.percent(50).then(|| Rule::random(random));
            Field {
                name: format!("f{index}"),
                rule,
                shape,
            }
        })
        .collect()
}

fn declared(fields: &[Field]) -> Value {
    let object = |fields: &[Field]| json!({ "type": "object", "fields": declared(fields) });
    let all = fields.iter().map(|field| {
        let mut json = match &field.shape {
            Shape::Text => json!({ "type": "string" }),
            Shape::Texts => json!({ "type": "list", "of": { "type": "string" } }),
            Shape::Object(fields) => object(fields),
            Shape::List(fields) => json!({ "type": "list", "of": object(fields) }),
            Shape::Map(fields) => json!({ "type": "map", "of": object(fields) }),
        };
        if let Some(rule) = &field.rule {
            json["audience"] = rule.json();
        }
        (field.name.clone(), json)
    });
    Value::Object(all.collect())
}

/// A random document of the fields, with members that no field names.
fn document(random: &mut Seeded, fields: &[Field]) -> Value {
    let mut members = Map::new();
    for field in fields {
        if random.percent(20) {
            continue;
        }
        let count = random.below(3);
        let value = match &field.shape {
            Shape::Text => json!(format!("v{}", random.below(100))),
            Shape::Texts => (0..count).map(|n| json!(format!("t{n}"))).collect(),
            Shape::Object(fields) => document(random, fields),
            Shape::List(fields) => (0..count).map(|_| document(random, fields)).collect(),
            Shape::Map(fields) => {
                let entries = (0..count).map(|n| (format!("k{n}"), document(random, fields)));
                Value::Object(entries.collect())
            }
        };
        members.insert(field.name.clone(), value);
    }
    if random.percent(10) {
        members.insert("stray".to_owned(), json!(1));
    }
    Value::Object(members)
}

/// Who looks, in plain terms.
struct Viewer {
    owner: bool,
    /// The narrowest audience that the viewer is in.
    reach: usize,
    staff: bool,
    helper: bool,
}

/// What was chosen or forced, by pointer: `None` is a label that nobody knows.
type Said = std::collections::HashMap<String, Option<usize>>;

/// What holds around a field.
#[derive(Clone)]
struct Around {
    audience: usize,
    rule: Rule,
    top: bool,
    chosen: usize,
    forced: usize,
    visible: bool,
}

struct Plain<'p> {
    viewer: &'p Viewer,
    choices: &'p Said,
    forced: &'p Said,
    mentor: bool,
}

impl Plain<'_> {
    /// The audience in force and what limits the fields below; wider is smaller.
    fn settle(&self, field: &Field, at: &str, around: &Around) -> Around {
        let rule = field.rule.clone().unwrap_or_else(|| around.rule.clone());
        let mut here = Around {
            rule: rule.clone(),
            top: false,
            ..around.clone()
        };
        if let Some(label) = self.forced.get(at) {
            here.audience = label.unwrap_or(5);
            (here.forced, here.chosen) = (here.audience, here.audience);
            return here;
        }
        let default = match rule.by_role {
            Some(audience) if self.mentor => audience,
            _ => rule.default,
        };
        if let Some(label) = self.choices.get(at) {
            here.audience = match label {
                None => 5,
                Some(audience) if rule.allow.contains(audience) => *audience,
                Some(audience) => default.max(*audience),
            };
            here.chosen = here.audience;
        } else if field.rule.is_some() || around.top {
            here.audience = default.max(around.chosen);
        }
        here.audience = here.audience.max(around.forced);
        here
    }

    fn sees(&self, audience: usize, rule: &Rule) -> bool {
        let named = rule.staff && self.viewer.staff || rule.helper && self.viewer.helper;
        self.viewer.owner || audience <= self.viewer.reach || audience != 5 && named
    }

    /// Whether anything of a field can ever be shown.
    fn shows(&self, field: &Field, at: &str, around: &Around, section: bool) -> bool {
        let here = self.settle(field, at, around);
        let visible = around.visible && (section || self.sees(here.audience, &here.rule));
        let here = Around { visible, ..here };
        match &field.shape {
            Shape::Object(fields) | Shape::List(fields) | Shape::Map(fields) => {
                let mut below = fields.iter();
                visible
                    && below.any(|inner| {
                        self.shows(inner, &format!("{at}/{}", inner.name), &here, false)
                    })
            }
            _ => visible,
        }
    }

    fn object(
        &self,
        value: &Value,
        fields: &[Field],
        at: &str,
        around: &Around,
        sections: bool,
    ) -> Value {
        let mut shown = Map::new();
        for (name, value) in value.as_object().unwrap() {
            let Some(field) = fields.iter().find(|field| field.name == *name) else {
                continue;
            };
            let at = format!("{at}/{name}");
            if !self.shows(field, &at, around, sections) {
                continue;
            }
            let here = self.settle(field, &at, around);
            let inner =
                |value: &Value, fields: &[Field]| self.object(value, fields, &at, &here, false);
            let emptied_by = |before: &Value, after: &Value| !is_empty(before) && is_empty(after);
            let seen = match &field.shape {
                Shape::Object(fields) => inner(value, fields),
                Shape::List(fields) => {
                    let items = value
                        .as_array()
                        .unwrap()
                        .iter()
                        .map(|item| (item, inner(item, fields)));
                    items
                        .filter(|(before, after)| !emptied_by(before, after))
                        .map(|(_, after)| after)
                        .collect()
                }
                Shape::Map(fields) => {
                    let entries = value
                        .as_object()
                        .unwrap()
                        .iter()
                        .map(|(name, item)| (name, item, inner(item, fields)));
                    let entries = entries.filter(|(_, before, after)| !emptied_by(before, after));
                    Value::Object(
                        entries
                            .map(|(name, _, after)| (name.clone(), after))
                            .collect(),
                    )
                }
                _ => value.clone(),
            };
            let judged = !matches!(field.shape, Shape::Text | Shape::Texts);
            let emptied = judged && (emptied_by(value, &seen) || sections && is_empty(&seen));
            if !emptied {
                shown.insert(name.clone(), seen);
            }
        }
        Value::Object(shown)
    }
}

fn is_empty(value: &Value) -> bool {
    value.as_object().is_some_and(Map::is_empty) || value.as_array().is_some_and(Vec::is_empty)
}

/// Pointers of all fields.
fn pointers(fields: &[Field], at: &str, found: &mut Vec<String>) {
    for field in fields {
        let at = format!("{at}/{}", field.name);
        found.push(at.clone());
        if let Shape::Object(fields) | Shape::List(fields) | Shape::Map(fields) = &field.shape {
            pointers(fields, &at, found);
        }
    }
}

fn said(random: &mut Seeded, pointers: &[String], percent: usize) -> Said {
    let mut labels = Said::new();
    for at in pointers {
        if random.percent(percent) {
            let label = random.percent(90).then(|| random.below(6));
            labels.insert(at.clone(), label);
        }
    }
    labels
}

fn said_json(said: &Said) -> String {
    let entries = said.iter().map(|(at, label)| {
        (
            at.clone(),
            json!(label.map_or("everybody", |index| AUDIENCES[index])),
        )
    });
    Value::Object(entries.collect()).to_string()
}

/// A random kind: sections with fields.
struct Kind {
    rule: Rule,
    sections: Vec<Field>,
    tenancy: bool,
}

impl Kind {
    fn random(random: &mut Seeded) -> Self {
        let sections = (0..1 + random.below(3)).map(|index| Field {
            name: format!("s{index}"),
            rule: random.percent(50).then(|| Rule::random(random)),
            shape: Shape::Object(fields(random, 2)),
        });
        let sections = sections.collect();
        Self {
            rule: Rule::random(random),
            sections,
            tenancy: random.percent(50),
        }
    }

    fn kernel(&self) -> Kernel {
        let sections = self.sections.iter().map(|section| {
            let Shape::Object(fields) = &section.shape else {
                unreachable!()
            };
            let mut json = json!({ "fields": declared(fields) });
            if let Some(rule) = &section.rule {
                json["audience"] = rule.json();
            }
            (section.name.clone(), json)
        });
        let mut blueprint = json!({
            "blueprint": 1, "name": "sight", "version": "1.0.0",
            "roles": { "staff": {}, "mentor": {} }, "connections": ["friend"],
            "kinds": { "p": {
                "owner": "user", "unknown_fields": "keep", "audience": self.rule.json(), "tenant": "shared",
                "relations": { "friend": { "to": "user" }, "helper": { "to": "user" } },
                "sections": Value::Object(sections.collect())
            } },
            "policies": [ { "id": "all", "allow": ["p.read"], "roles": ["anyone"] } ]
        });
        if self.tenancy {
            blueprint["tenancy"] = json!({});
        }
        Kernel::compile(blueprint.to_string().as_bytes())
            .unwrap_or_else(|problems| panic!("{problems:#?}"))
    }
}

#[test]
fn random_documents_are_redacted_as_by_a_plain_walk() {
    let mut random = Seeded::new(3);
    let (mut compared, mut changed) = (0u32, 0u32);
    for _ in 0..600 {
        let kind = Kind::random(&mut random);
        let kernel = kind.kernel();
        let mut all = Vec::new();
        pointers(&kind.sections, "", &mut all);
        for _ in 0..60 {
            let (choices, forced) = (said(&mut random, &all, 15), said(&mut random, &all, 5));
            let value = document(&mut random, &kind.sections);
            let text = value.to_string();
            let (choices_json, forced_json) = (said_json(&choices), said_json(&forced));
            let mentor = random.percent(30);
            let relations: [(&str, &[&str]); 2] =
                [("friend", &["friend"]), ("helper", &["helper"])];
            let mut record = Record {
                document: &text,
                choices: Some(&choices_json),
                forced: Some(&forced_json),
                ..Record::default()
            };
            record.head.owner = Some("owner");
            record.head.tenant = Some("t1");
            record.head.relations = &relations;
            record.head.owner_roles = if mentor { &["mentor"] } else { &[] };
            let ids = [
                None,
                Some("owner"),
                Some("friend"),
                Some("helper"),
                Some("other"),
            ];
            let id = *random.pick(&ids);
            let staff = id.is_some() && random.percent(30);
            let tenant = *random.pick(&[None, Some("t1"), Some("t2")]);
            let head = SubjectHead {
                id,
                roles: if staff { &["staff"] } else { &[] },
                tenant,
                ..SubjectHead::default()
            };
            let subject = kernel.subject(&head).unwrap();
            let reach = match id {
                None => 0,
                Some("owner") => 5,
                Some("friend") => 3,
                Some(_) if tenant == Some("t1") => 2,
                Some(_) => 1,
            };
            let viewer = Viewer {
                owner: id == Some("owner"),
                reach,
                staff,
                helper: id == Some("helper"),
            };
            let plain = Plain {
                viewer: &viewer,
                choices: &choices,
                forced: &forced,
                mentor,
            };
            let outermost = Around {
                audience: 5,
                rule: kind.rule.clone(),
                top: true,
                chosen: 0,
                forced: 0,
                visible: true,
            };
            let expected = if viewer.owner {
                value.clone()
            } else {
                plain.object(&value, &kind.sections, "", &outermost, true)
            };
            let view = kernel
                .view("p", &record, &subject, &Context::default())
                .unwrap();
            let seen: Value = serde_json::from_str(&view.document).unwrap();
            assert_eq!(
                seen, expected,
                "{text}\n{choices_json}\n{forced_json}\n{head:?} mentor {mentor}\n{:#?}",
                kind.sections
            );
            // White space around what is hidden would tell that it was there.
            let spaced = format!("{value:#}");
            let record = Record {
                document: &spaced,
                ..record.clone()
            };
            let again = kernel.view("p", &record, &subject, &Context::default());
            assert_eq!(again.unwrap().document, view.document, "{spaced}");
            compared += 1;
            changed += u32::from(expected != value);
        }
    }
    println!("{compared} documents compared, {changed} of them redacted");
    assert!(compared >= 36_000 && changed > compared / 4);
}
