//! The answer that a function's output becomes: response format 2.0 of HTTP APIs.

use axum::body::Body;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, SET_COOKIE, TRANSFER_ENCODING};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::Deserialize;
use serde_json::{Map, Value};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    status_code: u16,
    #[serde(default)]
    headers: Option<Map<String, Value>>,
    #[serde(default)]
    multi_value_headers: Option<Map<String, Value>>,
    #[serde(default)]
    cookies: Option<Vec<String>>,
    #[serde(default)]
    body: Option<String>,
    #[serde(default)]
    is_base64_encoded: bool,
}

/// The response for a function's output; none if the gateway can't make one of it. Output
/// without a `statusCode` is itself the body.
pub(super) fn response(output: &[u8]) -> Option<Response> {
    let value: Value = serde_json::from_slice(output).ok()?;
    if value.get("statusCode").is_none() {
        let body = match value {
            Value::String(text) => text,
            value => value.to_string(),
        };
        let mut response = Response::new(Body::from(body));
        let json = HeaderValue::from_static("application/json");
        response.headers_mut().insert(CONTENT_TYPE, json);
        return Some(response);
    }
    let answer: Answer = serde_json::from_value(value).ok()?;
    let body = answer.body.unwrap_or_default();
    let body = if answer.is_base64_encoded {
        STANDARD.decode(body).ok()?
    } else {
        body.into_bytes()
    };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(answer.status_code).ok()?;
    let headers = response.headers_mut();
    add(headers, answer.headers.unwrap_or_default())?;
    let mut several = answer.multi_value_headers.unwrap_or_default();
    several.retain(|name, _| !headers.contains_key(name.as_str()));
    add(headers, several)?;
    for cookie in answer.cookies.unwrap_or_default() {
        headers.append(SET_COOKIE, HeaderValue::from_str(&cookie).ok()?);
    }
    if !headers.contains_key(CONTENT_TYPE) {
        let text = HeaderValue::from_static("text/plain;charset=UTF-8");
        headers.insert(CONTENT_TYPE, text);
    }
    // The server counts and frames the body itself.
    headers.remove(CONTENT_LENGTH);
    headers.remove(TRANSFER_ENCODING);
    Some(response)
}

fn add(headers: &mut HeaderMap, added: Map<String, Value>) -> Option<()> {
    for (name, value) in added {
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        let values = match value {
            Value::Array(values) => values,
            one => vec![one],
        };
        for value in values {
            let text = match value {
                Value::String(text) => text,
                Value::Null => continue,
                other => other.to_string(),
            };
            headers.append(name.clone(), HeaderValue::from_str(&text).ok()?);
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::json;

    use super::*;

    async fn text(response: Response) -> String {
        let bytes = axum::body::to_bytes(response.into_body(), 1024).await;
        String::from_utf8(bytes.unwrap().to_vec()).unwrap()
    }

    #[tokio::test]
    async fn an_answer_of_format_2_is_taken_as_it_is() {
        let output = json!({
            "statusCode": 201, "headers": {"location": "/x", "etag": "\"1\""},
            "multiValueHeaders": {"etag": ["\"1\""], "x-two": ["a", "b"]},
            "cookies": ["a=1", "b=2"], "body": "eA==", "isBase64Encoded": true,
        });
        let response = response(output.to_string().as_bytes()).unwrap();
        assert_eq!(response.status(), 201);
        let all = |name: &str| {
            let values = response.headers().get_all(name).iter();
            values
                .map(|value| value.to_str().unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(all("location"), ["/x"]);
        assert_eq!(all("etag"), ["\"1\""]);
        assert_eq!(all("x-two"), ["a", "b"]);
        assert_eq!(all("set-cookie"), ["a=1", "b=2"]);
        assert_eq!(text(response).await, "x");
    }

    #[tokio::test]
    async fn output_without_a_status_is_the_body() {
        let response = response(br#"{"a":1}"#).unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "application/json");
        assert_eq!(text(response).await, r#"{"a":1}"#);
    }

    #[test]
    fn what_is_no_answer_is_refused() {
        assert!(response(b"not json").is_none());
        assert!(response(br#"{"statusCode": "x"}"#).is_none());
        assert!(response(br#"{"statusCode": 200, "headers": {"a b": "c"}}"#).is_none());
    }
}
