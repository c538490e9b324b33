//! The operator's guide says what to do for each reason.

use profilekit::error::Code;
use profilekit_tests::workspace;

#[test]
fn every_reason_has_a_row() {
    let guide = std::fs::read_to_string(workspace().join("docs/IDENTITY.md")).unwrap();
    let codes = Code::ALL.iter().map(|code| code.as_str());
    let codes: Vec<&str> = codes.filter(|code| code.starts_with("identity.")).collect();
    let row = |code: &&&str| {
        guide
            .lines()
            .filter(|line| line.starts_with(&format!("| `{code}` |")))
            .count()
            != 1
    };
    let missing: Vec<&&str> = codes.iter().filter(row).collect();
    assert!(codes.len() > 25 && missing.is_empty(), "{missing:?}");
}
