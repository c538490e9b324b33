//! The same conditions over the same documents in another implementation, the `cel` crate.

use std::collections::BTreeMap;

use cel::{Context, Program as Oracle, Value as Cel};
use profilekit::expr::{Environment, Outcome, Program, Type};
use serde_json::Value as Json;

use crate::document::{document, translated, types};
use crate::generate::Writer;
use crate::random::Random;
use crate::world::{Names, Values, WAYS};

const SEED: u64 = 20_261_121;
const CONDITIONS: usize = 5_000;
const DOCUMENTS: usize = 500;
/// Documents that each condition is compared over.
const EACH: usize = 24;

/// The names of one way to resolve, all known beforehand so that values are made once.
fn names(types: &BTreeMap<String, Type>, way: usize) -> Names<'_> {
    let mut names = Names::new(types, WAYS[way].0);
    let Type::Object(members) = &types["self"] else {
        panic!("self is an object");
    };
    for (member, ty) in members.iter() {
        match ty {
            Type::Object(inner) => {
                for (name, _) in inner.iter() {
                    names.resolve(&["self", member, name]);
                }
            }
            _ => {
                names.resolve(&["self", member]);
            }
        }
    }
    names
}

/// A document for both implementations.
struct World {
    json: Json,
    ways: Vec<Values>,
    oracle: Context<'static, 'static>,
}

impl World {
    fn new(random: &mut Random, types: &BTreeMap<String, Type>) -> Self {
        let json = document(random);
        let ways = (0..WAYS.len()).map(|way| names(types, way).values(&json, WAYS[way].1));
        let mut oracle = Context::default();
        oracle.add_variable_from_value("self", translated(&json["self"], &types["self"]));
        Self {
            ways: ways.collect(),
            json,
            oracle,
        }
    }
}

fn ours(program: &Program, values: &Values) -> Option<bool> {
    match program.test(values) {
        Outcome::True => Some(true),
        Outcome::False => Some(false),
        Outcome::Unknown(_) => None,
    }
}

fn theirs(program: &Oracle, context: &Context<'_, '_>) -> Option<bool> {
    match program.execute(context) {
        Ok(Cel::Bool(answer)) => Some(answer),
        _ => None,
    }
}

fn compiled(source: &str, types: &BTreeMap<String, Type>) -> Vec<Program> {
    let program = |way| {
        let compiled = Program::compile(source, &mut names(types, way), &Type::Bool);
        compiled.unwrap_or_else(|problems| panic!("{source}: {problems:?}"))
    };
    (0..WAYS.len()).map(program).collect()
}

/// What was compared, and what came of it.
#[derive(Default)]
struct Comparison {
    /// False, true and unknown.
    answers: [usize; 3],
    differences: Vec<String>,
}

impl Comparison {
    fn cases(&self) -> usize {
        self.answers.iter().sum()
    }

    fn condition(&mut self, source: &str, programs: &[Program], worlds: &[&World]) {
        let oracle = Oracle::compile(source).unwrap_or_else(|error| panic!("{source}: {error}"));
        for world in worlds {
            let expected = theirs(&oracle, &world.oracle);
            // Every way to resolve and spell sees half of the cases.
            let odd = self.cases() % 2;
            for way in [odd, 3 - odd] {
                let found = ours(&programs[way], &world.ways[way]);
                if found != expected {
                    self.differs(source, way, (found, expected), &world.json);
                }
            }
            self.answers[expected.map_or(2, usize::from)] += 1;
        }
    }

    fn differs(
        &mut self,
        source: &str,
        way: usize,
        (found, expected): (Option<bool>, Option<bool>),
        document: &Json,
    ) {
        let way = WAYS[way];
        self.differences.push(format!(
            "{source}\n  {way:?}: {found:?}, not {expected:?}, over {document}"
        ));
    }

    fn report(mut self) {
        let (cases, [no, yes, unknown]) = (self.cases(), self.answers);
        println!("{cases} cases: {yes} true, {no} false, {unknown} unknown");
        self.differences.sort_by_key(String::len);
        self.differences.truncate(10);
        assert!(
            self.differences.is_empty(),
            "\n{}",
            self.differences.join("\n")
        );
        assert!(cases >= 100_000);
        let share = cases / 10;
        assert!(
            no > share && yes > share && unknown > share,
            "too few of one"
        );
    }
}

#[test]
fn answers_are_those_of_the_cel_crate() {
    let types = types();
    let mut random = Random::new(SEED);
    let worlds: Vec<World> = (0..DOCUMENTS)
        .map(|_| World::new(&mut random, &types))
        .collect();
    let mut writer = Writer::new(SEED);
    let mut comparison = Comparison::default();
    for _ in 0..CONDITIONS {
        let depth = 1 + random.below(3);
        let source = writer.bool(depth);
        let chosen: Vec<&World> = (0..EACH)
            .map(|_| &worlds[random.below(worlds.len())])
            .collect();
        comparison.condition(&source, &compiled(&source, &types), &chosen);
    }
    comparison.report();
}
