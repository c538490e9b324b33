//! Images: the corpus of the wire, run without a compiler, and images that are none.

use std::panic::{AssertUnwindSafe, catch_unwind};

use profilekit::error::{Code, Locale};
use profilekit::wire::{self, CALLS};
use profilekit::{Kernel, Runtime};
use profilekit_tests::Seeded;
use serde_json::Value;

use crate::wire::{cases, document};
use crate::{expect, shipped};

/// Where the parts begin: behind the mark, the version and the digest.
const HEAD: usize = 12;

fn loaded(kernel: &Kernel) -> Runtime {
    Runtime::from_image(&kernel.to_image()).unwrap()
}

fn is_answered(case: &Value) -> bool {
    let call = case["request"]["call"].as_str().unwrap_or_default();
    CALLS.iter().any(|(known, _)| *known == call)
}

fn run(runtimes: &[Runtime], case: &Value) -> Result<(), String> {
    let index = usize::try_from(case["blueprint"].as_u64().unwrap()).unwrap();
    let request = case["request"].to_string();
    match wire::call(&runtimes[index], request.as_bytes(), &document(case)) {
        Ok(answer) => expect("answer", Some(answer.as_str()), case["answer"].as_str()),
        Err(failure) => {
            let failure = wire::failure(&failure, Locale::En);
            expect("failure", Some(failure.as_str()), case["failure"].as_str())
        }
    }
}

#[test]
fn the_corpus_is_answered_from_images() {
    let (mut count, mut failures) = (0, Vec::new());
    for fixture in profilekit_tests::fixtures("wire") {
        let blueprints = fixture.json["blueprints"].as_array().unwrap();
        let kernels = blueprints.iter().map(crate::kernel);
        let runtimes: Vec<Runtime> = kernels.map(|kernel| loaded(&kernel)).collect();
        for case in cases(&fixture).filter(|case| is_answered(case)) {
            count += 1;
            if let Err(message) = run(&runtimes, case) {
                failures.push(format!("{}: {}: {message}", fixture.name, case["name"]));
            }
        }
    }
    assert!(count > 1_000, "{count} cases");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn the_same_blueprint_gives_the_same_image() {
    for product in ["marketplace", "talent", "mentoring", "saas"] {
        let image = shipped(product).to_image();
        assert!(image == shipped(product).to_image(), "{product}");
        assert!(
            image == Runtime::from_image(&image).unwrap().to_image(),
            "{product}"
        );
    }
}

/// What stands here stands in files elsewhere. Whatever changes it needs a new version of the
/// format, in `core/src/kernel/image.rs`.
#[test]
fn the_format_is_the_one_of_its_version() {
    let kernel = crate::kernel(&serde_json::json!({
        "blueprint": 1, "name": "notes", "version": "1.0.0",
        "kinds": { "note": { "fields": { "title": { "type": "string", "pattern": "^a" } } } },
        "policies": [{
            "id": "own", "allow": ["note.update"], "roles": ["signed_in"],
            "when": "resource.title != 'b'"
        }]
    }));
    let image = kernel.to_image();
    assert_eq!(&image[..4], b"PKI\x01");
    // The fingerprint, which lies first, tells versions of the package apart.
    let parts = &image[HEAD + 17..];
    let sum = parts.iter().fold(0u32, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(u32::from(*byte))
    });
    assert_eq!((parts.len(), sum), (431, 3_196_243_930));
}

fn code(image: &[u8]) -> Code {
    Runtime::from_image(image).unwrap_err().code()
}

#[test]
fn what_is_no_image_is_refused() {
    let image = shipped("mentoring").to_image();
    for cut in (0..image.len()).step_by(7) {
        assert_eq!(code(&image[..cut]), Code::ImageCorrupt, "{cut}");
    }
    assert_eq!(code(&[&image[..], b"\0"].concat()), Code::ImageCorrupt);
    let mut other = image.clone();
    other[3] = 77;
    assert_eq!(code(&other), Code::ImageVersion);
    for at in (0..image.len()).filter(|at| *at != 3) {
        let mut other = image.clone();
        other[at] ^= 1 << (at % 8);
        assert_eq!(code(&other), Code::ImageCorrupt, "{at}");
    }
}

/// As the format says: for images whose digest fits.
fn signed(mut image: Vec<u8>) -> Vec<u8> {
    let parts = image[HEAD..].iter();
    let mix = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    let digest = parts.fold(0xcbf2_9ce4_8422_2325, mix).to_le_bytes();
    image[4..HEAD].copy_from_slice(&digest);
    image
}

/// Asks for everything that a runtime says of a few records.
fn ask(runtime: &Runtime) {
    let requests = [
        r#"{"call":"validate","kind":"mentor_profile","mode":"publish"}"#,
        r#"{"call":"decide","subject":{"id":"u","roles":["mentor"]},"action":"mentor_profile.update","record":{"kind":"mentor_profile","owner":"u"}}"#,
        r#"{"call":"explain","subject":{"id":"u"},"action":"mentor_profile.read","record":{"kind":"mentor_profile","owner":"v"}}"#,
        r#"{"call":"ability","subject":{"id":"u","roles":["mentor"]}}"#,
        r#"{"call":"view","subject":{"id":"u"},"record":{"kind":"mentor_profile","owner":"v"}}"#,
        r#"{"call":"viewAs","viewer":"public","record":{"kind":"mentor_profile","owner":"v"}}"#,
        r#"{"call":"strength","record":{"kind":"mentor_profile","owner":"u"}}"#,
        r#"{"call":"route","subject":{"id":"u"},"path":"/mentor/profile"}"#,
        r#"{"call":"navigation","subject":{"id":"u","roles":["mentor"],"persona":"mentor"}}"#,
    ];
    for request in requests {
        let _ = wire::call(
            runtime,
            request.as_bytes(),
            br#"{"basics":{"name":"A\u0300 b"}}"#,
        );
    }
}

#[test]
fn hostile_images_are_refused_or_answer() {
    let image = shipped("mentoring").to_image();
    ask(&Runtime::from_image(&image).unwrap());
    let mut random = Seeded::new(11);
    let mut read = 0;
    for round in 0..4_000 {
        let mut other = image.clone();
        for _ in 0..=random.below(3) {
            let at = HEAD + random.below(other.len() - HEAD);
            match random.below(4) {
                0 => other[at] = u8::MAX,
                1 => drop(other.remove(at)),
                2 => other.insert(at, 0),
                _ => other[at] ^= 1 << random.below(8),
            }
        }
        let other = signed(other);
        let outcome = catch_unwind(AssertUnwindSafe(|| match Runtime::from_image(&other) {
            Ok(runtime) => {
                ask(&runtime);
                1
            }
            Err(failure) => {
                assert_eq!(failure.code(), Code::ImageCorrupt);
                0
            }
        }));
        read += outcome.unwrap_or_else(|_| panic!("round {round} panicked"));
    }
    assert!(read > 100, "{read} images were read");
}
