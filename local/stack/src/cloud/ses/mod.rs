//! Email: the part of the SES v2 protocol with which mail is sent. Mails land in the mailbox;
//! those to the addresses of SES's mailbox simulator also come back as they do there.

mod refused;
mod request;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use uuid::Uuid;

use self::refused::{Refused, refuse};
use self::request::{Content, SendEmail, address};
use super::front::Front;
use super::simulator::{self, Fate};
use crate::calls::{Call, Service};
use crate::clock::Clock;
use crate::endpoint::Endpoint;
use crate::grants::Need;
use crate::mailbox::{Channel, Email, Mailbox, Sent};

/// The largest mail that SES v2 takes, in bytes, and as much again for its base64 form.
const LARGEST_REQUEST: usize = 2 * 40 * 1024 * 1024;

/// What the account may send with.
#[derive(Debug, Clone, Default)]
pub struct Account {
    /// The verified identities: addresses, or domains with all of their addresses and
    /// subdomains.
    pub identities: Vec<String>,
    /// The configuration sets, by name.
    pub configuration_sets: Vec<String>,
    /// The types of events that go to the event bus, by the mail's configuration set.
    pub events: BTreeMap<String, BTreeSet<String>>,
    /// The region that events name.
    pub region: String,
}

/// Takes the events that SES hands to EventBridge.
pub type Emit = Arc<dyn Fn(Value) + Send + Sync>;

/// Starts the service.
///
/// # Errors
/// If no port can be bound.
pub async fn start(
    account: Account,
    mailbox: Mailbox,
    clock: Clock,
    front: Front,
    emit: Emit,
) -> io::Result<Endpoint> {
    Endpoint::serve(router(account, mailbox, clock, front, emit)).await
}

/// The service, as a router.
pub fn router(
    account: Account,
    mailbox: Mailbox,
    clock: Clock,
    front: Front,
    emit: Emit,
) -> Router {
    let state = Ses {
        account,
        mailbox,
        clock,
        front,
        emit,
    };
    Router::new()
        .route("/v2/email/outbound-emails", post(send_email))
        .layer(DefaultBodyLimit::max(LARGEST_REQUEST))
        .with_state(Arc::new(state))
}

struct Ses {
    account: Account,
    mailbox: Mailbox,
    clock: Clock,
    front: Front,
    emit: Emit,
}

async fn send_email(State(ses): State<Arc<Ses>>, headers: HeaderMap, body: Bytes) -> Response {
    let call = Call::new(&headers, Service::Ses, "SendEmail");
    let request = serde_json::from_slice::<SendEmail>(&body);
    // IAM knows mails that are written by the caller by the name of an older operation.
    let action = match &request {
        Ok(SendEmail {
            content: Content::Raw(_),
            ..
        }) => "ses:SendRawEmail",
        Ok(_) | Err(_) => "ses:SendEmail",
    };
    let serve = async {
        let sent = request
            .map_err(Refused::from)
            .and_then(|request| ses.send(request));
        sent.unwrap_or_else(IntoResponse::into_response)
    };
    let needs = [Need::action(action)];
    ses.front.pass(&call, &needs, refuse, serve).await
}

impl Ses {
    fn send(&self, request: SendEmail) -> Result<Response, Refused> {
        if let Some(set) = &request.configuration_set_name
            && !self.account.configuration_sets.contains(set)
        {
            return Err(Refused::ConfigurationSet(set.clone()));
        }
        let email = match request.content {
            Content::Raw(raw) => {
                Email::parse(&BASE64_STANDARD.decode(raw.data)?).ok_or(Refused::Mime)?
            }
            Content::Simple(simple) => Email {
                subject: Some(simple.subject.data),
                text: simple.body.text.map(|text| text.data),
                html: simple.body.html.map(|html| html.data),
                ..Email::default()
            },
        };
        let from = match (&email.from, &request.from_email_address) {
            // The sender that the recipient sees is the one that must be verified.
            (Some(from), _) => from.clone(),
            (None, Some(from)) => address(from)?,
            (None, None) => return Err(Refused::NoSender),
        };
        self.check_sender(&from)?;
        if let Some(sender) = &request.from_email_address {
            self.check_sender(&address(sender)?)?;
        }
        let recipients = request.destination.recipients(&email)?;
        self.check_limits(&recipients)?;
        let id = format!("{}-000000", Uuid::new_v4());
        let tags: Vec<_> = request
            .email_tags
            .into_iter()
            .map(|tag| (tag.name, tag.value))
            .collect();
        for to in recipients {
            self.simulate(&simulator::Mail {
                id: &id,
                from: &from,
                to: &to,
                configuration_set: request
                    .configuration_set_name
                    .as_deref()
                    .unwrap_or_default(),
                tags: &tags,
                sent_at: self.clock.now(),
            });
            self.mailbox.put(Sent {
                channel: Channel::Email,
                to,
                from: Some(from.clone()),
                from_name: email.from_name.clone(),
                subject: email.subject.clone(),
                text: email.text.clone(),
                html: email.html.clone(),
                calendar: email.calendar.clone(),
                message_id: email.message_id.clone().unwrap_or_else(|| id.clone()),
                ses_message_id: Some(id.clone()),
                sent_at: self.clock.now(),
            });
        }
        Ok(axum::Json(json!({"MessageId": id})).into_response())
    }

    /// Tells what becomes of a mail to the mailbox simulator, if anybody wants to know.
    fn simulate(&self, mail: &simulator::Mail<'_>) {
        let wanted = self.account.events.get(mail.configuration_set);
        if let Some(fate) = Fate::of(mail.to)
            && wanted.is_some_and(|types| types.contains(fate.event_type()))
        {
            (self.emit)(simulator::event(fate, mail, &self.account.region));
        }
    }

    /// Whether the account may send to these recipients now.
    fn check_limits(&self, recipients: &[String]) -> Result<(), Refused> {
        let Account {
            identities, region, ..
        } = &self.account;
        let limits = &self.front.limits;
        let unverified = limits.unverified(identities, recipients);
        if !unverified.is_empty() {
            return Err(Refused::unverified(region, &unverified));
        }
        let admitted = limits.admit_mail(recipients.len() as u64);
        admitted.map_err(|beyond| match beyond.limit {
            "sesDailyQuota" => Refused::Quota,
            _ => Refused::Rate,
        })
    }

    fn check_sender(&self, sender: &str) -> Result<(), Refused> {
        let domain = sender
            .rsplit_once('@')
            .map_or("", |(_, domain)| domain)
            .to_lowercase();
        let verified = self
            .account
            .identities
            .iter()
            .map(|identity| identity.to_lowercase())
            .any(|identity| {
                identity == sender.to_lowercase()
                    || identity == domain
                    || domain.ends_with(&format!(".{identity}"))
            });
        if verified {
            Ok(())
        } else {
            let sender = sender.to_owned();
            Err(Refused::unverified(&self.account.region, &[sender]))
        }
    }
}
