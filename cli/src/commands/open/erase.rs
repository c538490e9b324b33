//! `open URL erase`.

use std::path::Path;

use profilekit::hub::{Call, Erased, ErasurePlan, Hub, Person};
use profilekit::store::Erasure;
use serde::Serialize;

use super::ledger::ErasureLine;
use super::{Desk, count};
use crate::args::open::Erase;
use crate::files::{self, Lines};
use crate::output::{Misuse, Outcome, say, say_line, tell_line};
use crate::table::table;

pub(super) fn run(desk: &Desk<'_>, args: &Erase) -> Result<Outcome, Misuse> {
    let hub = desk.hub(&args.owed.blueprint)?;
    let subject = desk.system(hub.kernel())?;
    let call = desk.call(&subject, args.owed.by.as_deref());
    let work = Work {
        desk,
        hub: &hub,
        call: &call,
        ledger: args.ledger.as_deref(),
    };
    match &args.again {
        Some(ledger) => work.again(ledger),
        None => {
            let person = Person {
                id: args.person.as_deref().unwrap_or_default(),
                tenant: &args.tenant,
            };
            work.person(&person, args.confirm.as_deref())
        }
    }
}

struct Work<'w> {
    desk: &'w Desk<'w>,
    hub: &'w Hub,
    call: &'w Call<'w>,
    ledger: Option<&'w Path>,
}

impl Work<'_> {
    fn person(&self, person: &Person<'_>, confirm: Option<&str>) -> Result<Outcome, Misuse> {
        match confirm {
            Some(code) => self.erased(self.hub.erase(self.call, person, code)),
            None => self.plan(person),
        }
    }

    fn plan(&self, person: &Person<'_>) -> Result<Outcome, Misuse> {
        let plan = self.desk.wait(self.hub.plan_erasure(self.call, person))?;
        self.desk.say(&PlanLine::of(&plan), || show(&plan))?;
        Ok(Outcome::Fine)
    }

    fn again(&self, ledger: &Path) -> Result<Outcome, Misuse> {
        let ledger: Vec<ErasureLine> = files::lines(ledger, "erasure")?;
        let ledger: Vec<Erasure> = ledger.into_iter().map(Erasure::from).collect();
        self.erased(self.hub.erase_again(self.call, &ledger))
    }

    /// Erases, notes who it was, and takes the last traces out of the file.
    fn erased(
        &self,
        erase: impl Future<Output = Result<Erased, profilekit::hub::Refusal>>,
    ) -> Result<Outcome, Misuse> {
        // What cannot be noted is not begun.
        let file = self.ledger.map(Lines::growing).transpose()?;
        let erased = self.desk.wait(erase)?;
        let noted = self.note(file, erased.ledger);
        let scrubbed = self.scrub();
        let machines = ErasedLine {
            erased: erased.records,
            noted: self.ledger.is_some() && noted.is_ok(),
            scrubbed: scrubbed.is_ok() && self.desk.opened.file.is_some(),
        };
        self.desk.say(&machines, || {
            say_line!("{} erased or emptied", count(erased.records, "record"));
        })?;
        noted.and(scrubbed)?;
        Ok(Outcome::Fine)
    }

    fn note(&self, file: Option<Lines>, ledger: Vec<Erasure>) -> Result<(), Misuse> {
        let Some(mut file) = file else {
            tell_line!(
                "Without --ledger only the store knows who was erased: a copy of it that is \
                        brought back does not."
            );
            return Ok(());
        };
        let lines: Vec<ErasureLine> = ledger.into_iter().map(ErasureLine::from).collect();
        file.push_all(&lines)
    }

    fn scrub(&self) -> Result<(), Misuse> {
        let Some(file) = &self.desk.opened.file else {
            tell_line!("PostgreSQL keeps what was erased in its files until it vacuums them.");
            return Ok(());
        };
        tell_line!("Writing the file anew, without the last traces.");
        file.scrub().map_err(|_| {
            let help = "Everything is erased, but the file still holds traces: end what reads it, \
                        and erase again with `--again LEDGER`.";
            Misuse::new("The file could not be written anew.", help)
        })
    }
}

/// What erasing would do, as machines read it.
#[derive(Serialize)]
struct PlanLine<'p> {
    records: Vec<KindLine<'p>>,
    retained: Vec<RetainedLine<'p>>,
    confirmation: &'p str,
}

/// What becomes of records of a kind.
#[derive(Serialize)]
struct KindLine<'p> {
    kind: &'p str,
    treatment: &'static str,
    count: u64,
}

/// What a law asks to keep.
#[derive(Serialize)]
struct RetainedLine<'p> {
    kind: &'p str,
    fields: &'p [String],
}

/// What erasing did.
#[derive(Serialize)]
struct ErasedLine {
    erased: u64,
    noted: bool,
    scrubbed: bool,
}

impl<'p> PlanLine<'p> {
    fn of(plan: &'p ErasurePlan) -> Self {
        let records = plan
            .records
            .iter()
            .map(|(kind, treatment, count)| KindLine {
                kind,
                treatment: treatment.word(),
                count: *count,
            });
        let retained = plan.retained.iter();
        let retained = retained.map(|(kind, fields)| RetainedLine { kind, fields });
        Self {
            records: records.collect(),
            retained: retained.collect(),
            confirmation: &plan.confirmation,
        }
    }
}

fn show(plan: &ErasurePlan) {
    let rows = plan.records.iter().map(|(kind, treatment, count)| {
        vec![kind.clone(), treatment.word().to_owned(), count.to_string()]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    say!("{}", table(&["kind", "treatment", "records"], &rows));
    for (kind, fields) in &plan.retained {
        say_line!("A law asks to keep of {kind}: {}", fields.join(" "));
    }
    say_line!(
        "\nRoles, consents and kept answers go too, and names in the account and the access log.\n\
         Nothing was erased yet. To erase exactly this: --confirm {}",
        plan.confirmation
    );
}
