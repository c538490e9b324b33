//! The same conditions over the same documents in another implementation, the `cel` crate.

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
fn names(types: &std::collections::BTreeMap<String, Type>, way: usize) -> Names<'_> {
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
    fn new(random: &mut Random, types: &std::collections::BTreeMap<String, Type>) -> Self {
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

/// True, false or unknown, counted.
#[derive(Debug, Default)]
struct Tally([usize; 3]);

impl Tally {
    fn count(&mut self, answer: Option<bool>) {
        self.0[answer.map_or(2, usize::from)] += 1;
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

fn compiled(source: &str, types: &std::collections::BTreeMap<String, Type>) -> Vec<Program> {
    let program = |way| {
        let compiled = Program::compile(source, &mut names(types, way), &Type::Bool);
        compiled.unwrap_or_else(|problems| panic!("{source}: {problems:?}"))
    };
    (0..WAYS.len()).map(program).collect()
}

#[test]
fn answers_are_those_of_the_cel_crate() {
    let types = types();
    let mut random = Random::new(SEED);
    let worlds: Vec<World> = (0..DOCUMENTS)
        .map(|_| World::new(&mut random, &types))
        .collect();
    let mut writer = Writer::new(SEED);
    let (mut tally, mut cases, mut differences) = (Tally::default(), 0, Vec::new());
    for _ in 0..CONDITIONS {
        let depth = 1 + random.below(3);
        let source = writer.bool(depth);
        let oracle = Oracle::compile(&source).unwrap_or_else(|e| panic!("{source}: {e}"));
        let programs = compiled(&source, &types);
        for _ in 0..EACH {
            let world = &worlds[random.below(worlds.len())];
            let expected = theirs(&oracle, &world.oracle);
            tally.count(expected);
            cases += 1;
            for (way, program) in programs.iter().enumerate() {
                let found = ours(program, &world.ways[way]);
                if found != expected {
                    let shown = oracle.execute(&world.oracle);
                    differences.push(format!(
                        "{:?}: {source}\n  ours {found:?}, theirs {shown:?}\n  {}",
                        WAYS[way], world.json
                    ));
                }
            }
        }
    }
    let [no, yes, unknown] = tally.0;
    println!("{cases} cases: {yes} true, {no} false, {unknown} unknown");
    differences.sort_by_key(String::len);
    assert!(
        differences.is_empty(),
        "{} differences\n{}",
        differences.len(),
        differences[..differences.len().min(12)].join("\n")
    );
    assert!(cases >= 100_000 && tally.0.iter().all(|count| count * 10 >= cases));
}
