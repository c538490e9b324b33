//! Random questions and documents with the kernel's answers, which every binding must give too.
//!
//! A line is a blueprint's index, a request, a document and the FNV-1a hash of the answer, or of
//! the failure, between tabs. Requests and documents have no control characters of their own.

use profilekit::Kernel;
use profilekit::error::Locale;
use profilekit::wire;
use serde_json::{Map, Value, json};

use crate::{Seeded, fixtures, workspace};

/// The products that ship.
const PRODUCTS: [&str; 4] = ["marketplace", "talent", "mentoring", "saas"];

/// People and tenants of whom there are few, so that they meet.
const PEOPLE: [&str; 4] = ["u1", "u2", "u3", "a"];
const TENANTS: [&str; 3] = ["t1", "t2", "acme"];

/// Values that stand where another one stood.
const STRANGERS: [&str; 14] = [
    "null",
    "true",
    "0",
    "-1",
    "1e400",
    "0.1",
    "9007199254740993",
    "\"\"",
    "\" x \"",
    "\"\\ud83d\"",
    "\"é\\u0301👋\"",
    "[]",
    "{}",
    "{\"a\":1,\"a\":2}",
];

/// Random questions about a set of blueprints.
pub struct Fuzz {
    random: Seeded,
    worlds: Vec<World>,
    /// Calls that validate: a blueprint's index, the request and the document.
    seeds: Vec<(usize, Value, String)>,
}

/// A blueprint, and what may be asked about it.
struct World {
    kernel: Kernel,
    blueprint: Value,
    kinds: Vec<String>,
    roles: Vec<String>,
    actions: Vec<String>,
    seeds: Vec<(Value, String)>,
}

impl World {
    fn new(blueprint: Value) -> Self {
        let kernel = Kernel::compile(blueprint.to_string().as_bytes());
        let kernel = kernel.unwrap_or_else(|_| panic!("{} does not compile", blueprint["name"]));
        let names = |value: &Value| -> Vec<String> {
            let members = value.as_object().into_iter().flatten();
            members.map(|(name, _)| name.clone()).collect()
        };
        let actions = kernel.model().actions.iter();
        Self {
            actions: actions.map(|action| action.name.to_string()).collect(),
            kinds: names(&blueprint["kinds"]),
            roles: names(&blueprint["roles"]),
            seeds: Vec::new(),
            kernel,
            blueprint,
        }
    }

    /// The states of a kind.
    fn states(&self, kind: &str) -> Vec<String> {
        let states = &self.blueprint["kinds"][kind]["lifecycle"]["states"];
        let listed = states.as_array().into_iter().flatten();
        let listed = listed.filter_map(|state| state.as_str().map(str::to_owned));
        let named = states.as_object().into_iter().flatten();
        listed.chain(named.map(|(name, _)| name.clone())).collect()
    }
}

impl Fuzz {
    /// Questions from a seed, about the blueprints of the corpus and those that ship.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let mut fuzz = Self {
            random: Seeded::new(seed),
            worlds: Vec::new(),
            seeds: Vec::new(),
        };
        for product in PRODUCTS {
            let path = workspace().join(format!("core/blueprints/{product}.json"));
            let text = std::fs::read_to_string(path).unwrap_or_default();
            let blueprint = serde_json::from_str(&text);
            fuzz.worlds.push(World::new(blueprint.unwrap_or_default()));
        }
        for corpus in fixtures("wire") {
            fuzz.learn(&corpus.json);
        }
        fuzz
    }

    fn learn(&mut self, corpus: &Value) {
        let first = self.worlds.len();
        let blueprints = corpus["blueprints"].as_array().into_iter().flatten();
        self.worlds.extend(blueprints.cloned().map(World::new));
        for case in corpus["cases"].as_array().into_iter().flatten() {
            let index = case["blueprint"]
                .as_u64()
                .and_then(|at| usize::try_from(at).ok());
            let index = first + index.unwrap_or_default();
            let (request, Some(document)) = (&case["request"], case["document"].as_str()) else {
                continue;
            };
            if request["call"] == "validate" {
                let seed = (index, request.clone(), document.to_owned());
                self.seeds.push(seed);
            } else if request.get("record").is_some() {
                let seed = (request.clone(), document.to_owned());
                self.worlds[index].seeds.push(seed);
            }
        }
    }

    /// The blueprints, one a line: what the lines' indices mean.
    #[must_use]
    pub fn blueprints(&self) -> String {
        let lines = self
            .worlds
            .iter()
            .map(|world| format!("{}\n", world.blueprint));
        lines.collect()
    }

    /// A question about a record.
    #[must_use]
    pub fn decision(&mut self) -> String {
        let kinds = |index: &usize| !self.worlds[*index].kinds.is_empty();
        let with_kinds: Vec<usize> = (0..self.worlds.len()).filter(kinds).collect();
        let index = *self.random.pick(&with_kinds);
        let (request, document) = self.asked(index);
        self.line(index, &request, &document)
    }

    /// A document to validate.
    #[must_use]
    pub fn document(&mut self) -> String {
        let (index, mut request, document) = self.random.pick(&self.seeds).clone();
        if self.random.percent(30) {
            let modes = ["create", "replace", "patch", "draft", "publish"];
            request["mode"] = json!(self.random.pick(&modes));
        }
        let document = match serde_json::from_str(&document) {
            Ok(value) if self.random.percent(70) => self.changed(&value),
            _ => self.torn(&document),
        };
        self.line(index, &request, &document)
    }

    fn line(&self, index: usize, request: &Value, document: &str) -> String {
        let kernel = &self.worlds[index].kernel;
        let (request, document) = (request.to_string(), plain(document));
        let answer = wire::call(kernel, request.as_bytes(), document.as_bytes());
        let answer = answer.unwrap_or_else(|failure| wire::failure(&failure, Locale::En));
        let hash = fnv1a(answer.as_bytes());
        format!("{index}\t{request}\t{document}\t{hash:016x}\n")
    }

    fn asked(&mut self, index: usize) -> (Value, String) {
        let seeds = &self.worlds[index].seeds;
        let (seed, document) = match seeds.is_empty() {
            true => (json!({}), "{}".to_owned()),
            false => self.random.pick(seeds).clone(),
        };
        let calls = ["decide", "decide", "decide", "explain", "view"];
        let call = *self.random.pick(&calls);
        let kind = match seed["record"]["kind"].as_str() {
            Some(kind) => kind.to_owned(),
            None => self.random.pick(&self.worlds[index].kinds).clone(),
        };
        let mut request = Map::new();
        request.insert("call".to_owned(), json!(call));
        request.insert("subject".to_owned(), self.subject(index, &seed["subject"]));
        request.insert(
            "record".to_owned(),
            self.record(index, &kind, &seed["record"]),
        );
        if call != "view" {
            request.insert("action".to_owned(), self.action(index, &kind));
        }
        if let Some(context) = seed.get("context").filter(|_| self.random.percent(70)) {
            request.insert("context".to_owned(), context.clone());
        }
        (Value::Object(request), document)
    }

    /// One of the kind's actions, now and then of another kind.
    fn action(&mut self, index: usize, kind: &str) -> Value {
        let near = format!("{kind}.");
        let actions = &self.worlds[index].actions;
        let fitting: Vec<&String> = actions
            .iter()
            .filter(|name| name.starts_with(&near))
            .collect();
        if fitting.is_empty() || self.random.percent(10) {
            return json!(self.random.pick(actions));
        }
        json!(self.random.pick(&fitting))
    }

    fn subject(&mut self, index: usize, seed: &Value) -> Value {
        let mut head = seed.as_object().cloned().unwrap_or_default();
        if self.random.percent(80) {
            head.insert("id".to_owned(), json!(self.random.pick(&PEOPLE)));
        }
        if self.random.percent(60) && !self.worlds[index].roles.is_empty() {
            let role = self.random.pick(&self.worlds[index].roles);
            head.insert("roles".to_owned(), json!([role]));
        }
        if self.random.percent(30) {
            head.insert("tenant".to_owned(), json!(self.random.pick(&TENANTS)));
        }
        Value::Object(head)
    }

    fn record(&mut self, index: usize, kind: &str, seed: &Value) -> Value {
        let mut head = seed.as_object().cloned().unwrap_or_default();
        head.insert("kind".to_owned(), json!(kind));
        if self.random.percent(70) {
            head.insert("owner".to_owned(), json!(self.random.pick(&PEOPLE)));
        }
        if self.random.percent(40) {
            head.insert("tenant".to_owned(), json!(self.random.pick(&TENANTS)));
        }
        let states = self.worlds[index].states(kind);
        if !states.is_empty() && self.random.percent(80) {
            head.insert("state".to_owned(), json!(self.random.pick(&states)));
        }
        Value::Object(head)
    }

    /// A document of which one value is another, is gone or stands under another name.
    fn changed(&mut self, value: &Value) -> String {
        let mut value = value.clone();
        let mut text = Some(String::from(*self.random.pick(&STRANGERS)));
        let path = self.somewhere(&value);
        let (way, name) = path.rsplit_once('/').unwrap_or_default();
        match value.pointer_mut(way).filter(|_| !path.is_empty()) {
            Some(Value::Object(members)) if self.random.percent(30) => {
                members.shift_remove(name);
            }
            Some(Value::Object(members)) if self.random.percent(20) => {
                let moved = members.shift_remove(name).unwrap_or_default();
                members.insert(format!("{name}_"), moved);
            }
            _ => {
                let mark = json!("\u{e000}");
                if let Some(place) = value.pointer_mut(&path) {
                    *place = mark;
                }
                let stranger = text.take().unwrap_or_default();
                return value.to_string().replace("\"\u{e000}\"", &stranger);
            }
        }
        value.to_string()
    }

    /// A pointer to any value of a document.
    fn somewhere(&mut self, value: &Value) -> String {
        let mut path = String::new();
        let mut here = value;
        while self.random.percent(80) {
            let (name, inner) = match here {
                Value::Object(members) if !members.is_empty() => {
                    let all: Vec<(&String, &Value)> = members.iter().collect();
                    let (name, inner) = *self.random.pick(&all);
                    (name.replace('~', "~0").replace('/', "~1"), inner)
                }
                Value::Array(items) if !items.is_empty() => {
                    let at = self.random.below(items.len());
                    (at.to_string(), &items[at])
                }
                _ => break,
            };
            path = format!("{path}/{name}");
            here = inner;
        }
        path
    }

    /// A text of which some characters are gone, doubled or others.
    fn torn(&mut self, text: &str) -> String {
        let mut letters: Vec<char> = text.chars().collect();
        for _ in 0..=self.random.below(2) {
            let at = self.random.below(letters.len() + 1);
            match self.random.below(4) {
                0 if at < letters.len() => drop(letters.remove(at)),
                1 => letters.truncate(at),
                _ => letters.insert(
                    at,
                    *self.random.pick(&['"', '{', '[', ',', '\\', '7', 'é', ' ']),
                ),
            }
        }
        letters.into_iter().collect()
    }
}

/// A text on one line: what would end it, or a column, is a blank.
fn plain(text: &str) -> String {
    text.replace(|letter: char| letter.is_ascii_control(), " ")
}

/// FNV-1a, 64 bits (Fowler, Noll and Vo).
#[must_use]
pub fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::{Fuzz, fnv1a};

    #[test]
    fn hashes_are_those_of_the_algorithms_authors() {
        assert_eq!(fnv1a(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a(b"foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn a_seed_gives_the_same_lines_and_each_is_one() {
        let (mut one, mut two) = (Fuzz::new(7), Fuzz::new(7));
        for _ in 0..200 {
            let lines = [one.decision(), one.document()];
            assert_eq!(lines, [two.decision(), two.document()]);
            for line in lines {
                assert_eq!(line.matches('\t').count(), 3, "{line}");
                assert_eq!(line.matches('\n').count(), 1, "{line}");
            }
        }
    }
}
