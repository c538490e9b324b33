//! Dashboards: what a persona is told, of the facts that it may see.

use super::compile::Kernel;
use super::facts::{Counted, Supplied, bad_request};
use super::inquiry::Inquiry;
use crate::access::{Context, Passage, Subject};
use crate::blueprint::{Model, Verb};
use crate::error::{Code, Failure};
use crate::metrics::{
    Answer, BadRow, Board, BoardCard, Calendar, Card, Dashboard, Origin, Part, Plan, Scope,
    Setting, Shown, Source, Table, scoped,
};

/// Who asks for a dashboard, and when.
#[derive(Debug, Clone)]
pub struct Glance<'g> {
    /// The subject, which acts as the persona whose dashboard it is.
    pub subject: &'g Subject,
    /// The circumstances; they say what time it is.
    pub context: &'g Context,
    /// The zone of its days and months, and the first day of its weeks.
    pub calendar: Calendar,
    /// Up to how many values a distinct count or a percentile is exact, in each cell:
    /// [`crate::metrics::EXACT`] where nothing speaks for another number.
    pub exact: u32,
}

impl Kernel {
    /// The dashboard of the subject's persona.
    ///
    /// Facts of records are made of what the subject sees of them: of records that it may list
    /// and read, without the fields that are hidden from it. Facts that the host hands in are
    /// those of the subject's tenant, where there are tenants. A card that needs an action which
    /// the subject may never do is not there, and neither is one over records of a kind that it
    /// may never list.
    ///
    /// # Errors
    /// [`Code::KernelNoDashboard`] for a subject without a persona, or with one that has none;
    /// [`Code::MetricsNoFacts`] for a table that a card needs and nobody supplied;
    /// [`Code::KernelBadRequest`] for facts where [`Kernel::gather`] should have made them, those
    /// that somebody else sees, and circumstances without a time; and those of [`Plan::new`] and
    /// [`Plan::answer`].
    pub fn dashboard(
        &self,
        glance: &Glance<'_>,
        supplied: &[Supplied],
    ) -> Result<Dashboard, Failure> {
        let board = self.board_of(glance.subject)?;
        let now = glance.context.now;
        let now = now.ok_or_else(|| bad_request("it has no time"))?;
        let shown = self.shown(board, glance.subject);
        let mut drawn = Drawn::of(&shown);
        for (table, scope) in reads(&shown) {
            let of = self.table_at(table)?;
            let asked = Asked::of(&shown, (table, scope), of, setting(of, now, glance))?;
            let counted = self.counted((of, scope), glance, supplied)?;
            let (rows, found) = match counted {
                Some(Counted { partial, bad, .. }) => {
                    asked.plan.owns(partial)?;
                    drawn.note(of, bad);
                    (partial.rows(), asked.plan.finish(partial)?)
                }
                None => {
                    let (facts, bad) = self.facts_for(of, glance, supplied)?;
                    drawn.note(of, bad);
                    let facts = scoped(&facts, scope, name_of(glance.subject));
                    (facts.rows() as u64, asked.plan.answer(&facts)?)
                }
            };
            let scanned = counted.and_then(|counted| counted.scanned);
            let source = Source {
                scanned,
                ..source(of, scope, rows)
            };
            drawn.take(&asked.places, found, &source);
        }
        Ok(Dashboard {
            persona: board.persona.clone(),
            now,
            zone: glance.calendar.zone.name().into(),
            bad: std::mem::take(&mut drawn.bad),
            cards: drawn.cards(),
        })
    }

    /// The cards of a dashboard that are there for the subject.
    pub(super) fn shown<'k>(&self, board: &'k Board, subject: &Subject) -> Vec<&'k BoardCard> {
        let cards = board.cards.iter();
        cards.filter(|card| self.shows(card, subject)).collect()
    }

    /// The tables that the subject's dashboard reads, so that a host brings no others.
    ///
    /// # Errors
    /// [`Code::KernelNoDashboard`].
    pub fn dashboard_tables(&self, glance: &Glance<'_>) -> Result<Vec<&Table>, Failure> {
        let board = self.board_of(glance.subject)?;
        let shown = board
            .cards
            .iter()
            .filter(|card| self.shows(card, glance.subject));
        let shown: Vec<&BoardCard> = shown.collect();
        let mut places: Vec<usize> = reads(&shown).into_iter().map(|(table, _)| table).collect();
        places.dedup();
        places
            .into_iter()
            .map(|table| self.table_at(table))
            .collect()
    }

    /// Whether every fact of a table counts for the subject, so that what is wrong with one is theirs
    /// to know.
    pub(crate) fn counts_all(&self, table: &Table, glance: &Glance<'_>) -> Result<bool, Failure> {
        let board = self.board_of(glance.subject)?;
        let mut cards = board.cards.iter();
        let cards = cards
            .by_ref()
            .filter(|card| self.shows(card, glance.subject));
        let shown: Vec<&BoardCard> = cards.collect();
        let own = |(place, scope): &(usize, Scope)| {
            let of = self
                .table_at(*place)
                .is_ok_and(|one| one.name == table.name);
            of && *scope != Scope::All
        };
        let tenanted = matches!(table.origin, Origin::Given { tenant: Some(_) });
        let confined = tenanted && is_confined(self.model(), glance.subject);
        Ok(!confined && !reads(&shown).iter().any(own))
    }

    /// What the subject's dashboard asks of a table that is handed in, so that a database can
    /// answer it: one inquiry for all facts, and one for those that name the subject. None for a
    /// table that the dashboard does not read.
    ///
    /// # Errors
    /// [`Code::KernelNoDashboard`], [`Code::MetricsNoFacts`] for a table that there is not, and
    /// [`Code::KernelBadRequest`] for one of records, which are facts as they are seen and not as
    /// they lie in a database, and for circumstances without a time; and those of [`Plan::new`].
    pub fn inquiries(&self, table: &str, glance: &Glance<'_>) -> Result<Vec<Inquiry>, Failure> {
        let board = self.board_of(glance.subject)?;
        let now = glance.context.now;
        let now = now.ok_or_else(|| bad_request("it has no time"))?;
        let of = self.fact_table(table)?;
        if let Origin::Records { .. } = of.origin {
            return Err(bad_request(
                "the facts of this table are records as they are seen",
            ));
        }
        let shown = self.shown(board, glance.subject);
        let mut inquiries = Vec::new();
        for (place, scope) in reads(&shown) {
            if self.table_at(place)?.name != of.name {
                continue;
            }
            let asked = Asked::of(&shown, (place, scope), of, setting(of, now, glance))?;
            let confined = self.confined(of, scope, glance.subject);
            inquiries.push(Inquiry::new(
                of,
                scope,
                asked.plan,
                confined,
                glance.subject,
            ));
        }
        Ok(inquiries)
    }

    pub(super) fn board_of(&self, subject: &Subject) -> Result<&Board, Failure> {
        let personas = &self.model().personas;
        let persona = subject.persona().and_then(|id| personas.get(id.index()));
        let board = persona.and_then(|persona| self.boards().board(&persona.name));
        board.ok_or_else(|| {
            let name = persona.map_or("", |persona| &*persona.name);
            Failure::new(Code::KernelNoDashboard).with("persona", name.to_owned())
        })
    }

    pub(super) fn table_at(&self, place: usize) -> Result<&Table, Failure> {
        let table = self.boards().tables.get(place);
        table.ok_or_else(|| Failure::new(Code::KernelInternal))
    }

    /// Whether a card is there for the subject.
    pub(super) fn shows(&self, card: &BoardCard, subject: &Subject) -> bool {
        let may = |action| self.access().may_ever(subject, action);
        let passage = card.needs.map_or(Passage::Open, may);
        let mut parts = card.parts.iter();
        is_way(passage) && parts.all(|part| self.reaches(part, passage, subject))
    }

    /// Whether the subject may come by a part's facts at all: records of a kind that it may list
    /// and read, and everybody's facts only by an action that it may do whatever the record.
    fn reaches(&self, part: &Part, passage: Passage, subject: &Subject) -> bool {
        let Some(table) = self.boards().tables.get(part.table) else {
            return false;
        };
        let kind = match (&table.origin, part.scope) {
            (Origin::Given { .. }, Scope::All) => return passage == Passage::Open,
            (Origin::Given { .. }, Scope::Mine(_)) => return subject.is_signed_in(),
            (Origin::Records { kind, .. }, _) => self.model().kinds.get(kind.index()),
        };
        let may = |verb| {
            let action = kind.and_then(|kind| self.verb(kind, verb).ok());
            action.is_some_and(|action| is_way(self.access().may_ever(subject, action)))
        };
        may(Verb::List) && may(Verb::Read)
    }
}

fn is_way(passage: Passage) -> bool {
    matches!(passage, Passage::Open | Passage::Depends)
}

/// A dashboard on its way: the answers of each card so far, and the facts that they are of.
struct Drawn<'k> {
    shown: &'k [&'k BoardCard],
    answers: Vec<Vec<(Answer, Source)>>,
    bad: Vec<(Box<str>, BadRow)>,
}

impl<'k> Drawn<'k> {
    fn of(shown: &'k [&'k BoardCard]) -> Self {
        Self {
            shown,
            answers: vec![Vec::new(); shown.len()],
            bad: Vec::new(),
        }
    }

    /// Notes the records that could not become facts, once for each table.
    fn note(&mut self, table: &Table, bad: &[BadRow]) {
        if !self.bad.iter().any(|(name, _)| *name == table.name) {
            let named = bad.iter().map(|row| (table.name.clone(), row.clone()));
            self.bad.extend(named);
        }
    }

    /// Takes the answers of the parts at some places.
    fn take(&mut self, places: &[usize], found: Vec<Answer>, source: &Source) {
        for (place, answer) in places.iter().zip(found) {
            if let Some(answers) = self.answers.get_mut(*place) {
                answers.push((answer, source.clone()));
            }
        }
    }

    fn cards(self) -> Vec<Shown> {
        let cards = self.shown.iter().zip(self.answers);
        cards
            .filter_map(|(card, answers)| put(card, answers))
            .collect()
    }
}

/// All that is asked of a table, and the places of the cards that ask.
pub(super) struct Asked {
    places: Vec<usize>,
    pub(super) plan: Plan,
}

impl Asked {
    pub(super) fn of(
        shown: &[&BoardCard],
        read: (usize, Scope),
        table: &Table,
        setting: Setting,
    ) -> Result<Self, Failure> {
        let wanted = |part: &&Part| (part.table, part.scope) == read;
        let asked = shown.iter().enumerate().flat_map(|(place, card)| {
            let parts = card.parts.iter().filter(wanted);
            parts.map(move |part| (place, part.card.clone()))
        });
        let (places, cards): (Vec<usize>, Vec<Card>) = asked.unzip();
        let plan = Plan::new(&table.shape, setting, cards)?;
        Ok(Self { places, plan })
    }
}

pub(super) fn setting(table: &Table, now: i64, glance: &Glance<'_>) -> Setting {
    Setting {
        at: table.at,
        now,
        calendar: glance.calendar.clone(),
        exact: glance.exact,
    }
}

/// What cards read: tables and whose facts of them, in the order of the tables.
pub(super) fn reads(cards: &[&BoardCard]) -> Vec<(usize, Scope)> {
    let mut reads: Vec<(usize, Scope)> = Vec::new();
    for part in cards.iter().flat_map(|card| &card.parts) {
        let read = (part.table, part.scope);
        if !reads.contains(&read) {
            reads.push(read);
        }
    }
    reads.sort_by_key(|(table, _)| *table);
    reads
}

/// The name by which facts know a subject.
pub(super) fn name_of(subject: &Subject) -> Option<&str> {
    subject.id().map(|id| id.as_str())
}

fn source(table: &Table, scope: Scope, rows: u64) -> Source {
    let name = |place: usize| {
        let column = table.shape.columns().get(place);
        column.map(|column| column.name.clone())
    };
    let mine = match scope {
        Scope::All => None,
        Scope::Mine(column) => name(column),
    };
    Source {
        facts: table.name.clone(),
        at: name(table.at).unwrap_or_default(),
        mine,
        rows,
        scanned: None,
    }
}

/// A card with its answer; of two, the first divided by the second. They come in the order of
/// their tables, which need not be that of the ratio.
fn put(card: &BoardCard, mut answers: Vec<(Answer, Source)>) -> Option<Shown> {
    if let [over, under] = card.parts.as_slice()
        && over.table > under.table
    {
        answers.reverse();
    }
    let (answers, sources): (Vec<Answer>, Vec<Source>) = answers.into_iter().unzip();
    let mut answer = match answers.as_slice() {
        [over, under] => over.over(under),
        [only] => only.clone(),
        _ => return None,
    };
    answer.explained_by.formula = card.measure.to_string();
    Some(Shown {
        label: card.label.clone(),
        counts: card.counts.clone(),
        better: card.better,
        wanted: card.wanted,
        thresholds: card.thresholds.clone(),
        outlooks: Vec::new(),
        answer,
        sources,
    })
}

/// Whether facts that are handed in must be of the subject's tenant.
pub(super) fn is_confined(model: &Model, subject: &Subject) -> bool {
    model.tenancy.is_some() && !subject.crosses_tenants()
}
