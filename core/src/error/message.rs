//! Messages from the locale files.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::{Code, Param};
use crate::json::{self, Limits, Tree, Value};

/// A language that messages exist in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Locale {
    /// English.
    #[default]
    En,
    /// German.
    De,
}

impl Locale {
    /// Every locale.
    pub const ALL: [Locale; 2] = [Locale::En, Locale::De];

    /// The locale whose language a BCP 47 tag names, English where there is none.
    #[must_use]
    pub fn from_tag(tag: &str) -> Self {
        match tag.split('-').next() {
            Some(language) if language.eq_ignore_ascii_case("de") => Self::De,
            _ => Self::En,
        }
    }

    #[cfg(feature = "hub")]
    fn source(self) -> &'static str {
        match self {
            Self::En => include_str!("../../locales/en.json"),
            Self::De => include_str!("../../locales/de.json"),
        }
    }

    /// Of the areas that answer, and of blueprints.
    #[cfg(all(feature = "compiler", not(feature = "hub")))]
    fn source(self) -> &'static str {
        match self {
            Self::En => include_str!("../../locales/compiler/en.json"),
            Self::De => include_str!("../../locales/compiler/de.json"),
        }
    }

    /// Of the areas that answer.
    #[cfg(not(feature = "compiler"))]
    fn source(self) -> &'static str {
        match self {
            Self::En => include_str!("../../locales/answers/en.json"),
            Self::De => include_str!("../../locales/answers/de.json"),
        }
    }

    fn catalogue(self) -> &'static Catalogue {
        static EN: OnceLock<Catalogue> = OnceLock::new();
        static DE: OnceLock<Catalogue> = OnceLock::new();
        let cell = match self {
            Self::En => &EN,
            Self::De => &DE,
        };
        cell.get_or_init(|| Catalogue::read(self.source()))
    }
}

/// Message and help templates by code.
struct Catalogue(HashMap<String, (String, Option<String>)>);

impl Catalogue {
    fn read(source: &str) -> Self {
        let tree = json::parse(source.as_bytes(), Limits::default());
        let members = match tree.map(|tree| tree.value) {
            Ok(Value::Object(members)) => members,
            _ => Vec::new(),
        };
        Self(
            members
                .into_iter()
                .map(|member| (member.name, entry(&member.value)))
                .collect(),
        )
    }
}

fn entry(tree: &Tree) -> (String, Option<String>) {
    let text = |name| tree.get(name).and_then(Tree::as_str).map(str::to_owned);
    (text("message").unwrap_or_default(), text("help"))
}

/// The message of `code`, with `{name}` replaced by the parameter of that name.
#[must_use]
pub fn render(code: Code, params: &[(&'static str, Param)], locale: Locale) -> String {
    match locale.catalogue().0.get(code.as_str()) {
        Some((message, _)) => fill(message, params),
        None => code.as_str().to_owned(),
    }
}

/// What to do next about `code`, where the locale file says so.
#[must_use]
pub fn help(code: Code, params: &[(&'static str, Param)], locale: Locale) -> Option<String> {
    let (_, help) = locale.catalogue().0.get(code.as_str())?;
    help.as_deref().map(|help| fill(help, params))
}

fn fill(template: &str, params: &[(&'static str, Param)]) -> String {
    let mut out = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (name, tail) = after.split_once('}').unwrap_or((after, ""));
        match params.iter().find(|(param, _)| *param == name) {
            Some((_, Param::Int(value))) => out.push_str(&value.to_string()),
            Some((_, Param::Text(value))) => out.push_str(value),
            None => {}
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_message_in_every_locale_and_no_other() {
        for locale in Locale::ALL {
            let catalogue = locale.catalogue();
            for code in Code::ALL {
                let found = catalogue
                    .0
                    .get(code.as_str())
                    .is_some_and(|(m, _)| !m.is_empty());
                assert!(found, "{} has no {locale:?} message", code.as_str());
            }
            assert_eq!(
                catalogue.0.len(),
                Code::ALL.len(),
                "{locale:?} has stale messages"
            );
        }
    }

    #[test]
    fn locales_use_the_same_parameters() {
        let names = |text: &str| {
            let mut names: Vec<_> = text
                .split('{')
                .skip(1)
                .filter_map(|r| r.split_once('}').map(|(n, _)| n.to_owned()))
                .collect();
            names.sort();
            names
        };
        for code in Code::ALL {
            let en = &Locale::En.catalogue().0[code.as_str()].0;
            let de = &Locale::De.catalogue().0[code.as_str()].0;
            assert_eq!(names(en), names(de), "{}", code.as_str());
        }
    }
}
