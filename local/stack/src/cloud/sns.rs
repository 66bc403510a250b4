//! SMS: the part of the SNS query protocol with which a text message is published to a number.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Form, Router};
use uuid::Uuid;

use super::front::Front;
use crate::calls::{Call, Service};
use crate::clock::Clock;
use crate::endpoint::Endpoint;
use crate::faults::Refusal;
use crate::grants::Need;
use crate::mailbox::{Channel, Mailbox, Sent};

/// How many characters SNS takes for an SMS; longer texts it refuses.
const LONGEST_MESSAGE: usize = 1600;

/// The namespace of the answers.
const NAMESPACE: &str = "http://sns.amazonaws.com/doc/2010-03-31/";

/// Starts the service.
///
/// # Errors
/// If no port can be bound.
pub async fn start(mailbox: Mailbox, clock: Clock, front: Front) -> io::Result<Endpoint> {
    let state = Sns {
        mailbox,
        clock,
        front,
    };
    let router = Router::new()
        .route("/", post(answer))
        .with_state(Arc::new(state));
    Endpoint::serve(router).await
}

struct Sns {
    mailbox: Mailbox,
    clock: Clock,
    front: Front,
}

/// Why a message is refused; each text is what SNS says.
#[derive(Debug, thiserror::Error)]
enum Refused {
    #[error("The action {0} is not valid for this endpoint.")]
    Action(String),
    #[error("Invalid parameter: PhoneNumber Reason: {0} is not valid to publish to")]
    Number(String),
    #[error("Invalid parameter: Empty message")]
    Empty,
    #[error("Invalid parameter: Message too long")]
    TooLong,
    #[error("Invalid parameter: the message attribute {0}")]
    Attribute(&'static str),
    #[error("The request is not a form.")]
    Form,
}

type Fields = BTreeMap<String, String>;

async fn answer(
    State(sns): State<Arc<Sns>>,
    headers: HeaderMap,
    form: Result<Form<Fields>, FormRejection>,
) -> Response {
    let Ok(Form(fields)) = form else {
        return Refused::Form.into_response();
    };
    let action = fields.get("Action").map_or("unknown", String::as_str);
    let call = Call::new(&headers, Service::Sns, action);
    let serve = async {
        match action {
            "Publish" => sns
                .publish(&fields)
                .unwrap_or_else(IntoResponse::into_response),
            _ => Refused::Action(action.to_owned()).into_response(),
        }
    };
    let needs = [Need::action("sns:Publish")];
    sns.front.pass(&call, &needs, refuse, serve).await
}

impl Sns {
    fn publish(&self, fields: &Fields) -> Result<Response, Refused> {
        let field = |name: &str| fields.get(name).cloned().unwrap_or_default();
        let number = field("PhoneNumber");
        if !is_e164(&number) {
            return Err(Refused::Number(number));
        }
        let text = field("Message");
        match text.chars().count() {
            0 => return Err(Refused::Empty),
            length if length > LONGEST_MESSAGE => return Err(Refused::TooLong),
            _ => {}
        }
        let mut attributes = attributes(fields);
        let sender = attributes.remove("AWS.SNS.SMS.SenderID");
        if sender.as_ref().is_some_and(|sender| !is_sender_id(sender)) {
            return Err(Refused::Attribute("AWS.SNS.SMS.SenderID"));
        }
        let kind = attributes.remove("AWS.SNS.SMS.SMSType");
        if kind.is_some_and(|kind| kind != "Transactional" && kind != "Promotional") {
            return Err(Refused::Attribute("AWS.SNS.SMS.SMSType"));
        }
        let id = Uuid::new_v4().to_string();
        self.mailbox.put(Sent {
            channel: Channel::Sms,
            to: number,
            from: sender,
            from_name: None,
            subject: None,
            text: Some(text),
            html: None,
            calendar: None,
            message_id: id.clone(),
            ses_message_id: None,
            sent_at: self.clock.now(),
        });
        let request = Uuid::new_v4().to_string();
        Ok(xml(
            StatusCode::OK,
            format!(
                "<PublishResponse xmlns=\"{NAMESPACE}\"><PublishResult><MessageId>{id}</MessageId>\
                 </PublishResult><ResponseMetadata><RequestId>{request}</RequestId>\
                 </ResponseMetadata></PublishResponse>"
            ),
        ))
    }
}

/// `MessageAttributes.entry.N.Name` and `.Value.StringValue`, brought together.
fn attributes(fields: &Fields) -> BTreeMap<String, String> {
    let named = |(key, name): (&String, &String)| {
        let entry = key
            .strip_prefix("MessageAttributes.entry.")?
            .strip_suffix(".Name")?;
        let value = fields.get(&format!(
            "MessageAttributes.entry.{entry}.Value.StringValue"
        ))?;
        Some((name.clone(), value.clone()))
    };
    fields.iter().filter_map(named).collect()
}

/// `+`, a country code and a number: at most 15 digits, the first not nought (ITU-T E.164).
fn is_e164(number: &str) -> bool {
    number.strip_prefix('+').is_some_and(|digits| {
        (7..=15).contains(&digits.len())
            && digits.bytes().all(|digit| digit.is_ascii_digit())
            && !digits.starts_with('0')
    })
}

/// 1 to 11 letters, digits and dashes, with at least one letter.
fn is_sender_id(sender: &str) -> bool {
    (1..=11).contains(&sender.len())
        && sender
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && sender.bytes().any(|byte| byte.is_ascii_alphabetic())
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let code = match self {
            Self::Action(_) => "InvalidAction",
            _ => "InvalidParameter",
        };
        error(StatusCode::BAD_REQUEST, "Sender", code, &self.to_string())
    }
}

fn refuse(refusal: Refusal) -> Response {
    match refusal {
        Refusal::Throttle => error(
            StatusCode::BAD_REQUEST,
            "Sender",
            "Throttling",
            "Rate exceeded",
        ),
        Refusal::Denied => error(
            StatusCode::FORBIDDEN,
            "Sender",
            "AuthorizationError",
            "The caller is not authorized to publish.",
        ),
        Refusal::Error | Refusal::Conflict => error(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Receiver",
            "InternalError",
            "The request could not be processed because of an internal error.",
        ),
    }
}

fn error(status: StatusCode, kind: &str, code: &str, message: &str) -> Response {
    // What the caller sent comes back in the message, so that it is escaped.
    let message = message
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let request = Uuid::new_v4().to_string();
    xml(
        status,
        format!(
            "<ErrorResponse xmlns=\"{NAMESPACE}\"><Error><Type>{kind}</Type><Code>{code}</Code>\
             <Message>{message}</Message></Error><RequestId>{request}</RequestId></ErrorResponse>"
        ),
    )
}

fn xml(status: StatusCode, body: String) -> Response {
    (status, [(header::CONTENT_TYPE, "text/xml")], body).into_response()
}
