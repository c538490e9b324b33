//! Validators in JavaScript recognise nothing but valid documents, and copy them to what is stored.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use profilekit::Kernel;
use profilekit::kernel::Validate;
use profilekit_tests::{Seeded, fixtures, profiles::profiles, workspace};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{case::Case, generator, wide};

/// Generated documents in all.
const DOCUMENTS: usize = 120_000;
const PRODUCTS: [&str; 4] = ["marketplace", "talent", "mentoring", "saas"];
const MODES: [&str; 5] = ["create", "replace", "patch", "draft", "publish"];

/// Kernels, and the questions that Node is asked about their documents.
struct Questions {
    folder: TempDir,
    kernels: Vec<(Kernel, PathBuf)>,
    asked: Vec<Asked>,
    lines: String,
}

/// A document that is asked about.
struct Asked {
    kernel: usize,
    kind: String,
    mode: &'static str,
}

/// What came of the questions.
#[derive(Debug, Default)]
struct Tally {
    recognised: usize,
    /// Valid by the kernel, whether recognised or not.
    valid: usize,
}

impl Questions {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a folder"),
            kernels: Vec::new(),
            asked: Vec::new(),
            lines: String::new(),
        }
    }

    fn kernel(&mut self, kernel: Kernel) -> usize {
        let index = self.kernels.len();
        let path = self.folder.path().join(format!("validators{index}.mjs"));
        fs::write(&path, kernel.validators()).expect("a module");
        self.kernels.push((kernel, path));
        index
    }

    fn ask(&mut self, kernel: usize, kind: &str, mode: &'static str, text: &str) {
        let (_, path) = &self.kernels[kernel];
        let _ = writeln!(self.lines, "{}", json!([path, kind, mode, text]));
        let kind = kind.to_owned();
        self.asked.push(Asked { kernel, kind, mode });
    }

    /// Lets Node answer, and holds every answer to the kernel's.
    fn settle(self) -> Tally {
        let (input, output) = (
            self.folder.path().join("in"),
            self.folder.path().join("out"),
        );
        fs::write(&input, &self.lines).expect("questions");
        let mut node = Command::new("node");
        node.arg(workspace().join("tests/validation/recognise.mjs"));
        let ended = node.args([&input, &output]).status().expect("node runs");
        assert!(ended.success(), "{ended}");
        let answers = fs::read_to_string(&output).expect("answers");
        assert_eq!(answers.lines().count(), self.asked.len());
        let mut tally = Tally::default();
        for (asked, answer) in self.asked.iter().zip(answers.lines()) {
            self.judge(asked, answer, &mut tally);
        }
        tally
    }

    fn judge(&self, asked: &Asked, answer: &str, tally: &mut Tally) {
        let [written, copy] = serde_json::from_str::<[Value; 2]>(answer).expect("an answer");
        let written = written.as_str().expect("a text");
        let how = Validate {
            mode: asked.mode,
            ..Validate::default()
        };
        let (kernel, _) = &self.kernels[asked.kernel];
        let found = kernel.validate(&asked.kind, written.as_bytes(), &how);
        let found = found.expect("the kind is known");
        tally.valid += usize::from(found.is_valid());
        let Some(copy) = copy.as_str() else { return };
        tally.recognised += 1;
        let (kind, mode) = (&asked.kind, asked.mode);
        assert_eq!(found.violations, [], "{mode} {kind}: {written}");
        assert_eq!(
            found.document.as_deref(),
            Some(copy),
            "{mode} {kind}: {written}"
        );
    }
}

fn shipped(product: &str) -> Kernel {
    let path = workspace().join(format!("core/blueprints/{product}.json"));
    Kernel::compile(&fs::read(path).expect("a blueprint")).expect("it compiles")
}

fn compiled(blueprint: &Value) -> Kernel {
    Kernel::compile(blueprint.to_string().as_bytes()).expect("it compiles")
}

#[test]
fn fixtures_are_recognised_only_where_they_are_valid() {
    let mut questions = Questions::new();
    for fixture in fixtures("validation") {
        let kernel = questions.kernel(compiled(&fixture.json["blueprint"]));
        for case in Case::all(&fixture.json) {
            let input = String::from_utf8(case.input()).unwrap_or_default();
            let parsed = serde_json::from_str::<Value>(&input).is_ok();
            let modes = MODES.into_iter().filter(|_| parsed);
            modes.for_each(|mode| questions.ask(kernel, case.text("kind"), mode, &input));
        }
    }
    let tally = questions.settle();
    assert!(tally.recognised * 2 > tally.valid, "{tally:?}");
}

#[test]
fn generated_documents_are_recognised_only_where_they_are_valid() {
    let mut questions = Questions::new();
    let wide = questions.kernel(compiled(&wide::blueprint()));
    let mut kinds = vec![(wide, "wide".to_owned()); 8];
    for product in PRODUCTS {
        let kernel = questions.kernel(shipped(product));
        let model = questions.kernels[kernel].0.model();
        kinds.extend(
            model
                .kinds
                .iter()
                .map(|kind| (kernel, kind.name.to_string())),
        );
    }
    let mut random = Seeded::new(16);
    for _ in 0..DOCUMENTS {
        let (kernel, kind) = random.pick(&kinds).clone();
        let mode = *random.pick(&MODES);
        let text = document(&questions.kernels[kernel].0, &kind, mode, &mut random);
        questions.ask(kernel, &kind, mode, &text);
    }
    let tally = questions.settle();
    println!("{tally:?} of {DOCUMENTS}");
    assert!(tally.recognised > DOCUMENTS / 5, "{tally:?}");
    assert!(tally.recognised * 10 > tally.valid * 6, "{tally:?}");
}

/// A document that is mostly right; half of those that are valid, as they are stored; some of
/// them with something changed.
fn document(kernel: &Kernel, kind: &str, mode: &str, random: &mut Seeded) -> String {
    let plan = &kernel.kind(kind).expect("the kind").plan;
    let mut made = generator::document(plan, random);
    let how = Validate {
        mode,
        ..Validate::default()
    };
    let text = made.to_string();
    let found = kernel
        .validate(kind, text.as_bytes(), &how)
        .expect("the kind");
    let stored = found
        .document
        .as_deref()
        .filter(|_| found.is_valid() && random.percent(50));
    if let Some(stored) = stored {
        made = serde_json::from_str(stored).expect("what is stored is JSON");
    }
    match random.below(10) {
        0..=2 => generator::mutate(&mut made, random),
        3 | 4 => sprinkle(&mut made, random),
        _ => {}
    }
    made.to_string()
}

/// Puts any character at all into some of the texts.
fn sprinkle(value: &mut Value, random: &mut Seeded) {
    match value {
        Value::String(text) if random.percent(30) => {
            let mut characters: Vec<char> = text.chars().collect();
            let places = [0, characters.len(), random.below(characters.len() + 1)];
            characters.insert(*random.pick(&places), character(random));
            *text = characters.into_iter().collect();
        }
        Value::Array(items) => items.iter_mut().for_each(|item| sprinkle(item, random)),
        Value::Object(members) => members.values_mut().for_each(|item| sprinkle(item, random)),
        _ => {}
    }
}

/// Characters that mean something to one rule or another: white space, controls, marks, letters
/// that compose, that direct, that look alike, and what JSON escapes.
const TELLING: [char; 32] = [
    ' ',
    '\n',
    '\t',
    '\r',
    '\u{7f}',
    '\u{80}',
    '\u{85}',
    '\u{9f}',
    '\u{a0}',
    '\u{ad}',
    '\u{1680}',
    '\u{2003}',
    '\u{2028}',
    '\u{3000}',
    '\u{feff}',
    '\u{200b}',
    '\u{202e}',
    '\u{2066}',
    '\u{301}',
    '\u{323}',
    '\u{344}',
    '\u{37e}',
    '\u{387}',
    '\u{1100}',
    '\u{1161}',
    '\u{2126}',
    '\u{f900}',
    '\u{1d15e}',
    '\u{430}',
    '"',
    '\\',
    'A',
];

/// A telling character, or any below a bound that differs from time to time, so that every plane
/// has its share.
fn character(random: &mut Seeded) -> char {
    if random.percent(60) {
        return *random.pick(&TELLING);
    }
    let below = [0x80, 0x100, 0x300, 0x600, 0x3100, 0x1_0000, 0x11_0000];
    let below = *random.pick(&below);
    let code = u32::try_from(random.below(below)).ok();
    code.and_then(char::from_u32).unwrap_or('\u{fffd}')
}

/// Values on both sides of what a field takes, and of what JavaScript knows of it.
const EDGES: [(&str, &[&str]); 14] = [
    (
        "date",
        &[
            "2000-01-01",
            "1999-12-31",
            "2030-12-31",
            "2031-01-01",
            "2100-02-29",
            "2000-02-29",
            "2024-04-31",
            "2024-06-30",
        ],
    ),
    (
        "rough",
        &[
            "2024", "2024-00", "2024-12", "2024-13", "0000", "99999", "2024-1",
        ],
    ),
    (
        "decimal",
        &[
            "-0", "00", "0.05", "0.050", "0.005", "100", "100.00", "100.01", "-1", "-1.01", ".5",
            "5.", "1e2", "+1",
        ],
    ),
    (
        "digits",
        &[
            "1234",
            "12345",
            "0.1234",
            "0.12340",
            "10000",
            "1.2340",
            "999999999999999999",
            "9999999999999999999",
        ],
    ),
    (
        "length",
        &[
            "P",
            "PT",
            "P1D",
            "P1DT",
            "PT1S",
            "PT0.5S",
            "PT.5S",
            "PT1.S",
            "P1W1D",
            "P1D1W",
            "PT1M1H",
            "P1Y",
            "-P1D",
            "PT1.1234567S",
            "P99999999999W",
        ],
    ),
    (
        "email",
        &[
            "a@b.co",
            "a@b.c",
            "a@b",
            "a.@b.co",
            ".a@b.co",
            "a..b@b.co",
            "A@b.co",
            "a@B.co",
            "a@b-.co",
            "a@b--c.co",
            "a@b.co.",
            "a@1.co",
            "a b@c.co",
            "a@b.c0",
        ],
    ),
    (
        "phone",
        &[
            "+1234567",
            "+123456",
            "+0234567",
            "+123456789012345",
            "+1234567890123456",
            "1234567",
        ],
    ),
    (
        "url",
        &[
            "https://a.co/",
            "https://a.co",
            "https://a.co/.",
            "https://a.co/a.b",
            "https://a.co/..",
            "https://a.co//.a",
            "https://a.co/?a=/.",
            "https://A.co/",
            "https://a--b.co/",
            "https://xn--a.co/",
            "https://a.co/%20",
            "https://a.co:443/",
            "https://1.2.3.4/",
            "https://a.co/#a",
            "http://a.co/",
        ],
    ),
    (
        "site",
        &[
            "https://example.com/",
            "https://www.example.com/",
            "https://notexample.com/",
            "https://example.com.evil.co/",
            "http://example.com/",
            "https://example.com/1234567890123456789",
            "https://example.com/12345678901234567890",
        ],
    ),
    (
        "hook",
        &[
            "https://a.local/",
            "https://localhost.co/",
            "https://my.localhost/",
            "https://a.internal/",
            "https://a.lan/",
            "https://a.plan/",
            "https://a.home.arpa/",
            "https://internal.co/",
        ],
    ),
    (
        "language",
        &[
            "en",
            "EN",
            "eng",
            "en-US",
            "en-us",
            "zh-Hant",
            "zh-hant",
            "es-419",
            "de-CH-1996",
            "e",
            "english",
            "en-",
            "sl-Latn-IT",
        ],
    ),
    (
        "uuid",
        &[
            "01890a5d-ac96-774b-bcce-b302099a8057",
            "01890A5D-ac96-774b-bcce-b302099a8057",
            "01890a5dac96774bbcceb302099a8057",
            "{01890a5d-ac96-774b-bcce-b302099a8057}",
            "urn:uuid:01890a5d-ac96-774b-bcce-b302099a8057",
        ],
    ),
    (
        "file_kind",
        &[
            "image/png",
            "Image/png",
            "image/",
            "image",
            "a/b/c",
            "image/svg+xml; charset=utf-8",
            "-a/b",
        ],
    ),
    (
        "lowered",
        &["abc", "Abc", "é", "É", "a b", "\u{131}", "\u{130}"],
    ),
];

/// Instants that differ by less than they seem to, or by more.
const INSTANTS: [&str; 12] = [
    "2026-01-01T00:00:00Z",
    "2026-01-01T00:00:00.5Z",
    "2026-01-01T00:00:00.50Z",
    "2026-01-01T00:00:00.000001Z",
    "2026-01-01T00:00:00.0000001Z",
    "2026-01-01T00:00:01Z",
    "2026-01-01T01:00:00+01:00",
    "2026-01-01T00:00:60Z",
    "2026-02-29T00:00:00Z",
    "2000-01-01T00:00:00Z",
    "1999-12-31T23:59:59.999999Z",
    "2026-01-01t00:00:00z",
];

#[test]
fn values_on_the_edge_are_recognised_only_where_they_are_valid() {
    let mut questions = Questions::new();
    let kernel = questions.kernel(compiled(&wide::blueprint()));
    let mut ask = |document: Value| {
        for mode in ["draft", "create"] {
            let mut document = document.clone();
            document["head"] = json!({ "title": "Title" });
            questions.ask(kernel, "wide", mode, &document.to_string());
        }
    };
    for (field, values) in EDGES {
        values.iter().for_each(|value| ask(json!({ field: value })));
    }
    for start in INSTANTS {
        INSTANTS
            .iter()
            .for_each(|end| ask(json!({ "start": start, "end": end })));
    }
    for number in [
        json!(0),
        json!(-5),
        json!(50),
        json!(55),
        json!(7),
        json!(1.5),
        json!(1e3),
        json!(9_007_199_254_740_993_i64),
    ] {
        ask(json!({ "small": number }));
        ask(json!({ "count": number, "vector": [number, 1, 2], "json": number }));
    }
    for (amount, currency) in [
        ("1", "JPY"),
        ("1.5", "JPY"),
        ("1.5", "EUR"),
        ("1.50", "EUR"),
        ("1.505", "EUR"),
        ("1", "USD"),
        ("1", "eur"),
    ] {
        let money = json!({ "amount": amount, "currency": currency });
        ask(json!({ "money": money, "local": money }));
    }
    for local in [63, 64, 65] {
        ask(json!({ "email": format!("{}@{}.co", "a".repeat(local), "b".repeat(local - 4)) }));
    }
    for name in [
        "a",
        "",
        "é",
        "a\u{1}",
        "a\u{85}",
        "constructor",
        "prototype",
        "7",
    ] {
        ask(json!({ "map": { name: 1 }, "open": { name: 1 }, "json": { name: 1 } }));
        ask(json!({ "map": { name: 1 } }));
    }
    for long in [64, 65] {
        ask(json!({ "map": { "x".repeat(long): 1 } }));
    }
    for deep in 28..34 {
        let nested = (0..deep).fold(json!(1), |inner, _| json!([inner]));
        ask(json!({ "json": nested, "open": { "b": nested } }));
    }
    let tally = questions.settle();
    assert!(tally.recognised * 2 > tally.valid, "{tally:?}");
}

#[test]
fn everyday_profiles_are_recognised() {
    let mut questions = Questions::new();
    let kernel = questions.kernel(shipped("marketplace"));
    for text in profiles(1_000) {
        questions.ask(kernel, "builder_profile", "create", &text);
    }
    let tally = questions.settle();
    assert_eq!(tally.valid, 900);
    assert!(tally.recognised * 100 >= tally.valid * 95, "{tally:?}");
}

#[test]
fn the_shipped_modules_carry_the_fingerprint_of_their_blueprint() {
    for product in PRODUCTS {
        let path = format!("tests/types/products/{product}.validators.mjs");
        let module = fs::read_to_string(workspace().join(path)).expect("a module");
        assert!(module.contains(shipped(product).fingerprint()), "{product}");
    }
}
