//! The peers of validation: a JSON Schema validator, and a serde struct with derived checks.

use profilekit::Kernel;
use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

/// The JSON Schema that the kernel itself exports, compiled by the `jsonschema` crate.
#[must_use]
pub fn json_schema(kernel: &Kernel) -> jsonschema::Validator {
    let schema = kernel
        .json_schema("builder_profile")
        .expect("the kind is there");
    let schema = serde_json::from_str(&schema).expect("the schema is JSON");
    jsonschema::validator_for(&schema).expect("the schema is a schema")
}

/// Parses to a value, then counts all violations.
#[must_use]
pub fn by_json_schema(validator: &jsonschema::Validator, bytes: &[u8]) -> usize {
    let value = serde_json::from_slice(bytes).expect("the profiles are JSON");
    validator.iter_errors(&value).count()
}

/// A profile as a struct, with the checks that `validator` derives.
#[derive(Debug, Deserialize, Serialize, Validate)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields of the kind")]
pub struct Profile {
    #[validate(nested)]
    pub basics: Option<Basics>,
    #[validate(nested)]
    pub rates: Option<Rates>,
    #[validate(nested)]
    pub skills: Option<Skills>,
    #[validate(nested)]
    pub experience: Option<Experience>,
    #[validate(nested)]
    pub education: Option<Education>,
    #[validate(nested)]
    pub social: Option<Social>,
    #[validate(nested)]
    pub contact: Option<Contact>,
    #[validate(nested)]
    pub trust: Option<Trust>,
}

/// A part of a profile.
#[derive(Debug, Deserialize, Serialize, Validate)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields of the kind")]
pub struct Basics {
    #[validate(length(max = 100), custom(function = plain))]
    pub display_name: Option<String>,
    #[validate(length(max = 160), custom(function = plain))]
    pub headline: Option<String>,
    #[validate(length(max = 4000))]
    pub bio: Option<String>,
    #[validate(url, custom(function = https))]
    pub image: Option<String>,
    #[validate(url, custom(function = https))]
    pub website: Option<String>,
}

/// A part of a profile.
#[derive(Debug, Deserialize, Serialize, Validate)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields of the kind")]
pub struct Rates {
    #[validate(nested)]
    pub hourly: Option<Money>,
    pub available: Option<bool>,
}

/// A part of a profile.
#[derive(Debug, Deserialize, Serialize, Validate)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields of the kind")]
pub struct Money {
    #[validate(length(max = 11), custom(function = decimal))]
    pub amount: String,
    #[validate(length(equal = 3))]
    pub currency: String,
}

/// A part of a profile.
#[derive(Debug, Deserialize, Serialize, Validate)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields of the kind")]
pub struct Skills {
    #[validate(length(max = 50), nested)]
    #[serde(default)]
    pub skills: Vec<Skill>,
    #[validate(length(max = 20))]
    #[serde(default)]
    pub domains: Vec<String>,
    #[validate(length(max = 20), nested)]
    #[serde(default)]
    pub languages: Vec<Language>,
}

/// A part of a profile.
#[derive(Debug, Deserialize, Serialize, Validate)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields of the kind")]
pub struct Skill {
    #[validate(length(min = 1, max = 100))]
    pub name: String,
    pub level: Option<Level>,
    #[validate(length(max = 30))]
    #[serde(default)]
    pub keywords: Vec<String>,
}

/// A part of a profile.
#[derive(Debug, Deserialize, Serialize, Validate)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields of the kind")]
pub struct Language {
    #[validate(length(max = 60))]
    pub name: String,
    #[validate(length(max = 20))]
    pub fluency: Option<String>,
}

/// A part of a profile.
#[derive(Debug, Deserialize, Serialize, Validate)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields of the kind")]
pub struct Experience {
    #[validate(length(max = 60), nested)]
    #[serde(default)]
    pub work: Vec<Work>,
    #[validate(length(max = 60), nested)]
    #[serde(default)]
    pub projects: Vec<Project>,
}

/// A part of a profile.
#[derive(Debug, Deserialize, Serialize, Validate)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields of the kind")]
pub struct Work {
    #[validate(length(max = 200), custom(function = plain))]
    pub company: Option<String>,
    #[validate(length(max = 200), custom(function = plain))]
    pub position: Option<String>,
    #[validate(url, custom(function = https))]
    pub url: Option<String>,
    #[validate(custom(function = date))]
    pub start: Option<String>,
    #[validate(custom(function = date))]
    pub end: Option<String>,
    #[validate(length(max = 4000))]
    pub summary: Option<String>,
    #[validate(length(max = 30))]
    #[serde(default)]
    pub highlights: Vec<String>,
}

/// A part of a profile.
#[derive(Debug, Deserialize, Serialize, Validate)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields of the kind")]
pub struct Project {
    #[validate(length(max = 200), custom(function = plain))]
    pub name: String,
    #[validate(length(max = 4000))]
    pub description: Option<String>,
    #[validate(url, custom(function = https))]
    pub url: Option<String>,
    #[validate(custom(function = date))]
    pub start: Option<String>,
}

/// A part of a profile.
#[derive(Debug, Deserialize, Serialize, Validate)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields of the kind")]
pub struct Education {
    #[validate(length(max = 30), nested)]
    #[serde(default)]
    pub schools: Vec<School>,
}

/// A part of a profile.
#[derive(Debug, Deserialize, Serialize, Validate)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields of the kind")]
pub struct School {
    #[validate(length(max = 200), custom(function = plain))]
    pub institution: Option<String>,
    #[validate(length(max = 200), custom(function = plain))]
    pub area: Option<String>,
    #[validate(length(max = 200), custom(function = plain))]
    pub degree: Option<String>,
    #[validate(custom(function = date))]
    pub start: Option<String>,
    #[validate(custom(function = date))]
    pub end: Option<String>,
}

/// A part of a profile.
#[derive(Debug, Deserialize, Serialize, Validate)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields of the kind")]
pub struct Social {
    #[validate(url, custom(function = https))]
    pub github: Option<String>,
    #[validate(url, custom(function = https))]
    pub linkedin: Option<String>,
}

/// A part of a profile.
#[derive(Debug, Deserialize, Serialize, Validate)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields of the kind")]
pub struct Contact {
    #[validate(email)]
    pub email: Option<String>,
    #[validate(length(max = 40))]
    pub phone: Option<String>,
    #[validate(length(max = 300), custom(function = plain))]
    pub address: Option<String>,
    #[validate(length(max = 120), custom(function = plain))]
    pub city: Option<String>,
    #[validate(length(equal = 2))]
    pub country: Option<String>,
    #[validate(length(max = 60))]
    pub timezone: Option<String>,
}

/// A part of a profile.
#[derive(Debug, Deserialize, Serialize, Validate)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields of the kind")]
pub struct Trust {
    #[validate(range(min = 1, max = 3))]
    pub tier: Option<i64>,
    #[validate(length(max = 50))]
    #[serde(default)]
    pub badges: Vec<String>,
    #[validate(custom(function = decimal))]
    pub rating: Option<String>,
}

/// How well somebody knows something.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words of the kind")]
pub enum Level {
    Beginner,
    Intermediate,
    Advanced,
    Expert,
}

fn fault(holds: bool, code: &'static str) -> Result<(), ValidationError> {
    if holds {
        Ok(())
    } else {
        Err(ValidationError::new(code))
    }
}

fn plain(text: &str) -> Result<(), ValidationError> {
    fault(!text.chars().any(char::is_control), "control")
}

fn https(text: &str) -> Result<(), ValidationError> {
    fault(text.starts_with("https://"), "scheme")
}

fn decimal(text: &str) -> Result<(), ValidationError> {
    let plain = text
        .bytes()
        .all(|b| b.is_ascii_digit() || b == b'.' || b == b'-');
    fault(plain && !text.is_empty(), "decimal")
}

fn date(text: &str) -> Result<(), ValidationError> {
    let digits = text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    fault(digits && matches!(text.len(), 4 | 7 | 10), "date")
}

/// Parses into the struct, then collects every violation; a wrong type is the only one then.
#[must_use]
pub fn by_derive(bytes: &[u8]) -> usize {
    match serde_json::from_slice::<Profile>(bytes) {
        Ok(profile) => profile
            .validate()
            .err()
            .map_or(0, |errors| errors.errors().len()),
        Err(_) => 1,
    }
}
