//! What one viewer sees of one record, settled field by field.

use super::sight::Sight;
use super::toggles::Toggles;
use crate::blueprint::{Audience, AudienceRule, Contour, Kind, Outline};
use crate::id::{FieldId, FieldSet, RoleSet};

/// What happens to a field of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is left out.
    Hide,
    /// It stays as it is.
    Show,
    /// What lies below it is judged one by one.
    Mixed,
}

/// Who said what a field's audience is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The blueprint.
    Default,
    /// The owner.
    Choice,
    /// An administrator.
    Forced,
}

impl Origin {
    /// The stable word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Choice => "choice",
            Self::Forced => "forced",
        }
    }
}

/// A field's audience in force, and what the viewer gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// The audience.
    pub audience: Audience,
    /// Who said so.
    pub origin: Origin,
    /// What the viewer gets.
    pub verdict: Verdict,
}

/// What one viewer sees of one record.
#[derive(Debug, Clone)]
pub struct Lens {
    fields: Vec<Shown>,
    whole: bool,
}

impl Lens {
    /// Settles every field: `choices` are the owner's, `forced` an administrator's, and
    /// `owner_roles` decide defaults by role.
    #[must_use]
    pub fn new(
        kind: &Kind,
        sight: &Sight,
        choices: &Toggles,
        forced: &Toggles,
        owner_roles: RoleSet,
    ) -> Self {
        let outline = &kind.outline;
        let rules = outline.rules.iter();
        let rulings: Vec<Ruling> = rules
            .map(|rule| Ruling::of(rule, sight, owner_roles))
            .collect();
        let fields = if choices.is_empty() && forced.is_empty() {
            settle(outline, sight, &rulings, |_, _, default| {
                (default, Origin::Default)
            })
        } else {
            let mut labels = Labels::new(kind, choices, forced);
            settle(outline, sight, &rulings, |id, field, default| {
                labels.audience_of(id, field, default)
            })
        };
        let whole = sight.is_owner();
        Self { fields, whole }
    }

    /// Shows everything but some fields, what lies below them, and members that no field names.
    #[must_use]
    pub fn without(kind: &Kind, gone: &FieldSet) -> Self {
        let contours = (0u16..).map(FieldId).zip(&kind.outline.fields);
        let shown = |(id, field): (FieldId, &Contour)| Shown {
            audience: Audience::Private,
            origin: Origin::Default,
            verdict: match (gone.contains(id), field.is_parent) {
                (true, _) => Verdict::Hide,
                (false, true) => Verdict::Mixed,
                (false, false) => Verdict::Show,
            },
        };
        let mut fields: Vec<Shown> = contours.map(shown).collect();
        hide_below(&kind.outline, &mut fields);
        let whole = false;
        Self { fields, whole }
    }

    /// What the viewer gets of a field; nothing of a field that is not known.
    #[inline]
    #[must_use]
    pub fn verdict(&self, field: FieldId) -> Verdict {
        let shown = self.fields.get(field.index());
        shown.map_or(Verdict::Hide, |shown| shown.verdict)
    }

    /// A field's audience in force.
    #[must_use]
    pub fn shown(&self, field: FieldId) -> Option<&Shown> {
        self.fields.get(field.index())
    }

    /// Whether the viewer sees everything, members that no field names among it.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.whole
    }

    /// The fields of which the viewer sees something: what derived values may use.
    #[must_use]
    pub fn visible(&self) -> FieldSet {
        let mut set = FieldSet::empty(self.fields.len());
        let seen = self
            .fields
            .iter()
            .enumerate()
            .filter(|(_, shown)| shown.verdict != Verdict::Hide);
        seen.filter_map(|(index, _)| FieldId::from_index(index))
            .for_each(|field| set.insert(field));
        set
    }
}

/// What an audience rule comes to for one record and one viewer; many fields share a rule.
#[derive(Clone, Copy)]
struct Ruling {
    /// The audience where nobody chose another.
    default: Audience,
    /// Whether the rule names a role of the viewer, or a relation that the viewer holds.
    named: bool,
}

impl Ruling {
    /// What nobody said anything about, nobody but the owner sees.
    const NOBODY: Self = Self {
        default: Audience::Private,
        named: false,
    };

    fn of(rule: &AudienceRule, sight: &Sight, owner_roles: RoleSet) -> Self {
        Self {
            default: rule.default_for(owner_roles),
            named: sight.is_named(rule),
        }
    }
}

/// Settles every field; `audience_of` says a field's audience in force, given the default of its
/// rule. Fields without a rule of their own share that of the field around them.
fn settle(
    outline: &Outline,
    sight: &Sight,
    rulings: &[Ruling],
    mut audience_of: impl FnMut(FieldId, &Contour, Audience) -> (Audience, Origin),
) -> Vec<Shown> {
    let some_below = if sight.is_owner() {
        Verdict::Show
    } else {
        Verdict::Mixed
    };
    let settled = |(id, field): (FieldId, &Contour)| {
        let rule = rulings.get(usize::from(field.rule));
        let rule = rule.unwrap_or(&Ruling::NOBODY);
        let (audience, origin) = audience_of(id, field, rule.default);
        let visible = field.section || sight.admits(audience, rule.named);
        let verdict = match (visible, field.is_parent) {
            (false, _) => Verdict::Hide,
            (true, true) => some_below,
            (true, false) => Verdict::Show,
        };
        Shown {
            audience,
            origin,
            verdict,
        }
    };
    let contours = (0u16..).map(FieldId).zip(&outline.fields);
    let mut fields: Vec<Shown> = contours.map(settled).collect();
    hide_below(outline, &mut fields);
    hide_empty(outline, &mut fields);
    fields
}

/// What lies below a hidden field is hidden.
fn hide_below(outline: &Outline, fields: &mut [Shown]) {
    for parent in &outline.parents {
        let parent_shown = fields.get(parent.index());
        if parent_shown.is_some_and(|shown| shown.verdict == Verdict::Hide) {
            let below = fields.get_mut(parent.below()).into_iter().flatten();
            below.for_each(|shown| shown.verdict = Verdict::Hide);
        }
    }
}

/// A section or list of objects of which no field is visible is not there at all: an empty list
/// would tell how many items it has.
fn hide_empty(outline: &Outline, fields: &mut [Shown]) {
    for parent in outline.parents.iter().rev() {
        let mut below = fields.get(parent.below()).into_iter().flatten();
        let empty = below.all(|shown| shown.verdict == Verdict::Hide);
        if let Some(shown) = fields.get_mut(parent.index()).filter(|_| empty) {
            shown.verdict = Verdict::Hide;
        }
    }
}

/// What was chosen and forced, carried down from field to field.
struct Labels<'l> {
    kind: &'l Kind,
    choices: &'l Toggles,
    forced: &'l Toggles,
    /// What is in force at every field so far.
    fields: Vec<Force>,
}

/// What is in force at a field, and the bounds of what lies below it.
#[derive(Clone, Copy)]
struct Force {
    audience: Audience,
    origin: Origin,
    /// The widest that what lies below may be by the owner's choice above it.
    chosen: Audience,
    /// The widest that what lies below may be by what was forced above it.
    forced: Audience,
}

impl<'l> Labels<'l> {
    fn new(kind: &'l Kind, choices: &'l Toggles, forced: &'l Toggles) -> Self {
        Self {
            kind,
            choices,
            forced,
            fields: Vec::with_capacity(kind.fields.len()),
        }
    }

    /// A field's audience in force; every field is asked for once, in their order.
    fn audience_of(
        &mut self,
        id: FieldId,
        field: &Contour,
        default: Audience,
    ) -> (Audience, Origin) {
        let around = field
            .around
            .and_then(|parent| self.fields.get(parent.index()));
        let here = self.force(id, field, around.copied(), default);
        self.fields.push(here);
        (here.audience, here.origin)
    }

    fn force(
        &self,
        id: FieldId,
        field: &Contour,
        around: Option<Force>,
        default: Audience,
    ) -> Force {
        let around = around.unwrap_or(Force {
            audience: default,
            origin: Origin::Default,
            chosen: Audience::Public,
            forced: Audience::Public,
        });
        let mut here = around;
        if let Some(label) = self.forced.of(id) {
            here.audience = label.unwrap_or(Audience::Private);
            here.origin = Origin::Forced;
            (here.forced, here.chosen) = (here.audience, here.audience);
            return here;
        }
        if let Some(label) = self.choices.of(id) {
            let allow = self
                .kind
                .field(id)
                .map_or(&[][..], |info| &info.audience.allow);
            here.audience = chosen(allow, label, default);
            here.origin = Origin::Choice;
            here.chosen = here.audience;
        } else if field.own_audience {
            here.audience = default;
            here.origin = Origin::Default;
            limit(&mut here, around.chosen, Origin::Choice);
        }
        limit(&mut here, around.forced, Origin::Forced);
        here
    }
}

/// What the owner chose: nothing readable hides, and what is out of bounds widens nothing.
fn chosen(allow: &[Audience], label: Option<Audience>, default: Audience) -> Audience {
    match label {
        None => Audience::Private,
        Some(audience) if allow.contains(&audience) => audience,
        Some(audience) => audience.min(default),
    }
}

fn limit(here: &mut Force, widest: Audience, origin: Origin) {
    if here.audience > widest {
        (here.audience, here.origin) = (widest, origin);
    }
}
