//! Canaries: a value in every field of a kind, of which a test asks where it comes to light.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

/// A value planted in a field, and who may see it, read from the blueprint's text alone.
#[derive(Debug, Clone)]
pub struct Canary {
    /// What every text that holds it has.
    pub mark: String,
    /// The field's path, with `*` for items.
    pub path: String,
    /// The audience that the blueprint gives it.
    pub audience: Value,
    /// Whether everything around it is public, and whether it is for everybody signed in.
    pub around: (bool, bool),
}

impl Canary {
    /// The word of its audience where the owner chose nothing and has no role.
    #[must_use]
    pub fn word(&self) -> &str {
        word(&self.audience)
    }
}

/// A document with a canary in each field.
#[derive(Debug, Clone, Default)]
pub struct Garden {
    /// Every canary of it.
    pub canaries: Vec<Canary>,
}

/// The audience that a rule comes to where the owner chose nothing and has no role.
fn word(audience: &Value) -> &str {
    let default = audience.get("default").unwrap_or(audience);
    default.as_str().unwrap_or("private")
}

fn shows(audience: &Value) -> (bool, bool) {
    let word = word(audience);
    (word == "public", word == "public" || word == "platform")
}

impl Garden {
    fn plant(
        &mut self,
        field: &Value,
        path: &str,
        audience: &Value,
        around: (bool, bool),
    ) -> Value {
        let audience = field.get("audience").unwrap_or(audience);
        let own = shows(audience);
        let around = (around.0 && own.0, around.1 && own.1);
        match field["type"].as_str().unwrap_or_default() {
            "object" => self.fields(&field["fields"], path, audience, around),
            "list" => json!([self.plant(&field["of"], &format!("{path}/*"), audience, around)]),
            "map" => {
                json!({ "k": self.plant(&field["of"], &format!("{path}/*"), audience, around) })
            }
            kind => {
                let mark = format!("canary-{}-", self.canaries.len());
                let value = format!("{mark}x");
                self.canaries.push(Canary {
                    mark,
                    path: path.to_owned(),
                    audience: audience.clone(),
                    around,
                });
                match kind {
                    "money" => json!({ "amount": value, "currency": "EUR" }),
                    "media" => json!({ "url": value }),
                    _ => json!(value),
                }
            }
        }
    }

    fn fields(
        &mut self,
        fields: &Value,
        path: &str,
        audience: &Value,
        around: (bool, bool),
    ) -> Value {
        let members = fields.as_object().into_iter().flatten();
        let members = members.map(|(name, field)| {
            let value = self.plant(field, &format!("{path}/{name}"), audience, around);
            (name.clone(), value)
        });
        Value::Object(members.collect::<Map<_, _>>())
    }

    /// The document of a kind; a section takes nothing away from what lies in it.
    ///
    /// # Panics
    /// Where the kind is none.
    pub fn document(&mut self, kind: &Value) -> Value {
        let private = json!("private");
        let outer = kind.get("audience").unwrap_or(&private);
        let mut document = self.fields(&kind["fields"], "", outer, (true, true));
        for (name, section) in kind["sections"].as_object().into_iter().flatten() {
            let audience = section.get("audience").unwrap_or(outer);
            let path = format!("/{name}");
            document[name] = self.fields(&section["fields"], &path, audience, (true, true));
        }
        document
    }

    /// The canaries that a text has.
    #[must_use]
    pub fn in_text(&self, text: &str) -> BTreeSet<&str> {
        let numbers = text.split("canary-").skip(1);
        let numbers = numbers.filter_map(|rest| rest.split('-').next()?.parse::<usize>().ok());
        let found = numbers.filter_map(|number| self.canaries.get(number));
        found.map(|canary| canary.path.as_str()).collect()
    }
}
