//! Who asks, when, and how.

use crate::access::{Context, Subject};
use crate::blueprint::BuiltinRole;
use crate::error::{Code, Failure};

/// Who asks, when, and how: what every call of the hub has in common. The host has made sure
/// that the subject is who it says.
#[derive(Debug, Clone)]
pub struct Call<'c> {
    /// Whose rules decide.
    pub subject: &'c Subject,
    /// Now, in microseconds since 1970 UTC.
    pub now: i64,
    /// What conditions may ask besides.
    pub context: Context,
    /// Who really acts, where that is somebody else on the subject's behalf.
    pub acting: Option<&'c str>,
    /// The host's name for the request, for the account. Neither it nor any other text of a call
    /// holds U+0000, which not every store can keep ([`crate::error::Code::KernelBadRequest`]).
    pub request: &'c str,
    /// A key by which a repetition of the request gets the first answer again.
    pub key: Option<&'c str>,
    /// Where the values that are written come from, such as `linkedin`, where they are not the
    /// person's own.
    pub source: Option<&'c str>,
}

impl<'c> Call<'c> {
    /// A call of a subject at an instant.
    #[must_use]
    pub fn new(subject: &'c Subject, now: i64) -> Self {
        Self {
            subject,
            now,
            context: Context::at(now),
            acting: None,
            request: "",
            key: None,
            source: None,
        }
    }

    /// What conditions may ask besides; it is asked at the call's own instant.
    #[must_use]
    pub fn within(mut self, context: Context) -> Self {
        self.context = context;
        self.context.now = Some(self.now);
        self
    }

    /// With a key by which a repetition of the request gets the first answer again.
    #[must_use]
    pub fn once(mut self, key: &'c str) -> Self {
        self.key = Some(key);
        self
    }

    /// Somebody else acts on the subject's behalf: the subject's rules decide, the account says
    /// who it was.
    #[must_use]
    pub fn by(mut self, actor: &'c str) -> Self {
        self.acting = Some(actor);
        self
    }

    /// With the host's name for the request.
    #[must_use]
    pub fn named(mut self, request: &'c str) -> Self {
        self.request = request;
        self
    }

    /// With values from a source, such as `linkedin`: they go when the person no longer agrees to
    /// that ([`super::Hub::withdraw_consent`]), and no more of them are taken after that
    /// ([`Code::HubConsentWithdrawn`]).
    #[must_use]
    pub fn from(mut self, source: &'c str) -> Self {
        self.source = Some(source);
        self
    }

    /// Who asks; empty for somebody who is not signed in.
    pub(super) fn subject_id(&self) -> &str {
        self.subject.id().map_or("", |id| id.as_str())
    }

    /// Whether it is the product itself that asks.
    pub(super) fn is_system(&self) -> bool {
        self.subject.roles().contains(BuiltinRole::System.id())
    }

    /// Refuses everybody but the product itself.
    pub(super) fn only_system(&self, action: &'static str) -> Result<(), Failure> {
        if self.is_system() {
            return Ok(());
        }
        Err(Failure::new(Code::AccessDenied).with("action", action))
    }

    /// Who really acts.
    pub(super) fn actor(&self) -> &str {
        self.acting.unwrap_or_else(|| self.subject_id())
    }

    /// On whose behalf; empty for themselves.
    pub(super) fn behalf(&self) -> &str {
        match self.acting {
            Some(actor) if actor != self.subject_id() => self.subject_id(),
            _ => "",
        }
    }

    /// The subject's tenant; empty where it has none.
    pub(super) fn tenant(&self) -> &str {
        self.subject.tenant().map_or("", |tenant| tenant.as_str())
    }
}
