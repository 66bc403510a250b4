//! Error answers: `application/problem+json` (RFC 9457).

use anteroom_app::StoreError;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;
use serde::Serialize;

use crate::views::HolderView;
use crate::{FieldCode, ProblemCode};

/// An error answer.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// A URI that names the kind of problem.
    #[serde(rename = "type")]
    #[schema(value_type = String)]
    kind: Box<str>,
    /// The kind of problem in words.
    title: &'static str,
    /// The HTTP status.
    #[serde(serialize_with = "as_number")]
    #[schema(value_type = u16)]
    status: StatusCode,
    /// What is wrong this time, and what to do.
    #[schema(value_type = String)]
    detail: Box<str>,
    /// What kind of problem it is, for clients to branch on.
    code: ProblemCode,
    /// What is wrong with each field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldProblem>,
    /// For `too_early`, `rate_limited` and `contact_just_changed`: from when it works.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    opens_at: Option<Timestamp>,
    /// For `duplicate_contact`, and only to the concierge: who has the address.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<HolderView>)]
    held_by: Option<Box<HolderView>>,
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct FieldProblem {
    /// Where: a JSON pointer into the body (RFC 6901), or `?name` for a query parameter.
    pub pointer: String,
    /// What kind of error it is.
    pub code: FieldCode,
    /// What is wrong.
    pub detail: String,
}

impl Problem {
    /// A problem with this status and code. The title is the status's standard phrase.
    pub fn new(status: StatusCode, code: ProblemCode, detail: impl Into<String>) -> Self {
        Self {
            kind: kind(code),
            title: status.canonical_reason().unwrap_or("Error"),
            status,
            detail: detail.into().into_boxed_str(),
            code,
            errors: Vec::new(),
            opens_at: None,
            held_by: None,
        }
    }

    /// 400: the request can't be parsed.
    pub fn malformed(detail: impl Into<String>) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            ProblemCode::MalformedRequest,
            detail,
        )
    }

    /// 422: the request can be parsed but is not valid.
    pub fn invalid(errors: Vec<FieldProblem>) -> Self {
        let detail = "Some fields are not valid; see errors.";
        Self {
            errors,
            ..Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                ProblemCode::ValidationFailed,
                detail,
            )
        }
    }

    /// 401: nobody is signed in.
    pub fn unauthorized() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            ProblemCode::Unauthorized,
            "Sign in first.",
        )
    }

    /// 403: the role may not do this.
    pub fn forbidden() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            ProblemCode::Forbidden,
            "Your role may not do this.",
        )
    }

    /// 404: it does not exist or the caller may not see it.
    pub fn not_found() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            ProblemCode::NotFound,
            "There is no such thing, or it is not yours.",
        )
    }

    /// 409: the state or a slot conflict forbids it.
    pub fn conflict(code: ProblemCode, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, code, detail)
    }

    /// 409: somebody whom it takes has no access any more (A5).
    pub fn account_disabled() -> Self {
        let detail = "The account of somebody whom this takes is disabled.";
        Self::conflict(ProblemCode::AccountDisabled, detail)
    }

    /// 403: the caller has no access any more (A5).
    pub fn access_ended() -> Self {
        let detail = "Your account is disabled.";
        Self::new(StatusCode::FORBIDDEN, ProblemCode::AccountDisabled, detail)
    }

    /// 412: the version in `If-Match` is not the current one.
    pub fn version_mismatch() -> Self {
        let detail = "It has changed since you read it. Read it again and decide anew.";
        Self::new(
            StatusCode::PRECONDITION_FAILED,
            ProblemCode::VersionMismatch,
            detail,
        )
    }

    /// 429: a limit is used up.
    pub fn rate_limited(detail: impl Into<String>) -> Self {
        Self::new(
            StatusCode::TOO_MANY_REQUESTS,
            ProblemCode::RateLimited,
            detail,
        )
    }

    /// 503: a retry may succeed.
    pub fn unavailable() -> Self {
        let detail = "This did not work just now. Please try again in a moment.";
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            ProblemCode::Unavailable,
            detail,
        )
    }

    /// The same problem with the instant from which it is allowed.
    pub fn opening_at(self, opens_at: Timestamp) -> Self {
        Self {
            opens_at: Some(opens_at),
            ..self
        }
    }

    /// The same problem with who has the address.
    pub fn held_by(self, holder: HolderView) -> Self {
        Self {
            held_by: Some(Box::new(holder)),
            ..self
        }
    }

    /// The same problem with another code.
    pub fn coded(self, code: ProblemCode) -> Self {
        Self {
            code,
            kind: kind(code),
            ..self
        }
    }

    /// Its HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// For a limit: when to try again, as a date (RFC 9110, 10.2.3).
    pub(crate) fn retry_at(&self) -> Option<String> {
        let is_limited = self.status == StatusCode::TOO_MANY_REQUESTS;
        let at = self.opens_at.filter(|_| is_limited)?;
        DateTimePrinter::new().timestamp_to_rfc9110_string(&at).ok()
    }

    /// The problem's body, as it is sent and stored.
    pub fn to_body(&self) -> String {
        serde_json::to_string(self).expect("a problem is plain JSON")
    }
}

/// A fault of the service. It is logged once, here; the answer has no details.
impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "store_failed");
        Self::unavailable()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = (self.status, self.to_body()).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        } else if let Some(at) = self
            .retry_at()
            .and_then(|date| HeaderValue::try_from(date).ok())
        {
            headers.insert(header::RETRY_AFTER, at);
        }
        response
    }
}

fn kind(code: ProblemCode) -> Box<str> {
    format!("urn:anteroom:problem:{}", code.as_str()).into_boxed_str()
}

fn as_number<S: serde::Serializer>(status: &StatusCode, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_u16(status.as_u16())
}
