//! The peers of validation: a JSON Schema validator, and a serde struct with derived checks.

use profilekit::Kernel;
use serde::Deserialize;
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
#[derive(Debug, Deserialize, Validate)]
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

macro_rules! shapes {
    ($($name:ident { $($(#[$attribute:meta])* $field:ident: $ty:ty,)* })*) => {$(
        #[derive(Debug, Deserialize, Validate)]
        #[serde(deny_unknown_fields)]
        #[allow(missing_docs, reason = "the fields of the kind")]
        pub struct $name { $($(#[$attribute])* pub $field: $ty,)* }
    )*};
}

shapes! {
    Basics {
        #[validate(length(max = 100), custom(function = plain))] display_name: Option<String>,
        #[validate(length(max = 160), custom(function = plain))] headline: Option<String>,
        #[validate(length(max = 4000))] bio: Option<String>,
        #[validate(url, custom(function = https))] image: Option<String>,
        #[validate(url, custom(function = https))] website: Option<String>,
    }
    Rates {
        #[validate(nested)] hourly: Option<Money>,
        available: Option<bool>,
    }
    Money {
        #[validate(length(max = 11), custom(function = decimal))] amount: String,
        #[validate(length(equal = 3))] currency: String,
    }
    Skills {
        #[validate(length(max = 50), nested)] #[serde(default)] skills: Vec<Skill>,
        #[validate(length(max = 20))] #[serde(default)] domains: Vec<String>,
        #[validate(length(max = 20), nested)] #[serde(default)] languages: Vec<Language>,
    }
    Skill {
        #[validate(length(min = 1, max = 100))] name: String,
        level: Option<Level>,
        #[validate(length(max = 30))] #[serde(default)] keywords: Vec<String>,
    }
    Language {
        #[validate(length(max = 60))] name: String,
        #[validate(length(max = 20))] fluency: Option<String>,
    }
    Experience {
        #[validate(length(max = 60), nested)] #[serde(default)] work: Vec<Work>,
        #[validate(length(max = 60), nested)] #[serde(default)] projects: Vec<Project>,
    }
    Work {
        #[validate(length(max = 200), custom(function = plain))] company: Option<String>,
        #[validate(length(max = 200), custom(function = plain))] position: Option<String>,
        #[validate(url, custom(function = https))] url: Option<String>,
        #[validate(custom(function = date))] start: Option<String>,
        #[validate(custom(function = date))] end: Option<String>,
        #[validate(length(max = 4000))] summary: Option<String>,
        #[validate(length(max = 30))] #[serde(default)] highlights: Vec<String>,
    }
    Project {
        #[validate(length(max = 200), custom(function = plain))] name: String,
        #[validate(length(max = 4000))] description: Option<String>,
        #[validate(url, custom(function = https))] url: Option<String>,
        #[validate(custom(function = date))] start: Option<String>,
    }
    Education {
        #[validate(length(max = 30), nested)] #[serde(default)] schools: Vec<School>,
    }
    School {
        #[validate(length(max = 200), custom(function = plain))] institution: Option<String>,
        #[validate(length(max = 200), custom(function = plain))] area: Option<String>,
        #[validate(length(max = 200), custom(function = plain))] degree: Option<String>,
        #[validate(custom(function = date))] start: Option<String>,
        #[validate(custom(function = date))] end: Option<String>,
    }
    Social {
        #[validate(url, custom(function = https))] github: Option<String>,
        #[validate(url, custom(function = https))] linkedin: Option<String>,
    }
    Contact {
        #[validate(email)] email: Option<String>,
        #[validate(length(max = 40))] phone: Option<String>,
        #[validate(length(max = 300), custom(function = plain))] address: Option<String>,
        #[validate(length(max = 120), custom(function = plain))] city: Option<String>,
        #[validate(length(equal = 2))] country: Option<String>,
        #[validate(length(max = 60))] timezone: Option<String>,
    }
    Trust {
        #[validate(range(min = 1, max = 3))] tier: Option<i64>,
        #[validate(length(max = 50))] #[serde(default)] badges: Vec<String>,
        #[validate(custom(function = decimal))] rating: Option<String>,
    }
}

/// How well somebody knows something.
#[derive(Debug, Deserialize)]
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
