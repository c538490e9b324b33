//! Deliveries of the identity provider.

use core::net::IpAddr;

use super::delivery::{Attempt, Delivery, is_conflict};
use super::follow::Way;
use crate::error::{Code, Failure};
use crate::hub::Hub;
use crate::hub::call::Call;
use crate::hub::refusal::Refusal;
use crate::identity::{
    Action, Key, MessageId, News, Notice, SyncPlan, check_sender, parse_clerk, sender,
    verify_webhook_within,
};
use crate::store::{Commit, StoreError};

/// How often a delivery is worked out again after it met another change.
const REPEATS: usize = 32;

/// A delivery as it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Webhook<'w> {
    /// Its headers, names in any case.
    pub headers: &'w [(&'w str, &'w str)],
    /// Its body, byte by byte.
    pub body: &'w [u8],
    /// The address of the connection; needed where the blueprint names networks.
    pub peer: Option<IpAddr>,
}

impl Webhook<'_> {
    /// Which addresses proxies say that it came from, where they do.
    fn forwarded(&self) -> Option<String> {
        let named = |(name, _): &&(&str, &str)| name.eq_ignore_ascii_case("x-forwarded-for");
        let lists = self.headers.iter().filter(named);
        let lists: Vec<&str> = lists.map(|(_, list)| *list).collect();
        Some(lists.join(",")).filter(|_| !lists.is_empty())
    }
}

/// What became of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// An account was made, changed, or left.
    Applied,
    /// Everything was as it should be.
    Unchanged,
    /// It came before.
    Repeated,
    /// A later state was followed before, or the user is gone.
    Stale,
    /// It is about something else; it is noted.
    Recorded,
    /// It would give two accounts what only one may have: nothing was done, and it is told.
    Conflict,
    /// It is genuine and says nothing that can be followed, now or later.
    Refused,
    /// It is not known to be genuine.
    Rejected,
    /// A store failed; it may go well the next time.
    Failed,
}

impl Outcome {
    /// Every one.
    pub const ALL: [Self; 9] = [
        Self::Applied,
        Self::Unchanged,
        Self::Repeated,
        Self::Stale,
        Self::Recorded,
        Self::Conflict,
        Self::Refused,
        Self::Rejected,
        Self::Failed,
    ];

    /// Its word, such as `applied`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Unchanged => "unchanged",
            Self::Repeated => "repeated",
            Self::Stale => "stale",
            Self::Recorded => "recorded",
            Self::Conflict => "conflict",
            Self::Refused => "refused",
            Self::Rejected => "rejected",
            Self::Failed => "failed",
        }
    }
}

/// What became of a delivery, and what to answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Handled {
    /// What became of it.
    pub outcome: Outcome,
    /// Its identifier; empty where it is not genuine.
    pub id: String,
    /// What it says happened, such as `user.updated`; empty where that was not read.
    pub event: String,
    /// What is wrong with it, where something is.
    pub failure: Option<Failure>,
    /// What followed for the account, where it is about one.
    pub plan: Option<SyncPlan>,
}

impl Handled {
    fn new(outcome: Outcome, id: &str, event: &str) -> Self {
        Self {
            outcome,
            id: id.to_owned(),
            event: event.to_owned(),
            failure: None,
            plan: None,
        }
    }

    fn with(mut self, failure: Failure) -> Self {
        self.failure = Some(failure);
        self
    }

    /// The HTTP status to answer: 200 for whatever needs no further attempt, 503 where one may
    /// help, what the code says where the delivery itself is wrong.
    #[must_use]
    pub fn status(&self) -> u16 {
        match (self.outcome, &self.failure) {
            (Outcome::Failed, _) => 503,
            (Outcome::Refused | Outcome::Rejected, Some(failure)) => failure.code().http_status(),
            _ => 200,
        }
    }
}

impl Hub {
    /// Handles a delivery of the identity provider: makes sure that it is genuine, does what
    /// follows from it in one change, once, and notes what became of it. For the product itself.
    ///
    /// The answer to the provider is [`Handled::status`]. A failing store is an outcome too
    /// ([`Outcome::Failed`]): the provider sends the delivery again.
    ///
    /// # Errors
    /// [`Code::AccessDenied`] for others than the product, [`Code::IdentityNotConfigured`], and
    /// those of the store where a rejection could not be noted.
    pub async fn handle_webhook(
        &self,
        call: &Call<'_>,
        keys: &[Key],
        webhook: &Webhook<'_>,
    ) -> Result<Handled, Refusal> {
        call.only_system("sync")?;
        call.check()?;
        let (plan, _) = self.identity_plan()?;
        let tolerance = plan.tolerance;
        let genuine = self.checked(webhook).and_then(|()| {
            let Webhook { headers, body, .. } = webhook;
            verify_webhook_within(tolerance, headers, body, keys, call.now)
        });
        let verified = match genuine {
            Ok(verified) => verified,
            Err(failure) => return self.rejected(call, webhook, failure).await,
        };
        Ok(self
            .read_and_handle(call, verified.id.as_str(), webhook.body, Attempt::Came)
            .await)
    }

    /// Handles a delivery once more that was made sure of when it came and kept by an operator: its
    /// identifier and its body. One that was handled before is passed over, but for what was refused:
    /// a tenant may be there now, or a field that it needs. For the product itself.
    ///
    /// # Errors
    /// [`Code::AccessDenied`] for others than the product, [`Code::IdentityNotConfigured`].
    pub async fn replay_webhook(
        &self,
        call: &Call<'_>,
        id: &MessageId,
        body: &[u8],
    ) -> Result<Handled, Refusal> {
        call.only_system("sync")?;
        call.check()?;
        self.identity_plan()?;
        Ok(self
            .read_and_handle(call, id.as_str(), body, Attempt::Asked)
            .await)
    }

    async fn read_and_handle(
        &self,
        call: &Call<'_>,
        id: &str,
        body: &[u8],
        how: Attempt,
    ) -> Handled {
        match parse_clerk(body) {
            Ok(notice) => self.handle(call, id, &notice, how).await,
            Err(failure) => {
                let handled = Handled::new(Outcome::Refused, id, "").with(failure);
                self.finish(call, handled, how).await
            }
        }
    }

    /// Handles what a delivery says that was made sure of before, or that an operator hands in
    /// once more. Of two with one identifier, one is handled.
    async fn handle(&self, call: &Call<'_>, id: &str, notice: &Notice, how: Attempt) -> Handled {
        let event = notice.event.as_str();
        match self.applied(call, id, notice, how).await {
            Ok(handled) => handled,
            Err(refusal) if is_lasting(&refusal) => {
                let failure = failure(refusal);
                let handled = Handled::new(Outcome::Refused, id, event).with(failure);
                self.finish(call, handled, how).await
            }
            Err(refusal) => {
                let handled = Handled::new(Outcome::Failed, id, event).with(failure(refusal));
                if let Ok(delivery) = self.delivery(call, super::SOURCE, id).await
                    && !delivery.is_done(how)
                    && delivery.received().is_some()
                {
                    self.note_failed(&delivery, &handled, call.now).await;
                }
                handled
            }
        }
    }

    fn checked(&self, webhook: &Webhook<'_>) -> Result<(), Failure> {
        let (plan, _) = self.identity_plan()?;
        check_sender(plan, webhook.peer, webhook.forwarded().as_deref()).map(drop)
    }

    async fn rejected(
        &self,
        call: &Call<'_>,
        webhook: &Webhook<'_>,
        failure: Failure,
    ) -> Result<Handled, Refusal> {
        let mut ids = webhook.headers.iter().filter(|(name, _)| {
            ["webhook-id", "svix-id"]
                .iter()
                .any(|known| name.eq_ignore_ascii_case(known))
        });
        let id = ids.next().map_or("", |(_, id)| *id);
        let id = MessageId::parse(id).map_or("", |_| id);
        let (plan, _) = self.identity_plan()?;
        let from = webhook.peer.map_or_else(String::new, |peer| {
            let forwarded = webhook.forwarded();
            let from = sender(peer, forwarded.as_deref(), &plan.trusted_proxies);
            format!("ip:{}", from.unwrap_or(peer))
        });
        self.note_rejected(call, id, &from, failure.code()).await?;
        Ok(Handled::new(Outcome::Rejected, "", "").with(failure))
    }

    /// Does what follows, as one change with the note of it; again where it met another change.
    async fn applied(
        &self,
        call: &Call<'_>,
        id: &str,
        notice: &Notice,
        how: Attempt,
    ) -> Result<Handled, Refusal> {
        for _ in 0..REPEATS {
            let delivery = self.delivery(call, super::SOURCE, id).await?;
            if delivery.is_done(how) {
                return Ok(Handled::new(Outcome::Repeated, id, &notice.event));
            }
            let (handled, mut commit) =
                match self.worked_out(call, id, notice, delivery.way()).await {
                    Err(refusal) if refusal.is(Code::StoreSerialization) => continue,
                    worked_out => worked_out?,
                };
            commit.received = delivery.received();
            commit.writes.push(delivery.write(&handled, call.now));
            match self.store().commit(&commit).await {
                Ok(()) => return Ok(handled),
                Err(StoreError::UniqueViolation { .. }) => {}
                Err(error) if error.met_another() => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(Failure::new(Code::StoreSerialization).into())
    }

    async fn worked_out(
        &self,
        call: &Call<'_>,
        id: &str,
        notice: &Notice,
        way: Way,
    ) -> Result<(Handled, Commit), Refusal> {
        let mut handled = Handled::new(Outcome::Recorded, id, &notice.event);
        let mut commit = Commit::default();
        match &notice.news {
            News::Other => {}
            News::Present(user) => {
                let at = notice.at.unwrap_or(call.now);
                let known = self.known(user).await?;
                let followed = self.followed(call, user, known, at, way, &mut commit);
                match followed.await {
                    Err(refusal) if is_lasting(&refusal) => {
                        // It leaves its time behind: older states come later.
                        commit = Commit {
                            writes: self.state_seen(call, user, at).await?,
                            ..Commit::default()
                        };
                        handled.outcome = Outcome::Refused;
                        handled = handled.with(failure(refusal));
                    }
                    plan => {
                        let plan = plan?;
                        handled.outcome = outcome(&plan);
                        handled.plan = Some(plan);
                    }
                }
            }
            News::Gone(user) => {
                let at = notice.at.unwrap_or(call.now);
                let left = self.left(call, user, None, at, &mut commit).await?;
                handled.outcome = match left {
                    true => Outcome::Applied,
                    false => Outcome::Stale,
                };
            }
        }
        Ok((handled, commit))
    }

    /// Notes what became of a delivery from which nothing follows.
    async fn finish(&self, call: &Call<'_>, handled: Handled, how: Attempt) -> Handled {
        match self.noted(call, &handled, how).await {
            Ok(true) => handled,
            Ok(false) => Handled::new(Outcome::Repeated, &handled.id, &handled.event),
            Err(error) => {
                Handled::new(Outcome::Failed, &handled.id, &handled.event).with(error.into())
            }
        }
    }

    /// Whether it was noted now, and not before.
    async fn noted(
        &self,
        call: &Call<'_>,
        handled: &Handled,
        how: Attempt,
    ) -> Result<bool, StoreError> {
        let delivery: Delivery = self.delivery(call, super::SOURCE, &handled.id).await?;
        if delivery.is_done(how) {
            return Ok(false);
        }
        let commit = Commit {
            writes: vec![delivery.write(handled, call.now)],
            received: delivery.received(),
            ..Commit::default()
        };
        match self.store().commit(&commit).await {
            Ok(()) => Ok(true),
            Err(StoreError::UniqueViolation { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }
}

fn outcome(plan: &SyncPlan) -> Outcome {
    match plan.action {
        Action::Gone | Action::Stale => Outcome::Stale,
        _ if is_conflict(plan) => Outcome::Conflict,
        Action::None => Outcome::Unchanged,
        Action::Create | Action::Update => Outcome::Applied,
    }
}

pub(super) fn failure(refusal: Refusal) -> Failure {
    match refusal {
        Refusal::Failed(failure) => failure,
        Refusal::Invalid(violations) => {
            let first = violations.first().map_or("", |one| one.code()).to_owned();
            Failure::new(Code::IdentityBadPayload).with("reason", first)
        }
    }
}

/// Whether it would be refused however often it came. What met another change would not.
pub(super) fn is_lasting(refusal: &Refusal) -> bool {
    match refusal {
        Refusal::Invalid(_) => true,
        Refusal::Failed(failure) => {
            let met_another = [Code::StoreConflict, Code::StoreNotFound];
            failure.code().http_status() < 500 && !met_another.contains(&failure.code())
        }
    }
}
