//! Requests to the API, and what can become of them.

use reqwest::{Client, Method, StatusCode};
use serde_json::Value;

/// The demo data can't be loaded.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The API does not answer with JSON.
    #[error("the API doesn't answer {path}")]
    Answer {
        /// The path asked.
        path: String,
        /// Why not.
        source: reqwest::Error,
    },
    /// The API refuses a request.
    #[error("the API refuses {path} with {status}: {body}")]
    Refused {
        /// The path asked.
        path: String,
        /// The status of the answer.
        status: StatusCode,
        /// The answer.
        body: String,
    },
}

/// The API, as the concierge asks it.
pub(super) struct Api<'a> {
    pub(super) http: &'a Client,
    pub(super) origin: &'a str,
    pub(super) token: String,
}

impl Api<'_> {
    /// Sends a request, and gives the JSON of its answer.
    pub(super) async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Value, DemoError> {
        let unanswered = |source| DemoError::Answer {
            path: path.to_owned(),
            source,
        };
        let url = format!("{}{path}", self.origin);
        let mut request = self.http.request(method, url).bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = request.send().await.map_err(unanswered)?;
        let status = answer.status();
        if status.is_success() {
            return answer.json().await.map_err(unanswered);
        }
        let body = answer.text().await.map_err(unanswered)?;
        Err(DemoError::Refused {
            path: path.to_owned(),
            status,
            body,
        })
    }
}
