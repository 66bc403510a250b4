//! Requests of a concierge to the functions themselves, without anybody's password: the event is the one that the
//! gateway would send. Only who may invoke functions can do so, and such a person could change the functions, too.

use std::cell::Cell;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::deploy::Deployment;
use super::shell::Shell;
use super::stacks;
use crate::failure::Failure;

/// Who asks: a concierge without a profile, who is in no list.
const CONCIERGE: &str = "con_deployment";

/// The functions that are asked.
#[derive(Clone, Copy)]
pub(super) enum Function {
    Bookings,
    Concierge,
}

/// Where requests go, and what they show.
pub(super) struct Invoker {
    shell: Shell,
    /// The names of the two functions.
    bookings: String,
    concierge: String,
    origin_key: Option<String>,
    count: Cell<u32>,
}

/// An answer.
pub(super) struct Reply {
    pub(super) status: u64,
    pub(super) body: Value,
}

impl Invoker {
    /// Looks up the functions of a stage, and with what the distribution proves itself to them.
    pub(super) fn new(deployment: &Deployment) -> Result<Self, Failure> {
        let (shell, stage) = (&deployment.shell, &deployment.stage);
        let name = |logical| stacks::physical_id(shell, &stage.application(), logical);
        Ok(Self {
            bookings: name("Bookings")?,
            concierge: name("Concierge")?,
            origin_key: origin_key(shell, &deployment.state.get("OriginKey")?)?,
            shell: shell.clone(),
            count: Cell::new(0),
        })
    }

    /// Asks a function; none in a dry run.
    pub(super) fn ask(
        &self,
        why: &str,
        function: Function,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Option<Reply>, Failure> {
        let name = match function {
            Function::Bookings => &self.bookings,
            Function::Concierge => &self.concierge,
        };
        // The event has the key of the distribution, so no file is made of it.
        let words = [
            "lambda",
            "invoke",
            "--function-name",
            name,
            "--qualifier",
            "live",
            "--payload",
            "fileb:///dev/stdin",
            "--query",
            "FunctionError",
            "--output",
            "json",
            "/dev/stdout",
        ];
        let event = match &self.origin_key {
            Some(key) => {
                let number = self.count.replace(self.count.get() + 1);
                event(key, number, method, path, body).to_string()
            }
            None => String::new(),
        };
        let why = format!("{why} ({method} {path})");
        let words = self.shell.in_region(&words);
        let Some(said) = self.shell.ask_with(&why, &words, &event)? else {
            return Ok(None);
        };
        read(&said).map(Some).ok_or_else(|| {
            Failure::Usage(format!("{method} {path} ended the function {name}: {said}"))
        })
    }
}

impl Reply {
    /// The body, if the answer has one of the statuses.
    pub(super) fn expect(self, what: &str, statuses: &[u64]) -> Result<Value, Failure> {
        match statuses.contains(&self.status) {
            true => Ok(self.body),
            false => Err(Failure::Usage(format!(
                "{what} should answer {statuses:?}, and answers {}: {}",
                self.status, self.body
            ))),
        }
    }
}

/// The event as an HTTP API sends it (payload format 2.0), as in `events/`.
fn event(key: &str, number: u32, method: &str, path: &str, body: Option<&Value>) -> Value {
    let now = Timestamp::now();
    let request = format!("deployment-{}-{number}", now.as_millisecond());
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let expires = now.as_second() + 60;
    let mut event = json!({
        "version": "2.0",
        "routeKey": format!("{method} {path}"),
        "rawPath": path,
        "rawQueryString": query,
        "headers": {
            "content-type": "application/json",
            "idempotency-key": request,
            "x-origin-key": key,
        },
        "requestContext": {
            "accountId": "anonymous",
            "apiId": "deployment",
            "authorizer": {"jwt": {
                "claims": {
                    "cognito:groups": "[concierge]",
                    "exp": expires.to_string(),
                    "iat": now.as_second().to_string(),
                    "sub": CONCIERGE,
                    "token_use": "access",
                    "username": CONCIERGE,
                },
                "scopes": null,
            }},
            "domainName": "deployment",
            "domainPrefix": "deployment",
            "http": {
                "method": method, "path": path, "protocol": "HTTP/1.1",
                "sourceIp": "127.0.0.1", "userAgent": "cargo xtask deploy",
            },
            "requestId": request,
            "routeKey": format!("{method} {path}"),
            "stage": "$default",
            "time": now.strftime("%d/%b/%Y:%H:%M:%S +0000").to_string(),
            "timeEpoch": now.as_millisecond(),
        },
        "isBase64Encoded": false,
    });
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let pairs: serde_json::Map<_, _> = pairs
        .map(|(name, value)| (name.to_owned(), value.into()))
        .collect();
    if !pairs.is_empty() {
        event["queryStringParameters"] = pairs.into();
    }
    if let Some(body) = body {
        event["body"] = body.to_string().into();
    }
    event
}

/// The function's answer, and then the error that ended it, which is null.
fn read(said: &str) -> Option<Reply> {
    let mut values = serde_json::Deserializer::from_str(said).into_iter::<Value>();
    let answer = values.next()?.ok()?;
    values.next()?.ok().filter(Value::is_null)?;
    let status = answer["statusCode"].as_u64()?;
    let body = answer["body"].as_str().map(serde_json::from_str);
    let body = body.and_then(Result::ok).unwrap_or_default();
    Some(Reply { status, body })
}

/// The key of the portal's distribution, of which functions always accept the newest version; none in a dry run.
pub(super) fn origin_key(shell: &Shell, secret: &str) -> Result<Option<String>, Failure> {
    let words = ["secretsmanager", "get-secret-value", "--secret-id", secret];
    let why = "With what does the distribution prove itself? (It is not printed.)";
    let answer = shell.ask_aws(why, &words, "SecretString")?;
    match answer.as_ref().map(Value::as_str) {
        Some(None) => Err(Failure::Usage("The distribution has no key.".to_owned())),
        other => Ok(other.flatten().map(str::to_owned)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The samples in `events/` are events of the gateway.
    #[test]
    fn an_event_has_what_the_gateway_sends() {
        let sample = include_str!("../../../events/concierge-book.json");
        let sample: Value = serde_json::from_str(sample).unwrap();
        let path = "/v1/admin/bookings";
        let event = event("key", 1, "POST", path, Some(&json!({})));
        let keys = |value: &Value| -> Vec<String> {
            let mut keys: Vec<_> = value.as_object().unwrap().keys().cloned().collect();
            keys.sort();
            keys
        };
        assert_eq!(keys(&event), keys(&sample));
        let contexts = (&event["requestContext"], &sample["requestContext"]);
        assert_eq!(keys(contexts.0), keys(contexts.1));
        assert_eq!(keys(&contexts.0["http"]), keys(&contexts.1["http"]));
        assert_eq!(contexts.0["routeKey"], contexts.1["routeKey"]);
        let claims = |context: &Value| context["authorizer"]["jwt"]["claims"].clone();
        for claim in keys(&claims(contexts.0)) {
            assert!(claims(contexts.1).get(&claim).is_some(), "{claim}");
        }
        let search = super::event("key", 2, "GET", "/v1/admin/bookings?limit=1", None);
        assert_eq!(search["rawQueryString"], "limit=1");
        assert_eq!(search["queryStringParameters"], json!({"limit": "1"}));
        assert_eq!(search["routeKey"], "GET /v1/admin/bookings");
    }

    #[test]
    fn an_answer_is_read_unless_the_function_ended() {
        let reply = read(r#"{"statusCode": 404, "body": "{\"code\": \"not_found\"}"}null"#);
        let reply = reply.unwrap();
        assert_eq!(
            (reply.status, &reply.body["code"]),
            (404, &json!("not_found"))
        );
        assert!(read(r#"{"errorMessage": "exited"}"Unhandled""#).is_none());
    }
}
