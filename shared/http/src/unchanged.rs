//! Lists are asked for again and again: who has the last answer and asks with its `ETag` is told that nothing changed,
//! and is not sent it once more.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::{self, HeaderValue};
use http::{Method, StatusCode};
use sha2::{Digest, Sha256};

/// The `ETag` of a list: of what is in it, as it has no version. It is weak, since who stands between may compress.
pub(crate) fn tag(body: &str) -> String {
    let hash = Sha256::digest(body);
    let half: String = hash[..16].iter().map(|b| format!("{b:02x}")).collect();
    format!("W/\"{half}\"")
}

/// Answers 304 without a body if the list's `ETag` is the one in `If-None-Match` (RFC 9110, sections 13.1.2 and 15.4.5).
/// A version is not looked at: what is shown of a booking also depends on the time.
pub(crate) async fn unchanged(request: Request, next: Next) -> Response {
    let known = request.headers().get_all(header::IF_NONE_MATCH).iter();
    let known: Vec<HeaderValue> = known.cloned().collect();
    if known.is_empty() || request.method() != Method::GET {
        return next.run(request).await;
    }
    let response = next.run(request).await;
    let tag = response.headers().get(header::ETAG);
    let is_list = |tag: &&HeaderValue| tag.as_bytes().starts_with(b"W/");
    match tag.filter(is_list) {
        Some(tag) if response.status() == StatusCode::OK && is_among(&known, tag) => {
            (StatusCode::NOT_MODIFIED, [(header::ETAG, tag.clone())]).into_response()
        }
        Some(_) | None => response,
    }
}

fn is_among(known: &[HeaderValue], tag: &HeaderValue) -> bool {
    let mut tags = known
        .iter()
        .flat_map(|value| value.as_bytes().split(|byte| *byte == b','));
    tags.any(|each| matches!(each.trim_ascii(), known if known == b"*" || known == tag.as_bytes()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use axum::Router;
    use axum::body::{Body, to_bytes};
    use axum::middleware::from_fn;
    use axum::routing::get;
    use tower::ServiceExt;

    use super::*;
    use crate::{Answer, Page, Problem};

    fn list() -> Answer {
        Answer::list(&Page {
            items: vec!["one"],
            next_cursor: None,
        })
    }

    async fn ask(method: &str, path: &str, known: &str) -> (StatusCode, Option<String>, String) {
        let router = Router::new()
            .route("/list", get(async || list()).post(async || list()))
            .route("/versioned", get(async || Answer::ok(&"one").versioned(1)))
            .route("/neither", get(async || Answer::ok(&"one")))
            .route("/refused", get(async || Problem::forbidden()))
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
    async fn who_has_a_list_is_told_that_nothing_changed() {
        let (status, tag, body) = ask("GET", "/list", "W/\"other\"").await;
        assert_eq!((status, body), (StatusCode::OK, list().body));
        let tag = tag.unwrap();
        for known in [tag.clone(), format!("W/\"other\", {tag}"), "*".to_owned()] {
            let (status, again, body) = ask("GET", "/list", &known).await;
            let same = (StatusCode::NOT_MODIFIED, String::new());
            assert_eq!((status, body), same, "{known}");
            assert_eq!(again.as_deref(), Some(tag.as_str()));
        }
    }

    #[tokio::test]
    async fn all_else_is_sent_as_it_is() {
        let (status, tag, _) = ask("GET", "/versioned", "\"1\"").await;
        assert_eq!((status, tag.as_deref()), (StatusCode::OK, Some("\"1\"")));
        let (status, tag, body) = ask("GET", "/neither", "*").await;
        assert_eq!(
            (status, tag, body.as_str()),
            (StatusCode::OK, None, "\"one\"")
        );
        assert_eq!(ask("GET", "/refused", "*").await.0, StatusCode::FORBIDDEN);
        let (status, _, body) = ask("POST", "/list", "*").await;
        assert_eq!((status, body), (StatusCode::OK, list().body));
    }
}
