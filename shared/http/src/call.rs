//! A request that changes something: its caller, time, body and conditions.

use anteroom_app::AnswerKey;
use anteroom_domain::transition::Author;
use axum::body::{Bytes, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, Request};
use http::request::Parts;
use http::{HeaderMap, StatusCode, header};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::object::Object;
use super::{Answer, Caller, Problem, ProblemCode};

/// The largest body that is read, in bytes. Valid bodies are far smaller.
const LARGEST_BODY: usize = 64 * 1024;

/// A changing request of a signed-in person, or of the holder of a member's link.
#[derive(Debug)]
pub struct Call {
    /// The caller, and the time of the request.
    pub caller: Caller,
    /// The key under which the answer is stored, if they gave one.
    pub key: Option<AnswerKey>,
    /// The version that they expect to change, if they gave one (`If-Match`).
    pub if_match: Option<u64>,
    body: Bytes,
}

/// Nothing is sent but the request itself: an empty body, or an empty object.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EmptyBody {}

impl Call {
    /// Reads the request of a known caller. `about` names its subject if the path does not.
    pub async fn by(
        caller: Caller,
        about: &str,
        parts: &Parts,
        body: axum::body::Body,
    ) -> Result<Self, Problem> {
        let body = read(body).await?;
        let key = idempotency_key(&caller, parts, about, &body)?;
        let if_match = if_match(&parts.headers)?;
        Ok(Self {
            caller,
            key,
            if_match,
            body,
        })
    }

    /// The caller as the author of a step.
    pub fn author(&self) -> Author {
        Author {
            by: self.caller.actor(),
            at: self.caller.moment.now,
            request_id: self.caller.moment.request_id.clone(),
        }
    }

    /// The body as JSON. 400 if it can't be parsed or has unknown fields.
    pub fn body<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        parse(&self.body)
    }

    /// The answer with the caller's key, for storing; `None` if they gave no key.
    pub fn keeps(&self, answer: &Answer) -> Option<(AnswerKey, Vec<u8>)> {
        Some((self.key.clone()?, answer.to_bytes()))
    }

    /// Fails with 412 if `If-Match` names another version.
    pub fn check_version(&self, version: u64) -> Result<(), Problem> {
        match self.if_match {
            Some(wanted) if wanted != version => Err(Problem::version_mismatch()),
            Some(_) | None => Ok(()),
        }
    }
}

impl<S: Send + Sync> FromRequest<S> for Call {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let caller = Caller::from_request_parts(&mut parts, state).await?;
        Self::by(caller, "", &parts, body).await
    }
}

/// Reads a body; 413 if it is larger than the limit.
pub(super) async fn read(body: axum::body::Body) -> Result<Bytes, Problem> {
    to_bytes(body, LARGEST_BODY).await.map_err(|_| {
        let detail = format!("The body may have at most {LARGEST_BODY} bytes.");
        Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            ProblemCode::BodyTooLarge,
            detail,
        )
    })
}

/// Parses a body as an object; an empty body counts as an empty object.
pub(super) fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    let body = if body.is_empty() { b"{}" } else { body };
    let object: Object<T> =
        serde_json::from_slice(body).map_err(|error| Problem::malformed(explain(&error)))?;
    Ok(object.0)
}

/// The reason why JSON is invalid, without quoting what was sent.
fn explain(error: &serde_json::Error) -> String {
    let place = format!("line {}, column {}", error.line(), error.column());
    match error.classify() {
        serde_json::error::Category::Data => {
            format!(
                "The body has a field that is unknown, missing or of the wrong type, at {place}."
            )
        }
        serde_json::error::Category::Syntax
        | serde_json::error::Category::Eof
        | serde_json::error::Category::Io => {
            format!("The body is not JSON, at {place}.")
        }
    }
}

/// The key under which the answer is stored, if the caller gave one: 1 to 64 visible ASCII
/// characters. The fingerprint is the SHA-256 of method, path, subject and body, in hexadecimal.
fn idempotency_key(
    caller: &Caller,
    parts: &Parts,
    about: &str,
    body: &[u8],
) -> Result<Option<AnswerKey>, Problem> {
    let Some(value) = parts.headers.get("idempotency-key") else {
        return Ok(None);
    };
    let key = value
        .to_str()
        .ok()
        .filter(|key| (1..=64).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic()));
    let key = key.ok_or_else(|| {
        Problem::malformed("Idempotency-Key takes 1 to 64 visible ASCII characters.")
    })?;
    let mut hash = Sha256::new();
    for part in [
        parts.method.as_str().as_bytes(),
        parts.uri.path().as_bytes(),
        about.as_bytes(),
        body,
    ] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let fingerprint = format!("{:x}", hash.finalize());
    Ok(Some(AnswerKey {
        person: caller.id.clone(),
        key: key.to_owned(),
        fingerprint,
        now: caller.moment.now,
    }))
}

/// The version in `If-Match`: a strong ETag (RFC 9110, 13.1.1); `*` matches any.
fn if_match(headers: &HeaderMap) -> Result<Option<u64>, Problem> {
    let Some(value) = headers.get(header::IF_MATCH) else {
        return Ok(None);
    };
    let text = value.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(None);
    }
    if text.starts_with("W/") {
        // A weak tag never matches (RFC 9110, 13.1.1).
        return Ok(Some(u64::MAX));
    }
    let tag = text.strip_prefix('"').and_then(|tag| tag.strip_suffix('"'));
    let tag = tag.ok_or_else(|| Problem::malformed("If-Match takes one ETag, such as \"3\"."))?;
    // A tag that we never issued matches no version. So it is a mismatch, not a malformed request.
    let version = tag.parse().ok();
    let version = version.filter(|version: &u64| version.to_string() == tag);
    Ok(Some(version.unwrap_or(u64::MAX)))
}
