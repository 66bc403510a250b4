//! CORS as the gateway does it: it answers preflights itself and marks every answer.

use axum::body::Body;
use axum::response::Response;
use http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE,
    ACCESS_CONTROL_REQUEST_METHOD, ORIGIN, VARY,
};
use http::request::Parts;
use http::{HeaderName, HeaderValue, Method, StatusCode};

use crate::wiring::Cors;

/// The settings, as headers.
pub(super) struct CorsPolicy {
    origins: Vec<String>,
    methods: Option<HeaderValue>,
    headers: Option<HeaderValue>,
    exposed: Option<HeaderValue>,
    max_age: Option<HeaderValue>,
    credentials: bool,
}

impl CorsPolicy {
    pub(super) fn new(cors: &Cors) -> Self {
        CorsPolicy {
            origins: cors.origins.clone(),
            methods: list(&cors.methods),
            headers: list(&cors.headers),
            exposed: list(&cors.exposed),
            max_age: cors.max_age.map(HeaderValue::from),
            credentials: cors.credentials,
        }
    }

    /// The answer to a preflight; none if the request isn't one. An origin that may not call
    /// gets an answer without permission.
    pub(super) fn preflight(&self, request: &Parts) -> Option<Response> {
        let origin = request.headers.get(ORIGIN)?;
        let asks = request.headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD);
        if request.method != Method::OPTIONS || !asks {
            return None;
        }
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NO_CONTENT;
        if self.mark(Some(origin), &mut response) {
            let headers = response.headers_mut();
            headers.remove(ACCESS_CONTROL_EXPOSE_HEADERS);
            for (name, value) in [
                (ACCESS_CONTROL_ALLOW_METHODS, &self.methods),
                (ACCESS_CONTROL_ALLOW_HEADERS, &self.headers),
                (ACCESS_CONTROL_MAX_AGE, &self.max_age),
            ] {
                if let Some(value) = value {
                    headers.insert(name, value.clone());
                }
            }
        }
        Some(response)
    }

    /// Marks an answer for the origin that asked, and says whether that one may call. What
    /// the function says about CORS is dropped, as the gateway's settings take its place.
    pub(super) fn mark(&self, origin: Option<&HeaderValue>, response: &mut Response) -> bool {
        let headers = response.headers_mut();
        let own: Vec<HeaderName> = headers
            .keys()
            .filter(|name| name.as_str().starts_with("access-control-"))
            .cloned()
            .collect();
        for name in own {
            headers.remove(name);
        }
        let Some(origin) = origin.filter(|origin| self.allows(origin)) else {
            return false;
        };
        let any = !self.credentials && self.origins.iter().any(|allowed| allowed == "*");
        if any {
            headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        } else {
            headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
            headers.append(VARY, HeaderValue::from_static("origin"));
        }
        if self.credentials {
            headers.insert(
                ACCESS_CONTROL_ALLOW_CREDENTIALS,
                HeaderValue::from_static("true"),
            );
        }
        if let Some(exposed) = &self.exposed {
            headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, exposed.clone());
        }
        true
    }

    /// Whether an origin may call: `*` stands for any, `https://*` for any of the scheme.
    fn allows(&self, origin: &HeaderValue) -> bool {
        let Ok(origin) = origin.to_str() else {
            return false;
        };
        self.origins
            .iter()
            .any(|allowed| match allowed.strip_suffix('*') {
                Some(start) => origin.starts_with(start),
                None => allowed.eq_ignore_ascii_case(origin),
            })
    }
}

fn list(values: &[String]) -> Option<HeaderValue> {
    (!values.is_empty())
        .then(|| HeaderValue::from_str(&values.join(",")).ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use http::Request;

    use super::*;

    fn policy(origins: &[&str]) -> CorsPolicy {
        CorsPolicy::new(&Cors {
            origins: origins.iter().map(|origin| (*origin).to_owned()).collect(),
            methods: vec!["GET".to_owned(), "POST".to_owned()],
            headers: vec!["authorization".to_owned()],
            exposed: vec!["etag".to_owned()],
            max_age: Some(600),
            credentials: false,
        })
    }

    fn preflight(policy: &CorsPolicy, origin: &str) -> Response {
        let request = Request::builder()
            .method("OPTIONS")
            .header("origin", origin)
            .header("access-control-request-method", "POST")
            .body(())
            .unwrap();
        policy.preflight(&request.into_parts().0).unwrap()
    }

    #[test]
    fn a_preflight_of_a_known_origin_gets_permission() {
        let response = preflight(&policy(&["https://a.example"]), "https://a.example");
        assert_eq!(response.status(), StatusCode::NO_CONTENT);
        let headers = response.headers();
        assert_eq!(headers["access-control-allow-origin"], "https://a.example");
        assert_eq!(headers["access-control-allow-methods"], "GET,POST");
        assert_eq!(headers["access-control-allow-headers"], "authorization");
        assert_eq!(headers["access-control-max-age"], "600");
    }

    #[test]
    fn a_preflight_of_a_strange_origin_gets_none() {
        let response = preflight(&policy(&["https://a.example"]), "https://b.example");
        assert_eq!(response.status(), StatusCode::NO_CONTENT);
        assert!(response.headers().is_empty());
    }

    #[test]
    fn answers_lose_the_functions_own_permissions() {
        let mut response = Response::new(Body::empty());
        let own = HeaderValue::from_static("https://evil.example");
        response
            .headers_mut()
            .insert(ACCESS_CONTROL_ALLOW_ORIGIN, own);
        let origin = HeaderValue::from_static("https://b.example");
        assert!(!policy(&["https://a.example"]).mark(Some(&origin), &mut response));
        assert!(response.headers().is_empty());
        assert!(policy(&["*"]).mark(Some(&origin), &mut response));
        assert_eq!(response.headers()["access-control-allow-origin"], "*");
        assert_eq!(response.headers()["access-control-expose-headers"], "etag");
    }
}
