//! From the first concierge's invitation to a session, by the addresses that people use.

use std::thread;
use std::time::Duration;

use jiff::{RoundMode, SignedDuration, Timestamp, TimestampRound, Unit};
use serde_json::{Value, json};

use super::super::invoke::origin_key;
use super::super::outputs::Outputs;
use super::super::sample;
use super::super::shell::Shell;
use super::super::stage::Stage;
use super::checks;
use super::client::{self, Reply, between};
use super::service::{ACCOUNT, Emulator};
use super::sign_in::OWN_PASSWORD;
use crate::failure::Failure;

/// Who is invited by `deploy`.
pub(super) const CONCIERGE: &str = "mai@example.com";
const PROVIDER: &str = "tan@example.com";
const MEMBER: &str = "anh@example.com";

/// What people reach of a stage.
pub(super) struct Walk {
    pub(super) port: u16,
    api: String,
    /// What the portal's distribution adds to each request, in whose place the walk asks the API.
    origin_key: String,
    pub(super) client_id: String,
    pub(super) portal: String,
}

/// A session that is to be held.
pub(super) struct Booked {
    id: String,
    /// The secret of the member's link.
    link: String,
}

impl Walk {
    /// Looks up the addresses of what is deployed.
    pub(super) fn new(shell: &Shell, stage: &Stage, emulator: &Emulator) -> Result<Self, Failure> {
        let state = Outputs::of(shell, &stage.state())?;
        Ok(Self {
            port: emulator.port,
            origin_key: origin_key(shell, &state.get("OriginKey")?)?.unwrap_or_default(),
            api: format!("{}.execute-api.localhost", checks::api_id(shell, stage)?),
            client_id: state.get("ClientId")?,
            portal: stage.parameter("PortalUrl")?,
        })
    }

    /// Book, mail, session.
    pub(super) fn through(&self) -> Result<(), Failure> {
        self.hold(&self.book()?)
    }

    /// From the concierge's invitation to a booking, of which both are told.
    pub(super) fn book(&self) -> Result<Booked, Failure> {
        let invitation = self.mail(CONCIERGE, "BodyHtml", "<strong>")?;
        let concierge = self.accept(CONCIERGE, &invitation)?;
        let person = |id: &str, name: &str, email: &str| {
            let mut person = sample::person(id, name, email);
            person["phone"] = "+6561234567".into();
            person
        };
        let provider = person("prv_tan", "Dr Grace Tan", PROVIDER);
        let member = person("mem_anh", "Nguyen Anh", MEMBER);
        let added = self.send(&concierge, "POST", "/v1/admin/providers", &provider)?;
        added.expect("A new provider", 201)?;
        let path = "/v1/admin/providers/prv_tan/schedule";
        self.send(&concierge, "PUT", path, &sample::always())?
            .expect("A schedule", 200)?;
        let added = self.send(&concierge, "POST", "/v1/admin/members", &member)?;
        added.expect("A new member", 201)?;
        let path = "/v1/admin/providers/prv_tan/invite";
        self.send(&concierge, "POST", path, &json!({}))?
            .expect("An invitation", 200)?;
        // From the table's stream to the function that makes the account, and by the pool's mail.
        let invitation = self.mail(PROVIDER, "BodyHtml", "<strong>")?;
        self.accept(PROVIDER, &invitation)?;

        let booking = sample::session("prv_tan", "mem_anh", &soon()?);
        let booked = self.send(&concierge, "POST", "/v1/admin/bookings", &booking)?;
        let booked = booked.expect("A booking", 201)?.json()?;
        let id = booked["id"].as_str().unwrap_or_default();
        self.mail(PROVIDER, "Subject", "Video session confirmed")?;
        let mail = self.mail(MEMBER, "BodyText", "/visit#")?;
        let link = between(&mail, "/visit#", "\n")?.trim();
        Ok(Booked {
            id: id.to_owned(),
            link: link.to_owned(),
        })
    }

    /// The session: the member waits, and is let in once the provider is there.
    pub(super) fn hold(&self, Booked { id, link }: &Booked) -> Result<(), Failure> {
        let provider = &self.sign_in(PROVIDER, OWN_PASSWORD)?;
        self.joins(link, "waiting")?;
        let path = format!("/v1/bookings/{id}/session");
        let started = self.send(provider, "POST", &format!("{path}/start"), &json!({}))?;
        let started = started.expect("A start", 200)?.json()?;
        self.joins(link, "waiting")?;
        let report = json!({"state": "joined", "generation": started["generation"]});
        let there = self.send(provider, "POST", &format!("{path}/presence"), &report)?;
        there.expect("The provider's report", 200)?;
        let admitted = self.joins(link, "admitted")?;
        let meeting = |answer: &Value| answer["meeting"]["MeetingId"].clone();
        if meeting(&admitted) != meeting(&started) {
            return Err(Failure::Usage("They are in two meetings.".to_owned()));
        }
        let ended = self.send(provider, "POST", &format!("{path}/end"), &json!({}))?;
        ended.expect("An end", 200)?;
        println!("  Booked, told by email, waited, let in, ended: {id}");
        Ok(())
    }

    fn joins(&self, link: &str, state: &str) -> Result<Value, Failure> {
        let answer = self.send(link, "POST", "/v1/visit/join", &json!({}))?;
        let answer = answer.expect("The waiting room", 200)?.json()?;
        match answer["state"] == state {
            true => Ok(answer),
            false => Err(Failure::Usage(format!(
                "The member should be {state}: {answer}"
            ))),
        }
    }

    /// The concierge sees what was sent about a booking.
    pub(super) fn told(&self, booked: &Booked) -> Result<(), Failure> {
        let concierge = self.sign_in(CONCIERGE, OWN_PASSWORD)?;
        let path = format!("/v1/admin/bookings/{}/deliveries", booked.id);
        let sent = self.send(&concierge, "GET", &path, &Value::Null)?;
        let sent = sent.expect("What was sent", 200)?.json()?;
        let mut items = sent["items"].as_array().into_iter().flatten();
        match items.any(|item| item["status"] == "sent") {
            true => Ok(()),
            false => Err(Failure::Usage(format!("Nothing was sent: {sent}"))),
        }
    }

    /// What was stored is there: people with their accounts, and the session.
    pub(super) fn again(&self) -> Result<(), Failure> {
        let concierge = self.sign_in(CONCIERGE, OWN_PASSWORD)?;
        let path = "/v1/admin/providers/prv_tan";
        let provider = self.send(&concierge, "GET", path, &Value::Null)?;
        let provider = provider.expect("The provider", 200)?.json()?;
        if provider["account"] == "none" {
            return Err(Failure::Usage(format!("No account was kept: {provider}")));
        }
        let provider = self.sign_in(PROVIDER, OWN_PASSWORD)?;
        let past = self.send(&provider, "GET", "/v1/bookings?view=past", &Value::Null)?;
        let past = past.expect("The provider's bookings", 200)?.json()?;
        match past["items"][0]["status"] == "completed" {
            true => Ok(()),
            false => Err(Failure::Usage(format!("The session was not kept: {past}"))),
        }
    }

    /// The notice that the policy tells, in minutes.
    pub(super) fn notice(&self) -> Result<u64, Failure> {
        let policy = self.ask("/v1/policy", &[])?;
        let policy = policy.expect("The policy", 200)?.json()?;
        Ok(policy["noticeMinutes"].as_u64().unwrap_or_default())
    }

    /// Makes sure that nobody is let in without a token, or with one that somebody else made.
    pub(super) fn refuses(&self) -> Result<(), Failure> {
        let bare = self.ask("/v1/me", &[])?;
        bare.expect("A request without a token", 401)?;
        // Whose signature is none.
        let forged = self.send("e30.e30.e30", "GET", "/v1/me", &Value::Null)?;
        forged.expect("A request with a forged token", 401)?;
        Ok(())
    }

    fn send(&self, token: &str, method: &str, path: &str, body: &Value) -> Result<Reply, Failure> {
        let bearer = format!("Authorization: Bearer {token}");
        let body = body.to_string();
        let mut more = vec!["--request", method, "--header", &bearer];
        if method != "GET" {
            more.extend([
                "--header",
                "Content-Type: application/json",
                "--data",
                &body,
            ]);
        }
        self.ask(path, &more)
    }

    fn ask(&self, path: &str, more: &[&str]) -> Result<Reply, Failure> {
        let key = format!("X-Origin-Key: {}", self.origin_key);
        let more = [&["--header", key.as_str()], more].concat();
        client::ask(self.port, &self.api, path, &more)
    }

    /// A part of the newest email to an address that has a text in it, which may take some seconds to come.
    fn mail(&self, to: &str, part: &str, with: &str) -> Result<String, Failure> {
        for _ in 0..60 {
            let all = client::ask(self.port, "localhost", "/_ministack/ses/messages", &[])?;
            let all = all.expect("The mailbox", 200)?.json()?;
            let mails = all["messages"][ACCOUNT].as_array().into_iter().flatten();
            let mails = mails.filter(|mail| mail["To"][0] == to);
            let texts = mails.filter_map(|mail| mail[part].as_str());
            let mut texts = texts.filter(|text| text.contains(with));
            if let Some(text) = texts.next_back() {
                return Ok(text.to_owned());
            }
            thread::sleep(Duration::from_millis(500));
        }
        Err(Failure::Usage(format!(
            "No email with {with:?} came to {to}."
        )))
    }
}

/// A start in some minutes, on the grid.
fn soon() -> Result<String, Failure> {
    let grid = TimestampRound::new()
        .smallest(Unit::Minute)
        .increment(5)
        .mode(RoundMode::Ceil);
    let soon = Timestamp::now() + SignedDuration::from_mins(1);
    let start = soon.round(grid);
    start
        .map(|start| start.to_string())
        .map_err(|error| Failure::Usage(format!("There is no such time: {error}.")))
}
