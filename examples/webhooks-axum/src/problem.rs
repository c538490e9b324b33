//! What is answered where something is refused.

use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use profilekit::error::{Code, Failure, Locale};
use profilekit::hub::Refusal;
use serde_json::json;

/// Problem details (RFC 9457) with the code of the failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    status: u16,
    code: String,
    title: String,
    /// After how many seconds it may go well.
    wait: Option<String>,
    /// How often they may call, and what is left of it.
    limits: [Option<String>; 2],
}

impl Problem {
    /// Something broke that should not.
    #[must_use]
    pub fn unexpected() -> Self {
        Self {
            status: 500,
            code: "unexpected".to_owned(),
            title: "Something went wrong here.".to_owned(),
            wait: None,
            limits: [None, None],
        }
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        let limited = failure.code() == Code::IdentityRateLimited;
        let param = |named: &str| {
            let mut params = failure.params().iter().filter(|_| limited);
            let found = params.find(|(name, _)| *name == named);
            found.map(|(_, value)| value.to_string())
        };
        Self {
            status: failure.code().http_status(),
            code: failure.code().as_str().to_owned(),
            title: failure.message(Locale::En),
            wait: param("seconds"),
            limits: [param("policy"), param("limit")],
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Failed(failure) => failure.into(),
            Refusal::Invalid(_) => Self {
                status: 422,
                code: refusal.code().to_owned(),
                title: refusal.to_string(),
                wait: None,
                limits: [None, None],
            },
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status);
        let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = json!({
            "type": "about:blank", "title": self.title, "status": self.status, "code": self.code
        });
        let kind = [(CONTENT_TYPE, "application/problem+json")];
        let bearer = (status == StatusCode::UNAUTHORIZED).then(|| "Bearer".to_owned());
        let [policy, limit] = self.limits;
        let more: [(HeaderName, Option<String>); 4] = [
            (WWW_AUTHENTICATE, bearer),
            (RETRY_AFTER, self.wait),
            (HeaderName::from_static("ratelimit-policy"), policy),
            (HeaderName::from_static("ratelimit"), limit),
        ];
        let mut response = (status, kind, body.to_string()).into_response();
        for (name, value) in more {
            if let Some(value) = value.and_then(|value| value.try_into().ok()) {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}
