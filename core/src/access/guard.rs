//! Routes and navigation: what a subject may enter.

use super::decide::Access;
use super::subject::{Subject, Verdict};
use crate::blueprint::Model;
use crate::blueprint::document::{NavigationItem, Route};

/// Whether a subject may enter a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passage {
    /// It may.
    Open,
    /// It may for some records: ask again with the record.
    Depends,
    /// It must sign in first.
    SignIn,
    /// It may not.
    Closed,
    /// No route has this path.
    Unknown,
}

impl Passage {
    /// The stable word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Depends => "depends",
            Self::SignIn => "sign_in",
            Self::Closed => "closed",
            Self::Unknown => "unknown",
        }
    }
}

/// One entry of a navigation that the subject may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<'m> {
    /// Its name.
    pub id: &'m str,
    /// What people read.
    pub label: Option<&'m str>,
    /// Where it leads.
    pub path: &'m str,
    /// Entries below it.
    pub children: Vec<Entry<'m>>,
}

impl Access {
    /// Whether the subject may do an action at all, before any record is known.
    #[must_use]
    pub fn may_ever(&self, subject: &Subject, action: crate::id::ActionId) -> Passage {
        match subject.verdict(action) {
            Verdict::Always(_) => Passage::Open,
            Verdict::Depends { start, allows, end } => {
                let rules = self.rules_of(action).filter(|rules| rules.states.is_none());
                let allows_all = |index: usize| {
                    let rule = rules.and_then(|rules| rules.allow.get(index));
                    rule.is_some_and(crate::access::Rule::is_settled_by_subject)
                };
                let undenied = start == allows;
                if undenied && subject.span(allows, end).any(allows_all) {
                    Passage::Open
                } else {
                    Passage::Depends
                }
            }
            Verdict::Never | Verdict::Denied(_) if subject.is_signed_in() => Passage::Closed,
            Verdict::Never | Verdict::Denied(_) => Passage::SignIn,
        }
    }

    /// Whether the subject may enter a path of the application; the most specific route decides.
    #[must_use]
    pub fn route(&self, model: &Model, subject: &Subject, path: &str) -> Passage {
        if !is_plain(path) {
            return Passage::Unknown;
        }
        let fitting = model
            .routes
            .iter()
            .filter_map(|route| Some((specificity(&route.path, path)?, route)));
        match fitting.max_by_key(|(specificity, _)| *specificity) {
            Some((_, route)) => self.enter(model, subject, route),
            None => Passage::Unknown,
        }
    }

    fn enter(&self, model: &Model, subject: &Subject, route: &Route) -> Passage {
        let persona = subject.persona_name.as_deref();
        let fits = route.personas.is_empty()
            || persona.is_some_and(|name| route.personas.iter().any(|p| p == name));
        match (&route.needs, fits) {
            (_, false) if subject.is_signed_in() => Passage::Closed,
            (_, false) => Passage::SignIn,
            (None, true) => Passage::Open,
            (Some(needs), true) => model
                .action(needs)
                .map_or(Passage::Closed, |action| self.may_ever(subject, action)),
        }
    }

    /// The navigation of the subject's persona, without what it may not enter.
    #[must_use]
    pub fn navigation<'m>(&self, model: &'m Model, subject: &Subject) -> Vec<Entry<'m>> {
        let persona = subject
            .persona_name
            .as_deref()
            .and_then(|name| model.personas.get(model.persona(name)?.index()));
        persona
            .map(|persona| self.entries(model, subject, &persona.navigation))
            .unwrap_or_default()
    }

    fn entries<'m>(
        &self,
        model: &'m Model,
        subject: &Subject,
        items: &'m [NavigationItem],
    ) -> Vec<Entry<'m>> {
        let may = |item: &&NavigationItem| match &item.needs {
            None => true,
            Some(needs) => model.action(needs).is_some_and(|action| {
                matches!(
                    self.may_ever(subject, action),
                    Passage::Open | Passage::Depends
                )
            }),
        };
        let entry = |item: &'m NavigationItem| Entry {
            id: &item.id,
            label: item.label.as_deref(),
            path: &item.path,
            children: self.entries(model, subject, &item.children),
        };
        items.iter().filter(may).map(entry).collect()
    }
}

/// Whether a path says where it leads: a doubled slash or a dot segment means another place to
/// those who resolve it first.
fn is_plain(path: &str) -> bool {
    let inner = path.strip_prefix('/').unwrap_or(path);
    let inner = inner.strip_suffix('/').unwrap_or(inner);
    inner.is_empty() || !inner.split('/').any(|part| matches!(part, "" | "." | ".."))
}

/// How closely a route's path fits: `None` when it does not. Literal segments count most.
fn specificity(route: &str, path: &str) -> Option<usize> {
    let mut segments = path.trim_end_matches('/').split('/');
    let mut score = 0;
    for part in route.trim_end_matches('/').split('/') {
        if part == "*" {
            return Some(score);
        }
        let segment = segments.next()?;
        if part.starts_with(':') && !segment.is_empty() {
            score += 2;
        } else if part == segment {
            score += 3;
        } else {
            return None;
        }
    }
    segments.next().is_none().then_some(score + 1)
}
