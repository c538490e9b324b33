//! From the blueprint's cards to compiled ones.

use super::card::{Card, Factor, Group, Level, Measure};
use crate::blueprint::document::{self, StrengthCard, TypeWord};
use crate::blueprint::{
    Attribute, Conditions, FieldInfo, Kind, Model, Part, Problem, Problems, SlotTable,
    compile_condition, meta_of,
};
use crate::error::{Code, nearest};
use crate::expr::Program;
use crate::id::{FieldId, is_name};
use crate::time::parse_duration;

/// Compiles the card of every kind; factors ask the kinds' slots for what they measure.
pub fn compile(model: &mut Model, problems: &mut Problems) -> Vec<Option<Card>> {
    (0..model.kinds.len())
        .map(|index| kind_card(model, index, problems))
        .collect()
}

fn kind_card(model: &mut Model, index: usize, problems: &mut Problems) -> Option<Card> {
    let mut slots = std::mem::take(&mut model.kinds.get_mut(index)?.slots);
    let kind = model.kinds.get(index)?;
    let document = model.document.kinds.get(&kind.name);
    let document = document.and_then(|document| document.strength.as_ref());
    let card = document.map(|document| {
        let mut compiler = Compiler {
            model,
            kind,
            slots: &mut slots,
            problems,
            at: format!("/kinds/{}/strength", kind.name),
        };
        compiler.card(document)
    });
    model.kinds.get_mut(index)?.slots = slots;
    card
}

struct Compiler<'c> {
    model: &'c Model,
    kind: &'c Kind,
    slots: &'c mut SlotTable,
    problems: &'c mut Problems,
    at: String,
}

impl Compiler<'_> {
    fn card(&mut self, document: &StrengthCard) -> Card {
        let groups = document.groups.iter().map(|(name, group)| Group {
            name: name.into(),
            cap: group.cap,
        });
        let groups: Vec<Group> = groups.collect();
        let mut factors = Vec::new();
        for (index, factor) in document.factors.iter().enumerate() {
            let at = format!("{}/factors/{index}", self.at);
            self.check_id(document, index, &at);
            factors.extend(self.factor(factor, &groups, &at));
        }
        let required = self.required(document, &mut factors);
        self.check_points(required, &factors, &groups);
        Card {
            version: document.version.unwrap_or(1),
            levels: self.levels(document),
            required,
            factors,
            groups,
        }
    }

    /// A card that comes to no points scores nobody.
    fn check_points(&mut self, required: u32, factors: &[Factor], groups: &[Group]) {
        let of = |group: Option<usize>| -> u64 {
            let members = factors.iter().filter(|factor| factor.group == group);
            members.map(|factor| u64::from(factor.weight)).sum()
        };
        let capped = |(index, group): (usize, &Group)| of(Some(index)).min(group.cap.into());
        let grouped: u64 = groups.iter().enumerate().map(capped).sum();
        if !factors.is_empty() && of(None) + grouped + u64::from(required) == 0 {
            let problem = Problem::new(&*self.at, Code::BlueprintBadValue);
            let problem = problem.with("what", "strength");
            let expected = "factors that come to some points together";
            self.problems.push(problem.with("expected", expected));
        }
    }

    fn check_id(&mut self, document: &StrengthCard, index: usize, at: &str) {
        let Some(factor) = document.factors.get(index) else {
            return;
        };
        let at = format!("{at}/id");
        if !is_name(&factor.id) {
            let problem = Problem::new(&*at, Code::BlueprintBadName);
            self.problems.push(problem.with("name", factor.id.clone()));
        }
        let mut earlier = document.factors.iter().take(index);
        if earlier.any(|earlier| earlier.id == factor.id) {
            let problem = Problem::new(&*at, Code::BlueprintDuplicate).with("what", "factor");
            self.problems.push(problem.with("name", factor.id.clone()));
        }
    }

    fn levels(&mut self, document: &StrengthCard) -> Vec<Level> {
        let mut levels: Vec<Level> = Vec::new();
        for (index, level) in document.levels.iter().enumerate() {
            let last = levels.last().map_or(-1, |level| i64::from(level.from));
            let fits = u8::try_from(level.from).ok().filter(|from| *from <= 100);
            match fits {
                Some(from) if i64::from(from) > last => levels.push(Level {
                    name: level.name.as_str().into(),
                    from,
                }),
                _ => {
                    let at = format!("{}/levels/{index}/1", self.at);
                    self.bad(&at, "levels", "rising scores from 0 to 100");
                }
            }
        }
        if levels.first().is_some_and(|first| first.from > 0) {
            let at = format!("{}/levels/0/1", self.at);
            self.bad(&at, "levels", "a first level at 0");
        }
        levels
    }

    fn required(&mut self, document: &StrengthCard, factors: &mut [Factor]) -> u32 {
        let Some(block) = &document.required else {
            return 0;
        };
        for (index, id) in block.factors.iter().enumerate() {
            match factors.iter_mut().find(|factor| *factor.id == **id) {
                Some(factor) => factor.required = true,
                None => {
                    let at = format!("{}/required/factors/{index}", self.at);
                    let known = document.factors.iter().map(|factor| factor.id.as_str());
                    self.unknown(&at, "factor", id, nearest(id, known));
                }
            }
        }
        block.weight
    }

    fn factor(&mut self, factor: &document::Factor, groups: &[Group], at: &str) -> Option<Factor> {
        let group = factor.group.as_ref().and_then(|name| {
            let found = groups.iter().position(|group| *group.name == **name);
            if found.is_none() {
                let known = groups.iter().map(|group| &*group.name);
                let near = nearest(name, known);
                self.unknown(&format!("{at}/group"), "group", name, near);
            }
            found
        });
        let (measure, reads) = self.measure(factor, at)?;
        let acts_on = self.acts_on(factor, &reads, at);
        Some(Factor {
            id: factor.id.as_str().into(),
            weight: factor.weight,
            group,
            required: false,
            measure,
            acts_on,
            reads,
            tip: factor.tip.as_str().into(),
        })
    }

    fn measure(&mut self, factor: &document::Factor, at: &str) -> Option<(Measure, Vec<FieldId>)> {
        let target = factor.target;
        match (
            &factor.present,
            &factor.count,
            &factor.length,
            &factor.updated_within,
            &factor.when,
        ) {
            (Some(path), None, None, None, None) => {
                self.no_target(factor, at);
                let (field, slot) = self.field(path, &format!("{at}/present"), &|_| true)?;
                Some((Measure::Present(slot), vec![field]))
            }
            (None, Some(path), None, None, None) => {
                let list = |info: &FieldInfo| matches!(info.ty, TypeWord::List | TypeWord::Map);
                let (field, slot) = self.field(path, &format!("{at}/count"), &list)?;
                let target = self.target(target, at)?;
                Some((Measure::Count(slot, target), vec![field]))
            }
            (None, None, Some(path), None, None) => {
                let text = |info: &FieldInfo| {
                    matches!(
                        info.ty,
                        TypeWord::String | TypeWord::Text | TypeWord::Skill | TypeWord::Slug
                    )
                };
                let (field, slot) = self.field(path, &format!("{at}/length"), &text)?;
                let target = self.target(target, at)?;
                Some((Measure::Length(slot, target), vec![field]))
            }
            (None, None, None, Some(within), None) => {
                self.no_target(factor, at);
                let micros = parse_duration(within).filter(|micros| *micros > 0);
                if micros.is_none() {
                    let at = format!("{at}/updated_within");
                    self.bad(&at, "updated_within", "an ISO 8601 duration above zero");
                }
                Some((Measure::UpdatedWithin(micros?), Vec::new()))
            }
            (None, None, None, None, Some(source)) => {
                self.no_target(factor, at);
                let program = self.condition(source, &format!("{at}/when"))?;
                let reads = self.reads(&program);
                Some((Measure::When(Box::new(program)), reads))
            }
            _ => {
                let expected = "exactly one of present, count, length, updated_within, when";
                self.bad(at, "factor", expected);
                None
            }
        }
    }

    fn target(&mut self, target: Option<u32>, at: &str) -> Option<u32> {
        let target = target.filter(|target| *target > 0);
        if target.is_none() {
            self.bad(&format!("{at}/target"), "target", "a number above zero");
        }
        target
    }

    fn no_target(&mut self, factor: &document::Factor, at: &str) {
        if factor.target.is_some() {
            let expected = "`target` only beside `count` and `length`";
            self.bad(&format!("{at}/target"), "target", expected);
        }
    }

    /// The field outside of lists at a path, with the slot of its value.
    fn field(
        &mut self,
        path: &str,
        at: &str,
        fits: &dyn Fn(&FieldInfo) -> bool,
    ) -> Option<(FieldId, u16)> {
        let Some(plan) = self.kind.plan_at(path) else {
            let near = self.kind.nearest_field(path);
            self.unknown(at, "field", path, near);
            return None;
        };
        let info = self.kind.field(plan.id)?;
        if !fits(info) {
            let expected = "a field of a type that it can measure";
            self.bad(at, "path", expected);
            return None;
        }
        Some((plan.id, self.slots.slot(plan.id, Part::Whole)))
    }

    fn condition(&mut self, source: &str, at: &str) -> Option<Program> {
        let mut names = Conditions::document(self.model, self.kind, self.slots);
        compile_condition(source, &mut names, at, self.problems)
    }

    fn reads(&self, program: &Program) -> Vec<FieldId> {
        let variables = program.variables().into_iter();
        let fields = variables.filter_map(|var| match meta_of(var) {
            Attribute::Field(slot) => self.slots.field(slot),
            _ => None,
        });
        fields.collect()
    }

    fn acts_on(&mut self, factor: &document::Factor, reads: &[FieldId], at: &str) -> Vec<FieldId> {
        if factor.acts_on.is_empty() {
            return reads.to_vec();
        }
        let mut fields = Vec::new();
        for (index, path) in factor.acts_on.iter().enumerate() {
            match self.kind.field_at(path) {
                Some(field) => fields.push(field.id),
                None => {
                    let near = self.kind.nearest_field(path);
                    self.unknown(&format!("{at}/acts_on/{index}"), "field", path, near);
                }
            }
        }
        fields
    }

    fn bad(&mut self, at: &str, what: &'static str, expected: &'static str) {
        let problem = Problem::new(at, Code::BlueprintBadValue).with("what", what);
        self.problems.push(problem.with("expected", expected));
    }

    fn unknown(&mut self, at: &str, what: &'static str, name: &str, near: Option<&str>) {
        let problem = Problem::new(at, Code::BlueprintUnknownReference).with("what", what);
        self.problems
            .push(problem.with("name", name.to_owned()).near(near));
    }
}
