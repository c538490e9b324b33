//! Questions about what is prepared. A context of 0 says nothing of the circumstances.

use std::sync::{Arc, LazyLock};

use profilekit::Kernel;
use profilekit::access::{self, Columns, Context, Dialect, Page, Passage, Subject};
use profilekit::id::ActionId;
use profilekit::kernel::{self, ViewAs};
use profilekit::wire::{self, Record};

use crate::answer::{
    Decision, ExplainedRule, Explanation, NavigationEntry, Rating, Score, SqlFilter, View, place,
};
use crate::failure::{Outcome, bad};
use crate::handle::{Prepared, shelves};

/// What is known of the circumstances where nobody says.
static NOTHING: LazyLock<Context> = LazyLock::new(Context::default);

/// Who asks, and in which circumstances.
struct Asker {
    subject: Arc<Prepared<Subject>>,
    context: Circumstances,
}

/// What was prepared, if anything.
struct Circumstances(Option<Arc<Prepared<Context>>>);

impl Circumstances {
    /// What is known under that key; it must be of the kernel `number`.
    fn of(key: u64, number: u64) -> Outcome<Self> {
        let context = shelves().context(key)?.cloned();
        if let Some(context) = &context {
            same(context.owner.number, number)?;
        }
        Ok(Self(context))
    }

    fn get(&self) -> &Context {
        let prepared = self.0.as_ref();
        prepared.map_or(&NOTHING, |context| &context.value)
    }
}

impl Asker {
    fn of(subject: u64, context: u64) -> Outcome<Self> {
        let subject = Arc::clone(shelves().subject(subject)?);
        let context = Circumstances::of(context, subject.owner.number)?;
        Ok(Self { subject, context })
    }

    fn kernel(&self) -> &Kernel {
        &self.subject.owner.kernel
    }

    fn subject(&self) -> &Subject {
        &self.subject.value
    }

    fn record(&self, key: u64) -> Outcome<Arc<Prepared<Record>>> {
        let record = Arc::clone(shelves().record(key)?);
        same(record.owner.number, self.subject.owner.number)?;
        Ok(record)
    }

    fn decide(&self, action: ActionId, record: &Record) -> access::Decision {
        let resource = record.resource();
        self.kernel()
            .decide(self.subject(), action, resource, self.context.get())
    }

    fn ask(&self, action: ActionId, record: &Record) -> Decision {
        let (subject, context) = (self.subject(), self.context.get());
        let resource = record.resource();
        let answer = self.kernel().ask(subject, action, resource, context);
        Decision::of(self.decide(action, record).reason, &answer)
    }
}

/// Decides while the shelves are open: a decision takes less time than holding what it is about.
fn decided(subject: u64, action: u32, record: u64, context: u64) -> Outcome<access::Decision> {
    let shelves = shelves();
    let (subject, record) = (shelves.subject(subject)?, shelves.record(record)?);
    let context = shelves.context(context)?;
    let number = subject.owner.number;
    same(record.owner.number, number)?;
    same(
        context.map_or(number, |context| context.owner.number),
        number,
    )?;
    let context = context.map_or(&*NOTHING, |context| &context.value);
    let resource = record.value.resource();
    let kernel = &subject.owner.kernel;
    Ok(kernel.decide(&subject.value, wire::known(action)?, resource, context))
}

/// Handles mean something to the kernel only that gave them.
fn same(one: u64, other: u64) -> Outcome<()> {
    if one == other {
        return Ok(());
    }
    Err(bad("it was prepared by another kernel"))
}

/// Whether a subject may do an action.
#[uniffi::export]
pub fn native_can(subject: u64, action: u32, record: u64, context: u64) -> Outcome<bool> {
    Ok(decided(subject, action, record, context)?.allowed)
}

/// Decides: the place of the answer among the kernel's decisions.
#[uniffi::export]
pub fn native_decide(subject: u64, action: u32, record: u64, context: u64) -> Outcome<u32> {
    Ok(place(&decided(subject, action, record, context)?))
}

/// Decides about an action that writes, and names the fields.
#[uniffi::export]
pub fn native_ask(subject: u64, action: u32, record: u64, context: u64) -> Outcome<Decision> {
    let asker = Asker::of(subject, context)?;
    let record = asker.record(record)?;
    Ok(asker.ask(wire::known(action)?, &record.value))
}

/// Decides many questions, given as pairs of an index of a record and the handle of an action: a
/// byte each, 1 where it is allowed.
#[uniffi::export]
pub fn native_decide_many(
    subject: u64,
    records: Vec<u64>,
    questions: Vec<u32>,
    context: u64,
) -> Outcome<Vec<u8>> {
    let asker = Asker::of(subject, context)?;
    let records = records.into_iter().map(|record| asker.record(record));
    let records: Vec<Arc<Prepared<Record>>> = records.collect::<Outcome<_>>()?;
    let page = Page::new(records, |record| record.value.resource());
    let (kernel, context) = (asker.kernel(), asker.context.get());
    let many = wire::decide_many(kernel, asker.subject(), &page, &questions, context);
    Ok(many?)
}

/// Decides, and tells of every rule why it did or did not apply.
#[uniffi::export]
pub fn native_explain(
    subject: u64,
    action: u32,
    record: u64,
    context: u64,
) -> Outcome<Explanation> {
    let asker = Asker::of(subject, context)?;
    let (action, record) = (wire::known(action)?, asker.record(record)?);
    let (kernel, resource) = (asker.kernel(), record.value.resource());
    let rules = kernel.explain(asker.subject(), action, resource, asker.context.get());
    let rules = rules.iter().map(|rule| ExplainedRule::of(kernel, rule));
    Ok(Explanation {
        decision: asker.ask(action, &record.value),
        rules: rules.collect(),
    })
}

/// The records on which a subject may do an action, as SQL.
#[uniffi::export]
pub fn native_filter(
    subject: u64,
    action: u32,
    context: u64,
    dialect: Dialect,
) -> Outcome<SqlFilter> {
    let asker = Asker::of(subject, context)?;
    let kernel = asker.kernel();
    let access = kernel.access();
    let filter = access.filter(asker.subject(), wire::known(action)?, asker.context.get());
    let sql = filter.to_sql(kernel.model(), dialect, &Columns::default())?;
    Ok(SqlFilter::of(sql))
}

/// A subject's rights as JSON text, settled as far as they do not depend on the record.
#[uniffi::export]
pub fn native_ability(subject: u64) -> Outcome<String> {
    let asker = Asker::of(subject, 0)?;
    let kernel = asker.kernel();
    Ok(kernel.access().ability(kernel.model(), asker.subject()))
}

/// What a subject sees of a record.
#[uniffi::export]
pub fn native_view(subject: u64, record: u64, context: u64) -> Outcome<View> {
    let asker = Asker::of(subject, context)?;
    let record = asker.record(record)?;
    let (kernel, kind) = (asker.kernel(), record.value.kind());
    record.value.with(|one| {
        let view = kernel.view(kind, one, asker.subject(), asker.context.get())?;
        Ok(View::of(view))
    })
}

/// What a hypothetical viewer would see.
#[uniffi::export]
pub fn native_view_as(viewer: String, record: u64, context: u64) -> Outcome<View> {
    let record = Arc::clone(shelves().record(record)?);
    let context = Circumstances::of(context, record.owner.number)?;
    let viewer = ViewAs::parse(&viewer).ok_or_else(|| {
        let reason = "a viewer is `public`, `platform`, `owner` or `role:NAME`";
        profilekit::error::Failure::bad_request(reason).at("/viewer")
    })?;
    let (kernel, kind) = (&record.owner.kernel, record.value.kind());
    record.value.with(|one| {
        let view = kernel.view_as(kind, one, viewer, context.get())?;
        Ok(View::of(view))
    })
}

/// The score of a record for its owner: the subject, or whoever owns a record of the kind where
/// that is 0.
#[uniffi::export]
pub fn native_strength(record: u64, subject: u64, context: u64) -> Outcome<Score> {
    for_owner(
        record,
        subject,
        context,
        |kernel, kind, one, owner, context| {
            let score = kernel.strength(kind, one, owner, context)?;
            Ok(Score::of(&score))
        },
    )
}

/// The score alone and its level: what a list shows.
#[uniffi::export]
pub fn native_score(record: u64, subject: u64, context: u64) -> Outcome<Rating> {
    for_owner(
        record,
        subject,
        context,
        |kernel, kind, one, owner, context| {
            let (score, level) = kernel.score(kind, one, owner, context)?;
            Ok(Rating {
                score,
                level: level.map(String::from),
            })
        },
    )
}

/// Asks for a record's owner: the subject, or whoever owns a record of the kind where that is 0.
fn for_owner<T>(
    record: u64,
    subject: u64,
    context: u64,
    ask: impl FnOnce(&Kernel, &str, &kernel::Record<'_>, &Subject, &Context) -> Outcome<T>,
) -> Outcome<T> {
    let record = Arc::clone(shelves().record(record)?);
    let number = record.owner.number;
    let context = Circumstances::of(context, number)?;
    let given = (subject != 0).then(|| Asker::of(subject, 0)).transpose()?;
    if let Some(given) = &given {
        same(given.subject.owner.number, number)?;
    }
    let (kernel, value) = (&record.owner.kernel, &record.value);
    let owner = match &given {
        Some(given) => given.subject().clone(),
        None => value.owner(kernel)?,
    };
    value.with(|one| ask(kernel, value.kind(), one, &owner, context.get()))
}

/// The score as one viewer may know it.
#[uniffi::export]
pub fn native_strength_seen(subject: u64, record: u64, context: u64) -> Outcome<Score> {
    let asker = Asker::of(subject, context)?;
    let record = asker.record(record)?;
    let (kernel, kind) = (asker.kernel(), record.value.kind());
    record.value.with(|one| {
        let score = kernel.strength_seen(kind, one, asker.subject(), asker.context.get())?;
        Ok(Score::of(&score))
    })
}

/// Whether a subject may enter a path.
#[uniffi::export]
pub fn native_route(subject: u64, path: String) -> Outcome<Passage> {
    let asker = Asker::of(subject, 0)?;
    let kernel = asker.kernel();
    let access = kernel.access();
    Ok(access.route(kernel.model(), asker.subject(), &path))
}

/// The navigation of a subject's persona, without what it may not enter.
#[uniffi::export]
pub fn native_navigation(subject: u64) -> Outcome<Vec<NavigationEntry>> {
    let asker = Asker::of(subject, 0)?;
    let kernel = asker.kernel();
    let access = kernel.access();
    let entries = access.navigation(kernel.model(), asker.subject());
    Ok(entries.iter().map(NavigationEntry::of).collect())
}
