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
            characters.insert(random.below(characters.len() + 1), character(random));
            *text = characters.into_iter().collect();
        }
        Value::Array(items) => items.iter_mut().for_each(|item| sprinkle(item, random)),
        Value::Object(members) => members.values_mut().for_each(|item| sprinkle(item, random)),
        _ => {}
    }
}

/// A character below a bound that differs from time to time, so that every plane has its share.
fn character(random: &mut Seeded) -> char {
    let below = [0x80, 0x100, 0x300, 0x600, 0x3100, 0x1_0000, 0x11_0000];
    let below = *random.pick(&below);
    let code = u32::try_from(random.below(below)).ok();
    code.and_then(char::from_u32).unwrap_or('\u{fffd}')
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
