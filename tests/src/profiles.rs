//! Seeded builder profiles of about 3.3 KB, one in ten faulty.

use serde_json::{Value, json};

use crate::Seeded;

const WORDS: [&str; 24] = [
    "kernel",
    "profile",
    "careful",
    "build",
    "client",
    "design",
    "review",
    "measure",
    "system",
    "Übung",
    "interface",
    "release",
    "database",
    "mobile",
    "accessible",
    "resilient",
    "team",
    "market",
    "query",
    "pipeline",
    "garden",
    "naïve",
    "simple",
    "product",
];
const SKILLS: [&str; 12] = [
    "Rust",
    "TypeScript",
    "SQL",
    "Swift",
    "Kotlin",
    "Go",
    "Design systems",
    "Accessibility",
    "GraphQL",
    "Kubernetes",
    "Figma",
    "PostgreSQL",
];
const LEVELS: [&str; 4] = ["beginner", "intermediate", "advanced", "expert"];

fn words(random: &mut Seeded, count: usize) -> String {
    let words: Vec<&str> = (0..count).map(|_| *random.pick(&WORDS)).collect();
    words.join(" ")
}

fn date(random: &mut Seeded) -> String {
    format!(
        "{}-{:02}-{:02}",
        2008 + random.below(16),
        1 + random.below(12),
        1 + random.below(28)
    )
}

fn list(
    random: &mut Seeded,
    count: usize,
    mut one: impl FnMut(&mut Seeded, usize) -> Value,
) -> Value {
    (0..count).map(|index| one(random, index)).collect()
}

/// A valid profile.
#[must_use]
pub fn profile(random: &mut Seeded) -> Value {
    let name = words(random, 2);
    let count = 5 + random.below(4);
    json!({
        "basics": {
            "display_name": name,
            "headline": words(random, 8),
            "bio": words(random, 60),
            "image": format!("https://images.example.com/{}.png", random.below(1_000_000)),
            "website": "https://builder.example.com/about",
        },
        "rates": { "hourly": { "amount": format!("{}.{:02}", 20 + random.below(200), random.below(100)), "currency": "USD" }, "available": random.percent(50) },
        "skills": {
            "skills": list(random, count, |random, index| json!({
                "name": SKILLS[index], "level": random.pick(&LEVELS), "keywords": [words(random, 1), words(random, 2)]
            })),
            "domains": ["fintech", "health", "education"],
            "languages": [ { "name": "English", "fluency": "native" }, { "name": "Deutsch", "fluency": "professional" } ],
        },
        "experience": {
            "work": list(random, 3, |random, _| json!({
                "company": words(random, 2), "position": words(random, 3), "url": "https://company.example.com/",
                "start": date(random), "end": date(random), "summary": words(random, 16), "highlights": [words(random, 6), words(random, 7)]
            })),
            "projects": list(random, 1, |random, _| json!({
                "name": words(random, 2), "description": words(random, 18), "url": "https://project.example.com/x", "start": date(random)
            })),
        },
        "education": { "schools": [ { "institution": words(random, 3), "area": words(random, 2), "degree": "Bachelor", "start": "2004-09", "end": "2008" } ] },
        "social": { "github": "https://github.com/builder", "linkedin": "https://www.linkedin.com/in/builder" },
        "contact": { "email": "builder@example.com", "phone": "+49 151 2345678", "address": words(random, 4), "city": "Berlin", "country": "DE", "timezone": "Europe/Berlin" },
        "trust": { "tier": 1 + random.below(3), "badges": ["verified-skill"], "rating": "4.50" },
    })
}

/// Makes one thing wrong.
fn spoil(random: &mut Seeded, profile: &mut Value) {
    match random.below(6) {
        0 => profile["basics"]["website"] = json!("javascript:alert(1)"),
        1 => profile["basics"]["headline"] = json!(7),
        2 => profile["contact"]["email"] = json!("not an address"),
        3 => profile["skills"]["skills"][0]["level"] = json!("wizard"),
        4 => profile["experience"]["work"][1]["start"] = json!("yesterday"),
        _ => profile["trust"]["tier"] = json!(9),
    }
}

/// `count` profiles as compact JSON, every tenth faulty.
#[must_use]
pub fn profiles(count: usize) -> Vec<String> {
    let mut random = Seeded::new(42);
    (0..count)
        .map(|index| {
            let mut profile = profile(&mut random);
            if index % 10 == 9 {
                spoil(&mut random, &mut profile);
            }
            profile.to_string()
        })
        .collect()
}
