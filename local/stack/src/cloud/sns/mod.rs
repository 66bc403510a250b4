//! SMS: the part of the SNS query protocol with which a text message is published to a number.
//!
//! What can't be sent is refused only if the request is wrong. A number that can't be reached, an account
//! in the sandbox or without money is answered as success; the status log says what became of the text.

mod carriers;
mod refused;
mod status;

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Form, Router};
use uuid::Uuid;

pub use self::carriers::{Carriers, Fate, FateOrder};
use self::refused::{NAMESPACE, Refused, refuse, xml};
pub use self::status::LogLine;
use super::front::Front;
use crate::calls::{Call, Service};
use crate::clock::Clock;
use crate::endpoint::Endpoint;
use crate::grants::Need;
use crate::mailbox::{Channel, Mailbox, Sent};

/// How many characters SNS takes for an SMS; longer texts it refuses.
const LONGEST_MESSAGE: usize = 1600;

/// Takes what SNS writes to its status logs.
pub type Log = Arc<dyn Fn(LogLine) + Send + Sync>;

/// Starts the service.
///
/// # Errors
/// If no port can be bound.
pub async fn start(
    mailbox: Mailbox,
    clock: Clock,
    front: Front,
    networks: Networks,
) -> io::Result<Endpoint> {
    Endpoint::serve(router(mailbox, clock, front, networks)).await
}

/// The service, as a router.
pub fn router(mailbox: Mailbox, clock: Clock, front: Front, networks: Networks) -> Router {
    let state = Sns {
        mailbox,
        clock,
        front,
        networks,
    };
    Router::new()
        .route("/", post(answer))
        .with_state(Arc::new(state))
}

/// The way of a text behind SNS.
#[derive(Clone)]
pub struct Networks {
    /// What becomes of texts.
    pub carriers: Carriers,
    /// Takes the status log.
    pub log: Log,
    /// The region that the log's groups name.
    pub region: String,
    /// The account that they name.
    pub account: String,
}

struct Sns {
    mailbox: Mailbox,
    clock: Clock,
    front: Front,
    networks: Networks,
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
        let mut attributes = attributes(fields)?;
        let sender = attributes.remove("AWS.SNS.SMS.SenderID");
        if sender.as_ref().is_some_and(|sender| !is_sender_id(sender)) {
            return Err(Refused::Attribute("AWS.SNS.SMS.SenderID"));
        }
        let kind = attributes.remove("AWS.SNS.SMS.SMSType");
        let kind = kind.unwrap_or_else(|| "Promotional".to_owned());
        if kind != "Transactional" && kind != "Promotional" {
            return Err(Refused::Attribute("AWS.SNS.SMS.SMSType"));
        }
        let price = attributes.remove("AWS.SNS.SMS.MaxPrice");
        if price.is_some_and(|price| !price.parse::<f64>().is_ok_and(|price| price >= 0.0)) {
            return Err(Refused::Attribute("AWS.SNS.SMS.MaxPrice"));
        }
        let limits = &self.front.limits;
        limits.admit_text().map_err(|_| Refused::Rate)?;
        let id = Uuid::new_v4().to_string();
        let sent_at = self.clock.now();
        let fate = match limits.pay_text(&number, status::PRICE) {
            Ok(()) => self.networks.carriers.fate(&number),
            Err(beyond) if beyond.limit == "snsSandbox" => Fate::Unverified,
            Err(_) => Fate::NoQuota,
        };
        let text_sent = status::Text {
            id: &id,
            to: &number,
            kind: &kind,
            sent_at,
        };
        let Networks {
            region, account, ..
        } = &self.networks;
        let line = status::line(&text_sent, fate, &format!("sns/{region}/{account}"));
        if fate.arrives() {
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
                sent_at,
            });
        }
        if let Some(line) = line {
            (self.networks.log)(line);
        }
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

/// `MessageAttributes.entry.N.Name` and `.Value.StringValue`, brought together. A value that is not of its
/// `.Value.DataType` is refused.
fn attributes(fields: &Fields) -> Result<BTreeMap<String, String>, Refused> {
    let mut found = BTreeMap::new();
    for (key, name) in fields {
        let entry = key.strip_prefix("MessageAttributes.entry.");
        let Some(entry) = entry.and_then(|key| key.strip_suffix(".Name")) else {
            continue;
        };
        let field =
            |part: &str| fields.get(&format!("MessageAttributes.entry.{entry}.Value.{part}"));
        let (kind, value) = (field("DataType"), field("StringValue"));
        let value = value.filter(|value| match kind.map(String::as_str) {
            Some("String") => !value.is_empty(),
            Some("Number") => value.parse::<f64>().is_ok(),
            Some(_) | None => false,
        });
        let value = value.ok_or_else(|| Refused::Type(name.clone()))?;
        found.insert(name.clone(), value.clone());
    }
    Ok(found)
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
