//! Sources that nobody would write are refused, never a panic, never an overflow of the stack.

use std::thread;

use profilekit::error::Locale;
use profilekit::expr::{ExprProblem, Outcome, Program, Type};
use profilekit_tests::fixtures;

use crate::document::{document, types};
use crate::fixture::source;
use crate::generate::Writer;
use crate::random::Random;
use crate::world::{Names, Shape, Spelling};

const SEED: u64 = 7;
const MUTATIONS: usize = 60_000;

/// What a mutation puts in: tokens that mean something, and characters that break them.
const PARTS: [&str; 48] = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "'",
    "\"",
    "'''",
    "\"\"\"",
    "\\",
    "\\u",
    "\\x4",
    "r'",
    "b'",
    "//",
    "\n",
    "\0",
    "\u{feff}",
    "é",
    "😀",
    "\u{202e}",
    ".",
    "..",
    ",",
    "?",
    ":",
    "!",
    "!!",
    "-",
    "--",
    "+",
    "%",
    "&&",
    "||",
    "&",
    "==",
    "=",
    " in ",
    "0x",
    "1e",
    "9223372036854775808",
    "null",
    "self",
    "self.s1",
    ".all(x, ",
    "has(",
    "timestamp('",
];

/// What a mutation exchanges for another of its line, so that much of what comes out is well typed.
const ALIKE: [&[&str]; 6] = [
    &[" == ", " != ", " < ", " <= ", " > ", " >= "],
    &[" && ", " || "],
    &[" + ", " - ", " * ", " / ", " % "],
    &["self.i1", "self.i2", "self.k1", "self.o.i"],
    &["self.s1", "self.s2", "self.o.s", "self.name"],
    &[".all(", ".exists(", ".exists_one("],
];

/// Conditions to start from: those of the fixtures, and random ones.
fn seeds() -> Vec<String> {
    let mut writer = Writer::new(SEED);
    let mut seeds: Vec<String> = (0..500).map(|_| writer.bool(2)).collect();
    for fixture in fixtures("expr") {
        let cases = fixture.json["cases"].as_array().unwrap();
        seeds.extend(cases.iter().map(|case| source(&case["expr"])));
    }
    seeds.retain(|seed| seed.len() < 600);
    seeds
}

/// A place between two characters.
fn place(random: &mut Random, text: &str) -> usize {
    let at = random.below(text.len() + 1);
    (0..=at)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}

fn exchanged(random: &mut Random, text: &str) -> String {
    let alike = ALIKE[random.below(ALIKE.len())];
    let (known, other) = (random.pick(alike), random.pick(alike));
    text.replacen(known, other, 1 + random.below(2))
}

fn mutated(random: &mut Random, seeds: &[String]) -> String {
    let mut text = seeds[random.below(seeds.len())].clone();
    for _ in 0..=random.below(3) {
        let (one, two) = (place(random, &text), place(random, &text));
        let (start, end) = (one.min(two), one.max(two));
        match random.below(9) {
            4 => {
                let other = &seeds[random.below(seeds.len())];
                let from = place(random, other);
                text.insert_str(start, &other[from..]);
            }
            0 => text.insert_str(start, random.pick(&PARTS)),
            1 => text.truncate(end),
            2 => text.replace_range(start..end, ""),
            3 => {
                let again = text[start..end].to_owned();
                text.insert_str(end, &again);
            }
            _ => text = exchanged(random, &text),
        }
    }
    text
}

/// Random bytes, as much of them as is text.
fn noise(random: &mut Random) -> String {
    let bytes: Vec<u8> = (0..random.below(60))
        .map(|_| random.next().to_le_bytes()[0])
        .collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What is wrong with a problem: it must point into the source and say something.
fn assert_sound(problem: &ExprProblem, source: &str) {
    assert!(
        source.get(problem.at.clone()).is_some(),
        "{problem:?} in {source:?}"
    );
    for locale in Locale::ALL {
        assert!(!problem.message(locale).is_empty(), "{problem:?}");
    }
}

#[test]
fn any_text_is_compiled_or_refused() {
    let (types, seeds, mut random) = (types(), seeds(), Random::new(SEED));
    let values = document(&mut random);
    let (mut compiled, mut refused, mut answered) = (0, 0, 0);
    for turn in 0..MUTATIONS {
        let source = if turn % 10 == 0 {
            noise(&mut random)
        } else {
            mutated(&mut random, &seeds)
        };
        let mut names = Names::new(&types, Shape::Paths);
        match Program::compile(&source, &mut names, &Type::Bool) {
            Ok(program) => {
                let outcome = program.test(&names.values(&values, Spelling::Escaped));
                answered += usize::from(!matches!(outcome, Outcome::Unknown(_)));
                compiled += 1;
            }
            Err(problems) => {
                assert!(!problems.is_empty(), "{source:?}");
                problems
                    .iter()
                    .for_each(|problem| assert_sound(problem, &source));
                refused += 1;
            }
        }
    }
    println!("{compiled} compiled, {answered} of them answered, {refused} refused");
    assert!(compiled > MUTATIONS / 10 && refused > MUTATIONS / 2);
}

/// The highest trees that are accepted, each walked by parser, checker, evaluation and drop.
fn tallest() -> Vec<String> {
    let chain = |operator: &str, count: usize| operator.repeat(count);
    vec![
        format!("{}true{}", "(".repeat(39), ")".repeat(39)),
        format!("{}true", "!".repeat(39)),
        format!(
            "{}true{}",
            "false || true && true == (".repeat(38),
            ")".repeat(38)
        ),
        format!("1{} > 0", chain(" + 1", 120)),
        format!("((1{}){}) * 1 > 0", chain(" + 1", 75), chain(" * 1", 75)),
        format!("{}true", chain("true ? true : ", 39)),
        format!(
            "(true{} ? 1{} : 2) > 0",
            chain(" && true", 120),
            chain(" * 1", 60)
        ),
        format!(
            "self.ls.all(x, self.li.all(y, 1{} > 0))",
            chain(" - 1", 120)
        ),
    ]
}

/// Threads have two megabytes and less in the places where this is embedded.
#[test]
fn the_deepest_condition_fits_a_small_stack() {
    let work = || {
        let types = types();
        let values = document(&mut Random::new(SEED));
        for source in tallest() {
            let mut names = Names::new(&types, Shape::Paths);
            let program = Program::compile(&source, &mut names, &Type::Bool);
            let program = program.unwrap_or_else(|problems| panic!("{source}: {problems:?}"));
            let _ = program.test(&names.values(&values, Spelling::Plain));
        }
    };
    let thread = thread::Builder::new().stack_size(1 << 20);
    thread.spawn(work).unwrap().join().unwrap();
}

/// Nesting of every kind and combination ends in a refusal of its own.
#[test]
fn deeper_conditions_are_refused() {
    let openings = [
        "(",
        "[",
        "!",
        "-",
        "size(",
        "a[",
        "a.b(",
        "true ? true : ",
        "!(",
        "1 + (",
        "-(",
    ];
    let types = types();
    for one in openings {
        for two in openings {
            let source = format!("{one}{two}").repeat(100);
            let mut names = Names::new(&types, Shape::Paths);
            let problems = Program::compile(&source, &mut names, &Type::Bool);
            let problem = problems
                .err()
                .and_then(|problems| problems.into_iter().next());
            let code = problem.map(|problem| problem.code.as_str());
            assert_eq!(code, Some("expr.too_complex"), "{one}{two}");
        }
    }
}
