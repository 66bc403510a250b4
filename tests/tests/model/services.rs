//! The answers of the cloud's services.

use anteroom_domain::values::DeliveryId;
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_types::body::SdkBody;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::cloud::{Cloud, Written};
use crate::routed::routed;
use crate::world::TABLE;

impl Cloud {
    pub(crate) async fn serve(
        &self,
        service: Service,
        request: HttpRequest,
        answered: bool,
    ) -> HttpResponse {
        let body = request.body().bytes().unwrap_or_default().to_vec();
        match service {
            Service::DynamoDb => {
                let target = request.headers().get("x-amz-target").unwrap_or_default();
                self.table(target.rsplit('.').next().unwrap(), &body)
            }
            Service::Ses => self.email(&body, answered),
            Service::Sns => {
                assert!(body.starts_with(b"Action=Publish"));
                self.post(None, answered);
                let taken = "<PublishResponse><PublishResult><MessageId>sns-1</MessageId></PublishResult></PublishResponse>";
                response(200, taken.into())
            }
            Service::Chime => routed(&self.router, &request).await,
        }
    }

    fn table(&self, operation: &str, body: &[u8]) -> HttpResponse {
        fn call<I: DeserializeOwned, O: Serialize>(
            body: &[u8],
            operation: impl FnOnce(I) -> dynoxide::Result<O>,
        ) -> HttpResponse {
            match operation(serde_json::from_slice(body).unwrap()) {
                Ok(output) => response(200, serde_json::to_vec(&output).unwrap()),
                Err(error) => response(error.status_code(), error.to_json().into_bytes()),
            }
        }
        let db = &self.database;
        let response = match operation {
            "GetItem" => call(body, |input| db.get_item(input)),
            "BatchGetItem" => call(body, |input| db.batch_get_item(input)),
            "PutItem" => call(body, |input| db.put_item(input)),
            "UpdateItem" => call(body, |input| db.update_item(input)),
            "Query" => call(body, |input| db.query(input)),
            "TransactWriteItems" => call(body, |input| db.transact_write_items(input)),
            other => panic!("{other} is called, which the model does not know"),
        };
        if response.status().is_success() {
            let written = keys_written(operation, body).into_iter();
            let written: Vec<_> = written.map(|keys| self.stored(keys)).collect();
            for Written { keys, image } in &written {
                self.note(format!("{keys} {image}"));
            }
            self.state.lock().unwrap().written.extend(written);
        }
        response
    }

    /// The current item. This is the only thread, so nobody has written in between.
    fn stored(&self, keys: Value) -> Written {
        let get = json!({"TableName": TABLE, "Key": keys});
        let found = self.database.get_item(serde_json::from_value(get).unwrap());
        let found = serde_json::to_value(found.unwrap()).unwrap();
        let image = found["Item"].clone();
        Written { keys, image }
    }

    fn email(&self, body: &[u8], answered: bool) -> HttpResponse {
        let request: Value = serde_json::from_slice(body).unwrap();
        let tags = request["EmailTags"].as_array().unwrap().iter();
        let delivery = tags
            .filter(|tag| tag["Name"] == "delivery")
            .find_map(|tag| {
                let id = tag["Value"].as_str()?;
                id.parse::<DeliveryId>().ok()
            });
        let raw = request["Content"]["Raw"]["Data"].as_str().unwrap();
        let raw = String::from_utf8_lossy(&BASE64_STANDARD.decode(raw).unwrap()).into_owned();
        self.note(&raw);
        let message_id = raw
            .lines()
            .find_map(|line| line.strip_prefix("Message-ID: "))
            .unwrap()
            .to_owned();
        let sending = self.state.lock().unwrap().sending.clone();
        assert_eq!(delivery, sending, "the tag names another delivery");
        self.post(Some(message_id), answered);
        response(200, br#"{"MessageId":"ses-1"}"#.to_vec())
    }

    fn post(&self, message_id: Option<String>, answered: bool) {
        let mut state = self.state.lock().unwrap();
        let sending = state.sending.clone().unwrap();
        let posted = state.posted.entry(sending).or_default();
        posted.times += 1;
        posted.answered += usize::from(answered);
        if let Some(id) = message_id.filter(|id| !posted.message_ids.contains(id)) {
            posted.message_ids.push(id);
        }
    }
}

/// The keys that an operation writes. The in-memory table has a stream of its own, but following it
/// gets slower with every write.
fn keys_written(operation: &str, body: &[u8]) -> Vec<Value> {
    let body: Value = match operation {
        "PutItem" | "UpdateItem" | "TransactWriteItems" => serde_json::from_slice(body).unwrap(),
        _ => return Vec::new(),
    };
    let keys = |part: &Value| {
        let item = if part["Item"].is_object() {
            &part["Item"]
        } else {
            &part["Key"]
        };
        json!({"PK": item["PK"], "SK": item["SK"]})
    };
    let Some(parts) = body["TransactItems"].as_array() else {
        return vec![keys(&body)];
    };
    let writes = |part: &Value| {
        let kinds = ["Put", "Update", "Delete"].into_iter();
        kinds
            .map(|kind| &part[kind])
            .find(|part| part.is_object())
            .map(keys)
    };
    parts.iter().filter_map(writes).collect()
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Service {
    DynamoDb,
    Ses,
    Sns,
    Chime,
}

impl Service {
    pub(crate) fn of(request: &HttpRequest) -> Self {
        if request.headers().get("x-amz-target").is_some() {
            Self::DynamoDb
        } else if request.uri().contains("/v2/email/") {
            Self::Ses
        } else if request.uri().contains("/meetings") {
            Self::Chime
        } else {
            Self::Sns
        }
    }

    pub(crate) fn refusal(self, throttled: bool) -> HttpResponse {
        let (status, code) = match (self, throttled) {
            (Self::DynamoDb, true) => (400, "ThrottlingException"),
            (Self::DynamoDb, false) => (500, "InternalServerError"),
            (Self::Ses, true) => (429, "TooManyRequestsException"),
            (Self::Ses, false) => (500, "InternalServiceErrorException"),
            (Self::Chime, true) => (429, "ThrottlingException"),
            (Self::Chime, false) => (500, "ServiceFailureException"),
            (Self::Sns, true) => (400, "Throttling"),
            (Self::Sns, false) => (500, "InternalError"),
        };
        let body = match self {
            Self::Sns => {
                format!("<ErrorResponse><Error><Code>{code}</Code></Error></ErrorResponse>")
            }
            Self::DynamoDb | Self::Ses | Self::Chime => json!({"__type": code}).to_string(),
        };
        response(status, body.into_bytes())
    }
}

fn response(status: u16, body: Vec<u8>) -> HttpResponse {
    HttpResponse::new(status.try_into().unwrap(), SdkBody::from(body))
}
