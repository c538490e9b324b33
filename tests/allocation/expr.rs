//! Evaluating a condition.

use std::sync::Arc;

use profilekit::decimal::Decimal;
use profilekit::expr::{Environment, Outcome, Program, Resolution, Scope, Type, Value, Var};

use crate::counting::allocations;

/// Names, types and values of one profile, and the same profile with every text escaped.
struct Profile {
    names: Vec<(&'static str, Type)>,
    roles: Vec<Box<str>>,
    escaped: bool,
}

impl Profile {
    fn new(escaped: bool) -> Self {
        let job = Type::object(vec![
            ("title".into(), Type::Text),
            ("since".into(), Type::Timestamp),
        ]);
        let names = vec![
            ("name", Type::Text),
            ("age", Type::Int),
            ("score", Type::Double),
            ("active", Type::Bool),
            ("born", Type::Timestamp),
            ("term", Type::Duration),
            ("price", Type::Decimal),
            ("tags", Type::list(Type::Text)),
            ("roles", Type::list(Type::Text)),
            ("days", Type::list(Type::Timestamp)),
            ("prices", Type::list(Type::Decimal)),
            ("counts", Type::Map(Arc::new(Type::Int))),
            ("jobs", Type::list(job)),
            ("notes", Type::Dyn),
            ("missing", Type::Text),
        ];
        Self {
            names,
            roles: vec!["user".into(), "admin".into()],
            escaped,
        }
    }

    fn json(&self, plain: &'static str, escaped: &'static str) -> Value<'_> {
        Value::Json(if self.escaped { escaped } else { plain })
    }
}

impl Environment for Profile {
    fn resolve(&mut self, names: &[&str]) -> Resolution {
        let found = self.names.iter().position(|(name, _)| *name == names[0]);
        let at = found.unwrap_or_else(|| panic!("`{}` is not declared", names[0]));
        Resolution::Found {
            var: Var(u16::try_from(at).unwrap()),
            ty: self.names[at].1.clone(),
            used: 1,
        }
    }
}

impl Scope for Profile {
    fn load(&self, var: Var) -> Value<'_> {
        match self.names[usize::from(var.0)].0 {
            "name" if self.escaped => Value::Escaped(r#"Zo\u00eb \"Z\" M\u00fcller"#),
            "name" => Value::Text("Zoë \"Z\" Müller"),
            "age" => Value::Int(36),
            "score" => Value::Double(0.5),
            "active" => Value::Bool(true),
            "born" => Value::Timestamp(1_764_000_000_000_000),
            "term" => Value::Duration(3_600_000_000),
            "price" => Decimal::parse("12.50").map_or(Value::Absent, Value::Decimal),
            "tags" => self.json(r#"["rust","a\"b","swift"]"#, r#"["\u0072ust","a\"b","swi\u0066t"]"#),
            "roles" => Value::Texts(&self.roles),
            "days" => self.json(r#"["2026-01-01T00:00:00Z"]"#, r#"["2026\u002d01-01T00:00:00Z"]"#),
            "prices" => self.json(r#"["1.50"]"#, r#"["1\u002e50"]"#),
            "counts" => self.json(r#"{"de":3,"a\"b":4}"#, r#"{"d\u0065":3,"a\"b":4}"#),
            "jobs" => self.json(
                r#"[{"title":"Dev","since":"2020-01-01T00:00:00Z"},{"title":"Lead"}]"#,
                r#"[{"titl\u0065":"D\u0065v","since":"2020-01-01T00:00:00\u005a"},{"title":"L\u0065ad"}]"#,
            ),
            "notes" => self.json(r#"{"a":[1,"x"]}"#, r#"{"\u0061":[1,"\u0078"]}"#),
            _ => Value::Absent,
        }
    }
}

/// Every one is true of the profile.
const CONDITIONS: [&str; 38] = [
    // comparisons
    "name == 'Zoë \"Z\" Müller' && name != 'Zoe'",
    "name < 'Zoë \"Z\" N' && 'Zo' < name",
    "age == 36 && age != 37 && age < 37 && age <= 36 && age > 35 && age >= 36",
    "score < 1 && age > score && score == 0.5",
    "price == decimal('12.5') && price < decimal('13')",
    "active == true && active > false",
    // arithmetic
    "(age + 2) * 3 / 2 % 50 == 7 && -age < 0",
    "score * 2.0 + 1.0 - 0.5 == 1.5 && double(age) / 2.0 == 18.0 && int(score) == 0",
    // boolean logic
    "active && !(age < 18) || false",
    "active ? age > 1 : age < 1",
    "missing == 'a' || active",
    "!(missing == 'a' && !active)",
    // has
    "has(counts.de) && !has(counts.fr)",
    "has(jobs[0].since) && !has(jobs[1].since)",
    "has(notes.a) && !has(notes.b)",
    "jobs.exists(j, !has(j.since))",
    // membership
    "'swift' in tags && !('go' in tags)",
    "'a\"b' in tags && 'a\"b' in counts",
    "'admin' in roles && !('owner' in roles)",
    "age in [1, 18, 36] && name in ['Ada', name]",
    "timestamp('2026-01-01T00:00:00Z') in days && decimal('1.5') in prices",
    "1 in notes.a && 'x' in notes.a",
    // selection
    "counts.de == 3 && counts['de'] == 3 && counts[tags[1]] == 4",
    "jobs[1].title == 'Lead' && roles[1] == 'admin'",
    // macros
    "tags.all(t, t != '') && tags.exists(t, t == 'rust') && tags.exists_one(t, t == 'swift')",
    "jobs.exists(j, j.title == 'Dev' && j.since < born)",
    "jobs.all(j, tags.all(t, t != j.title))",
    "counts.all(k, counts[k] > 2)",
    "roles.exists(r, r.startsWith('ad'))",
    // size
    "name.size() == 14 && size(tags) == 3 && size(roles) == 2 && size(counts) == 2",
    "size([age, 1]) == 2",
    // strings
    "name.contains('\"Z\"') && !name.contains('z')",
    "name.startsWith('Zoë') && name.endsWith('üller')",
    "name.contains(name) && name.startsWith(name) && name.endsWith(name)",
    // time
    "born.getFullYear() == 2025 && born.getMonth() == 10 && born.getDate() == 24",
    "born.getDayOfMonth() == 23 && born.getDayOfWeek() == 1 && born.getDayOfYear() == 327",
    "born.getHours() == 16 && born.getMinutes() == 0 && born.getSeconds() == 0 && born.getMilliseconds() == 0",
    "born + term > born && born - timestamp('2025-11-24T15:00:00Z') == term && term.getMinutes() == 60 && int(born) == 1764000000",
];

fn compiled(source: &str, profile: &mut Profile) -> Program {
    Program::compile(source, profile, &Type::Bool).unwrap_or_else(|e| panic!("{source}: {e:?}"))
}

#[test]
fn evaluation_allocates_nothing() {
    for escaped in [false, true] {
        let mut profile = Profile::new(escaped);
        for source in CONDITIONS {
            let program = compiled(source, &mut profile);
            assert_eq!(
                program.test(&profile),
                Outcome::True,
                "{source}, escaped: {escaped}"
            );
            let counted = allocations(|| program.test(&profile));
            assert_eq!(counted, (0, 0), "{source}, escaped: {escaped}");
        }
    }
}

/// A pattern needs its text in one piece, so a text with escapes is copied; others are not.
#[test]
fn matching_allocates_for_texts_with_escapes_only() {
    for (escaped, most) in [(false, 0), (true, 1)] {
        let mut profile = Profile::new(escaped);
        let program = compiled("name.matches('^Z.*r$')", &mut profile);
        assert_eq!(program.test(&profile), Outcome::True);
        let (count, _) = allocations(|| program.test(&profile));
        assert!(count <= most, "{count} allocations, escaped: {escaped}");
    }
}
