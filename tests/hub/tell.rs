//! Telling a story: its steps in order, each held to what it expects.

use std::sync::Arc;

use profilekit::Kernel;
use profilekit::error::Locale;
use profilekit::hub::{Call, Refusal};
use profilekit::store::Store;
use profilekit_stores::Adapter;
use serde_json::Value;

use crate::act::{self, Outcome};
use crate::answer;
use crate::form::{Step, Story};
use crate::matching::mismatch;
use crate::world::World;

/// How many steps a story has, and every one that is not as expected.
pub(crate) fn tell(text: &str, adapter: &Adapter) -> (usize, Vec<String>) {
    let story: Story = match serde_json::from_str(text) {
        Ok(story) => story,
        Err(error) => return (0, vec![format!("the story cannot be read: {error}")]),
    };
    let kept = adapter.fresh();
    match prepare(&story, kept.store()) {
        Ok(mut world) => pollster::block_on(steps(&story, &mut world)),
        Err(message) => (0, vec![message]),
    }
}

fn prepare(story: &Story, store: Arc<dyn Store>) -> Result<World, String> {
    if story.steps.is_empty() {
        return Err("the story has no steps".to_owned());
    }
    if story.description.is_empty() || story.rows.is_empty() {
        return Err("the story has no description or serves no row".to_owned());
    }
    let blueprint = match &story.blueprint {
        Value::String(name) => shipped(name)?,
        inline => inline.to_string(),
    };
    let kernel = Kernel::compile(blueprint.as_bytes()).map_err(|problems| {
        let lines = problems.as_slice().iter();
        let lines = lines.map(|one| format!("{} {}", one.path, one.message(Locale::En)));
        lines.collect::<Vec<_>>().join("; ")
    })?;
    World::new(story, kernel, store)
}

pub(crate) fn shipped(name: &str) -> Result<String, String> {
    let path = profilekit_tests::workspace().join(format!("core/blueprints/{name}.json"));
    std::fs::read_to_string(path).map_err(|error| format!("`{name}`: {error}"))
}

async fn steps(story: &Story, world: &mut World) -> (usize, Vec<String>) {
    let mut failures = Vec::new();
    for (index, step) in story.steps.iter().enumerate() {
        let number = index + 1;
        let step: Step = match serde_json::from_value(step.clone()) {
            Ok(step) => step,
            Err(error) => {
                failures.push(format!("step {number} cannot be read: {error}"));
                continue;
            }
        };
        if let Err(message) = follow(story, world, &step).await {
            failures.push(format!("step {number}: {message}\n    {}", step.reason));
        }
    }
    (story.steps.len(), failures)
}

async fn follow(story: &Story, world: &mut World, step: &Step) -> Result<(), String> {
    if step.reason.is_empty() {
        return Err("the step gives no reason".to_owned());
    }
    world.go_on(step.at.as_deref())?;
    let nobody = crate::form::Somebody::default();
    let somebody = match &step.by {
        None => &nobody,
        Some(name) => {
            let known = story.people.get(name);
            known.ok_or_else(|| format!("nobody is called `{name}`"))?
        }
    };
    let subject = world.subject(somebody).await?;
    let context = world.context(step.context.as_ref())?;
    let mut call = Call::new(&subject, world.now).within(context);
    call.acting = step.acting.as_deref();
    call.key = step.key.as_deref();
    call.request = step.request.as_deref().unwrap_or_default();
    let outcome = act::run(world, &call, &step.act).await?;
    if let Some(name) = &step.name {
        match &outcome {
            Ok((_, Some(named))) => {
                world.named.insert(name.clone(), named.clone());
            }
            Ok((_, None)) => return Err("nothing came of it that could have a name".to_owned()),
            Err(_) => {}
        }
    }
    compare(world, step, &outcome)
}

fn compare(world: &World, step: &Step, outcome: &Outcome) -> Result<(), String> {
    let expectations = [
        step.gives.is_some(),
        step.refused.is_some(),
        step.violations.is_some(),
    ];
    if expectations.iter().filter(|known| **known).count() > 1 {
        return Err("a step expects one of `gives`, `refused` and `violations`".to_owned());
    }
    match outcome {
        Ok((answer, _)) => {
            if step.refused.is_some() || step.violations.is_some() {
                return Err(format!("was not refused: {answer}"));
            }
            let expected = world.resolve_all(step.gives.as_ref().unwrap_or(&Value::Null))?;
            if step.gives.is_none() {
                return Ok(());
            }
            mismatch(&expected, answer, "").map_or(Ok(()), Err)
        }
        Err(refusal) => refused(world, step, refusal),
    }
}

fn refused(world: &World, step: &Step, refusal: &Refusal) -> Result<(), String> {
    let found = answer::refusal(refusal);
    let expected = match (&step.refused, &step.violations) {
        (Some(code), _) => {
            let params = step.params.clone().map_or(Value::Null, Value::Object);
            let params = world.resolve_all(&params)?;
            let mut expected = serde_json::json!({ "refused": code });
            if step.params.is_some() {
                expected["params"] = params;
            }
            expected
        }
        (None, Some(violations)) => {
            let all = violations.iter();
            let all = all.map(|one| serde_json::json!({ "path": one.path, "code": one.code }));
            serde_json::json!({ "violations": all.collect::<Vec<_>>() })
        }
        (None, None) => return Err(format!("was refused: {found}")),
    };
    mismatch(&expected, &found, "").map_or(Ok(()), Err)
}
