//! The blueprints that we ship.

use profilekit::Kernel;
use profilekit::error::Locale;
use profilekit_tests::{npm_file, workspace};

/// The products under `core/blueprints`.
pub(crate) const PRODUCTS: [&str; 4] = ["marketplace", "mentoring", "saas", "talent"];

/// A shipped blueprint's bytes.
pub(crate) fn bytes(product: &str) -> Vec<u8> {
    let path = workspace().join(format!("core/blueprints/{product}.json"));
    std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// A shipped blueprint, compiled.
pub(crate) fn kernel(product: &str) -> Kernel {
    Kernel::compile(&bytes(product)).unwrap_or_else(|problems| {
        let shown =
            |p: &profilekit::blueprint::Problem| format!("{} {}", p.path, p.message(Locale::En));
        let problems: Vec<String> = problems.as_slice().iter().map(shown).collect();
        panic!("{product}:\n{}", problems.join("\n"))
    })
}

#[test]
fn every_file_is_a_known_product() {
    let folder = workspace().join("core/blueprints");
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, PRODUCTS.map(|product| format!("{product}.json")));
}

#[test]
fn compiling_and_static_analysis_find_nothing() {
    for product in PRODUCTS {
        let found = kernel(product).check();
        let shown: Vec<String> = found
            .iter()
            .map(|p| format!("{} {} {}", p.severity.word(), p.path, p.message(Locale::En)))
            .collect();
        assert_eq!(shown, Vec::<String>::new(), "{product}");
    }
}

/// Personal data says why it is kept and for how long.
#[test]
fn personal_data_has_a_basis_and_an_end() {
    let mut without = Vec::new();
    for product in PRODUCTS {
        for kind in &kernel(product).model().kinds {
            let classed = kind
                .fields
                .iter()
                .filter(|field| field.class.is_some() && field.label.is_some());
            let bare = classed.filter(|field| field.basis.is_none() || field.retention.is_none());
            without.extend(bare.map(|field| format!("{product} {}{}", kind.name, field.pointer)));
        }
    }
    assert_eq!(without, Vec::<String>::new());
}

/// What personas call their profile has a strength card and steps to fill it in.
#[test]
fn every_persona_s_profile_has_a_card_and_steps() {
    for product in PRODUCTS {
        let kernel = kernel(product);
        let profiles = kernel.model().document.personas.iter();
        for kind in profiles.filter_map(|(_, persona)| persona.profile.as_deref()) {
            let card = kernel.card(kernel.kind(kind).unwrap()).unwrap();
            assert!(
                card.required > 0 && !card.groups.is_empty(),
                "{product} {kind}"
            );
            let document = kernel.model().document.kinds.get(kind).unwrap();
            assert!(!document.steps.is_empty(), "{product} {kind}");
        }
    }
}

/// Every policy says for people why it is there.
#[test]
fn every_policy_is_described() {
    for product in PRODUCTS {
        let kernel = kernel(product);
        let policies = kernel.model().document.policies.iter();
        let bare: Vec<&str> = policies
            .filter(|policy| policy.description.is_none())
            .map(|policy| policy.id.as_str())
            .collect();
        assert_eq!(bare, Vec::<&str>::new(), "{product}");
    }
}

/// JSON Resume documents become builder profiles with nothing refused; what has no place is said.
#[test]
fn a_json_resume_becomes_a_builder_profile() {
    let kernel = kernel("marketplace");
    let samples = [
        "sample.resume.json",
        "examples/career-changer.resume.json",
        "examples/new-grad.resume.json",
        "examples/senior-engineer.resume.json",
    ];
    for sample in samples {
        let bytes = std::fs::read(npm_file("@jsonresume/schema", sample)).unwrap();
        let imported = kernel
            .import("jsonresume", "builder_profile", &bytes)
            .unwrap();
        assert_eq!(imported.refused, [], "{sample}");
        // A user name beside its link, and what is about the file itself.
        let told = |path: &&String| {
            path.ends_with("/username") || path.starts_with("/meta/") || *path == "/$schema"
        };
        let lost: Vec<&String> = imported
            .unplaced
            .iter()
            .filter(|path| !told(path))
            .collect();
        assert_eq!(lost, Vec::<&String>::new(), "{sample}");
    }
}
