//! What one viewer sees of one record, settled field by field.

use super::sight::Sight;
use super::toggles::{Label, Toggles};
use crate::blueprint::{Audience, AudienceRule, Contour, Kind};
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

/// What fields below a field go by.
#[derive(Debug, Clone, Copy)]
struct Above {
    /// One past the last field below.
    end: u16,
    audience: Audience,
    origin: Origin,
    /// The widest that what lies below may be by the owner's choice above it.
    chosen: Audience,
    /// The widest that what lies below may be by what was forced above it.
    forced: Audience,
    /// Whether the fields around are visible.
    visible: bool,
}

impl Above {
    const NOTHING: Self = Self {
        end: u16::MAX,
        audience: Audience::Private,
        origin: Origin::Default,
        chosen: Audience::Public,
        forced: Audience::Public,
        visible: true,
    };
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
        let mut fields: Vec<Shown> = Vec::with_capacity(kind.fields.len());
        let mut around: Vec<Parent> = Vec::with_capacity(8);
        let rules = kind.outline.rules.iter();
        let rulings: Vec<Ruling> = rules
            .map(|rule| Ruling::of(rule, sight, owner_roles))
            .collect();
        let silent = choices.is_empty() && forced.is_empty();
        for (id, field) in (0u16..).map(FieldId).zip(&kind.outline.fields) {
            while around.last().is_some_and(|parent| parent.above.end <= id.0) {
                leave(&mut around, &mut fields);
            }
            let rule = rulings.get(usize::from(field.rule)).copied();
            let rule = rule.unwrap_or(Ruling::NOBODY);
            let above = around.last().map(|parent| parent.above);
            let below = if silent {
                by_default(field, above, rule.default)
            } else {
                let allow = kind.field(id).map_or(&[][..], |info| &info.audience.allow);
                let said = (choices.of(id), forced.of(id));
                by_labels(field, above, said, allow, rule.default)
            };
            let seen = sight.admits(below.audience, rule.named);
            let visible = below.visible && (seen || field.section);
            let is_parent = field.end > id.0.saturating_add(1);
            let verdict = match (visible, is_parent) {
                (false, _) => Verdict::Hide,
                (true, true) if !sight.is_owner() => Verdict::Mixed,
                (true, _) => Verdict::Show,
            };
            fields.push(Shown {
                audience: below.audience,
                origin: below.origin,
                verdict,
            });
            if is_parent {
                around.push(Parent {
                    above: Above { visible, ..below },
                    index: id.index(),
                    shows: false,
                });
            } else if let Some(parent) = around.last_mut() {
                parent.shows |= visible;
            }
        }
        while !around.is_empty() {
            leave(&mut around, &mut fields);
        }
        let whole = sight.is_owner();
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

/// The audience in force where nobody said anything, and what it means for the fields below.
fn by_default(field: &Contour, above: Option<Above>, default: Audience) -> Above {
    let mut here = Above {
        end: field.end,
        ..above.unwrap_or(Above::NOTHING)
    };
    if field.own_audience || above.is_none() {
        here.audience = default;
    }
    here
}

/// The audience in force by what was chosen and forced, and what it means for the fields below.
fn by_labels(
    field: &Contour,
    above: Option<Above>,
    (choice, forced): (Label, Label),
    allow: &[Audience],
    default: Audience,
) -> Above {
    let around = above.unwrap_or(Above::NOTHING);
    let mut here = Above {
        end: field.end,
        ..around
    };
    if let Some(label) = forced {
        here.audience = label.unwrap_or(Audience::Private);
        here.origin = Origin::Forced;
        (here.forced, here.chosen) = (here.audience, here.audience);
        return here;
    }
    if let Some(label) = choice {
        here.audience = chosen(allow, label, default);
        here.origin = Origin::Choice;
        here.chosen = here.audience;
    } else if field.own_audience || above.is_none() {
        here.audience = default;
        here.origin = Origin::Default;
        limit(&mut here, around.chosen, Origin::Choice);
    }
    limit(&mut here, around.forced, Origin::Forced);
    here
}

/// What the owner chose: nothing readable hides, and what is out of bounds widens nothing.
fn chosen(allow: &[Audience], label: Option<Audience>, default: Audience) -> Audience {
    match label {
        None => Audience::Private,
        Some(audience) if allow.contains(&audience) => audience,
        Some(audience) => audience.min(default),
    }
}

fn limit(here: &mut Above, widest: Audience, origin: Origin) {
    if here.audience > widest {
        (here.audience, here.origin) = (widest, origin);
    }
}

/// A field whose fields below are being settled.
struct Parent {
    above: Above,
    index: usize,
    /// Whether a field below it is visible.
    shows: bool,
}

/// Goes on behind a parent. A section or list of objects of which no field is visible is not
/// there at all: an empty list would tell how many items it has.
fn leave(around: &mut Vec<Parent>, fields: &mut [Shown]) {
    let Some(parent) = around.pop() else {
        return;
    };
    if !parent.shows {
        if let Some(shown) = fields.get_mut(parent.index) {
            shown.verdict = Verdict::Hide;
        }
    } else if let Some(outer) = around.last_mut() {
        outer.shows = true;
    }
}
