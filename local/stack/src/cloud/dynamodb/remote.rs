//! A DynamoDB at another endpoint, to which requests are forwarded as they are.

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use serde_json::Value;

use super::{AMZ_JSON, DynamoError};

/// Another endpoint. What calls to it consume is not counted.
#[derive(Debug)]
pub(super) struct Remote {
    pub(super) http: reqwest::Client,
    /// Its URL, without a slash at the end.
    pub(super) url: String,
}

impl Remote {
    /// Creates the table there, unless it exists.
    pub(super) async fn create(
        http: reqwest::Client,
        url: &str,
        table: &Value,
    ) -> Result<Self, DynamoError> {
        let url = url.trim_end_matches('/').to_owned();
        let unreachable = |source| DynamoError::Unreachable {
            url: url.clone(),
            source,
        };
        let request = http
            .post(format!("{url}/"))
            .header("x-amz-target", "DynamoDB_20120810.CreateTable")
            .header(
                "x-amz-date",
                Timestamp::UNIX_EPOCH.strftime("%Y%m%dT%H%M%SZ").to_string(),
            )
            .header(
                header::AUTHORIZATION,
                "AWS4-HMAC-SHA256 Credential=stack/19700101/us-east-1/dynamodb/aws4_request, \
                 SignedHeaders=host;x-amz-date;x-amz-target, Signature=0",
            )
            .header(header::CONTENT_TYPE, AMZ_JSON)
            .body(table.to_string());
        let answer = request.send().await.map_err(unreachable)?;
        let status = answer.status();
        let answer = answer.text().await.map_err(unreachable)?;
        // A table that exists already is what keeping data is for.
        if status.is_success() || answer.contains("ResourceInUseException") {
            return Ok(Self { http, url });
        }
        Err(DynamoError::Table { status, answer })
    }

    /// Forwards a request and gives back its answer.
    pub(super) async fn forward(&self, mut headers: HeaderMap, body: Bytes) -> Response {
        headers.remove(header::HOST);
        let request = self.http.post(format!("{}/", self.url));
        let forwarded = async {
            let answer = request.headers(headers).body(body).send().await?;
            let (status, mut headers) = (answer.status(), answer.headers().clone());
            headers.remove(header::TRANSFER_ENCODING);
            headers.remove(header::CONNECTION);
            let body = Body::from(answer.bytes().await?);
            Ok::<_, reqwest::Error>((status, headers, body).into_response())
        };
        forwarded.await.unwrap_or_else(|error| {
            tracing::error!(%error, "the database does not answer");
            StatusCode::BAD_GATEWAY.into_response()
        })
    }
}
