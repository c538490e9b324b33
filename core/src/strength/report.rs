//! Scores as JSON.

use super::score::{Check, Score};
use crate::error::{Locale, render};
use crate::json::{push_string, quoted};
use crate::schema::push_params;

impl Check {
    /// How much an issue matters: `error` where the required block needs it, `warning` where
    /// nothing is achieved, `info` where something is.
    #[must_use]
    pub fn severity(&self) -> &'static str {
        match (self.required, self.achieved) {
            (true, _) => "error",
            (false, 0) => "warning",
            (false, _) => "info",
        }
    }

    fn push_json(&self, out: &mut String, locale: Locale) {
        out.push_str("{\"id\":");
        push_string(out, &self.id);
        out.push_str(&format!(
            ",\"score\":{},\"max\":{},\"achieved\":{},\"gain\":{},\"required\":{},\"issues\":[",
            self.score, self.max, self.achieved, self.gain, self.required
        ));
        if let Some((code, params, fix)) = &self.issue {
            out.push_str("{\"severity\":");
            push_string(out, self.severity());
            out.push_str(",\"code\":");
            push_string(out, code.as_str());
            out.push_str(",\"params\":");
            push_params(out, params);
            out.push_str(",\"message\":");
            push_string(out, &render(*code, params, locale));
            out.push_str(",\"fix\":");
            push_string(out, fix);
            out.push('}');
        }
        out.push_str("]}");
    }
}

impl Score {
    /// Adds `{"score","level","card","checks":[…],"next":[ids]}`; score and level are `null` when
    /// no factor counts.
    pub fn push_json(&self, out: &mut String, locale: Locale) {
        let score = self
            .score
            .map_or("null".to_owned(), |score| score.to_string());
        let level = self.level.as_deref().map_or("null".to_owned(), quoted);
        out.push_str(&format!(
            "{{\"score\":{score},\"level\":{level},\"card\":{},\"checks\":[",
            self.card
        ));
        for (index, check) in self.checks.iter().enumerate() {
            out.push_str(if index > 0 { "," } else { "" });
            check.push_json(out, locale);
        }
        let next = self.next.iter().filter_map(|index| self.checks.get(*index));
        let next: Vec<String> = next.map(|check| quoted(&check.id)).collect();
        out.push_str(&format!("],\"next\":[{}]}}", next.join(",")));
    }
}
