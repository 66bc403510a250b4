//! Answers that are asked for again and again, as lists are: who has the last one and asks with its `ETag` is told that
//! nothing changed, and is not sent it once more.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use sha2::{Digest, Sha256};

use super::Problem;

/// Gives an answer without a version an `ETag` of what is in it. If that is the one in `If-None-Match`, answers 304
/// without a body (RFC 9110, sections 13.1.2 and 15.4.5). The tag is weak, since who stands between may compress.
pub(crate) async fn unchanged(request: Request, next: Next) -> Response {
    let is_read = request.method() == Method::GET;
    let known = request.headers().clone();
    let response = next.run(request).await;
    let has_version = response.headers().contains_key(header::ETAG);
    if !is_read || response.status() != StatusCode::OK || has_version {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        return Problem::unavailable().into_response();
    };
    let tag = tag(&body);
    let body = if is_known(&known, &tag) {
        parts.status = StatusCode::NOT_MODIFIED;
        parts.headers.remove(header::CONTENT_TYPE);
        parts.headers.remove(header::CONTENT_LENGTH);
        Body::empty()
    } else {
        Body::from(body)
    };
    parts.headers.insert(header::ETAG, tag);
    Response::from_parts(parts, body)
}

fn tag(body: &[u8]) -> HeaderValue {
    let hash = Sha256::digest(body);
    let half: String = hash[..16].iter().map(|b| format!("{b:02x}")).collect();
    HeaderValue::try_from(format!("W/\"{half}\"")).expect("hexadecimal digits are allowed")
}

fn is_known(headers: &HeaderMap, tag: &HeaderValue) -> bool {
    let values = headers.get_all(header::IF_NONE_MATCH).iter();
    let mut tags = values.flat_map(|value| value.as_bytes().split(|byte| *byte == b','));
    tags.any(|each| matches!(each.trim_ascii(), known if known == b"*" || known == tag.as_bytes()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use axum::Router;
    use axum::middleware::from_fn;
    use axum::routing::get;
    use tower::ServiceExt;

    use super::*;

    async fn ask(method: &str, path: &str, known: &str) -> (StatusCode, Option<String>, String) {
        let router = Router::new()
            .route("/list", get(async || "one").post(async || "done"))
            .route("/versioned", get(async || ([("etag", "\"1\"")], "one")))
            .route("/refused", get(async || StatusCode::FORBIDDEN))
            .layer(from_fn(unchanged));
        let request = http::Request::builder().method(method).uri(path);
        let request = request.header("If-None-Match", known);
        let answer = router.oneshot(request.body(Body::empty()).unwrap()).await;
        let (parts, body) = answer.unwrap().into_parts();
        let tag = parts.headers.get("etag");
        let tag = tag.map(|tag| tag.to_str().unwrap().to_owned());
        let body = to_bytes(body, usize::MAX).await.unwrap();
        (parts.status, tag, String::from_utf8(body.into()).unwrap())
    }

    #[tokio::test]
    async fn who_has_the_answer_is_told_that_nothing_changed() {
        let (status, tag, body) = ask("GET", "/list", "W/\"other\"").await;
        assert_eq!((status, body.as_str()), (StatusCode::OK, "one"));
        let tag = tag.unwrap();
        for known in [tag.clone(), format!("W/\"other\", {tag}"), "*".to_owned()] {
            let (status, again, body) = ask("GET", "/list", &known).await;
            assert_eq!(
                (status, body.as_str()),
                (StatusCode::NOT_MODIFIED, ""),
                "{known}"
            );
            assert_eq!(again.as_deref(), Some(tag.as_str()));
        }
    }

    #[tokio::test]
    async fn changes_refusals_and_what_has_a_version_are_left_alone() {
        let (status, tag, _) = ask("GET", "/versioned", "*").await;
        assert_eq!((status, tag.as_deref()), (StatusCode::OK, Some("\"1\"")));
        assert_eq!(ask("GET", "/refused", "*").await.0, StatusCode::FORBIDDEN);
        let (status, tag, body) = ask("POST", "/list", "*").await;
        assert_eq!((status, tag, body.as_str()), (StatusCode::OK, None, "done"));
    }
}
