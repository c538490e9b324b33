//! Navigation, routes and connections: names that would otherwise lead nowhere without a word.

use super::document::NavigationItem;
use super::model::{Model, unknown};
use super::problem::{Problem, Problems};
use crate::error::Code;

/// Checks what leads through the application.
pub(super) fn check(model: &Model, problems: &mut Problems) {
    for (name, persona) in model.document.personas.iter() {
        let at = format!("/personas/{name}/navigation");
        check_items(model, &persona.navigation, &at, &mut Vec::new(), problems);
    }
    check_routes(model, problems);
    check_connections(model, problems);
}

fn check_items<'m>(
    model: &'m Model,
    items: &'m [NavigationItem],
    at: &str,
    seen: &mut Vec<&'m str>,
    problems: &mut Problems,
) {
    for (index, item) in items.iter().enumerate() {
        let at = format!("{at}/{index}");
        if seen.contains(&item.id.as_str()) {
            problems.push(duplicate("navigation item", &item.id, format!("{at}/id")));
        }
        seen.push(&item.id);
        check_needs(model, item.needs.as_deref(), &at, problems);
        check_items(
            model,
            &item.children,
            &format!("{at}/children"),
            seen,
            problems,
        );
    }
}

fn check_routes(model: &Model, problems: &mut Problems) {
    let routes = &model.document.routes;
    for (index, route) in routes.iter().enumerate() {
        let at = format!("/routes/{index}");
        let mut earlier = routes.iter().take(index);
        if earlier.any(|earlier| earlier.path == route.path) {
            problems.push(duplicate("route", &route.path, format!("{at}/path")));
        }
        check_needs(model, route.needs.as_deref(), &at, problems);
        for (part, name) in route.personas.iter().enumerate() {
            if model.persona(name).is_none() {
                let known = model.personas.iter().map(|persona| &*persona.name);
                let at = format!("{at}/personas/{part}");
                problems.push(unknown("persona", name, &at, known));
            }
        }
    }
}

fn check_needs(model: &Model, needs: Option<&str>, at: &str, problems: &mut Problems) {
    if let Some(needs) = needs.filter(|needs| model.action(needs).is_none()) {
        let known = model.actions.iter().map(|action| &*action.name);
        problems.push(unknown("action", needs, &format!("{at}/needs"), known));
    }
}

fn check_connections(model: &Model, problems: &mut Problems) {
    let relations = model.kinds.iter().flat_map(|kind| &kind.relations);
    let known: Vec<&str> = relations.map(|relation| &*relation.name).collect();
    for (index, name) in model.document.connections.iter().enumerate() {
        if !known.contains(&name.as_str()) {
            let at = format!("/connections/{index}");
            problems.push(unknown("relation", name, &at, known.iter().copied()));
        }
    }
}

fn duplicate(what: &'static str, name: &str, at: String) -> Problem {
    let problem = Problem::new(at, Code::BlueprintDuplicate).with("what", what);
    problem.with("name", name.to_owned())
}
