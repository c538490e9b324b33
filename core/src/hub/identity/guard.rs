//! One call for an endpoint: who asks, and whether they may.

use super::Turn;
use crate::access::Subject;
use crate::error::{Code, Failure};
use crate::hub::Hub;
use crate::hub::call::Call;
use crate::hub::member::Person;
use crate::hub::operation::Target;
use crate::hub::plan::Desk;
use crate::hub::refusal::Refusal;
use crate::id::Id;
#[cfg(feature = "tokens")]
use crate::identity::{Claims, Expected, TokenKeys, verify_token};
use crate::store::StoredRecord;

/// What a request comes with.
#[derive(Debug, Clone, Copy)]
pub enum Credential<'c> {
    /// Nothing.
    Nobody,
    /// The provider's identifier of a user whose session the host has made sure of.
    Session(&'c str),
    /// The same where somebody else acts in that session, such as an administrator who helps:
    /// the user's rules decide, and the account names who it was.
    Acting {
        /// The provider's identifier of the user.
        user: &'c str,
        /// Who really acts, as the host names them.
        actor: &'c str,
    },
    /// A session token.
    #[cfg(feature = "tokens")]
    Token {
        /// The token.
        token: &'c str,
        /// The issuer's public keys.
        keys: &'c TokenKeys,
        /// What it must say.
        expected: &'c Expected<'c>,
    },
}

/// Somebody whose account is known.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Who.
    pub subject: Subject,
    /// Who really acts, where it is somebody else: as the host says ([`Credential::Acting`]), or
    /// the token.
    pub actor: Option<String>,
    /// What their token says, where they came with one, such as the session.
    #[cfg(feature = "tokens")]
    pub claims: Option<Claims>,
}

impl SignedIn {
    /// A call of theirs at an instant, in microseconds since 1970 UTC. Where somebody else acts
    /// in their session, the account of changes and of looks names them ([`Call::by`]).
    #[must_use]
    pub fn call(&self, now: i64) -> Call<'_> {
        let call = Call::new(&self.subject, now);
        match &self.actor {
            Some(actor) => call.by(actor),
            None => call,
        }
    }
}

/// Somebody who may do what they asked for.
#[derive(Debug, Clone)]
pub struct Guarded {
    /// Who.
    pub who: SignedIn,
    /// The record that it is about, where it is about one.
    pub record: Option<StoredRecord>,
    /// How often they called, where the blueprint limits what they act as.
    pub turn: Option<Turn>,
}

/// Whose session a request comes from.
struct Session {
    /// The provider's identifier.
    user: String,
    /// Who really acts, where it is somebody else.
    actor: Option<String>,
    #[cfg(feature = "tokens")]
    claims: Option<Claims>,
}

impl Hub {
    /// Who a request comes from: the person whose account follows the user, with the roles that
    /// they have here. `now` is in microseconds since 1970 UTC.
    ///
    /// # Errors
    /// All with the status 401: [`Code::IdentityNoToken`], those of
    /// [`crate::identity::verify_token`], and [`Code::IdentityUnknownUser`] for somebody who has
    /// no account here, whose account is set aside, or who was deleted or banned at the provider.
    /// And those of the store.
    pub async fn signed_in(
        &self,
        credential: &Credential<'_>,
        now: i64,
    ) -> Result<SignedIn, Refusal> {
        let session = session(credential, now)?;
        Ok(SignedIn {
            subject: self.user_of(&session.user).await?,
            actor: session.actor,
            #[cfg(feature = "tokens")]
            claims: session.claims,
        })
    }

    /// The person whose account follows a user.
    async fn user_of(&self, user: &str) -> Result<Subject, Refusal> {
        let unknown = || Failure::new(Code::IdentityUnknownUser);
        let (_, kind) = self.identity_plan()?;
        let id = Id::new(user).ok_or_else(unknown)?;
        let (_, link) = self.link(id.as_str()).await?.ok_or_else(unknown)?;
        if link.gone || link.banned {
            return Err(unknown().into());
        }
        let address = crate::store::Address::new(&link.tenant, &kind.name, &link.record);
        let account = self.store().get(&address).await?.ok_or_else(unknown)?;
        // What is nobody's any more, or somebody else's by now, signs nobody in.
        let theirs = account.owner.as_ref() == Some(&link.user);
        if account.archived_at.is_some() || !theirs {
            return Err(unknown().into());
        }
        let person = Person {
            id: &link.user,
            tenant: &link.tenant,
        };
        self.subject(&person, None).await
    }

    /// Who a request comes from, and that they may do to a record what they ask for, such as
    /// `read` or `update`. It counts as a call: see [`Self::turn`].
    ///
    /// # Errors
    /// Of those of [`Self::signed_in`], 401. [`Code::IdentityRateLimited`], 429: they called too
    /// often for what they act as. [`Code::AccessNotVisible`], 404: there is no such
    /// record, it is another tenant's, or they may not see it, and nobody learns which.
    /// [`Code::AccessDenied`], 403: they see it and may not do that.
    pub async fn guard(
        &self,
        credential: &Credential<'_>,
        now: i64,
        action: &str,
        target: &Target<'_>,
    ) -> Result<Guarded, Refusal> {
        let who = self.signed_in(credential, now).await?;
        let turn = self.turn(&who.subject, now);
        turn.map_or(Ok(()), |turn| turn.check())?;
        let call = who.call(now);
        let desk = Desk {
            hub: self,
            call: &call,
            kind: self.kernel().kind(target.kind)?,
            action,
        };
        let id = desk.action(action)?;
        let record = desk.find(target).await?;
        desk.allow(id, &record, true)?;
        Ok(Guarded {
            record: Some(record),
            who,
            turn,
        })
    }
}

/// Whose session it is that a request comes with.
fn session(credential: &Credential<'_>, now: i64) -> Result<Session, Failure> {
    let nobody = || Failure::new(Code::IdentityNoToken);
    let _ = now;
    match credential {
        Credential::Nobody | Credential::Session("") => Err(nobody()),
        Credential::Session(user) => Ok(Session::of(user, None)),
        // Who acts and is not named would pass for the user.
        Credential::Acting { user: "", .. } | Credential::Acting { actor: "", .. } => Err(nobody()),
        Credential::Acting { user, actor } => Ok(Session::of(user, Some(actor))),
        #[cfg(feature = "tokens")]
        Credential::Token { token: "", .. } => Err(nobody()),
        #[cfg(feature = "tokens")]
        Credential::Token {
            token,
            keys,
            expected,
        } => {
            let claims = verify_token(token, keys, expected, now)?;
            let session = Session::of(&claims.subject, claims.actor.as_deref());
            Ok(Session {
                claims: Some(claims),
                ..session
            })
        }
    }
}

impl Session {
    fn of(user: &str, actor: Option<&str>) -> Self {
        Self {
            user: user.to_owned(),
            actor: actor.map(str::to_owned),
            #[cfg(feature = "tokens")]
            claims: None,
        }
    }
}
