//! Figures of records that are kept for somebody, so that a dashboard need not look at every
//! record again.

use super::compile::Kernel;
use super::dashboard::{Glance, name_of};
use super::facts::{Counted, Gathering, Supplied, Whose, bad_request};
use super::view::Record;
use crate::access::Rule;
use crate::blueprint::{BuiltinRole, Verb};
use crate::error::Failure;
use crate::metrics::{Day, Loaded, Rollup, Sum};
use crate::privacy::Digest;

/// The form of what is kept. It changes with whatever makes other bytes of the same facts.
const FORM: &str = "1";

/// Makes what is kept of a table of records for somebody, and puts it together again.
///
/// What is kept is what one subject sees, so that it answers for nobody else: [`Keeper::name`] is
/// another one for whoever sees something else.
#[derive(Debug)]
pub struct Keeper<'k> {
    gathering: Gathering<'k>,
    rollup: Rollup,
}

/// The facts of a record, each with its day, and whether all of them could be read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Kept {
    /// The facts as bytes, with their days ([`crate::metrics::NEVER`] for those without a time).
    pub rows: Vec<(i64, Vec<u8>)>,
    /// Whether some could not be read.
    pub bad: bool,
}

impl Kernel {
    /// Begins to keep figures of a table of records, for the subject's dashboard.
    ///
    /// # Errors
    /// Those of [`Kernel::survey`].
    pub fn keeper<'k>(
        &'k self,
        table: &str,
        glance: &'k Glance<'k>,
    ) -> Result<Keeper<'k>, Failure> {
        let gathering = self.gather(table, glance)?;
        let rollup = Rollup::new(self.card_plans(table, glance)?);
        let rollup = rollup.ok_or_else(|| bad_request("the dashboard does not read this table"))?;
        Ok(Keeper { gathering, rollup })
    }
}

impl<'k> Keeper<'k> {
    /// The name of the table.
    #[must_use]
    pub fn table(&self) -> &'k str {
        &self.gathering.table.name
    }

    /// The zone of the days, and up to how many values are kept one by one.
    #[must_use]
    pub fn setting(&self) -> (&'k str, u32) {
        let glance = self.gathering.glance;
        (glance.calendar.zone.name(), glance.exact)
    }

    /// The name of what is kept: of the product as it is now, the table, who sees it, the zone of
    /// the days, and up to how many values are kept one by one.
    #[must_use]
    pub fn name(&self) -> String {
        let Gathering { kernel, glance, .. } = &self.gathering;
        let subject = glance.subject;
        let texts = [
            FORM.to_owned(),
            kernel.fingerprint().to_owned(),
            self.table().to_owned(),
            format!("{:?}", subject.id()),
            format!("{:?}", subject.tenant()),
            format!("{:?} {:?}", subject.roles(), subject.persona()),
            format!("{:?}", glance.calendar.zone),
            glance.exact.to_string(),
        ];
        Digest::of_parts(texts).to_string()
    }

    /// Why nothing can be kept, where that is so: what is seen of a record must follow from the
    /// record and from who looks alone, and nobody may have to be told of each look.
    #[must_use]
    pub fn refused(&self) -> Option<&'static str> {
        let Gathering {
            kernel,
            table,
            kind,
            ..
        } = &self.gathering;
        let actions = [Verb::List, Verb::Read].map(|verb| kernel.verb(kind, verb).ok());
        let rules = actions.into_iter().flatten();
        let rules = rules.filter_map(|action| kernel.access().rules_of(action));
        let rules = rules.flat_map(|rules| rules.allow.iter().chain(&rules.deny));
        let held = self.gathering.glance.subject.roles();
        let meets = |rule: &&Rule| rule.roles.is_none_or(|any| any.intersects(held));
        let rules: Vec<&Rule> = rules.filter(meets).collect();
        let obliges = |rule: &&Rule| {
            let info = kernel.access().rule(rule.id);
            info.is_some_and(|info| !info.obligations.is_empty())
        };
        if rules.iter().any(|rule| rule.asks_for_context()) {
            Some("a policy asks for the time or the circumstances of the look")
        } else if rules.iter().any(|rule| rule.asks_for_attributes()) {
            Some("a policy asks for attributes of who looks")
        } else if rules.iter().any(obliges) {
            Some("a policy lets somebody look on a condition")
        } else if kind.owned && table.is_personal(kind) {
            Some("each look at a record is noted for its owner")
        } else {
            None
        }
    }

    /// The roles of who looks that are given by name.
    #[must_use]
    pub fn roles(&self) -> Vec<&'k str> {
        let Gathering { kernel, glance, .. } = &self.gathering;
        let given = glance.subject.roles();
        let given = given.iter();
        let given = given.filter(|role| role.index() > BuiltinRole::System.id().index());
        let roles = &kernel.model().roles;
        let names = given.filter_map(|role| roles.get(role.index()));
        names.map(|role| &*role.name).collect()
    }

    /// The facts that a record is to who looks.
    ///
    /// # Errors
    /// Faults of the record.
    pub fn kept(&mut self, record: &Record<'_>) -> Result<Kept, Failure> {
        self.gathering.add(record)?;
        let Loaded { facts, bad } = self.gathering.take()?;
        Ok(Kept {
            rows: self.rollup.placed(&facts),
            bad: !bad.is_empty(),
        })
    }

    /// What is known of the facts of a day.
    ///
    /// # Errors
    /// Those of [`Rollup::states`].
    pub fn states(&self, day: &Day) -> Result<Vec<u8>, Failure> {
        self.rollup
            .states(day, name_of(self.gathering.glance.subject))
    }

    /// Begins to put days together.
    ///
    /// # Errors
    /// Those of [`Rollup::begin`].
    pub fn begin(&self) -> Result<Sum<'_>, Failure> {
        self.rollup.begin()
    }

    /// Looks at the facts of a day that a range begins or ends within.
    ///
    /// # Errors
    /// Those of [`Sum::look`].
    pub fn look(&self, sum: &mut Sum<'_>, day: &Day) -> Result<(), Failure> {
        sum.look(day, name_of(self.gathering.glance.subject))
    }

    /// What all days come to, for a dashboard of the same subject at the same time.
    #[must_use]
    pub fn finish(&self, sum: Sum<'_>) -> Vec<Supplied> {
        let whose = Whose::of(self.gathering.glance.subject);
        let found = sum.finish().into_iter().map(|(scope, partial)| {
            let counted = Counted {
                partial,
                scope,
                whose: whose.clone(),
                bad: Vec::new(),
                scanned: None,
            };
            Supplied::counted(self.table(), counted)
        });
        found.collect()
    }
}
