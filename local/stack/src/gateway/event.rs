//! The event that a request becomes: payload format 2.0 of HTTP APIs.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use axum::extract::ConnectInfo;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use http::header::{CONTENT_TYPE, COOKIE, HOST, USER_AGENT};
use http::request::Parts;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::claims;
use crate::wiring::Route;

/// A request for which a route was found and a token, where one is asked for, accepted.
pub(super) struct Call<'a> {
    pub(super) parts: &'a Parts,
    pub(super) body: &'a [u8],
    pub(super) route: &'a Route,
    pub(super) parameters: BTreeMap<String, String>,
    pub(super) claims: Option<Map<String, Value>>,
    pub(super) now: Timestamp,
}

impl Call<'_> {
    /// The event. Keys without a value are left out, as the gateway does.
    pub(super) fn event(&self) -> Value {
        let parts = self.parts;
        let query = parts.uri.query().unwrap_or("");
        let mut event = json!({
            "version": "2.0",
            "routeKey": self.route.key(),
            "rawPath": parts.uri.path(),
            "rawQueryString": query,
            "headers": self.headers(),
            "requestContext": self.context(),
            "isBase64Encoded": false,
        });
        let cookies = cookies(&parts.headers);
        if !cookies.is_empty() {
            event["cookies"] = json!(cookies);
        }
        if !query.is_empty() {
            event["queryStringParameters"] = json!(query_parameters(query));
        }
        if !self.parameters.is_empty() {
            event["pathParameters"] = json!(self.parameters);
        }
        if !self.body.is_empty() {
            let text = std::str::from_utf8(self.body)
                .ok()
                .filter(|_| is_text(&parts.headers));
            event["isBase64Encoded"] = text.is_none().into();
            event["body"] = match text {
                Some(text) => text.into(),
                None => STANDARD.encode(self.body).into(),
            };
        }
        event
    }

    fn context(&self) -> Value {
        let headers = &self.parts.headers;
        let header = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let host = header(HOST).unwrap_or("localhost");
        let mut context = json!({
            "accountId": "000000000000",
            "apiId": "local",
            "domainName": host.split(':').next(),
            "domainPrefix": host.split(['.', ':']).next(),
            "http": {
                "method": self.parts.method.as_str(),
                "path": self.parts.uri.path(),
                "protocol": "HTTP/1.1",
                "sourceIp": self.source(),
                "userAgent": header(USER_AGENT).unwrap_or(""),
            },
            "requestId": request_id(),
            "routeKey": self.route.key(),
            "stage": "$default",
            "time": common_log_time(self.now),
            "timeEpoch": self.now.as_millisecond(),
        });
        if let Some(claims) = &self.claims {
            let scopes = Some(&self.route.scopes).filter(|scopes| !scopes.is_empty());
            context["authorizer"] =
                json!({"jwt": {"claims": claims::flattened(claims), "scopes": scopes}});
        }
        context
    }

    /// Headers by their lower-case names, several of one name joined by commas. Cookies have
    /// a list of their own.
    fn headers(&self) -> Map<String, Value> {
        let headers = &self.parts.headers;
        let mut joined: Map<String, Value> = headers
            .keys()
            .filter(|name| *name != COOKIE)
            .map(|name| {
                let values: Vec<_> = headers
                    .get_all(name)
                    .iter()
                    .map(|value| String::from_utf8_lossy(value.as_bytes()))
                    .collect();
                (name.as_str().to_owned(), values.join(",").into())
            })
            .collect();
        joined.insert(
            "content-length".to_owned(),
            self.body.len().to_string().into(),
        );
        joined.insert("x-forwarded-for".to_owned(), self.source().into());
        joined.insert("x-forwarded-proto".to_owned(), "http".into());
        joined
    }

    fn source(&self) -> String {
        let address = self.parts.extensions.get::<ConnectInfo<SocketAddr>>();
        address.map_or_else(|| "127.0.0.1".to_owned(), |info| info.0.ip().to_string())
    }
}

/// The gateway takes these for text and hands on anything else in base64.
fn is_text(headers: &HeaderMap) -> bool {
    let Some(value) = headers.get(CONTENT_TYPE) else {
        return true;
    };
    let value = value.to_str().unwrap_or("").to_lowercase();
    let essence = value.split(';').next().unwrap_or("").trim();
    essence.starts_with("text/")
        || matches!(
            essence,
            "application/json" | "application/javascript" | "application/xml"
        )
}

fn cookies(headers: &HeaderMap) -> Vec<String> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .map(|cookie| cookie.trim().to_owned())
        .filter(|cookie| !cookie.is_empty())
        .collect()
}

/// Decoded parameters, several of one name joined by commas.
fn query_parameters(query: &str) -> BTreeMap<String, String> {
    let mut parameters = BTreeMap::<String, String>::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        parameters
            .entry(name.into_owned())
            .and_modify(|values| {
                values.push(',');
                values.push_str(&value);
            })
            .or_insert_with(|| value.clone().into_owned());
    }
    parameters
}

/// `12/Mar/2026:19:03:58 +0000`.
fn common_log_time(now: Timestamp) -> String {
    let utc = now.to_zoned(TimeZone::UTC);
    utc.strftime("%d/%b/%Y:%H:%M:%S %z").to_string()
}

/// An id as the gateway gives: eleven random bytes in base64.
fn request_id() -> String {
    STANDARD.encode(&Uuid::new_v4().as_bytes()[..11])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use http::Request;

    use super::*;

    fn event(request: http::request::Builder, body: &[u8], claims: Option<Value>) -> Value {
        let route = Route {
            method: Some("POST".to_owned()),
            path: Some("/v1/bookings/{id}".to_owned()),
            function: "bookings".to_owned(),
            authorized: true,
            scopes: Vec::new(),
        };
        let (parts, ()) = request.body(()).unwrap().into_parts();
        let call = Call {
            parts: &parts,
            body,
            route: &route,
            parameters: BTreeMap::from([("id".to_owned(), "b1".to_owned())]),
            claims: claims.map(|claims| claims.as_object().unwrap().clone()),
            now: "2026-11-22T10:00:00.250Z".parse().unwrap(),
        };
        call.event()
    }

    #[test]
    fn a_request_becomes_an_event_of_format_2() {
        let request = Request::builder()
            .method("POST")
            .uri("/v1/bookings/b1?a=1&a=2%20x&b")
            .header("Host", "localhost:3000")
            .header("X-Twice", "one")
            .header("X-Twice", "two")
            .header("Cookie", "k=v; l=w")
            .header("User-Agent", "test")
            .header("Content-Type", "application/json; charset=utf-8");
        let event = event(request, b"{}", Some(json!({"cognito:groups": ["member"]})));

        assert_eq!(event["version"], "2.0");
        assert_eq!(event["routeKey"], "POST /v1/bookings/{id}");
        assert_eq!(event["rawPath"], "/v1/bookings/b1");
        assert_eq!(event["rawQueryString"], "a=1&a=2%20x&b");
        assert_eq!(
            event["queryStringParameters"],
            json!({"a": "1,2 x", "b": ""})
        );
        assert_eq!(event["pathParameters"], json!({"id": "b1"}));
        assert_eq!(event["headers"]["x-twice"], "one,two");
        assert_eq!(event["headers"].get("cookie"), None);
        assert_eq!(event["cookies"], json!(["k=v", "l=w"]));
        assert_eq!(event["body"], "{}");
        assert_eq!(event["isBase64Encoded"], false);
        let context = &event["requestContext"];
        assert_eq!(context["stage"], "$default");
        assert_eq!(context["time"], "22/Nov/2026:10:00:00 +0000");
        assert_eq!(context["timeEpoch"], 1_795_341_600_250_i64);
        assert_eq!(context["http"]["userAgent"], "test");
        let jwt = json!({"claims": {"cognito:groups": "[member]"}, "scopes": null});
        assert_eq!(context["authorizer"]["jwt"], jwt);
    }

    #[test]
    fn what_is_absent_is_left_out() {
        let event = event(Request::builder().uri("/v1/bookings/b1"), b"", None);
        for key in ["body", "cookies", "queryStringParameters"] {
            assert_eq!(event.get(key), None, "{key}");
        }
        assert_eq!(event["rawQueryString"], "");
        assert_eq!(event["requestContext"].get("authorizer"), None);
    }

    #[test]
    fn what_is_no_text_comes_in_base64() {
        let form = Request::builder()
            .uri("/v1/bookings/b1")
            .header("content-type", "application/x-www-form-urlencoded");
        let event = event(form, b"a=1", None);
        assert_eq!(event["isBase64Encoded"], true);
        assert_eq!(event["body"], "YT0x");
    }
}
