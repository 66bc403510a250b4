//! Answers, and their stored form, so that a repeated request gets the same answer.

use std::fmt;

use anteroom_app::{AnswerKey, KeptAnswer};
use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue, StatusCode, header};
use serde::{Deserialize, Serialize};

use super::{Page, Problem, ProblemCode, unchanged};

/// An answer as it is sent and stored: status, relevant headers and the exact bytes of the body.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub body: String,
    /// The media type of the body.
    pub media_type: String,
    /// The version of the resource, sent as the ETag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u64>,
    /// The weak ETag of a list. Lists are not stored.
    #[serde(skip)]
    pub tag: Option<String>,
    /// The location of a new resource.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// When to try again, of a refusal by a limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<String>,
}

/// Without the body, which may hold what lets its reader into a meeting.
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.status)
            .field("media_type", &self.media_type)
            .field("version", &self.version)
            .field("location", &self.location)
            .field("retry_after", &self.retry_after)
            .finish_non_exhaustive()
    }
}

impl Answer {
    /// 200 with JSON.
    pub fn ok(body: &impl Serialize) -> Self {
        Self::json(StatusCode::OK, body)
    }

    /// 200 with a page of a list. Who has it already is not sent it again.
    pub fn list(page: &Page<impl Serialize>) -> Self {
        let answer = Self::ok(page);
        Self {
            tag: Some(unchanged::tag(&answer.body)),
            ..answer
        }
    }

    /// 201 with JSON and the location of the new resource.
    pub fn created(body: &impl Serialize, location: String) -> Self {
        Self {
            location: Some(location),
            ..Self::json(StatusCode::CREATED, body)
        }
    }

    /// 202 with JSON: the request will be carried out later.
    pub fn accepted(body: &impl Serialize) -> Self {
        Self::json(StatusCode::ACCEPTED, body)
    }

    /// A refusal, stored like any other answer.
    pub fn refusal(problem: &Problem) -> Self {
        Self {
            status: problem.status().as_u16(),
            body: problem.to_body(),
            media_type: "application/problem+json".to_owned(),
            version: None,
            tag: None,
            location: None,
            retry_after: problem.retry_at(),
        }
    }

    /// The same answer with an ETag.
    pub fn versioned(self, version: u64) -> Self {
        Self {
            version: Some(version),
            ..self
        }
    }

    /// The answer as bytes, for storing.
    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("answers are plain JSON")
    }

    /// The stored answer, if it is for the same request; 422 if the key was used for another.
    pub fn replayed(kept: &KeptAnswer, key: &AnswerKey) -> Result<Self, Problem> {
        if kept.fingerprint != key.fingerprint {
            let detail = "This Idempotency-Key was used for another request. Draw a new one.";
            return Err(Problem::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                ProblemCode::IdempotencyKeyReused,
                detail,
            ));
        }
        serde_json::from_slice(&kept.body).map_err(|_| {
            tracing::error!("kept_answer_unreadable");
            Problem::unavailable()
        })
    }

    fn json(status: StatusCode, body: &impl Serialize) -> Self {
        Self {
            status: status.as_u16(),
            body: serde_json::to_string(body).expect("answers are plain JSON"),
            media_type: "application/json".to_owned(),
            version: None,
            tag: None,
            location: None,
            retry_after: None,
        }
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, self.body).into_response();
        let mut set = |name: HeaderName, value: String| {
            if let Ok(value) = HeaderValue::try_from(value) {
                response.headers_mut().insert(name, value);
            }
        };
        set(header::CONTENT_TYPE, self.media_type);
        let version = self.version.map(|version| format!("\"{version}\""));
        if let Some(tag) = version.or(self.tag) {
            set(header::ETAG, tag);
        }
        if let Some(location) = self.location {
            set(header::LOCATION, location);
        }
        if let Some(retry_after) = self.retry_after {
            set(header::RETRY_AFTER, retry_after);
        }
        response
    }
}
